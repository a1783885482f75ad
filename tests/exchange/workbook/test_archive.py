import io
import struct
import time
import tracemalloc
import zipfile

import pytest

import workbooks
from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.workbook.archive import Archive, bounds_of, column_of

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")

MILLION = 1_000_000


def _packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def _lying(content):
    """Say in the directory of an archive that its largest part has ten bytes."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]


def _with(name, text):
    return workbooks.changed(workbooks.made(), {name: lambda _: text})


LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://x/externalLinkPath" Target="http://x/y.xlsx" TargetMode="External"/></Relationships>'
)
DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "a part that unpacks to 3 GB": lambda: _packed(xl__workbook=b"0" * (3 * MILLION)),
    "many parts that unpack to 45 MB": lambda: _packed(**{f"p{i}": bytes(range(256)) * 3_600 for i in range(50)}),
    "a directory that lies": lambda: _lying(_packed(xl__workbook=b"<x/>" * MILLION)),
    "10,000 parts": lambda: _packed(**{f"p{i}": b"" for i in range(10_000)}),
    "100 MB": lambda: b"PK\x03\x04" + bytes(100 * MILLION),
    "no archive": lambda: b"level,note\n",
    "an old or protected file": lambda: b"\xd0\xcf\x11\xe0" + bytes(999),
    "no workbook": lambda: _packed(word__document=b"<x/>"),
    "macros": lambda: _with("xl/vbaProject.bin", b"macro"),
    "macros by content type": lambda: workbooks.changed(
        workbooks.made(),
        {"[Content_Types].xml": lambda text: text.replace("sheet.main+xml", "sheet.macroEnabled.main+xml")},
    ),
    "another workbook": lambda: _with("xl/externalLinks/externalLink1.xml", "<x/>"),
    "a link to another workbook": lambda: _with("xl/_rels/other.xml.rels", LINK),
    "a connection": lambda: _with("xl/connections.xml", "<x/>"),
    "entities": lambda: _with("xl/theme/theme1.xml", DTD),
    "entities in wide characters": lambda: _with("xl/theme/theme1.xml", DTD.encode("utf-16")),
    "an embedded file": lambda: _with("xl/embeddings/oleObject1.bin", b"MZ"),
}
REASONS = {
    "a part that unpacks to 3 GB": "too_large",
    "many parts that unpack to 45 MB": "too_large",
    "10,000 parts": "too_large",
    "100 MB": "too_large",
    "a directory that lies": "not_a_workbook",
    "no archive": "not_a_workbook",
    "an old or protected file": "not_a_workbook",
    "no workbook": "not_a_workbook",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_with_a_reason(name):
    """In under 2 seconds and 300 MB, and the message names the file and says what it is."""
    content = HOSTILE[name]()
    begun = time.perf_counter()
    with pytest.raises(InvalidDataError, match=r"^a\.xlsx: .{20,}") as caught:
        Archive(content, "a.xlsx")
    took = time.perf_counter() - begun
    tracemalloc.start()
    with pytest.raises(InvalidDataError, match=r"^a\.xlsx: "):
        Archive(content, "a.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [problem.code for problem in caught.value.problems] == [REASONS.get(name, "unsafe_workbook")]
    assert took < 2
    assert most < 300 * MILLION


def test_an_address_in_a_cell_is_no_link_to_elsewhere():
    """People paste where their evidence can be read."""
    address = LINK.replace("externalLinkPath", "relationships/hyperlink")
    assert Archive(_with("xl/worksheets/_rels/sheet9.xml.rels", address), "a.xlsx").sheets()


def test_what_was_saved_later_has_a_day():
    """A workbook that nobody saved since it was made has none."""
    content = workbooks.made()
    assert Archive(content, "a.xlsx").saved_on() == ""
    later = workbooks.changed(
        content,
        {
            "docProps/core.xml": lambda text: text.replace(
                "2000-01-01T00:00:00Z</dcterms:m", "2026-09-12T08:00:00Z</dcterms:m"
            )
        },
    )
    assert Archive(later, "a.xlsx").saved_on() == "2026-09-12"


def test_a_scan_finds_formulas_errors_and_merged_cells():
    """What the values of cells alone do not tell."""
    content = workbooks.made()
    sheet = workbooks.part_of(content, "Answers")
    place = workbooks.cell(content, "budget", "note")
    inside = {place: "<f>1/0</f><v>#DIV/0!</v>"}
    wrong = workbooks.changed(
        workbooks.filled(content, inside),
        {
            sheet: lambda text: text.replace(f'r="{place}"', f'r="{place}" t="e"').replace(
                "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="C6:C7"/></mergeCells>'
            )
        },
    )
    scan = Archive(wrong, "a.xlsx").scan(sheet)
    assert place in scan.formulas
    assert scan.errors == {place: "#DIV/0!"}
    assert scan.merged == ("C6:C7",)


@pytest.mark.parametrize("place", ["XFD1048576", "A20001", "AMJ7"])
def test_a_cell_far_out_is_found_before_it_fills_the_memory(place):
    """Blank cells up to it would be made for nothing."""
    content = workbooks.made()
    sheet = workbooks.part_of(content, "Answers")
    row = "".join(filter(str.isdigit, place))
    far = workbooks.changed(
        content,
        {
            sheet: lambda text: text.replace(
                "</sheetData>", f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
            )
        },
    )
    assert Archive(far, "a.xlsx").scan(sheet).out_of_reach == place


def test_places_are_read_as_spreadsheets_write_them():
    """Columns by letters, rows from 1."""
    assert (column_of("Z"), column_of("XFD")) == (25, 16_383)
    assert bounds_of("C9:A2") == (1, 8, 0, 2)
