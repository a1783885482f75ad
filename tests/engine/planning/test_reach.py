import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.planning import cheapest
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.planning.reach import reach
from equity_blocks.engine.planning.situation import situation
from equity_blocks.engine.scoring.claims import claims
from equity_blocks.engine.scoring.score import score
from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.framework import Framework
from equity_blocks.model.rules import reachable
from strategies import assessments, fewer, frameworks, governed

AGGREGATES = ("mean", "minimum", "geometric", "blend", "sum", "gate", "all_or_nothing")
SCALE = {"id": "s", "levels": [{"id": f"l{i}", "value": i / 4} for i in range(5)], "default_target": 3}
FAR = "far"


def _bands(edge, how="upper"):
    return {
        "bands": [{"id": "near", "title": "Near", "from": 0}, {"id": FAR, "title": "Far", "from": edge}],
        "band_edge": how,
    }


def _needs(practice, level=1, before=1):
    return {"practice": practice, "level": level, "from": before, "why": "first things first"}


def _reach(edge, ratings, scoring=None, **practices):
    """One block of practices, each given by its own data; find the way to a band from an edge on."""
    found = [{"id": name, "title": name.upper(), "effort": "S", **data} for name, data in practices.items()]
    blocks = [{"id": "x", "title": "X", "practices": found}]
    framework = Framework(id="mini", title="Mini", scale=SCALE, scoring=_bands(edge) | (scoring or {}), blocks=blocks)
    return reach(framework, Assessment(framework="mini", ratings=ratings), FAR)


def _raised(found):
    return {item.practice: item.to for item in found.raises}


def test_the_cheapest_of_a_worked_example():
    """From 0 to 1/2 of two practices: b alone to the top costs 10 days, a would cost 90, halves of both 50."""
    found = _reach(0.5, {"a": 0, "b": 0}, a={"effort": "L"}, b={})
    assert (found.status, _raised(found), found.effort, found.is_least) == ("reachable", {"b": "l4"}, 10.0, True)
    assert (found.score_now, found.score_after, found.highest, found.bound) == (0.0, 0.5, 1.0, 10.0)
    assert (found.band_now, found.band.id) == ("near", FAR)


def test_prerequisites_are_paid_for():
    """Raising b needs c at l4, which is worth nothing by itself: 10 + 90 days against the 90 of a."""
    ratings = {"a": 0, "b": 0, "c": 0}
    found = _reach(0.5, ratings, a={"effort": "L"}, b={"requires": [_needs("c", 4)]}, c={"effort": "L", "weight": 0})
    assert (_raised(found), found.effort) == ({"a": "l4"}, 90.0)
    cheap = _reach(0.5, ratings, a={"effort": "XL"}, b={"requires": [_needs("c", 4)]}, c={"effort": "L", "weight": 0})
    assert (_raised(cheap), cheap.effort) == ({"c": "l4", "b": "l4"}, 100.0)
    needed = {item.practice: (item.wave, item.needed_by, item.gain) for item in cheap.raises}
    assert needed == {"c": (4, ("b",), 0.0), "b": (8, (), 0.5)}


def test_no_more_is_raised_than_is_needed():
    """The last step stops at the level that reaches the edge."""
    found = _reach(0.3, {"a": 0, "b": 0}, a={}, b={})
    assert (found.score_after, found.effort) == (0.375, pytest.approx(7.5))


def test_what_nobody_rated_counts_at_the_lowest_level():
    """As in plans: the present score is that reading, and `from` is null."""
    found = _reach(0.5, {"a": 4}, {"min_coverage": 1.0}, a={}, b={}, c={})
    assert found.score_now == pytest.approx(1 / 3)
    assert [(item.practice, item.start_level, item.to) for item in found.raises] == [("b", None, "l2")]


def test_a_band_that_is_reached_needs_nothing():
    """No raises, no effort."""
    found = _reach(0.5, {"a": 2}, a={})
    assert (found.status, found.raises, found.effort, found.is_least, found.score_after) == (
        "reached",
        (),
        0.0,
        True,
        0.5,
    )


def test_a_score_on_the_edge_belongs_where_the_policy_says():
    """With `lower`, the edge itself is not enough."""
    assert _reach(0.5, {"a": 2}, {"band_edge": "lower"}, a={}).raises[0].to == "l3"
    assert _reach(1.0, {"a": 2}, {"band_edge": "lower"}, a={}).status == "out_of_reach"


