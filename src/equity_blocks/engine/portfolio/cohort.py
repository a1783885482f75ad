"""A cohort: one round of many assessments as columns of codes, of which every figure of a portfolio is made."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.columns import OWN, cells_of, check_names, is_long, opened
from equity_blocks.engine.portfolio.long_frames import widened
from equity_blocks.engine.portfolio.program import Program, compiled
from equity_blocks.engine.portfolio.score_frame import cells_of_nouns, score_frame
from equity_blocks.engine.portfolio.states import State
from equity_blocks.engine.portfolio.varied_columns import varied_of
from equity_blocks.engine.scoring.score import require_scorable
from equity_blocks.errors import UnsuitableError, visible
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework

Array = Any
"""An array of numpy, which is imported when it is needed."""

Rows = Any
"""An eager data frame, or assessments."""

NONE = ""
"""Of a column: no group."""


class Cohort(NamedTuple):
    """One round of a cohort, with a row for each organization.

    Args:
        framework: What was rated.
        names: The organization of each row.
        labels: Column -> what it says of each row; empty: nothing.
        cells: Practice -> its column, for every practice.
        is_named: Whether the rows say whose they are.
    """

    framework: Framework
    names: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, Any]
    is_named: bool

    @property
    def program(self) -> Program:
        """What the framework computes."""
        return compiled(self.framework)

    def rows(self, places: Sequence[int]) -> "Cohort":
        """Take some rows, in the order given."""
        import numpy as np

        at = np.asarray(places, dtype=np.intp)
        cells = {
            name: each._replace(codes=each.codes[at], shares=None if each.shares is None else each.shares[at])
            for name, each in self.cells.items()
        }
        labels = {column: tuple(said[i] for i in places) for column, said in self.labels.items()}
        return self._replace(names=tuple(self.names[i] for i in places), labels=labels, cells=cells)

    def beside(self, other: "Cohort") -> "Cohort":
        """Put the rows of another round behind these."""
        labels = {column: (*said, *other.labels[column]) for column, said in self.labels.items()}
        cells = {name: _joined(each, other.cells[name]) for name, each in self.cells.items()}
        return self._replace(names=(*self.names, *other.names), labels=labels, cells=cells)


def cohort(framework: Framework, rows: Rows, by: Sequence[str] = ()) -> Cohort:
    """Read a round of a cohort.

    Args:
        framework: What was rated.
        rows: A frame as `score_frame` takes it, with a column `organization` where rows have names; or assessments.
        by: Columns that tell groups apart; of assessments `type`, `size` and `state` of the organization.

    Raises:
        UnsuitableError: The frame is not there yet, a column is missing, or an organization has several rows.
        InvalidDataError: A cell says what its scale does not have.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> said = [Assessment(framework="mini", organization={"id": name}) for name in ("oak", "elm")]
        >>> cohort(framework, said).names
        ('oak', 'elm')
    """
    require_scorable(framework)
    if isinstance(rows, Sequence) and not isinstance(rows, str):
        return _of_nouns(framework, rows, by)
    frame, cells = _of_frame(framework, rows)
    columns = list(frame.columns)
    missing = [column for column in by if column not in columns]
    if missing:
        there = [column for column in columns if not column.startswith(OWN)][:8]
        message = f"the frame has no column '{visible(missing[0])}': it has {', '.join(map(visible, there))}"
        if not {*columns}.isdisjoint(name for name in columns if name.startswith(OWN)):
            message += " once it is wide, as only a wide frame can tell groups apart"
        raise UnsuitableError(message, code="not_listed", data={"argument": "by", "found": missing[0]})
    key = next((column for column in ("organization", "assessment") if column in columns), None)
    names = frame.get_column(key).to_list() if key else [None] * len(frame)
    labels = {column: tuple(map(_label, frame.get_column(column).to_list())) for column in by}
    return _sound(framework, names, labels, cells)


def _of_frame(framework: Framework, rows: Rows) -> tuple[Any, Mapping[str, Any]]:
    import narwhals as nw

    from equity_blocks.engine.portfolio import frame_cells

    if not nw.dependencies.is_into_dataframe(rows):
        message = f"{type(rows).__name__} is no frame that is in memory: give one of pandas, Polars or PyArrow"
        raise UnsuitableError(f"{message}, or a list of assessments", code="wrong_kind", data={"argument": "rows"})
    frame, program = opened(rows), compiled(framework)
    if is_long(program, frame.columns):
        frame, told = widened(program, frame)
        frame = frame.sort("assessment")
    else:
        given = {name: kind for name, kind in frame.schema.items() if name not in _figures_of(program)}
        check_names(program, [*given])
        _require_alike(program, given)
        told = cells_of(program, given)
    cells, wrong = frame_cells.read(program, frame, told)
    if wrong:
        unscored = frame.drop(*_figures_of(program), strict=False)
        score_frame(framework, unscored.to_native())  # which says what is wrong, and where
    return frame, cells


def _require_alike(program: Program, schema: Mapping[str, Any]) -> None:
    """Refuse columns by which each row would be scored in a way of its own."""
    if varied := [*varied_of(program, schema)]:
        message = (
            f"'{visible(varied[0])}' would score each row in a way of its own, so that rows could not be compared: "
            "leave such columns out, or only score them (score_frame, --scores-only)"
        )
        raise UnsuitableError(message, code="extra_column", data={"columns": varied})


def _figures_of(program: Program) -> set[str]:
    """What a scored frame has besides; a practice that is called so is left in, to be refused."""
    return {figure.name for figure in program.figures} - {*program.states}


def _of_nouns(framework: Framework, rows: Iterable[Assessment], by: Sequence[str]) -> Cohort:
    given = [require_fit(framework, each) for each in rows]
    cells = cells_of_nouns(compiled(framework), framework, given)
    missing = [column for column in by if column not in ("type", "size", "state")]
    if missing:
        message = f"assessments have no column '{visible(missing[0])}': group by type, size or state, or give a table"
        raise UnsuitableError(message, code="not_listed", data={"argument": "by", "found": missing[0]})
    labels = {column: tuple(_label(getattr(each.organization, column, None)) for each in given) for column in by}
    return _sound(framework, [each.organization and each.organization.id for each in given], labels, cells)


def _label(said: Any) -> str:
    return NONE if said is None or str(said) in ("nan", "<NA>", "NaT") else str(said)


def _sound(
    framework: Framework, names: Sequence[Any], labels: Mapping[str, tuple[str, ...]], cells: Mapping[str, Any]
) -> Cohort:
    """Make sure that a row is an organization; rows without a name are numbered."""
    from equity_blocks.engine.portfolio.numpy_kernel import unanswered

    program = compiled(framework)
    known = [_label(name) for name in names]
    is_named = all(known)
    called = tuple(name or f"row {i}" for i, name in enumerate(known, 1))
    double = [name for name, times in Counter(called).items() if times > 1]
    if double:
        message = f"'{visible(min(double))}' has several rows: keep the last assessment of each organization, and give "
        raise UnsuitableError(message + "those before as `earlier`", code="row_twice", data={"found": min(double)})
    full = {name: cells.get(name) or unanswered(program, name, len(called)) for name in program.states}
    return Cohort(framework, called, labels, full, is_named)


def _joined(first: Any, second: Any) -> Any:
    """One column behind another; states that only one of them has are numbered on."""
    import numpy as np

    ends, more = len(first.states), len(second.states)
    codes = np.concatenate([
        np.where(first.codes == ends, ends + more, first.codes.astype(np.int32)),
        second.codes.astype(np.int32) + ends,
    ])  # fmt: skip
    shares = None
    if first.shares is not None or second.shares is not None:
        parts = [np.zeros(len(each.codes)) if each.shares is None else each.shares for each in (first, second)]
        shares = np.concatenate(parts)
    return first._replace(codes=codes, states=[*first.states, *second.states], shares=shares)


class Claims(NamedTuple):
    """What the rows say of one practice.

    Args:
        status: The place of the status in `KINDS`.
        position: The position of the level that is held or claimed; -1 where there is none.
        value: What that counts, in [0, 1]; NaN where there is none.
        high: What it may count; NaN where it does not apply.
    """

    status: Array
    position: Array
    value: Array
    high: Array


KINDS = ("rated", "unanswered", "unknown", "not_applicable", "not_pursued")


def claims(cells: Any) -> Claims:
    """Read the column of a practice.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> said = [Assessment(framework="mini", ratings={"p": level}) for level in ("yes", "unknown")]
        >>> claims(cohort(framework, said).cells["p"]).position.tolist()
        [1, -1]
    """
    import numpy as np

    told = [state.claim for state in cells.states]
    status = np.array([KINDS.index(claim.status) for claim in told] + [0], dtype=np.int8)
    position = np.array([-1 if claim.position is None else claim.position for claim in told] + [0], dtype=np.int16)
    value = np.array([np.nan if claim.value is None else float(claim.value) for claim in told] + [0.0])
    high = np.array([_high(claim) for claim in told] + [0.0])
    codes = np.asarray(cells.codes).astype(np.intp)
    found = Claims(status[codes], position[codes], value[codes], high[codes])
    if cells.shares is not None:
        is_score = codes == len(told)
        scores, at = np.unique(cells.shares[is_score], return_inverse=True)
        found.position[is_score] = np.array([cells.scale.held(float(score)) for score in scores], np.int16)[at]
        found.value[is_score] = found.high[is_score] = cells.shares[is_score]
    return found


def _high(claim: Any) -> float:
    if claim.status == "not_applicable":
        return float("nan")
    return float((claim.value or 0.0) if claim.high is None else claim.high)


def kept_whole(cells: Any) -> Any:
    """Count what is not pursued at its level or its score, else at the lowest level."""
    import numpy as np

    values, states, at = cells.scale.values, [*cells.states], [*range(len(cells.states) + 1)]
    for i, (claim, aim) in enumerate(cells.states):
        if claim.status != "not_pursued":
            continue
        position = claim.position or 0
        if claim.value is None or {claim.value, claim.low, claim.high} == {values[position]}:
            at[i] = position
        else:  # a score of a range, or a mean of criteria: none of the levels counts as much
            states[i] = State(claim._replace(status="rated"), aim)
    codes = np.array(at, dtype=np.int32)[np.asarray(cells.codes)]
    return cells._replace(codes=codes, states=states if states != [*cells.states] else cells.states)


def struck_out(cells: Any, where: Array) -> Any:
    """Say that a practice does not apply, in some rows."""
    import numpy as np

    code = len(cells.scale.levels) + KINDS.index("not_applicable") - 1
    return cells._replace(codes=np.where(where, code, cells.codes).astype(np.int32))


def figures(of: Cohort, cells: Mapping[str, Any] | None = None) -> Mapping[str, Array]:
    """Compute the figures of every node: `low` and `high` with what is not pursued counted, `coverage` as told.

    Args:
        of: The round.
        cells: What its practices say. Default: what they say.
    """
    from equity_blocks.engine.portfolio import numpy_kernel

    told = of.cells if cells is None else cells
    counted = {name: kept_whole(each) for name, each in told.items()}
    found = numpy_kernel.run(of.program, counted, len(of.names))
    plain = numpy_kernel.run(of.program, told, len(of.names))
    return found | {name: values for name, values in plain.items() if name.endswith("coverage")}
