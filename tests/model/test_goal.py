import pytest
from pydantic import ValidationError

from equity_blocks.model.goal import (
    Goal,
    Initiative,
    aim_of,
    confirmed_goals,
    due_of,
    goal_rank,
    named_by_causes,
    progress_of,
    served_by,
    share_closed,
    small_counts,
    titled,
)

GOAL = {"id": "g", "population": "Members after birth", "measure": "Postpartum visit"}


def test_a_goal_needs_a_population_and_a_measure():
    """Without them it is a wish."""
    with pytest.raises(ValidationError, match="population"):
        Goal(id="g", measure="Postpartum visit")
    with pytest.raises(ValidationError, match="measure"):
        Goal(**{**GOAL, "measure": ""})


def test_numbers_of_a_goal_are_numbers():
    """Text that looks like one is refused, and so is what is no number at all."""
    assert Goal(**GOAL, baseline={"value": 58}, target={"value": 70, "by": "2028-06-30"}).target.by.year == 2028
    for value in ("58", float("nan")):
        with pytest.raises(ValidationError, match=r"baseline\.value"):
            Goal(**GOAL, baseline={"value": value})


def test_the_words_of_a_goal_and_an_initiative_are_listed():
    """Importance of a cause, and status of an initiative."""
    with pytest.raises(ValidationError, match="'low', 'normal' or 'high'"):
        Goal(**GOAL, root_causes=[{"title": "Hours", "importance": "huge"}])
    with pytest.raises(ValidationError, match="'planned', 'existing' or 'ended'"):
        Initiative(id="i", title="I", status="paused")


@pytest.mark.parametrize("lead", [-1, 1.5, "4", 401])
def test_a_lead_is_a_number_of_quarters(lead):
    """None is less than 0, and a hundred years are the most."""
    assert (Goal(**GOAL).lead, Goal(**GOAL, lead=0).lead) == (4, 0)
    with pytest.raises(ValidationError, match="lead"):
        Goal(**GOAL, lead=lead)


def test_what_was_observed_has_a_period_and_a_figure():
    """The latest stands last, as they are written."""
    seen = [{"period": "2026", "value": 60}, {"period": "2025", "value": 58}]
    assert [each.value for each in Goal(**GOAL, observed=seen).observed] == [60, 58]
    for wrong in ({"value": 60}, {"period": "2026"}, {"period": "", "value": 60}, {"period": "2026", "value": "60"}):
        with pytest.raises(ValidationError, match=r"observed\.0"):
            Goal(**GOAL, observed=[wrong])


def _goal(**fields):
    return Goal(**{"id": "g", "population": "Members", "measure": "Visits", **fields})


def test_a_goal_is_called_by_its_title_else_by_what_it_measures():
    """Its own words come first."""
    assert titled(_goal(title="Close the gap")) == "Close the gap"
    assert titled(_goal()) == "Visits (Members)"


def test_practices_of_several_causes_are_named_once():
    """In the order of the causes."""
    causes = [{"title": "A", "practices": ["p", "q"]}, {"title": "B", "practices": ["q", "r"]}]
    assert served_by(_goal(root_causes=causes)) == ["p", "q", "r"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"baseline": {"value": 58}}, "now 58"),
        ({"baseline": {"value": 58, "unit": "percent"}}, "now 58 percent"),
        ({"target": {"value": 70.5}}, "to 70.5"),
        ({"target": {"value": 70, "by": "2028-06-30"}}, "to 70 by 2028-06-30"),
        (
            {"baseline": {"value": 58, "unit": "percent"}, "target": {"value": 70, "by": "2028-06-30"}},
            "from 58 to 70 percent by 2028-06-30",
        ),
    ],
)
def test_an_aim_says_what_is_known(fields, words):
    """Nothing is made up where figures are missing."""
    assert aim_of(_goal(**fields)) == words


@pytest.mark.parametrize("value", [1, 5, 10])
def test_a_small_figure_may_be_a_count(value):
    """From 1 to 10, in the baseline or the target."""
    assert list(small_counts(_goal(baseline={"value": value, "unit": "members"}))) == [("baseline", value)]
    assert list(small_counts(_goal(baseline={"value": 50}, target={"value": value}))) == [("target", value)]


@pytest.mark.parametrize(
    "baseline", [{"value": 0}, {"value": 11}, {"value": 5, "unit": "percent"}, {"value": 5, "unit": "%"}]
)
def test_other_figures_are_none(baseline):
    """Zero identifies nobody, and a share is no count."""
    assert list(small_counts(_goal(baseline=baseline))) == []


def test_a_figure_observed_since_may_be_a_count_too():
    """The second of two."""
    observed = [{"period": "2026", "value": 40}, {"period": "2027", "value": 4}]
    assert list(small_counts(_goal(observed=observed))) == [("observed", 4)]
    assert list(small_counts(_goal(baseline={"value": 50, "unit": "percent"}, observed=observed))) == []


