"""What to ask directly, so that the fewest answers narrow the overall interval most."""

from collections.abc import Mapping
from math import fsum
from typing import Any

from equity_blocks.engine.crosswalk.intervals import Interval
from equity_blocks.model.framework import Framework
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import Node


def weights_of(framework: Framework) -> dict[str, float]:
    """Give each practice its share of all weights, whatever the aggregates; 0 where it does not count.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]},
        ...     {"id": "c", "title": "C", "practices": [{"id": "r", "title": "R"}]}])
        >>> weights_of(framework)
        {'p': 0.25, 'q': 0.25, 'r': 0.5}
    """
    found = dict.fromkeys(framework.practices, 0.0)

    def visit(node: Node, share: float) -> None:
        blocks = [(weight, block) for weight, block in node.counted if _holds_something(block)]
        total = fsum([*(leaf.weight for leaf in node.leaves), *(weight for weight, _ in blocks)])
        if not total:
            return
        for leaf in node.leaves:
            found[leaf.name] = share * leaf.weight / total
        for weight, block in blocks:
            visit(block, share * weight / total)

    visit(framework.tree, 1.0)
    return found


def _holds_something(node: Node) -> bool:
    return any(leaf.weight > 0 for leaf in node.leaves) or any(w > 0 and _holds_something(b) for w, b in node.counted)


def questions(
    framework: Framework, intervals: Mapping[str, Interval], counts: Mapping[str, float]
) -> list[dict[str, Any]]:
    """List the practices whose value is not known for sure, by width times what they count, largest first.

    However many of them one asks, no other list of that length takes more off the weighted width. Practices that count
    the same stay in source order.

    Args:
        framework: What is asked about.
        intervals: Practice -> what is known; practices out of scope are absent.
        counts: Practice -> its share of all weights.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> asked = questions(framework, {"p": Interval(0.5, 1.0), "q": Interval(0.0, 1.0)}, weights_of(framework))
        >>> [(item["practice"], item["width"], item["left"]) for item in asked]
        [('q', 0.5, 0.25), ('p', 0.25, 0.0)]
    """
    whole = fsum(counts[name] for name in intervals) or 1.0  # what is out of scope leaves its weight to the others
    widths = {
        name: interval.width * counts[name] / whole for name, interval in intervals.items() if interval.width > EDGE
    }
    order = sorted(widths, key=lambda name: (-widths[name], -intervals[name].width))
    found = []
    for i, name in enumerate(order, 1):
        practice, interval = framework.practices[name], intervals[name]
        place = {"practice": name, "title": practice.title, "block": framework.chains[name][-1].id}
        said = {"low": interval.low, "high": interval.high, "counts": counts[name], "width": widths[name]}
        found.append({**place, **said, "left": fsum(widths[other] for other in order[i:])})
    return found
