"""Boxes in layers, so that every arrow leads to the right and few of them cross. It knows numbers, not words."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

Point = tuple[float, float]
Node = int | tuple[int, int, int]
"""A box by its number; or where an arrow passes a layer: from which box, to which, and the layer."""

Links = tuple[tuple[Node, Node], ...]
"""From a node to one in the next layer."""

_STARTS, _SWEEPS = 6, 6
"""From how many orders to begin, and how often the layers are put in order from each, back and forth."""

_GAP = 14.0
"""Between two boxes of a layer."""

_LANE = 6.0
"""The height that an arrow takes where it passes a layer."""


class Layout(NamedTuple):
    """Where boxes stand and arrows run.

    Args:
        boxes: The top left corner of each box, by its number.
        arrows: The points where each arrow begins, enters and leaves what it passes, and ends.
        columns: How many layers there are.
        height: Of the whole.
    """

    boxes: dict[int, Point]
    arrows: dict[tuple[int, int], tuple[Point, ...]]
    columns: int
    height: float


def layers_of(arrows: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Sort boxes into layers: each one layer behind the last that it waits for; empty where they wait in a circle.

    Example:
        >>> layers_of([(0, 1), (1, 2), (0, 2)])
        ((0,), (1,), (2,))
    """
    graph = nx.DiGraph(sorted(arrows))
    if not nx.is_directed_acyclic_graph(graph):
        return ()
    return tuple(tuple(sorted(layer)) for layer in nx.topological_generations(graph))


