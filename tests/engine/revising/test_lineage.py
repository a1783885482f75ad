import pytest

from equity_blocks.engine.revising.lineage import lineage
from equity_blocks.model.framework import Framework


def _newer(**was):
    practices = [{"id": name, "title": "T", "was": list(former)} for name, former in was.items()]
    return Framework(id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}])


@pytest.mark.parametrize(
    ("older", "newer", "fates"),
    [
        (["a"], {"a": ()}, {"a": ("kept", ("a",))}),
        (["a"], {"z": ("a",)}, {"a": ("renamed", ("z",))}),
        (["a"], {"z": ()}, {"a": ("removed", ())}),
        (["a"], {"y": ("a",), "z": ("a",)}, {"a": ("split", ("y", "z"))}),
        (["a"], {"a": (), "z": ("a",)}, {"a": ("split", ("a", "z"))}),
        (["a", "b"], {"z": ("a", "b")}, {"a": ("merged", ("z",)), "b": ("merged", ("z",))}),
        (["a", "b"], {"a": ("b",)}, {"a": ("merged", ("a",)), "b": ("merged", ("a",))}),
        (["a", "b"], {"y": ("a",), "z": ("a", "b")}, {"a": ("split", ("y", "z")), "b": ("merged", ("z",))}),
        (["a"], {"z": ("oldest", "a")}, {"a": ("renamed", ("z",))}),
        (["oldest"], {"z": ("oldest", "a")}, {"oldest": ("renamed", ("z",))}),
    ],
)
def test_what_became_of_practices(older, newer, fates):
    """By ids and by `was`, which may name ids of several earlier revisions."""
    found = lineage(_newer(**dict.fromkeys(older, ())).practices, _newer(**newer))
    assert {name: tuple(succession) for name, succession in found.successions.items()} == fates


def test_a_practice_that_comes_from_nothing_was_added():
    """Its `was` may name ids that are older still."""
    assert lineage(["a"], _newer(a=(), z=("oldest",))).origins == {"a": ("a",), "z": ()}


@pytest.mark.parametrize(
    ("older", "newer", "origins"),
    [
        ({"a": (), "b": ("a",)}, {"a": (), "b": ("a",)}, {"a": ("a",), "b": ("b",)}),
        ({"b": ("a",)}, {"b": ("a",)}, {"b": ("b",)}),
        ({"a": (), "b": ("a",)}, {"b": ("a",)}, {"b": ("b",)}),
        ({"a": (), "b": ("a",)}, {"a": (), "c": ("a", "b")}, {"a": ("a",), "c": ("b",)}),
        ({"a": (), "b": ("a",)}, {"c": ("a", "b")}, {"c": ("a", "b")}),
        ({"a": (), "b": ("a",), "c": ()}, {"a": (), "b": ("a", "c")}, {"a": ("a",), "b": ("b", "c")}),
        ({"a": (), "b": ()}, {"a": (), "b": ("a",)}, {"a": ("a",), "b": ("b", "a")}),
    ],
)
def test_what_was_told_before_does_not_happen_again(older, newer, origins):
    """A split or a merge is one only in the revision that brings it."""
    assert lineage(_newer(**older).practices, _newer(**newer)).origins == origins


def test_ids_alone_tell_no_split_from_one_that_lives_on():
    """Nobody knows whether it is new; a merge with what is gone is one."""
    assert lineage(["a", "b"], _newer(a=(), b=("a",))).origins == {"a": ("a",), "b": ("b",)}
    assert lineage(["a", "b"], _newer(b=("a",))).origins == {"b": ("b", "a")}
