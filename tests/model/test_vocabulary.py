import pytest

from equity_blocks import Framework
from equity_blocks.model.vocabulary import Vocabulary, a, headed, plural, vocabulary

MINI = {"id": "mini", "title": "Mini", "scale": ["no", "yes"], "blocks": []}


def test_blocks_and_practices_are_called_so_where_nobody_says_otherwise():
    """A source may call one of them otherwise, and not the other."""
    assert vocabulary({}) == Vocabulary("block", "blocks", "practice", "practices")
    found = vocabulary({"block": "Building block"})
    assert (found.block, found.blocks, found.practice) == ("building block", "building blocks", "practice")


def test_a_framework_and_its_results_know_their_words():
    """The same ones."""
    named = Framework.model_validate({**MINI, "terms": {"practice": "Activity"}})
    assert named.vocabulary == vocabulary({"practice": "Activity"})
    assert Framework.model_validate(MINI).vocabulary == Vocabulary()


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("practice", "practices"),
        ("building block", "building blocks"),
        ("activity", "activities"),
        ("survey", "surveys"),
        ("process", "processes"),
        ("approach", "approaches"),
        ("wish", "wishes"),
        ("KPI", "KPIs"),
    ],
)
def test_a_plural_goes_by_the_ending(noun, several):
    """What this does not know is told under `blocks` and `practices`."""
    assert plural(noun) == several


def test_an_odd_plural_is_told():
    """It goes before the rule."""
    found = vocabulary({"practice": "Criterion", "practices": "Criteria"})
    assert (found.practice, found.practices) == ("criterion", "criteria")


def test_an_abbreviation_keeps_its_capitals():
    """In a sentence and above a column."""
    assert vocabulary({"practice": "KPI"}).practice == "KPI"
    assert (headed("building block"), headed("KPI")) == ("Building block", "KPI")


def test_the_article_goes_by_the_first_letter():
    """Of whatever the source calls it."""
    assert [a(noun) for noun in ("practice", "activity", "KPI")] == ["a practice", "an activity", "a KPI"]


def test_words_are_filled_into_sentences_of_ours():
    """With a capital where a sentence begins with them."""
    words = vocabulary({"block": "Area", "practice": "Step"})
    assert words.fill("{Practices} in {a_block}: {practice}, {blocks}") == "Steps in an area: step, areas"
    assert words.fill("{A_practice}, {A_block}") == "A step, An area"
