from hypothesis import given

from equity_blocks.engine.scheduling.enumerating import FEW, enumerate_all
from equity_blocks.engine.scheduling.instance import instance_of
from equity_blocks.engine.scheduling.packages import package_order
from equity_blocks.engine.scheduling.serial import generate
from equity_blocks.model.schedule import ScheduleProblem
from feasible import best_worth, broken, worth
from strategies import fewer, schedule_problems


@given(schedule_problems(most=4))
@fewer
def test_what_is_proven_is_the_optimum(problem):
    """The naive enumeration of all finish vectors finds nothing better."""
    here = instance_of(problem)
    finish, is_proven = enumerate_all(here, generate(here, package_order(here))[0])
    told = here.told(finish, len(problem.gain))
    assert broken(problem, told) == []
    assert not is_proven or worth(problem, told) == best_worth(problem)


def test_few_steps_without_circles_are_proven():
    """Nine steps in four periods are within reach."""
    here = instance_of(ScheduleProblem(T=4, cap=7, gain=range(1, 10), effort=[3, 1, 4, 1, 5, 2, 6, 5, 3]))
    assert enumerate_all(here, [here.never] * 9, nodes=10**6)[1]


def test_trying_is_given_up_honestly():
    """With too many steps, too few looks, or a circle of alternatives nothing is said to be proven."""
    many = instance_of(ScheduleProblem(T=2, cap=1, gain=[1] * (FEW + 1), effort=[1] * (FEW + 1)))
    circle = instance_of(ScheduleProblem(T=2, cap=9, gain=[1] * 3, effort=[1] * 3, any_of=[[[1, 2]], [[0, 2]], []]))
    few = instance_of(ScheduleProblem(T=4, cap=7, gain=[1] * 9, effort=[3] * 9))
    for here, nodes in ((many, 10**6), (circle, 10**6), (few, 5)):
        none = [here.never] * len(here.steps)
        assert enumerate_all(here, none, nodes)[1] is False
