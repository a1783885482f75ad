"""What a framework can say in combination: aggregates, ranges, targets and levels that count the same."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import equity_blocks as eb
from equity_blocks.errors import InvalidDataError
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.framework_checks import problems_in
from equity_blocks.model.input_problems import problems_of
from strategies import AGGREGATES

CASES = Path(__file__).parent / "cases" / "public"
FIVE = {"id": "five", "range": [0, 5]}
UNIT = {"id": "unit", "range": [0, 1]}
STEPS = {
    "id": "steps",
    "levels": [{"id": n, "value": i / 4} for i, n in enumerate(("none", "some", "half", "most", "all"))],
}
TIED = {
    "id": "tied",
    "levels": [
        {"id": n, "value": v}
        for n, v in (("no", 0), ("planned", 0), ("begun", 0.5), ("half", 0.5), ("done", 1), ("kept", 1))
    ],
}


def framework(scale, practices, **more):
    """Build a framework with one block."""
    return Framework(
        id="mini", title="Mini", scale=scale, blocks=[{"id": "b", "title": "B", "practices": practices}], **more
    )


P, Q = {"id": "p", "title": "P"}, {"id": "q", "title": "Q"}
TWO = [P, {**Q, "scale": UNIT}]


def test_a_target_as_a_share_counts_on_every_scale_what_it_is():
    """Rated 4 of 5 and beside it a target of 0.4 of 1: the mean is 0.6, published as 3 of 5."""
    made = framework(
        FIVE, TWO, scoring={"output": "scale", "not_applicable": "target"}, targets={"default": {"share": 0.4}}
    )
    card = eb.score(made, Assessment(framework="mini", ratings={"p": 4, "q": {"not_applicable": "no such service"}}))
    assert (card.score.value, card.score.output) == (pytest.approx(0.6), 3.0)
    assert [practice.target for practice in card.blocks[0].practices] == ["2", None]


def test_a_target_that_one_scale_has_not_is_refused_in_the_same_place():
    """A 2 on a range from 0 to 1 counts nothing in silence."""
    with pytest.raises(ValidationError, match=r"targets\.default: 2 is not a score from 0 to 1; it is meant for 'q'"):
        framework(FIVE, TWO, targets={"default": 2})


OUTPUTS = (None, {"low": 0, "high": 100}, {"low": -10, "high": 10}, "scale")
TARGETS = ({}, {"default": {"share": 0.4}}, {"default": 0}, {"default": "all"}, {"default": 3})
SCALES = {"levels": (STEPS, STEPS), "ranges": (FIVE, FIVE), "mixed": (FIVE, STEPS), "tied": (TIED, TIED)}


@pytest.mark.parametrize("scales", SCALES)
@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_each_combination_works_or_is_refused_by_name(aggregate, scales):
    """Every aggregate with every output, policy and target: a card, reasons and a plan, or a problem with its place."""
    first, second = SCALES[scales]
    for output, aside, targets, bands in product(OUTPUTS, ("exclude", "full", "target"), TARGETS, ("share", "output")):
        edges = [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 0.5}]
        scoring = {
            "aggregate": aggregate, "not_applicable": aside, "bands_in": bands, "bands": edges,
            **({"output": output} if output else {}),
        }  # fmt: skip
        try:
            made = framework(
                first, [P, {**Q, "scale": second}, {"id": "r", "title": "R"}], scoring=scoring, targets=targets
            )
        except ValidationError as refused:
            problems = problems_of(refused)
            assert {p.code for p in problems} <= {"no_range", "unknown_level", "out_of_bounds", "negative_points"}
            assert all(p.key_path[0] in ("scoring", "targets") for p in problems)
            continue
        top = made.scale_of("q").ids[-1]
        said = Assessment(framework="mini", ratings={"p": 3, "q": top, "r": {"not_applicable": "none here"}})
        card, why, way = eb.score(made, said), eb.explain(made, said), eb.plan(made, said, everything=True)
        assert card.score.value == pytest.approx(why.value)
        assert 0 <= card.score.value <= 1
        if output == "scale":
            assert card.score.output == pytest.approx(5 * card.score.value)
        assert (card.score.band.value == "high") == (card.score.value >= made.policy.edges[1] - 1e-9)
        assert way.score_after >= way.score_now - 1e-9
        assert card.score.target >= card.score.value - 1e-9 or aggregate == "gate"


def banded(value, *, edges=(0, 2.5), mode="half_up", digits=1, **more):
    """Score one practice on a scale from 0 to 5 whose bands are written in its points."""
    bands = [{"id": f"band-{i}", "title": "B", "from": edge} for i, edge in enumerate(edges)]
    rounding = {"rounding": {"mode": mode, "digits": digits}} if mode else {}
    scoring = {"output": "scale", "bands_in": "output", "bands": bands, **rounding, **more}
    return eb.score(framework(FIVE, [P], scoring=scoring), Assessment(framework="mini", ratings={"p": value})).score


@pytest.mark.parametrize(
    ("value", "mode", "output", "band"),
    [
        (2.5, None, 2.5, "band-1"),
        (2.49, None, 2.49, "band-0"),
        (2.49, "half_up", 2.5, "band-1"),
        (2.45, "half_up", 2.5, "band-1"),
        (2.45, "nearest", 2.4, "band-0"),
        (2.44, "half_up", 2.4, "band-0"),
        (2.59, "truncate", 2.5, "band-1"),
        (2.49, "truncate", 2.4, "band-0"),
    ],
)
def test_the_published_figure_decides_on_a_band_of_published_figures(value, mode, output, band):
    """A figure never stands beside a band that does not hold it."""
    found = banded(value, mode=mode)
    assert (found.output, found.band.value) == (output, band)


def test_the_value_itself_decides_on_a_band_of_shares():
    """However it is published."""
    scoring = {
        "output": "scale",
        "rounding": {"mode": "half_up"},
        "bands": [{"id": "high", "title": "High", "from": 0.5}],
    }
    card = eb.score(framework(FIVE, [P], scoring=scoring), Assessment(framework="mini", ratings={"p": 2.49}))
    assert (card.score.output, card.score.band.value) == (2.0, None)


@given(st.integers(0, 500), st.integers(0, 2), st.sampled_from(("half_up", "nearest", "truncate")))
def test_a_band_holds_the_figure_beside_it(hundredths, digits, mode):
    """The law: the band that is named begins at or below what is published, and the next one above it."""
    edges = (0, 1, 2.5, 3.25, 5)
    found = banded(hundredths / 100, edges=edges, mode=mode, digits=digits)
    held = [i for i, edge in enumerate(edges) if edge <= found.output + 1e-9]
    assert found.band.value == f"band-{held[-1]}"


@pytest.mark.parametrize(
    ("scoring", "place", "said"),
    [
        ({"bands_in": "output"}, ("bands_in",), "the whole is published in no range"),
        ({"bands_in": "output", "aggregate": "sum"}, ("bands_in",), "the whole is published in no range"),
        ({"bands_in": "output", "output": {"low": 0, "high": 2}}, ("bands", 1, "from"), "from 0 to 2, not at 2.5"),
        ({"bands_in": "output", "output": {"low": 1, "high": 5}}, ("bands", 0, "from"), "from 1 to 5, not at 0"),
        ({"output": {"low": 0, "high": 5}}, ("bands", 1, "from"), "from 0 to 1, not at 2.5"),
    ],
)
def test_bands_in_figures_need_a_range_that_holds_them(scoring, place, said):
    """They are never read as shares in silence, nor shares as figures."""
    bands = [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 2.5}]
    with pytest.raises(ValidationError, match=said) as refused:
        framework(STEPS, [P], scoring={**scoring, "bands": bands})
    (problem,) = problems_of(refused.value)
    assert problem.key_path == ("scoring", *place)


def test_the_way_into_a_band_ends_where_the_figure_does():
    """It stops at what is rounded up to the edge, and plans and reports speak of the edge as a share."""
    scoring = {
        "output": {"low": 0, "high": 100}, "rounding": {"mode": "half_up"}, "bands_in": "output",
        "bands": [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 50}],
    }  # fmt: skip
    levels = [{"id": "no", "value": 0}, {"id": "some", "value": 0.496}, {"id": "yes", "value": 1}]
    made = framework({"id": "s", "levels": levels}, [P], scoring=scoring)
    way = eb.reach(made, Assessment(framework="mini", ratings={"p": "no"}), "high")
    assert (way.status, way.is_least, way.score_after, way.band.start) == ("reachable", True, 0.496, 0.5)
    assert [raised.to for raised in way.raises] == ["some"]


NEEDS = {"requires": [{"practice": "q", "level": "half", "from": "half", "why": "first"}]}


def test_levels_that_count_the_same_are_two_levels_for_prerequisites():
    """Half needs half: begun is not enough, though it counts as much."""
    made = framework(TIED, [{**P, **NEEDS}, Q])
    card = eb.score(made, Assessment(framework="mini", ratings={"p": "half", "q": "begun"}))
    p, q = card.blocks[0].practices
    assert (p.level, p.consistent_level, q.level, q.consistent_level) == ("half", "begun", "begun", "begun")
    assert card.score.value == card.score.consistent == 0.5
    assert p.unmet[0].any_of[0].level == "half"


def test_a_step_between_levels_that_count_the_same_takes_no_days_and_gains_nothing():
    """It is in the plan all the same, since something else waits for it."""
    made = framework(TIED, [{**P, **NEEDS, "effort": "M"}, {**Q, "effort": "M"}], targets={"default": "half"})
    said = Assessment(framework="mini", ratings={"p": "begun", "q": "begun"})
    for planner in ("greedy", "exact"):
        way = eb.plan(made, said, periods=4, capacity=10, planner=planner)
        assert [(a.practice, [(s.to, s.effort, s.gain) for s in a.steps]) for a in way.actions] == [
            ("q", [("half", 0.0, 0.0)]),
            ("p", [("half", 0.0, 0.0)]),
        ]
        assert int(way.actions[0].finish) < int(way.actions[1].start)
    assert way.score_after == way.score_now == 0.5
    (alone,) = eb.plan(
        framework(TIED, [{**P, "effort": "M", "target": "half"}]), said.replace(ratings={"p": 2})
    ).actions
    assert (alone.to, alone.reason) == ("half", "Raises the level, and leaves the score as it is.")


@pytest.mark.parametrize("aggregate", ["gate", "all_or_nothing"])
@pytest.mark.parametrize("asked", TIED["levels"][1:], ids=lambda level: level["id"])
def test_what_asks_for_a_level_is_not_content_with_one_that_counts_the_same(aggregate, asked):
    """Gates, stages and must-pass practices look at the level; nothing at all holds the lowest only."""
    level, ids = asked["id"], [each["id"] for each in TIED["levels"]]
    scoring = {"aggregate": aggregate, "level": level, "stages": {"level": level}}
    made = framework(TIED, [{**P, "must_pass": level}], scoring=scoring)
    for said in (None, *ids):
        card = eb.score(made, Assessment(framework="mini", ratings={"p": said}))
        holds = said is not None and ids.index(said) >= ids.index(level)
        if said:
            assert card.score.value == float(holds)
        assert (card.score.low, card.score.high) == (float(holds), 1.0 if said is None else float(holds))
        assert card.score.stage.low == int(holds)
        assert card.must_pass_failed == (() if holds else ("p",))


@pytest.mark.parametrize(
    ("levels", "held"),
    [(("begun", "begun"), "begun"), (("half", "half"), "half"), (("begun", "half"), "begun"), (("no", "kept"), "half")],
)
def test_criteria_hold_no_higher_level_than_they_name(levels, held):
    """A mean of two levels that count the same is the lower; another mean holds the highest that counts so much."""
    practice = {**P, "criteria": [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]}
    said = Assessment(framework="mini", ratings={"p": {"criteria": dict(zip("xy", levels, strict=True))}})
    (found,) = eb.score(framework(TIED, [practice]), said).blocks[0].practices
    assert (found.level, found.value) == (held, 0.5)


@pytest.mark.parametrize(
    ("combine", "level"),
    [("median_low", "half"), ("mean", "begun"), ("mode", "half"), ("lowest", "begun"), ("highest", "half")],
)
def test_voices_that_name_levels_that_count_the_same_are_kept_apart(combine, level):
    """Each rule gives one of the levels that were named, and the view shows both sides."""
    people = [{"id": "ann"}, {"id": "ben"}, {"id": "cleo"}]
    answers = {"ann": "begun", "ben": "half", "cleo": "half"}
    said = Assessment(framework="mini", combine=combine, respondents=people, ratings={"p": {"answers": answers}})
    made = framework(TIED, [P])
    assert eb.score(made, said).blocks[0].practices[0].level == level
    (voices,) = eb.respondents(made, said).practices
    assert (voices.combined, voices.lowest.respondents, voices.highest.respondents) == (
        level,
        ("ann",),
        ("ben", "cleo"),
    )


def test_a_change_between_levels_that_count_the_same_is_a_move_without_points():
    """In a comparison and in what is supposed."""
    made = framework(TIED, [P])
    before, after = (Assessment(framework="mini", ratings={"p": level}) for level in ("begun", "half"))
    found = eb.compare(made, before, after)
    assert (found.score.change, eb.what_if(made, before, {"p": "half"}).supposed[0].to) == (0.0, "half")
    (moved,) = found.blocks[0].practices
    assert (moved.level.start, moved.level.to, moved.change) == ("begun", "half", 0.0)


@given(st.lists(st.sampled_from((0.0, 0.25, 0.5, 1.0)), min_size=1, max_size=5), st.data())
def test_levels_that_count_the_same_change_no_score(values, data):
    """The law: values decide on the score, whatever the levels are; explaining, planning and varying it work."""
    values = [0.0, *sorted(values), 1.0]
    scale = {"id": "s", "levels": [{"id": f"l{i}", "value": value} for i, value in enumerate(values)]}
    made = framework(scale, [P, Q])
    place = st.integers(0, len(values) - 1)
    at = {name: data.draw(place) for name in "pq"}
    said = Assessment(framework="mini", ratings=at)
    card = eb.score(made, said)
    assert card.score.value == pytest.approx((values[at["p"]] + values[at["q"]]) / 2)
    assert {p.id: p.level for p in card.blocks[0].practices} == {name: f"l{i}" for name, i in at.items()}
    way = eb.plan(made, said, everything=True)
    assert way.score_after == 1.0
    assert sum(action.gain for action in way.actions) == pytest.approx(way.score_after - way.score_now)
    assert 0 <= eb.stability(made, said).low <= eb.stability(made, said).high <= 1


@pytest.mark.parametrize(
    ("name", "value", "output"),
    [("full", 1.0, 12.0), ("over", None, None), ("minus", None, None), ("hair", None, None)],
)
def test_nothing_is_above_all_that_can_be_reached(name, value, output):
    """Points of a range: all of them are 100%; a point or a hair more, and a code, are refused with the range."""
    made, said = eb.load_framework(CASES / "p05" / "framework.yaml"), eb.load_assessment(CASES / "p05" / f"{name}.yaml")
    if value is None:
        with pytest.raises(InvalidDataError, match="is not a score from 0 to 6"):
            eb.score(made, said)
        return
    card = eb.score(made, said)
    assert (card.score.value, card.score.output) == (value, output)


def test_codes_for_no_answer_are_no_scores():
    """-999 and .nan are refused; 99 is a score until the scale says that it is none."""
    made = eb.load_framework(CASES / "p08" / "framework.yaml")
    with pytest.raises(InvalidDataError, match=r"(?s)-999 is not a score from 0 to 100.*\.nan"):
        eb.score(made, eb.load_assessment(CASES / "p08" / "codes.yaml"))
    said = Assessment(framework="percents", ratings={"screened": -999, "referred": 99, "closed": 40})
    with pytest.raises(InvalidDataError, match=r"screened.*: -999 is not a score from 0 to 100"):
        eb.score(made, said)
    coded = made.replace(scale=made.scale.replace(missing=[99, -999]))
    card = eb.score(coded, said)
    assert (card.score.value, card.scope.unanswered, card.score.coverage) == (None, 2, pytest.approx(1 / 3))
    assert card.blocks[0].practices[2].value == 0.4


FAULTS = CASES.parent / "faults"


@pytest.mark.parametrize("level", [9, 0, 5.5, -1, 10**400])
def test_a_level_that_is_supposed_is_a_score_of_the_range(level):
    """It ends in words, never in a recursion; what lies in the range is supposed as it is, between levels too."""
    made = eb.load_framework(FAULTS / "range.framework.yaml")
    said = eb.load_assessment(FAULTS / "range.assessment.yaml")
    with pytest.raises(eb.NotFoundError, match="is not a score from 1 to 5"):
        eb.what_if(made, said, {"p": level})
    found = eb.what_if(made, said, {"p": 3.7})
    assert (found.supposed[0].to, found.after.value) == ("3.7", pytest.approx((2.7 / 4 + 0.5) / 2))
    assert eb.what_if(made, said, {"p": None}).supposed[0].to == "5"


def test_a_range_too_large_is_told_where_it_is_written():
    """No arithmetic is tried on it before."""
    with pytest.raises(InvalidDataError, match=r"range-too-large.*:3:\d+: scale\.range"):
        eb.load_framework(FAULTS / "range-too-large.framework.yaml")


@pytest.mark.parametrize("weight", [1e6, 1e12])
@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_weights_as_large_as_may_be_have_a_plan(weight, planner):
    """Only their ratios matter, whatever they multiply to."""
    practices = [{**P, "weight": weight}, {**Q, "weight": 1.0}]
    block = {"id": "b", "title": "B", "weight": weight, "practices": practices}
    made = Framework(id="mini", title="Mini", scale=STEPS, blocks=[block])
    said = Assessment(framework="mini", ratings={"p": {"level": 0, "importance": "high"}, "q": 0})
    way = eb.plan(made, said, periods=4, capacity=30, planner=planner)
    assert [action.practice for action in way.actions] == ["p", "q"]
    assert way.score_after == 1.0


@pytest.mark.parametrize("weight", [1e300, 1e13, -1.0, float("inf"), float("nan"), True])
def test_a_weight_too_large_is_refused_where_it_is_written(weight):
    """One by one, and in blocks in blocks what they multiply to."""
    with pytest.raises(ValidationError, match=r"practices\.0\.weight"):
        framework(STEPS, [{**P, "weight": weight}])


def test_weights_that_multiply_beyond_all_are_refused():
    """Five blocks in one another, each with the largest weight there is."""
    block = {"id": "b0", "title": "B", "weight": 1e12, "practices": [{**P, "weight": 1e12}]}
    for i in range(1, 5):
        block = {"id": f"b{i}", "title": "B", "weight": 1e12, "blocks": [block]}
    with pytest.raises(ValidationError, match=r"the weights on the way to 'p' multiply to more than 1e\+60"):
        Framework(id="mini", title="Mini", scale=STEPS, blocks=[block])


def test_a_sound_framework_stays_sound():
    """Every shipped framework says its targets, levels and ranges so that each practice has them."""
    for name in (entry.id for entry in eb.frameworks()):
        assert problems_in(eb.load_framework(name)) == []
