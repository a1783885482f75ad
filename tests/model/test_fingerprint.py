import pytest

from equity_blocks.model import Framework
from equity_blocks.model.fingerprint import fingerprint_of
from equity_blocks.model.noun import Noun
from equity_blocks.model.practice import Block, Criterion, Practice
from equity_blocks.model.prerequisite import Prerequisite
from equity_blocks.model.scale import Level, Scale
from equity_blocks.model.scoring import Band, Scoring, Verdict

BASE = {
    "id": "mini",
    "title": "Mini",
    "scale": {"id": "s", "levels": [{"id": "no", "value": 0}, {"id": "some", "value": 0.5}, {"id": "yes", "value": 1}]},
    "scoring": {"bands": [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 0.5}]},
    "blocks": [
        {
            "id": "b",
            "title": "B",
            "practices": [
                {"id": "p", "title": "P", "criteria": [{"id": "c", "title": "C"}]},
                {"id": "q", "title": "Q", "requires": [{"practice": "p", "why": "first p"}]},
            ],
        }
    ],
}
NO_FIGURE = {
    Framework: "title source summary resources id edition revision publisher rights audiences terms roles steps "
    "enablers aspects about effort_counts tailored",
    Block: "title title_source source_title source summary resources was",
    Practice: "title title_source source_title source summary resources was theme question plain levels evidence "
    "evidence_template roles ask involve applies_to cautions",
    Criterion: "title was",
    Scale: "id title source",
    Level: "title description plain was",
    Prerequisite: "basis why",
    Band: "title",
    Verdict: "title",
}


def _changed(path, value):
    def at(data, rest):
        if not rest:
            return value
        if isinstance(data, list):
            return [at(item, rest[1:]) if i == rest[0] else item for i, item in enumerate(data)]
        return {**data, rest[0]: at(data.get(rest[0]), rest[1:])}

    return Framework.model_validate(at(BASE, path)).fingerprint


PRINT = Framework.model_validate(BASE).fingerprint
P = ("blocks", 0, "practices", 0)


@pytest.mark.parametrize("noun", NO_FIGURE, ids=lambda noun: noun.__name__)
def test_whoever_adds_a_field_decides_whether_it_makes_a_figure(noun):
    """What is not listed here enters the fingerprint."""
    assert {name for name in noun.no_figure if name in noun.model_fields} == set(NO_FIGURE[noun].split())


def test_no_other_noun_of_a_framework_leaves_anything_out():
    """All fields of the policy decide figures."""
    assert Scoring.no_figure == Noun.no_figure == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), "Another"), (("id",), "other"), (("revision",), 7), (("publisher",), "Somebody"),
        (("terms",), {"block": "Step"}), (("blocks", 0, "title"), "Another"), ((*P, "summary"), "What it is"),
        ((*P, "question"), "Do you?"), ((*P, "weight"), 1), ((*P, "criteria", 0, "title"), "Another"),
        (("scale", "levels", 1, "description"), "half of it"), (("scoring", "bands", 0, "title"), "Lowest"),
        (("blocks", 0, "practices", 1, "requires", 0, "why"), "another reason"), (("scoring", "aggregate"), "mean"),
        ((*P, "evidence_template"), "One page."), (("scale", "levels", 1, "plain"), "We do half of it"),
        (("effort_counts",), "Coordination alone"), (("about",), [{"id": "free", "title": "Free"}]),
        ((*P, "importance"), {}), ((*P, "min_periods"), 1), (("effort_by_size",), {}),
    ],
)  # fmt: skip
def test_words_and_defaults_leave_it(path, value):
    """Whatever decides no figure, and what holds anyhow."""
    assert _changed(path, value) == PRINT


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*P, "weight"), 2), ((*P, "horizon"), "long"), ((*P, "effort"), "L"),
        ((*P, "criteria_rule"), "any"), (("scale", "levels", 1, "value"), 0.4), (("scoring", "aggregate"), "minimum"),
        (("scoring", "bands", 1, "from"), 0.6), (("use",), "guidance"), (("targets",), {"default": "yes"}),
        (("blocks", 0, "practices", 1, "requires"), []), (("effort_days",), {"M": 31}),
        (("blocks", 0, "practices"), BASE["blocks"][0]["practices"][::-1]),
        ((*P, "importance"), "high"), ((*P, "importance"), {"partnership": "high"}),
        ((*P, "min_periods"), 2), ((*P, "min_periods"), {"yes": 2}), (("effort_by_size",), {"large": 2}),
    ],
)  # fmt: skip
def test_what_decides_a_figure_changes_it(path, value):
    """Values, ids, rules, edges, effort, targets, and the order."""
    assert _changed(path, value) != PRINT


def test_an_id_changes_it():
    """Answers are given to ids."""
    renamed = [{"id": "r", "title": "P"}, {"id": "q", "title": "Q"}]
    plain = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]
    assert _changed(("blocks", 0, "practices"), renamed) != _changed(("blocks", 0, "practices"), plain)


def test_it_is_the_same_for_ever():
    """Stored results are compared by it, so nothing may change how it is made."""
    assert fingerprint_of(Framework.model_validate(BASE)) == PRINT
    assert PRINT == "cb0af59647117363cdb49f8f1a2da92a"
