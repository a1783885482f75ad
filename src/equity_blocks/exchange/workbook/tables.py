"""The sheets of a workbook that came back, as rows whose cells know their names, and its metadata."""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from equity_blocks.errors import Problem
from equity_blocks.exchange.workbook.archive import Archive, Scan, bounds_of
from equity_blocks.exchange.workbook.book import letters, not_installed
from equity_blocks.exchange.workbook.columns import FORMAT, KEYS_BEGIN, META, Column

_MOST_MERGED = 2_000
_MOST_SHOWN = 60
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Opened:
    """A workbook whose archive is harmless.

    Args:
        archive: Its parts.
        content: The bytes of its file.

    Raises:
        UnsuitableError: The library that reads workbooks is not installed.
        InvalidDataError: It cannot be read.
    """

    def __init__(self, archive: Archive, content: bytes) -> None:
        try:
            from python_calamine import CalamineError, load_workbook
        except ImportError:
            raise not_installed("python-calamine") from None
        self.archive, self._parts = archive, archive.sheets()
        try:
            self._book = load_workbook(io.BytesIO(content))
        except (CalamineError, ValueError, OSError):
            archive._refuse("not_a_workbook", "it is no .xlsx file, or a damaged one", "save it again as .xlsx")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its sheets."""
        return tuple(self._parts)

    def scan(self, sheet: str) -> Scan:
        """Give what values alone do not tell of a sheet."""
        return self.archive.scan(self._parts[sheet])

    def rows(self, sheet: str) -> list[list[Any]]:
        """Give the values of a sheet from its first cell on; only of one whose scan found nothing out of reach."""
        try:
            values: list[list[Any]] = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except Exception:  # noqa: BLE001 - of what a damaged sheet makes it raise, nothing is of use
            self.archive._refuse("not_a_workbook", f"its sheet '{sheet}' cannot be read", "save it again as .xlsx")
        return values


class Meta(NamedTuple):
    """What a workbook says about itself.

    Args:
        facts: Name -> value as text.
        items: Practice -> the number of its list of levels.
        parts: Practice -> its criteria.
        levels: Number of a list -> what the drop-down says -> the level's id.
        asked: The practices that the respondent is asked about, where that is not all.
    """

    facts: Mapping[str, str]
    items: Mapping[str, int]
    parts: Mapping[str, tuple[str, ...]]
    levels: Mapping[int, Mapping[str, str]]
    asked: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of questionnaire."""
        return self.facts.get("kind", "")


def meta_of(opened: Opened) -> Meta | None:
    """Read what a workbook says about itself; `None` where it does not, or not in our way."""
    if META not in opened.names or opened.scan(META).out_of_reach:
        return None
    facts: dict[str, str] = {}
    items: dict[str, int] = {}
    parts: dict[str, tuple[str, ...]] = {}
    levels: dict[int, dict[str, str]] = {}
    asked: list[str] = []
    for row in opened.rows(META):
        cells = [shown(cell) for cell in row] + [""] * 4
        match cells[0]:
            case "item":
                items[cells[2]] = _whole(cells[1])
            case "part":
                parts[cells[1]] = (*parts.get(cells[1], ()), cells[2])
            case "level":
                levels.setdefault(_whole(cells[1]), {})[cells[3]] = cells[2]
            case "asked":
                asked.append(cells[1])
            case name:
                facts[name] = cells[1]
    return Meta(facts, items, parts, levels, tuple(asked)) if facts.get("format") == FORMAT else None


