import re

import pytest

from equity_blocks import Assessment, load_assessment, load_framework, plan
from equity_blocks.model.acceptability import Confidence
from equity_blocks.model.action import Reason
from equity_blocks.model.plan import Room
from equity_blocks.model.scorecard import Remark
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_headline, describe_left_open, describe_plan

DONE = {"vision": "yes", "training": "yes", "data-basis": "yes", "council": "yes", "pay": "yes"}


def _said(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def _standing(document):
    place = document.parts.index(Heading("Where we stand"))
    return document.parts[place + 1].items


def test_a_plan_in_the_terminal(framework, draft, drawn, golden):
    """From 46% (what nobody rated counts as nothing) to all targets: data before what it pays for."""
    assert drawn(describe_plan(plan(framework, draft), framework)) == golden("plan.txt")


def test_a_plan_as_markdown(framework, draft, golden):
    """The same in another form."""
    assert as_markdown(describe_plan(plan(framework, draft), framework)) == golden("plan.md")


def test_nothing_to_do_is_said(planned, framework):
    """An empty table would leave the reader guessing."""
    document = describe_plan(planned(DONE), framework)
    assert document.tables == ()
    assert "There is nothing to do: everything is at its target already." in _said(document)


def test_nothing_that_applies_has_no_score_to_raise(planned, framework):
    """It is not called a score of 0%."""
    document = describe_plan(planned({name: {"not_applicable": "no members"} for name in DONE}), framework)
    assert "Nothing applies, so there is no score to raise." in _said(document)


RIVERBEND = "assessments/riverbend-2026.yaml"


@pytest.fixture
def riverbend():
    """Give a function that plans the sample over quarters of 60 days."""
    apm, assessment = load_framework("hcplan-apm"), load_assessment(RIVERBEND)

    def planning(*, details=False, **options):
        made = plan(apm, assessment, capacity=60, start="2026-Q4", **options)
        return describe_plan(made, apm, details=details)

    return planning


def test_a_board_reads_two_pages(riverbend, drawn):
    """The headline first, then plain headings; the rest is behind `--details`."""
    document = riverbend()
    assert drawn(document, 100).count("\n") <= 80
    assert isinstance(document.parts[0], Paragraph)
    titles = [part.text for part in document.parts if isinstance(part, Heading)]
    assert titles == [
        "Where we stand", "What to do", "Calendar", "Who does it", "Not planned, and points to review",
    ]  # fmt: skip


def test_details_add_and_take_nothing_away(riverbend):
    """The two pages stay what they are; reasons, evidence and how to read the figures come after them."""
    short, long = riverbend(), riverbend(details=True)
    assert [part for part in short.parts if part not in long.parts and not isinstance(part, Bullets)] == []
    titles = [part.text for part in long.parts if isinstance(part, Heading)]
    assert titles[-2:] == ["Reasons, completion and evidence", "How to read this plan"]


def test_the_band_is_told_where_we_stand(riverbend):
    """Whether and when it is reached."""
    reached = r"Progressing begins at 50% and is reached at the end of 20\d\d-Q\d\."
    assert re.search(reached, _standing(riverbend(band="progressing"))[0])
    short = riverbend(band="progressing", periods=2)
    assert "Progressing begins at 50% and is not reached by the end of 2027-Q1." in _standing(short)[0]
    message = "The plan does not reach Progressing within this calendar and these means."
    assert any(message in part.items for part in short.parts if isinstance(part, Bullets))
    assert "Beginning begins at 0%: that is reached already." in _standing(riverbend(band="beginning"))[0]


def test_firmness_is_told_of_the_first_by_benefit_for_effort(riverbend, drawn):
    """In 100 variations, with its half-width and a word; the rest of the plan is not burdened with it."""
    said = " ".join(drawn(riverbend(confidence=200), 110).split())
    assert said.count(" of 100 variations (± ") <= 5
    assert "of 100 variations (± " in said
    assert "Actions were re-ranked by benefit per person-day in 200 variations" in said


def test_groups_stand_in_place_of_single_actions(framework, draft):
    """A line for each initiative."""
    document = describe_plan(plan(framework, draft), framework, by="initiative")
    assert document.tables[0].columns[0].title == "Initiative"


def test_the_score_card_is_named_where_it_says_another_figure(framework, draft):
    """What nobody rated counts here and not there, and the reader of both is told so."""
    made = plan(framework, draft).replace(score_now=0.36, score_card=0.4, unrated=5)
    told = _standing(describe_plan(made, framework))
    assert told[0] == "36%, not 40%: the 5 unanswered practices count as zero here."
    assert _standing(describe_plan(made.replace(unrated=0), framework))[0] == "The score is 36%."


def test_what_was_observed_of_a_goal_stands_where_we_stand(framework, draft):
    """One goal need not be named again; of three, each says from where to where it leads."""
    made = plan(framework, draft)
    (goal,) = made.goals
    seen = goal.replace(progress="Observed 60 in 2026", aim="from 58 to 70 percent")
    assert _standing(describe_plan(made.replace(goals=(seen,))))[1] == "The goal: observed 60 in 2026."
    several = tuple(seen.replace(id=f"g{i}", title=f"Visits {i}") for i in range(3))
    assert _standing(describe_plan(made.replace(goals=several)))[1:] == tuple(
        f"Visits {i}, from 58 to 70 percent. Observed 60 in 2026." for i in range(3)
    )


def test_who_leads_is_the_owner_else_the_first_role(planned, framework):
    """With the framework roles have titles, without it their ids; those whom nobody leads come first."""
    ratings = {**DONE, "vision": "no", "council": "no", "training": {"level": "no", "owner": "Ann"}}
    made = planned(ratings)
    ranks = {action.practice: action.rank for action in made.actions}
    for known, role in ((framework, "Board of directors"), (None, "board")):
        parts = describe_plan(made, known).parts
        led = parts[parts.index(Heading("Who does it")) + 1].text
        assert led.startswith(f"Nobody yet {ranks['council']}; ")
        assert f"{role} {ranks['vision']}" in led
        assert f"Ann {ranks['training']}" in led


@pytest.fixture
def made(framework, draft):
    """Give a plan of three actions over quarters of 60 days."""
    return plan(framework, draft, periods=4, capacity=60, start="2027-Q1")


def _said_of_plan_headline(made):
    paragraph, bullets = describe_headline(made)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(bullets, Bullets)
    return paragraph.text, bullets.items


def test_nothing_planned_has_no_headline(framework, draft):
    """What follows says why."""
    assert list(describe_headline(plan(framework, draft, periods=1, capacity=1))) == []


def test_the_first_lines_say_what_by_when_and_at_what_effort(made):
    """Three are named, the others counted; days of those there are, and from where to where the score goes."""
    assert len(made.actions) == 3
    days = sum(action.effort.likely for action in made.actions)
    last = max(action.finish for action in made.actions)
    text, _ = _said_of_plan_headline(made)
    titles = [action.title for action in made.actions]
    assert text == (
        f"3 actions by the end of {last}: {titles[0]}, {titles[1]} and {titles[2]}. They take about {days:.0f} "
        "person-days of the 240 available, and raise the score from 46% to 100%."
    )
    four = made.replace(actions=(*made.actions, made.actions[0].replace(rank=4)))
    assert f"{titles[2]} and 1 more." in _said_of_plan_headline(four)[0]


def test_a_single_action_is_one(made):
    """And without a calendar there is no end."""
    alone = made.replace(actions=made.actions[:1], periods=())
    assert _said_of_plan_headline(alone)[0].startswith(f"1 action: {made.actions[0].title}. It takes about ")


def test_money_is_named_where_there_is_some(made):
    """In the effort, and in what is to be approved."""
    first, *others = made.actions
    text, items = _said_of_plan_headline(made.replace(actions=(first.replace(cost=1200.0), *others)))
    assert " and 1,200 in money, and raise" in text
    assert " person-days and 1,200 in money" in items[-1]


def test_a_change_that_whole_percents_hide_gets_a_digit_more(made):
    """Both figures alike."""
    assert "from 46.0% to 46.4%." in _said_of_plan_headline(made.replace(score_now=0.4601, score_after=0.4641))[0]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"actions": ()}, "Nothing serves the goal: Visits, to 70."),
        ({}, "Serves the goal: Visits, to 70."),
        (
            {"due": "2027-12-31", "finish": "2027-Q3", "in_time": True},
            "Serves the goal in time (done by the end of 2027-Q3, needed by 2027-12-31): Visits, to 70.",
        ),
        (
            {"due": "2027-06-30", "finish": "2027-Q3", "in_time": False},
            "Serves the goal too late (done by the end of 2027-Q3, needed by 2027-06-30): Visits, to 70.",
        ),
    ],
)
def test_a_goal_is_served_in_time_or_not(made, fields, said):
    """Without a date or a calendar, it is only served."""
    blank = {"title": "Visits", "aim": "to 70", "actions": (1,), "due": None, "finish": None, "in_time": None}
    goal = made.goals[0].replace(**{**blank, **fields})
    assert _said_of_plan_headline(made.replace(goals=(goal,)))[1][0] == said


