"""Columns: what cells may say, what is refused, and in which words."""

from decimal import Decimal

import pytest

import equity_blocks as eb
from equity_blocks.engine.portfolio.columns import is_long, problem_of, status_column
from equity_blocks.engine.portfolio.program import program_of
from equity_blocks.model.scale import Scale
from scored_rows import LEFT, NA, differences, expected, frame_of, mini, scored

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("narwhals")


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "lazy", "duckdb"])
def test_a_level_that_is_no_level_is_named_with_its_rows(kind):
    """How many rows say it, what they say, and what is allowed."""
    columns = {"trust": ["yes", "maybe", "maybe", "no"], "data-use": ["no", None, "", "yes"]}
    with pytest.raises(eb.InvalidDataError, match=r"2 rows say.* of 'trust'|1 row says of 'trust'") as found:
        scored(kind, mini(), columns)
    (problem,) = found.value.problems
    assert (problem.code, problem.data["found"], problem.data["practice"]) == ("unknown_level", ("maybe",), "trust")
    with pytest.raises(eb.InvalidDataError, match="such as 7: it has no, partly, yes"):
        scored(kind, mini(), {"trust": [1, 0, 7], "data-use": [1, 1, 1]})
    with pytest.raises(eb.InvalidDataError, match=r"such as 0\.5: it has no, partly, yes"):
        scored(kind, mini(), {"trust": [1.0, 0.5, 0.0], "data-use": [1, 1, 1]})


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "lazy", "duckdb"])
def test_statuses_stand_beside_levels_in_wide_frames(kind):
    """A practice not pursued may have a level; what applies not, may have none."""
    columns = {"trust": ["yes", None], "trust:status": ["not_pursued", "not_applicable"], "data-use": [None, "yes"]}
    given = [
        eb.Assessment(framework="mini", ratings={"trust": {"level": "yes", **LEFT}}),
        eb.Assessment(framework="mini", ratings={"trust": NA, "data-use": "yes"}),
    ]
    assert differences(scored(kind, mini(), columns), expected(mini(), given)) == []
    with pytest.raises(eb.InvalidDataError, match="1 row says of 'trust'"):
        scored(kind, mini(), {**columns, "trust:status": ["not_applicable", None]})


def test_a_misspelt_practice_is_named():
    """A column that looks like a practice without a column is refused; others stay."""
    with pytest.raises(eb.InvalidDataError, match="did you mean 'data-use'"):
        eb.score_frame(mini(), pandas.DataFrame({"trust": ["yes"], "data_use": ["yes"]}))
    found = eb.score_frame(mini(), pandas.DataFrame({"trust": ["yes"], "state": ["OH"]}))
    assert [*found.columns][:3] == ["trust", "state", "score"]


def test_columns_of_no_practice_and_of_no_kind_are_refused():
    """In words that say what is wanted."""
    with pytest.raises(eb.UnsuitableError, match="no column is a practice"):
        eb.score_frame(mini(), pandas.DataFrame({"colour": ["red"]}))
    with pytest.raises(eb.UnsuitableError, match="it takes numbers from 0 to 2"):
        eb.score_frame(mini(), polars.DataFrame({"trust": [True]}))


def test_a_practice_may_be_called_like_a_level():
    """Words are compared as words, not as columns of that name."""
    practices = [{"id": name, "title": name} for name in ("yes", "unknown")]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = eb.Framework(id="f", title="F", scale=["no", "yes"], blocks=blocks)
    (row,) = eb.score_frame(framework, frame_of("duckdb", {"yes": ["yes"], "unknown": ["no"]})).fetchall()
    assert row[:3] == ("yes", "no", 0.5)


def test_a_frame_with_a_practice_as_a_column_is_wide():
    """Whatever else it has."""
    program = program_of(mini())
    assert is_long(program, ["assessment", "practice", "level"])
    assert not is_long(program, ["assessment", "practice", "level", "trust"])
    assert status_column("trust") == "trust:status"


def test_what_is_wrong_is_shown_without_control_characters():
    """Only three examples, and the codes that are allowed."""
    scale = Scale.model_validate(["no", "yes"])
    problem = problem_of("p", scale, 5, ["a\x1b[31m", "b", "c", "d"])
    assert "\x1b" not in problem.message
    assert problem.message.startswith("5 rows say")
    assert len(problem.data["found"]) == 3
    assert problem.hint.endswith("unknown or -1, not_applicable or -2, not_pursued or -3")


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "lazy", "duckdb"])
def test_a_decimal_is_not_rounded_to_a_level(kind):
    """A bare 1.5 of SQL is a decimal."""
    columns = {"trust": [Decimal("2.0"), None], "data-use": [Decimal("1.0"), Decimal("-1.0")]}
    said = [eb.Assessment(framework="mini", ratings={"trust": "yes", "data-use": "partly"})]
    said.append(eb.Assessment(framework="mini", ratings={"data-use": {"level": "unknown"}}))
    assert differences(scored(kind, mini(), columns), expected(mini(), said)) == []
    for wrong in ("1.5", "2.4", "-1.4"):
        with pytest.raises(eb.InvalidDataError, match=rf"1 row says of 'trust' .* such as {wrong}"):
            scored(kind, mini(), {**columns, "trust": [Decimal(wrong), None]})


