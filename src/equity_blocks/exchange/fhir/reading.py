"""A FHIR R4 QuestionnaireResponse, as a reply: checked against the questionnaire that it says it answers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.errors import Problem
from equity_blocks.exchange.answer_rows import RowReader, head_of, misfits
from equity_blocks.exchange.json_text import read_json
from equity_blocks.exchange.questions import (
    ABOUT,
    BLOCK,
    CARRIES,
    FACTS,
    PRACTICE,
    QUESTIONNAIRE,
    RESPONDENTS,
    WHO,
    Given,
    Option,
    Question,
    item_of,
    questions_of,
    ratings_of,
)
from equity_blocks.model.did_you_mean import did_you_mean, nearest
from equity_blocks.model.framework import Framework
from equity_blocks.model.reply import Reply

_TYPES: Mapping[str, tuple[str, ...]] = {
    "choice": ("valueCoding",),
    "text": ("valueString",),
    "string": ("valueString",),
    "date": ("valueDate",),
    "decimal": ("valueDecimal", "valueInteger"),
}
_TAKEN = ("completed", "amended", "in-progress")
_MOST_SHOWN = 60


def from_response(content: bytes, name: str, framework: Framework) -> Reply:
    """Read a QuestionnaireResponse to a Questionnaire that `to_questionnaire` made.

    Args:
        content: JSON, as UTF-8.
        name: What to call the file in messages and as the origin of its answers.
        framework: What is rated.

    Returns:
        The reply. A link id, an option or a type that the questionnaire does not have, a second answer, and a response
        that was entered in error are problems, each at its item.

    Raises:
        InvalidDataError: It cannot be read: too large, too deep, no JSON, or no QuestionnaireResponse.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> said = {"linkId": "p", "answer": [{"valueCoding": {"code": "yes"}}]}
        >>> response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [said],
        ...     "questionnaire": "urn:equity-blocks:questionnaire:mini:answers|1-f"}
        >>> reply = from_response(json.dumps(response).encode(), "a.json", framework)
        >>> reply.data["ratings"], reply.place(("ratings", "p", "level"))
        ({'p': {'level': 'yes'}}, 'item[0]')
    """
    resource = read_json(content, name)
    problems: list[Problem] = []
    facts = _facts(resource)
    kind = facts.get("kind", "")
    _look_at_head(resource, kind, name, problems)
    asked = facts.get("asked", "").split()
    problems += misfits(facts, asked, framework, name)
    if problems:
        return Reply(name, kind or "answers", {}, problems=tuple(problems))
    answers = _Answers(framework, kind, name, problems)
    answers.read(resource.get("item"))
    reader = RowReader(framework, kind, name)
    ratings = ratings_of(answers.asked, answers.given, reader, asked or framework.practices, problems)
    notes = ["it says that it is in progress: more may come"] if resource["status"] == "in-progress" else []
    return Reply(
        source=name,
        kind=kind,
        data={**head_of(facts, asked), "ratings": ratings, **reader.register.data},
        places={**reader.places, **reader.register.places},
        carries=CARRIES[kind],
        problems=tuple(problems),
        fingerprint=facts.get("fingerprint", ""),
        filled_on=str(resource.get("authored") or "")[:10],
        notes=(*reader.notes, *notes),
    )


def asked_in(content: bytes, name: str) -> tuple[str, int | None] | None:
    """Tell which framework, and which revision of it, a response answers; `None` where it does not say.

    Raises:
        InvalidDataError: It cannot be read: too large, too deep, or no JSON.

    Example:
        >>> asked_in(b'{"questionnaire": "urn:equity-blocks:questionnaire:mini:owner|2-f"}', "a.json")
        ('mini', 2)
    """
    facts = _facts(read_json(content, name))
    revision = facts.get("revision", "")
    return (facts["framework"], int(revision) if revision.isdigit() else None) if facts.get("framework") else None


def _facts(resource: Mapping[str, Any]) -> dict[str, str]:
    """What a response says of its questionnaire and of who answers: its own facts, and above them its canonical."""
    facts: dict[str, str] = {}
    for item, _ in _items(resource.get("item")):
        text = _first_text(item)
        if item.get("linkId") == FACTS and text:
            facts |= _stored(text)
        elif item.get("linkId") == WHO and text:
            facts["respondent"] = text.strip()
    canonical = str(resource.get("questionnaire") or "")
    if resource.get("resourceType") == "Questionnaire":
        canonical = f"{resource.get('url')}|{resource.get('version')}"
    address, _, version = canonical.partition("|")
    framework, _, kind = address.removeprefix(f"{QUESTIONNAIRE}:").rpartition(":")
    if framework and address.startswith(QUESTIONNAIRE):
        facts |= {"framework": framework, "kind": kind}
        revision, _, fingerprint = version.partition("-")
        facts |= {"revision": revision, "fingerprint": fingerprint} if revision.isdigit() else {}
    author = resource.get("author")
    own = author.get("identifier") if isinstance(author, dict) else None
    if isinstance(own, dict) and own.get("system") == RESPONDENTS and isinstance(own.get("value"), str):
        facts.setdefault("respondent", own["value"])
    return facts


def _stored(text: str) -> dict[str, str]:
    try:
        found = json.loads(text[:100_000])
    except (ValueError, RecursionError):
        return {}
    kept = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in kept if isinstance(value, str)}


def _first_text(item: Mapping[str, Any]) -> str:
    answers = item.get("answer")
    first = answers[0] if isinstance(answers, list) and answers else None
    text = first.get("valueString") if isinstance(first, dict) else None
    return text if isinstance(text, str) else ""


def _items(items: Any, path: str = "") -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every item with its place, those within answers included; the depth of the file is bounded."""
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            place = f"{path}item[{number}]"
            yield item, place
            yield from _items(item.get("item"), f"{place}.")
            answers = item.get("answer")
            for i, answer in enumerate(answers if isinstance(answers, list) else ()):
                if isinstance(answer, dict):
                    yield from _items(answer.get("item"), f"{place}.answer[{i}].")


