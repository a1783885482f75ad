"""Reading a round of a cohort: frames and assessments give the same columns, and rows are organizations."""

import pytest

from equity_blocks import Assessment, Framework, InvalidDataError, UnsuitableError

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.cohort import claims, cohort, figures, kept_whole, struck_out  # noqa: E402

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}],
)
LEFT = {"not_pursued": "not now"}
SAID = {
    "oak": {"p": 2, "q": {"level": "unknown"}},
    "elm": {"p": 1, "q": {"not_applicable": "no"}},
    "fir": {"p": LEFT, "q": {"level": 2, **LEFT}},
}
COLUMNS = {"organization": [*SAID], "p": [2, 1, -3], "q": ["unknown", "not_applicable", "yes"], "q:status": [
    None, None, "not_pursued",
]}  # fmt: skip


def _nouns():
    return [Assessment(framework="mini", organization={"id": name}, ratings=said) for name, said in SAID.items()]


@pytest.mark.parametrize("rows", [_nouns(), pandas.DataFrame(COLUMNS), polars.DataFrame(COLUMNS)], ids=str)
def test_frames_and_assessments_are_read_alike(rows):
    """Levels, what is open, what does not apply, and what is not pursued with a level or without."""
    of = cohort(FRAMEWORK, rows)
    assert of.names == ("oak", "elm", "fir")
    read = claims(of.cells["q"])
    assert (read.status.tolist(), read.position.tolist()) == ([2, 3, 4], [-1, -1, 2])
    assert figures(of)["low"].tolist() == [0.5, 0.5, 0.5]
    assert figures(of)["high"].tolist() == [1.0, 0.5, 0.5]


def test_what_is_not_pursued_counts_at_its_level_or_the_lowest():
    """What is rated stays."""
    of = cohort(FRAMEWORK, _nouns())
    assert claims(kept_whole(of.cells["p"])).position.tolist() == [2, 1, 0]
    assert claims(kept_whole(of.cells["q"])).position.tolist() == [-1, -1, 2]


def test_a_practice_is_struck_out_in_some_rows():
    """It does not apply there."""
    of = cohort(FRAMEWORK, _nouns())
    assert claims(struck_out(of.cells["p"], [True, False, False])).status.tolist() == [3, 0, 4]


def test_two_rounds_are_put_behind_each_other():
    """With their own states, also where one is a frame and the other assessments."""
    both = cohort(FRAMEWORK, _nouns()).beside(cohort(FRAMEWORK, pandas.DataFrame(COLUMNS)))
    assert figures(both)["low"].tolist() == [0.5] * 6
    assert both.rows([4, 0]).names == ("elm", "oak")


def test_scores_of_a_range_count_as_they_are():
    """A score between two levels holds the lower one."""
    ranged = FRAMEWORK.replace(scale={"id": "r", "range": [0, 10]})
    of = cohort(ranged, pandas.DataFrame({"p": [2.5, None], "q": [10.0, 5.0]}))
    assert claims(of.cells["p"]).value[0] == 0.25
    assert figures(of)["low"].tolist() == [0.625, 0.25]
    assert figures(of.beside(of))["low"].tolist() == [0.625, 0.25, 0.625, 0.25]


def test_a_frame_that_was_scored_can_be_read():
    """Its figures are made anew."""
    of = cohort(FRAMEWORK, pandas.DataFrame({**COLUMNS, "score": [9.0, 9.0, 9.0]}))
    assert figures(of)["low"].tolist() == [0.5, 0.5, 0.5]


def test_a_long_frame_has_a_row_for_each_answer():
    """Assessments stand for organizations."""
    long = pandas.DataFrame({"assessment": ["a", "a", "b"], "practice": ["p", "q", "p"], "level": [2, 1, 0]})
    assert cohort(FRAMEWORK, long).names == ("a", "b")


def test_an_organization_has_one_row():
    """Else it counted twice."""
    with pytest.raises(UnsuitableError, match="'oak' has several rows"):
        cohort(FRAMEWORK, [*_nouns(), _nouns()[0]])


def test_a_frame_has_to_be_there():
    """A lazy one is not read."""
    with pytest.raises(UnsuitableError, match="LazyFrame is no frame that is in memory"):
        cohort(FRAMEWORK, polars.LazyFrame(COLUMNS))


@pytest.mark.parametrize("rows", [_nouns(), pandas.DataFrame(COLUMNS)], ids=["nouns", "frame"])
def test_a_column_that_is_not_there_is_named(rows):
    """With what there is."""
    with pytest.raises(UnsuitableError, match="no column 'county'"):
        cohort(FRAMEWORK, rows, ["county"])


def test_a_wrong_level_is_told_as_by_score_frame():
    """With the practice and the number of rows."""
    with pytest.raises(InvalidDataError, match=r"1 row says of 'p' what its scale"):
        cohort(FRAMEWORK, pandas.DataFrame({"p": [7], "q": [1]}))


@pytest.mark.parametrize("column", ["p:weight", "q:value"])
def test_rows_that_score_in_ways_of_their_own_are_no_cohort(column):
    """Their scores could not be compared."""
    with pytest.raises(UnsuitableError, match=f"'{column}' would score each row in a way of its own") as caught:
        cohort(FRAMEWORK, pandas.DataFrame({**COLUMNS, column: [0.5, 0.5, 0.5]}))
    assert caught.value.code == "extra_column"


def test_groups_of_a_long_frame_are_told_without_our_own_columns():
    """What the frame becomes on the way is nobody's column."""
    frame = pandas.DataFrame({"assessment": ["a"], "practice": ["p"], "level": [1], "state": ["OH"]})
    with pytest.raises(UnsuitableError, match="no column 'state': it has assessment once it is wide, as only a wide"):
        cohort(FRAMEWORK, frame, ["state"])


@pytest.mark.parametrize(
    ("scale", "practice", "said"),
    [
        ({"id": "points", "range": [0, 10]}, {}, {"level": 6}),
        (["no", "partly", "yes"], {"criteria": [{"id": c, "title": c} for c in "abc"]}, {"criteria": {"a": 2, "b": 2}}),
        (["no", "partly", "yes"], {"criteria": [{"id": c, "title": c} for c in "ab"]}, {"criteria": {"a": 2, "b": 1}}),
    ],
)
def test_what_is_not_pursued_counts_as_if_it_were_rated(scale, practice, said):
    """Also at what no level counts: a score of a range, a mean of criteria, or of some of them."""
    practices = [{"id": "p", "title": "P", **practice}, {"id": "q", "title": "Q"}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = Framework.model_validate({"id": "f", "title": "F", "scale": scale, "blocks": blocks})
    rounds = [Assessment(framework="f", ratings={"p": {**said, **reason}, "q": 0}) for reason in ({}, LEFT)]
    for end in ("low", "high"):
        pursued, left = (figures(cohort(framework, [each]))[end][0] for each in rounds)
        assert pursued == pytest.approx(left, abs=1e-12)
        assert end == "high" or pursued not in (0.0, 0.25, 0.5)


def test_a_wrong_level_is_told_beside_figures():
    """Of a scored frame to which rows were added, say: not that its figures stand there."""
    frame = pandas.DataFrame({"organization": ["oak"], "p": ["yess"], "score": [0.5]})
    with pytest.raises(InvalidDataError, match=r"1 row says of 'p' .* such as 'yess'"):
        cohort(FRAMEWORK, frame)
