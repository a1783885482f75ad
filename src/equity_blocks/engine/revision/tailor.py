"""Tailoring: a framework as one organization uses it, which says what was changed."""

from types import SimpleNamespace
from typing import Any

from pydantic import ValidationError

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.model.applied_tailoring import ChangeKind, Tailored, TailoringChange
from equity_blocks.model.effort import Effort
from equity_blocks.model.framework import Framework
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.phrases import worded
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.prerequisite import Need, Prerequisite
from equity_blocks.model.source import Enabler
from equity_blocks.model.tailoring import BlockTailoring, PracticeTailoring, Tailoring
from equity_blocks.model.tailoring_checks import tailoring_misfits, taken_out
from equity_blocks.model.targets import LevelShare, Targets, aim


@checks_nouns
def tailor(framework: Framework, tailoring: Tailoring) -> Framework:
    """Adapt a framework for one organization.

    * Weights, effort, terms, titles and questions replace those of the framework; `source_title` keeps the source's.
    * `targets` and a practice's `target` hold where the assessment says nothing of the same kind.
    * A waived prerequisite stays where it is, does not bind, and is a risk in a plan that goes ahead without it.
    * What is taken out is gone: it is neither rated nor scored, and what an assessment says of it is passed over. As an
      alternative in a prerequisite it is struck out; a hard prerequisite with none left is dropped, and is a risk too.

    Args:
        framework: The framework that the tailoring names. It stays as it is.
        tailoring: What is different.

    Returns:
        A framework whose `tailored` lists every change. Where nothing changes, the very framework that was given.

    Raises:
        InvalidDataError: The tailoring does not fit the framework, or leaves levels that can never be reached; every
            reason is listed, with its key path in the tailoring.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> changes = {"p": {"title": "Ours"}, "q": {"out": "no members under 18"}}
        >>> ours = tailor(framework, Tailoring(framework="mini", practices=changes))
        >>> [(practice.title, practice.source_title) for practice in ours.practices.values()]
        [('Ours', 'P')]
        >>> [(change.kind, change.title) for change in ours.tailored.changes]
        [('title', 'P'), ('out', 'Q')]
    """
    problems = tailoring_misfits(framework, tailoring)
    if problems:
        raise InvalidDataError(problems)
    return _Tailor(framework, tailoring).framework()


