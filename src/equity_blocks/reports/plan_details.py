"""The details of a plan's actions: when each is done, what shows it, what keeps it going, and what helps."""

from equity_blocks.model import Framework
from equity_blocks.model.plan import Action, Plan
from equity_blocks.reports.document import Column, Heading, Paragraph, Part, Table, lowered


def describe_details(plan: Plan, framework: Framework | None = None, top: int | None = None) -> list[Part]:
    """Say of each action when it is done, how that is shown and measured, and what material there is.

    Args:
        plan: The plan.
        framework: Gives levels their meaning. Default: only evidence and material are named.
        top: How many actions to tell of. Default: all.
    """
    columns = (
        Column("#", "right", is_narrow=True),
        Column("Done when, shown by, measured by, with help of", is_wide=True),
    )
    rows = tuple((str(action.rank), _lines(action, plan, framework)) for action in plan.actions[:top])
    parts: list[Part] = [Heading("Completion and evidence"), Table(columns, rows)]
    kept = _kept(framework)
    return [*parts, Paragraph(kept)] if kept else parts


def _lines(action: Action, plan: Plan, framework: Framework | None) -> str:
    aims = [f"{goal.title} {goal.aim}".strip() for goal in plan.goals if action.rank in goal.actions]
    said = (
        ("Done when: ", _meaning(action, framework)),
        ("Show: ", "; ".join(action.evidence)),
        ("Measured by: ", "; ".join(aims)),
        ("Material: ", "; ".join(resource.title for resource in action.resources)),
    )
    lines = [f"{label}{text.rstrip('.')}." for label, text in said if text]
    return "\n".join([action.title, *lines])


def _meaning(action: Action, framework: Framework | None) -> str:
    """What the level means for this practice, else what it means on its scale."""
    if framework is None:
        return ""
    level = next(level for level in framework.scale_of(action.practice).levels if level.id == action.to)
    return framework.practices[action.practice].levels.get(action.to, level.description)


def _kept(framework: Framework | None) -> str:
    """What keeping a practice going means: the highest level of the scale."""
    top = framework.scale.levels[-1] if framework else None
    if top is None or not top.description:
        return ""
    return f"To keep an action going, aim for the level {top.title.lower()}: {lowered(top.description)}"