def test_out_of_reach_says_how_far_it_goes_and_what_holds_it_back():
    """Practice a needs b, which is not pursued: it cannot rise above l0, and c alone is half of the score."""
    ratings = {"a": 0, "b": {"not_pursued": "no"}, "c": 0}
    found = _reach(0.6, ratings, a={"requires": [_needs("b")]}, b={}, c={})
    assert (found.status, found.highest, found.score_after, found.bound) == ("out_of_reach", 0.5, None, None)
    assert (found.held_back, found.blocked, found.raises, found.is_least) == (("b",), ("a",), (), False)


def test_nothing_in_scope_is_out_of_reach():
    """Without any value there is no way up."""
    found = _reach(0.1, {"a": {"not_applicable": "no"}}, a={})
    assert (found.status, found.score_now, found.highest) == ("out_of_reach", None, None)


def test_what_does_not_apply_counts_by_the_policy():
    """In full, half of the score is there already."""
    found = _reach(0.75, {"a": {"not_applicable": "no"}, "b": 0}, {"not_applicable": "full"}, a={}, b={})
    assert (found.score_now, _raised(found)) == (0.5, {"b": "l2"})
    assert (found.scope.not_applicable, found.coverage) == (1, 1.0)
    assert "Practices that do not apply count in full." in found.policy_in_words


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ("fra", "mini has no band 'fra' .did you mean 'far'.; there are near, far"),
        ("x", r"no band 'x' \(there are near, far"),
    ],
)
def test_an_unknown_band_is_told_with_the_nearest_one(band, words):
    """And with all there are."""
    framework = Framework(id="mini", title="Mini", scale=SCALE, scoring=_bands(0.5), blocks=[])
    with pytest.raises(UnsuitableError, match=words):
        reach(framework, Assessment(framework="mini"), band)


def test_a_framework_without_bands_has_none_to_reach():
    """Nor has guidance; and ratings have to fit."""
    framework = Framework(id="mini", title="Mini", scale=SCALE, blocks=[])
    with pytest.raises(UnsuitableError, match="mini has no bands"):
        reach(framework, Assessment(framework="mini"), FAR)
    with pytest.raises(UnsuitableError, match="mini is guidance"):
        reach(framework.replace(use="guidance"), Assessment(framework="mini"), FAR)
    with pytest.raises(InvalidDataError, match="mini has no practice 'x'"):
        reach(framework.replace(scoring=_bands(0.5)), Assessment(framework="mini", ratings={"x": 1}), FAR)


@st.composite
def _cases(draw, most=3):
    """Draw a framework with a band somewhere, and an assessment of it."""
    scoring = {"min_coverage": 0.0, "aggregate": draw(st.sampled_from(AGGREGATES))}
    scoring["top"] = {"aggregate": draw(st.sampled_from((scoring["aggregate"], *AGGREGATES)))}
    edge = draw(st.sampled_from((0.3, 0.5, 0.625, 0.8, 0.95)))
    scoring |= _bands(edge, draw(st.sampled_from(("upper", "lower"))))
    framework = draw(frameworks(most=most, scoring=scoring))
    return framework, draw(assessments(framework))


def _at(framework, assessment, levels):
    """The assessment with some practices rated at new levels, and every open one at its lowest."""
    said = claims(framework, assessment)
    ratings = dict(assessment.ratings)
    for name, claim in said.items():
        if name in levels and levels[name] > (claim.position or 0):
            ratings[name] = Rating(level=levels[name])
        elif claim.status in ("unanswered", "unknown"):
            ratings[name] = Rating(level=0)
    return assessment.replace(ratings=ratings)


def _is_far(framework, assessment, levels):
    return score(framework, _at(framework, assessment, levels)).score.band == FAR


def _brute_force(framework, assessment):
    """The least effort of all combinations of levels; `None` where none is enough."""
    here = situation(framework, assessment)
    ranges = [range(here.state[name], top + 1) for name, top in here.graph.tops.items()]
    best = None
    for choice in itertools.product(*ranges):
        levels = dict(zip(here.graph.tops, choice, strict=True))
        days = sum(here.worth.effort(n, i) for n, to in levels.items() for i in range(here.state[n] + 1, to + 1))
        if best is not None and days >= best:
            continue
        if reachable(levels, here.graph.rules, here.state) == levels and _is_far(framework, assessment, levels):
            best = days
    return best


