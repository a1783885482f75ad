"""Fingerprints: the same for nouns that make the same figures, whatever words they use."""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from pydantic_core import to_json

from equity_blocks.model.noun import Noun

NAMES = ("title", "title_source", "source_title", "source", "summary", "resources", "was")
"""Fields of blocks and practices that name them, or say where they come from, and decide no figure."""


def fingerprint_of(noun: Noun) -> str:
    """Hash the canonical JSON of the fields that decide a figure: all but those which a noun lists as `no_figure`.

    Fields at their defaults are left out, so that a later version of the library, which knows more fields, gives the
    same. What stands in a list keeps its order; keys are sorted.

    Returns:
        32 hexadecimal digits: BLAKE2b, 128 bits.

    Example:
        >>> from equity_blocks.model import Level
        >>> low = Level(id="low", value=0.2)
        >>> fingerprint_of(low) == fingerprint_of(low.replace(title="A little"))
        True
        >>> fingerprint_of(low) == fingerprint_of(low.replace(value=0.3))
        False
    """
    return blake2b(to_json(_deciding(noun)), digest_size=16).hexdigest()


def _deciding(value: Any) -> Any:
    """The part of a value that decides a figure, as JSON has it."""
    if isinstance(value, Noun):
        entries = ((key, getattr(value, name), default) for name, key, default in _fields(type(value)))
        return {key: _deciding(item) for key, item, default in entries if item != default}
    if isinstance(value, tuple):
        return [_deciding(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _deciding(value[key]) for key in sorted(value)}
    return value


@cache
def _fields(kind: type[Noun]) -> tuple[tuple[str, str, Any], ...]:
    """Name, key and default of each field of a noun that decides a figure, in the order of the keys."""
    fields = (
        (field.serialization_alias or name, name, field.get_default(call_default_factory=True))
        for name, field in kind.model_fields.items()
        if name not in kind.no_figure
    )
    return tuple((name, key, default) for key, name, default in sorted(fields, key=itemgetter(0)))
