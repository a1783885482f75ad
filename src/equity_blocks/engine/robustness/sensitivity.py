"""Sensitivity of a score to weights, ratings and values of levels: first-order and total indices, with their errors."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import checks_nouns, library
from equity_blocks.engine.argument_checks import ANY, required_whole
from equity_blocks.engine.portfolio.formulas import Step
from equity_blocks.engine.portfolio.program import Program, compiled
from equity_blocks.engine.portfolio.states import STATUSES
from equity_blocks.engine.robustness.acceptability import KAPPA
from equity_blocks.engine.robustness.variation import (
    Kind,
    Range,
    factors_at,
    kinds_of,
    practices_counting,
    ranges_of,
    scales_between,
    weights_beside_others,
)
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.acceptability import Z
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.result import head
from equity_blocks.model.sensitivity import InputKind, Sensitivity, SensitivityIndex

MOST = 65_536
"""Most draws: at that many a half-width is about a hundredth."""

RESAMPLES = 200
"""How often the draws are drawn again for the errors."""

FEWEST = 64
"""Fewest draws: below it errors say nothing."""

AT_ONCE = 16_384
"""So many rows are scored at once."""

Array = Any
"""An array of numpy, which is imported when it is needed."""

Model = Callable[[Array], Array]
"""A row of numbers in [0, 1) -> a number, for many rows at once."""


class Indices(NamedTuple):
    """The indices of a set of inputs, with half of their 95 % intervals; `None` where nothing varies."""

    first: float | None
    first_half_width: float | None
    total: float | None
    total_half_width: float | None


class Estimated(NamedTuple):
    """What a model gave for independent inputs.

    Args:
        outputs: The numbers of both samples.
        indices: Those of each set of inputs, in the order given.
    """

    outputs: Array
    indices: list[Indices]


def estimated(model: Model, count: int, sets: Sequence[Sequence[int]], draws: int, seed: int) -> Estimated:
    r"""Estimate how much of the variance of a model comes from sets of its inputs, which are independent and uniform.

    $$S_i = \frac{1}{V N} \sum_j f(B)_j (f(A_B^i)_j - f(A)_j), \qquad
    T_i = \frac{1}{2 V N} \sum_j (f(A)_j - f(A_B^i)_j)^2$$

    Args:
        model: What is varied.
        count: How many inputs it has.
        sets: Places of inputs that are known together; each costs `draws` runs of the model.
        draws: Rows of each of the samples A and B.
        seed: Of the samples, and of the resamples for the errors.

    Source: first order by Saltelli et al. (2010), total by Jansen (1999); errors by the bootstrap over rows.

    Example:
        >>> found = estimated(lambda x: 3 * x[:, 0] + 4 * x[:, 1], 2, [[0], [1]], 4096, 0)
        >>> [(round(each.first, 1), round(each.total, 1)) for each in found.indices]
        [(0.4, 0.4), (0.6, 0.6)]
    """
    import numpy as np

    random = np.random.default_rng(seed % 2**64)
    a, b = random.random((draws, count)), random.random((draws, count))
    of_a, of_b = model(a), model(b)
    outputs = np.concatenate([of_a, of_b])
    middle = outputs.mean()
    firsts, totals = [], []
    for of_mixed in _mixed(model, a, b, sets):
        firsts.append((of_b - middle) * (of_mixed - of_a))
        totals.append((of_a - of_mixed) ** 2 / 2)
    spread = ((of_a - middle) ** 2 + (of_b - middle) ** 2) / 2
    if not sets or spread.mean() < _NOTHING:
        return Estimated(outputs, [Indices(None, None, None, None)] * len(sets))
    terms = np.column_stack([*firsts, *totals])
    found = terms.mean(axis=0) / spread.mean()
    widths = Z * np.std([_resampled(terms, spread, random) for _ in range(RESAMPLES)], axis=0, ddof=1)
    n = len(sets)
    rows = zip(found[:n], widths[:n], found[n:], widths[n:], strict=True)
    return Estimated(outputs, [Indices(*map(float, row)) for row in rows])


def _mixed(model: Model, a: Array, b: Array, sets: Sequence[Sequence[int]]) -> Iterator[Array]:
    """Run the model on the first sample with each set of inputs taken from the second; on several sets at once."""
    import numpy as np

    together = max(1, AT_ONCE // len(a))
    for start in range(0, len(sets), together):
        some = sets[start : start + together]
        rows = np.tile(a, (len(some), 1))
        for i, places in enumerate(some):
            rows[i * len(a) : (i + 1) * len(a), list(places)] = b[:, list(places)]
        yield from model(rows).reshape(len(some), len(a))


_NOTHING = 1e-24
"""A variance below it is rounding."""


def _resampled(terms: Array, spread: Array, random: Any) -> Array:
    import numpy as np

    rows = len(spread)
    often = np.bincount(random.integers(0, rows, rows), minlength=rows)
    return (often @ terms) / (often @ spread)


class _Input(NamedTuple):
    """What varies by itself, and the numbers that decide it."""

    kind: InputKind
    name: str
    title: str
    places: range


@checks_nouns
def sensitivity(
    framework: Framework,
    assessment: Assessment,
    n: int = 1024,
    *,
    seed: int = 0,
    vary: Kind | Iterable[Kind] = ("weights", "ratings"),
) -> Sensitivity:
    """Say how much of the variation of a score comes from each weight, and from each rating that is not certain.

    Weights, ratings and, where they are asked for, what levels count vary as in `draws`; weights count by their ratios.
    Where ratings vary, nothing is left unanswered, so every score is whole. Every row is scored as `score_frame` would.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        n: How many pairs of draws are compared for each input, from 64 to 65,536. Errors fall with its square root.
        seed: The same seed gives the same result.
        vary: One or more of `weights`, `ratings` and `levels`. Ratings that do not vary are those that `score` takes.

    Returns:
        The indices of all weights and of all ratings together, and of each that varies; likewise of the values of
        levels, a scale being an input. In an additive score the first order equals the total; what the total has more
        is due to what inputs do together.

    Raises:
        UnsuitableError: The framework is guidance or has no total, something in it cannot be computed by columns
            (`not_compiled`), there is no score, `n`, `seed` or `vary` are none of those, or the extra `frames` is not
            installed.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: Saltelli et al. (2010), doi 10.1016/j.cpc.2009.09.018; Jansen (1999), doi 10.1016/S0010-4655(98)00154-4.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 2}]}])
        >>> found = sensitivity(framework, Assessment(framework="mini"), 2048)
        >>> [(each.kind, each.of) for each in found.inputs][:2]
        [('rating', 'q'), ('rating', 'p')]
    """
    n, seed = required_whole("n", n, FEWEST, MOST), required_whole("seed", seed, ANY)
    kinds = kinds_of(vary)
    for name in ("numpy", "narwhals"):
        library(name)
    model = _Model(framework, ranges_of(framework, assessment, varies="ratings" in kinds), kinds)
    model.require_score()
    inputs = model.inputs()
    groups = _groups(inputs)
    sets = [*groups.values(), *(each.places for each in inputs)]
    found = estimated(model.scores, sum(len(each.places) for each in inputs), sets, n, seed)
    of_groups, of_inputs = found.indices[: len(groups)], found.indices[len(groups) :]
    single = [
        SensitivityIndex(kind=each.kind, of=each.name, title=each.title, **index._asdict())
        for each, index in zip(inputs, of_inputs, strict=True)
    ]
    return Sensitivity(
        **head(framework, assessment),
        draws=n,
        seed=seed,
        kappa=KAPPA,
        groups=tuple(
            SensitivityIndex(kind=kind, **index._asdict()) for kind, index in zip(groups, of_groups, strict=True)
        ),
        inputs=tuple(sorted(single, key=lambda each: -(each.total or 0.0))),
        **_spread(found.outputs),
    )


def _groups(inputs: Sequence[_Input]) -> dict[InputKind, list[int]]:
    """Put together what is of one kind."""
    kinds: tuple[InputKind, ...] = ("weights", "ratings", "levels")
    found = {kind: [i for each in inputs if f"{each.kind}s" == kind for i in each.places] for kind in kinds}
    return {kind: places for kind, places in found.items() if places}


def _spread(outputs: Array) -> dict[str, Any]:
    import numpy as np

    low, high = np.clip(np.quantile(outputs, [0.025, 0.975]), 0.0, 1.0)
    return {
        "mean": float(np.clip(outputs.mean(), 0.0, 1.0)), "deviation": float(outputs.std()), "low": float(low),
        "high": float(high),
    }  # fmt: skip


class _Model:
    """The score of a framework as a function of its inputs: what `score_frame` computes, with columns of weights.

    Args:
        framework: What is scored.
        ranges: Practice -> what it may hold.
        kinds: What varies.
    """

    def __init__(self, framework: Framework, ranges: Mapping[str, Range], kinds: Collection[Kind]) -> None:
        self.framework, self.ranges = framework, ranges
        self.weights = weights_beside_others(framework.tree, ranges, everywhere=False) if "weights" in kinds else []
        counting = {name: ranges[name] for name in dict.fromkeys(practices_counting(framework.tree, ranges))}
        self.ratings = [name for name, each in ranges.items() if name in counting and each.is_open]
        self.scales = scales_between(framework, counting) if "levels" in kinds else []
        self.program = compiled(framework, frozenset(self.weights))

    def inputs(self) -> list[_Input]:
        """List what varies, each with the numbers that decide it, in the order of these."""
        title, practices = self.framework.title_of, self.framework.practices
        titles = {name: practices[name].title if name in practices else title(name) for name in self.weights}
        named: list[tuple[InputKind, str, str, int]] = [("weight", name, titles[name], 1) for name in self.weights]
        named += [("rating", name, practices[name].title, 1) for name in self.ratings]
        for steps in self.scales:
            named.append(("level", steps.scale.id, steps.scale.title or steps.scale.id, len(steps.rises)))
        ends = [*accumulate(width for *_, width in named)]
        return [
            _Input(kind, name, title, range(end - width, end))
            for (kind, name, title, width), end in zip(named, ends, strict=True)
        ]

    def require_score(self) -> None:
        """Make sure that there is a score.

        Raises:
            UnsuitableError: There is none.
        """
        import numpy as np

        if not self.framework.tree.is_total:
            message = f"{self.framework.id} has no total, by design: there is no score that could vary"
            raise UnsuitableError(message, code="no_total")
        rows = np.full((1, sum(len(each.places) for each in self.inputs())), 0.5)
        if np.isnan(self._scored(self.program, rows)[0]):
            message = f"{self.framework.id} has no score here: too little of it has an answer, or applies"
            raise UnsuitableError(f"{message}, so there is none that could vary", code="no_score")

    def scores(self, uniform: Array) -> Array:
        """Score every row of numbers in [0, 1)."""
        score = self.program.figures[0]
        always = score._replace(is_known=len(self.program.steps))
        steps = (*self.program.steps, Step("truth", data=True))
        return self._scored(self.program._replace(steps=steps, figures=(always,)), uniform)

    def _scored(self, program: Program, uniform: Array) -> Array:

        from equity_blocks.engine.portfolio import numpy_kernel

        columns = iter(uniform.T)
        weights = {name: factors_at(next(columns)) for name in self.weights}
        open_ = {name: next(columns) for name in self.ratings}
        cells = {name: self._cells(name, open_.get(name), len(uniform)) for name in self.ranges}
        at = len(weights) + len(open_)
        for steps in self.scales:
            values = steps.values(factors_at(uniform[:, at : at + len(steps.rises)]))
            at += len(steps.rises)
            for name in steps.practices:
                cells[name] = cells[name]._replace(values=self.ranges[name].counted(cells[name].codes, values))
        return numpy_kernel.run(program, cells, len(uniform), weights)[program.figures[0].name]

    def _cells(self, name: str, uniform: Array | None, rows: int) -> Any:
        """Give the column of a practice: one number for all rows where nothing varies."""
        import numpy as np

        from equity_blocks.engine.portfolio.numpy_kernel import Cells

        each, states = self.ranges[name], self.program.states[name]
        place = each.column(np.zeros(1) if uniform is None else uniform)
        count, shares = len(each.scale.levels), None
        if each.status:
            code = count + STATUSES.index(each.status)
            codes = np.full(1, code) if each.low is None or each.scale.range else place + count + len(STATUSES)
        elif each.scale.range:
            low, high = each.scale.range
            codes, shares = np.full(1, len(states)), np.broadcast_to((place - low) / (high - low), rows)
        else:
            codes = place
        codes = np.broadcast_to(codes.astype(np.int16), rows)
        values = each.counted(codes) if each.rest and not each.status else None
        return Cells(codes, states, shares, each.scale, values)
