import pytest

from equity_blocks import Assessment, plan
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import action_table, describe_plan

DONE = {"vision": "yes", "training": "yes", "data-basis": "yes", "council": "yes", "pay": "yes"}


def _said(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


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
    assert "There is nothing to do: everything stands at its target already." in _said(document)


def test_nothing_that_applies_has_no_score_to_raise(planned, framework):
    """It is not called a score of 0%."""
    document = describe_plan(planned({name: {"not_applicable": "no members"} for name in DONE}), framework)
    assert "Nothing applies, so there is no score to raise." in _said(document)


@pytest.mark.parametrize(
    ("ratings", "everything", "words"),
    [
        ({"vision": "some"}, False, "this is a proposed shortlist"),
        ({"vision": {"level": "some", "decision": "pursue"}}, False, "These are the practices marked to be pursued"),
        ({"vision": "some"}, True, "This raises every practice that stands below its target."),
    ],
)
def test_the_choice_is_named(framework, ratings, everything, words):
    """Readers see who chose: the organization, the package, or nobody."""
    made = plan(framework, Assessment(framework="mini", ratings=ratings), everything=everything)
    assert words in _said(describe_plan(made, framework))[0]


def test_what_is_left_for_later_is_named(planned, framework):
    """What was decided for later by title, the rest by number."""
    ratings = {
        "vision": {"level": "some", "decision": "pursue"},
        "data-basis": {"level": "no", "decision": "later"},
        "council": {"level": "some", "decision": "later"},
        "training": "yes",
        "pay": "no",
    }
    document = describe_plan(planned(ratings), framework)
    assert Heading("Later") in document.parts
    assert _said(document)[-1] == (
        "Decided for later: Data Basis and Member Council. "
        "1 other practice stands below target and not in this plan (--all plans them)."
    )


def test_what_cannot_be_done_is_named_with_its_reason(planned, framework):
    """Training needs the vision, which is not pursued."""
    ratings = {
        "vision": {"level": "no", "not_pursued": "not our task"},
        "training": {"level": "some", "decision": "pursue"},
    }
    made = planned(ratings)
    document = describe_plan(made, framework)
    (left,) = made.unscheduled
    assert Heading("Not possible as chosen") in document.parts
    assert Bullets((f"Training: {left.reason}",)) in document.parts
    assert "Vision" in left.reason


def test_effort_says_where_it_comes_from(planned, framework):
    """The organization's own range in days, a size of the framework, or a size with a question mark."""
    ratings = {
        **DONE,
        "vision": "no",
        "council": "no",
        "pay": {"level": "no", "effort": {"low": 8, "likely": 9, "high": 10}},
    }
    document = describe_plan(planned(ratings), framework)
    efforts = {row[1].split("\n")[0]: row[3] for row in document.tables[0].rows}
    assert efforts == {"Vision": "S", "Member Council": "M?", "Pay for Results": "8-10 d"}
    assert _said(document)[-1].endswith("A question mark means that no effort was given.")


def test_who_leads_is_the_owner_else_the_first_role(planned, framework):
    """With the framework roles have titles, without it their ids; nothing where nobody is named."""
    ratings = {**DONE, "vision": "no", "council": "no", "training": {"level": "no", "owner": "Ann"}}
    for known, role in ((framework, "Board of directors"), (None, "board")):
        rows = describe_plan(planned(ratings), known).tables[0].rows
        leads = {row[1].split("\n")[0]: row[1].partition("Lead: ")[2] for row in rows}
        assert leads == {"Vision": f"{role}.", "Training": "Ann.", "Member Council": ""}


def test_the_table_of_actions_is_unrounded(framework, draft):
    """Each action is a row; lists are divided by spaces, alternatives by `or`."""
    made = plan(framework, draft)
    table = action_table(made)
    columns = [column.title for column in table.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in table.rows]
    assert [row["practice"] for row in rows] == [action.practice for action in made.actions]
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    pay = next(row for row in rows if row["practice"] == "pay")
    assert (pay["from"], pay["to"], pay["owner"], pay["effort_basis"]) == ("some", "yes", "Finance", "organization")
    assert (pay["effort_days"], pay["goals"], pay["waits_for"]) == ("20.0", "visits", "data-basis@yes")
    basis = next(row for row in rows if row["practice"] == "data-basis")
    assert (basis["from"], basis["unlocks"]) == ("", "pay")
