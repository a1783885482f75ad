"""Sensitivity of a score to weights and ratings: first-order and total indices, with their errors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.argument_checks import ANY, library, required_whole
from equity_blocks.engine.planning.confidence import weight_factors
from equity_blocks.engine.portfolio.score_frame import score_frame
from equity_blocks.engine.robustness.acceptability import KAPPA
from equity_blocks.engine.robustness.draws import Range, draws, ranges_of
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.acceptability import Z
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.result import head
from equity_blocks.model.scale import Scale
from equity_blocks.model.sensitivity import InputKind, Sensitivity, SensitivityIndex
from equity_blocks.model.tree import TOP, Node

MOST = 65_536
"""Most draws: at that many a half-width is about a hundredth."""

RESAMPLES = 200
"""How often the draws are drawn again for the errors."""

CHECKED = 64
"""Rows that are scored by the columns, too, to see that both agree."""

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


class Varied(NamedTuple):
    """What a model gave for independent inputs.

    Args:
        outputs: The numbers of both samples.
        indices: Those of each set of inputs, in the order given.
    """

    outputs: Array
    indices: list[Indices]


def varied(model: Model, count: int, sets: Sequence[Sequence[int]], draws: int, seed: int) -> Varied:
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
        >>> found = varied(lambda x: 3 * x[:, 0] + 4 * x[:, 1], 2, [[0], [1]], 4096, 0)
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
    for places in sets:
        mixed = a.copy()
        mixed[:, list(places)] = b[:, list(places)]
        of_mixed = model(mixed)
        firsts.append((of_b - middle) * (of_mixed - of_a))
        totals.append((of_a - of_mixed) ** 2 / 2)
    spread = ((of_a - middle) ** 2 + (of_b - middle) ** 2) / 2
    if not sets or spread.mean() < _NOTHING:
        return Varied(outputs, [Indices(None, None, None, None)] * len(sets))
    terms = np.column_stack([*firsts, *totals])
    found = terms.mean(axis=0) / spread.mean()
    widths = Z * np.std([_resampled(terms, spread, random) for _ in range(RESAMPLES)], axis=0, ddof=1)
    n = len(sets)
    rows = zip(found[:n], widths[:n], found[n:], widths[n:], strict=True)
    return Varied(outputs, [Indices(*map(float, row)) for row in rows])


_NOTHING = 1e-24
"""A variance below it is rounding."""


def _resampled(terms: Array, spread: Array, random: Any) -> Array:
    import numpy as np

    rows = len(spread)
    often = np.bincount(random.integers(0, rows, rows), minlength=rows)
    return (often @ terms) / (often @ spread)


class _Input(NamedTuple):
    """One number that varies."""

    kind: InputKind
    name: str
    title: str


@checks_nouns
def sensitivity(framework: Framework, assessment: Assessment, n: int = 1024, *, seed: int = 0) -> Sensitivity:
    """Say how much of the variation of a score comes from each weight, and from each rating that is not certain.

    Every weight is multiplied by an independent factor with mean 1 and variance 1/10, as in the confidence of a plan,
    and weights count by their ratios. Ratings vary as in `draws`. Nothing is left unanswered, so every score is whole.
    What does not apply or is not pursued has no part in it.

    Args:
        framework: A framework with `use: assessment` whose nodes are weighted means, minimums, geometric means or
            blends.
        assessment: Ratings of that framework.
        n: How many pairs of draws are compared for each input, from 64 to 65,536. Errors fall with its square root.
        seed: The same seed gives the same result.

    Returns:
        The indices of all weights and of all ratings together, and of each that varies. In an additive score the first
        order equals the total; what the total has more is due to what inputs do together.

    Raises:
        UnsuitableError: The framework is guidance or has no total, its policy is another one (`not_compiled`), `n` or
            `seed` are no such numbers, or the extra `frames` is not installed.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: Saltelli et al. (2010), doi 10.1016/j.cpc.2009.09.018; Jansen (1999), doi 10.1016/S0010-4655(98)00154-4.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 2}]}])
        >>> found = sensitivity(framework, Assessment(framework="mini"), 2048)
        >>> [(each.kind, each.of) for each in found.inputs][:2]
        [('rating', 'q'), ('rating', 'p')]
    """
    n, seed = required_whole("n", n, CHECKED, MOST), required_whole("seed", seed, ANY)
    for name in ("numpy", "narwhals"):
        library(name)
    ranges = ranges_of(framework, assessment)
    scored = _Scored(framework, ranges)
    scored.require_the_same_as_columns(assessment)
    inputs = scored.inputs
    groups: list[tuple[InputKind, list[int]]] = [
        (kind, [i for i, each in enumerate(inputs) if f"{each.kind}s" == kind]) for kind in ("weights", "ratings")
    ]
    groups = [(kind, places) for kind, places in groups if places]
    sets = [*(places for _, places in groups), *([i] for i in range(len(inputs)))]
    found = varied(scored.scores, len(inputs), sets, n, seed)
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
            SensitivityIndex(kind=kind, **index._asdict()) for (kind, _), index in zip(groups, of_groups, strict=True)
        ),
        inputs=tuple(sorted(single, key=lambda each: -(each.total or 0.0))),
        **_spread(found.outputs),
    )


def _spread(outputs: Array) -> dict[str, Any]:
    import numpy as np

    low, high = np.clip(np.quantile(outputs, [0.025, 0.975]), 0.0, 1.0)
    return {
        "mean": float(np.clip(outputs.mean(), 0.0, 1.0)), "deviation": float(outputs.std()), "low": float(low),
        "high": float(high),
    }  # fmt: skip


class _Scored:
    """The score of a framework as a function of factors of its weights and of its ratings."""

    def __init__(self, framework: Framework, ranges: Mapping[str, Range]) -> None:
        self.framework = framework
        self.ranges = {name: each for name, each in ranges.items() if each.status is None}
        _require_known(framework, framework.tree)
        self.inputs = [*self._weights(framework.tree), *self._ratings()]
        self.places = {(each.kind, each.name): i for i, each in enumerate(self.inputs)}

    def _ratings(self) -> Iterator[_Input]:
        used = set(self._used(self.framework.tree))
        for name, each in self.ranges.items():
            if each.is_open and name in used:
                yield _Input("rating", name, self.framework.practices[name].title)

    def _used(self, node: Node) -> Iterator[str]:
        yield from (leaf.name for leaf in node.leaves if leaf.weight > 0 and leaf.name in self.ranges)
        for weight, block in node.counted:
            if weight > 0:
                yield from self._used(block)

    def _parts(self, node: Node) -> list[tuple[float, str, Node | None]]:
        """What counts in a node: practices and blocks of which something applies."""
        practices = [(leaf.weight, leaf.name, None) for leaf in node.leaves if leaf.name in self.ranges]
        blocks = [(weight, block.name, block) for weight, block in node.counted if any(self._used(block))]
        return [part for part in (*practices, *blocks) if part[0] > 0]

    def _weights(self, node: Node) -> Iterator[_Input]:
        """The weights that matter: none is alone in its node, and none is passed over by a minimum."""
        parts = self._parts(node)
        for _, name, block in parts:
            if len(parts) > 1 and node.aggregate != "minimum":
                title = self.framework.title_of(name) if block else self.framework.practices[name].title
                yield _Input("weight", name, title)
            if block:
                yield from self._weights(block)

    def scores(self, uniform: Array) -> Array:
        """Score every row of numbers in [0, 1), one for each input."""
        import numpy as np

        law = np.array(weight_factors())
        columns = {}
        for name, each in self.ranges.items():
            place = self.places.get(("rating", name))
            drawn = each.column(np.zeros(1) if place is None else uniform[:, place])
            columns[name] = _counted(each.scale, drawn)

        def factor(name: str) -> Array:
            place = self.places.get(("weight", name))
            return 1.0 if place is None else law[(uniform[:, place] * len(law)).astype(int)]

        return np.broadcast_to(self._value(self.framework.tree, columns, factor), len(uniform))

    def _value(self, node: Node, columns: Mapping[str, Array], factor: Callable[[str], Array]) -> Array:
        import numpy as np

        parts = self._parts(node)
        values = [columns[name] if block is None else self._value(block, columns, factor) for _, name, block in parts]
        least = np.minimum.reduce(np.broadcast_arrays(*values))
        if node.aggregate == "minimum":
            return least
        weights = [weight * factor(name) for weight, name, _ in parts]
        if node.aggregate == "geometric":
            with np.errstate(divide="ignore"):
                values = [np.log(value) for value in values]
        total = sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)
        if node.aggregate == "blend":
            return node.minimum_share * least + (1 - node.minimum_share) * total
        return np.exp(total) if node.aggregate == "geometric" else total

    def require_the_same_as_columns(self, assessment: Assessment) -> None:
        """Make sure that scores at the framework's own weights are those of `score_frame`.

        Raises:
            UnsuitableError: They are not: some policy decides otherwise.
        """
        import numpy as np

        frame = draws(self.framework, assessment, CHECKED)
        expected = score_frame(self.framework, frame)["score"].to_numpy()
        columns = {name: _counted(each.scale, frame[name].to_numpy()) for name, each in self.ranges.items()}
        is_empty = not any(self._used(self.framework.tree))
        if is_empty or not np.allclose(self._value(self.framework.tree, columns, lambda _: 1.0), expected, atol=1e-9):
            raise _refused(self.framework, TOP, "its policy")


def _require_known(framework: Framework, node: Node) -> None:
    if not node.is_total:
        raise UnsuitableError(
            f"{framework.id} has no total, by design: there is no score that could vary", code="no_total"
        )
    if node.aggregate not in ("mean", "minimum", "geometric", "blend"):
        raise _refused(framework, node.name, f"aggregate '{node.aggregate}'")
    for _, block in node.counted:
        _require_known(framework, block)


def _refused(framework: Framework, node: str, what: str) -> UnsuitableError:
    whose = f"block '{node}' of {framework.id}" if node else framework.id
    message = f"sensitivity follows weighted means, minimums, geometric means and blends, not {what} of {whose}"
    message += ": compare eb.score of frameworks that Framework.reweighted gives, or score_frame of eb.draws"
    return UnsuitableError(message, code="not_compiled", data={"what": "aggregate", "node": node})


def _counted(scale: Scale, drawn: Array) -> Array:
    """What drawn positions, or scores on a range, count in [0, 1]."""
    import numpy as np

    if scale.range:
        low, high = scale.range
        return (drawn - low) / (high - low)
    return np.array(scale.values)[drawn]
