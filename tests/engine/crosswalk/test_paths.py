import pytest

from equity_blocks import Crosswalk, UnsuitableError
from equity_blocks.engine.crosswalk.paths import route, routes


def _crosswalk(start, end):
    mapping = {"from": f"{start}1", "to": f"{end}1", "relation": "part-of", "share": 0.5, "why": "half"}
    ends = {"from": {"framework": start}, "to": {"framework": end}}
    return Crosswalk.model_validate({"id": f"{start}--{end}", "title": "T", **ends, "mappings": [mapping]})


A_B, B_C, C_D, A_C, OTHER = (_crosswalk(*pair) for pair in (("a", "b"), ("b", "c"), ("c", "d"), ("a", "c"), ("x", "y")))


def _names(ways):
    return [(way.crosswalk.id, way.is_backwards) for way in ways]


def test_a_direct_crosswalk_goes_before_a_way_through_another_framework():
    """Fewest steps first, wherever it stands in the list."""
    assert _names(route([A_B, B_C, A_C], "a", "c")) == [("a--c", False)]
    assert _names(route([A_B, B_C, C_D], "a", "d")) == [("a--b", False), ("b--c", False), ("c--d", False)]


def test_a_crosswalk_is_read_from_either_end():
    """Turned, it begins where the way comes from, with `share` and `uses` swapped."""
    (way,) = route([A_B], "b", "a")
    assert (way.is_backwards, way.crosswalk.source.framework) == (True, "b")
    assert way.crosswalk.mappings[0].uses == 0.5
    assert _names(route([A_C, A_B], "b", "c")) == [("a--b", True), ("a--c", False)]


def test_of_two_ways_as_short_the_first_given_is_taken():
    """So that a crosswalk of one's own can go before a shipped one."""
    own = A_B.replace(id="own--list")
    assert _names(route([own, A_B], "a", "b")) == [("own--list", False)]
    assert _names(route([A_B, own], "a", "b")) == [("a--b", False)]


def test_where_no_way_leads_it_says_how_far_one_gets():
    """And which name may have been meant."""
    with pytest.raises(UnsuitableError, match=r"no crosswalk leads from a to y \(frameworks reachable from a: b, c\)"):
        route([A_B, B_C, OTHER], "a", "y")
    with pytest.raises(UnsuitableError, match="frameworks reachable from a: none"):
        route([OTHER], "a", "b")


def test_everything_in_reach_is_found_once():
    """Loops do no harm."""
    found = routes([A_B, B_C, A_C, C_D, OTHER], "a")
    assert {name: len(ways) for name, ways in found.items()} == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_one_that_points_the_other_way_is_taken_where_it_is_given_first():
    """The order given decides, not the direction."""
    shipped, own = (
        Crosswalk(id=name, title="T", source={"framework": a}, target={"framework": b}, mappings=[])
        for name, a, b in (("a--b", "a", "b"), ("own", "b", "a"))
    )
    assert [(hop.crosswalk.id, hop.is_backwards) for hop in route([own, shipped], "a", "b")] == [("own", True)]
    assert [(hop.crosswalk.id, hop.is_backwards) for hop in route([shipped, own], "a", "b")] == [("a--b", False)]
