"""The standing of an organization before it plans: levels held, steps that may be taken, and rules that bind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from equity_blocks.engine.benefit.least_effort import RaiseSet, least_effort
from equity_blocks.engine.benefit.packages import Packages
from equity_blocks.engine.benefit.step_benefit import StepFigures, step_figures
from equity_blocks.engine.graph import StepGraph
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.rollup import advance, is_additive
from equity_blocks.engine.scoring.targets import target_positions, target_values, values_beside
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Rule, is_met, reachable
from equity_blocks.model.tree import TOP, Node, way_to


@dataclass(frozen=True)
class Standing:
    """One assessment, read for planning.

    Args:
        framework: What was rated.
        assessment: What was said.
        claimed: Practice -> what is said about it.
        state: Practice -> position held as claimed; unanswered and unknown count as the lowest.
        graph: Steps that can be taken and the hard rules that bind them. Practices that do not apply are gone, with
            every rule that has no other option; practices not pursued stay where they are.
        soft: Practice -> soft rules, read in the same way.
        aims: Practice -> target, for practices in scope that stand below it.
        figures: Benefit and effort of every step.
        node: The block whose value counts as the score. Default: the whole. Where the framework has no total, the whole
            is the weighted sum of its blocks' values: their changes are what a step is worth.
    """

    framework: Framework
    assessment: Assessment
    claimed: Mapping[str, ClaimedValue]
    state: dict[str, int]
    graph: StepGraph
    soft: Mapping[str, list[Rule]]
    aims: dict[str, int]
    figures: StepFigures
    node: str = TOP

    def way(self, state: Mapping[str, int], wanted: Mapping[str, int]) -> RaiseSet | None:
        """Find the least effort from a state to some levels."""
        return least_effort(self.graph, state, wanted, self.figures.effort)

    @cached_property
    def is_additive(self) -> bool:
        """True where the score is a sum of what practices add to it."""
        return is_additive(self.framework.tree)

    @cached_property
    def packages(self) -> Packages:
        """The packages of all steps within reach, from where the practices stand."""
        return Packages(self.graph, self.state, self.figures)

    @cached_property
    def reached(self) -> dict[str, int]:
        """Practice -> the highest position that it can reach, whatever its aim."""
        return reachable(self.graph.tops, self.graph.rules, self.state)

    def waiting_for(self, practice: str, to: int | None = None, state: Mapping[str, int] | None = None) -> list[str]:
        """List the practices whose way to their target needs this one at a level that it does not hold yet.

        Args:
            practice: The one that is waited for.
            to: How far it would be raised. Default: to its own target.
            state: Where every practice stands. Default: where it stands before the plan.
        """
        to = self.aims.get(practice, 0) if to is None else to
        state = self.state if state is None else state
        waiting = [
            name
            for name, rule in self.graph.named_by.get(practice, ())
            if name != practice
            and self.aims.get(name, 0) > state[name]
            and rule.from_level <= self.aims[name]
            and any(other == practice and state[practice] < least <= to for other, least in rule.any_of)
            and not is_met(rule, state)
        ]
        return list(dict.fromkeys(waiting))

    def value(self, practice: str, position: int) -> float:
        """Give the value of a practice at a position that it holds now or after planned steps."""
        present = self.claimed[practice].value
        value = self.framework.scale_of(practice).values[position]
        return value if present is None else max(value, present)

    @cached_property
    def values(self) -> dict[str, list[float]]:
        """Practice in scope -> its value at each position."""
        return {
            name: [self.value(name, i) for i in range(self.framework.scale_of(name).top + 1)]
            for name in self.state
            if self.claimed[name].in_scope
        }

    @cached_property
    def beside(self) -> dict[str, float]:
        """Practice that does not apply -> what its target counts."""
        return values_beside(self.claimed, target_values(self.framework, self.assessment))

    def score(self, state: Mapping[str, int], tree: Node | None = None) -> float | None:
        """Score again at some positions, with unanswered and unknown where these say.

        Args:
            state: Practice -> position, for all that apply.
            tree: What is scored, with other policies. Default: as the framework says.
        """
        values = {name: values[state[name]] for name, values in self.values.items()}
        return advance(values, self.beside, tree or self.tree)

    @cached_property
    def tree(self) -> Node:
        """The node whose value counts as the score, with all below it."""
        return way_to(self.framework.tree, self.node)[-1]


def standing_of(framework: Framework, assessment: Assessment) -> Standing:
    """Read an assessment for planning."""
    assessment = with_silence_counted(framework, assessment)
    claimed = claimed_values(framework, assessment)
    applies = [name for name, claim in claimed.items() if claim.status != "not_applicable"]
    state = {name: claimed[name].position or 0 for name in applies}
    tops = {n: framework.scale_of(n).top if claimed[n].in_scope else state[n] for n in applies}
    graph = StepGraph(tops, _binding(framework.rules("hard"), tops))
    targets = target_positions(framework, assessment)
    aims = {name: targets[name] for name in applies if claimed[name].in_scope and targets[name] > state[name]}
    soft = _binding(framework.rules("soft"), tops)
    figures = step_figures(framework, assessment, claimed)
    return Standing(framework, assessment, claimed, state, graph, soft, aims, figures)


def _binding(rules: Mapping[str, tuple[Rule, ...]], tops: Mapping[str, int]) -> dict[str, list[Rule]]:
    """Strike out options that do not apply, and rules that bind nobody.

    A rule with no option left is waived; one that asks for less of the very same practice is met by climbing.
    """
    binding: dict[str, list[Rule]] = {}
    for name in tops:
        bound = [r for r in rules.get(name, ()) if not any(n == name and least < r.from_level for n, least in r.any_of)]
        left = [Rule(r.from_level, tuple(o for o in r.any_of if o[0] in tops)) for r in bound]
        binding[name] = [rule for rule in left if rule.any_of]
    return binding


def attainable(standing: Standing, name: str) -> int:
    """Give the highest position up to its aim that a practice can reach from here."""
    return min(standing.aims[name], standing.reached[name])
