"""What waits for what among the actions."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from equity_blocks.model import Framework
from equity_blocks.model.phrases import period_named
from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import HeldNeed
from equity_blocks.reports.document import Heading, Paragraph, Part, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.dependencies import Arrow, Box, Dependencies
from equity_blocks.reports.values import count_at

ORDER = 110


def section(given: Given) -> Iterator[Part]:
    """Show which actions have to come before which; nothing where none waits for another."""
    plan = given.plan
    picture = dependencies_of(plan, given.framework) if plan is not None else None
    if plan is None or picture is None:
        return
    yield Heading("What waits for what")
    yield picture
    if len(picture.boxes) < len(plan.actions):
        yield Paragraph("None of the other actions must wait for another one or hold one up.", tone="note")


def dependencies_of(plan: Plan, framework: Framework) -> Dependencies | None:
    """Give the picture of which actions of a plan wait for which; `None` where none waits."""
    links = _links(plan, framework)
    if not links:
        return None
    shown = sorted({place for link in links for place in link})
    boxes = tuple(_box(plan, place, framework) for place in shown)
    arrows = tuple(
        Arrow(shown.index(first), shown.index(then), link.is_choice, _needed(plan, first, link.level, framework))
        for (first, then), link in sorted(links.items())
    )
    return Dependencies("Actions that have to come before others", boxes, arrows)


class _Link(NamedTuple):
    """That one action comes before another: whether it is one of several that would do, and how far it has to be."""

    is_choice: bool = False
    level: str = ""


def _links(plan: Plan, framework: Framework) -> dict[tuple[int, int], _Link]:
    """Give which action comes before which, by their positions."""
    links: dict[tuple[int, int], _Link] = {}
    for then, action in enumerate(plan.actions):
        for rule in action.waits_for:
            for need in rule.any_of:
                for first in set(_raising(plan, need, framework)) - {then}:
                    known = links.get((first, then), _Link(is_choice=True, level=need.level))
                    level = max(known.level, need.level, key=framework.scale_of(need.practice).position)
                    links[first, then] = _Link(len(rule.any_of) > 1 and known.is_choice, level)
    return links | dict.fromkeys(_runs(plan), _Link())


def _needed(plan: Plan, first: int, level: str, framework: Framework) -> str:
    """Say how far an action has to be before another can start, and in which period it is."""
    if not level:
        return ""
    action = plan.actions[first]
    scale = framework.scale_of(action.practice)
    reached = (step.finish for step in action.steps if scale.position(step.to) >= scale.position(level))
    when = next(reached, None)
    return worded(level) if when is None else f"{worded(level)}, {period_named(when)}"


def _raising(plan: Plan, need: HeldNeed, framework: Framework) -> Iterator[int]:
    """Find the action that gets a practice as far as it is needed."""
    scale = framework.scale_of(need.practice)
    least = scale.position(need.level)
    raising = (
        place
        for place, action in enumerate(plan.actions)
        if action.practice == need.practice and scale.holds(action.to) and scale.position(action.to) >= least
    )
    yield from list(raising)[:1]


def _runs(plan: Plan) -> Iterator[tuple[int, int]]:
    """Give which action goes on where which other one of the same practice ends."""
    places: dict[str, list[int]] = {}
    for place, action in enumerate(plan.actions):
        places.setdefault(action.practice, []).append(place)
    for of_it in places.values():
        yield from pairwise(of_it)


def _box(plan: Plan, place: int, framework: Framework) -> Box:
    action = plan.actions[place]
    levels = framework.scale_of(action.practice).levels
    title = next((level.title for level in levels if level.id == action.to), worded(action.to))
    return Box(count_at(plan, "actions", place, "rank"), action.title, f"to: {title}")
