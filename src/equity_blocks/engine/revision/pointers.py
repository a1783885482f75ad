"""References to practices and blocks carried over to another revision: goals, initiatives, targets, who was asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from equity_blocks.engine.revision.level_conversion import level_in
from equity_blocks.engine.revision.lineage import Lineage, Rated, leads_back, lineage, lineage_of_ids
from equity_blocks.model.assessment import Narrative, Respondent
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import Goal, Initiative
from equity_blocks.model.targets import LevelShare, Targets


class DroppedTarget(NamedTuple):
    """A shared target that the newer revision has no place for.

    Args:
        name: What it is for, as it is retired: `targets.default`, or the id of a block.
        target: What was aimed for.
        why: The reason.
    """

    name: str
    target: Any
    why: str


class Pointers:
    """Carries over what points at practices and blocks.

    Args:
        old: The revision that was rated; `None` where it is not known.
        new: The newer one.
        rated: Which revision was rated, where the older one is not known.
        practices: What became of the practices.

    Example:
        >>> from equity_blocks.engine.revision.lineage import lineage
        >>> def framework(name, **more):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...         {"id": name, "title": "B", "practices": [{"id": "p", "title": "P"}], **more}])
        >>> old, new = framework("old"), framework("new", was=["old"])
        >>> pointers = Pointers(old, new, "other", lineage(old, new))
        >>> pointers.respondent(Respondent(id="cmo", asked=["old"])).asked
        ('new',)
    """

    def __init__(self, old: Framework | None, new: Framework, rated: Rated, practices: Lineage) -> None:
        self.old, self.new, self.rated, self.practices = old, new, rated, practices
        self.notes: list[str] = []
        self.dropped: list[DroppedTarget] = []
        self.without_block: list[str] = []

    def successors(self, names: Iterable[str]) -> tuple[str, ...]:
        """Give the practices in which some live on, parts included; none for what is unclear."""
        return tuple(dict.fromkeys(successor for name in names for successor in _successors(self.practices, name)))

    def goal(self, goal: Goal) -> Goal:
        """Let the root causes of a goal name the practices of the newer revision."""
        causes = [
            cause.replace(practices=self.successors(cause.practices)) if cause.practices else cause
            for cause in goal.root_causes
        ]
        return goal.replace(root_causes=causes) if causes else goal

    def initiative(self, item: Initiative) -> Initiative:
        """Let an initiative carry the practices of the newer revision."""
        return item.replace(practices=self.successors(item.practices)) if item.practices else item

    def respondent(self, who: Respondent) -> Respondent:
        """Let a respondent be asked about the same as before.

        In place of a block that is gone stand the practices that it had. Whoever was asked only what is gone is not
        asked everything: the old names stay, and a note says so.
        """
        asked = tuple(dict.fromkeys(successor for name in who.asked for successor in self._asked(name)))
        gone = [name for name in who.asked if not self._asked(name)]
        if gone:
            what = f"The respondent '{who.id}' was asked about {', '.join(gone)}, of which nothing lives on"
            self.notes.append(f"{what}{'' if asked else ': name what is asked instead'}.")
        return who.replace(asked=asked) if asked and asked != who.asked else who

    def narrative(self, narrative: Narrative) -> Narrative:
        """Let words about blocks stand with what the blocks became; blocks that are gone are in `without_block`."""
        lines = self._blocks(narrative.blocks)
        texts: dict[str, list[str]] = {}
        for name, text in narrative.blocks.items():
            successors = _successors(lines, name)
            self.without_block += [] if successors else [name]
            for successor in successors:
                texts.setdefault(successor, []).append(text)
        return narrative.replace(blocks={name: "\n".join(several) for name, several in texts.items()})

    def targets(self, targets: Targets) -> dict[str, Any]:
        """Give each shared target that some practice can still aim for; the others are `dropped`."""
        aims = {key: self._aim(getattr(targets, key), f"targets.{key}") for key in _SHARED}
        kept = {key: aim for key, aim in aims.items() if aim is not None}
        blocks = self._block_targets(targets.blocks)
        is_empty = "blocks" in targets.model_fields_set and not targets.blocks
        return {**kept, **({"blocks": blocks} if blocks or is_empty else {})}

    def _block_targets(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The target of a block goes to all its parts; of blocks that became one, the first decides."""
        kept: dict[str, Any] = {}
        lines = self._blocks(given)
        for name, target in given.items():
            successors = _successors(lines, name)
            aim = self._aim(target, name) if successors else None
            if not successors:
                self._drop(name, target, "this revision no longer has it")
            if aim is not None and any(kept.setdefault(successor, aim) != aim for successor in successors):
                self._drop(name, target, f"its block became {' and '.join(successors)}, with another target")
        return kept

    def _asked(self, name: str) -> tuple[str, ...]:
        """What a respondent is asked now who was asked about a block or a practice; a name may be both."""
        asked = (*_successors(self._blocks([name]), name), *self.successors([name]))
        if asked or self.old is None:
            return asked
        return self.successors(p for p, chain in self.old.chains.items() if any(block.id == name for block in chain))

    def _blocks(self, names: Iterable[str]) -> Lineage:
        if self.old:
            return lineage(self.old, self.new, "blocks")
        return lineage_of_ids(names, self.new, self.rated, "blocks")

    def _aim(self, target: Any, name: str) -> Any:
        """A target as the newer revision has it; `None` where there is none, or it is dropped."""
        if target is None or isinstance(target, LevelShare):
            return target
        for was, scale in self._scales():
            is_back = self.old is not None and leads_back(self.old, self.new)
            if (level := level_in(target, was, scale, self.rated, is_back=is_back)) is not None:
                return level
        self._drop(name, target, _NO_LEVEL)
        return None

    def _scales(self) -> Iterator[tuple[Any, Any]]:
        """The scales of each practice in both revisions."""
        for name in self.new.practices:
            origins = self.practices.origins[name]
            if self.old is None:
                yield None, self.new.scale_of(name)
            elif origins and origins[0] in self.old.practices:
                yield self.old.scale_of(origins[0]), self.new.scale_of(name)

    def _drop(self, name: str, target: Any, why: str) -> None:
        self.dropped.append(DroppedTarget(name, target, why))


_SHARED = ("default", "short", "long")
_NO_LEVEL = "no scale of this revision has this level"


def _successors(lines: Lineage, name: str) -> tuple[str, ...]:
    change, successors = lines.successions.get(name, ("removed", ()))
    return () if change == "unclear" else successors
