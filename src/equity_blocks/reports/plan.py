"""A plan in words and tables: what a board adopts, headline first."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.figures import percent
from equity_blocks.model.phrases import enumerated, lowered, period_named
from equity_blocks.model.plan import Plan, ServedGoal
from equity_blocks.reports.document import Bullets, Document, Heading, Paragraph, Part
from equity_blocks.reports.heading import framed
from equity_blocks.reports.plan_actions import describe_actions
from equity_blocks.reports.plan_calendar import describe_calendar
from equity_blocks.reports.plan_details import describe_details
from equity_blocks.reports.plan_gaps import FEW_GOALS, describe_left_open
from equity_blocks.reports.plan_headline import describe_headline
from equity_blocks.reports.plan_offers import describe_offers
from equity_blocks.reports.plan_past import describe_past
from equity_blocks.reports.plan_views import Grouping, leader_of
from equity_blocks.reports.score_basis import doubts, starting_figure


def describe_plan(
    plan: Plan,
    framework: Framework | None = None,
    *,
    top: int | None = None,
    by: Grouping | None = None,
    details: bool = False,
) -> Document:
    """Say what a plan says.

    Args:
        plan: The plan.
        framework: Gives roles, levels and the framework their titles. Default: their ids are shown.
        top: How many actions to show. Default: all.
        by: Show groups of actions instead of single ones. Default: single ones.
        details: Say too why each action stands where it stands, when it is done, what shows it, what material there is,
            and how to read the figures. Default: two pages.

    Returns:
        The headline, where things stand, the actions in order, the calendar, who does it, and what is left open.
    """
    parts: list[Part] = [*describe_headline(plan), *doubts(plan.remarks), *describe_past(plan), *_standing(plan)]
    parts += describe_actions(plan, framework, top=top, by=by)
    if plan.actions:
        parts += [*describe_calendar(plan), *_people(plan, framework)]
    parts += describe_left_open(plan, framework, details=details)
    parts += describe_offers(plan)
    if details:
        parts += describe_details(plan, framework, top)
    return framed("Action plan", plan, framework, parts)


def _standing(plan: Plan) -> Iterator[Part]:
    yield Heading("Where we stand")
    if not plan.has_total:
        by_design = (
            "No total, by design of the framework: this plan weighs how far its {blocks} come, each by its weight."
        )
        yield Paragraph(plan.vocabulary.said(by_design))
    elif plan.score_now is None:
        yield Paragraph("Nothing applies, so there is no score to raise.")
        return
    told = [goal for goal in plan.goals if goal.progress or len(plan.goals) > FEW_GOALS or not plan.actions]
    start = [" ".join((_start(plan), *_band(plan)))] if plan.has_total else []
    if start or told:
        yield Bullets((*start, *(_goal(goal, plan) for goal in told)))


def _start(plan: Plan) -> str:
    return "" if plan.score_now is None else starting_figure(plan.score_now, plan.score_card, plan.unrated, plan)


def _band(plan: Plan) -> Iterator[str]:
    """Whether and when the band asked for is reached."""
    band = plan.band
    if band is None:
        return
    edge = f"{band.title} begins at {percent(band.start, plan.edges)}"
    if not band.is_reached:
        where = f" by the end of {period_named(plan.periods[-1].id)}" if plan.periods else ""
        yield f"{edge} and is not reached{where}."
    elif band.period:
        yield f"{edge} and is reached at the end of {period_named(band.period)}."
    else:
        yield f"{edge} and is reached." if plan.actions else f"{edge}: that is reached already."


def _goal(goal: ServedGoal, plan: Plan) -> str:
    """What was observed of a goal; whatever the headline does not say, too."""
    if plan.actions and len(plan.goals) == 1:
        return f"The goal: {lowered(goal.progress.rstrip('.'))}."
    aim = f", {goal.aim}" if goal.aim and (not plan.actions or len(plan.goals) > FEW_GOALS) else ""
    return ". ".join(filter(None, (f"{goal.title}{aim}", goal.progress.rstrip(".")))) + "."


def _people(plan: Plan, framework: Framework | None) -> Iterator[Part]:
    """Who leads which actions; those that nobody leads come first."""
    leads: dict[str, list[str]] = {}
    for action in plan.actions:
        leads.setdefault(leader_of(action, framework), []).append(str(action.rank))
    nobody = leads.pop("", [])
    led = [f"{who} {enumerated(ranks)}" for who, ranks in leads.items()]
    yield Heading("Who does it")
    yield Paragraph("; ".join([*([f"Nobody yet {enumerated(nobody)}"] if nobody else []), *led]) + ".")
