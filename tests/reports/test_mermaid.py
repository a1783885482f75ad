import pytest

from equity_blocks.reports.mermaid import label


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a"] --> b["', "a#34;#93; --#62; b#91;#34;"),
        ("a\n  click x", "a click x"),
        ("1. first", "1#46; first"),
        ("plain", "plain"),
    ],
)
def test_nothing_ends_the_label(text, written):
    """Whatever Mermaid or Markdown would read as theirs is written as a number."""
    assert label(text) == written
