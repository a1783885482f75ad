"""Decisions: a sheet of what several files plan differently, for somebody to decide, and what was decided."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.errors import Path, Problem
from equity_blocks.exchange.csv_text import as_csv, guarded, unguarded
from equity_blocks.model.framework import Framework
from equity_blocks.model.reply import Reply

COLUMNS = ("practice", "title", "field", "said", "kept", "decided", "by", "why")
"""The columns of a decision sheet; people fill in the last three."""

_BLANK = "(blank)"
_SHEET = "Decisions"
_WIDTHS = (24, 34, 14, 60, 22, 26, 20, 40)
_NUMBERS = ("cost", "effort")


Conflict = tuple[str, str, Sequence[tuple[str, Any]], Any]
"""The practice, the field, its sides, and what is kept."""


def to_decisions(framework: Framework, conflicts: Iterable[Conflict]) -> str:
    r"""Write a decision sheet as CSV: a row for each field that files say differently.

    Args:
        framework: Gives practices their titles.
        conflicts: For each the practice, the field, its sides as where it stands and what it says, and what the
            assessment goes on saying until it is decided.

    Returns:
        CSV with the columns `COLUMNS`, the last three blank.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> sides = [("a.xlsx Plan!F7", "CIO"), ("b.xlsx Plan!F7", None)]
        >>> print(to_decisions(framework, [("p", "owner", sides, "CFO")]).splitlines()[1])
        p,P,owner,a.xlsx Plan!F7: CIO | b.xlsx Plan!F7: (blank),CFO,,,
    """
    rows = _lines(framework, conflicts, " | ")
    return as_csv(COLUMNS, ([guarded(cell or "") or None for cell in row] for row in rows))


def to_decision_book(framework: Framework, conflicts: Iterable[Conflict]) -> bytes:
    """Write a decision sheet as a workbook; `from_decisions` reads it back, too.

    Args:
        framework: Gives practices their titles.
        conflicts: As `to_decisions` takes them.

    Returns:
        The bytes of an .xlsx file; the same for the same arguments.

    Raises:
        UnsuitableError: XlsxWriter is not installed: `pip install equity-blocks[excel]`.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> book = to_decision_book(framework, [("p", "owner", [("a.xlsx", "CIO"), ("b.xlsx", "CFO")], None)])
        >>> is_decision_book(book)
        True
    """
    from equity_blocks.exchange.workbook.book import Book, height

    book = Book(f"Decisions: {framework.title}")
    sheet = book.sheet(_SHEET)
    filled = len(COLUMNS) - 3
    for i, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        book.write(sheet, 0, i, name, "header" if i >= filled else "header_given")
        sheet.set_column(i, i, width)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(_lines(framework, conflicts, "\n"), 1):
        sheet.set_row(number, height(zip(row, _WIDTHS, strict=True)))
        for i, value in enumerate(row):
            book.write(sheet, number, i, value, "input" if i >= filled else "given")
    return book.finish()


def _lines(framework: Framework, conflicts: Iterable[Conflict], between: str) -> Iterator[tuple[str | None, ...]]:
    for practice, field, sides, kept in conflicts:
        said = between.join(f"{place}: {_written(value) or _BLANK}" for place, value in sides)
        yield practice, framework.practices[practice].title, field, said, _written(kept), None, None, None


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def is_decisions(header: Sequence[str]) -> bool:
    """Say whether the first row of a table is that of a decision sheet.

    Example:
        >>> is_decisions(COLUMNS), is_decisions(["practice", "level"])
        (True, False)
    """
    return {"practice", "field", "decided"} <= {cell.strip().lower() for cell in header}


def is_decision_book(content: bytes) -> bool:
    """Say whether a file is a workbook with a decision sheet, looking at little of it.

    Example:
        >>> is_decision_book(b"practice,field,decided")
        False
    """
    if not content.startswith(b"PK") or len(content) > _MOST_BYTES or content.count(b"PK\x01\x02") > _MOST_PARTS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open("xl/workbook.xml") as part:
            return f'name="{_SHEET}"'.encode() in part.read(_LOOK)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return False


_MOST_BYTES, _MOST_PARTS, _LOOK = 20_000_000, 2_000, 200_000


def from_decisions(content: bytes, name: str, framework: Framework) -> Reply:
    r"""Read a decision sheet back: what stands under `decided` holds; a row without it stays undecided.

    `(blank)` decides that nothing shall stand there. Who decided and why goes into the practice's note.

    Args:
        content: CSV with a header, as UTF-8; separated by commas, semicolons or tabs. Or a workbook.
        name: What to call the file in messages.
        framework: What is rated.

    Raises:
        InvalidDataError: It is a workbook that is damaged, or holds what no decision sheet needs.
        UnsuitableError: It is a workbook, and python-calamine is not installed: `pip install equity-blocks[excel]`.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> sheet = b"practice,field,decided,by,why\np,owner,CIO,Board,knows it best\n"
        >>> reply = from_decisions(sheet, "d.csv", framework)
        >>> reply.data["ratings"], reply.place(("ratings", "p", "owner"))
        ({'p': {'owner': 'CIO', 'note': 'owner: decided by Board: knows it best'}}, 'line 2')
    """
    problems: list[Problem] = []
    rows = list(_cells(content, name, problems) if content.startswith(b"PK") else _rows(content))
    if not rows or not is_decisions([*rows[0][1]]):
        message = "this is no decision sheet: it has no rows with practice, field and decided"
        return Reply(name, "decisions", {}, problems=(Problem("no_answers", message, "", (), name),))
    ratings: dict[str, dict[str, Any]] = {}
    places: dict[Path, str] = {}
    for place, cells in rows:
        practice, field, decided = (cells.get(key, "").strip() for key in ("practice", "field", "decided"))
        if not decided:
            continue
        if field not in FIELDS:
            message = f"'{field}' is no field that is decided here: there are {', '.join(FIELDS)}"
            problems.append(Problem("unknown_key", message, "", ("ratings", practice), name, place=place))
            continue
        own = ratings.setdefault(practice, {})
        own[field] = _value(field, decided)
        own["note"] = "\n".join(filter(None, (own.get("note"), _note(field, cells))))
        places |= {("ratings", practice): place, ("ratings", practice, field): place}
    data = {"framework": framework.id, "ratings": {name: _stated(own) for name, own in ratings.items()}}
    return Reply(name, "decisions", data, places, FIELDS, tuple(problems))


FIELDS = (
    "level", "criteria", "not_applicable", "not_pursued", "target", "decision", "importance", "feasibility", "effort",
    "cost", "owner", "agreed",
)  # fmt: skip
"""Fields of a rating that hold one value, and so may have to be decided."""


def _cells(content: bytes, name: str, problems: list[Problem]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every row of the sheet in a workbook, with its place; formulas are problems."""
    from equity_blocks.exchange.workbook.archive import Archive
    from equity_blocks.exchange.workbook.tables import Opened, shown

    opened = Opened(Archive(content, name), content)
    if _SHEET not in opened.names:
        return
    scan = opened.scan(_SHEET)
    for cell in sorted(scan.formulas | {*scan.errors}):
        message = "there is a formula, and nobody can tell what it was meant to say"
        problems.append(Problem("formula", message, "write what is decided", (), name, place=f"{_SHEET}!{cell}"))
    values = [] if scan.out_of_reach else opened.rows(_SHEET)
    header = [shown(cell).strip().lower() for cell in values[0]] if values else []
    for number, row in enumerate(values[1:], 2):
        yield f"{_SHEET}!A{number}", dict(zip(header, map(shown, row), strict=False))


def _rows(content: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every row of a table, with its place: its number in the file, which spreadsheets show."""
    text = content.decode("utf-8-sig", "replace")
    first = text.partition("\n")[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    header = [cell.strip().lower() for cell in next(table, [])]
    for number, row in enumerate(table, 2):
        yield f"line {number}", {key: unguarded(cell) for key, cell in zip(header, row, strict=False)}


def _value(field: str, decided: str) -> Any:
    if decided == _BLANK:
        return None
    if decided[0] in "{[" or field in _NUMBERS:
        try:
            return json.loads(decided)
        except ValueError:
            return decided
    return decided


def _note(field: str, cells: Mapping[str, str]) -> str:
    by, why = cells.get("by", "").strip(), cells.get("why", "").strip()
    who = f"decided by {by}" if by else "decided" if why else ""
    return f"{field}: " + ": ".join(filter(None, (who, why))) if who else ""


def _stated(own: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in own.items() if value != "" or key != "note"}
