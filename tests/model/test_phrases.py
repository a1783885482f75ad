import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.phrases import counted, enumerated, listed, lowered, to_read_by, worded


@pytest.mark.parametrize(("name", "words"), [("in-place", "in place"), ("not_rated", "not rated"), ("done", "done")])
def test_an_id_reads_as_words(name, words):
    """Neither dashes nor underscores are left."""
    assert worded(name) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 practices"), (1, "1 practice"), (2, "2 practices"), (21, "21 practices")]
)
def test_a_noun_agrees_with_its_number(number, words):
    """Only one is singular."""
    assert counted(number, "practice") == words


def test_an_odd_plural_can_be_given():
    """Not every noun takes an s."""
    assert (counted(1, "criterion", "criteria"), counted(3, "criterion", "criteria")) == ("1 criterion", "3 criteria")


@pytest.mark.parametrize(
    ("items", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_a_list_is_written_as_a_sentence_does(items, sentence):
    """Commas, and at the end `and`."""
    assert enumerated(items) == sentence


def test_a_sentence_goes_on_with_a_small_letter_but_for_abbreviations():
    """Two capitals in a row are one."""
    assert [lowered(text) for text in ("Members", "LGBTQ+ people", "")] == ["members", "LGBTQ+ people", ""]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and 1 more"),
    ],
)
def test_lists_read_like_a_sentence(names, text):
    """Commas, an "and" before the last, and long lists end in a count."""
    assert listed(names) == text


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=9), st.integers(1, 5))
def test_a_list_never_loses_count(names, most):
    """Shown names and the number of the others make up all of them."""
    text = listed(names, most)
    shown = names if len(names) <= most else names[:most]
    assert all(name in text for name in shown)
    assert text.endswith(f" {len(names) - len(shown)} more") == (len(shown) < len(names))


@pytest.mark.parametrize(("named", "used", "begins"), [(1, 2, "`migrate`"), (3, 2, "upgrade equity-blocks")])
def test_answers_are_carried_only_to_a_later_revision(named, used, begins):
    """From a later one nothing leads back."""
    assert to_read_by(named, used).startswith(begins)
