"""What became of the practices of one revision of a framework in another, told by their ids and by `was`."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from equity_blocks.model.framework import Framework, Practice
from equity_blocks.model.migration import IdChange


class Succession(NamedTuple):
    """What became of one practice.

    Args:
        change: kept: same id; renamed: one new id; split: several practices come from it; merged: what comes from it
            comes from others too; removed: nothing does.
        successors: Ids of the practices that come from it, in the order of the newer revision.
    """

    change: IdChange
    successors: tuple[str, ...]


class Lineage(NamedTuple):
    """How two revisions hang together.

    Args:
        successions: Older id -> what became of it.
        origins: Newer id -> the older ids that it comes from; none for a practice that was added.
    """

    successions: dict[str, Succession]
    origins: dict[str, tuple[str, ...]]

    def sole_successor(self, name: str) -> str | None:
        """The one practice in which an older one lives on whole; none where it was split, merged or removed.

        An id that lives on is that practice, even where a part of it has split off.

        Example:
            >>> Lineage({"r": Succession("split", ("r", "s"))}, {"r": ("r",), "s": ("r",)}).sole_successor("r")
            'r'
        """
        successors = self.successions[name].successors
        home = name if name in successors else successors[0] if len(successors) == 1 else None
        return home if home and len(self.origins[home]) == 1 else None


def lineage(older: Mapping[str, Practice] | Collection[str], newer: Framework) -> Lineage:
    """Say what became of practices.

    A practice comes from the older one with its own id, and from each older one that its `was` names. An id that lives
    on is the same practice, even where a part of it has split off. What `was` tells of an earlier change is no change
    now, for ids may stay there: an id that the older practice named already is passed over, and where the older
    practices are not known, so is one that lives on.

    Args:
        older: The older revision's practices by their ids; or ids alone, as many of them as are known.
        newer: The newer revision.

    Example:
        >>> practices = [{"id": "p"}, {"id": "r1", "was": ["r"]}, {"id": "r2", "was": ["r"]}, {"id": "t"}]
        >>> newer = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"title": "T", **practice} for practice in practices]}])
        >>> found = lineage(["p", "q", "r"], newer)
        >>> [(name, succession.change, succession.successors) for name, succession in found.successions.items()]
        [('p', 'kept', ('p',)), ('q', 'removed', ()), ('r', 'split', ('r1', 'r2'))]
        >>> found.origins["t"]
        ()
    """
    origins = {name: _origins(practice, older, newer) for name, practice in newer.practices.items()}
    successors = {old: tuple(name for name, from_ in origins.items() if old in from_) for old in older}
    return Lineage(
        {old: Succession(_id_change(old, successors[old], origins), successors[old]) for old in older}, origins
    )


def _origins(practice: Practice, older: Mapping[str, Practice] | Collection[str], newer: Framework) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(old for old in (practice.id, *practice.was) if old in older))
    if not isinstance(older, Mapping):
        return tuple(old for old in named if old == practice.id or old not in newer.practices)
    if practice.id in older:
        return tuple(old for old in named if old not in older[practice.id].was)
    told = {former for old in named for former in older[old].was if former in newer.practices}
    return tuple(old for old in named if old not in told)


def _id_change(old: str, successors: tuple[str, ...], origins: dict[str, tuple[str, ...]]) -> IdChange:
    if not successors:
        return "removed"
    if len(successors) > 1:
        return "split"
    if len(origins[successors[0]]) > 1:
        return "merged"
    return "kept" if successors[0] == old else "renamed"
