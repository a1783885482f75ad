"""Prerequisites as people write them."""

import pytest
from pydantic import ValidationError

from equity_blocks.model import Prerequisite

WHY = "First things first."


@pytest.mark.parametrize("level", [None, "partial", 2])
def test_the_short_form_means_one_alternative(level: object):
    """A practice beside the other keys is a list of one alternative."""
    short = Prerequisite(practice="a", level=level, why=WHY)

    assert short == Prerequisite(any_of=[{"practice": "a", "level": level}], why=WHY)
    assert [need.practice for need in short.any_of] == ["a"]


def test_the_short_form_leaves_the_data_as_it_was():
    """What was given is not changed by being read."""
    data = {"practice": "a", "level": 1, "why": WHY}

    Prerequisite.model_validate(data)

    assert data == {"practice": "a", "level": 1, "why": WHY}


def test_a_prerequisite_is_hard_and_editorial_unless_told_otherwise():
    """What is added to a source is never presented as its word by default."""
    prerequisite = Prerequisite(practice="a", why=WHY)

    assert (prerequisite.kind, prerequisite.basis, prerequisite.before) == ("hard", "editorial", None)


def test_the_level_before_which_it_must_hold_is_called_from_in_files():
    """`from` is a word of Python, so nouns say `before`; JSON says `from` again."""
    prerequisite = Prerequisite(**{"practice": "a", "from": "partial", "why": WHY})

    assert prerequisite == Prerequisite(practice="a", before="partial", why=WHY)
    assert prerequisite.model_dump(exclude_unset=True)["from"] == "partial"
    assert Prerequisite.model_validate_json(prerequisite.model_dump_json()) == prerequisite


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"practice": "a"}, "why\n.*required"),
        ({"practice": "a", "why": ""}, "why\n.*at least 1 character"),
        ({"why": WHY}, "any_of\n.*required"),
        ({"any_of": [], "why": WHY}, "any_of\n.*at least 1 item"),
        ({"any_of": [{"practice": "a"}], "practice": "b", "why": WHY}, "either 'practice'.*or 'any_of', not both"),
        ({"any_of": [{"practice": "a"}], "level": 1, "why": WHY}, "level\n.*not permitted"),
        ({"practice": "A practice", "why": WHY}, "practice\n.*pattern"),
        ({"practice": "a", "level": True, "why": WHY}, "True is not a level"),
        ({"practice": "a", "kind": "firm", "why": WHY}, "kind\n.*'hard' or 'soft'"),
        ({"practice": "a", "basis": "mine", "why": WHY}, "basis\n.*'source' or 'editorial'"),
        ("a", "valid dictionary or instance"),
    ],
)
def test_what_is_no_prerequisite_is_refused(data: object, words: str):
    """Every mistake is told at its key."""
    with pytest.raises(ValidationError, match=words):
        Prerequisite.model_validate(data)
