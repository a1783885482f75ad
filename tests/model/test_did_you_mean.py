"""The nearest match to a misspelt name."""

import pytest

from equity_blocks.model.did_you_mean import did_you_mean, is_odd, named, nearest, odd_characters, unknown_name

LEVELS = ["not-started", "planned", "partial", "in-place", "sustained"]


@pytest.mark.parametrize(
    ("found", "near"),
    [("parital", "partial"), ("in_place", "in-place"), ("In Place", "in-place"), ("PLANNED", "planned")],
)
def test_a_misspelt_name_is_asked_about(found: str, near: str):
    """Letters swapped, left out or written large lead to the name that was meant."""
    assert did_you_mean(found, LEVELS) == f"did you mean '{near}'?"


@pytest.mark.parametrize("found", ["zzz", "", 7, None, 1.5, ["partial"]])
def test_nothing_is_asked_where_nothing_is_near(found: object):
    """Far names and what is no text give no hint."""
    assert did_you_mean(found, LEVELS) == ""


def test_the_suggestion_is_spelt_as_it_is_allowed():
    """Names with capitals are suggested with them."""
    assert did_you_mean("xl", ["S", "M", "L", "XL"]) == "did you mean 'XL'?"


def test_any_collection_of_names_will_do():
    """Names may come from a mapping, a set or a generator, or be none at all."""
    assert did_you_mean("bord", {"board": 1}) == "did you mean 'board'?"
    assert did_you_mean("bord", (name for name in ["board"])) == "did you mean 'board'?"
    assert did_you_mean("bord", []) == ""


@pytest.mark.parametrize("character", "\u00a0\u2011\u2013\u2019\u201c\u200b\u00ad\ufeff\uff1a\u202e\x07\t\u0308")
def test_what_looks_like_another_character_is_odd(character: str):
    """Spaces, hyphens, quotes, marks and invisible ones."""
    assert is_odd(character)
    assert odd_characters(f"a{character}b") == (named(character),)


@pytest.mark.parametrize(
    "text", ["Vollst\u00e4ndig", "\u00c9ducation", "in-place 'x' \"y\"", "\u5065\u5eb7", "\u0416\u0444", "\u00b5g"]
)
def test_letters_of_a_language_are_not(text: str):
    """Nor are the signs of a keyboard."""
    assert odd_characters(text) == ()


def test_a_letter_of_another_alphabet_among_latin_ones_is_named():
    """It looks like one of them."""
    assert odd_characters("p\u0430rtial") == ("a cyrillic small letter a (U+0430)",)


def test_a_character_without_a_name_is_told_by_its_number():
    """As controls are."""
    assert named("\x00") == "a character (U+0000)"


def test_the_problem_of_an_unknown_name_holds_what_is_allowed():
    """In the order given; sets, which have none, by the alphabet."""
    problem = unknown_name("unknown_role", "no role 'bord'", "bord", {"data", "board"}, ("roles", 0), hint="look")
    assert (problem.code, problem.hint, problem.key_path) == ("unknown_role", "did you mean 'board'?", ("roles", 0))
    assert problem.data == {"found": "bord", "allowed": ("board", "data"), "nearest": ("board",)}
    far = unknown_name("c", "m", "zzz", (name for name in ("b", "a")), (), hint="look")
    assert (far.hint, far.data) == ("look", {"found": "zzz", "allowed": ("b", "a"), "nearest": ()})


def test_the_nearest_names_are_three_at_most():
    """All that are spelt so; else the one that is most like it; nothing for what is no text."""
    titles = {f"p{i}": "Trust" for i in range(5)}
    assert nearest("trust", titles) == ("p0", "p1", "p2")
    assert len(nearest("trst", titles)) == 1
    assert nearest(3, titles) == nearest("zzz", titles) == ()
