"""Frames of every kind, and what they say row by row beside what `score` says."""

import math
import warnings

import pytest
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, score, score_frame
from strategies import frameworks, governed, rearranged

FIGURES = {
    "score": "value",
    "low": "low",
    "high": "high",
    "coverage": "coverage",
    "whole": "whole",
    "consistent": "consistent",
}
EAGER = ("pandas", "polars", "pyarrow")
KINDS = (*EAGER, "lazy", "duckdb", "dask")
NA, LEFT = {"not_applicable": "not ours"}, {"not_pursued": "not now"}
WORDS = {"unknown": {"level": "unknown"}, "not_applicable": NA, "not_pursued": LEFT, None: {}}
NUMBERS = {"unknown": -1, "not_applicable": -2, "not_pursued": -3, None: None}
BANDS = [
    {"id": "low", "title": "Low", "from": 0},
    {"id": "mid", "title": "Mid", "from": 0.3},
    {"id": "top", "title": "T", "from": 0.65},
]


def mini():
    """Give two practices on three levels."""
    practices = [{"id": "trust", "title": "T"}, {"id": "data-use", "title": "D"}]
    block = {"id": "b", "title": "B", "practices": practices}
    return Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[block])


def frame_of(kind, columns):
    """Give columns as a frame of some kind, whose library has to be there."""
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    if kind == "pandas":
        return pandas.DataFrame(columns)
    if kind == "pyarrow":
        return pytest.importorskip("pyarrow").table(columns)
    if kind == "dask":
        return pytest.importorskip("dask.dataframe").from_pandas(pandas.DataFrame(columns), npartitions=2)
    frame = polars.DataFrame(columns)
    if kind == "duckdb":
        connection = pytest.importorskip("duckdb").connect()
        connection.register("given", frame.to_arrow())
        return connection.sql("select * from given")
    return frame.lazy() if kind == "lazy" else frame


def scored(kind, framework, columns, by="row"):
    """Score columns in a kind of frame, and give the rows in the order of a column."""
    rows = len(next(iter(columns.values())))
    given = columns if by in columns else {**columns, by: [*range(rows)]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask tells narwhals of its plug-in
        found = score_frame(framework, frame_of(kind, given))
        return sorted(rows_of(found.compute() if kind == "dask" else found), key=lambda row: row[by])


def rows_of(frame):
    """Give the rows of any frame as dictionaries, with `None` where they are null."""
    import narwhals as nw

    found = nw.from_native(frame)
    found = found.collect() if hasattr(found, "collect") else found
    return [{name: _plain(value) for name, value in row.items()} for row in found.rows(named=True)]


def _plain(value):
    import pandas as pd

    return None if value is pd.NA or (isinstance(value, float) and math.isnan(value)) else value


def expected(framework, assessments):
    """Give the rows of a scored frame as `score` says them."""
    return [_of_card(score(framework, assessment)) for assessment in assessments]


def _of_card(card):
    row = {}
    for prefix, node in [("", card.score), *((f"{block.id}:", block) for block in _nested(card.blocks))]:
        row |= {f"{prefix}{name}": getattr(node, field) for name, field in FIGURES.items()}
        row[f"{prefix}band"] = node.band.value if node.band else None
    return row


def _nested(blocks):
    for block in blocks:
        yield block
        yield from _nested(block.blocks)


def differences(rows, said):
    """List what differs from `score` by more than 1e-12: the figure, what the frame says, what the card says."""
    return [
        (name, row[name], value)
        for row, each in zip(rows, said, strict=True)
        for name, value in each.items()
        if not _is_same(row[name], value)
    ]


def _is_same(given, said):
    if isinstance(given, float) and isinstance(said, float):
        return abs(given - said) <= 1e-12
    return given == said


@st.composite
def policies(draw):
    """Draw a framework with policies of every kind, also gates that ask, and wholes without a total."""
    framework = draw(st.one_of(governed(), frameworks(), governed(lows=(0,)), gates(), gates()))
    said = {
        "min_coverage": draw(st.sampled_from((0.0, 0.5))),
        "empty_block": draw(st.sampled_from(("exclude", "zero", "void"))),
        "bands": BANDS[: draw(st.sampled_from((0, 3)))],
        "band_edge": draw(st.sampled_from(("upper", "lower"))),
    }
    if framework.scoring.top is None:
        said["overall"] = draw(st.sampled_from((True, True, False)))
    return framework.replace(scoring=framework.scoring.replace(**said))


@st.composite
def gates(draw):
    """Draw a framework whose nodes are gates over practices, with stages that are numbered, or that ask."""
    drawn = draw(frameworks(criteria=False))
    stages = {name: draw(st.integers(1, 3)) for name in drawn.practices}
    framework = rearranged(drawn, practice=lambda practice: practice | {"stage": stages[practice["id"]]})
    whole = {"aggregate": "gate", "over": "practices", "level": 1}
    whole["unanswered"] = draw(st.sampled_from(("exclude", "zero", "void", "fail")))
    whole["empty_stage"] = draw(st.sampled_from(("met", "unmet", "met_above")))
    weighty = [name for name, practice in drawn.practices.items() if practice.weight > 0]
    if draw(st.booleans()) or not weighty:
        return framework.replace(scoring={"top": {**whole, "stage_count": draw(st.sampled_from((None, 1, 4)))}})
    groups = st.sampled_from(([], *([name] for name in weighty), weighty))
    asked = st.fixed_dictionaries({"of": groups, "share": st.sampled_from((0.5, 1 / 3, 1.0))})
    asks = draw(st.lists(st.lists(asked, min_size=1, max_size=2), min_size=1, max_size=3))
    return framework.replace(scoring={"top": {**whole, "asks": asks}})


@st.composite
def answers(draw, framework, rows):
    """Draw cells of a wide frame: ids of levels and words of statuses."""
    cells = {}
    for name in framework.practices:
        ids = framework.scale_of(name).ids
        said = st.sampled_from((*ids, *ids, *WORDS))
        cells[name] = draw(st.lists(said, min_size=rows, max_size=rows))
    return cells


def assessments_of(framework, cells):
    """Give the assessments that say what the rows of a wide frame say."""
    return [
        Assessment(
            framework=framework.id,
            ratings={name: WORDS.get(said, said) for name, said in zip(cells, row, strict=True) if said is not None},
        )
        for row in zip(*cells.values(), strict=True)
    ]


def as_numbers(framework, cells):
    """Give the same cells as numbers."""
    import polars as pl

    def number(name, said):
        return NUMBERS[said] if said in NUMBERS else framework.scale_of(name).position(said)

    return {name: pl.Series([number(name, said) for said in column], dtype=pl.Int8).to_list()
            for name, column in cells.items()}  # fmt: skip
