"""Characters that are not what they look like, named so that a reader can see the difference."""

import unicodedata

TYPOGRAPHIC_QUOTES = frozenset("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a")

_SPACES_DASHES_MARKS = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc", "Pd", "Mn"})


def named(character: str) -> str:
    r"""Name a character as people can look it up.

    Example:
        >>> named("\u2011"), named("\t"), named("\xa0")
        ('a non-breaking hyphen (U+2011)', 'a tab', 'a no-break space (U+00A0)')
    """
    if character == "\t":
        return "a tab"
    name = unicodedata.name(character, "character").lower()
    article = "an" if name[0] in "aeio" else "a"
    return f"{article} {name} (U+{ord(character):04X})"


def is_odd(character: str) -> bool:
    r"""Say whether a character is a space, a hyphen, a quote or a mark other than those of a keyboard, or invisible.

    Example:
        >>> is_odd("\u2011"), is_odd("-"), is_odd("\xfc")
        (True, False, False)
    """
    if character.isascii():
        return character != "\n" and not character.isprintable()
    return (
        character in TYPOGRAPHIC_QUOTES
        or unicodedata.category(character) in _SPACES_DASHES_MARKS
        or "\uff01" <= character <= "\uff5e"  # wide forms of the signs of a keyboard
    )


def odd_characters(text: str) -> tuple[str, ...]:
    r"""Name the characters of a text that are not what they look like, each once.

    Letters of another alphabet count where they stand among Latin ones.

    Example:
        >>> odd_characters("in\u2011place"), odd_characters("Vollst\xe4ndig")
        (('a non-breaking hyphen (U+2011)',), ())
    """
    if text.isascii() and text.isprintable():
        return ()
    is_latin = any(character.isascii() and character.isalpha() for character in text)
    found = [c for c in text if is_odd(c) or (is_latin and _is_foreign(c))]
    return tuple(dict.fromkeys(map(named, found)))


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "LATIN").startswith(("LATIN", "MICRO", "MODIFIER"))
