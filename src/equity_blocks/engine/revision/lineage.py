"""Lineage: practices, blocks, levels and criteria followed from one revision of a framework to another."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple, Protocol

from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.revision import IdChange

Rated = Literal["first", "same", "other"]
"""Which revision ids are of where only ids are known: the first one, so that all that `was` tells happened since; the
newer one itself; or another, so that it may have happened before."""


Part = Literal["practices", "blocks"]


class Named(Protocol):
    """Something with an id, a title, and the ids that it had in earlier revisions."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title; empty where that is not known."""

    @property
    def was(self) -> tuple[str, ...]:
        """The ids that it had in earlier revisions, or of what it comes from."""


class Former(NamedTuple):
    """Something of an older revision of which little is known."""

    id: str
    title: str = ""
    was: tuple[str, ...] = ()


class Succession(NamedTuple):
    """The fate of one thing: kept, renamed, split, merged, removed or unclear.

    Args:
        change: kept: same id; renamed: one new id; split: several come from it; merged: what comes from it comes from
            others too; removed: nothing does; unclear: its id changed hands, and ids do not tell whether it lives on
            under it.
        successors: Ids of what comes from it, or may do so, in the order of the newer revision.
    """

    change: IdChange
    successors: tuple[str, ...]


class Lineage(NamedTuple):
    """The successors and the origins of everything in two revisions.

    Args:
        successions: Older id -> what became of it.
        origins: Newer id -> the older ids that it comes from, or may come from; none for what was added.
    """

    successions: dict[str, Succession]
    origins: dict[str, tuple[str, ...]]

    def sole_successor(self, name: str) -> str | None:
        """The one thing in which an older one lives on whole; none where it was split, merged, removed or is unclear.

        An id that lives on is that thing, even where a part of it has split off.

        Example:
            >>> Lineage({"r": Succession("split", ("r", "s"))}, {"r": ("r",), "s": ("r",)}).sole_successor("r")
            'r'
        """
        change, successors = self.successions[name]
        home = name if name in successors else successors[0] if len(successors) == 1 else None
        return home if home and change != "unclear" and len(self.origins[home]) == 1 else None

    def backwards(self) -> "Lineage":
        """Tell the same from the newer revision to the older one, where what had become one is no longer one.

        Example:
            >>> trace({"a": Former("a")}, {"b": Former("b", was=("a",))}).backwards().sole_successor("b")
            'a'
        """
        unclear = {n for change, successors in self.successions.values() if change == "unclear" for n in successors}
        unclear |= {name for name, origins in self.origins.items() if name in origins and len(origins) > 1}
        origins_now = {old: successors for old, (_, successors) in self.successions.items()}
        return _lineage(self.origins, origins_now, unclear)


def trace(older: Mapping[str, Named], newer: Mapping[str, Named]) -> Lineage:
    """Say what became of things, told by their ids, by `was`, and where these leave it open by their titles.

    * What comes from an older thing names its id under `was`. What the older revision told there is no change.
    * An id that lives on is the same thing, even where a part of it has split off, unless it changed hands: it names
      something new under `was`, and its own id is named by another; or its title went to the one that names it.
      What names its own id under `was` lives on whatever else is told.
    * Where an id that changed hands names one that tells nothing of itself, either this one has split, or something
      new has got its id. That is unclear, unless its title stayed.

    Args:
        older: What there was, by id.
        newer: What there is, by id.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> older = {name: Former(name) for name in ("a", "b", "c")}
        >>> newer = {"b": Former("b", was=("a",)), "a": Former("a", was=("b",)), "d": Former("d", was=("c",))}
        >>> lines = trace(older, newer)
        >>> [(name, succession.change, succession.successors) for name, succession in lines.successions.items()]
        [('a', 'renamed', ('b',)), ('b', 'renamed', ('a',)), ('c', 'renamed', ('d',))]
    """
    tracing = _Tracing(older, newer)
    return _lineage(older, tracing.origins(), tracing.unclear())


