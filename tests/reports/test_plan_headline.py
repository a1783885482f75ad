import pytest

from equity_blocks import plan
from equity_blocks.model.plan import Reason
from equity_blocks.model.scorecard import Remark
from equity_blocks.reports.document import Bullets, Paragraph
from equity_blocks.reports.plan_headline import describe_headline


@pytest.fixture
def made(framework, draft):
    """Give a plan of three actions over quarters of 60 days."""
    return plan(framework, draft, periods=4, capacity=60, start="2027-Q1")


def _said(made):
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
    text, _ = _said(made)
    titles = [action.title for action in made.actions]
    assert text == (
        f"3 actions by the end of {last}: {titles[0]}, {titles[1]} and {titles[2]}. They take about {days:.0f} "
        "person-days of the 240 available, and raise the score from 46% to 100%."
    )
    four = made.replace(actions=(*made.actions, made.actions[0].replace(rank=4)))
    assert f"{titles[2]} and 1 more." in _said(four)[0]


def test_a_single_action_is_one(made):
    """And without a calendar there is no end."""
    alone = made.replace(actions=made.actions[:1], periods=())
    assert _said(alone)[0].startswith(f"1 action: {made.actions[0].title}. It takes about ")


def test_money_is_named_where_there_is_some(made):
    """In the effort, and in what is to be approved."""
    first, *others = made.actions
    text, items = _said(made.replace(actions=(first.replace(cost=1200.0), *others)))
    assert " and 1,200 in money, and raise" in text
    assert " person-days and 1,200 in money" in items[-1]


def test_a_change_that_whole_percents_hide_gets_a_digit_more(made):
    """Both figures alike."""
    assert "from 46.0% to 46.4%." in _said(made.replace(score_now=0.4601, score_after=0.4641))[0]


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
    assert _said(made.replace(goals=(goal,)))[1][0] == said


def test_many_goals_are_counted(made):
    """Two stand by name, three in a line."""
    goal = made.goals[0].replace(due="2027-06-30", finish="2027-Q3", in_time=False)
    goals = (goal, goal.replace(id="b", in_time=True), goal.replace(id="c", actions=(), in_time=None))
    assert len(_said(made.replace(goals=goals[:2]))[1]) == 3
    assert _said(made.replace(goals=goals))[1][0] == "Serves 2 of 3 goals, 1 of 2 in time."


def test_the_board_hears_what_it_has_to_decide(made):
    """Days to approve first, then what is missed, missing or open; each only where it is so."""
    first, *others = made.actions
    owned = tuple(action.replace(owner="Ann", reasons=()) for action in made.actions)
    plain = made.replace(selection="decided", remarks=(), unscheduled=(), actions=owned)
    (asked,) = _said(plain.replace(goals=()))[1]
    assert asked.removeprefix("Asked of the board: approve ").endswith(" person-days.")
    missed = Reason(code="deadline_missed", data={"kind": "late", "due": "2027-06-30", "finish": None, "chain": []})
    late = owned[0].replace(reasons=(missed,), owner="")
    burdened = plain.replace(
        actions=(late, *owned[1:]),
        selection="proposed",
        remarks=(Remark(code="small_count", message="Small."),),
        unscheduled=({"practice": "p", "title": "P", "reasons": ()},),
    )
    asked = _said(burdened)[1][-1]
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


def test_remarks_that_the_headline_tells_are_no_points_to_review(made):
    """That a goal is late stands in it already, where goals are told one by one."""
    late = Remark(code="goal_late", message="Late.", data={"goal": "visits"})
    assert "to review" not in _said(made.replace(remarks=(late,)))[1][-1]
    many = tuple(made.goals[0].replace(id=f"g{i}") for i in range(3))
    assert "look at 1 point to review" in _said(made.replace(remarks=(late,), goals=many))[1][-1]
