import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import (
    Assessment,
    Crosswalk,
    Framework,
    InvalidDataError,
    UnsuitableError,
    crosswalks,
    load_assessment,
    load_crosswalk,
    load_framework,
    score,
    share,
    translate,
)
from equity_blocks.engine.crosswalk.intervals import Interval
from equity_blocks.engine.crosswalk.translate import known_values_of, questions, weights_of
from equity_blocks.engine.scoring.rollup import roll_up
from equity_blocks.model.tree import TOP
from strategies import AGGREGATES, fewer, frameworks
from universe import Universe

EDGE = 1e-9
DRAWS = 800


def _framework(name, practices, **more):
    blocks = [{"id": "block", "title": "Block", "practices": practices}]
    data = {"id": name, "title": name, "scale": ["no", "partly", "yes"], "scoring": {"min_coverage": 0.0}}
    return Framework.model_validate({**data, "blocks": blocks, **more})


def _named(*names):
    return [{"id": name, "title": name.upper()} for name in names]


def _crosswalk(start, end, *mappings):
    ends = {"from": {"framework": start}, "to": {"framework": end}}
    said = [{"why": "so", **mapping} for mapping in mappings]
    return Crosswalk.model_validate({"id": f"{start}--{end}", "title": "T", **ends, "mappings": said})


def _equal(start, end):
    return {"from": start, "to": end, "relation": "equal"}


OLD = _framework("old", _named("p", "q"))
NEW = _framework("new", _named("r", "s"))
SAME = _crosswalk("old", "new", _equal("p", "r"), _equal("q", "s"))


def _said(framework, **ratings):
    return Assessment(framework=framework, as_of="2026-06-30", organization={"id": "acme"}, ratings=ratings)


def test_the_true_score_lies_inside_whatever_the_policy():
    """Practice by practice, block by block and overall, under every aggregate, from worlds where the truth is known."""
    for seed in range(DRAWS):
        universe = Universe(seed)
        dice = universe.dice
        aggregate = dice.choice(AGGREGATES)
        frameworks = universe.framework("a"), universe.framework("b", aggregate=aggregate)
        truth, wanted = universe.truth("a"), universe.truth("b")
        rated = {name: value for name, value in truth.items() if dice.random() < 0.8}
        direct = {name: value for name, value in wanted.items() if dice.random() < 0.2}
        ways = universe.crosswalk("a", "b")
        said = Assessment(framework="a", ratings=rated)
        own = Assessment(framework="b", ratings=direct)
        for made in (
            translate(frameworks[0], said, ways, frameworks[1]),
            translate(frameworks[0], said, ways, frameworks[1], direct=own),
            translate(frameworks[0], said, ways.backwards(), frameworks[1]),
        ):
            assert made.conflicts == ()
            whole = roll_up(frameworks[1], wanted)
            for node, name in ((made.score, TOP), *((block, block.id) for block in made.blocks)):
                if whole[name] is None:
                    assert node.low is node.high is None
                else:
                    assert node.low - EDGE <= whole[name] <= node.high + EDGE
            for name, practice in made.practices.items():
                assert practice.low - EDGE <= wanted[name] <= practice.high + EDGE


