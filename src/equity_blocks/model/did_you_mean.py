"""What was meant by a name: spelt in another way, or misspelt."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from equity_blocks.model.characters import odd_characters

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


def meant(found: str, names: Names) -> tuple[str, ...]:
    """List the ids that a name can mean: the id itself, else every one whose id or title is spelt so.

    Returns:
        One id where it is clear; several where it is ambiguous; none where nothing is called so.

    Example:
        >>> levels = {"partial": "Partly in place", "in-place": "In place", "sustained": "Sustained"}
        >>> meant("IN PLACE", levels), meant("partly in place", levels), meant("place", levels)
        (('in-place',), ('partial',), ())
    """
    titles = _titled(names)
    if found in titles:
        return (found,)
    key = folded(found)
    return tuple(name for name, title in titles.items() if key and key in (folded(name), folded(title)))


def did_you_mean(found: object, names: Names) -> str:
    """Ask whether the nearest of the allowed names was meant, and name characters in it that look like others.

    Returns:
        A sentence; empty when none is near.

    Example:
        >>> did_you_mean("wieght", ["weight", "title"])
        "did you mean 'weight'?"
        >>> did_you_mean("Trust", {"trust-building": "Trust", "trusts": "Trusts"})
        "did you mean 'trust-building'?"
    """
    if not isinstance(found, str):
        return ""
    titles = _titled(names)
    near = meant(found, titles) or _nearest(found, titles)
    asked = "did you mean " + " or ".join(f"'{name}'" for name in near[:_MOST]) + "?" if near else ""
    odd = odd_characters(found) if near else ()
    stands = f"it has {' and '.join(odd[:_MOST])} in it" if odd else ""
    return "; ".join(part for part in (asked, stands) if part)


_MOST = 3
"""Most names, or odd characters, that a sentence holds."""


def _titled(names: Names) -> dict[str, str]:
    if not isinstance(names, Mapping):
        return dict.fromkeys(names, "")
    titles = {name: value if isinstance(value, str) else getattr(value, "title", "") for name, value in names.items()}
    return {name: title if isinstance(title, str) else "" for name, title in titles.items()}


def _nearest(found: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The id that is nearest to a misspelt name, else the one whose title is."""
    from difflib import get_close_matches  # only needed once something is wrong

    for spelt in ({name.lower(): name for name in titles}, {t.lower(): name for name, t in titles.items() if t}):
        near = get_close_matches(found.lower(), spelt, n=1, cutoff=0.6)
        if near:
            return (spelt[near[0]],)
    return ()
