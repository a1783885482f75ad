import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import load_assessment, load_framework
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.reach import search
from equity_blocks.engine.reach.reach import decided_against, reach
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.targets import target_positions
from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import reachable
from equity_blocks.model.rating import Rating
from strategies import AGGREGATES, assessments, fewer, frameworks, governed

SCALE = {"id": "s", "levels": [{"id": f"l{i}", "value": i / 4} for i in range(5)]}
FAR = "far"


def _bands(edge, how="upper"):
    return {
        "bands": [{"id": "near", "title": "Near", "from": 0}, {"id": FAR, "title": "Far", "from": edge}],
        "band_edge": how,
    }


def _needs(practice, level=1, before=1):
    return {"practice": practice, "level": level, "from": before, "why": "first things first"}


def _reach(edge, ratings, scoring=None, *, scale=SCALE, actions=None, **practices):
    """One block of practices, each given by its own data; find the way to a band from an edge on."""
    found = [{"id": name, "title": name.upper(), "effort": "S", **data} for name, data in practices.items()]
    blocks = [{"id": "x", "title": "X", "practices": found}]
    framework = Framework(id="mini", title="Mini", scale=scale, scoring=_bands(edge) | (scoring or {}), blocks=blocks)
    return reach(framework, Assessment(framework="mini", ratings=ratings, actions=actions or {}), FAR)


def _raised(found):
    return {item.practice: item.to for item in found.raises}


def test_the_cheapest_of_a_worked_example():
    """From 0 to 1/2 of two practices: b alone to the top costs 10 days, a would cost 90, halves of both 50."""
    found = _reach(0.5, {"a": 0, "b": 0}, a={"effort": "L"}, b={})
    assert (found.status, _raised(found), found.effort, found.is_least) == ("reachable", {"b": "l4"}, 10.0, True)
    assert (found.score_now, found.score_after, found.highest, found.bound) == (0.0, 0.5, 1.0, 10.0)
    assert (found.band_now.value, found.band.id) == ("near", FAR)


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
    assert found.limit is None


TO_L3 = {**SCALE, "default_target": 3}


def test_practices_rise_to_their_targets_before_any_beyond():
    """To the top, b alone would cost 10 days; to its target l3 it makes 0.375 for 7.5, and the rest comes from a."""
    found = _reach(0.5, {"a": 0, "b": 0}, scale=TO_L3, a={"effort": "L"}, b={})
    assert (_raised(found), found.effort, found.limit, found.is_least) == (
        {"a": "l1", "b": "l3"},
        30.0,
        "targets",
        True,
    )
    assert {item.above_target for item in found.raises} == {False}


def test_own_targets_give_way_to_the_default_target_before_the_top_is_touched():
    """With b to l1, both at their targets make 0.5: from there, b to l2 costs 2.5 days, and a to the top 22.5."""
    ratings = {"a": 0, "b": {"level": 0, "target": "l1"}}
    found = _reach(0.625, ratings, scale=TO_L3, a={"effort": "L"}, b={})
    assert (_raised(found), found.limit, found.is_least) == ({"a": "l3", "b": "l2"}, "default_target", True)
    assert {item.practice: item.above_target for item in found.raises} == {"a": False, "b": True}


def test_the_top_is_for_where_all_targets_are_not_enough():
    """All at l3 make 0.75; the eighth more comes from b, which is cheaper."""
    found = _reach(0.875, {"a": 0, "b": 0}, scale=TO_L3, a={"effort": "L"}, b={})
    assert (_raised(found), found.limit, found.is_least) == ({"a": "l3", "b": "l4"}, "top", True)


def test_what_the_raises_beyond_make_needless_is_not_raised():
    """Beyond the targets b is the cheapest; with it at l4, a at l2 is enough: 1/3 for l2 of a, 2/3 for l4 of b."""
    found = _reach(0.8, {"a": 0, "b": 0}, scale=TO_L3, a={"effort": "L"}, b={"weight": 2})
    assert (_raised(found), found.score_after) == ({"a": "l2", "b": "l4"}, pytest.approx(5 / 6))


@pytest.mark.parametrize(
    ("said", "actions"),
    [
        ({"level": 0, "decision": "later"}, {}),
        (0, {"b": {"progress": "dropped"}}),
        ({"level": 0, "decision": "later"}, {"b": {"progress": "planned"}}),
        ({"not_pursued": "no"}, {}),
    ],
)
def test_what_was_decided_against_does_not_rise(said, actions):
    """The cheap b stays where it is; where the band is out of reach only because of it, that is said by name."""
    way = {"a": {"effort": "L"}, "b": {"requires": []}}
    found = _reach(0.4, {"a": 0, "b": said}, actions=actions, **way)
    assert set(_raised(found)) == {"a"}
    stuck = _reach(0.6, {"a": 0, "b": said}, actions=actions, a={"requires": [_needs("b", before=2)]}, b={})
    assert (stuck.status, stuck.held_back, stuck.blocked) == ("out_of_reach", ("b",), ("a",))


