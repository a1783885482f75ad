"""What a lens takes away from a value: which practices it lowers, and how many points rest on each."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.engine.scoring.score import ScoringRun, alternatives
from equity_blocks.model.prerequisite_rules import Option, Rule
from equity_blocks.model.tree import Node, practices_in

NodeOrPractice = Node | str
"""A node, or the id of a practice."""


def prerequisite_gap(run: ScoringRun, place: NodeOrPractice, value: float | None) -> dict[str, Any]:
    """Say what unmet prerequisites take away from the value of a node or a practice.

    Args:
        run: The scored assessment.
        place: The node, or the practice's id.
        value: Its value; `None` where it is withheld, and then no points are given.

    Returns:
        The fields of a `LensGap`.
    """
    gap = _gap(run, "consistent", place, value, run.consistency.positions)
    capped = [found["id"] for found in gap["practices"]]
    lowered = run.capped(run.consistency.positions)
    value_with = _revaluing(run, place)
    groups: dict[tuple[Option, ...], list[str]] = {}
    for name in capped:
        for options in dict.fromkeys(rule.any_of for rule in run.consistency.unmet.get(name, ())):
            groups.setdefault(options, []).append(name)
    for found in gap["practices"]:
        unmet = run.consistency.unmet.get(found["id"], ())
        found["unmet"] = [alternatives(run.framework, rule) for rule in unmet]
    rests_on = [
        {
            **alternatives(run.framework, Rule(0, options)),
            "practices": names,
            "points": _points(value_with, value, names, lowered),
        }
        for options, names in groups.items()
    ]
    return {**gap, "rests_on": sorted(rests_on, key=_most_first)}


def evidence_gap(run: ScoringRun, place: NodeOrPractice, value: float | None) -> dict[str, Any] | None:
    """Say what missing evidence takes away from the value of a node or a practice; `None` without a date."""
    return None if run.evidence is None else _gap(run, "evidenced", place, value, run.evidence)


def _gap(
    run: ScoringRun, lens: str, place: NodeOrPractice, value: float | None, positions: Mapping[str, int]
) -> dict[str, Any]:
    lowered = run.capped(positions)
    names = [place] if isinstance(place, str) else practices_in(run.framework, place.name)
    capped = [name for name in names if _is_lowered(run, name, positions)]
    value_with = _revaluing(run, place)
    through = None if value is None else value_with(lowered)
    return {
        "lens": lens,
        "value": through,
        "points": None if value is None or through is None else value - through,
        "practices": sorted(
            (
                {**_capped(run, name, positions), "points": _points(value_with, value, [name], lowered)}
                for name in capped
            ),
            key=_most_first,
        ),
    }


def _is_lowered(run: ScoringRun, name: str, positions: Mapping[str, int]) -> bool:
    held = run.said[name].position
    return run.point[name] is not None and held is not None and positions[name] < held


def _capped(run: ScoringRun, name: str, positions: Mapping[str, int]) -> dict[str, Any]:
    ids, held = run.framework.scale_of(name).ids, run.said[name].position
    assert held is not None
    found = {"id": name, "title": run.framework.practices[name].title, "level": ids[held]}
    return {**found, "counts_as": ids[positions[name]]}


def _points(
    value_with: Callable[[Values], float | None],
    value: float | None,
    names: Iterable[str],
    lowered: Mapping[str, float | None],
) -> float | None:
    """What a value loses when some practices are lowered and the others stay as claimed."""
    if value is None:
        return None
    without = value_with({name: lowered[name] for name in names})
    return None if without is None else value - without


def _revaluing(run: ScoringRun, place: NodeOrPractice) -> Callable[[Values], float | None]:
    """Give the value of a node or a practice with some values changed."""
    if isinstance(place, str):
        return lambda changes: changes.get(place, run.point[place])
    return run.what_if(place).value


def _most_first(found: Mapping[str, Any]) -> float:
    return -(found["points"] or 0.0)
