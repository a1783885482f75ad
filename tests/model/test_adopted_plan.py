from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from equity_blocks import AdoptedPlan, InvalidDataError
from equity_blocks.files.opening import open_any
from equity_blocks.model.adopted_plan import Dropped, Outcome, PastAction

KEPT = AdoptedPlan(
    made_with="0.1.0",
    framework={"id": "mini", "edition": "", "revision": 1},
    calendar={"start": "SFY27-Q1", "fiscal_year_start": 7, "periods": 2},
    periods=["SFY27-Q1", "SFY27-Q2"],
    actions=[{"practice": "p", "to": "yes", "finish": "SFY27-Q2"}],
)
TEXT = """\
schema: equity-blocks/adopted-plan/1
made_with: "0.1.0"
framework: {id: mini, edition: "", revision: 1}
periods: [2027-Q1, 2027-Q2]
actions:
  - {practice: p, to: "yes", start: 2027-Q1, finish: 2027-Q2}
"""


def _problems(text):
    with pytest.raises(InvalidDataError) as caught:
        open_any("adopted.yaml", text)
    return [(problem.code, problem.line, problem.key_path) for problem in caught.value.problems]


def test_a_period_has_a_last_day_where_the_calendar_has_dates():
    """Fiscal 2027 begins in July 2026, so its second quarter ends with the year 2026."""
    assert (KEPT.last_day("SFY27-Q1"), KEPT.last_day("SFY27-Q2")) == (date(2026, 9, 30), date(2026, 12, 31))
    assert KEPT.last_day(None) is None
    assert KEPT.replace(calendar=None).last_day("SFY27-Q1") is None
    assert KEPT.replace(calendar={"periods": 2}).last_day("SFY27-Q1") is None


def test_what_is_not_said_has_defaults():
    """An action is a practice and a level; all else may be missing."""
    (action,) = KEPT.actions
    assert (action.title, action.owner, action.start_level, action.start, action.effort, action.cost, action.goals) == (
        "", "", None, None, None, None, (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("finish: 2027-Q2", "finish: 2027-Q3", ("unknown_period", 6, ("actions", 0, "finish"))),
        ("start: 2027-Q1", "start: 2026-Q4", ("unknown_period", 6, ("actions", 0, "start"))),
        ("{practice: p,", "{practice: p, rank: 1,", ("unknown_key", 6, ("actions", 0, "rank"))),
        ("made_with", "made_by", ("unknown_key", 2, ("made_by",))),
        ("periods: [2027-Q1,", "periods: [Ann's quarter,", ("not_a_period", 4, ("periods", 0))),
        ('"0.1.0"', "Ann's tool", ("not_an_id", 2, ("made_with",))),
        ("plan/1", "plan/2", ("not_listed", 1, ("schema",))),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_place(old, new, problem):
    """A period that is not listed, a key that nobody knows, what is no name or version, and a schema to come."""
    assert open_any("adopted.yaml", TEXT).noun.actions[0].to == "yes"
    assert problem in _problems(TEXT.replace(old, new))


SAID = {"practice": "p", "title": "P", "from": None, "to": "yes", "now": "no", "outcome": "open"}


@pytest.mark.parametrize(("field", "words"), [("outcome", get_args(Outcome)), ("dropped_as", get_args(Dropped))])
def test_there_are_only_these_words(field, words):
    """Programs can rely on the list; anything else is refused."""
    assert [getattr(PastAction(**{**SAID, field: word}), field) for word in words] == list(words)
    with pytest.raises(ValidationError):
        PastAction(**{**SAID, field: "reached"})


def test_what_is_not_said_is_null():
    """Dates, reasons and movement are told where they are known, under the names of the file format."""
    told = PastAction(**SAID).model_dump(mode="json")
    assert told.pop("from") is None
    assert {key for key, value in told.items() if value is None} == {
        "successor", "change", "progress", "dropped_as", "start", "finish", "new_start", "new_finish",
    }  # fmt: skip
