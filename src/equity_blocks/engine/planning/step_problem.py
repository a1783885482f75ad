"""The steps of a plan, stated as a schedule problem."""

from collections.abc import Mapping, Sequence
from math import fsum

from equity_blocks.engine.planning.periods import MONTHS_OF_QUARTER
from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.planning.terms import Terms
from equity_blocks.model.rules import Step, is_met
from equity_blocks.model.schedule import MOST_PERIODS, ScheduleProblem


def problem_of(here: Situation, steps: Sequence[Step], terms: Terms) -> ScheduleProblem:
    """State the steps of a plan as a schedule problem, each as short as it may be.

    Args:
        here: Where the organization stands.
        steps: The steps, each after what it needs.
        terms: What the schedule has to keep to. What is delayed begins late; duties are left out.
    """
    index = {step: i for i, step in enumerate(steps)}
    effort = [here.worth.effort(*step) for step in steps]
    unlimited = fsum(effort) + 1.0
    groups = [groups_of(here, step, index) for step in steps]
    return ScheduleProblem(
        T=len(terms.capacity),
        cap=[min(days, unlimited) for days in terms.capacity],
        budget=terms.budget,
        lag=terms.lag,
        gain=[here.worth.benefit(*step) for step in steps],
        effort=effort,
        cost=[cost_of(here, step) for step in steps],
        dur=[least_periods(here, step, terms) for step in steps],
        all_of=[[index[group[0]] for group in found if len(group) == 1] for found in groups],
        any_of=[[[index[s] for s in group] for group in found if len(group) > 1] for found in groups],
        window=[(1 + terms.delays.get(name, 0), len(terms.capacity)) for name, _ in steps],
    )


def cost_of(here: Situation, step: Step) -> float:
    """Give the money that a step takes: its share of the practice's cost, from the lowest level to the highest."""
    return (here.assessment.rating(step[0]).cost or 0.0) * here.worth.spans[step[0]][step[1]]


def least_periods(here: Situation, step: Step, terms: Terms) -> int:
    """Give the periods that a step takes whatever the capacity: the practice's least, or the level's months if more."""
    name, position = step
    quarters = here.framework.practices[name].min_periods
    least = quarters * MONTHS_OF_QUARTER // terms.calendar.months if quarters > 1 else 1
    months = terms.calendar.lasting(here.framework.scale_of(name).levels[position].after_months)
    return min(max(1, least, months), MOST_PERIODS)  # what is longer than that fits no calendar


def groups_of(here: Situation, step: Step, planned: Mapping[Step, int]) -> list[list[Step]]:
    """Say what a step waits for: one step of each group, among those that are planned."""
    name, position = step
    found = [[(name, position - 1)]] if (name, position - 1) in planned else []
    unmet = [rule for rule in here.graph.needs(name, position) if not is_met(rule, here.state)]
    return found + [[option for option in rule.any_of if option in planned] for rule in unmet]
