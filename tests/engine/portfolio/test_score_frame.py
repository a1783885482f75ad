"""Scoring frames and many assessments: the same numbers as `score`, in every kind of frame."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import equity_blocks as eb
from equity_blocks.engine.portfolio.program import program_of
from scored_rows import (
    BANDS,
    EAGER,
    KINDS,
    answers,
    as_numbers,
    assessments_of,
    differences,
    expected,
    mini,
    policies,
    rows_of,
    scored,
)
from strategies import assessments

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")

EXAMPLES = int(os.environ.get("EQUITY_BLOCKS_FRAMEWORKS", "12"))
drawn = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
HAS_SPARK = os.environ.get("EQUITY_BLOCKS_SPARK") == "1"
SAMPLES = Path(__file__).resolve().parents[3] / "assessments"


@drawn
@given(st.data())
def test_frames_say_what_score_says(data):
    """Any policy, any kind of frame that is there or comes in parts, words and numbers for levels."""
    framework = data.draw(policies())
    cells = data.draw(answers(framework, 3))
    said = expected(framework, assessments_of(framework, cells))
    kinds = (*EAGER, "lazy") if EXAMPLES > 12 else [data.draw(st.sampled_from((*EAGER, "lazy")))]
    for kind in kinds:
        assert differences(scored(kind, framework, cells), said) == [], kind
        assert differences(scored(kind, framework, as_numbers(framework, cells)), said) == [], kind


@settings(parent=drawn, max_examples=max(3, EXAMPLES // 4) if EXAMPLES <= 12 else EXAMPLES)
@given(st.data())
def test_frames_that_are_not_there_yet_say_so_too(data):
    """Expressions on DuckDB, and Dask part by part."""
    framework = data.draw(policies())
    cells = data.draw(answers(framework, 2))
    said = expected(framework, assessments_of(framework, cells))
    for kind in ("duckdb", "dask"):
        columns = cells if data.draw(st.booleans()) else as_numbers(framework, cells)
        assert differences(scored(kind, framework, columns), said) == [], kind


@drawn
@given(st.data())
def test_many_assessments_say_what_score_says(data):
    """Criteria, several respondents, agreed levels and targets included."""
    framework = data.draw(policies())
    given_ = [data.draw(assessments(framework)) for _ in range(3)]
    assert differences(rows_of(eb.score_many(framework, given_)), expected(framework, given_)) == []


@cache
def _shipped():
    listed = [eb.load_framework(listing.id) for listing in eb.frameworks()]
    found = {framework.id: framework for framework in listed if framework.use == "assessment"}
    tailoring = eb.load_tailoring(SAMPLES / "tailoring" / "riverbend.yaml")
    return {**found, "tailored": eb.tailor(eb.load_framework(tailoring.framework.split("@")[0]), tailoring)}


@pytest.mark.parametrize("name", sorted(_shipped()))
def test_every_framework_that_ships_compiles(name):
    """One that is tailored, too; and says what score says of answers on every level and of every status."""
    framework, cells = _shipped()[name], {}
    for i, practice in enumerate(framework.practices):
        levels = [*framework.scale_of(practice).ids, "unknown", "not_applicable", "not_pursued", None]
        cells[practice] = [levels[(i * (1 + row) + row * row) % len(levels)] for row in range(6)]
    said = expected(framework, assessments_of(framework, cells))
    for kind in ("polars", "duckdb") if EXAMPLES > 12 else ("polars",):
        assert differences(scored(kind, framework, cells), said) == [], kind


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_samples_say_what_score_says(path):
    """As nouns, with all that they say."""
    assessment = eb.load_assessment(path)
    framework = eb.load_framework_of(assessment)
    (row,) = rows_of(eb.score_many(framework, [assessment]))
    assert row["assessment"] == assessment.id
    assert differences([row], expected(framework, [assessment])) == []


def test_a_lazy_polars_stays_lazy_and_streams():
    """Rows are computed in parts, and a filter on what is computed sees it."""
    frame = polars.LazyFrame({"trust": [0, 1, 2, None] * 50, "row": range(200)})
    lazy = eb.score_frame(mini(), frame)
    assert isinstance(lazy, polars.LazyFrame)
    found = lazy.filter(polars.col("score") > 0.5).select("row", "score").collect(engine="streaming")
    assert found["row"].to_list() == [*range(2, 200, 4)]
    assert set(found["score"]) == {1.0}
    assert lazy.collect().schema == lazy.collect_schema()


def test_bands_of_a_level_are_named():
    """In every kind of library, with null where there is none."""
    bands = [{"id": "low", "title": "Low", "from": 0}, {"id": "top", "title": "Top", "from": 0.6}]
    framework = mini().replace(scoring={"bands": bands, "min_coverage": 0})
    for kind in KINDS:
        rows = scored(kind, framework, {"trust": [0, 2, None], "data-use": [1, 2, None]})
        assert [row["band"] for row in rows] == ["low", "top", None], kind


def test_names_that_clash_are_refused_by_name():
    """So that no column is written over."""
    with pytest.raises(eb.UnsuitableError, match=r"'score'; rename") as found:
        eb.score_frame(mini(), pandas.DataFrame({"trust": ["yes"], "score": [1]}))
    assert found.value.code == "name_clash"


def test_what_is_no_frame_and_what_is_no_backend_is_refused():
    """In words that say what is wanted."""
    with pytest.raises(eb.UnsuitableError, match="list is no data frame"):
        eb.score_frame(mini(), [1])
    with pytest.raises(eb.UnsuitableError, match="no backend 'excel'"):
        eb.score_many(mini(), [], backend="excel")


def test_an_empty_frame_and_no_assessments_give_no_rows():
    """With all columns."""
    names = [figure.name for figure in program_of(mini()).figures]
    for kind in EAGER:
        assert rows_of(eb.score_many(mini(), [], backend=kind)) == []
    empty = eb.score_frame(mini(), pandas.DataFrame({"trust": pandas.Series([], dtype="int8")}))
    assert [*empty.columns] == ["trust", *names]


def _every_aggregate():
    """Give a mean of blocks, one for every aggregate that is no sum, whose ids have dots."""
    kinds = ("minimum", "geometric", "blend", "all_or_nothing", "gate")
    blocks = []
    for i, kind in enumerate(kinds):
        needs = {"requires": [{"practice": "minimum.p", "why": "first"}]} if i == 1 else {}
        practices = [{"id": f"{kind}.p", "title": "P", **needs}, {"id": f"{kind}.q", "title": "Q"}]
        blocks.append({"id": f"b.{kind}", "title": kind, "scoring": {"aggregate": kind}, "practices": practices})
    scoring = {"bands": BANDS[:2], "min_coverage": 0.2}
    return eb.Framework(id="m", title="M", scale=["no", "partly", "yes"], blocks=blocks, scoring=scoring)


@pytest.fixture(scope="module")
def spark():
    """Give a session of Spark that needs little."""
    sql = pytest.importorskip("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[1]")
    said = {"ui.enabled": False, "sql.shuffle.partitions": 1, "sql.codegen.wholeStage": False}
    said |= {"sql.dataFrameQueryContext.enabled": False, "sql.codegen.factoryMode": "NO_CODEGEN"}
    said |= {"driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    for key, value in said.items():
        builder = builder.config(f"spark.{key}", value)
    session = builder.getOrCreate()
    yield session
    session.stop()


needs_spark = pytest.mark.skipif(not HAS_SPARK, reason="EQUITY_BLOCKS_SPARK=1 asks for it")


@needs_spark
@settings(parent=drawn, max_examples=max(4, EXAMPLES // 4))
@given(data=st.data())
def test_spark_says_what_score_says_of_any_policy(spark, data):
    """Of random frameworks, words and numbers for levels."""
    framework = data.draw(policies())
    cells = data.draw(answers(framework, 3))
    columns = cells if data.draw(st.booleans()) else as_numbers(framework, cells)
    rows, said = _by_spark(spark, framework, columns), expected(framework, assessments_of(framework, cells))
    assert differences(rows, said) == []


def _by_spark(spark, framework, columns):
    """Score columns by Spark, and give the rows in order; a column without any answer is text."""
    count = len(next(iter(columns.values())))
    kinds = ["bigint" if any(isinstance(cell, int) for cell in column) else "string" for column in columns.values()]
    schema = ", ".join(f"`{name}` {kind}" for name, kind in zip([*columns, "row"], [*kinds, "bigint"], strict=True))
    frame = spark.createDataFrame([*zip(*columns.values(), range(count), strict=True)], schema)
    return sorted((row.asDict() for row in eb.score_frame(framework, frame).collect()), key=lambda row: row["row"])


@needs_spark
def test_spark_says_what_score_says(spark):
    """With every aggregate, a prerequisite, levels and statuses, and dots in names, which Spark reads as fields."""
    framework = _every_aggregate()
    said = ["yes", "partly", "no", "unknown", "not_applicable", "not_pursued", None]
    columns = {name: [said[(i * row + row) % 7] for row in range(40)] for i, name in enumerate(framework.practices, 1)}
    by_number = as_numbers(framework, columns) | {"minimum.p": columns["minimum.p"]}
    rows = [*zip(*by_number.values(), range(40), strict=True)]
    found = eb.score_frame(framework, spark.createDataFrame(rows, [*columns, "the.row"]))
    scored_ = sorted((row.asDict() for row in found.collect()), key=lambda row: row["the.row"])
    assert found.columns[: len(columns) + 2] == [*columns, "the.row", "score"]
    assert differences(scored_, expected(framework, assessments_of(framework, columns))) == []


@pytest.mark.skipif(not HAS_SPARK, reason="EQUITY_BLOCKS_SPARK=1 asks for it")
def test_spark_takes_weights_and_values(spark):
    """Beside levels, also of practices and blocks whose ids have dots; the same as Polars."""
    framework = _every_aggregate()
    columns = {name: [(i + row) % 3 for row in range(6)] for i, name in enumerate(framework.practices)}
    columns |= {"geometric.p:weight": [2.0, None, 0.5] * 2, "b.blend:weight": [3.0] * 6}
    columns |= {"minimum.q:value": [0.3, 0.9, None] * 2, "row": [*range(6)]}
    found = eb.score_frame(framework, spark.createDataFrame([*zip(*columns.values(), strict=True)], [*columns]))
    rows = sorted((row.asDict() for row in found.collect()), key=lambda row: row["row"])
    assert differences(rows, scored("polars", framework, columns)) == []
    with pytest.raises(eb.InvalidDataError, match=r"1 row of 'b\.blend:weight' holds -1"):
        eb.score_frame(framework, spark.createDataFrame([(1, -1.0)], ["minimum.p", "b.blend:weight"]))
