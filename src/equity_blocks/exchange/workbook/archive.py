"""The file of a workbook as an archive of parts: refused where it could do harm, before anything reads it."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat
from zlib import error as zlib_error

from equity_blocks.errors import InvalidDataError, Problem

MOST_BYTES, MOST_UNPACKED, MOST_PARTS, MOST_RATIO = 20_000_000, 40_000_000, 2_000, 200
"""Bytes of a file and of its parts together, parts, and how many times smaller a part may be when it is packed."""

_UNPACKED_UNASKED = 1_000_000
"""A part up to so many bytes may be packed as tightly as it likes."""
_LAST_ROW, _LAST_COLUMN = 20_000, 1_000
"""Beyond these no cell is looked for: a single one far out would fill the memory with blank ones."""

_REFUSED = {
    "vbaProject": ("macros", "save it as .xlsx, which has none"),
    "macrosheets/": ("macros", "save it as .xlsx, which has none"),
    "externalLinks/": ("links to other workbooks", "break them under Data, Edit links, and save it again"),
    "connections": ("connections to data elsewhere", "remove them under Data, and save it again"),
    "queryTables/": ("connections to data elsewhere", "remove them under Data, and save it again"),
    "embeddings/": ("other files inside", "remove the embedded objects, and save it again"),
    "activeX/": ("controls that run programs", "remove them, and save it again"),
}
"""What stands in the name of a part -> what it is, and what to do."""

_OLD, _ODS = b"\xd0\xcf\x11\xe0", b"application/vnd.oasis.opendocument"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Scan(NamedTuple):
    """What values alone do not tell of a sheet.

    Args:
        formulas: Cells with a formula, such as `C7`.
        errors: Cells that show an error, such as `#REF!`.
        merged: The areas of merged cells, such as `C7:C9`.
        out_of_reach: A cell that stands too far out to be read; empty: none does.
    """

    formulas: frozenset[str]
    errors: Mapping[str, str]
    merged: tuple[str, ...]
    out_of_reach: str = ""


class Archive:
    """A workbook's parts, all of them looked at and harmless.

    Args:
        content: The bytes of the file.
        name: What it is called in messages.

    Raises:
        InvalidDataError: It is no workbook, too large, or holds what no questionnaire needs; each reason with what to
            do about it.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if len(content) > MOST_BYTES:
            self._refuse("too_large", f"the file has {len(content):,} bytes, and {MOST_BYTES:,} are read at most")
        if content.startswith(_OLD):
            self._refuse(
                "not_a_workbook", "it is protected by a password, or an .xls file", "save it as .xlsx without one"
            )
        parts = content.count(b"PK\x01\x02")  # as many as its directory has, before anything reads that
        if parts > MOST_PARTS:
            self._refuse("too_large", f"it has some {parts:,} parts: no workbook of ours does")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                self._check(packed)
                self.parts = {info.filename: packed.read(info) for info in packed.infolist() if not info.is_dir()}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib_error):
            self._refuse("not_a_workbook", "it is no .xlsx file, or a damaged one", "save it again as .xlsx")
        self._look_inside()

    def _refuse(self, code: str, message: str, hint: str = "") -> None:
        raise InvalidDataError([Problem(code, message, hint, file=self.name)])

    def _check(self, packed: zipfile.ZipFile) -> None:
        """Look at what the directory of the archive says, before anything is unpacked."""
        infos = packed.infolist()
        names = [info.filename for info in infos]
        if len(set(names)) < len(names):
            self._refuse("not_a_workbook", "some of its parts are there twice", "save it again as .xlsx")
        if any(info.flag_bits & 1 for info in infos):
            self._refuse("not_a_workbook", "it is protected by a password", "save it without one")
        for info in infos:
            is_tight = info.file_size > MOST_RATIO * max(1, info.compress_size)
            if info.file_size > MOST_UNPACKED or (is_tight and info.file_size > _UNPACKED_UNASKED):
                self._refuse("too_large", f"its part '{info.filename[:60]}' unpacks to {info.file_size:,} bytes")
        whole = sum(info.file_size for info in infos)
        if whole > MOST_UNPACKED:
            self._refuse("too_large", f"it unpacks to {whole:,} bytes, and {MOST_UNPACKED:,} are read at most")

    def _look_inside(self) -> None:
        parts = self.parts
        if parts.get("mimetype", b"").startswith(_ODS):
            self._refuse("not_a_workbook", "it is an OpenDocument file", "save it as .xlsx")
        if "xl/workbook.xml" not in parts:
            what = "an .xlsb file" if "xl/workbook.bin" in parts else "no .xlsx file"
            self._refuse("not_a_workbook", f"it is {what}", "save it as .xlsx")
        for part in parts:
            for mark, (what, hint) in _REFUSED.items():
                if mark in part:
                    self._refuse("unsafe_workbook", f"it has {what}, which are never read", hint)
        for part, text in parts.items():
            if part.endswith((".xml", ".rels", ".vml")):
                self._look_at(part, text)

    def _look_at(self, part: str, text: bytes) -> None:
        """Refuse what declares entities, and links to elsewhere that are more than an address in a cell."""
        if part == "[Content_Types].xml" and b"macroEnabled" in text:
            what, hint = _REFUSED["vbaProject"]
            self._refuse("unsafe_workbook", f"it has {what}, which are never read", hint)
        head = text.replace(b"\0", b"")  # so that wide characters hide nothing
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            message = f"its part '{part[:60]}' declares a document type, as no workbook does"
            self._refuse("unsafe_workbook", message, "save it again as .xlsx")
        if part.endswith(".rels"):
            for attributes in _elements(head, "Relationship"):
                kind = attributes.get("Type", "")
                if attributes.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
                    what, hint = _REFUSED["externalLinks/"]
                    self._refuse("unsafe_workbook", f"it has {what}, which are never read", hint)

    def sheets(self) -> dict[str, str]:
        """Give the part that holds each sheet, by the sheet's name."""
        relations = self.parts.get("xl/_rels/workbook.xml.rels", b"")
        targets = {each.get("Id", ""): each.get("Target", "") for each in _elements(relations, "Relationship")}
        found = {}
        for sheet in _elements(self.parts["xl/workbook.xml"], "sheet"):
            id_ = next((value for key, value in sheet.items() if key.endswith(":id")), "")
            target = targets.get(id_, "").lstrip("/")
            found[sheet.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
        return found

    def scan(self, part: str) -> Scan:
        """Look at a sheet for formulas, errors and merged cells, and for cells too far out.

        Raises:
            InvalidDataError: The sheet cannot be read.
        """
        reader = _SheetReader()
        try:
            reader.read(self.parts.get(part, b""))
        except expat.ExpatError:
            self._refuse("not_a_workbook", f"its part '{part[:60]}' cannot be read", "save it again as .xlsx")
        return Scan(frozenset(reader.formulas), reader.errors, tuple(reader.merged), reader.out_of_reach)

    def saved_on(self) -> str:
        """Give the day on which somebody saved it after it was made, as YYYY-MM-DD; empty where that is not told."""
        text = self.parts.get("docProps/core.xml", b"").decode("utf-8", "replace")
        days = [re.search(rf"<dcterms:{name}[^>]*>(\d{{4}}-\d\d-\d\d)", text) for name in ("created", "modified")]
        created, modified = (found[1] if found else "" for found in days)
        return modified if modified != created else ""


def _elements(text: bytes, name: str) -> Iterator[Mapping[str, str]]:
    """Give the attributes of every element of a name; nothing where the text is no XML."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, given: found.append(given) if tag.rpartition(":")[2] == name else None
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return
    yield from found


class _SheetReader:
    """One pass over the XML of a sheet."""

    def __init__(self) -> None:
        self.formulas: set[str] = set()
        self.errors: dict[str, str] = {}
        self.merged: list[str] = []
        self.out_of_reach = ""
        self._cell, self._is_error, self._text, self._is_value, self._is_far = "", False, "", False, False

    def read(self, text: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._said
        parser.Parse(text, True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._cell, self._is_error = given.get("r", ""), given.get("t") == "e"
            self._reach(self._cell)
        elif tag == "row":
            self._is_far = not re.fullmatch("[0-9]{1,5}", given.get("r", "1")) or int(given.get("r", "1")) > _LAST_ROW
        elif tag == "f":
            self.formulas.add(self._cell)
        elif tag == "mergeCell":
            self.merged.append(given.get("ref", ""))
        self._is_value = tag == "v"
        self._text = "" if self._is_value else self._text

    def _reach(self, cell: str) -> None:
        found = _CELL.fullmatch(cell)
        is_near = found and int(found[2]) <= _LAST_ROW and column_of(found[1]) < _LAST_COLUMN
        if self._is_far or (cell and not is_near):
            self.out_of_reach = self.out_of_reach or cell[:20] or "a cell without a name"

    def _said(self, text: str) -> None:
        if self._is_value:
            self._text += text

    def _end(self, _tag: str) -> None:
        if self._is_value and self._is_error:
            self.errors[self._cell] = self._text
        self._is_value = False


def column_of(letters: str) -> int:
    """Give the position of a column, from 0, by its letters.

    Example:
        >>> column_of("A"), column_of("AA")
        (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def bounds_of(area: str) -> tuple[int, int, int, int] | None:
    """Give the first and last row and the first and last column of an area, from 0; `None` where it is none.

    Example:
        >>> bounds_of("B2:C9"), bounds_of("B2"), bounds_of("#REF!")
        ((1, 8, 1, 2), (1, 1, 1, 1), None)
    """
    ends = [_CELL.fullmatch(end) for end in area.split(":")[:2]]
    if not all(ends):
        return None
    rows = sorted(int(end[2]) - 1 for end in ends if end)
    columns = sorted(column_of(end[1]) for end in ends if end)
    return rows[0], rows[-1], columns[0], columns[-1]
