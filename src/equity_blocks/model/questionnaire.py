"""Questionnaires: what is asked of whom, before anybody decides whether it becomes a workbook, a form or a prompt."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.model.noun import EMPTY
from equity_blocks.model.rating import NOTHING, Rating


class Choice(NamedTuple):
    """A level that may be answered.

    Args:
        id: The level's id.
        title: What people call it.
        meaning: What it means for this very practice, else on the scale.
        value: Its value in [0, 1].
    """

    id: str
    title: str
    meaning: str
    value: float


class Side(NamedTuple):
    """One side where respondents differ.

    Args:
        level: The level that they gave, `unknown`, or that it does not apply.
        who: Who gave it, in words; a count, such as "2 people", where they were promised not to be named.
        notes: What they add; none where they are not named.
    """

    level: str
    who: str
    notes: tuple[str, ...] = ()


class Item(NamedTuple):
    """A practice that is asked about.

    Args:
        practice: Its id.
        title: The source's name of it.
        block: The id of the block it stands in.
        blocks: The titles of the blocks around it, from the outside in.
        question: What is asked, in the wording of who is asked.
        choices: The levels, the lowest first.
        range: The lowest and the highest score, where scores are given; `None`: only levels.
        criteria: The parts that may be rated instead: id -> title.
        evidence_hints: What could show it.
        cautions: What to be careful about.
        asked_of: Who can answer, in words; empty: not said.
        may_not_apply: Whether the answer that it does not apply is allowed.
        status_hint: Why it may not apply to such an organization, to be confirmed; empty: it is meant for it.
        rating: What is said about it already: in a respondent's questionnaire by them alone.
        reference: The level of last time, as a reading and never as an answer; empty: there is none.
        is_changed: Whether the question, the levels or the criteria changed since then.
        sides: Where respondents differ, both sides, the lower level first.
    """

    practice: str
    title: str
    block: str
    blocks: tuple[str, ...]
    question: str
    choices: tuple[Choice, ...]
    range: tuple[float, float] | None = None
    criteria: Mapping[str, str] = EMPTY
    evidence_hints: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    asked_of: str = ""
    may_not_apply: bool = True
    status_hint: str = ""
    rating: Rating = NOTHING
    reference: str = ""
    is_changed: bool = False
    sides: tuple[Side, ...] = ()

    @property
    def is_settled_by_others(self) -> bool:
        """Whether the level comes from respondents, or from a group that agreed: then the owner does not choose it.

        Example:
            >>> Item("p", "P", "b", ("B",), "?", (), rating=Rating(answers={"cmo": "partial"})).is_settled_by_others
            True
        """
        return bool(self.rating.answers or self.rating.agreed)


class Asked(NamedTuple):
    """Who fills in a questionnaire.

    Args:
        id: The respondent's id; empty for the organization's owner of the assessment, who also plans.
        role: The role, an id of the framework; empty: none.
        role_title: The same in words.
        organization: The organization's id, in a partnership; empty: that of the assessment.
        people: For how many people it answers.
        practices: The practices that are asked about, where that is not all: what a reply gives as `asked`.
    """

    id: str = ""
    role: str = ""
    role_title: str = ""
    organization: str = ""
    people: int = 1
    practices: tuple[str, ...] = ()


class Questionnaire(NamedTuple):
    """What is asked, of whom, and what is known already. Every door draws the same one.

    Args:
        framework: The framework's id.
        edition: Its edition.
        revision: Its revision.
        fingerprint: The hash of what decides figures, tailoring included.
        title: What the framework is called.
        terms: What the framework calls a block and a practice.
        items: What is asked, in the framework's order.
        asked: Who is asked. Default: the owner.
        kind: `answers` of a respondent; `owner`: answers and planning; `contested`: what respondents differ on, and
            what is agreed.
        audience: Whose wording; empty: the common one.
        is_plain: Whether it asks in plain words.
        assessment: The id of the assessment it was made from; empty: none.
        organization: The organization's name, else its id; empty: none.
        as_of: The assessment's date as YYYY-MM-DD; empty: none.
        is_final: Whether the assessment is final.
        tailoring: The tailoring it was adapted by, as the assessment names it; empty: none.
        promise: What respondents are told of their names: `attributed` or `confidential`.
        welcome: A line or two for who fills it in; empty: the door has its own.

    Example:
        >>> choices = (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1))
        >>> asked = Questionnaire("mini", "", 1, "f", "Mini", {}, (Item("p", "P", "b", ("B",), "Is it so?", choices),))
        >>> asked.kind, [choice.id for choice in asked.items[0].choices]
        ('owner', ['no', 'yes'])
    """

    framework: str
    edition: str
    revision: int
    fingerprint: str
    title: str
    terms: Mapping[str, str]
    items: tuple[Item, ...]
    asked: Asked = Asked()
    kind: str = "owner"
    audience: str = ""
    is_plain: bool = False
    assessment: str = ""
    organization: str = ""
    as_of: str = ""
    is_final: bool = False
    tailoring: str = ""
    promise: str = "attributed"
    welcome: str = ""
