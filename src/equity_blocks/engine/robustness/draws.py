"""Draws: one assessment many times over, each time with other ratings, weights and values of levels."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from equity_blocks.argument_kinds import Backend, checks_nouns, library, require_backend
from equity_blocks.engine.argument_checks import ANY, MOST_DRAWS, required_whole
from equity_blocks.engine.portfolio.columns import status_column
from equity_blocks.engine.portfolio.varied_columns import value_column, weight_column
from equity_blocks.engine.robustness.variation import (
    KINDS,
    Kind,
    Range,
    factors_at,
    kinds_of,
    ranges_of,
    scales_between,
    weights_beside_others,
)
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework

Array = Any
"""An array of numpy, which is imported when it is needed."""


@checks_nouns
def draws(
    framework: Framework,
    assessment: Assessment,
    n: int = 10_000,
    *,
    seed: int = 0,
    vary: Kind | Iterable[Kind] = KINDS,
    backend: Backend = "pandas",
) -> Any:
    """Draw an assessment many times, with other ratings, weights and values of levels, as a frame for `score_frame`.

    * `ratings`: each practice is drawn by itself, every level as often as another: between the lowest and the highest
      level that a respondent gave it; over its whole scale where it is unanswered or unknown. What one person rated,
      what was agreed, what does not apply and what is not pursued is the same in every draw. A practice that is rated
      by criteria counts their mean, and stands at the level that this reaches.
    * `weights`: each weight of a practice or a block that is not alone in its node is multiplied by a factor of its own
      with mean 1 and variance 1/10, as in the confidence of a plan.
    * `levels`: on each scale of levels, the steps from level to level are multiplied by such factors, and all of them
      together so that the lowest and the highest level go on to count what they do. All practices on it share a draw.

    The laws are editorial: no source of a framework says how far its weights or values could be others.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework; an empty one draws every practice over its whole scale.
        n: How many rows, from 1 to 1,000,000.
        seed: The same seed gives the same rows; and the same ratings, whatever else varies.
        vary: One or more of `ratings`, `weights` and `levels`. Ratings that do not vary are those that `score` takes.
        backend: The library that the frame is one of: `pandas`, `polars` or `pyarrow`.

    Returns:
        A frame with a row for each draw and a column for each practice: positions of levels, from 0, or scores. Beside
        them stand `<practice>:status` for each practice that does not apply, is not pursued, or stays unknown;
        `<practice or block>:weight` for each weight that varies; and `<practice>:value` for each practice on a scale
        whose values vary, or whose criteria have a mean between two levels.

    Raises:
        UnsuitableError: The framework is guidance, `n` or `seed` are no such numbers, `vary` or `backend` is none of
            those, what is not pursued has a score of a range (`not_compiled`), or a library is not installed.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/how-to/score-many.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[{"id": "b",
        ...     "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> frame = draws(framework, Assessment(framework="mini", ratings={"p": "yes"}), 1000)
        >>> [*frame.columns]
        ['p', 'q', 'p:weight', 'q:weight', 'p:value', 'q:value']
        >>> {int(level) for level in frame["p"]}, round(float(frame["q:weight"].mean()), 1)
        ({2}, 1.0)
    """
    n, seed = required_whole("n", n, 1, MOST_DRAWS), required_whole("seed", seed, ANY)
    kinds = kinds_of(vary)
    asked_for = require_backend(backend)
    ranges = ranges_of(framework, assessment, varies="ratings" in kinds)
    _require_said_in_frames(ranges)
    columns = drawn(ranges, n, seed)
    if "weights" in kinds:
        columns |= _weights(framework, ranges, n, seed)
    varied = _values(framework, ranges, columns, seed) if "levels" in kinds else {}
    columns |= _rests(ranges, columns) | varied
    if backend == "pyarrow":
        return asked_for.table({name: asked_for.array(values, from_pandas=True) for name, values in columns.items()})
    return asked_for.DataFrame(columns)


def _require_said_in_frames(ranges: Mapping[str, Range]) -> None:
    for name, each in ranges.items():
        if each.scale.range and each.status == "not_pursued" and each.low is not None:
            message = f"'{name}' has a score of a range and is not pursued, which no frame says: leave the score out"
            raise UnsuitableError(message, code="not_compiled", data={"practice": name})


def _stream(kind: Kind, seed: int) -> Any:
    """Random numbers of their own for each kind, so that none changes with what else varies."""
    np = library("numpy")
    return np.random.default_rng([seed % 2**64, KINDS.index(kind)] if kind != "ratings" else seed % 2**64)


def drawn(ranges: Mapping[str, Range], n: int, seed: int) -> dict[str, Array]:
    """Draw every practice's column, and give the columns of statuses that go with them."""
    np = library("numpy")
    random = _stream("ratings", seed)
    columns: dict[str, Array] = {}
    for name, each in ranges.items():
        columns[name] = each.column(random.random(n) if each.is_open else np.zeros(n))
        if each.status not in (None, "unanswered"):
            columns[status_column(name)] = np.full(n, each.status, dtype=object)
    return columns


def _weights(framework: Framework, ranges: Mapping[str, Range], n: int, seed: int) -> dict[str, Array]:
    random = _stream("weights", seed)
    names = weights_beside_others(framework.tree, ranges, everywhere=True)
    return {weight_column(name): factors_at(random.random(n)) for name in names}


def _rests(ranges: Mapping[str, Range], columns: Mapping[str, Array]) -> dict[str, Array]:
    """Say what a mean of criteria counts that lies between two levels."""
    return {value_column(name): each.counted(columns[name]) for name, each in ranges.items() if each.rest}


def _values(
    framework: Framework, ranges: Mapping[str, Range], columns: Mapping[str, Array], seed: int
) -> dict[str, Array]:
    """Draw what the levels of each scale count, and look up the levels that were drawn."""
    found = dict(_values_by_scale(framework, ranges, columns, seed))
    return {value_column(name): found[name] for name in ranges if name in found}


def _values_by_scale(
    framework: Framework, ranges: Mapping[str, Range], columns: Mapping[str, Array], seed: int
) -> Iterator[tuple[str, Array]]:
    random = _stream("levels", seed)
    for steps in scales_between(framework, ranges):
        rows = len(columns[steps.practices[0]])
        values = steps.values(factors_at(random.random((rows, len(steps.rises)))))
        for name in steps.practices:
            yield name, ranges[name].counted(columns[name], values)
