"""The fields that doors carry, their words, and what stands in them: one place for every door, in both directions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from equity_blocks.model.questionnaire import Choice, Item
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import RESERVED

STATUSES: Mapping[str, str] = {
    "rated": "rated",
    "unknown": "unknown",
    "does not apply": "not_applicable",
    "not pursued": "not_pursued",
}
"""What people read -> the status."""

STATUS_WORDS: Mapping[str, str] = {status: word for word, status in STATUSES.items()}
"""Status -> what people read."""

PRIORITIES = ("low", "normal", "high")
DECISIONS = ("pursue", "later")
FEWEST_STATUSES = 3
"""A respondent's: that a practice is not pursued is for the owner to say."""

CARRIED: Mapping[str, tuple[str, ...]] = {
    "answers": ("level", "criteria", "not_applicable", "evidence", "note"),
    "owner": (
        "level", "criteria", "not_applicable", "not_pursued", "target", "importance", "feasibility", "decision",
        "owner", "evidence", "note",
    ),
    "contested": ("agreed",),
}  # fmt: skip
"""Kind of questionnaire -> the fields of a rating that a door for all of it carries."""


def statuses_of(kind: str) -> tuple[str, ...]:
    """Give the words that a status is chosen from.

    Example:
        >>> statuses_of("answers")
        ('rated', 'unknown', 'does not apply')
    """
    words = tuple(STATUSES)
    return words if kind == "owner" else words[:FEWEST_STATUSES]


def labels_of(choices: Iterable[Choice]) -> dict[str, str]:
    """Give what people choose a level by: level id -> its title, with the id where titles are the same.

    Example:
        >>> labels_of([Choice("a", "Some", "", 0.0), Choice("b", "Some", "", 0.5), Choice("c", "All", "", 1.0)])
        {'a': 'Some (a)', 'b': 'Some (b)', 'c': 'All'}
    """
    titles = {choice.id: " ".join(choice.title.split()) or choice.id for choice in choices}
    often = Counter(title.casefold() for title in titles.values())
    return {name: f"{title} ({name})" if often[title.casefold()] > 1 else title for name, title in titles.items()}


def level_shown(level: Any, labels: Mapping[str, str], item: Item) -> Any:
    """Give what stands where a level is answered: its title, on a range the score, and a share as files have it.

    Example:
        >>> level_shown("yes", {"no": "No", "yes": "Yes"}, Item("p", "P", "b", ("B",), "?", ()))
        'Yes'
    """
    if isinstance(level, str):
        return labels.get(level, level)
    if isinstance(level, int | float):
        return level if item.range else list(labels.values())[int(level)]
    return None if level is None else str(level)


def filled(item: Item, kind: str, labels: Mapping[str, str]) -> dict[str, Any]:
    """Give what is known of a practice, as the columns of its row.

    Args:
        item: The practice.
        kind: The kind of questionnaire: `answers`, `owner` or `contested`.
        labels: Level id -> what the door calls it.

    Returns:
        Key of a column -> what stands there; `None` or an empty text where nothing does. Levels of parts are not
        among it.

    Example:
        >>> said = Rating(not_applicable="No clinic of our own")
        >>> row = filled(Item("p", "P", "b", ("B",), "?", (), rating=said), "answers", {})
        >>> row["status"], row["reason"]
        ('does not apply', 'No clinic of our own')
    """
    rating = item.rating
    if kind == "contested":
        agreed = rating.agreed
        if agreed is None:
            return {}
        shown = RESERVED if agreed.level == RESERVED else level_shown(agreed.level, labels, item)
        return {"level": shown, "by": agreed.by, "date": agreed.date, "why": agreed.why}
    return {
        "level": None if rating.level == RESERVED else level_shown(rating.level, labels, item),
        "status": _status(rating),
        "reason": rating.not_applicable or rating.not_pursued,
        "target": level_shown(rating.target, labels, item),
        "importance": rating.importance,
        "feasibility": None if rating.feasibility == "normal" else rating.feasibility,
        "decision": rating.decision,
        "owner": rating.owner,
        "evidence": "\n".join(rating.evidence),
        "note": rating.note,
    }


def _status(rating: Rating) -> str | None:
    if rating.not_applicable:
        return STATUS_WORDS["not_applicable"]
    if rating.not_pursued:
        return STATUS_WORDS["not_pursued"]
    return STATUS_WORDS["unknown"] if rating.level == RESERVED else None
