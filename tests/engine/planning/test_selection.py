import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.planning.selection import SHORTLIST, Yardstick, select, weigh
from equity_blocks.engine.planning.situation import situation
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.framework import Framework
from strategies import cases, fewer

DUTY = [{"title": "Contract"}]


def _select(ratings, requires=None, **how):
    """Select among practices of effort S, but XL where the name is in capitals, on a scale of no and yes."""
    practices = [
        {"id": n.lower(), "title": n, "effort": "XL" if n.isupper() else "S", "requires": (requires or {}).get(n, ())}
        for n in ratings
    ]
    block = {"id": "x", "title": "X", "practices": practices}
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[block])
    said = {name.lower(): rating for name, rating in ratings.items()}
    return select(situation(framework, Assessment(framework="mini", ratings=said)), **how)


def _open(**wishes):
    return {"level": 0, **wishes}


YARDSTICK = Yardstick(benefit=2.0, effort=10.0)


@pytest.mark.parametrize(
    ("rating", "benefit", "effort", "opens", "quadrant"),
    [
        ({}, 2.0, 10.0, 0.0, "do-first"),
        ({}, 1.5, 10.0, 0.5, "do-first"),
        ({}, 1.5, 10.0, 0.0, "quick-win"),
        ({}, 2.0, 11.0, 0.0, "big-step"),
        ({}, 1.0, 11.0, 0.0, "later"),
        ({"importance": "high"}, 0.0, 10.0, 0.0, "do-first"),
        ({"required_by": DUTY}, 0.0, 11.0, 0.0, "big-step"),
        ({"importance": "low"}, 9.0, 10.0, 9.0, "quick-win"),
        ({"feasibility": "high"}, 9.0, 99.0, 0.0, "do-first"),
        ({"feasibility": "low"}, 9.0, 1.0, 0.0, "big-step"),
        ({"importance": "low", "feasibility": "low"}, 9.0, 1.0, 9.0, "later"),
    ],
)
def test_quadrants_follow_importance_and_feasibility(rating, benefit, effort, opens, quadrant):
    """What was stated decides; else at least the median benefit is important, at most the median effort feasible."""
    assert YARDSTICK.candidate(Rating(**rating), benefit, effort, opens).quadrant == quadrant


@pytest.mark.parametrize(("feasibility", "from_effort"), [("normal", True), ("high", False), ("low", False)])
def test_feasibility_read_from_effort_says_so(feasibility, from_effort):
    """Only where the organization said nothing."""
    assert YARDSTICK.candidate(Rating(feasibility=feasibility), 1.0, 1.0).from_effort is from_effort


def test_a_package_without_effort_has_the_best_ratio():
    """Nothing to do for something to gain."""
    assert YARDSTICK.candidate(Rating(), 1.0, 0.0).ratio == float("inf")
    assert YARDSTICK.candidate(Rating(), 1.0, 4.0).ratio == 0.25


def test_marked_practices_are_the_choice():
    """Where anything is marked to be pursued, nothing else is chosen, and the rest says why."""
    found = _select({"a": _open(decision="pursue"), "b": _open(decision="later"), "c": _open(importance="high")})
    assert (found.kind, found.chosen) == ("decided", ["a"])
    assert {name: reason.code for name, reason in found.left.items()} == {"b": "decided_later", "c": "not_decided"}


def test_a_marked_practice_at_its_target_needs_nothing():
    """The choice is made, even if nothing of it is left to do."""
    found = _select({"a": {"level": 1, "decision": "pursue"}, "b": _open()})
    assert (found.kind, found.chosen, set(found.left)) == ("decided", [], {"b"})


def test_everything_means_everything_below_its_target():
    """Whatever was decided."""
    found = _select({"a": _open(decision="later"), "b": _open(decision="pursue"), "c": 1}, everything=True)
    assert (found.kind, set(found.chosen), found.left) == ("all", {"a", "b"}, {})


def test_few_open_practices_are_all_proposed():
    """With no more than eight below their targets there is no need to choose; what was put off stays off."""
    ratings = {f"p{i}": _open() for i in range(SHORTLIST)}
    found = _select({**ratings, "q": _open(decision="later")})
    assert (found.kind, set(found.chosen)) == ("proposed", set(ratings))
    assert {name: reason.code for name, reason in found.left.items()} == {"q": "decided_later"}


