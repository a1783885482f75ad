"""Frameworks: published guidance as data. A Framework that exists is sound, however it was built."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from equity_blocks.errors import NotFoundError
from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.effort import EffortDays, EffortField
from equity_blocks.model.noun import Day, FrozenDict, Id, LevelRef, Map, Noun, Text, Texts, Weight, unsound
from equity_blocks.model.prerequisite import Need, Prerequisite
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.scale import Scale, ScaleField
from equity_blocks.model.scoring import Rollup, Scoring
from equity_blocks.model.targets import AnyLevel, Targets
from equity_blocks.model.tree import Node, output_on, tree_of
from equity_blocks.model.vocabulary import Vocabulary, Word, vocabulary

Terms = Annotated[dict[Word, Text], AfterValidator(FrozenDict)]
"""What a block and a practice are called."""

TitleSource = Literal["official", "derived"]


def _by_audience(value: Any) -> Any:
    return {"default": value} if isinstance(value, str) else value


ByAudience = Annotated[Map[Text], BeforeValidator(_by_audience, json_schema_input_type=str | dict[str, str])]
"""One text for everybody (kept under `default`), or one for each audience for whom it differs."""


class Resource(Noun):
    """Something to read or use.

    Example:
        >>> Resource(title="Tools & Resources", publisher="Government Alliance on Race and Equity").url
        ''
    """

    title: Text
    publisher: str = ""
    url: str = ""
    theme: str = Field(default="", description="Sub-heading under which the source lists it; empty when under none.")


class Criterion(Noun):
    """A sub-item of a practice that can be rated by itself.

    Example:
        >>> Criterion(id="up-front-investment", title="Pay providers up front").id
        'up-front-investment'
    """

    id: Id = Field(description="Unique within its practice.")
    title: Text
    was: tuple[Id, ...] = Field(default=(), description="Ids this criterion had in earlier revisions.")


class Practice(Noun):
    """The unit that is rated.

    Example:
        >>> Practice(id="vision-setting", title="Vision Setting").weight
        1.0
    """

    id: Id = Field(description="Unique in the framework, readable, stable for ever.")
    title: Text = Field(description="The source's own name.")
    title_source: TitleSource = Field(
        default="official", description="derived: the source gives no name, this one is ours."
    )
    source_title: str = Field(default="", description="The source's own name, where a tailoring gave another one.")
    source: str = Field(default="", description="Where in the source the practice stands.")
    horizon: Literal["short", "long"] | None = Field(default=None, description="Only where the source gives one.")
    theme: str = Field(default="", description="Sub-heading of the source inside the block.")
    stage: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        default=None, description="Default: short 1, long 2."
    )
    weight: Weight = Field(default=1.0, description="Relative to its siblings, dimensionless, >= 0. Editorial.")
    scale: ScaleField | None = Field(default=None, description="Default: the block's scale, else the framework's.")
    summary: str = Field(default="", description="What it is, in our own words.")
    question: ByAudience = Field(
        default_factory=FrozenDict, description="What the respondent is asked, by audience where it differs."
    )
    criteria: tuple[Criterion, ...] = ()
    criteria_rule: Literal["all", "any"] = Field(
        default="all", description="all: their mean counts; any: the best one does."
    )
    levels: Map[Text] = Field(
        default_factory=FrozenDict, description="What a level means for this practice. Editorial."
    )
    evidence: Texts = Field(default=(), description="Artifacts that would show it.")
    effort: EffortField | None = Field(default=None, description="S, M, L, XL, or person-days. Default: counted as M.")
    target: AnyLevel | None = Field(
        default=None, description="Level to aim for, or {share: 0.4}. Default: the framework's targets."
    )
    must_pass: LevelRef | None = Field(
        default=None, description="Level without which it counts as a failed must-pass item."
    )
    not_applicable: Literal["allowed", "refused"] = Field(
        default="allowed", description="refused: nobody may answer that it does not apply."
    )
    min_periods: Annotated[int, Field(ge=1, strict=True)] = Field(
        default=1, description="Least quarters for each level; 1 asks for nothing."
    )
    roles: tuple[Id, ...] = Field(default=(), description="Who leads and takes part; the leader first.")
    involve: Texts = Field(default=(), description="Who outside the organization must take part.")
    requires: tuple[Prerequisite, ...] = ()
    resources: tuple[Resource, ...] = ()
    was: tuple[Id, ...] = Field(
        default=(),
        description="Ids this practice had in earlier revisions; its own among them where it lives on although another "
        "practice names it too.",
    )

    def question_for(self, audience: str | None = None) -> str:
        """Give the question as this audience is asked it; empty when the practice has none.

        Example:
            >>> practice = Practice(id="p", title="P", question={"default": "Do you?", "provider": "Does the clinic?"})
            >>> practice.question_for("provider"), practice.question_for("purchaser")
            ('Does the clinic?', 'Do you?')
        """
        return self.question.get(audience or "default") or self.question.get("default", "")


class Block(Noun):
    """A named group of practices and blocks.

    Example:
        >>> Block(id="b", title="B", practices=[{"id": "p", "title": "P"}]).practices[0].id
        'p'
    """

    id: Id = Field(description="Unique among the framework's blocks.")
    title: Text
    title_source: TitleSource = "official"
    source_title: str = Field(default="", description="The source's own heading, where a tailoring gave another one.")
    source: str = ""
    summary: str = ""
    weight: Weight = Field(default=1.0, description="Relative to its siblings, dimensionless, >= 0. Editorial.")
    scale: ScaleField | None = Field(default=None, description="Default: the scale of what it stands in.")
    scoring: Rollup | None = Field(
        default=None, description="How this node differs from the policy. Default: it does not."
    )
    practices: tuple[Practice, ...] = ()
    blocks: tuple["Block", ...] = ()
    resources: tuple[Resource, ...] = ()
    was: tuple[Id, ...] = Field(default=(), description="Ids this block had in earlier revisions.")


BlockField = Annotated[Block, BeforeValidator(lambda value: value, json_schema_input_type=str | Block)]
"""A block of a framework: in YAML also the name of a file beside it that holds the block."""


class NextStep(Noun):
    """One of the steps that a source tells its readers to take, in order.

    Example:
        >>> NextStep(id="plan", title="Develop a strategic plan").title
        'Develop a strategic plan'
    """

    id: Id
    title: Text
    source: str = ""
    summary: str = ""
    part: Literal["needs", "actions", "resources", "people"] | None = Field(
        default=None, description="The part of a plan that answers this step; its heading there. Default: none."
    )


class Enabler(Noun):
    """A facilitator or a challenge that a source reports, with the practices it helps or hinders.

    Example:
        >>> Enabler(id="e", title="Use data", kind="facilitator", practices=["focus"]).practices
        ('focus',)
    """

    id: Id
    title: Text
    kind: Literal["facilitator", "challenge"]
    source: str = ""
    summary: str = ""
    practices: tuple[Id, ...] = ()


class Aspect(Noun):
    """Something that a source sees in all its practices and that is not rated by itself.

    Example:
        >>> Aspect(id="sustainability", title="Planning for sustainability").title
        'Planning for sustainability'
    """

    id: Id
    title: Text
    source: str = ""
    summary: str = ""


class Source(Noun):
    """The document that a framework comes from.

    Example:
        >>> Source(citation="Summary of Promising Practices, November 2024.").url
        ''
    """

    citation: Text
    url: str = ""
    date: Day | None = None


class Rights(Noun):
    """Who holds the rights in the source, and what that means for readers.

    Example:
        >>> Rights(holder="HCPLAN").notice
        ''
    """

    holder: Text
    notice: str = ""


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

    id: Id
    title: Text
    edition: str = Field(default="", description="The source's own edition, as text.")
    revision: Annotated[int, Field(ge=1, strict=True)] = Field(
        default=1, description="Ours; raised when meaning changes."
    )
    use: Literal["assessment", "guidance"] = Field(default="assessment", description="guidance has no score.")
    publisher: str = ""
    source: Source | None = None
    rights: Rights | None = None
    summary: str = ""
    audiences: tuple[Id, ...] = ()
    terms: Terms = Field(default={}, validate_default=True, description="What the source calls a block and a practice.")
    roles: Map[Text] = Field(default_factory=FrozenDict, description="Role id -> what people read.")
    effort_days: EffortDays = Field(default_factory=EffortDays.model_construct)
    targets: Targets = Field(
        default_factory=Targets.model_construct,
        description="What to aim for where the assessment says nothing. Editorial.",
    )
    scale: ScaleField
    scoring: Scoring = Field(default_factory=Scoring.model_construct)
    blocks: tuple[BlockField, ...]
    steps: tuple[NextStep, ...] = ()
    enablers: tuple[Enabler, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    resources: tuple[Resource, ...] = ()
    tailored: Tailored | None = Field(default=None, description="What a tailoring changed. Default: nothing.")

    @model_validator(mode="after")
    def _is_sound(self) -> "Framework":
        from equity_blocks.model.framework_checks import problems_in

        unsound(problems_in(self))
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
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by its id, in source order."""
        return FrozenDict({p.id: p for block, _, _ in self.walk() for p in block.practices})

    @cached_property
    def chains(self) -> Mapping[str, tuple[Block, ...]]:
        """Practice id -> the blocks it stands in, outermost first."""
        return FrozenDict({p.id: (*around, block) for block, around, _ in self.walk() for p in block.practices})

    @cached_property
    def policy(self) -> Scoring:
        """The policy as the whole uses it: with the range of the framework's scale where `output: scale` names it."""
        said = self.scoring
        if said.output != "scale" and (said.top is None or said.top.output != "scale"):
            return said
        top = said.top and said.top.replace(output=output_on(self.scale, said.top.output))
        return said.replace(output=output_on(self.scale, said.output), top=top)

    @cached_property
    def tree(self) -> Node:
        """The tree of nodes with every policy filled in."""
        return tree_of(self)

    @cached_property
    def _scales(self) -> Mapping[str, Scale]:
        found = {}
        for block, around, _ in self.walk():
            inherited = next((b.scale for b in (block, *reversed(around)) if b.scale), self.scale)
            for practice in block.practices:
                found[practice.id] = practice.scale or inherited
        return found

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
            hint = did_you_mean(practice_id, self.practices)
            message = f"{self.id} has no {self.vocabulary.practice} '{practice_id}'" + (f" ({hint})" if hint else "")
            raise NotFoundError(message) from None

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
        return (*practice.resources, *(found for found in around if found.theme in ("", practice.theme)))

    def scale_of(self, practice_id: str) -> Scale:
        """Give the scale that a practice is rated on: its own, else its block's, else the framework's.

        Raises:
            NotFoundError: No practice has this id; the nearest one is named.
        """
        if practice_id not in self._scales:
            self.practice(practice_id)
        return self._scales[practice_id]

    def rules(self, kind: Literal["hard", "soft"] = "hard") -> Mapping[str, tuple[Rule, ...]]:
        """Give the prerequisites of one kind that bind as plain rules over level positions."""
        return self._rules[kind]

    @cached_property
    def _rules(self) -> Mapping[str, Mapping[str, tuple[Rule, ...]]]:
        found: dict[str, dict[str, tuple[Rule, ...]]] = {"hard": {}, "soft": {}}
        for practice in self.practices.values():
            for kind, rules in found.items():
                rules[practice.id] = tuple(
                    self.rule(practice.id, entry)
                    for entry in practice.requires
                    if entry.kind == kind and not entry.waived
                )
        return found

    def rule(self, practice_id: str, prerequisite: Prerequisite) -> Rule:
        """Translate one prerequisite of a practice into positions, with the defaults filled in."""
        scale = self.scale_of(practice_id)
        before = scale.target if prerequisite.before is None else scale.position(prerequisite.before)
        return Rule(before, tuple((need.practice, self._least(need)) for need in prerequisite.any_of))

    def _least(self, need: Need) -> int:
        scale = self.scale_of(need.practice)
        return scale.target if need.level is None else scale.position(need.level)
