import pytest

from equity_blocks.reports.document import Column, Table, figures
from equity_blocks.reports.word_styles import ROOM, add_styles, style_id, widths

LONG = "A text that goes on and on, and then some more. " * 4


@pytest.mark.parametrize("one_page", [False, True])
@pytest.mark.parametrize(
    "table",
    [
        Table((Column("Practice"),), ()),
        Table((Column("Practice", is_wide=True), *figures("Score", "Range")), (("Vision", "41%", "36% to 50%"),)),
        Table(tuple(Column("Column") for _ in range(12)), (("W" * 300,) * 12,)),
        Table((Column("One"), Column("Other")), ((LONG, LONG),)),
    ],
)
def test_columns_share_the_whole_page(table, one_page):
    """Whatever they hold, and none of them is left without any."""
    given = widths(table, one_page=one_page)
    assert sum(given) == pytest.approx(ROOM, abs=0.1 * len(given))
    assert min(given) > 0


def test_a_long_text_gets_more_room_than_a_figure():
    """The figure gets what it needs to stay whole."""
    text, figure = widths(Table((Column("Reason"), *figures("When")), ((LONG, "2026-Q4 to 2027-Q1"),)))
    assert text > 3 * figure
    assert figure > 30


def test_a_wide_column_takes_what_is_left():
    """Else the first does."""
    rows = (("Vision", "yes", "no"),)
    first, *_ = widths(Table((Column("a"), Column("b"), Column("c")), rows))
    *_, last = widths(Table((Column("a"), Column("b"), Column("c", is_wide=True)), rows))
    assert first > ROOM / 2
    assert last > ROOM / 2


def test_long_texts_that_compete_share_alike():
    """Two columns that hold the same are as wide as each other."""
    one, other = widths(Table((Column("One"), Column("Two")), ((LONG, LONG),)))
    assert one == other


def test_styles_can_be_changed_in_one_place():
    """Each has a name, its letters, and the color of the organization where it has one."""
    docx = pytest.importorskip("docx", reason="python-docx is not installed: pip install equity-blocks[office]")
    word, small = docx.Document(), docx.Document()
    add_styles(word, accent="#5b3a8c")
    add_styles(small, one_page=True)
    assert str(word.styles["Card Figure"].font.color.rgb) == "5B3A8C"
    assert (word.styles["Normal"].font.size.pt, small.styles["Normal"].font.size.pt) == (10, 7.5)
    assert [style.name for style in word.styles].count("Heading 1") == 1
    assert word.styles["Table Header Figure"].style_id == style_id("Table Header Figure")
