"""A workbook being written: its formats, its lists, and cells in which no text is ever a formula."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from equity_blocks.errors import UnsuitableError
from equity_blocks.exchange.workbook.columns import LISTS, Column
from equity_blocks.model.questionnaire import Questionnaire

MOST_CHARACTERS = 32_767
"""What a cell holds, in the units of UTF-16 by which Excel counts."""

INK, QUIET, LINE, GIVEN, ACCENT, ON_ACCENT = "#1B252A", "#5B6A71", "#C9D1D5", "#F3F5F6", "#17677F", "#FFFFFF"
BLANK, WRONG = "#FFF6D6", "#F9D5CF"
RAMP = ("#F4E3D3", "#E4EEF0", "#BFDDE3", "#8FC3CE", "#5CA5B4")
"""From the lowest to the highest level; each is readable with dark letters, and in grey."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NEVER_CHANGED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)

_FORMATS: dict[str, dict[str, Any]] = {
    "title_wrapped": {"bold": True, "font_size": 18, "font_color": ACCENT, "text_wrap": True, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "subtitle": {"font_size": 11, "font_color": QUIET, "text_wrap": True, "valign": "top"},
    "quiet": {"font_color": QUIET},
    "heading": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 1, "bottom_color": LINE},
    "text": {"text_wrap": True, "valign": "top"},
    "bold": {"bold": True, "text_wrap": True, "valign": "top"},
    "draft": {"bold": True, "font_color": "#8A3B12", "bg_color": "#FDEBDD", "text_wrap": True, "valign": "top"},
    "header": {
        "bold": True, "font_color": ON_ACCENT, "bg_color": ACCENT, "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": ACCENT,
    },
    "header_given": {
        "bold": True, "font_color": INK, "bg_color": "#DCE3E6", "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": LINE,
    },
    "given": {"bg_color": GIVEN, "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE},
    "given_strong": {
        "bg_color": GIVEN, "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "bold": True,
    },
    "link": {
        "bg_color": GIVEN, "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE,
        "font_color": ACCENT, "underline": 1,
    },
    "input": {
        "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "locked": False, "num_format": "@",
    },
    "input_number": {"valign": "top", "border": 1, "border_color": LINE, "locked": False, "align": "left"},
    "input_date": {
        "valign": "top", "border": 1, "border_color": LINE, "locked": False, "num_format": "yyyy-mm-dd",
        "align": "left",
    },
    "number": {"valign": "top", "align": "right", "indent": 1, "border": 1, "border_color": LINE},
    "percent": {"num_format": "0.0%", "valign": "top", "align": "right", "border": 1, "border_color": LINE},
    "percent_strong": {
        "num_format": "0.0%", "valign": "top", "align": "right", "border": 1, "border_color": LINE, "bold": True,
    },
    "figure": {"valign": "top", "align": "right", "border": 1, "border_color": LINE},
    "figure_strong": {"valign": "top", "align": "right", "border": 1, "border_color": LINE, "bold": True},
    "whole": {"num_format": "0", "valign": "top", "align": "right", "border": 1, "border_color": LINE},
    "cell": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE},
    "cell_strong": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "bold": True},
    "period": {
        "bold": True, "font_color": INK, "bg_color": "#DCE3E6", "rotation": 90, "align": "center", "valign": "bottom",
        "border": 1, "border_color": LINE,
    },
    "bar": {"bg_color": ACCENT, "top": 1, "bottom": 1, "top_color": "#FFFFFF", "bottom_color": "#FFFFFF"},
    "no_bar": {"bg_color": "#FFFFFF", "border": 1, "border_color": "#E8ECEE"},
    "hidden": {"font_color": "#9AA5AB", "font_size": 8},
    "blank_flag": {"bg_color": BLANK},
    "wrong_flag": {"bg_color": WRONG},
    "done": {"font_color": "#2F6B3A", "bold": True, "valign": "top"},
}  # fmt: skip


class Cell(NamedTuple):
    """A formula, and what it gives at the moment.

    Args:
        formula: Beginning with `=`; empty for a constant.
        value: Text, or a number.
    """

    formula: str
    value: str | float


