import pytest

from equity_blocks import explain, plan, review_evidence
from equity_blocks.model.note import Note
from equity_blocks.reports.evidence import describe_evidence, register_table
from equity_blocks.reports.explanation import describe_explanation
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.notes import noted
from equity_blocks.reports.plan import describe_plan


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ({"kind": "rating"}, "noted: words"),
        ({"kind": "answer", "by": "cmo", "level": "in-place"}, "cmo, in place: words"),
        ({"kind": "answer", "by": "cmo"}, "cmo: words"),
        ({"kind": "agreed", "by": "board", "level": "partial"}, "agreed on partial by board: words"),
        ({"kind": "agreed", "by": "board"}, "agreed by board: words"),
        ({"kind": "not_applicable"}, "does not apply: words"),
        ({"kind": "not_applicable", "by": "cmo"}, "cmo, does not apply: words"),
        ({"kind": "not_pursued"}, "not pursued: words"),
        ({"kind": "evidence", "of": "Charter"}, "of the evidence Charter: words"),
        ({"kind": "progress"}, "of the work: words"),
        ({"kind": "goal", "of": "Visits"}, "of the goal Visits: words"),
        ({"kind": "initiative", "of": "School"}, "of the initiative School: words"),
    ],
)
def test_a_note_is_told_with_whose_it_is_or_what_it_is_about(note, line):
    """In the words of whoever wrote it."""
    assert noted([Note(**note, text="words")]) == (line,)


@pytest.fixture
def written(draft):
    """Give the draft with a note in every place that has one."""
    evidence = {"plan": {"title": "Plan", "note": "page 4"}}
    ratings = {**draft.ratings, "training": {"level": "some", "note": "all staff", "evidence": ["plan"]}}
    goal, school = (item.replace(note=f"of {item.id}") for item in (draft.goals[0], draft.initiatives[0]))
    return draft.replace(note="a round", evidence=evidence, ratings=ratings, goals=[goal], initiatives=[school])


def test_an_explanation_tells_what_was_written(framework, written):
    """Of a practice all of it, of a block by practice, of the whole what was written of the whole."""
    pages = {node: as_markdown(describe_explanation(explain(framework, written, node), framework))
             for node in (None, "people", "training")}  # fmt: skip
    assert "## What people wrote\n\n- a round\n" in pages[None]
    assert "- Training, noted: all staff\n- Training, of the evidence Plan: page 4\n" in pages["people"]
    lines = ("noted: all staff", "of the evidence Plan: page 4", "of the initiative School: of school")
    assert all(f"- {line}" in pages["training"].replace("Equity school", "School") for line in lines)


def test_a_plan_tells_what_was_written_among_its_details(framework, written):
    """Of each action beside it; of goals and initiatives, which several may share, once."""
    made = plan(framework, written, everything=True)
    page = as_markdown(describe_plan(made, framework, details=True))
    assert "Written: noted: all staff; of the evidence Plan: page 4." in page
    assert "## Written of goals and initiatives\n\n- Postpartum visits (Members after birth): of visits\n" in page
    assert page.count("of school") == page.count("of visits") == 1
    assert "Written" not in as_markdown(describe_plan(made, framework))


def test_the_register_tells_what_was_written_of_its_evidence(framework, written):
    """Under its title, and in its table."""
    review = review_evidence(framework, written)
    assert "Plan<br>Training<br>Noted: page 4" in as_markdown(describe_evidence(review, framework))
    assert register_table(review).rows[0][-1] == "page 4"


def test_where_nobody_wrote_anything_nothing_is_said(framework, draft):
    """No heading without words under it."""
    blank = draft.replace(ratings={"vision": "some"}, goals=[], initiatives=[])
    assert "wrote" not in as_markdown(describe_explanation(explain(framework, blank, "vision"), framework))
    made = plan(framework, blank, everything=True)
    assert "Written" not in as_markdown(describe_plan(made, framework, details=True))
