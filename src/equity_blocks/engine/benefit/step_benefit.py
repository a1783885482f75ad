"""Benefit and effort of a step: the two figures that a plan is ranked by."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Literal, NamedTuple

from equity_blocks.engine.scoring.claimed_values import ClaimedValue
from equity_blocks.model.action import PlannedEffort
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.effort import Effort, Size
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import Priority, named_by_causes
from equity_blocks.model.rating import Rating

IMPORTANCE: Mapping[Priority, float] = {"low": 0.25, "normal": 1.0, "high": 4.0}
"""How much a unit of value counts by a practice's own importance. Editorial: see docs/methods/plan.md."""
OF_CAUSE: Mapping[Priority, float] = {"low": 1.0, "normal": 2.0, "high": 4.0}
"""The same by the importance of a root cause of a goal: to be named at all makes nothing less important. Editorial."""
HORIZON = {"short": 1.0, "long": 0.5, None: 1.0}
"""How much a unit of value counts by horizon. Editorial: see docs/methods/plan.md."""

ASSUMED_SIZE: Size = "M"
_Basis = Literal["organization", "framework", "assumed"]


class Importance(NamedTuple):
    """The factor by which the importance of a practice multiplies a unit of value.

    Args:
        factor: 0.25, 1, 2 or 4.
        source: What says so: a requirement from outside, the rating, a root cause of a goal, the framework for such an
            organization, or nothing.
    """

    factor: float
    source: Literal["required", "rating", "goal", "framework", "none"]


@dataclass(frozen=True)
class StepFigures:
    """Benefit and effort of every step from where the practices stand.

    Args:
        raises: Practice -> value gained by each step, the first one counted from the present value, in [0, 1].
        benefits: Practice -> benefit of one unit of value.
        days: Practice -> likely person-days from the lowest level to the highest.
        spans: Practice -> share of those days that each step takes.
        importances: Practice -> how important it is, and what says so.

    All steps are counted by the position that they reach.
    """

    raises: Mapping[str, tuple[float, ...]]
    benefits: Mapping[str, float]
    days: Mapping[str, float]
    spans: Mapping[str, tuple[float, ...]]
    importances: Mapping[str, Importance]

    def benefit(self, practice: str, position: int) -> float:
        """Give the benefit of reaching a position from the one below it; only ratios mean something."""
        return self.raises[practice][position] * self.benefits[practice]

    def effort(self, practice: str, position: int) -> float:
        """Give the person-days of reaching a position from the one below it."""
        return self.spans[practice][position] * self.days[practice]


def step_figures(framework: Framework, assessment: Assessment, claimed: Mapping[str, ClaimedValue]) -> StepFigures:
    r"""Weigh every step of every practice.

    Benefit of a step: $$b = \Delta v \cdot w_p \cdot \prod_{B \ni p} w_B \cdot i_p \cdot h_p$$ with `\Delta v` the
    value raised, `w_p` the practice's weight, `w_B` the weights of the blocks around it, `i_p` its importance (see
    `importances`) and `h_p` its horizon (short 1, long 0.5). It is not divided by the size of a block: what a practice
    is worth does not depend on how many stand beside it.

    Effort of a step: $$e = d_p \frac{v_{next} - v}{v_{top} - v_{bottom}}$$ with `d_p` the likely days of the practice
    for an organization of that size (see `effort_of`).

    Source: judgement, see docs/methods/plan.md.
    """
    raises, spans, benefits, days = {}, {}, {}, {}
    important = importances(framework, assessment)
    for name, practice in framework.practices.items():
        values = framework.scale_of(name).values
        claim = claimed[name]
        present = values[0] if claim.value is None else claim.value
        raised = [max(0.0, value - max(values[i - 1], present)) if i else 0.0 for i, value in enumerate(values)]
        raises[name] = tuple(raised)
        spans[name] = tuple(step / (values[-1] - values[0]) for step in raised)
        blocks = prod(block.weight for block in framework.chains[name])
        factors = important[name].factor * HORIZON[practice.horizon]
        benefits[name] = practice.weight * blocks * factors
        days[name] = effort_of(framework, assessment, name).likely
    return StepFigures(raises, benefits, days, spans, important)


