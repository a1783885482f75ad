"""Scales and their levels."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.errors import NotFoundError
from equity_blocks.model import Framework, Level, Scale
from equity_blocks.model.input_problems import problems_of

IMPLEMENTATION = Scale(
    id="implementation",
    levels=[
        {"id": "not-started", "value": 0},
        {"id": "planned", "value": 0.25},
        {"id": "partial", "value": 0.5},
        {"id": "in-place", "value": 0.75},
        {"id": "sustained", "value": 1},
    ],
    default_target="in-place",
)
VALUES = st.lists(st.floats(0, 1), min_size=2, max_size=7, unique=True).map(sorted)


def scale_of(values: list[float], **more: object) -> Scale:
    """Build a scale with these values."""
    return Scale(id="s", levels=[{"id": f"l{i}", "value": value} for i, value in enumerate(values)], **more)


def codes(**data: object) -> list[tuple]:
    """Give the codes and key paths of the problems that a scale is refused for."""
    with pytest.raises(ValidationError, match="Scale") as caught:
        Scale(**data)
    return [(p.code, p.key_path) for p in problems_of(caught.value)]


def test_a_level_is_found_by_its_id_and_by_its_position():
    """Both ways of naming a level mean the same; the lowest is at 0."""
    assert [IMPLEMENTATION.position(level) for level in IMPLEMENTATION.ids] == [0, 1, 2, 3, 4]
    assert [IMPLEMENTATION.position(i) for i in range(5)] == [0, 1, 2, 3, 4]
    assert IMPLEMENTATION.top == 4


@pytest.mark.parametrize("level", ["done", "", 5, -1, "0", "Partial"])
def test_a_level_that_is_not_there_is_told(level: object):
    """The error names what was asked for and what there is."""
    assert not IMPLEMENTATION.holds(level)
    with pytest.raises(NotFoundError, match=r"is not a level of the scale 'implementation': .* \(or 0 to 4\)"):
        IMPLEMENTATION.position(level)


def test_no_level_means_the_default_one():
    """A level that was not given is always on the scale."""
    assert IMPLEMENTATION.holds(None)


def test_the_default_target_is_the_highest_level_unless_named():
    """A target may be given by id or by position."""
    assert IMPLEMENTATION.target == 3
    assert IMPLEMENTATION.replace(default_target=2).target == 2
    assert scale_of([0, 0.5, 1]).target == 2


def test_a_level_without_a_title_is_called_by_its_id():
    """The id becomes words; a title that is given stays, and a changed id makes a changed title."""
    assert Level(id="in-place", value=1).title == "In place"
    assert Level(id="in-place", value=1, title="Everywhere").title == "Everywhere"
    assert Level(id="in-place", value=1).replace(id="not-started").title == "Not started"


@given(VALUES)
def test_rising_values_make_a_scale(values: list):
    """Any values that rise within [0, 1] are a scale, the lowest first."""
    assert list(scale_of(values).values) == values


@given(VALUES, st.data())
def test_values_that_fall_make_none(values: list, data: st.DataObject):
    """A value out of order is told at the level where it happens."""
    i = data.draw(st.integers(1, len(values) - 1))
    values[i - 1] = max(values[i - 1], 0.1)
    values[i] = data.draw(st.floats(0, values[i - 1], exclude_max=True))

    found = codes(id="s", levels=[{"id": f"l{n}", "value": value} for n, value in enumerate(values)])

    assert ("values_not_rising", ("levels", i, "value")) in found


@pytest.mark.parametrize("value", [-0.1, 1.1, True, "0.5", None, float("nan"), float("inf")])
def test_a_value_is_a_number_from_0_to_1(value: object):
    """Values outside, and what is no number, are refused."""
    with pytest.raises(ValidationError, match=r"levels\.1\.value"):
        Scale(id="s", levels=[{"id": "a", "value": 0}, {"id": "b", "value": value}])


def test_all_that_is_wrong_with_a_scale_is_told_at_once():
    """An id used twice, a value that falls and a target that is not there are three problems."""
    levels = [{"id": "a", "value": 0.5}, {"id": "b", "value": 0.4}, {"id": "a", "value": 0.6}]

    assert codes(id="s", levels=levels, default_target="c") == [
        ("duplicate_id", ("levels", 2, "id")),
        ("values_not_rising", ("levels", 1, "value")),
        ("unknown_level", ("default_target",)),
    ]


def test_no_level_may_be_called_unknown():
    """That word says in a rating that nobody knows."""
    levels = [{"id": "unknown", "value": 0}, {"id": "a", "value": 1}]

    assert codes(id="s", levels=levels) == [("duplicate_id", ("levels", 0, "id"))]


@pytest.mark.parametrize("levels", [[], [{"id": "a", "value": 0}]])
def test_a_scale_has_at_least_two_levels(levels: list):
    """One level tells nothing apart."""
    with pytest.raises(ValidationError, match="at least 2 items"):
        Scale(id="s", levels=levels)


@given(VALUES, st.floats(0, 1))
def test_what_is_held_is_the_highest_level_not_above_a_value(values: list, value: float):
    """Looking through all levels one by one finds the same; below the lowest it is the lowest."""
    held = scale_of(values).held(value)

    assert values[held] <= value + 1e-9 or held == 0
    assert all(above > value for above in values[held + 1 :])


@pytest.mark.parametrize(
    ("mean", "level"), [((0.5 + 0.75 + 1) / 3, "in-place"), (0.1 + 0.2 - 0.05, "planned"), (0.7499, "partial")]
)
def test_a_mean_that_equals_a_level_holds_it(mean: float, level: str):
    """The last bit of a sum of decimals does not cost a level."""
    assert IMPLEMENTATION.ids[IMPLEMENTATION.held(mean)] == level


def test_a_list_of_names_is_a_scale_with_even_values():
    """The short form for Python spaces the levels evenly from 0 to 1."""
    scale = Framework(id="mini", title="Mini", scale=["no", "half", "yes"], blocks=[]).scale

    assert (scale.ids, scale.values, scale.top) == (("no", "half", "yes"), (0, 0.5, 1), 2)
    assert all(lower < higher for lower, higher in pairwise(scale.values))


@pytest.mark.parametrize("names", [[], ["only"], ["a", "a"], ["A level", "b"], ["a", 1], "ab"])
def test_other_lists_are_no_scale(names: object):
    """Names that cannot be told apart, or are no ids, make no scale."""
    with pytest.raises(ValidationError, match="scale"):
        Framework(id="mini", title="Mini", scale=names, blocks=[])


@pytest.mark.parametrize(
    ("fields", "value", "name"),
    [
        ({"range": [0, 100]}, 0.62, "62"),
        ({"range": [1, 5]}, 0.625, "3.5"),
        ({"range": [0, 10]}, 0.1 + 0.2, "3"),
        ({"range": [-10, 10]}, 0.25, "quarter-1"),  # -5 is no id
        ({"levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1}]}, 0.62, "no"),
    ],
)
def test_a_value_is_named_by_its_level_or_its_score(fields, value, name):
    """What people rated is what they read."""
    assert Scale(id="s", **fields).named(value) == name


TIED = Scale(
    id="tied",
    levels=[
        {"id": "no", "value": 0},
        {"id": "planned", "value": 0},
        {"id": "begun", "value": 0.5},
        {"id": "half", "value": 0.5},
        {"id": "done", "value": 1},
        {"id": "kept", "value": 1},
    ],
)


def test_levels_may_count_the_same():
    """Each is still its own level, by id, by position and by what it counts."""
    assert TIED.values == (0, 0, 0.5, 0.5, 1, 1)
    for i, level in enumerate(TIED.ids):
        assert TIED.position(level) == TIED.held(TIED.value(level)) == TIED.held(TIED.value(i)) == i
        assert TIED.named(TIED.value(level)) == level


@pytest.mark.parametrize(
    ("value", "level"), [(0.0, "no"), (0.3, "planned"), (0.5, "half"), (0.7, "half"), (1.0, "kept")]
)
def test_a_bare_number_holds_the_highest_level_that_counts_so_much(value: float, level: str):
    """A mean of criteria knows no level; but nothing at all is the lowest one."""
    assert TIED.named(value) == level


def test_a_scale_whose_levels_all_count_the_same_tells_nothing_apart():
    """No step would be worth anything."""
    levels = [{"id": "a", "value": 0.5}, {"id": "b", "value": 0.5}]

    assert codes(id="s", levels=levels) == [("values_not_rising", ("levels", 1, "value"))]


@pytest.mark.parametrize(("share", "level"), [(0, "no"), (0.01, "begun"), (0.5, "begun"), (0.51, "done"), (1, "done")])
def test_a_share_names_the_lowest_level_that_counts_so_much(share: float, level: str):
    """Of levels that count the same, the lowest."""
    assert TIED.ids[TIED.at_share(share)] == level


def test_a_share_that_no_level_counts_names_none():
    """A scale need not end at 1."""
    assert scale_of([0, 0.6]).at_share(0.7) is None


PERCENTS = Scale(id="percents", range=[0, 100], missing=[99, -999])


@pytest.mark.parametrize(("score", "says"), [(99, True), (99.0, True), (-999, True), (98, False), ("99", False)])
def test_a_range_names_the_scores_that_mean_no_answer(score: object, says: bool):
    """In the range or outside; a number in quotes is no score."""
    assert PERCENTS.is_missing(score) is says
    assert not says or not PERCENTS.holds(score)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (101, "101 is not a score from 0 to 100"),
        (-1, "-1 is not a score from 0 to 100"),
        (99, "99 means that there is no answer, so it is not a score from 0 to 100"),
        (10**400, "a number of more than 40 digits is not a score from 0 to 100"),
        ("most", "'most' is not a level of the scale 'percents': 0, 25, 50, 75, 100 (or scores from 0 to 100)"),
    ],
)
def test_what_is_no_score_is_told_with_the_range(level: object, said: str):
    """Reading it as a position or as a value ends in the same words, however it is asked for."""
    for read in (PERCENTS.position, PERCENTS.value):
        with pytest.raises(NotFoundError) as caught:
            read(level)
        assert str(caught.value).startswith(said)


def test_only_a_range_has_scores_that_mean_no_answer():
    """Where levels are rated, nothing is written as nothing."""
    levels = [{"id": "a", "value": 0}, {"id": "b", "value": 1}]

    assert codes(id="s", levels=levels, missing=[99]) == [("no_range", ("missing",))]


@pytest.mark.parametrize("end", [10**400, 1e13, -1e13, float("inf"), float("nan"), True, "5"])
def test_a_range_ends_at_numbers_that_can_be_told_apart(end: object):
    """Numbers too large are refused where they stand, and break nothing on the way."""
    with pytest.raises(ValidationError, match=r"range\.1"):
        Scale(id="s", range=[0, end])


def test_scores_that_mean_no_answer_are_named_for_people():
    """Whoever fills in an assessment reads which they are."""
    assert PERCENTS.codes == " (99 or -999: no answer)"
    assert IMPLEMENTATION.codes == ""
