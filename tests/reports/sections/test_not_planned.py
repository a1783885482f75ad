from equity_blocks import Assessment, plan
from equity_blocks.model.scorecard import Remark
from equity_blocks.reports.document import Bullets, Heading
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.not_planned import section

OUT, REVIEW = Heading("What this plan leaves out"), Heading("Points to review", 3)
SMALL = Remark(code="small_count", message="Small.")


def _told(framework, draft, made):
    return list(section(given_of(framework, draft, [made])))


def test_what_finds_no_room_and_what_is_doubtful_stand_in_the_report(framework, draft):
    """As the plan itself says it."""
    made = plan(framework, draft, periods=1, capacity=1, start="2027-Q1").replace(remarks=(SMALL,))
    out, left, review, remarks = _told(framework, draft, made)
    assert (out, review, remarks) == (OUT, REVIEW, Bullets(("Small.",)))
    assert any("No room by the end of 2027-Q1" in item for item in left.items)


def test_each_stands_alone_too(framework, draft):
    """Points to review have a section of their own then."""
    made = plan(framework, draft, periods=1, capacity=1, start="2027-Q1").replace(remarks=())
    assert _told(framework, draft, made)[0::2] == [OUT]
    made = made.replace(remarks=(SMALL,), later=(), unscheduled=())
    assert _told(framework, draft, made) == [Heading("Points to review"), Bullets(("Small.",))]


def test_nothing_left_out_says_nothing(framework, draft):
    """Nor does a report without a plan."""
    done = Assessment(framework="mini", ratings=dict.fromkeys(framework.practices, "yes"))
    assert _told(framework, done, plan(framework, done)) == []
    assert list(section(given_of(framework, draft, []))) == []
