from equity_blocks import frameworks
from equity_blocks.reports.catalogue import describe_frameworks


def test_each_framework_is_a_row_with_its_edition():
    """Id, title with edition below, use, and size."""
    rows = describe_frameworks(frameworks()).tables[0].rows
    assert len(rows) == 5
    title = "The Roadmap to Advance Health Equity\nedition 2023-03"
    assert rows[0] == ("ahe-roadmap", title, "assessment", "12", "shipped")
    assert [row[2] for row in rows] == ["assessment", "guidance", "assessment", "guidance", "assessment"]


def test_an_empty_catalogue_is_an_empty_table():
    """Nothing to list is no error."""
    assert describe_frameworks(()).tables[0].rows == ()


def test_where_a_framework_comes_from_stands_below_its_title():
    """The folder, or the plug-in with its version."""
    listing = frameworks()[0]._replace(edition="", origin="plug-in", place="acme 1.0")
    (row,) = describe_frameworks([listing]).tables[0].rows
    assert (row[1].splitlines()[1], row[-1]) == ("acme 1.0", "plug-in")
