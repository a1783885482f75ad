"""Distributions over a cohort: exact for the owner, coarse for others."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.cohort import KINDS, Array, Claims, Cohort, claims, figures
from equity_blocks.engine.portfolio.program import band_edges, column
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import FrozenDict
from equity_blocks.model.portfolio import QUANTILES, CohortBlock, CohortGroup, CohortPractice, Distribution
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP

SMALL = 20
"""Below so many organizations, others than the owner get nothing but counts per band. Editorial:
docs/methods/portfolio.md."""

NEIGHBOURS = 5
"""Of at least so many organizations next to one another a quantile is the mean, where others read it."""

STEP = 0.05
"""To so much a quantile is rounded, where others read it: with whole points, five who join together are narrowed by up
to 15 points more than by their own counts per band. Editorial: docs/methods/portfolio.md."""

QUARTERS = ((0.0, "0-25"), (0.25, "25-50"), (0.5, "50-75"), (0.75, "75-100"))
"""The least share and the id of the bands of what has none."""


class Grain(NamedTuple):
    """How finely figures are told.

    Args:
        is_coarse: Whether others than the owner read them.
        neighbours: Of how many organizations a coarse quantile is the mean, and in steps of how many they are counted.
        has_figures: Whether more than counts per band may be told.
        has_bands: Whether counts per band may be.
    """

    is_coarse: bool = False
    neighbours: int = NEIGHBOURS
    has_figures: bool = True
    has_bands: bool = True

    @property
    def small(self) -> int:
        """Below so many organizations, others than the owner get nothing but counts per band."""
        return max(SMALL, 2 * self.neighbours)

    def tells_figures(self, organizations: int) -> bool:
        """Whether a group of so many is told more of than counts per band."""
        return not self.is_coarse or (self.has_figures and organizations >= self.small)

    def count(self, organizations: int) -> int:
        """Tell how many there are: in steps of the neighbours where it is coarse.

        Example:
            >>> Grain().count(7), [Grain(is_coarse=True).count(number) for number in (2, 3, 7, 8)]
            (7, [0, 5, 5, 10])
        """
        step = self.neighbours if self.is_coarse else 1
        return (organizations + step // 2) // step * step

    def counts(self, held: Sequence[int], number: int) -> list[int]:
        """Tell how many hold each of some levels, the lowest first, of so many who hold one.

        Where it is coarse, those who hold a level or a lower one are told in steps: so what is below a target is told
        by its level counts, and no further rounding says more of it.

        Example:
            >>> Grain().counts([3, 3, 3, 13], 22), Grain(is_coarse=True).counts([3, 3, 3, 13], 22)
            ([3, 3, 3, 13], [5, 0, 5, 12])
        """
        if not self.is_coarse:
            return [*held]
        below = [min(self.count(total), number) for total in accumulate(held[:-1])]
        return [after - before for before, after in pairwise([0, *below, number])]

    def share(self, value: float) -> float:
        """Tell a share: to whole points where it is coarse."""
        return round(float(value), 2) if self.is_coarse else float(value)

    def quantile(self, ordered: Array, at: float) -> float:
        """Tell a quantile of values in rising order.

        Example:
            >>> import numpy
            >>> values = numpy.arange(21) / 20
            >>> Grain().quantile(values, 0.52), Grain(is_coarse=True).quantile(values, 0.52)
            (0.52, 0.5)
        """
        if not self.is_coarse:
            place = at * (len(ordered) - 1)
            low, high = ordered[int(place)], ordered[ceil(place)]
            return float(low + (high - low) * (place - int(place)))
        first = round(at * (len(ordered) - 1)) - self.neighbours // 2
        first = min(max(first, 0), len(ordered) - self.neighbours)
        return round(round(float(ordered[first : first + self.neighbours].mean()) / STEP) * STEP, 9)


EXACT = Grain()
"""What the owner reads."""


def bands_of(framework: Framework) -> Sequence[tuple[float, str]]:
    """Give the least share and the id of every band: those of the framework, else quarters."""
    return framework.once(_bands_of)


def _bands_of(framework: Framework) -> Sequence[tuple[float, str]]:
    return band_edges(framework.policy) or QUARTERS


def distribution(framework: Framework, low: Array, high: Array, is_rated: Array, grain: Grain) -> dict[str, Any]:
    """Give the fields of a `Distribution`.

    Args:
        framework: Whose bands are counted.
        low: What is assured of each organization.
        high: What it may be.
        is_rated: Whether something is rated of it, so that it is in.
        grain: How finely it is told.
    """
    import numpy as np

    is_in = is_rated & ~np.isnan(low)
    low, high = np.sort(low[is_in]), high[is_in]
    is_hidden = grain.is_coarse and (len(low) < grain.neighbours or not grain.has_bands)
    told: dict[str, Any] = {"organizations": len(low), "bands": FrozenDict({} if is_hidden else _bands(framework, low))}
    if len(low) and grain.tells_figures(len(low)):
        told |= {name: grain.quantile(low, at) for name, at in QUANTILES.items()}
        told |= {"mean": grain.share(low.mean()), "mean_high": grain.share(high.mean())}
    return told


def _bands(framework: Framework, low: Array) -> dict[str, int]:
    import numpy as np

    bands = bands_of(framework)
    places = np.searchsorted([edge for edge, _ in bands], low + EDGE, side="right") - 1
    counts = np.bincount(places[places >= 0], minlength=len(bands))
    return {name: int(count) for (_, name), count in zip(bands, counts, strict=True)}


class Scores(NamedTuple):
    """What is computed of a round once, and read for every group.

    Args:
        of: The round.
        figures: Column -> its numbers.
        claims: Practice -> what is said of it.
    """

    of: Cohort
    figures: Mapping[str, Array]
    claims: Mapping[str, Claims]

    @classmethod
    def made(cls, of: Cohort) -> "Scores":
        """Compute them."""
        return cls(of, figures(of), {name: claims(cells) for name, cells in of.cells.items()})

    def node(self, name: str) -> tuple[Array, Array, Array]:
        """Give what is assured of a node, what it may be, and the share that is rated."""
        import numpy as np

        low, high, coverage = (self.figures[column(figure, name)] for figure in ("low", "high", "coverage"))
        return low, high, np.nan_to_num(coverage)


def group(
    scores: Scores,
    where: Array,
    grain: Grain,
    label: tuple[str, str] = ("", ""),
    blocks: Mapping[str, Grain] | None = None,
) -> CohortGroup:
    """Describe the organizations of a group.

    Args:
        scores: The round.
        where: Whether each organization is in it.
        grain: How finely figures are told.
        label: The column and what it says. Default: all.
        blocks: Block -> how finely it is told, where it is told otherwise.
    """
    framework = scores.of.framework
    coverage = scores.node(TOP)[2]
    number = int(where.sum())
    is_told = grain.tells_figures(number)
    return CohortGroup.trusted(
        column=label[0],
        value=label[1],
        organizations=number,
        complete=grain.count(int((where & (coverage >= 1 - EDGE)).sum())) if is_told else None,
        score=Distribution.trusted(**_of_node(scores, TOP, where, grain)),
        blocks=tuple(
            CohortBlock.trusted(
                id=name, title=block.title, **_of_node(scores, name, where, (blocks or {}).get(name, grain))
            )
            for name, block in framework.all_blocks.items()
        ),
        practices=tuple(_practices(scores, where, grain)) if is_told else (),
    )


def _of_node(scores: Scores, name: str, where: Array, grain: Grain) -> dict[str, Any]:
    low, high, coverage = scores.node(name)
    # What others read must not tell who answered nothing at all in a block: it counts at 0 there.
    is_in = where if grain.is_coarse else where & (coverage > 0)
    return distribution(scores.of.framework, low, high, is_in, grain)


class Tally(NamedTuple):
    """How many said what of a practice, as it is told.

    Args:
        applies_to: To how many it applies.
        levels: How many hold each level, the lowest first.
        unrated: How many said each of the other kinds.
    """

    applies_to: int
    levels: Sequence[int]
    unrated: Mapping[str, int]

    @property
    def open(self) -> int:
        """How many did not answer, or could not say."""
        return self.unrated["unanswered"] + self.unrated["unknown"]


def tally(told: Claims, levels: int, grain: Grain) -> Tally:
    """Count what is said of a practice.

    Args:
        told: What the organizations of a group say of it.
        levels: How many levels its scale has.
        grain: How finely it is told.
    """
    import numpy as np

    rated, *others = np.bincount(told.status, minlength=len(KINDS)).tolist()
    number = rated + sum(others)
    unrated = {kind: min(grain.count(each), number) for kind, each in zip(KINDS[1:], others, strict=True)}
    applies_to = number - unrated["not_applicable"]
    held = [others[-1], *np.bincount(told.position[told.status == 0], minlength=levels).tolist()]
    not_pursued, *below = grain.counts(held, max(applies_to - unrated["unanswered"] - unrated["unknown"], 0))
    return Tally(applies_to, below, unrated | {"not_pursued": not_pursued})


def _practices(scores: Scores, where: Array, grain: Grain) -> Iterator[CohortPractice]:
    framework = scores.of.framework
    for name, practice in framework.practices.items():
        told, scale = Claims(*(each[where] for each in scores.claims[name])), framework.scale_of(name)
        counts, applies = tally(told, len(scale.levels), grain), told.status != KINDS.index("not_applicable")
        if grain.is_coarse and applies.sum() < grain.neighbours:
            continue
        yield CohortPractice.trusted(
            id=name,
            title=practice.title,
            block=framework.chains[name][-1].id,
            levels=FrozenDict(zip(scale.ids, counts.levels, strict=True)),
            **{**counts.unrated, **_of_practice(framework, told, counts, applies, grain)},
        )


def _of_practice(framework: Framework, told: Claims, counts: Tally, applies: Array, grain: Grain) -> dict[str, Any]:
    import numpy as np

    if grain.is_coarse:
        # A mean or a quantile of so few different values tells how many hold each of them.
        return {"organizations": counts.applies_to}
    return distribution(framework, np.nan_to_num(told.value), told.high, applies, grain)


def least_shown(minimum: int) -> int:
    """Of how many organizations a quantile is the mean: five, or the least group if that is larger.

    Example:
        >>> least_shown(3), least_shown(11)
        (5, 11)
    """
    return max(NEIGHBOURS, ceil(minimum))