def test_work_that_has_started_may_rise_though_it_was_meant_for_later():
    """As in plans: what is under way is chosen, whatever was marked."""
    ratings = {"a": 0, "b": {"level": 0, "decision": "later"}}
    found = _reach(0.5, ratings, actions={"b": {"progress": "started"}}, a={"effort": "L"}, b={})
    assert _raised(found) == {"b": "l4"}


def test_only_what_would_help_is_named_as_held_back():
    """To 0.6, one of the two dropped practices is enough; without a value above it, neither is."""
    dropped = {name: {"progress": "dropped"} for name in "bc"}
    found = _reach(0.6, {"a": 0, "b": 0, "c": 0}, actions=dropped, a={}, b={}, c={})
    assert (found.status, len(found.held_back)) == ("out_of_reach", 1)
    never = _reach(1.0, {"a": 0, "b": 0}, {"band_edge": "lower"}, actions={"b": {"progress": "dropped"}}, a={}, b={})
    assert (never.status, never.held_back) == ("out_of_reach", ())


def test_the_score_card_says_what_it_says_there():
    """The card leaves out who did not answer: 1 of one; here two of three count at the lowest level: 1/3."""
    found = _reach(0.5, {"a": 4}, {"min_coverage": 0.0}, a={}, b={}, c={})
    assert (found.score_now, found.band_now.value) == (pytest.approx(1 / 3), "near")
    assert (found.score_card, found.score_card_band.value) == (1.0, FAR)
    withheld = _reach(0.5, {"a": 4}, {"min_coverage": 1.0}, a={}, b={}, c={})
    assert (withheld.score_card, withheld.score_card_band.value) == (None, None)


@pytest.mark.parametrize("band", ["emerging", "progressing", "established", "leading"])
@pytest.mark.parametrize("name", ["riverbend-2026", "three-partners-ahe", "lakeside-rise"])
def test_in_the_samples_nothing_goes_beyond_its_target_while_others_stand_below_theirs(name, band):
    """Within the targets, nothing rises above its own; beyond, all others have come as far as the targets let them."""
    assessment = load_assessment(f"assessments/{name}.yaml")
    framework = load_framework(assessment.framework)
    found, made = reach(framework, assessment, band), plan(framework, assessment, band=band)
    assert (found.limit == "targets") == (found.status == "reachable" and not any(r.above_target for r in found.raises))
    against = set(decided_against(assessment, assessment.ratings))
    assert against.isdisjoint(item.practice for item in found.raises)
    raised = {item.practice: item.to for item in found.raises}
    if found.status == "reachable":
        assert {action.practice: action.to for action in made.actions} == raised
    assert (made.score_now, made.band_now) == (found.score_now, found.band_now)
    assert (made.score_card, made.score_card_band) == (found.score_card, found.score_card_band)


def test_no_vision_statement_is_sustained_while_data_collection_stands_below_its_target():
    """The way to the next band does not play the score: what is cheap for its weight stops at its target."""
    framework = load_framework("hcplan-apm")
    levels = dict.fromkeys(framework.practices, "partial") | {"rel-sogi-data-collection": "planned"}
    everything_begun = Assessment(framework="hcplan-apm", ratings=levels)
    riverbend = load_assessment("assessments/riverbend-2026.yaml")
    for assessment, band in ((riverbend, "progressing"), (everything_begun, "established")):
        found = reach(framework, assessment, band)
        assert (found.status, found.limit) == ("reachable", "targets")
        assert "sustained" not in _raised(found).values()


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
    assessment = draw(assessments(framework))
    work = {name: {"progress": "dropped"} for name in list(framework.practices)[:1] if draw(st.booleans())}
    return framework, assessment.replace(actions=work)


def _at(framework, assessment, levels):
    """The assessment with some practices rated at new levels, and every open one at its lowest."""
    said = claimed_values(framework, assessment)
    ratings = dict(assessment.ratings)
    for name, claim in said.items():
        if name in levels and levels[name] > (claim.position or 0):
            ratings[name] = Rating(level=levels[name])
        elif claim.status in ("unanswered", "unknown"):
            ratings[name] = Rating(level=0)
    return assessment.replace(ratings=ratings)


def _is_far(framework, assessment, levels):
    band = score(framework, _at(framework, assessment, levels)).score.band
    return band is not None and band.value == FAR


def _ways(framework, assessment):
    """All combinations of levels that can be climbed to and lead into the band."""
    standing = standing_of(framework, assessment)
    ranges = [range(standing.state[name], top + 1) for name, top in standing.graph.tops.items()]
    found = []
    for choice in itertools.product(*ranges):
        levels = dict(zip(standing.graph.tops, choice, strict=True))
        if reachable(levels, standing.graph.rules, standing.state) == levels and _is_far(framework, assessment, levels):
            found.append(levels)
    return standing, found


