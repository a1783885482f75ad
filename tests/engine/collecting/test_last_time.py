from equity_blocks import Assessment
from equity_blocks.engine.collecting.last_time import changed_questions, last_time, levels_of, next_time


def test_levels_are_those_that_count(framework, riverbend):
    """Combined answers, criteria and scores alike; what is not rated has none."""
    assert levels_of(framework, riverbend) == {"vision": "partly", "data": "partly", "pay": "40"}


def test_a_respondent_reads_their_own_levels(framework, riverbend):
    """And somebody new reads none."""
    assert last_time(framework, riverbend, respondent="council").levels == {"vision": "no"}
    assert last_time(framework, riverbend, respondent="").levels == {}


def test_a_new_scale_changes_every_question_that_uses_it(framework):
    """Those with a scale of their own stay."""
    other = framework.replace(scale=["no", "yes"], revision=3)
    assert changed_questions(framework, other) == {"vision", "trust", "data"}


def test_the_next_assessment_begins_with_what_still_holds(framework, riverbend):
    """Evidence, owners and work that goes on; no level, no note, no work that is done."""
    last = riverbend.replace(
        actions={"vision": {"progress": "started"}, "pay": {"progress": "done"}},
        goals=[
            {
                "id": "g",
                "title": "G",
                "measure": "M",
                "population": "P",
                "root_causes": [{"title": "R", "practices": ["pay"]}],
            }
        ],
        note="Private.",
    )
    begun = next_time(framework, last)
    assert begun.data["ratings"] == {"vision": {"owner": "Olga Owner"}, "data": {"evidence": ["charter"]}}
    assert [*begun.data["actions"]] == ["vision"]
    assert [goal["id"] for goal in begun.data["goals"]] == ["g"]
    assert not begun.data.keys() & {"id", "as_of", "note", "final"}
    assert begun.notes["pay"] == ("Last time (2026-09-30): 40",)
    made = Assessment.model_validate({"framework": "mini", **begun.data})
    assert levels_of(framework, made) == {}


def test_why_something_was_left_out_is_read_next_time(framework):
    """As words above the practice, not as an answer."""
    last = Assessment(
        framework="mini",
        ratings={"vision": {"not_pursued": "Too soon."}, "trust": {"not_applicable": "None here."}, "pay": "unknown"},
    )
    begun = next_time(framework, last)
    assert begun.notes == {
        "vision": ("Last time: it was left out: Too soon.",),
        "trust": ("Last time: it did not apply: None here.",),
        "pay": ("Last time: nobody could say",),
    }
    assert begun.data["ratings"] == {}
