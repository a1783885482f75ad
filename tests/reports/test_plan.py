import re

import pytest

from equity_blocks import load_assessment, load_framework, plan
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_plan

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
        made = plan(apm, assessment, capacity=60, start="2027-Q1", **options)
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
    assert "Progressing begins at 50% and is not reached by the end of 2027-Q2." in _standing(short)[0]
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
