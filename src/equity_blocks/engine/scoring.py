"""The score: from claims, up the tree, to a card with every number's bounds, coverage and parts."""

from collections.abc import Mapping
from math import fsum
from typing import Any, NamedTuple

from equity_blocks.engine.aggregates import AGGREGATES
from equity_blocks.engine.claims import Claim, claims
from equity_blocks.engine.lenses import Consistency, consistent, evidenced
from equity_blocks.engine.targets import target_positions
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.fit import require_fit
from equity_blocks.model.framework import Band, Block, Framework, Outline, Practice
from equity_blocks.model.result import head
from equity_blocks.model.rules import Rule
from equity_blocks.model.scorecard import ScoreCard

Values = Mapping[str, float | None]
TOP = ""
"""Stands for the framework as a whole among the ids of its blocks."""


def score(framework: Framework, assessment: Assessment) -> ScoreCard:
    """Score an assessment by the framework's own policy.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.

    Returns:
        The score card; all shares lie in [0, 1], and `None` means "no value".

    Raises:
        UnsuitableError: The framework is guidance, which is never totaled.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/methods/score.md.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> card = score(framework, Assessment(framework="mini", ratings={"p": "yes"}))
        >>> card.score.value, card.score.low, card.score.high, card.score.coverage
        (1.0, 0.5, 1.0, 0.5)
    """
    require_scorable(framework)
    require_fit(framework, assessment)
    return _Scoring(framework, assessment).card()


def require_scorable(framework: Framework) -> None:
    """Make sure that a framework has a score.

    Raises:
        UnsuitableError: It is guidance.
    """
    if framework.use != "assessment":
        message = f"{framework.id} is guidance: it goes with plans and is never scored"
        raise UnsuitableError(message)


def roll_up(framework: Framework, values: Values) -> dict[str, float | None]:
    """Aggregate practice values into every block and the whole.

    Args:
        framework: Says which aggregate, and which weights.
        values: Practice id -> value in [0, 1]; `None`, or absent, where it does not count.

    Returns:
        Block id -> value, and the overall value under `TOP`.
    """
    aggregate = AGGREGATES[framework.scoring.aggregate]
    found: dict[str, float | None] = {}

    def visit(node: Outline) -> float | None:
        children = [(weight, values.get(name)) for weight, name in node.practices]
        children += [(weight, visit(block)) for weight, block in node.blocks]
        found[node.name] = value = aggregate(children)
        return value

    visit(framework.outline)
    return found


class _Shares(NamedTuple):
    """How much of the overall score one unit of value makes, by block and by practice."""

    blocks: dict[str, float]
    practices: dict[str, float]


