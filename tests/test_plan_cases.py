"""Plans and comparisons as users of other tools asked for them: gaps, dates, whole domains, moved rulers."""

from pathlib import Path

import pytest

import equity_blocks as eb

CASES = Path(__file__).parent / "cases" / "public"


def opened(case: str, name: str = "assessment", framework: str = "framework") -> tuple[eb.Framework, eb.Assessment]:
    """Open an assessment of a case with its framework."""
    return (
        eb.load_framework(CASES / case / f"{framework}.yaml"),
        eb.load_assessment(CASES / case / f"{name}.yaml"),
    )


def planned(case: str, name: str = "assessment", **options: object) -> eb.Plan:
    """Plan an assessment of a case."""
    return eb.plan(*opened(case, name), **options)  # type: ignore[arg-type]


def runs(plan: eb.Plan) -> dict[str, tuple[str | None, str | None]]:
    """Give the first and the last period of each action."""
    return {action.practice: (action.start, action.finish) for action in plan.actions}


def test_work_that_may_not_pause_goes_round_a_period_without_capacity():
    """The long work needs two periods in a row, the short one has a date."""
    made = planned("p09", capacity=[10, 0, 10, 10], start="2027-Q1")
    assert runs(made) == {"long": ("2027-Q3", "2027-Q4"), "short": ("2027-Q1", "2027-Q1")}
    assert [period.used for period in made.periods] == [5, 0, 10, 10]


def test_work_for_which_no_two_periods_in_a_row_have_room_is_named():
    """Not only as having no room."""
    made = planned("p09", capacity=[10, 0, 10], start="2027-Q1")
    assert runs(made) == {"short": ("2027-Q1", "2027-Q1")}
    (left,) = made.unscheduled
    assert (left.practice, left.reasons[0].code) == ("long", "no_run")


@pytest.mark.parametrize(
    ("name", "missed"), [("end", []), ("mid", ["inside_period"]), ("too-soon", ["late"]), ("past", ["past"])]
)
def test_a_date_goes_before_what_gains_most(name: str, missed: list[str]):
    """A chain before it included; a date inside a period, one too soon and one that is past are each said to be so."""
    made = planned("p22", name, capacity=10, start="2027-Q1")
    due = next(action for action in made.actions if action.practice == "due")
    assert due.finish == "2027-Q3"
    assert [reason.data["kind"] for reason in due.reasons if reason.code == "deadline_missed"] == missed


@pytest.mark.parametrize("options", [{"pick": 1}, {"capacity": 10, "start": "2027-Q1"}])
def test_what_completes_a_domain_comes_first(options: dict[str, object]):
    """Ten days earn a point where fifty would earn the other."""
    made = planned("p23", **options)
    assert made.actions[0].practice == "z3"
    if made.periods:
        card = eb.score(*opened("p23"))
        assert card.score.output == 0
        points = [2 * period.score for period in made.periods if period.score is not None]
        assert points[:6] == [1, 1, 1, 1, 1, 2]


def test_a_part_of_a_domain_gains_nothing_alone():
    """The last missing one gains the point."""
    gains = {row.id: row.gain for row in eb.explain(*opened("p23")).practices}
    assert (gains["z3"], gains["a1"]) == (0.5, 0.0)


def test_points_that_the_ruler_gives_are_no_progress():
    """All thirty come of the framework: 25 of weights, 5 of a practice that is new and held already."""
    before, after = opened("p25", "before", "rev1"), opened("p25", "after", "rev2")
    made = eb.compare(after[0], before[1], after[1], before[0])
    assert made.score.change == pytest.approx(0.3)
    assert {part.cause: round(part.change or 0, 9) for part in made.split} == {
        "framework": 0.25, "scope": 0.05, "respondents": 0, "ratings": 0,
    }  # fmt: skip
    assert (made.like_for_like.before, made.like_for_like.after) == (0.75, 0.75)
