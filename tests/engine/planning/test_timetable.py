from itertools import pairwise
from math import ceil, fsum
from time import process_time

import pytest
from hypothesis import given

from equity_blocks import Assessment, Framework, load_assessment, load_framework
from equity_blocks.engine.benefit.completions import Benefits, Completion, benefits_of
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.benefit.step_benefit import effort_of
from equity_blocks.engine.planning.ordering import order
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.planning.selection import select
from equity_blocks.engine.planning.timetable import STRETCH, Search, cost_of, groups_of, problem_of, timetable
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.targets import target_positions
from equity_blocks.model.calendar import Calendar
from strategies import dated, fewer, rearranged

_MONTHS = {"2027-01": 1}
"""How many months a period has, by the start of the calendar; others are quarters."""


class _Reader:
    """Reads the steps of a plan with periods from 1, and where each practice stood before it."""

    def __init__(self, framework, assessment, made):
        self.framework, self.assessment, self.made = framework, assessment, made
        self.claimed = claimed_values(framework, assessment)
        self.held = {n: claim.position or 0 for n, claim in self.claimed.items() if claim.status != "not_applicable"}
        index = {period.id: i for i, period in enumerate(made.periods, 1)}
        self.steps = {}
        for action in made.actions:
            ids = framework.scale_of(action.practice).ids
            for step in action.steps:
                self.steps[action.practice, ids.index(step.to)] = step, index[step.start], index[step.finish]

    def stands(self, practice, level, start, lag):
        """Say whether a level is held soon enough for work that begins in a period."""
        done = [end for (name, to), (_, _, end) in self.steps.items() if name == practice and to >= level]
        return self.held[practice] >= level or any(end + lag <= start for end in done)

    def by_the_end_of(self, period):
        """Rate what has been raised by then; what nobody rated stands at the lowest level."""
        found = {n: 0 for n, claim in self.claimed.items() if claim.status in ("unanswered", "unknown")}
        for (name, to), (_, _, end) in self.steps.items():
            if end <= period:
                found[name] = max(found.get(name, 0), to)
        ratings = {name: {"level": to} for name, to in found.items()}
        return self.assessment.replace(ratings={**self.assessment.ratings, **ratings})


@fewer
@given(dated(least=2))
def test_no_prerequisite_is_broken_and_the_lag_is_kept(case):
    """Whatever a step needs is done, so many periods before it begins; it begins after its delay and lasts long."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    read = _Reader(framework, assessment, made)
    for (name, to), (_, start, end) in read.steps.items():
        assert read.stands(name, to - 1, start, options["lag"])
        for rule in framework.rules()[name]:
            ours = [(q, least) for q, least in rule.any_of if q in read.held]
            if rule.from_level <= to and ours and not any(q == name and least < rule.from_level for q, least in ours):
                assert any(read.stands(q, least, start, options["lag"]) for q, least in ours)
        assert 1 + options["delays"].get(name, 0) <= start <= end <= options["periods"]
        least = framework.practices[name].least_periods(framework.scale_of(name).ids[to])
        assert end - start + 1 >= (3 * least if least > 1 and options["start"] in _MONTHS else least)


@fewer
@given(dated(least=2))
def test_no_period_is_over_its_capacity_and_the_money_lasts(case):
    """Days and money are added up again from the steps."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    used, spent = [[] for _ in made.periods], [[] for _ in made.periods]
    for (name, to), (step, start, end) in _Reader(framework, assessment, made).steps.items():
        for period in range(start, end + 1):
            used[period - 1].append(step.effort / (end - start + 1))
        scale, whole = framework.scale_of(name), effort_of(framework, assessment, name).likely
        assert (
            step.effort
            <= whole * (scale.values[to] - scale.values[to - 1]) / (scale.values[-1] - scale.values[0]) + 1e-9
        )
        spent[end - 1].append((assessment.rating(name).cost or 0) * step.effort / whole)
    for period, days, money in zip(made.periods, used, spent, strict=True):
        assert period.used == pytest.approx(fsum(days))
        assert period.capacity is None or period.used <= period.capacity + 1e-6
        assert period.cost == pytest.approx(fsum(money))
    if options["budget"] is not None:
        assert fsum(period.cost for period in made.periods) <= options["budget"] + 1e-6


