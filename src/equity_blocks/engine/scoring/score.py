"""The score: from the claimed values up the tree to a card with the bounds, coverage and parts of every number."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypedDict

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.engine.scoring.coverage import (
    covered,
    decided_by_leaving_out,
    distributions,
    must_pass_left_out,
    narrow_bases,
    silent_remarks,
)
from equity_blocks.engine.scoring.lenses import alternatives, consistent, current_evidence, evidenced
from equity_blocks.engine.scoring.outcomes import (
    Ends,
    band_of,
    band_outcome,
    ends_of,
    failed_must_pass,
    failing,
    open_ends,
    possible_verdicts,
    verdict_of,
)
from equity_blocks.engine.scoring.policies import whole_policy_in_words
from equity_blocks.engine.scoring.rollup import Values, WhatIf, figures, roll_up
from equity_blocks.engine.scoring.staging import Staging, next_of_gates
from equity_blocks.engine.scoring.targets import aims_of, values_beside
from equity_blocks.engine.scoring.voices import answered, with_silence_counted
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Block, CriteriaRule, Practice
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.publishing import figure_at
from equity_blocks.model.result import head
from equity_blocks.model.scale import Scale
from equity_blocks.model.scorecard import (
    Alternatives,
    BlockScore,
    Outcome,
    PracticeScore,
    Reading,
    Remark,
    Scope,
    ScoreCard,
    StageOutcome,
    VerdictOutcome,
)
from equity_blocks.model.tolerance import EDGE, exact, plain
from equity_blocks.model.tree import TOP, Node, leaves_of


@checks_nouns
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
        raise UnsuitableError(f"{framework.id} is guidance: it goes with plans and is never scored", code="no_score")


class ScoreGrounds(TypedDict):
    """The fields of a `Scored` result that say what its score rests on."""

    scope: Scope
    coverage: float | None
    heard: int
    remarks: tuple[Remark, ...]
    policy_in_words: tuple[str, ...]


class ScoringRun:
    """One scoring run: the claimed values, rolled up in every way that the card shows."""

    def __init__(self, framework: Framework, assessment: Assessment) -> None:
        self.framework, self.given = framework, answered(framework, assessment)
        self.assessment = assessment = with_silence_counted(framework, assessment)
        self.claimed = claimed_values(framework, assessment)
        self.targets, self.aims = aims_of(framework, assessment)
        self.consistency = consistent(framework, self.claimed)
        self.evidence = evidenced(framework, assessment, self.claimed)
        self.missing = frozenset(name for name, c in self.claimed.items() if c.status in ("unanswered", "unknown"))
        self.beside = values_beside(self.claimed, self.aims)
        self.values = {name: c.value if c.status == "rated" else None for name, c in self.claimed.items()}
        self.figures = figures(framework, self.values, self.missing, self.beside)
        self.open = open_ends(self.claimed)
        self.readings = {
            "low": self._roll(self.open.low),
            "high": self._roll(self.open.high),
            "coverage": covered(framework, {n: _answered(c) for n, c in self.claimed.items()}, self.beside),
            "target": self._roll({name: self._at_target(name, c) for name, c in self.claimed.items()}),
        }
        self.withheld = {
            "value": self.figures.values,
            "whole": self._roll({name: _in_whole(c) for name, c in self.claimed.items()}),
            "consistent": self._roll(self.capped(self.consistency.positions)),
            "evidenced": {} if self.evidence is None else self._roll(self.capped(self.evidence)),
        }
        self.raters = self._raters()
        self.ends = ends_of(framework, assessment, self.claimed)
        self.stages = self._stages()
        self.contributions = self._contributions()
        self.distributions = distributions(framework, self.claimed)

    @cached_property
    def current_evidence(self) -> frozenset[str] | None:
        """The evidence that counts at the assessment's date; `None` where it has none."""
        return current_evidence(self.framework, self.assessment)

    @cached_property
    def joint(self) -> Ends:
        """The ends of every node: what is open and what raters differ about, both at their lowest and their highest."""
        if self.ends == self.open:
            return Ends(self.readings["low"], self.readings["high"])
        return Ends(self._roll(self.ends.low), self._roll(self.ends.high))

    def _roll(self, values: Values) -> dict[str, float | None]:
        return roll_up(self.framework, values, self.missing, self.beside)

    def _contributions(self) -> dict[str, float]:
        """What each block adds to the overall value; those that count in it directly sum to it to the last bit."""
        values, shares, tree = self.figures.values, self.figures.shares, self.framework.tree
        parts = {n: share * value for n, share in shares.items() if (value := values[n]) is not None}
        whole = values[TOP]
        if whole is not None and not tree.leaves:
            parts.update(exact({b.name: parts[b.name] for _, b in tree.counted if b.name in parts}, whole))
        return parts

    def _at_target(self, name: str, claimed: ClaimedValue) -> float | None:
        """Every practice in scope would be rated then; a target below what is claimed is met already."""
        if not claimed.in_scope:
            return None
        return self.aims[name] if claimed.value is None else max(self.aims[name], claimed.value)

    def capped(self, positions: Mapping[str, int]) -> dict[str, float | None]:
        """The point values, lowered where a lens allows less than the level that is held."""
        values = dict(self.values)
        for name, position in positions.items():
            if values[name] is not None and position < (self.claimed[name].position or 0):
                values[name] = self.framework.scale_of(name).values[position]
        return values

    def _raters(self) -> tuple[dict[str, float | None], dict[str, float | None]] | None:
        """Every practice at its lowest rater, and at its highest; `None` where nobody rates beside another."""
        spans = {
            name: list(votes_of(rating, self.framework.scale_of(name), self._rule(name)).values())
            for name, rating in self.assessment.ratings.items()
            if rating.answers and self.values.get(name) is not None
        }
        spans = {name: values for name, values in spans.items() if values}
        if not any(len(values) > 1 for values in spans.values()):
            return None
        lowest = self._roll({**self.values, **{name: min(values) for name, values in spans.items()}})
        return lowest, self._roll({**self.values, **{name: max(values) for name, values in spans.items()}})

    def _rule(self, name: str) -> CriteriaRule:
        return self.framework.practices[name].criteria_rule

    def _stages(self) -> tuple[dict[str, int | None], ...] | None:
        """Each node's stage as it is, at its lowest and at its highest; `None` where stages are not asked for."""
        policy = self.framework.scoring.stages
        if policy is None:
            self.next_stages = next_of_gates(self.framework, self.figures.children)
            return None
        staging = Staging(self.framework, policy)
        held = {**self.values, **dict.fromkeys(self.missing, 0.0)}
        self.next_stages = staging.next_stages(held, self.missing)
        lower = [staging.reached(values, self.missing) for values in (held, self.ends.low)]
        return (*lower, staging.reached(self.ends.high))

    def card(self) -> ScoreCard:
        """Write the score card."""
        return ScoreCard.trusted(
            **head(self.framework, self.assessment),
            scope=self.scope(),
            score=Reading.trusted(**self._reading(TOP)),
            blocks=tuple(map(self._block, self.framework.blocks)),
            verdict=self.verdict,
            must_pass_failed=tuple(failed_must_pass(self.framework, self.claimed)),
            heard=self.heard(),
            remarks=self.remarks,
            policy=self.framework.policy,
            policy_in_words=self.policy_in_words(),
        )

    def heard(self) -> int:
        """Count the respondents who named a level."""
        answered = [
            (name, rating) for name, rating in self.given.ratings.items() if rating.answers and name in self.claimed
        ]
        return len({who for _, rating in answered for who, answer in rating.answers.items() if answer.names_level})

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """Remarks about the score: what does not count in it, and who says nothing."""
        shown = {name: value for name, value in self.figures.values.items() if self.is_shown(name)}
        doubts = [*narrow_bases(self.framework, self.claimed, shown), *must_pass_left_out(self.framework, self.claimed)]
        if any(claimed.status == "not_pursued" for claimed in self.claimed.values()):
            doubts += self._with_everything_counted()
        return (*doubts, *silent_remarks(self.framework, self.given))

    def remarks_on(self, name: str) -> tuple[Remark, ...]:
        """List the remarks about one node."""
        return tuple(remark for remark in self.remarks if (remark.data.get("block") or TOP) == name)

    def _with_everything_counted(self) -> Iterator[Remark]:
        """What the band and the verdict would be if nothing were left out by choice."""
        own, whole = self.figures.values, self.withheld["whole"]
        verdict = self.verdict.value if self.verdict else None
        is_other = whole[TOP] is not None and own[TOP] is not None and self.is_shown(TOP)
        bands = [band_of(self.framework.policy, values[TOP]) if is_other else None for values in (own, whole)]
        other = verdict and verdict_of(self.framework, whole, self.claimed)
        return decided_by_leaving_out(self.framework, (bands[0], bands[1]), (verdict, other))

    @cached_property
    def verdict(self) -> VerdictOutcome | None:
        """A verdict is a point too: where there is none, nobody has passed, but what may come of it stays."""
        asked = [TOP] if self.framework.scoring.overall else [block.id for block in self.framework.blocks]
        if not self.framework.scoring.verdicts or all(self.joint.around(name, None) is None for name in asked):
            return None
        is_shown = any(self.figures.values[name] is not None for name in asked) and self._is_covered(TOP)
        value = verdict_of(self.framework, self.figures.values, self.claimed) if is_shown else None
        spans = {name: self.joint.around(name, known) for name, known in self.figures.values.items()}
        possible = possible_verdicts(self.framework, spans, failing(self.framework, self.claimed, self.ends))
        return VerdictOutcome.trusted(
            value=value, possible=tuple(v.id for v in self.framework.scoring.verdicts if v.id in (value, *possible))
        )

    def headline(self) -> tuple[float | None, Outcome | None]:
        """Give the value that the card shows for the whole, and its band; none of both where it is withheld."""
        value = self.figures.values[TOP] if self.is_shown(TOP) else None
        return value, self.band(TOP, value)

    def band(self, name: str, value: float | None) -> Outcome | None:
        """Name the band of some value of a node, with what it may still be; `None` where there are no bands."""
        scoring = self.framework.policy
        return band_outcome(scoring, value, self.joint.around(name, value)) if scoring.bands else None

    def what_if(self, node: Node) -> WhatIf:
        """Make ready to give the value of a node again and again, with a few values changed."""
        return WhatIf(self.framework, self.values, self.beside, self.missing, node)

    def grounds(self) -> ScoreGrounds:
        """The grounds of the score."""
        return {
            "scope": self.scope(),
            "coverage": self.readings["coverage"][TOP],
            "heard": self.heard(),
            "remarks": self.remarks_on(TOP),
            "policy_in_words": self.policy_in_words(),
        }

    def policy_in_words(self) -> tuple[str, ...]:
        """The whole policy in words."""
        return self.framework.once(whole_policy_in_words)

    def scope(self, node: Node | None = None) -> Scope:
        """Count the practices that stand in a node by what is said about them. Default: those of the framework."""
        top = node or self.framework.tree
        names = self.framework.practices_in(top.name)
        number: Counter[str] = Counter(self.claimed[name].status for name in names)
        counted = sum(self.values[leaf.name] is not None for leaf in leaves_of(top))
        return Scope.trusted(practices=len(names), counted=counted, **number)

    def _reading(self, name: str) -> dict[str, Any]:
        """The fields of a node's reading."""
        is_shown = self.is_shown(name)
        value, target = self.figures.values[name] if is_shown else None, self.readings["target"][name]
        points, attainable = self.figures.points.get(name, (None, None)) if is_shown else (None, None)
        return {
            **{key: values[name] for key, values in self.readings.items()},
            **{key: values.get(name) if is_shown else None for key, values in self.withheld.items()},
            "raters": (self.raters[0][name], self.raters[1][name]) if self.raters and value is not None else None,
            "of_target": value / target if value is not None and target else None,
            "contribution": self.contributions.get(name) if self.is_shown(TOP) else None,
            "band": self.band(name, value),
            "stage": self._stage(name),
            "next_stage": self.next_stages.get(name) if is_shown else None,
            "output": self.figures.published.get(name) if is_shown else None,
            "points": points,
            "attainable": attainable,
            "distribution": self.distributions[name],
        }

    def _stage(self, name: str) -> StageOutcome | None:
        has_total = bool(name) or self.framework.scoring.overall
        if not has_total or not self.stages or self.stages[0][name] is None:
            return None
        value, low, high = (stages[name] for stages in self.stages)
        return StageOutcome.trusted(value=value if self.is_shown(name) else None, low=low, high=high)

    def is_shown(self, name: str) -> bool:
        """Whether a node shows a point: the whole of a framework without a total never does."""
        return (bool(name) or self.framework.scoring.overall) and self._is_covered(name)

    def _is_covered(self, name: str) -> bool:
        """Whether enough is answered; where all practices are left out, only `whole` has something to say."""
        coverage = self.readings["coverage"][name]
        return coverage is None or coverage >= self.framework.scoring.min_coverage - EDGE

    def _block(self, block: Block) -> BlockScore:
        return BlockScore.trusted(
            id=block.id,
            title=block.title,
            **self._reading(block.id),
            blocks=tuple(map(self._block, block.blocks)),
            practices=tuple(map(self._practice, block.practices)),
        )

    def _practice(self, practice: Practice) -> PracticeScore:
        name, claimed = practice.id, self.claimed[practice.id]
        scale, value = self.framework.scale_of(name), claimed.value
        level = None if claimed.position is None or value is None else _named(scale, claimed.position, value)
        return PracticeScore.trusted(
            id=name,
            title=practice.title,
            horizon=practice.horizon,
            theme=practice.theme,
            status=claimed.status,
            level=level,
            value=plain(value),
            low=plain(claimed.low),
            high=plain(claimed.high),
            target=None if claimed.status == "not_applicable" else _named(scale, self.targets[name], self.aims[name]),
            contribution=self._parts.get(name),
            output=figure_at(*scale.range, value) if scale.range and value is not None else None,
            consistent_level=self._through(self.consistency.positions, name, level),
            evidenced_level=self._through(self.evidence, name, level),
            unmet=self._alternatives(self.consistency.unmet, name),
            unverified=self._alternatives(self.consistency.unverified, name),
            waived=self._alternatives(self.consistency.waived, name),
        )

    @cached_property
    def _parts(self) -> Mapping[str, float]:
        """The contributions of practices that are shown."""
        return self.figures.parts if self.is_shown(TOP) else {}

    def _through(self, positions: Mapping[str, int] | None, name: str, level: str | None) -> str | None:
        """The level that a lens leaves; what it leaves as it is keeps its name: on a range, the score."""
        if level is None or positions is None:
            return None
        position = positions[name]
        return level if position == self.claimed[name].position else self.framework.level_id(name, position)

    def _alternatives(self, rules: Mapping[str, Sequence[Rule]], name: str) -> tuple[Alternatives, ...]:
        return tuple(alternatives(self.framework, rule) for rule in rules[name]) if name in rules else ()


def _named(scale: Scale, position: int, value: float) -> str:
    return scale.named(value) if scale.range else scale.ids[position]


def _answered(claimed: ClaimedValue) -> float | None:
    return float(claimed.status == "rated") if claimed.in_scope else None


def _in_whole(claimed: ClaimedValue) -> float | None:
    if claimed.status not in ("rated", "not_pursued"):
        return None
    return 0.0 if claimed.value is None else claimed.value