class _Tailor:
    """One tailoring at work; it writes down what it changes."""

    def __init__(self, framework: Framework, tailoring: Tailoring) -> None:
        self.source = framework
        self.tailoring = tailoring
        self.gone = taken_out(framework, tailoring)
        self.changes: list[TailoringChange] = []

    def framework(self) -> Framework:
        source, tailoring = self.source, self.tailoring
        terms = self._terms()
        days = self._effort_days()
        targets = self._targets()
        blocks = tuple(made for block in source.blocks if (made := self._block(block)))
        if not self.changes:
            return source
        before = source.tailored.changes if source.tailored else ()
        tailored = Tailored(
            id=tailoring.id, title=tailoring.title, revision=tailoring.revision, changes=(*before, *self.changes)
        )
        changed = {"terms": terms, "effort_days": days, "targets": targets, "blocks": blocks, "tailored": tailored}
        try:
            return source.replace(**changed, enablers=tuple(map(self._enabler, source.enablers)))
        except ValidationError as error:
            raise InvalidDataError(self._blamed(error, blocks)) from None

    def _note(self, kind: ChangeKind, of: Practice | Block | None = None, **more: str) -> None:
        names: dict[str, str] = {}
        if of is not None:
            names = {"practice" if isinstance(of, Practice) else "block": of.id, "title": of.source_title or of.title}
        self.changes.append(TailoringChange(kind=kind, **names, **more))

    def _terms(self) -> dict[str, str]:
        before = self.source.terms
        for name, term in self.tailoring.terms.items():
            if before.get(name) != term:
                self._note("term", title=name, before=before.get(name, ""), after=term)
        # The source's word for several goes with its word for one.
        own = self.tailoring.terms
        kept = ((name, term) for name, term in before.items() if name.removesuffix("s") not in own)
        return dict((*kept, *own.items()))

    def _effort_days(self) -> dict[str, float]:
        before, given = self.source.effort_days.model_dump(), self.tailoring.effort_days.given
        for size, days in given.items():
            if before[size] != days:
                self._note("effort_days", title=size, before=f"{before[size]:g}", after=f"{days:g}")
        return before | given

    def _targets(self) -> Targets:
        """The shared targets; those of blocks are noted with their block."""
        before, given = self.source.targets, self.tailoring.targets
        shared = {key: getattr(given, key) for key in ("default", "short", "long") if getattr(given, key) is not None}
        for key, level in shared.items():
            if level != (old := getattr(before, key)):
                self._note("target", title=key, before="" if old is None else str(old), after=str(level))
        return given.over(before)

    def _block(self, block: Block) -> Block | None:
        """A block with its changes; one that is left without practices goes too."""
        wanted = self.tailoring.blocks.get(block.id, BlockTailoring())
        if wanted.out:
            self._note("out", block, why=wanted.out)
        changed = self._named_and_weighed(block, wanted)
        level = self.tailoring.targets.blocks.get(block.id)
        if level is not None and level != self.source.targets.blocks.get(block.id):
            self._note("target", block, after=str(level))
        practices = tuple(kept for practice in block.practices if (kept := self._practice(practice)))
        blocks = tuple(left for inner in block.blocks if (left := self._block(inner)))
        if not wanted.out and not (practices or blocks) and (block.practices or block.blocks):
            self._note("out", block)
        if wanted.out or not (practices or blocks or not (block.practices or block.blocks)):
            return None
        if (practices, blocks) != (block.practices, block.blocks):
            changed |= {"practices": practices, "blocks": blocks}
        return block.replace(**changed) if changed else block

    def _practice(self, practice: Practice) -> Practice | None:
        wanted = self.tailoring.practices.get(practice.id, PracticeTailoring())
        if practice.id in self.gone:
            self._note("out", practice, why=wanted.out or "")
            return None
        changed = self._named_and_weighed(practice, wanted)
        if wanted.question:
            question = wanted.question if "default" in wanted.question else {**practice.question, **wanted.question}
            if question != practice.question:
                self._note("question", practice)
                changed |= {"question": question, "plain": {}}  # the organization's own words are the ones to ask
        if wanted.effort is not None and wanted.effort != practice.effort:
            self._note("effort", practice, before=_effort(practice.effort), after=_effort(wanted.effort))
            changed["effort"] = wanted.effort
        if wanted.target is not None and wanted.target != practice.target:
            self._note("target", practice, after=self._level(practice.id, wanted.target))
            changed["target"] = wanted.target
        requires = self._requires(practice, wanted)
        if requires != practice.requires:
            changed["requires"] = requires
        return practice.replace(**changed) if changed else practice

    def _named_and_weighed(self, of: Block | Practice, wanted: BlockTailoring | PracticeTailoring) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        if wanted.title is not None and wanted.title != of.title:
            self._note("title", of, before=of.title, after=wanted.title)
            changed |= {"title": wanted.title, "source_title": of.source_title or of.title}
        if wanted.weight is not None and wanted.weight != of.weight:
            self._note("weight", of, before=f"{of.weight:g}", after=f"{wanted.weight:g}")
            changed["weight"] = wanted.weight
        return changed

    def _requires(self, practice: Practice, wanted: PracticeTailoring) -> tuple[Prerequisite, ...]:
        kept = [self._kept(practice, entry, wanted) for entry in practice.requires]
        added = [entry.replace(basis="editorial", waived="") for entry in wanted.requires]
        for entry in added:
            self._note("added", practice, after=self._needs(entry), level=self._from(practice, entry), why=entry.why)
        return (*(entry for entry in kept if entry), *added)

    def _kept(self, practice: Practice, entry: Prerequisite, wanted: PracticeTailoring) -> Prerequisite | None:
        """A prerequisite, waived or without the alternatives that are gone; nothing where none is left."""
        why = next((wanted.waive[need.practice] for need in entry.any_of if need.practice in wanted.waive), "")
        left = tuple(need for need in entry.any_of if need.practice not in self.gone)
        place = {"before": self._needs(entry), "level": self._from(practice, entry)}
        if not left:
            if entry.kind == "hard":
                self._note("dropped", practice, **place, why=why or entry.waived or self._why_gone(entry.any_of[0]))
            return None
        if why and not entry.waived:
            self._note("waived", practice, **place, why=why)
        changed: dict[str, Any] = {"any_of": left} if left != entry.any_of else {}
        changed |= {"waived": why} if why else {}
        return entry.replace(**changed) if changed else entry

    def _why_gone(self, need: Need) -> str:
        own = self.tailoring.practices.get(need.practice)
        if own and own.out:
            return own.out
        around = (self.tailoring.blocks.get(block.id) for block in self.source.chains[need.practice])
        return next((block.out for block in around if block and block.out), "")

    def _needs(self, entry: Prerequisite) -> str:
        return " or ".join(
            f"{self._title(need.practice)} ({worded(self._level(need.practice, need.level))})" for need in entry.any_of
        )

    def _title(self, name: str) -> str:
        own = self.tailoring.practices.get(name)
        return (own and own.title) or self.source.practices[name].title

    def _from(self, practice: Practice, entry: Prerequisite) -> str:
        return self._level(practice.id, entry.before)

    def _level(self, name: str, level: str | float | LevelShare | None) -> str:
        scale = self.source.scale_of(name)
        target = None if level is None else aim(scale, level)
        return scale.named(target.value if target else scale.target_value)

    def _enabler(self, enabler: Enabler) -> Enabler:
        left = tuple(name for name in enabler.practices if name not in self.gone)
        return enabler if left == enabler.practices else enabler.replace(practices=left)

    def _blamed(self, error: ValidationError, blocks: tuple[Block, ...]) -> list[Problem]:
        """Tell what the changes make impossible, at the places in the tailoring that have to do with it."""
        hint = "remove an added prerequisite, lower its level, or take out less"
        problems: list[Problem] = []
        for problem in problems_of(error, Framework):
            named = (_practice_at(blocks, path) for path in (*problem.links, problem.key_path))
            adding = [name for name in dict.fromkeys(named) if name in self.tailoring.practices]
            places: list[Path] = [("practices", name) for name in adding] or [("practices",)]
            problems.append(
                Problem(problem.code, problem.message, hint, places[0], links=tuple(places[1:]), data=problem.data)
            )
        return problems


def _practice_at(blocks: tuple[Block, ...], path: Path) -> str:
    """The id of the practice to whose prerequisites a key path leads; empty where it leads elsewhere."""
    if path[:1] != ("blocks",):
        return ""
    node: Any = SimpleNamespace(blocks=blocks)
    for part in path[:-1]:
        node = node[part] if isinstance(part, int) else getattr(node, part)
    return str(getattr(node, "id", ""))


def _effort(effort: Effort | str | None) -> str:
    if isinstance(effort, Effort):
        return f"{effort.low:g} to {effort.high:g} days, likely {effort.likely:g}"
    return effort or ""
