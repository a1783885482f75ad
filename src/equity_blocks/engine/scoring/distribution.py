"""Distributions: how many rated practices hold each level, node by node."""

from collections.abc import Mapping

from equity_blocks.engine.scoring.claims import Claim
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP


def distributions(framework: Framework, said: Mapping[str, Claim]) -> dict[str, dict[str, int]]:
    """Count the rated practices below each node by the level that they hold.

    Args:
        framework: Gives the scales; the levels of each come in its order.
        said: Practice -> what is said about it. Those that are not rated, or not pursued, are not counted.

    Returns:
        Block id, and `TOP` for the whole -> level -> number of practices, 0 included.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> distributions(framework, {"p": Claim("rated", 1, 1.0, 1.0, 1.0), "q": Claim("unanswered")})
        {'': {'no': 0, 'yes': 1}, 'b': {'no': 0, 'yes': 1}}
    """
    found: dict[str, dict[str, int]] = {TOP: {}, **{block.id: {} for block, _, _ in framework.walk()}}
    places = {name: (chain[-1].id, framework.scale_of(name).ids) for name, chain in framework.chains.items()}
    for name, (holder, ids) in places.items():
        counts, claim = found[holder], said[name]
        if any(level not in counts for level in ids):
            counts.update((level, 0) for level in ids if level not in counts)
        if claim.status == "rated" and claim.position is not None:
            counts[ids[claim.position]] += 1
    for block, around, _ in reversed(list(framework.walk())):
        above = found[around[-1].id if around else TOP]
        for level, many in found[block.id].items():
            above[level] = above.get(level, 0) + many
    return found
