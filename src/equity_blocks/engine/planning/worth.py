"""What a step is worth and what it takes: the two figures that a plan is ranked by."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Literal

from equity_blocks.engine.scoring.claims import Claim
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.effort import Effort, Size
from equity_blocks.model.framework import Framework, Practice
from equity_blocks.model.plan import PlannedEffort

IMPORTANCE = {"low": 0.25, "normal": 1.0, "high": 4.0}
HORIZON = {"short": 1.0, "long": 0.5, None: 1.0}
"""How much a unit of value counts by importance and by horizon. Editorial: see docs/methods/plan.md."""

ASSUMED_SIZE: Size = "M"


@dataclass(frozen=True)
class Worth:
    """Benefit and effort of every step from where the practices stand.

    Args:
        raises: Practice -> value gained by each step, the first one counted from the present value, in [0, 1].
        benefits: Practice -> benefit of one unit of value.
        days: Practice -> likely person-days from the lowest level to the highest.
        spans: Practice -> share of those days that each step takes.

    All steps are counted by the position that they reach.
    """

    raises: Mapping[str, tuple[float, ...]]
    benefits: Mapping[str, float]
    days: Mapping[str, float]
    spans: Mapping[str, tuple[float, ...]]

    def benefit(self, practice: str, position: int) -> float:
        """Give the benefit of reaching a position from the one below it; only ratios mean something."""
        return self.raises[practice][position] * self.benefits[practice]

    def effort(self, practice: str, position: int) -> float:
        """Give the person-days of reaching a position from the one below it."""
        return self.spans[practice][position] * self.days[practice]


def worth(framework: Framework, assessment: Assessment, said: Mapping[str, Claim]) -> Worth:
    r"""Weigh every step of every practice.

    Benefit of a step: $$b = \Delta v \cdot w_p \cdot \prod_{B \ni p} w_B \cdot i_p \cdot h_p$$ with `\Delta v` the
    value raised, `w_p` the practice's weight, `w_B` the weights of the blocks around it, `i_p` its importance (low
    0.25, normal 1, high 4; a duty from outside means high) and `h_p` its horizon (short 1, long 0.5). It is not divided
    by the size of a block: what a practice is worth does not depend on how many stand beside it.

    Effort of a step: $$e = d_p \frac{v_{next} - v}{v_{top} - v_{bottom}}$$ with `d_p` the likely days of the practice.

    Source: judgement, see docs/methods/plan.md.
    """
    raises, spans, benefits, days = {}, {}, {}, {}
    for name, practice in framework.practices.items():
        values = framework.scale_of(name).values
        rating, claim = assessment.rating(name), said[name]
        present = values[0] if claim.value is None else claim.value
        raised = [max(0.0, value - max(values[i - 1], present)) if i else 0.0 for i, value in enumerate(values)]
        raises[name] = tuple(raised)
        spans[name] = tuple(step / (values[-1] - values[0]) for step in raised)
        blocks = prod(block.weight for block in framework.chains[name])
        factors = IMPORTANCE[importance(rating)] * HORIZON[practice.horizon]
        benefits[name] = practice.weight * blocks * factors
        days[name] = effort_of(framework, practice, rating).likely
    return Worth(raises, benefits, days, spans)


def importance(rating: Rating) -> str:
    """Give the importance that a rating states; what a duty from outside asks for is of high importance."""
    return "high" if rating.required_by else rating.importance


def effort_of(framework: Framework, practice: Practice, rating: Rating) -> PlannedEffort:
    """Give the effort of a whole practice in person-days: the organization's figure, else the framework's, else M.

    Example:
        >>> from equity_blocks.model import Framework, Rating
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "effort": "S"}]}])
        >>> effort_of(framework, framework.practice("p"), Rating()).likely
        10.0
    """
    basis: Literal["organization", "framework", "assumed"]
    basis = "organization" if rating.effort else "framework" if practice.effort else "assumed"
    given = rating.effort or practice.effort or ASSUMED_SIZE
    if isinstance(given, Effort):
        return PlannedEffort(low=given.low, likely=given.likely, high=given.high, basis=basis)
    return PlannedEffort(likely=framework.effort_days.days(given), size=given, basis=basis)
