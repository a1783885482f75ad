"""The sheets that people fill in and look into: Answers, Parts, and what every level means."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from equity_blocks.exchange.answer_fields import (
    DECISIONS,
    PRIORITIES,
    STATUS_WORDS,
    filled,
    labels_of,
    statuses_of,
)
from equity_blocks.exchange.workbook.book import Book, Cell, height, print_wide
from equity_blocks.exchange.workbook.columns import (
    ANSWERS,
    FIRST,
    HELPERS,
    KEY_ROW,
    LEVELS,
    Column,
    answer_columns,
    bare,
    lists_of,
    look_of,
)
from equity_blocks.exchange.workbook.live import Places, Stand, answered_cell, row_cells
from equity_blocks.exchange.workbook.parts import write_levels, write_parts
from equity_blocks.model.framework import Framework
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.tree import nodes_of

_NOTE_SIZE = {"width": 430, "font_size": 9, "author": "", "color": "#FFFDF2"}
_NOTE_LINE = 68


class Sheets(NamedTuple):
    """Where the sheets that people fill in stand in a workbook.

    Args:
        places: Where formulas look.
        answered: The cell that counts the answers, as formulas name it.
        stands: Practice -> what it counts now.
        blocks: Practice -> the block it stands in.
    """

    places: Places
    answered: str
    stands: Mapping[str, Stand]
    blocks: Mapping[str, str]


def write_sheets(
    book: Book, questionnaire: Questionnaire, stands: Mapping[str, Stand], live: Framework | None
) -> Sheets:
    """Write Answers, and where there is something for them Parts and Levels.

    Args:
        book: The workbook.
        questionnaire: What is asked.
        stands: Practice -> what it counts now.
        live: The framework, where the summary has formulas.
    """
    columns = answer_columns(questionnaire)
    keys = [column.key for column in columns]
    items = questionnaire.items
    sheet = book.sheet(ANSWERS)
    has_parts = questionnaire.kind != "contested" and any(item.criteria for item in items)
    parts = write_parts(book, questionnaire) if has_parts else ("", "")
    level_rows = write_levels(book, questionnaire)
    positions = {key: i for i, key in enumerate((*keys, *HELPERS))}
    places = Places(positions, FIRST, FIRST + max(len(items), 1) - 1, *parts)
    writing = _Answers(book, sheet, questionnaire, places=places, live=live)
    for row, item in enumerate(items, FIRST):
        writing.row(row, item, stands[item.practice], level_rows[item.practice])
    writing.finish(stands)
    return Sheets(places, writing.answered, stands, {item.practice: item.block for item in items})


class _Answers:
    """The sheet Answers, row by row."""

    def __init__(self, book: Book, sheet: Any, asked: Questionnaire, *, places: Places, live: Framework | None) -> None:
        self.book, self.sheet, self.asked, self.places, self.live = book, sheet, asked, places, live
        columns = self.columns = answer_columns(asked)
        self.lists = lists_of(asked.items)
        self.nodes = {node.name: node for node in nodes_of(live.tree)} if live else {}
        self.answered = f"{ANSWERS}!$C$2"
        helpers = [Column(key, key, 4, "number") for key in HELPERS]
        book.headings(sheet, KEY_ROW, [*columns, *helpers])
        for i in range(len(columns), len(columns) + len(helpers)):
            sheet.set_column(i, i, 4, None, {"hidden": True})

    def row(self, row: int, item: Item, stand: Stand, level_row: int) -> None:
        """Write what is asked and what is known about one practice."""
        values = {**_given(item, self.asked.kind), **filled(item, self.asked.kind, labels_of(item.choices))}
        for i, column in enumerate(self.columns):
            of = f"'{column.heading}' of '{item.practice}'"
            is_settled = column.key == "level" and self._is_settled(item)
            look = "given" if is_settled else look_of(column, item)
            self.book.write(self.sheet, row, i, values.get(column.key), look, of=of)
            if column.key == "help":
                self._link(row, i, level_row)
            if column.is_filled and not is_settled:
                self._check(row, i, column, item)
        widths = [(values.get(column.key), column.width) for column in self.columns if column.look != "id"]
        self.sheet.set_row(row, height(widths, 32.0))
        self._numbers(row, item, stand)
        self.sheet.write_comment(row, self.places.columns["level"], _meanings(item), _note(item))

    def _is_settled(self, item: Item) -> bool:
        return item.is_settled_by_others and self.asked.kind == "owner"

    def _link(self, row: int, column: int, level_row: int) -> None:
        place = f"internal:'{LEVELS}'!B{level_row + 1}"
        tip = "What each level means here"
        self.sheet.write_url(row, column, place, self.book.format("link"), "levels", tip)

    def _numbers(self, row: int, item: Item, stand: Stand) -> None:
        is_settled = self._is_settled(item)
        cells: dict[str, Cell] = {
            "answered": Cell("", 1) if is_settled else answered_cell(item, row, self.places, stand)
        }
        cells["block"] = Cell("", f"b:{item.block}")
        if self.live:
            practice, node = self.live.practices[item.practice], self.nodes[item.block]
            number = self.lists[bare(item.choices)]
            cells |= row_cells(item, row, self.places, stand, practice=practice, node=node, number=number)
        for key, cell in cells.items():
            self.book.formula(self.sheet, row, self.places.columns[key], cell, "hidden")

    def _check(self, row: int, position: int, column: Column, item: Item) -> None:
        """Let a cell take only what it may hold, as far as that can be listed or counted."""
        allowed = self._allowed(column, item)
        if not allowed and not column.help:
            return
        message = {"input_title": column.heading[:32], "input_message": self._help(column, item)}
        self.sheet.data_validation(row, position, row, position, {"validate": "any", **message, **allowed})

    def _help(self, column: Column, item: Item) -> str:
        if column.key == "level" and item.range:
            return (
                f"A score from {item.range[0]:g} to {item.range[1]:g}. What it means stands in the note of this cell."
            )
        if column.key == "status" and self.asked.kind == "owner":
            return "Only where there is no level, or it is not pursued: then say why under Reason."
        if column.key == "level" and item.criteria and self.asked.kind != "contested":
            return f"{column.help} Or leave it blank and rate its {len(item.criteria)} parts on the sheet Parts."[:255]
        return column.help

    def _allowed(self, column: Column, item: Item) -> dict[str, Any]:
        stop = {"error_title": "Not in the list", "error_message": "Choose one of the list, or leave the cell blank."}
        if column.look == "level" and item.range and column.key == "level":
            low, high = item.range
            error = f"A score from {low:g} to {high:g}."
            return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high} | {
                "error_title": "Not a score of this scale", "error_message": error,
            }  # fmt: skip
        if column.look == "level":
            kind = {"error_type": "warning"} if column.key == "target" or self.asked.kind == "contested" else {}
            return {"validate": "list", "source": f"=Levels_{self.lists[bare(item.choices)]}", **stop, **kind}
        words: Mapping[str, Sequence[str]] = {
            "status": _possible(self.asked.kind, item), "importance": PRIORITIES, "feasibility": PRIORITIES,
            "decision": DECISIONS,
        }  # fmt: skip
        if column.look == "list":
            return {"validate": "list", "source": list(words[column.key]), **stop}
        return {}

    def finish(self, stands: Mapping[str, Stand]) -> None:
        """Write the head of the sheet, flags, filters and how it is printed."""
        sheet, places, count_ = self.sheet, self.places, len(self.asked.items)
        last = len(self.columns) - 1
        self.book.write(sheet, 0, 1, f"{ANSWERS}: {self.asked.title}"[:250], "title")
        sheet.set_row(0, 30)
        now = sum(self._is_settled(item) or stands[item.practice].is_answered for item in self.asked.items)
        area = places.area("answered").partition("!")[2]
        text = f'=SUM({area})&" of {count_} answered"'
        self.book.write(sheet, 1, 1, "Progress", "quiet")
        self.book.formula(sheet, 1, 2, Cell(text, f"{now} of {count_} answered"), "done")
        hint = "Fill in the white cells; grey cells are given. Yellow: no answer yet. Red: it contradicts itself."
        self.book.write(sheet, 1, 3, hint, "quiet")
        sheet.freeze_panes(FIRST, places.columns["title"] + 1)
        sheet.autofilter(FIRST - 1, 0, max(places.last, FIRST), len(places.columns) - 1)
        self._flags()
        print_wide(sheet, self.asked, FIRST - 1, last, max(places.last, FIRST))

    def _flags(self) -> None:
        first, last, level = self.places.first, self.places.last, self.places.columns["level"]
        at = {key: self.places.at(key, first) for key in self.places.columns}
        rules: list[tuple[int, str, Any]] = []
        if "status" in at:
            left = f'OR({at["status"]}="does not apply",{at["status"]}="not pursued")'
            both = f'AND({at["level"]}<>"",OR({at["status"]}="does not apply",{at["status"]}="unknown"))'
            wrong = self.book.format("wrong_flag")
            rules = [
                (level, f"={both}", wrong),
                (self.places.columns["reason"], f'=AND({left},{at["reason"]}="")', wrong),
                (self.places.columns["reason"], f'=AND(NOT({left}),{at["reason"]}<>"")', wrong),
            ]
        if self.live:
            ends = (0.125, 0.375, 0.625, 0.875, 2)
            value = at["value"]
            rules += [
                (level, f"=AND(ISNUMBER({value}),{value}<{end})", self.book.ramp[i]) for i, end in enumerate(ends)
            ]
        rules.append((level, f"={at['answered']}=0", self.book.format("blank_flag")))
        for column, formula, look in rules:
            rule = {"type": "formula", "criteria": formula, "format": look, "stop_if_true": True}
            self.sheet.conditional_format(first, column, last, column, rule)


def _given(item: Item, kind: str) -> dict[str, Any]:
    asks = [item.question or item.title]
    if item.cautions:
        asks.append("Be careful: see the note at the level, or the sheet Levels.")
    if item.status_hint:
        asks.append(f"May not apply: {item.status_hint}")
    if item.is_settled_by_others and kind == "owner":
        asks.append("Respondents answered this: leave the level blank. `agree` writes what they settle on.")
    elif item.criteria and kind != "contested":
        asks.append(f"Or rate its {len(item.criteria)} parts on the sheet Parts.")
    changed = " (asked differently now)" if item.is_changed else ""
    labels = labels_of(item.choices)
    sides = [
        f"{labels.get(side.level, side.level)}: {side.who}" + "".join(f"\n  {note}" for note in side.notes)
        for side in item.sides
    ]
    return {
        "id": item.practice,
        "blocks": " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(item.blocks),
        "title": item.title,
        "question": "\n".join(asks),
        "reference": f"{item.reference}{changed}" if item.reference else None,
        "sides": "\n".join(sides),
    }


def _possible(kind: str, item: Item) -> list[str]:
    words = statuses_of(kind)
    return [word for word in words if item.may_not_apply or word != STATUS_WORDS["not_applicable"]]


def _meanings(item: Item) -> str:
    labels = labels_of(item.choices)
    lines = [f"{labels[choice.id]}: {choice.meaning}".rstrip(": ") for choice in item.choices]
    if item.evidence_hints:
        lines.append("What could show it: " + "; ".join(item.evidence_hints))
    if item.asked_of:
        lines.append(f"Who can answer: {item.asked_of}")
    lines += [f"Be careful: {caution}" for caution in item.cautions]
    return "\n".join(lines)[:8_000]


def _note(item: Item) -> dict[str, Any]:
    lines = sum(1 + len(line) // _NOTE_LINE for line in _meanings(item).split("\n"))
    return {**_NOTE_SIZE, "height": min(520, 24 + 15 * lines)}
