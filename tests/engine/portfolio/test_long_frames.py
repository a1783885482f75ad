"""Long frames: a row for each answer becomes a row for each assessment, and what is wrong is named."""

import pytest

import equity_blocks as eb
from scored_rows import KINDS, LEFT, NA, differences, expected, frame_of, mini, scored

pytest.importorskip("narwhals")
pytest.importorskip("polars")

LONG = {
    "assessment": ["b", "a", "a", "b"],
    "practice": ["trust", "trust", "data-use", "data-use"],
    "level": ["yes", "partly", None, None],
    "status": [None, "not_pursued", "unknown", "not_applicable"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_long_frames_come_back_with_a_row_for_each_assessment(kind):
    """With statuses beside levels."""
    rows = scored(kind, mini(), LONG, by="assessment")
    given = [
        eb.Assessment(framework="mini", ratings={"trust": {"level": "partly", **LEFT}, "data-use": "unknown"}),
        eb.Assessment(framework="mini", ratings={"trust": "yes", "data-use": NA}),
    ]
    assert [row["assessment"] for row in rows] == ["a", "b"]
    assert differences(rows, expected(mini(), given)) == []


def test_levels_by_number_and_scores_are_read_too():
    """A scale of levels and a range in one framework are both numbers in a long frame."""
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "scale": {"id": "points", "range": [0, 40]}}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = eb.Framework.model_validate({"id": "f", "title": "F", "scale": ["no", "yes"], "blocks": blocks})
    long = {"assessment": ["x", "x"], "practice": ["p", "q"], "level": [1.0, 11.0]}
    for kind in ("pandas", "duckdb"):
        (row,) = scored(kind, framework, long, by="assessment")
        assert (row["score"], row["coverage"]) == ((1 + 11 / 40) / 2, 1.0)


@pytest.mark.parametrize("kind", ["pandas", "lazy", "duckdb"])
def test_an_answer_that_is_given_twice_is_refused(kind):
    """With the pairs."""
    columns = {key: [*LONG[key], LONG[key][0]] for key in LONG}
    with pytest.raises(eb.InvalidDataError, match=r"1 pair of assessment and practice .* such as b on trust") as found:
        scored(kind, mini(), columns, by="assessment")
    assert found.value.problems[0].code == "duplicate_assessment"


@pytest.mark.parametrize("kind", ["pandas", "lazy", "duckdb"])
def test_practices_and_levels_that_are_not_there_are_named(kind):
    """With the nearest, and the number of rows."""
    wrong = {**LONG, "practice": ["trust", "trusty", "data-use", "data-use"]}
    with pytest.raises(eb.InvalidDataError, match=r"1 row speaks of 'trusty'.*did you mean 'trust'"):
        scored(kind, mini(), wrong, by="assessment")
    with pytest.raises(eb.InvalidDataError, match="1 row says of 'trust'"):
        scored(kind, mini(), {**LONG, "level": ["yess", "partly", None, None]}, by="assessment")


def test_a_frame_is_given_long_by_name():
    """What stands in it is read only once it is known what it is."""
    with pytest.raises(eb.UnsuitableError, match="no column is a practice"):
        eb.score_frame(mini(), frame_of("pandas", {"assessment": ["a"], "practice": ["trust"]}))


@pytest.mark.parametrize("kind", ["pandas", "polars", "lazy", "duckdb"])
def test_rows_that_name_no_assessment_are_not_one(kind):
    """They would be brought together as an assessment of nobody."""
    with pytest.raises(eb.UnsuitableError, match="2 rows of the long frame name no assessment") as found:
        scored(kind, mini(), {**LONG, "assessment": ["a", None, "b", None]}, by="assessment")
    assert found.value.code == "unnamed_rows"


@pytest.mark.parametrize("ids", [["a", 1, "b", 2], [["a"], ["b"], ["a"], ["b"]]])
def test_ids_of_several_kinds_are_refused(ids):
    """They have no order."""
    with pytest.raises(eb.UnsuitableError, match=r"the column 'assessment' holds .*; it takes text throughout"):
        eb.score_frame(mini(), frame_of("pandas", {**LONG, "assessment": ids}))


def test_weights_are_of_wide_frames():
    """A long one has no row to which they could belong."""
    with pytest.raises(eb.UnsuitableError, match="'trust:weight' says something of whole rows of a wide frame"):
        eb.score_frame(mini(), frame_of("pandas", {**LONG, "trust:weight": [1.0, 2.0, 1.0, 1.0]}))
