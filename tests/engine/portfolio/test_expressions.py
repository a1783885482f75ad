"""The program as expressions: on lazy Polars the same as the kernel, in few stages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_blocks.engine.portfolio import expressions
from equity_blocks.engine.portfolio.basis import MOST_JOINED, total_of
from equity_blocks.engine.portfolio.columns import OWN, cells_of
from equity_blocks.engine.portfolio.program import compiled
from equity_blocks.model import Framework
from scored_rows import answers, as_numbers, assessments_of, differences, expected, mini, policies, rows_of

polars = pytest.importorskip("polars")
nw = pytest.importorskip("narwhals")


def _run(framework, columns):
    program, frame = compiled(framework), nw.from_native(polars.LazyFrame(columns))
    return expressions.run(program, frame, cells_of(program, frame.collect_schema()), [*columns])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_expressions_say_what_score_says(data):
    """On Polars, of which every library that takes expressions is one."""
    framework = data.draw(policies())
    cells = data.draw(answers(framework, 3))
    said = expected(framework, assessments_of(framework, cells))
    for columns in (cells, as_numbers(framework, cells)):
        assert differences(rows_of(_run(framework, columns).to_native()), said) == []


def test_columns_that_are_only_needed_on_the_way_are_gone():
    """What was given stays, and what a program gives comes after it."""
    names = _run(mini(), {"trust": [0, 1], "state": ["OH", "TX"]}).collect_schema().names()
    assert names[:3] == ["trust", "state", "score"]
    assert [name for name in names if name.startswith(OWN)] == []


def test_columns_of_practices_need_not_stay():
    """They are read in a late stage, too, where something is lowered."""
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "requires": [{"practice": "p", "why": "first"}]}]
    framework = Framework(
        id="m", title="M", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    columns = {"p": [0, 1], "q": [1, 1], "row": [1, 2]}
    program, frame = compiled(framework), nw.from_native(polars.LazyFrame(columns))
    found = expressions.run(program, frame, cells_of(program, frame.collect_schema()), ["row"]).to_native().collect()
    assert found.columns[:2] == ["row", "score"]
    assert found["consistent"].to_list() == [0.0, 1.0]


@pytest.mark.parametrize("count", [1, 2, MOST_JOINED + 1, 40 * MOST_JOINED])
def test_any_number_of_terms_is_added_up(count):
    """By parts, since a chain of them would be too deep for some libraries."""
    frame = nw.from_native(polars.LazyFrame({"a": [1.0, 0.25]}))
    total = frame.select(total_of([nw.col("a")] * count).alias("total")).to_native().collect()
    assert total["total"].to_list() == [count, count / 4]
