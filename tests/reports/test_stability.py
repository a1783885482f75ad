from equity_blocks import Assessment, Framework, stability
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.stability import describe_stability, rule_table


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


def test_the_table_has_a_row_for_each_rule_and_block(framework, draft):
    """Shares are unrounded; no band is empty, not the word None."""
    found = stability(framework, draft)
    table = rule_table(found)
    assert len(table.rows) == len(found.rules) * 2
    assert "None" not in {cell for row in table.rows for cell in row}
