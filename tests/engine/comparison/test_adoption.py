import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import AdoptedPlan, Assessment, Framework, adopt, plan, share
from equity_blocks.errors import UnsuitableError
from equity_blocks.files.opening import open_any
from equity_blocks.files.writing import adopted_text
from strategies import cases, fewer, frameworks

QUARTERS = ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")


def _framework(*practices, **changes):
    """A framework of practices by name, or by what is said of them."""
    said = [
        {"id": name, "title": name.upper()} if isinstance(name, str) else {"title": "T", **name} for name in practices
    ]
    return Framework(
        **{"id": "mini", "title": "Mini", "scale": ["no", "some", "yes"], **changes},
        blocks=[{"id": "b", "title": "B", "practices": said}],
    )


def _adopted(*actions, **changes):
    """A plan adopted for the quarters of 2027: practice, level from, level to, last quarter."""
    said = [
        {"practice": name, "from": start, "to": to, "start": "2027-Q1", "finish": finish}
        for name, start, to, finish in actions
    ]
    return AdoptedPlan.model_validate(
        {
            "made_with": "0.0.1",
            "framework": {"id": "mini", "edition": "", "revision": 1},
            "as_of": "2026-12-31",
            "calendar": {"start": "2027-Q1", "periods": 4},
            "periods": QUARTERS,
            "actions": said,
            **changes,
        }
    )


def _outcomes(made):
    return [(past.practice, past.outcome) for past in made.past]


FRAMEWORK = _framework(*"abcdefgh")
BEFORE = Assessment(
    framework="mini",
    id="then",
    organization={"id": "acme", "name": "Acme", "note": "confidential"},
    as_of="2026-12-31",
    goals=[{"id": "g", "population": "P", "measure": "M", "root_causes": [{"title": "R", "practices": ["b"]}]}],
    ratings={
        "a": "some",
        "b": {"level": "no", "owner": "Ann", "cost": 100},
        **{name: {"not_applicable": "none"} for name in "cdefgh"},
    },
)


def test_what_is_adopted_is_what_was_planned():
    """A is one level of M (30 days) by half, b both: 15 and 30 days, of 100 in money; one quarter each."""
    made = plan(FRAMEWORK, BEFORE, everything=True, start="2027-Q1", periods=2, capacity=30)
    kept = adopt(made)
    assert {action.practice: (action.start_level, action.to, action.owner, action.effort, action.cost, action.goals)
            for action in kept.actions} == {
        "a": ("some", "yes", "", 15.0, None, ()),
        "b": ("no", "yes", "Ann", 30.0, 100.0, ("g",)),
    }  # fmt: skip
    assert [(action.start, action.finish) for action in kept.actions] == [
        (action.start, action.finish) for action in made.actions
    ]
    assert (kept.assessment, kept.organization.model_dump(exclude_defaults=True)) == (
        "then",
        {"id": "acme", "name": "Acme"},
    )
    assert (kept.periods, kept.calendar, kept.as_of) == (QUARTERS[:2], made.calendar, BEFORE.as_of)
    assert (kept.framework.id, kept.framework.revision) == ("mini", 1)


def test_what_others_must_not_see_is_not_kept_of_a_shared_plan():
    """No owners, no goals, no name; for a cohort neither the id of the assessment."""
    made = plan(FRAMEWORK, BEFORE, everything=True)
    kept = adopt(share(made, "client"))
    assert {(action.owner, action.goals) for action in kept.actions} == {("", ())}
    assert (kept.organization.name, kept.assessment) == ("", "then")
    assert adopt(share(made, "cohort", secret="a long key")).assessment is None


NOW = Assessment(
    framework="mini",
    as_of="2027-07-01",
    ratings={
        "a": "yes", "b": "some", "c": "some", "d": "no", "e": {"level": "no", "not_pursued": "no money"},
        "f": {"not_applicable": "sold"}, "g": "no", "h": "some",
    },
    actions={"b": {"progress": "started"}, "g": {"progress": "dropped"}},
)  # fmt: skip
ADOPTED = _adopted(
    ("a", "no", "yes", "2027-Q4"),
    ("b", "no", "yes", "2027-Q2"),
    ("c", "some", "yes", "2027-Q3"),
    ("d", "some", "yes", "2027-Q4"),
    ("e", "no", "yes", "2027-Q1"),
    ("f", None, "yes", "2027-Q4"),
    ("g", "no", "some", "2027-Q4"),
)