def test_adding_a_direct_answer_never_widens_an_interval():
    """Of no practice, no block, and not of the whole; and the answer itself is what then known."""
    for seed in range(DRAWS // 3):
        universe = Universe(seed)
        frameworks = universe.framework("a"), universe.framework("b")
        said = Assessment(framework="a", ratings=universe.truth("a"))
        ways = universe.crosswalk("a", "b")
        before = translate(frameworks[0], said, ways, frameworks[1])
        name = universe.dice.choice(list(universe.families["b"]))
        level = universe.dice.random()
        own = Assessment(framework="b", ratings={name: level})
        after = translate(frameworks[0], said, ways, frameworks[1], direct=own)
        assert (after.practices[name].low, after.practices[name].high) == (level, level)
        pairs = [(before.score, after.score), *zip(before.blocks, after.blocks, strict=True)]
        pairs += [(before.practices[key], after.practices[key]) for key in before.practices]
        for old, new in pairs:
            if old.low is not None:
                assert new.high - new.low <= old.high - old.low + EDGE
                assert new.coverage >= old.coverage - EDGE


def test_a_direct_level_that_agrees_widens_nothing_whatever_the_policy():
    """It only cuts; the truth always agrees."""
    for seed in range(DRAWS // 3):
        universe = Universe(seed)
        target = universe.framework("b", aggregate=universe.dice.choice(AGGREGATES))
        source, ways = universe.framework("a"), universe.crosswalk("a", "b")
        said = Assessment(framework="a", ratings=universe.truth("a"))
        name, level = universe.dice.choice(list(universe.truth("b").items()))
        before = translate(source, said, ways, target)
        after = translate(source, said, ways, target, direct=Assessment(framework="b", ratings={name: level}))
        for old, new in [(before.score, after.score), *zip(before.blocks, after.blocks, strict=True)]:
            if old.low is not None:
                assert old.low - EDGE <= new.low <= new.high <= old.high + EDGE


@pytest.mark.parametrize("aggregate", AGGREGATES)
@pytest.mark.parametrize("out", [{"not_applicable": "none of it"}, {"not_pursued": "no time", "level": "no"}])
def test_what_a_direct_answer_takes_out_may_widen_its_block(aggregate, out):
    """What is left is not known at all."""
    target = _framework("new", _named("r", "s"), scoring={"aggregate": aggregate})
    said = _said("old", p="no")
    before, after = (translate(OLD, said, SAME, target, direct=direct) for direct in (None, _said("new", r=out)))
    assert before.blocks[0].high < 1
    assert (after.blocks[0].low, after.blocks[0].high) == (0.0, 1.0)


@pytest.mark.parametrize("level", ["no", "partly", "yes"])
def test_equal_mappings_reproduce_the_values_exactly(level):
    """Forwards, backwards, and through a third framework."""
    third = _framework("third", _named("t", "u"))
    onward = _crosswalk("new", "third", _equal("r", "t"), _equal("s", "u"))
    value = {"no": 0.0, "partly": 0.5, "yes": 1.0}[level]
    for made in (
        translate(OLD, _said("old", p=level, q=level), SAME, NEW),
        translate(NEW, _said("new", r=level, s=level), SAME, OLD),
        translate(OLD, _said("old", p=level, q=level), [onward, SAME], third),
    ):
        assert (made.score.low, made.score.high, made.score.coverage) == (value, value, 1.0)
        assert {practice.level for practice in made.practices.values()} == {level}
        assert made.ask == ()


@pytest.mark.parametrize(
    ("rating", "interval"),
    [
        ("partly", (0.5, 0.5)),
        ({"criteria": {"x": "yes"}}, (0.5, 1.0)),
        ({"not_pursued": "no time", "level": "partly"}, None),
        ({"not_pursued": "no time"}, None),
        ({"not_applicable": "no members"}, None),
        ("unknown", None),
        (None, None),
    ],
)
def test_what_a_practice_says(rating, interval):
    """A level, or the range that unrated criteria leave; nothing where it is not rated."""
    criteria = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
    framework = _framework("old", [{"id": "p", "title": "P", "criteria": criteria}])
    said = known_values_of(framework, _said("old", p=rating))
    assert {name: stand.interval for name, stand in said.items()} == ({} if interval is None else {"p": interval})


def test_what_is_silent_counts_from_0_to_1():
    """One of two practices is carried: half of the framework is open, and its coverage is a half."""
    made = translate(OLD, _said("old", p="yes"), SAME, NEW)
    assert (made.score.low, made.score.high, made.score.coverage) == (0.5, 1.0, 0.5)
    assert made.scope.model_dump(exclude_defaults=True) == {"practices": 2, "carried": 1, "silent": 1}
    silent = made.practices["s"]
    assert (silent.status, silent.low, silent.high, silent.coverage, silent.level) == ("silent", 0, 1, 0, None)


def test_a_direct_rating_wins_over_a_carried_one():
    """It known, and that the two contradict each other is said."""
    made = translate(OLD, _said("old", p="yes", q="yes"), SAME, NEW, direct=_said("new", r="no"))
    practice = made.practices["r"]
    assert (practice.status, practice.low, practice.high, practice.is_conflict) == ("direct", 0.0, 0.0, True)
    (conflict,) = made.conflicts
    assert (conflict.practice, conflict.kind, conflict.says) == ("r", "direct", ((1.0, 1.0), (0.0, 0.0)))
    assert made.practices["s"].is_conflict is False


def test_a_direct_answer_with_open_criteria_keeps_what_both_allow():
    """The rest of the criteria cannot take it out of what is carried."""
    criteria = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
    target = _framework("new", [{"id": "r", "title": "R", "criteria": criteria}, *_named("s")])
    said = _said("old", p="partly")
    half = _crosswalk("old", "new", {"from": "p", "to": "r", "relation": "part-of", "share": 0.5})
    made = translate(OLD, said, half, target, direct=_said("new", r={"criteria": {"x": "yes"}}))
    assert (made.practices["r"].low, made.practices["r"].high) == (0.5, 0.75)


def test_sources_that_contradict_each_other_are_a_conflict_with_their_hull():
    """Both are said to be the whole of the target, and they differ."""
    both = _crosswalk("old", "new", _equal("p", "r"), _equal("q", "r"))
    made = translate(OLD, _said("old", p="no", q="partly"), both, NEW)
    (conflict,) = made.conflicts
    assert (conflict.framework, conflict.practice, conflict.kind) == ("new", "r", "sources")
    assert (conflict.low, conflict.high, conflict.says) == (0.0, 0.5, ((0.0, 0.0), (0.5, 0.5)))
    assert (made.practices["r"].low, made.practices["r"].high, made.practices["r"].is_conflict) == (0.0, 0.5, True)


def test_what_does_not_apply_in_the_target_is_left_out():
    """Said directly; its weight goes to the others."""
    direct = _said("new", s={"not_applicable": "no members"})
    made = translate(OLD, _said("old", p="partly"), SAME, NEW, direct=direct)
    assert (made.score.low, made.score.high, made.score.coverage) == (0.5, 0.5, 1.0)
    assert (made.practices["s"].status, made.practices["s"].low) == ("not_applicable", None)
    assert made.ask == ()


def test_a_chain_names_its_way_and_its_weakest_link():
    """The crosswalk whose mappings widen most, and for each practice the mapping that does."""
    third = _framework("third", _named("t"))
    vague = _crosswalk("new", "third", {"from": "r", "to": "t", "relation": "overlaps", "share": 0.5, "uses": 0.5})
    made = translate(OLD, _said("old", p="yes"), [SAME, vague], third)
    ways = [(item.crosswalk, item.start, item.end, item.backwards, item.mappings) for item in made.passages]
    assert ways == [("old--new", "old", "new", False, 1), ("new--third", "new", "third", False, 1)]
    assert made.weakest == "new--third"
    practice = made.practices["t"]
    assert (practice.low, practice.high, practice.coverage, practice.origins) == (0.5, 1.0, 0.5, ("p",))
    assert (practice.weakest.crosswalk, practice.weakest.source, practice.weakest.loss) == ("new--third", "r", 0.5)
    assert translate(OLD, _said("old", p="yes"), SAME, NEW).weakest is None


def test_a_carried_practice_says_what_it_rests_on():
    """The source with its value, the judgement, and what it says by itself."""
    part = {"from": "p", "to": "r", "relation": "part-of", "share": 0.25, "why": "one of four things"}
    made = translate(OLD, _said("old", p="yes"), _crosswalk("old", "new", part), NEW)
    (origin,) = made.practices["r"].sources
    assert (origin.practice, origin.low, origin.high, origin.why) == ("p", 1.0, 1.0, "one of four things")
    assert (origin.share, origin.uses, origin.says_low, origin.says_high) == (0.25, 1.0, 0.25, 1.0)


def test_guidance_is_read_without_an_overall_value():
    """Practices have intervals and nodes coverage, but nothing is totaled."""
    guidance = _framework("new", _named("r", "s"), use="guidance")
    made = translate(OLD, _said("old", p="yes"), SAME, guidance)
    assert (made.score.low, made.score.high, made.score.coverage) == (None, None, 0.5)
    assert made.blocks[0].low is None
    assert made.practices["r"].low == 1.0


def test_what_makes_no_sense_is_refused():
    """The same framework, no way, ratings that do not fit, and mappings of practices that are not there."""
    said = _said("old", p="yes")
    with pytest.raises(UnsuitableError, match="one of old already"):
        translate(OLD, said, SAME, OLD)
    with pytest.raises(UnsuitableError, match="no crosswalk leads from old to third"):
        translate(OLD, said, SAME, _framework("third", _named("t")))
    with pytest.raises(InvalidDataError, match="new has no practice 'p'"):
        translate(OLD, said, SAME, NEW, direct=_said("new", p="yes"))
    with pytest.raises(InvalidDataError, match="old has no practice 'x'"):
        translate(OLD, said, _crosswalk("old", "new", _equal("x", "r")), NEW)
    with pytest.raises(InvalidDataError, match="new has no practice 'x'"):
        translate(OLD, said, _crosswalk("old", "new", _equal("p", "x")), NEW)


def test_the_head_is_that_of_what_was_rated():
    """Whose it is and of when; the framework is the one it is read in."""
    made = translate(OLD, _said("old", p="yes"), SAME, NEW)
    assert (made.framework.id, made.source.id, made.organization.id) == ("new", "old", "acme")
    assert share(made.replace(organization={"id": "acme", "name": "Acme"}), "client").organization.name == ""


@pytest.mark.parametrize("name", ["ahe-roadmap", "chcs-acap", "ric-iccop", "rise-to-health-payers"])
def test_the_sample_reads_in_every_other_framework(name):
    """With a stated coverage, bounds in order, and something left to ask."""
    target = load_framework(name)
    said = load_assessment("assessments/riverbend-2026.yaml")
    made = translate(load_framework("hcplan-apm"), said, crosswalks(), target)
    assert 0 < made.score.coverage < 1
    assert made.scope.carried + made.scope.silent == len(target.practices)
    assert (made.score.low is None) == (target.use == "guidance")
    assert all(0 <= p.low <= p.high <= 1 for p in made.practices.values())
    assert len(made.passages) == 1


CASE = "tests/cases/public/p24"


def _pass_or_fail(answers, **speaks):
    """Read one of the case's assessments, with the direction in which some of its mappings speak."""
    source, target = (load_framework(f"{CASE}/{name}.yaml") for name in ("source", "target"))
    crosswalk = load_crosswalk(f"{CASE}/crosswalk.yaml")
    mappings = [m.replace(speaks=speaks.get(m.source.replace("-", "_"), "both")) for m in crosswalk.mappings]
    said = load_assessment(f"{CASE}/{answers}.yaml")
    return translate(source, said, crosswalk.replace(mappings=mappings), target).practices


@pytest.mark.parametrize("answers", ["met", "unmet"])
def test_several_sources_of_one_target_all_count_and_are_all_named(answers):
    """Also the one that nobody answered."""
    found = _pass_or_fail(answers)["t"]
    assert (found.low, found.high) == (0.5, 0.7)
    assert [(source.practice, source.is_known) for source in found.sources] == [
        ("s1", True),
        ("s2", True),
        ("s3", False),
    ]
    assert found.origins == ("s1", "s2")


def test_a_demanding_source_that_is_unmet_says_nothing_of_an_easier_target():
    """Where its mapping speaks up only; that it is met says all."""
    met, unmet = (_pass_or_fail(answers, all_commits="up")["some-commits"] for answers in ("met", "unmet"))
    assert (met.low, met.high, met.status) == (1.0, 1.0, "carried")
    assert (unmet.low, unmet.high, unmet.coverage, unmet.status) == (0.0, 1.0, 0.0, "silent")
    both = _pass_or_fail("unmet")["some-commits"]
    assert (both.low, both.high) == (0.0, 0.0)


def test_what_speaks_up_speaks_down_from_the_other_end():
    """An easier target that is unmet says that the demanding source is; that it is met says nothing."""
    easy, hard = _framework("easy", _named("e")), _framework("hard", _named("h"))
    ways = _crosswalk("hard", "easy", {**_equal("h", "e"), "speaks": "up"})
    for level, interval in (("no", (0.0, 0.0)), ("partly", (0.0, 0.5)), ("yes", (0.0, 1.0))):
        found = translate(easy, _said("easy", e=level), ways, hard).practices["h"]
        assert (found.low, found.high) == interval
    found = translate(hard, _said("hard", h="partly"), ways, easy).practices["e"]
    assert (found.low, found.high, found.sources[0].speaks) == (0.5, 1.0, "up")


def test_what_is_not_pursued_says_nothing_with_a_level_or_without():
    """It is left out of the score that is read, so it is left out of what is read from it."""
    for rating in ({"level": "yes", "not_pursued": "no money"}, {"not_pursued": "no money"}):
        found = translate(OLD, _said("old", p=rating, q="yes"), SAME, NEW).practices
        assert (found["r"].status, found["r"].low, found["r"].high) == ("silent", 0.0, 1.0)
        assert found["s"].low == 1.0


ROWS = Framework(
    id="f",
    title="F",
    scale=["no", "yes"],
    blocks=[
        {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 3}]},
        {"id": "c", "title": "C", "weight": 3, "practices": [{"id": "r", "title": "R"}]},
        {"id": "empty", "title": "E"},
    ],
)


