"""The difference between the prerequisites of one practice in two revisions."""

from collections.abc import Iterator
from typing import NamedTuple

from equity_blocks.engine.revision.tracing import Lineage
from equity_blocks.model.difference import Kind
from equity_blocks.model.framework import Framework, Practice
from equity_blocks.model.prerequisite import Prerequisite


class _Edge(NamedTuple):
    """A prerequisite with every default filled in and levels by id, so that what means the same is the same."""

    before: str
    options: tuple[tuple[str, str], ...]
    kind: str
    basis: str
    why: str
    on: tuple[str, ...] = ()
    """The practices that it is on, by the ids of its own revision."""

    @property
    def meaning(self) -> tuple[object, ...]:
        return self[:4]

    @property
    def needed(self) -> set[str]:
        return {name for name, _ in self.options}

    def __str__(self) -> str:
        options = " or ".join(f"{name} at {level}" for name, level in self.options)
        return f"{self.before} needs {options} ({self.kind}, {self.basis})"


Told = tuple[Kind, str, str | None, str | None]


def edges(old: Framework, new: Framework, before: Practice, now: Practice, lines: Lineage) -> Iterator[Told]:
    """Compare the prerequisites of a practice; those of a renamed practice are told under its new id.

    Returns:
        For each difference its kind, its field, and what stood and stands there.

    Example:
        >>> from equity_blocks.engine.revision.lineage import lineage
        >>> def framework(**entry):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...         "practices": [{"id": "p", "title": "P"},
        ...             {"id": "q", "title": "Q", "requires": [{"practice": "p", "why": "first", **entry}]}]}])
        >>> old, new = framework(level="yes"), framework(level=1, kind="soft")
        >>> [told] = edges(old, new, old.practices["q"], new.practices["q"], lineage(old, new))
        >>> told[2:]
        ('yes needs p at yes (hard, editorial)', 'yes needs p at yes (soft, editorial)')
    """
    gone = [_edge(old, before, entry, lines) for entry in before.requires]
    come = [_edge(new, now, entry, None) for entry in now.requires]
    for edge in list(come):
        same = next((other for other in gone if other.meaning == edge.meaning), None)
        if same:
            gone.remove(same)
            come.remove(edge)
            if same.why != edge.why:
                yield "wording", "requires.why", same.why, edge.why
    for edge in list(come):
        near = next((other for other in gone if _leads(other, edge, lines)), None)
        if near:
            gone.remove(near)
            come.remove(edge)
            yield "prerequisite_changed", "requires", str(near), str(edge)
    yield from (("prerequisite_removed", "requires", str(edge), None) for edge in gone)
    yield from (("prerequisite_added", "requires", None, str(edge)) for edge in come)


def _edge(framework: Framework, practice: Practice, entry: Prerequisite, lines: Lineage | None) -> _Edge:
    rule = framework.rule(practice.id, entry)
    options = ((_now(name, lines), framework.scale_of(name).ids[least]) for name, least in rule.any_of)
    before = framework.scale_of(practice.id).ids[rule.from_level]
    on = tuple(name for name, _ in rule.any_of)
    return _Edge(before, tuple(sorted(options)), entry.kind, entry.basis, entry.why, on)


def _leads(old: _Edge, new: _Edge, lines: Lineage) -> bool:
    """Whether a prerequisite is the older one with other levels, or on a part of what the older one was on."""
    parts = {successor for name in old.on for successor in lines.successions[name].successors}
    return old.needed == new.needed or (not old.needed & new.needed and new.needed <= parts)


def _now(name: str, lines: Lineage | None) -> str:
    """The one id under which a practice goes on; its own where there are several or none."""
    successors = lines.successions[name].successors if lines else ()
    return successors[0] if len(successors) == 1 else name
