from hypothesis import given

from equity_blocks.engine.scheduling.package_order import cheapest, package_orders, weights
from equity_blocks.engine.scheduling.prepared_problem import instance_of
from equity_blocks.model.schedule import ScheduleProblem
from strategies import schedule_problems


def _order(**fields):
    problem = ScheduleProblem(T=9, cap=99, **fields)
    return package_orders(instance_of(problem))[0]


@given(schedule_problems(most=7))
def test_every_step_stands_once_and_after_what_it_needs(problem):
    """Of each group at least one option stands before; circles of alternatives do not disturb that."""
    instance = instance_of(problem)
    for order in package_orders(instance):
        assert sorted(order) == list(range(len(instance.jobs)))
        for i, s in enumerate(order):
            assert set(instance.jobs[s].needs) <= set(order[:i])
            assert not any(set(order[:i]).isdisjoint(group) for group in instance.jobs[s].groups)


def test_a_package_counts_what_it_still_needs():
    """Step 1 gains 9 but needs step 0: 9 for 10, less than step 2 with 1 for 1."""
    assert _order(gain=[0, 9, 1], effort=[9, 1, 1], all_of=[[], [0], []]) == [2, 0, 1]


def test_a_poor_step_goes_early_for_what_it_opens():
    """Step 0 gains nothing, but with step 1 it is worth 9 for 2."""
    assert _order(gain=[0, 9, 3], effort=[1, 1, 1], all_of=[[], [0], []]) == [0, 1, 2]


def test_the_cheapest_alternative_joins_the_package():
    """Step 1 costs 2 with the chain below it, step 0 costs 5."""
    assert _order(gain=[0, 0, 0, 9], effort=[5, 1, 1, 1], all_of=[[], [2], [], []], any_of=[[], [], [], [[0, 1]]]) == [
        2,
        1,
        3,
        0,
    ]


def test_what_was_taken_makes_an_alternative_cheap():
    """Step 0 is dear, but once step 2 has brought it in, step 3 rests on it and step 1 is not needed."""
    order = _order(gain=[0, 0, 90, 8], effort=[5, 2, 1, 1], all_of=[[], [], [0], []], any_of=[[], [], [], [[0, 1]]])
    assert order == [0, 2, 3, 1]


def test_a_free_step_has_a_weight():
    """No division by nothing: the weight of a free step is the least there is."""
    instance = instance_of(ScheduleProblem(T=1, cap=1, gain=[1, 1], effort=[0, 1]))
    assert min(weights(instance)) == 1
    assert cheapest(instance, weights(instance), {0, 1}) == [(), ()]


def test_a_step_with_two_ways_to_it_counts_once():
    """Step 2 rests on step 0, and could on step 1, which is settled in between; step 4 still needs step 3, too."""
    effort, any_of = [1, 2, 5, 20, 1], [[], [], [[0, 1]], [], []]
    problem = ScheduleProblem(T=9, cap=99, gain=[0] * 5, effort=effort, all_of=[[], [], [], [], [2, 3]], any_of=any_of)
    instance = instance_of(problem)
    assert cheapest(instance, weights(instance), set(range(5))) == [(), (), (0,), (), (2, 3)]
