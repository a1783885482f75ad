"""Lens gaps: the practices that a lens lowers, and how many points of a value rest on each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from equity_blocks.engine.scoring.lenses import alternatives, held_needs
from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.model.explanation import CappedPractice, LensGap, RestsOn
from equity_blocks.model.noun import EMPTY
from equity_blocks.model.prerequisite_rules import Option, Rule
from equity_blocks.model.tree import Node

NodeOrPractice = Node | str
"""A node, or the id of a practice."""


def prerequisite_gap(run: ScoringRun, node: NodeOrPractice, value: float | None) -> LensGap:
    """Say what unmet prerequisites take away from the value of a node or a practice.

    Args:
        run: The scored assessment.
        node: The node, or the practice's id.
        value: Its value; `None` where it is withheld, and then no points are given.
    """
    loss = _Loss(run, node, value, run.consistency.positions)
    unmet = run.consistency.unmet
    capped_by: dict[tuple[Option, ...], list[str]] = {}
    practices = loss.practices(unmet)
    for practice in practices:
        for options in dict.fromkeys(rule.any_of for rule in unmet.get(practice.id, ())):
            capped_by.setdefault(options, []).append(practice.id)
    rests_on = [
        RestsOn.trusted(any_of=held_needs(run.framework, options), practices=tuple(names), points=loss.points(names))
        for options, names in capped_by.items()
    ]
    return loss.gap("consistent", practices, tuple(sorted(rests_on, key=_most_first)))


def evidence_gap(run: ScoringRun, node: NodeOrPractice, value: float | None) -> LensGap | None:
    """Say what missing evidence takes away from the value of a node or a practice; `None` without a date."""
    if run.evidence is None:
        return None
    loss = _Loss(run, node, value, run.evidence)
    return loss.gap("evidenced", loss.practices())


class _Loss:
    """The value of a node or a practice, as a lens lowers what stands in it."""

    def __init__(
        self, run: ScoringRun, node: NodeOrPractice, value: float | None, positions: Mapping[str, int]
    ) -> None:
        self.run, self.value, self.positions = run, value, positions
        self.lowered = run.capped(positions)
        self.names = [node] if isinstance(node, str) else run.framework.practices_in(node.name)
        self.value_with: Callable[[Values], float | None] = (
            (lambda changes: changes.get(node, run.values[node])) if isinstance(node, str) else run.what_if(node).value
        )

    def gap(
        self,
        lens: Literal["consistent", "evidenced"],
        practices: tuple[CappedPractice, ...],
        rests_on: tuple[RestsOn, ...] = (),
    ) -> LensGap:
        value = None if self.value is None else self.value_with(self.lowered)
        points = None if self.value is None or value is None else self.value - value
        return LensGap.trusted(lens=lens, value=value, points=points, practices=practices, rests_on=rests_on)

    def practices(self, unmet: Mapping[str, Sequence[Rule]] = EMPTY) -> tuple[CappedPractice, ...]:
        """The practices that the lens lowers, the one that most rests on first."""
        capped = (self._capped(name, unmet.get(name, ())) for name in self.names if self._is_capped(name))
        return tuple(sorted(capped, key=_most_first))

    def points(self, names: Iterable[str]) -> float | None:
        """The points that the value loses when some practices are lowered and the others stay as claimed."""
        if self.value is None:
            return None
        without = self.value_with({name: self.lowered[name] for name in names})
        return None if without is None else self.value - without

    def _is_capped(self, name: str) -> bool:
        position = self.run.claimed[name].position
        return self.run.values[name] is not None and position is not None and self.positions[name] < position

    def _capped(self, name: str, unmet: Sequence[Rule]) -> CappedPractice:
        ids, position = self.run.framework.scale_of(name).ids, self.run.claimed[name].position
        assert position is not None
        return CappedPractice.trusted(
            id=name,
            title=self.run.framework.practices[name].title,
            level=ids[position],
            counts_as=ids[self.positions[name]],
            points=self.points([name]),
            unmet=tuple(alternatives(self.run.framework, rule) for rule in unmet),
        )


def _most_first(loss: CappedPractice | RestsOn) -> float:
    return -(loss.points or 0.0)