def trace_ids(names: Iterable[str], newer: Mapping[str, Named], rated: Rated) -> Lineage:
    """Say what became of things of which only the ids are known, and perhaps not all of them.

    Args:
        names: Ids of an older revision.
        newer: What there is, by id.
        rated: Which revision they are of. Of the first one all is told as where it is at hand, but for titles. Of the
            newer one, an id that is there is the thing itself. Of another, nobody knows whether what `was` tells of
            an id that is there is new: it counts as old, and where that could carry something to the wrong place it is
            unclear.

    Example:
        >>> newer = {"a": Former("a", was=("b",)), "b": Former("b", was=("a",))}
        >>> [trace_ids(["a"], newer, rated).successions["a"] for rated in ("first", "same")]
        [Succession(change='renamed', successors=('b',)), Succession(change='kept', successors=('a',))]
        >>> trace_ids(["a"], newer, "other").successions["a"].change
        'unclear'
    """
    spoken = tuple(dict.fromkeys(names))
    in_use = (old for item in newer.values() for old in item.was if old in newer and old != item.id)
    known = {name: Former(name) for name in (*spoken, *in_use)}
    tracing = _Tracing(known, newer)
    if rated == "first":
        return _lineage(known, tracing.origins(), tracing.unclear())
    open_ = set() if rated == "same" else tracing.reused()
    origins = {
        name: tuple(
            old
            for old in dict.fromkeys((name, *item.was))
            if old in spoken and (old == name or old not in newer or old in open_)
        )
        for name, item in newer.items()
    }
    return _lineage(spoken, origins, open_)


def _lineage(older: Iterable[str], origins: Mapping[str, tuple[str, ...]], unclear: Collection[str]) -> Lineage:
    successors = {old: tuple(name for name, from_ in origins.items() if old in from_) for old in older}
    changes = {old: "unclear" if old in unclear else _change(old, successors[old], origins) for old in successors}
    return Lineage({old: Succession(changes[old], successors[old]) for old in successors}, dict(origins))


def _change(old: str, successors: tuple[str, ...], origins: Mapping[str, tuple[str, ...]]) -> IdChange:
    if not successors:
        return "removed"
    if len(successors) > 1:
        return "split"
    if len(origins[successors[0]]) > 1:
        return "merged"
    return "kept" if successors[0] == old else "renamed"


class _Tracing:
    """What each newer thing says of where it comes from, and the ids that changed hands."""

    def __init__(self, older: Mapping[str, Named], newer: Mapping[str, Named]) -> None:
        self.older, self.newer = older, newer
        self.named = {
            name: tuple(dict.fromkeys(old for old in item.was if old in older and old != name))
            for name, item in newer.items()
        }
        self.claims = {name: self._news(name) for name in newer}
        self.moved: set[str] = set()
        while moved := {name for name in newer if self._is_home(name) and self._has_changed_hands(name)}:
            self.moved |= moved
            self.claims.update((name, self._latest(name)) for name in moved)

    def origins(self) -> dict[str, tuple[str, ...]]:
        return {name: ((name,) if self._is_home(name) else ()) + self.claims[name] for name in self.newer}

    def unclear(self) -> set[str]:
        """Ids of which nobody can tell whether their thing lives on under them or has left them to something new."""
        return {name for name in self.newer if self._is_home(name) and self._is_doubtful(name)}

    def reused(self) -> set[str]:
        """Ids that may have changed hands: those that did if all is new, and those at the ends of such a chain."""
        ends = {name for name in self.newer if self._is_home(name) and not self.moved.isdisjoint(self.claims[name])}
        return {*self.moved, *ends, *self.unclear()}

    def _is_home(self, name: str) -> bool:
        """Whether an older thing lives on under its id."""
        return name in self.older and name not in self.moved

    def _news(self, name: str) -> tuple[str, ...]:
        """What `was` names that the older revision did not tell of the same id."""
        if name not in self.older:
            return self._latest(name)
        return tuple(old for old in self.named[name] if old not in self.older[name].was)

    def _latest(self, name: str) -> tuple[str, ...]:
        """What `was` names, without what one of them came from already and is still in use.

        Ids that changed places came from each other, so none of them tells anything of the other.
        """
        named = self.named[name]
        known_before = {
            former
            for old in named
            for former in self.older[old].was
            if former in self.newer and not self._came_from(former, old, {former})
        }
        return tuple(old for old in named if old not in known_before) or named

    def _came_from(self, name: str, origin: str, seen: set[str]) -> bool:
        """Whether the older revision tells, over however many ids, that one came from another."""
        was = self.older[name].was if name in self.older else ()
        further = [former for former in was if former not in seen]
        seen.update(further)
        return origin in was or any(self._came_from(former, origin, seen) for former in further)

    def _claimants(self, name: str) -> list[str]:
        return [other for other, claimed in self.claims.items() if name in claimed]

    def _has_changed_hands(self, name: str) -> bool:
        if name in self.newer[name].was:
            return False
        by, was = self._claimants(name), self.newer[name].was
        is_named_surely = any(other in self.moved and len(self.claims[other]) == 1 for other in by)
        if by and (not set(was) <= set(self.older[name].was) or (was and is_named_surely)):
            return True
        then, now = self.older[name].title, self.newer[name].title
        if not then or then == now:
            return False
        has_left = any(self.newer[other].title == then for other in by)
        return has_left or any(self._has_come(old, now) for old in self.claims[name])

    def _has_come(self, old: str, title: str) -> bool:
        """Whether something whose id is in use by another now has brought its title along."""
        return old in self.newer and self.older[old].title == title != self.newer[old].title

    def _is_doubtful(self, name: str) -> bool:
        """Whether an id that is named by others may have been left: its title has not stayed alone under it."""
        by, now = self._claimants(name), self.newer[name]
        if not by or name in now.was or not (self.named[name] or not self.moved.isdisjoint(by)):
            return False
        has_stayed = self.older[name].title == now.title and all(self.newer[q].title != now.title for q in by)
        return not has_stayed


