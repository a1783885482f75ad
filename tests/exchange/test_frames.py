import sys

import pytest

import equity_blocks as eb
from equity_blocks.argument_kinds import BACKENDS
from equity_blocks.exchange.frames import to_frame
from equity_blocks.exchange.records import record_columns, to_records

SAMPLE = "assessments/riverbend-2026.yaml"
TABLES = (("ScoreCard", "practices"), ("ScoreCard", "blocks"), ("Plan", "actions"), ("Plan", "goals"), ("Plan", "past"))


@pytest.fixture(scope="module")
def results():
    """Give a score card and a plan."""
    framework, assessment = eb.load_framework("hcplan-apm"), eb.load_assessment(SAMPLE)
    return {"ScoreCard": eb.score(framework, assessment), "Plan": eb.plan(framework, assessment)}


def _rows(frame, backend):
    if backend == "pandas":
        import pandas as pd

        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return [{k: v.date() if isinstance(v, pd.Timestamp) else v for k, v in row.items()} for row in rows]
    return frame.to_dicts() if backend == "polars" else frame.to_pylist()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("kind", "of"), TABLES)
def test_a_frame_holds_the_records(results, kind, of, backend):
    """The same rows, in the same order, null where they have none, also where there are no rows."""
    pytest.importorskip(backend, reason=f"{backend} is not installed")
    frame = to_frame(results[kind], of=of, backend=backend)
    assert _rows(frame, backend) == to_records(results[kind], of=of)
    names = frame.column_names if backend == "pyarrow" else list(frame.columns)
    assert names == [column.name for column in record_columns(type(results[kind]), of=of)]


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        (
            "pandas",
            {"aim": "string", "lead": "Int64", "closed": "Float64", "due": "datetime64[s]", "in_time": "boolean"},
        ),
        ("polars", {"aim": "String", "lead": "Int64", "closed": "Float64", "due": "Date", "in_time": "Boolean"}),
        ("pyarrow", {"aim": "string", "lead": "int64", "closed": "double", "due": "date32[day]", "in_time": "bool"}),
    ],
)
def test_columns_have_types(results, backend, expected):
    """Whole numbers and flags stay what they are beside nulls, and dates are dates."""
    pytest.importorskip(backend, reason=f"{backend} is not installed")
    frame = to_frame(results["Plan"], of="goals", backend=backend)
    types = dict(frame.schema) if backend == "polars" else {}
    types = types or (
        dict(zip(frame.schema.names, frame.schema.types, strict=True)) if backend == "pyarrow" else frame.dtypes
    )
    assert {name: str(types[name]) for name in expected} == expected


def test_a_library_that_is_missing_is_named(results, monkeypatch):
    """With what installs it; and a backend that nobody knows is refused before."""
    for backend, package in (("pandas", r"equity-blocks\[frames\]"), ("polars", "polars")):
        monkeypatch.setitem(sys.modules, backend, None)
        with pytest.raises(eb.UnsuitableError, match=f"{backend} is not installed: pip install {package}"):
            to_frame(results["Plan"], backend=backend)
    with pytest.raises(eb.UnsuitableError, match="no backend 'excel': there are pandas, polars, pyarrow"):
        to_frame(results["Plan"], backend="excel")