@pytest.fixture(scope="module")
def seen():
    """What became of the adopted plan; c may begin in the second quarter of the plan now."""
    return plan(FRAMEWORK, NOW, everything=True, start="2027-Q3", periods=4, delays={"c": 1}, since=ADOPTED)


def test_each_adopted_action_is_done_late_open_or_dropped_and_others_are_added(seen):
    """B was to end a day before; c ends a quarter later than adopted; d fell, and its date still holds."""
    assert [(past.practice, past.outcome, past.dropped_as) for past in seen.past] == [
        ("a", "done", None),
        ("b", "late", None),
        ("c", "late", None),
        ("d", "open", None),
        ("e", "dropped", "not_pursued"),
        ("f", "dropped", "not_applicable"),
        ("g", "dropped", "work_dropped"),
        ("h", "added", None),
    ]


def test_the_level_now_and_how_it_moved_stand_beside(seen):
    """Not rated then is at the lowest level; what does not apply has not moved."""
    assert {past.practice: (past.now, past.change, past.progress) for past in seen.past} == {
        "a": ("yes", "raised", None),
        "b": ("some", "raised", "started"),
        "c": ("some", "unchanged", None),
        "d": ("no", "fallen", None),
        "e": ("no", "unchanged", None),
        "f": (None, None, None),
        "g": ("no", "unchanged", "dropped"),
        "h": ("some", None, None),
    }


def test_new_dates_stand_beside_adopted_ones(seen):
    """Those of the steps between the levels that were adopted; none for what is not planned now."""
    assert {past.practice: (past.finish, past.new_start, past.new_finish) for past in seen.past} == {
        "a": ("2027-Q4", None, None),
        "b": ("2027-Q2", "2027-Q3", "2027-Q3"),
        "c": ("2027-Q3", "2027-Q4", "2027-Q4"),
        "d": ("2027-Q4", "2027-Q4", "2027-Q4"),
        "e": ("2027-Q1", None, None),
        "f": ("2027-Q4", None, None),
        "g": ("2027-Q4", None, None),
        "h": (None, "2027-Q3", "2027-Q3"),
    }


def test_the_plan_says_what_it_looks_back_on(seen):
    """That it was adopted, with which version and on which assessment."""
    assert seen.earlier.is_adopted
    assert (seen.earlier.made_with, seen.earlier.as_of, seen.earlier.framework.id) == ("0.0.1", ADOPTED.as_of, "mini")
    assert plan(FRAMEWORK, NOW).earlier is None


@pytest.mark.parametrize(("day", "outcome"), [("2027-06-30", "open"), ("2027-07-01", "late")])
def test_a_period_is_over_on_the_day_after_it(day, outcome):
    """The second quarter ends on June 30; without a calendar now there is no new date."""
    said = NOW.replace(as_of=day)
    made = plan(FRAMEWORK, said, since=_adopted(("b", "no", "yes", "2027-Q2")))
    assert _outcomes(made)[0] == ("b", outcome)


def test_dates_are_compared_over_calendars():
    """June is not later than the second quarter, July is; another start and another length of the periods."""
    said = Assessment(framework="mini", ratings={"a": "some"})
    for delay, month, outcome in ((2, "2027-06", "open"), (3, "2027-07", "late")):
        made = plan(_framework("a"), said, start="2027-04", periods=6, delays={"a": delay},
                    since=_adopted(("a", "some", "yes", "2027-Q2")))  # fmt: skip
        assert (made.past[0].new_finish, made.past[0].outcome) == (month, outcome)


