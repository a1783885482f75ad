"""Errors of shape in words: what to write instead."""

import pytest

from equity_blocks.errors import InvalidDataError
from equity_blocks.files.opening import open_assessment, open_framework
from equity_blocks.model.shape_problems import shown, without_space

TOP = "framework: f\n"


def told(text: str) -> str:
    """Tell the one problem of an assessment."""
    with pytest.raises(InvalidDataError, match=r"a\.yaml") as caught:
        open_assessment("a.yaml", TOP + text)
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "ratings: {p: {level: 62,5}}",
            "62,5 has a decimal comma, and inside [ ] and { } a comma separates (write 62.5)",
        ),
        ("ratings: {p: {cost: 1.200,50}}", "write 1200.50"),
        ("ratings: {p: {effort: {low: 1,5, likely: 2,5, high: 3}}}", "has a decimal comma"),
        ("ratings: {p: {level: 62,5 %}}", "write 62.5"),
        ("ratings: {p: {level: partial, 5}}", "unknown key '5'"),
        ("ratings:\n  p: 62,5", "'62,5' has a comma in a number (write 62.5"),
        ("ratings: {p: {cost: '40,000'}}", "write 40000, or 40.000"),
        ("ratings: {p: {cost: '12.5'}}", "write 12.5 without quotes"),
        ("ratings: {p: {cost: 12 %}}", "write 12, or 0.12"),
        ("ratings: {p: {cost: 1e400}}", "found '1e400' (it is too large"),
        ("ratings: {p: {cost: " + "9" * 400 + "}}", "it is too large"),
        ("ratings: {p: {cost: .inf}}", "leave it out where there is no value"),
        ("final: ja", "write true"),
        ("final: 'false'", "write false without quotes"),
        ("as_of: 30.9.2026", "write 2026-09-30"),
        ("as_of: 9/30/2026", "write 2026-09-30"),
        ("as_of: 3/4/2026", "write 2026-03-04 or 2026-04-03"),
        ("as_of: 2026-9-3", "write 2026-09-03"),
        ("as_of: 2026-02-30", "there is no such day"),
        ("as_of: May 2026", "write the 30th of September 2026 as 2026-09-30"),
        ("as_of: 20260930", "20260930 is not a date"),
        ("respondents: [{id: Maria}]", "write 'maria': an id has small letters"),
        ("respondents: [{id: Dr. M\u00fcller-L\u00fcdenscheidt}]", "write 'dr-muller-ludenscheidt'"),
        ("respondents: [{id: a\u2011b}]", "it has a non-breaking hyphen (U+2011) in it"),
        ("respondents: [{id: '!'}]", "'!' is not an id (an id has small letters"),
        ("Ratings: {}", "did you mean 'ratings'?"),
        ("rat\u2011ings: {}", "it has a non-breaking hyphen (U+2011) in it"),
        ("respondents: [{id:a}]", "a space is missing after the colon: write 'id: a'"),
        ("ratings:\n  p:partial", "a space is missing after the colon: write 'p: partial'"),
        ("ratings:\n  p partial", "a colon is missing: write 'p: partial'"),
        ("ratings: [{p: partial}]", "leave out the dashes before the keys"),
        ("respondents: {id: a}", "begin each entry with a dash"),
        ("goals: none", "put it in brackets: [none]"),
        ("ratings: {p: {not_applicable: true}}", 'say why it does not apply: not_applicable: "..."'),
        ("actions: {p: {}}", "the key 'progress' is missing (one of planned, started, done, dropped)"),
        ("combine: Mean", "did you mean 'mean'?"),
        ("edition: 2024.10", 'expected text, found 2024.10 (put it in quotes: "2024.10")'),
    ],
)
def test_what_to_write_instead_is_said(text: str, words: str):
    """Each mistake has its own remedy."""
    assert words in told(text)


def test_a_text_on_a_line_of_its_own_is_blamed_there():
    """Not at the key before it."""
    assert told("ratings:\n  p:partial").startswith("a.yaml:3:3: ratings:")


def test_keys_that_are_not_indented_are_told_where_they_belong():
    """Under the key before them that has nothing under it."""
    with pytest.raises(InvalidDataError, match="ratings") as caught:
        open_assessment("a.yaml", f"{TOP}ratings:\ntrust-building: partial\nvision-setting: planned\n")
    told = [str(problem) for problem in caught.value.problems]
    assert "ratings: expected a mapping (key: value), found nothing (indent what belongs under it)" in told[0]
    assert all("indent it if it belongs under 'ratings'" in each for each in told[1:])


def test_what_a_framework_lacks_lists_its_words():
    """An enumeration that has no default."""
    text = "id: f\ntitle: F\nscale: implementation\nblocks: []\nenablers: [{id: e, title: E}]\n"
    with pytest.raises(InvalidDataError, match=r"the key 'kind' is missing \(one of facilitator, challenge"):
        open_framework("f.yaml", text)


@pytest.mark.parametrize("text", ["http://a.org", "12:30", "a b c", "", "two words here"])
def test_what_lacks_nothing_gets_no_hint(text: str):
    """Addresses, times and plain text."""
    assert without_space(text) == ""


def test_values_are_shown_short():
    """What is long is cut."""
    assert len(shown("x" * 500)) <= 60
