from hypothesis import given

from equity_blocks import Assessment, Framework, score
from equity_blocks.engine.comparison.rescoring import LEFT_OUT, UNSAID, rescored, with_ratings
from equity_blocks.model.tree import TOP
from strategies import cases, fewer

FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pqr"]}],
)


@fewer
@given(cases())
def test_without_changes_it_is_the_score(case):
    """The drawn frameworks withhold nothing."""
    values, card = rescored(*case), score(*case)
    assert values[TOP] == card.score.value
    assert [values[block.id] for block in card.blocks] == [block.value for block in card.blocks]


def test_nothing_is_withheld():
    """One of three is too little to show, and enough to compute with."""
    said = Assessment(framework="f", ratings={"p": "yes"})
    assert score(FRAMEWORK, said).score.value is None
    assert rescored(FRAMEWORK, said)[TOP] == 1.0


def test_what_is_left_out_or_unsaid_does_not_count():
    """The one leaves the coverage, too."""
    said = Assessment(framework="f", ratings={"p": "yes", "q": "no"})
    assert rescored(FRAMEWORK, said, {"q": LEFT_OUT})[TOP] == rescored(FRAMEWORK, said, {"q": UNSAID})[TOP] == 1.0
    assert score(FRAMEWORK, with_ratings(said, {"q": LEFT_OUT})).score.coverage == 0.5
    assert rescored(FRAMEWORK, said, {"p": LEFT_OUT, "q": LEFT_OUT})[TOP] is None
