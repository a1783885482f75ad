"""Cells of frames that are there: numbers of every type, with and without gaps, read the same."""

import numpy as np
import pytest

import equity_blocks as eb
from equity_blocks.engine.portfolio import frame_cells
from equity_blocks.engine.portfolio.columns import cells_of
from equity_blocks.engine.portfolio.program import compiled
from equity_blocks.engine.portfolio.varied_columns import varied_of
from scored_rows import frame_of, mini

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
nw = pytest.importorskip("narwhals")

SAID = [0, 2, None, -1, -2, -3, 1]
CODES = [0, 2, 3, 4, 5, 6, 1]
GIVEN = {
    "integers with gaps": polars.DataFrame({"trust": polars.Series(SAID, dtype=polars.Int64)}),
    "small integers": polars.DataFrame({"trust": polars.Series(SAID, dtype=polars.Int8)}),
    "numbers with nan": pandas.DataFrame({"trust": [float("nan") if x is None else float(x) for x in SAID]}),
    "nullable integers": pandas.DataFrame({"trust": pandas.array(SAID, dtype="Int16")}),
    "nullable numbers": pandas.DataFrame({"trust": pandas.array(SAID, dtype="Float64")}),
    "arrow": pyarrow.table({"trust": pyarrow.array(SAID, type=pyarrow.int8())}),
    "arrow numbers": pyarrow.table({"trust": pyarrow.array(SAID, type=pyarrow.float32())}),
}


def _read(frame):
    program, given = compiled(mini()), nw.from_native(frame)
    found, wrong = frame_cells.read(program, given, cells_of(program, given.collect_schema()))
    return (found["trust"].codes.tolist() if found else None), wrong


@pytest.mark.parametrize("kind", GIVEN)
def test_numbers_of_every_type_are_read_the_same(kind):
    """Null is unanswered; numbers below 0 are statuses."""
    assert _read(GIVEN[kind]) == (CODES, [])


@pytest.mark.parametrize("wrong", [3, -4, 0.5, 100, float("inf")])
def test_a_number_that_is_no_code_is_wrong_with_and_without_gaps(wrong):
    """Also one that would be the code of a status where statuses have codes of their own."""
    for blank in (0, None):
        assert _read(polars.DataFrame({"trust": [wrong, blank]}, strict=False)) == (None, ["trust"])
        assert _read(pandas.DataFrame({"trust": [wrong, blank]})) == (None, ["trust"])


def test_a_column_without_any_answer_is_unanswered():
    """Whatever its type."""
    for kind in (polars.Int8, polars.Float64, polars.String, polars.Null):
        assert _read(polars.DataFrame({"trust": polars.Series([None, None], dtype=kind)})) == ([3, 3], [])


def test_levels_that_are_not_pursued_need_more_codes():
    """Scales with many levels have more states than a byte holds."""
    scale = [f"l{i}" for i in range(80)]
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}]
    framework = eb.Framework(id="f", title="F", scale=scale, blocks=blocks)
    found = eb.score_frame(framework, polars.DataFrame({"p": [79, None, 0, -1]}))
    assert found["score"].to_list() == [1.0, None, 0.0, None]
    assert found["high"].to_list() == [1.0, 1.0, 0.0, 1.0]
    np.testing.assert_array_equal(found["coverage"].to_numpy(), [1, 0, 1, 0])


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_numbers_beside_levels_are_read_with_nan_where_they_say_nothing(kind):
    """Null and NaN alike; what is out of bounds is named."""
    columns = {"trust": [0, 1, 2], "trust:value": [0.5, None, 1.0], "trust:weight": [2, 0, 3]}
    program, frame = compiled(mini()), nw.from_native(frame_of(kind, columns))
    found, wrong = frame_cells.read_varied(frame, varied_of(program, frame.collect_schema()))
    np.testing.assert_array_equal(found["trust:value"], [0.5, np.nan, 1.0])
    assert found["trust:weight"].tolist() == [2, 0, 3]
    assert wrong == ["trust:weight"]


def test_levels_with_statuses_are_read_as_expressions_read_them():
    """In two turns, which say the same as one."""
    levels, statuses = (
        [0, 2, None, None, 1, 5, 2, 0],
        [None, "rated", "unknown", "", "not_pursued", None, "odd", "unknown"],
    )
    frame = nw.from_native(pandas.DataFrame({"trust": levels, "trust:status": statuses}))
    cell = cells_of(compiled(mini()), frame.collect_schema())["trust"]
    said = frame.select(code=cell.code, wrong=cell.is_wrong)
    assert said["wrong"].to_list() == [False] * 5 + [True] * 2 + [True]
    right = nw.from_native(frame.to_native()[:5])
    found, wrong = frame_cells.read(compiled(mini()), right, {"trust": cell})
    assert (found["trust"].codes.tolist(), wrong) == (said["code"].to_list()[:5], [])
    assert frame_cells.read(compiled(mini()), frame, {"trust": cell}) == ({}, ["trust"])
