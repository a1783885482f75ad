"""Frameworks: published guidance as data. A Framework that exists is sound, however it was built."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from equity_blocks.errors import NotFoundError, Problem
from equity_blocks.model.applied_tailoring import Tailored, TailoringChange
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.effort import EffortDays, FactorsBySize
from equity_blocks.model.fingerprint import NAMES, fingerprint_of
from equity_blocks.model.noun import (
    NO_ITEMS,
    FrozenDict,
    Id,
    Many,
    Map,
    Noun,
    Positive,
    Text,
    no_entries,
    unsound,
)
from equity_blocks.model.practice import Block, Practice, Resource
from equity_blocks.model.prerequisite import Need, Prerequisite
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.privacy import PublicName
from equity_blocks.model.scale import Scale, ScaleField
from equity_blocks.model.scoring import Scoring
from equity_blocks.model.source import Aspect, Enabler, NextStep, Rights, Source, Statement
from equity_blocks.model.targets import TargetsField, no_targets
from equity_blocks.model.tree import Node, output_on, tree_of
from equity_blocks.model.vocabulary import Vocabulary, Word, vocabulary

if TYPE_CHECKING:
    Terms = Mapping[Word, PublicName]
else:
    Terms = Annotated[dict[Word, PublicName], AfterValidator(FrozenDict)]
"""What a block and a practice are called."""


BlockField = Annotated[Block, BeforeValidator(lambda value: value, json_schema_input_type=str | Block)]
"""A block of a framework: in YAML also the name of a file beside it that holds the block."""

T = TypeVar("T")


class Framework(Noun):
    """One published body of guidance as data.

    Building one checks everything: ids are unique, references resolve, levels exist, every level can be reached.

    Raises:
        pydantic.ValidationError: The data is malformed, or its meaning is unsound; all reasons are listed.

    Example:
        >>> framework = Framework(
        ...     id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
        ... )
        >>> list(framework.practices), framework.scale_of("p").top
        (['p'], 1)
    """

    checks: ClassVar[Callable[["Framework"], list[Problem]]]
    """Finds every reason why a framework cannot be used. `model/__init__` fills it: checks know what a framework is."""

    no_figure: ClassVar[tuple[str, ...]] = (
        *NAMES, "id", "edition", "revision", "publisher", "rights", "audiences", "terms", "roles", "steps", "enablers",
        "aspects", "about", "effort_counts", "tailored",
    )  # fmt: skip

    id: Id = Field(description="Names the framework in every file; stays for ever.")
    title: Text = Field(description="The source's own title.")
    edition: str = Field(default="", description="The source's own edition, as text.")
    revision: Positive = Field(default=1, description="Ours; raised when meaning changes.")
    use: Literal["assessment", "guidance"] = Field(default="assessment", description="guidance has no score.")
    publisher: str = Field(default="", description="Who published the source.")
    source: Source | None = Field(default=None, description="The document that it comes from.")
    rights: Rights | None = Field(default=None, description="Who holds the rights in it.")
    summary: str = Field(default="", description="What it is, in our own words.")
    audiences: Many[Id] = Field(
        default=NO_ITEMS, description="Ids of those for whom it is written. Default: nobody in particular."
    )
    terms: Terms = Field(default={}, validate_default=True, description="What the source calls a block and a practice.")
    roles: Map[Text] = Field(default_factory=no_entries, description="Role id -> what people read.")
    effort_days: EffortDays = Field(
        description="Person-days of each size. Editorial.", default_factory=EffortDays.model_construct
    )
    effort_counts: str = Field(
        default="", description="What the days of effort count, and what they leave out, in a sentence. Editorial."
    )
    effort_by_size: FactorsBySize = Field(
        default_factory=no_entries,
        description="Size of an organization -> what the framework's days are multiplied by. Default: 1. An "
        "organization's own days are taken as they are. Editorial.",
    )
    targets: TargetsField = Field(
        default_factory=no_targets, description="What to aim for where the assessment says nothing. Editorial."
    )
    scale: ScaleField = Field(
        description="The scale of practices that have no other: levels from the lowest, or a shared scale's id."
    )
    scoring: Scoring = Field(
        description="How values roll up. Default: weighted means.", default_factory=Scoring.model_construct
    )
    blocks: Many[BlockField] = Field(description="Its blocks, in source order.")
    steps: Many[NextStep] = Field(
        default=NO_ITEMS, description="What the source tells its readers to do next, in order."
    )
    enablers: Many[Enabler] = Field(default=NO_ITEMS, description="What helps and what hinders, by the source.")
    aspects: Many[Aspect] = Field(default=NO_ITEMS, description="What the source sees in all its practices.")
    about: Many[Statement] = Field(default=NO_ITEMS, description="What the source says about itself.")
    resources: Many[Resource] = Field(default=NO_ITEMS, description="What the source offers to read or use.")
    tailored: Tailored | None = Field(default=None, description="What a tailoring changed. Default: nothing.")

    @model_validator(mode="after")
    def _is_sound(self) -> "Framework":
        unsound(type(self).checks(self))
        return self

    def walk(self) -> Iterator[tuple[Block, tuple[Block, ...], tuple[str | int, ...]]]:
        """Visit every block in source order, with the blocks around it and its key path."""

        def visit(
            blocks: tuple[Block, ...], around: tuple[Block, ...], path: tuple[str | int, ...]
        ) -> Iterator[tuple[Block, tuple[Block, ...], tuple[str | int, ...]]]:
            for i, block in enumerate(blocks):
                place = (*path, "blocks", i)
                yield block, around, place
                yield from visit(block.blocks, (*around, block), place)

        return visit(self.blocks, (), ())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words for a block and a practice in sentences."""
        return vocabulary(self.terms)

    @cached_property
    def fingerprint(self) -> str:
        """The hash of what decides its figures: frameworks that share it score and plan alike."""
        return fingerprint_of(self)

    @cached_property
    def all_blocks(self) -> Mapping[str, Block]:
        """Every block by its id, those in other blocks too, in source order."""
        return FrozenDict({block.id: block for block, _, _ in self.walk()})

    @property
    def taken_out(self) -> Mapping[str, str]:
        """The ids of the practices and blocks that a tailoring took out, with their titles."""
        return self.tailored.taken_out if self.tailored else {}

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by its id, in source order."""
        return FrozenDict({practice.id: practice for block, _, _ in self.walk() for practice in block.practices})

    @cached_property
    def chains(self) -> Mapping[str, tuple[Block, ...]]:
        """Practice id -> the blocks it stands in, outermost first."""
        return FrozenDict({p.id: (*around, block) for block, around, _ in self.walk() for p in block.practices})

    @cached_property
    def policy(self) -> Scoring:
        """The policy as the whole uses it: with the range of the framework's scale where `output: scale` names it."""
        policy = self.scoring
        if policy.output != "scale" and (policy.top is None or policy.top.output != "scale"):
            return policy
        top = policy.top and policy.top.replace(output=output_on(self.scale, policy.top.output))
        return policy.replace(output=output_on(self.scale, policy.output), top=top)

    @cached_property
    def tree(self) -> Node:
        """The tree of nodes with every policy filled in."""
        return tree_of(self.blocks, self.scoring, self.scale, self._scales)

    def once(self, make: Callable[["Framework"], T]) -> T:
        """Give what a function makes of the framework alone, which it is asked for only once.

        Args:
            make: A function with a name of its own, by which its result is kept; no lambda.

        Example:
            >>> def capitals(framework):
            ...     return framework.title.upper()
            >>> Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[]).once(capitals)
            'MINI'
        """
        name = f"{make.__module__}.{make.__qualname__}"
        if name not in self.__dict__:
            self.__dict__[name] = make(self)
        return self.__dict__[name]  # type: ignore[no-any-return]

    @cached_property
    def _scales(self) -> Mapping[str, Scale]:
        scales = {}
        for block, around, _ in self.walk():
            inherited = next((b.scale for b in (block, *reversed(around)) if b.scale), self.scale)
            for practice in block.practices:
                scales[practice.id] = practice.scale or inherited
        return scales

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that practices are rated on, each once, in source order."""
        return tuple({id(scale): scale for scale in self._scales.values()}.values())

    def practice(self, practice_id: str) -> Practice:
        """Give a practice by its id.

        Raises:
            NotFoundError: No practice has this id; the nearest one is named.
        """
        try:
            return self.practices[practice_id]
        except KeyError:
            message = f"{self.id} has no {self.vocabulary.practice} '{practice_id}'"
            problem = unknown_name("unknown_practice", message, practice_id, self.practices, ())
            raise NotFoundError.of(problem) from None

    def reweighted(self, weights: Mapping[str, float]) -> "Framework":
        """Make a framework in which practices or blocks weigh something else, and which says so as a tailored one does.

        Args:
            weights: The id of a practice or a block -> its weight, >= 0. What is not named keeps its own.

        Returns:
            A framework with another fingerprint, whose `tailored` lists every change. Where nothing changes, this one.

        Raises:
            NotFoundError: An id is neither a practice nor a block; the nearest one is named.
            pydantic.ValidationError: A weight is no number, or below 0.

        Example:
            >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
            ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
            >>> ours = framework.reweighted({"q": 3})
            >>> ours.practice("q").weight, [(change.before, change.after) for change in ours.tailored.changes]
            (3.0, [('1', '3')])
        """
        known = (*self.all_blocks, *self.practices)
        for name in weights:
            if name not in known:
                message = f"{self.id} has no {self.vocabulary.practice} or {self.vocabulary.block} '{name}'"
                raise NotFoundError.of(unknown_name("unknown_practice", message, name, known, ()))
        changes: list[TailoringChange] = []
        blocks = tuple(_weighed_block(block, weights, changes) for block in self.blocks)
        if not changes:
            return self
        before = self.tailored.changes if self.tailored else ()
        return self.replace(blocks=blocks, tailored=Tailored(changes=(*before, *changes)))

    def resources_of(self, practice_id: str) -> tuple[Resource, ...]:
        """Give what a practice's source offers to read or use: its own, then that of its block under its theme.

        What a block lists under no theme goes with all its practices.

        Raises:
            NotFoundError: No practice has this id; the nearest one is named.

        Example:
            >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
            ...     "practices": [{"id": "p", "title": "P", "theme": "Data", "resources": [{"title": "Own"}]}],
            ...     "resources": [{"title": "All"}, {"title": "On data", "theme": "Data"}, {"title": "On pay",
            ...     "theme": "Pay"}]}])
            >>> [resource.title for resource in framework.resources_of("p")]
            ['Own', 'All', 'On data']
        """
        practice = self.practice(practice_id)
        around = [resource for block in reversed(self.chains[practice_id]) for resource in block.resources]
        return (*practice.resources, *(each for each in around if each.theme in ("", practice.theme)))

    def practices_in(self, node: str) -> list[str]:
        """List the practices that stand in a block or in the whole, whether they count or not, in source order.

        Args:
            node: A block's id; empty for the whole.
        """
        return [name for name, chain in self.chains.items() if not node or node in [block.id for block in chain]]

    def title_of(self, node: str) -> str:
        """Give a block's title; its own for the whole, which has an empty name."""
        return self.all_blocks[node].title if node else self.title

    def scale_of(self, practice_id: str) -> Scale:
        """Give the scale that a practice is rated on: its own, else its block's, else the framework's.

        Raises:
            NotFoundError: No practice has this id; the nearest one is named.
        """
        if practice_id not in self._scales:
            self.practice(practice_id)
        return self._scales[practice_id]

    def level_id(self, practice_id: str, position: int) -> str:
        """Give the id of the level that a practice holds at a position of its scale."""
        return self.scale_of(practice_id).ids[position]

    def rules(self, kind: Literal["hard", "soft"] = "hard") -> Mapping[str, tuple[Rule, ...]]:
        """Give the prerequisites of one kind that bind as plain rules over level positions."""
        return self._rules[kind]

    @cached_property
    def _rules(self) -> Mapping[str, Mapping[str, tuple[Rule, ...]]]:
        by_kind: dict[str, dict[str, tuple[Rule, ...]]] = {"hard": {}, "soft": {}}
        for practice in self.practices.values():
            for kind, rules in by_kind.items():
                binding = (entry for entry in practice.requires if entry.kind == kind and not entry.waived)
                rules[practice.id] = tuple(self.rule(practice.id, entry) for entry in binding)
        return by_kind

    def rule(self, practice_id: str, prerequisite: Prerequisite) -> Rule:
        """Translate one prerequisite of a practice into positions, with the defaults filled in."""
        scale = self.scale_of(practice_id)
        before = scale.target if prerequisite.before is None else scale.position(prerequisite.before)
        return Rule(before, tuple((need.practice, self._least(need)) for need in prerequisite.any_of))

    def _least(self, need: Need) -> int:
        scale = self.scale_of(need.practice)
        return scale.target if need.level is None else scale.position(need.level)


W = TypeVar("W", Block, Practice)


def _weighed_block(block: Block, weights: Mapping[str, float], changes: list[TailoringChange]) -> Block:
    block = _weighed(block, weights, changes)
    practices = tuple(_weighed(practice, weights, changes) for practice in block.practices)
    blocks = tuple(_weighed_block(inner, weights, changes) for inner in block.blocks)
    if (practices, blocks) == (block.practices, block.blocks):
        return block
    return block.replace(practices=practices, blocks=blocks)


def _weighed(of: W, weights: Mapping[str, float], changes: list[TailoringChange]) -> W:
    """Give a part its weight, and note the change."""
    made = of.replace(weight=weights[of.id]) if of.id in weights else of
    if made.weight == of.weight:
        return of
    named = {"block" if isinstance(of, Block) else "practice": of.id}
    before, after = f"{of.weight:g}", f"{made.weight:g}"
    title = of.source_title or of.title
    changes.append(TailoringChange(kind="weight", title=title, before=before, after=after, **named))
    return made
