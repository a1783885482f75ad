import pytest

from equity_blocks.engine.revision.tracing import Former, trace, trace_ids


def _things(**was):
    """Give things by id; a title may stand before the ids that they had."""
    found = {}
    for name, said in was.items():
        title, former = (
            said if isinstance(said, tuple) and len(said) == 2 and isinstance(said[1], list) else ("T", said)
        )
        found[name] = Former(name, title, tuple(former))
    return found


def _changes(lines):
    return {name: tuple(succession) for name, succession in lines.successions.items()}


@pytest.mark.parametrize(
    ("older", "newer", "origins"),
    [
        ({"a": (), "b": ["a"]}, {"a": (), "b": ["a"]}, {"a": ("a",), "b": ("b",)}),
        ({"b": ["a"]}, {"b": ["a"]}, {"b": ("b",)}),
        ({"a": (), "b": ["a"]}, {"b": ["a"]}, {"b": ("b",)}),
        ({"a": (), "b": ["a"]}, {"a": (), "c": ["a", "b"]}, {"a": ("a",), "c": ("b",)}),
        ({"a": (), "b": ["a"]}, {"c": ["a", "b"]}, {"c": ("a", "b")}),
        ({"a": (), "b": ["a"], "c": ()}, {"a": (), "b": ["a", "c"]}, {"a": ("a",), "b": ("b", "c")}),
        ({"a": (), "b": ()}, {"a": (), "b": ["a"]}, {"a": ("a",), "b": ("b", "a")}),
        ({"a": ["b"], "b": ["a"]}, {"a": ["b"], "b": ["a"]}, {"a": ("a",), "b": ("b",)}),
        ({"a": ["b"], "b": ["a"]}, {"a": ["b"], "b": ["a"], "c": ["a"]}, {"a": ("a",), "b": ("b",), "c": ("a",)}),
    ],
)
def test_what_was_told_before_does_not_happen_again(older, newer, origins):
    """A split, a merge or a swap is one only in the revision that brings it."""
    assert trace(_things(**older), _things(**newer)).origins == origins


def test_what_comes_from_nothing_was_added():
    """Its `was` may name ids that are older still."""
    assert trace(_things(a=()), _things(a=(), z=["oldest"])).origins == {"a": ("a",), "z": ()}


@pytest.mark.parametrize(
    ("newer", "homes"),
    [
        ({"a": ["b"], "b": ["a"]}, {"a": "b", "b": "a"}),
        ({"a": ["c"], "b": ["a"], "c": ["b"]}, {"a": "b", "b": "c", "c": "a"}),
        ({"a": ["b"], "x": ["a"]}, {"a": "x", "b": "a"}),
        ({"b": ["a"], "c": ["b"], "d": ["c"]}, {"a": "b", "b": "c", "c": "d"}),
    ],
    ids=["swap", "circle", "chain", "one further"],
)
def test_ids_that_change_hands_lead_to_where_they_went(newer, homes):
    """Each lives on whole, whether the older revision is at hand or was the first one."""
    older = _things(**dict.fromkeys(homes, ()))
    for found in (trace(older, _things(**newer)), trace_ids(homes, _things(**newer), "first")):
        assert {name: found.sole_successor(name) for name in homes} == homes
        assert {succession.change for succession in found.successions.values()} == {"renamed"}


def test_something_new_under_an_id_that_was_left():
    """All others have moved by one; a title tells that the first id was given to something else, and ids do not."""
    older = {name: Former(name, f"Title {name}") for name in ("a", "b")}
    moved = {"b": Former("b", "Title a", ("a",)), "c": Former("c", "Title b", ("b",))}
    told = trace(older, {"a": Former("a", "Something new"), **moved})
    assert [told.sole_successor(name) for name in "ab"] == ["b", "c"]
    assert told.origins["a"] == ()
    silent = {"b": Former("b", "Other", ("a",)), "c": Former("c", "Title b", ("b",))}
    found = trace(older, {"a": Former("a", "Something new"), **silent})
    assert _changes(found)["a"] == ("unclear", ("a", "b"))
    assert found.sole_successor("b") == "c"
    stayed = trace(older, {"a": Former("a", "Title a"), **silent})
    assert stayed.sole_successor("a") == "a"


def test_something_gone_whose_id_went_to_the_next_one():
    """A merge unless a title came along: then what had the id is gone."""
    older = {name: Former(name, f"Title {name}") for name in "abc"}
    newer = {"a": Former("a", "Title b", ("b",)), "b": Former("b", "Title c", ("c",))}
    found = trace(older, newer)
    assert _changes(found) == {"a": ("removed", ()), "b": ("renamed", ("a",)), "c": ("renamed", ("b",))}
    untold = trace(_things(a=(), b=(), c=()), _things(a=["b"], b=["c"]))
    assert _changes(untold)["a"] == _changes(untold)["b"] == ("merged", ("a",))


def test_what_names_its_own_id_lives_on():
    """Whatever else is told of it."""
    older = _things(a=(), b=())
    assert trace(older, _things(a=["a", "b"], c=["a"])).origins == {"a": ("a", "b"), "c": ("a",)}
    assert trace(older, _things(a=["a"], b=["a"], c=["b"])).sole_successor("a") == "a"


def test_ids_of_an_unknown_revision_go_nowhere_where_they_changed_hands():
    """A swap may have been before or after; all others are told as ever."""
    newer = _things(a=["b"], b=["a"], c=["d"], e=())
    found = trace_ids(["a", "b", "d", "e"], newer, "other")
    assert {name: found.successions[name].change for name in "abde"} == {
        "a": "unclear", "b": "unclear", "d": "renamed", "e": "kept",
    }  # fmt: skip
    assert [found.sole_successor(name) for name in "abde"] == [None, None, "c", "e"]


def test_ids_alone_tell_no_split_from_one_that_lives_on():
    """Nobody knows whether it is new; a merge with what is gone is one."""
    assert trace_ids(["a", "b"], _things(a=(), b=["a"]), "other").origins == {"a": ("a",), "b": ("b",)}
    assert trace_ids(["a", "b"], _things(b=["a"]), "other").origins == {"b": ("b", "a")}


def test_ids_of_the_newer_revision_itself_are_what_they_are():
    """Even in a circle."""
    found = trace_ids(["a", "gone"], _things(a=["b"], b=["a"], c=["gone"]), "same")
    assert [found.sole_successor(name) for name in ("a", "gone")] == ["a", "c"]
