"""The difference between two revisions of a framework, by meaning and not by lines."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.revision.lineage import Lineage, lineage
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Noun
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.prerequisite import Prerequisite
from equity_blocks.model.result import ref
from equity_blocks.model.revision import KINDS, Alteration, Difference, Kind
from equity_blocks.model.scale import Scale
from equity_blocks.version import VERSION

_KINDS: Mapping[str, Kind] = {
    "weight": "weight", **dict.fromkeys(("effort", "effort_days", "effort_by_size"), "effort"),
    "horizon": "horizon", "stage": "horizon", "scoring": "scoring", "criteria_rule": "criteria",
    "not_applicable": "other",
    **dict.fromkeys(("edition", "revision", "audiences", "roles", "ask", "applies_to", "steps", "enablers"), "other"),
}  # fmt: skip
"""Field -> the kind of its change; of the others, those that decide no figure hold words."""

Node = Literal["framework", "block", "practice"]
Ends = tuple[str | None, str | None]
"""What stood there, and what stands there now."""

_COMPARED_APART = ("blocks", "practices", "scale", "requires", "criteria", "was", "min_periods")
"""Fields that have rules of their own."""


@checks_nouns
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
        raise UnsuitableError(
            f"{message}: give both files the same id, or relate them with a crosswalk (`translate`)",
            code="wrong_framework",
            data={"found": new.id, "allowed": (old.id,)},
        )
    alterations = sorted(_Differing(old, new).all(), key=lambda item: KINDS.index(item.kind))
    has_meaning = any(item.kind != "wording" and item.field not in ("edition", "revision") for item in alterations)
    is_raised = new.revision > old.revision or new.edition != old.edition
    return Difference(
        made_with=VERSION,
        old=ref(old),
        new=ref(new),
        terms=new.terms,
        alterations=tuple(alterations),
        needs_revision=has_meaning and not is_raised,
    )


class _Differing:
    """One comparison: both frameworks, and how their practices hang together."""

    def __init__(self, old: Framework, new: Framework) -> None:
        self.old, self.new = old, new
        self.lineage: Lineage = lineage(old, new)
        self.blocks = [framework.all_blocks for framework in (old, new)]

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
            yield from _altered("moved", "block", block, "blocks", (around[0][name], around[1][name]))

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
        yield from _altered("moved", "practice", now, "blocks", (blocks[0], blocks[1]))
        yield from self._fields("practice", before, now)
        yield from _criteria(before, now)
        if _least_periods(self.old, before) != _least_periods(self.new, now):
            yield from _altered("other", "practice", now, "min_periods", (before.min_periods, now.min_periods))
        scales = self.old.scale_of(before.id), self.new.scale_of(now.id)
        if scales != (self.old.scale, self.new.scale):  # else the framework says it once
            yield from _scale("practice", now, *scales)
        for kind, field, start, to in edges(self.old, self.new, before, now, self.lineage):
            yield _change(kind, "practice", now, field, (start, to))

    def _fields(self, node: Node, before: Noun, now: Framework | Block | Practice) -> Iterator[Alteration]:
        skipped = (*_COMPARED_APART, "id") if node == "practice" else _COMPARED_APART
        for name, field in type(now).model_fields.items():
            kind = _KINDS.get(name, "wording" if name in type(now).no_figure else "other")
            ends = getattr(before, name), getattr(now, name)
            if name in skipped or ends[0] == ends[1]:
                continue
            if any(isinstance(end, Noun) for end in ends):
                yield from _inside(kind, node, now, name, ends)
            else:
                yield from _altered(kind, node, now, field.serialization_alias or name, ends)

    def _order(self) -> Iterator[Alteration]:
        """Say once where what stayed in a block stands in another order; it breaks ties, and changes no number."""
        for name, block in self.blocks[1].items():
            before = self.blocks[0].get(name)
            if before:
                for part in ("blocks", "practices"):
                    orders = _orders(before, block, part, self.lineage)
                    yield from _altered("wording", "block", block, f"{part} order", orders)


def _orders(before: Block, now: Block, part: str, lines: Lineage) -> tuple[list[str], list[str]]:
    old, new = ([item.id for item in getattr(block, part)] for block in (before, now))
    if part == "practices":
        successors = (lines.successions[name].successors for name in old)
        old = list(dict.fromkeys(only[0] for only in successors if len(only) == 1))
    return [name for name in old if name in new], [name for name in new if name in old]


def _change(
    kind: Kind,
    node: Node,
    now: Framework | Block | Practice,
    field: str | None = None,
    ends: Ends = (None, None),
    *,
    was: tuple[str, ...] = (),
) -> Alteration:
    start, to = ends
    return Alteration.trusted(
        kind=kind, node=node, id=now.id, title=now.title, was=was, field=field, start=start, to=to
    )


def _altered(
    kind: Kind, node: Node, now: Framework | Block | Practice, field: str, ends: tuple[object, object]
) -> Iterator[Alteration]:
    """Say that something is another one than it was; nothing where it is the same."""
    if ends[0] != ends[1]:
        yield _change(kind, node, now, field, (_text(ends[0]), _text(ends[1])))


def _inside(
    kind: Kind, node: Node, now: Framework | Block | Practice, name: str, ends: tuple[object, object]
) -> Iterator[Alteration]:
    """Compare a noun within a noun key by key, such as `scoring.aggregate`."""
    a, b = (value.model_dump(mode="json") if isinstance(value, Noun) else {"": value} for value in ends)
    for key in dict.fromkeys((*a, *b)):
        yield from _altered(kind, node, now, f"{name}.{key}" if key else name, (a.get(key), b.get(key)))


def _scale(node: Node, now: Framework | Practice, before: Scale, after: Scale) -> Iterator[Alteration]:
    """Compare what levels there are and what they count; and, where they are the same levels, what is said of them."""
    if before.ids != after.ids or before.range != after.range:
        yield from _altered("scale", node, now, "scale", (_levels(before), _levels(after)))
    else:
        for key in ("value", "needs_evidence", "after_months"):
            old, new = ([getattr(level, key) for level in scale.levels] for scale in (before, after))
            yield from _altered("levels", node, now, f"scale.levels.{key}", (old, new))
    yield from _altered("levels", node, now, "scale.default_target", (_target(before), _target(after)))
    if before.ids == after.ids:
        for key in ("id", "title", "source"):
            yield from _altered("wording", node, now, f"scale.{key}", (getattr(before, key), getattr(after, key)))
        for then, level in zip(before.levels, after.levels, strict=True):
            for key in ("title", "description", "plain"):
                ends = getattr(then, key), getattr(level, key)
                yield from _altered("wording", node, now, f"scale.levels.{level.id}.{key}", ends)


def _target(scale: Scale) -> str:
    """The default target: a level's id, or on a range the score, which may lie between two levels."""
    score = scale.default_target if scale.range else None
    return scale.ids[scale.target] if score is None else _text(score) or ""


