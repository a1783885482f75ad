"""Items of a questionnaire as plain text: what is asked, which keys answer it, and what is understood of a line."""

import shutil
import textwrap
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from equity_blocks.errors import NotFoundError, visible
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.numerals import as_number
from equity_blocks.model.phrases import listed
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.spelling import level_meant

COMMANDS = {
    "s": "skip",
    "b": "back",
    "n": "note",
    "u": "unknown",
    "x": "does not apply",
    "p": "parts",
    "e": "evidence",
    "?": "help",
    "q": "quit",
}
"""Key -> what it does; both may be typed."""
_WIDEST = 80
_NARROWEST = 30
_HINTS = 3
"""How many hints at evidence stand below a question; help shows all."""


class Understood(NamedTuple):
    """What somebody typed.

    Args:
        command: One of `COMMANDS`, or `level`.
        level: The level's id, `unknown`, or a score; `None` where it is no level.
    """

    command: str
    level: str | float | None = None


def keys_of(item: Item) -> tuple[str, ...]:
    """Give the number to type for each level, the lowest first; none where scores are typed.

    It is the level's position, counted from 0 as in files; where ids are numbers themselves, they are the ids.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> item = Item("p", "P", "b", ("B",), "Do you?", (Choice("no", "No", "", 0.0), Choice("yes", "Yes", "", 1.0)))
        >>> keys_of(item)
        ('0', '1')
    """
    if item.range:
        return ()
    ids = tuple(choice.id for choice in item.choices)
    return ids if any(name.isdecimal() for name in ids) else tuple(map(str, range(len(ids))))


def understood(item: Item, scale: Scale, text: str) -> Understood | None:
    """Give what a line means: a level first, else a command; `None` for nothing.

    Args:
        item: What is asked.
        scale: The scale of its levels.
        text: What was typed.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> item = Item("p", "P", "b", ("B",), "Do you?", (Choice("no", "No", "", 0.0), Choice("yes", "Yes", "", 1.0)))
        >>> scale = Scale.model_validate(["no", "yes"])
        >>> understood(item, scale, "1").level, understood(item, scale, "S").command, understood(item, scale, "yse")
        ('yes', 'skip', None)
    """
    keys = keys_of(item)
    if text in keys:
        return Understood("level", item.choices[keys.index(text)].id)
    level = as_number(text) if item.range else None
    level = level_meant(scale, text) if level is None else level
    if level in (*scale.ids, RESERVED) or (isinstance(level, int | float) and scale.holds(level)):
        return Understood("level", level)
    word = " ".join(text.lower().split())
    command = COMMANDS.get(word) or next((name for name in COMMANDS.values() if name == word), None)
    return Understood(command) if command else None


def not_understood(item: Item, scale: Scale, text: str) -> str:
    """Say that a line means nothing here, and what might have been meant.

    Args:
        item: What is asked.
        scale: The scale of its levels.
        text: What was typed.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> item = Item("p", "P", "b", ("B",), "Do you?", (Choice("no", "No", "", 0.0), Choice("yes", "Yes", "", 1.0)))
        >>> not_understood(item, Scale.model_validate(["no", "yes"]), "yse")
        "'yse' is no answer here: did you mean 'yes'?"
    """
    if not text:
        return "nothing was typed: s skips, and ? says what can be typed"
    number = as_number(text)
    if number is not None and item.range:
        return str(NotFoundError.of(scale.problem(number, ())))
    names = {
        **{choice.id: choice.title for choice in item.choices},
        **dict.fromkeys(filter(partial(_is_open, item), COMMANDS.values()), ""),
    }
    hint = did_you_mean(text, names) or f"type {_levels(item)}, or ? for what else can be typed"
    return f"'{text}' is no answer here: {hint}"


def _levels(item: Item) -> str:
    if item.range:
        return f"a score from {item.range[0]:g} to {item.range[1]:g}"
    keys = keys_of(item)
    return f"{keys[0]} to {keys[-1]}"


def item_text(asked: Questionnaire, number: int) -> str:
    """Draw an item: where it stands, what is asked, the levels with their meanings, hints, and what was said.

    Args:
        asked: The questionnaire.
        number: Which of its items, counted from 0.
    """
    item = asked.items[number]
    place = " > ".join(item.blocks)
    lines = [f"{number + 1} of {len(asked.items)} · {place}", "", item.title, *_question(item), "", *_choices(item)]
    about = [*_below(item)]
    return "\n".join(line for part in (*lines, *([""] if about else []), *about) for line in wrapped(part))