def test_a_shortlist_takes_what_is_important_and_feasible_first():
    """Of sixteen: four to do first, then two quick wins of four, then big steps up to eight in all."""
    ratings = {
        **{f"first{i}": _open(importance="high") for i in range(4)},
        **{f"quick{i}": _open(importance="low") for i in range(4)},
        **{f"B{i}": _open(importance="high") for i in range(4)},
        **{f"L{i}": _open(importance="low") for i in range(4)},
    }
    chosen = _select(ratings).chosen
    assert chosen == [*(f"first{i}" for i in range(4)), "quick0", "quick1", "b0", "b1"]


def test_quick_wins_that_were_put_off_take_no_place():
    """The first two were decided for later, so the next two are proposed."""
    ratings = {
        **{f"quick{i}": _open(importance="low", **({"decision": "later"} if i < 2 else {})) for i in range(5)},
        **{f"B{i}": _open(importance="high") for i in range(6)},
    }
    chosen = _select(ratings).chosen
    assert [name for name in chosen if name.startswith("quick")] == ["quick2", "quick3"]
    assert len(chosen) == SHORTLIST


def test_what_nobody_rated_comes_last_on_a_shortlist():
    """It has to be found out first."""
    ratings = {"a": _open(), "b": {"importance": "high"}}
    assert _select(ratings).chosen == ["a", "b"]


def test_a_practice_that_opens_much_is_important():
    """Practice a alone brings as little as c and d, but b, of high importance, waits for it."""
    needs = {"b": [{"practice": "a", "level": 1, "from": 1, "why": "a first"}]}
    found = _select({"a": _open(), "b": _open(importance="high"), "c": _open(), "d": _open()}, needs)
    benefits = {name: candidate.benefit for name, candidate in found.candidates.items()}
    assert benefits == {"a": 1.0, "b": 5.0, "c": 1.0, "d": 1.0}
    assert (found.yardstick.benefit, found.yardstick.effort) == (3.0, 10.0)
    quadrants = {name: candidate.quadrant for name, candidate in found.candidates.items()}
    assert quadrants == {"a": "do-first", "b": "big-step", "c": "quick-win", "d": "quick-win"}


@fewer
@given(cases(), st.booleans())
def test_every_practice_below_its_target_is_chosen_or_left(case, everything):
    """No practice is lost, none stands on both sides, and each that is left has a reason."""
    here = situation(*case)
    found = select(here, everything=everything)
    decisions = {name: case[1].rating(name).decision for name in here.aims}
    assert sorted([*found.chosen, *found.left]) == sorted(here.aims)
    assert {reason.code for reason in found.left.values()} <= {"decided_later", "not_decided", "not_picked"}
    marked = any(rating.decision == "pursue" for rating in case[1].ratings.values())
    assert found.kind == ("all" if everything else "decided" if marked else "proposed")
    if found.kind == "decided":
        assert {decisions[name] for name in found.chosen} <= {"pursue"}
        assert all(decisions[name] != "pursue" for name in found.left)
    if found.kind == "proposed":
        assert "later" not in {decisions[name] for name in found.chosen}
        assert len(found.chosen) <= SHORTLIST


@fewer
@given(cases())
def test_candidates_are_weighed_with_what_they_still_need(case):
    """Each is worth at least its own steps, and takes at least their effort; what cannot be reached weighs nothing."""
    here = situation(*case)
    candidates, _ = weigh(here)
    assert list(candidates) == list(here.aims)
    for name, candidate in candidates.items():
        own = [(name, i) for i in range(here.state[name] + 1, here.aims[name] + 1)]
        if here.way(here.state, {name: here.aims[name]}) is None:
            assert (candidate.benefit, candidate.effort) == (0, 0)
        else:
            assert candidate.benefit >= sum(here.worth.benefit(*step) for step in own) - 1e-12
            assert candidate.effort >= sum(here.worth.effort(*step) for step in own) - 1e-12
