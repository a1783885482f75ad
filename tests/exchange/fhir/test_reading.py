import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answered
import workbooks
from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.fhir import asked_in, from_response, to_questionnaire, to_response

NAME = "response.json"
LEVEL = "urn:equity-blocks:level:mini"


def _read(resource, framework=None):
    return from_response(json.dumps(resource).encode(), NAME, framework or workbooks.mini())


def _response(*items, **changes):
    head = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    head["questionnaire"] = "urn:equity-blocks:questionnaire:mini:answers|1-f"
    return {**head, "item": list(items), **changes}


def _item(link, **value):
    return {"linkId": link, "answer": [value]}


def _coded(link, code, **system):
    return _item(link, valueCoding={"code": code, **system})


def _told(reply):
    return [(problem.code, problem.place) for problem in reply.problems]


@settings(max_examples=25)
@given(st.integers(0, 10**9), st.sampled_from(("owner", "answers")))
def test_random_answers_come_back_as_they_were(number, kind):
    """Of the owner, and of a respondent; with the head, and as draft."""
    framework, ratings, asked = answered.drawn(number, kind)
    reply = from_response(to_response(asked).encode(), NAME, framework)
    assert answered.same(framework, ratings, reply)
    assert (reply.kind, reply.data["revision"], reply.fingerprint) == (kind, 1, framework.fingerprint)
    assert reply.data.get("respondents", []) == ([{"id": "ann", "people": 3}] if kind == "answers" else [])
    assert reply.notes == ("it says that it is in progress: more may come",)


@pytest.mark.parametrize("text", answered.TEXTS)
def test_texts_come_back_to_the_letter(text):
    """Emoji, line breaks, and 5,000 letters."""
    framework = workbooks.mini()
    ratings = {"budget": {"note": text, "not_applicable": text}}
    reply = from_response(to_response(workbooks.asked(framework, ratings)).encode(), NAME, framework)
    assert reply.data["ratings"]["budget"] == ratings["budget"]


def test_answers_may_stand_within_others_and_without_groups():
    """Programs hand them on in their own way; the author may say who answers, and the date when."""
    inner = {
        "linkId": "budget",
        "answer": [{"valueCoding": {"code": "partly"}, "item": [_item("budget/note", valueString="n")]}],
    }
    author = {"identifier": {"system": "urn:equity-blocks:respondent", "value": "ben"}}
    reply = _read(_response(inner, _item("access", valueInteger=3), author=author, authored="2026-09-12T10:00:00Z"))
    assert reply.problems == ()
    assert {name: said for name, said in reply.data["ratings"].items() if said} == {
        "budget": {"level": "partly", "note": "n"}, "access": {"level": 3},
    }  # fmt: skip
    assert (reply.data["respondents"], reply.filled_on) == ([{"id": "ben"}], "2026-09-12")
    assert reply.place(("ratings", "budget", "note")) == "item[0].answer[0].item[0]"


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([_coded("budgett", "partly")], [("unknown_link", "item[0]")]),
        ([{"answer": []}], [("no_link", "item[0]")]),
        ([{"linkId": "block:board", "item": [{"linkId": "x"}]}], [("unknown_link", "item[0].item[0]")]),
        ([_coded("budget", "partyl")], [("unknown_option", "item[0]")]),
        ([_coded("budget", "partly", system="urn:other")], [("unknown_option", "item[0]")]),
        ([_coded("budget", "not-applicable", system=LEVEL)], [("unknown_option", "item[0]")]),
        ([_item("budget", valueString="partly")], [("wrong_type", "item[0]")]),
        ([_item("budget", valueCoding="partly")], [("unknown_option", "item[0]")]),
        ([_item("access", valueDecimal="7")], [("wrong_type", "item[0]")]),
        ([_item("access", valueInteger=True)], [("wrong_type", "item[0]")]),
        ([_item("access", valueDecimal=11)], [("unknown_level", "item[0]")]),
        ([_item("budget/note", valueString=5)], [("wrong_type", "item[0]")]),
        ([_item("budget/note", valueString="a\x00b")], [("control_character", "item[0]")]),
        ([{"linkId": "budget", "answer": "partly"}], [("wrong_type", "item[0]")]),
        ([_coded("budget", "partly"), _coded("budget", "partly")], [("duplicate_row", "item[1]")]),
        ([{"linkId": "budget/note", "answer": [{"valueString": "a"}] * 2}], [("several_answers", "item[0]")]),
        ([_coded("budget", "not-applicable")], [("no_reason", "item[0]")]),
        ([_item("budget/owner", valueString="Ann")], [("unknown_link", "item[0]")]),
        ([_coded("vision", "partly"), _coded("vision/part/known", "partly")], [("contradiction", "item[0]")]),
    ],
)
def test_what_the_questionnaire_does_not_have_is_told_at_its_item(items, told):
    """Link ids, options, types, second answers, and answers that contradict each other."""
    reply = _read(_response(*items))
    assert _told(reply) == told
    assert str(reply.problems[0]).startswith(f"{NAME} {told[0][1]}: ")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "entered-in-error"}, "other_status"),
        ({"status": "stopped"}, "other_status"),
        ({"status": None}, "other_status"),
        ({"resourceType": "Questionnaire", "url": "urn:equity-blocks:questionnaire:mini:owner"}, "other_resource"),
        ({"resourceType": "Bundle"}, "other_resource"),
        ({"questionnaire": "urn:example:phq-9|1"}, "other_questionnaire"),
        ({"questionnaire": None}, "other_questionnaire"),
        ({"questionnaire": "urn:equity-blocks:questionnaire:mini:guess|1-f"}, "other_questionnaire"),
        ({"questionnaire": "urn:equity-blocks:questionnaire:mini2:answers|1-f"}, "wrong_framework"),
        ({"questionnaire": "urn:equity-blocks:questionnaire:mini:answers|2-f"}, "wrong_revision"),
    ],
)
def test_what_is_no_answer_to_it_is_told(changes, code):
    """Another resource, status, questionnaire or version; nothing of it is read."""
    reply = _read(_response(_coded("budget", "partly"), **changes))
    assert code in [problem.code for problem in reply.problems]
    assert reply.data == {}


