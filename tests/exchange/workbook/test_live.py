import pytest

import workbooks
from equity_blocks.engine.scoring.score import score
from equity_blocks.exchange.workbook.live import level_formula, node_values, stand_of, why_not
from equity_blocks.model.assessment import Assessment


def _stands(framework, assessment):
    return {
        name: stand_of(assessment.rating(name), practice, framework.scale_of(name))
        for name, practice in framework.practices.items()
    }


@pytest.mark.parametrize("unanswered", ["exclude", "zero"])
@pytest.mark.parametrize("number", range(20))
def test_what_the_cells_show_is_what_the_engine_says(unanswered, number):
    """Value, interval and coverage of every node, for random frameworks and ratings, to 1e-9."""
    chance = workbooks.Chance(number)
    framework = chance.framework(unanswered)
    assessment = workbooks.assessed(framework, chance.ratings(framework))
    values = node_values(framework, _stands(framework, assessment))
    for name, wanted in workbooks.figures_of(score(framework, assessment)).items():
        assert list(values[name].values()) == [share and pytest.approx(share, abs=1e-9) for share in wanted]


@pytest.mark.parametrize(
    ("scoring", "part"),
    [
        ({"aggregate": "geometric"}, "not a weighted mean"),
        ({"unanswered": "void"}, "missing or does not apply"),
        ({"not_applicable": "full"}, "missing or does not apply"),
        ({"empty_block": "zero"}, "empty blocks"),
        ({"over": "practices"}, "not a weighted mean"),
        ({"overall": False}, "not a weighted mean"),
    ],
)
def test_a_policy_that_is_not_proven_is_scored_on_import(scoring, part):
    """And the reason says which part of it."""
    framework = workbooks.mini(scoring=scoring)
    reason = why_not(workbooks.asked(framework), framework)
    assert reason.startswith("Scored on import: ")
    assert part in reason


def test_other_reasons_to_score_on_import():
    """No framework, a part of it only, and answers of several people."""
    framework = workbooks.mini()
    asked = workbooks.asked(framework)
    assert why_not(asked, framework) == ""
    assert "without the policy" in why_not(asked, None)
    assert "a part of the framework" in why_not(asked._replace(items=asked.items[:1]), framework)
    several = Assessment(
        framework="mini", respondents=[{"id": "ann"}], ratings={"budget": {"answers": {"ann": "partly"}}}
    )
    assert "several people" in why_not(workbooks.questionnaire(framework, several), framework)
    starred = workbooks.mini(
        scale={"id": "s", "levels": [{"id": "a", "title": "A*", "value": 0}, {"id": "b", "value": 1}]}
    )
    assert "looked up" in why_not(workbooks.asked(starred), starred)


def test_a_score_counts_as_its_share_of_the_range():
    """Also where the range begins below 0."""
    assert level_formula("$F5", 1, (-5.0, 20.0)).startswith("IF(ISNUMBER($F5),($F5-(-5.0))/(25.0),")
