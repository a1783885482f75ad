import pytest

from equity_blocks import plan, score
from equity_blocks.reports.document import Heading, Paragraph, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.cautions import section

LAW = {"kind": "legal", "text": "Rules moved; ask counsel.", "as_of": "2026-11-01"}
OLD = {"kind": "currency", "text": "The standard was revised.", "as_of": "2026-10-01"}


@pytest.fixture
def told(framework, draft):
    """Give a function that tells the cautions of what is planned, practice by practice."""

    def telling(cautions):
        def with_cautions(practice):
            return practice.replace(cautions=cautions.get(practice.id, []))

        blocks = [block.replace(practices=list(map(with_cautions, block.practices))) for block in framework.blocks]
        warned = framework.replace(blocks=blocks)
        said = draft.replace(goals=[])
        return list(section(given_of(warned, said, [plan(warned, said, everything=True)])))

    return telling


def test_each_caution_stands_once_with_its_day_and_its_actions(told):
    """However many actions it concerns."""
    heading, table, note = told({"vision": [LAW, OLD], "pay": [LAW]})
    assert heading == Heading("What to look out for")
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    by_text = {row[2]: row for row in table.rows}
    day, kind, _, actions = by_text["Rules moved; ask counsel."]
    assert (day, day.unit, kind) == ("2026-11-01", "date", "Legal")
    assert "Vision" in actions
    assert "Pay for Results" in actions
    assert by_text["The standard was revised."][1] == "Currency"
    assert isinstance(note, Paragraph)
    assert "no legal or other advice" in note.text


def test_a_day_that_all_share_stands_once(told):
    """In the note; the same words of two kinds are one caution."""
    _, table, note = told({"vision": [LAW], "pay": [LAW | {"kind": "privacy"}]})
    assert [column.title for column in table.columns] == ["Kind", "Caution", "Actions"]
    assert [row[0] for row in table.rows] == ["Legal and privacy"]
    assert note.text.startswith("All of this was true on 2026-11-01.")
    assert note.text.pieces[0].pieces[1].path.endswith("/as_of")


def test_what_is_not_in_the_plan_is_not_warned_of(told):
    """It is nothing to act on now."""
    assert told({"council": [LAW]}) == []


def test_without_a_plan_nothing_is_said(framework, draft):
    """There is nothing to act on."""
    assert list(section(given_of(framework, draft, [score(framework, draft)]))) == []
