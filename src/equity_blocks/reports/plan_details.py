"""The details of a plan: why each action is there, what completes it, and what other frameworks offer for it."""

from collections.abc import Iterator, Sequence

from equity_blocks.model import Framework
from equity_blocks.model.action import Action, Activity, Help
from equity_blocks.model.phrases import enumerated, lowered
from equity_blocks.model.plan import Plan
from equity_blocks.model.practice import for_audience
from equity_blocks.model.vocabulary import a
from equity_blocks.option_names import option
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Table, bulleted, figures
from equity_blocks.reports.framing import noted
from equity_blocks.reports.plan_actions import leader_of, title_in

_CHOICE = {
    "decided": "Chosen: the {practices} marked to be pursued, what has been started, and what these need first.",
    "proposed": "Chosen: what has been started, and what root causes of goals name; then what is important and "
    "feasible, up to two quick wins, and what is important and takes more. Nobody has marked any to be pursued yet.",
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
        what = "Why, who, done when, shown by, measured by, with help of, notes"
        columns = (*figures("#"), Column(what, is_wide=True))
        yield Heading("Reasons, completion and evidence")
        yield Table(columns, tuple((str(a.rank), _lines(a, plan, framework)) for a in plan.actions[:top]))
    wrote = [f"{goal.title}: {goal.note}" for goal in plan.goals if goal.note]
    wrote += [f"{item.title}: {item.note}" for item in plan.initiatives if item.note]
    yield from bulleted("Written of goals and initiatives", wrote)
    yield Heading("How to read this plan")
    yield Bullets(tuple(reading_notes(plan, framework)))


def _lines(action: Action, plan: Plan, framework: Framework | None) -> str:
    aims = [f"{goal.title} {goal.aim}".strip() for goal in plan.goals if action.rank in goal.actions]
    labelled = (
        ("Why: ", action.reason),
        ("Who: ", _who(action, framework)),
        ("Done when: ", _meaning(action, plan, framework)),
        ("Show: ", "; ".join(action.evidence)),
        ("To fill in: ", _template(action, plan, framework)),
        ("Measured by: ", "; ".join(aims)),
        ("Mind: ", "; ".join(caution.in_words for caution in action.cautions)),
        ("Material: ", "; ".join(resource.title for resource in action.resources)),
        ("Written: ", "; ".join(noted(note for note in action.notes if note.kind not in _ONCE))),
    )
    lines = [f"{label}{text.rstrip('.')}." for label, text in labelled if text]
    return "\n".join([action.title, *lines])


def _who(action: Action, framework: Framework | None) -> str:
    leader = leader_of(action, framework)
    involved = enumerated([lowered(who) for who in action.involve])
    return ", ".join(filter(None, (leader, f"with {involved}" if involved else "")))


def _meaning(action: Action, plan: Plan, framework: Framework | None) -> str:
    """Say what the level means for this practice, else what it means on its scale."""
    if framework is None:
        return ""
    level = next(level for level in framework.scale_of(action.practice).levels if level.id == action.to)
    audience = plan.organization.type if plan.organization else None
    return framework.practices[action.practice].meaning_of(action.to, audience) or level.description


def _template(action: Action, plan: Plan, framework: Framework | None) -> str:
    """Give the shortest thing that would show it, as the organization's kind fills it in."""
    if framework is None:
        return ""
    audience = plan.organization.type if plan.organization else None
    return for_audience(framework.practices[action.practice].evidence_template, audience) or ""


def reading_notes(plan: Plan, framework: Framework | None = None) -> Iterator[str]:
    """List what a reader of the figures of a plan should know.

    Args:
        plan: The plan.
        framework: Gives sizes their days and practices their titles. Default: only what the plan itself knows.
    """
    called = plan.vocabulary
    yield called.fill(_CHOICE[plan.selection])
    yield from _of_effort(plan, framework)
    if any(period.cost for period in plan.periods):
        yield called.fill("Money is each step's share of what its {practice} costs in all.")
    if plan.critical:
        yield f"Critical path: {' → '.join(map(title_in(plan, framework), plan.critical))}."
    firm = [str(action.rank) for action in plan.actions if action.slack == 0]
    if firm:
        which = f"Action {firm[0]} has" if len(firm) == 1 else f"Actions {enumerated(firm)} have"
        yield f"{which} no slack: a delay here moves the end, or misses a date that is required."
    if plan.periods and plan.lag == 0:
        yield "What an action needs may be finished in the same period."
    carried = [item for item in plan.initiatives if item.actions]
    if carried:
        work = (f"{item.title} ({item.status}) {enumerated(list(map(str, item.actions)))}" for item in carried)
        yield f"Work that carries actions: {'; '.join(work)}."
    yield from _of_source(framework)


def _of_effort(plan: Plan, framework: Framework | None) -> Iterator[str]:
    """Say where person-days come from, and what they are weighed against."""
    sizes = framework.effort_days.model_dump() if framework else {}
    days = f" (S {sizes['S']:.0f}, M {sizes['M']:.0f}, L {sizes['L']:.0f}, XL {sizes['XL']:.0f})" if sizes else ""
    whose = f"the size of {a(plan.vocabulary.practice)}{days}"
    sentence = f"Person-days are those of {whose}, for what an action adds; editorial, where not {_own(plan)}"
    assumed = any(action.effort.basis == "assumed" for action in plan.actions)
    yield f"{sentence}{', and assumed to be M where nobody gave any' if assumed else ''}."
    yield from _of_size(plan, framework)
    if framework and framework.effort_counts:
        yield f"{framework.effort_counts.rstrip('.')}."
    yield plan.vocabulary.fill("High importance counts four times, long-term {practices} half.")


def _own(plan: Plan) -> str:
    return "your own" if plan.audience in ("owner", "steering") else "the organization's own"


def _of_size(plan: Plan, framework: Framework | None) -> Iterator[str]:
    """Say what the days are multiplied by for the organization's size, where they are."""
    size = plan.organization.size if plan.organization else None
    factor = framework.effort_by_size.get(size, 1.0) if framework and size else 1.0
    if factor != 1:
        yield f"Days are multiplied by {factor:g} for a {size} organization (editorial); {_own(plan)} days are not."


def _of_source(framework: Framework | None) -> Iterator[str]:
    """Say what the source says on keeping an action going, and how it calls the parts of a plan."""
    if framework is None:
        return
    top = framework.scale.levels[-1]
    if top.description:
        yield f"To keep an action going, aim for the level {top.title.lower()}: {lowered(top.description)}"
    steps = [f"{_PARTS[step.part]}: {step.title}" for step in framework.steps if step.part]
    if steps:
        yield f"The source's own steps. {'; '.join(steps)}."


_MOST = 8
"""So many activities that serve several actions are named: one glance."""
_FEW = 3
"""So many facilitators, challenges, lessons and approaches are named of each kind for one action."""


def describe_offers(plan: Plan) -> Iterator[Part]:
    """Say what other frameworks offer: first the activities that serve several actions, then all, action by action.

    Args:
        plan: A plan with what `add_offers` adds. One without any gives nothing.
    """
    offered = [action for action in plan.actions if action.activities or action.helps]
    if not offered:
        return
    yield Heading("What other frameworks offer")
    yield from _shared(plan)
    columns = (*figures("#"), Column("Action, and what goes with it", is_wide=True))
    yield Table(columns, tuple((str(action.rank), _offered(action)) for action in offered))
    left = [str(action.rank) for action in plan.actions if action not in offered]
    if left:
        yield Paragraph(f"Nothing is mapped to {'action' if len(left) == 1 else 'actions'} {enumerated(left)}.")
    yield Paragraph(
        f"What goes with which action is an editorial mapping; `translate` with {option('why')} gives the reasons. "
        f"What there is to read is listed by {option('details')}; JSON has everything."
    )


def _shared(plan: Plan) -> Iterator[Part]:
    shared: dict[tuple[str, str], tuple[Activity, list[str]]] = {}
    for action in plan.actions:
        for activity in action.activities:
            if activity.serves > 1:
                shared.setdefault((activity.framework, activity.practice), (activity, []))[1].append(str(action.rank))
    if not shared:
        return
    most = sorted(shared.values(), key=lambda item: -item[0].serves)
    yield Paragraph("These serve several actions at once:")
    lines = [f"{item.title} ({item.framework}): actions {enumerated(ranks)}." for item, ranks in most[:_MOST]]
    rest = len(most) - len(lines)
    yield Bullets((*lines, *([f"{rest} more that serve two actions or more."] if rest else [])))


def _offered(action: Action) -> str:
    offered = (*_labelled(action.activities, len(action.activities)), *_labelled(action.helps, _FEW))
    return "\n".join([action.title, *offered])


def _labelled(items: Sequence[Activity | Help], most: int) -> Iterator[str]:
    titles: dict[tuple[str, str], list[str]] = {}
    for item in items:
        titles.setdefault((item.kind, item.framework), []).append(item.title)
    for (kind, framework), named in titles.items():
        rest = len(named) - most
        shown = [*named[:most], *([f"and {rest} more"] if rest > 0 else [])]
        yield f"{kind[:1].upper()}{kind[1:]} ({framework}): {'; '.join(shown)}."
