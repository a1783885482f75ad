"""Columns that are made on the way: in stages, and gone at the end."""

import pytest

from equity_blocks.engine.portfolio.made_columns import MadeColumns

polars = pytest.importorskip("polars")
nw = pytest.importorskip("narwhals")


def _twice_more(columns, first="a"):
    """Give four times a column, by way of two columns."""
    return columns.make("more", lambda: columns.make("twice", lambda: nw.col(first) * 2) * 2)


def test_what_is_made_of_what_was_made_comes_a_stage_later():
    """And reads it, whatever else reads it."""
    columns = MadeColumns()
    _, reads = columns.noted(lambda: _twice_more(columns))
    assert {name: made.stage for name, made in columns.made.items()} == {"twice": 0, "more": 1}
    assert reads == {"more"}
    assert columns.made["more"].reads == {"twice"}


def test_only_what_stays_and_what_was_asked_for_is_left():
    """A column that only a later stage reads is kept until then."""
    columns = MadeColumns()
    last = columns.noted(lambda: (_twice_more(columns) + columns.make("twice", lambda: nw.lit(0))).alias("six"))
    frame = nw.from_native(polars.LazyFrame({"a": [1, 2], "b": ["x", "y"]}))
    found = columns.computed(frame, ["b"], [last]).to_native().collect()
    assert found.to_dict(as_series=False) == {"b": ["x", "y"], "six": [6, 12]}
