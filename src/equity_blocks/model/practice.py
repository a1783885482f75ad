"""Practices, the units that are rated, with everything a framework says about each, and the blocks they stand in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.effort import EffortField
from equity_blocks.model.fingerprint import NAMES
from equity_blocks.model.goal import Priority
from equity_blocks.model.noun import (
    NO_ITEMS,
    NULL,
    Day,
    Given,
    Id,
    LevelRef,
    Many,
    Map,
    Noun,
    Positive,
    Text,
    Texts,
    Weight,
    no_entries,
    unsound,
)
from equity_blocks.model.prerequisite import Prerequisite
from equity_blocks.model.privacy import PublicName, PublicText
from equity_blocks.model.scale import MaybeScale
from equity_blocks.model.scoring import Rollup
from equity_blocks.model.targets import AnyLevel

V = TypeVar("V")

TitleSource = Literal["official", "derived"]
PARTNERSHIP = "partnership"
"""The type of an organization that several form, which may be of different audiences."""
CriteriaRule = Literal["all", "any"]


def _for_everybody(value: Any) -> Any:
    if isinstance(value, list | tuple) and not value:
        return {}
    return {"default": value} if isinstance(value, str | list | tuple) else value


ByAudience = Given[
    Annotated[Map[Text], BeforeValidator(_for_everybody, json_schema_input_type=str | dict[str, str])],
    str | Mapping[str, str],
]
"""One text for everybody (kept under `default`), or one for each audience for whom it differs."""

if TYPE_CHECKING:
    LevelTexts = Given[Mapping[str, Mapping[str, str]], Mapping[str, str | Mapping[str, str]]]
else:
    LevelTexts = Map[ByAudience]
"""Level -> what it means, for everybody or by audience."""

_Names = tuple[Id, ...]
RolesByAudience = Given[
    Annotated[Map[_Names], BeforeValidator(_for_everybody, json_schema_input_type=_Names | dict[str, _Names])],
    list[str] | tuple[str, ...] | Mapping[str, list[str] | tuple[str, ...]],
]
"""Ids of roles for everybody (kept under `default`), or for each audience for whom they differ."""

PriorityByAudience = Given[
    Annotated[Map[Priority], BeforeValidator(_for_everybody, json_schema_input_type=Priority | dict[str, Priority])],
    Priority | Mapping[str, Priority],
]
"""An importance for everybody (kept under `default`), or for each audience for whom it differs."""


def _one_or_by_level(value: Any) -> str:
    return "by level" if isinstance(value, Mapping) else "one"


LeastPeriods = Annotated[
    Annotated[Positive, Tag("one")] | Annotated[Map[Positive], Tag("by level")], Discriminator(_one_or_by_level)
]
"""Quarters that each level takes at least, or level -> quarters."""

TO_BE_CONFIRMED = "to be confirmed"
"""Stands in the reason why something does not apply that a template gives and nobody has looked at."""

AUDIENCE_OF_ALL = "default"
"""Where what holds for everybody stands among what holds by audience."""


def for_audience(by_audience: Mapping[str, V], audience: str | None) -> V | None:
    """Give what is said for an audience, else what is said for everybody; `None` where neither is.

    Example:
        >>> for_audience({"default": "Do you?", "provider": "Does the clinic?"}, "provider")
        'Does the clinic?'
    """
    return by_audience.get(audience or AUDIENCE_OF_ALL) or by_audience.get(AUDIENCE_OF_ALL)


class Resource(Noun):
    """A document, a tool or a page to read or use.

    Example:
        >>> Resource(title="Tools & Resources", publisher="Government Alliance on Race and Equity").url
        ''
    """

    title: PublicName = Field(description="What it is called.")
    publisher: PublicText = Field(default="", description="Who offers it.")
    url: PublicText = Field(default="", description="Where it is.")
    theme: PublicText = Field(
        default="", description="Sub-heading under which the source lists it; empty when under none."
    )


class Criterion(Noun):
    """A sub-item of a practice that can be rated by itself.

    Example:
        >>> Criterion(id="up-front-investment", title="Pay providers up front").id
        'up-front-investment'
    """

    no_figure: ClassVar[tuple[str, ...]] = ("title", "was")

    id: Id = Field(description="Unique within its practice.")
    title: Text = Field(description="The source's own words for it, or ours.")
    was: Many[Id] = Field(default=NO_ITEMS, description="Ids this criterion had in earlier revisions.")


class Caution(Noun):
    """A warning to heed before acting on a practice, true on the day that it names. Editorial, no advice.

    Example:
        >>> Caution(kind="legal", text="Have counsel review what is asked.", as_of="2026-11-01").as_of.year
        2026
    """

    kind: Literal["legal", "currency", "privacy"] = Field(
        description="legal: rules differ or move; currency: the source may be out of date; privacy: people "
        "may be told by it."
    )
    text: PublicName = Field(description="What to look out for, in a sentence or two.")
    as_of: Day = Field(description="The day on which it was true.")

    @property
    def in_words(self) -> str:
        """The caution as people read it: its kind, its day, and its text."""
        return f"{self.kind}, as of {self.as_of.isoformat()}: {self.text}"


class Practice(Noun):
    """The unit that is rated.

    Example:
        >>> Practice(id="vision-setting", title="Vision Setting").weight
        1.0
    """

    no_figure: ClassVar[tuple[str, ...]] = (
        *NAMES, "theme", "question", "plain", "levels", "evidence", "evidence_template", "roles", "ask", "involve",
        "applies_to", "cautions",
    )  # fmt: skip

    id: Id = Field(description="Unique in the framework, readable, stable for ever.")
    title: Text = Field(description="The source's own name.")
    title_source: TitleSource = Field(
        default="official", description="derived: the source gives no name, this one is ours."
    )
    source_title: str = Field(default="", description="The source's own name, where a tailoring gave another one.")
    source: str = Field(default="", description="Where in the source the practice stands.")
    horizon: Literal["short", "long"] | None = Field(default=None, description="Only where the source gives one.")
    theme: str = Field(default="", description="Sub-heading of the source inside the block.")
    stage: Positive | None = Field(default=None, description="Default: short 1, long 2.")
    weight: Weight = Field(default=1.0, description="Relative to its siblings, dimensionless, >= 0. Editorial.")
    scale: MaybeScale = Field(default=NULL, description="Default: the block's scale, else the framework's.")
    summary: str = Field(default="", description="What it is, in our own words.")
    question: ByAudience = Field(
        default_factory=no_entries, description="What the respondent is asked, by audience where it differs."
    )
    plain: ByAudience = Field(
        default_factory=no_entries,
        description="The question in plain language, for whoever does not work in the field, by audience where it "
        "differs. Default: the question.",
    )
    criteria: Many[Criterion] = Field(default=NO_ITEMS, description="Its parts, which can be rated by themselves.")
    criteria_rule: CriteriaRule = Field(default="all", description="all: their mean counts; any: the best one does.")
    levels: LevelTexts = Field(
        default_factory=no_entries,
        description="What a level means for this practice, by audience where it differs. Editorial.",
    )
    evidence: Texts = Field(default=NO_ITEMS, description="Artifacts that would show it.")
    evidence_template: ByAudience = Field(
        default_factory=no_entries,
        description="The shortest artifact that would show it, as something to fill in; by audience where it differs. "
        "Editorial.",
    )
    importance: PriorityByAudience = Field(
        default_factory=no_entries,
        description="How much it counts in the plan of an organization that says nothing of it itself: low, normal or "
        "high, by audience. Default: normal. Editorial.",
    )
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
    applies_to: Many[Id] = Field(
        default=NO_ITEMS,
        description="The audiences that it is meant for. Default: all. For others `init` writes that it does not "
        "apply, to be confirmed.",
    )
    min_periods: LeastPeriods = Field(
        default=1,
        description="Least quarters for each level, whoever does the work; or by level, where the rest take 1. 1 asks "
        "for nothing.",
    )
    roles: RolesByAudience = Field(
        default_factory=no_entries,
        description="Who leads and takes part, the leader first; by audience where it differs.",
    )
    ask: RolesByAudience = Field(
        default_factory=no_entries,
        description="Who can answer the question, by audience where it differs. Default: whoever leads.",
    )
    involve: Texts = Field(default=NO_ITEMS, description="Who outside the organization must take part.")
    requires: Many[Prerequisite] = Field(default=NO_ITEMS, description="What must hold before a level of it can.")
    cautions: Many[Caution] = Field(default=NO_ITEMS, description="What to look out for, shown wherever it is shown.")
    resources: Many[Resource] = Field(default=NO_ITEMS, description="What the source offers to read or use.")
    was: Many[Id] = Field(
        default=NO_ITEMS,
        description="Ids this practice had in earlier revisions; its own among them where it lives on although another "
        "practice names it too.",
    )

    @model_validator(mode="after")
    def _applies_or_is_refused(self) -> "Practice":
        if self.applies_to and self.not_applicable == "refused":
            message = "it is meant for some audiences alone, so the answer that it does not apply cannot be refused"
            unsound([Problem("contradiction", message, "remove one of them", ("not_applicable",))])
        return self

    def question_for(self, audience: str | None = None, *, plain: bool = False) -> str:
        """Give the question as this audience is asked it; empty when the practice has none.

        Args:
            audience: Whose wording. Default: the common one.
            plain: Whether to ask in plain language where there is a wording for it. Default: in the field's words.

        Example:
            >>> practice = Practice(id="p", title="P", question={"default": "Do you?", "provider": "Does the clinic?"})
            >>> practice.question_for("provider"), practice.question_for("purchaser")
            ('Does the clinic?', 'Do you?')
        """
        wording = for_audience(self.plain, audience) if plain else None
        return wording or for_audience(self.question, audience) or ""

    def importance_for(self, audience: str | None = None) -> Priority | None:
        """Give the importance that it has for an audience, where the framework says one.

        Example:
            >>> practice = Practice(id="p", title="P", importance={"purchaser": "high"})
            >>> practice.importance_for("purchaser"), practice.importance_for("provider")
            ('high', None)
        """
        return for_audience(self.importance, audience)

    def least_periods(self, level: str) -> int:
        """Give the quarters that a step to a level takes at least.

        Example:
            >>> practice = Practice(id="p", title="P", min_periods={"in-place": 4})
            >>> practice.least_periods("in-place"), practice.least_periods("planned")
            (4, 1)
        """
        return self.min_periods if isinstance(self.min_periods, int) else self.min_periods.get(level, 1)

    def meaning_of(self, level: str, audience: str | None = None) -> str:
        """Give what a level means for this practice and audience; empty when the practice says nothing of it.

        Example:
            >>> practice = Practice(id="p", title="P", levels={"yes": {"default": "Done.", "purchaser": "Bought."}})
            >>> practice.meaning_of("yes", "purchaser"), practice.meaning_of("no")
            ('Bought.', '')
        """
        return for_audience(self.levels.get(level, {}), audience) or ""

    def roles_for(self, audience: str | None = None) -> tuple[str, ...]:
        """Give who leads and takes part where an audience does it, the leader first.

        Example:
            >>> practice = Practice(id="p", title="P", roles={"default": ["quality"], "purchaser": ["contracts"]})
            >>> practice.roles_for("purchaser"), practice.roles_for("provider")
            (('contracts',), ('quality',))
        """
        return for_audience(self.roles, audience) or ()

    def asked_of(self, audience: str | None = None) -> tuple[str, ...]:
        """Give the roles that can answer the question: those under `ask`, else those that lead and take part.

        Example:
            >>> Practice(id="p", title="P", roles=["quality"], ask=["members"]).asked_of()
            ('members',)
        """
        return for_audience(self.ask, audience) or self.roles_for(audience)

    def is_meant_for(self, audience: str | None = None) -> bool:
        """Say whether it is meant for an audience; for a partnership, and for nobody in particular, all are.

        Example:
            >>> practice = Practice(id="p", title="P", applies_to=["provider"])
            >>> practice.is_meant_for("provider"), practice.is_meant_for("purchaser"), practice.is_meant_for()
            (True, False, True)
        """
        return not self.applies_to or audience in (None, PARTNERSHIP, *self.applies_to)


class Block(Noun):
    """A named group of practices and blocks.

    Example:
        >>> Block(id="b", title="B", practices=[{"id": "p", "title": "P"}]).practices[0].id
        'p'
    """

    no_figure: ClassVar[tuple[str, ...]] = NAMES

    id: Id = Field(description="Unique among the framework's blocks.")
    title: Text = Field(description="The source's own heading.")
    title_source: TitleSource = Field(
        default="official", description="derived: the source gives no heading, this one is ours."
    )
    source_title: str = Field(default="", description="The source's own heading, where a tailoring gave another one.")
    source: str = Field(default="", description="Where in the source the block stands.")
    summary: str = Field(default="", description="What it is about, in our own words.")
    weight: Weight = Field(default=1.0, description="Relative to its siblings, dimensionless, >= 0. Editorial.")
    scale: MaybeScale = Field(default=NULL, description="Default: the scale of what it stands in.")
    scoring: Rollup | None = Field(
        default=None, description="How this node differs from the policy. Default: it does not."
    )
    practices: Many[Practice] = Field(
        default=NO_ITEMS, description="The practices that stand in it directly, in source order."
    )
    blocks: Many["Block"] = Field(
        default=NO_ITEMS, description="The blocks that stand in it directly, in source order."
    )
    resources: Many[Resource] = Field(
        default=NO_ITEMS, description="What the source offers to read or use with its practices."
    )
    was: Many[Id] = Field(default=NO_ITEMS, description="Ids this block had in earlier revisions.")
