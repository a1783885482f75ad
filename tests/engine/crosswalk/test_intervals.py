import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.crosswalk.intervals import (
    NOTHING_KNOWN,
    Interval,
    KnownValue,
    MappedPart,
    as_far_as_it_speaks,
    bound_by_one,
    carry_over,
    combine,
    intersect,
    part_in_use,
)
from equity_blocks.model.crosswalk import Crosswalk
from universe import Universe

EDGE = 1e-9
DRAWS = 2500
unit = st.floats(0, 1)
fraction = st.floats(0.01, 1)


def _near(dice, value):
    """Give an interval around a true value, or the value itself."""
    if dice.random() < 0.5:
        return Interval(value, value)
    return Interval(max(0.0, value - dice.random() * 0.4), min(1.0, value + dice.random() * 0.4))


def _known(universe, family, truth):
    """Give what is known of a family's practices: some not at all, some exactly, some within bounds."""
    return {
        name: KnownValue(_near(universe.dice, value), origins=(name,))
        for name, value in truth.items()
        if universe.dice.random() < 0.8 and family
    }


def _assert_sound(universe, family, landed, atoms):
    truth = universe.truth(family)
    for name, stand in landed.items():
        assert stand.interval.low - EDGE <= truth[name] <= stand.interval.high + EDGE
        assert stand.agree
        own = universe.families[family][name]
        assert stand.coverage <= universe.weight(own & atoms) / universe.weight(own) + EDGE


def _atoms(universe, family, names):
    return frozenset().union(*(universe.families[family][name] for name in names))


def test_the_true_value_lies_inside_forwards_and_backwards():
    """Thousands of worlds with overlaps: shares and uses are computed from atoms, and the truth is never shut out."""
    modes = set()
    for seed in range(DRAWS):
        universe = Universe(seed)
        ahead = universe.crosswalk("a", "b")
        for crosswalk, start, end in ((ahead, "a", "b"), (ahead.backwards(), "b", "a")):
            known = _known(universe, start, universe.truth(start))
            _assert_sound(universe, end, carry_over(crosswalk, known), _atoms(universe, start, known))
            modes.add(_mode(crosswalk))
    assert modes == {"apart", "above 1", "declared"}


def _mode(crosswalk):
    totals = {}
    for mapping in crosswalk.mappings:
        totals[mapping.target] = totals.get(mapping.target, 0) + mapping.share
    if any(mapping.part for mapping in crosswalk.mappings):
        return "declared"
    return "above 1" if any(total > 1 + EDGE for total in totals.values()) else "apart"


