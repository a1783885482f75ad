"""Explaining a value: its parts, what one level more would do, its policy in words, and what the lenses take away."""

from typing import Literal

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.notes import notes_on
from equity_blocks.engine.scoring.grounds import grounds_of, rating_in_words, values_by_criterion
from equity_blocks.engine.scoring.lens_gaps import evidence_gap, prerequisite_gap
from equity_blocks.engine.scoring.policies import asks_of_node, evidence_in_words, policy_in_words
from equity_blocks.engine.scoring.rollup import Figures, WhatIf, figures
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.explanation import ExplainedPart, ExplainedPractice, Explanation, NodeAbove, NodePolicy
from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Practice
from equity_blocks.model.result import head
from equity_blocks.model.scorecard import Scope
from equity_blocks.model.spelling import node_meant
from equity_blocks.model.tolerance import exact, plain
from equity_blocks.model.tree import TOP, Node, counted_in, way_to


@checks_nouns
def explain(framework: Framework, assessment: Assessment, node: str | None = None) -> Explanation:
    r"""Explain the value of the whole, of a block or of a practice.

    Contribution of practice `p` to node `n`: $$c_p = x_p \prod_m \frac{w_{m,p}}{\sum_{i \in A_m} w_i}$$ over the
    nodes `m` from `n` down to the practice, with `x_p` its value, `A_m` the children of `m` that count, `w_i` their
    weights and `w_{m,p}` the weight of the child that holds `p`. Contributions sum to the node's value to the last
    bit; they are null where an aggregate on the way is not additive. Gain: the node rolled up again with that practice
    one level up, minus its value.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        node: Id of a block or a practice; where both have it, the block. Default: the framework as a whole.

    Returns:
        The explanation; shares lie in [0, 1], and `None` means "no value". Where less is answered than the policy's
        `min_coverage`, the value is withheld, and with it contributions, gains and points.

    Raises:
        NotFoundError: There is no such block or practice; the nearest one is named.
        UnsuitableError: The framework is guidance, which is never totaled.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: OECD/JRC (2008), step 6, for linear aggregation; docs/methods/explain.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[{"id": "b",
        ...     "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 3}]}])
        >>> explanation = explain(framework, Assessment(framework="mini", ratings={"p": "yes", "q": "partly"}))
        >>> explanation.value, [(p.id, p.contribution, p.gain) for p in explanation.practices]
        (0.625, [('p', 0.25, None), ('q', 0.375, 0.375)])
    """
    require_scorable(framework)
    assessment = require_fit(framework, assessment)
    node = None if node is None else node_meant(framework, node)
    path = way_to(framework.tree, TOP if node is None else node)
    explaining = _Explaining(framework, assessment)
    return explaining.of_node(path) if path else explaining.of_practice(str(node))


