from equity_blocks import Assessment, plan
from equity_blocks.model.confidence import Confidence
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.plan_gaps import describe_left_open


def test_nothing_open_says_nothing(framework):
    """No empty headings."""
    done = dict.fromkeys(framework.practices, "yes")
    assert list(describe_left_open(plan(framework, Assessment(framework="mini", ratings=done)), framework)) == []


def test_what_found_no_room_and_what_is_doubtful_have_headings(framework, draft):
    """Each with its sentences."""
    made = plan(framework, draft, periods=1, capacity=1, start="2027-Q1")
    parts = list(describe_left_open(made, framework))
    headings = [part.text for part in parts if isinstance(part, Heading)]
    assert headings == ["Cannot be completed as selected", "Points to review"]
    assert any("No room by the end of 2027-Q1" in item for item in parts[1].items)
    assert isinstance(parts[1], Bullets)


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
    assert bullets.items == (
        "Vision and Data Basis: No room by the end of period 2: stays at some, short of yes.",
        "Training, Member Council and Pay for Results: No room by the end of period 2: stays at no, short of yes.",
    )


def test_what_was_decided_and_not_picked_is_said(framework, draft):
    """It is neither decided for later nor one of those that nobody chose."""
    ratings = {name: {"level": "no", "decision": "pursue"} for name in ("vision", "data-basis")}
    rest = {name: "yes" for name in framework.practices if name not in ratings}
    made = plan(framework, draft.replace(ratings={**rest, **ratings}), pick=1)
    said = [part.text for part in describe_left_open(made, framework) if isinstance(part, Paragraph)]
    assert len(said) == 1
    assert said[0].startswith("Decided, but beyond --pick: ")
