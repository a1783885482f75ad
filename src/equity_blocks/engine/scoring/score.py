"""The score: from claims, up the tree, to a card with every number's bounds, coverage and parts."""

from collections.abc import Mapping
from typing import Any

from equity_blocks.engine.scoring.claims import Claim, claims
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.engine.scoring.lenses import Consistency, consistent, evidenced
from equity_blocks.engine.scoring.policies import evidence_in_words, policy_in_words, readings_in_words
from equity_blocks.engine.scoring.rollup import Values, WhatIf, covered, figures, roll_up, stages
from equity_blocks.engine.scoring.targets import aims_of, values_beside
from equity_blocks.engine.scoring.verdicts import failed_must_pass, verdict_of
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.fit import require_fit
from equity_blocks.model.framework import Block, Framework, Practice
from equity_blocks.model.result import head
from equity_blocks.model.rules import Rule
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.scoring import Scoring
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP, Node, leaves_of, practices_in


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
    return ScoringRun(framework, assessment).card()


def require_scorable(framework: Framework) -> None:
    """Make sure that a framework has a score.

    Raises:
        UnsuitableError: It is guidance.
    """
    if framework.use != "assessment":
        message = f"{framework.id} is guidance: it goes with plans and is never scored"
        raise UnsuitableError(message)


class ScoringRun:
    """One scoring run: the claims, seen in every way that the card shows."""

    def __init__(self, framework: Framework, assessment: Assessment) -> None:
        self.framework = framework
        self.assessment = assessment
        self.said = claims(framework, assessment)
        self.targets, self.aims = aims_of(framework, assessment)
        self.consistency = consistent(framework, self.said)
        self.evidence = evidenced(framework, assessment, self.said)
        self.missing = frozenset(name for name, claim in self.said.items() if claim.status in ("unanswered", "unknown"))
        self.beside = values_beside(self.said, self.aims)
        self.point = {name: c.value if c.status == "rated" else None for name, c in self.said.items()}
        self.made = figures(framework, self.point, self.missing, self.beside)
        low = {name: c.low if c.in_scope else None for name, c in self.said.items()}
        high = {name: c.high if c.in_scope else None for name, c in self.said.items()}
        self.readings = {
            "low": self._roll(low),
            "high": self._roll(high),
            "coverage": covered(framework, {n: _answered(c) for n, c in self.said.items()}, self.beside),
            "target": self._roll({name: self._at_target(name, c) for name, c in self.said.items()}),
        }
        self.withheld = {
            "value": self.made.values,
            "whole": self._roll({name: _in_whole(c) for name, c in self.said.items()}),
            "consistent": self._roll(self.capped(self.consistency.positions)),
            "evidenced": {} if self.evidence is None else self._roll(self.capped(self.evidence)),
        }
        self.raters = self._raters()
        self.stages = self._stages(low, high)

    def _roll(self, values: Values) -> dict[str, float | None]:
        return roll_up(self.framework, values, self.missing, self.beside)

    def _at_target(self, name: str, claim: Claim) -> float | None:
        """Every practice in scope would be rated then; a target below what is claimed is met already."""
        if not claim.in_scope:
            return None
        return self.aims[name] if claim.value is None else max(self.aims[name], claim.value)

    def capped(self, positions: Mapping[str, int]) -> dict[str, float | None]:
        """The point values, lowered where a lens allows less than the level that is held."""
        found = dict(self.point)
        for name, position in positions.items():
            if found[name] is not None and position < (self.said[name].position or 0):
                found[name] = self.framework.scale_of(name).values[position]
        return found

    def _raters(self) -> tuple[dict[str, float | None], dict[str, float | None]] | None:
        """Every practice at its lowest rater, and at its highest; `None` where nobody rates beside another."""
        spans = {
            name: list(votes_of(rating, self.framework.scale_of(name)).values())
            for name, rating in self.assessment.ratings.items()
            if rating.answers and self.point.get(name) is not None
        }
        spans = {name: values for name, values in spans.items() if values}
        if not any(len(values) > 1 for values in spans.values()):
            return None
        lowest = self._roll({**self.point, **{name: min(values) for name, values in spans.items()}})
        return lowest, self._roll({**self.point, **{name: max(values) for name, values in spans.items()}})

    def _stages(self, low: Values, high: Values) -> tuple[dict[str, int | None], dict[str, int | None]] | None:
        policy = self.framework.scoring.stages
        if policy is None:
            return None
        how = policy.level, policy.empty_stage
        return stages(self.framework, low, *how, self.missing), stages(self.framework, high, *how)

    def card(self) -> ScoreCard:
        """Write the score card."""
        return ScoreCard.model_validate(
            {
                **head(self.framework, self.assessment),
                "scope": self.scope(),
                "score": self._reading(TOP),
                "blocks": [self._block(block) for block in self.framework.blocks],
                "verdict": self._verdict(),
                "must_pass_failed": failed_must_pass(self.framework, self.said),
                "policy": self.framework.scoring,
                "policy_in_words": self.policy_in_words(),
            }
        )

    def _verdict(self) -> str | None:
        """A verdict is a point too: where there is none, nobody has passed."""
        if self.made.values[TOP] is None or not self.is_shown(TOP):
            return None
        return verdict_of(self.framework, self.made.values, self.said)

    def headline(self) -> tuple[float | None, str | None]:
        """Give the value that the card shows for the whole, and its band; none of both where it is withheld."""
        value = self.made.values[TOP] if self.is_shown(TOP) else None
        return value, band_of(self.framework.scoring, value)

    def what_if(self, node: Node) -> WhatIf:
        """Make ready to give the value of a node again and again, with a few values changed."""
        return WhatIf(self.framework, self.point, self.beside, self.missing, node)

    def grounds(self) -> dict[str, Any]:
        """What the score rests on, as the fields of a `Scored` result."""
        coverage = self.readings["coverage"][TOP]
        return {"scope": self.scope(), "coverage": coverage, "policy_in_words": self.policy_in_words()}

    def policy_in_words(self) -> tuple[str, ...]:
        """The whole policy in words."""
        whole = policy_in_words(self.framework, self.framework.tree)
        return *whole, *readings_in_words(self.framework), evidence_in_words(self.framework)

    def scope(self, node: Node | None = None) -> dict[str, int]:
        """Count the practices that stand in a node by what is said about them. Default: those of the framework."""
        place = node or self.framework.tree
        names = practices_in(self.framework, place.name)
        counts = dict.fromkeys(("rated", "unanswered", "unknown", "not_applicable", "not_pursued"), 0)
        for name in names:
            counts[self.said[name].status] += 1
        counted = sum(self.point[leaf.name] is not None for leaf in leaves_of(place))
        return {"practices": len(names), **counts, "counted": counted}

    def _reading(self, name: str) -> dict[str, Any]:
        reading: dict[str, Any] = {key: values[name] for key, values in self.readings.items()}
        if self.stages and self.stages[0][name] is not None:
            reading["stage"] = {"low": self.stages[0][name], "high": self.stages[1][name]}
        value = self.made.values[name]
        if value is not None and name in self.made.shares and self.is_shown(TOP):
            reading["contribution"] = self.made.shares[name] * value
        if not self.is_shown(name):
            return reading
        reading.update((key, values.get(name)) for key, values in self.withheld.items())
        target = reading["target"]
        reading["of_target"] = value / target if value is not None and target else None
        reading["band"] = band_of(self.framework.scoring, value)
        reading["output"] = self.made.published.get(name)
        if self.raters and value is not None:
            reading["raters"] = (self.raters[0][name], self.raters[1][name])
        return reading

    def is_shown(self, name: str) -> bool:
        """Whether enough is answered; where all practices are left out, only `whole` has something to say."""
        coverage = self.readings["coverage"][name]
        return coverage is None or coverage >= self.framework.scoring.min_coverage - EDGE

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
        scale = self.framework.scale_of(name)
        ids = scale.ids
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
        if scale.range and claim.value is not None:
            low, high = scale.range
            found["output"] = low + (high - low) * claim.value
        if claim.value is not None:
            found["level"] = scale.named(claim.value)
            found["consistent_level"] = ids[self.consistency.positions[name]]
            if self.evidence is not None:
                found["evidenced_level"] = ids[self.evidence[name]]
        if name in self.made.parts and self.is_shown(TOP):
            found["contribution"] = self.made.parts[name]
        for key in _NEEDS:
            rules = getattr(self.consistency, key).get(name)
            if rules:
                found[key] = [alternatives(self.framework, rule) for rule in rules]
        return found


