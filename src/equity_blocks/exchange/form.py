"""The form: a questionnaire as one page that works without a network, and what it saved back as a reply."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from equity_blocks.exchange.form_answers import SCHEMA, asked_in, from_form
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.result import NOTICE
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.web_page import content_policy, embedded, templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["asked_in", "from_form", "to_form"]


def to_form(questionnaire: Questionnaire) -> str:
    """Make a page of HTML in which a questionnaire is filled in, saved, opened again and printed.

    It needs no server and asks the network for nothing. What is filled in leaves it only as a file of JSON, which
    `from_form` reads, and stays in the browser only where somebody asks for a draft to be kept there.

    Args:
        questionnaire: What is asked, of whom, and what is known already.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> choices = (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1))
        >>> item = Item("p", "P <b>", "b", ("B",), "Is it so?", choices)
        >>> page = to_form(Questionnaire("mini", "", 1, "f", "Mini", {}, (item,), kind="answers"))
        >>> "P &lt;b&gt;" in page, "Is it so?" in page
        (True, True)
    """
    environment = _environment()
    style, script = _file("form.css"), _file("form.js")
    return environment.get_template("form.html.j2").render(
        asked=questionnaire,
        blocks=tuple(_blocks(questionnaire)),
        whom=_whom(questionnaire),
        welcome=questionnaire.welcome or _welcome(questionnaire),
        privacy=_privacy(questionnaire),
        after=_after(questionnaire),
        notice=NOTICE,
        data=embedded(known_answers(questionnaire)),
        style=style,
        script=script,
        policy=content_policy(style, script, "connect-src 'none'"),
    )


def known_answers(questionnaire: Questionnaire) -> dict[str, Any]:
    """Give what is known already in the shape of the file that the page saves.

    Example:
        >>> known_answers(Questionnaire("mini", "", 1, "f", "Mini", {}, ()))["schema"]
        'equity-blocks/answers/1'
    """
    asked, who = questionnaire, questionnaire.asked
    person = {"id": who.id, "role": who.role, "organization": who.organization, "people": who.people}
    return {
        "schema": SCHEMA,
        "kind": asked.kind,
        "framework": asked.framework,
        "edition": asked.edition,
        "revision": asked.revision,
        "fingerprint": asked.fingerprint,
        "assessment": asked.assessment,
        "respondent": {**person, "asked": list(who.practices)} if asked.kind == "answers" else None,
        "filled_on": "",
        "ratings": {item.practice: _known(item, asked.kind) for item in asked.items},
    }


def _known(item: Item, kind: str) -> dict[str, Any]:
    rating = item.rating
    if kind == "contested":
        agreed = rating.agreed
        if agreed is None:
            return {}
        day = agreed.date.isoformat() if agreed.date else None
        said = {"level": _level(agreed.level, item), "by": agreed.by, "date": day, "why": agreed.why}
        return {"agreed": {key: value for key, value in said.items() if value not in (None, "")}}
    said = {
        "level": _level(rating.level, item),
        "criteria": {name: _level(level, item) for name, level in rating.criteria.items() if level is not None},
        "not_applicable": rating.not_applicable,
        "note": rating.note,
        "evidence": list(rating.evidence),
    }
    if kind == "owner":
        feasibility = None if rating.feasibility == "normal" else rating.feasibility
        planned = {"importance": rating.importance, "feasibility": feasibility, "decision": rating.decision}
        target = _level(rating.target, item)
        said |= {"not_pursued": rating.not_pursued, "target": target, "owner": rating.owner, **planned}
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _level(level: Any, item: Item) -> Any:
    """Give a level as the page takes it: on a range as a score, else by its id."""
    if level is None or level == RESERVED:
        return level
    if isinstance(level, str) and item.range:
        low, high = item.range
        return next((low + choice.value * (high - low) for choice in item.choices if choice.id == level), level)
    if isinstance(level, int | float):
        return level if item.range else item.choices[int(level)].id
    return level if isinstance(level, str) else {"share": level.share}


class _Block(NamedTuple):
    """Questions that stand under one heading, each with its number."""

    title: str
    numbered: tuple[tuple[int, Item], ...]


def _blocks(questionnaire: Questionnaire) -> Iterator[_Block]:
    numbered = enumerate(questionnaire.items, 1)
    for titles, some in groupby(numbered, key=lambda pair: pair[1].blocks):
        yield _Block(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(titles), tuple(some))


def _titles(item: Item) -> dict[str, str]:
    return {choice.id: choice.title or choice.id for choice in item.choices}


def _whom(asked: Questionnaire) -> str:
    if asked.kind == "owner":
        return "For the owner of the assessment."
    if asked.kind == "contested":
        return "What respondents see differently, to be talked over and agreed on."
    who = asked.asked
    title = f"{who.id} ({who.role_title})" if who.id and who.role_title else who.id or who.role_title
    return f"For {title}." if title else "For whoever is asked."


def _welcome(asked: Questionnaire) -> str:
    if asked.kind == "contested":
        return "Both sides stand below each question. Choose the level that you agree on, and say who agreed and why."
    if asked.kind == "owner":
        return "Choose the level that describes today, and what you aim for. Leave open what nobody has looked at yet."
    if asked.is_plain:
        return "Thank you for taking part. No answer is right or wrong. Skip what you would rather not say."
    return (
        "Choose the level that describes what is so today, not what is planned. Choose unknown where you were asked "
        "and cannot say. Leave open what you have not looked at."
    )


def _privacy(asked: Questionnaire) -> str:
    if asked.kind == "owner":
        return "This page holds answers and plans of the organization. Give it only to those who may read them."
    if asked.kind == "contested":
        names = "Names are left out." if asked.promise == "confidential" else "It names who said what."
        return f"{names} Give this page only to those who take part in the meeting."
    if asked.is_plain:
        named = "Your name is kept from everybody else." if asked.promise == "confidential" else _NAMED_PLAIN
        return f"The people who run this survey will read your answers. {named} Nothing is sent while you fill it in."
    named = (
        "Confidential: others see levels and counts, not your name."
        if asked.promise == "confidential"
        else "Attributed: where answers differ, others in the assessment can see who said what."
    )
    return f"Who reads this: the owner of the assessment reads your file. {named} The page itself sends nothing."


_NAMED_PLAIN = "They may show others who said what."


def _after(asked: Questionnaire) -> str:
    if asked.kind == "answers":
        who = "whoever gave you this page" if asked.is_plain else "the owner of the assessment"
        return f"Send that file to {who}."
    return "Bring it back with: equity-blocks import"


@cache
def _environment() -> "Environment":
    environment = templates("equity_blocks.exchange")
    environment.globals |= {"titles": _titles}
    return environment


@cache
def _file(name: str) -> str:
    """Read a file beside the template, without the room before its lines: every page carries it."""
    environment = _environment()
    assert environment.loader is not None
    return "\n".join(line.strip() for line in environment.loader.get_source(environment, name)[0].splitlines())