@fewer
@given(dated(least=2))
def test_the_curve_is_what_scoring_again_gives(case):
    """After each period, rate what has been raised, score again, and the period's score is there; gains add up."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    read = _Reader(framework, assessment, made)
    assert made.score_now == score(framework, read.by_the_end_of(0)).score.value
    for i, period in enumerate(made.periods, 1):
        again = score(framework, read.by_the_end_of(i)).score.value
        assert period.score == (again if again is None else pytest.approx(again, abs=1e-12))
    assert made.score_after == (made.periods[-1].score)
    total = fsum(action.gain for action in made.actions)
    assert (made.score_after or 0.0) - (made.score_now or 0.0) == pytest.approx(total, abs=1e-9)


@fewer
@given(dated(least=2))
def test_what_is_chosen_reaches_its_target_or_is_told_why_not(case):
    """Nobody has to look for what is missing; it has a reason in words."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    read = _Reader(framework, assessment, made)
    targets = target_positions(framework, assessment)
    ends = dict(read.held)
    for name, to in read.steps:
        ends[name] = max(ends[name], to)
    below = {name for name, claim in read.claimed.items() if claim.in_scope and ends[name] < targets[name]}
    told = {left.practice for left in (*made.unscheduled, *made.later)}
    assert below == told
    if options["everything"]:
        assert {code for left in made.later for code in _codes(left)} <= {"dropped"}
    for left in made.unscheduled:
        why, *duties = _codes(left)
        assert why in {"no_room", "no_run", "over_budget", "starts_too_late", "blocked", "unreachable"}
        assert duties == ["required_by"] * bool(assessment.rating(left.practice).required_by)
        assert left.reason.endswith(".")


@fewer
@given(dated(least=2))
def test_actions_stand_in_the_order_in_which_they_begin(case):
    """Ranks count from 1, starts never go back, and the steps of an action follow one another."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    index = {period.id: i for i, period in enumerate(made.periods)}
    assert [action.rank for action in made.actions] == list(range(1, len(made.actions) + 1))
    starts = [index[action.start] for action in made.actions]
    assert starts == sorted(starts)
    for action in made.actions:
        assert (action.start, action.finish) == (action.steps[0].start, action.steps[-1].finish)
        assert all(one.to == next_.start_level for one, next_ in pairwise(action.steps))
        assert action.slack >= 0
    assert set(made.critical) <= {action.practice for action in made.actions}
    assert bool(made.critical) == bool(made.actions)


@fewer
@given(dated(least=2))
def test_the_same_input_gives_the_same_plan_in_whatever_order_it_is_written(case):
    """Blocks and practices may be listed the other way round; nothing of the schedule changes."""
    framework, assessment, options = case
    data = framework.model_dump(by_alias=True)

    def turned(node):
        blocks = [turned(block) for block in reversed(node["blocks"])]
        return node | {"blocks": blocks, "practices": list(reversed(node.get("practices", ())))}

    other = Framework.model_validate({**data, "blocks": turned({"blocks": data["blocks"]})["blocks"]})
    ratings = dict(reversed(assessment.ratings.items()))
    first = plan(framework, assessment, **options)
    second = plan(other, assessment.replace(ratings=ratings), **options)
    assert first == plan(framework, assessment, **options)
    assert _told(first) == _told(second)


def _told(made):
    return [(a.practice, a.start_level, a.to, a.start, a.finish, [s.start for s in a.steps]) for a in made.actions]


@fewer
@given(dated(least=2))
def test_a_deadline_that_is_missed_is_told(case):
    """Steps up to the target end in the last period that the earliest duty allows, or the action says it is late."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    last = {
        "2027-Q1": {"2026-01-01": 0, "2027-03-31": 1, "2027-06-30": 2, "2028-01-31": 4},
        "2026-Q4": {"2026-01-01": 0, "2027-03-31": 2, "2027-06-30": 3, "2028-01-31": 5},
        "2027-01": {"2026-01-01": 0, "2027-03-31": 3, "2027-06-30": 6, "2028-01-31": 13},
    }.get(options["start"], {})
    targets = target_positions(framework, assessment)
    late = {action.practice for action in made.actions if "deadline_missed" in _codes(action)}
    for (name, to), (_, _, end) in _Reader(framework, assessment, made).steps.items():
        for duty in assessment.rating(name).required_by:
            due = last.get(duty.due.isoformat(), options["periods"] + 1)
            if to <= targets[name] and due < options["periods"] and end > due:
                assert name in late


def _codes(item):
    return [reason.code for reason in item.reasons]


MINI = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[
        {
            "id": "b",
            "title": "B",
            "practices": [
                {"id": "p", "title": "P", "effort": "M", "requires": [{"practice": "q", "why": "q first"}]},
                {"id": "q", "title": "Q", "effort": "M"},
            ],
        }
    ],
)
THREE = Framework.model_validate({**MINI.model_dump(by_alias=True), "scale": ["no", "some", "yes"]})
"""The same with a level between."""
NO = {"p": "no", "q": "no"}


def _mini(ratings=NO, framework=MINI, **options):
    return plan(framework, Assessment(framework="mini", ratings=ratings), everything=True, **options)


def _finishes(made):
    return {action.practice: action.finish for action in made.actions}