def test_a_response_says_which_framework_it_answers():
    """By its canonical, and by a hidden answer where that is lost."""
    asked = workbooks.asked(workbooks.mini(), respondent="ann")
    response = json.loads(to_response(asked))
    assert asked_in(to_questionnaire(asked).encode(), NAME) == ("mini", 1)
    del response["questionnaire"]
    assert asked_in(json.dumps(response).encode(), NAME) == ("mini", 1)
    assert _read(response).kind == "answers"
    assert asked_in(b"{}", NAME) is None


def test_what_was_asked_of_a_role_is_kept():
    """Though a response names answered questions only."""
    asked = workbooks.asked(workbooks.mini(), respondent="ann")
    some = asked._replace(items=asked.items[:1], asked=asked.asked._replace(practices=("vision",)))
    reply = _read(json.loads(to_response(some)))
    assert reply.data["respondents"] == [{"id": "ann", "asked": ["vision"]}]
    assert set(reply.data["ratings"]) == {"vision"}


@pytest.mark.parametrize("facts", ["{", "[" * 50_000, "[]", '{"kind": 5}', "x"])
def test_facts_that_are_none_do_no_harm(facts):
    """The canonical says enough."""
    reply = _read(_response(_item("about:facts", valueString=facts), _coded("budget", "partly")))
    assert (reply.problems, reply.data["ratings"]["budget"]) == ((), {"level": "partly"})


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"item":[' * 50_000, b'<?xml version="1.0"?><a/>', b"{}{}"])
def test_what_means_harm_is_refused(content):
    """Deep lists, XML, and more than one object."""
    with pytest.raises(InvalidDataError, match=r"^response\.json: "):
        from_response(content, NAME, workbooks.mini())


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(("linkId", "item", "answer", "valueCoding", "valueString", "code")), inner
            )
        ),
        max_leaves=12,
    )
)
def test_nothing_breaks_the_reader(items):
    """Whatever stands where items should: it gives a reply, and problems where there is something to tell."""
    reply = _read(_response(items=None) | {"item": items, "author": items})
    assert reply.source == NAME
