import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.scoring import (
    BlockRange,
    Condition,
    Output,
    Rollup,
    Rounding,
    Scoring,
    Stages,
    Verdict,
)

bounds = st.one_of(st.none(), st.integers(0, 4).map(lambda quarter: quarter / 4))


def _code(refused):
    """Give the codes of the problems of meaning behind an error."""
    return [problem.code for problem in problems_of(refused.value)]


@pytest.mark.parametrize(
    ("aggregate", "missing"),
    [
        ("mean", "exclude"),
        ("sum", "exclude"),
        ("minimum", "exclude"),
        ("geometric", "exclude"),
        ("blend", "exclude"),
        ("all_or_nothing", "fail"),
        ("gate", "fail"),
    ],
)
def test_what_a_missing_answer_counts_where_nothing_is_said(aggregate, missing):
    """It is left out of what grades, and fails what says yes or no."""
    assert Scoring(aggregate=aggregate).unanswered == missing
    assert Scoring(aggregate=aggregate).replace(min_coverage=0.0).unanswered == missing


@pytest.mark.parametrize("aggregate", ["mean", "gate", "all_or_nothing"])
@pytest.mark.parametrize("missing", ["exclude", "zero", "void", "fail"])
def test_what_is_said_about_a_missing_answer_holds(aggregate, missing):
    """The default of an aggregate gives way, also after another change and a round trip."""
    policy = Scoring(aggregate=aggregate, unanswered=missing)
    assert policy.unanswered == policy.replace(min_coverage=0.0).unanswered == missing
    assert Scoring.model_validate_json(policy.model_dump_json()) == policy


def test_a_default_follows_its_aggregate_and_not_the_one_before():
    """Nobody said `exclude`, so a gate does not inherit it."""
    assert Scoring().replace(aggregate="gate").unanswered == "fail"
    assert Scoring(aggregate="gate").replace(aggregate="mean").unanswered == "exclude"


def test_a_node_that_says_nothing_leaves_everything_open():
    """Every field is null, so the framework's policy holds."""
    assert set(Rollup().model_dump().values()) == {None}


def test_the_policy_of_the_package():
    """A weighted mean of what is answered, shown from half answered on."""
    policy = Scoring()
    assert (policy.aggregate, policy.over, policy.not_applicable) == ("mean", "children", "exclude")
    assert (policy.min_coverage, policy.minimum_share, policy.empty_stage) == (0.5, 0.25, "met")
    assert (policy.output, policy.rounding, policy.stages, policy.bands, policy.verdicts) == (None, None, None, (), ())


@pytest.mark.parametrize(("low", "high"), [(1, 1), (5, 1), (0.0, -1.0)])
def test_a_published_range_rises(low, high):
    """Where it does not, there is nothing to publish in."""
    with pytest.raises(ValidationError, match="low must lie below high") as refused:
        Output(low=low, high=high)
    assert _code(refused) == ["empty_range"]


@pytest.mark.parametrize("figure", ["1", None, float("inf"), float("nan"), True, 1e13])
def test_ends_of_a_published_range_are_numbers(figure):
    """Text, truth and infinity are none."""
    with pytest.raises(ValidationError, match="high"):
        Output(low=0, high=figure)


@pytest.mark.parametrize(
    "empty",
    [
        {"above": 0.8, "below": 0.5},
        {"above": 0.5, "below": 0.5},
        {"above": 0.5, "at_most": 0.5},
        {"at_least": 0.5, "below": 0.5},
        {"above": 1.0},
        {"below": 0.0},
        {"at_least": 0.6, "above": 0.2, "at_most": 0.5},
    ],
)
def test_a_range_in_which_nothing_lies_is_refused(empty):
    """The verdict would never apply."""
    with pytest.raises(ValidationError, match="no value lies in this range") as refused:
        BlockRange(**empty)
    assert _code(refused) == ["empty_range"]


@pytest.mark.parametrize("whole", [{"at_least": 0.5, "at_most": 0.5}, {"at_least": 1.0}, {"at_most": 0.0}, {}])
def test_a_range_of_one_value_is_a_range(whole):
    """Both edges belong to it; without bounds it is everything."""
    assert BlockRange(**whole).model_dump(exclude_unset=True) == whole


@given(bounds, bounds, bounds, bounds)
def test_a_range_is_refused_exactly_if_nothing_lies_in_it(above, at_least, below, at_most):
    """Looking at all eighths, of which some lie between any two quarters."""
    said = {"above": above, "at_least": at_least, "below": below, "at_most": at_most}
    inside = [
        value
        for value in (i / 8 for i in range(9))
        if (above is None or value > above)
        and (at_least is None or value >= at_least)
        and (below is None or value < below)
        and (at_most is None or value <= at_most)
    ]
    try:
        BlockRange(**said)
    except ValidationError:
        assert not inside
    else:
        assert inside


def test_a_condition_that_asks_nothing_is_refused():
    """It would never hold; what always applies says no `when` at all."""
    with pytest.raises(ValidationError, match="this condition asks nothing") as refused:
        Condition()
    assert _code(refused) == ["empty_condition"]
    with pytest.raises(ValidationError, match="this condition asks nothing"):
        Verdict(id="never", title="Never", when={})
    assert Verdict(id="always", title="Always").when is None


@pytest.mark.parametrize("asked", [{"any_block": {}}, {"overall": {"below": 0.5}}, {"must_pass_failed": 1}])
def test_a_condition_asks_one_thing_or_more(asked):
    """Any of the three is enough."""
    assert Condition(**asked).model_fields_set == set(asked)


@pytest.mark.parametrize("count", [0, -1, 1.5, "2", True])
def test_failed_must_pass_practices_are_counted_from_one(count):
    """None failed is no reason for a verdict of its own."""
    with pytest.raises(ValidationError, match="must_pass_failed"):
        Condition(must_pass_failed=count)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aggregate", "average"),
        ("over", "parents"),
        ("unanswered", "skip"),
        ("not_applicable", "zero"),
        ("minimum_share", 1.5),
        ("min_coverage", -0.1),
        ("empty_stage", "maybe"),
        ("band_edge", "middle"),
        ("evidence_max_age", -1),
        ("evidence_counts", "seen"),
        ("weights", {}),
    ],
)
def test_a_policy_says_only_what_there_is(field, value):
    """Every key and every word is checked."""
    with pytest.raises(ValidationError, match=field):
        Scoring(**{field: value})


@pytest.mark.parametrize("wrong", [{"mode": "up"}, {"digits": -1}, {"digits": 1.5}, {"digits": 10}])
def test_rounding_has_a_mode_and_a_number_of_digits(wrong):
    """To the nearest whole figure, unless something else is said."""
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Rounding(**wrong)
    assert (Rounding().mode, Rounding().digits) == ("nearest", 0)


def test_stages_ask_for_the_default_target_and_meet_what_is_empty():
    """What a framework says when it says only `stages: {}`."""
    assert (Stages().level, Stages().empty_stage) == (None, "met")