def _whole(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def shown(value: Any) -> str:
    r"""Give the value of a cell as people see it; line ends are line feeds, and white space alone is nothing.

    Example:
        >>> shown(3.0), shown(None), shown(" "), shown("a\r\nb"), shown(True)
        ('3', '', '', 'a\nb', 'TRUE')
    """
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return "" if value is None else value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


class Row(NamedTuple):
    """A row below the headings.

    Args:
        table: The table it stands in.
        number: Its place, from 0.
        values: What stands in it.
    """

    table: "Table"
    number: int
    values: Sequence[Any]

    def value(self, key: str) -> Any:
        """Give what stands in a column; `None` where nothing does, or there is no such column."""
        position = self.table.positions.get(key, len(self.values))
        return self.values[position] if position < len(self.values) else None

    def text(self, key: str) -> str:
        """Give what stands in a column as text."""
        return shown(self.value(key))

    def place(self, key: str) -> str:
        """Name the cell of a column, such as `Answers!C7`."""
        return f"{self.table.sheet}!{letters(self.table.positions.get(key, 0))}{self.number + 1}"

    def report(self, code: str, message: str, hint: str = "", *, key: str, **data: Any) -> None:
        """Note a problem with what stands in a column."""
        self.table.report(code, message, hint, place=self.place(key), **data)


class Table:
    """A sheet that people filled in: which column is where, and what cannot be taken from it.

    Args:
        opened: The workbook.
        sheet: The sheet's name.
        columns: The columns that were written.
        source: What the file is called in messages.
    """

    def __init__(self, opened: Opened, sheet: str, columns: Sequence[Column], source: str) -> None:
        self.sheet, self.columns, self.source = sheet, columns, source
        self.problems: list[Problem] = []
        self.positions: dict[str, int] = {}
        self._rows: list[list[Any]] = []
        self._first = 0
        if sheet not in opened.names:
            hint = "if it was renamed, give it its name back; else fill in a workbook that is exported anew"
            self.report("missing_sheet", f"the sheet '{sheet}' is missing", hint, place="")
            return
        self._scan = opened.scan(sheet)
        if self._scan.out_of_reach:
            message = f"a cell stands so far out that no sheet of ours reaches it: {self._scan.out_of_reach}"
            self.report("out_of_reach", message, "remove it, and save the workbook again")
            return
        self._rows = opened.rows(sheet)
        self._find_columns()

    def report(self, code: str, message: str, hint: str = "", *, place: str | None = None, **data: Any) -> None:
        """Note a problem, at a cell or at the sheet as a whole."""
        where = self.sheet if place is None else place
        self.problems.append(Problem(code, message, hint, file=self.source, place=where, data=data))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the headings in which anything stands."""
        below = enumerate(self._rows[self._first :], self._first)
        return tuple(Row(self, i, values) for i, values in below if any(shown(value) for value in values))

    def _find_columns(self) -> None:
        keyed = (i for i, row in enumerate(self._rows) if any(shown(cell).startswith(KEYS_BEGIN) for cell in row))
        place = next(keyed, None)
        if place is None:
            hint = "fill in a workbook that is exported anew"
            self.report("missing_columns", "the hidden row that names the columns is gone", hint)
            return
        self._first = place + 2
        for position, cell in enumerate(self._rows[place]):
            key = shown(cell).removeprefix(KEYS_BEGIN)
            if key in self.positions:
                self.report("duplicate_column", f"the column '{key}' is there twice", "remove one of them",
                            place=f"{self.sheet}!{letters(position)}{place + 1}", found=key)  # fmt: skip
            elif shown(cell).startswith(KEYS_BEGIN):
                self.positions[key] = position
        for column in self.columns:
            if column.key not in self.positions and column.look not in {"number", "given"}:
                message = f"the column '{column.heading}' is missing"
                self.report("missing_columns", message, "undo what removed it", found=column.key)
        self._look_beside(set(self.positions.values()))

    def _look_beside(self, ours: set[int]) -> None:
        """Report columns of somebody's own in which something stands: nothing of it would be read."""
        beside: dict[int, Row] = {}
        for row in self.rows:
            for position, value in enumerate(row.values):
                if position not in ours and shown(value):
                    beside.setdefault(position, row)
        for position, row in beside.items():
            place = f"{self.sheet}!{letters(position)}{row.number + 1}"
            message = f"column {letters(position)} is none of this workbook, so what stands in it would be lost"
            self.report("extra_column", message, "move it to Note, and remove the column", place=place)

    def filled(self) -> Iterator[str]:
        """Name the columns that people fill in, and those by which rows are told apart."""
        yield from (c.key for c in self.columns if (c.is_filled or c.look == "id") and c.key in self.positions)

    def check_cells(self, rows: Sequence[Row]) -> None:
        """Report formulas, errors and merged cells where answers stand."""
        keys = list(self.filled())
        for row in rows:
            for key in keys:
                self._check_cell(row, key)
        numbers, positions = {row.number for row in rows}, {self.positions[key] for key in keys}
        for area in self._scan.merged[:_MOST_MERGED]:
            bounds = bounds_of(area)
            if bounds is None:
                continue
            top, bottom, left, right = bounds
            if any(top <= n <= bottom for n in numbers) and any(left <= p <= right for p in positions):
                message = f"the cells {area} are merged, so it is not clear which row the answer is for"
                self.report("merged_cells", message, "unmerge them", place=f"{self.sheet}!{area.partition(':')[0]}")

    def _check_cell(self, row: Row, key: str) -> None:
        name = f"{letters(self.positions[key])}{row.number + 1}"
        if name in self._scan.formulas:
            message = "a formula stands here, and answers are values"
            self.report("formula", message, "copy the cell, and paste its value only", place=row.place(key))
        elif name in self._scan.errors:
            found = self._scan.errors[name][:_MOST_SHOWN]
            self.report(
                "cell_error", f"the cell shows the error {found}", "type the answer", place=row.place(key), found=found
            )
        elif _UNREADABLE.search(row.text(key)):
            self.report(
                "control_character", "the text has characters that no one can see", "type it anew", place=row.place(key)
            )
