"""Tables of each kind of noun as records: their rows, in order."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from equity_blocks.exchange.rows import (
    BLOCK_TITLE,
    Cell,
    RecordColumn,
    Rows,
    cell_field,
    fields_of,
    is_keyed,
    item_kind,
    rows_of,
)

Tables = dict[str, Rows]


class Listed(NamedTuple):
    """A table whose rows are nouns that stand in a field of a noun, or in a field of what stands there.

    Args:
        path: The fields that lead from the noun to the rows, divided by dots. Nested blocks are walked through.
        id: What the column of a row's own id is called.
        context: Field of what a row stands in -> its column, before those of the row.
        also: A field with more rows, which stand in nothing.
    """

    path: str
    id: str = "id"
    context: Mapping[str, str] = {}
    also: str = ""


_NOTHING = 4
_IN_BLOCK = {"id": "block", "title": BLOCK_TITLE}
_OF_PRACTICE = {
    "id": "practice", "title": "title", "block": "block", "combined": "combined", "level": "counts_as",
    "spread": "spread", "range": "range", "contested": "contested",
}  # fmt: skip
_OF_RULE = {"id": "rule", "kind": "kind", "score": "score", "band": "band", "flips": "flips"}
_OF_ACTION = {"rank": "rank", "practice": "practice", "title": "title", "block": "block"}

_LISTED: dict[str, dict[str, Listed]] = {
    "Assessment": {
        "ratings": Listed("ratings", "practice"),
        "answers": Listed("ratings.answers", "respondent", {"key": "practice"}),
        "respondents": Listed("respondents", "respondent"),
        "evidence": Listed("evidence", "evidence"),
        "goals": Listed("goals", "goal"),
        "initiatives": Listed("initiatives", "initiative"),
    },
    "Comparison": {
        "changes": Listed("blocks.practices", "practice", _IN_BLOCK, also="gone"),
        "blocks": Listed("blocks", "block"),
        "split": Listed("split"),
        "goals": Listed("goals", "goal"),
        "regressions": Listed("regressions", "practice"),
        "lost_evidence": Listed("lost_evidence", "practice"),
    },
    "Coverage": {
        "frameworks": Listed("frameworks", "framework"),
        "routes": Listed("frameworks.routes", context={"id": "framework", "title": "title"}),
    },
    "Difference": {"changes": Listed("alterations")},
    "EvidenceReview": {"claims": Listed("claims", "practice"), "register": Listed("items")},
    "Explanation": {
        "practices": Listed("practices", "practice"),
        "parts": Listed("parts"),
        "consistent": Listed("consistent.practices", "practice"),
        "evidenced": Listed("evidenced.practices", "practice"),
    },
    "Framework": {
        "practices": Listed("blocks.practices", "practice", _IN_BLOCK),
        "blocks": Listed("blocks", "block"),
    },
    "Migration": {"practices": Listed("practices", "practice")},
    "Plan": {
        "actions": Listed("actions"),
        "steps": Listed("actions.steps", context=_OF_ACTION),
        "periods": Listed("periods", "period"),
        "goals": Listed("goals", "goal"),
        "initiatives": Listed("initiatives", "initiative"),
        "later": Listed("later"),
        "unscheduled": Listed("unscheduled"),
        "past": Listed("past"),
    },
    "Portfolio": {
        "blocks": Listed("groups.blocks", "block", {"column": "column", "value": "value"}),
        "practices": Listed("groups.practices", "practice", {"column": "column", "value": "value"}),
        "groups": Listed("groups"),
        "gaps": Listed("gaps", "gap"),
        "held_back": Listed("held_back"),
        "standing": Listed("standing"),
        "change": Listed("change"),
    },
    "Reach": {"raises": Listed("raises")},
    "Respondents": {
        "answers": Listed("practices.answers", context=_OF_PRACTICE),
        "practices": Listed("practices", "practice"),
        "respondents": Listed("respondents", "respondent"),
        "blocks": Listed("blocks"),
        "roles": Listed("roles", "role"),
        "organizations": Listed("organizations", "organization"),
    },
    "ScoreCard": {
        "practices": Listed("blocks.practices", "practice", _IN_BLOCK),
        "blocks": Listed("blocks", "block"),
    },
    "Sensitivity": {"inputs": Listed("inputs"), "groups": Listed("groups")},
    "Stability": {"rules": Listed("rules.blocks", "block", _OF_RULE)},
    "Translation": {
        "practices": Listed("blocks.practices", "practice", _IN_BLOCK),
        "blocks": Listed("blocks", "block"),
        "questions": Listed("ask"),
    },
    "Trend": {
        "rounds": Listed("rounds"),
        "blocks": Listed("rounds.blocks", "block", {"number": "round", "as_of": "as_of"}),
    },
    "WhatIf": {"supposed": Listed("supposed")},
}
"""Kind of noun -> its tables, the default one first."""


@cache
def tables_of(kind: type) -> Tables:
    """Give the tables of a kind of noun, the default one first; none where it has none.

    Example:
        >>> from equity_blocks.model.reach import Reach
        >>> list(tables_of(Reach))
        ['raises']
    """
    base = next((base for base in kind.__mro__ if base.__name__ in kinds()), None)
    if base is None:
        return {}
    listed = {name: _table(base, table) for name, table in _LISTED.get(base.__name__, {}).items()}
    return _OTHERS.get(base.__name__, {}) | listed


def kinds() -> tuple[str, ...]:
    """Name the kinds of nouns that have tables.

    Example:
        >>> "ScoreCard" in kinds()
        True
    """
    return tuple(sorted({*_LISTED, *_OTHERS}))


def _table(kind: type, listed: Listed) -> Rows:
    """Make a table: the kinds of its rows are what the fields on the way hold."""
    *outer_fields, last = listed.path.split(".")
    outer = kind
    for field in outer_fields:
        outer = item_kind(outer, field)
    key, columns = listed.context.get("key", ""), dict(listed.context)
    names = {field: name for field, name in columns.items() if field != "key"}
    # A row is read from the key and the noun that it stands in, its own key and noun, and nothing.
    fields = [cell_field(key, f"The {key} under which it stands.", 0)] if key else []
    fields += fields_of(outer, 1, names=names) if names else []
    fields += [cell_field(listed.id, f"The id under which it stands in `{last}`.", 2)] if is_keyed(outer, last) else []
    fields += fields_of(item_kind(outer, last), 3, id=listed.id)
    columns_so_far = [field.column.name for field in fields]
    if {"block", "practice"} <= {*columns_so_far} and BLOCK_TITLE not in columns_so_far:
        meaning = "The title of the block; null where `to_records` is given no framework."
        fields.insert(columns_so_far.index("block") + 1, cell_field(BLOCK_TITLE, meaning, _NOTHING))

    def nouns(noun: Any) -> Iterator[tuple[Any, ...]]:
        outers: list[tuple[Any, Any]] = [("", noun)]
        for field in outer_fields:
            outers = [item for _, each in outers for item in _items(each, field)]
        for each in outers:
            yield from ((*each, *item, None) for item in _items(each[1], last))
        if listed.also:
            yield from (("", None, *item, None) for item in _items(noun, listed.also))

    return rows_of(fields, nouns)


def _items(noun: Any, field: str) -> Iterator[tuple[Any, Any]]:
    """Give what stands in a field, each with its key; blocks with the blocks in them, in source order."""
    value = getattr(noun, field)
    if isinstance(value, Mapping):
        yield from value.items()
        return
    for item in value if isinstance(value, tuple) else () if value is None else (value,):
        yield "", item
        if field == "blocks" and hasattr(item, "blocks"):
            yield from _items(item, field)


_RANKS = (
    RecordColumn("alternative", "integer", "The alternative, from 1, in the order in which they were given."),
    RecordColumn("rank", "integer", "The rank, from 1."),
    RecordColumn("share", "number", "Share of the weights under which it takes that rank, in [0, 1]."),
    RecordColumn("half_width", "number", "Half of the 95 % interval of the share."),
)
_STEPS = (
    RecordColumn("step", "integer", "The step, from 0, as in the problem."),
    RecordColumn("begin", "integer", "The period in which it begins, from 1; null: it is not scheduled."),
    RecordColumn("finish", "integer", "The period in which it ends, from 1; null: it is not scheduled."),
)
_FIGURES = (
    RecordColumn("kind", "text", "What the figure is of: score, block, period, or a field of an action."),
    RecordColumn("item", "text", "Which reading, block, period or practice."),
    RecordColumn("before", "text", "The figure as things are, unrounded; null: there is none."),
    RecordColumn("after", "text", "The figure as it is supposed; null: there is none."),
)
_READINGS = ("value", "low", "high", "consistent", "evidenced", "of_target")


def _ranks(table: Any) -> Iterator[tuple[Cell, ...]]:
    for i, pair in enumerate(zip(table.acceptability, table.half_width, strict=True), 1):
        yield from ((i, rank, *share) for rank, share in enumerate(zip(*pair, strict=True), 1))


def _steps(schedule: Any) -> Iterator[tuple[Cell, ...]]:
    begins = schedule.begin or (None,) * len(schedule.finish)
    return ((i, *pair) for i, pair in enumerate(zip(begins, schedule.finish, strict=True)))


def _figures(what_if: Any) -> Iterator[tuple[Cell, ...]]:
    """List every figure that a change may move: scores, and when each practice is raised."""
    figures = [("score", key, getattr(what_if.before, key), getattr(what_if.after, key)) for key in _READINGS]
    figures += [("block", block.id, block.before.value, block.after.value) for block in what_if.blocks]
    before, after = ({p.id: p.score for p in plan.periods} for plan in (what_if.plan_before, what_if.plan_after))
    figures += [("period", name, before.get(name), after.get(name)) for name in before | after]
    plans = [_by_practice(plan) for plan in (what_if.plan_before, what_if.plan_after)]
    for field, place in (("to", -1), ("start", 0), ("finish", -1)):
        for name in plans[0] | plans[1]:
            then, now = (getattr(plan[name][place], field) if name in plan else None for plan in plans)
            figures.append((f"action_{field}", name, then, now))
    return ((kind, item, *(None if v is None else str(v) for v in values)) for kind, item, *values in figures)


def _by_practice(plan: Any) -> dict[str, list[Any]]:
    actions: dict[str, list[Any]] = {}
    for action in plan.actions:
        actions.setdefault(action.practice, []).append(action)
    return actions


_OTHERS: dict[str, Tables] = {
    "RankAcceptability": {"ranks": Rows(_RANKS, _ranks)},
    "Schedule": {"steps": Rows(_STEPS, _steps)},
    "WhatIf": {"figures": Rows(_FIGURES, _figures)},
}
"""Kind of noun -> tables whose rows are no nouns."""
