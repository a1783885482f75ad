"""Assessments: what an organization says about its practices on one date."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.carried import Carried
from equity_blocks.model.effort import EffortField
from equity_blocks.model.goal import Goal, Initiative, Priority
from equity_blocks.model.noun import (
    BY_HAND,
    Day,
    Flag,
    FrozenDict,
    Id,
    LevelRef,
    Map,
    Noun,
    Text,
    Texts,
    Weight,
    unsound,
)
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.targets import AnyLevel, Targets

Status = Literal["rated", "unanswered", "unknown", "not_applicable", "not_pursued"]
Combine = Literal["median_low", "mean", "mode", "lowest", "highest"]
Silent = Literal["exclude", "lowest"]
VoteWeight = Annotated[float, Field(gt=0, le=1e12, strict=True, allow_inf_nan=False)]


class Organization(Noun):
    """Whose practices are rated.

    Example:
        >>> Organization(id="riverbend", type="health-plan").type
        'health-plan'
    """

    id: Id
    name: str = ""
    type: Id | None = Field(default=None, description="An audience of the framework, or partnership.")
    lines_of_business: tuple[Id, ...] = ()
    state: str = ""
    note: str = ""


class Respondent(Noun):
    """A person or group who rates.

    Example:
        >>> Respondent(id="cmo", role="clinical-leadership").role
        'clinical-leadership'
    """

    id: Id
    role: Id | None = None
    organization: Id | None = None
    weight: VoteWeight = Field(
        default=1.0,
        description="How much an answer counts beside the others', dimensionless, above 0. Default: like any other.",
    )
    asked: tuple[Id, ...] = Field(
        default=(),
        description="Blocks or practices that this respondent was asked about. Default: everything. It says where "
        "nothing said is a silent voice; whoever answers more than they were asked is heard.",
    )


class Check(Noun):
    """Who checked a piece of evidence, and when.

    Example:
        >>> Check(by="Internal audit", date="2026-05-01").by
        'Internal audit'
    """

    by: Text
    date: Day | None = None


class Evidence(Noun):
    """An artifact that shows something is done.

    Example:
        >>> Evidence(title="Health equity plan", date="2025-02-01", reviewed="2026-02-01").newest.isoformat()
        '2026-02-01'
    """

    title: Text
    kind: str = ""
    url: str = ""
    date: Day | None = None
    reviewed: Day | None = Field(default=None, description="When it was last looked at and found still true.")
    checked: Check | None = Field(default=None, description="Who verified that it shows what it is listed for.")
    note: str = ""

    @property
    def newest(self) -> dt.date | None:
        """The later of `date` and `reviewed`; `None` when there is neither."""
        return max(filter(None, (self.date, self.reviewed)), default=None)


def _answer(value: Any) -> Any:
    return value if isinstance(value, dict | Noun) else {"level": value}


_REASONS = ("not_applicable", "not_pursued")


def _with_reasons(data: Any, info: ValidationInfo) -> Any:
    """Make sure that whoever writes that a practice is left out says why.

    In a file somebody began to write a reason where its key stands; programs may name keys that they leave blank.
    """
    if isinstance(data, dict):
        is_by_hand = info.context == BY_HAND
        given = ((name, data[name]) for name in _REASONS if name in data)
        unsound([_no_reason(name) for name, said in given if _is_blank(said, also_none=is_by_hand)])
    return data


def _is_blank(value: Any, *, also_none: bool) -> bool:
    return (also_none and value is None) or (isinstance(value, str) and not value.strip())


def _no_reason(name: str) -> Problem:
    said = "does not apply" if name == "not_applicable" else "is not pursued"
    hint = f'write the reason after it, {name}: "...", or remove it: without a reason it says nothing'
    return Problem("no_reason", f"nothing says why the practice {said}", hint, (name,))


class Answer(Noun):
    """What one respondent says about one practice.

    Example:
        >>> Answer(level="partial", note="two clinics").level
        'partial'
    """

    level: LevelRef | None = None
    not_applicable: Text | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _gives_reasons(cls, data: Any, info: ValidationInfo) -> Any:
        return _with_reasons(data, info)

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Answer":
        if self.not_applicable and self.level is not None:
            message = "a practice that does not apply cannot have a level"
            unsound([Problem("contradiction", message, "remove one of them", ("not_applicable",))])
        return self

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing at all: no level, no reason why the practice does not apply, no note."""
        return self.level is None and self.not_applicable is None and not self.note


