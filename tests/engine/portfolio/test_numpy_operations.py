"""Steps on columns: flags of codes, and codes that are lowered."""

import numpy as np

from equity_blocks.engine.portfolio.formulas import Step
from equity_blocks.engine.portfolio.numpy_operations import flagged, lowered, operations, runs_of


def test_runs_are_where_flags_are_true():
    """None at all, all of them, and several."""
    assert runs_of(np.array([False, False])) == []
    assert runs_of(np.array([True, True])) == [(0, 2)]
    assert runs_of(np.array([True, False, True, True])) == [(0, 1), (2, 4)]


def test_codes_are_tested_by_runs_or_by_a_table():
    """Both say the same."""
    codes, flags = np.array([0, 3, 1, 2, 3]), np.array([True, False, True, True])
    assert flagged(codes, runs_of(flags)).tolist() == flagged(codes, flags).tolist() == [True, True, False, True, True]


def test_the_last_flag_decides_how_far_codes_are_lowered():
    """What no flag names stays as it is, and the codes that were given stay, too."""
    codes = np.array([3, 3, 3])
    found = {0: np.array([True, True, False]), 1: np.array([True, False, False])}
    assert lowered(codes, Step("lowered", (0, 1), ("p", 2, 0)), found).tolist() == [0, 2, 3]
    assert codes.tolist() == [3, 3, 3]


def test_a_ratio_over_nothing_is_no_error():
    """It is read only where the whole is above 0."""
    found = {0: np.array([1.0, 0.0]), 1: np.array([4.0, 0.0])}
    assert operations()["ratio"](Step("ratio", (0, 1)), found).tolist() == [0.25, 0.0]
