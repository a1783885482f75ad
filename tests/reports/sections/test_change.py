from equity_blocks import adopt, compare, load_assessment, load_framework_of, plan
from equity_blocks.reports.document import Heading, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.change import section

THEN, NOW = (load_assessment(f"assessments/riverbend-{year}.yaml") for year in (2025, 2026))
OLDER, NEWER = load_framework_of(THEN), load_framework_of(NOW)


def _headings(parts):
    return [(part.level, part.text) for part in parts if isinstance(part, Heading)]


def test_the_change_is_told_as_published_and_as_read_again():
    """With its causes, and what fell."""
    parts = list(section(given_of(NEWER, NOW, [compare(NEWER, THEN, NOW, OLDER)])))
    assert _headings(parts) == [
        (2, "What changed since last time"), (3, "Why it changed"), (3, "Baselines restated"),
        (3, "Lower than before"), (3, "Evidence lost"),
    ]  # fmt: skip
    text = " ".join(part.text for part in parts if hasattr(part, "text"))
    assert "As published, the score went from 21.3% (by revision 1) to 39.7% (by revision 2): +18.4 points." in text
    assert "read again by revision 2, gives" in text
    assert "Like for like" in text
    restated = parts[[getattr(part, "text", "") for part in parts].index("Baselines restated") + 1]
    assert restated.items[0].endswith(": the earlier report used the baseline 57 of 2024, this one 58 of 2025.")


def test_what_says_nothing_is_left_out_and_what_stands_together_has_the_same_digits():
    """The revision changed no figure; the change of the score reads the same in every table."""
    tables = [part for part in section(given_of(NEWER, NOW, [compare(NEWER, THEN, NOW, OLDER)])) if _is_table(part)]
    titles = [[column.title for column in table.columns] for table in tables]
    assert titles[0] == ["Building block", "Before", "After", "Points"]
    assert titles[2] == ["Points by cause", "Scope", "People", "Ratings", "Change"]
    assert tables[0].rows[-1][-1] == tables[1].rows[-1][-1] == "+18.4"
    assert "the framework's revision changed" not in [row[0] for row in tables[1].rows]


def _is_table(part):
    return isinstance(part, Table)


def test_without_a_section_on_goals_the_change_says_how_far_they_are():
    """As where the assessment names none any more."""
    made = compare(NEWER, THEN, NOW, OLDER)
    assert (3, "Goals") in _headings(section(given_of(NEWER, NOW.replace(goals=()), [made])))


def test_figures_lead_to_the_comparison():
    """Those of blocks, and of the whole."""
    parts = section(given_of(NEWER, NOW, [compare(NEWER, THEN, NOW, OLDER)]))
    table = next(part for part in parts if isinstance(part, Table))
    assert [cell.path for cell in table.rows[0][1:]] == [f"/blocks/0/{name}" for name in ("before", "after", "change")]
    assert [cell.path for cell in table.rows[-1][1:]] == ["/score/before", "/score/after", "/score/change"]


def test_what_became_of_the_last_plan_stands_there_too(framework, draft):
    """Where the plan looks back on one."""
    made = plan(framework, draft, since=adopt(plan(framework, draft, everything=True)))
    assert _headings(section(given_of(framework, draft, [made])))[0] == (2, "Since the last plan")


def test_without_a_comparison_nothing_is_said(framework, draft):
    """Nor where the plan looks back on nothing."""
    assert list(section(given_of(framework, draft, [plan(framework, draft)]))) == []
