"""What became of the practices of one revision of a framework in another, told by their ids and by `was`."""

from collections.abc import Collection
from typing import Literal, NamedTuple

from equity_blocks.model.framework import Framework

Fate = Literal["kept", "renamed", "split", "merged", "removed"]


class Descent(NamedTuple):
    """What became of one practice.

    Args:
        fate: kept: same id; renamed: one new id; split: several practices come from it; merged: what comes from it
            comes from others too; removed: nothing does.
        heirs: Ids of the practices that come from it, in the order of the newer revision.
    """

    fate: Fate
    heirs: tuple[str, ...]


class Lineage(NamedTuple):
    """How two revisions hang together.

    Args:
        descents: Older id -> what became of it.
        origins: Newer id -> the older ids that it comes from; none for a practice that was added.
    """

    descents: dict[str, Descent]
    origins: dict[str, tuple[str, ...]]


def lineage(older: Collection[str], newer: Framework) -> Lineage:
    """Say what became of practices.

    A practice comes from the older one with its own id, and from each older one that its `was` names. An id that lives
    on is the same practice, even where a part of it has split off.

    Args:
        older: The ids of the older revision's practices, or as many of them as are known.
        newer: The newer revision.

    Example:
        >>> practices = [{"id": "p"}, {"id": "r1", "was": ["r"]}, {"id": "r2", "was": ["r"]}, {"id": "t"}]
        >>> newer = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"title": "T", **practice} for practice in practices]}])
        >>> found = lineage(["p", "q", "r"], newer)
        >>> [(name, descent.fate, descent.heirs) for name, descent in found.descents.items()]
        [('p', 'kept', ('p',)), ('q', 'removed', ()), ('r', 'split', ('r1', 'r2'))]
        >>> found.origins["t"]
        ()
    """
    origins = {
        name: tuple(dict.fromkeys(old for old in (name, *practice.was) if old in older))
        for name, practice in newer.practices.items()
    }
    heirs = {old: tuple(name for name, from_ in origins.items() if old in from_) for old in older}
    return Lineage({old: Descent(_fate(old, heirs[old], origins), heirs[old]) for old in older}, origins)


def _fate(old: str, heirs: tuple[str, ...], origins: dict[str, tuple[str, ...]]) -> Fate:
    if not heirs:
        return "removed"
    if len(heirs) > 1:
        return "split"
    if len(origins[heirs[0]]) > 1:
        return "merged"
    return "kept" if heirs[0] == old else "renamed"
