import pytest

from equity_blocks import Assessment, Framework, plan
from equity_blocks.errors import UnsuitableError

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "some", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name.upper()} for name in "abcdef"]}],
)
BEFORE = Assessment(
    framework="mini", ratings={"a": "no", "b": "no", "c": "some", "d": "some", "f": "some", "e": "unknown"}
)
AFTER = BEFORE.replace(
    ratings={"a": "yes", "b": "some", "c": "some", "d": "no", "e": "unknown", "f": {"not_applicable": "sold"}},
    actions={"b": {"progress": "started"}},
)


def test_each_planned_action_has_an_outcome():
    """Reached, raised, unchanged, fallen, not rated, or left out; with what was reported of the work."""
    made = plan(FRAMEWORK, AFTER, everything=True, since=BEFORE)
    assert {past.practice: (past.outcome, past.now) for past in made.past} == {
        "a": ("reached", "yes"),
        "b": ("raised", "some"),
        "c": ("unchanged", "some"),
        "d": ("fallen", "no"),
        "e": ("not_rated", None),
        "f": ("left_out", None),
    }
    assert {past.practice: past.progress for past in made.past}["b"] == "started"
    assert all(past.to == "yes" for past in made.past)


def test_without_an_earlier_assessment_nothing_is_told():
    """There is no past."""
    assert plan(FRAMEWORK, AFTER, everything=True).past == ()


def test_what_was_planned_then_is_of_the_same_framework_and_earlier():
    """A later assessment has no past to tell, and another framework's actions are not these."""
    then, now = (BEFORE.replace(as_of=day) for day in ("2025-09-30", "2026-09-30"))
    with pytest.raises(UnsuitableError, match="give the older one first"):
        plan(FRAMEWORK, then, everything=True, since=now)
    with pytest.raises(UnsuitableError, match="not one framework"):
        plan(FRAMEWORK, now, everything=True, since=Assessment(framework="other"))
    with pytest.raises(UnsuitableError, match="migrate it to this edition first"):
        plan(FRAMEWORK.replace(edition="2"), now, everything=True, since=then.replace(edition="1"))
