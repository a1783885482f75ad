import hostile_texts
from equity_blocks import Assessment
from equity_blocks.engine.collecting.questionnaire import questionnaire
from equity_blocks.model.questionnaire import Choice, Item, Questionnaire, Side
from equity_blocks.model.rating import Rating
from equity_blocks.model.result import NOTICE
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.html import as_html
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.meeting import meeting_sheet
from equity_blocks.reports.pictures.blanks import Blanks

CHOICES = (Choice("no", "No", "Nothing is there.", 0.0), Choice("yes", "Yes", "Yes", 1.0))
SIDES = (Side("no", "ann (Board) and cy", ("Not with us.", "Nor here.")), Side("yes", "ben"))
ITEM = Item("p", "Vision", "b", ("B",), "Do you have one?", CHOICES, asked_of="Board", sides=SIDES)


def _sheet(*items, **head):
    head = {"organization": "Acme", "as_of": "2026-06-30", **head}
    return meeting_sheet(Questionnaire("mini", "2026", 1, "", "Mini", {"practice": "Activity"}, items, **head))


def test_each_practice_has_its_levels_with_both_sides_and_room_to_write():
    """A note stands with its level; the row of a level between the sides is blank."""
    sheet = _sheet(ITEM)
    assert sheet.subtitle == "DRAFT · Acme · Mini (2026) · as of 2026-06-30"
    assert sheet.notice == NOTICE
    assert sheet.parts[0] == Paragraph(
        "People gave answers that are far apart on 1 activity. Talk about one after the other.", "lead"
    )
    assert sheet.parts[2:5] == (
        Heading("1. Vision"),
        Paragraph("Do you have one?"),
        Paragraph("Who can answer: Board."),
    )
    assert sheet.tables[0].rows == (("No", "Nothing is there.", "ann (Board) and cy"), ("Yes", "", "ben"))
    assert sheet.parts[6] == Bullets(("No: Not with us.", "No: Nor here."))
    assert isinstance(sheet.parts[7], Blanks)
    assert len(sheet.parts) == 8


def test_what_was_agreed_before_is_told():
    """With who settled on it, when and why."""
    agreed = Rating(agreed={"level": "yes", "by": "us", "date": "2026-05-01", "why": "One site is done."})
    said = [part.text for part in _sheet(ITEM._replace(rating=agreed)).parts if isinstance(part, Paragraph)]
    assert said[-1] == "Agreed so far: Yes (by us, 2026-05-01): One site is done."


def test_what_is_no_level_of_the_scale_stands_below():
    """Such as a score, which lies between two."""
    sides = (Side("40", "ann"), Side("yes", "ben"))
    assert _sheet(ITEM._replace(sides=sides)).tables[0].rows[-1] == ("40", "", "ann")


def test_who_was_promised_not_to_be_named_is_not(framework):
    """Levels and numbers of people, no names and no notes, in every kind of file."""
    answers = {"quentin": {"level": "no", "note": "Canary"}, "zelda": "yes", "xavier": {"level": "yes", "note": "Mine"}}
    assessment = Assessment(
        framework="mini",
        respondents=[{"id": name} for name in answers],
        respondents_told="confidential",
        ratings={"vision": {"answers": answers}},
    )
    sheet = meeting_sheet(questionnaire(framework, assessment, contested=True))
    assert [row[2] for row in sheet.tables[0].rows] == ["1 person", "", "2 people"]
    assert "Nobody is named: that is what they were promised." in sheet.parts[1].text
    for text in (as_html(sheet), as_markdown(sheet)):
        assert not any(mark in text for mark in (*answers, "Canary", "Mine"))


def test_texts_of_people_stay_texts():
    """Whatever they hold, in questions, names and notes."""
    for text in hostile_texts.TEXTS:
        item = ITEM._replace(title=text, question=text, sides=(Side("no", text, (text,)), Side("yes", "ben")))
        page = as_html(_sheet(item, organization=text))
        assert "<script>window" not in page
        assert "<svg" not in page
        assert "<img" not in page


def test_a_final_assessment_is_no_draft():
    """And who has no name is unnamed."""
    assert _sheet(ITEM, is_final=True, organization="", as_of="").subtitle == (
        "Unnamed organization · Mini (2026) · no date given"
    )
