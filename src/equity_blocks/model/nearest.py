"""The nearest match to a misspelt name."""

from collections.abc import Iterable


def did_you_mean(found: object, allowed: Iterable[str]) -> str:
    """Ask whether the nearest of the allowed names was meant; empty when none is near.

    Example:
        >>> did_you_mean("wieght", ["weight", "title"])
        "did you mean 'weight'?"
    """
    if not isinstance(found, str):
        return ""
    from difflib import get_close_matches  # only needed once something is wrong

    names = {name.lower(): name for name in allowed}
    near = get_close_matches(found.lower(), names, n=1, cutoff=0.6)
    return f"did you mean '{names[near[0]]}'?" if near else ""
