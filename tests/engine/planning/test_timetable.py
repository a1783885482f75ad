from itertools import pairwise
from math import ceil, fsum
from time import process_time

import pytest
from hypothesis import given

from equity_blocks import Assessment, Framework, load_assessment, load_framework
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.planning.worth import effort_of
from equity_blocks.engine.scoring.claims import claims
from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.targets import target_positions
from strategies import dated, fewer, rearranged

_MONTHS = {"2027-01": 1}
"""How many months a period has, by the start of the calendar; others are quarters."""


class _Reader:
    """Reads the steps of a plan with periods from 1, and where each practice stood before it."""

    def __init__(self, framework, assessment, made):
        self.framework, self.assessment, self.made = framework, assessment, made
        self.said = claims(framework, assessment)
        self.held = {n: claim.position or 0 for n, claim in self.said.items() if claim.status != "not_applicable"}
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
        found = {n: 0 for n, claim in self.said.items() if claim.status in ("unanswered", "unknown")}
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
        least = framework.practices[name].min_periods
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
        scale, practice = framework.scale_of(name), framework.practices[name]
        whole = effort_of(framework, practice, assessment.rating(name)).likely
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
    below = {name for name, claim in read.said.items() if claim.in_scope and ends[name] < targets[name]}
    told = {left.practice for left in (*made.unscheduled, *made.later)}
    assert below == told
    if options["everything"]:
        assert made.later == ()
    for left in made.unscheduled:
        why, *duties = _codes(left)
        assert why in {"no_room", "over_budget", "blocked", "unreachable"}
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
    assert "Cannot be done in time: it ends in 2027-Q2." in late.reason
    assert made.unscheduled == ()


def test_a_deadline_after_the_last_period_hurries_nothing():
    """Nor does one that plain numbers cannot place."""
    ratings = {"q": "no", "p": {"level": "no", "required_by": [{"title": "Contract", "due": "2040-01-01"}]}}
    for start in ("2027-Q1", None):
        made = _mini(ratings, periods=3, capacity=30, start=start)
        assert all("deadline_missed" not in _codes(action) for action in made.actions)


def test_no_capacity_is_no_plan_with_a_reason():
    """Every practice says what it lacks, none of it is an error."""
    made = _mini(periods=2, capacity=0)
    assert made.actions == ()
    assert [(left.practice, left.reason) for left in made.unscheduled] == [
        ("p", "No room by the end of period 2: stays at no, short of yes."),
        ("q", "No room by the end of period 2: stays at no, short of yes."),
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
    """Sixty days a quarter are enough for its choice, and the contract is kept."""
    framework, assessment = load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")
    made = plan(framework, assessment, capacity=60, start="2027-Q1")
    assert [period.id for period in made.periods[::4]] == ["2027-Q1", "2028-Q1"]
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
