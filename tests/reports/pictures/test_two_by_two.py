import re

from equity_blocks.reports.document import Document
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.two_by_two import Item, TwoByTwo

SQUARE = TwoByTwo(
    "Actions", (Item("1", "Vision", "later"), Item("2", "Data", "do-first"), Item("3", "Council", "do-first"))
)


def test_the_quarters_are_read_from_the_first_to_the_last():
    """Each with its actions in the order of the plan; one without any is there, too."""
    assert [(quarter.name, [item.number for item in quarter.holds]) for quarter in SQUARE.quarters] == [
        ("Do first", ["2", "3"]),
        ("Big steps", []),
        ("Quick wins", []),
        ("Later", ["1"]),
    ]


def test_the_table_says_the_same():
    """A row for each action, by quarter."""
    assert [(row[0], row[1], row[2].partition("\n")[0]) for row in SQUARE.as_table().rows] == [
        ("2", "Data", "Do first"),
        ("3", "Council", "Do first"),
        ("1", "Vision", "Later"),
    ]


def test_html_names_each_quarter():
    """What stands where is a text, and an empty quarter says so."""
    page = as_html(Document("T", "", (SQUARE,)))
    quarters = re.findall(r'<div class="([\w-]+)"><dt>([\w ]+) <small>([\w, ]+)</small>', page)
    assert quarters == [(quarter.id, quarter.name, quarter.words) for quarter in SQUARE.quarters]
    assert page.count("no action") == 2
    assert "<dd><b>2</b> <span>Data</span></dd>" in page
