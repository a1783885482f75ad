import json

import pytest

import answered
import canaries
import equity_blocks as eb
import workbooks
from equity_blocks.exchange.fhir import to_questionnaire, to_response
from equity_blocks.model.result import NOTICE

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def _items(resource):
    for item in resource.get("item", ()):
        yield item
        yield from _items(item)


def _asked(asked):
    made = json.loads(to_questionnaire(asked))
    return made, {item["linkId"]: item for item in _items(made)}


def test_a_questionnaire_asks_about_an_organization():
    """Blocks are groups, levels have their ordinal value, statuses are options, and a reason depends on one."""
    made, items = _asked(workbooks.asked(workbooks.mini(), respondent="ann"))
    assert (made["subjectType"], made["status"]) == (["Organization"], "active")
    assert made["description"].endswith(NOTICE)
    assert [items[link]["type"] for link in ("block:board", "practice:budget", "budget", "access")] == [
        "group", "group", "choice", "decimal",
    ]  # fmt: skip
    codings = [option["valueCoding"] for option in items["budget"]["answerOption"]]
    values = [[each["valueDecimal"] for each in coding.get("extension", ())] for coding in codings]
    assert [coding["code"] for coding in codings] == ["not-started", "partly", "in-place", "unknown", "not-applicable"]
    assert values == [[0.0], [0.5], [1.0], [], []]
    assert codings[0]["extension"][0]["url"] == ORDINAL
    (when,) = items["budget/reason"]["enableWhen"]
    assert (when["question"], when["answerCoding"]["code"]) == ("budget", "not-applicable")


def test_a_draft_says_so():
    """Of an assessment; a framework alone is none."""
    framework = workbooks.mini()
    assert _asked(workbooks.asked(framework))[0]["description"].startswith("A draft.")
    assert not _asked(workbooks.questionnaire(framework))[0]["description"].startswith("A draft.")


def test_what_is_known_is_the_first_answer():
    """Options that are chosen, texts and numbers."""
    ratings = {"budget": {"level": "partly", "note": "a\nb"}, "access": {"level": 2.5}}
    _, items = _asked(workbooks.asked(workbooks.mini(), ratings))
    chosen = [
        option["valueCoding"]["code"] for option in items["budget"]["answerOption"] if "initialSelected" in option
    ]
    assert chosen == ["partly"]
    assert items["budget/note"]["initial"] == [{"valueString": "a\nb"}]
    assert items["access"]["initial"] == [{"valueDecimal": 2.5}]


def test_a_respondents_questionnaire_holds_nothing_of_others():
    """Neither names, nor notes, nor plans: only whose assessment it is, which they know."""
    framework, assessment = canaries.FRAMEWORK, canaries.assessment()
    asked = workbooks.questionnaire(framework, assessment, respondent="somebody-new")
    assert canaries.found(to_response(asked)) == ["ZxOrganizationnameZx", "zx-id"]
    assert canaries.found(to_questionnaire(asked)) == ["zx-id"]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("kind", ["owner", "answers"])
def test_the_structure_is_that_of_fhir(number, kind):
    """As the models of R4B check it, in which these two resources are those of R4."""
    models = pytest.importorskip("fhir.resources.R4B", reason="needs fhir.resources: pip install fhir.resources")
    _, _, asked = answered.drawn(number, kind)
    model = models.get_fhir_model_class("Questionnaire")
    assert model.model_validate_json(to_questionnaire(asked)).subjectType == ["Organization"]
    model = models.get_fhir_model_class("QuestionnaireResponse")
    assert model.model_validate_json(to_response(asked)).status == "in-progress"


@pytest.mark.parametrize("name", ["hcplan-apm", "rise-to-health-payers"])
def test_frameworks_of_the_catalogue_are_questionnaires_too(name):
    """Each link id once, and every practice."""
    framework = eb.load_framework(name)
    _, items = _asked(workbooks.questionnaire(framework))
    assert set(framework.practices) <= set(items)
    made = json.loads(to_questionnaire(workbooks.questionnaire(framework)))
    links = [item["linkId"] for item in _items(made)]
    assert len(links) == len(set(links))