def _tops(standing):
    """How far every practice may rise, limit by limit, written out from what the assessment says."""
    targets = target_positions(standing.framework, standing.assessment)
    for limit in ("targets", "default_target", "top"):
        found = {}
        for name, now in standing.state.items():
            scale, rating = standing.framework.scale_of(name), standing.assessment.rating(name)
            work = standing.assessment.actions.get(name)
            is_against = rating.not_pursued or (work and work.progress == "dropped") or rating.decision == "later"
            least = max(targets[name], scale.target) if limit == "default_target" else targets[name]
            found[name] = now if is_against else max(now, scale.top if limit == "top" else least)
        yield limit, found


def _days(standing, start, levels):
    """Person-days of the steps above a state."""
    return sum(standing.figures.effort(n, i) for n, to in levels.items() for i in range(start[n] + 1, to + 1))


def _below(levels, tops):
    return all(to <= tops[name] for name, to in levels.items())


def _assert_as_brute_force(framework, assessment):
    """Of all ways within the first limit that has one: what lies above the limits before is least, then the rest."""
    found = reach(framework, assessment, FAR)
    standing, ways = _ways(framework, assessment)
    limits = list(_tops(standing))
    enough = [(limit, tops) for limit, tops in limits if any(_below(way, tops) for way in ways)]
    if not enough:
        assert (found.status, found.limit) == ("out_of_reach", None)
        return
    limit, tops = enough[0]
    too_little = [tops for other, tops in limits if other not in dict(enough)]
    floors = [standing.state, *(reachable(tops, standing.graph.rules, standing.state) for tops in too_little)]
    assert found.is_least
    assert found.limit == (limit if found.status == "reachable" else None)
    raised = {item.practice: framework.scale_of(item.practice).position(item.to) for item in found.raises}
    levels = {**standing.state, **raised}
    for floor in reversed(floors):
        within = [way for way in ways if _below(way, tops)]
        assert _days(standing, floor, levels) == pytest.approx(
            min(_days(standing, floor, way) for way in within), abs=1e-9
        )
        tops = {name: max(to, floor[name]) for name, to in levels.items()}
    assert found.effort == found.bound == pytest.approx(_days(standing, standing.state, levels), abs=1e-9)


@fewer
@given(_cases())
def test_the_search_finds_what_brute_force_finds(case):
    """On small frameworks with any aggregates, limit by limit."""
    _assert_as_brute_force(*case)


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
    _assert_as_brute_force(framework, assessment)
    found = reach(framework, assessment, FAR)
    assert plan(framework, assessment, everything=True).score_now == found.score_now


@fewer
@given(_cases(most=6))
def test_raises_are_enough_and_can_be_done(case):
    """They lead into the band, break no rule, add up to the effort, and none can be left out."""
    framework, assessment = case
    found = reach(framework, assessment, FAR)
    standing = standing_of(framework, assessment)
    levels = {item.practice: framework.scale_of(item.practice).position(item.to) for item in found.raises}
    assert sum(item.effort for item in found.raises) == pytest.approx(found.effort)
    if found.status == "out_of_reach":
        assert levels == {}
        return
    assert _is_far(framework, assessment, levels)
    assert score(framework, _at(framework, assessment, levels)).score.value == pytest.approx(found.score_after)
    assert reachable(standing.state | levels, standing.graph.rules, standing.state) == standing.state | levels
    assert [item.wave for item in found.raises] == sorted(item.wave for item in found.raises)
    for name, to in levels.items():
        lower = reachable(standing.state | levels | {name: to - 1}, standing.graph.rules, standing.state)
        if sum(standing.figures.effort(name, i) for i in range(lower[name] + 1, to + 1)) > 0:
            assert not _is_far(framework, assessment, lower)


@fewer
@given(_cases(most=6))
def test_without_a_search_the_way_is_near_the_best(case):
    """Greedy and pruned: enough, never below its bound, and honest about what is proven."""
    framework, assessment = case
    least = reach(framework, assessment, FAR)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(search, "READINGS", 0)
        found = reach(framework, assessment, FAR)
    assert (found.status, found.highest) == (least.status, least.highest)
    if found.status == "out_of_reach":
        return
    assert found.limit == least.limit
    assert found.bound <= found.effort
    if found.limit == "targets":
        assert found.bound <= least.effort + 1e-6 <= found.effort + 2e-6
    if found.is_least and least.limit == "targets":
        assert found.effort == pytest.approx(least.effort)
    if found.status == "reachable":
        assert found.score_after >= found.band.start - 1e-9


def test_a_search_that_takes_too_long_gives_the_best_way_it_knows(monkeypatch):
    """And does not call it the least."""
    practices = {
        f"p{i}": {"weight": 1 + i / 7, "effort": {"low": 1, "likely": 3 + i % 5, "high": 9}} for i in range(12)
    }
    least = _reach(0.5, dict.fromkeys(practices, 0), **practices)
    monkeypatch.setattr(search, "READINGS", 3 * len(practices))
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
