"""Assessments: what an organization says about its practices on one date."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from equity_blocks.model.calendar import Calendar
from equity_blocks.model.effort import OrganizationSize
from equity_blocks.model.goal import Goal, Initiative
from equity_blocks.model.noun import (
    NO_ITEMS,
    NULL,
    Flag,
    Given,
    Id,
    Many,
    Map,
    MaybeDay,
    Noun,
    Positive,
    Text,
    no_entries,
)
from equity_blocks.model.privacy import PSEUDONYM, WITHHELD, NoteText, OwnName, OwnText, PublicText, SharedWith
from equity_blocks.model.rating import NOTHING, Rating, RatingField, Ratings
from equity_blocks.model.targets import AnyLevel, TargetsField, no_targets

Combine = Literal["median_low", "mean", "mode", "lowest", "highest"]
Silent = Literal["exclude", "lowest"]
Promise = Literal["attributed", "confidential"]
"""What respondents were told: whether their answers may stand beside their names."""
VoteWeight = Annotated[float, Field(gt=0, le=1e12, strict=True, allow_inf_nan=False)]


class Organization(Noun):
    """The organization whose practices are rated.

    Example:
        >>> Organization(id="riverbend", type="health-plan").type
        'health-plan'
    """

    id: Annotated[Id, SharedWith("client", PSEUDONYM)] = Field(
        description="Names the organization in every file and result."
    )
    name: OwnText = Field(default="", description="The organization as people know it. Default: its id is shown.")
    type: Id | None = Field(default=None, description="An audience of the framework, or partnership.")
    size: OrganizationSize | None = Field(
        default=None,
        description="How large it is among its kind: it tells like from unlike, and scales the days of sizes of effort "
        "where the framework says by what.",
    )
    lines_of_business: Many[Id] = Field(
        default=NO_ITEMS, description="Such as medicaid or commercial; ids of its own making."
    )
    state: Annotated[str, SharedWith("client")] = Field(
        default="", description="Where it works, such as a state's two letters."
    )
    note: NoteText = Field(default="", description="What the organization notes about itself; for the owner only.")


class Respondent(Noun):
    """A person or group who rates.

    Example:
        >>> Respondent(id="cmo", role="clinical-leadership").role
        'clinical-leadership'
    """

    id: Id = Field(description="Names the respondent in answers; one id is one person or group.")
    role: Id | None = Field(default=None, description="An id of the framework's roles. Default: no role.")
    organization: Id | None = Field(default=None, description="The id of their organization, in a partnership.")
    weight: VoteWeight = Field(
        default=1.0,
        description="How much an answer counts beside the others', dimensionless, above 0. Default: like any other.",
    )
    people: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = Field(
        default=1,
        description="How many people it stands for, 1 or more, where a group answers with one voice. It decides "
        "whether what it says may be shown, not how much it counts: that is `weight`.",
    )
    asked: Many[Id] = Field(
        default=NO_ITEMS,
        description="Blocks or practices that this respondent was asked about. Default: everything. It says where "
        "nothing said is a silent voice; whoever answers more than they were asked is heard.",
    )


class Check(Noun):
    """A check of a piece of evidence: who made it, and when.

    Example:
        >>> Check(by="Internal audit", date="2026-05-01").by
        'Internal audit'
    """

    by: OwnName = Field(description="Who checked it.")
    date: MaybeDay = Field(default=NULL, description="When they did.")


class Evidence(Noun):
    """An artifact that shows something is done.

    Example:
        >>> Evidence(title="Health equity plan", date="2025-02-01", reviewed="2026-02-01").newest.isoformat()
        '2026-02-01'
    """

    title: OwnName = Field(description="What it is.")
    kind: OwnText = Field(default="", description="Such as policy, report or contract.")
    url: OwnText = Field(default="", description="Where it can be read.")
    date: MaybeDay = Field(default=NULL, description="When it was made. Evidence without a date is not current.")
    reviewed: MaybeDay = Field(default=NULL, description="When it was last looked at and found still true.")
    profile: Map[Id] = Field(
        default_factory=no_entries,
        description="What a contract is, by the kinds that the framework tells apart under `about`: the statement's id "
        "-> the id of one of its choices.",
    )
    checked: Check | None = Field(default=None, description="Who verified that it shows what it is listed for.")
    note: NoteText = Field(default="", description="What is noted about it; for the owner only.")

    @property
    def newest(self) -> dt.date | None:
        """The later of `date` and `reviewed`; `None` when there is neither."""
        return max(filter(None, (self.date, self.reviewed)), default=None)


WorkProgress = Literal["planned", "started", "done", "dropped"]


class Progress(Noun):
    """The state of the work on a practice: planned, started, done or dropped.

    Example:
        >>> Progress(progress="started", start="2026-10-01").progress
        'started'
    """

    progress: WorkProgress = Field(description="Where the work stands.")
    start: MaybeDay = Field(default=NULL, description="When it began, or will.")
    finish: MaybeDay = Field(default=NULL, description="When it ended, or will.")
    note: NoteText = Field(default="", description="What is noted about the work; for the owner only.")


class Retired(Noun):
    """A statement on an earlier revision that has no home in this one; it is kept, and counts nowhere.

    Example:
        >>> Retired(rating="partial", revision=1, why="the practice was split").rating.level
        'partial'
    """

    why: Annotated[Text, SharedWith("owner", WITHHELD)] = Field(description="Why it has no home.")
    revision: Positive | None = Field(default=None, description="The revision that was rated.")
    edition: PublicText = Field(default="", description="The edition that was rated.")
    rating: RatingField | None = Field(default=None, description="The whole rating of the practice.")
    target: AnyLevel | None = Field(
        default=None, description="The level that was aimed for, where it was not in a rating."
    )
    action: Progress | None = Field(default=None, description="The work that was under way on the practice.")
    goals: Many[Id] = Field(default=NO_ITEMS, description="Goals with a root cause that named the practice.")
    initiatives: Many[Id] = Field(default=NO_ITEMS, description="Initiatives that carried the practice.")
    narrative: NoteText = Field(default="", description="The organization's words about a block that is gone.")


_Retirements = Annotated[
    tuple[Retired, ...],
    BeforeValidator(
        lambda value: (value,) if isinstance(value, dict | Retired) else value,
        json_schema_input_type=Retired | tuple[Retired, ...],
    ),
]

Retirements = Given[Map[_Retirements], Mapping[str, Retired | list[Retired] | tuple[Retired, ...]]]
"""Earlier id -> what was retired under it: once, or at several migrations."""


class Narrative(Noun):
    """The organization's own words about its assessment, for its board and its reports. They count nowhere.

    Example:
        >>> Narrative(headline="We listen; now we pay for it.", asks=["Fund the council"]).asks
        ('Fund the council',)
    """

    headline: OwnText = Field(default="", description="The message in a sentence or two.")
    blocks: Map[Annotated[OwnText, Field(min_length=1)]] = Field(
        default_factory=no_entries, description="Block id -> what the organization says about it."
    )
    asks: Many[OwnName] = Field(default=NO_ITEMS, description="What it asks of those who read this, in order.")


class Assessment(Noun):
    """Ratings of one framework for one organization at one date.

    Whether every name in it leads somewhere is found out together with whether it fits its framework: see `misfits`.

    Raises:
        pydantic.ValidationError: The data is malformed or contradicts itself; all reasons are listed.

    Example:
        >>> assessment = Assessment(framework="hcplan-apm", ratings={"vision-setting": "partial"})
        >>> assessment.rating("vision-setting").status, assessment.rating("trust-building").status
        ('rated', 'unanswered')
    """

    framework: Id = Field(description="The id of the framework that is rated.")
    edition: PublicText = Field(
        default="", description="The framework's edition that was rated. Default: the current one."
    )
    revision: Positive | None = Field(
        default=None, description="The framework's revision that was rated, 1 or more. Default: the current one."
    )
    tailoring: Annotated[Text | None, SharedWith("steering", None)] = Field(
        default=None,
        description="The file with the tailoring that goes with it, relative to this file. Every command uses it; "
        "`--tailoring` takes another one. In Python, `tailor` the framework with it.",
    )
    id: Annotated[Id | None, SharedWith("client", None)] = Field(
        default=None, description="Names the assessment in results and when files are merged."
    )
    organization: Organization | None = Field(
        default=None, description="Whose practices are rated. Default: nobody is named."
    )
    as_of: MaybeDay = Field(default=NULL, description="The date it speaks of; without it the evidenced lens is null.")
    final: Flag = Field(default=False, description="Until true, everything made from it says draft.")
    respondents: Many[Respondent] = Field(default=NO_ITEMS, description="Who rates.")
    respondents_told: Promise = Field(
        default="attributed",
        description="What they were promised: attributed, their answers may stand beside them; confidential, never.",
    )
    combine: Combine = Field(default="median_low", description="How several answers become one level.")
    silent: Silent = Field(
        default="exclude",
        description="What a respondent counts as who was asked about a practice and says nothing of it, where others "
        "do: `exclude`, not at all; `lowest`, the lowest level of the practice's scale.",
    )
    role_weights: Map[VoteWeight] = Field(
        default_factory=no_entries,
        description="Role -> how much each answer of it counts, times the respondent's own weight. Default: 1.",
    )
    targets: TargetsField = Field(
        description="What to aim for where a rating names no target.", default_factory=no_targets
    )
    evidence: Map[Evidence] = Field(
        description="The register of evidence: id -> the artifact.", default_factory=no_entries
    )
    goals: Many[Goal] = Field(default=NO_ITEMS, description="The disparities to close.")
    initiatives: Many[Initiative] = Field(default=NO_ITEMS, description="Work that the organization has or plans.")
    ratings: Ratings = Field(default_factory=no_entries, description="Practice id -> what is said about it.")
    actions: Map[Progress] = Field(
        description="Practice id -> how far the work on it has come.", default_factory=no_entries
    )
    planning: Calendar | None = Field(
        default=None, description="The calendar that `plan` keeps to; its options override what is said here."
    )
    retired: Annotated[Retirements, SharedWith("owner", {})] = Field(
        default_factory=no_entries, description="Earlier id -> what was said of it; written by `migrate`."
    )
    narrative: Annotated[Narrative | None, SharedWith("steering", None)] = Field(
        default=None, description="The organization's own words: a headline, words about blocks, what it asks for."
    )
    note: NoteText = Field(default="", description="What is noted about the assessment as a whole; for the owner only.")

    @property
    def organization_type(self) -> str | None:
        """The organization's type: an audience of the framework, or partnership; `None` where it is not said."""
        return self.organization.type if self.organization else None

    def rating(self, practice_id: str) -> Rating:
        """Give what is said about a practice; an empty rating when nothing is."""
        return self.ratings.get(practice_id, NOTHING)

    def progress_on(self, practice_id: str) -> WorkProgress | None:
        """Give where the work on a practice stands; `None` where nothing is said of it."""
        work = self.actions.get(practice_id)
        return work.progress if work else None
