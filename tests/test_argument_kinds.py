"""What a function was given, against what it takes."""

from collections.abc import Iterable, Mapping

import pytest

from equity_blocks.argument_kinds import checks_nouns, require_kind
from equity_blocks.errors import UnsuitableError
from equity_blocks.model import Level


def test_a_wrong_kind_is_told_with_what_is_allowed():
    """One kind, or several; the text is shortened."""
    require_kind("n", 3, int, str)
    with pytest.raises(UnsuitableError, match=r"^n must be text, bytes or a mapping, not None$"):
        require_kind("n", None, str, bytes, Mapping)
    with pytest.raises(UnsuitableError, match=r"^n must be an int, not the text 'x{60}'$"):
        require_kind("n", "x" * 500, int)


def test_only_nouns_are_checked_and_only_what_is_given():
    """Other arguments go through, and so do optional nouns that are left out and iterators."""

    @checks_nouns
    def count(one: Level, other: Level | None = None, several: Iterable[Level] = (), name: str = "") -> int:
        return sum(1 for _ in several) + (other is not None) + len(name) + (one is not None)

    level = Level(id="a", value=0)
    assert count(level) == count(level, None) == 1
    assert count(level, other=level, several=iter([level]), name="xy") == 5
    with pytest.raises(UnsuitableError, match=r"^several\[1\] must be a Level, not an int$"):
        count(level, several=[level, 3])
    with pytest.raises(UnsuitableError, match=r"^several must be a list of Levels, not the text"):
        count(level, several="levels")
    with pytest.raises(TypeError, match="argument"):
        count()
    assert count.__name__ == "count"
