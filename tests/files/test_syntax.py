"""What the parser stumbles over, in words."""

import pytest
import yaml

from equity_blocks.files.syntax import MAX_DEPTH, TOO_DEEP, unreadable


def told(text: str) -> str:
    """Give the problem of text that the parser refuses."""
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, yaml.CSafeLoader)
    return str(unreadable(caught.value, "a.yaml", text, yaml.CSafeLoader))


def test_a_known_mistake_is_told_instead_of_what_the_parser_says():
    """At the line of the mistake."""
    assert told("id: mini\ntitle Mini\nscale: s\n").startswith("a.yaml:2:1: a colon is missing after 'title'")


def test_a_character_that_no_text_holds_is_told_at_its_place():
    """The parser reads no further than there."""
    assert told("a: b\nc: \x07d\n") == (
        "a.yaml:2:4: this is not readable YAML: control characters are not allowed (remove it)"
    )


def test_anything_else_is_told_in_the_words_of_the_parser():
    """With its place; an error without one stands at the top of the file."""
    assert told("a: &\nb: c\n").startswith("a.yaml:1:4: ")
    assert str(unreadable(ValueError("odd"), "a.yaml", "a", yaml.CSafeLoader)) == (
        "a.yaml:1:1: this is not readable YAML: odd"
    )


def test_the_bound_of_the_parser_itself_is_told_as_ours():
    """It has a bound of its own, and may meet it first."""
    error = yaml.MarkedYAMLError(None, None, "exceeded max nesting depth", yaml.Mark("a", 0, 0, 0, None, None))
    problem = unreadable(error, "a.yaml", "[[", yaml.CSafeLoader)
    assert (problem.code, problem.message) == ("too_deep", TOO_DEEP)
    assert str(MAX_DEPTH) in TOO_DEEP
