import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.planning.selection import SHORTLIST, Yardstick, first_of, select, weigh
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from strategies import cases, fewer

DUTY = [{"title": "Contract"}]


def _here(ratings, requires=None, **said):
    """A standing of practices of effort S, but XL where the name is in capitals, on a scale of no and yes."""
    practices = [
        {"id": n.lower(), "title": n, "effort": "XL" if n.isupper() else "S", "requires": (requires or {}).get(n, ())}
        for n in ratings
    ]
    block = {"id": "x", "title": "X", "practices": practices}
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[block])
    ratings = {name.lower(): rating for name, rating in ratings.items()}
    return standing_of(framework, Assessment(framework="mini", ratings=ratings, **said))


def _select(ratings, requires=None, **how):
    return select(_here(ratings, requires), **how)


def _open(**wishes):
    return {"level": 0, **wishes}


YARDSTICK = Yardstick(benefit=2.0, effort=10.0)


@pytest.mark.parametrize(
    ("weighed", "quadrant"),
    [
        ((1.0, "normal", 2.0, 10.0, 0.0), "do-first"),
        ((1.0, "normal", 1.5, 10.0, 0.5), "do-first"),
        ((1.0, "normal", 1.5, 9.0, 0.0), "quick-win"),
        ((1.0, "normal", 1.5, 10.0, 0.0), "later"),
        ((1.0, "normal", 2.0, 11.0, 0.0), "big-step"),
        ((1.0, "normal", 1.0, 11.0, 0.0), "later"),
        ((2.0, "normal", 1.5, 9.0, 0.0), "quick-win"),
        ((2.0, "normal", 2.0, 10.0, 0.0), "do-first"),
        ((4.0, "normal", 0.0, 10.0, 0.0), "do-first"),
        ((4.0, "normal", 0.0, 11.0, 0.0), "big-step"),
        ((0.25, "normal", 9.0, 9.0, 9.0), "quick-win"),
        ((1.0, "high", 9.0, 99.0, 0.0), "do-first"),
        ((1.0, "low", 9.0, 1.0, 0.0), "big-step"),
        ((0.25, "low", 9.0, 1.0, 9.0), "later"),
    ],
)
def test_quadrants_follow_importance_and_feasibility(weighed, quadrant):
    """4 is important and 0.25 is not; in between, benefit 2 is important. Effort 10 is feasible, and quick below it."""
    assert YARDSTICK.candidate(*weighed).quadrant == quadrant


@pytest.mark.parametrize(("feasibility", "from_effort"), [("normal", True), ("high", False), ("low", False)])
def test_feasibility_read_from_effort_says_so(feasibility, from_effort):
    """Only where the organization said nothing."""
    assert YARDSTICK.candidate(1.0, feasibility, 1.0, 1.0).from_effort is from_effort


def test_a_package_without_effort_has_the_best_ratio():
    """Nothing to do for something to gain."""
    assert YARDSTICK.candidate(1.0, "normal", 1.0, 0.0).ratio == float("inf")
    assert YARDSTICK.candidate(1.0, "normal", 1.0, 4.0).ratio == 0.25


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


@pytest.mark.parametrize(
    ("big", "quick", "rest"), [(4, 0, ""), (3, 1, ""), (2, 2, ""), (1, 2, "quick2"), (0, 2, "quick2 quick3")]
)
def test_a_shortlist_takes_what_is_important_first(big, quick, rest):
    """Up to eight: what is marked as important, however big; then two quick wins; then what is left, best first."""
    ratings = {
        **{f"quick{i}": _open(importance="low") for i in range(4)},
        **{f"L{i}": _open(importance="low") for i in range(4)},
        **{f"B{i}": _open(importance="high") for i in range(big)},
        **{f"first{i}": _open(importance="high") for i in range(4)},
    }
    important = [f"first{i}" for i in range(4)], [f"b{i}" for i in range(big)]
    wanted = [*important[0], *important[1], *(f"quick{i}" for i in range(quick)), *rest.split()]
    chosen = _select(ratings).chosen
    assert chosen == wanted
    assert len(chosen) == SHORTLIST


