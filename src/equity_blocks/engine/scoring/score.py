"""The score: from claims, up the tree, to a card with every number's bounds, coverage and parts."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from equity_blocks.engine.scoring.claimed_values import Claim, claims
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.engine.scoring.coverage import covered, distributions
from equity_blocks.engine.scoring.denominator import (
    decided_by_leaving_out,
    must_pass_left_out,
    narrow_bases,
    silent_remarks,
)
from equity_blocks.engine.scoring.exact_sums import exact
from equity_blocks.engine.scoring.lenses import Consistency, consistent, evidenced
from equity_blocks.engine.scoring.outcomes import Ends, band_of, band_outcome, ends_of
from equity_blocks.engine.scoring.policies import evidence_in_words, policy_in_words, readings_in_words
from equity_blocks.engine.scoring.rollup import Values, WhatIf, figures, roll_up
from equity_blocks.engine.scoring.silence import answered, with_silence_counted
from equity_blocks.engine.scoring.staging import Staging, next_of_gates
from equity_blocks.engine.scoring.targets import aims_of, values_beside
from equity_blocks.engine.scoring.verdicts import failed_must_pass, failing, possible_verdicts, verdict_of
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Block, Framework, Practice
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.publishing import figure_at
from equity_blocks.model.result import head
from equity_blocks.model.scorecard import Outcome, Remark, ScoreCard, StageOutcome, VerdictOutcome
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
    assessment = require_fit(framework, assessment)
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
        self.framework, self.given = framework, answered(framework, assessment)
        self.assessment = assessment = with_silence_counted(framework, assessment)
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
        self.ends = ends_of(framework, assessment, self.said)
        self.stages = self._stages()
        self.contributions = self._contributions()
        self.distributions = distributions(framework, self.said)

    @cached_property
    def joint(self) -> Ends:
        """The ends of every node: what is open and what raters differ about, both at their lowest and their highest."""
        if all(self.said[name].low == end for name, end in self.ends.low.items() if end is not None) and all(
            self.said[name].high == end for name, end in self.ends.high.items() if end is not None
        ):
            return Ends(self.readings["low"], self.readings["high"])
        return Ends(self._roll(self.ends.low), self._roll(self.ends.high))

    def _roll(self, values: Values) -> dict[str, float | None]:
        return roll_up(self.framework, values, self.missing, self.beside)

    def _contributions(self) -> dict[str, float]:
        """What each block adds to the overall value; those that count in it directly sum to it to the last bit."""
        values, shares = self.made.values, self.made.shares
        found = {n: share * value for n, share in shares.items() if (value := values[n]) is not None}
        direct = {block.name: found[block.name] for _, block in self.framework.tree.counted if block.name in found}
        whole = values[TOP]
        if whole is not None and not self.framework.tree.leaves:
            found.update(exact(direct, whole))
        return found

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

    def _stages(self) -> tuple[dict[str, int | None], ...] | None:
        """Each node's stage as it is, at its lowest and at its highest; `None` where stages are not asked for."""
        policy = self.framework.scoring.stages
        if policy is None:
            self.next_stages = next_of_gates(self.framework, self.made.children)
            return None
        staging = Staging(self.framework, policy)
        held = {**self.point, **dict.fromkeys(self.missing, 0.0)}
        self.next_stages = staging.next_stages(held, self.missing)
        lower = [staging.reached(values, self.missing) for values in (held, self.ends.low)]
        return (*lower, staging.reached(self.ends.high))

    def card(self) -> ScoreCard:
        """Write the score card."""
        return ScoreCard.model_validate(
            {
                **head(self.framework, self.assessment),
                "scope": self.scope(),
                "score": self._reading(TOP),
                "blocks": [self._block(block) for block in self.framework.blocks],
                "verdict": self.verdict,
                "must_pass_failed": failed_must_pass(self.framework, self.said),
                "heard": self.heard(),
                "remarks": self.remarks,
                "policy": self.framework.policy,
                "policy_in_words": self.policy_in_words(),
            }
        )

    def heard(self) -> int:
        """Count the respondents who named a level."""
        answered = [
            (name, rating) for name, rating in self.given.ratings.items() if rating.answers and name in self.said
        ]
        return len({who for name, rating in answered for who in votes_of(rating, self.framework.scale_of(name))})

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What is doubtful about the score: what does not count in it, and who says nothing."""
        shown = {name: value for name, value in self.made.values.items() if self.is_shown(name)}
        found = [*narrow_bases(self.framework, self.said, shown), *must_pass_left_out(self.framework, self.said)]
        if any(claim.status == "not_pursued" for claim in self.said.values()):
            found += self._with_everything_counted()
        return (*found, *silent_remarks(self.framework, self.given))

    def remarks_on(self, name: str) -> list[Remark]:
        """What is doubtful about one node."""
        return [remark for remark in self.remarks if (remark.data.get("block") or TOP) == name]

    def _with_everything_counted(self) -> Iterator[Remark]:
        """What the band and the verdict would be if nothing were left out by choice."""
        own, whole = self.made.values, self.withheld["whole"]
        verdict = self.verdict.value if self.verdict else None
        is_other = whole[TOP] is not None and own[TOP] is not None and self.is_shown(TOP)
        bands = [band_of(self.framework.policy, values[TOP]) if is_other else None for values in (own, whole)]
        told = verdict and verdict_of(self.framework, whole, self.said)
        return decided_by_leaving_out(self.framework, (bands[0], bands[1]), (verdict, told))

    @cached_property
    def verdict(self) -> VerdictOutcome | None:
        """A verdict is a point too: where there is none, nobody has passed, but what may come of it stays."""
        asked = [TOP] if self.framework.scoring.overall else [block.id for block in self.framework.blocks]
        if not self.framework.scoring.verdicts or all(self.joint.around(name, None) is None for name in asked):
            return None
        is_shown = any(self.made.values[name] is not None for name in asked) and self._is_covered(TOP)
        value = verdict_of(self.framework, self.made.values, self.said) if is_shown else None
        spans = {name: self.joint.around(name, known) for name, known in self.made.values.items()}
        possible = possible_verdicts(self.framework, spans, failing(self.framework, self.said, self.ends))
        return VerdictOutcome.model_construct(
            value=value, possible=tuple(v.id for v in self.framework.scoring.verdicts if v.id in (value, *possible))
        )

    def headline(self) -> tuple[float | None, Outcome | None]:
        """Give the value that the card shows for the whole, and its band; none of both where it is withheld."""
        value = self.made.values[TOP] if self.is_shown(TOP) else None
        return value, self.band(TOP, value)

    def band(self, name: str, value: float | None) -> Outcome | None:
        """Name the band of some value of a node, with what it may still be; `None` where there are no bands."""
        scoring = self.framework.policy
        return band_outcome(scoring, value, self.joint.around(name, value)) if scoring.bands else None

    def what_if(self, node: Node) -> WhatIf:
        """Make ready to give the value of a node again and again, with a few values changed."""
        return WhatIf(self.framework, self.point, self.beside, self.missing, node)

    def grounds(self) -> dict[str, Any]:
        """What the score rests on, as the fields of a `Scored` result."""
        coverage = self.readings["coverage"][TOP]
        return {
            "scope": self.scope(),
            "coverage": coverage,
            "heard": self.heard(),
            "remarks": self.remarks_on(TOP),
            "policy_in_words": self.policy_in_words(),
        }

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
        value = self.made.values[name]
        reading["band"] = self.band(name, value if self.is_shown(name) else None)
        has_total = bool(name) or self.framework.scoring.overall
        if has_total and self.stages and self.stages[0][name] is not None:
            held, low, high = (found[name] for found in self.stages)
            reading["stage"] = StageOutcome.model_construct(
                value=held if self.is_shown(name) else None, low=low, high=high
            )
        reading["distribution"] = self.distributions[name]
        if name in self.contributions and self.is_shown(TOP):
            reading["contribution"] = self.contributions[name]
        if not self.is_shown(name):
            return reading
        reading.update((key, values.get(name)) for key, values in self.withheld.items())
        target = reading["target"]
        reading["of_target"] = value / target if value is not None and target else None
        reading["output"] = self.made.published.get(name)
        reading["next_stage"] = self.next_stages.get(name)
        reading["points"], reading["attainable"] = self.made.points.get(name, (None, None))
        if self.raters and value is not None:
            reading["raters"] = (self.raters[0][name], self.raters[1][name])
        return reading

    def is_shown(self, name: str) -> bool:
        """Whether a node shows a point: the whole of a framework without a total never does."""
        return (bool(name) or self.framework.scoring.overall) and self._is_covered(name)

    def _is_covered(self, name: str) -> bool:
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
            found["target"] = scale.named(self.aims[name])
        if scale.range and claim.value is not None:
            found["output"] = figure_at(*scale.range, claim.value)
        if claim.value is not None:
            found["level"] = scale.named(claim.value)
            lenses = {"consistent_level": self.consistency.positions, "evidenced_level": self.evidence}
            for key, positions in lenses.items():
                if positions is not None:  # what a lens leaves as it is keeps its name: on a range, the score
                    held = positions[name]
                    found[key] = found["level"] if held == claim.position else ids[held]
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


def _answered(claim: Claim) -> float | None:
    return float(claim.status == "rated") if claim.in_scope else None


def _in_whole(claim: Claim) -> float | None:
    if claim.status not in ("rated", "not_pursued"):
        return None
    return 0.0 if claim.value is None else claim.value