def test_the_outcome_does_not_depend_on_who_plans_now():
    """The adopted actions, their order and their dates stay, whatever is chosen now; what is out of it has no date."""
    one = plan(FRAMEWORK, NOW, pick=1, start="2028-Q1", periods=9, since=ADOPTED)
    other = plan(FRAMEWORK, NOW, everything=True, since=ADOPTED)
    for made in (one, other):
        told = [past for past in made.past if past.outcome != "added"]
        assert [(past.practice, past.start, past.finish) for past in told] == [
            (action.practice, action.start, action.finish) for action in ADOPTED.actions
        ]
    assert [past.practice for past in other.past if past.outcome in ("done", "dropped")] == list("aefg")


@pytest.mark.parametrize(
    "changes",
    [
        {"calendar": {"periods": 4}, "periods": ["1", "2", "3", "4"]},
        {"calendar": None, "periods": []},
    ],
)
def test_without_dates_nothing_is_late(changes):
    """Neither where periods are numbers, nor where none were adopted."""
    finish = changes["periods"][0] if changes["periods"] else None
    action = {"practice": "b", "to": "yes", "finish": finish}
    made = plan(FRAMEWORK, NOW, start="2029-Q1", since=_adopted(actions=[action], **changes))
    assert _outcomes(made)[0] == ("b", "open")


def test_a_practice_is_followed_by_its_former_names():
    """Renamed, with its rating; split, merged and gone ones are dropped, each with its reason."""
    newer = _framework(
        {"id": "new", "was": ["old"]},
        {"id": "half", "was": ["whole"]},
        {"id": "rest", "was": ["whole"]},
        {"id": "both", "was": ["one", "other"]},
        revision=2,
    )
    said = Assessment(framework="mini", ratings={"new": "yes", "half": "yes", "rest": "yes", "both": "yes"})
    kept = _adopted(*((name, "no", "yes", "2027-Q1") for name in ("old", "whole", "one", "other", "gone")))
    made = plan(newer, said, everything=True, since=kept)
    assert [(past.practice, past.successor, past.outcome, past.dropped_as) for past in made.past] == [
        ("old", "new", "done", None),
        ("whole", None, "dropped", "split"),
        ("one", None, "dropped", "merged"),
        ("other", None, "dropped", "merged"),
        ("gone", None, "dropped", "removed"),
    ]
    assert (made.earlier.framework.revision, made.framework.revision) == (1, 2)


def test_what_was_planned_for_ids_that_changed_places_is_told_of_the_right_ones():
    """Adopted on the first revision, all that `was` tells has happened since; later, nobody knows whether it has."""
    newer = _framework({"id": "a", "was": ["b"]}, {"id": "b", "was": ["a"]}).replace(revision=3)
    said = Assessment(framework="mini", ratings={"a": "yes", "b": "no"})
    earlier = _adopted(("a", "no", "yes", "2027-Q4"), ("b", "no", "yes", "2027-Q4"))
    made = plan(newer, said, everything=True, since=earlier)
    assert [(past.practice, past.successor, past.outcome) for past in made.past] == [
        ("a", "b", "open"), ("b", "a", "done"),
    ]  # fmt: skip
    later = earlier.replace(framework={"id": "mini", "edition": "", "revision": 2})
    made = plan(newer, said, everything=True, since=later)
    assert [(past.practice, past.outcome, past.dropped_as) for past in made.past][:2] == [
        ("a", "dropped", "unclear"), ("b", "dropped", "unclear"),
    ]  # fmt: skip


def test_what_was_planned_under_a_former_name_is_not_added():
    """New dates and the level now are those of the practice as it is called today."""
    newer = _framework({"id": "new", "was": ["old"]}, edition="2")
    said = Assessment(framework="mini", ratings={"new": "some"})
    made = plan(newer, said, everything=True, start="2027-Q1", since=_adopted(("old", "no", "yes", "2027-Q4")))
    assert [(past.practice, past.outcome, past.now, past.new_finish) for past in made.past] == [
        ("old", "open", "some", "2027-Q1")
    ]