def importances(framework: Framework, assessment: Assessment) -> dict[str, Importance]:
    """Give the importance of each practice, with its source.

    What is required from outside counts 4. Else the practice's own mark decides (low 0.25, normal 1, high 4), else the
    most important root cause that names it (low 1, normal 2, high 4), else what the framework says for organizations of
    this type (as the mark), else nothing: 1. What such a practice needs inherits none of it.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pq"]}])
        >>> cause = {"title": "Hours", "practices": ["p"]}
        >>> goal = {"id": "g", "population": "Members", "measure": "Visits", "root_causes": [cause]}
        >>> importances(framework, Assessment(framework="mini", goals=[goal]))
        {'p': Importance(factor=2.0, source='goal'), 'q': Importance(factor=1.0, source='none')}
    """
    named = named_by_causes(assessment.goals)
    audience = assessment.organization.type if assessment.organization else None
    return {
        name: _importance(assessment.rating(name), named.get(name), practice.importance_for(audience))
        for name, practice in framework.practices.items()
    }


def _importance(rating: Rating, named: Priority | None, editorial: Priority | None) -> Importance:
    if rating.required_by:
        return Importance(IMPORTANCE["high"], "required")
    if rating.importance is not None:
        return Importance(IMPORTANCE[rating.importance], "rating")
    if named is not None:
        return Importance(OF_CAUSE[named], "goal")
    return Importance(IMPORTANCE[editorial or "normal"], "framework" if editorial else "none")


def effort_of(framework: Framework, assessment: Assessment, name: str) -> PlannedEffort:
    """Give the effort of a whole practice in person-days: the organization's figure, else the framework's, else M.

    The days of sizes and of the framework are multiplied by its factor for the organization's size. `size` is the size
    that was given or assumed; `None` where days were.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], effort_by_size={"large": 1.5},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "effort": "S"}]}])
        >>> effort_of(framework, Assessment(framework="mini"), "p").likely
        10.0
        >>> effort_of(framework, Assessment(framework="mini", organization={"id": "us", "size": "large"}), "p").likely
        15.0
    """
    given, basis = _given(framework, assessment, name)
    factor = size_factor(framework, assessment, name)
    if isinstance(given, Effort):
        low, likely, high = (days * factor for days in (given.low, given.likely, given.high))
        return PlannedEffort(low=low, likely=likely, high=high, basis=basis)
    return PlannedEffort(likely=framework.effort_days.days(given) * factor, size=given, basis=basis)


def size_factor(framework: Framework, assessment: Assessment, name: str) -> float:
    """Give what the days of a practice are multiplied by for the organization's size; 1 where they are its own.

    Its own are days in its rating, and those of its tailoring.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], effort_by_size={"large": 1.5},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> assessment = Assessment(framework="mini", organization={"id": "us", "size": "large"},
        ...     ratings={"q": {"effort": {"low": 5, "likely": 8, "high": 20}}})
        >>> size_factor(framework, assessment, "p"), size_factor(framework, assessment, "q")
        (1.5, 1.0)
    """
    size = assessment.organization.size if assessment.organization else None
    factor = framework.effort_by_size.get(size, 1.0) if size else 1.0
    return 1.0 if factor == 1 or _is_own(framework, assessment, name) else factor


def _given(framework: Framework, assessment: Assessment, name: str) -> tuple[Effort | Size, _Basis]:
    """What is said of the effort of a practice, and who says it."""
    if own := assessment.rating(name).effort:
        return own, "organization"
    theirs = framework.practices[name].effort
    return (theirs, "framework") if theirs else (ASSUMED_SIZE, "assumed")


def _is_own(framework: Framework, assessment: Assessment, name: str) -> bool:
    """Whether the organization itself said the days, in the rating or in its tailoring."""
    (given, basis), tailored = _given(framework, assessment, name), framework.once(_tailored_days)
    if isinstance(given, Effort):
        return basis == "organization" or ("effort", name) in tailored
    return ("effort_days", given) in tailored


def _tailored_days(framework: Framework) -> frozenset[tuple[str, str]]:
    """The practices and the sizes to which a tailoring gave other days."""
    changes = framework.tailored.changes if framework.tailored else ()
    return frozenset((c.kind, c.practice or c.title) for c in changes if c.kind in ("effort", "effort_days"))
