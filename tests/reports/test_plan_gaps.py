from equity_blocks import Assessment, plan
from equity_blocks.model.confidence import Confidence
from equity_blocks.model.plan import Room
from equity_blocks.model.scorecard import Remark
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.plan_gaps import describe_left_open


def test_nothing_open_says_nothing(framework):
    """No empty headings."""
    done = dict.fromkeys(framework.practices, "yes")
    assert list(describe_left_open(plan(framework, Assessment(framework="mini", ratings=done)), framework)) == []


def test_what_found_no_room_and_what_is_doubtful_share_a_heading(framework, draft):
    """What is not planned first, then the remarks; each alone has a heading of its own."""
    made = plan(framework, draft, periods=1, capacity=1, start="2027-Q1")
    heading, bullets = describe_left_open(made, framework)
    assert heading == Heading("Not planned, and points to review")
    assert any("No room by the end of 2027-Q1" in item for item in bullets.items)
    assert bullets.items[-1] == made.remarks[-1].message
    assert next(describe_left_open(made.replace(remarks=()))) == Heading("Not planned")
    assert next(describe_left_open(made.replace(unscheduled=(), later=()))) == Heading("Points to review")


def test_what_the_headline_tells_is_a_detail(framework, draft):
    """Which actions make a goal late stands in the details; where there is no headline, at once."""
    made = plan(framework, draft).replace(remarks=(Remark(code="goal_late", message="Late."),), later=())
    assert list(describe_left_open(made, framework)) == []
    assert list(describe_left_open(made, framework, details=True))[1] == Bullets(("Late.",))
    assert list(describe_left_open(made.replace(actions=()), framework))[1] == Bullets(("Late.",))


def test_pairs_close_to_a_half_are_a_toss_up(framework, draft):
    """The others have an order."""
    pairs = [{"first": "vision", "second": "pay", "p": 0.52}, {"first": "vision", "second": "data-basis", "p": 0.9}]
    made = plan(framework, draft).replace(confidence=Confidence(draws=1000, seed=0, k=5, before=pairs))
    said = [part.text for part in describe_left_open(made, framework) if isinstance(part, Paragraph)]
    assert said[0].endswith("No clear order among Vision and Pay for Results: pairs of them are close to a toss-up.")
    sure = made.replace(confidence=Confidence(draws=1000, seed=0, k=5, before=pairs[1:]))
    said = [part.text for part in describe_left_open(sure) if isinstance(part, Paragraph)]
    assert said[0].endswith("No pair of the first actions is a toss-up.")


def test_practices_with_the_same_reason_stand_together(framework, draft):
    """A board need not read one sentence ten times; numbered periods are called so."""
    said = draft.replace(ratings={"vision": "some", "data-basis": "some", "pay": "no"})
    made = plan(framework, said, everything=True, periods=2, capacity=0)
    bullets = next(part for part in describe_left_open(made, framework) if isinstance(part, Bullets))
    assert [item.partition(": ")[0] for item in bullets.items[:3]] == [
        "Vision and Data Basis",
        "Training, Member Council and Pay for Results",
        "For all 5 that find no room",
    ]
    assert "No room by the end of period 2: stays at some, short of yes." in bullets.items[0]


def test_what_makes_room_for_all_is_said_of_several(framework, draft):
    """One alone has said so itself."""
    said = draft.replace(ratings={"vision": "some", "data-basis": "some", "pay": "no"})
    made = plan(framework, said, everything=True, periods=2, capacity=0).replace(room=Room(periods=2, days=30))
    (items,) = (part.items for part in describe_left_open(made, framework) if isinstance(part, Bullets))
    all_of_them = "For all 5 that find no room: 2 more periods or 30 person-days more in each would make room."
    assert all_of_them in items
    alone = made.replace(unscheduled=made.unscheduled[:1])
    (items,) = (part.items for part in describe_left_open(alone, framework) if isinstance(part, Bullets))
    assert not [item for item in items if item.startswith("For all ")]


def test_what_was_decided_and_not_picked_is_said(framework, draft):
    """It is neither decided for later nor one of those that nobody chose."""
    ratings = {name: {"level": "no", "decision": "pursue"} for name in ("vision", "data-basis")}
    rest = {name: "yes" for name in framework.practices if name not in ratings}
    made = plan(framework, draft.replace(ratings={**rest, **ratings}), pick=1)
    items = next(part.items for part in describe_left_open(made, framework) if isinstance(part, Bullets))
    assert items[0].startswith("Decided, but beyond --pick: ")


def test_what_is_left_for_later_is_named(planned, framework):
    """What was decided for later by title, the rest by number."""
    ratings = {
        "vision": {"level": "some", "decision": "pursue"},
        "data-basis": {"level": "no", "decision": "later"},
        "council": {"level": "some", "decision": "later"},
        "training": "yes",
        "pay": "no",
    }
    heading, bullets = describe_left_open(planned(ratings), framework)
    assert heading == Heading("Not planned")
    assert bullets.items == (
        "Decided for later: Data Basis and Member Council.",
        "1 other practice is below target and not in this plan (--all plans them).",
    )


def test_what_cannot_be_done_is_named_with_its_reason(planned, framework):
    """Training needs the vision, which is not pursued."""
    ratings = {
        "vision": {"level": "no", "not_pursued": "not our task"},
        "training": {"level": "some", "decision": "pursue"},
    }
    made = planned(ratings)
    (left,) = made.unscheduled
    items = next(part.items for part in describe_left_open(made, framework) if isinstance(part, Bullets))
    assert f"Training: {left.reason}" in items
    assert "Vision" in left.reason
