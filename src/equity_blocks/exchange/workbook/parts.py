"""The sheets beside the answers: parts that may be rated instead of the whole, and what every level means."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from equity_blocks.exchange.answer_fields import labels_of, level_shown
from equity_blocks.exchange.workbook.book import Book, Cell, height, letters, listed, print_wide
from equity_blocks.exchange.workbook.columns import (
    ANSWERS,
    FIRST,
    KEY_ROW,
    LEVELS,
    PARTS,
    Column,
    bare,
    lists_of,
    look_of,
    part_columns,
)
from equity_blocks.exchange.workbook.live import level_formula
from equity_blocks.model.questionnaire import Choice, Item, Questionnaire
from equity_blocks.model.scale import RESERVED


def write_parts(book: Book, asked: Questionnaire) -> tuple[str, str]:
    """Write one row for each criterion; give the areas that name its practice and hold what it counts."""
    sheet, columns, lists = book.sheet(PARTS), part_columns(asked), lists_of(asked.items)
    book.headings(sheet, KEY_ROW, columns)
    book.write(sheet, 0, 2, f"{PARTS}: instead of one level for the whole", "title")
    book.write(sheet, 1, 2, "Where parts are rated, leave the level of the whole blank on the sheet Answers.", "quiet")
    sheet.set_row(0, 30)
    rows = count(FIRST)
    last = FIRST
    for item in asked.items:
        rating = item.rating
        labels = labels_of(item.choices)
        number = lists[bare(item.choices)]
        for criterion, title in item.criteria.items():
            row = last = next(rows)
            level = rating.criteria.get(criterion)
            shown = level if level == RESERVED else level_shown(level, labels, item)
            values = (item.practice, criterion, item.title, title, shown, f"p:{item.practice}")
            for i, (column, value) in enumerate(zip(columns, values, strict=False)):
                book.write(sheet, row, i, value, look_of(column, item))
            counted = {choice.id: choice.value for choice in item.choices}
            sheet.set_row(row, height([(item.title, columns[2].width), (title, columns[3].width)], 20.0))
            value = _part_value(level, item, counted)
            formula = f"={level_formula(f'$E{row + 1}', number, item.range)}"
            book.formula(sheet, row, 6, Cell(formula, "" if value is None else value), "hidden")
            _check_part(sheet, row, item, number, columns[4])
    sheet.freeze_panes(FIRST, 3)
    sheet.autofilter(FIRST - 1, 0, last, len(columns) - 1)
    print_wide(sheet, asked, FIRST - 1, 4, last)
    return tuple(f"{PARTS}!{listed(column, FIRST, last, PARTS).partition('!')[2]}" for column in (5, 6))  # type: ignore[return-value]


def _part_value(level: Any, item: Item, counted: Mapping[str, float]) -> float | None:
    if level is None or level == RESERVED:
        return None
    if isinstance(level, str):
        return counted.get(level)
    if item.range:
        low, high = item.range
        return float((level - low) / (high - low))
    return list(counted.values())[int(level)]


def _check_part(sheet: Any, row: int, item: Item, number: int, column: Column) -> None:
    message = {"input_title": column.heading, "input_message": column.help}
    rule: dict[str, Any] = {"validate": "list", "source": f"=Parts_{number}", **message}
    if item.range:
        low, high = item.range
        rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, **message}
        rule |= {"error_type": "warning", "error_message": f"A score from {low:g} to {high:g}, or unknown."}
    sheet.data_validation(row, 4, row, 4, rule)


def write_levels(book: Book, asked: Questionnaire) -> dict[str, int]:
    """Write what each level means for each practice, and what could show it; give the row of each practice."""
    sheet = book.sheet(LEVELS, "#8A969C")
    most = max((len(item.choices) for item in asked.items), default=2)
    book.write(sheet, 0, 0, "What the levels mean", "title")
    sheet.set_row(0, 30)
    book.write(sheet, 1, 0, "The lowest on the left. The title of each leads back to its answer.", "quiet")
    heads = [asked.terms.get("practice", "Practice"), "Question", *(f"Level {i}" for i in range(1, most + 1))]
    heads += ["What could show it", "Who can answer", "What to be careful about"]
    widths = [24, 40, *([30] * most), 44, 30, 60]
    for i, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(i, i, width)
        book.write(sheet, 2, i, head, "header_given")
    for row, item in enumerate(asked.items, 3):
        answer = f"internal:'{ANSWERS}'!{letters(2)}{FIRST + row - 2}"
        sheet.write_url(row, 0, answer, book.format("link"), " ".join(item.title.split())[:250], "To the answer")
        labels = labels_of(item.choices)
        said: Sequence[Choice] = item.choices
        texts = ["\n".join(dict.fromkeys((labels[each.id], each.meaning))).strip() for each in said]
        texts += [""] * (most - len(said))
        shown = "\n".join(f"- {hint}" for hint in item.evidence_hints)
        cells = (item.question or item.title, *texts, shown, item.asked_of, "\n".join(item.cautions))
        sheet.set_row(row, height([(item.title, widths[0]), *zip(cells, widths[1:], strict=True)]))
        for i, text in enumerate(cells, 1):
            book.write(sheet, row, i, text, "given", of=f"level {i - 1} of '{item.practice}'")
    sheet.freeze_panes(3, 1)
    print_wide(sheet, asked, 2, len(heads) - 1, len(asked.items) + 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return {item.practice: row for row, item in enumerate(asked.items, 3)}
