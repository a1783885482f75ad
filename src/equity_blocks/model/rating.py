"""Ratings: what an organization says about one practice, and what each respondent answered."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.effort import EffortField
from equity_blocks.model.goal import Priority
from equity_blocks.model.noun import (
    BY_HAND,
    NO_ITEMS,
    NULL,
    Given,
    Id,
    LevelRef,
    Many,
    Map,
    MaybeDay,
    Noun,
    Text,
    Texts,
    Unit,
    Weight,
    keyed,
    no_entries,
    unsound,
)
from equity_blocks.model.privacy import NUMBER, WITHHELD, NoteText, OwnName, OwnText, SharedWith
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.targets import AnyLevel

Status = Literal["rated", "unanswered", "unknown", "not_applicable", "not_pursued"]


def _answer(value: Any) -> Any:
    return value if isinstance(value, dict | Noun) else {"level": value}


_REASONS = ("not_applicable", "not_pursued")


def _with_reasons(data: Any, info: ValidationInfo) -> Any:
    """Make sure that whoever writes that a practice is left out says why.

    In a file somebody began to write a reason where its key stands; programs may name keys that they leave blank.
    """
    if isinstance(data, dict):
        is_by_hand = info.context == BY_HAND
        blank = [name for name in _REASONS if name in data and _is_blank(data[name], also_none=is_by_hand)]
        unsound([_no_reason(name) for name in blank])
    return data


def _is_blank(value: Any, *, also_none: bool) -> bool:
    return (also_none and value is None) or (isinstance(value, str) and not value.strip())


def _no_reason(name: str) -> Problem:
    verb = "does not apply" if name == "not_applicable" else "is not pursued"
    hint = f'write the reason after it, {name}: "...", or remove it: without a reason it says nothing'
    return Problem("no_reason", f"nothing says why the practice {verb}", hint, (name,))


class Imported(Noun):
    """The origin of an answer or a rating that was read from a workbook, a form or another system.

    Example:
        >>> Imported(source="survey.xlsx", place="Answers!C7", date="2026-09-12", said="Mostly").place
        'Answers!C7'
    """

    source: Annotated[Text, SharedWith("owner", WITHHELD)] = keyed(
        key="from", description="The file or system that it was read from."
    )
    place: NoteText = Field(default="", description="Where it stood there, such as a cell or a question's number.")
    date: MaybeDay = Field(default=NULL, description="When it was read from there.")
    said: NoteText = Field(default="", description="What stood there, where it had to be translated into a level.")


class Answer(Noun):
    """The answer of one respondent about one practice.

    Example:
        >>> Answer(level="partial", note="two clinics").level
        'partial'
        >>> Answer(criteria={"policy": "in-place", "training": "planned"}).levels
        ('in-place', 'planned')
    """

    level: LevelRef | None = Field(default=None, description="A level, or `unknown`: asked, and could not say.")
    criteria: Map[LevelRef | None] = Field(
        default_factory=no_entries,
        description="A level for each criterion that the answer speaks of, instead of `level`.",
    )
    not_applicable: Annotated[Text, SharedWith("owner", WITHHELD)] | None = Field(
        default=None, description="Why the practice does not apply here."
    )
    date: Annotated[MaybeDay, SharedWith("owner", None)] = Field(
        default=NULL, description="When it was given. Default: the date of the assessment."
    )
    imported: Annotated[Imported | None, SharedWith("owner", None)] = Field(
        default=None, description="Where it was read from. Default: it was written into the file."
    )
    note: NoteText = Field(default="", description="What the respondent adds.")

    @model_validator(mode="before")
    @classmethod
    def _gives_reasons(cls, data: Any, info: ValidationInfo) -> Any:
        return _with_reasons(data, info)

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Answer":
        problems = []
        if self.not_applicable and self.levels:
            message = "a practice that does not apply cannot have a level"
            problems.append(Problem("contradiction", message, "remove one of them", ("not_applicable",)))
        if self.criteria and self.level is not None:
            message, data = "level and criteria contradict each other", {"keys": ("level", "criteria")}
            problems.append(Problem("contradiction", message, "give only one of them", ("criteria",), data=data))
        unsound(problems)
        return self

    @property
    def levels(self) -> tuple[str | float, ...]:
        """The levels that it names: its own, or those of criteria; `unknown` is one of them where it is said."""
        return tuple(level for level in (self.level, *self.criteria.values()) if level is not None)

    @property
    def names_level(self) -> bool:
        """True if it names a level, of the practice or of a criterion; `unknown` is none."""
        return any(level != RESERVED for level in self.levels)

    @property
    def is_statement(self) -> bool:
        """True if it names a level, or `unknown`, or says that the practice does not apply."""
        return self.not_applicable is not None or bool(self.levels)

    @property
    def is_blank(self) -> bool:
        """True if it says nothing at all: no level, no reason why the practice does not apply, no note."""
        return not (self.is_statement or self.note)


AnswerField = Annotated[Answer, BeforeValidator(_answer, json_schema_input_type=Answer | str | float | None)]
"""An answer: in short, only its level."""

Answers = Given[Map[AnswerField], Mapping[str, Answer | str | float | None]]
"""Respondent id -> an answer."""


class Settled(Noun):
    """A level that a group settled on after talking.

    Example:
        >>> Settled(level="planned", by="steering group", date="2025-10-01").date.year
        2025
    """

    level: LevelRef = Field(description="The level, or `unknown`.")
    by: Annotated[Text, SharedWith("owner", WITHHELD)] = Field(description="Who settled on it.")
    date: MaybeDay = Field(default=NULL, description="When they did.")
    why: NoteText = Field(default="", description="Their reason.")


class Agreed(Settled):
    """The level a group settled on after talking; it overrides the answers.

    Example:
        >>> Agreed(level="partial", by="steering group", why="one line of business is done").level
        'partial'
    """

    date: MaybeDay = Field(default=NULL, description="When they did.")  # again: see `Given` for what heirs inherit
    earlier: Annotated[Many[Settled], SharedWith("owner", ())] = Field(
        default=NO_ITEMS,
        description="What they had settled on before, the latest last. It counts nowhere, and may name levels of an "
        "earlier revision.",
    )


class Duty(Noun):
    """A requirement from outside that a practice must meet.

    Example:
        >>> Duty(title="State contract 4.2", due="2027-06-30").due.year
        2027
    """

    title: OwnName = Field(description="What requires it, such as a clause of a contract.")
    due: MaybeDay = Field(default=NULL, description="The day by which it must be met. Default: no day.")


class Carried(Noun):
    """What a crosswalk carries over: between which levels a practice lies. It is a proposal and never counts as rated.

    Example:
        >>> Carried(at_least="planned", at_most="in-place", framework="hcplan-apm", source=["vision-setting"]).at_most
        'in-place'
        >>> Carried(level="partial", low=0.5, high=0.8).low  # as written before there were bounds
        0.5
    """

    level: LevelRef | None = Field(
        default=None,
        description="The one level that is left, where there is only one. Beside `low` and `high`: the highest level "
        "whose value is not above `low`.",
    )
    at_least: LevelRef | None = Field(
        default=None, description="The lowest level that is left, or the lowest score. Default: the scale's lowest."
    )
    at_most: LevelRef | None = Field(
        default=None, description="The highest level that is left, or the highest score. Default: the scale's highest."
    )
    low: Unit | None = Field(
        default=None, description="In older files, the least that the practice can count, in [0, 1]."
    )
    high: Unit | None = Field(default=None, description="In older files, the most that it can count, in [`low`, 1].")
    framework: Id | None = Field(default=None, description="The framework that was rated.")
    source: Many[Id] = keyed(key="from", default=NO_ITEMS, description="Its practices that this comes from.")

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Carried":
        problems = []
        if self.low is not None and self.high is not None and self.low > self.high:
            message = f"low {self.low:g} lies above high {self.high:g}"
            hint, data = "exchange them, or remove what was carried", {"found": (self.low, self.high)}
            problems.append(Problem("contradiction", message, hint, ("low",), data=data))
        if self.level is not None and len(self.levels) > 1:
            message, hint = "a level and bounds contradict each other", "give only one of them"
            keys = {"keys": tuple(self.levels)}
            problems.append(Problem("contradiction", message, hint, ("level",), data=keys))
        unsound(problems)
        return self

    @property
    def levels(self) -> dict[str, str | float]:
        """The levels that it names: `level`, or the ends `at_least` and `at_most`, each by its key."""
        named = {"level": self.level, "at_least": self.at_least, "at_most": self.at_most}
        return {key: level for key, level in named.items() if level is not None}


class Rating(Noun):
    """The statement about one practice. Short form: a level, `unknown`, or nothing (unanswered).

    Example:
        >>> Rating.model_validate("partial").status, Rating.model_validate(None).status
        ('rated', 'unanswered')
        >>> Rating(not_applicable="we hold no clinical records").status
        'not_applicable'
    """

    level: LevelRef | None = Field(default=None, description="A level, or `unknown`: asked, and nobody could say.")
    criteria: Map[LevelRef | None] = Field(
        default_factory=no_entries, description="A level for each criterion, instead of `level`."
    )
    answers: Answers = Field(
        default_factory=no_entries, description="Respondent id -> what they said, instead of `level`."
    )
    agreed: Agreed | None = Field(default=None, description="What the group settled on; it overrides the answers.")
    not_applicable: OwnName | None = Field(default=None, description="Why the practice does not apply here.")
    not_pursued: OwnName | None = Field(
        default=None, description="Why the organization leaves it out; may stand with a level."
    )
    target: AnyLevel | None = Field(
        default=None, description="Level to aim for, or {share: 0.4}. Default: what the targets say."
    )
    decision: Literal["pursue", "later"] | None = Field(
        default=None, description="pursue: it is planned; later: it is not, for now. Default: not decided."
    )
    importance: Priority | None = Field(
        default=None,
        description="This organization's own priority. Default: that of the root causes of goals that name the "
        "practice, else normal.",
    )
    feasibility: Priority = Field(default="normal", description="How able this organization is to do it now.")
    required_by: Many[Duty] = Field(default=NO_ITEMS, description="What requires it from outside.")
    effort: EffortField | None = Field(default=None, description="This organization's own estimate.")
    cost: Weight | None = Field(
        default=None, description="Money from the lowest level to the highest, in the client's currency."
    )
    owner: OwnText = Field(default="", description="Who leads it here.")
    evidence: Annotated[Texts, SharedWith("steering", NUMBER)] = Field(
        default=NO_ITEMS, description="Ids in the evidence register."
    )
    carried: Carried | None = Field(
        default=None, description="What another framework says; it does not count as rated."
    )
    imported: Annotated[Imported | None, SharedWith("owner", None)] = Field(
        default=None, description="Where it was read from. Default: it was written into the file."
    )
    note: NoteText = Field(default="", description="What is noted about the practice as a whole.")

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, data: Any, info: ValidationInfo) -> Any:
        return _with_reasons(data, info) if isinstance(data, dict | Noun) else {"level": data}

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Rating":
        statements = [name for name in ("level", "criteria", "answers") if getattr(self, name) not in (None, {})]
        problems = []
        if len(statements) > 1:
            message, data = f"{' and '.join(statements)} contradict each other", {"keys": statements}
            problems.append(Problem("contradiction", message, "give only one of them", (statements[-1],), data=data))
        if self.not_applicable and (statements or self.agreed or self.not_pursued):
            message = "a practice that does not apply cannot have a level or be left out by choice"
            problems.append(Problem("contradiction", message, "remove one of them", ("not_applicable",)))
        if (self.not_pursued or self.not_applicable) and self.decision == "pursue":
            message = "a practice that is left out or does not apply cannot be pursued"
            problems.append(Problem("contradiction", message, "remove one of them", ("decision",)))
        unsound(problems)
        return self

    @property
    def status(self) -> Status:
        """The kind of statement that it is. Where several answered, the majority decides about not applicable."""
        if self.not_applicable:
            return "not_applicable"
        if self.not_pursued:
            return "not_pursued"
        if self.agreed:
            return "unknown" if self.agreed.level == RESERVED else "rated"
        if self.answers:
            return self._status_of_answers
        levels = [level for level in (self.level, *self.criteria.values()) if level is not None]
        if not levels:
            return "unanswered"
        return "unknown" if all(level == RESERVED for level in levels) else "rated"

    @property
    def _status_of_answers(self) -> Status:
        votes = [answer for answer in self.answers.values() if answer.is_statement]
        if not votes:
            return "unanswered"
        if 2 * sum(a.not_applicable is not None for a in votes) > len(votes):
            return "not_applicable"
        return "rated" if any(answer.names_level for answer in votes) else "unknown"


RatingField = Annotated[
    Rating, BeforeValidator(lambda value: value, json_schema_input_type=Rating | str | float | None)
]
"""A rating: in short, only its level, `unknown`, or nothing."""

Ratings = Given[Map[RatingField], Mapping[str, Rating | str | float | None]]
"""Practice id -> a rating."""

NOTHING = Rating.model_construct()
"""The rating of a practice that nobody mentions: unanswered."""
