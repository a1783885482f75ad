"""What to look out for before acting on what is in the plan, each caution with its day."""

from collections.abc import Iterator

from equity_blocks.model.phrases import enumerated
from equity_blocks.model.plan import Plan
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Heading, Paragraph, Part, Phrase, Table
from equity_blocks.reports.given import Given
from equity_blocks.reports.values import Place, date_at

ORDER = 160

_NO_ADVICE = "Cautions are editorial: no legal or other advice. Check what has changed since, before acting on them."


def section(given: Given) -> Iterator[Part]:
    """List the cautions of the actions, each once, with those that it concerns."""
    if given.plan is None:
        return
    found = _found(given.plan)
    if not found:
        return
    yield Heading("What to look out for")
    rows = [_row(given.plan, places) for places in found]
    is_one_day = len({day for day, *_ in rows}) == 1
    columns = (Column("As of", is_narrow=True), Column("Kind"), Column("Caution", is_wide=True), Column("Actions"))
    shown = 1 if is_one_day else 0
    cells = tuple(row[shown:] for row in rows)
    yield Table(columns[shown:], cells, caption="Cautions of what is in the plan")
    when = Phrase("All of this was true on ", rows[0][0], ".") if is_one_day else "True on the day beside it."
    yield Paragraph(Phrase(when, f" {_NO_ADVICE}"), tone="note")


def _found(plan: Plan) -> list[list[Place]]:
    """Find where each caution stands; the same one may stand with several actions."""
    alike: dict[tuple[str, str], list[Place]] = {}
    for i, action in enumerate(plan.actions):
        for j, caution in enumerate(action.cautions):
            key = caution.text, caution.as_of.isoformat()
            alike.setdefault(key, []).append(("actions", i, "cautions", j))
    return list(alike.values())


def _row(plan: Plan, places: list[Place]) -> tuple[str, ...]:
    actions = {place[1]: plan.actions[int(place[1])] for place in places}
    cautions = [plan.actions[int(place[1])].cautions[int(place[3])] for place in places]
    kinds = enumerated(list(dict.fromkeys(caution.kind for caution in cautions)))
    named = enumerated([f"{action.rank} {action.title}" for action in actions.values()])
    return date_at(plan, *places[0], "as_of"), headed(kinds), cautions[0].text, named
