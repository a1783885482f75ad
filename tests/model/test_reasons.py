import pytest

from equity_blocks.model.action import Reason
from equity_blocks.model.reasons import CODES, reasons_by_practice, reasons_in_words

_STAYS = {"until": "2028-Q4", "reaches": "partial", "level": "in-place"}


def _option(practice, period):
    return {"practice": practice, "level": "in-place", "period": period}


# Code -> the facts that fill its sentence, and what a reader must find in it.
FACTS = {
    "required_by": (
        {"duties": [{"title": "Contract 4.2", "due": "2027-06-30"}, {"title": "State law", "due": None}]},
        ["Contract 4.2", "2027-06-30", "State law"],
    ),
    "serves_goal": ({"goals": ["Postpartum visit"]}, ["Postpartum visit"]),
    "own_lever": ({"audience": "health-plan"}, ["a health plan", "editorial"]),
    "needed_by": ({"practices": ["care"]}, ["CARE"]),
    "above_target": ({"target": "partial"}, ["partial"]),
    "unlocks": ({"practices": ["care", "data"]}, ["CARE and DATA"]),
    "waits_for": (
        {"options": [[_option("care", "2027-Q2"), _option("data", None)], [_option("trust", "3")]]},
        ["CARE to reach in place (2027-Q2) or DATA to reach in place and TRUST to reach in place (period 3)."],
    ),
    "completes": ({"practices": ["care", "data"], "block": "b"}, ["changes nothing", "CARE and DATA are done too"]),
    "builds_on": ({"practices": ["trust"]}, ["TRUST is already far enough"]),
    "before_soft": ({"practices": [["care"]]}, ["CARE"]),
    "carried_by": ({"initiatives": ["Advisory board"]}, ["Advisory board"]),
    "at_target": ({"level": "in-place"}, ["in place"]),
    "blocked": ({"level": "partial", "practices": ["care", "data"]}, ["partial", "CARE and DATA", "not"]),
    "deadline_missed": (
        {"kind": "late", "due": "2027-06-30", "finish": "2027-Q3", "chain": ["care", "data"]},
        ["2027-06-30", "cannot be done before the end of 2027-Q3: CARE and DATA come first."],
    ),
    "larger_than_period": ({"days": 10.0, "capacity": 4.0, "periods": 3}, ["10 person-days", "over 3 periods"]),
    "starts_too_late": ({"level": "in-place", "until": "2028-Q4"}, ["in place", "2028-Q4"]),
    "no_room": (
        {**_STAYS, "periods": 1, "days": 50},
        [
            "2028-Q4",
            "at partial",
            "short of in place",
            "One more quarter or 50 person-days more in each would make room",
        ],
    ),
    "no_run": (
        {**_STAYS, "length": 2, "periods": 2, "days": None},
        ["may not pause", "no 2 quarters in a row have the room", "2 more quarters would make room"],
    ),
    "over_budget": ({**_STAYS, "short": 1200.0}, ["money", "at partial", "short of in place", "1,200 more would do"]),
    "waived_prerequisite": ({"without": ["Care (yes)"], "why": ["No time."]}, ["Risk", "Care (yes)", "(No time)"]),
    "unreachable": ({"level": "partial", "practices": []}, ["partial"]),
}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence(code):
    """What a program reads as a code, a person reads as words that name what they are about and end in a full stop."""
    data, facts = FACTS.get(code, ({}, []))
    text = reasons_in_words([Reason(code=code, data=data)], str.upper)
    assert text.endswith(".")
    assert text[0].isupper()
    assert all(fact in text for fact in facts)


def test_the_lever_of_an_organization_of_no_known_kind_is_its_own():
    """What the framework marks for everybody is the lever of an organization without a type, too."""
    text = reasons_in_words([Reason(code="own_lever", data={"audience": None})], str.upper)
    assert text == "Among the levers that the organization holds itself (editorial)."


def test_several_reasons_are_several_sentences():
    """They follow one another in the order given."""
    rated, assumed = Reason(code="not_rated"), Reason(code="effort_assumed")
    both = reasons_in_words([rated, assumed], str.upper)
    assert both == f"{reasons_in_words([rated], str.upper)} {reasons_in_words([assumed], str.upper)}"


def test_the_same_practice_is_not_named_twice():
    """What is needed for a opens the way for a: one sentence is enough, two where it opens more."""
    needed = Reason(code="needed_by", data={"practices": ["a"]})
    one, more = (Reason(code="unlocks", data={"practices": names}) for names in (["a"], ["a", "b"]))
    assert reasons_in_words([needed, one], str.upper) == reasons_in_words([needed], str.upper)
    assert (
        reasons_in_words([needed, more], str.upper)
        == f"{reasons_in_words([needed], str.upper)} {reasons_in_words([more], str.upper)}"
    )


def test_no_reason_needs_no_words():
    """Nothing is made up."""
    assert reasons_in_words([], str.upper) == ""


def _sentence(code, **data):
    return reasons_in_words([Reason(code=code, data=data)], str.upper)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"kind": "late", "finish": None, "chain": []}, "Due 2027-06-30, and cannot be done within this calendar."),
        (
            {"kind": "late", "finish": "2027-Q3", "chain": ["care"]},
            "Due 2027-06-30, and cannot be done before the end of 2027-Q3: CARE comes first.",
        ),
        (
            {"kind": "inside_period", "finish": "2027-Q2", "chain": []},
            "Due 2027-06-30, within 2027-Q2: it is done by the end of that period, so it may be late.",
        ),
        ({"kind": "past", "finish": "2027-Q2", "chain": []}, "Due 2027-06-30, before the date of the assessment."),
    ],
)
def test_a_missed_date_says_what_kind_of_miss_it_is(data, text):
    """Late by what comes first, inside a period, or past before anything began."""
    assert _sentence("deadline_missed", due="2027-06-30", **data) == text


@pytest.mark.parametrize(
    ("until", "periods", "days", "text"),
    [
        ("2028-Q4", 2, 12, "2 more quarters or 12 person-days more in each would make room."),
        ("2028-12", 1, None, "One more month would make room."),
        ("8", None, 1, "1 person-day more in each period would make room."),
        ("8", None, None, "Neither up to 8 more periods nor more days in each were found to make room."),
    ],
)
def test_what_makes_room_is_sentence(until, periods, days, text):
    """More periods, more days in each, or how far was looked."""
    said = _sentence("no_room", until=until, periods=periods, days=days, level="yes", reaches="no")
    assert said.endswith(f": stays at no, short of yes. {text}")


def test_a_single_period_is_no_row():
    """What takes one period needs no row of them."""
    said = _sentence("no_run", **_STAYS, length=1, periods=None, days=3)
    assert said.startswith("Work on it may not pause, and no quarter has the room by the end of 2028-Q4: ")


def test_a_quick_win_says_who_called_it_feasible():
    """Read from the effort, or said by the organization."""
    assert _sentence("quick_win", from_effort=True) == "Quick win: takes less effort than most."
    assert _sentence("quick_win", from_effort=False) == "Quick win: feasible, and takes less effort than most."


def test_practices_with_the_same_reason_stand_together():
    """Each sentence once, after the practices that it is said of; what is of no practice stands alone."""
    reasons = [Reason(code="dropped", data={"practice": name}) for name in ("care", "data")]
    reasons.append(Reason(code="at_target", data={"practice": "trust", "level": "in-place"}))
    text = "CARE and DATA: The organization dropped this work. TRUST: Is at its target already: in place."
    assert reasons_by_practice(reasons, str.upper) == text
    assert reasons_by_practice([Reason(code="no_practice")], str.upper) == "Nothing is named that would act on it."