def _question(item: Item) -> Iterator[str]:
    if item.question and item.question != item.title:
        yield item.question


def _choices(item: Item) -> Iterator[str]:
    if item.range:
        yield f"{_levels(item)}, such as:"
    keys = keys_of(item) or tuple(f"{_from(item, choice.value):g}" for choice in item.choices)
    for key, choice in zip(keys, item.choices, strict=True):
        meaning = "" if choice.meaning == choice.title else f": {choice.meaning}"
        yield f"  {key}  {choice.title}{meaning}"


def _from(item: Item, value: float) -> float:
    low, high = item.range or (0.0, 1.0)
    return low + value * (high - low)


def _below(item: Item) -> Iterator[str]:
    if item.criteria:
        yield f"Parts (p): {listed(list(item.criteria.values()))}."
    if item.evidence_hints:
        yield f"What could show it: {listed([hint.rstrip('.') for hint in item.evidence_hints], _HINTS)}."
    if item.status_hint:
        yield f"It is {item.status_hint}."
    if item.reference:
        yield f"Last time: {_titled(item, item.reference)}. It is no answer for this time."
    if item.is_changed:
        yield "The question changed since then: read it anew."
    if said := said_text(item):
        yield f"Said so far: {said}"


def said_text(item: Item) -> str:
    """Say what is said of an item already; empty where nothing is.

    Args:
        item: The item.
    """
    said = tuple(_said(item, item.rating))
    return "; ".join(said) + "." if said else ""


def _said(item: Item, rating: Rating) -> Iterator[str]:
    if rating.agreed:
        yield f"{_titled(item, rating.agreed.level)}, agreed by {rating.agreed.by}"
    if rating.level is not None:
        yield _titled(item, rating.level)
    for name, level in rating.criteria.items():
        if level is not None:
            yield f"{item.criteria.get(name, name)}: {_titled(item, level)}"
    for who, answer in rating.answers.items():
        levels = ", ".join(_titled(item, level) for level in answer.levels)
        yield f"{who}: {levels or ('it does not apply' if answer.not_applicable else 'no level')}"
    for reason, verb in ((rating.not_applicable, "it does not apply"), (rating.not_pursued, "it is not pursued")):
        if reason:
            yield f"{verb}: {reason}"
    if rating.evidence:
        yield f"evidence: {', '.join(rating.evidence)}"
    if rating.note:
        yield f"note: {rating.note}"


def _titled(item: Item, level: str | float) -> str:
    return next((choice.title for choice in item.choices if choice.id == level), str(level))


def keys_text(item: Item) -> str:
    """List what can be typed, on a line or two.

    Args:
        item: What is asked.
    """
    shown = {key: word for key, word in COMMANDS.items() if _is_open(item, word)}
    text = ", ".join(f"{key} {word}" for key, word in shown.items())
    return "\n".join(wrapped(f"Type {_levels(item)}, or the name of a level; {text}."))


def _is_open(item: Item, command: str) -> bool:
    return {"parts": bool(item.criteria), "does not apply": item.may_not_apply}.get(command, True)


def help_text(item: Item) -> str:
    """Say everything that helps to answer: who can, what could show it, cautions, parts, and every key.

    Args:
        item: What is asked.
    """
    lines = [f"{item.title} ({item.practice})"]
    lines += [f"Who can answer: {item.asked_of}."] if item.asked_of else []
    for title, texts in (
        ("What could show it:", item.evidence_hints),
        ("Be careful:", item.cautions),
        ("Parts, which may be rated instead (p):", tuple(item.criteria.values())),
    ):
        lines += [title, *(f"  - {text}" for text in texts)] if texts else []
    return "\n".join([*(line for part in lines for line in wrapped(part)), keys_text(item)])


def wrapped(text: str) -> list[str]:
    """Break a text into lines that a terminal holds; what hangs below the first line of an entry is moved in.

    Args:
        text: The text; its own line breaks stay.

    Example:
        >>> wrapped("  0  Not started")
        ['  0  Not started']
    """
    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    lines: list[str] = []
    for line in visible(text).split("\n"):
        inner = "     " if line.startswith("  ") else ""
        lines += textwrap.wrap(line, width, subsequent_indent=inner, break_on_hyphens=False) or [""]
    return lines
