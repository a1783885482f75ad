"""What became of the practices of one revision of a framework in another, told by their ids and by `was`."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from equity_blocks.model.framework import Framework, Practice

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

    def home(self, name: str) -> str | None:
        """The one practice in which an older one lives on whole; none where it was split, merged or removed.

        An id that lives on is that practice, even where a part of it has split off.

        Example:
            >>> Lineage({"r": Descent("split", ("r", "s"))}, {"r": ("r",), "s": ("r",)}).home("r")
            'r'
        """
        heirs = self.descents[name].heirs
        home = name if name in heirs else heirs[0] if len(heirs) == 1 else None
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
        >>> [(name, descent.fate, descent.heirs) for name, descent in found.descents.items()]
        [('p', 'kept', ('p',)), ('q', 'removed', ()), ('r', 'split', ('r1', 'r2'))]
        >>> found.origins["t"]
        ()
    """
    origins = {name: _origins(practice, older, newer) for name, practice in newer.practices.items()}
    heirs = {old: tuple(name for name, from_ in origins.items() if old in from_) for old in older}
    return Lineage({old: Descent(_fate(old, heirs[old], origins), heirs[old]) for old in older}, origins)


def _origins(practice: Practice, older: Mapping[str, Practice] | Collection[str], newer: Framework) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(old for old in (practice.id, *practice.was) if old in older))
    if not isinstance(older, Mapping):
        return tuple(old for old in named if old == practice.id or old not in newer.practices)
    if practice.id in older:
        return tuple(old for old in named if old not in older[practice.id].was)
    told = {former for old in named for former in older[old].was if former in newer.practices}
    return tuple(old for old in named if old not in told)


def _fate(old: str, heirs: tuple[str, ...], origins: dict[str, tuple[str, ...]]) -> Fate:
    if not heirs:
        return "removed"
    if len(heirs) > 1:
        return "split"
    if len(origins[heirs[0]]) > 1:
        return "merged"
    return "kept" if heirs[0] == old else "renamed"