AnswerField = Annotated[Answer, BeforeValidator(_answer, json_schema_input_type=Answer | str | float | None)]
"""An answer: in short, only its level."""


class Agreed(Noun):
    """The level a group settled on after talking; it overrides the answers.

    Example:
        >>> Agreed(level="partial", by="steering group", why="one line of business is done").level
        'partial'
    """

    level: LevelRef
    by: Text
    why: str = ""


class Duty(Noun):
    """A requirement from outside that a practice must meet.

    Example:
        >>> Duty(title="State contract 4.2", due="2027-06-30").due.year
        2027
    """

    title: Text
    due: Day | None = None


class Rating(Noun):
    """What is said about one practice. Short form: a level, `unknown`, or nothing (unanswered).

    Example:
        >>> Rating.model_validate("partial").status, Rating.model_validate(None).status
        ('rated', 'unanswered')
        >>> Rating(not_applicable="we hold no clinical records").status
        'not_applicable'
    """

    level: LevelRef | None = Field(default=None, description="A level, or `unknown`: asked, and nobody could say.")
    criteria: Map[LevelRef | None] = Field(
        default_factory=FrozenDict, description="A level for each criterion, instead of `level`."
    )
    answers: Map[AnswerField] = Field(
        default_factory=FrozenDict, description="Respondent id -> what they said, instead of `level`."
    )
    agreed: Agreed | None = None
    not_applicable: Text | None = Field(default=None, description="Why the practice does not apply here.")
    not_pursued: Text | None = Field(
        default=None, description="Why the organization leaves it out; may stand with a level."
    )
    target: AnyLevel | None = Field(
        default=None, description="Level to aim for, or {share: 0.4}. Default: what the targets say."
    )
    decision: Literal["pursue", "later"] | None = None
    importance: Priority | None = Field(
        default=None,
        description="This organization's own priority. Default: that of the root causes of goals that name the "
        "practice, else normal.",
    )
    feasibility: Priority = Field(default="normal", description="How able this organization is to do it now.")
    required_by: tuple[Duty, ...] = ()
    effort: EffortField | None = Field(default=None, description="This organization's own estimate.")
    cost: Weight | None = Field(
        default=None, description="Money from the lowest level to the highest, in the client's currency."
    )
    owner: str = ""
    evidence: Texts = Field(default=(), description="Ids in the evidence register.")
    carried: Carried | None = Field(
        default=None, description="What another framework says; it does not count as rated."
    )
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, data: Any, info: ValidationInfo) -> Any:
        return _with_reasons(data, info) if isinstance(data, dict | Noun) else {"level": data}

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Rating":
        said = [name for name in ("level", "criteria", "answers") if getattr(self, name) not in (None, {})]
        problems = []
        if len(said) > 1:
            message = f"{' and '.join(said)} contradict each other"
            problems.append(Problem("contradiction", message, "give only one of them", (said[-1],)))
        if self.not_applicable and (said or self.agreed or self.not_pursued):
            message = "a practice that does not apply cannot have a level or be left out by choice"
            problems.append(Problem("contradiction", message, "remove one of them", ("not_applicable",)))
        if (self.not_pursued or self.not_applicable) and self.decision == "pursue":
            message = "a practice that is left out or does not apply cannot be pursued"
            problems.append(Problem("contradiction", message, "remove one of them", ("decision",)))
        unsound(problems)
        return self

    @property
    def status(self) -> Status:
        """What kind of statement this is. Where several answered, the majority decides about not applicable."""
        if self.not_applicable:
            return "not_applicable"
        if self.not_pursued:
            return "not_pursued"
        if self.agreed:
            return "unknown" if self.agreed.level == RESERVED else "rated"
        if self.answers:
            return self._status_of_answers
        said = [level for level in (self.level, *self.criteria.values()) if level is not None]
        if not said:
            return "unanswered"
        return "unknown" if all(level == RESERVED for level in said) else "rated"

    @property
    def _status_of_answers(self) -> Status:
        votes = [a for a in self.answers.values() if a.level is not None or a.not_applicable]
        if not votes:
            return "unanswered"
        if 2 * sum(a.not_applicable is not None for a in votes) > len(votes):
            return "not_applicable"
        return "rated" if any(a.level not in (None, RESERVED) for a in votes) else "unknown"


