import pytest

from equity_blocks import load_assessment, load_framework, plan


@pytest.fixture(scope="module")
def riverbend():
    """Give the sample and its framework."""
    return load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")


def test_goals_and_initiatives_name_their_actions_by_rank(riverbend):
    """Each rank is that of an action which names them in turn."""
    made = plan(*riverbend)
    for item, key in [*((g, "goals") for g in made.goals), *((i, "initiatives") for i in made.initiatives)]:
        assert item.actions == tuple(action.rank for action in made.actions if item.id in getattr(action, key))
    (goal,) = made.goals
    assert (goal.title, goal.aim) == (
        "HEDIS PPC postpartum visit (Black members after birth)",
        "from 58 to 70 percent by 2028-06-30",
    )
    assert [item.status for item in made.initiatives] == ["existing", "existing", "planned"]


def test_a_band_is_reached_in_the_first_period_that_ends_in_it(riverbend):
    """The period before ends below."""
    made = plan(*riverbend, band="progressing", capacity=60, start="2027-Q1")
    scores = {period.id: period.score for period in made.periods}
    first = next(name for name, value in scores.items() if value >= 0.5 - 1e-9)
    assert (made.selection, made.band.id, made.band.is_reached, made.band.period) == (
        "band",
        "progressing",
        True,
        first,
    )
    assert plan(*riverbend).band is None


def test_a_band_without_a_calendar_has_no_period(riverbend):
    """It is reached once all is done; one that holds already needs nothing."""
    made = plan(*riverbend, band="progressing")
    assert (made.band.is_reached, made.band.period) == (True, None)
    assert made.score_after >= 0.5 - 1e-9
    done = plan(*riverbend, band="beginning", periods=4)
    assert (done.actions, done.band.is_reached, done.band.period) == ((), True, None)


def test_unlimited_is_null(riverbend):
    """Never infinite, and never 0."""
    made = plan(*riverbend, periods=2)
    assert [period.capacity for period in made.periods] == [None, None]
    assert (made.budget, made.bound, made.gap) == (None, None, None)
