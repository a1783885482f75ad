import pytest

from equity_blocks import InvalidDataError
from equity_blocks.engine.collecting.collect import collect

OWNER = ("level", "criteria", "not_applicable", "not_pursued", "target", "importance", "owner", "evidence", "note")


def test_an_owners_reply_sets_what_it_carries_and_clears_what_is_blank(framework, riverbend, reply_of):
    """And says what it cleared; what it does not carry stays."""
    ratings = {"pay": {"level": 55, "owner": "CFO"}, "vision": {"owner": "Olga Owner", "target": "yes"}}
    made = collect(framework, riverbend, [reply_of("o.xlsx", ratings, carries=OWNER)])
    pay = made.assessment.ratings["pay"]
    assert (pay.level, pay.owner, pay.importance) == (55, "CFO", None)
    assert made.assessment.ratings["vision"] == riverbend.ratings["vision"]
    assert made.notes == ("o.xlsx Answers!A2 clears importance of pay, which was 'high'",)


def test_the_same_workbook_back_changes_nothing(framework, riverbend, reply_of):
    """Levels that are spelt otherwise included."""
    ratings = {
        "vision": {"owner": "Olga Owner", "target": 2},
        "data": {"criteria": {"kept": "Yes", "used": 0}, "evidence": ["charter"], "note": "Owner's note."},
        "pay": {"level": 40.0, "importance": "high"},
        "trust": {},
    }
    made = collect(framework, riverbend, [reply_of("o.xlsx", ratings, carries=OWNER)])
    assert (made.assessment, made.changed, made.conflicts) == (riverbend, (), ())


def test_two_owners_who_change_one_field_differently_are_a_conflict(framework, riverbend, reply_of):
    """With both sides at their cells; the assessment goes on saying what it said. Who changes nothing has no side."""
    replies = [
        reply_of(f"{who}.xlsx", {"vision": {"owner": who, "target": "yes"}}, carries=("owner", "target"))
        for who in ("CIO", "CFO", "Olga Owner")
    ]
    made = collect(framework, riverbend, replies)
    (conflict,) = made.conflicts
    assert (conflict.practice, conflict.field, conflict.kept) == ("vision", "owner", "Olga Owner")
    assert conflict.sides == (("CIO.xlsx Answers!C2", "CIO"), ("CFO.xlsx Answers!C2", "CFO"))
    assert made.assessment == riverbend


def test_two_owners_who_say_the_same_agree(framework, riverbend, reply_of):
    """However they spell it; lists and notes are united."""
    first = {"trust": {"target": "Yes", "note": "One.", "evidence": ["charter"]}}
    second = {"trust": {"target": 2, "note": "Two.", "evidence": ["e"]}}
    replies = [
        reply_of("a.xlsx", first, carries=OWNER),
        reply_of("b.xlsx", second, carries=OWNER, evidence={"e": {"title": "Budget"}}),
    ]
    made = collect(framework, riverbend, replies)
    trust = made.assessment.ratings["trust"]
    assert (made.conflicts, trust.target, trust.note) == ((), "yes", "One.\nTwo.")
    assert trust.evidence == ("charter", "e")


def test_what_cannot_stand_together_is_a_conflict_too(framework, reply_of):
    """A level in one file, criteria in the other: each holds alone."""
    replies = [
        reply_of("a.xlsx", {"data": {"level": "yes"}}, carries=OWNER),
        reply_of("b.xlsx", {"data": {"criteria": {"kept": "no"}}}, carries=OWNER),
    ]
    made = collect(framework, None, replies)
    assert [(each.field, each.sides) for each in made.conflicts] == [
        ("level", (("a.xlsx Answers!C2", "yes"),)),
        ("criteria", (("b.xlsx Answers!C2", {"kept": "no"}),)),
    ]
    assert made.assessment.ratings == {}


def test_an_owners_level_where_respondents_answered_is_refused(framework, riverbend, reply_of):
    """At its cell, with what to do."""
    with pytest.raises(InvalidDataError, match=r"o.xlsx Answers!C2: ratings.vision.level: 3 respondents answered this"):
        collect(framework, riverbend, [reply_of("o.xlsx", {"vision": {"level": "no"}}, carries=OWNER)])


def test_what_contradicts_the_file_is_told_at_its_cell(framework, riverbend, reply_of):
    """Only what is carried changes, so that the rest may contradict it."""
    reply = reply_of("o.xlsx", {"pay": {"not_applicable": "None here."}}, carries=("not_applicable",))
    with pytest.raises(InvalidDataError, match=r"o.xlsx Answers!C2: ratings.pay.not_applicable: a practice that does"):
        collect(framework, riverbend, [reply])


def test_what_is_agreed_is_kept_with_what_was_agreed_before(framework, riverbend, reply_of):
    """Dated by the day of the file where it says none; a blank leaves it."""
    said = {"vision": {"agreed": {"level": "partly", "by": "Board", "why": "One site."}}, "trust": {}}
    first = collect(framework, riverbend, [reply_of("c.xlsx", said, kind="contested", day="2026-10-01")])
    agreed = first.assessment.ratings["vision"].agreed
    assert (agreed.level, agreed.by, agreed.why, str(agreed.date)) == ("partly", "Board", "One site.", "2026-10-01")
    assert collect(framework, first.assessment, [reply_of("c.xlsx", said, kind="contested")]).changed == ()
    again = {"vision": {"agreed": {"level": "yes", "by": "Board"}}}
    second = collect(framework, first.assessment, [reply_of("d.xlsx", again, kind="contested")]).assessment
    assert [each.level for each in second.ratings["vision"].agreed.earlier] == ["partly"]
    assert collect(framework, second, [reply_of("e.xlsx", {"vision": {}}, kind="contested")]).assessment == second


def test_a_decision_ends_a_conflict(framework, riverbend, reply_of):
    """With the files themselves or after them; who decided and why is noted."""
    sides = [reply_of(f"{who}.xlsx", {"trust": {"owner": who}}, carries=("owner",)) for who in ("CIO", "CFO")]
    decided = reply_of("d.csv", {"trust": {"owner": "CFO", "note": "owner: decided by Board"}}, kind="decisions")
    made = collect(framework, riverbend, [*sides, decided])
    assert made.conflicts == ()
    trust = made.assessment.ratings["trust"]
    assert (trust.owner, trust.note) == ("CFO", "owner: decided by Board")
    assert collect(framework, collect(framework, riverbend, sides).assessment, [decided]).assessment == made.assessment
    assert collect(framework, made.assessment, [decided]).changed == ()


def test_a_decision_that_nothing_shall_stand_there_clears_it(framework, riverbend, reply_of):
    """It is written as nothing."""
    decided = reply_of("d.csv", {"vision": {"owner": None}}, kind="decisions")
    assert collect(framework, riverbend, [decided]).assessment.ratings["vision"].owner == ""
