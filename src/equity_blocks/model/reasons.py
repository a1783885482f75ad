"""Reasons in words: one sentence for each code, so that a program reads the code and a person the sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from equity_blocks.model.action import Reason
from equity_blocks.model.phrases import enumerated, listed, period_kind, period_named, worded
from equity_blocks.model.plan import MOST_PERIODS_MORE

Namer = Callable[[str], str]
"""Gives the title of a practice."""

Data = Mapping[str, Any]
"""The facts of a reason."""


def reasons_in_words(reasons: Sequence[Reason], title: Namer) -> str:
    """Put reasons into sentences.

    Args:
        reasons: The reasons, in the order in which they are said.
        title: Gives a practice's title.

    Example:
        >>> reasons_in_words([Reason(code="important"), Reason(code="unlocks", data={"practices": ["a"]})], str.upper)
        'Marked as of high importance. Unlocks A.'
    """
    needed_by = [reason.data["practices"] for reason in reasons if reason.code == "needed_by"]
    kept = [r for r in reasons if r.code != "unlocks" or r.data["practices"] not in needed_by]  # never twice the same
    return " ".join(_SENTENCES[reason.code](reason.data, title) for reason in kept)


def reasons_by_practice(reasons: Iterable[Reason], title: Namer) -> str:
    """Put reasons of several practices into sentences, practices with the same one together.

    Args:
        reasons: The reasons, each with the practice that it is of in its data.
        title: Gives a practice's title.

    Example:
        >>> reasons_by_practice([Reason(code="dropped", data={"practice": name}) for name in "ab"], str.upper)
        'A and B: The organization dropped this work.'
    """
    alike: dict[str, list[str]] = {}
    for reason in reasons:
        practices = alike.setdefault(reasons_in_words([reason], title), [])
        practices += [title(reason.data["practice"])] if "practice" in reason.data else []
    sentences = (f"{enumerated(titles)}: {sentence}" if titles else sentence for sentence, titles in alike.items())
    return " ".join(sentences)


def _titles(data: Data, title: Namer) -> str:
    return listed([title(name) for name in data["practices"]])


def _alternatives(data: Data, title: Namer) -> str:
    return listed([" or ".join(title(option) for option in options) for options in data["practices"]])


def _verb(names: Sequence[Any], one: str, several: str) -> str:
    return one if len(names) == 1 else several


def _duties(data: Data, _title: Namer) -> str:
    duties = [f"{duty['title']} (due {duty['due']})" if duty["due"] else duty["title"] for duty in data["duties"]]
    return f"Required by {listed(duties)}."


def _waived(data: Data, _title: Namer) -> str:
    """The reasons are the organization's words, and are left out where these are."""
    given = [why.rstrip(".") for why in data["why"] if why] if isinstance(data["why"], list | tuple) else []
    because = f" ({'; '.join(dict.fromkeys(given))})" if given else ""
    return f"Risk: goes ahead without {listed(data['without'])}, which would come first{because}."


def _waits_for(data: Data, title: Namer) -> str:
    """Name the level that is waited for, and the period in which it is reached where there is a calendar."""
    needed = [" or ".join(_awaited(option, title) for option in options) for options in data["options"]]
    return f"Waits for {listed(needed)}."


def _awaited(option: Data, title: Namer) -> str:
    when = f" ({period_named(option['period'])})" if option["period"] else ""
    return f"{title(option['practice'])} to reach {worded(option['level'])}{when}"


def _builds_on(data: Data, title: Namer) -> str:
    return f"{_titles(data, title)} {_verb(data['practices'], 'is', 'are')} already far enough."


def _completes(data: Data, title: Namer) -> str:
    """Name what else it takes before the score moves."""
    verb = _verb(data["practices"], "is", "are")
    return f"By itself this changes nothing in the score: it counts once {_titles(data, title)} {verb} done too."


def _stays(data: Data) -> str:
    return f"stays at {worded(data['reaches'])}, short of {worded(data['level'])}"


def _no_room(data: Data, _title: Namer) -> str:
    return f"No room by the end of {period_named(data['until'])}: {_stays(data)}. {_makes_room(data)}"


def _no_run(data: Data, _title: Namer) -> str:
    kind, length = period_kind(data["until"]), data["length"]
    row = f"no {length} {kind}s in a row have the room" if length > 1 else f"no {kind} has the room"
    before = f"by the end of {period_named(data['until'])}"
    return f"Work on it may not pause, and {row} {before}: {_stays(data)}. {_makes_room(data)}"


def room_in_words(until: str, periods: int | None, days: float | None) -> str:
    """Put what makes room into words: more periods, or more days in each; where neither does, how far was looked.

    Args:
        until: The last period of the calendar.
        periods: How many more periods do it; `None`: not found.
        days: How many more person-days in each period do it; `None`: not found.

    Example:
        >>> room_in_words("2028-Q4", 1, 50)
        'One more quarter or 50 person-days more in each would make room.'
    """
    kind = period_kind(until)
    remedies = ["one more " + kind if periods == 1 else f"{periods} more {kind}s"] if periods else []
    remedies += [f"{_days(days)} more in each{'' if remedies else f' {kind}'}"] if days else []
    if not remedies:
        return f"Neither up to {MOST_PERIODS_MORE} more {kind}s nor more days in each were found to make room."
    sentence = f"{' or '.join(remedies)} would make room."
    return sentence[0].upper() + sentence[1:]


