"""A plan as one table of figures, for spreadsheets."""

from equity_blocks.model.plan import Action, Plan
from equity_blocks.reports.document import Column, Table


def action_table(plan: Plan) -> Table:
    """List every action with its figures, unrounded, one row each; what others offer stands as framework:practice."""
    columns = (
        "rank", "practice", "title", "block", "from", "to", "wave", "start", "finish", "slack", "gain", "benefit",
        "effort_days", "effort_basis", "cost", "quadrant", "progress", "owner", "roles", "waits_for", "unlocks",
        "goals", "initiatives", "p_top", "activities", "helps", "reason",
    )  # fmt: skip
    return Table(tuple(Column(name) for name in columns), tuple(_cells(action) for action in plan.actions), "Actions")


def _cells(a: Action) -> tuple[str, ...]:
    waits = " and ".join(" or ".join(f"{n.practice}@{n.level}" for n in entry.any_of) for entry in a.waits_for)
    activities = " ".join(f"{activity.framework}:{activity.practice}" for activity in a.activities)
    helps = " ".join(f"{item.framework}:{item.id}" for item in a.helps)
    values = (
        a.rank, a.practice, a.title, a.block, a.start_level, a.to, a.wave, a.start, a.finish, a.slack, a.gain,
        a.benefit, a.effort.likely, a.effort.basis, a.cost, a.quadrant, a.progress, a.owner, " ".join(a.roles), waits,
        " ".join(a.unlocks), " ".join(a.goals), " ".join(a.initiatives), a.p_top.p if a.p_top else None,
        activities, helps, a.reason,
    )  # fmt: skip
    return tuple("" if value is None else str(value) for value in values)
