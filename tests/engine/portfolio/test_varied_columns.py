"""Weights and values that differ between rows: each row says what `score` says of a framework of its own."""

import math
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import equity_blocks as eb
from equity_blocks.engine.portfolio.program import compiled
from equity_blocks.engine.portfolio.varied_columns import varying
from equity_blocks.model.scale import Scale
from equity_blocks.model.tree import nodes_of
from scored_rows import EAGER, LEFT, answers, assessments_of, differences, expected, mini, policies, scored
from strategies import rearranged

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")

EXAMPLES = int(os.environ.get("EQUITY_BLOCKS_FRAMEWORKS", "12"))
drawn = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(parent=drawn, max_examples=max(3, EXAMPLES // 4))
FACTORS = (1.0, 0.25, 3.0, 1.7, 0.09, None)


def _weights(data, framework, rows):
    """Draw factors of some weights."""
    nodes = sorted({*framework.practices, *framework.all_blocks})
    chosen = data.draw(st.lists(st.sampled_from(nodes), min_size=1, unique=True))
    return {
        node: data.draw(st.lists(st.sampled_from(FACTORS), min_size=rows, max_size=rows).filter(any)) for node in chosen
    }


def _reweighted(framework, weights, row):
    own = {name: part.weight for name, part in (*framework.all_blocks.items(), *framework.practices.items())}
    return framework.reweighted({node: own[node] * (factors[row] or 1.0) for node, factors in weights.items()})


def _check_weights(data, kinds):
    framework = data.draw(policies())
    cells = data.draw(answers(framework, 3))
    weights = _weights(data, framework, 3)
    columns = cells | {f"{node}:weight": factors for node, factors in weights.items()}
    said = []
    for row, assessment in enumerate(assessments_of(framework, cells)):
        said += expected(_reweighted(framework, weights, row), [assessment])
    for kind in kinds:
        assert differences(scored(kind, framework, columns), said) == [], kind


@drawn
@given(st.data())
def test_weights_of_a_row_are_those_of_a_framework_that_is_reweighted(data):
    """Of practices and blocks, under any policy, in frames that are there or come in parts."""
    kinds = (*EAGER, "lazy") if EXAMPLES > 12 else [data.draw(st.sampled_from((*EAGER, "lazy")))]
    _check_weights(data, kinds)


@few
@given(st.data())
def test_weights_are_so_in_expressions_too(data):
    """On DuckDB, and Dask part by part."""
    _check_weights(data, ("duckdb", "dask"))


def _rising(data, values):
    """Draw other values that rise where these do."""
    steps = [data.draw(st.sampled_from((0.1, 0.3, 0.05))) for _ in values]
    found = [steps[0]]
    for below, value, step in zip(values, values[1:], steps[1:], strict=False):
        found.append(found[-1] + (step if value > below else 0.0))
    return [value / max(1.0, found[-1]) for value in found]


def _on_other_scales(framework, values):
    """Give the framework with other values of its scales."""

    def changed(scale):
        return scale and scale | {
            "levels": [
                level | {"value": value} for level, value in zip(scale["levels"], values[scale["id"]], strict=True)
            ]
        }

    made = rearranged(
        framework,
        block=lambda block: block | {"scale": changed(block["scale"])},
        practice=lambda practice: practice | {"scale": changed(practice["scale"])},
    )
    return made.replace(scale=Scale.model_validate(changed(made.scale.model_dump(by_alias=True))))


def _check_values(data, kinds):
    framework = rearranged(data.draw(policies()), practice=lambda practice: practice | {"requires": []})
    cells = data.draw(answers(framework, 3))
    if any(node.not_applicable == "target" for node in nodes_of(framework.tree)):
        cells = {
            name: [None if said == "not_applicable" else said for said in column] for name, column in cells.items()
        }
    scales = {framework.scale_of(name).id: framework.scale_of(name) for name in framework.practices}
    columns, said = dict(cells), []
    columns |= {f"{name}:value": [] for name in cells}
    for assessment in assessments_of(framework, cells):
        values = {name: _rising(data, scale.values) for name, scale in scales.items()}
        said += expected(
            _on_other_scales(framework, values | {"common": values.get("common", framework.scale.values)}), [assessment]
        )
        for name in cells:
            level, scale = assessment.rating(name).level, framework.scale_of(name)
            is_level = level is not None and level != "unknown"
            columns[f"{name}:value"].append(values[scale.id][scale.position(level)] if is_level else 0.5)
    for kind in kinds:
        assert differences(scored(kind, framework, columns), said) == [], kind


@drawn
@given(st.data())
def test_values_of_a_row_are_those_of_a_framework_with_such_a_scale(data):
    """Under any policy, in frames that are there or come in parts."""
    kinds = (*EAGER, "lazy") if EXAMPLES > 12 else [data.draw(st.sampled_from((*EAGER, "lazy")))]
    _check_values(data, kinds)


@few
@given(st.data())
def test_values_are_so_in_expressions_too(data):
    """On DuckDB, and Dask part by part."""
    _check_values(data, ("duckdb", "dask"))


def _of_two(aggregate="mean", **scoring):
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "requires": [{"practice": "p", "why": "first"}]}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    scoring = {"aggregate": aggregate, "min_coverage": 0, **scoring}
    return eb.Framework(id="m", title="M", scale=["no", "partly", "yes"], blocks=blocks, scoring=scoring)


@pytest.mark.parametrize("kind", [*EAGER, "lazy", "duckdb", "dask"])
def test_a_level_that_is_lowered_counts_what_its_scale_says_but_no_more_than_the_one_above(kind):
    """Q is at the top, and may hold only the lowest level while p is not there."""
    requires = [{"practice": "p", "level": "yes", "from": "yes", "why": "first"}]
    framework = rearranged(_of_two(), practice=lambda p: p | {"requires": requires if p["id"] == "q" else []})
    columns = {"p": ["no", "no", "yes", "no"], "q": ["yes"] * 4, "q:value": [0.9, 0.3, 0.9, None]}
    rows = scored(kind, framework, columns)
    assert [row["score"] for row in rows] == pytest.approx([0.45, 0.15, 0.95, 0.5])
    assert [row["consistent"] for row in rows] == pytest.approx([0.25, 0.15, 0.95, 0.25])


@pytest.mark.parametrize("kind", [*EAGER, "lazy", "duckdb"])
def test_what_is_not_pursued_has_its_value_where_its_level_counts(kind):
    """In `whole`, and where nothing is rated a value says nothing."""
    columns = {
        "trust": ["yes", None, "yes"],
        "trust:status": ["not_pursued", None, None],
        "trust:value": [0.4, 0.4, 0.4],
    }
    rows = scored(kind, mini().replace(scoring={"min_coverage": 0}), columns | {"data-use": ["yes"] * 3})
    assert [row["whole"] for row in rows] == pytest.approx([0.7, 1.0, 0.7])
    assert [row["score"] for row in rows] == pytest.approx([1.0, 1.0, 0.7])
    assert [row["low"] for row in rows] == pytest.approx([1.0, 0.5, 0.7])
    assert eb.score(mini(), eb.Assessment(framework="mini", ratings={"trust": {"level": "yes", **LEFT}})).score


def test_whether_a_level_holds_goes_by_the_level():
    """Whatever it counts in the row."""
    framework = _of_two("all_or_nothing", level=1)
    rows = scored("pandas", framework, {"p": ["partly", "no"], "q": ["yes", "yes"], "p:value": [0.0, 1.0]})
    assert [row["score"] for row in rows] == [1.0, 0.0]


@pytest.mark.parametrize("kind", [*EAGER, "lazy", "duckdb"])
@pytest.mark.parametrize(
    ("column", "wrong", "words"),
    [
        (
            "trust:weight",
            [0.0, 1.0, -2.0],
            r"rows? of 'trust:weight' holds? .*0; it takes numbers from 1e-100",
        ),
        ("b:weight", [1.0, math.inf, None], r"1 row of 'b:weight' holds inf; it takes numbers from 1e-100 to 1e\+100"),
        ("trust:value", [1.5, 0.5, None], r"1 row of 'trust:value' holds 1\.5; it takes numbers from 0 to 1, and null"),
    ],
)
def test_numbers_that_are_not_allowed_are_named(kind, column, wrong, words):
    """With the column, what was found, and what is allowed."""
    with pytest.raises(eb.InvalidDataError, match=words) as found:
        scored(kind, mini(), {"trust": ["yes"] * 3, column: wrong})
    (problem,) = found.value.problems
    assert (problem.code, problem.data["column"]) == ("out_of_bounds", column)


def test_what_is_wrong_in_several_columns_is_told_at_once():
    """Levels, too."""
    with pytest.raises(eb.InvalidDataError) as found:
        scored("pandas", mini(), {"trust": ["maybe"], "trust:weight": [-1.0], "trust:value": [2]})
    assert [problem.code for problem in found.value.problems] == ["unknown_level", "out_of_bounds", "out_of_bounds"]


def test_text_is_no_weight_and_ranges_have_no_values_of_levels():
    """In words that say what is wanted."""
    with pytest.raises(eb.UnsuitableError, match=r"'trust:weight' holds String; it takes numbers"):
        eb.score_frame(mini(), polars.DataFrame({"trust": ["yes"], "trust:weight": ["2"]}))
    framework = mini().replace(scale=Scale(id="points", range=[0, 10]))
    with pytest.raises(eb.UnsuitableError, match=r"'trust' is on a range of scores: leave it out"):
        eb.score_frame(framework, polars.DataFrame({"trust": [5], "trust:value": [0.5]}))


@pytest.mark.parametrize("name", ["b:value", "b:status"])
def test_of_a_block_a_column_says_a_weight_only(name):
    """Else it would be passed over in silence."""
    with pytest.raises(eb.InvalidDataError, match=f"'{name}' says nothing that scoring reads .*'b' is a block"):
        eb.score_frame(mini(), pandas.DataFrame({"trust": ["yes"], name: [None]}))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("trust:wieght", "trust:weight"),
        ("trust:vlaue", "trust:value"),
        ("b:weigth", "b:weight"),
        ("trsut:weight", "trust"),
    ],
)
def test_names_that_are_misspelt_are_hinted_at(name, meant):
    """As those of statuses are; what is far from all of them stays."""
    with pytest.raises(eb.InvalidDataError, match=f"'{name}'.*did you mean '{meant}'"):
        eb.score_frame(mini(), pandas.DataFrame({"trust": ["yes"], name: [1.0]}))
    frame = pandas.DataFrame({"trust": ["yes"], "trust:note": ["fine"], "b:note": [""]})
    assert [*eb.score_frame(mini(), frame).columns][:3] == [*frame.columns]


def test_whole_numbers_and_columns_without_any_are_read():
    """A factor may be 2, and a column all null."""
    columns = {
        "trust": ["yes", "yes"],
        "data-use": ["no", "no"],
        "trust:weight": [3, 1],
        "data-use:weight": [None, None],
    }
    for kind in ("pandas", "polars", "pyarrow", "duckdb"):
        assert [row["score"] for row in scored(kind, mini(), columns)] == [0.75, 0.5], kind


def test_a_program_is_made_once_for_the_same_weights():
    """And another one for others."""
    framework = mini()
    assert compiled(framework, frozenset({"trust"})) is compiled(framework, frozenset({"trust"}))
    assert compiled(framework, frozenset({"trust"})) is not compiled(framework)
    assert varying(compiled(framework), ["trust:weight", "x:weight"]) == {"trust"}