def test_many_goals_are_counted(made):
    """Two stand by name, three in a line."""
    goal = made.goals[0].replace(due="2027-06-30", finish="2027-Q3", in_time=False)
    goals = (goal, goal.replace(id="b", in_time=True), goal.replace(id="c", actions=(), in_time=None))
    assert len(_said_of_plan_headline(made.replace(goals=goals[:2]))[1]) == 3
    assert _said_of_plan_headline(made.replace(goals=goals))[1][0] == "Serves 2 of 3 goals, 1 of 2 in time."


def test_the_board_hears_what_it_has_to_decide(made):
    """Days to approve first, then what is missed, missing or open; each only where it is so."""
    first, *others = made.actions
    owned = tuple(action.replace(owner="Ann", reasons=()) for action in made.actions)
    plain = made.replace(selection="decided", remarks=(), unscheduled=(), actions=owned)
    (asked,) = _said_of_plan_headline(plain.replace(goals=()))[1]
    assert asked.removeprefix("Asked of the board: approve ").endswith(" person-days.")
    missed = Reason(code="deadline_missed", data={"kind": "late", "due": "2027-06-30", "finish": None, "chain": []})
    late = owned[0].replace(reasons=(missed,), owner="")
    burdened = plain.replace(
        actions=(late, *owned[1:]),
        selection="proposed",
        remarks=(Remark(code="small_count", message="Small."),),
        unscheduled=({"practice": "p", "title": "P", "reasons": ()},),
    )
    asked = _said_of_plan_headline(burdened)[1][-1]
    told = [
        "confirm this proposed choice",
        "approve",
        f"settle what becomes of a date that cannot be kept: {first.title} (due 2027-06-30)",
        "name an owner for action 1",
        "settle what becomes of 1 practice that does not get as far as asked",
        "look at 1 point to review",
    ]
    assert [part.startswith(words) for part, words in zip(asked[20:].split("; "), told, strict=True)] == [True] * 6
    assert others


def test_owners_that_are_left_out_are_not_asked_for(made):
    """Nobody knows there whether an action has one."""
    bare = made.replace(actions=tuple(action.replace(owner="") for action in made.actions))
    assert "name an owner for every action" in _said_of_plan_headline(bare)[1][-1]
    assert "an owner" not in _said_of_plan_headline(bare.replace(withheld=("actions.owner",)))[1][-1]


def test_remarks_that_the_headline_tells_are_no_points_to_review(made):
    """That a goal is late stands in it already, where goals are told one by one."""
    late = Remark(code="goal_late", message="Late.", data={"goal": "visits"})
    assert "to review" not in _said_of_plan_headline(made.replace(remarks=(late,)))[1][-1]
    many = tuple(made.goals[0].replace(id=f"g{i}") for i in range(3))
    assert "look at 1 point to review" in _said_of_plan_headline(made.replace(remarks=(late,), goals=many))[1][-1]


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
    assert items[0].startswith("Decided, but beyond pick: ")


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
        "1 other practice is below target and not in this plan (everything=True plans them).",
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
