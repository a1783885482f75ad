"""The details of a plan: why each action stands where it stands, what completes it, and how to read the figures."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.phrases import enumerated, lowered
from equity_blocks.model.plan import Action, Plan
from equity_blocks.model.vocabulary import a
from equity_blocks.reports.document import Bullets, Column, Heading, Part, Table
from equity_blocks.reports.notes import noted
from equity_blocks.reports.plan_actions import title_in
from equity_blocks.reports.plan_views import leader_of

_CHOICE = {
    "decided": "Chosen: the {practices} marked to be pursued, what has been started, and what these need first.",
    "proposed": "Chosen: what has been started, and what root causes of goals name; then what is important and "
    "feasible, up to two quick wins, and what is important and takes more. Mark your own with `decision: pursue`.",
    "all": "Chosen: every {practice} that stands below its target.",
    "band": "Chosen: the least effort found that leads into the band asked for.",
}
_PARTS = {
    "needs": "Where we stand",
    "actions": "What to do",
    "resources": "Calendar",
    "people": "Who does it",
}
"""Part of a plan -> its heading, beside which the source's own step is named."""


_ONCE = ("goal", "initiative")
"""What several actions share is told once for all of them."""


def describe_details(plan: Plan, framework: Framework | None = None, top: int | None = None) -> Iterator[Part]:
    """Say of each action why it is there, when it is done, what shows it and what helps; then how to read the plan.

    Args:
        plan: The plan.
        framework: Gives levels their meaning and roles their titles. Default: only what the plan itself knows.
        top: How many actions to tell of. Default: all.
    """
    if plan.actions:
        columns = (
            Column("#", "right", is_narrow=True),
            Column("Why, who, done when, shown by, measured by, with help of, notes", is_wide=True),
        )
        yield Heading("Reasons, completion and evidence")
        yield Table(columns, tuple((str(a.rank), _lines(a, plan, framework)) for a in plan.actions[:top]))
    wrote = [f"{goal.title}: {goal.note}" for goal in plan.goals if goal.note]
    wrote += [f"{item.title}: {item.note}" for item in plan.initiatives if item.note]
    if wrote:
        yield Heading("Written of goals and initiatives")
        yield Bullets(tuple(wrote))
    yield Heading("How to read this plan")
    yield Bullets(tuple(_notes(plan, framework)))


def _lines(action: Action, plan: Plan, framework: Framework | None) -> str:
    aims = [f"{goal.title} {goal.aim}".strip() for goal in plan.goals if action.rank in goal.actions]
    said = (
        ("Why: ", action.reason),
        ("Who: ", _who(action, framework)),
        ("Done when: ", _meaning(action, framework)),
        ("Show: ", "; ".join(action.evidence)),
        ("Measured by: ", "; ".join(aims)),
        ("Material: ", "; ".join(resource.title for resource in action.resources)),
        ("Written: ", "; ".join(noted(note for note in action.notes if note.kind not in _ONCE))),
    )
    lines = [f"{label}{text.rstrip('.')}." for label, text in said if text]
    return "\n".join([action.title, *lines])


def _who(action: Action, framework: Framework | None) -> str:
    leader = leader_of(action, framework)
    involved = enumerated([lowered(who) for who in action.involve])
    return ", ".join(filter(None, (leader, f"with {involved}" if involved else "")))


def _meaning(action: Action, framework: Framework | None) -> str:
    """What the level means for this practice, else what it means on its scale."""
    if framework is None:
        return ""
    level = next(level for level in framework.scale_of(action.practice).levels if level.id == action.to)
    return framework.practices[action.practice].levels.get(action.to, level.description)


def _notes(plan: Plan, framework: Framework | None) -> Iterator[str]:
    """What a reader of the figures should know."""
    called = plan.vocabulary
    yield called.said(_CHOICE[plan.selection])
    yield from _of_effort(plan, framework)
    if any(period.cost for period in plan.periods):
        yield called.said("Money is each step's share of what its {practice} costs in all.")
    if plan.critical:
        yield f"Critical path: {' → '.join(map(title_in(plan, framework), plan.critical))}."
    firm = [str(action.rank) for action in plan.actions if action.slack == 0]
    if firm:
        yield f"{'Action' if len(firm) == 1 else 'Actions'} {enumerated(firm)}: a delay here delays the whole plan."
    if plan.periods and plan.lag == 0:
        yield "What an action needs may be finished in the same period."
    carried = [item for item in plan.initiatives if item.actions]
    if carried:
        work = (f"{item.title} ({item.status}) {enumerated(list(map(str, item.actions)))}" for item in carried)
        yield f"Work that carries actions: {'; '.join(work)}."
    yield from _of_source(framework)


def _of_effort(plan: Plan, framework: Framework | None) -> Iterator[str]:
    """Where person-days come from, and what they are weighed against."""
    sizes = framework.effort_days.model_dump() if framework else {}
    days = f" (S {sizes['S']:.0f}, M {sizes['M']:.0f}, L {sizes['L']:.0f}, XL {sizes['XL']:.0f})" if sizes else ""
    whose = f"the size of {a(plan.vocabulary.practice)}{days}"
    said = f"Person-days are those of {whose}, for what an action adds; editorial, where not your own"
    assumed = any(action.effort.basis == "assumed" for action in plan.actions)
    yield f"{said}{', and assumed to be M where nobody gave any' if assumed else ''}."
    yield plan.vocabulary.said("High importance counts four times, long-term {practices} half.")


def _of_source(framework: Framework | None) -> Iterator[str]:
    """What the framework's source says on keeping an action going, and how it calls the parts of a plan."""
    if framework is None:
        return
    top = framework.scale.levels[-1]
    if top.description:
        yield f"To keep an action going, aim for the level {top.title.lower()}: {lowered(top.description)}"
    steps = [f"{_PARTS[step.part]}: {step.title}" for step in framework.steps if step.part]
    if steps:
        yield f"The source's own steps. {'; '.join(steps)}."
