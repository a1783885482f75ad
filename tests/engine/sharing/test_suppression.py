import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment
from equity_blocks.engine.sharing.suppression import require_minimum, shows_answers, visible_groups, voices_in
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.rating import Rating

CASES = json.loads((Path(__file__).parents[2] / "cases" / "published.json").read_text(encoding="utf-8"))["cases"]
DIALOG = next(case for case in CASES if case["id"] == "suppression_dialog")["examples"]


def _visible(parent, groups, minimum=5):
    """Give the groups of one grouping that can be shown beside the whole, which is one of them."""
    people = [(name,) for name, size in groups.items() for _ in range(size)]
    people += [(None,)] * (parent - len(people))
    (shown,) = visible_groups(people, minimum) or (frozenset(),)
    return ("parent",) * (parent >= minimum) + tuple(name for name in groups if name in shown)


SIZES = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), max_size=7)


@pytest.mark.parametrize("case", DIALOG, ids=lambda case: str(case["parent"]))
def test_the_published_cases_hold(case):
    """Dialog's help page: a team of three hides another, unless a third hides with it."""
    visible = _visible(case["parent"], case["teams"])
    assert list(visible) == case["visible"]
    assert set(case["teams"]) - set(visible) == set(case["hidden"])


@given(groups=SIZES, others=st.integers(0, 9), minimum=st.integers(3, 7))
def test_nothing_hidden_can_be_derived(groups, others, minimum):
    """What is left after taking the visible groups from the whole is nobody, or as many as may be shown."""
    parent = sum(groups.values()) + others
    visible = _visible(parent, groups, minimum)
    shown = [groups[name] for name in visible if name != "parent"]
    assert all(size >= minimum for size in shown)
    if parent >= minimum:
        assert visible[0] == "parent"
        left = parent - sum(shown)
        assert left == 0 or left >= minimum
    else:
        assert visible == ()


@given(groups=SIZES, others=st.integers(0, 9))
def test_the_order_of_the_groups_does_not_matter(groups, others):
    """The same groups stay, in the order in which they came."""
    parent = sum(groups.values()) + others
    backwards = dict(reversed(groups.items()))
    assert set(_visible(parent, groups)) == set(_visible(parent, backwards))


@given(groups=st.dictionaries(st.sampled_from("abcdefg"), st.integers(5, 12), max_size=7))
def test_large_groups_are_all_shown(groups):
    """Nothing is hidden without need."""
    parent = sum(groups.values())
    assert _visible(parent, groups) == (("parent", *groups) if parent else ())


def test_people_in_no_group_are_hidden_like_a_group():
    """Two who belong nowhere would be the difference between nine and seven."""
    assert _visible(9, {"a": 7}) == ("parent",)
    assert _visible(12, {"a": 7}) == ("parent", "a")


def test_of_equal_groups_the_last_by_name_goes():
    """Somebody has to be chosen, and always the same."""
    assert _visible(13, {"b": 5, "a": 5, "c": 3}) == ("parent", "a")


def test_groups_below_three_need_a_flag():
    """Nobody gets there by accident."""
    with pytest.raises(UnsuitableError, match="groups of 2 can identify their members: use 3 or more"):
        require_minimum(2, allow_small=False)
    require_minimum(1, allow_small=True)
    with pytest.raises(UnsuitableError, match="use 1 or more"):
        require_minimum(0, allow_small=True)


@given(st.lists(st.tuples(*[st.sampled_from(("a", "b", "c", None))] * 2), max_size=24), st.integers(2, 5))
def test_in_two_groupings_nobody_is_alike_to_few(people, minimum):
    """In the same visible groups are nobody, or enough; and of one grouping alone the same stay as by its sizes."""
    visible = visible_groups(people, minimum)
    for person in people if any(visible) else ():
        same = [
            all((a == b) or not {a, b} & shown for a, b, shown in zip(person, o, visible, strict=True)) for o in people
        ]
        assert sum(same) >= minimum
    alone = [(first,) for first, _ in people]
    sizes = {name: alone.count((name,)) for name in "abc"}
    expected = set(_visible(len(people), sizes, minimum)) - {"parent"}
    assert set().union(*visible_groups(alone, minimum)) == expected
    assert visible[:1] == visible_groups(alone, minimum)


def _asked(roles, told="attributed"):
    people = [{"id": f"r{i}", "role": role} for i, role in enumerate(roles)]
    answers = {who["id"]: 1 for who in people}
    said = Assessment(framework="f", respondents=people, respondents_told=told, ratings={"p": {"answers": answers}})
    return said, said.rating("p")