@pytest.mark.parametrize("kind", ["Int64", "UInt32", "UInt64", "Int128"])
def test_a_number_that_32_bits_do_not_hold_is_named(kind):
    """And the others are read, whatever their type holds."""
    kind = getattr(polars, kind)
    for given in (polars.DataFrame, polars.LazyFrame):
        fine = given({"trust": polars.Series([2, None], dtype=kind)})
        assert eb.score_frame(mini(), fine).lazy().collect()["score"].to_list() == [1.0, None]
        with pytest.raises(eb.InvalidDataError, match=r"1 row says of 'trust' .* such as 4294967295"):
            eb.score_frame(mini(), given({"trust": polars.Series([2, 2**32 - 1], dtype=kind)})).lazy().collect()


def test_numbers_that_are_wrong_are_shown_as_numbers():
    """Not as numpy writes them."""
    with pytest.raises(eb.InvalidDataError, match="such as inf: it has"):
        eb.score_frame(mini(), pandas.DataFrame({"trust": [float("inf"), 1.0]}))
    with pytest.raises(eb.InvalidDataError, match="such as 7: it has") as found:
        eb.score_frame(mini(), pandas.DataFrame({"trust": [7, 1]}))
    assert found.value.problems[0].data["found"] == (7,)


@pytest.mark.parametrize("read", [eb.score_frame, eb.portfolio])
def test_names_of_columns_are_text_and_each_is_there_once(read):
    """Whatever a library allows."""
    pyarrow = pytest.importorskip("pyarrow")
    twice = pandas.DataFrame([["yes", "no"]], columns=["trust", "trust"])
    for frame in (twice, pyarrow.Table.from_arrays([pyarrow.array([1])] * 2, names=["trust", "trust"])):
        with pytest.raises(eb.UnsuitableError, match="columns of one name: 'trust'; leave one") as found:
            read(mini(), frame)
        assert found.value.code == "name_clash"
    for name in (5, None, ("trust", "a")):
        frame = pandas.DataFrame(
            [["yes", "no"]], columns=pandas.Index(["trust", name], dtype=object, tupleize_cols=False)
        )
        with pytest.raises(eb.UnsuitableError, match=r"the name of the column .* is no text") as found:
            read(mini(), frame)
        assert found.value.code == "wrong_type"


@pytest.mark.parametrize("read", [eb.score_frame, eb.portfolio])
def test_a_practice_that_is_called_as_a_figure_is_refused_in_frames(read):
    """A portfolio leaves figures of a scored frame out, and would have left the practice out, too."""
    practices = [{"id": "coverage", "title": "C"}, {"id": "q", "title": "Q"}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = eb.Framework(id="m", title="M", scale=["no", "yes"], blocks=blocks)
    with pytest.raises(
        eb.UnsuitableError, match=r"'coverage' is a practice, and a column that scoring adds: .*score_many"
    ):
        read(framework, pandas.DataFrame({"coverage": ["yes"], "q": ["no"]}))
    said = eb.Assessment(framework="m", ratings={"coverage": "yes", "q": "no"})
    assert [*eb.score_many(framework, [said])["score"]] == [0.5]


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "lazy"])
@pytest.mark.parametrize("name", ["*", "^t.*$", "^nothing$", "a.b", 'a"b', "", "Score"])
def test_other_columns_stay_whatever_they_are_called(kind, name):
    """Polars takes some names for patterns: a column called `^nothing$` went missing."""
    rows = scored(kind, mini(), {"trust": ["yes", "no"], name: [7, 8]})
    assert [(row[name], row["score"]) for row in rows] == [(7, 1.0), (8, 0.0)]
    if kind != "lazy":
        assert eb.portfolio(mini(), frame_of(kind, {"trust": ["yes", "no"], name: [7, 8]})).groups[0].score.mean == 0.25


def test_a_column_called_as_all_columns_is_refused_in_expressions():
    """DuckDB would give every column in its place."""
    with pytest.raises(eb.UnsuitableError, match=r"a column is called '.', which expressions take for all columns"):
        scored("duckdb", mini(), {"trust": ["yes"], "*": [1]})


@pytest.mark.parametrize("cells", [["1", "2"], ["yes", "2"], pandas.Categorical([0, 1])])
def test_numbers_in_a_column_of_text_are_told(cells):
    """`'2'` is none of 0 to 2, which nobody understands who reads it so."""
    with pytest.raises(eb.InvalidDataError, match=r"the column is text, in which ids of levels and .*: make all of it"):
        eb.score_frame(mini(), pandas.DataFrame({"trust": cells}))
    with pytest.raises(eb.InvalidDataError, match="codes: unknown or -1"):
        eb.score_frame(mini(), pandas.DataFrame({"trust": [7.0, 0.5]}))
