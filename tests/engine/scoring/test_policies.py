import pytest

from equity_blocks.engine.scoring.explain import policy_of
from equity_blocks.engine.scoring.policies import (
    aggregate_in_words,
    evidence_in_words,
    policy_in_words,
    readings_in_words,
)
from equity_blocks.engine.scoring.score import score
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import counted_in

INNER = {"id": "inner", "title": "Inner", "practices": [{"id": "q", "title": "Q"}]}


def _framework(policy, **block):
    outer = {"id": "outer", "title": "Outer", "practices": [{"id": "p", "title": "P"}], "blocks": [INNER], **block}
    scale = [{"id": "no", "value": 0}, {"id": "in-place", "title": "In place", "value": 1}]
    return Framework(id="mini", title="Mini", scale={"id": "s", "levels": scale}, scoring=policy, blocks=[outer])


def _words(policy, **block):
    framework = _framework(policy, **block)
    return " ".join(policy_in_words(framework, framework.tree))


@pytest.mark.parametrize(
    ("aggregate", "words"),
    [
        ("mean", "the weighted mean of its parts"),
        ("sum", "the points reached over the points that can be reached"),
        ("minimum", "that of its lowest part"),
        ("geometric", "the weighted geometric mean of its parts, so that one part at 0 makes it 0"),
        ("blend", "75% the weighted mean of its parts and 25% its lowest part"),
        ("all_or_nothing", "1 if every part holds 'In place', else 0"),
        ("gate", "the highest stage up to which every practice holds 'In place', over the number of stages"),
    ],
)
def test_every_aggregate_has_words(aggregate, words):
    """They say what the number is made of."""
    framework = _framework({"aggregate": aggregate})
    assert aggregate_in_words(framework, framework.tree) == words


@pytest.mark.parametrize(
    ("scoring", "words"),
    [
        ({"unanswered": "zero"}, "Practices without a rating count 0."),
        (
            {"unanswered": "void"},
            "One practice without a rating directly in it leaves it, and what it counts in, without a value.",
        ),
        ({"unanswered": "fail"}, "One practice without a rating directly in it makes it 0."),
        ({"aggregate": "gate"}, "A practice without a rating does not hold its level."),
        ({"not_applicable": "full"}, "Practices that do not apply count in full."),
        ({"not_applicable": "target"}, "Practices that do not apply count at their target."),
        ({"over": "practices"}, "All practices below it count directly, whatever block they stand in."),
        ({"over": "grandchildren"}, "What stands in its blocks counts directly, instead of these blocks."),
        (
            {"over": 3},
            "What stands 3 levels below it, and practices higher up, count directly, instead of the blocks in between.",
        ),
        (
            {"empty_block": "zero"},
            "In every block, with nothing in it that applies or is pursued, it counts 0 in what it stands in.",
        ),
        ({"overall": False}, "There is no total, by design of the framework."),
        (
            {"top": {"unanswered": "zero"}},
            "Practices without a rating count 0, blocks without a value for want of an answer likewise.",
        ),
        (
            {"top": {"aggregate": "gate", "over": "practices", "asks": [{"of": "inner"}, {"share": 0.5}]}},
            "Stage 1 asks for all of 'Inner'; stage 2 asks for at least 50% of what counts.",
        ),
        ({"min_coverage": 0.25}, "No value is shown if less than 25% is answered."),
        (
            {"output": {"low": 0, "high": 5}, "rounding": {"mode": "truncate", "digits": 1}},
            "It is reported from 0 to 5, truncated to 1 decimal place.",
        ),
    ],
)
def test_every_policy_has_words(scoring, words):
    """Whatever a framework says, an explanation repeats in a sentence."""
    assert words in _words(scoring)


def test_blocks_that_come_about_otherwise_are_named():
    """However deep they stand, only where they differ, and with everything in which they do."""
    said = _words({}, scoring={"aggregate": "minimum", "unanswered": "zero", "not_applicable": "full"})
    assert said.endswith(
        "In Outer, the value is that of its lowest part; practices without a rating count 0, blocks without a value "
        "for want of an answer likewise; practices that do not apply count in full."
    )
    assert "In " not in _words({})