def test_a_level_that_the_scale_no_longer_has_cannot_be_reached():
    """The action is dropped, and what is planned instead is added; a lost level to start from tells no change."""
    newer = _framework("a", "b", scale=["no", "yes"])
    said = Assessment(framework="mini", ratings={"a": "no", "b": "yes"})
    made = plan(
        newer, said, everything=True, since=_adopted(("a", "no", "some", "2027-Q4"), ("b", "some", "yes", "2027-Q4"))
    )
    assert [(past.practice, past.outcome, past.dropped_as, past.change) for past in made.past] == [
        ("a", "dropped", "level_removed", "unchanged"),
        ("b", "done", None, None),
        ("a", "added", None, None),
    ]


def test_a_level_above_what_was_adopted_is_added():
    """Two actions on one practice are two; the plan now goes on where the first was adopted to end."""
    said = Assessment(framework="mini", ratings={"a": "some"})
    first, second = ("a", "no", "some", "2027-Q1"), ("a", "some", "yes", "2027-Q2")
    assert _outcomes(plan(_framework("a"), said, since=_adopted(first))) == [("a", "done"), ("a", "added")]
    assert _outcomes(plan(_framework("a"), said, since=_adopted(first, second))) == [("a", "done"), ("a", "open")]


def test_the_plan_of_an_earlier_assessment_is_told_in_the_same_words():
    """It is made now and has no dates, so nothing of it is late."""
    then = Assessment(
        framework="mini", ratings={"a": "no", "b": "no", "c": "some", "d": "some", "f": "some", "e": "unknown"}
    )
    now = then.replace(
        ratings={"a": "yes", "b": "some", "c": "some", "d": "no", "e": "unknown", "f": {"not_applicable": "sold"}},
        actions={"b": {"progress": "started"}},
    )
    made = plan(_framework(*"abcdef"), now, everything=True, since=then)
    assert {past.practice: (past.outcome, past.change, past.now, past.progress) for past in made.past} == {
        "a": ("done", "raised", "yes", None),
        "b": ("open", "raised", "some", "started"),
        "c": ("open", "unchanged", "some", None),
        "d": ("open", "fallen", "no", None),
        "e": ("open", None, None, None),
        "f": ("dropped", None, None, None),
    }
    assert (made.earlier.is_adopted, made.earlier.made_with) == (False, None)


def test_what_was_planned_then_is_of_the_same_framework_and_earlier():
    """A later plan has no past to tell, and another framework's actions are not these."""
    then, now = (BEFORE.replace(as_of=day) for day in ("2025-09-30", "2026-09-30"))
    with pytest.raises(UnsuitableError, match="give the older one first"):
        plan(FRAMEWORK, then, everything=True, since=now)
    with pytest.raises(UnsuitableError, match="not one framework"):
        plan(FRAMEWORK, now, everything=True, since=Assessment(framework="other"))
    with pytest.raises(UnsuitableError, match="migrate it to this edition first"):
        plan(FRAMEWORK.replace(edition="2"), now, everything=True, since=then.replace(edition="1"))
    with pytest.raises(UnsuitableError, match="of 2026-12-31, and this assessment of 2025-09-30"):
        plan(FRAMEWORK, then, everything=True, since=ADOPTED)
    with pytest.raises(UnsuitableError, match="the adopted plan is for other, and this assessment rates mini"):
        plan(FRAMEWORK, now, since=_adopted(framework={"id": "other", "edition": "", "revision": 1}))


@fewer
@given(cases(frameworks(most=3)), st.sampled_from([{}, {"periods": 3}, {"start": "2027-Q1", "capacity": 40}]))
def test_what_was_just_adopted_is_open_and_keeps_its_dates(case, calendar):
    """Whatever is planned comes back equal from its file; seen at once, nothing of it is done, late or new."""
    framework, assessment = case
    made = plan(framework, assessment, everything=True, **calendar)
    kept = adopt(made)
    assert open_any("adopted.yaml", adopted_text(kept)).noun == kept
    past = plan(framework, assessment, everything=True, since=kept, **calendar).past
    assert [(each.practice, each.to, each.outcome) for each in past] == [
        (action.practice, action.to, "open") for action in made.actions
    ]
    assert [(each.new_start, each.new_finish) for each in past] == [(each.start, each.finish) for each in past]