@pytest.mark.parametrize(
    ("roles", "told", "shown"),
    [
        (["a"] * 5, "attributed", True),
        (["a"] * 5 + ["b"] * 5, "attributed", True),
        (["a"] * 4, "attributed", False),
        (["a"] * 5 + ["b"] * 4, "attributed", False),
        (["a"] * 9 + [None], "attributed", False),
        (["a"] * 50, "confidential", False),
    ],
)
def test_answers_are_shown_only_in_large_groups_that_were_told(roles, told, shown):
    """One small group hides the answers of all, and a promise of confidence always does."""
    assert shows_answers(*_asked(roles, told)) is shown


def test_answers_need_enough_people_of_one_role_and_organization():
    """Five of a role in two organizations are three and two; blank answers make no group larger."""
    people = [{"id": f"r{i}", "role": "a", "organization": "xxxyy"[i]} for i in range(5)]
    said = Assessment(framework="f", respondents=people, ratings={"p": {"answers": {f"r{i}": 1 for i in range(5)}}})
    assert not shows_answers(said, said.rating("p"), 3)
    assert shows_answers(said, said.rating("p"), 2)
    blank, four = _asked(["a"] * 5)
    four = four.replace(answers={**four.answers, "r4": None})
    assert not shows_answers(blank, four)
    assert shows_answers(blank, four, 4)


WEIGHTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12)


@given(WEIGHTS)
def test_voices_count_in_units_of_the_heaviest(weights):
    """As many as there are where all count alike; and nobody holds more than one of so many parts of the weight."""
    voices = voices_in(weights)
    assert 1 <= voices <= len(weights)
    assert max(weights) / sum(weights) <= 1 / voices + 1e-9
    assert voices_in([weights[0]] * len(weights)) == len(weights)


@given(WEIGHTS, WEIGHTS, st.floats(0.01, 1e3))
def test_groups_put_together_are_worth_no_less(one, other, factor):
    """So what is large enough stays so in any union; and only the proportions of weights matter."""
    assert voices_in([*one, *other]) >= min(voices_in(one), voices_in(other)) - 1e-6
    assert voices_in([weight * factor for weight in one]) == pytest.approx(voices_in(one))


@given(
    st.lists(st.tuples(st.sampled_from(("a", "b", None)), st.sampled_from(("x", "y", None))), min_size=1, max_size=16),
    st.integers(2, 5),
    st.data(),
)
def test_no_visible_group_nor_what_is_left_of_them_is_decided_by_one(people, minimum, data):
    """Of those who cannot be told apart nobody holds more than an m-th of the weight."""
    weights = data.draw(st.lists(st.sampled_from((1, 1, 2, 5)), min_size=len(people), max_size=len(people)))
    visible = visible_groups(people, minimum, weights)
    alike = {}
    for person, weight in zip(people, weights, strict=True):
        key = tuple(name if name in shown else None for name, shown in zip(person, visible, strict=True))
        alike.setdefault(key, []).append(weight)
    if any(visible):
        assert all(len(inside) >= minimum and max(inside) * minimum <= sum(inside) for inside in alike.values())
    assert visible_groups(people, minimum) == visible_groups(people, minimum, [3] * len(people))


def test_five_with_one_who_counts_five_times_are_no_group():
    """The group of the heavy voice goes, and whoever could be taken from the whole to tell it."""
    people = [("board",)] * 5 + [("staff",)] * 6
    assert visible_groups(people, 5, [5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) == (frozenset(),)
    assert visible_groups([("board",)] * 9, 5, [2, 2, *[1] * 7]) == (frozenset({"board"}),)


@pytest.mark.parametrize(
    ("weights", "sizes", "voices"),
    [
        ([1], [12], 12),
        ([1, 1], [12, 1], 2),
        ([1, 1], [12, 12], 24),
        ([3, 1], [3, 1], 4),
        ([1] * 5, [1] * 5, 5),
        ([2], [4], 4),
    ],
)
def test_a_group_that_answers_with_one_voice_is_as_many_as_its_people(weights, sizes, voices):
    """Who shares a weight with others counts for a part of it; somebody alone beside them decides as much as they."""
    assert voices_in(weights, sizes) == voices
    people = [("board",)] * len(weights)
    assert visible_groups(people, 5, weights, sizes) == (frozenset({"board"} if voices >= 5 else ()),)


@pytest.mark.parametrize(
    ("sizes", "is_shown"), [([5], True), ([4], False), ([12, 1], False), ([12, 3], True), ([1] * 5, True)]
)
def test_answers_are_shown_where_enough_people_stand_behind_each(sizes, is_shown):
    """Beside a large group one person is still one person."""
    respondents = [{"id": f"r{i}", "role": "staff", "people": size} for i, size in enumerate(sizes)]
    rating = Rating(answers={who["id"]: 1 for who in respondents})
    assert shows_answers(Assessment(framework="f", respondents=respondents), rating, 5) == is_shown
