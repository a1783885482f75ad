"""The actions by how important and how feasible they are."""

from collections.abc import Iterator

from equity_blocks.model.plan import Plan
from equity_blocks.reports.document import Heading, Paragraph, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.two_by_two import Item, TwoByTwo
from equity_blocks.reports.values import count_at

ORDER = 100

_HOW = (
    "Important is what the organization says is, else what brings and opens up as much as most; feasible is what it "
    "says is, else what takes no more days than most."
)


def section(given: Given) -> Iterator[Part]:
    """Show the actions in four quarters, each with its number in the plan."""
    plan = given.plan
    if plan is None or not plan.actions:
        return
    yield Heading("Importance and feasibility")
    yield two_by_two_of(plan)
    yield Paragraph(_HOW, tone="note")


def two_by_two_of(plan: Plan) -> TwoByTwo:
    """Give the picture of a plan's actions by importance and feasibility."""
    items = (
        Item(count_at(plan, "actions", place, "rank"), action.title, action.quadrant)
        for place, action in enumerate(plan.actions)
    )
    return TwoByTwo("Actions by importance and feasibility", tuple(items))
