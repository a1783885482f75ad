import pytest

import equity_blocks as eb
from equity_blocks.cli.cohort_files import open_table
from equity_blocks.cli.numbers_in_text import in_words, in_words_lazily, words_of
from equity_blocks.model.scale import Scale

pytest.importorskip("pandas", reason="the extra `frames` is not installed")

FRAMEWORK = eb.Framework(
    id="two-scales",
    title="Two scales",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [
        {"id": "p", "title": "P"}, {"id": "q", "title": "Q", "scale": ["low", "middle", "high"]},
        {"id": "r", "title": "R", "scale": {"id": "percents", "range": [0, 100]}},
    ]}],
)  # fmt: skip


def test_each_number_has_its_word():
    """Levels by their place, statuses by their codes; a number that is the id of a level means that level."""
    found = words_of(FRAMEWORK.scale_of("q"))
    assert (found["2"], found["2.0"], found["-1"]) == ("high", "high", "unknown")
    assert "3" not in found
    numbered = Scale(id="s", levels=[{"id": "1", "value": 0}, {"id": "2", "value": 1}])
    assert words_of(numbered)["0"] == "1"
    assert not {"1", "2"} & set(words_of(numbered))


def test_numbers_beside_words_score_as_the_words_do(files):
    """As a spreadsheet gives them: a 2 in one row, `unknown` in the next."""
    mixed = open_table(str(files("mixed.csv", "p,q\n1, 2\nunknown,-1\n,low\n")), FRAMEWORK)
    words = open_table(str(files("words.csv", "p,q\nyes,high\nunknown,unknown\n,low\n")), FRAMEWORK)
    assert mixed["q"].tolist() == ["high", "unknown", "low"]
    assert eb.score_frame(FRAMEWORK, mixed)["low"].tolist() == eb.score_frame(FRAMEWORK, words)["low"].tolist()


def test_only_the_cell_that_is_wrong_is_complained_of(files):
    """Numbers of the same column are not."""
    frame = open_table(str(files("t.csv", "p,q\n1,2\n0,so-so\n")), FRAMEWORK)
    with pytest.raises(eb.InvalidDataError, match=r"1 row says of 'q' .* such as 'so-so':"):
        eb.score_frame(FRAMEWORK, frame)


def test_a_long_table_goes_by_the_scale_of_each_practice(files):
    """The same number is another word on another scale, and a score on a range."""
    text = "assessment,practice,level\na,p,1\na,q,1\na,r,1\na,q,unknown\na,nobody,1\n"
    frame = open_table(str(files("long.csv", text)), FRAMEWORK)
    assert frame["level"].tolist() == ["yes", "middle", "1", "unknown", "1"]


def test_polars_writes_the_same_words():
    """So that a table scored part by part has the scores of one that is read whole."""
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rows = {"practice": ["p", "q", "r", None, "q"], "level": ["1", " 1 ", "1", "0", "high"]}
    lazily = in_words_lazily(polars, FRAMEWORK, "level", ["practice", "level"])
    frame = pandas.DataFrame(rows, dtype="string")
    whole = in_words(FRAMEWORK, [*FRAMEWORK.practices], frame["level"], frame["practice"])
    assert polars.DataFrame(rows).select(lazily)["level"].to_list() == whole.tolist()
    assert whole.tolist() == ["yes", "middle", "1", "0", "high"]
