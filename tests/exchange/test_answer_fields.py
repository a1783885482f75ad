import pytest

import workbooks
from equity_blocks.exchange.answer_fields import CARRIED, STATUS_WORDS, STATUSES, filled, labels_of, statuses_of
from equity_blocks.model.rating import Rating


def test_words_and_statuses_are_one_to_one():
    """Each door reads what another one writes."""
    assert {STATUS_WORDS[status]: status for status in STATUS_WORDS} == dict(STATUSES)
    assert set(statuses_of("answers")) < set(statuses_of("owner")) == set(STATUSES)


@pytest.mark.parametrize("kind", CARRIED)
def test_a_door_carries_fields_of_ratings(kind):
    """And of a respondent nothing of the plan."""
    assert set(CARRIED[kind]) <= set(Rating.model_fields)
    assert set(CARRIED["answers"]) < set(CARRIED["owner"])


def test_what_is_known_fills_the_columns_of_a_row():
    """A score as the number, a level as the door calls it, evidence one per line, and nothing for a normal case."""
    ratings = {
        "budget": {"level": 1, "target": "in-place", "feasibility": "normal", "evidence": ["minutes", "plan-2026"]},
        "access": {"not_pursued": "Not now", "level": 7.5},
    }
    items = {item.practice: item for item in workbooks.asked(workbooks.mini(), ratings).items}
    budget = filled(items["budget"], "owner", labels_of(items["budget"].choices))
    assert {key: value for key, value in budget.items() if value} == {
        "level": "Partly", "target": "In place", "evidence": "minutes\nplan-2026",
    }  # fmt: skip
    access = filled(items["access"], "owner", {})
    assert (access["level"], access["status"], access["reason"]) == (7.5, "not pursued", "Not now")
