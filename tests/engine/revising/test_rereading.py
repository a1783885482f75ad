import pytest

from equity_blocks.engine.revising.rereading import level_in, reread
from equity_blocks.model.assessment import Rating
from equity_blocks.model.framework import Practice
from equity_blocks.model.scale import Scale

OLD, NEW = (Scale.model_validate(names) for names in (["no", "partly", "yes"], ["no", "begun", "almost", "yes"]))
POINTS, FEWER = (Scale(id="points", range=[0, top]) for top in (50, 40))
PRACTICE = Practice(id="p", title="P", criteria=[{"id": "x", "title": "X"}])


@pytest.mark.parametrize(
    ("level", "old", "new", "found"),
    [
        ("yes", OLD, NEW, "yes"),
        (2, OLD, NEW, "yes"),
        (2, OLD, OLD, 2),
        ("partly", OLD, NEW, None),
        (1, OLD, NEW, None),
        ("unknown", OLD, NEW, "unknown"),
        (None, OLD, NEW, None),
        (3, None, NEW, 3),
        ("partly", None, NEW, None),
        (35, POINTS, POINTS, 35),
        (35, POINTS, FEWER, None),
        (0, POINTS, NEW, None),
    ],
)
def test_a_level_is_the_same_if_its_id_is(level, old, new, found):
    """A position is what it stood for; a score needs the same range; an unknown older scale takes it as it is."""
    assert level_in(level, old, new) == found


SAID = {
    "level": Rating(level=1, owner="CIO", note="two clinics"),
    "answers": Rating(answers={"ann": {"level": "partly"}, "ben": "yes"}, owner="CIO", note="two clinics"),
    "agreed": Rating(answers={"ben": "yes"}, agreed={"level": 1, "by": "all"}, owner="CIO", note="two clinics"),
    "criteria": Rating(criteria={"x": "partly"}, owner="CIO", note="two clinics"),
}


@pytest.mark.parametrize("rating", SAID.values(), ids=SAID)
def test_one_lost_level_takes_the_statement_with_it(rating):
    """Half of what people said would say something else; wishes and notes stay."""
    found, lost = reread(rating, PRACTICE, OLD, NEW)
    assert found == Rating(owner="CIO", note="two clinics")
    assert len(lost) == 1


def test_a_lost_target_leaves_the_statement():
    """What is wanted and what is there are two things."""
    found = reread(Rating(level="yes", target="partly"), PRACTICE, None, NEW)
    assert found == (Rating(level="yes"), ("target 'partly'",))


def test_a_criterion_that_is_gone_leaves_the_others():
    """What it said is told."""
    found, lost = reread(Rating(criteria={"x": "yes", "y": "no"}), PRACTICE, OLD, NEW)
    assert (found.criteria, lost) == ({"x": "yes"}, ("criterion 'y'",))


def test_what_another_framework_said_is_read_too():
    """A carried level that the scale lacks is lost like any other."""
    carried = {"level": "partly", "low": 0.5, "high": 1.0}
    assert reread(Rating(carried=carried), PRACTICE, OLD, NEW) == (Rating(), ("carried 'partly'",))
    kept = reread(Rating(carried={**carried, "level": 2}), PRACTICE, OLD, NEW)
    assert (kept.rating.carried.level, kept.lost) == ("yes", ())