class Book:
    """A workbook being written.

    Args:
        subject: What its properties say that it is about.

    Raises:
        UnsuitableError: The library that writes workbooks is not installed.

    Example:
        >>> book = Book("Mini")
        >>> sheet = book.sheet("Answers")
        >>> book.write(sheet, 0, 0, "=1+1", "text")
        >>> book.finish()[:2]
        b'PK'
    """

    def __init__(self, subject: str) -> None:
        try:
            library = import_module("xlsxwriter")
        except ImportError:
            raise not_installed("xlsxwriter") from None
        self._stream = io.BytesIO()
        self._book = library.Workbook(
            self._stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"title": subject, "created": _NEVER_CHANGED})
        self._book.set_size(2400, 1600)
        self._formats = {
            name: self._book.add_format({"font_name": "Calibri", "font_size": 10.5, "font_color": INK, **look})
            for name, look in _FORMATS.items()
        }
        for name in ("blank_flag", "wrong_flag", "done"):
            self._formats[name] = self._book.add_format(_FORMATS[name])
        self._ramp = [self._book.add_format({"bg_color": color}) for color in RAMP]

    def sheet(self, name: str, color: str = ACCENT) -> Any:
        """Add a sheet, without grid lines, with the color of its tab."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(color)
        return sheet

    def format(self, name: str) -> Any:
        """Give one of the formats by its name."""
        return self._formats[name]

    @property
    def ramp(self) -> Sequence[Any]:
        """The formats of levels, from the lowest to the highest."""
        return self._ramp

    def define(self, name: str, area: str) -> None:
        """Give an area a name that drop-downs and formulas use."""
        self._book.define_name(name, f"={area}")

    def chart(self, kind: str) -> Any:
        """Add a chart, to be put on a sheet."""
        return self._book.add_chart({"type": kind})

    def write(self, sheet: Any, row: int, column: int, value: object, look: str, *, of: str = "") -> None:
        """Write a value as what it is: text is never a formula nor an address, and nothing leaves a blank cell.

        Args:
            sheet: The sheet.
            row: From 0.
            column: From 0.
            value: Text, a number, a day or `None`.
            look: The name of a format.
            of: What the text is, for the error. Default: a text.

        Raises:
            UnsuitableError: The text is longer than a cell can hold.
        """
        style = self._formats[look]
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, cell_text(value, of), style)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)

    def formula(self, sheet: Any, row: int, column: int, cell: Cell, look: str) -> None:
        """Write a formula together with what it gives now, for whatever shows a workbook without working it out."""
        if cell.formula:
            sheet.write_formula(row, column, cell.formula, self._formats[look], cell.value)
        else:
            self.write(sheet, row, column, cell.value, look)

    def headings(self, sheet: Any, row: int, columns: Sequence[Column]) -> None:
        """Write the hidden row of keys, and below it what people read; hide the columns that are for programs."""
        for i, column in enumerate(columns):
            is_ours = column.look in ("id", "number")
            sheet.write_string(row, i, f"eb.{column.key}", self._formats["hidden"])
            look = "header" if column.is_filled else "header_given"
            sheet.write_string(row + 1, i, column.heading, self._formats[look])
            sheet.set_column(i, i, column.width, None, {"hidden": is_ours})
        sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_row(row + 1, 32)

    def finish(self) -> bytes:
        """Close the workbook and give the bytes of its file."""
        self._book.close()
        return self._stream.getvalue()


def print_wide(sheet: Any, asked: Questionnaire, heading: int, last_column: int, last_row: int) -> None:
    """Let a sheet print across, as wide as a page, with its headings on each page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.print_area(0, 0, last_row, last_column)
    title = asked.title.replace("&", "&&")[:120]
    sheet.set_footer(f"&L&8{title}{'' if asked.is_final else ' - draft'}&R&8&P / &N")


def not_installed(library: str) -> UnsuitableError:
    """Make the error that says how to get what workbooks need.

    Example:
        >>> print(not_installed("xlsxwriter"))
        xlsxwriter is not installed: pip install equity-blocks[excel]
    """
    message = f"{library} is not installed: pip install equity-blocks[excel]"
    return UnsuitableError(message, code="not_installed", data={"argument": "workbook", "found": library})


def cell_text(text: str, of: str = "") -> str:
    r"""Give text as a cell can hold it: line ends are line feeds, and what no cell can hold becomes a mark.

    Args:
        text: Any text.
        of: What it is, for the error.

    Raises:
        UnsuitableError: It is longer than a cell can hold.

    Example:
        >>> cell_text("a\r\nb\x01") == "a\nb\N{REPLACEMENT CHARACTER}"
        True
    """
    clean = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    size = len(clean.encode("utf-16-le")) // 2
    if size > MOST_CHARACTERS:
        message = f"{of or 'a text'} has {size:,} characters, and a cell of a workbook holds {MOST_CHARACTERS:,}"
        data = {"found": size, "most": MOST_CHARACTERS}
        raise UnsuitableError(f"{message}: shorten it, or keep it in a file of its own", code="too_long", data=data)
    return clean


def height(cells: Iterable[tuple[object, float]], least: float = 18.0) -> float:
    """Estimate how high a row must be in points, for programs that do not fit rows to their text.

    Args:
        cells: Each text with the width of its column in characters; what is no text takes one line.
        least: The least height.

    Example:
        >>> height([("word " * 30, 30.0), ("short", 10.0)]), height([(None, 9.0)])
        (90.0, 20.0)
    """
    lines = max((_lines(text, width) for text, width in cells if isinstance(text, str)), default=1)
    return min(400.0, max(least, 14.0 * lines + 6))


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) / max(1.0, width)) for line in text.split("\n"))


def listed(column: int, first: int, last: int, sheet: str = LISTS) -> str:
    """Give an area of one column as formulas name it, rows from 0.

    Example:
        >>> listed(1, 0, 4)
        '=Lists!$B$1:$B$5'
    """
    letter = letters(column)
    return f"={sheet}!${letter}${first + 1}:${letter}${last + 1}"


def letters(column: int) -> str:
    """Name a column, from 0, as spreadsheets do.

    Example:
        >>> letters(0), letters(25), letters(26), letters(701), letters(702)
        ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
