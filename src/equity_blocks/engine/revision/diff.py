"""The difference between two revisions of a framework, by meaning and not by lines."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from equity_blocks.engine.revision.lineage import lineage
from equity_blocks.engine.revision.prerequisite_changes import edges
from equity_blocks.engine.revision.tracing import Lineage
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.difference import KINDS, Alteration, Difference, Kind
from equity_blocks.model.framework import Block, Framework, Practice
from equity_blocks.model.noun import Noun
from equity_blocks.model.scale import Scale

_KINDS: Mapping[str, Kind] = {
    "weight": "weight", "effort": "effort", "effort_days": "effort", "horizon": "horizon", "stage": "horizon",
    "scoring": "scoring", "criteria_rule": "criteria", "not_applicable": "other",
    **dict.fromkeys(("use", "edition", "revision", "audiences", "min_periods", "must_pass", "roles", "steps"), "other"),
    "enablers": "other",
}  # fmt: skip
"""Field -> the kind of its change; every other field holds words."""

Ends = tuple[str | None, str | None]
"""What stood there, and what stands there now."""

_COMPARED_APART = ("blocks", "practices", "scale", "requires", "criteria", "was")
"""Fields that have rules of their own."""


def diff(old: Framework, new: Framework) -> Difference:
    """Say what changed from one revision of a framework to another.

    A practice is the same if its id is, or if the newer one's `was` names the older id; several practices that name one
    older id split it, one that names several merges them. References are compared by what they mean: a level's position
    equals its id, a default equals what it stands for, and a prerequisite on a renamed practice has not changed.

    Args:
        old: The older revision.
        new: The newer one.

    Returns:
        Every difference, in the order of their kinds; those that only change words come last.

    Raises:
        UnsuitableError: These are two frameworks, told by their ids.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> def framework(**practice):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...         blocks=[{"id": "b", "title": "B", "practices": [{"title": "P", **practice}]}])
        >>> made = diff(framework(id="old"), framework(id="new", was=["old"], weight=2))
        >>> [(item.kind, item.id) for item in made.alterations], made.needs_revision
        ([('renamed', 'new'), ('weight', 'new')], True)
    """
    if old.id != new.id:
        message = f"'{old.id}' and '{new.id}' are two frameworks, not two revisions of one"
        raise UnsuitableError(f"{message}: give both files the same id, or relate them with a crosswalk (`translate`)")
    found = sorted(_Differing(old, new).all(), key=lambda item: KINDS.index(item.kind))
    refs = [{"id": f.id, "edition": f.edition, "revision": f.revision} for f in (old, new)]
    means = any(item.kind != "wording" and item.field not in ("edition", "revision") for item in found)
    raised = new.revision > old.revision or new.edition != old.edition
    return Difference.model_validate(
        {
            "old": refs[0],
            "new": refs[1],
            "terms": new.terms,
            "alterations": found,
            "needs_revision": means and not raised,
        }
    )


class _Differing:
    """One comparison: both frameworks, and how their practices hang together."""

    def __init__(self, old: Framework, new: Framework) -> None:
        self.old, self.new = old, new
        self.lineage: Lineage = lineage(old, new)
        self.blocks = [{block.id: block for block, _, _ in framework.walk()} for framework in (old, new)]

    def all(self) -> Iterator[Alteration]:
        yield from self._fields("framework", self.old, self.new)
        yield from _scale("framework", self.new, self.old.scale, self.new.scale)
        yield from self._blocks()
        yield from self._practices()
        yield from self._order()

    def _blocks(self) -> Iterator[Alteration]:
        before, now = self.blocks
        yield from (_change("removed", "block", block) for name, block in before.items() if name not in now)
        around = [{block.id: _path(chain) for block, chain, _ in f.walk()} for f in (self.old, self.new)]
        for name, block in now.items():
            if name not in before:
                yield _change("added", "block", block)
                continue
            yield from self._fields("block", before[name], block)
            if around[0][name] != around[1][name]:
                yield _change("moved", "block", block, "blocks", (around[0][name], around[1][name]))

    def _practices(self) -> Iterator[Alteration]:
        for name, succession in self.lineage.successions.items():
            if not succession.successors:
                yield _change("removed", "practice", self.old.practices[name])
            elif len(succession.successors) > 1:
                yield from (
                    _change("split", "practice", self.new.practices[successor], was=(name,))
                    for successor in succession.successors
                )
        for name, practice in self.new.practices.items():
            origins = self.lineage.origins[name]
            if len(origins) > 1:
                yield _change("merged", "practice", practice, was=origins)
                if name in origins:
                    yield from self._practice(self.old.practices[name], practice)
            elif not origins:
                yield _change("added", "practice", practice)
            elif len(self.lineage.successions[origins[0]].successors) == 1 or name in origins:
                yield from self._practice(self.old.practices[origins[0]], practice)

    def _practice(self, before: Practice, now: Practice) -> Iterator[Alteration]:
        """Compare a practice with the one that it was."""
        if before.id != now.id:
            yield _change("renamed", "practice", now, was=(before.id,))
        blocks = [f.chains[p.id][-1].id for f, p in ((self.old, before), (self.new, now))]
        if blocks[0] != blocks[1]:
            yield _change("moved", "practice", now, "blocks", (blocks[0], blocks[1]))
        yield from self._fields("practice", before, now)
        yield from _criteria(before, now)
        scales = self.old.scale_of(before.id), self.new.scale_of(now.id)
        if scales != (self.old.scale, self.new.scale):  # else it is told once, of the framework
            yield from _scale("practice", now, *scales)
        for kind, field, start, to in edges(self.old, self.new, before, now, self.lineage):
            yield _change(kind, "practice", now, field, (start, to))

    def _fields(self, node: str, before: Noun, now: Noun) -> Iterator[Alteration]:
        skipped = (*_COMPARED_APART, "id") if node == "practice" else _COMPARED_APART
        for name, field in type(now).model_fields.items():
            kind = _KINDS.get(name, "wording")
            a, b = getattr(before, name), getattr(now, name)
            if name in skipped or a == b:
                continue
            if isinstance(a, Noun) or isinstance(b, Noun):
                yield from _inside(kind, node, now, name, (a, b))
            else:
                yield _change(kind, node, now, field.alias or name, (_text(a), _text(b)))

    def _order(self) -> Iterator[Alteration]:
        """Say once where what stayed in a block stands in another order; it breaks ties, and changes no number."""
        for name, block in self.blocks[1].items():
            there = self.blocks[0].get(name)
            for part in ("blocks", "practices"):
                orders = _orders(there, block, part, self.lineage) if there else ([], [])
                if orders[0] != orders[1]:
                    yield _change("wording", "block", block, f"{part} order", (_text(orders[0]), _text(orders[1])))


def _orders(before: Block, now: Block, part: str, lines: Lineage) -> tuple[list[str], list[str]]:
    old, new = ([item.id for item in getattr(block, part)] for block in (before, now))
    if part == "practices":
        successors = (lines.successions[name].successors for name in old)
        old = list(dict.fromkeys(only[0] for only in successors if len(only) == 1))
    return [name for name in old if name in new], [name for name in new if name in old]


def _change(
    kind: Kind,
    node: str,
    now: Any,
    field: str | None = None,
    ends: Ends = (None, None),
    *,
    was: tuple[str, ...] = (),
) -> Alteration:
    head = {"kind": kind, "node": node, "id": now.id, "title": now.title, "was": was}
    return Alteration.model_validate({**head, "field": field, "from": ends[0], "to": ends[1]})


def _inside(kind: Kind, node: str, now: Any, name: str, ends: tuple[Any, Any]) -> Iterator[Alteration]:
    """Compare a noun within a noun key by key, such as `scoring.aggregate`."""
    a, b = (value.model_dump(mode="json") if isinstance(value, Noun) else {"": value} for value in ends)
    for key in dict.fromkeys((*a, *b)):
        if a.get(key) != b.get(key):
            field = f"{name}.{key}" if key else name
            yield _change(kind, node, now, field, (_text(a.get(key)), _text(b.get(key))))


def _scale(node: str, now: Any, before: Scale, after: Scale) -> Iterator[Alteration]:
    """Compare what levels there are and what they count, apart from how they are called and described."""
    if before.ids != after.ids or before.range != after.range:
        yield _change("scale", node, now, "scale", (_levels(before), _levels(after)))
    else:
        told: dict[str, Callable[[Scale], Any]] = {
            "value": lambda s: s.values,
            "needs_evidence": lambda s: [level.needs_evidence for level in s.levels],
            "after_months": lambda s: [level.after_months for level in s.levels],
        }
        for key, get in told.items():
            if get(before) != get(after):
                yield _change("levels", node, now, f"scale.levels.{key}", (_text(get(before)), _text(get(after))))
    targets = [_target(scale) for scale in (before, after)]
    if targets[0] != targets[1]:
        yield _change("levels", node, now, "scale.default_target", (targets[0], targets[1]))
    words = [[(s.id, s.title, s.source), [(x.id, x.title, x.description) for x in s.levels]] for s in (before, after)]
    if words[0] != words[1] and before.ids == after.ids:
        yield _change("wording", node, now, "scale", (before.id, after.id))


def _target(scale: Scale) -> str:
    """The default target: a level's id, or on a range the score, which may lie between two levels."""
    score = scale.default_target if scale.range else None
    return scale.ids[scale.target] if score is None else _text(score) or ""


def _levels(scale: Scale) -> str:
    return _text(scale.range) or "" if scale.range else ", ".join(scale.ids)


def _criteria(before: Practice, now: Practice) -> Iterator[Alteration]:
    a, b = ({item.id: item.title for item in practice.criteria} for practice in (before, now))
    if list(a) != list(b):
        yield _change("criteria", "practice", now, "criteria", (_text(list(a)), _text(list(b))))
    for key in a.keys() & b.keys():
        if a[key] != b[key]:
            yield _change("wording", "practice", now, f"criteria.{key}.title", (a[key], b[key]))


def _path(chain: tuple[Block, ...]) -> str:
    return "/".join(block.id for block in chain) or "(top)"


def _text(value: Any) -> str | None:
    """Write a value as people read it; nothing for nothing."""
    if value is None or value in ("", (), [], {}):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, Noun):
        return _text(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_text(entry) or ''}" for key, entry in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_text(entry) or "" for entry in value)
    return str(value)