def without_detours(arrows: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Leave out an arrow where others lead the same way through a box between; there must be no circle.

    Example:
        >>> sorted(without_detours([(0, 1), (1, 2), (0, 2)]))
        [(0, 1), (1, 2)]
    """
    return set(nx.transitive_reduction(nx.DiGraph(sorted(arrows))).edges)


def lay_out(arrows: Sequence[tuple[int, int]], heights: Mapping[int, float], width: float, aisle: float) -> Layout:
    """Lay out boxes in layers from left to right.

    Args:
        arrows: From which box to which, without a circle.
        heights: Of each box that an arrow touches.
        width: Of every box.
        aisle: Between two layers.
    """
    layers = layers_of(arrows)
    depth = {box: place for place, layer in enumerate(layers) for box in layer}
    ways = {arrow: _way(*arrow, depth) for arrow in sorted(arrows)}
    links = tuple(dict.fromkeys(link for way in ways.values() for link in pairwise(way)))
    ordered = _least_crossed(_with_lanes(layers, ways), links)
    middles = _middles(ordered, links, heights)
    tops = {node: middle - _height(node, heights) / 2 for node, middle in middles.items()}
    top = min(tops.values(), default=0.0)
    bottom = max((tops[node] + _height(node, heights) for node in tops), default=0.0)
    step = width + aisle

    def run(box: int, way: Sequence[Node]) -> tuple[Point, ...]:
        points: list[Point] = []
        for place, node in enumerate(way):
            left, y = (depth[box] + place) * step, middles[node] - top
            points += [(left, y), (left + width, y)]
        return tuple(points[1:-1])

    boxes = {box: (place * step, tops[box] - top) for box, place in depth.items()}
    return Layout(boxes, {arrow: run(arrow[0], way) for arrow, way in ways.items()}, len(layers), bottom - top)


def crossings(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> int:
    """Count where links between neighboring layers cross.

    Example:
        >>> crossings([[0, 1], [2, 3]], [(0, 3), (1, 2)]), crossings([[0, 1], [3, 2]], [(0, 3), (1, 2)])
        (1, 0)
    """
    place = {node: (layer, order) for layer, nodes in enumerate(layers) for order, node in enumerate(nodes)}
    found = 0
    passed: list[tuple[int, int]] = []
    for _, end in sorted((place[start], place[end]) for start, end in links):
        # What ends in a layer before this one stands before it in the list, so it never counts.
        found += len(passed) - bisect_right(passed, end)
        insort(passed, end)
    return found


def _way(start: int, end: int, depth: Mapping[int, int]) -> tuple[Node, ...]:
    """Give what an arrow touches: both boxes, and a lane in every layer between."""
    return start, *((start, end, layer) for layer in range(depth[start] + 1, depth[end])), end


def _with_lanes(layers: Sequence[Sequence[int]], ways: Mapping[tuple[int, int], Sequence[Node]]) -> list[list[Node]]:
    """Put the lanes of arrows that pass a layer behind its boxes."""
    full: list[list[Node]] = [list(layer) for layer in layers]
    for way in ways.values():
        for node in way:
            if isinstance(node, tuple):
                full[node[2]].append(node)
    return full


def _least_crossed(layers: list[list[Node]], links: Links) -> list[list[Node]]:
    """Put every layer in order from several beginnings; keep the order with the fewest crossings that was seen."""
    before, after = _beside(links, 1), _beside(links, 0)
    best, fewest = layers, crossings(layers, links)
    for sweep in range(_STARTS * _SWEEPS):
        if not fewest:
            break
        turn = sweep // _SWEEPS
        if sweep % _SWEEPS == 0:
            layers = [[*layer[turn:], *layer[:turn]][:: -1 if turn % 2 else 1] for layer in best]
        layers = _swept(layers[::-1], after)[::-1] if (sweep + turn) % 2 else _swept(layers, before)
        layers = _swapped(layers, before, after)
        found = crossings(layers, links)
        if found < fewest:
            best, fewest = layers, found
    return best


def _beside(links: Links, end: int) -> dict[Node, list[Node]]:
    """Give for each node those at the other end of its links: of those that end (1) or begin (0) there."""
    beside: dict[Node, list[Node]] = {}
    for link in links:
        beside.setdefault(link[end], []).append(link[1 - end])
    return beside


def _swept(layers: Sequence[list[Node]], beside: Mapping[Node, list[Node]]) -> list[list[Node]]:
    swept = [list(layers[0])]
    for layer in layers[1:]:
        place = {node: order for order, node in enumerate(swept[-1])}
        middles = {node: _mean([place[of] for of in beside.get(node, ())], order) for order, node in enumerate(layer)}
        swept.append(sorted(layer, key=middles.__getitem__))
    return swept


def _swapped(
    layers: list[list[Node]], before: Mapping[Node, list[Node]], after: Mapping[Node, list[Node]]
) -> list[list[Node]]:
    """Swap neighbors in a layer wherever that undoes crossings."""
    swapped = [list(layer) for layer in layers]
    for layer in swapped:
        place = {node: order for nodes in swapped for order, node in enumerate(nodes)}
        for upper in range(len(layer) - 1):
            one, other = layer[upper : upper + 2]
            pairs = [
                (place[a], place[b])
                for beside in (before, after)
                for a in beside.get(one, ())
                for b in beside.get(other, ())
            ]
            if sum((a > b) - (a < b) for a, b in pairs) > 0:
                layer[upper : upper + 2] = other, one
    return swapped


def _middles(layers: Sequence[Sequence[Node]], links: Links, heights: Mapping[int, float]) -> dict[Node, float]:
    """Give the height at which each node's middle lies: near its neighbors, in order, and apart from each other."""
    beside: dict[Node, list[Node]] = {node: [] for layer in layers for node in layer}
    for start, end in links:
        beside[start].append(end)
        beside[end].append(start)
    middles: dict[Node, float] = {}
    for layer in layers:
        middles |= _apart(layer, dict.fromkeys(layer, 0.0), heights)
    for order in (layers, layers[::-1]) * 6:
        for layer in order:
            wanted = {node: _mean([middles[other] for other in beside[node]], middles[node]) for node in layer}
            middles |= _apart(layer, wanted, heights)
    return middles


def _apart(layer: Sequence[Node], wanted: Mapping[Node, float], heights: Mapping[int, float]) -> dict[Node, float]:
    """Move what stands too near apart, half up and half down: blocks of what touches keep their mean."""
    offset, offsets = 0.0, []
    for place, node in enumerate(layer):
        if place:
            offset += (_height(layer[place - 1], heights) + _height(node, heights)) / 2 + _GAP
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []
    for node, shift in zip(layer, offsets, strict=True):
        mean, size = wanted[node] - shift, 1
        while blocks and blocks[-1][0] >= mean:
            before, many = blocks.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    means = [mean for mean, size in blocks for _ in range(size)]
    return {node: mean + shift for node, mean, shift in zip(layer, means, offsets, strict=True)}


def _height(node: Node, heights: Mapping[int, float]) -> float:
    return heights[node] if isinstance(node, int) else _LANE


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
