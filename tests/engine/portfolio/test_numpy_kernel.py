"""The numpy kernel: chunks, practices without a column, many scores, and what is never read."""

import numpy as np
import pytest

import equity_blocks as eb
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


def test_columns_beside_codes_are_cut_into_the_same_chunks(monkeypatch):
    """Weights of practices and blocks, and values of levels."""
    dice, program = np.random.default_rng(0), compiled(mini(), frozenset({"trust", "b"}))
    values, weights = dice.random(100), {"trust": 0.5 + dice.random(100), "b": 0.5 + dice.random(100)}
    values[::9] = np.nan
    cells = {"trust": _cells(dice.integers(0, 7, 100))["trust"]._replace(values=values)}
    cells["data-use"] = Cells(dice.integers(0, 3, 100), program.states["data-use"], None, program.scales["data-use"])
    whole = numpy_kernel.run(program, cells, 100, weights)
    monkeypatch.setattr(numpy_kernel, "CHUNK", 7)
    for name, found in numpy_kernel.run(program, cells, 100, weights).items():
        np.testing.assert_array_equal(found, whole[name])
    assert len(np.unique(whole["low"])) > 50


def test_what_has_columns_of_its_own_is_looked_up_by_itself():
    """The others stay bundled, so that they are as fast as without."""
    names = [f"p{i}" for i in range(4)]
    blocks = [{"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in names]}]
    framework = eb.Framework(id="f", title="F", scale=["no", "yes"], blocks=blocks)
    for varying, runs in ((frozenset(), [3, 1]), (frozenset({"p0"}), [1, 3]), (frozenset({"p1"}), [1, 1, 2])):
        program = compiled(framework, varying)
        cells = {name: numpy_kernel.unanswered(program, name, 3) for name in names}
        kernel = numpy_kernel._Kernel(program, cells, {name: np.ones(3) for name in varying})
        found = [[len(slots) for slots, _ in fold.bundles] for fold in kernel.folds.values() if fold.op == "sum"]
        assert runs in found, varying
