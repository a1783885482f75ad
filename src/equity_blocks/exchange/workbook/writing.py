"""A questionnaire as a workbook: what people read first, the sheets they fill in, and what reading it back needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.errors import UnsuitableError
from equity_blocks.exchange.answer_fields import labels_of
from equity_blocks.exchange.workbook.answers import Sheets, write_sheets
from equity_blocks.exchange.workbook.book import Book, Cell, height, listed
from equity_blocks.exchange.workbook.columns import (
    ANSWERS,
    FORMAT,
    LISTS,
    META,
    PARTS,
    START,
    bare,
    lists_of,
)
from equity_blocks.exchange.workbook.live import Stand, stand_of, why_not
from equity_blocks.exchange.workbook.plan_sheet import write_plan
from equity_blocks.exchange.workbook.summary import Scores, write_summary
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Plan
from equity_blocks.model.questionnaire import Questionnaire
from equity_blocks.model.result import NOTICE
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.version import VERSION


def to_workbook(
    questionnaire: Questionnaire,
    *,
    plan: Plan | None = None,
    card: ScoreCard | None = None,
    framework: Framework | None = None,
) -> bytes:
    """Make a workbook of a questionnaire, for Excel, LibreOffice and Google Sheets; `from_workbook` reads it back.

    A respondent's asks for answers, parts, evidence and notes only; the owner's has the columns of planning, a summary,
    and the plan where one is given. The summary works itself out anew while people answer, where the framework's policy
    is one of those whose formulas are proven equal to the score; else it says so, and shows what the card says.

    Args:
        questionnaire: What is asked, and what is known already.
        plan: A plan to add as a sheet with a timeline. Default: none.
        card: The score card as of now, for the summary. Default: none is shown where there are no formulas.
        framework: Gives the summary its policy, and the plan the titles of levels. Default: no formulas.

    Returns:
        The bytes of an .xlsx file; the same for the same arguments.

    Raises:
        UnsuitableError: A text is longer than a cell holds, or XlsxWriter is not installed:
            `pip install equity-blocks[excel]`.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice, Item
        >>> levels = (Choice("no", "No", "Nothing is done.", 0.0), Choice("yes", "Yes", "It is done.", 1.0))
        >>> item = Item("vision", "Vision", "b", ("Board",), "Is there a vision?", levels)
        >>> to_workbook(Questionnaire("mini", "1", 1, "f", "Mini", {}, (item,)))[:2]
        b'PK'
    """
    if not questionnaire.items:
        message = "there is nothing to ask, so there is no workbook to make of it"
        raise UnsuitableError(message, code="nothing_asked")
    book = Book(questionnaire.title)
    start = book.sheet(START)
    reason = why_not(questionnaire, framework) if questionnaire.kind == "owner" else "not the owner's"
    live = None if reason else framework
    stands = _stands(questionnaire, framework)
    sheets = write_sheets(book, questionnaire, stands, live)
    if questionnaire.kind == "owner":
        write_summary(book, questionnaire, sheets, Scores(framework, card, reason))
        if plan is not None:
            write_plan(book, questionnaire, plan, framework)
    _write_start(book, start, questionnaire, sheets)
    _write_lists(book, questionnaire)
    _write_meta(book, questionnaire)
    start.activate()
    return book.finish()


def _stands(asked: Questionnaire, framework: Framework | None) -> dict[str, Stand]:
    stands = {}
    for item in asked.items:
        known = framework is not None and item.practice in framework.practices
        practice = framework.practices[item.practice] if framework and known else None
        scale = framework.scale_of(item.practice) if framework and known else None
        rating = item.rating
        stand = stand_of(rating, practice, scale)
        if asked.kind == "contested":
            stand = stand._replace(is_answered=rating.agreed is not None)
        elif rating.answers:
            stand = stand._replace(is_answered=rating.status in ("not_applicable", "not_pursued"))
        stands[item.practice] = stand
    return stands


def _write_start(book: Book, sheet: Any, asked: Questionnaire, sheets: Sheets) -> None:
    """Write what people read first, in the order in which they ask it."""
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, _WIDTH)
    sheet.merge_range(1, 1, 1, 2, "", book.format("title_wrapped"))
    book.write(sheet, 1, 1, asked.title, "title_wrapped")
    sheet.set_row(1, 52)
    for row, (head, text, look) in enumerate(_lines(asked), 3):
        book.write(sheet, row, 1, head, "bold")
        if head == "Progress":
            now = sum(stand.is_answered for stand in sheets.stands.values())
            cell = Cell(f"={sheets.answered}", f"{now} of {len(asked.items)} answered")
            book.formula(sheet, row, 2, cell, "done")
        elif look == "heading":
            book.write(sheet, row, 1, head, "heading")
            sheet.write_blank(row, 2, None, book.format("heading"))
        else:
            book.write(sheet, row, 2, text, look)
        sheet.set_row(row, height([(text, _WIDTH)]))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})


_WIDTH = 96
"""Of the column of text, in characters."""


def _lines(asked: Questionnaire) -> Iterator[tuple[str, str, str]]:
    if not asked.is_final:
        yield "Draft", "Draft: until the assessment is final, everything made from it is a draft.", "draft"
    yield from _who(asked)
    yield "Progress", "", "done"
    yield "", "", "text"
    yield "How to fill it in", "", "heading"
    for number, text in enumerate(_steps(asked), 1):
        yield f"Step {number}", text, "text"
    yield "", "", "text"
    yield "What happens to it", "", "heading"
    yield "Privacy", _privacy(asked), "text"
    yield "Formulas", "Type values, not formulas, and merge no cells: import refuses both and names the cell.", "text"
    yield "", "", "text"
    yield "Notice", NOTICE, "text"


def _who(asked: Questionnaire) -> Iterator[tuple[str, str, str]]:
    if asked.welcome:
        yield "Welcome", asked.welcome, "text"
    if asked.organization:
        yield "Organization", asked.organization, "text"
    who = asked.asked.role_title or asked.asked.id
    if asked.kind == "contested":
        who = "The group that settles on what people differ about"
    elif not asked.asked.id and not who:
        who = "Whoever is responsible for the assessment"
    yield "For", f"{who}, answering for {asked.asked.people} people" if asked.asked.people > 1 else who, "text"
    if asked.as_of:
        yield "As of", asked.as_of, "text"
    edition = f"{asked.edition}, " if asked.edition else ""
    yield "Framework", f"{asked.framework} ({edition}revision {asked.revision})", "text"


def _steps(asked: Questionnaire) -> Iterator[str]:
    if asked.kind == "contested":
        yield f"Open the sheet {ANSWERS}. Each row is a matter on which people differ, with what was said."
        yield "Talk it over, then choose the agreed level. Leave it blank where you do not agree yet."
        yield "Write who agreed, and why: both are kept with the assessment."
    else:
        yield f"Open the sheet {ANSWERS}. {_answer(asked)} each row. Notes and the sheet Levels say what each means."
        yield "If you do not know, choose the status unknown: that is an answer. Do not guess."
        yield "If it does not apply, choose that status, leave the level blank and say why under Reason."
        if any(item.criteria for item in asked.items):
            yield f"Where there are parts, you may rate these on the sheet {PARTS} instead of the whole."
        if asked.kind == "owner":
            yield "Target, importance, feasibility, decision and owner are for the plan. Leave open what is open."
        yield "Evidence: one per line. Notes: what else should be known."
    yield "Sort and filter as you like. Leave rows and hidden columns where they are. Save as .xlsx and send it back."


def _answer(asked: Questionnaire) -> str:
    ranges = [item.range for item in asked.items]
    if all(ranges):
        return "Type a score for"
    return "Choose a level, or type a score, for" if any(ranges) else "Choose a level for"


def _privacy(asked: Questionnaire) -> str:
    if asked.kind == "owner":
        return "Names, notes and evidence in this file are for those who work on the assessment. Keep it to them."
    if asked.promise == "confidential":
        return (
            "What you answer is never shown beside your name. Whoever runs the assessment can read this file. "
            "Write nothing about single patients or members."
        )
    return (
        "Your answers and notes may stand beside your name, for those who work on the assessment. "
        "Write nothing about single patients or members."
    )


def _write_lists(book: Book, asked: Questionnaire) -> None:
    """Write each list of levels, with what they count, and with `unknown` for parts."""
    sheet = book.sheet(LISTS, "#8A969C")
    for choices, number in lists_of(asked.items).items():
        labels, column = labels_of(choices), 3 * (number - 1)
        last = len(choices) - 1
        for row, choice in enumerate(choices):
            book.write(sheet, row, column, labels[choice.id], "input")
            book.write(sheet, row, column + 1, float(choice.value), "whole")
            book.write(sheet, row, column + 2, labels[choice.id], "input")
        book.write(sheet, last + 1, column + 2, RESERVED, "input")
        for i, name in enumerate(("Levels", "Values", "Parts")):
            area = listed(column + i, 0, last + (name == "Parts"))
            book.define(f"{name}_{number}", area.removeprefix("="))
    sheet.protect("")
    sheet.hide()


def _write_meta(book: Book, asked: Questionnaire) -> None:
    """Write what reading back needs to know, and nothing that is not in the other sheets."""
    sheet = book.sheet(META, "#8A969C")
    facts: Mapping[str, str | int] = {
        "format": FORMAT,
        "framework": asked.framework,
        "edition": asked.edition,
        "revision": asked.revision,
        "fingerprint": asked.fingerprint,
        "tailoring": asked.tailoring,
        "kind": asked.kind,
        "respondent": asked.asked.id,
        "role": asked.asked.role,
        "respondent_organization": asked.asked.organization,
        "people": asked.asked.people,
        "assessment": asked.assessment,
        "as_of": asked.as_of,
        "made_with": f"equity-blocks {VERSION}",
    }
    numbers = lists_of(asked.items)
    rows: list[tuple[str | int, ...]] = list(facts.items())
    rows += [("asked", practice) for practice in asked.asked.practices]
    for choices, number in numbers.items():
        labels = labels_of(choices)
        rows += [("level", number, choice.id, labels[choice.id]) for choice in choices]
    for item in asked.items:
        rows.append(("item", numbers[bare(item.choices)], item.practice))
        if asked.kind != "contested":
            rows += [("part", item.practice, criterion) for criterion in item.criteria]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            book.write(
                sheet, row, column, value if column else str(value), "input" if isinstance(value, str) else "whole"
            )
    sheet.protect("")
    sheet.very_hidden()