def test_what_the_framework_holds_important_for_such_an_organization_comes_first_too():
    """Of ten alike and one for payers; an own mark goes before the framework's."""
    practices = [{"id": f"p{i}", "title": "P", "effort": "S"} for i in range(10)]
    practices.append({"id": "z", "title": "Z", "effort": "XL", "importance": {"payer": "high"}})
    framework = Framework(
        id="mini", title="Mini", scale=["no", "yes"], audiences=["payer", "provider"],
        blocks=[{"id": "x", "title": "X", "practices": practices}],
    )  # fmt: skip
    ratings = dict.fromkeys(framework.practices, "no")

    def chosen(audience, **z):
        organization = {"id": "us", "type": audience} if audience else None
        said = Assessment(framework="mini", organization=organization, ratings={**ratings, "z": {"level": "no", **z}})
        return select(standing_of(framework, said)).chosen

    assert chosen("payer")[0] == "z"
    assert "z" not in chosen("provider")
    assert "z" not in chosen(None)
    assert "z" not in chosen("payer", importance="low")


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
    ratings = {"a": {"importance": "high"}, "b": _open(importance="high")}
    assert _select(ratings).chosen == ["b", "a"]


def test_a_practice_that_opens_much_is_important():
    """Practice a alone brings as little as c and d, but b, of high importance, waits for it."""
    needs = {"b": [{"practice": "a", "level": 1, "from": 1, "why": "a first"}]}
    found = _select({"a": _open(), "b": _open(importance="high"), "c": _open(), "d": _open()}, needs)
    benefits = {name: candidate.benefit for name, candidate in found.candidates.items()}
    assert benefits == {"a": 1.0, "b": 5.0, "c": 1.0, "d": 1.0}
    assert (found.yardstick.benefit, found.yardstick.effort) == (3.0, 10.0)
    quadrants = {name: candidate.quadrant for name, candidate in found.candidates.items()}
    assert quadrants == {"a": "do-first", "b": "big-step", "c": "later", "d": "later"}


def _goals(**causes):
    """One goal, with a root cause of each importance that names some practices."""
    found = [
        {"title": importance, "importance": importance, "practices": names} for importance, names in causes.items()
    ]
    return [{"id": "g", "population": "Members", "measure": "Visits", "root_causes": found}]


MANY = {f"first{i}": _open(importance="high") for i in range(10)}


def test_what_root_causes_name_comes_first_on_a_shortlist():
    """High before normal before low, though all are big and nothing says that they are important; then what is."""
    ratings = {"L": _open(importance="low"), "N": _open(importance="low"), "H": _open(importance="low"), **MANY}
    found = select(_here(ratings, goals=_goals(low=["l"], normal=["n"], high=["h"])))
    assert found.chosen == ["h", "n", "l", *(f"first{i}" for i in range(5))]


def test_what_root_causes_name_is_on_the_shortlist_however_much_it_is():
    """Ten named practices are ten actions, and then there is no room for others."""
    named = [f"n{i}" for i in range(10)]
    found = select(_here({**MANY, **{name: _open(importance="low") for name in named}}, goals=_goals(normal=named)))
    assert sorted(found.chosen) == sorted(named)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"ratings": {"decision": "later"}}, "decided_later"),
        ({"actions": {"n": {"progress": "dropped"}}}, "dropped"),
    ],
)
def test_what_was_decided_against_is_not_proposed_for_a_goal(said, code):
    """A goal asks for it, and the organization has said no."""
    ratings = {**MANY, "n": _open(**said.get("ratings", {}))}
    found = select(_here(ratings, goals=_goals(high=["n"]), actions=said.get("actions", {})))
    assert "n" not in found.chosen
    assert found.left["n"].code == code


def test_what_is_blocked_has_no_place_by_its_goal():
    """N needs what is not pursued: it comes last, and of eleven others there is no room for it."""
    needs = {"N": [{"practice": "out", "why": "first"}]}
    ratings = {**MANY, "N": _open(), "out": {"level": 0, "not_pursued": "no money"}}
    assert "n" not in select(_here(ratings, needs, goals=_goals(high=["n"]))).chosen
    few = select(_here({"a": _open(), "N": _open(), "out": ratings["out"]}, needs, goals=_goals(high=["n"])))
    assert few.chosen == ["a", "n"]


def test_work_under_way_stays_on_a_shortlist():
    """Before what root causes name."""
    ratings = {**MANY, "S": _open(importance="low"), "n": _open()}
    found = select(_here(ratings, goals=_goals(high=["n"]), actions={"s": {"progress": "started"}}))
    assert found.chosen[:2] == ["s", "n"]


