import sys
import zipfile
from io import BytesIO

import pytest

from equity_blocks.model.logo import logo_uri
from equity_blocks.reports.office import FIRST_DAY, harmless, logo_of_points, without_times

DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'


@pytest.mark.parametrize("text", ["\ufffe", "\uffff", "\x00", "\x1b"])
def test_what_no_file_can_hold_becomes_a_mark(text):
    """Everything else stays."""
    assert harmless(f"a{text}b\nc") == "a\N{REPLACEMENT CHARACTER}b\nc"


def test_a_logo_that_is_drawn_becomes_points():
    """One of points is taken as it is."""
    pytest.importorskip("vl_convert", reason="vl-convert-python is not installed: pip install equity-blocks[office]")
    points = logo_of_points(logo_uri(DRAWN))
    assert points[:8] == b"\x89PNG\r\n\x1a\n"
    assert logo_of_points(logo_uri(points)) == points


def test_without_the_library_a_drawn_logo_is_left_out(monkeypatch):
    """A report without a logo is better than none."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert logo_of_points(logo_uri(DRAWN)) == b""


def test_a_package_is_the_same_whenever_it_was_packed():
    """Its parts keep their order and their content."""
    packages = []
    for year in (1999, 2026):
        written = BytesIO()
        with zipfile.ZipFile(written, "w") as file:
            for name in ("b.xml", "a.xml"):
                file.writestr(zipfile.ZipInfo(name, (year, 2, 3, 4, 5, 6)), f"<{name}/>")
        packages.append(without_times(written))
    assert packages[0] == packages[1]
    with zipfile.ZipFile(BytesIO(packages[0])) as file:
        assert [(entry.filename, entry.date_time[0]) for entry in file.infolist()] == [
            ("b.xml", FIRST_DAY.year),
            ("a.xml", FIRST_DAY.year),
        ]
        assert file.read("b.xml") == b"<b.xml/>"