class Progress(Noun):
    """How far a planned action has come.

    Example:
        >>> Progress(progress="started", start="2026-10-01").progress
        'started'
    """

    progress: Literal["planned", "started", "done", "dropped"]
    start: Day | None = None
    finish: Day | None = None
    note: str = ""


RatingField = Annotated[
    Rating, BeforeValidator(lambda value: value, json_schema_input_type=Rating | str | float | None)
]
"""A rating: in short, only its level, `unknown`, or nothing."""


class Retired(Noun):
    """What was said in an earlier revision and has no home in this one; it is kept, and counts nowhere.

    Example:
        >>> Retired(rating="partial", revision=1, why="the practice was split").rating.level
        'partial'
    """

    why: Text = Field(description="Why it has no home.")
    revision: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        default=None, description="The revision that was rated."
    )
    edition: str = ""
    rating: RatingField | None = Field(default=None, description="The whole rating of the practice.")
    target: AnyLevel | None = Field(
        default=None, description="The level that was aimed for, where it was not in a rating."
    )
    action: Progress | None = None
    goals: tuple[Id, ...] = Field(default=(), description="Goals with a root cause that named the practice.")
    initiatives: tuple[Id, ...] = Field(default=(), description="Initiatives that carried the practice.")


Retirements = Annotated[
    tuple[Retired, ...],
    BeforeValidator(
        lambda value: (value,) if isinstance(value, dict | Retired) else value,
        json_schema_input_type=Retired | tuple[Retired, ...],
    ),
]
"""What was retired under one id: once, or at several migrations."""


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

    framework: Id
    edition: str = Field(default="", description="The framework's edition that was rated. Default: the current one.")
    revision: Annotated[int, Field(ge=1, strict=True)] | None = None
    tailoring: Text | None = Field(
        default=None,
        description="The file with the tailoring that goes with it, relative to this file. Every command uses it; "
        "`--tailoring` takes another one. In Python, `tailor` the framework with it.",
    )
    id: Id | None = None
    organization: Organization | None = None
    as_of: Day | None = Field(default=None, description="The date it speaks of; without it the evidenced lens is null.")
    final: Flag = Field(default=False, description="Until true, everything made from it says draft.")
    respondents: tuple[Respondent, ...] = ()
    respondents_told: Literal["attributed", "confidential"] = "attributed"
    combine: Combine = Field(default="median_low", description="How several answers become one level.")
    silent: Silent = Field(
        default="exclude",
        description="What a respondent counts as who was asked about a practice and says nothing of it, where others "
        "do: `exclude`, not at all; `lowest`, the lowest level of the practice's scale.",
    )
    role_weights: Map[VoteWeight] = Field(
        default_factory=FrozenDict,
        description="Role -> how much each answer of it counts, times the respondent's own weight. Default: 1.",
    )
    targets: Targets = Field(default_factory=Targets.model_construct)
    evidence: Map[Evidence] = Field(default_factory=FrozenDict)
    goals: tuple[Goal, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    ratings: Map[RatingField] = Field(default_factory=FrozenDict, description="Practice id -> what is said about it.")
    actions: Map[Progress] = Field(default_factory=FrozenDict)
    planning: Calendar | None = Field(
        default=None, description="The calendar that `plan` keeps to; its options override what is said here."
    )
    retired: Map[Retirements] = Field(
        default_factory=FrozenDict, description="Earlier id -> what was said of it; written by `migrate`."
    )
    note: str = ""

    def rating(self, practice_id: str) -> Rating:
        """Give what is said about a practice; an empty rating when nothing is."""
        return self.ratings.get(practice_id, NOTHING)


NOTHING = Rating.model_construct()
"""The rating of a practice that nobody mentions: unanswered."""
