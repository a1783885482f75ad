"""What other frameworks offer for a plan's actions."""

from collections.abc import Iterator, Sequence

from equity_blocks.model.offer import Activity, Help
from equity_blocks.model.phrases import enumerated
from equity_blocks.model.plan import Action, Plan
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Table

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
    columns = (Column("#", "right", is_narrow=True), Column("Action, and what goes with it", is_wide=True))
    yield Table(columns, tuple((str(action.rank), _lines(action)) for action in offered))
    left = [str(action.rank) for action in plan.actions if action not in offered]
    if left:
        yield Paragraph(f"Nothing is mapped to {'action' if len(left) == 1 else 'actions'} {enumerated(left)}.")
    yield Paragraph(
        "What goes with which action is an editorial mapping; `translate --why` gives the reasons. What there is to "
        "read is listed by --details; JSON has everything."
    )


def _shared(plan: Plan) -> Iterator[Part]:
    found: dict[tuple[str, str], tuple[Activity, list[str]]] = {}
    for action in plan.actions:
        for activity in action.activities:
            if activity.serves > 1:
                found.setdefault((activity.framework, activity.practice), (activity, []))[1].append(str(action.rank))
    if not found:
        return
    most = sorted(found.values(), key=lambda item: -item[0].serves)
    yield Paragraph("These serve several actions at once:")
    lines = [f"{item.title} ({item.framework}): actions {enumerated(ranks)}." for item, ranks in most[:_MOST]]
    rest = len(most) - len(lines)
    yield Bullets((*lines, *([f"{rest} more that serve two actions or more."] if rest else [])))


def _lines(action: Action) -> str:
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
