"""Duties are kept where they can be, and value and bound speak of benefit alone."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, ScheduleProblem, load_assessment, load_framework, plan
from equity_blocks.engine.planning import duties
from equity_blocks.engine.planning.duties import Duties, Kept, Search, _benefit_last
from equity_blocks.engine.planning.periods import calendar_of
from equity_blocks.engine.planning.situation import situation
from equity_blocks.engine.planning.step_problem import problem_of
from equity_blocks.engine.planning.terms import terms_of
from equity_blocks.model.schedule import Schedule
from feasible import broken, worth
from strategies import fewer, rearranged

PRACTICES = [{"id": name, "title": name.upper()} for name in "pqr"]
MINI = Framework(
    id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": PRACTICES}]
)


def _plan(ratings, days, actions=None, **options):
    """Plan three practices of so many days, all of them unless told otherwise."""
    said = {
        name: {"level": "no", "effort": {"low": days[name], "likely": days[name], "high": days[name]}, **more}
        for name, more in ratings.items()
    }
    rest = {name: "yes" for name in "pqr" if name not in said}
    assessment = Assessment(framework="mini", ratings={**said, **rest}, actions=actions or {})
    return plan(MINI, assessment, everything=True, **options)


def _when(made):
    return {action.practice: (action.start, action.finish) for action in made.actions}


def test_a_step_takes_as_long_as_uneven_capacity_asks():
    """A hundred days fit into four periods at 25 each, though the largest would take them in two."""
    assert _when(_plan({"p": {}}, {"p": 100}, capacity=[30, 60, 30, 60])) == {"p": ("1", "4")}
    assert _when(_plan({"p": {}}, {"p": 60}, capacity=[40, 20, 40, 20])) == {"p": ("1", "3")}


def test_what_has_been_started_does_not_wait_for_a_large_period():
    """It goes on at once, at twenty days a period, and not in the last one alone."""
    made = _plan({"p": {}, "q": {}}, {"p": 60, "q": 20}, {"p": {"progress": "started"}}, capacity=[20, 20, 20, 60])
    assert _when(made)["p"] == ("1", "3")


def test_a_longer_run_may_keep_a_date():
    """Forty days by the middle of the year: over two periods, before the large one."""
    duty = {"required_by": [{"title": "Contract", "due": "2027-06-30"}]}
    made = _plan({"p": duty, "q": {}}, {"p": 40, "q": 20}, capacity=[20, 20, 60], start="2027-Q1")
    assert _when(made)["p"] == ("2027-Q1", "2027-Q2")
    assert made.remarks == ()


@pytest.mark.parametrize("options", [{"certify": True}, {"planner": "exact"}])
def test_the_bound_is_that_of_plans_which_keep_what_was_started(options):
    """What pays more has to wait for it in every such plan, so the one found is proven to be the best."""
    pytest.importorskip("highspy")
    ratings = {"p": {"importance": "low"}, "q": {"importance": "high"}, "r": {"importance": "high"}}
    made = _plan(ratings, dict.fromkeys("pqr", 20), {"p": {"progress": "started"}}, capacity=20, periods=3, **options)
    assert _when(made)["p"] == ("1", "1")
    assert (made.gap, made.planner) == (0, options.get("planner", "greedy"))


def test_an_owed_step_is_not_left_out_for_benefit():
    """Not even by the exact planner, where another practice brings four times as much for the same days."""
    pytest.importorskip("highspy")
    duty = {"importance": "low", "required_by": [{"title": "Contract", "due": "2027-03-31"}]}
    ratings = {"p": duty, "q": {"importance": "high"}, "r": {"importance": "high"}}
    for planner in ("greedy", "exact"):
        made = _plan(ratings, dict.fromkeys("pqr", 20), capacity=20, periods=2, start="2027-Q1", planner=planner)
        assert _when(made)["p"] == ("2027-Q1", "2027-Q1")
        assert "deadline_missed" not in [remark.code for remark in made.remarks]


def test_the_time_limit_holds_for_all_solutions_together(monkeypatch):
    """Durations are chosen without the exact planner; of what is left each solution but the last gets half."""
    asked = []

    def solve(problem, planner, **options):
        if planner == "exact":
            asked.append(options["time_limit"])
            clock[0] += options["time_limit"]
        return original(problem, "greedy", **options)

    original, clock = duties.solve, [100.0]
    monkeypatch.setattr(duties, "solve", solve)
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    actions = {"p": {"progress": "started"}}
    _plan(
        {"p": {}, "q": {}, "r": {}},
        {"p": 30, "q": 40, "r": 50},
        actions,
        capacity=[20, 40],
        planner="exact",
        time_limit=8,
    )
    assert asked == [4, 4]
    asked.clear()
    _plan({"p": {}, "q": {}}, {"p": 30, "q": 40}, capacity=[20, 40], planner="exact", time_limit=8)
    assert asked == [8]


@st.composite
def _ranked(draw):
    steps = draw(st.integers(1, 4))
    numbers = st.integers(0, 9)
    problem = ScheduleProblem(
        T=3,
        cap=draw(st.lists(numbers, min_size=3, max_size=3)),
        gain=draw(st.lists(numbers, min_size=steps, max_size=steps)),
        effort=draw(st.lists(st.integers(0, 9), min_size=steps, max_size=steps)),
        all_of=[draw(st.lists(st.integers(0, s - 1), max_size=1)) if s else [] for s in range(steps)],
    )
    return problem, draw(st.lists(st.integers(0, 1), min_size=steps, max_size=steps))


@fewer
@given(_ranked())
def test_no_schedule_that_puts_the_urgent_where_they_are_is_worth_more(case):
    """Of all schedules of small problems, by trying each: ranks come first, then benefit."""
    problem, ranks = case
    made = _benefit_last(problem, ranks, Search())
    every = [f for f in product((None, 1, 2, 3), repeat=len(ranks)) if not broken(problem, f)]

    def hurry(finish):
        return sum(rank * (problem.T - f + 1) for rank, f in zip(ranks, finish, strict=True) if f)

    assert broken(problem, made.finish) == []
    assert hurry(made.finish) == max(map(hurry, every))
    same = [f for f in every if all(not r or a == b for r, a, b in zip(ranks, f, made.finish, strict=True))]
    assert made.value == max(worth(problem, f) for f in same)
    assert made.bound is None or made.bound >= made.value


@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_what_was_started_goes_on_whatever_else_gains(planner):
    """One period sooner weighs more than five periods of a practice that is worth a hundred times as much."""
    pytest.importorskip("highspy")
    heavy = rearranged(MINI, practice=lambda data: data | {"weight": 100 if data["id"] == "q" else 1})
    ratings = {name: {"level": "no", "effort": dict.fromkeys(("low", "likely", "high"), d)} for name, d in DAYS.items()}
    said = Assessment(framework="mini", ratings={**ratings, "r": "yes"}, actions={"p": {"progress": "started"}})
    made = plan(heavy, said, everything=True, capacity=[10, 1, 0, 0, 0, 10], planner=planner)
    assert _when(made) == {"p": ("1", "1"), "q": ("6", "6")}


DAYS = {"p": 1, "q": 10}


def test_lateness_counts_from_the_date():
    """Two periods late is worse than one, though the other date is later in the year; a practice counts once."""
    here = situation(MINI, Assessment(framework="mini", ratings={
        "p": {"level": "no", "required_by": [{"title": "C", "due": "2027-06-30"}]},
        "q": {"level": "no", "required_by": [{"title": "C", "due": "2028-06-30"}]}, "r": "yes",
    }))  # fmt: skip
    steps = [("p", 1), ("q", 1)]
    terms = terms_of(calendar_of("2027-Q1"), 8, 60)
    kept, problem = Duties(here, steps, terms), problem_of(here, steps, terms)

    def merit(p, q, missed):
        made = Schedule(planner="greedy", finish=(p, q), value=1)
        return kept.merit(Kept(problem, made, missed, frozenset()))

    assert kept.deadlines == {"p": 2, "q": 6}
    assert merit(4, 6, {"p": 2}) < merit(2, 7, {"q": 6}) < merit(2, 6, {})


def test_weights_as_large_as_they_may_be_are_planned():
    """A started step weighs more than all of them, within what a schedule problem can hold."""
    pytest.importorskip("highspy")
    huge = rearranged(MINI, practice=lambda data: data | {"weight": 1e11})
    said = Assessment(framework="mini", ratings=dict.fromkeys("pqr", "no"), actions={"r": {"progress": "started"}})
    made = plan(huge, said, everything=True, capacity=30, periods=4, certify=True)
    assert _when(made)["r"] == ("1", "1")
    assert made.gap == pytest.approx(0, abs=1e-6)


def test_a_solution_that_leaves_a_duty_out_does_not_spend_all_the_time(monkeypatch):
    """The exact planner would rather have q; half of the time is left for the solutions in which p comes first."""
    asked = []

    def solve(problem, planner, **options):
        found = original(problem, "greedy", **options)
        if planner == "exact":
            asked.append(options["time_limit"])
            clock[0] += options["time_limit"]
            if len(asked) == 1:
                return found.replace(finish=[None] * len(found.finish), value=0)
        return found

    original, clock = duties.solve, [100.0]
    monkeypatch.setattr(duties, "solve", solve)
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    duty = {"required_by": [{"title": "Contract", "due": "2027-06-30"}]}
    made = _plan(
        {"p": duty, "q": {}}, {"p": 20, "q": 20}, capacity=20, periods=2, start="2027-Q1", planner="exact", time_limit=8
    )
    assert asked == [4, 2, 2]
    assert set(_when(made)) == {"p", "q"}


def test_a_duty_that_is_given_up_does_not_take_another_with_it():
    """Q can never be on time; what is due in June still is, though both have the same importance."""
    practices = [*PRACTICES[:2], {"id": "r", "title": "R", "requires": [{"practice": "p", "why": "first"}]}]
    framework = MINI.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
    days = {"p": 4, "q": 13, "r": 8}
    due = {"p": "2027-03-31", "q": "2027-06-30", "r": "2027-03-31"}
    ratings = {
        name: {
            "level": "no",
            "effort": dict.fromkeys(("low", "likely", "high"), days[name]),
            "required_by": [{"title": "C", "due": due[name]}],
        }
        for name in days
    }
    said = Assessment(framework="mini", ratings=ratings)
    made = plan(framework, said, everything=True, capacity=[7, 18, 2], start="2027-Q1")
    (remark,) = (remark for remark in made.remarks if remark.code == "deadline_missed")
    assert remark.data["practices"] == ("r",) or remark.data["practices"] == ["r"]


def test_a_duty_outweighs_any_benefit():
    """A long practice of low importance is on time, and what brings more waits or is left out."""
    practices = [{**PRACTICES[0], "min_periods": 8}, *PRACTICES[1:]]
    framework = MINI.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
    days = {"p": 8, "q": 10}
    ratings = {n: {"level": "no", "effort": dict.fromkeys(("low", "likely", "high"), d)} for n, d in days.items()}
    ratings["p"] |= {"importance": "low", "required_by": [{"title": "C", "due": "2028-12-31"}]}
    ratings["q"] |= {"importance": "high"}
    said = Assessment(framework="mini", ratings={**ratings, "r": "yes"})
    made = plan(framework, said, everything=True, capacity=[10, *[2] * 7], start="2027-Q1")
    assert _when(made)["p"] == ("2027-Q1", "2028-Q4")


def test_work_under_way_on_the_sample_goes_on_in_the_first_period():
    """With little capacity it runs longer, so that it can."""
    made = plan(
        load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml"), capacity=20, start="2027-Q1"
    )
    assert _when(made)["data-standards"][0] == "2027-Q1"


@pytest.mark.parametrize(("quarters", "start"), [(401, "2027-01"), (1_201, None)])
def test_a_practice_that_takes_longer_than_any_calendar_finds_no_room(quarters, start):
    """It is no error: an author may mean a hundred years."""
    practices = [{**PRACTICES[0], "min_periods": quarters}, *PRACTICES[1:]]
    framework = MINI.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
    said = Assessment(framework="mini", ratings={"p": "no", "q": "yes", "r": "yes"})
    made = plan(framework, said, everything=True, capacity=60, start=start)
    assert [left.reasons[0].code for left in made.unscheduled] == ["no_room"]
