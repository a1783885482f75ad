"""Practices as expressions: read together where they can be, by their codes where they have to be."""

import pytest

from equity_blocks.engine.portfolio import expressions
from equity_blocks.engine.portfolio.columns import cells_of
from equity_blocks.engine.portfolio.program import compiled
from scored_rows import mini

polars = pytest.importorskip("polars")
nw = pytest.importorskip("narwhals")


def _made(columns, framework=None):
    """Give the names of the columns that are made on the way to a score, and the scores."""
    program, frame = compiled(framework or mini()), nw.from_native(polars.LazyFrame(columns))
    writing = expressions._Writing(program, cells_of(program, frame.collect_schema()), {})
    last = [writing.columns.noted(lambda: writing.figure(program.figures[0]))]
    scores = writing.columns.computed(frame, [*columns], last).to_native().collect()["score"]
    return [name for name in writing.columns.made if "code of" in name], scores.to_list()


@pytest.mark.parametrize("levels", [[0, 2, -2], polars.Series([0, 2, -2], dtype=polars.Int8)])
def test_whole_numbers_are_read_without_codes(levels):
    """A whole block of them is one sum."""
    assert _made({"trust": levels, "data-use": [2, 2, 2]}) == ([], [0.5, 1.0, 1.0])


@pytest.mark.parametrize("levels", [["no", "yes", "not_applicable"], [0.0, 2.0, -2.0]])
def test_all_else_is_read_by_codes(levels):
    """Words, and numbers that could have fractions; beside them whole numbers are read as they are."""
    codes, scores = _made({"trust": levels, "data-use": [2, 2, 2]})
    assert codes == ["equity-blocks:code of trust"]
    assert scores == [0.5, 1.0, 1.0]


def test_levels_that_are_not_evenly_spaced_are_looked_up():
    """What they count is no multiple of their number."""
    levels = [{"id": "no", "value": 0}, {"id": "some", "value": 0.1}, {"id": "all", "value": 1}]
    codes, scores = _made({"trust": [1, 2], "data-use": [1, 0]}, mini().replace(scale={"id": "s", "levels": levels}))
    assert codes == ["equity-blocks:code of trust", "equity-blocks:code of data-use"]
    assert scores == pytest.approx([0.1, 0.5])