def _makes_room(data: Data) -> str:
    return room_in_words(data["until"], data["periods"], data["days"])


def _days(days: float) -> str:
    """Write person-days: whole ones as they are, others with one digit."""
    figure = f"{days:.1f}".removesuffix(".0")
    return f"{figure} person-day{'' if figure == '1' else 's'}"


def _over_budget(data: Data, _title: Namer) -> str:
    short = f" {data['short']:,.0f} more would do." if data.get("short") else ""
    return f"The money runs out first: {_stays(data)}.{short}"


def _larger(data: Data, _title: Namer) -> str:
    return f"Takes {_days(data['days'])}, more than one period has: it runs over {data['periods']} periods."


def _deadline_missed(data: Data, title: Namer) -> str:
    """Tell a date that lies inside a period or in the past from one that work comes too late for."""
    due, finish = data["due"], data["finish"]
    if data["kind"] == "past":
        return f"Due {due}, before the date of the assessment."
    if data["kind"] == "inside_period":
        return f"Due {due}, within {finish}: it is done by the end of that period, so it may be late."
    when = f"before the end of {period_named(finish)}" if finish else "within this calendar"
    chain = data["chain"]
    because = f": {listed([title(name) for name in chain])} {_verb(chain, 'comes', 'come')} first" if chain else ""
    return f"Due {due}, and cannot be done {when}{because}."


def _a(audience: str | None) -> str:
    return f"a {worded(audience)}" if audience else "the organization"


def _fixed(sentence: str) -> Callable[[Data, Namer], str]:
    return lambda _data, _title: sentence


_SENTENCES: dict[str, Callable[[Data, Namer], str]] = {
    "started": _fixed("Already under way."),
    "required_by": _duties,
    "deadline_missed": _deadline_missed,
    "important": _fixed("Marked as of high importance."),
    "serves_goal": lambda data, _: f"Serves the goal: {listed(data['goals'])}.",
    "own_lever": lambda data, _: f"Among the levers that {_a(data['audience'])} holds itself (editorial).",
    "needed_by": lambda data, title: f"Not selected itself; needed before {_titles(data, title)}.",
    "above_target": lambda data, _: (
        f"Goes beyond its own target of {worded(data['target'])}, because something else needs it."
    ),
    "completes": _completes,
    "unlocks": lambda data, title: f"Unlocks {_titles(data, title)}.",
    "waits_for": _waits_for,
    "builds_on": _builds_on,
    "waived_prerequisite": _waived,
    "before_soft": lambda data, title: f"Would be easier after {_alternatives(data, title)}.",
    "quick_win": lambda data, _: (
        f"Quick win: {'' if data.get('from_effort') else 'feasible, and '}takes less effort than most."
    ),
    "best_ratio": _fixed("Best remaining benefit for its effort."),
    "no_gain": _fixed("Raises the level, and leaves the score as it is."),
    "not_rated": lambda data, _: (
        f"{'Asked, but nobody could say' if data.get('status') == 'unknown' else 'Nobody has rated it'}: "
        "find out first where it stands."
    ),
    "effort_assumed": _fixed("No effort was given, so it counts as medium."),
    "larger_than_period": _larger,
    "carried_by": lambda data, _: f"Carried by {listed(data['initiatives'])}.",
    "decided_later": _fixed("The organization decided to do it later."),
    "not_decided": _fixed("Not among those marked to be pursued."),
    "dropped": _fixed("The organization dropped this work."),
    "no_room": _no_room,
    "no_run": _no_run,
    "over_budget": _over_budget,
    "starts_too_late": lambda data, _: (
        f"It may not start early enough to be {worded(data['level'])} by the end of {period_named(data['until'])}."
    ),
    "not_picked": _fixed("Not among those picked for now."),
    "at_target": lambda data, _: f"Is at its target already: {worded(data['level'])}.",
    "not_applicable": _fixed("Does not apply here."),
    "not_pursued": _fixed("The organization does not pursue it."),
    "no_practice": _fixed("Nothing is named that would act on it."),
    "blocked": lambda data, title: (
        f"Cannot reach {worded(data['level'])} without {_titles(data, title)}, which the organization does not pursue."
    ),
    "unreachable": lambda data, _: (
        f"Cannot reach {worded(data['level'])}: what it needs leads back to itself, and the way around does not apply "
        "here."
    ),
}

NO_ROOM = frozenset({"no_room", "no_run"})
"""What more periods or more days may cure."""

CODES = frozenset(_SENTENCES)
"""Every code a reason may have."""
