import pytest
from hypothesis import given

from equity_blocks import Assessment, Framework, load_framework, plan
from equity_blocks.engine.planning import room
from strategies import dated, fewer, rearranged

FRAMEWORK = Framework(
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


def _left(ratings, **options):
    made = plan(FRAMEWORK, Assessment(framework="mini", ratings=ratings), everything=True, **options)
    return {left.practice: [reason.code for reason in left.reasons] for left in made.unscheduled}


def test_what_runs_out_first_is_named():
    """Days, or money."""
    assert _left({"p": "no", "q": "no"}, periods=1, capacity=30) == {"p": ["no_room"]}
    assert _left({"p": {"level": "no", "cost": 10}, "q": "no"}, periods=4, budget=5) == {"p": ["over_budget"]}


def test_money_may_run_out_for_what_is_needed():
    """Then it is money that stands in the way of both."""
    assert _left({"p": "no", "q": {"level": "no", "cost": 10}}, periods=4, budget=5) == {
        "p": ["over_budget"],
        "q": ["over_budget"],
    }


def test_what_is_required_says_so_here_too():
    """Whoever left it out should know."""
    required = {"level": "no", "required_by": [{"title": "Contract"}]}
    assert _left({"p": required, "q": "yes"}, periods=1, capacity=1) == {"p": ["no_room", "required_by"]}


def test_what_is_blocked_is_not_a_matter_of_room():
    """Nor of a calendar."""
    ratings = {"p": "no", "q": {"level": "no", "not_pursued": "not ours"}}
    assert _left(ratings) == _left(ratings, periods=1, capacity=1) == {"p": ["blocked"]}


def _days(days, **more):
    return {"level": "no", "effort": dict.fromkeys(("low", "likely", "high"), days), **more}


APART = FRAMEWORK.replace(
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name.upper()} for name in "pqr"]}]
)
"""Practices that need nothing of one another."""


def _apart(ratings, framework=APART, **options):
    rest = {name: "yes" for name in "pqr" if name not in ratings}
    return plan(framework, Assessment(framework="mini", ratings={**rest, **ratings}), everything=True, **options)


def _reason(made, name):
    return next(left for left in made.unscheduled if left.practice == name).reasons[0]


def _has_place(made, name):
    return any(action.practice == name and action.to == "yes" for action in made.actions)


def test_what_would_make_room_is_said():
    """20 and 20 days into 30 of one period: one more period like it, or ten more days."""
    made = _apart({"p": _days(20), "q": _days(20)}, periods=1, capacity=30)
    reason = _reason(made, made.unscheduled[0].practice)
    assert (reason.code, reason.data["periods"], reason.data["days"]) == ("no_room", 1, 10)
    assert made.unscheduled[0].reason == (
        "No room by the end of period 1: stays at no, short of yes. "
        "One more period or 10 person-days more in each would make room."
    )


def test_what_makes_room_for_all_is_said_of_the_plan():
    """Four practices of 20 days in one period of 30: two fit into three periods more, and all into 80 days."""
    framework = APART.replace(blocks=[{"id": "b", "title": "B", "practices": [{"id": n, "title": n} for n in "opqr"]}])
    ratings = {name: _days(20) for name in "opqr"}
    made = plan(framework, Assessment(framework="mini", ratings=ratings), everything=True, periods=1, capacity=30)
    assert len(made.unscheduled) == 3
    assert made.room.model_dump() == {"periods": 2, "days": 50}


def test_nothing_within_bounds_makes_room_for_what_takes_longer_than_any_calendar():
    """Then neither is said."""
    slow = rearranged(APART, practice=lambda data: data | {"min_periods": 40})
    reason = _reason(_apart({"p": _days(20)}, slow, periods=1, capacity=30), "p")
    assert (reason.code, reason.data["periods"], reason.data["days"], reason.data["length"]) == (
        "no_run",
        None,
        None,
        40,
    )


CLOSED = rearranged(APART, practice=lambda data: data | {"min_periods": 2 if data["id"] == "p" else 1})


