"""Where one organization sits in a cohort, and how a cohort moved between two rounds, over a common scope."""

from collections.abc import Iterator
from typing import Any

from equity_blocks.engine.portfolio.cohort import KINDS, Array, Cohort, claims, figures, struck_out
from equity_blocks.engine.portfolio.distributions import Grain
from equity_blocks.engine.portfolio.program import column
from equity_blocks.model.framework import Framework
from equity_blocks.model.portfolio import QUANTILES, CohortChange, CohortGroup, Quantile, Standing
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP

_NOT_APPLICABLE = KINDS.index("not_applicable")


def standings(of: Cohort, place: int) -> Iterator[Standing]:
    """Say where an organization sits among the others, the whole first, over what applies to it.

    What does not apply to it is struck out for all, so nobody else wins by it or loses; what it left open or decided
    against counts 0, so it wins nothing by leaving it out.

    Args:
        of: The round.
        place: Its row.
    """
    import numpy as np

    cells = {}
    for name, each in of.cells.items():
        does_not_apply = claims(each).status[place] == _NOT_APPLICABLE
        cells[name] = struck_out(each, np.ones(len(of.names), dtype=bool)) if does_not_apply else each
    found = figures(of, cells)
    for name, title in _nodes(of.framework):
        low, high, coverage = (found[column(figure, name)] for figure in ("low", "high", "coverage"))
        yield Standing.trusted(node=name or None, title=title, **_ranked(place, low, high, np.nan_to_num(coverage)))


def _nodes(framework: Framework) -> list[tuple[str, str]]:
    return [(TOP, ""), *((name, block.title) for name, block in framework.all_blocks.items())]


def _ranked(place: int, low: Array, high: Array, coverage: Array) -> dict[str, Any]:
    import numpy as np

    peers = (coverage > 0) & ~np.isnan(low)
    peers[place] = False
    known: dict[str, Any] = {"peers": int(peers.sum())}
    if not np.isnan(low[place]):
        known |= {"low": float(low[place]), "high": float(high[place]), "coverage": float(coverage[place])}
    if "low" in known and coverage[place] > 0:
        known |= {
            "rank": 1 + int((low[peers] > low[place] + EDGE).sum()),
            "best": 1 + int((low[peers] > high[place] + EDGE).sum()),
            "worst": 1 + int((high[peers] > low[place] + EDGE).sum()),
        }
    return known


def among_quantiles(standing: Standing, group: CohortGroup, *, with_ranks: bool) -> Standing:
    """Say between which quantiles of all organizations a standing lies.

    Args:
        standing: Where it sits.
        group: All organizations.
        with_ranks: Whether its ranks and the number of peers may be told; else the size of the group is.
    """
    blocks = {block.id: block for block in group.blocks}
    spread = blocks[standing.node] if standing.node else group.score
    told: list[tuple[Quantile, float]] = [
        (name, value) for name in QUANTILES if (value := getattr(spread, name)) is not None
    ]
    low = standing.low
    above = [name for name, value in told if low is not None and low >= value - EDGE]
    below = [name for name, value in told if low is not None and low < value - EDGE]
    found = standing.replace(above=above[-1] if above else None, below=below[0] if below else None)
    if with_ranks:
        return found
    return found.replace(rank=None, best=None, worst=None, peers=max(spread.organizations - 1, 0))


def changes(before: Cohort, after: Cohort, grain: Grain) -> Iterator[CohortChange]:
    """Say how those who are in two rounds have moved, the whole first, over what each rated both times.

    Where it is coarse and so few did not rate all of a node both times that they would be told apart from its
    distributions, what is open counts 0 there for all.

    Args:
        before: The earlier round.
        after: The later one.
        grain: How finely it is told.
    """
    import numpy as np

    places = {name: i for i, name in enumerate(before.names)}
    both = [i for i, name in enumerate(after.names) if name in places]
    then, now = before.rows([places[after.names[i]] for i in both]), after.rows(both)
    cells: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for name in now.cells:
        is_rated = (claims(then.cells[name]).status == 0) & (claims(now.cells[name]).status == 0)
        for found, round_ in zip(cells, (then, now), strict=True):
            found[name] = struck_out(round_.cells[name], ~is_rated)
    common = figures(then, cells[0]), figures(now, cells[1])
    full = (figures(then), figures(now)) if grain.is_coarse else common
    for name, title in _nodes(now.framework):
        low, coverage = column("low", name), np.nan_to_num(common[0][column("coverage", name)])
        is_open = np.logical_or.reduce(
            [_differs(one[low], other[low]) for one, other in zip(common, full, strict=True)]
        )
        is_few = 0 < is_open.sum() < grain.neighbours
        first, second = (found[low] for found in (full if is_few else common))
        is_in = (is_few | (coverage > 0)) & ~np.isnan(first) & ~np.isnan(second)
        yield _change(name, title, first[is_in], second[is_in], grain)


def _differs(one: Array, other: Array) -> Array:
    import numpy as np

    return np.abs(np.nan_to_num(one, nan=-1.0) - np.nan_to_num(other, nan=-1.0)) > EDGE


def _change(name: str, title: str, before: Array, after: Array, grain: Grain) -> CohortChange:
    told: dict[str, Any] = {}
    if len(before) and grain.tells_figures(len(before)):
        told = {"before": grain.share(before.mean()), "after": grain.share(after.mean())}
        told["change"] = grain.share(told["after"] - told["before"])
    if not grain.is_coarse:
        told |= {"risen": int((after > before + EDGE).sum()), "fallen": int((after < before - EDGE).sum())}
    number = grain.count(len(before))
    return CohortChange.trusted(node=name or None, title=title, organizations=number, **told)
