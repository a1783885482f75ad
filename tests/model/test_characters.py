"""Characters that are not what they look like."""

import pytest

from equity_blocks.model.characters import is_odd, named, odd_characters


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