def test_a_closed_period_is_not_used_and_breaks_no_run():
    """Work of two periods takes the two after the closed one, and what has a date the first."""
    due = {"required_by": [{"title": "Contract", "due": "2027-03-31"}]}
    made = _apart({"p": _days(20), "q": _days(5, **due)}, CLOSED, capacity=[10, 0, 10, 10], start="2027-Q1")
    assert {action.practice: (action.start, action.finish) for action in made.actions} == {
        "q": ("2027-Q1", "2027-Q1"), "p": ("2027-Q3", "2027-Q4"),
    }  # fmt: skip
    assert [period.used for period in made.periods] == [5, 0, 10, 10]


def test_work_that_may_not_pause_says_so():
    """There are ten days in each of two periods, but a closed one lies between them.

    Seven days more in each would do: 20 days over three periods are 6.67 in each.
    """
    made = _apart({"p": _days(20), "q": _days(5)}, CLOSED, capacity=[10, 0, 10], start="2027-Q1")
    reason = _reason(made, "p")
    assert (reason.code, reason.data["length"]) == ("no_run", 2)
    assert (reason.data["periods"], reason.data["days"]) == (1, 7)
    assert made.unscheduled[0].reason.startswith("Work on it may not pause, and no 2 quarters in a row have the room")
    assert [action.finish for action in made.actions] == ["2027-Q1"]


def test_money_and_delays_bind_before_room():
    """They are named instead, the money with how much is missing."""
    made = _apart({"p": _days(20, cost=70)}, periods=4, capacity=30, budget=50)
    assert (_reason(made, "p").code, _reason(made, "p").data["short"]) == ("over_budget", 20)
    made = _apart({"p": _days(20)}, periods=4, capacity=30, delays={"p": 4})
    assert _reason(made, "p").code == "starts_too_late"


@pytest.mark.parametrize("capacity", [45, 30])
def test_what_is_said_of_the_provider_holds(capacity):
    """A provider's plan that was read: care redesign has a place with exactly what is said to make room."""
    framework = load_framework("hcplan-apm")
    practices = ("care-redesign", "integrated-care-teams", "data-governance-frameworks", "measures-and-goals")
    ratings = dict.fromkeys(framework.practices, "in-place")
    ratings |= {name: {"level": "planned", "decision": "pursue"} for name in practices}
    said = Assessment(framework="hcplan-apm", ratings=ratings)
    options = {"start": "2027-Q1", "periods": 5}
    made = plan(framework, said, capacity=capacity, **options)
    for left in made.unscheduled:
        data = left.reasons[0].data
        longer = plan(framework, said, capacity=capacity, **options | {"periods": 5 + data["periods"]})
        richer = plan(framework, said, capacity=capacity + data["days"], **options)
        for again in (longer, richer):
            assert left.practice not in {other.practice for other in again.unscheduled}
    assert made.unscheduled


@fewer
@given(dated(least=2))
def test_what_is_said_to_make_room_does(case):
    """With exactly so many more periods, or days in each, the practice reaches its target."""
    framework, assessment, options = case
    made = plan(framework, assessment, **options)
    for left in made.unscheduled:
        data = left.reasons[0].data
        days, more = options["capacity"], data.get("periods")
        each = isinstance(days, list)
        changes = []
        if more:
            longer = days + days[-1:] * more if each else days
            changes.append({"periods": options["periods"] + more, "capacity": longer})
        if more := data.get("days"):
            changes.append({"capacity": [day + more for day in days] if each else days + more})
        for change in changes:
            again = plan(framework, assessment, **{**options, **change})
            assert left.practice not in {other.practice for other in again.unscheduled}


def test_few_plans_are_made_to_find_it(monkeypatch):
    """Whatever the figures, thorough plans are made for what quick ones point at, and quick ones by halving."""
    made = []
    original = room.Timetable.under

    def under(self, calendar, *moves):
        made.append(moves)
        return original(self, calendar, *moves)

    monkeypatch.setattr(room.Timetable, "under", under)
    _apart({"p": _days(20), "q": _days(20)}, periods=1, capacity=30)
    assert made.count((None,)) <= 12
    assert len(made) <= 30
