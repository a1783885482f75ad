from equity_blocks import Assessment, plan, review_evidence, score
from equity_blocks.model.scale import Scale
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.strengths_and_gaps import one_page, section

DEMANDING = Scale.model_validate(
    {"id": "shown", "levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1, "needs_evidence": True}]}
)
"""A scale whose upper level asks for evidence."""


def _given(framework, ratings, *, with_plan=False, **fields):
    said = Assessment(framework="mini", ratings=ratings, **fields)
    results = [score(framework, said), *([review_evidence(framework, said)] if said.as_of else [])]
    return given_of(framework, said, [*results, plan(framework, said)] if with_plan else results)


def _table(parts, caption):
    return next(part for part in parts if isinstance(part, Table) and part.caption == caption)


def _titles(table):
    return [row[0].split("\n")[0] for row in table.rows]


def test_three_strengths_and_three_gaps_stand_apart(framework):
    """What is at its target and adds most; what is farthest below its target."""
    ratings = {"vision": "yes", "data-basis": "yes", "council": "some", "training": "some", "pay": "no"}
    parts = list(section(_given(framework, ratings)))
    assert parts[0] == Heading("Strengths and gaps")
    assert _titles(_table(parts, "Strengths")) == ["Vision", "Data Basis"]
    assert _titles(_table(parts, "Gaps")) == ["Pay for Results", "Training", "Member Council"]
    assert _table(parts, "Strengths").rows[0] == (
        "Vision\nPeople", "yes", "yes", "not known without a date", "33.3"
    )  # fmt: skip
    assert _table(parts, "Strengths").rows[0][-1].path == "/blocks/0/practices/0/contribution"


def test_where_nothing_is_at_its_target_the_highest_are_the_strengths(framework):
    """None that counts as little as a gap."""
    parts = list(section(_given(framework, {"vision": "no", "data-basis": "no", "pay": "no", "council": "some"})))
    assert _titles(_table(parts, "Strengths")) == ["Member Council"]
    parts = list(section(_given(framework, {"vision": "some", "data-basis": "some"})))
    assert not any(isinstance(part, Table) and part.caption == "Strengths" for part in parts)


def test_a_gap_names_the_action_that_closes_it(framework):
    """Or says that there is none."""
    ratings = {"vision": "yes", "data-basis": {"level": "no", "decision": "pursue"}, "training": "no"}
    table = _table(list(section(_given(framework, ratings, with_plan=True))), "Gaps")
    assert {row[0].split("\n")[0]: row[-1] for row in table.rows} == {"Data Basis": "1", "Training": "none"}
    assert table.rows[-1][-1].path == "/actions/0/rank" or table.rows[0][-1].path == "/actions/0/rank"


def test_what_is_shown_goes_before_what_is_only_said(framework):
    """Of what is at its target."""
    evidence = {"charter": {"title": "Charter", "date": "2026-05-01"}}
    ratings = {"vision": "yes", "training": "yes", "data-basis": {"level": "yes", "evidence": ["charter"]}}
    given = _given(_plain(framework).replace(scale=DEMANDING), ratings, evidence=evidence, as_of="2026-06-30")
    table = _table(list(section(given)), "Strengths")
    assert _titles(table)[0] == "Data Basis"
    assert [row[3] for row in table.rows] == ["yes", "only no", "only no"]
    strengths = next(part.items for part in one_page(given) if isinstance(part, Bullets))
    assert strengths[0].endswith(" points of the score.")
    assert all(line.endswith("; evidence shows only no.") for line in strengths[1:])


def test_where_evidence_shows_no_strength_that_is_said(framework):
    """In the section and on the one page."""
    given = _given(_plain(framework).replace(scale=DEMANDING), {"vision": "yes", "training": "yes"}, as_of="2026-06-30")
    for parts in (section(given), one_page(given)):
        assert any(p.text.startswith("Current evidence shows none") for p in parts if isinstance(p, Paragraph))


def _plain(framework):
    """Without prerequisites, whose levels are those of another scale."""
    blocks = [block.replace(practices=[p.replace(requires=[]) for p in block.practices]) for block in framework.blocks]
    return framework.replace(blocks=blocks)


def test_what_outruns_its_foundations_is_no_strength(framework):
    """It is listed with what is missing below it, and so is what evidence does not show."""
    parts = list(section(_given(framework, {"vision": "no", "training": "yes"})))
    assert not any(isinstance(part, Table) and part.caption == "Strengths" for part in parts)
    place = parts.index(Heading("Rated higher than its foundations support", 3))
    assert parts[place + 1] == Bullets(("Training: rated yes; treat as some: Vision is not yet yes.",))


def test_claims_without_evidence_say_what_the_score_would_lose(framework):
    """Three of them, the costliest first, the rest counted."""
    demanding = _plain(framework).replace(scale=DEMANDING)
    ratings = dict.fromkeys(("vision", "training", "data-basis", "council"), "yes")
    parts = list(section(_given(demanding, ratings, as_of="2026-06-30")))
    place = parts.index(Heading("Rated higher than current evidence shows", 3))
    first, *_, last = parts[place + 1].items
    assert first == "Vision: rated yes, shown no; counted as shown, the score would lose 33.3 points."
    assert last == "1 more."


def test_the_one_page_has_a_line_for_each(framework):
    """Strengths with their points, gaps with their targets."""
    ratings = {"vision": "yes", "data-basis": {"level": "no", "decision": "pursue"}, "training": "no"}
    parts = list(one_page(_given(framework, ratings, with_plan=True)))
    assert [part.text for part in parts if isinstance(part, Heading)] == ["Strengths", "Gaps"]
    strengths, gaps = (part.items for part in parts if isinstance(part, Bullets))
    assert strengths == ("Vision: yes, 33.3 points of the score.",)
    assert set(gaps) == {
        "Data Basis: no, aimed for yes; action 1.",
        "Training: no, aimed for yes; no action in the plan.",
    }


def test_how_they_were_chosen_is_said(framework):
    """Below each table."""
    notes = [p.text for p in section(_given(framework, {"vision": "yes", "pay": "no"})) if isinstance(p, Paragraph)]
    assert [note[:20] for note in notes] == ["At their targets, or", "Rated practices belo"]


def test_where_nothing_is_rated_nothing_is_said(framework):
    """Nor without a card."""
    nothing = _given(framework, {})
    assert list(section(nothing)) == list(one_page(nothing)) == []
    without = given_of(framework, Assessment(framework="mini"), [])
    assert list(section(without)) == list(one_page(without)) == []
