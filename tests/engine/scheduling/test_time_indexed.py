from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.prepared_problem import instance_of
from equity_blocks.engine.scheduling.serial_generation import OPEN, generate
from equity_blocks.engine.scheduling.time_indexed import Model, unordered
from equity_blocks.model.schedule import ScheduleProblem
from strategies import schedule_problems


def _drawn(instance, random):
    order = random.sample(range(len(instance.jobs)), len(instance.jobs))
    return generate(instance, order, [random.choice((OPEN, job.longest)) for job in instance.jobs])


@given(schedule_problems(most=6), st.randoms(use_true_random=False))
def test_every_schedule_keeps_all_rows_and_is_read_back(problem, random):
    """The model forbids nothing that the rules allow, and its parts are what schedules are compared by."""
    instance = instance_of(problem)
    model, placing = Model(instance), _drawn(instance, random)
    columns = model.columns_of(placing)
    assert model.placing_of(columns) == (placing.begins, placing.ends)
    for terms, limit in model.rows():
        assert sum(factor for column, factor in terms.items() if columns[column]) <= limit
    assert model.sum(model.benefit.terms, placing) == placing.merit[-1] <= model.benefit.limit
    limits = [model.sum(part.terms, placing) for part in model.duties]
    assert all(value <= part.limit for value, part in zip(limits, model.duties, strict=True))
    assert model.bettered(limits, placing) == instance.duties(placing.begins, placing.ends)


@given(schedule_problems(most=6), st.randoms(use_true_random=False))
def test_better_duties_are_larger_parts(problem, random):
    """Of two schedules, the one with the better duties has the larger first part in which they differ."""
    instance = instance_of(problem)
    model, (one, other) = Model(instance), (_drawn(instance, random) for _ in range(2))
    parts = [[model.sum(part.terms, placing) for part in model.duties] for placing in (one, other)]
    duties = [instance.duties(placing.begins, placing.ends) for placing in (one, other)]
    if instance.urgent:
        assert (parts[0] > parts[1]) == (duties[0] < duties[1])


def test_jobs_that_hold_each_other_up_are_found_and_forbidden():
    """Steps 0 and 1 could do so in period 1; in truth they wait for step 2."""
    instance = instance_of(
        ScheduleProblem(T=2, cap=9, lag=0, gain=[5, 5, 1], effort=[1, 1, 1], any_of=[[[1, 2]], [[0, 2]], []],
                        window=[None, None, (2, 2)])
    )  # fmt: skip
    assert unordered(instance, [1, 1, 2], [1, 1, 2], 1) == {0, 1}
    assert list(Model(instance).unfounded([1, 1, 2], [1, 1, 2])) != []
