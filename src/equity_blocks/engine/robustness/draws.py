"""Draws: one assessment many times over, each time with other ratings that it leaves possible."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.argument_checks import ANY, MOST_DRAWS, library, required_whole
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.engine.scoring.score import require_scorable
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import Scale

Backend = Literal["pandas", "polars", "pyarrow"]

BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "pyarrow")

Array = Any
"""An array of numpy, which is imported when it is needed."""


class Range(NamedTuple):
    """What a practice may hold.

    Args:
        scale: Its scale.
        low: The lowest: a position of the scale; of a scale that is a range, a score. `None`: it holds no level.
        high: The highest, included.
        status: `not_applicable` or `not_pursued`, where it is one of these in every draw.
    """

    scale: Scale
    low: float | None
    high: float | None
    status: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it differs between draws."""
        return self.low != self.high

    def column(self, uniform: Array) -> Array:
        """Place numbers of [0, 1) in the range: each level, or each score, as often."""
        import numpy as np

        if self.low is None or self.high is None:
            return np.full(len(uniform), np.nan)
        if self.scale.range:
            return self.low + uniform * (self.high - self.low)
        return (self.low + np.floor(uniform * (self.high - self.low + 1))).astype(np.int16)


@checks_nouns
def draws(
    framework: Framework, assessment: Assessment, n: int = 10_000, *, seed: int = 0, backend: Backend = "pandas"
) -> Any:
    """Draw an assessment many times, with the ratings that it leaves possible, as a wide frame for `score_frame`.

    Each practice is drawn by itself, every level as often as another: between the lowest and the highest level that a
    respondent gave it; over its whole scale where it is unanswered or unknown. What one person rated, what was agreed,
    what does not apply and what is not pursued is the same in every draw. A practice that is rated by criteria stands
    at the level that these reach. Weights and what levels count are the framework's: `sensitivity` varies weights,
    and `Framework.reweighted` gives a framework with others.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework; an empty one draws every practice over its whole scale.
        n: How many rows, from 1 to 1,000,000.
        seed: The same seed gives the same rows.
        backend: The library that the frame is one of: `pandas`, `polars` or `pyarrow`.

    Returns:
        A frame with a row for each draw and a column for each practice: positions of levels, from 0, or scores; and a
        column `<practice>:status` for each practice that does not apply or is not pursued.

    Raises:
        UnsuitableError: The framework is guidance, `n` or `seed` are no such numbers, there is no such backend, or a
            library is not installed.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/how-to/score-many.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> frame = draws(framework, Assessment(framework="mini", ratings={"p": "yes"}), 1000)
        >>> {int(level) for level in frame["p"]}, 400 < int(frame["q"].sum()) < 600
        ({1}, True)
    """
    n, seed = required_whole("n", n, 1, MOST_DRAWS), required_whole("seed", seed, ANY)
    if backend not in BACKENDS:
        message = f"there is no backend '{backend}': there are {', '.join(BACKENDS)}"
        data = {"argument": "backend", "found": backend, "allowed": BACKENDS}
        raise UnsuitableError(message, code="not_listed", data=data)
    asked_for = library(backend)
    columns = drawn(ranges_of(framework, assessment), n, seed)
    if backend == "pyarrow":
        return asked_for.table({name: asked_for.array(values, from_pandas=True) for name, values in columns.items()})
    return asked_for.DataFrame(columns)


def ranges_of(framework: Framework, assessment: Assessment) -> dict[str, Range]:
    """Give what each practice may hold, in source order.

    Raises:
        UnsuitableError: The framework is guidance.
        InvalidDataError: The assessment does not fit the framework.
    """
    require_scorable(framework)
    heard = with_silence_counted(framework, require_fit(framework, assessment))
    claims = claimed_values(framework, heard)
    return {name: _range(framework.scale_of(name), claims[name], heard.rating(name)) for name in framework.practices}


def _range(scale: Scale, claim: ClaimedValue, rating: Rating) -> Range:
    bottom, top = scale.range or (0.0, float(scale.top))
    status = None if claim.in_scope else claim.status
    if claim.value is None:
        return Range(scale, bottom, top) if status is None else Range(scale, None, None, status)
    votes = [] if status or rating.agreed or rating.criteria else votes_of(rating, scale).values()
    values = [*votes] or [claim.value]
    low, high = (_place(scale, value) for value in (min(values), max(values)))
    return Range(scale, low, high, status)


def _place(scale: Scale, value: float) -> float:
    if scale.range:
        bottom, top = scale.range
        return bottom + value * (top - bottom)
    return float(scale.held(value))


def drawn(ranges: Mapping[str, Range], n: int, seed: int) -> dict[str, Array]:
    """Draw every practice's column, and give the columns of statuses that go with them."""
    np = library("numpy")
    random = np.random.default_rng(seed % 2**64)
    columns: dict[str, Array] = {}
    for name, each in ranges.items():
        columns[name] = each.column(random.random(n) if each.is_open else np.zeros(n))
        if each.status:
            columns[f"{name}:status"] = np.full(n, each.status, dtype=object)
    return columns
