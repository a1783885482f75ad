import pytest

from equity_blocks.engine.revision.lineage import (
    Former,
    lineage,
    lineage_of_ids,
    trace,
    trace_ids,
    which_rated,
)
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring


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


def _revision(number=1, edition="", **was):
    practices = [{"id": name, "title": "T", "was": list(former)} for name, former in was.items()]
    block = {"id": "b", "title": "B", "practices": practices}
    return Framework(id="f", title="F", revision=number, edition=edition, scale=["no", "yes"], blocks=[block])


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
    found = lineage(_revision(**dict.fromkeys(older, ())), _revision(2, **newer))
    assert {name: tuple(succession) for name, succession in found.successions.items()} == fates


def test_backwards_is_the_same_the_other_way_round():
    """Of one edition; the older one knows nothing of what came after it."""
    one, two = _revision(a=(), b=(), c=()), _revision(2, a=("b",), b=("a",), d=("c",))
    found = lineage(two, one)
    assert {name: found.sole_successor(name) for name in "abd"} == {"a": "b", "b": "a", "d": "c"}
    other = _revision(1, edition="new", a=("b",), b=("a",))
    assert lineage(_revision(2, a=(), b=()), other).sole_successor("a") == "b"


def test_a_practice_that_was_taken_out_is_still_a_practice():
    """In either revision, or in both."""
    plain, newer = _revision(a=(), b=()), _revision(2, a=(), c=("b",))
    without = {name: {"out": "we have none"} for name in ("a", "b")}
    tailored = tailor(plain, Tailoring(framework="f", practices={"b": without["b"]}))
    assert lineage(tailored, newer).sole_successor("b") == "c"
    assert (
        lineage(plain, tailor(newer, Tailoring(framework="f", practices={"a": without["a"]}))).sole_successor("a")
        == "a"
    )
    assert lineage(tailored, tailored.replace(revision=2)).sole_successor("b") == "b"


def test_blocks_have_a_lineage_too():
    """Also those that were taken out."""
    old = Framework(
        id="f", title="F", scale=["no", "yes"],
        blocks=[{"id": name, "title": name, "practices": [{"id": f"p{name}", "title": "P"}]} for name in "ab"],
    )  # fmt: skip
    tailored = tailor(old, Tailoring(framework="f", blocks={"a": {"out": "we have none"}}))
    new = Framework(
        id="f", title="F", revision=2, scale=["no", "yes"],
        blocks=[{"id": "a", "title": "a"}, {"id": "c", "title": "c", "was": ["b"]}],
    )  # fmt: skip
    found = lineage(tailored, new, "blocks")
    assert [found.sole_successor(name) for name in "ab"] == ["a", "c"]


def test_ids_alone_are_of_the_revision_that_was_rated():
    """Another edition has numbers of its own."""
    newer = _revision(3, edition="2", a=("b",), b=("a",))
    assert [which_rated(newer, *rated) for rated in ((1, ""), (1, "1"), (3, "2"), (None, ""), (2, ""))] == [
        "first", "other", "same", "other", "other",
    ]  # fmt: skip
    assert lineage_of_ids(["a"], newer, "first").sole_successor("a") == "b"
