"""What is published of a cohort: whose figures are in, round after round, and which groups can be shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from equity_blocks.engine.portfolio.cohort import Cohort
from equity_blocks.engine.sharing.suppression import visible_groups

Cell = tuple[str, ...]
"""What an organization says in every column that tells groups apart."""


class Release(NamedTuple):
    """What others may read of the last of some rounds.

    Args:
        panel: Whose figures are in, and which ones.
        groups: Column -> what it says in the groups that are shown.
        is_shown: Whether there is anything to show.
    """

    panel: Cohort
    groups: Mapping[str, frozenset[str]]
    is_shown: bool


def released(rounds: Sequence[Cohort], minimum: int) -> Release:
    """Find what can be published of the last round, given what was published of those before.

    A panel is published, and not whoever happens to be in a round. Between two rounds it takes in who joined, lets go
    who left, and takes over what changed, each only if that concerns at least `minimum` organizations that say the same
    in all columns; else it stays as it was, with the answers that were published. An organization stays in the group in
    which it came. So the difference of two rounds speaks of nobody, or of `minimum` organizations.

    Args:
        rounds: The rounds, the oldest first, which were all published by this rule.
        minimum: Least organizations that must not be told apart.

    Source: docs/methods/portfolio.md.
    """
    panels = [rounds[0]]
    for now in rounds[1:]:
        panels.append(_next_panel(panels[-1], now, minimum))
    last = panels[-1]
    groupings = visible_groups(_people(panels), minimum)
    columns = list(last.labels)
    shown = dict(zip(columns, groupings[len(groupings) - len(columns) :], strict=True)) if columns else {}
    total = groupings[len(groupings) - len(columns) - 1] if groupings else frozenset()
    return Release(last, shown, bool(total))


def _people(panels: Sequence[Cohort]) -> list[tuple[str | None, ...]]:
    """For each organization of any round: whether it is in, and in which groups, round by round."""
    everybody = dict.fromkeys(name for panel in panels for name in panel.names)
    found: dict[str, list[str | None]] = {name: [] for name in everybody}
    for panel in panels:
        place = {name: i for i, name in enumerate(panel.names)}
        for name, groups in found.items():
            at = place.get(name)
            groups.append(None if at is None else "in")
            groups += [None if at is None else said[at] or None for said in panel.labels.values()]
    return [tuple(groups) for groups in found.values()]


def _cells(of: Cohort) -> dict[str, Cell]:
    columns = list(of.labels.values())
    return {name: tuple(said[i] for said in columns) for i, name in enumerate(of.names)}


def _next_panel(panel: Cohort, now: Cohort, minimum: int) -> Cohort:
    before, after = _cells(panel), _cells(now)
    both = panel.beside(now)
    old = {name: i for i, name in enumerate(panel.names)}
    new = {name: len(panel.names) + i for i, name in enumerate(now.names)}
    changed = _changed(both, old, new)
    joined = _enough({name: after[name] for name in after if name not in before}, minimum)
    left = _enough({name: before[name] for name in before if name not in after}, minimum)
    moved = _enough({name: before[name] for name in changed}, minimum)
    stay = [name for name in panel.names if name not in left]
    places = [new[name] if name in moved else old[name] for name in stay]
    came = [name for name in now.names if name in joined]
    cells = {**after, **before}
    chosen = both.rows([*places, *(new[name] for name in came)])
    labels = {column: tuple(cells[name][i] for name in chosen.names) for i, column in enumerate(panel.labels)}
    return chosen._replace(labels=labels)


def _enough(who: Mapping[str, Cell], minimum: int) -> frozenset[str]:
    """Those who share their cell with at least as many others that the same holds of."""
    alike = defaultdict(list)
    for name, cell in who.items():
        alike[cell].append(name)
    return frozenset(name for names in alike.values() if len(names) >= minimum for name in names)


def _changed(both: Cohort, old: Mapping[str, int], new: Mapping[str, int]) -> list[str]:
    """Who is in both rounds and says something else than before."""
    import numpy as np

    from equity_blocks.engine.portfolio.cohort import claims

    names = [name for name in old if name in new]
    first, second = (np.array([of[name] for name in names], dtype=np.intp) for of in (old, new))
    is_other = np.zeros(len(names), dtype=bool)
    for cells in both.cells.values():
        told = claims(cells)
        for said in (told.status, told.position, np.nan_to_num(told.value, nan=-1.0)):
            is_other |= said[first] != said[second]
    return [name for name, other in zip(names, is_other, strict=True) if other]
