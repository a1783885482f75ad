import pytest

from equity_blocks.engine.scoring.lens_gaps import evidence_gap, prerequisite_gap
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework

SCALE = {"id": "s", "levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1, "needs_evidence": True}]}


def _one_of(options):
    return {"any_of": [{"practice": name} for name in options], "why": "first things first"}


def _run(ratings, scoring=None, **requires):
    """Practices by id in one block, each with what it requires, all of one weight."""
    practices = [
        {"id": name, "title": name.upper(), "requires": list(map(_one_of, options))}
        for name, options in requires.items()
    ]
    blocks = [{"id": "x", "title": "X", "practices": practices}]
    framework = Framework(id="mini", title="Mini", scale=SCALE, scoring=scoring or {}, blocks=blocks)
    return ScoringRun(framework, Assessment(framework="mini", as_of="2026-06-30", ratings=ratings))


def test_a_practice_that_lacks_two_stands_under_both():
    """Either one alone would not lift it, so each carries all of its points; nothing is counted twice in all."""
    run = _run({"a": 1, "b": 0, "c": 0}, a=[["b"], ["c"]], b=[], c=[])
    gap = prerequisite_gap(run, run.framework.tree, 1 / 3)
    assert (gap.value, gap.points) == (0.0, 1 / 3)
    assert [rests.practices for rests in gap.rests_on] == [("a",), ("a",)]
    assert [rests.points for rests in gap.rests_on] == [1 / 3, 1 / 3]
    assert len(gap.practices[0].unmet) == 2


def test_alternatives_are_one_prerequisite():
    """One of two would be enough, and they are listed together."""
    run = _run({"a": 1, "b": 0, "c": 0}, a=[["b", "c"]], b=[], c=[])
    (rests,) = prerequisite_gap(run, run.framework.tree, 1 / 3).rests_on
    assert [need.practice for need in rests.any_of] == ["b", "c"]


def test_claims_in_a_circle_rest_on_each_other():
    """Each is capped, and each is the prerequisite that the other lacks."""
    run = _run({"a": 1, "b": 1, "c": 0}, a=[["b", "c"]], b=[["a"]], c=[])
    gap = prerequisite_gap(run, "a", 1.0)
    assert (gap.value, gap.points, [p.id for p in gap.practices]) == (0.0, 1.0, ["a"])
    assert [p.id for p in prerequisite_gap(run, run.framework.tree, 2 / 3).practices] == ["a", "b"]


def test_points_alone_need_not_add_up():
    """Under a minimum, one lowered practice is as bad as two."""
    run = _run({"a": 1, "b": 1}, {"aggregate": "minimum"}, a=[], b=[])
    gap = evidence_gap(run, run.framework.tree, 1.0)
    assert (gap.points, [practice.points for practice in gap.practices]) == (1.0, [1.0, 1.0])


def test_a_value_that_is_withheld_has_no_points():
    """The practices are named all the same."""
    run = _run({"a": 1, "b": 1}, a=[], b=[])
    gap = evidence_gap(run, run.framework.tree, None)
    assert (gap.value, gap.points, [practice.points for practice in gap.practices]) == (
        None,
        None,
        [None, None],
    )


@pytest.mark.parametrize("rating", [{"not_pursued": "no", "level": 1}, {"not_applicable": "no"}, None])
def test_what_does_not_count_loses_nothing(rating):
    """Only practices that make the value are lowered."""
    run = _run({"a": rating, "b": 0}, a=[["b"]], b=[])
    assert prerequisite_gap(run, run.framework.tree, 0.0).practices == ()