@pytest.mark.parametrize(
    ("by", "lead", "due"),
    [
        ("2028-06-30", 0, "2028-06-30"),
        ("2028-06-30", 1, "2028-03-31"),
        ("2028-06-30", 4, "2027-06-30"),
        ("2028-03-31", 1, "2027-12-31"),
        ("2028-02-29", 4, "2027-02-28"),
        ("2028-05-31", 1, "2028-02-29"),
        ("2028-05-30", 1, "2028-02-29"),
        ("2028-05-15", 2, "2027-11-15"),
        ("2028-01-01", 5, "2026-10-01"),
    ],
)
def test_a_goals_practices_are_due_so_many_quarters_before_its_target(by, lead, due):
    """Months are counted back; the end of a month stays one, and a day that a month has not is its last."""
    assert due_of(_goal(target={"value": 1, "by": by}, lead=lead)).isoformat() == due


@pytest.mark.parametrize("fields", [{}, {"target": {"value": 1}}, {"target": {"value": 1, "by": "0001-12-31"}}])
def test_a_goal_without_a_day_is_never_due(fields):
    """No target, no day, or a day with no years before it."""
    assert due_of(_goal(**fields)) is None


def _dated(by, *practices, lead=4):
    causes = [{"title": "Hours", "practices": practices}]
    return _goal(target={"value": 1, "by": by}, root_causes=causes, lead=lead)


def test_practices_rank_by_the_nearest_goal_that_they_serve():
    """The date less the lead counts, a goal without a date comes last, and what serves none has no rank."""
    goals = [_dated(None, "open"), _dated("2029-12-31", "far", "both"), _dated("2030-06-30", "near", "both", lead=8)]
    assert goal_rank(goals) == {"near": 0, "both": 0, "far": 1, "open": 2}
    assert goal_rank([]) == {}


def test_the_most_important_of_the_root_causes_that_name_a_practice_counts():
    """Of all goals."""
    causes = [{"title": "A", "importance": "high", "practices": ["p"]}, {"title": "B", "practices": ["p", "q"]}]
    low = [{"title": "C", "importance": "low", "practices": ["q", "r"]}]
    found = named_by_causes([_goal(root_causes=causes), _goal(root_causes=low)])
    assert found == {"p": "high", "q": "normal", "r": "low"}


@pytest.mark.parametrize(
    ("baseline", "target", "observed", "share", "words"),
    [
        (58, 70, [60], 2 / 12, "Observed 60 in P1: 2 of 12 points of the gap closed"),
        (58, 70, [60, 58], 0, "Observed 58 in P2: 0 of 12 points of the gap closed"),
        (58, 70, [55], -3 / 12, "Observed 55 in P1: the gap is 3 points wider than at first"),
        (58, 70, [70], 1, "Observed 70 in P1: the gap is closed"),
        (30, 20, [28], 2 / 10, "Observed 28 in P1: 2 of 10 points of the gap closed"),
        (30, 20, [31], -1 / 10, "Observed 31 in P1: the gap is 1 point wider than at first"),
        (58, 58, [60], None, "Observed 60 in P1"),
        (58, 70, [], None, ""),
    ],
)
def test_the_gap_closes_by_what_was_observed_last(baseline, target, observed, share, words):
    """In either direction: some measures shall fall."""
    seen = [{"period": f"P{i}", "value": value} for i, value in enumerate(observed, 1)]
    goal = _goal(baseline={"value": baseline, "unit": "percent"}, target={"value": target}, observed=seen)
    assert share_closed(goal) == share
    assert progress_of(goal) == words


def test_progress_names_no_unit_but_points():
    """Without a baseline there is no gap; another unit goes without saying."""
    seen = [{"period": "2026", "value": 60}]
    assert progress_of(_goal(observed=seen)) == "Observed 60 in 2026"
    days = _goal(baseline={"value": 80, "unit": "days"}, target={"value": 40}, observed=seen)
    assert progress_of(days) == "Observed 60 in 2026: 20 of 40 of the gap closed"


def test_an_unconfirmed_goal_chooses_nothing():
    """No importance, no place in the order, nothing that it is served by."""
    causes = [{"title": "Hours", "importance": "high", "practices": ["p"]}]
    goal = Goal(**GOAL, root_causes=causes, target={"value": 70, "by": "2028-06-30"}, confirmed=False)
    assert (served_by(goal), named_by_causes([goal]), goal_rank([goal]), confirmed_goals([goal])) == ([], {}, {}, ())
    own = goal.replace(confirmed=True)
    assert (served_by(own), named_by_causes([goal, own]), goal_rank([own])) == (["p"], {"p": "high"}, {"p": 0})
