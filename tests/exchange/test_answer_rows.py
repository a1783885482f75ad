import pytest

import workbooks
from equity_blocks.exchange.answer_rows import PlainRow, RowReader, head_of, misfits


def _read(values, kind="owner", practice="budget", parts=None):
    """Read a row of a small framework; give the rating and the problems."""
    problems = []
    reader = RowReader(workbooks.mini(), kind, "a.csv")
    places = {"": "row 2"}
    rows = {part: PlainRow("a.csv", {"level": level}, places, problems) for part, level in (parts or {}).items()}
    rating = reader.rating(practice, PlainRow("a.csv", values, places, problems), rows)
    return rating, [(problem.code, problem.place) for problem in problems]


def test_a_blank_row_says_nothing():
    """Spaces are nothing."""
    assert _read({"level": " ", "note": "\n"}) == ({}, [])


@pytest.mark.parametrize(
    ("values", "rating"),
    [
        ({"level": "IN PLACE"}, {"level": "in-place"}),
        ({"status": "Unknown"}, {"level": "unknown"}),
        ({"status": "not_applicable", "reason": "x"}, {"not_applicable": "x"}),
        ({"status": "not pursued", "reason": "x", "level": "partly"}, {"not_pursued": "x", "level": "partly"}),
        ({"target": "{share: 0.5}"}, {"target": {"share": 0.5}}),
        ({"evidence": "minutes\nminutes"}, {"evidence": ["minutes"]}),
    ],
)
def test_what_is_clear_is_read(values, rating):
    """Titles, ids and words, however their letters are."""
    assert _read(values) == (rating, [])


def test_parts_are_read_instead_of_the_whole():
    """Unknown is a level of a part."""
    rating, problems = _read({}, practice="vision", parts={"written": "partly", "known": "unknown"})
    assert (rating, problems) == ({"criteria": {"written": "partly", "known": "unknown"}}, [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"level": "partly", "status": "does not apply", "reason": "x"}, "contradiction"),
        ({"status": "does not apply"}, "no_reason"),
        ({"reason": "x"}, "contradiction"),
        ({"status": "n/a"}, "not_listed"),
        ({"level": "partyl"}, "unknown_level"),
        ({"level": 2}, "unknown_level"),
        ({"importance": "very"}, "not_listed"),
        ({"note": "a\x1bb"}, "control_character"),
        ({"note": "a\ud800b"}, "control_character"),
    ],
)
def test_what_is_not_is_a_problem_at_its_place(values, code):
    """Nothing is guessed."""
    assert _read(values)[1] == [(code, "row 2")]


def test_a_respondent_plans_nothing():
    """What stands under the columns of the owner is not theirs to say."""
    assert _read({"level": "partly", "owner": "Ann", "target": "in-place"}, "answers") == ({"level": "partly"}, [])


def test_what_is_agreed_needs_a_level_and_who():
    """The day is one."""
    agreed = {"level": "partly", "by": "board", "date": "2026-09-12", "why": "x"}
    assert _read(agreed, "contested") == ({"agreed": agreed}, [])
    assert _read({"why": "x"}, "contested")[1] == [("contradiction", "row 2")]
    assert _read({"level": "partly"}, "contested")[1] == [("no_reason", "row 2")]
    assert _read({**agreed, "date": "2026-02-30"}, "contested")[1] == [("no_day", "row 2")]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"framework": "mini2"}, "wrong_framework"),
        ({"edition": "2025"}, "wrong_edition"),
        ({"framework": "mini", "revision": "7"}, "wrong_revision"),
    ],
)
def test_answers_to_something_else_do_not_fit(facts, code):
    """Another framework, edition or revision; what is not said fits."""
    (problem,) = misfits(facts, [], workbooks.mini(), "a.csv", "row 2")
    assert (problem.code, problem.place, problem.file) == (code, "row 2", "a.csv")
    assert misfits({}, ["vision"], workbooks.mini(), "a.csv") == ()


def test_a_practice_that_is_not_there_is_named_with_the_nearest():
    """It may be one of a tailoring."""
    (problem,) = misfits({}, ["vison"], workbooks.mini(), "a.csv")
    assert (problem.code, problem.hint) == ("unknown_practice", "did you mean 'vision'?")


def test_the_head_names_who_answers_for_how_many():
    """One person is not worth a number; what is no number counts as one."""
    facts = {"framework": "mini", "respondent": "ann", "people": "1", "role": "board", "respondent_organization": "x"}
    assert head_of(facts)["respondents"] == [{"id": "ann", "role": "board", "organization": "x"}]
    assert head_of({**facts, "people": "many"}) == head_of(facts)
    assert head_of({"framework": "mini"}) == {"framework": "mini"}
