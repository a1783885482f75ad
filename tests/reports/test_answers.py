"""What the figures of a card are made of, in words and tables."""

import pytest

from equity_blocks import Assessment, Framework, score
from equity_blocks.model.scorecard import NextStage
from equity_blocks.reports.answers import describe_answers, lacking_in_words

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
