import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_value, claimed_values
from equity_blocks.engine.scoring.combining import PLAIN, RULES, Voting, voting_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Practice
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import Scale
from strategies import cases, fewer

SCALE = Scale(
    id="implementation",
    levels=[
        {"id": "not-started", "value": 0},
        {"id": "planned", "value": 0.25},
        {"id": "partial", "value": 0.5},
        {"id": "in-place", "value": 0.75},
        {"id": "sustained", "value": 1},
    ],
)
PARTS = [{"id": part, "title": part} for part in ("a", "b", "c")]
ALL = Practice(id="p", title="P", criteria=PARTS)
ANY = Practice(id="p", title="P", criteria=PARTS, criteria_rule="any")


def _criteria(practice, **levels):
    return claimed_value(practice, SCALE, Rating(criteria=levels))


def test_a_rated_practice_has_its_levels_value_and_no_range():
    """Partial is the third level and counts 0.5; nothing about it is open."""
    assert claimed_value(ALL, SCALE, Rating(level="partial")) == ClaimedValue("rated", 2, 0.5, 0.5, 0.5)


@pytest.mark.parametrize("rating", [Rating(), Rating(level="unknown")])
def test_an_unrated_practice_may_be_anything(rating):
    """Unanswered and unknown have no value, and the whole range is open."""
    found = claimed_value(ALL, SCALE, rating)
    assert (found.position, found.value, found.low, found.high) == (None, None, 0.0, 1.0)
    assert found.in_scope


def test_a_practice_that_does_not_apply_is_out_of_scope():
    """Not applicable leaves no level, no value and no range."""
    assert claimed_value(ALL, SCALE, Rating(not_applicable="no clinic")) == ClaimedValue("not_applicable")
    assert not ClaimedValue("not_applicable").in_scope


def test_a_practice_not_pursued_keeps_its_level():
    """It is out of scope, but what it holds stays known; without a level it holds nothing."""
    with_level = claimed_value(ALL, SCALE, Rating(level="planned", not_pursued="not now"))
    assert (with_level.status, with_level.position, with_level.value) == ("not_pursued", 1, 0.25)
    assert not with_level.in_scope
    assert claimed_value(ALL, SCALE, Rating(not_pursued="not now")).position is None


def test_a_practice_not_pursued_keeps_the_answers_given_before():
    """The lower median of partial and in-place is partial, pursued or not."""
    rating = Rating(answers={"x": "partial", "y": "in-place"}, not_pursued="not now")
    assert claimed_value(ALL, SCALE, rating).position == 2


def test_criteria_under_all_count_their_mean():
    """Check (0.25 + 0.5 + 1) / 3 = 7/12; the highest level not above it is partial (0.5)."""
    found = _criteria(ALL, a="planned", b="partial", c="sustained")
    assert found.value == pytest.approx(7 / 12, abs=1e-15)
    assert (found.status, found.position) == ("rated", 2)


def test_criteria_under_any_count_their_best():
    """The best of 0.25, 0.5 and 1 is 1, so the practice is sustained."""
    found = _criteria(ANY, a="planned", b="partial", c="sustained")
    assert (found.value, found.position, found.low, found.high) == (1.0, 4, 1.0, 1.0)


def test_a_mean_of_criteria_that_equals_a_level_holds_it():
    """Check (0.5 + 0.75 + 1) / 3 = 0.75, which is in-place even where the sum falls a last bit short."""
    assert _criteria(ALL, a="partial", b="in-place", c="sustained").position == 3
    thirds = Scale(id="s", levels=[{"id": f"l{i}", "value": value} for i, value in enumerate((0, 0.1, 0.2, 0.3))])
    assert claimed_value(ALL, thirds, Rating(criteria={"a": 1, "b": 2, "c": 3})).position == 2


def test_unrated_criteria_leave_a_range_open():
    """With 0.5 and 1 said: point 1.5/2 = 0.75, low (0.5 + 1 + 0)/3 = 0.5, high (0.5 + 1 + 1)/3 = 5/6."""
    found = _criteria(ALL, a="partial", b="sustained")
    assert (found.value, found.low) == (0.75, 0.5)
    assert found.high == pytest.approx(5 / 6, abs=1e-15)


def test_unrated_criteria_under_any_can_only_raise():
    """With 0.5 said, the best is at least 0.5 and at most 1."""
    found = _criteria(ANY, a="partial", b=None)
    assert (found.value, found.low, found.high) == (0.5, 0.5, 1.0)


def test_an_unknown_criterion_counts_like_an_unrated_one():
    """Nobody knows about b, so a alone makes the point and b opens the range."""
    assert _criteria(ALL, a="partial", b="unknown", c="partial") == _criteria(ALL, a="partial", c="partial")


def test_a_practice_whose_criteria_are_all_unknown_is_unknown():
    """Asked about each part, nobody could say: that is unknown, and everything is open."""
    found = _criteria(ALL, a="unknown", b="unknown", c="unknown")
    assert (found.status, found.value, found.low, found.high) == ("unknown", None, 0.0, 1.0)


@pytest.mark.parametrize("said", ["planned", "unknown"])
def test_what_was_agreed_overrides_the_criteria(said):
    """The group settled on in-place, whatever the parts had said, or had left open."""
    rating = Rating(criteria={"a": said}, agreed={"level": "in-place", "by": "steering group"})
    assert claimed_value(ALL, SCALE, rating) == ClaimedValue("rated", 3, 0.75, 0.75, 0.75)


