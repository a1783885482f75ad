"""Long frames: a row for each answer, made into a row for each assessment."""

from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.engine.portfolio.columns import LONG, OWN, Cell, cells_of, problem_of, status_column
from equity_blocks.engine.portfolio.program import Program
from equity_blocks.engine.portfolio.varied_columns import varied_of
from equity_blocks.errors import InvalidDataError, Problem, UnsuitableError, visible
from equity_blocks.model.did_you_mean import did_you_mean

Frame = Any
"""A frame of narwhals, which is imported when it is needed."""


def widened(program: Program, frame: Frame) -> tuple[Frame, dict[str, Cell]]:
    """Make a row for each assessment out of a row for each answer.

    Args:
        program: Says what answers may say.
        frame: With the columns `assessment`, `practice`, `level`, and perhaps `status`.

    Returns:
        A frame with the column `assessment`, and what its other columns say about practices.

    Raises:
        UnsuitableError: A row does not say whose it is, or ids are of several kinds, so that they have no order.
        InvalidDataError: An assessment says something of a practice twice, a practice is unknown, or a level is.
    """
    import narwhals as nw

    schema = frame.collect_schema()
    if varied := [*varied_of(program, schema)]:
        message = f"'{visible(varied[0])}' says something of whole rows of a wide frame: leave it out of a long one"
        raise UnsuitableError(message, code="extra_column", data={"columns": varied})
    frame = frame.select(*LONG, *(["status"] if "status" in schema else []))
    _require_whose(frame)
    _check_practices(program, frame)
    _check_doubles(frame)
    answers = {name: expr for cell in _answers(program, schema) for name, expr in cell.items()}
    found = frame.with_columns(**answers)
    _check_levels(program, found)
    wide = found.group_by("assessment").agg(*(nw.col(column).max() for column in answers))
    cells = {}
    for name, scale in program.scales.items():
        share = nw.col(_share(name)) if _share(name) in answers else None
        cells[name] = Cell(nw.col(_code(name)).fill_null(len(scale.levels)), share, has_status="status" in schema)
    return wide, cells


def _answers(program: Program, schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Write, for every practice, what a row says of it: null where the row speaks of another one."""
    import narwhals as nw

    kinds, called = {}, {}
    for name in program.states:
        for key, column in ((name, "level"), (status_column(name), "status")):
            if column in schema:
                kinds[key], called[key] = schema[column], column
    for name, cell in cells_of(program, kinds, called).items():
        is_of = nw.col("practice") == name
        yield {_code(name): nw.when(is_of & ~cell.is_wrong).then(cell.code)}
        if cell.share is not None:
            yield {_share(name): nw.when(is_of).then(cell.share)}


def _code(name: str) -> str:
    return f"{OWN}answer on {name.replace('.', ' ')}"


def _share(name: str) -> str:
    return f"{OWN}score on {name.replace('.', ' ')}"


def collected(frame: Frame) -> Frame:
    """Give a frame with its rows, whatever it was."""
    return frame.collect() if hasattr(frame, "collect") else frame


def _require_whose(frame: Frame) -> None:
    """Make sure that every row names its assessment: rows that name none are not of one."""
    import narwhals as nw

    kind = frame.collect_schema()["assessment"]
    if kind == nw.Object:  # of pandas: anything at all
        kinds = sorted({type(name).__name__ for name in frame.get_column("assessment").drop_nulls().to_list()})
        if len(kinds) > 1 or kinds in (["list"], ["dict"], ["set"]):
            message = f"the column 'assessment' holds {' and '.join(kinds)}; it takes text throughout, or numbers"
            raise UnsuitableError(message, code="wrong_type", data={"column": "assessment", "found": str(kind)})
    ((nameless,),) = collected(frame.select(nw.col("assessment").is_null().sum())).rows()
    if nameless:
        rows = "1 row of the long frame names" if nameless == 1 else f"{nameless} rows of the long frame name"
        message = f"{rows} no assessment, so that nothing says with which rows it belongs: fill the column 'assessment'"
        raise UnsuitableError(message, code="unnamed_rows", data={"column": "assessment", "rows": nameless})


def _check_practices(program: Program, frame: Frame) -> None:
    import narwhals as nw

    counted = collected(frame.group_by("practice").agg(nw.len().alias("rows")))
    problems = []
    for name, rows in sorted(counted.rows(), key=str):
        if name not in program.states:
            speak = "1 row speaks" if rows == 1 else f"{rows} rows speak"
            message = f"{speak} of {name!r}, which is no practice of the framework"
            hint, data = did_you_mean(name, program.states), {"found": str(name), "rows": rows}
            problems.append(Problem("unknown_practice", message, hint, ("practice",), data=data))
    if problems:
        raise InvalidDataError(problems)


def _check_doubles(frame: Frame) -> None:
    import narwhals as nw

    doubles = frame.group_by("assessment", "practice").agg(nw.len().alias("rows")).filter(nw.col("rows") > 1)
    found = sorted(collected(doubles).rows(), key=str)
    if found:
        examples = [f"{assessment} on {practice}" for assessment, practice, _ in found[:3]]
        pairs = "1 pair" if len(found) == 1 else f"{len(found)} pairs"
        stand = "stands" if len(found) == 1 else "stand"
        message = f"{pairs} of assessment and practice {stand} in several rows, such as {', '.join(examples)}"
        hint = "leave one row of each, or score what several people answered with score_many"
        data = {"found": examples, "pairs": len(found)}
        raise InvalidDataError([Problem("duplicate_assessment", message, hint, ("assessment",), data=data)])


def _check_levels(program: Program, frame: Frame) -> None:
    import narwhals as nw

    said = [column for column in ("level", "status") if column in frame.collect_schema()]
    wrong = None
    for name in program.states:
        is_wrong = (nw.col("practice") == name) & nw.col(_code(name)).is_null()
        wrong = is_wrong if wrong is None else wrong | is_wrong
    if wrong is None:
        return
    rows = collected(frame.filter(wrong).group_by("practice", *said).agg(nw.len().alias("rows"))).rows()
    found: dict[str, list[tuple[Any, int]]] = {}
    for name, *values, number in sorted(rows, key=str):
        found.setdefault(name, []).append((values[0] if len(values) == 1 else tuple(values), number))
    problems = [
        problem_of(name, program.scales[name], sum(number for _, number in each), [value for value, _ in each])
        for name, each in found.items()
    ]
    if problems:
        raise InvalidDataError(problems)
