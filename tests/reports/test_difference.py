from equity_blocks.model.difference import Difference
from equity_blocks.reports.difference import describe_difference, difference_table

OLD, NEW = ({"id": "f", "edition": "2026", "revision": number} for number in (1, 2))
ITEMS = [
    {"kind": "added", "node": "practice", "id": "n", "title": "New One"},
    {"kind": "renamed", "node": "practice", "id": "p", "title": "Practice", "was": ["o"]},
    {"kind": "merged", "node": "practice", "id": "m", "title": "Both", "was": ["a", "b"]},
    {"kind": "weight", "node": "practice", "id": "p", "title": "Practice", "field": "weight", "from": "1", "to": "2"},
    {"kind": "prerequisite_changed", "node": "practice", "id": "p", "field": "requires", "from": "x", "to": "y"},
    {"kind": "wording", "node": "practice", "id": "p", "field": "title", "from": "Old"},
]


def test_a_difference_in_the_terminal(drawn, golden):
    """One heading for each kind that occurs."""
    made = Difference(old=OLD, new=NEW, alterations=ITEMS)
    assert drawn(describe_difference(made)) == golden("difference.txt")


def test_that_nothing_differs_is_said(drawn):
    """In one sentence."""
    assert "There is no difference." in drawn(describe_difference(Difference(old=OLD, new=OLD)))


def test_the_table_has_a_row_for_each_change():
    """Empty where there is nothing."""
    rows = difference_table(Difference(old=OLD, new=NEW, alterations=ITEMS)).rows
    assert rows[2] == ("merged", "practice", "m", "Both", "a b", "", "", "")
    assert len(rows) == len(ITEMS)
