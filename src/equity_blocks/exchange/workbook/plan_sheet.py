"""The plan as a sheet: the actions in their order, with a timeline drawn by the formats of cells."""

from typing import Any

from equity_blocks.exchange.workbook.book import Book, height, print_wide
from equity_blocks.exchange.workbook.columns import PLAN
from equity_blocks.model.action import Action
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import NotPlanned, Plan
from equity_blocks.model.questionnaire import Questionnaire
from equity_blocks.model.result import NOTICE

_PLAN_COLUMNS = (
    ("#", 5), ("Practice", 34), ("From", 14), ("To", 14), ("Owner", 20), ("Days", 8), ("Starts", 12), ("Ends", 12),
    ("Progress", 11),
)  # fmt: skip
_LOOKS = {0: "number", 1: "cell_strong", 5: "number"}
_PLAN_HEAD, _PLAN_FIRST = 3, 4


def write_plan(book: Book, asked: Questionnaire, plan: Plan, framework: Framework | None) -> None:
    """Write the actions of a plan in their order, each with the periods in which it runs; then what is not planned.

    Args:
        book: The workbook.
        asked: What is asked, for the words of the framework.
        plan: The plan.
        framework: Gives the titles of levels. Default: their ids are shown.
    """
    sheet = book.sheet(PLAN)
    book.write(sheet, 0, 1, PLAN if asked.is_final else f"{PLAN} (draft)", "title")
    sheet.set_row(0, 30)
    periods = [period.id for period in plan.periods]
    slots = periods or [f"Wave {wave}" for wave in range(1, max((a.wave for a in plan.actions), default=0) + 1)]
    told = "Dates are those of the export." if periods else "No calendar was given: waves can start together."
    book.write(sheet, 1, 1, f"{len(plan.actions)} actions in their order. {told}", "quiet")
    heads = [*(head for head, _ in _PLAN_COLUMNS), *slots]
    heads[1] = asked.terms.get("practice") or heads[1]
    for i, head in enumerate(heads):
        is_slot = i >= len(_PLAN_COLUMNS)
        sheet.set_column(i, i, 4.2 if is_slot else _PLAN_COLUMNS[i][1])
        book.write(sheet, _PLAN_HEAD, i, head, "period" if is_slot else "header_given")
    sheet.set_row(_PLAN_HEAD, 56)
    for row, action in enumerate(plan.actions, _PLAN_FIRST):
        _write_action(book, sheet, row, action, slots=slots, framework=framework, is_dated=bool(periods))
    row = _PLAN_FIRST + len(plan.actions) + 1
    row = _write_left(book, sheet, row, "Not now", plan.later)
    row = _write_left(book, sheet, row, "No room, or cannot be planned", plan.unscheduled)
    sheet.merge_range(row, 1, row, len(_PLAN_COLUMNS) - 1, NOTICE, book.format("subtitle"))
    sheet.set_row(row, 32)
    sheet.freeze_panes(_PLAN_FIRST, 2)
    print_wide(sheet, asked, _PLAN_HEAD, len(heads) - 1, row)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_action(
    book: Book, sheet: Any, row: int, action: Action, *, slots: list[str], framework: Framework | None, is_dated: bool
) -> None:
    first = _level(framework, action.practice, action.start_level) if action.start_level else "find out"
    to = _level(framework, action.practice, action.to)
    values = (
        action.rank, action.title, first, to, action.owner, round(action.effort.likely, 1), action.start, action.finish,
        action.progress,
    )  # fmt: skip
    for i, value in enumerate(values):
        book.write(sheet, row, i, value, _LOOKS.get(i, "cell"), of=f"'{_PLAN_COLUMNS[i][0]}' of a plan")
    sheet.set_row(row, height([(action.title, 34), (action.owner, 20), (first, 14), (to, 14)]))
    running = _running(action, slots, is_dated=is_dated)
    for i in range(len(slots)):
        sheet.write_blank(row, len(values) + i, None, book.format("bar" if i in running else "no_bar"))


def _running(action: Action, slots: list[str], *, is_dated: bool) -> range:
    if not is_dated:
        return range(action.wave - 1, action.wave)
    if action.start not in slots or action.finish not in slots:
        return range(0)
    return range(slots.index(action.start or ""), slots.index(action.finish or "") + 1)


def _level(framework: Framework | None, practice: str, level: str) -> str:
    if framework is None or practice not in framework.practices:
        return level
    return next((each.title for each in framework.scale_of(practice).levels if each.id == level), level)


def _write_left(book: Book, sheet: Any, row: int, title: str, left: tuple[NotPlanned, ...]) -> int:
    """Write what is not in the plan, and why; give the row after it."""
    if not left:
        return row
    for column in range(1, len(_PLAN_COLUMNS)):
        sheet.write_blank(row, column, None, book.format("heading"))
    book.write(sheet, row, 1, title, "heading")
    for i, each in enumerate(left, row + 1):
        book.write(sheet, i, 1, each.title, "cell_strong")
        sheet.merge_range(i, 2, i, len(_PLAN_COLUMNS) - 1, "", book.format("cell"))
        book.write(sheet, i, 2, each.reason, "cell")
        sheet.set_row(i, height([(each.title, 34), (each.reason, 115)]))
    return row + len(left) + 2
