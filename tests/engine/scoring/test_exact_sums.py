from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.exact_sums import exact


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_rounding_is_taken_out(values):
    """Parts whose whole was rounded otherwise add up to it afterwards, and hardly move."""
    whole = sum(values)
    found = exact(dict(enumerate(values)), whole)
    assert fsum(found.values()) == whole
    assert list(found.values()) == pytest.approx(values, abs=1e-12)


def test_parts_that_do_not_add_up_stay_as_they_are():
    """Where a part is missing, nothing is pushed onto another."""
    assert exact({"a": 0.25}, 0.5) == {"a": 0.25}
    assert exact({}, 0.5) == {}


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=6))
def test_changes_keep_their_signs(values):
    """Parts of a change may be below 0; none turns."""
    whole = sum(values)
    found = exact(dict(enumerate(values)), whole)
    assert list(found.values()) == pytest.approx(values, abs=1e-12)
    assert all(a * b >= 0 for a, b in zip(values, found.values(), strict=True))
