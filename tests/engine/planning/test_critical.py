from hypothesis import given

from equity_blocks.engine.planning.critical import critical_chain, slack
from equity_blocks.engine.planning.ordering import order
from equity_blocks.engine.planning.periods import Calendar
from equity_blocks.engine.planning.selection import select
from equity_blocks.engine.planning.situation import situation
from equity_blocks.engine.planning.terms import Terms
from equity_blocks.engine.planning.timetable import Timetable, timetable
from strategies import dated, fewer

TERMS = Terms(Calendar(), (1.0,) * 6)
A, B, C, D = (("a", 1), ("b", 1), ("c", 1), ("d", 1))


def test_the_chain_of_a_worked_example():
    """A (1) before b (2 to 4) before d (5); c (1) has room until 4."""
    begin, end = {A: 1, B: 2, C: 1, D: 5}, {A: 1, B: 4, C: 1, D: 5}
    made = Timetable(TERMS, dict.fromkeys([A, B, C, D], 1), begin, end, {A: [], B: [A], C: [], D: [B, C]}, {})
    assert slack(made) == {A: 0, B: 0, C: 3, D: 0}
    assert critical_chain(made) == [A, B, D]


def test_nothing_planned_has_no_chain():
    """There is no end to decide."""
    made = Timetable(TERMS, {A: 1}, {}, {}, {}, {})
    assert (slack(made), critical_chain(made)) == ({}, [])


@fewer
@given(dated(least=2))
def test_slack_can_be_used_up_and_no_more(case):
    """A step moved by its slack still leaves room before what rests on it; one more period and it does not."""
    framework, assessment, options = case
    here = situation(framework, assessment)
    terms = Terms(Calendar(), (60.0,) * options["periods"], lag=options["lag"])
    made = timetable(here, order(here, select(here, everything=True)), terms)
    free = slack(made)
    last = max(made.end.values(), default=0)
    for step, most in free.items():
        after = [other for other in made.end if step in made.needs[other]]
        latest = min((made.begin[o] + free[o] - terms.lag for o in after), default=last)
        assert most >= 0
        assert made.end[step] + most == min(latest, last)
    chain = critical_chain(made)
    assert all(free[step] == 0 for step in chain)
    assert not chain or made.end[chain[-1]] == last