_NEEDS = tuple(key for key in Consistency._fields if key != "positions")


def alternatives(framework: Framework, rule: Rule) -> dict[str, Any]:
    """Write a rule's options with level ids, as results show them."""
    return {"any_of": [{"practice": name, "level": framework.scale_of(name).ids[least]} for name, least in rule.any_of]}


def band_of(scoring: Scoring, value: float | None) -> str | None:
    """Name the band that a value lies in; the policy says to which band a value on an edge belongs.

    Example:
        >>> from equity_blocks.model import Band, Scoring
        >>> policy = Scoring(bands=(Band(id="low", title="Low", start=0), Band(id="high", title="High", start=0.7)))
        >>> band_of(policy, 0.7), band_of(policy, 0.69), band_of(policy.replace(band_edge="lower"), 0.7)
        ('high', 'low', 'low')
    """
    if value is None:
        return None
    # A mean that equals an edge on paper may fall a last bit beside it.
    reach = value + EDGE if scoring.band_edge == "upper" else value - EDGE
    reached = [
        band.id for i, band in enumerate(scoring.bands) if band.start <= reach or (i == 0 and band.start <= value)
    ]
    return reached[-1] if reached else None


def _answered(claim: Claim) -> float | None:
    return float(claim.status == "rated") if claim.in_scope else None


def _in_whole(claim: Claim) -> float | None:
    return (claim.value or 0.0) if claim.status in ("rated", "not_pursued") else None
