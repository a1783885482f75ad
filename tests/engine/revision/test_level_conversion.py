import pytest

from equity_blocks.engine.revision.level_conversion import Ends, level_in, reread
from equity_blocks.model.practice import Practice
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import Scale

OLD, NEW = (Scale.model_validate(names) for names in (["no", "partly", "yes"], ["no", "begun", "almost", "yes"]))
POINTS, FEWER = (Scale(id="points", range=[0, top]) for top in (50, 40))
PRACTICE = Practice(id="p", title="P", criteria=[{"id": "x", "title": "X"}])
ENDS = Ends(PRACTICE, NEW, PRACTICE, OLD)


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
    found, lost = reread(rating, ENDS)
    assert found == Rating(owner="CIO", note="two clinics")
    assert len(lost) == 1


def test_a_lost_target_leaves_the_statement():
    """What is wanted and what is there are two things."""
    found = reread(Rating(level="yes", target="partly"), Ends(PRACTICE, NEW))
    assert found == (Rating(level="yes"), ("target 'partly'",))


def test_a_criterion_that_is_gone_leaves_the_others():
    """What it said is told."""
    found, lost = reread(Rating(criteria={"x": "yes", "y": "no"}), ENDS)
    assert (found.criteria, lost) == ({"x": "yes"}, ("criterion 'y'",))


def test_what_another_framework_said_is_read_too():
    """A carried level that the scale lacks is lost like any other."""
    carried = {"level": "partly", "low": 0.5, "high": 1.0}
    assert reread(Rating(carried=carried), ENDS) == (Rating(), ("carried 'partly'",))
    kept = reread(Rating(carried={**carried, "level": 2}), ENDS)
    assert (kept.rating.carried.level, kept.lost) == ("yes", ())


@pytest.mark.parametrize(
    ("carried", "read"),
    [
        ({"at_least": "no", "at_most": 2}, {"at_least": "no", "at_most": "yes"}),
        ({"at_least": 2}, {"at_least": "yes"}),
        ({"at_most": "no"}, {"at_most": "no"}),
        ({"at_least": "partly", "at_most": "yes"}, None),
        ({"at_least": "no", "at_most": 1}, None),
        ({"framework": "g", "from": ["x"]}, {}),
    ],
)
def test_bounds_that_another_framework_gave_are_read_together(carried, read):
    """Where one end is gone the other alone would say something else, so both go; the rest of the rating stays."""
    found, lost = reread(Rating(level="yes", carried={**carried, "framework": "g"}), ENDS)
    assert (found.level, len(lost)) == ("yes", int(read is None))
    assert (found.carried.levels if found.carried else None) == read
    assert found.carried is None or found.carried.framework == "g"


def test_bounds_move_with_levels_that_were_renamed():
    """Each end under its new name."""
    renamed = _levels(["none", "no"], ["some", "partly"], ["all", "yes"])
    rating = Rating(carried={"at_least": "partly", "at_most": "yes"})
    found, lost = reread(rating, Ends(PRACTICE, renamed, PRACTICE, OLD))
    assert (dict(found.carried.levels), lost) == ({"at_least": "some", "at_most": "all"}, ())


def _levels(*was, range_=None):
    """Make a scale of levels with the ids that they had."""
    levels = [{"id": name, "value": i / (len(was) - 1), "was": former} for i, (name, *former) in enumerate(was)]
    return Scale.model_validate({"id": "s", "levels": levels, **({"range": range_} if range_ else {})})


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (_levels(["none", "no"], ["some", "partly"], ["all", "yes"]), ["none", "some", "all"]),
        (_levels(["no"], ["yes", "partly"], ["partly", "yes"]), ["no", "yes", "partly"]),
        (_levels(["no", "partly"], ["yes"]), ["no", "no", "yes"]),
        (_levels(["no"], ["half", "partly"], ["most", "partly"], ["yes"]), ["no", None, "yes"]),
    ],
    ids=["renamed", "names changed places", "two became one", "split"],
)
def test_a_level_may_have_had_another_id(new, found):
    """By id or by position; of a level that was split nobody knows which part was meant."""
    assert [level_in(level, OLD, new) for level in OLD.ids] == found
    assert [level_in(i, OLD, new) for i in range(3)] == found
    back = [level_in(level, new, OLD, is_back=True) for level in found if level and found.count(level) == 1]
    assert back == [level for level, now in zip(OLD.ids, found, strict=True) if now and found.count(now) == 1]


def test_a_renamed_level_is_found_without_the_older_scale():
    """Where names changed places, only if the first revision was rated."""
    renamed, swapped = _levels(["none", "no"], ["yes"]), _levels(["yes", "no"], ["no", "yes"])
    assert [level_in(level, None, renamed) for level in ("no", "yes", "maybe")] == ["none", "yes", None]
    assert [level_in("no", None, swapped, rated) for rated in ("first", "same", "other")] == ["yes", "no", None]


def test_a_score_stays_whatever_the_levels_of_its_range_are_called():
    """And goes where the range is another one."""
    low, high = _levels(["low"], ["high"], range_=[0, 10]), _levels(["begun", "low"], ["high"], range_=[0, 10])
    assert (level_in(3, low, high), level_in("low", low, high), level_in(3, low, POINTS)) == (3, "begun", None)


def test_a_criterion_may_have_had_another_id():
    """Also one that changed places with another; of what was split, and of what became one, nothing is said."""
    said = Rating(criteria={"x": "yes", "y": "no", "z": "yes"})
    older, swapped, fewer = (
        Practice(id="p", title="P", criteria=[{"title": "C", **criterion} for criterion in criteria])
        for criteria in (
            [{"id": "x"}, {"id": "y"}, {"id": "z"}],
            [{"id": "x", "was": ["y"]}, {"id": "y", "was": ["x"]}, {"id": "w", "was": ["z"]}],
            [{"id": "xy", "was": ["x", "y"]}, {"id": "z"}],
        )
    )
    assert reread(said, Ends(swapped, OLD, older, OLD)).rating.criteria == {"y": "yes", "x": "no", "w": "yes"}
    assert reread(said, Ends(fewer, OLD, older, OLD)) == (
        Rating(criteria={"z": "yes"}),
        ("criterion 'x'", "criterion 'y'"),
    )


def test_criteria_in_answers_move_like_any_others():
    """Renamed ones have their new names; what has none is told, whoever speaks of it."""
    scale = Scale.model_validate(["no", "yes"])
    before = Practice(id="p", title="P", criteria=[{"id": "a", "title": "A"}, {"id": "c", "title": "C"}])
    after = Practice(id="p", title="P", criteria=[{"id": "b", "title": "A", "was": ["a"]}])
    answers = {"ann": {"criteria": {"a": "yes", "c": "no"}}, "ben": {"criteria": {"c": "no"}, "note": "n"}}
    found = reread(Rating(answers=answers), Ends(after, scale, before, scale))
    assert [dict(answer.criteria) for answer in found.rating.answers.values()] == [{"b": "yes"}, {}]
    assert found.lost == ("criterion 'c'",)
