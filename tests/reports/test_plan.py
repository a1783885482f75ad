import pytest

from equity_blocks import Assessment, load_assessment, load_framework, plan
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_plan

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
    assert "There is nothing to do: everything is at its target already." in _said(document)


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
    assert any(words in said for said in _said(describe_plan(made, framework)))


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
        "1 other practice is below target and not in this plan (--all plans them)."
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
    assert Heading("Cannot be completed as selected") in document.parts
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
    assert any(said.endswith("A question mark means that no effort was given.") for said in _said(document))


def test_who_leads_is_the_owner_else_the_first_role(planned, framework):
    """With the framework roles have titles, without it their ids; nothing where nobody is named."""
    ratings = {**DONE, "vision": "no", "council": "no", "training": {"level": "no", "owner": "Ann"}}
    for known, role in ((framework, "Board of directors"), (None, "board")):
        rows = describe_plan(planned(ratings), known).tables[0].rows
        leads = {row[1].split("\n")[0]: row[1].partition("Lead: ")[2] for row in rows}
        assert leads == {"Vision": f"{role}.", "Training": "Ann.", "Member Council": ""}


RIVERBEND = "assessments/riverbend-2026.yaml"


@pytest.fixture
def riverbend():
    """Give a function that plans the sample over quarters of 60 days."""
    apm, assessment = load_framework("hcplan-apm"), load_assessment(RIVERBEND)

    def planning(**options):
        made = plan(apm, assessment, capacity=60, start="2027-Q1", **options)
        return describe_plan(made, apm)

    return planning


def test_a_board_reads_two_pages(riverbend, drawn):
    """Needs, actions, resources and people under the source's own next steps, in about 130 lines."""
    document = riverbend()
    assert drawn(document, 110).count("\n") <= 130
    titles = [part.text for part in document.parts if isinstance(part, Heading)]
    assert titles[:4] == [
        "Conduct a thorough needs assessment", "Develop a strategic plan", "Allocate necessary resources",
        "Engage key stakeholders early and often",
    ]  # fmt: skip


def test_the_band_is_told_in_the_first_paragraph(riverbend):
    """Whether and when it is reached."""
    assert "Progressing begins at 50% and is reached at the end of 2028-Q3." in _said(riverbend(band="progressing"))[0]
    short = riverbend(band="progressing", periods=2)
    assert "Progressing begins at 50% and is not reached by the end of 2027-Q2." in _said(short)[0]
    message = "The plan does not reach Progressing within this calendar and these means."
    assert any(message in part.items for part in short.parts if isinstance(part, Bullets))
    assert "Beginning begins at 0%: that is reached already." in _said(riverbend(band="beginning"))[0]


def test_firmness_is_told_of_the_first_by_benefit_for_effort(riverbend, drawn):
    """In 100 variations, with its half-width and a word; the rest of the plan is not burdened with it."""
    said = " ".join(drawn(riverbend(confidence=200), 110).split())
    assert said.count(" of 100 variations (± ") <= 5
    assert "of 100 variations (± " in said
    assert "Actions were re-ranked by benefit per person-day in 200 variations" in said


def test_what_became_of_the_last_plan_comes_first(riverbend, drawn):
    """Before what is planned now."""
    document = riverbend(since=load_assessment("assessments/riverbend-2025.yaml"))
    assert document.parts[0] == Heading("Since the last plan")
    assert "Outcome" in drawn(document, 110)


def test_groups_stand_in_place_of_single_actions(framework, draft):
    """A line for each initiative."""
    document = describe_plan(plan(framework, draft), framework, by="initiative")
    assert document.tables[0].columns[0].title == "Initiative"


def test_the_top_is_counted(framework, draft):
    """What is shown, of how many."""
    document = describe_plan(plan(framework, draft), framework, top=1)
    assert len(document.tables[0].rows) == 1
    assert any(said.startswith("This is the first of 3 actions.") for said in _said(document))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"periods": 8}, "person-days, in periods 1 to 8."),
        ({"periods": 1}, "person-days, in period 1."),
        ({"periods": 2, "start": "2027-Q1"}, "person-days, from 2027-Q1 to 2027-Q2."),
    ],
)
def test_a_plan_says_over_which_periods(framework, draft, options, words):
    """Numbers are called periods, quarters and months are named."""
    assert words in _said(describe_plan(plan(framework, draft, everything=True, **options), framework))[0]


def test_a_change_that_percents_do_not_show_is_given_in_points(framework, draft):
    """From 46% to 46% would look like nothing."""
    made = plan(framework, draft).replace(score_now=0.4601, score_after=0.4641)
    assert "from 46% to 46% (+0.4 points)." in _said(describe_plan(made, framework))[0]


def test_practices_without_a_rating_are_told_even_where_none_is_planned(framework, planned):
    """The score at the start is then not that of the score card."""
    pursued = {"level": "some", "decision": "pursue"}
    said = _said(describe_plan(planned({**DONE, "vision": pursued, "pay": "unknown"}), framework))[0]
    assert said.endswith("The plan counts 1 unrated practice as not started; the score card leaves it out.")
    assert "nobody has rated" not in _said(describe_plan(planned({**DONE, "vision": pursued}), framework))[0]
