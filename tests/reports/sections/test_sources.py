from equity_blocks import plan
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.sources import section

SOURCE = {"citation": "Summary of Practices", "url": "https://example.org/summary", "date": "2024-11-01"}


def _told(framework, draft, *results):
    return list(section(given_of(framework, draft, results)))


def _links(parts):
    return [(str(item), item.pieces[0].url) for part in parts if isinstance(part, Bullets) for item in part.items]


def test_the_source_is_cited_and_linked(framework, draft):
    """With its day, and who holds the rights."""
    cited = framework.replace(source=SOURCE, rights={"holder": "The publisher", "notice": "Nothing is endorsed."})
    heading, source, rights = _told(cited, draft)
    assert heading == Heading("Sources")
    assert source.text == "The framework comes from: Summary of Practices. Published 2024-11-01."
    assert source.text.pieces[1].url == "https://example.org/summary"
    assert rights == Paragraph("Rights: The publisher. Nothing is endorsed.")


def test_a_trap_is_no_link(framework, draft):
    """The text stays."""
    trapped = framework.replace(source={"citation": "A trap.", "url": "javascript:alert(1)"})
    _, source = _told(trapped, draft)
    assert source.text == "The framework comes from: A trap."
    assert source.text.pieces[1].url == ""


def test_what_the_source_says_of_itself_is_told(framework, draft):
    """Title and summary."""
    about = [{"id": "voluntary", "title": "Voluntary", "summary": "Nobody has to do it."}]
    parts = _told(framework.replace(about=about), draft)
    assert parts[1:] == [
        Heading("What the source says about itself", 3), Bullets(("Voluntary: Nobody has to do it.",))
    ]  # fmt: skip


def test_where_levels_come_from_is_cited(framework, draft):
    """Where a scale says it."""
    scale = framework.scale.replace(source="Stages of implementation, 2005")
    assert Paragraph("The levels: Stages of implementation, 2005.") in _told(framework.replace(scale=scale), draft)


def test_material_for_the_actions_is_linked_once(framework, draft):
    """That of what is planned, then what goes with the whole."""
    guide = {"title": "A guide", "publisher": "Some house", "url": "https://example.org/guide"}

    def with_guide(practice):
        return practice.replace(resources=[guide] if practice.id in ("vision", "pay") else [])

    blocks = [block.replace(practices=list(map(with_guide, block.practices))) for block in framework.blocks]
    offering = framework.replace(blocks=blocks, resources=[{"title": "All in all"}])
    parts = _told(offering, draft, plan(offering, draft, everything=True))
    assert Heading("To read and use", 3) in parts
    assert _links(parts) == [("A guide, Some house", "https://example.org/guide"), ("All in all", "")]


def test_without_a_source_nothing_is_said(framework, draft):
    """There is nothing to cite."""
    assert _told(framework, draft) == []
