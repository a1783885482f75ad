"""A plan by what is required from outside: the clause, the practices, what shows them, and whether it is in time."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from equity_blocks.model import Assessment, Framework
from equity_blocks.model.action import Action
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import listed, period_named
from equity_blocks.model.plan import NotPlanned, Plan
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Paragraph, Part, Phrase, Table, worded
from equity_blocks.reports.values import count_at


class Requirement(NamedTuple):
    """What one clause requires of one practice.

    Args:
        title: The clause.
        due: The day by which it must be met; `None`: no day.
        practice: The practice, by its id.
        name: Its title.
        action: Its action in the plan; `None`: there is none.
        left: Why there is none, where the plan says so.
    """

    title: str
    due: date | None
    practice: str
    name: str
    action: Action | None = None
    left: NotPlanned | None = None


def requirements(plan: Plan, assessment: Assessment | None = None) -> tuple[Requirement, ...]:
    """List what is required of which practice: by day, then by clause, in the order of the plan.

    Args:
        plan: The plan.
        assessment: What was planned for; knows what is required of practices that are not in the plan. Default: only
            what the plan tells.
    """
    found: dict[tuple[str, str], Requirement] = {}
    for action in plan.actions:
        for title, due in _duties(action):
            found[title, action.practice] = Requirement(title, due, action.practice, action.title, action)
    for left in (*plan.unscheduled, *plan.later):
        for title, due in _duties(left):
            found[title, left.practice] = Requirement(title, due, left.practice, left.title, left=left)
    for each in _others(plan, assessment):
        found.setdefault((each.title, each.practice), each)
    clauses = list(dict.fromkeys(each.title for each in found.values()))
    return tuple(sorted(found.values(), key=lambda each: (each.due or date.max, clauses.index(each.title))))


def _duties(of: Action | NotPlanned) -> Iterator[tuple[str, date | None]]:
    for reason in of.reasons:
        for duty in reason.data.get("duties", ()) if reason.code == "required_by" else ():
            yield duty["title"], date.fromisoformat(duty["due"]) if duty["due"] else None


def _others(plan: Plan, assessment: Assessment | None) -> Iterator[Requirement]:
    """List what is required of practices, as the assessment says; of those in the plan it says the same."""
    left = {item.practice: item for item in (*plan.unscheduled, *plan.later)}
    actions = {action.practice: action for action in plan.actions}
    for name, rating in (assessment.ratings if assessment else {}).items():
        for duty in rating.required_by:
            known: Any = left.get(name) or actions.get(name)
            title = known.title if known else worded(name)
            yield Requirement(duty.title, duty.due, name, title, actions.get(name), left.get(name))


def describe_requirements(
    plan: Plan, assessment: Assessment | None = None, framework: Framework | None = None
) -> Iterator[Part]:
    """Show what is required from outside: clause, practices, evidence, and whether it is in time.

    Args:
        plan: The plan.
        assessment: What was planned for; knows what shows a practice already. Default: what would show it is named.
        framework: Gives practices that are not in the plan their titles. Default: their ids are shown as words.
    """
    found = requirements(plan, assessment)
    known = framework.practices if framework else {}

    def title(each: Requirement) -> str:
        return known[each.practice].title if each.practice in known else each.name

    if found:
        columns = (
            Column("Requirement", is_wide=True),
            Column(headed(plan.vocabulary.practice)),
            Column("Evidence listed"),
            Column("In time"),
        )
        rows = tuple(_row(each, plan, assessment, title(each)) for each in found)
        yield Table(columns, rows, caption="What is required from outside, by what, and whether it is in time")
    elif plan.audience in ("client", "cohort"):
        yield Paragraph("What is required from outside is left out for this audience.")
    else:
        yield Paragraph("The assessment names no requirement from outside (`required_by`).")


def _row(each: Requirement, plan: Plan, assessment: Assessment | None, title: str) -> tuple[str, ...]:
    due = f"\nby {each.due.isoformat()}" if each.due else "\nno day named"
    return f"{each.title}{due}", _practice(each, plan, title), _evidence(each, assessment), in_time(each, plan)


def _practice(each: Requirement, plan: Plan, title: str) -> str:
    if each.action is None:
        return title
    return Phrase("action ", count_at(plan, "actions", each.action.rank - 1, "rank"), f": {title}")


_FEW = 2
"""So many things that would show it are named."""


def _evidence(each: Requirement, assessment: Assessment | None) -> str:
    """Name what shows the practice; where nothing does, what would."""
    rating = assessment.ratings.get(each.practice) if assessment else None
    register = assessment.evidence if assessment else {}
    has = [register[name].title for name in (rating.evidence if rating else ()) if name in register]
    if has:
        return "\n".join(has)
    would = listed(each.action.evidence, _FEW) if each.action and each.action.evidence else ""
    none = "none listed" if assessment else ""
    return "\n".join(filter(None, (none, f"would show it: {would}" if would else ""))) or NO_VALUE


def in_time(each: Requirement, plan: Plan) -> str:
    """Say whether a requirement is met in time, as far as the plan tells."""
    if each.action is None:
        return each.left.reason or "not planned" if each.left else "no action: nothing is left to do, or not planned"
    if each.due is None:
        return "no day named"
    place = next((i for i, period in enumerate(plan.periods, 1) if period.id == each.action.finish), None)
    day = plan.calendar.last_day(place) if plan.calendar and place else None
    if plan.calendar is None or place is None or day is None:
        return "not known: the plan has no dates"
    done = f"done by the end of {period_named(plan.periods[place - 1].id)}"
    if day <= each.due:
        return f"yes, with no day to spare: {done}" if day == each.due else f"yes: {done}"
    return f"may be late: {done}" if plan.calendar.holding(each.due) == place else f"no: {done}"
