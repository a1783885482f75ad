"""What a function was given, against what it takes."""

import sys
from collections.abc import Iterable, Mapping

import pytest

from equity_blocks.argument_kinds import BACKENDS, checks_nouns, library, require_backend, require_kind
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


@pytest.mark.parametrize(
    ("name", "package"),
    [("a_library_that_nobody_has", r"equity-blocks\[frames\]"), ("polars", "polars"), ("pyarrow", "pyarrow")],
)
def test_a_library_that_is_missing_is_named(name, package, monkeypatch):
    """With what to install: what the extra brings, or the library itself."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UnsuitableError, match=f"{name} is not installed: pip install {package}$") as caught:
        library(name)
    assert caught.value.code == "not_installed"


def test_a_backend_is_one_of_three():
    """Before anything is imported."""
    with pytest.raises(UnsuitableError, match="no backend 'excel': there are pandas, polars, pyarrow") as caught:
        require_backend("excel")
    assert caught.value.data["allowed"] == BACKENDS
