"""The program as expressions: on lazy Polars the same as the kernel, in few stages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_blocks.engine.portfolio import expressions
from equity_blocks.engine.portfolio.basis import tree_of
from equity_blocks.engine.portfolio.columns import OWN, cells_of
from equity_blocks.engine.portfolio.program import compiled
from scored_rows import answers, assessments_of, differences, expected, mini, policies, rows_of

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
    rows = rows_of(_run(framework, cells).to_native())
    assert differences(rows, expected(framework, assessments_of(framework, cells))) == []


def test_columns_that_are_only_needed_on_the_way_are_gone():
    """What was given stays, and what a program gives comes after it."""
    names = _run(mini(), {"trust": [0, 1], "state": ["OH", "TX"]}).collect_schema().names()
    assert names[:3] == ["trust", "state", "score"]
    assert [name for name in names if name.startswith(OWN)] == []


def test_hundreds_of_terms_are_a_shallow_tree():
    """A chain of them would be too deep for some libraries."""
    deep = tree_of(lambda a, b: 1 + max(a, b), [0] * 500)
    assert deep == 9
