import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.planning.reasons import CODES, listed, words
from equity_blocks.model.plan import Reason

# Code -> the facts that fill its sentence, and what a reader must find in it.
FACTS = {
    "required_by": (
        {"duties": [{"title": "Contract 4.2", "due": "2027-06-30"}, {"title": "State law", "due": None}]},
        ["Contract 4.2", "2027-06-30", "State law"],
    ),
    "serves_goal": ({"goals": ["Postpartum visit"]}, ["Postpartum visit"]),
    "needed_by": ({"practices": ["care"]}, ["CARE"]),
    "above_target": ({"target": "partial"}, ["partial"]),
    "unlocks": ({"practices": ["care", "data"]}, ["CARE and DATA"]),
    "waits_for": ({"practices": [["care", "data"], ["trust"]]}, ["CARE or DATA", "TRUST"]),
    "builds_on": ({"practices": ["trust"]}, ["TRUST"]),
    "before_soft": ({"practices": [["care"]]}, ["CARE"]),
    "carried_by": ({"initiatives": ["Advisory board"]}, ["Advisory board"]),
    "blocked": ({"level": "partial", "practices": ["care", "data"]}, ["partial", "CARE and DATA", "not"]),
    "deadline_missed": ({"finish": "2027-Q3"}, ["2027-Q3"]),
    "no_room": (
        {"until": "2028-Q4", "reaches": "partial", "level": "in-place"},
        ["2028-Q4", "at partial", "short of in place"],
    ),
    "over_budget": ({"reaches": "planned", "level": "in-place"}, ["money", "at planned", "short of in place"]),
    "waived_prerequisite": ({"without": ["Care (yes)"], "why": ["No time."]}, ["Risk", "Care (yes)", "(No time)"]),
    "unreachable": ({"level": "partial", "practices": []}, ["partial"]),
}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence(code):
    """What a program reads as a code, a person reads as words that name what they are about and end in a full stop."""
    data, facts = FACTS.get(code, ({}, []))
    text = words([Reason(code=code, data=data)], str.upper)
    assert text.endswith(".")
    assert text[0].isupper()
    assert all(fact in text for fact in facts)


def test_several_reasons_are_several_sentences():
    """They follow one another in the order given."""
    rated, assumed = Reason(code="not_rated"), Reason(code="effort_assumed")
    both = words([rated, assumed], str.upper)
    assert both == f"{words([rated], str.upper)} {words([assumed], str.upper)}"


def test_the_same_practice_is_not_named_twice():
    """What is needed for a opens the way for a: one sentence is enough, two where it opens more."""
    needed = Reason(code="needed_by", data={"practices": ["a"]})
    one, more = (Reason(code="unlocks", data={"practices": names}) for names in (["a"], ["a", "b"]))
    assert words([needed, one], str.upper) == words([needed], str.upper)
    assert words([needed, more], str.upper) == f"{words([needed], str.upper)} {words([more], str.upper)}"


def test_no_reason_needs_no_words():
    """Nothing is made up."""
    assert words([], str.upper) == ""


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and 1 more"),
    ],
)
def test_lists_read_like_a_sentence(names, text):
    """Commas, an "and" before the last, and long lists end in a count."""
    assert listed(names) == text


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=9), st.integers(1, 5))
def test_a_list_never_loses_count(names, most):
    """Shown names and the number of the others make up all of them."""
    text = listed(names, most)
    shown = names if len(names) <= most else names[:most]
    assert all(name in text for name in shown)
    assert text.endswith(f" {len(names) - len(shown)} more") == (len(shown) < len(names))


def test_what_is_never_done_has_no_end():
    """A deadline may be missed by what finds no room at all."""
    assert words([Reason(code="deadline_missed", data={"finish": None})], str.upper) == "Cannot be done in time."
