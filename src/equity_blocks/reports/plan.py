"""A plan in words and tables."""

from equity_blocks.model import Framework
from equity_blocks.model.plan import Action, Left, Plan
from equity_blocks.reports.document import (
    NO_VALUE,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    counted,
    enumerated,
    percent,
    worded,
)
from equity_blocks.reports.heading import subtitle

_SELECTION = {
    "decided": "These are the practices marked to be pursued, and what they need first.",
    "proposed": "Nothing is marked to be pursued, so this is a proposed shortlist: important and feasible first, then "
    "up to two quick wins, then important ones that take more. Mark your own choice with `decision: pursue`.",
    "all": "This raises every practice that stands below its target.",
}
_COLUMNS = (
    Column("#", "right", is_narrow=True),
    Column("Action, and why it stands here", is_wide=True),
    Column("From → to", is_narrow=True),
    Column("Effort", is_narrow=True),
    Column("Wave", "right", is_narrow=True),
)


def describe_plan(plan: Plan, framework: Framework | None = None) -> Document:
    """Say what a plan says.

    Args:
        plan: The plan.
        framework: Gives roles and the framework their titles. Default: their ids are shown.

    Returns:
        What is chosen and what it brings, the actions in order, what is left for later and what cannot be done.
    """
    parts: list[Part] = [Paragraph(_selection(plan)), Paragraph(_gain(plan))]
    if plan.actions:
        parts.append(Table(_COLUMNS, tuple(_row(action, framework) for action in plan.actions)))
        parts.append(Paragraph(_legend(plan, framework)))
    else:
        is_done = not plan.later and not plan.unscheduled
        nothing = "everything stands at its target already." if is_done else "nothing that was chosen can be raised."
        parts.append(Paragraph(f"There is nothing to do: {nothing}"))
    if plan.unscheduled:
        parts += [Heading("Not possible as chosen"), Bullets(tuple(_left(item) for item in plan.unscheduled))]
    if plan.later:
        parts += [Heading("Later"), Paragraph(_later(plan))]
    return Document("Action plan", subtitle(plan, framework), tuple(parts), plan.notice)


def action_table(plan: Plan) -> Table:
    """List every action with its figures, unrounded, one row each."""
    columns = (
        "rank", "practice", "title", "block", "from", "to", "wave", "gain", "benefit", "effort_days", "effort_basis",
        "quadrant", "owner", "roles", "waits_for", "unlocks", "goals", "initiatives", "reason",
    )  # fmt: skip
    return Table(tuple(Column(name) for name in columns), tuple(_cells(action) for action in plan.actions), "Actions")


def _cells(a: Action) -> tuple[str, ...]:
    waits = " and ".join(" or ".join(f"{n.practice}@{n.level}" for n in entry.any_of) for entry in a.waits_for)
    values = (
        a.rank, a.practice, a.title, a.block, a.start_level or "", a.to, a.wave, a.gain, a.benefit, a.effort.likely,
        a.effort.basis, a.quadrant, a.owner, " ".join(a.roles), waits, " ".join(a.unlocks), " ".join(a.goals),
        " ".join(a.initiatives), a.reason,
    )  # fmt: skip
    return tuple(map(str, values))


def _selection(plan: Plan) -> str:
    cut = [left for left in plan.later if left.reasons[0].code == "not_picked"] if plan.selection == "decided" else []
    if not cut:
        return _SELECTION[plan.selection]
    return f"{_SELECTION['decided']} Left for later by --pick: {enumerated([left.title for left in cut])}."


def _gain(plan: Plan) -> str:
    if plan.score_now is None:
        return "Nothing applies, so there is no score to raise."
    return (
        f"Counting practices that nobody has rated as not started, the score goes from {percent(plan.score_now)} to "
        f"{percent(plan.score_after)} with {counted(len(plan.actions), 'action')}, about {_days(plan)} person-days."
    )


def _days(plan: Plan) -> str:
    return f"{sum(action.effort.likely for action in plan.actions):.0f}"


def _row(action: Action, framework: Framework | None) -> tuple[str, ...]:
    start = worded(action.start_level) if action.start_level else "not rated"
    who = action.owner or _role(action, framework)
    lead = f" Lead: {who}." if who != NO_VALUE else ""
    return (
        str(action.rank),
        "\n".join(line for line in (action.title, action.reason + lead, _done_when(action, framework)) if line),
        f"{start} →\n{worded(action.to)}",
        _effort(action),
        str(action.wave),
    )


def _done_when(action: Action, framework: Framework | None) -> str:
    """What reaching the level means for this practice, where the framework says more than the scale does."""
    meaning = framework.practices[action.practice].levels.get(action.to) if framework else None
    return f"Done when: {meaning}" if meaning else ""


def _effort(action: Action) -> str:
    if action.effort.basis == "organization" and action.effort.low is not None:
        return f"{action.effort.low:.0f}-{action.effort.high:.0f} d"
    mark = "?" if action.effort.basis == "assumed" else ""
    return f"{action.effort.size}{mark}"


def _role(action: Action, framework: Framework | None) -> str:
    if not action.roles:
        return NO_VALUE
    return framework.roles[action.roles[0]] if framework else worded(action.roles[0])


def _legend(plan: Plan, framework: Framework | None) -> str:
    days = framework.effort_days.model_dump() if framework else {}
    sizes = ", ".join(f"{size} up to {value:.0f}" for size, value in days.items())
    scale = f" (person-days: {sizes})" if sizes else ""
    assumed = (
        " A question mark means that no effort was given."
        if any(a.effort.basis == "assumed" for a in plan.actions)
        else ""
    )
    return f"Effort is a size for this action{scale}; actions of one wave can start together.{assumed}"


def _left(item: Left) -> str:
    return f"{item.title}: {item.reason}"


def _later(plan: Plan) -> str:
    decided = [item.title for item in plan.later if item.reasons[0].code == "decided_later"]
    cut = plan.selection == "decided" and sum(item.reasons[0].code == "not_picked" for item in plan.later)
    others = len(plan.later) - len(decided) - cut
    said = f"Decided for later: {enumerated(decided)}. " if decided else ""
    more = counted(others, "other practice") + (" stands" if others == 1 else " stand")
    return said + (f"{more} below target and not in this plan (--all plans them)." if others else "")
