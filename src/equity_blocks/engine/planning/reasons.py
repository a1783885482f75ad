"""Reasons in words: one sentence for each code, so that a program reads the code and a person the sentence."""

from collections.abc import Callable, Sequence
from typing import Any

from equity_blocks.model.plan import Reason
from equity_blocks.model.words import period_named, worded

Namer = Callable[[str], str]
"""Gives the title of a practice."""


def words(reasons: Sequence[Reason], title: Namer) -> str:
    """Put reasons into sentences.

    Example:
        >>> words([Reason(code="important"), Reason(code="unlocks", data={"practices": ["a"]})], str.upper)
        'Marked as of high importance. Unlocks A.'
    """
    needed_by = [reason.data["practices"] for reason in reasons if reason.code == "needed_by"]
    told = [r for r in reasons if r.code != "unlocks" or r.data["practices"] not in needed_by]  # never twice the same
    return " ".join(_SENTENCES[reason.code](dict(reason.data), title) for reason in told)


def listed(names: Sequence[str], most: int = 3) -> str:
    """List names as a sentence does, the rest counted.

    Example:
        >>> listed(["A", "B"]), listed(["A", "B", "C", "D", "E"])
        ('A and B', 'A, B, C and 2 more')
    """
    shown = list(names) if len(names) <= most else [*names[:most], f"{len(names) - most} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _titles(data: dict[str, Any], title: Namer) -> str:
    return listed([title(name) for name in data["practices"]])


def _needs(data: dict[str, Any], title: Namer) -> str:
    return listed([" or ".join(title(option) for option in options) for options in data["practices"]])


def _duties(data: dict[str, Any], _title: Namer) -> str:
    duties = [f"{duty['title']} (due {duty['due']})" if duty["due"] else duty["title"] for duty in data["duties"]]
    return f"Required by {listed(duties)}."


def _waived(data: dict[str, Any], _title: Namer) -> str:
    """The reasons are the organization's words, and are left out where these are."""
    given = [why.rstrip(".") for why in data["why"] if why] if isinstance(data["why"], list) else []
    because = f" ({'; '.join(dict.fromkeys(given))})" if given else ""
    return f"Risk: goes ahead without {listed(data['without'])}, which would come first{because}."


def _fixed(sentence: str) -> Callable[[dict[str, Any], Namer], str]:
    return lambda _data, _title: sentence


_EASY = {True: "takes less effort than most", False: "marked as feasible"}

_SENTENCES: dict[str, Callable[[dict[str, Any], Namer], str]] = {
    "started": _fixed("Already under way."),
    "required_by": _duties,
    "deadline_missed": lambda data, _: (
        f"Cannot be done in time: it ends in {period_named(data['finish'])}."
        if data["finish"]
        else "Cannot be done in time."
    ),
    "important": _fixed("Marked as of high importance."),
    "serves_goal": lambda data, _: f"Serves the goal: {listed(data['goals'])}.",
    "needed_by": lambda data, title: f"Not selected itself; needed before {_titles(data, title)}.",
    "above_target": lambda data, _: (
        f"Goes beyond its own target of {data['target']}, because another practice needs it."
    ),
    "unlocks": lambda data, title: f"Unlocks {_titles(data, title)}.",
    "waits_for": lambda data, title: f"Comes after {_needs(data, title)}.",
    "builds_on": lambda data, title: f"Builds on {_titles(data, title)}.",
    "waived_prerequisite": _waived,
    "before_soft": lambda data, title: f"Would be easier after {_needs(data, title)}.",
    "quick_win": lambda data, _: f"Quick win: {_EASY[bool(data.get('from_effort'))]}.",
    "best_ratio": _fixed("Best remaining benefit for its effort."),
    "not_rated": lambda data, _: (
        f"{'Asked, but nobody could say' if data.get('status') == 'unknown' else 'Nobody has rated it'}: "
        "find out first where it stands."
    ),
    "effort_assumed": _fixed("No effort was given, so it counts as medium."),
    "carried_by": lambda data, _: f"Carried by {listed(data['initiatives'])}.",
    "decided_later": _fixed("The organization decided to do it later."),
    "not_decided": _fixed("Not among the practices marked to be pursued."),
    "dropped": _fixed("The organization dropped this work."),
    "no_room": lambda data, _: (
        f"No room by the end of {period_named(data['until'])}: stays at {worded(data['reaches'])}, "
        f"short of {worded(data['level'])}."
    ),
    "over_budget": lambda data, _: (
        f"The money runs out first: stays at {worded(data['reaches'])}, short of {worded(data['level'])}."
    ),
    "not_picked": _fixed("Not among those picked for now."),
    "blocked": lambda data, title: (
        f"Cannot reach {data['level']} without {_titles(data, title)}, which the organization does not pursue."
    ),
    "unreachable": lambda data, _: (
        f"Cannot reach {data['level']}: what it needs leads back to itself, and the way around does not apply here."
    ),
}

CODES = frozenset(_SENTENCES)
"""Every code a reason may have."""