def test_a_practice_whose_criteria_are_all_blank_is_unanswered():
    """A list of criteria without levels says nothing."""
    assert _criteria(ALL, a=None, b=None).status == "unanswered"


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"x": "partial", "y": {"not_applicable": "no"}}, "rated"),
        ({"x": "partial", "y": {"not_applicable": "no"}, "z": {"not_applicable": "no"}}, "not_applicable"),
        ({"x": "unknown", "y": None}, "unknown"),
        ({"x": None, "y": None}, "unanswered"),
        ({"x": "unknown", "y": "planned"}, "rated"),
    ],
)
def test_the_majority_of_respondents_decides_what_applies(answers, status):
    """More than half must say that it does not apply; blanks have no say."""
    assert claimed_value(ALL, SCALE, Rating(answers=answers)).status == status


@given(st.lists(st.sampled_from([None, *range(5)]), min_size=3, max_size=3), st.sampled_from([ALL, ANY]))
def test_the_range_of_criteria_holds_whatever_is_said_next(levels, practice):
    """Low is attained with unrated criteria at 0, high with them at 1, and the point lies between."""
    said = dict(zip("abc", levels, strict=True))
    if set(levels) == {None}:
        return
    found = _criteria(practice, **said)
    lowest = _criteria(practice, **{part: 0 if level is None else level for part, level in said.items()})
    highest = _criteria(practice, **{part: 4 if level is None else level for part, level in said.items()})
    assert (found.low, found.high) == (lowest.value, highest.value)
    assert found.low <= found.value <= found.high
    assert SCALE.values[found.position] <= found.value + 1e-12


@fewer
@given(cases())
def test_claims_cover_every_practice_in_source_order(case):
    """Nothing is forgotten, and what nobody mentions is unanswered."""
    framework, assessment = case
    found = claimed_values(framework, assessment)
    assert list(found) == list(framework.practices)
    assert all(found[name].status == assessment.rating(name).status for name in found)
    assert all((found[name].value is None) == (found[name].position is None) for name in found)


def test_a_practice_not_mentioned_is_unanswered():
    """An assessment may leave practices out altogether."""
    block = {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[block])
    assert claimed_values(framework, Assessment(framework="mini"))["p"].status == "unanswered"


@fewer
@given(cases())
def test_each_rating_is_read_by_itself(case):
    """Whatever was read before it, on whatever scale."""
    framework, assessment = case
    voting = voting_of(assessment)
    assert claimed_values(framework, assessment) == {
        name: claimed_value(practice, framework.scale_of(name), assessment.rating(name), voting)
        for name, practice in framework.practices.items()
    }


def test_one_level_id_counts_by_the_scale_of_its_practice():
    """Partial is the third of five here, the second of three there; a reason besides takes it out."""
    other = {"id": "other", "levels": [{"id": name, "value": i / 2} for i, name in enumerate(("no", "partial", "yes"))]}
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "scale": other}, {"id": "r", "title": "R"}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = Framework(id="f", title="F", scale=SCALE, blocks=blocks)
    ratings = {"p": "partial", "q": "partial", "r": {"level": "partial", "not_pursued": "no money"}}
    said = claimed_values(framework, Assessment(framework="f", ratings=ratings))
    assert [(found.status, found.position) for found in said.values()] == [
        ("rated", 2),
        ("rated", 1),
        ("not_pursued", 2),
    ]


def _answers(practice, voting=PLAIN, **answers):
    return claimed_value(practice, SCALE, Rating(answers=answers), voting)


def test_several_may_speak_of_different_criteria():
    """Each criterion is combined by itself; what nobody speaks of is open."""
    found = _answers(
        ALL, app={"criteria": {"a": "sustained"}}, platform={"criteria": {"a": "partial", "b": "in-place"}}
    )
    assert (found.status, found.value) == ("rated", (0.5 + 0.75) / 2)
    assert (found.low, found.high) == ((0.5 + 0.75) / 3, (0.5 + 0.75 + 1) / 3)


def test_who_names_a_level_names_it_for_every_criterion():
    """So that people who rate the whole and people who rate parts can be put together."""
    found = _answers(ALL, ann="sustained", ben={"criteria": {"a": "planned", "b": None, "c": "unknown"}})
    assert (found.value, found.low, found.high) == ((0.25 + 1 + 1) / 3,) * 3


def test_the_best_criterion_counts_where_any_does():
    """Of the combined ones: what one person sees in one and another in another part is not put together."""
    found = _answers(ANY, ann={"criteria": {"a": 4, "b": 0}}, ben={"criteria": {"a": 0, "b": 4}})
    assert (found.value, found.low, found.high) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("practice", [ALL, ANY])
def test_answers_by_criteria_that_say_one_thing_of_all_count_like_levels(practice, rule):
    """Whatever the rule and the weights."""
    voting = Voting(rule, {"ann": 2.0})
    parts = {who: {"criteria": dict.fromkeys("abc", level)} for who, level in (("ann", 1), ("ben", 3), ("cleo", 4))}
    levels = {who: answer["criteria"]["a"] for who, answer in parts.items()}
    assert _answers(practice, voting, **parts) == _answers(practice, voting, **levels)


def test_answers_that_know_of_no_criterion_are_unknown():
    """And blank ones are none."""
    assert _answers(ALL, ann={"criteria": {"a": "unknown"}}).status == "unknown"
    assert _answers(ALL, ann={"criteria": {"a": None}}).status == "unanswered"


def test_an_agreed_level_overrides_answers_by_criteria():
    """Like any others."""
    rating = Rating(answers={"ann": {"criteria": {"a": 1}}}, agreed={"level": 4, "by": "us"})
    assert claimed_value(ALL, SCALE, rating).value == 1.0
