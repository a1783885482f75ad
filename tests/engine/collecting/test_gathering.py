import datetime as dt

import pytest

from equity_blocks import InvalidDataError
from equity_blocks.engine.collecting.gathering import Gathering, dated, where


def test_ratings_of_a_new_assessment_stand_in_the_frameworks_order(framework, reply_of):
    """Whichever was set first."""
    run, reply = Gathering(framework, None), reply_of("a.xlsx", {"pay": {}, "vision": {}})
    for name in ("pay", "vision"):
        run.set(name, "owner", "CIO", (reply, ("ratings", name, "owner")))
    assert [*run.assessment().ratings] == ["vision", "pay"]


def test_a_contradiction_is_told_where_it_came_from(framework, reply_of):
    """At the cell of the field that was set."""
    run, reply = Gathering(framework, None), reply_of("a.xlsx", {"vision": {"level": "yes", "not_applicable": "No."}})
    for field, value in reply.data["ratings"]["vision"].items():
        run.set("vision", field, value, (reply, ("ratings", "vision", field)))
    with pytest.raises(InvalidDataError, match=r"a.xlsx Answers!D2: ratings.vision.not_applicable"):
        run.assessment()


def test_a_restored_practice_is_as_it_was(framework, riverbend, reply_of):
    """And counts as unchanged."""
    run, reply = Gathering(framework, riverbend), reply_of("a.xlsx", {})
    run.set("pay", "level", 90, (reply, ("ratings", "pay", "level")))
    run.set("trust", "level", "yes", (reply, ("ratings", "trust", "level")))
    run.restore("pay")
    run.restore("trust")
    assert run.assessment() == riverbend
    assert run.came == {}


def test_a_day_that_is_none_dates_nothing(reply_of):
    """Only what is written as a date is one; a time of day is left out."""
    assert dated(reply_of("a.xlsx", {}, day="2026-09-12T08:00:00")) == {"date": dt.date(2026, 9, 12)}
    assert dated(reply_of("a.xlsx", {}, day="yesterday")) == {}
    assert where(reply_of("a.xlsx", {"vision": {"level": 1}}), "vision", "level") == "a.xlsx Answers!C2"