def _levels(scale: Scale) -> str:
    return _text(scale.range) or "" if scale.range else ", ".join(scale.ids)


def _criteria(before: Practice, now: Practice) -> Iterator[Alteration]:
    a, b = ({item.id: item.title for item in practice.criteria} for practice in (before, now))
    yield from _altered("criteria", "practice", now, "criteria", (list(a), list(b)))
    for key in a.keys() & b.keys():
        yield from _altered("wording", "practice", now, f"criteria.{key}.title", (a[key], b[key]))


def _least_periods(framework: Framework, practice: Practice) -> list[int]:
    """The least quarters of every level, so that what means the same is the same, by level or for all."""
    return [practice.least_periods(level) for level in framework.scale_of(practice.id).ids]


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


EdgeChange = tuple[Kind, str, str | None, str | None]
"""The kind of a change of a prerequisite, its field, and what stood and stands there."""


def edges(old: Framework, new: Framework, before: Practice, now: Practice, lines: Lineage) -> Iterator[EdgeChange]:
    """Compare the prerequisites of a practice; those on a renamed practice count as on its new id.

    Returns:
        For each difference its kind, its field, and what stood and stands there.

    Example:
        >>> from equity_blocks.engine.revision.lineage import lineage
        >>> def framework(**entry):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...         "practices": [{"id": "p", "title": "P"},
        ...             {"id": "q", "title": "Q", "requires": [{"practice": "p", "why": "first", **entry}]}]}])
        >>> old, new = framework(level="yes"), framework(level=1, kind="soft")
        >>> [change] = edges(old, new, old.practices["q"], new.practices["q"], lineage(old, new))
        >>> change[2:]
        ('yes needs p at yes (hard, editorial)', 'yes needs p at yes (soft, editorial)')
    """
    removed = [_edge(old, before, entry, lines) for entry in before.requires]
    added = [_edge(new, now, entry, None) for entry in now.requires]
    for edge in list(added):
        same = next((other for other in removed if other.meaning == edge.meaning), None)
        if same:
            removed.remove(same)
            added.remove(edge)
            if same.why != edge.why:
                yield "wording", "requires.why", same.why, edge.why
    for edge in list(added):
        near = next((other for other in removed if _goes_on_in(other, edge, lines)), None)
        if near:
            removed.remove(near)
            added.remove(edge)
            yield "prerequisite_changed", "requires", str(near), str(edge)
    yield from (("prerequisite_removed", "requires", str(edge), None) for edge in removed)
    yield from (("prerequisite_added", "requires", None, str(edge)) for edge in added)


def _edge(framework: Framework, practice: Practice, entry: Prerequisite, lines: Lineage | None) -> _Edge:
    rule = framework.rule(practice.id, entry)
    options = ((_now(name, lines), framework.level_id(name, least)) for name, least in rule.any_of)
    before = framework.level_id(practice.id, rule.from_level)
    on = tuple(name for name, _ in rule.any_of)
    return _Edge(before, tuple(sorted(options)), entry.kind, entry.basis, entry.why, on)


def _goes_on_in(old: _Edge, new: _Edge, lines: Lineage) -> bool:
    """Whether a prerequisite is the older one with other levels, or on a part of what the older one was on."""
    parts = {successor for name in old.on for successor in lines.successions[name].successors}
    return old.needed == new.needed or (not old.needed & new.needed and new.needed <= parts)


def _now(name: str, lines: Lineage | None) -> str:
    """The one id under which a practice goes on; its own where there are several or none."""
    successors = lines.successions[name].successors if lines else ()
    return successors[0] if len(successors) == 1 else name
