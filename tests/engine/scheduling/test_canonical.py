from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.canonical import canonical, window
from equity_blocks.model.schedule import ScheduleProblem
from strategies import schedule_problems


def _seen(problem, order):
    """The problem as it looks with its steps in this order."""
    place = {s: i for i, s in enumerate(order)}
    return [
        (problem.gain[s], problem.effort[s], problem.cost[s], problem.dur[s], window(problem, s),
         sorted({place[q] for q in problem.all_of[s]}),
         sorted(sorted({place[q] for q in group}) for group in problem.any_of[s]))
        for s in order
    ]  # fmt: skip


@given(schedule_problems(most=6), st.randoms(use_true_random=False))
def test_every_numbering_leads_to_the_same_problem(problem, random):
    """Put in order, renumbered steps look the same."""
    count = len(problem.gain)
    shuffle = random.sample(range(count), count)
    place = {s: i for i, s in enumerate(shuffle)}
    picked = {
        name: [getattr(problem, name)[s] for s in shuffle] for name in ("gain", "effort", "cost", "dur", "window")
    }
    other = problem.replace(
        **picked,
        all_of=[[place[q] for q in problem.all_of[s]] for s in shuffle],
        any_of=[[[place[q] for q in group] for group in problem.any_of[s]] for s in shuffle],
    )
    steps = list(range(count))
    assert _seen(problem, canonical(problem, steps)) == _seen(other, canonical(other, steps))


def test_many_alike_chains_are_told_apart():
    """Sixty chains of four alike steps: each chain stays together in rank."""
    problem = ScheduleProblem(T=1, cap=1, gain=[1] * 240, effort=[1] * 240,
                              all_of=[[s - 1] if s % 4 else [] for s in range(240)])  # fmt: skip
    order = canonical(problem, list(range(240)))
    assert sorted(order) == list(range(240))
    ranks = [[order.index(4 * chain + i) for chain in range(60)] for i in range(4)]
    assert all(sorted(range(60), key=row.__getitem__) == sorted(range(60), key=ranks[0].__getitem__) for row in ranks)