def _look_at_head(resource: Mapping[str, Any], kind: str, name: str, problems: list[Problem]) -> None:
    """Report what is no response, one that does not hold, and one to nothing that we asked."""

    def report(code: str, message: str, hint: str, place: str) -> None:
        problems.append(Problem(code, message, hint, file=name, place=place))

    found, status = (str(resource.get(key))[:_MOST_SHOWN] for key in ("resourceType", "status"))
    if found != "QuestionnaireResponse":
        hint = "fill it in, and export the response" if found == "Questionnaire" else "answers come as that"
        report("other_resource", f"it is a {found}, and no QuestionnaireResponse", hint, "resourceType")
    elif status not in _TAKEN:
        hint = f"answers are taken of {', '.join(_TAKEN)}"
        report("other_status", f"its status is '{status}', so its answers do not hold", hint, "status")
    elif kind not in CARRIES:
        what = str(resource.get("questionnaire") or "nothing that it names")[:_MOST_SHOWN]
        message = f"it answers {what}, and no questionnaire of equity-blocks"
        hint = f"its questionnaire is called {QUESTIONNAIRE}:..., and its item {FACTS} says so, too"
        report("other_questionnaire", message, hint, "questionnaire")


class _Answers:
    """The answers of one response, by the questions of a framework."""

    def __init__(self, framework: Framework, kind: str, name: str, problems: list[Problem]) -> None:
        self.framework, self.kind, self.name, self.problems = framework, kind, name, problems
        self.asked = {
            practice: questions_of(framework.id, item_of(framework, practice), kind) for practice in framework.practices
        }
        self.questions = {each.link: each for some in self.asked.values() for each in some}
        self.given: dict[str, Given] = {}

    def report(self, place: str, code: str, message: str, hint: str = "", **data: Any) -> None:
        """Note a problem at an item."""
        self.problems.append(Problem(code, message, hint, file=self.name, place=place, data=data))

    def read(self, items: Any) -> None:
        """Read every item; what is no answer to our questions is a problem."""
        seen: dict[str, str] = {}
        for item, place in _items(items):
            link = item.get("linkId")
            if not isinstance(link, str):
                self.report(place, "no_link", "the item has no linkId, so nobody knows what it answers")
            elif link in self.questions:
                if link in seen:
                    message = f"'{link}' is there twice, first at {seen[link]}"
                    self.report(place, "duplicate_row", message, "remove one of them", found=link)
                seen.setdefault(link, place)
                self._answer(self.questions[link], item.get("answer"), place)
            elif not self._is_group(link):
                hint = did_you_mean(link, self.questions)
                message = f"the questionnaire has no item '{link[:_MOST_SHOWN]}'"
                data = {"found": link[:_MOST_SHOWN], "nearest": nearest(link, self.questions)}
                self.report(place, "unknown_link", message, hint, **data)

    def _is_group(self, link: str) -> bool:
        begin, _, rest = link.partition(":")
        if f"{begin}:" == PRACTICE:
            return rest in self.framework.practices
        return link in (ABOUT, WHO, FACTS) or f"{begin}:" == BLOCK or link.removesuffix("/help") in self.questions

    def _answer(self, question: Question, answers: Any, place: str) -> None:
        if answers in (None, []):
            return
        if not isinstance(answers, list) or not isinstance(answers[0], dict):
            self.report(place, "wrong_type", "its answer is no list of values")
        elif len(answers) > 1:
            self.report(place, "several_answers", f"it has {len(answers)} answers, and one is asked for")
        else:
            values = [key for key in answers[0] if key.startswith("value")]
            types = _TYPES[question.type]
            if len(values) == 1 and values[0] in types:
                self._value(question, answers[0][values[0]], place)
            elif values:
                message = f"it has {' and '.join(values)[:_MOST_SHOWN]}, and the question takes {' or '.join(types)}"
                self.report(place, "wrong_type", message)

    def _value(self, question: Question, value: Any, place: str) -> None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if question.options:
            option = self._option(question, value, place)
            if option:
                self.given[question.link] = Given(option, place)
        elif is_number != (question.type == "decimal") or not (is_number or isinstance(value, str)):
            needed = "number" if question.type == "decimal" else "text"
            self.report(place, "wrong_type", f"its value is no {needed}")
        else:
            self.given[question.link] = Given(value, place)

    def _option(self, question: Question, value: Any, place: str) -> Option | None:
        code, system = (value.get(key) if isinstance(value, dict) else None for key in ("code", "system"))
        fitting = [each for each in question.options if each.code == code and (system is None or each.system == system)]
        if len(fitting) == 1:
            return fitting[0]
        allowed = [each.code for each in question.options]
        found = str(code)[:_MOST_SHOWN]
        message = f"'{found}' is none of its options: {', '.join(allowed)}"
        if fitting or code in allowed:
            message = f"'{found}' of the system '{str(system)[:_MOST_SHOWN]}' is none of its options"
        self.report(place, "unknown_option", message, did_you_mean(found, allowed), found=found, allowed=allowed)
        return None
