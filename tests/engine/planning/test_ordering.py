from hypothesis import given

from equity_blocks import Assessment, Framework
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.graph import is_ready
from equity_blocks.engine.planning.ordering import order, regrouped, waves
from equity_blocks.engine.planning.selection import select
from strategies import cases, fewer, frameworks

tangled = cases(frameworks(least=3, rules=10))


def _runs_of(case):
    standing = standing_of(*case)
    return standing, order(standing, select(standing, everything=True))


@fewer
@given(tangled)
def test_each_run_knows_where_everything_stands_before_it(case):
    """Its practice stands at its start, and its steps can be taken one after the other."""
    standing, runs = _runs_of(case)
    held = dict(standing.state)
    for run in runs:
        assert run.before == held
        for name, position in run.steps:
            assert is_ready(standing.graph, held, name)
            held[name] = position


@fewer
@given(tangled)
def test_the_same_steps_make_the_same_actions(case):
    """Regrouping an order that is already one changes nothing."""
    standing, runs = _runs_of(case)
    again = regrouped(standing, runs, [step for run in runs for step in run.steps])
    assert [(d.practice, d.start, d.to, d.before) for d in again] == [
        (d.practice, d.start, d.to, d.before) for d in runs
    ]


@fewer
@given(tangled)
def test_steps_apart_are_joined_where_nothing_stands_between(case):
    """Whatever valid order the steps are in, the actions break no rule and hold all of them."""
    standing, runs = _runs_of(case)
    left, held, steps = [step for run in runs for step in run.steps], dict(standing.state), []
    while left:
        ready = [s for s in left if held[s[0]] == s[1] - 1 and is_ready(standing.graph, held, s[0])]
        step = min(ready, key=lambda s: (s[1], s[0]))
        steps.append(step)
        left.remove(step)
        held[step[0]] = step[1]
    found = regrouped(standing, runs, steps)
    walked = dict(standing.state)
    for run in found:
        for name, position in run.steps:
            assert is_ready(standing.graph, walked, name)
            walked[name] = position
    assert walked == held
    assert all(wave >= 1 for wave in waves(standing, found))


def test_of_alike_packages_the_one_that_serves_the_nearer_goal_goes_first():
    """Ratios within 1 % of the best: the goal decides; beyond, the ratio does."""
    cause = {"title": "Hours", "importance": "low", "practices": ["q"]}
    goal = {"id": "g", "population": "Members", "measure": "Visits", "target": {"value": 1, "by": "2028-06-30"}}
    for days, first in ((30.2, "q"), (31, "p")):
        ratings = {"p": {"level": "no", "effort": dict.fromkeys(("low", "likely", "high"), 30)}}
        ratings["q"] = {"level": "no", "effort": dict.fromkeys(("low", "likely", "high"), days)}
        said = Assessment(framework="mini", ratings=ratings, goals=[{**goal, "root_causes": [cause]}])
        framework = Framework(
            id="mini", title="Mini", scale=["no", "yes"],
            blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pq"]}],
        )  # fmt: skip
        standing = standing_of(framework, said)
        assert order(standing, select(standing, everything=True))[0].practice == first
