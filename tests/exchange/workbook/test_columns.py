import pytest

import workbooks
from equity_blocks.exchange.answer_fields import CARRIED, labels_of, level_shown, statuses_of
from equity_blocks.exchange.workbook.columns import (
    answer_columns,
    look_of,
)
from equity_blocks.model.questionnaire import Choice

PLANNED = {"target", "importance", "feasibility", "decision", "owner"}


def test_planning_columns_are_the_owners():
    """A respondent is asked for answers, evidence and notes, and nothing of the plan."""
    framework = workbooks.mini()
    owner = {column.key for column in answer_columns(workbooks.asked(framework))}
    respondent = {column.key for column in answer_columns(workbooks.asked(framework, respondent="ann"))}
    assert owner - respondent == PLANNED
    assert respondent >= {"level", "status", "reason", "evidence", "note"}
    assert PLANNED.isdisjoint(CARRIED["answers"])


def test_only_the_owner_decides_not_to_pursue():
    """A respondent can say that a practice does not apply, and no more."""
    assert "not pursued" in statuses_of("owner")
    assert "not pursued" not in statuses_of("answers")


def test_a_column_explains_itself_within_what_a_cell_may_say():
    """Excel shows at most 255 characters when a cell is chosen, and 32 of its heading."""
    columns = [
        column for kind in CARRIED for column in answer_columns(workbooks.asked(workbooks.mini())._replace(kind=kind))
    ]
    assert max(len(column.help) for column in columns) <= 255
    assert max(len(column.heading) for column in columns if column.is_filled) <= 32


def test_labels_are_told_apart_without_their_case():
    """Drop-downs are looked up without regard to case."""
    assert labels_of([Choice("a", "some", "", 0), Choice("b", "Some", "", 1)]) == {"a": "some (a)", "b": "Some (b)"}


@pytest.mark.parametrize(
    ("practice", "level", "shown"), [("budget", 1, "Partly"), ("budget", "in-place", "In place"), ("access", 7.5, 7.5)]
)
def test_a_level_is_shown_as_people_know_it(practice, level, shown):
    """A position by its title, a score as the number."""
    item = next(item for item in workbooks.asked(workbooks.mini()).items if item.practice == practice)
    assert level_shown(level, labels_of(item.choices), item) == shown


def test_a_score_is_no_text():
    """A cell of text would keep a number from being one."""
    items = workbooks.asked(workbooks.mini()).items
    level = next(column for column in answer_columns(workbooks.asked(workbooks.mini())) if column.key == "level")
    assert [look_of(level, item) for item in items] == ["input", "input", "input_number"]
