"""The shortest way from one framework to another over crosswalks, each of which may be read from either end."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from equity_blocks.errors import UnsuitableError
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.did_you_mean import did_you_mean


class Hop(NamedTuple):
    """One crosswalk, turned so that it is read from its `from` end.

    Args:
        crosswalk: The crosswalk to read.
        is_backwards: Whether that is the other way round than its file has it.
    """

    crosswalk: Crosswalk
    is_backwards: bool


def route(crosswalks: Iterable[Crosswalk], start: str, end: str) -> tuple[Hop, ...]:
    """Find the fewest crosswalks that lead from one framework to another.

    Args:
        crosswalks: What there is. Among ways of the same length, those given first are taken.
        start: Id of the framework that was rated.
        end: Id of the framework to read it in.

    Returns:
        The crosswalks in order, turned in the direction of the way; none where both ends are the same.

    Raises:
        UnsuitableError: There is no way; what can be reached is listed.

    Example:
        >>> a_b, c_b = (Crosswalk(id=f"{a}--b", title="T", source={"framework": a}, target={"framework": "b"},
        ...     mappings=[]) for a in "ac")
        >>> [(hop.crosswalk.id, hop.is_backwards) for hop in route([a_b, c_b], "a", "c")]
        [('a--b', False), ('c--b', True)]
    """
    paths = routes(crosswalks, start)
    if end in paths:
        return paths[end]
    others = [name for name in paths if name != start]
    hints = [did_you_mean(end, others), f"frameworks reachable from {start}: {', '.join(others) or 'none'}"]
    raise UnsuitableError(
        f"no crosswalk leads from {start} to {end} ({'; '.join(filter(None, hints))})",
        code="no_crosswalk",
        data={"found": end, "allowed": others},
    )


def routes(crosswalks: Iterable[Crosswalk], start: str) -> dict[str, tuple[Hop, ...]]:
    """Find the shortest way from one framework to each that can be reached, itself included.

    Example:
        >>> crosswalk = Crosswalk(id="a--b", title="T", source={"framework": "a"}, target={"framework": "b"},
        ...     mappings=[])
        >>> {name: len(ways) for name, ways in routes([crosswalk], "b").items()}
        {'b': 0, 'a': 1}
    """
    known = tuple(crosswalks)
    paths: dict[str, tuple[Hop, ...]] = {start: ()}
    waiting = [start]
    for name in waiting:
        for hop in _hops_from(known, name):
            end = hop.crosswalk.target.framework
            if end not in paths:
                paths[end] = (*paths[name], hop)
                waiting.append(end)
    return paths


def _hops_from(crosswalks: Sequence[Crosswalk], name: str) -> Iterator[Hop]:
    for crosswalk in crosswalks:
        if crosswalk.source.framework == name:
            yield Hop(crosswalk, is_backwards=False)
        elif crosswalk.target.framework == name:
            yield Hop(crosswalk.backwards(), is_backwards=True)
