"""Columns: what cells may say, what is refused, and in which words."""

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
