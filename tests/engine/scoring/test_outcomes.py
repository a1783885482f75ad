"""The joint reading: what is open and what raters differ about, each at its least and at its greatest."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.outcomes import (
    Ends,
    band_of,
    band_outcome,
    ends_of,
    failed_must_pass,
    failing,
    possible_verdicts,
    verdict_of,
)
from equity_blocks.engine.scoring.score import score
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Outcome
from equity_blocks.model.scoring import Condition, Scoring
from equity_blocks.model.tree import TOP

BANDS = [{"id": "low", "title": "Low", "from": 0.2}, {"id": "high", "title": "High", "from": 0.7}]
PARTS = [{"id": "c", "title": "C"}, {"id": "d", "title": "D"}]


def _ends(rating, **practice):
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", **practice}]}]
    framework = Framework(id="f", title="F", scale=["no", "partly", "yes"], blocks=blocks)
    people = [{"id": who} for who in ("ann", "ben", "cleo")]
    assessment = Assessment(framework="f", respondents=people, ratings={"p": rating})
    ends = ends_of(framework, assessment, claimed_values(framework, assessment))
    return ends.low["p"], ends.high["p"]


@pytest.mark.parametrize(
    ("rating", "ends"),
    [
        ("partly", (0.5, 0.5)),
        (None, (0.0, 1.0)),
        ("unknown", (0.0, 1.0)),
        ({"not_applicable": "no"}, (None, None)),
        ({"level": "yes", "not_pursued": "no"}, (None, None)),
        ({"answers": {"ann": "partly", "ben": "yes", "cleo": "unknown"}}, (0.5, 1.0)),
        ({"answers": {"ann": "no", "ben": "no"}, "agreed": {"level": "yes", "by": "all"}}, (0.0, 1.0)),
        ({"answers": {"ann": "yes"}, "agreed": {"level": "partly", "by": "all"}}, (0.5, 1.0)),
    ],
)
def test_the_ends_of_a_practice(rating, ends):
    """Open is anything; what several said is between them, and what was agreed belongs to it."""
    assert _ends(rating) == ends


def test_criteria_that_nobody_rated_are_open():
    """One of two is at yes: from a half to all."""
    assert _ends({"criteria": {"c": "yes"}}, criteria=PARTS) == (0.5, 1.0)


def test_a_node_lies_around_its_value_too():
    """An agreed level may lie outside what was answered, and a missing answer may have failed it."""
    ends = Ends({"b": 0.5, "out": None}, {"b": 0.75, "out": None})
    assert (ends.around("b", None), ends.around("b", 0.25), ends.around("b", 1.0)) == (
        (0.5, 0.75),
        (0.25, 0.75),
        (0.5, 1.0),
    )
    assert (ends.around("out", None), ends.around("nowhere", None)) == (None, None)


def test_a_band_is_named_with_its_ends():
    """Below the first band there is none, and a value that is withheld has none; the ends stay."""
    policy = Scoring.model_validate({"bands": BANDS})
    assert band_outcome(policy, 0.5, (0.1, 0.7)) == Outcome(value="low", low=None, high="high")
    assert band_outcome(policy, None, (0.3, 0.6)) == Outcome(value=None, low="low", high="low")
    assert band_outcome(policy, None, None) is None
    assert band_outcome(Scoring(), 0.5, (0.1, 0.7)) is None
    assert band_of(policy, None) is None


tenths = st.integers(0, 10).map(lambda tenth: tenth / 10)
FAIR = {"a": 0.7, "b": 0.9, TOP: 0.8}


def _framework(*verdicts, must_pass=None, **scoring):
    """Blocks a (of p, q and the block c) and b (of r); `must_pass` holds levels by practice."""

    def practice(name):
        return {"id": name, "title": "P", "must_pass": (must_pass or {}).get(name)}

    inner = {"id": "c", "title": "C", "practices": [practice("s")]}
    blocks = [
        {"id": "a", "title": "A", "practices": [practice("p"), practice("q")], "blocks": [inner]},
        {"id": "b", "title": "B", "practices": [practice("r")]},
    ]
    listed = [{"title": "V", **verdict} for verdict in verdicts]
    return Framework.model_validate(
        {
            "id": "v",
            "title": "V",
            "scale": ["no", "half", "yes"],
            "blocks": blocks,
            "scoring": scoring | {"verdicts": listed},
        }
    )


def _verdict(values, *conditions, **ratings):
    """Name the outcome `hit` or `other` by one condition."""
    framework = _framework(
        {"id": "hit", "when": conditions[0]}, {"id": "other"}, must_pass=dict.fromkeys("pqrs", "half")
    )
    said = claimed_values(framework, Assessment(framework="v", ratings=dict.fromkeys("pqrs", "yes") | ratings))
    return verdict_of(framework, {"c": 0.0, **values}, said)


@pytest.mark.parametrize(
    ("bounds", "verdict"),
    [
        ({"below": 0.7}, "other"),
        ({"at_most": 0.7}, "hit"),
        ({"above": 0.9}, "other"),
        ({"at_least": 0.9}, "hit"),
        ({"above": 0.7, "below": 0.9}, "other"),
        ({"at_least": 0.7, "below": 0.9}, "hit"),
        ({}, "hit"),
    ],
)
def test_any_top_level_block_may_lie_in_the_range(bounds, verdict):
    """Blocks a at 0.7 and b at 0.9: `above` and `below` leave the edge out, `at_least` and `at_most` do not."""
    assert _verdict(FAIR, {"any_block": bounds}) == verdict


def test_blocks_inside_blocks_are_not_asked():
    """Block c stands at 0 inside a."""
    assert _verdict(FAIR, {"any_block": {"below": 0.5}}) == "other"


@pytest.mark.parametrize(("bounds", "verdict"), [({"at_least": 0.8}, "hit"), ({"above": 0.8}, "other")])
def test_the_overall_value_is_asked_by_itself(bounds, verdict):
    """Whatever the blocks say."""
    assert _verdict(FAIR, {"overall": bounds}) == verdict


def test_what_has_no_value_lies_in_no_range():
    """Null is not 0."""
    nothing = {"a": None, "b": None, TOP: None}
    assert _verdict(nothing, {"any_block": {}, "overall": {}}) == "other"


@pytest.mark.parametrize("edge", [0.8 - 1e-15, 0.8 + 1e-15])
@pytest.mark.parametrize(
    ("bounds", "verdict"),
    [({"below": 0.8}, "other"), ({"above": 0.8}, "other"), ({"at_least": 0.8}, "hit"), ({"at_most": 0.8}, "hit")],
)
def test_an_edge_is_an_edge_within_rounding(edge, bounds, verdict):
    """A sum that is 0.8 on paper is 0.8, whatever its last bit."""
    assert _verdict({**FAIR, TOP: edge}, {"overall": bounds}) == verdict


def test_any_of_what_a_condition_names_is_enough():
    """Neither block is weak, but two must-pass practices are."""
    both = {"any_block": {"below": 0.5}, "must_pass_failed": 2}
    assert _verdict(FAIR, both) == "other"
    assert _verdict(FAIR, both, p="no") == "other"
    assert _verdict(FAIR, both, p="no", s="no") == "hit"
    assert _verdict({**FAIR, "a": 0.4}, both) == "hit"


def test_the_first_verdict_that_applies_does():
    """Order says "and not": a tier needs the points, and no failed must-pass practice."""
    framework = _framework(
        {"id": "none", "when": {"must_pass_failed": 1}},
        {"id": "leader", "when": {"overall": {"at_least": 0.8}}},
        {"id": "top", "when": {"overall": {"at_least": 0.6}}},
        must_pass={"p": "yes"},
    )
    held, lost = (
        claimed_values(framework, Assessment(framework="v", ratings={"p": level})) for level in ("yes", "half")
    )
    assert verdict_of(framework, FAIR, held) == "leader"
    assert verdict_of(framework, {**FAIR, TOP: 0.6}, held) == "top"
    assert verdict_of(framework, {**FAIR, TOP: 0.5}, held) is None
    assert verdict_of(framework, FAIR, lost) == "none"


def test_without_verdicts_there_is_none():
    """The five sources name none."""
    framework = _framework()
    assert verdict_of(framework, FAIR, claimed_values(framework, Assessment(framework="v"))) is None


@pytest.mark.parametrize(
    ("rating", "fails"),
    [
        ("no", True),
        ("half", False),
        ("yes", False),
        (None, True),
        ("unknown", True),
        ({"not_applicable": "no such unit"}, False),
        ({"not_pursued": "next year"}, True),
        ({"level": "half", "not_pursued": "next year"}, False),
    ],
)
def test_a_must_pass_practice_holds_its_level_or_fails(rating, fails):
    """Without an answer nothing is held; what does not apply cannot fail; what is not pursued counts at its level."""
    framework = _framework(must_pass={"p": "half"})
    said = claimed_values(framework, Assessment(framework="v", ratings={"p": rating, "q": "no"}))
    assert failed_must_pass(framework, said) == (["p"] if fails else [])


def test_must_pass_on_a_range_of_scores():
    """A score of 7 of 10 passes a level of 7, and 6.9 does not."""
    data = {"id": "p", "title": "P", "must_pass": 7, "scale": {"id": "points", "range": [0, 10]}}
    framework = Framework(
        id="v", title="V", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": [data]}]
    )
    for figure, failed in ((7, []), (6.9, ["p"])):
        assert (
            failed_must_pass(framework, claimed_values(framework, Assessment(framework="v", ratings={"p": figure})))
            == failed
        )


def test_a_card_without_a_score_has_no_verdict():
    """With too little answered nobody has passed, and nobody failed."""
    framework = _framework({"id": "fine"}, min_coverage=0.5)
    few, enough = ({"r": None, "p": "yes"}, {"r": "yes"})
    assert score(framework, Assessment(framework="v", ratings=few)).verdict.value is None
    assert score(framework, Assessment(framework="v", ratings=enough)).verdict.value == "fine"


@given(tenths, tenths, tenths, tenths)
def test_ranges_that_follow_one_another_leave_no_gap(first, second, value, other):
    """At least, below: every value has exactly one verdict, the one of its range."""
    low, high = sorted((first, second))
    conditions = [{"overall": {"at_least": high}}, {"overall": {"at_least": low}}]
    framework = _framework(
        {"id": "high", "when": conditions[0]}, {"id": "middle", "when": conditions[1]}, {"id": "low"}
    )
    said = claimed_values(framework, Assessment(framework="v"))
    expected = "high" if value >= high else "middle" if value >= low else "low"
    assert verdict_of(framework, {"a": other, "b": None, TOP: value}, said) == expected


ranges = st.fixed_dictionaries(
    {}, optional={"above": tenths, "at_least": tenths, "below": tenths, "at_most": tenths}
).filter(
    lambda said: max(said.get("above", -1), said.get("at_least", 0)) < min(said.get("below", 2), said.get("at_most", 1))
)
conditions = st.fixed_dictionaries(
    {}, optional={"any_block": ranges, "overall": ranges, "must_pass_failed": st.integers(1, 4)}
).filter(bool)
spans = st.lists(tenths, min_size=2, max_size=2).map(sorted).map(tuple)


@given(
    st.lists(conditions, max_size=4),
    st.booleans(),
    st.fixed_dictionaries({"a": spans | st.none(), "b": spans | st.none(), TOP: spans}),
    st.lists(st.integers(0, 4), min_size=2, max_size=2).map(sorted),
)
def test_possible_verdicts_are_those_that_brute_force_finds(listed, has_last, found, failed):
    """Every value in steps of a twentieth, and every number of failed practices: exactly these, in their order."""
    verdicts = [{"id": f"v{i}", "when": when} for i, when in enumerate(listed)] + [{"id": "last"}] * has_last
    framework = _framework(*verdicts, must_pass=dict.fromkeys("pqrs", "half"))
    steps = {
        name: [None] if span is None else [i / 20 for i in range(round(20 * span[0]), round(20 * span[1]) + 1)]
        for name, span in found.items()
    }
    seen = set()
    for number in range(failed[0], failed[1] + 1):
        said = claimed_values(
            framework,
            Assessment(framework="v", ratings={n: "no" if i < number else "yes" for i, n in enumerate("pqrs")}),
        )
        for a, b, whole in product(*(_telling(steps[name], listed) for name in ("a", "b", TOP))):
            seen.add(verdict_of(framework, {"a": a, "b": b, "c": None, TOP: whole}, said))
    possible = possible_verdicts(framework, found, (failed[0], failed[1]))
    assert list(possible) == [verdict["id"] for verdict in verdicts if verdict["id"] in seen]


def _telling(values, listed):
    """Of values that every range takes or leaves alike, one is enough."""
    asked = [Condition.model_validate(when) for when in listed]
    bounds = [bound for when in asked for bound in (when.any_block, when.overall) if bound]
    return {tuple(value is not None and _is_in(value, bound) for bound in bounds): value for value in values}.values()


def _is_in(value, bound):
    low = bound.above is None or value > bound.above + 1e-9
    high = bound.below is None or value < bound.below - 1e-9
    return (
        low and high and (bound.at_least or 0) - 1e-9 <= value <= (1 if bound.at_most is None else bound.at_most) + 1e-9
    )


def test_how_many_must_pass_practices_may_fail():
    """One surely, one that two see differently, one that nobody has rated; what does not apply cannot."""
    framework = _framework(must_pass=dict.fromkeys("pqrs", "half"))
    people = [{"id": "ann"}, {"id": "ben"}]
    ratings = {"p": "no", "q": {"answers": {"ann": "yes", "ben": "no"}}, "s": {"not_applicable": "no"}}
    assessment = Assessment(framework="v", respondents=people, ratings=ratings)
    said = claimed_values(framework, assessment)
    assert failing(framework, said, ends_of(framework, assessment, said)) == (1, 3)
    dropped = Assessment(framework="v", ratings={name: {"not_pursued": "no", "level": "yes"} for name in "pqr"})
    said = claimed_values(framework, dropped)
    assert failing(framework, said, ends_of(framework, dropped, said)) == (0, 1)
