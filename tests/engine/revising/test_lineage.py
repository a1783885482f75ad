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
    found = lineage(older, _newer(**newer))
    assert {name: tuple(descent) for name, descent in found.descents.items()} == fates


def test_a_practice_that_comes_from_nothing_was_added():
    """Its `was` may name ids that are older still."""
    assert lineage(["a"], _newer(a=(), z=("oldest",))).origins == {"a": ("a",), "z": ()}
