"""Scoring a data frame: the same numbers as `score`, row by row, in the kind of frame that was given."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import uuid4

from equity_blocks.argument_kinds import Backend, checks_nouns, library, require_backend
from equity_blocks.engine.portfolio.columns import OWN, Cell, cells_of, check_names, is_long, opened, problem_of
from equity_blocks.engine.portfolio.long_frames import collected, widened
from equity_blocks.engine.portfolio.program import Program, compiled
from equity_blocks.engine.portfolio.states import State
from equity_blocks.engine.portfolio.varied_columns import (
    Varied,
    problem_of_varied,
    value_column,
    varied_of,
    varying,
    weight_column,
)
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.score import require_scorable
from equity_blocks.engine.scoring.targets import target_values
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.errors import InvalidDataError, Problem, UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework


@checks_nouns
def score_frame(framework: Framework, frame: Any) -> Any:
    """Score every row of a data frame by the framework's own policy.

    A wide frame has a row for each assessment and a column for each practice, called by its id: the index of a level,
    from 0, or its id; on a range, a score. Null is unanswered; `unknown` (-1), `not_applicable` (-2) and `not_pursued`
    (-3) are said by word or by number, or in a column `<practice>:status`. A practice without a column is unanswered.
    A long frame has the columns `assessment`, `practice`, `level` and perhaps `status`, with a row for each answer.

    In a wide frame, weights and values may differ between rows: `<practice or block>:weight` multiplies the
    framework's weight of it, and `<practice>:value` says what the level counts that the row names, in [0, 1]. Null is
    the framework's own. Whether a level holds what is asked for goes by the level, whatever it counts.

    Args:
        framework: A framework with `use: assessment`.
        frame: A frame of pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask or PySpark. Whether every level is on
            its scale is seen part by part when a lazy Polars or a Dask is computed; for DuckDB and PySpark, now, by
            reading the frame once.

    Returns:
        The same kind of frame, with the columns `score`, `low`, `high`, `coverage`, `whole`, `band` and `consistent`,
        and the same for every block, as `<block>:score`. Shares lie in [0, 1], and null means "no value", as on a
        `ScoreCard`. Other columns of a wide frame stay. A long frame comes back with a row for each assessment.

    Raises:
        UnsuitableError: The framework is guidance; something in it cannot be computed by columns (`not_compiled`); the
            frame is of no known kind, has no practice, or has a column that is added or two of one name (`name_clash`);
            rows of a long frame do not say whose they are (`unnamed_rows`); narwhals or numpy is not installed.
        InvalidDataError: A level is not on its scale, a column is a misspelt practice, or an assessment says something
            twice; every reason is listed, with the number of rows.

    Source: docs/how-to/score-many.md.

    Example:
        >>> import pandas
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> scored = score_frame(framework, pandas.DataFrame({"p": ["yes", "no"], "q": ["yes", None]}))
        >>> [*scored["score"]], [*scored["high"]], [*scored["b:coverage"]]
        ([1.0, 0.0], [1.0, 0.5], [1.0, 0.5])
    """
    require_scorable(framework)
    program = compiled(framework)
    library("numpy")
    given = opened(frame)
    names = given.collect_schema().names()
    if is_long(program, names):
        wide, cells = widened(program, given)
        wide = wide.sort("assessment") if _is_there(wide) else wide
        return _scored(program, wide, Read(cells), ["assessment"])
    check_names(program, names)
    return _scored_wide(compiled(framework, varying(program, names)), given, names)


def _scored_wide(program: Program, given: Any, names: Sequence[str]) -> Any:
    schema, called = _types(given), {}
    is_spark = given.implementation.is_spark_like()
    if is_spark:
        # A dot in a name asks Spark for a field within a column.
        called = {name: f"{OWN}given {i}" for i, name in enumerate(names) if "." in name}
        given = library("narwhals").from_native(given.to_native().toDF(*(called.get(name, name) for name in names)))
    read = Read(cells_of(program, schema, called), varied_of(program, schema, called))
    if not _is_there(given) and not _comes_in_parts(given):
        _require_no_star(names)
        _check(program, given, read)
    found = _scored(program, given, read, [called.get(name, name) for name in names])
    return found.toDF(*names, *(figure.name for figure in program.figures)) if is_spark else found


def _require_no_star(names: Sequence[str]) -> None:
    if "*" in names:
        message = "a column is called '*', which expressions take for all columns: rename it"
        raise UnsuitableError(message, code="name_clash", data={"columns": ("*",)})


def _types(frame: Any) -> dict[str, Any]:
    """The types of columns; one of pandas that is null throughout has none, though narwhals takes it for text."""
    nw, types = library("narwhals"), dict(frame.collect_schema())
    if _is_there(frame) and frame.implementation.is_pandas():
        texts = [name for name, kind in types.items() if kind == nw.String and name.endswith((":weight", ":value"))]
        types |= {name: nw.Unknown() for name in texts if frame.get_column(name).is_null().all()}
    return types


class Read(NamedTuple):
    """What is read from a frame, as expressions.

    Args:
        cells: Practice -> its column.
        varied: The name of a column of weights or of values -> what it holds.
    """

    cells: Mapping[str, Cell]
    varied: Mapping[str, Varied] = MappingProxyType({})


def _scored(program: Program, frame: Any, read: Read, kept: Sequence[str]) -> Any:
    from equity_blocks.engine.portfolio import expressions, frame_cells

    if _comes_in_parts(frame):
        return _scored_in_parts(program, frame, read, kept)
    if not _is_there(frame):
        return expressions.run(program, frame, read.cells, kept, read.varied).to_native()
    # Polars takes some names for patterns of names: what stays whole is not asked for by name.
    left = frame if frame.columns == [*kept] else frame.select(*kept)
    return frame_cells.with_figures(program, left, _found(program, frame, read)).to_native()


def _found(program: Program, frame: Any, read: Read) -> dict[str, Any]:
    """Compute the figures of a frame that is there."""
    import numpy as np

    from equity_blocks.engine.portfolio import frame_cells, numpy_kernel

    columns, wrong = frame_cells.read(program, frame, read.cells)
    numbers, beyond = frame_cells.read_varied(frame, read.varied)
    if wrong or beyond:
        in_doubt = Read({name: read.cells[name] for name in wrong}, {name: read.varied[name] for name in beyond})
        _check(program, frame, in_doubt)
    for name in columns:
        if value_column(name) in numbers:
            columns[name] = columns[name]._replace(values=numbers[value_column(name)])
    nodes = (*program.states, *program.blocks)
    weights = {node: numbers[weight_column(node)] for node in nodes if weight_column(node) in numbers}
    filled = {node: np.where(np.isnan(factors), 1.0, factors) for node, factors in weights.items()}
    return numpy_kernel.run(program, columns, len(frame), filled)


def _scored_in_parts(program: Program, frame: Any, read: Read, kept: Sequence[str]) -> Any:
    from equity_blocks.engine.portfolio import frame_cells

    part, native = partial(_scored_part, program, read, kept), frame.to_native()
    if frame.implementation.is_dask():
        # Its parts are frames of pandas, which the kernel takes as they are: expressions would make a far larger graph.
        return native.map_partitions(part, meta=part(native._meta), token=f"score-{uuid4()}")
    schema = {name: kind for name, kind in native.collect_schema().items() if name in kept}
    schema |= frame_cells.polars_types(program)
    rows = {"predicate_pushdown": False, "projection_pushdown": False}
    return native.map_batches(part, schema=schema, streamable=True, **rows)


def _is_there(frame: Any) -> bool:
    return isinstance(frame, library("narwhals").DataFrame)


def _comes_in_parts(frame: Any) -> bool:
    """Whether a frame that is not there yet comes in parts that the kernel can take: one of Dask, or a lazy Polars."""
    kind = frame.implementation
    return bool(kind.is_dask() or (kind.is_polars() and not _is_there(frame)))


def _scored_part(program: Program, read: Read, kept: Sequence[str], part: Any) -> Any:
    return _scored(program, library("narwhals").from_native(part), read, kept)


class Look(NamedTuple):
    """Where something may be wrong, in which columns, and how that is told.

    Args:
        is_wrong: An expression that is true of a row in which it is wrong.
        columns: The columns that are shown then.
        told: Makes a problem of the number of rows and of examples.
    """

    is_wrong: Any
    columns: Sequence[str]
    told: Callable[[int, Sequence[Any]], Problem]


def _looks(program: Program, read: Read) -> list[Look]:
    looks = [
        Look(cell.is_wrong, cell.columns, partial(problem_of, name, program.scales[name]))
        for name, cell in read.cells.items()
    ]
    looks += [
        Look(each.is_wrong, (each.column,), partial(problem_of_varied, name, each))
        for name, each in read.varied.items()
    ]
    return looks


def looks_at(framework: Framework, schema: Mapping[str, Any]) -> list[Look]:
    """List what may be wrong in a wide frame, one column after the other.

    Args:
        framework: What is rated.
        schema: The columns and their types, as narwhals names these.

    Example:
        >>> import narwhals as nw
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> [look.columns for look in looks_at(framework, {"p": nw.Int64(), "p:weight": nw.Float64()})]
        [['p'], ('p:weight',)]
    """
    program = compiled(framework)
    return _looks(program, Read(cells_of(program, schema), varied_of(program, schema)))


def _check(program: Program, frame: Any, read: Read) -> None:
    """Look through a frame for cells that say what their scale does not have, or numbers that are not allowed."""
    nw, looks = library("narwhals"), _looks(program, read)
    if not looks:
        return
    count = {f"n{i}": nw.when(look.is_wrong).then(nw.lit(1)).otherwise(nw.lit(0)).sum() for i, look in enumerate(looks)}
    (numbers,) = collected(frame.select(**count)).rows()
    problems = []
    for look, number in zip(looks, numbers, strict=True):
        if number:
            rows = collected(frame.filter(look.is_wrong).select(*look.columns).unique()).rows()
            examples = [row[0] if len(row) == 1 else row for row in sorted(rows, key=str)]
            problems.append(look.told(number, examples))
    if problems:
        raise InvalidDataError(problems)


@checks_nouns
def score_many(framework: Framework, assessments: Iterable[Assessment], *, backend: Backend = "pandas") -> Any:
    """Score many assessments at once: the figures of `score`, in a frame with a row for each.

    Criteria, several respondents, agreed levels and targets count as in `score`.

    Args:
        framework: A framework with `use: assessment`.
        assessments: Ratings of that framework.
        backend: The library that the frame is one of: `pandas`, `polars` or `pyarrow`.

    Returns:
        A frame in the order given, with the columns `assessment` and `organization`, their ids or null, and those that
        `score_frame` adds.

    Raises:
        UnsuitableError: The framework is guidance, something in it cannot be computed by columns (`not_compiled`), or
            a library is not installed.
        InvalidDataError: An assessment does not fit the framework; every reason is listed.

    Source: docs/how-to/score-many.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = [Assessment(framework="mini", id=level, ratings={"p": level}) for level in ("yes", "no")]
        >>> [*score_many(framework, said)["score"]]
        [1.0, 0.0]
    """
    require_scorable(framework)
    program = compiled(framework)
    asked_for, nw = require_backend(backend), library("narwhals")
    library("numpy")
    from equity_blocks.engine.portfolio import frame_cells, numpy_kernel

    given = [require_fit(framework, assessment) for assessment in assessments]
    columns = cells_of_nouns(program, framework, given)
    ids = {
        "assessment": [assessment.id for assessment in given],
        "organization": [assessment.organization and assessment.organization.id for assessment in given],
    }
    frame = nw.from_dict(ids, schema={"assessment": nw.String, "organization": nw.String}, backend=asked_for.__name__)
    return frame_cells.with_figures(program, frame, numpy_kernel.run(program, columns, len(given))).to_native()


def cells_of_nouns(program: Program, framework: Framework, assessments: Sequence[Assessment]) -> Mapping[str, Any]:
    """Number what is said about each practice; what is said often is one state.

    Args:
        program: What the framework computes.
        framework: What was rated.
        assessments: Each of them fits the framework.

    Returns:
        Practice -> its column.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> said = [Assessment(framework="mini", ratings={"p": level}) for level in ("yes", "no", "yes")]
        >>> codes = cells_of_nouns(compiled(framework), framework, said)["p"].codes.tolist()
        >>> codes[0] == codes[2] != codes[1]
        True
    """
    import numpy as np

    from equity_blocks.engine.portfolio.numpy_kernel import Cells

    codes: dict[str, list[int]] = {name: [] for name in program.states}
    states: dict[str, dict[Any, int]] = {name: {} for name in program.states}
    listed: dict[str, list[State]] = {name: [*of] for name, of in program.states.items()}
    for given in assessments:
        assessment = with_silence_counted(framework, given)
        aims = target_values(framework, assessment)
        for name, claim in claimed_values(framework, assessment).items():
            key = _key(claim, aims[name])
            if key not in states[name]:
                states[name][key] = len(listed[name])
                listed[name].append(State(claim, aims[name]))
            codes[name].append(states[name][key])
    return {
        name: Cells(np.array(codes[name], dtype=np.int32), listed[name], None, program.scales[name])
        for name in program.states
    }


def _key(claim: ClaimedValue, aim: float) -> tuple[Any, ...]:
    """Tell states apart, also values of levels that count the same."""
    ties = tuple(getattr(value, "position", None) for value in claim[2:])
    return (*claim, *ties, aim if claim.status == "not_applicable" else None)
