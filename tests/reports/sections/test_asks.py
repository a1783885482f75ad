import pytest

from equity_blocks import Assessment, plan, respondents, share
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Value
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.asks import PROPOSED, one_page, section
from equity_blocks.reports.sections.not_planned import TO_REVIEW

HEADING = Heading("What you are asked to decide")


@pytest.fixture
def told(framework, draft):
    """Give a function that says what the section says, with the organization's own asks or without."""

    def telling(part=section, asks=(), audience="owner"):
        said = draft.replace(narrative={"asks": asks}) if asks else draft
        made = share(plan(framework, said, everything=True), audience)
        return list(part(given_of(framework, share(said, audience, framework=framework), [made])))

    return telling


def test_the_organization_s_own_asks_come_first(told):
    """What follows from the plan is marked as a proposal."""
    heading, own, mark, proposed = told(asks=["Fund the council"])
    assert (heading, own, mark) == (HEADING, Bullets(("Fund the council",)), Paragraph(PROPOSED, tone="note"))
    assert proposed.items[0] == "Approve 115 person-days."


@pytest.mark.parametrize("part", [section, one_page])
def test_without_own_asks_there_are_proposals(told, part):
    """Marked all the same."""
    heading, mark, proposed = told(part)
    assert (heading, mark) == (HEADING, Paragraph(PROPOSED, tone="note"))
    assert len(proposed.items) > 1


def test_the_one_page_has_both_in_brief(told):
    """In one paragraph below."""
    _, own, proposed = told(one_page, asks=["Fund the council"])
    assert own == Bullets(("Fund the council",))
    assert proposed.text.startswith("Proposed from the results, not confirmed: Approve 115 person-days.")


def test_own_words_are_for_the_organization_s_own_board(told):
    """A client gets the proposals only."""
    assert told(asks=["Fund the council"], audience="steering")[1] == Bullets(("Fund the council",))
    assert "Fund the council" not in str(told(asks=["Fund the council"], audience="client"))


def test_where_nothing_is_asked_nothing_is_said(framework, draft):
    """Without a plan and words there is no section."""
    given = given_of(framework, draft, [])
    assert [*section(given), *one_page(given)] == []
    own = given_of(framework, draft.replace(narrative={"asks": ["Fund it"]}), [])
    assert list(section(own)) == list(one_page(own)) == [HEADING, Bullets(("Fund it",))]


def _proposed(framework, assessment, *results, part=section):
    parts = part(given_of(framework, assessment, list(results)))
    return [item for said in parts if isinstance(said, Bullets) for item in said.items]


def test_a_goal_that_comes_too_late_is_asked_about(framework, draft):
    """With both dates; one in time is not."""
    dated = {**draft.goals[0].model_dump(exclude_defaults=True), "target": {"value": 70, "by": "2027-06-30"}}
    said = draft.replace(goals=[dated])
    late = _proposed(framework, said, plan(framework, said, periods=4, capacity=60, start="2026-Q4"))[2]
    assert late == (
        "Settle what becomes of the goal Postpartum visits (Members after birth): needed by 2026-06-30, done by the "
        "end of 2027-Q2 (an earlier start, more days, or a later date)."
    )
    assert [piece.path for piece in late.pieces if isinstance(piece, Value)] == ["/goals/0/due"]
    made = plan(framework, said.replace(goals=[{**dated, "lead": 0}]), capacity=60, start="2026-Q4")
    assert "Settle what becomes of the goal" not in str(_proposed(framework, said, made))


def test_a_plan_without_dates_asks_for_them(framework, draft):
    """For days and a start, or for a start alone."""
    ends = ["without them nothing has a date.", "without it the periods of the plan have no dates.", ""]
    for options, end in zip(({}, {"capacity": 60}, {"capacity": 60, "start": "2026-Q4"}), ends, strict=True):
        asked = _proposed(framework, draft, plan(framework, draft, **options))
        assert [item.partition(": ")[2] for item in asked if item.startswith("Decide ")] == [end] * bool(end)


def test_ratings_that_people_contest_are_to_be_settled(framework):
    """But not those that they have settled, nor where it may not be told."""
    people = [{"id": "chair", "role": "board"}, {"id": "analyst", "role": "data"}]
    apart = {"answers": {"chair": "yes", "analyst": "no"}}
    agreed = {**apart, "agreed": {"level": "some", "by": "the board", "why": "It met once."}}
    said = Assessment(framework="mini", respondents=people, ratings={"vision": apart, "council": agreed})
    view = respondents(framework, said)
    assert _proposed(framework, said, view) == ["Settle the rating that respondents contest: Vision."]
    assert _proposed(framework, said, share(view, audience="client", secret="s" * 32)) == []


def test_points_to_review_say_where_they_stand(framework, draft):
    """Below, or in the full report."""
    made = plan(framework, draft)
    end = f"below under \N{LEFT DOUBLE QUOTATION MARK}{TO_REVIEW}\N{RIGHT DOUBLE QUOTATION MARK}."
    assert _proposed(framework, draft, made)[-1].endswith(end)
    assert _proposed(framework, draft, made, part=one_page)[-1].endswith("which the full report lists.")


def test_owners_that_are_left_out_are_not_asked_for(told):
    """Nobody knows there whether an action has one."""
    assert "ame an owner" in str(told())
    assert "ame an owner" not in str(told(audience="client"))