def test_work_of_sixty_days_takes_two_periods_of_thirty():
    """Each practice takes 30 days, and the one needs the other."""
    made = _mini(periods=3, capacity=30, start="2027-Q1")
    assert [(a.practice, a.start, a.finish) for a in made.actions] == [
        ("q", "2027-Q1", "2027-Q1"),
        ("p", "2027-Q2", "2027-Q2"),
    ]
    assert [period.used for period in made.periods] == [30, 30, 0]
    assert [period.score for period in made.periods] == [0.5, 1, 1]
    assert made.critical == ("q", "p")


@pytest.mark.parametrize(("lag", "finish"), [(1, "2"), (0, "1")])
def test_without_a_lag_what_is_needed_may_be_done_in_the_same_period(lag, finish):
    """With a lag of 1 it is done in an earlier one."""
    assert _finishes(_mini(periods=4, capacity=100, lag=lag))["p"] == finish


def test_a_deadline_comes_before_benefit():
    """A practice with a date to keep goes first, though it brings less."""
    framework = MINI.replace(blocks=[MINI.blocks[0].replace(practices=[p.replace(requires=()) for p in _both()])])
    ratings = {"p": {"level": "no", "importance": "high"}, "q": {"level": "no", "importance": "low"}}
    options = {"everything": True, "periods": 4, "capacity": 30, "start": "2027-Q1"}
    free = plan(framework, Assessment(framework="mini", ratings=ratings), **options)
    assert [action.practice for action in free.actions] == ["p", "q"]
    ratings["q"] = {"level": "no", "importance": "low", "required_by": [{"title": "Contract", "due": "2027-06-30"}]}
    bound = plan(framework, Assessment(framework="mini", ratings=ratings), **options)
    assert _finishes(bound)["q"] in ("2027-Q1", "2027-Q2")
    assert "deadline_missed" not in [code for action in bound.actions for code in _codes(action)]


def _both():
    return MINI.blocks[0].practices


@pytest.mark.parametrize("due", ["2027-03-31", "2026-12-31", "2020-01-01"])
def test_a_deadline_that_cannot_be_met_is_missed_by_as_little_as_possible(due):
    """It says so, and is done as early as it can be: what is over already does not stand in the way."""
    ratings = {"q": "no", "p": {"level": "no", "required_by": [{"title": "Contract", "due": due}]}}
    made = _mini(ratings, periods=8, capacity=30, start="2027-Q1")
    late = next(action for action in made.actions if action.practice == "p")
    assert (late.finish, "deadline_missed" in _codes(late)) == ("2027-Q2", True)
    assert "cannot be done before the end of 2027-Q2: Q comes first." in late.reason
    assert made.unscheduled == ()


def test_a_deadline_after_the_last_period_hurries_nothing():
    """Nor does one that plain numbers cannot place."""
    ratings = {"q": "no", "p": {"level": "no", "required_by": [{"title": "Contract", "due": "2040-01-01"}]}}
    for start in ("2027-Q1", None):
        made = _mini(ratings, periods=3, capacity=30, start=start)
        assert all("deadline_missed" not in _codes(action) for action in made.actions)


def test_no_capacity_is_no_plan_with_a_reason():
    """Every practice says what it lacks, none of it is an error."""
    made, none = _mini(periods=2, capacity=0), "No room by the end of period 2: stays at no, short of yes."
    assert made.actions == ()
    assert [(left.practice, left.reason) for left in made.unscheduled] == [
        (
            "p",
            f"{none} 30 person-days more in each period would make room.",
        ),
        (
            "q",
            f"{none} 15 person-days more in each period would make room.",
        ),
    ]
    assert [(period.capacity, period.used, period.score) for period in made.periods] == [(0, 0, 0), (0, 0, 0)]


def test_periods_without_capacity_are_passed_over():
    """Work rests in the middle."""
    made = _mini(capacity=[30, 0, 0, 30], start="2027-Q1")
    assert _finishes(made) == {"q": "2027-Q1", "p": "2027-Q4"}


def test_no_effort_takes_no_capacity():
    """A step of zero days is done although there is none."""
    free = {"low": 0, "likely": 0, "high": 0}
    ratings = {name: {"level": "no", "effort": free} for name in NO}
    made = _mini(ratings, periods=3, capacity=0)
    assert _finishes(made) == {"q": "1", "p": "2"}


def test_no_money_leaves_what_costs_something():
    """What costs nothing is done, and the other says that the money runs out."""
    ratings = {"q": "no", "p": {"level": "no", "cost": 100}}
    made = _mini(ratings, periods=4, budget=0)
    assert {action.practice for action in made.actions} == {"q"}
    assert [(left.practice, left.reasons[0].code) for left in made.unscheduled] == [("p", "over_budget")]
    half = _mini(ratings, THREE, periods=4, budget=50)
    assert [step.to for action in half.actions if action.practice == "p" for step in action.steps] == ["some"]
    assert fsum(period.cost for period in half.periods) == 50


