import pytest

from equity_blocks import Assessment, Framework, plan
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.dependencies import section


@pytest.fixture
def shown(framework):
    """Give a function that shows the dependencies of everything there is to do."""

    def showing(ratings, of=framework):
        assessment = Assessment(framework=of.id, ratings=ratings)
        return list(section(given_of(of, assessment, [plan(of, assessment, everything=True)])))

    return showing


def test_what_waits_stands_behind_what_comes_first(shown):
    """By number and title, with the level that each reaches."""
    _, picture = shown({"vision": "no", "training": "no", "council": "no", "data-basis": "no", "pay": "no"})
    told = {(first.title, then.title, arrow.is_choice) for first, then, arrow in picture.sentences}
    assert ("Member Council", "Pay for Results", False) in told
    assert ("Data Basis", "Pay for Results", False) in told
    assert ("Vision", "Training", False) in told
    assert all(box.words.startswith("to: ") for box in picture.boxes)
    assert all(box.number.path.endswith("/rank") for box in picture.boxes)


def test_actions_apart_are_left_out_and_that_is_said(shown):
    """They neither wait nor are waited for."""
    _, picture, note = shown({"vision": "no", "training": "no", "council": "yes", "data-basis": "no", "pay": "yes"})
    assert {box.title for box in picture.boxes} == {"Vision", "Training"}
    assert note.text == "None of the other actions must wait for another one or hold one up."


def test_one_of_several_is_a_choice(shown):
    """Both are drawn where both are planned."""
    rule = {"any_of": [{"practice": "a"}, {"practice": "b"}], "why": "One is enough."}
    practices = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}, {"id": "c", "title": "C", "requires": [rule]}]
    several = Framework(
        id="several", title="Several", scale=["no", "yes"], blocks=[{"id": "x", "title": "X", "practices": practices}]
    )
    _, picture = shown({"a": "no", "b": "no", "c": "no"}, several)
    assert {(first.title, then.title, arrow.is_choice) for first, then, arrow in picture.sentences} == {
        ("A", "C", True),
        ("B", "C", True),
    }


def test_an_arrow_says_how_far_and_when(framework, shown):
    """Boxes show the level at the end; what waits may start before that."""
    answers = {"vision": "no", "training": "no", "council": "yes", "data-basis": "yes", "pay": "yes"}
    _, picture = shown(answers)
    assert [arrow.needs for arrow in picture.arrows] == ["yes"]
    said = Assessment(framework="mini", ratings=answers)
    dated = plan(framework, said, everything=True, periods=8, start="2027-Q1")
    vision = next(action for action in dated.actions if action.practice == "vision")
    _, picture = section(given_of(framework, said, [dated]))
    assert [arrow.needs for arrow in picture.arrows] == [f"yes, {vision.finish}"]


def test_nothing_is_said_where_nothing_waits(framework, draft, shown):
    """Neither without a plan."""
    everything = dict.fromkeys(framework.practices, "yes")
    assert shown({**everything, "vision": "some"}) == []
    assert list(section(given_of(framework, draft, []))) == []
