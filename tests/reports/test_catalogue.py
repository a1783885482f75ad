from equity_blocks import frameworks
from equity_blocks.reports.catalogue import describe_frameworks


def test_each_framework_is_a_row_with_its_edition():
    """Id, title with edition below, use, and size."""
    rows = describe_frameworks(frameworks()).tables[0].rows
    assert len(rows) == 5
    assert rows[0] == ("ahe-roadmap", "The Roadmap to Advance Health Equity\nedition 2023-03", "assessment", "12")
    assert [row[2] for row in rows] == ["assessment", "guidance", "assessment", "guidance", "assessment"]


def test_an_empty_catalogue_is_an_empty_table():
    """Nothing to list is no error."""
    assert describe_frameworks(()).tables[0].rows == ()
