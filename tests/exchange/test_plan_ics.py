import datetime as dt

import pytest

import planned
from equity_blocks import UnsuitableError
from equity_blocks.engine.sharing.share import share
from equity_blocks.exchange.plan_ics import to_plan_ics


def _read(text):
    return pytest.importorskip("icalendar").Calendar.from_ical(text).walk("VEVENT")


def test_every_action_has_its_first_and_its_last_day():
    """And every period in which something runs a look at the plan; read by icalendar."""
    events = _read(to_plan_ics(planned.small()))
    days = [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events]
    assert days == [
        *((f"Begin: {name}: yes", dt.date(2027, 1, 1)) for name in "ABC"),
        ("Look at the plan: 2027-01", dt.date(2027, 1, 31)),
        *((f"Done by today: {name}: yes", dt.date(2027, 2, 28)) for name in "ABC"),
        ("Look at the plan: 2027-02", dt.date(2027, 2, 28)),
    ]
    assert {event["DTEND"].dt - event["DTSTART"].dt for event in events} == {dt.timedelta(days=1)}
    assert {str(event["TRANSP"]) for event in events} == {"TRANSPARENT"}


def test_goals_and_what_is_required_have_their_day():
    """Of the sample."""
    events = _read(to_plan_ics(planned.riverbend()[0]))
    found = {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}
    assert len(found) == len(events) == 2 * 13 + 6 + 2
    assert found["Goal: HEDIS PPC postpartum visit (Black members after birth)"] == dt.date(2027, 6, 30)
    assert found["Required: State Medicaid contract, member data section"] == dt.date(2027, 6, 30)


def test_the_clock_has_no_say():
    """Stamps are the date of the assessment, else the first day of the plan; the same plan gives the same bytes."""
    plan = planned.small()
    text = to_plan_ics(plan)
    assert text == to_plan_ics(planned.small())
    assert text.count("DTSTAMP:20261201T000000Z") == text.count("BEGIN:VEVENT") == 8
    assert "DTSTAMP:20270101T000000Z" in to_plan_ics(plan.model_copy(update={"as_of": None}))


def test_a_later_file_changes_the_same_events():
    """UIDs name the action and the assessment, not its place or days; those of two assessments differ."""
    plan = planned.small()
    later = planned.small({"start": "2027-05", "periods": 12, "capacity": 20})

    def names(text):
        return {line for line in text.split("\r\n") if line.startswith("UID:") and "review" not in line}

    assert names(to_plan_ics(plan)) == names(to_plan_ics(later))
    assert "UID:begin-a-yes-ours@equity-blocks" in names(to_plan_ics(plan))
    assert not names(to_plan_ics(plan)) & names(to_plan_ics(plan.model_copy(update={"assessment": "theirs"})))


def test_lines_are_those_of_the_standard():
    """75 octets at most, ended by both characters; commas, semicolons, backslashes and line ends are escaped."""
    plan = planned.small()
    action = plan.actions[0].model_copy(update={"title": "Ä, b; c\\d\nBEGIN:VALARM " + "ü" * 100})
    text = to_plan_ics(plan.model_copy(update={"actions": (action,)}))
    lines = text.split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) == 75
    assert "BEGIN:VALARM" not in lines
    assert "SUMMARY:Begin: Ä\\, b\\; c\\\\d\\nBEGIN:VALARM " in text
    assert str(_read(text)[0]["SUMMARY"]) == f"Begin: {action.title}: yes"


def test_hostile_texts_are_only_text():
    """Every text of the plan comes back as it is written, and nothing becomes a part of the calendar."""
    plan = planned.hostile()
    calendar = pytest.importorskip("icalendar").Calendar.from_ical(to_plan_ics(plan))
    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VEVENT"}
    titles = {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}
    assert "Begin: <script>window.canary=1</script> 0: yes" in titles
    assert "\u202e" not in to_plan_ics(plan)


def test_clients_get_no_names():
    """Of owners and goals."""
    text = to_plan_ics(share(planned.riverbend()[0], "client")).replace("\r\n ", "")
    assert "Led by" not in text
    assert "HEDIS" not in text
    assert "Led by Chief medical officer." in to_plan_ics(planned.riverbend()[0]).replace("\r\n ", "")


def test_without_days_there_is_no_calendar():
    """It says what to give."""
    with pytest.raises(UnsuitableError, match=r"a calendar file needs days, and this plan has no calendar"):
        to_plan_ics(planned.small({}))
