import pytest

import equity_blocks as eb
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.tree import walk
from equity_blocks.reports.charts.course import change, course_spec, periods, trend, trend_spec
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.course import Course
from equity_blocks.reports.pictures.course import Point as Place
from equity_blocks.reports.pictures.trend import Point, Trend
from equity_blocks.reports.sections.course import course_of
from equity_blocks.reports.trend import picture_of


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/score/value", of="plan")


@pytest.fixture(scope="module")
def before(sample):
    """Give an earlier assessment with the revision that was rated then."""
    return sample("riverbend-2025")


def test_rounds_are_those_of_the_trend(sample, before, rows):
    """Score and interval of every round as the trend holds them; a draft and another revision are named."""
    framework, assessment = sample()
    followed = eb.trend(framework, [before[1], assessment])
    data = rows(trend_spec(picture_of(followed)), "score")
    assert [(row["score"], row["low"], row["high"], row["reread"]) for row in data] == [
        (each.value, each.low, each.high, each.reread) for each in followed.rounds
    ]
    assert data[1]["name"] == "2026-09-30 (draft)"


def test_a_round_without_a_score_leaves_a_gap(rows):
    """It is said to have no value, and no point is drawn; a figure read again has a mark of its own."""
    none = _share(None)
    points = (Point("2025", none, none, none, _share(0.5)), Point("2026", *map(_share, (0.4, 0.3, 0.5)), none))
    spec = trend_spec(Trend("Score by round", points, has_reread=True))
    assert [(row["score"], row["figure"]) for row in rows(spec, "score")] == [(None, "no value"), (0.4, "40%")]
    shapes = [layer["mark"].get("shape") for layer in spec["layer"]]
    assert shapes.count("diamond") == 1
    assert spec["description"] == "Score by round: 2025 no value; 2026 40%."


def test_the_course_is_that_of_the_plan(plan, card, rows):
    """The score today and at the end of every period, and the target as a line."""
    spec = course_spec(course_of(plan, card))
    assert [row["score"] for row in rows(spec, "score")] == [plan.score_now, *(each.score for each in plan.periods)]
    lines = [layer["encoding"]["y"].get("datum") for layer in spec["layer"]]
    assert card.score.target in lines
    assert card.score.target not in [
        layer["encoding"]["y"].get("datum") for layer in course_spec(course_of(plan))["layer"]
    ]


def test_of_many_periods_some_are_named(rows):
    """All are drawn; at most twelve have their name below them, and figures stand in the tooltip."""
    spec = course_spec(Course("Score", tuple(Place(f"2027-{n:02}", _share(0.4)) for n in range(40))))
    assert len(rows(spec, "score")) == 40
    named = {len(layer["encoding"]["x"]["axis"]["values"]) for layer in spec["layer"]}
    assert named == {10}
    assert "text" not in {layer["mark"]["type"] for layer in spec["layer"]}


def test_changes_are_those_of_the_comparison(sample, before, altair):
    """Every block then and now, and the whole."""
    framework, assessment = sample()
    comparison = eb.compare(framework, before[1], assessment)
    chart = change(comparison)
    assert isinstance(chart, altair.LayerChart)
    found = [(row["before"], row["after"], row["change"]) for row in _data(chart)]
    of_blocks = [(block.before, block.after, block.change) for block in walk(comparison.blocks)]
    whole = comparison.score
    assert found == [*of_blocks, (whole.before, whole.after, whole.change)]


def _data(chart):
    spec = chart.to_dict()
    return spec["datasets"][spec["data"]["name"]]


@pytest.mark.usefixtures("altair")
def test_what_was_not_there_before_has_no_circle():
    """A block without a value then is shown where it stands now, in words, too."""
    ref = eb.FrameworkRef(id="f", edition="1", revision=1)
    block = eb.BlockChange(id="b", title="New", before=None, after=0.5, change=None)
    comparison = eb.Comparison(
        framework=ref,
        before=eb.Side(framework=ref),
        score=eb.Change(),
        like_for_like=eb.LikeForLike(),
        blocks=[block],
        has_total=False,
    )
    (row,) = _data(change(comparison))
    assert (row["before"], row["after"], row["said"]) == (None, 0.5, "then no value, now 50%")


def test_nothing_is_drawn_of_nothing(sample):
    """A plan without a calendar has no course, and the error says so."""
    with pytest.raises(eb.UnsuitableError, match="nothing to draw: the plan has no calendar"):
        periods(eb.Plan(framework=eb.FrameworkRef(id="f", edition="1", revision=1), **_EMPTY))
    with pytest.raises(eb.UnsuitableError, match="trend must be a Trend, not a ScoreCard"):
        trend(eb.score(*sample()))


_EMPTY = {"planner": "greedy", "selection": "all", "score_now": None, "score_after": None}
