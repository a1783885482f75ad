"""The numpy kernel: chunks, practices without a column, many scores, and what is never read."""

import numpy as np
import pytest

from equity_blocks.engine.portfolio import numpy_kernel
from equity_blocks.engine.portfolio.numpy_kernel import Cells
from equity_blocks.engine.portfolio.program import compiled
from scored_rows import mini

pytest.importorskip("numpy")


def _cells(codes):
    program = compiled(mini())
    return {"trust": Cells(np.array(codes, dtype=np.int8), program.states["trust"], None, program.scales["trust"])}


def test_rows_are_the_same_in_chunks(monkeypatch):
    """Whatever their number, also where the last chunk is short."""
    codes = np.arange(100) % 7
    whole = numpy_kernel.run(compiled(mini()), _cells(codes), 100)
    monkeypatch.setattr(numpy_kernel, "CHUNK", 7)
    for name, values in numpy_kernel.run(compiled(mini()), _cells(codes), 100).items():
        np.testing.assert_array_equal(values, whole[name])


def test_a_practice_without_a_column_is_unanswered():
    """So that what could be is wide."""
    found = numpy_kernel.run(compiled(mini()), _cells([2, 3]), 2)
    assert found["score"].tolist()[0] == 1.0
    assert (found["low"].tolist(), found["high"].tolist()) == ([0.5, 0.0], [1.0, 1.0])
    assert np.isnan(found["score"][1])
    assert found["band"].tolist() == [-1, -1]


def test_no_rows_give_columns_without_rows():
    """All of them."""
    found = numpy_kernel.run(compiled(mini()), _cells([]), 0)
    assert {len(values) for values in found.values()} == {0}
    assert [*found] == [figure.name for figure in compiled(mini()).figures]