class _Scoring:
    """One scoring run: the claims, seen in every way that the card shows."""

    def __init__(self, framework: Framework, assessment: Assessment) -> None:
        self.framework = framework
        self.assessment = assessment
        self.said = claims(framework, assessment)
        self.targets = target_positions(framework, assessment)
        self.consistency = consistent(framework, self.said)
        self.evidence = evidenced(framework, assessment, self.said)
        self.point = {name: c.value if c.status == "rated" else None for name, c in self.said.items()}
        self.points = self._roll(self.point)
        self.readings = {
            "low": self._roll({name: c.low if c.in_scope else None for name, c in self.said.items()}),
            "high": self._roll({name: c.high if c.in_scope else None for name, c in self.said.items()}),
            "coverage": self._roll(
                {n: float(c.status == "rated") if c.in_scope else None for n, c in self.said.items()}
            ),
            "target": self._roll({name: self._at_target(name, c) for name, c in self.said.items()}),
        }
        self.withheld = {
            "value": self.points,
            "whole": self._roll({name: _in_whole(c) for name, c in self.said.items()}),
            "consistent": self._roll(self._capped(self.consistency.positions)),
            "evidenced": {} if self.evidence is None else self._roll(self._capped(self.evidence)),
        }
        self.shares = self._shares()

    def _roll(self, values: Values) -> dict[str, float | None]:
        return roll_up(self.framework, values)

    def _at_target(self, name: str, claim: Claim) -> float | None:
        """Every practice in scope would be rated then; a target below what is claimed is met already."""
        if not claim.in_scope:
            return None
        aim = self.framework.scale_of(name).values[self.targets[name]]
        return aim if claim.value is None else max(aim, claim.value)

    def _capped(self, positions: Mapping[str, int]) -> dict[str, float | None]:
        """The point values, lowered where a lens allows less than the level that is held."""
        found = dict(self.point)
        for name, position in positions.items():
            if found[name] is not None and position < (self.said[name].position or 0):
                found[name] = self.framework.scale_of(name).values[position]
        return found

    def _shares(self) -> "_Shares":
        """Block or practice -> how much of the overall score one unit of its value makes."""
        blocks: dict[str, float] = {TOP: 1.0}
        practices: dict[str, float] = {}

        def visit(node: Outline) -> None:
            rated = [(weight, name) for weight, name in node.practices if weight and self.point[name] is not None]
            inner = [(weight, block) for weight, block in node.blocks if weight and self.points[block.name] is not None]
            total = fsum([weight for weight, _ in (*rated, *inner)])
            for weight, name in rated:
                practices[name] = blocks[node.name] * weight / total
            for weight, block in inner:
                blocks[block.name] = blocks[node.name] * weight / total
                visit(block)

        visit(self.framework.outline)
        return _Shares(blocks, practices)

    def card(self) -> ScoreCard:
        return ScoreCard.model_validate(
            {
                **head(self.framework, self.assessment),
                "scope": self._scope(),
                "score": self._reading(TOP),
                "blocks": [self._block(block) for block in self.framework.blocks],
                "policy": self.framework.scoring,
            }
        )

    def _scope(self) -> dict[str, int]:
        counts = dict.fromkeys(("rated", "unanswered", "unknown", "not_applicable", "not_pursued"), 0)
        for claim in self.said.values():
            counts[claim.status] += 1
        return {"practices": len(self.said), **counts, "counted": len(self.shares.practices)}

    def _reading(self, name: str) -> dict[str, Any]:
        reading: dict[str, Any] = {key: values[name] for key, values in self.readings.items()}
        value = self.points[name]
        if value is not None and self._is_shown(TOP):
            reading["contribution"] = self.shares.blocks.get(name, 0.0) * value
        if not self._is_shown(name):
            return reading
        reading.update((key, values.get(name)) for key, values in self.withheld.items())
        target = reading["target"]
        reading["of_target"] = value / target if value is not None and target else None
        reading["band"] = band_of(self.framework.scoring.bands, value)
        return reading

    def _is_shown(self, name: str) -> bool:
        """Whether enough is answered; where all practices are left out, only `whole` has something to say."""
        coverage = self.readings["coverage"][name]
        return coverage is None or coverage >= self.framework.scoring.min_coverage

    def _block(self, block: Block) -> dict[str, Any]:
        return {
            "id": block.id,
            "title": block.title,
            **self._reading(block.id),
            "blocks": [self._block(inner) for inner in block.blocks],
            "practices": [self._practice(practice) for practice in block.practices],
        }

    def _practice(self, practice: Practice) -> dict[str, Any]:
        name, claim = practice.id, self.said[practice.id]
        ids = self.framework.scale_of(name).ids
        found: dict[str, Any] = {
            "id": name,
            "title": practice.title,
            "horizon": practice.horizon,
            "theme": practice.theme,
            "status": claim.status,
            "value": claim.value,
            "low": claim.low,
            "high": claim.high,
        }
        if claim.status != "not_applicable":
            found["target"] = ids[self.targets[name]]
        if claim.position is not None:
            found["level"] = ids[claim.position]
            found["consistent_level"] = ids[self.consistency.positions[name]]
            if self.evidence is not None:
                found["evidenced_level"] = ids[self.evidence[name]]
        if name in self.shares.practices and self._is_shown(TOP):
            found["contribution"] = self.shares.practices[name] * (claim.value or 0.0)
        for key in _NEEDS:
            rules = getattr(self.consistency, key).get(name)
            if rules:
                found[key] = [alternatives(self.framework, rule) for rule in rules]
        return found


_NEEDS = tuple(key for key in Consistency._fields if key != "positions")


def alternatives(framework: Framework, rule: Rule) -> dict[str, Any]:
    """Write a rule's options with level ids, as results show them."""
    return {"any_of": [{"practice": name, "level": framework.scale_of(name).ids[least]} for name, least in rule.any_of]}


def band_of(bands: tuple[Band, ...], value: float | None) -> str | None:
    """Name the band that a value lies in; a value on an edge belongs to the band above it.

    Example:
        >>> from equity_blocks.model import Band
        >>> bands = (Band(id="low", title="Low", start=0), Band(id="high", title="High", start=0.7))
        >>> band_of(bands, 0.7), band_of(bands, 0.69)
        ('high', 'low')
    """
    if value is None:
        return None
    # A mean that equals an edge on paper may fall a last bit short of it.
    reached = [band.id for band in bands if band.start <= value + 1e-9]
    return reached[-1] if reached else None


def _in_whole(claim: Claim) -> float | None:
    return (claim.value or 0.0) if claim.status in ("rated", "not_pursued") else None
