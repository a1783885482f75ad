"""Goals of the library: the list of them, and one of them."""

from collections.abc import Sequence

from equity_blocks.model import NOTICE
from equity_blocks.model.goal_template import GoalTemplate, UsualCause
from equity_blocks.model.phrases import counted
from equity_blocks.reports.document import Column, Document, Paragraph, Part, Table, bulleted, figures

_EDITORIAL = (
    "Causes, practices and leads are editorial. Nothing here says that people are worse off anywhere: local data and "
    "the people concerned do."
)


def describe_goals(templates: Sequence[GoalTemplate]) -> Document:
    """List the goals of the library.

    Args:
        templates: The goals, in the order in which they are shown.
    """
    columns = (Column("Goal, and its id", is_wide=True), Column("Practices of"), *figures("Lead"))
    rows = tuple((f"{each.title}\n{each.id}", each.framework, str(each.lead)) for each in templates)
    meaning = (
        "Leads are quarters from a practice in place to a measure that can move. `init FRAMEWORK --goal ID` takes one."
    )
    parts: tuple[Part, ...] = (Table(columns, rows), Paragraph(meaning), Paragraph(_EDITORIAL))
    return Document("Goals to start from", counted(len(templates), "goal"), parts, NOTICE)


def describe_goal(template: GoalTemplate) -> Document:
    """Say what a goal of the library is about, what is often behind it, and what to confirm.

    Args:
        template: The goal.
    """
    lead = f"Lead: {counted(template.lead, 'quarter', 'quarters')}. {template.lead_why}"
    known = [Paragraph(f"Known from: {'; '.join(template.known_from)}.")] if template.known_from else []
    parts: list[Part] = [
        Paragraph(f"Measure: {template.measure}, in {template.unit}."),
        *known,
        Paragraph(f"For whom: {template.population}"),
        Paragraph(lead),
        *bulleted("What is often behind it", map(_cause, template.root_causes)),
        *bulleted("To confirm first", (f"{each.what} Ask: {'; '.join(each.with_whom)}." for each in template.confirm)),
        Paragraph(_EDITORIAL),
    ]
    subtitle = f"{template.id} \N{MIDDLE DOT} practices of {template.framework}"
    return Document(template.title, subtitle, tuple(parts), NOTICE)


def _cause(cause: UsualCause) -> str:
    marks = [f"{name} {said}" for name in ("importance", "feasibility") if (said := getattr(cause, name)) != "normal"]
    said = f"{cause.title} What bears on it: {', '.join(cause.practices)}."
    why = f": {cause.why}" if cause.why else "."
    return f"{said} {', '.join(marks).capitalize()}{why}" if marks else said
