"""New values come back as they were, in lines, in brackets and as JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.files.new_text import block_lines, flow_text, is_container, is_same, json_text, literal_lines
from equity_blocks.files.yaml_reader import read_yaml
from noisy_text import VALUES

DATA = st.recursive(
    st.sampled_from(VALUES) | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(DATA, st.sampled_from((2, 3, 4)), st.sampled_from((0, 2)))
def test_what_is_written_is_read_again(value, step, offset):
    """Whatever it is; lines are indented as asked."""
    lines = block_lines({"k": value}, step, offset)
    assert is_same(read_yaml("\n".join(lines)).data, {"k": value})
    assert is_same(read_yaml(f"{{k: {flow_text(value)}}}").data, {"k": value})
    assert is_same(json.loads(json_text(value)), value)
    assert is_same(read_yaml(f'{{"k": {json_text(value)}}}').data, {"k": value})


@given(st.text(st.sampled_from("ab #:-\t\n\r\u202eé"), max_size=12))
def test_an_indented_text_is_read_again_or_not_written(text):
    """What could be misread is left to quotes."""
    lines = literal_lines(text)
    if lines:
        body = "\n".join((lines[0], *("  " + line if line else "" for line in lines[1:])))
        assert read_yaml(f"k: {body}\n").data == {"k": text}


@pytest.mark.parametrize("text", ["", "\n", " a", "a\n\n", "a\tb", "a\x1bb", "a\n  "])
def test_a_text_that_could_be_misread_is_not_indented(text):
    """Such as one that begins with a space, or ends with more than one line end."""
    assert literal_lines(text) is None


def test_one_line_is_never_folded():
    """In brackets a text stays on its line, however long it is."""
    assert "\n" not in flow_text(["x y " * 2000])


def test_only_what_holds_something_takes_lines():
    """Empty brackets stand behind their key."""
    assert [is_container(value) for value in ({}, [], "a", None, {"a": None}, [0])] == [False] * 4 + [True] * 2
    assert block_lines({"a": [], "b": {}}) == ["a: []", "b: {}"]


def test_numbers_and_flags_are_told_apart():
    """1 is 1.0 and no true; 0 is no false."""
    assert is_same([1], [1.0])
    assert not is_same([1], [True])
    assert not is_same({"a": 0}, {"a": False})
    assert not is_same([1], [1, 2])
    assert not is_same({"a": 1}, {"b": 1})