def test_one_period_holds_one_step_of_each_practice():
    """With a lag, the second step of a practice needs another period."""
    made = _mini(NO, THREE, periods=1, capacity=1e9)
    assert [(action.practice, action.to) for action in made.actions] == [("q", "some"), ("p", "some")]
    assert _mini(NO, THREE, periods=1, capacity=1e9, lag=0).unscheduled == ()


def test_a_step_larger_than_a_period_takes_several():
    """Its days are spread evenly."""
    made = _mini({"p": "yes", "q": "no"}, periods=4, capacity=8)
    assert [period.used for period in made.periods] == [7.5, 7.5, 7.5, 7.5]


def test_what_has_been_started_goes_on_at_once():
    """Though the other would come first by benefit."""
    framework = MINI.replace(blocks=[MINI.blocks[0].replace(practices=[p.replace(requires=()) for p in _both()])])
    ratings = {"p": {"level": "no", "importance": "high"}, "q": {"level": "no", "importance": "low"}}
    assessment = Assessment(framework="mini", ratings=ratings, actions={"q": {"progress": "started"}})
    made = plan(framework, assessment, periods=8, capacity=15, everything=True)
    assert made.actions[0].practice == "q"
    assert made.actions[0].reason.startswith("Already under way.")
    assert made.actions[0].start == "1"


def test_months_are_three_times_as_many_as_quarters():
    """`min_periods` counts quarters, and `after_months` months."""
    slow = rearranged(MINI, practice=lambda data: data | {"min_periods": 2, "requires": ()})
    assessment = Assessment(framework="mini", ratings={"q": "no", "p": "yes"})
    quarters = plan(slow, assessment, everything=True, periods=12, start="2027-Q1")
    months = plan(slow, assessment, everything=True, periods=12, start="2027-01")
    assert [(a.start, a.finish) for a in quarters.actions] == [("2027-Q1", "2027-Q2")]
    assert [(a.start, a.finish) for a in months.actions] == [("2027-01", "2027-06")]


@pytest.mark.parametrize("planner", ["greedy", "exact"])
@pytest.mark.parametrize(
    ("least", "start", "finishes"),
    [
        ({"some": 2, "yes": 3}, "2027-Q1", ["2027-Q2", "2028-Q1"]),
        ({"yes": 3}, "2027-Q1", ["2027-Q1", "2027-Q4"]),
        ({"some": 2}, "2027-01", ["2027-06", "2027-07"]),
    ],
)
def test_each_level_has_its_own_least_quarters(planner, least, start, finishes):
    """One after the other, by either planner; what is not named takes one period."""
    if planner == "exact":
        pytest.importorskip("highspy")
    practices = [{"id": "p", "title": "P", "effort": "S", "min_periods": least}]
    framework = Framework(
        id="mini", title="Mini", scale=["no", "some", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    said = Assessment(framework="mini", ratings={"p": "no"})
    (action,) = plan(framework, said, everything=True, periods=12, capacity=60, start=start, planner=planner).actions
    assert [step.finish for step in action.steps] == finishes


def test_a_level_that_takes_a_year_takes_four_quarters():
    """In place for twelve months is what sustained means."""
    framework = load_framework("hcplan-apm")
    name = "vision-setting"
    assessment = Assessment(framework="hcplan-apm", ratings={name: {"level": "in-place", "target": "sustained"}})
    for start, finish in (("2027-Q1", "2027-Q4"), ("2027-01", "2027-12")):
        ratings = dict.fromkeys(framework.practices, "in-place") | {name: assessment.ratings[name]}
        made = plan(framework, assessment.replace(ratings=ratings), everything=True, periods=12, start=start)
        assert [(action.practice, action.finish) for action in made.actions] == [(name, finish)]


def test_everything_in_place_is_an_empty_calendar():
    """Nothing to do, and the score stays."""
    made = _mini({"p": "yes", "q": "yes"}, periods=2, capacity=10)
    assert (made.actions, made.unscheduled, made.critical) == ((), (), ())
    assert [period.score for period in made.periods] == [1, 1]


def test_everything_unanswered_starts_from_nothing():
    """Every action says to find out first."""
    made = _mini({}, periods=4, capacity=60)
    assert made.score_now == 0
    assert all(action.start_level is None and "not_rated" in _codes(action) for action in made.actions)
    assert len(made.actions) == 2


def test_a_delay_moves_what_waits_too():
    """What slips two periods is done two later, and so is what needs it."""
    assert _finishes(_mini(periods=6, capacity=60)) == {"q": "1", "p": "2"}
    assert _finishes(_mini(periods=6, capacity=60, delays={"q": 2})) == {"q": "3", "p": "4"}


def test_riverbend_fits_two_years():
    """Sixty days a quarter are enough for its choice, and the contract is kept by work that begins at once."""
    framework, assessment = load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")
    made = plan(framework, assessment, capacity=60, start="2026-Q4")
    assert [period.id for period in made.periods[::4]] == ["2026-Q4", "2027-Q4"]
    assert made.unscheduled == ()
    data = next(action for action in made.actions if action.practice == "rel-sogi-data-collection")
    assert data.finish in ("2027-Q1", "2027-Q2")
    assert fsum(period.used for period in made.periods) == pytest.approx(
        fsum(action.effort.likely for action in made.actions)
    )
    assert ceil(made.periods[0].used) <= 60


def test_two_hundred_practices_over_twelve_periods_take_seconds():
    """Every step found room or is told; chains of prerequisites through all of it."""
    practices = [
        {
            "id": f"p{i}",
            "title": f"P{i}",
            "effort": "SML"[i % 3],
            "requires": [{"practice": f"p{i // 2}", "why": "first"}] if i else [],
        }
        for i in range(200)
    ]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = Framework(id="mini", title="Mini", scale=["no", "some", "yes"], blocks=blocks)
    assessment = Assessment(framework="mini", ratings={f"p{i}": ("no", "some")[i % 2] for i in range(200)})
    begin = process_time()
    made = plan(framework, assessment, everything=True, periods=12, capacity=300)
    assert process_time() - begin < 20
    assert made.actions
    assert made.unscheduled
    assert all(period.used <= 300 + 1e-6 for period in made.periods)


def test_alternatives_that_wait_for_one_another_may_end_together():
    """Without a lag r opens p, and p or r opens q; p could wait for q instead, and did not."""
    practices = [
        {"id": "p", "title": "P", "requires": [{"any_of": [{"practice": "q"}, {"practice": "r"}], "why": "either"}]},
        {"id": "q", "title": "Q", "requires": [{"any_of": [{"practice": "p"}, {"practice": "r"}], "why": "either"}]},
        {"id": "r", "title": "R"},
    ]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=blocks)
    ratings = dict.fromkeys("pqr", "no")
    made = plan(framework, Assessment(framework="mini", ratings=ratings), everything=True, periods=2, lag=0)
    assert made.actions[0].practice == "r"
    assert {action.finish for action in made.actions} == {"1"}


def _made_of(**practices):
    """A framework of one block, whose practices are given by what is said of them."""
    found = [{"id": name, "title": name.upper(), **data} for name, data in practices.items()]
    return Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "x", "title": "X", "practices": found}]
    )


