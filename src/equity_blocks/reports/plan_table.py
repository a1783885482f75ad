"""A plan as one table of figures, for spreadsheets."""

from equity_blocks.model.plan import Action, Plan
from equity_blocks.reports.document import Column, Table


def action_table(plan: Plan) -> Table:
    """List every action with its figures, unrounded, one row each."""
    columns = (
        "rank", "practice", "title", "block", "from", "to", "wave", "start", "finish", "slack", "gain", "benefit",
        "effort_days", "effort_basis", "cost", "quadrant", "progress", "owner", "roles", "waits_for", "unlocks",
        "goals", "initiatives", "p_top", "reason",
    )  # fmt: skip
    return Table(tuple(Column(name) for name in columns), tuple(_cells(action) for action in plan.actions), "Actions")


def _cells(a: Action) -> tuple[str, ...]:
    waits = " and ".join(" or ".join(f"{n.practice}@{n.level}" for n in entry.any_of) for entry in a.waits_for)
    values = (
        a.rank, a.practice, a.title, a.block, a.start_level, a.to, a.wave, a.start, a.finish, a.slack, a.gain,
        a.benefit, a.effort.likely, a.effort.basis, a.cost, a.quadrant, a.progress, a.owner, " ".join(a.roles), waits,
        " ".join(a.unlocks), " ".join(a.goals), " ".join(a.initiatives), a.p_top.p if a.p_top else None, a.reason,
    )  # fmt: skip
    return tuple("" if value is None else str(value) for value in values)