def test_blocks_that_differ_alike_are_named_together():
    """One sentence for all; where blocks count is only said of those that have some."""
    said = _words({"aggregate": "minimum", "top": {"aggregate": "mean"}})
    assert said.endswith("In every block, the value is that of its lowest part.")
    assert _words({"top": {"over": "practices"}}).endswith("In Outer, its blocks count as such.")
    ranged = {"scoring": {"output": {"low": 0, "high": 5}}}
    assert _words({}, **ranged).endswith("In Outer, it is reported from 0 to 5.")


def test_the_whole_speaks_of_blocks_that_do_not_count_in_it_and_a_block_does_not():
    """The card shows them all; an explanation of a block only needs what makes its value."""
    inner = {**INNER, "scoring": {"aggregate": "sum"}}
    framework = _framework({"over": "practices"}, blocks=[inner])
    words = "In Inner, the value is the points reached over the points that can be reached."
    assert words in policy_in_words(framework, framework.tree)
    assert words not in policy_in_words(framework, framework.tree.blocks[0][1])
    assert [*counted_in(framework.tree)] == []


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({}, "Evidence counts for 24 months after its newest date."),
        (
            {"evidence_counts": "checked", "evidence_max_age": 1},
            "Evidence counts for 1 month after its newest date, and only if somebody checked it.",
        ),
    ],
)
def test_which_evidence_counts_is_said(policy, words):
    """By age, and by whether somebody looked."""
    assert evidence_in_words(_framework(policy)) == words


def test_weights_are_told_by_their_ratio():
    """Only ratios of weights mean anything."""
    practices = [{"id": name, "title": name, "weight": weight} for name, weight in (("p", 0.2), ("o", 0.5), ("n", 0))]
    framework = _framework({}, practices=practices, blocks=[])
    assert "The largest weight in it is 2.5 times the smallest." in policy_in_words(
        framework, framework.tree.blocks[0][1]
    )


def test_the_policy_as_data_has_everything_filled_in():
    """Fields that mean nothing for the aggregate are null."""
    framework = _framework({"aggregate": "blend"})
    assert policy_of(framework, framework.tree).model_dump() == {
        "aggregate": "blend",
        "over": "children",
        "unanswered": "exclude",
        "not_applicable": "exclude",
        "minimum_share": 0.25,
        "empty_stage": None,
        "asks": None,
        "empty_block": "exclude",
        "output": None,
        "rounding": None,
        "min_coverage": 0.5,
    }


def test_bands_stages_and_verdicts_have_words():
    """A reader who wonders why finds the rule; a framework without these says nothing of them."""
    practices = [{"id": "p", "title": "P", "must_pass": "yes", "stage": 1}, {"id": "q", "title": "Q"}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    scoring = {
        "bands": [{"id": "low", "title": "Low", "from": 0}],
        "band_edge": "lower",
        "stages": {"level": "yes"},
        "verdicts": [{"id": "no", "title": "Failed", "when": {"must_pass_failed": 1}}, {"id": "ok", "title": "Passed"}],
    }
    framework = Framework(id="f", title="F", scale=["no", "yes"], scoring=scoring, blocks=blocks)
    assert readings_in_words(framework) == (
        "A score on the edge of two bands belongs to the lower one.",
        "A stage is reached where every practice in it, and in those before it, holds 'Yes'.",
        "The verdict is 'Failed' or 'Passed', the first whose condition holds.",
        "1 practice is must-pass: whatever the score, a level of its own has to be held.",
    )
    card = score(framework, Assessment(framework="f", ratings={"p": "no", "q": "yes"}))
    assert (card.verdict.value, card.must_pass_failed) == ("no", ("p",))
    assert set(readings_in_words(framework)) <= set(card.policy_in_words)
    plain = Framework(id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B"}])
    assert readings_in_words(plain) == ()