def test_a_step_larger_than_most_periods_runs_longer():
    """One large period does not make it too large for the others; no room is lost to more capacity."""
    framework = _made_of(p={"effort": {"low": 59, "likely": 59.5, "high": 60}})
    assert plan(framework, Assessment(framework="mini", ratings={"p": "no"}), capacity=[60, 59, 59]).actions
    assert (
        plan(framework, Assessment(framework="mini", ratings={"p": "no"}), capacity=[0, 59, 59]).actions[0].finish
        == "3"
    )


def test_a_duty_leaves_no_slack_beyond_its_date():
    """What is required by a date may slip no further, though the plan goes on."""
    framework = _made_of(p={"effort": "S"}, q={"effort": "M"})
    said = Assessment(
        framework="mini",
        ratings={"p": {"level": "no", "required_by": [{"title": "D", "due": "2027-03-31"}]}, "q": "no"},
    )
    made = plan(framework, said, capacity=[10, 10, 30], start="2027-Q1")
    assert {action.practice: (action.finish, action.slack) for action in made.actions} == {
        "p": ("2027-Q1", 0), "q": ("2027-Q3", 0),
    }  # fmt: skip


PRACTICES = [{"id": name, "title": name.upper()} for name in "pqr"]
PLAIN = Framework(
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
    return plan(PLAIN, assessment, everything=True, **options)


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


@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_what_was_started_goes_on_whatever_else_gains(planner):
    """One period sooner weighs more than five periods of a practice that is worth a hundred times as much."""
    pytest.importorskip("highspy")
    heavy = rearranged(PLAIN, practice=lambda data: data | {"weight": 100 if data["id"] == "q" else 1})
    ratings = {name: {"level": "no", "effort": dict.fromkeys(("low", "likely", "high"), d)} for name, d in DAYS.items()}
    said = Assessment(framework="mini", ratings={**ratings, "r": "yes"}, actions={"p": {"progress": "started"}})
    made = plan(heavy, said, everything=True, capacity=[10, 1, 0, 0, 0, 10], planner=planner)
    assert _when(made) == {"p": ("1", "1"), "q": ("6", "6")}


def test_weights_as_large_as_they_may_be_are_planned():
    """A started step weighs more than all of them, within what a schedule problem can hold."""
    pytest.importorskip("highspy")
    huge = rearranged(PLAIN, practice=lambda data: data | {"weight": 1e11})
    said = Assessment(framework="mini", ratings=dict.fromkeys("pqr", "no"), actions={"r": {"progress": "started"}})
    made = plan(huge, said, everything=True, capacity=30, periods=4, certify=True)
    assert _when(made)["r"] == ("1", "1")
    assert made.gap == pytest.approx(0, abs=1e-6)


def test_a_duty_that_is_given_up_does_not_take_another_with_it():
    """Q can never be on time; what is due in June still is, though both have the same importance."""
    practices = [*PRACTICES[:2], {"id": "r", "title": "R", "requires": [{"practice": "p", "why": "first"}]}]
    framework = PLAIN.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
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
    assert remark.data["practices"] == ("r",)


def test_a_duty_outweighs_any_benefit():
    """A long practice of low importance is on time, and what brings more waits or is left out."""
    practices = [{**PRACTICES[0], "min_periods": 8}, *PRACTICES[1:]]
    framework = PLAIN.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
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
    framework = PLAIN.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
    said = Assessment(framework="mini", ratings={"p": "no", "q": "yes", "r": "yes"})
    made = plan(framework, said, everything=True, capacity=60, start=start)
    assert [left.reasons[0].code for left in made.unscheduled] == ["no_run"]


DAYS = {"p": 1, "q": 10}


LEVELS = [{"id": "no", "value": 0}, {"id": "some", "value": 0.25}, {"id": "yes", "value": 1, "after_months": 7}]
RAW_WORKED = {
    "id": "mini",
    "title": "Mini",
    "scale": {"id": "s", "levels": LEVELS},
    "blocks": [
        {
            "id": "b",
            "title": "B",
            "practices": [
                {"id": "q", "title": "Q", "min_periods": 2},
                {"id": "r", "title": "R"},
                {
                    "id": "p",
                    "title": "P",
                    "requires": [
                        {"practice": "q", "level": "some", "why": "first"},
                        {"any_of": [{"practice": "q", "level": "yes"}, {"practice": "r"}], "why": "either"},
                    ],
                },
            ],
        }
    ],
}
WORKED = Framework.model_validate(RAW_WORKED)
SAID = Assessment(framework="mini", ratings={"p": {"level": "no", "cost": 1000}, "q": "no", "r": "some"})
SITUATION = standing_of(WORKED, SAID)
STEPS = [("q", 1), ("q", 2), ("r", 2), ("p", 1), ("p", 2)]


@pytest.mark.parametrize(
    ("start", "step", "periods"),
    [(None, ("q", 1), 2), (None, ("q", 2), 3), (None, ("r", 2), 3), (None, ("p", 1), 1), ("2027-01", ("r", 2), 7),
     ("2027-01", ("q", 1), 6), ("2027-01", ("p", 1), 1)],
)  # fmt: skip
def test_a_step_takes_its_practices_periods_or_its_levels_months(start, step, periods):
    """The longer of the two; `min_periods` counts quarters, and seven months are three of them."""
    made = problem_of(SITUATION, [step], Calendar(start=start, periods=8, capacity=60), Benefits({}), {})
    assert made.dur == (periods,)


def test_money_goes_by_the_share_of_the_value():
    """A quarter of the way up costs a quarter."""
    assert (cost_of(SITUATION, ("p", 1)), cost_of(SITUATION, ("p", 2)), cost_of(SITUATION, ("q", 1))) == (250, 750, 0)


def test_steps_wait_for_the_one_below_and_for_rules_that_are_not_met():
    """Only those that are planned count."""
    planned = {step: i for i, step in enumerate(STEPS)}
    assert groups_of(SITUATION, ("q", 2), planned) == [[("q", 1)]]
    assert groups_of(SITUATION, ("p", 2), planned) == [[("p", 1)], [("q", 1)], [("q", 2), ("r", 2)]]
    assert groups_of(SITUATION, ("p", 2), {("q", 1): 0, ("q", 2): 1}) == [[("q", 1)], [("q", 2)]]
    assert groups_of(SITUATION, ("r", 2), planned) == []


def test_the_problem_holds_all_that_a_schedule_has_to_know():
    """Gains, days, money and needs by number; what is unlimited is more than all the work."""
    benefits = Benefits({("q", 1): 2.0}, (Completion((("q", 2), ("r", 2)), 5.0, None),))
    made = problem_of(SITUATION, STEPS, Calendar(periods=4, budget=500, lag=0), benefits, {"r": 2})
    assert made.all_of == ((), (0,), (), (), (3, 0))
    assert made.any_of == ((), (), (), (), ((1, 2),))
    assert made.dur == (2, 3, 3, 1, 3)
    assert made.window == ((1, 4), (1, 4), (3, 4), (1, 4), (1, 4))
    assert (made.budget, made.lag, made.T, made.cost) == (500, 0, 4, (0, 0, 0, 250, 750))
    assert set(made.cap) == {sum(made.effort) + 1}
    assert made.gain == (2, 0, 0, 0, 0)
    assert [(item.gain, item.steps) for item in made.completions] == [(5, (1, 2))]
    assert made.stretch == STRETCH


def _timetable(framework, assessment, calendar, **options):
    standing = standing_of(framework, assessment)
    steps = [step for run in order(standing, select(standing, everything=True)) for step in run.steps]
    return timetable(standing, steps, calendar, benefits_of(standing, steps), **options)


def test_the_chain_of_a_worked_example():
    """A (period 1) before b (2 to 4) before d (5); c, in period 1, could be done in any period up to 4."""
    framework = _made_of(
        a={},
        b={"min_periods": 3, "requires": [{"practice": "a", "why": "first"}]},
        c={},
        d={"requires": [{"practice": "b", "why": "first"}, {"practice": "c", "why": "first"}]},
    )
    made = _timetable(framework, Assessment(framework="mini", ratings=dict.fromkeys("abcd", "no")), Calendar())
    assert made.slack == {("a", 1): 0, ("b", 1): 0, ("c", 1): 3, ("d", 1): 0}
    assert made.critical == [("a", 1), ("b", 1), ("d", 1)]


def test_nothing_planned_has_no_chain():
    """There is no end to decide."""
    nothing = Assessment(framework="mini", ratings={"p": "no"})
    made = _timetable(_made_of(p={}), nothing, Calendar(capacity=0))
    assert (made.slack, made.critical) == ({}, [])


@fewer
@given(dated(least=2))
def test_slack_can_be_used_up_and_no_more(case):
    """A step moved by its slack still leaves room before what rests on it; one more period and it does not."""
    framework, assessment, options = case
    calendar = Calendar(periods=options["periods"], capacity=60, lag=options["lag"])
    made = _timetable(framework, assessment, calendar, search=Search(moves=50))
    last = max(made.end.values(), default=0)
    for step, most in made.slack.items():
        after = [other for other in made.end if step in made.needs[other]]
        latest = min((made.begin[o] + made.slack[o] - calendar.lag for o in after), default=last)
        assert most >= 0
        assert made.end[step] + most == min(latest, last)
    assert all(made.slack[step] == 0 for step in made.critical)
    assert not made.critical or made.end[made.critical[-1]] == last


@fewer
@given(dated(least=2))
def test_the_order_of_work_breaks_no_prerequisite_and_goes_by_importance(case):
    """Each step stands after one of each group that it waits for; with a lag, the more important goes first."""
    framework, assessment, options = case
    terms = {name: options[name] for name in ("periods", "capacity", "start", "budget", "lag")}
    made = _timetable(framework, assessment, Calendar.model_validate(terms), search=Search(moves=50))
    place = {step: i for i, step in enumerate(made.in_order)}
    assert place.keys() == made.end.keys()
    for step, i in place.items():
        assert all(any(place.get(other, i) < i for other in group) for group in made.groups[step])
    worth = {step: i for i, step in enumerate(made.order)}
    for one, next_ in pairwise(made.in_order):
        assert made.begin[one] <= made.begin[next_]
        if made.begin[one] == made.begin[next_]:
            assert worth[one] < worth[next_] if options["lag"] else made.end[one] <= made.end[next_]


def test_what_begins_together_stands_by_its_importance():
    """D is important and takes two periods; without a lag, what is done first stands first: others may need it."""
    framework = _made_of(a={}, b={"min_periods": 2}, c={"weight": 2}, d={"min_periods": 2, "importance": "high"})
    said = Assessment(framework="mini", ratings=dict.fromkeys("abcd", "no"))
    found = [[name for name, _ in _timetable(framework, said, Calendar(periods=4, lag=lag)).in_order] for lag in (1, 0)]
    assert found[0] == ["d", "c", "a", "b"]
    assert {*found[1][:2]} == {"a", "c"}


def test_a_bound_is_not_said_where_the_score_is_no_sum():
    """What the steps of a geometric mean are worth depends on the order; the proof would be of one order."""
    pytest.importorskip("highspy")
    said = Assessment(framework="mini", ratings=dict.fromkeys("pq", "no"))
    options = {"everything": True, "capacity": 30, "planner": "exact"}
    assert plan(_made_of(p={}, q={}), said, **options).gap == 0
    geometric = _made_of(p={}, q={}).replace(scoring={"aggregate": "geometric"})
    assert plan(geometric, said, **options).bound is None


CHAIN = _made_of(
    first={"effort": "S"},
    second={"effort": "S", "requires": [{"practice": "first", "why": "order"}]},
    due={"effort": "S", "requires": [{"practice": "second", "why": "order"}]},
    shiny={"effort": "S", "weight": 9},
)
"""A chain of ten days each before a date, beside what gains most per day (after a public bug report)."""


def _due(day, **options):
    chosen = {"level": "no", "decision": "pursue"}
    ratings = {"first": "no", "second": "no", "shiny": chosen}
    ratings["due"] = {**chosen, "required_by": [{"title": "Contract", "due": day}]}
    said = Assessment(framework="mini", as_of="2026-12-15", ratings=ratings)
    made = plan(CHAIN, said, **{"capacity": 10, "start": "2027-Q1", **options})
    (late,) = (action for action in made.actions if action.practice == "due")
    missed = [reason.data for reason in late.reasons if reason.code == "deadline_missed"]
    return made, missed[0] if missed else None


def test_a_chain_before_a_date_comes_before_what_gains_most():
    """The date is the last day of the third quarter: kept."""
    made, missed = _due("2027-09-30")
    assert _finishes(made) == {"first": "2027-Q1", "second": "2027-Q2", "due": "2027-Q3", "shiny": "2027-Q4"}
    assert (missed, made.remarks) == (None, ())


def test_a_date_inside_a_period_is_not_kept_for_certain():
    """A period is only known to be over at its end."""
    _, missed = _due("2027-09-15")
    assert (missed["kind"], missed["due"], missed["finish"]) == ("inside_period", "2027-09-15", "2027-Q3")


def test_a_date_that_comes_too_soon_is_told_with_the_earliest_finish_and_the_chain():
    """Two practices come first."""
    made, missed = _due("2027-06-30")
    assert (missed["kind"], missed["finish"], missed["chain"]) == ("late", "2027-Q3", ("first", "second"))
    assert _finishes(made)["due"] == "2027-Q3"


def test_a_date_before_the_assessment_is_called_past():
    """It is over already, and the work is done as soon as it can be."""
    made, missed = _due("2026-11-30")
    assert missed["kind"] == "past"
    assert _finishes(made)["due"] == "2027-Q3"


def test_a_step_larger_than_a_period_is_named():
    """Ten days in months of four: three months, and it says so."""
    made, _ = _due("2027-09-30", start="2027-01", capacity=4, periods=12)
    (first,) = (action for action in made.actions if action.practice == "first")
    (larger,) = (reason.data for reason in first.reasons if reason.code == "larger_than_period")
    assert larger == {"days": 10, "capacity": 4, "periods": 3}
    assert (first.start, first.finish) == ("2027-01", "2027-03")


def test_a_date_is_counted_in_the_fiscal_year():
    """The first quarter of fiscal 2027 begins in July 2026: the date lies in the first one of fiscal 2028."""
    made, missed = _due("2027-09-30", fiscal_year_start=7)
    assert made.periods[0].id == "SFY27-Q1"
    assert missed is None


def test_the_figures_of_the_sample_are_those_that_were_proven():
    """Riverbend, 18 days a quarter from 2026-Q4 on, with its goals, started work and dates emptied one after another.

    Two solvers proved 59.0625, 60.5625 and 45.5625 for lengths of up to three periods over the shortest.
    """
    pytest.importorskip("highspy")
    riverbend = load_assessment("tests/cases/riverbend-revision-1.yaml").replace(goals=())
    idle = riverbend.replace(actions={})
    free = idle.replace(ratings={name: rating.replace(required_by=()) for name, rating in idle.ratings.items()})
    calendar = Calendar(start="2026-Q4", periods=8, capacity=18)
    for assessment, value in ((idle, 59.0625), (free, 60.5625), (riverbend, 45.5625)):
        standing = standing_of(REVISION_1, assessment)
        steps = [step for run in order(standing, select(standing)) for step in run.steps]
        for planner in ("greedy", "exact"):
            made = timetable(standing, steps, calendar, benefits_of(standing, steps), search=Search(planner))
            assert made.schedule.value == pytest.approx(value)
            assert made.missed == []
        assert made.schedule.gap == 0
    assert made.begin["data-standards", 3] == 1
    assert made.end["data-standards", 3] == 3


REVISION_1 = load_framework("hcplan-apm@1")
"""The framework as it was when the figures were proven; its content has moved on since."""


def test_more_days_make_a_plan_hardly_ever_worse():
    """Riverbend without goals and dates, from 30 to 90 days in steps of ten: at most 0.3 % is lost."""
    riverbend = load_assessment("tests/cases/riverbend-revision-1.yaml").replace(goals=())
    ratings = {name: rating.replace(required_by=()) for name, rating in riverbend.ratings.items()}
    standing = standing_of(REVISION_1, riverbend.replace(ratings=ratings))
    steps = [step for run in order(standing, select(standing)) for step in run.steps]
    values = [
        timetable(
            standing, steps, Calendar(start="2027-Q1", capacity=days), benefits_of(standing, steps)
        ).schedule.value
        for days in range(30, 91, 10)
    ]
    assert all(after >= before * 0.997 for before, after in pairwise(values))
