"""Rolling up as formulas: every aggregate, and scores on ranges, in every kind of frame."""

import pytest

import equity_blocks as eb
from equity_blocks.engine.portfolio.formulas import Sheet
from equity_blocks.engine.portfolio.rollup_formulas import Covering, Rolling
from equity_blocks.model.aggregates import AGGREGATES
from scored_rows import KINDS, LEFT, NA, differences, expected, mini, scored

pytest.importorskip("narwhals")
pytest.importorskip("polars")

POINTS = {"id": "points", "range": [0, 40], "missing": [39]}
SCORES = {"p": [40, 11.5, None, 0, 30, -2], "q": [20, 19, 3, 39, 40, 12], "r": [1.0, 2, -1, -3, 0, 40]}


def _survey(**scoring):
    practices = [{"id": name, "title": name, "stage": 1 + (name == "r")} for name in "pqr"]
    practices[0]["requires"] = [{"practice": "q", "level": 20, "from": 10, "why": "q first"}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    return eb.Framework.model_validate(
        {"id": "f", "title": "F", "scale": POINTS, "blocks": blocks, "scoring": {"min_coverage": 0, **scoring}}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_scores_of_a_range_count_as_in_score(kind):
    """By every aggregate where that is quick, with the scores that mean no answer, and the numbers of statuses."""
    codes = {-1: {"level": "unknown"}, -2: NA, -3: LEFT}
    columns = {name: [None if value is None else float(value) for value in column] for name, column in SCORES.items()}
    given = [
        eb.Assessment(
            framework="f", ratings={n: codes.get(v, v) for n, v in zip("pqr", row, strict=True) if v is not None}
        )
        for row in zip(*SCORES.values(), strict=True)
    ]
    for aggregate in AGGREGATES if kind == "polars" else ("blend", "gate"):
        framework = _survey(aggregate=aggregate, level=20)
        assert differences(scored(kind, framework, columns), expected(framework, given)) == [], aggregate


def test_a_block_counts_where_it_has_a_value():
    """The mean of what is known over its weight; where nothing in it is known, it has none."""
    sheet, tree = Sheet(), mini().tree
    rolling, covering = Rolling(sheet, "point", {}), Covering(sheet)
    rolling.visit(tree)
    covering.visit(tree)
    found = rolling.figures["b"]
    assert sheet.steps[found.is_known].op == "above"
    assert found.is_counted == found.is_known
    assert sheet.steps[covering.shares["b"][0]].op == "ratio"


@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_an_empty_block_counts_the_points_of_its_weights_in_the_row(kind):
    """A sum in a sum: what nothing applies in counts none of the points that it could have had."""
    blocks = [
        {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 2}]},
        {"id": "c", "title": "C", "practices": [{"id": "r", "title": "R", "weight": 3}]},
    ]
    scoring = {"aggregate": "sum", "empty_block": "zero", "min_coverage": 0}
    framework = eb.Framework(id="f", title="F", scale=["no", "yes"], blocks=blocks, scoring=scoring)
    columns = dict.fromkeys("pq", ["not_applicable"] * 2) | {
        "r": ["yes"] * 2,
        "q:weight": [None, 4.0],
        "b:weight": [2.0] * 2,
    }
    rows = scored(kind, framework, columns)
    assert [row["score"] for row in rows] == pytest.approx([3 / (2 * 3 + 3), 3 / (2 * 9 + 3)])
    assert [row["coverage"] for row in rows] == [1.0, 1.0]


@pytest.mark.parametrize("aggregate", ["mean", "sum"])
def test_coverage_counts_weights_of_blocks_and_practices_in_the_row(aggregate):
    """One of two blocks is answered, and one of two practices in the other."""
    blocks = [
        {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]},
        {"id": "c", "title": "C", "practices": [{"id": "r", "title": "R"}]},
    ]
    framework = eb.Framework(id="f", title="F", scale=["no", "yes"], blocks=blocks, scoring={"aggregate": aggregate})
    columns = {"p": ["yes"] * 3, "b:weight": [None, 3.0, None], "p:weight": [None, None, 3.0]}
    rows = scored("polars", framework, columns)
    points = [2, 2, 4] if aggregate == "sum" else [1, 1, 1]
    covered = [1 / 2, 1 / 2, 3 / 4]
    weights = [weight * point for weight, point in zip((1, 3, 1), points, strict=True)]
    said = [weight * share / (weight + 1) for weight, share in zip(weights, covered, strict=True)]
    assert [row["b:coverage"] for row in rows] == pytest.approx(covered)
    assert [row["coverage"] for row in rows] == pytest.approx(said)