class _Explaining:
    """One assessment, scored, with its nodes at hand."""

    def __init__(self, framework: Framework, assessment: Assessment) -> None:
        self.framework = framework
        self.assessment = assessment
        self.run = ScoringRun(framework, assessment)
        self._what_if: dict[str, WhatIf] = {}  # node -> its value again and again

    def of_node(self, path: tuple[Node, ...]) -> Explanation:
        """Explain the last node of a path from the top."""
        framework, run, node = self.framework, self.run, path[-1]
        rolled, value = self.figures(node), self.value_of(node.name)
        is_shown = value is not None
        names = framework.practices_in(node.name)
        parts = {name: rolled.parts[name] for name in names if name in rolled.parts} if is_shown else {}
        points, attainable = rolled.points.get(node.name, (None, None)) if is_shown else (None, None)
        return Explanation.trusted(
            **head(framework, self.assessment),
            node=node.name or None,
            kind="block" if node.name else "framework",
            title=framework.title_of(node.name),
            value=value,
            low=run.readings["low"][node.name],
            high=run.readings["high"][node.name],
            coverage=run.readings["coverage"][node.name],
            band=run.band(node.name, value),
            output=rolled.published.get(node.name) if is_shown else None,
            next_stage=run.next_stages.get(node.name) if is_shown else None,
            points=points,
            attainable=attainable,
            distribution=run.distributions[node.name],
            is_additive=bool(parts) and rolled.adds_up,
            parts=self._parts(node, rolled, value),
            practices=tuple(self._practice(framework.practices[name], parts.get(name), node) for name in names),
            above=tuple(self._above(around, node.name) for around in reversed(path[:-1]) if around.is_total),
            note="" if node.name else self.assessment.note,
            consistent=prerequisite_gap(run, node, value),
            evidenced=evidence_gap(run, node, value),
            policy=policy_of(framework, node),
            policy_in_words=(*policy_in_words(framework, node), evidence_in_words(framework)),
            scope=run.scope(node),
            heard=run.heard(),
            remarks=run.remarks_on(node.name) if node.name else run.remarks,
        )

    def of_practice(self, name: str) -> Explanation:
        """Explain a practice."""
        framework, run = self.framework, self.run
        practice, claimed, value = framework.practices[name], run.claimed[name], run.values[name]
        path = way_to(framework.tree, framework.chains[name][-1].id)
        counted = int(value is not None and bool(practice.weight))
        return Explanation.trusted(
            **head(framework, self.assessment),
            node=name,
            kind="practice",
            title=practice.title,
            value=plain(value),
            low=plain(claimed.low) if claimed.in_scope else None,
            high=plain(claimed.high) if claimed.in_scope else None,
            coverage=float(claimed.status == "rated") if claimed.in_scope else None,
            is_additive=value is not None,
            parts=self._criteria(practice, value),
            practices=(self._practice(practice, value, None),),
            above=tuple(self._above(around, name, practice) for around in reversed(path) if around.is_total),
            consistent=prerequisite_gap(run, name, value),
            evidenced=evidence_gap(run, name, value),
            policy_in_words=tuple(rating_in_words(run, practice)),
            scope=Scope.model_validate({"practices": 1, claimed.status: 1, "counted": counted}),
        )

    def figures(self, node: Node) -> Figures:
        return figures(self.framework, self.run.values, self.run.missing, self.run.beside, node)

    def value_of(self, name: str) -> float | None:
        return self.run.figures.values[name] if self.run.is_shown(name) else None

    def _parts(self, node: Node, rolled: Figures, value: float | None) -> tuple[ExplainedPart, ...]:
        """The children that count, blocks first; their contributions sum to the value where its aggregate adds up."""
        blocks = [block.name for _, block in node.counted]
        parts = {("block", n): rolled.shares[n] * (rolled.values[n] or 0.0) for n in blocks if n in rolled.shares}
        parts |= {("practice", leaf.name): rolled.parts[leaf.name] for leaf in node.leaves if leaf.name in rolled.parts}
        contributions = {} if value is None else exact(parts, value)

        def part(kind: Literal["block", "practice"], name: str, title: str, weight: float) -> ExplainedPart:
            own = self.value_of(name) if kind == "block" else plain(self.run.values[name])
            contribution = contributions.get((kind, name))
            return ExplainedPart.trusted(
                kind=kind, id=name, title=title, weight=weight, value=own, contribution=contribution
            )

        return (
            *(part("block", b.name, self.framework.title_of(b.name), weight) for weight, b in node.counted),
            *(part("practice", p.name, self.framework.practices[p.name].title, p.weight) for p in node.leaves),
        )

    def _criteria(self, practice: Practice, value: float | None) -> tuple[ExplainedPart, ...]:
        by_criterion = values_by_criterion(self.run, practice)
        if by_criterion is None or value is None:
            return ()
        values = {name: each for name, each in by_criterion.items() if each is not None}
        adds_up = practice.criteria_rule == "all"
        parts = exact({name: x / len(values) for name, x in values.items()}, value) if adds_up else {}
        return tuple(
            ExplainedPart.trusted(
                kind="criterion",
                id=c.id,
                title=c.title,
                weight=1.0,
                value=plain(values.get(c.id)),
                contribution=parts.get(c.id),
            )
            for c in practice.criteria
        )

    def _practice(self, practice: Practice, contribution: float | None, node: Node | None) -> ExplainedPractice:
        name, claimed = practice.id, self.run.claimed[practice.id]
        scale, position = self.framework.scale_of(name), self._next(name)
        is_rated = claimed.status in ("rated", "not_pursued")
        return ExplainedPractice.trusted(
            id=name,
            title=practice.title,
            block=self.framework.chains[name][-1].id,
            status=claimed.status,
            level=scale.named(claimed.value) if is_rated and claimed.value is not None else None,
            value=plain(claimed.value),
            contribution=contribution,
            next_level=None if position is None else scale.ids[position],
            gain=self.gain(name, node),
            notes=notes_on(self.framework, self.assessment, name),
            grounds=grounds_of(self.run, practice),
        )

    def _next(self, name: str) -> int | None:
        """The position of one level more; `None` at the top and out of scope."""
        claimed = self.run.claimed[name]
        position = (claimed.position or 0) + 1
        return position if claimed.in_scope and position <= self.framework.scale_of(name).top else None

    def gain(self, name: str, node: Node | None) -> float | None:
        """The change of a node's value, or of the practice's own, by one level more of a practice."""
        position, claimed = self._next(name), self.run.claimed[name]
        if position is None:
            return None
        values = self.framework.scale_of(name).values
        present = values[0] if claimed.value is None else claimed.value
        raised = max(values[position], present)
        if node is None:
            return raised - present
        if not self.run.is_shown(node.name):
            return None
        if node.name not in self._what_if:
            self._what_if[node.name] = self.run.what_if(node)
        before, after = (self._what_if[node.name].value({name: value}) for value in (present, raised))
        return None if before is None or after is None else after - before

    def _above(self, around: Node, name: str, practice: Practice | None = None) -> NodeAbove:
        value, rolled = self.value_of(around.name), self.figures(around)
        contribution = None
        if value is not None and practice:
            contribution = rolled.parts.get(name)
        elif value is not None and name in rolled.shares and rolled.values[name] is not None:
            contribution = rolled.shares[name] * (rolled.values[name] or 0.0)
        return NodeAbove.trusted(
            id=around.name or None,
            title=self.framework.title_of(around.name),
            value=value,
            counts=practice is not None or any(block.name == name for block in counted_in(around)),
            contribution=contribution,
            gain=self.gain(name, around) if practice else None,
        )


def policy_of(framework: Framework, node: Node) -> NodePolicy:
    """Give a node's policy; options that its aggregate does not read are null."""
    options = node.rule.options
    return NodePolicy.trusted(
        aggregate=node.aggregate,
        over=node.over,
        unanswered=node.unanswered,
        not_applicable=node.not_applicable,
        minimum_share=node.minimum_share if "minimum_share" in options else None,
        empty_stage=node.empty_stage if "empty_stage" in options else None,
        asks=asks_of_node(framework, node) if "asks" in options else None,
        empty_block=node.empty_block,
        output=node.output,
        rounding=node.rounding,
        min_coverage=framework.scoring.min_coverage,
    )