def lineage(older: Framework, newer: Framework, of: Part = "practices") -> Lineage:
    """Say what became of practices or blocks, by ids, by `was`, and where these leave it open by titles: see `trace`.

    What a tailoring took out is there, too, though only its id and its title are known.

    Args:
        older: The revision to begin with. Where it has the higher number of one edition, it is told backwards.
        newer: The revision to lead to.
        of: What to look at. Default: practices.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> def framework(*practices):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...         {"id": "b", "title": "B", "practices": [{"title": "T", **practice} for practice in practices]}])
        >>> older = framework({"id": "p"}, {"id": "q"}, {"id": "r"})
        >>> newer = framework({"id": "p"}, {"id": "r1", "was": ["r"]}, {"id": "r2", "was": ["r"]}, {"id": "t"})
        >>> lines = lineage(older, newer)
        >>> [(name, succession.change, succession.successors) for name, succession in lines.successions.items()]
        [('p', 'kept', ('p',)), ('q', 'removed', ()), ('r', 'split', ('r1', 'r2'))]
        >>> lines.origins["t"]
        ()
    """
    if leads_back(older, newer):
        return trace(_named(newer, of), _named(older, of)).backwards()
    return trace(_named(older, of), _named(newer, of))


def lineage_of_ids(names: Iterable[str], newer: Framework, rated: Rated, of: Part = "practices") -> Lineage:
    """Say what became of practices or blocks of which only the ids are known: see `trace_ids`.

    Example:
        >>> newer = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "new", "title": "T", "was": ["old"]}]}])
        >>> lineage_of_ids(["old"], newer, "other").sole_successor("old")
        'new'
    """
    return trace_ids(names, _named(newer, of), rated)


def which_rated(newer: Framework, revision: int | None, edition: str = "") -> Rated:
    """Say which revision was rated, seen from a newer one.

    Args:
        newer: The newer revision.
        revision: The revision that was rated; `None` where nobody says.
        edition: The edition that was rated. Default: that of `newer`.

    Example:
        >>> newer = Framework(id="mini", title="Mini", revision=3, scale=["no", "yes"], blocks=[])
        >>> [which_rated(newer, revision) for revision in (1, 2, 3, None)]
        ['first', 'other', 'same', 'other']
    """
    if edition not in ("", newer.edition):
        return "other"
    return "same" if revision == newer.revision else "first" if revision == 1 else "other"


def leads_back(older: Framework, newer: Framework) -> bool:
    """Whether the way from one revision to another goes against their numbers, which only one edition has in order."""
    return older.edition == newer.edition and older.revision > newer.revision


def _named(framework: Framework, of: Part) -> dict[str, Named]:
    """Everything under the source's title, and what a tailoring took out."""
    present: Iterable[Practice | Block] = framework.practices.values()
    if of == "blocks":
        present = [block for block, _, _ in framework.walk()]
    changed = framework.tailored
    gone = (changed.blocks_taken_out if of == "blocks" else changed.practices_taken_out) if changed else {}
    named: dict[str, Named] = {name: Former(name, title) for name, title in gone.items()}
    return named | {item.id: Former(item.id, item.source_title or item.title, item.was) for item in present}
