import pytest

from equity_blocks.engine.revision.lineage import lineage, lineage_of_blocks, lineage_of_ids, which_rated
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring


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
    found = lineage_of_blocks(tailored, new)
    assert [found.sole_successor(name) for name in "ab"] == ["a", "c"]


def test_ids_alone_are_of_the_revision_that_was_rated():
    """Another edition has numbers of its own."""
    newer = _revision(3, edition="2", a=("b",), b=("a",))
    assert [which_rated(newer, *rated) for rated in ((1, ""), (1, "1"), (3, "2"), (None, ""), (2, ""))] == [
        "first", "other", "same", "other", "other",
    ]  # fmt: skip
    assert lineage_of_ids(["a"], newer, "first").sole_successor("a") == "b"
