"""Goals to start from: what each must say, and that those shipped name practices that exist."""

import re

import pytest
from pydantic import ValidationError

from equity_blocks import Framework, GoalTemplate, goal_templates, load_framework
from equity_blocks.model.goal_template import nothing_called_so, template_misfits

LIBRARY = goal_templates()
TEMPLATE = {
    "id": "g", "framework": "mini", "title": "Visits", "measure": "Visits", "population": "Who?", "unit": "percent",
    "lead_why": "A year is counted.", "root_causes": [{"title": "Hours.", "practices": ["p"]}],
    "confirm": [{"what": "Who it is.", "with": ["members"]}], "basis": "editorial",
}  # fmt: skip
FRAMEWORK = Framework(
    id="mini", title="Mini", scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
)  # fmt: skip


def test_the_library_has_ten_to_fifteen_goals():
    """Named by their ids, each with a title of its own."""
    assert 10 <= len(LIBRARY) <= 15
    assert len({template.title for template in LIBRARY}) == len(LIBRARY)
    assert {template.framework for template in LIBRARY} == {"hcplan-apm"}


@pytest.mark.parametrize("template", LIBRARY, ids=lambda template: template.id)
def test_a_shipped_goal_names_practices_that_exist(template):
    """Three causes or more, each with practices that bear on it."""
    assert template_misfits(load_framework(template.framework), template) == ()
    assert len(template.root_causes) >= 3
    assert len({cause.title for cause in template.root_causes}) == len(template.root_causes)


@pytest.mark.parametrize("template", LIBRARY, ids=lambda template: template.id)
def test_what_is_marked_is_defended_and_no_figure_is_asserted(template):
    """A cause of more or less than normal weight says why; the population is a question, without a number."""
    for cause in template.root_causes:
        assert bool(cause.why) == ({cause.importance, cause.feasibility} != {"normal"}), cause.title
    assert template.population.endswith("?")
    assert not re.search(r"\d+(\.\d+)? ?(%|percent|times)", template.model_dump_json())


@pytest.mark.parametrize("template", LIBRARY, ids=lambda template: template.id)
def test_a_shipped_goal_is_confirmed_with_more_than_data(template):
    """The people concerned are asked, and whether the measure is still what it was."""
    assert len(template.confirm) >= 3
    assert any("still carry this measure" in each.what for each in template.confirm)
    assert any("causes" in each.what and len(each.with_whom) >= 2 for each in template.confirm)


@pytest.mark.parametrize("key", sorted(TEMPLATE))
def test_everything_has_to_be_said(key):
    """Also that it is editorial."""
    with pytest.raises(ValidationError, match=key):
        GoalTemplate.model_validate({name: value for name, value in TEMPLATE.items() if name != key})


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"basis": "source"}, "editorial"),
        ({"root_causes": []}, "root_causes"),
        ({"root_causes": [{"title": "Hours.", "practices": []}]}, "practices"),
        ({"confirm": [{"what": "Who it is.", "with": []}]}, "with"),
        ({"lead": -1}, "lead"),
    ],
)
def test_what_says_nothing_is_refused(change, match):
    """A cause without practices, a question without anybody to ask."""
    with pytest.raises(ValidationError, match=match):
        GoalTemplate.model_validate({**TEMPLATE, **change})


def test_an_unknown_practice_has_its_place_and_the_nearest_one():
    """What a tailoring took out may still be spoken of."""
    causes = [{"title": "Hours.", "practices": ["p", "q"]}]
    (problem,) = template_misfits(FRAMEWORK, GoalTemplate.model_validate({**TEMPLATE, "root_causes": causes}))
    assert (problem.code, problem.key_path) == ("unknown_practice", ("root_causes", 0, "practices", 1))


def test_a_goal_of_another_framework_does_not_fit():
    """Its ids would mean something else."""
    (problem,) = template_misfits(FRAMEWORK, GoalTemplate.model_validate({**TEMPLATE, "framework": "other"}))
    assert (problem.code, problem.data["allowed"]) == ("wrong_framework", ("other",))


def test_the_nearest_goal_is_named():
    """By its id or its title."""
    problem = nothing_called_so("postpartum-visits", LIBRARY)
    assert (problem.code, problem.hint) == ("unknown_goal", "did you mean 'postpartum-visit'?")