def test_dropped_work_is_not_chosen_whatever_else_it_is_marked():
    """Not when pursued, not when required, not with everything."""
    ratings = {"a": _open(decision="pursue", required_by=DUTY), "b": _open(decision="pursue")}
    standing = _here(ratings, actions={"a": {"progress": "dropped"}})
    for how in ({}, {"everything": True}):
        found = select(standing, **how)
        assert (found.chosen, found.left["a"].code) == (["b"], "dropped")


def test_goals_add_nothing_to_what_was_decided():
    """The organization has chosen."""
    found = select(_here({"a": _open(decision="pursue"), "n": _open()}, goals=_goals(high=["n"])))
    assert (found.chosen, found.left["n"].code) == (["a"], "not_decided")


@pytest.mark.parametrize(
    ("pick", "chosen", "beside"), [(1, ["a", "c"], ["c"]), (2, ["a", "b", "c"], ["c"]), (3, ["a", "b", "c"], [])]
)
def test_picking_the_first_of_a_choice_keeps_what_is_required(pick, chosen, beside):
    """C comes third and a contract requires it, with a date or without; picked anyway, it takes a place."""
    standing = _here(
        {"a": _open(decision="pursue"), "b": _open(decision="pursue"), "c": _open(decision="pursue", required_by=DUTY)}
    )
    found = first_of(standing, select(standing), pick, ["a", "b", "c"])
    assert (found.chosen, list(found.beside)) == (chosen, beside)
    assert {name: reason.code for name, reason in found.left.items()} == dict.fromkeys(
        {"a", "b", "c"} - set(chosen), "not_picked"
    )


def test_picking_counts_what_others_need_only_where_it_was_chosen():
    """The plan raises x for a; x takes no place."""
    standing = _here({"a": _open(decision="pursue"), "b": _open(decision="pursue"), "x": _open()})
    assert first_of(standing, select(standing), 1, ["x", "a", "b"]).chosen == ["a"]


def test_a_short_shortlist_keeps_what_is_required():
    """Of ten important ones a contract requires the last, and root causes name another."""
    ratings = {**MANY, "first9": _open(required_by=DUTY), "n": _open()}
    standing = _here(ratings, goals=_goals(normal=["n"]))
    found = select(standing, pick=2)
    assert (found.chosen, found.beside) == (["n", "first0", "first9"], ("first9",))
    assert first_of(standing, found, 2, ["first9", "first0", "n"]) is found


@fewer
@given(cases(), st.booleans())
def test_every_practice_below_its_target_is_chosen_or_left(case, everything):
    """No practice is lost, none stands on both sides, and each that is left has a reason."""
    standing = standing_of(*case)
    found = select(standing, everything=everything)
    rating = case[1].rating
    assert sorted([*found.chosen, *found.left]) == sorted(standing.aims)
    assert {reason.code for reason in found.left.values()} <= {"decided_later", "not_decided", "not_picked"}
    marked = any(rating.decision == "pursue" for rating in case[1].ratings.values())
    assert found.kind == ("all" if everything else "decided" if marked else "proposed")
    if found.kind == "decided":
        assert {rating(name).decision for name in found.chosen} <= {"pursue"}
        assert all(rating(name).decision != "pursue" for name in found.left)
    if found.kind == "proposed":
        assert "later" not in {rating(name).decision for name in found.chosen}
        assert len(found.chosen) - len(found.beside) <= SHORTLIST
        assert not any(rating(name).required_by for name, why in found.left.items() if why.code == "not_picked")


@fewer
@given(cases())
def test_candidates_are_weighed_with_what_they_still_need(case):
    """Each is worth at least its own steps, and takes at least their effort; what cannot be reached weighs nothing."""
    standing = standing_of(*case)
    candidates, _ = weigh(standing)
    assert list(candidates) == list(standing.aims)
    for name, candidate in candidates.items():
        own = [(name, i) for i in range(standing.state[name] + 1, standing.aims[name] + 1)]
        if standing.way(standing.state, {name: standing.aims[name]}) is None:
            assert (candidate.benefit, candidate.effort) == (0, 0)
        else:
            assert candidate.benefit >= sum(standing.figures.benefit(*step) for step in own) - 1e-12
            assert candidate.effort >= sum(standing.figures.effort(*step) for step in own) - 1e-12
