import pytest

from equity_blocks.reports.heading import subtitle


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "DRAFT · Unnamed organization · Mini Framework (2026) · no date given"),
        ({"final": True}, "Unnamed organization · Mini Framework (2026) · no date given"),
        ({"organization": {"id": "acme"}}, "DRAFT · acme · Mini Framework (2026) · no date given"),
        (
            {"organization": {"id": "acme", "name": "Acme Health"}, "as_of": "2026-06-30", "final": True},
            "Acme Health · Mini Framework (2026) · as of 2026-06-30",
        ),
    ],
)
def test_the_line_says_whose_it_is_and_of_when(rated, framework, fields, expected):
    """A draft says so until it is final; what is missing is told as missing."""
    assert subtitle(rated({"vision": "some"}, **fields), framework) == expected


def test_without_the_framework_its_id_stands_for_it(rated):
    """A result alone knows no titles."""
    assert subtitle(rated({}), None) == "DRAFT · Unnamed organization · mini (2026) · no date given"


def test_a_plan_has_the_same_line(planned, framework):
    """Whoever reads either knows what it was made from."""
    line = subtitle(planned({"vision": "some"}, as_of="2026-06-30"), framework)
    assert line == "DRAFT · Unnamed organization · Mini Framework (2026) · as of 2026-06-30"