def test_the_true_value_lies_inside_at_the_end_of_a_chain():
    """Each step is sound, so the way is; coverage never exceeds what was rated."""
    for seed in range(DRAWS // 2):
        universe = Universe(seed, ("a", "b", "c"))
        first, second = universe.crosswalk("a", "b"), universe.crosswalk("b", "c")
        known = _known(universe, "a", universe.truth("a"))
        _assert_sound(universe, "c", carry_over(second, carry_over(first, known)), _atoms(universe, "a", known))


def test_the_bounds_of_a_part_are_those_that_some_rest_allows():
    """At both ends a rest within [0, 1] makes up the source; a step outside none does."""

    def is_possible(x, value, uses):
        return 0 <= x <= 1 and -EDGE <= value - uses * x <= 1 - uses + EDGE

    for uses, value in itertools.product((0.2, 0.5, 0.75, 1.0), (i / 20 for i in range(21))):
        low, high = part_in_use(value, value, uses)
        assert is_possible(low, value, uses)
        assert is_possible(high, value, uses)
        assert not is_possible(low - 0.01, value, uses)
        assert not is_possible(high + 0.01, value, uses)


@given(unit, unit, fraction)
def test_a_part_is_within_bounds_and_wider_the_less_is_used(one, other, uses):
    """0 <= low <= high <= 1, and a wider source gives a part no narrower."""
    low, high = sorted((one, other))
    interval = part_in_use(low, high, uses)
    assert 0 <= interval.low <= interval.high <= 1
    inner = part_in_use(low, low, uses)
    assert interval.low <= inner.low
    assert inner.high <= interval.high


@given(unit)
def test_an_equal_mapping_reproduces_the_value_exactly(value):
    """Not even the last bit is lost, alone or beside an equal one."""
    equal = MappedPart(1.0, part_in_use(value, value, 1.0))
    assert combine([equal]) == ((value, value), True)
    assert combine([equal, equal]) == ((value, value), True)


@given(st.lists(st.tuples(fraction, unit, unit), min_size=1, max_size=4), st.integers(0, 3), unit)
def test_knowing_a_source_better_never_widens_the_target(said, which, closer):
    """As long as nothing contradicts: the same mappings with one source narrowed."""
    intervals = [MappedPart(share, Interval(*sorted(ends))) for share, *ends in said]
    i = which % len(intervals)
    low, high = intervals[i].interval
    point = min(high, low + closer * (high - low))
    narrowed = [*intervals[:i], intervals[i]._replace(interval=Interval(point, point)), *intervals[i + 1 :]]
    before, after = combine(intervals), combine(narrowed)
    if before.agree and after.agree:
        assert before.interval.low - EDGE <= after.interval.low
        assert after.interval.high <= before.interval.high + EDGE


def test_the_formula_of_shares_that_sum_to_at_most_one():
    """Worked by hand: 0.5 x [0.5, 1] + 0.3 x [0, 0.2] + 0.2 x [0, 1]."""
    interval, agree = combine([MappedPart(0.5, Interval(0.5, 1.0)), MappedPart(0.3, Interval(0.0, 0.2))])
    assert (interval.low, interval.high, agree) == (pytest.approx(0.25), pytest.approx(0.76), True)


def test_shares_that_round_to_one_are_added_up():
    """Ten tenths sum to a last bit less or more than 1."""
    interval, _ = combine([MappedPart(0.1, Interval(0.3, 0.3))] * 10)
    assert (interval.low, interval.high) == (pytest.approx(0.3), pytest.approx(0.3))


def test_overlapping_shares_are_intersected():
    """0.8 at 1 leaves [0.8, 1]; 0.5 at 0.5 leaves [0.25, 0.75]: they contradict, and the hull is shown."""
    assert combine([MappedPart(0.8, Interval(0.5, 1.0)), MappedPart(0.5, Interval(0.8, 0.8))]).interval == (0.4, 0.9)
    interval, agree = combine([MappedPart(0.8, Interval(1.0, 1.0)), MappedPart(0.5, Interval(0.5, 0.5))])
    assert (interval, agree) == ((0.25, 1.0), False)


def test_a_common_part_is_not_counted_twice():
    """Two mappings that name the same part are intersected although their shares sum to less than 1."""
    apart = [MappedPart(0.4, Interval(1.0, 1.0)), MappedPart(0.4, Interval(1.0, 1.0))]
    assert combine(apart).interval.low == pytest.approx(0.8)
    same = [each._replace(part="board") for each in apart]
    assert combine(same).interval == pytest.approx((0.4, 1.0))


def test_intervals_that_touch_but_for_rounding_agree():
    """A last bit makes no conflict."""
    assert intersect([Interval(0.1, 0.3), Interval(0.1 + 0.2, 0.5)]).agree
    assert not intersect([Interval(0.1, 0.3), Interval(0.31, 0.5)]).agree


def test_alone_the_rest_of_the_target_may_lie_anywhere():
    """Nothing known of a source leaves its target open, whatever the share."""
    assert bound_by_one(MappedPart(0.5, NOTHING_KNOWN)) == NOTHING_KNOWN


def test_what_is_not_known_counts_for_overlap_but_not_for_coverage():
    """A third mapping that would make the shares exceed 1 does so although its source is silent."""
    crosswalk = Crosswalk.model_validate(
        {
            "id": "a--b", "title": "T", "from": {"framework": "a"}, "to": {"framework": "b"},
            "mappings": [
                {"from": name, "to": "t", "relation": "part-of", "share": 0.4, "why": "some"} for name in "pqr"
            ],
        }
    )  # fmt: skip
    stand = carry_over(
        crosswalk,
        {"p": KnownValue(Interval(1.0, 1.0), origins=("p",)), "q": KnownValue(Interval(1.0, 1.0), origins=("q",))},
    )
    assert stand["t"].interval == (0.4, 1.0)
    assert stand["t"].coverage == pytest.approx(0.4)
    assert stand["t"].origins == ("p", "q")
    assert carry_over(crosswalk, {"x": KnownValue(NOTHING_KNOWN)}) == {}


def test_the_weakest_link_is_the_mapping_that_loses_most():
    """On the way of two steps, the second loses nothing."""
    ends = {"from": {"framework": "a"}, "to": {"framework": "b"}}
    vague = {"from": "p", "to": "q", "relation": "overlaps", "share": 0.5, "uses": 0.5, "why": "some"}
    first = Crosswalk.model_validate({"id": "a--b", "title": "T", **ends, "mappings": [vague]})
    same = {"from": "q", "to": "r", "relation": "equal", "why": "the same"}
    ends = {"from": {"framework": "b"}, "to": {"framework": "c"}}
    second = Crosswalk.model_validate({"id": "b--c", "title": "T", **ends, "mappings": [same]})
    stand = carry_over(second, carry_over(first, {"p": KnownValue(Interval(1.0, 1.0), origins=("p",))}))["r"]
    assert (stand.weakest.crosswalk, stand.weakest.mapping.source, stand.weakest.width) == ("a--b", "p", 0.5)
    assert (stand.interval, stand.origins, stand.coverage) == ((0.5, 1.0), ("p",), 0.5)


def test_the_order_of_mappings_does_not_matter():
    """Sums are exact, and intersections have no order."""
    universe = Universe(7, ("a", "b"))
    crosswalk = universe.crosswalk("a", "b")
    known = {name: KnownValue(Interval(value, value)) for name, value in universe.truth("a").items()}
    mixed = list(crosswalk.mappings)
    random.Random(1).shuffle(mixed)
    ahead, other = carry_over(crosswalk, known), carry_over(crosswalk.replace(mappings=tuple(mixed)), known)
    assert {n: s.interval for n, s in ahead.items()} == {n: s.interval for n, s in other.items()}
    assert ahead


def _speaking(universe, crosswalk):
    """Let some mappings speak in one direction only."""
    speaks = [universe.dice.choice(("up", "down", "both")) for _ in crosswalk.mappings]
    mappings = [mapping.replace(speaks=way) for mapping, way in zip(crosswalk.mappings, speaks, strict=True)]
    return crosswalk.replace(mappings=mappings)


def test_a_mapping_that_speaks_in_one_direction_never_says_more():
    """Its interval contains that of one that speaks in both, and covers no more; backwards and along a chain too."""
    for seed in range(DRAWS):
        universe = Universe(seed, families=("a", "b", "c"))
        first, second = universe.crosswalk("a", "b"), universe.crosswalk("b", "c")
        known = _known(universe, "a", universe.truth("a"))
        told, narrow = _speaking(universe, first), _speaking(universe, second)
        assert told.backwards().backwards() == told
        there, here = carry_over(first, known), carry_over(told, known)
        back = carry_over(first.backwards(), there), carry_over(told.backwards(), here)
        on = carry_over(second, there), carry_over(narrow, here)
        for both, some in ((there, here), back, on):
            assert both.keys() == some.keys()
            for name, value in some.items():
                assert value.interval.low <= both[name].interval.low + EDGE
                assert value.interval.high >= both[name].interval.high - EDGE
                assert value.coverage <= both[name].coverage + EDGE
        _assert_sound(universe, "b", here, _atoms(universe, "a", known))


@given(unit, unit, unit)
def test_up_and_down_together_say_what_both_says(low, high, value):
    """Each gives one of the bounds."""
    interval = Interval(min(low, high), max(low, high))
    ways = [as_far_as_it_speaks(interval, speaks) for speaks in ("up", "down")]
    assert intersect(ways).interval == as_far_as_it_speaks(interval, "both") == interval
    is_inside = interval.low <= value <= interval.high
    assert is_inside == all(way.low <= value <= way.high for way in ways)


def test_what_says_nothing_covers_nothing():
    """Unlike a source in the middle of both, of which something is known."""
    mapping = {"from": "p", "to": "q", "relation": "equal", "why": "so"}
    for speaks, value, coverage in (("up", 0.0, 0.0), ("up", 0.5, 1.0), ("down", 1.0, 0.0), ("both", 0.0, 1.0)):
        ends = {"from": {"framework": "a"}, "to": {"framework": "b"}}
        mappings = [{**mapping, "speaks": speaks}]
        crosswalk = Crosswalk.model_validate({"id": "a--b", "title": "T", **ends, "mappings": mappings})
        found = carry_over(crosswalk, {"p": KnownValue(Interval(value, value))})["q"]
        assert (found.coverage, found.is_known) == (coverage, coverage > 0)
