"""Names that were meant: spelt in another way, misspelt, or with characters that are not what they look like."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from equity_blocks.errors import Path, Problem

Names = Iterable[str] | Mapping[str, object]
"""Names that are allowed; as a mapping, from ids to titles, or to whatever has a title."""

_GAPS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def folded(text: str) -> str:
    r"""Give the one form of a name that does not depend on how it is spelt.

    Capitals, composed and decomposed accents, wide and narrow forms, and invisible characters make no difference;
    spaces, hyphens and underscores are one, however many there are and of whichever kind.

    Source: Unicode Standard Annex 15 (NFKC) and the Unicode Standard, section 3.13 (default caseless matching).

    Example:
        >>> folded("In place") == folded("IN-PLACE") == folded("in\u2011place ")
        True
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return _GAPS.sub(" ", seen).strip()


def meant(name: str, names: Names) -> tuple[str, ...]:
    """List the ids that a name can mean: the id itself, else every one whose id or title is spelt so.

    Returns:
        One id where it is clear; several where it is ambiguous; none where nothing is called so.

    Example:
        >>> levels = {"partial": "Partly in place", "in-place": "In place", "sustained": "Sustained"}
        >>> meant("IN PLACE", levels), meant("partly in place", levels), meant("place", levels)
        (('in-place',), ('partial',), ())
    """
    titles = _titled(names)
    if name in titles:
        return (name,)
    key = folded(name)
    return tuple(known for known, title in titles.items() if key and key in (folded(known), folded(title)))


def did_you_mean(name: object, names: Names) -> str:
    """Ask whether the nearest of the allowed names was meant, and name characters in it that look like others.

    Returns:
        A sentence; empty when none is near.

    Example:
        >>> did_you_mean("wieght", ["weight", "title"])
        "did you mean 'weight'?"
        >>> did_you_mean("Trust", {"trust-building": "Trust", "trusts": "Trusts"})
        "did you mean 'trust-building'?"
    """
    near = nearest(name, names)
    if not near:
        return ""
    question = "did you mean " + " or ".join(f"'{known}'" for known in near) + "?"
    odd = odd_characters(str(name))
    return f"{question}; it has {' and '.join(odd[:_MOST])} in it" if odd else question


def nearest(name: object, names: Names) -> tuple[str, ...]:
    """List the allowed names that a name can mean, at most three: else the one that is spelt most like it, if any.

    Example:
        >>> nearest("wieght", ["weight", "title"]), nearest("colour", ["weight", "title"])
        (('weight',), ())
    """
    if not isinstance(name, str):
        return ()
    titles = _titled(names)
    return (meant(name, titles) or _most_like(name, titles))[:_MOST]


def unknown_name(code: str, message: str, name: object, names: Names, path: Path, *, hint: str = "") -> Problem:
    """Make the problem of a name that is not among those allowed; its hint and data hold the nearest ones.

    Args:
        code: The kind of problem.
        message: What was found.
        name: The name that was found.
        names: The names that are allowed.
        path: The key path to it.
        hint: What to do about it where no name is near.

    Example:
        >>> problem = unknown_name("unknown_role", "no role is called 'bord'", "bord", ["board"], ("roles", 0))
        >>> problem.hint, dict(problem.data)
        ("did you mean 'board'?", {'found': 'bord', 'allowed': ('board',), 'nearest': ('board',)})
    """
    allowed = names if isinstance(names, Mapping) else sorted(names) if isinstance(names, AbstractSet) else tuple(names)
    data = {"found": name, "allowed": tuple(allowed), "nearest": nearest(name, allowed)}
    return Problem(code, message, did_you_mean(name, allowed) or hint, path, data=data)


_MOST = 3
"""Most names, or odd characters, that a sentence holds."""


def _titled(names: Names) -> dict[str, str]:
    if not isinstance(names, Mapping):
        return dict.fromkeys(names, "")
    titles = {name: value if isinstance(value, str) else getattr(value, "title", "") for name, value in names.items()}
    return {name: title if isinstance(title, str) else "" for name, title in titles.items()}


def _most_like(misspelt: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The id that is nearest to a misspelt name, else the one whose title is."""
    from difflib import get_close_matches  # only needed once something is wrong

    for spelt in ({name.lower(): name for name in titles}, {t.lower(): name for name, t in titles.items() if t}):
        near = get_close_matches(misspelt.lower(), spelt, n=1, cutoff=0.6)
        if near:
            return (spelt[near[0]],)
    return ()


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
    odd = [c for c in text if is_odd(c) or (is_latin and _is_foreign(c))]
    return tuple(dict.fromkeys(map(named, odd)))


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "LATIN").startswith(("LATIN", "MICRO", "MODIFIER"))