@fewer
@given(_cases())
def test_the_search_finds_what_brute_force_finds(case):
    """On small frameworks with any aggregates, no combination of levels costs less."""
    framework, assessment = case
    found = reach(framework, assessment, FAR)
    least = _brute_force(framework, assessment)
    if least is None:
        assert found.status == "out_of_reach"
    else:
        assert found.is_least
        assert found.effort == found.bound == pytest.approx(least, abs=1e-9)


@st.composite
def _governed(draw):
    """Draw a framework in which every node has a policy of its own, with a band somewhere, and an assessment."""
    framework = draw(governed(frameworks(most=3)))
    said = framework.scoring.model_dump(by_alias=True, exclude_unset=True)
    framework = framework.replace(scoring=said | _bands(draw(st.sampled_from((0.3, 0.5, 0.8)))))
    return framework, draw(assessments(framework))


@fewer
@given(_governed())
def test_the_search_finds_what_brute_force_finds_under_any_policy(case):
    """Also where nodes look deeper, publish ranges, or count what does not apply; a plan starts from the same score."""
    framework, assessment = case
    found, least = reach(framework, assessment, FAR), _brute_force(framework, assessment)
    assert (found.status == "out_of_reach") == (least is None)
    if least is not None:
        assert found.is_least
        assert found.effort == pytest.approx(least, abs=1e-9)
    assert plan(framework, assessment, everything=True).score_now == found.score_now


@fewer
@given(_cases(most=6))
def test_raises_are_enough_and_can_be_done(case):
    """They lead into the band, break no rule, add up to the effort, and none can be left out."""
    framework, assessment = case
    found = reach(framework, assessment, FAR)
    here = situation(framework, assessment)
    levels = {item.practice: framework.scale_of(item.practice).position(item.to) for item in found.raises}
    assert sum(item.effort for item in found.raises) == pytest.approx(found.effort)
    if found.status == "out_of_reach":
        assert levels == {}
        return
    assert _is_far(framework, assessment, levels)
    assert score(framework, _at(framework, assessment, levels)).score.value == pytest.approx(found.score_after)
    assert reachable(here.state | levels, here.graph.rules, here.state) == here.state | levels
    assert [item.wave for item in found.raises] == sorted(item.wave for item in found.raises)
    for name, to in levels.items():
        lower = reachable(here.state | levels | {name: to - 1}, here.graph.rules, here.state)
        if sum(here.worth.effort(name, i) for i in range(lower[name] + 1, to + 1)) > 0:
            assert not _is_far(framework, assessment, lower)


@fewer
@given(_cases(most=6))
def test_without_a_search_the_way_is_near_the_best(case):
    """Greedy and pruned: enough, never below its bound, and honest about what is proven."""
    framework, assessment = case
    least = reach(framework, assessment, FAR)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(cheapest, "SMALL", 0)
        found = reach(framework, assessment, FAR)
    assert (found.status, found.highest) == (least.status, least.highest)
    if found.status == "out_of_reach":
        return
    assert found.bound <= least.effort + 1e-6 <= found.effort + 2e-6
    if found.is_least:
        assert found.effort == pytest.approx(least.effort)
    if found.status == "reachable":
        assert found.score_after >= found.band.start - 1e-9


def test_a_search_that_takes_too_long_gives_the_best_way_it_knows(monkeypatch):
    """And does not call it the least."""
    practices = {
        f"p{i}": {"weight": 1 + i / 7, "effort": {"low": 1, "likely": 3 + i % 5, "high": 9}} for i in range(12)
    }
    least = _reach(0.5, dict.fromkeys(practices, 0), **practices)
    monkeypatch.setattr(cheapest, "NODES", 3)
    found = _reach(0.5, dict.fromkeys(practices, 0), **practices)
    assert (least.is_least, found.is_least) == (True, False)
    assert found.bound <= least.effort <= found.effort


def test_a_large_framework_is_climbed_by_packages():
    """Thirty practices, of which every other one needs the one before: enough, and within its bound."""
    practices = {f"p{i}": {"requires": [_needs(f"p{i - 1}", 2)] if i % 2 else []} for i in range(30)}
    found = _reach(0.5, dict.fromkeys(practices, 0), **practices)
    assert found.status == "reachable"
    assert found.score_after >= 0.5
    assert found.bound <= found.effort <= 1.1 * found.bound
