import pytest

from equity_blocks import Assessment, Tailoring, compare, tailor
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.comparison import describe_comparison
from equity_blocks.reports.document import Bullets, Paragraph

REGISTER = {"charter": {"title": "Charter", "date": "2024-01-31"}}


def _said(ratings, year=2026, **more):
    organization = {"id": "acme", "name": "Acme"}
    return Assessment(
        **{"framework": "mini", "organization": organization, "as_of": f"{year}-06-30", "ratings": ratings} | more
    )


@pytest.fixture
def made(framework):
    """Vision rises and its charter grows old, training falls, the council comes in, pay is not pursued any more."""
    listed = {"level": "some", "evidence": ["charter"]}
    before = _said({"vision": listed, "training": "yes", "data-basis": "some", "pay": "some"}, 2025, evidence=REGISTER)
    after = {"vision": {**listed, "level": "yes"}, "training": "some", "data-basis": "some", "council": "no"}
    after["pay"] = {"not_pursued": "no contract", "level": "some"}
    return compare(framework, before, _said(after, evidence=REGISTER))


def _texts(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def test_a_comparison_in_the_terminal(made, framework, drawn, golden):
    """Worked by hand: People go from 2/3 to 5/6, Power from a half to a quarter, all in all 58% to 54%."""
    assert drawn(describe_comparison(made, framework)) == golden("comparison.txt")


def test_nothing_changed(framework):
    """There is no table of practices, and nothing fell."""
    said = _said({"vision": "yes", "training": "yes", "data-basis": "yes", "council": "yes", "pay": "yes"})
    document = describe_comparison(compare(framework, said, said), framework)
    assert len(document.tables) == 3
    assert [part.items[0][:7] for part in document.parts if isinstance(part, Bullets)] == ["Before:"]
    assert _texts(document)[1] == "The score went from 100.0% to 100.0%: 0.0 points."


def test_the_largest_changes_come_first_and_single_levels_last(framework):
    """Between them stands what came in or went out of scope; without the framework only the size counts."""
    before = _said({"vision": "no", "training": "some", "council": "no", "data-basis": "no"}, 2025)
    after = {"vision": "yes", "training": "no", "council": "some", "data-basis": {"not_applicable": "no data"}}
    made = compare(framework, before, _said(after))
    rows = describe_comparison(made, framework).tables[-1].rows
    assert [row[0] for row in rows] == ["Vision", "Data Basis", "Training", "Member Council"]
    assert [row[1] for row in rows][:2] == ["no → yes", "no → not applicable"]
    alone = describe_comparison(made).tables[-1].rows
    assert [row[0] for row in alone] == ["Vision", "Training", "Member Council", "Data Basis"]


def test_no_change_is_given_as_a_share_of_what_was(made, framework):
    """From 10% to 32% is 22 points; somebody would quote +221%."""
    document = describe_comparison(made, framework)
    assert [column.title for column in document.tables[0].columns] == ["Block", "Before", "After", "Points"]
    assert any("Points are hundredths" in text for text in _texts(document))
    assert "%)" not in _texts(document)[1]


def test_the_policy_is_a_detail(made, framework):
    """It stands at the end where details are asked for."""
    assert not any(text.startswith("Policy:") for text in _texts(describe_comparison(made, framework)))
    assert _texts(describe_comparison(made, framework, details=True))[-1].startswith("Policy: The value is")


def test_a_score_that_is_withheld(framework):
    """No number stands where there is none."""
    document = describe_comparison(compare(framework, _said({}, 2025), _said({"vision": "yes"})), framework)
    change, like = _texts(document)[1:3]
    assert change == f"The change cannot be calculated: the score was {NO_VALUE} and is {NO_VALUE}."
    assert like.startswith("No like-for-like change is available: too little was rated both times")
    assert like.endswith("(0% of what applies now).")
    assert [table.columns[0].title for table in document.tables] == ["Block", "Practice"]


def test_editions_and_organizations_that_differ_are_named(framework):
    """Whoever compares two organizations is told that this is no change."""
    before = _said({}, 2025, organization={"id": "other"})
    newer = framework.replace(revision=2)
    said = _texts(describe_comparison(compare(newer, before, _said({}), framework)))[0]
    assert said == (
        "From 2025-06-30 to 2026-06-30. Before, edition 2026, revision 1 was rated. These are two organizations, so "
        "nothing here is a change over time."
    )


def test_both_figures_of_a_revised_framework_are_told(framework):
    """By hand: 1/3 and 1/2 make 42% where both count alike, 39% where the first counts twice; 1 and 2/3 make 89%."""
    newer = framework.replace(revision=2, blocks=(framework.blocks[0].replace(weight=2.0), *framework.blocks[1:]))
    before = _said({"vision": "some", "training": "no", "data-basis": "some", "council": "some", "pay": "some"}, 2025)
    after = _said({"vision": "yes", "training": "yes", "data-basis": "yes", "council": "some", "pay": "some"})
    document = describe_comparison(compare(newer, before, after, framework), newer)
    assert _texts(document)[1] == (
        "As published, the score went from 41.7% (by revision 1) to 88.9% (by revision 2): +47.2 points. "
        "What was rated then, read again by revision 2, gives 38.9%: +50.0 points since."
    )
    assert [column.title for column in document.tables[0].columns][1:] == ["Before", "Read again", "After", "Points"]
    assert document.tables[0].rows[-1] == ("Overall", "42%", "39%", "89%", "+47")


def test_without_a_total_the_blocks_tell_both_figures(framework):
    """The headline says which is which."""
    older = framework.replace(scoring={"overall": False})
    newer = older.replace(revision=2)
    said = {"vision": "some", "training": "no", "data-basis": "some", "council": "some", "pay": "some"}
    document = describe_comparison(compare(newer, _said(said, 2025), _said(said), older), newer)
    assert _texts(document)[1] == (
        "No total, by design of the framework: its blocks are compared one by one. What was published was by "
        "revision 1; read again, it is by revision 2."
    )
    assert document.tables[0].rows[0] == ("People", "33%", "33%", "33%", "0")


def test_another_edition_is_named_with_its_revision(framework):
    """And where the two are tailored otherwise, no revision is named."""
    said = {"vision": "some", "training": "no", "data-basis": "some", "council": "some", "pay": "some"}
    newer = framework.replace(edition="2027")
    text = _texts(describe_comparison(compare(newer, _said(said, 2025), _said(said), framework), newer))[1]
    assert "(by revision 1 of edition 2026)" in text
    assert "read again by revision 1 of edition 2027, gives" in text
    ours = tailor(framework, Tailoring(framework="mini", practices={"vision": {"weight": 5}}))
    text = _texts(describe_comparison(compare(ours, _said(said, 2025), _said(said), framework), ours))[1]
    assert text.startswith("The score went from")
    assert "What was rated then, read again as the framework is tailored now, gives" in text


def test_a_revision_that_is_not_at_hand_is_told(framework):
    """A dash instead of 0, and what would tell."""
    newer, said = framework.replace(revision=2), {"vision": "yes", "training": "no", "pay": "yes", "council": "no"}
    before = _said(said, as_of=None, revision=1)
    document = describe_comparison(compare(newer, before, _said(said, as_of=None)), framework)
    assert document.tables[1].rows[0] == ("the framework's revision changed", "", NO_VALUE)
    assert _texts(document)[0] == "Neither has a date. Before, edition 2026, revision 1 was rated."
    assert _texts(document)[1].endswith("Both are read by revision 2; what was published by revision 1 is not at hand.")
    assert any(
        "what the revision changed cannot be told (framework_before gives it)" in text for text in _texts(document)
    )


@pytest.mark.parametrize(
    ("observed", "text"),
    [
        ([61], "baseline 58, before 58, now 61 and target 70 percent; the gap is closing, 25% of it closed since the"),
        ([55], "baseline 58, before 58, now 55 and target 70 percent; the gap is not closing."),
        ([], "baseline 58, before 58, now 58 and target 70 percent; whether the gap is closing is unknown."),
    ],
)
def test_goals_say_whether_their_gaps_are_closing(framework, observed, text):
    """With the figures of then and now beside baseline and target; a gap that has widened has no share closed."""
    goal = {"id": "g", "title": "Gap", "population": "M", "measure": "V", "target": {"value": 70}}
    goal["baseline"] = {"value": 58, "unit": "percent"}
    after = goal | {"observed": [{"period": "2026", "value": value} for value in observed]}
    made = compare(framework, _said({}, 2025, goals=[goal]), _said({}, goals=[after]))
    told = [item for part in describe_comparison(made).parts if isinstance(part, Bullets) for item in part.items]
    assert any(item.startswith(f"Gap: {text}") for item in told)
