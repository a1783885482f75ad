from equity_blocks import Assessment, Framework, stability
from equity_blocks.engine.robustness.acceptability import rank_acceptability
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.stability import describe_acceptability, describe_stability


def test_stability_in_the_terminal(framework, draft, drawn, golden):
    """The sentence, the rules, and the ranks."""
    assert drawn(describe_stability(stability(framework, draft), framework)) == golden("stability.txt")


def test_the_other_bands_are_counted(framework, draft):
    """By title where the framework is known, else by id."""
    found = stability(framework, draft)
    assert (len(found.rules), found.band_rules) == (16, 10)
    assert describe_stability(found, framework).parts[1].text == "Otherwise: Early under 5 and no score under 1."
    assert describe_stability(found).parts[1].text == "Otherwise: early under 5 and no score under 1."


def test_a_score_that_is_withheld_has_dashes(framework):
    """Rules are listed all the same."""
    document = describe_stability(stability(framework, Assessment(framework="mini")))
    assert document.parts[0].text.startswith("There is no score to vary")
    assert {row[1] for row in document.tables[0].rows} == {NO_VALUE}
    assert {cell for row in document.tables[1].rows for cell in row[1:]} == {NO_VALUE}


def test_without_blocks_there_are_no_ranks():
    """An empty framework has rules and nothing to order."""
    empty = Framework(id="empty", title="Empty", scale=["no", "yes"], blocks=[])
    document = describe_stability(stability(empty, Assessment(framework="empty")))
    assert len(document.tables) == 1


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