@fewer
@given(frameworks(full=True))
def test_a_weight_is_what_the_score_falls_by(framework):
    """Under the mean: the score with everything at the top, less the score with one practice at the bottom."""
    tops = {name: framework.scale_of(name).top for name in framework.practices}
    best = score(framework, Assessment(framework=framework.id, ratings=tops)).score.value
    for name, weight in weights_of(framework).items():
        other = score(framework, Assessment(framework=framework.id, ratings={**tops, name: 0})).score.value
        assert weight == pytest.approx((best or 0.0) - (other or 0.0), abs=1e-12)


def test_empty_blocks_take_no_weight():
    """What stands in no score does not count."""
    assert weights_of(ROWS) == {"p": 0.0625, "q": 0.1875, "r": 0.75}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=3))
def test_no_other_list_of_the_same_length_takes_more_off(ends):
    """Every subset was tried; and `left` is what the rest adds up to."""
    intervals = {name: Interval(*sorted(pair)) for name, pair in zip("pqr", ends, strict=True)}
    counts = weights_of(ROWS)
    widths = {name: interval.width * counts[name] for name, interval in intervals.items()}
    asked = questions(ROWS, intervals, counts)
    for k, item in enumerate(asked, 1):
        taken = sum(widths[each.practice] for each in asked[:k])
        assert taken == pytest.approx(max(sum(widths[n] for n in some) for some in itertools.combinations("pqr", k)))
        assert item.left == pytest.approx(sum(widths.values()) - taken, abs=1e-8)


def test_what_is_known_is_not_asked():
    """And what is out of scope leaves its weight to the others."""
    asked = questions(ROWS, {"p": Interval(0.5, 0.5), "q": Interval(0.0, 1.0)}, weights_of(ROWS))
    assert [(item.practice, item.block, item.width) for item in asked] == [("q", "b", 0.75)]
