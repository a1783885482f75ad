"""What is published of a cohort: whose figures are in, round after round, and which groups can be shown."""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Mapping, Sequence
from typing import NamedTuple

from equity_blocks.engine.portfolio.cohort import Array, Claims, Cohort, claims
from equity_blocks.engine.portfolio.distributions import Grain, Scores
from equity_blocks.engine.sharing.suppression import visible_groups
from equity_blocks.model.tree import TOP

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
    in all columns and were in the same rounds before, and leaves none or as many of these behind; else it stays as it
    was, with the answers that were published. An organization stays in the group in which it came, and answers that
    were replaced do not come back. So whatever is added up of several rounds, or taken from one another, speaks of
    nobody, or of `minimum` organizations.

    Args:
        rounds: The rounds, the oldest first, which were all published by this rule.
        minimum: Least organizations that must not be told apart.

    Source: docs/methods/portfolio.md.
    """
    panels = [rounds[0]]
    for now in rounds[1:]:
        panels.append(_next_panel(panels, now, minimum))
    last = panels[-1]
    groupings = visible_groups(_people(panels), minimum)
    columns = list(last.labels)
    shown = dict(zip(columns, groupings[len(groupings) - len(columns) :], strict=True)) if columns else {}
    total = groupings[len(groupings) - len(columns) - 1] if groupings else frozenset()
    return Release(last, shown, bool(total))


class Grains(NamedTuple):
    """How finely each block is told of the groups of one round.

    Args:
        grain: How finely all organizations are.
        bands: Node -> column -> the groups of which counts per band can be told.
        figures: Node -> column -> those of which more can be.
    """

    grain: Grain
    bands: Mapping[str, Mapping[str, frozenset[str]]]
    figures: Mapping[str, Mapping[str, frozenset[str]]]

    @classmethod
    def made(cls, scores: Scores, grain: Grain, minimum: int) -> "Grains":
        """Find the groups of which something can be told so that no smaller one is told by subtraction.

        Args:
            scores: The round.
            grain: How finely all organizations are told.
            minimum: Least organizations that must not be told apart.
        """
        import numpy as np

        applies = {name: ~np.isnan(scores.node(name)[0]) for name in (TOP, *scores.of.framework.all_blocks)}
        return cls(grain, _shown(scores.of, applies, minimum), _shown(scores.of, applies, grain.small))

    def of(self, column: str, value: str) -> Mapping[str, Grain]:
        """Say how finely each node is told of a group that is shown.

        Args:
            column: The column.
            value: What it says.
        """
        return {
            node: self.grain._replace(
                has_figures=value in shown[column], has_bands=node == TOP or value in self.bands[node][column]
            )
            for node, shown in self.figures.items()
        }


def _shown(of: Cohort, applies: Mapping[str, Array], minimum: int) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """For each node the groups that can be shown of those to whom it applies, beside all of them."""
    found: dict[bytes, Mapping[str, frozenset[str]]] = {}
    for where in applies.values():
        if where.tobytes() not in found:
            people = [tuple(said[i] or None for said in of.labels.values()) for i in where.nonzero()[0].tolist()]
            groups = visible_groups([("in", *each) for each in people], minimum)[1:]
            found[where.tobytes()] = dict(zip(of.labels, groups or [frozenset()] * len(of.labels), strict=True))
    return {node: found[where.tobytes()] for node, where in applies.items()}


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


def _next_panel(panels: Sequence[Cohort], now: Cohort, minimum: int) -> Cohort:
    panel, alike = panels[-1], _alike(panels, now)
    both = panel.beside(now)
    old = {name: i for i, name in enumerate(panel.names)}
    new = {name: len(panel.names) + i for i, name in enumerate(now.names)}
    known = {name for each in panels for name in each.names}
    joined = _enough([name for name in new if name not in old], alike, known, minimum)
    left = _enough([name for name in old if name not in new], alike, known, minimum)
    moved = _enough(_moved(panels, now), alike, frozenset(), minimum)
    stay = [name for name in panel.names if name not in left]
    places = [new[name] if name in moved else old[name] for name in stay]
    came = [name for name in now.names if name in joined]
    chosen = both.rows([*places, *(new[name] for name in came)])
    labels = {column: tuple(alike[name][0][i] for name in chosen.names) for i, column in enumerate(panel.labels)}
    return chosen._replace(labels=labels)


def _alike(panels: Sequence[Cohort], now: Cohort) -> dict[str, tuple[Cell, frozenset[int]]]:
    """For each organization the cell in which it came first, and the rounds whose panel it was in."""
    cells = {name: cell for each in (now, *reversed(panels)) for name, cell in _cells(each).items()}
    inside: dict[str, set[int]] = {name: set() for name in cells}
    for i, each in enumerate(panels):
        for name in each.names:
            inside[name].add(i)
    return {name: (cell, frozenset(inside[name])) for name, cell in cells.items()}


def _enough(who: Sequence[str], alike: Mapping[str, Hashable], known: Container[str], minimum: int) -> frozenset[str]:
    """Those who are enough with others that are alike, and who leave none behind of those known, or as many."""
    together: dict[Hashable, list[str]] = defaultdict(list)
    for name in who:
        together[alike[name]].append(name)
    everybody = Counter(kind for name, kind in alike.items() if name in known)
    behind = {kind: everybody[kind] - sum(name in known for name in names) for kind, names in together.items()}
    return frozenset(
        name
        for kind, names in together.items()
        if len(names) >= minimum and not 0 < behind[kind] < minimum
        for name in names
    )


def _moved(panels: Sequence[Cohort], now: Cohort) -> list[str]:
    """Who says something else than in the panel before, and did not say so in one before that."""
    *earlier, last = (_changed(panel, now) for panel in panels)
    return [name for name, is_other in last.items() if is_other and all(each.get(name, True) for each in earlier)]


def _changed(panel: Cohort, now: Cohort) -> dict[str, bool]:
    """For everybody who is in both: whether something else is said than before."""
    import numpy as np

    places = {name: i for i, name in enumerate(panel.names)}
    names = [name for name in now.names if name in places]
    first = np.array([places[name] for name in names], dtype=np.intp)
    second = np.array([i for i, name in enumerate(now.names) if name in places], dtype=np.intp)
    is_other = np.zeros(len(names), dtype=bool)
    for practice, cells in panel.cells.items():
        then, told = claims(cells), claims(now.cells[practice])
        for before, after in zip(_said(then), _said(told), strict=True):
            is_other |= before[first] != after[second]
    return dict(zip(names, is_other.tolist(), strict=True))


def _said(told: Claims) -> tuple[Array, Array, Array]:
    import numpy as np

    return told.status, told.position, np.nan_to_num(told.value, nan=-1.0)
