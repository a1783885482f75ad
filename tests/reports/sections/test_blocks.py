from equity_blocks import Assessment, score
from equity_blocks.reports.document import Heading
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.blocks import one_page, section


def test_each_block_is_a_bar(framework, draft):
    """With its range, its target and what the organization says about it."""
    told = draft.replace(narrative={"blocks": {"power": "We share it."}})
    heading, bars = section(given_of(framework, told, [score(framework, told)]))
    assert heading == Heading("Blocks, one by one")
    assert [(bar.title, bar.words) for bar in bars.bars] == [("People", ""), ("Power", "We share it.")]
    assert [bar.value.path for bar in bars.bars] == ["/blocks/0/value", "/blocks/1/value"]
    assert all(bar.depth == 0 for bar in bars.bars)


def test_the_one_page_has_no_words(framework, draft):
    """There is no room for them."""
    told = draft.replace(narrative={"blocks": {"power": "We share it."}})
    _, bars = one_page(given_of(framework, told, [score(framework, told)]))
    assert {bar.words for bar in bars.bars} == {""}


def test_a_block_in_a_block_stands_deeper(framework):
    """Below the one it stands in."""
    inner = {"id": "in", "title": "In", "practices": [{"id": "p", "title": "P"}]}
    nested = framework.replace(blocks=[{"id": "outer", "title": "Outer", "practices": [], "blocks": [inner]}])
    given = Assessment(framework="mini", ratings={"p": "yes"})
    _, bars = section(given_of(nested, given, [score(nested, given)]))
    assert [(bar.title, bar.depth) for bar in bars.bars] == [("Outer", 0), ("In", 1)]


def test_without_a_card_nothing_is_said(framework, draft):
    """There is nothing to show."""
    assert list(section(given_of(framework, draft, []))) == []
