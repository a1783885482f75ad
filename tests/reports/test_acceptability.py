from equity_blocks.engine.robustness.acceptability import rank_acceptability
from equity_blocks.reports.acceptability import describe_acceptability
from equity_blocks.reports.markdown import as_markdown


def test_a_small_table_shows_every_rank():
    """In whole percent, with what the counting leaves open."""
    table = rank_acceptability([[1, 0], [0, 1]], [[2, 1], [3, 1], [1, 2], [1, 1]])
    text = as_markdown(describe_acceptability(table))
    assert "| 1 | 63% | 38% |" in text
    assert "4 weights" in text
    assert "within 49.0 percentage points" in text


def test_of_many_ranks_the_last_are_one_column():
    """Nobody reads 49 columns."""
    table = rank_acceptability([[i] for i in range(12)], draws=10)
    (drawn,) = describe_acceptability(table).tables
    assert [column.title for column in drawn.columns][-2:] == ["8", "9 to 12"]
    assert drawn.rows[0] == ("1", *["0%"] * 8, "100%")
    assert drawn.rows[11] == ("12", "100%", *["0%"] * 8)
