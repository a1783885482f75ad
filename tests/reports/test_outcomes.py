"""Outcomes in words: what they are, and what they may still be."""

import pytest

from equity_blocks import Assessment, Framework, score
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.scorecard import NextStage, Outcome, StageOutcome, VerdictOutcome
from equity_blocks.reports.outcomes import (
    band_in_words,
    band_titles,
    describe_answers,
    lacking_in_words,
    stage_in_words,
    verdict_in_words,
)

BANDS = {"a": "Asleep", "b": "Begun", "c": "Close", "d": "Done", "e": "Ever"}


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        ("b", "b", "b", "Begun"),
        ("b", "a", "b", "Begun; may still be Asleep"),
        ("b", "a", "c", "Begun; may still be Asleep or Close"),
        ("b", "a", "d", "Begun; may still be Asleep, Close or Done"),
        ("b", "a", "e", "Begun; may still be anything from Asleep to Ever"),
        (None, "a", "b", "Asleep or Begun"),
        (None, None, None, ""),
        ("b", None, None, "Begun"),
        ("b", None, "b", "Begun; may still be Asleep"),
    ],
)
def test_a_band_is_told_with_all_that_it_may_be(value, low, high, said):
    """Those between the ends, too; where nothing may be told, only the band."""
    assert band_in_words(Outcome(value=value, low=low, high=high), BANDS) == said


def test_without_titles_only_the_ends_are_known():
    """Their order is not, and so neither is what lies between."""
    assert band_in_words(Outcome(value="far-off", low="far-off", high="near-by"), {}) == "far off; may still be near by"
    assert band_in_words(None, {}) == ""


def test_titles_come_from_the_framework(framework):
    """Lowest first."""
    assert band_titles(framework) == {"early": "Early", "far": "Far along"}
    assert band_titles(None) == {}


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [(2, 2, 2, "2"), (1, 1, 3, "1 (1 to 3)"), (None, 0, 2, "0 to 2"), (1, None, None, "1"), (None, 2, 2, "2")],
)
def test_a_stage_is_told_with_its_ends(value, low, high, said):
    """Where the value is withheld, the ends stay."""
    assert stage_in_words(StageOutcome(value=value, low=low, high=high)) == said


def test_no_stage_is_a_dash():
    """There is none, or none may be told."""
    assert stage_in_words(None) == stage_in_words(StageOutcome()) == NO_VALUE


@pytest.mark.parametrize(
    ("value", "possible", "said"),
    [
        ("a", ["a"], "Asleep"),
        ("a", ["a", "b", "c"], "Asleep; may still be Begun or Close"),
        (None, ["a", "b"], "none yet; may be Asleep or Begun"),
        (None, [], ""),
        ("a", [], "Asleep"),
    ],
)
def test_a_verdict_is_told_with_all_that_may_come_of_it(value, possible, said):
    """In the order of the policy."""
    assert verdict_in_words(VerdictOutcome(value=value, possible=possible), BANDS) == said


TITLES = {"a": "Alpha", "b": "Beta", "c": "Gamma"}


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ([(["a"], 1)], "Missing for stage 2: Alpha."),
        ([(["a", "b"], 2)], "Missing for stage 2: Alpha and Beta."),
        ([(["a", "b", "c"], 2)], "Missing for stage 2: 2 of Alpha, Beta and Gamma."),
        ([(["a"], 1), (["b", "c"], 1)], "Missing for stage 2: Alpha; 1 of Beta and Gamma."),
        ([], "Nothing that counts stands in stage 2, and an empty stage is not met."),
    ],
)
def test_what_a_stage_lacks_is_named(needs, words):
    """With how many of several it takes."""
    stage = NextStage(stage=2, needs=[{"practices": names, "number": number} for names, number in needs])
    assert lacking_in_words(stage, TITLES) == words


def test_where_no_stage_is_left_nothing_is_said():
    """Nor where there are no stages."""
    assert lacking_in_words(None, TITLES) == ""


def _table(**scoring):
    blocks = [
        {"id": "b", "title": "B", "practices": [{"id": n, "title": n} for n in "pqr"]},
        {"id": "c", "title": "C", "practices": [{"id": "s", "title": "S", "weight": 3}]},
    ]
    framework = Framework(id="f", title="F", scale=["no", "yes"], scoring=scoring, blocks=blocks)
    _, table = describe_answers(
        score(framework, Assessment(framework="f", ratings={"p": "yes", "q": "no", "s": "yes"}))
    )
    return [column.title for column in table.columns], table.rows


def test_every_level_has_a_column_and_points_where_they_add_up():
    """What nobody rated is in no column."""
    assert _table() == (["Block", "no", "yes"], (("B", "1", "1"), ("C", "0", "1"), ("Overall", "1", "2")))
    titles, rows = _table(aggregate="sum")
    assert (titles[-1], [row[-1] for row in rows]) == ("Points", ["1 of 2", "3 of 3", "4 of 5"])


def test_of_many_levels_those_are_shown_that_are_held():
    """A wide scale does not make a wide table."""
    blocks = [{"id": "b", "title": "B", "practices": [{"id": n, "title": n} for n in "pq"]}]
    framework = Framework(id="f", title="F", scale=[f"l{i}" for i in range(12)], blocks=blocks)
    _, table = describe_answers(score(framework, Assessment(framework="f", ratings={"p": 3, "q": 9})))
    assert [column.title for column in table.columns] == ["Block", "l3", "l9"]
