"""A questionnaire as FHIR R4: the Questionnaire that is asked, and a QuestionnaireResponse of what is known."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.errors import visible
from equity_blocks.exchange.questions import (
    ABOUT,
    BLOCK,
    FACTS,
    PRACTICE,
    QUESTIONNAIRE,
    RESPONDENTS,
    WHO,
    Option,
    Question,
    answers_of,
    questions_of,
)
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.result import NOTICE

_EXTENSIONS = "http://hl7.org/fhir/StructureDefinition"
_CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
_MOST_RADIOS = 8


def to_questionnaire(questionnaire: Questionnaire) -> str:
    """Write a questionnaire as a FHIR R4 Questionnaire about an Organization.

    Blocks are groups, a practice's id is the link id of its level, levels have their ordinal value, and what is known
    already stands there as the first answer.

    Returns:
        JSON.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> item = Item("p", "P", "b", ("B",), "Is it so?", (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1)))
        >>> asked = Questionnaire("mini", "", 1, "f", "Mini", {}, (item,), kind="answers")
        >>> made = json.loads(to_questionnaire(asked))
        >>> made["url"], made["version"], [group["linkId"] for group in made["item"]]
        ('urn:equity-blocks:questionnaire:mini:answers', '1-f', ['about:answers', 'block:b'])
    """
    draft = "A draft. " if questionnaire.assessment and not questionnaire.is_final else ""
    return _written(
        {
            "resourceType": "Questionnaire",
            "url": f"{QUESTIONNAIRE}:{questionnaire.framework}:{questionnaire.kind}",
            "version": _version(questionnaire),
            "title": questionnaire.title,
            "status": "active",
            "subjectType": ["Organization"],
            "description": f"{draft}{NOTICE}",
            "item": [_about(questionnaire), *_blocks(questionnaire, _asked)],
        }
    )


def to_response(questionnaire: Questionnaire) -> str:
    """Write what is known already as a FHIR R4 QuestionnaireResponse to the Questionnaire of the same.

    Returns:
        JSON; its status is `completed` where the assessment is final, else `in-progress`.

    Example:
        >>> from equity_blocks.model.questionnaire import Asked
        >>> asked = Questionnaire("mini", "", 1, "f", "Mini", {}, (), kind="answers", asked=Asked("ann"))
        >>> made = json.loads(to_response(asked))
        >>> made["questionnaire"], made["status"], made["author"]["identifier"]["value"]
        ('urn:equity-blocks:questionnaire:mini:answers|1-f', 'in-progress', 'ann')
    """
    asked, who = questionnaire, questionnaire.asked.id
    named = [{"linkId": WHO, "answer": [{"valueString": who}]}] if who else []
    facts = {"linkId": FACTS, "answer": [{"valueString": _facts(asked)}]}
    author = {"identifier": {"system": RESPONDENTS, "value": who}, "display": who}
    made = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{QUESTIONNAIRE}:{asked.framework}:{asked.kind}|{_version(asked)}",
        "status": "completed" if asked.is_final else "in-progress",
        "subject": {"type": "Organization", "display": asked.organization} if asked.organization else None,
        "author": author if who else None,
        "item": [{"linkId": ABOUT, "item": [*named, facts]}, *_blocks(asked, _known)],
    }
    return _written({key: value for key, value in made.items() if value is not None})


def _version(asked: Questionnaire) -> str:
    return f"{asked.revision}-{asked.fingerprint}"


def _written(resource: Mapping[str, Any]) -> str:
    return json.dumps(resource, ensure_ascii=False, indent=1) + "\n"


def _facts(asked: Questionnaire) -> str:
    """What a reply has to say of the questionnaire, for whoever hands on answers and nothing else."""
    who = asked.asked
    facts = {
        "framework": asked.framework,
        "edition": asked.edition,
        "revision": str(asked.revision),
        "fingerprint": asked.fingerprint,
        "kind": asked.kind,
        "assessment": asked.assessment,
        "role": who.role,
        "respondent_organization": who.organization,
        "people": str(who.people) if who.people > 1 else "",
        "asked": " ".join(who.practices),
    }
    return json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False)


def _about(asked: Questionnaire) -> dict[str, Any]:
    hidden = {"url": f"{_EXTENSIONS}/questionnaire-hidden", "valueBoolean": True}
    facts: dict[str, Any] = {"extension": [hidden], "linkId": FACTS, "text": "What this questionnaire is"}
    facts |= {"type": "string", "readOnly": True, "initial": [{"valueString": _facts(asked)}]}
    items = [facts]
    if asked.kind == "answers":
        who: dict[str, Any] = {"linkId": WHO, "type": "string", "required": True}
        who["text"] = "A short name for who answers: small letters, digits and hyphens"
        who |= {"initial": [{"valueString": asked.asked.id}]} if asked.asked.id else {}
        items.insert(0, who)
    return {"linkId": ABOUT, "text": "About these answers", "type": "group", "item": items}


def _blocks(asked: Questionnaire, draw: Any) -> Iterator[dict[str, Any]]:
    """Groups of blocks, with what is drawn of each practice in them."""
    blocks: dict[str, list[Item]] = {}
    for item in asked.items:
        blocks.setdefault(item.block, []).append(item)
    for block, items in blocks.items():
        inside = [drawn for item in items if (drawn := draw(asked, item))]
        text = visible(" > ".join(items[0].blocks)) or block
        head = {"linkId": f"{BLOCK}{block}", "text": text}
        if inside:
            yield {**head, **({"type": "group"} if draw is _asked else {}), "item": inside}


def _asked(asked: Questionnaire, item: Item) -> dict[str, Any]:
    values = answers_of(asked.framework, item, asked.kind)
    questions = questions_of(asked.framework, item, asked.kind)
    inside = [_question(each, item, values.get(each.link)) for each in questions]
    title = visible(item.title) or item.practice
    return {"linkId": f"{PRACTICE}{item.practice}", "text": title, "type": "group", "item": inside}


def _question(question: Question, item: Item, value: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"linkId": question.link, "text": question.text or item.question or item.title}
    made["text"] = visible(made["text"]) or question.link
    made["type"] = question.type
    extensions: list[dict[str, Any]] = []
    if question.bounds:
        names = zip(("minValue", "maxValue"), question.bounds, strict=True)
        extensions += [{"url": f"{_EXTENSIONS}/{name}", "valueDecimal": bound} for name, bound in names]
    if question.options and len(question.options) <= _MOST_RADIOS:
        extensions.append(_control("radio-button"))
    if extensions:
        made["extension"] = extensions
    if question.when:
        link, option = question.when
        made["enableWhen"] = [{"question": link, "operator": "=", "answerCoding": _coding(option)}]
    if question.options:
        made["answerOption"] = [_option(option, value) for option in question.options]
    elif value is not None:
        made["initial"] = [_answer(question, value)]
    if not question.text and (help_ := _help(item)):
        shown = {"linkId": f"{question.link}/help", "text": help_, "type": "display", "extension": [_control("help")]}
        made["item"] = [shown]
    return made


def _control(code: str) -> dict[str, Any]:
    coding = {"system": _CONTROLS, "code": code}
    return {"url": f"{_EXTENSIONS}/questionnaire-itemControl", "valueCodeableConcept": {"coding": [coding]}}


def _option(option: Option, value: Any) -> dict[str, Any]:
    coding = _coding(option)
    if option.value is not None:
        coding = {"extension": [{"url": f"{_EXTENSIONS}/ordinalValue", "valueDecimal": option.value}], **coding}
    return {"valueCoding": coding, **({"initialSelected": True} if option == value else {})}


def _coding(option: Option) -> dict[str, Any]:
    return {"system": option.system, "code": option.code, "display": visible(option.title) or option.code}


def _help(item: Item) -> str:
    lines = [f"{choice.title}: {choice.meaning}" for choice in item.choices if choice.meaning]
    lines += [f"Careful: {caution}" for caution in item.cautions]
    lines += [f"It may not apply: {item.status_hint}"] if item.status_hint else []
    lines += [f"What could show it: {'; '.join(item.evidence_hints)}"] if item.evidence_hints else []
    lines += [f"Last time: {item.reference}"] if item.reference else []
    lines += [f"{side.level}: {side.who}" for side in item.sides]
    return visible("\n".join(lines))


def _known(asked: Questionnaire, item: Item) -> dict[str, Any]:
    values = answers_of(asked.framework, item, asked.kind)
    known = [each for each in questions_of(asked.framework, item, asked.kind) if each.link in values]
    inside = [{"linkId": each.link, "answer": [_answer(each, values[each.link])]} for each in known]
    return {"linkId": f"{PRACTICE}{item.practice}", "text": visible(item.title), "item": inside} if inside else {}


def _answer(question: Question, value: Any) -> dict[str, Any]:
    if isinstance(value, Option):
        return {"valueCoding": _coding(value)}
    if question.type in ("decimal", "date"):
        return {f"value{question.type.capitalize()}": value}
    return {"valueString": visible(value)}
