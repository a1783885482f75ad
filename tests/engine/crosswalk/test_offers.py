import pytest

from equity_blocks import (
    Assessment,
    Crosswalk,
    Framework,
    InvalidDataError,
    UnsuitableError,
    add_offers,
    crosswalks,
    load_assessment,
    load_framework,
    plan,
)


def _framework(name, practices, **more):
    blocks = [{"id": f"{name}-b", "title": "B", "practices": practices}]
    return Framework(**{"id": name, "title": name.upper(), "scale": ["no", "some", "yes"], "blocks": blocks, **more})


def _practice(name, **more):
    return {"id": name, "title": name.upper(), **more}


def _crosswalk(*pairs, ends=("f", "g")):
    mappings = [
        {"from": source, "to": target, "relation": "overlaps", "share": 0.5, "uses": uses, "why": "both"}
        for source, target, uses in pairs
    ]
    start, end = ends
    named = {"id": f"{start}--{end}", "title": "T", "source": {"framework": start}, "target": {"framework": end}}
    return Crosswalk(**named, mappings=mappings)


PLANNED = _framework("f", [_practice("p", resources=[{"title": "Own"}]), _practice("q"), _practice("r")])
MADE = plan(PLANNED, Assessment(framework="f"), everything=True)
ACTIVITIES = _framework(
    "g",
    [
        _practice("narrow", resources=[{"title": "Guide"}, {"title": "Own"}]),
        _practice("wide"),
        _practice("shared", theme="T"),
    ],
    terms={"block": "Step", "practice": "Activity"},
    enablers=[
        {"id": "help", "title": "Help", "kind": "facilitator", "summary": "S", "practices": ["narrow"]},
        {"id": "both", "title": "Both", "kind": "challenge", "practices": ["narrow", "wide"]},
        {"id": "elsewhere", "title": "Elsewhere", "kind": "facilitator", "practices": []},
    ],
)
LESSONS = _framework("h", [_practice("lesson")], use="guidance", terms={"block": "Group", "practice": "Lesson"})
TO_ACTIVITIES = _crosswalk(("p", "narrow", 0.2), ("p", "wide", 0.9), ("p", "shared", 0.1), ("q", "shared", 0.4))
TO_LESSONS = _crosswalk(("q", "lesson", 0.5), ends=("f", "h"))


def _told(*others):
    known = (TO_ACTIVITIES, TO_LESSONS)
    told = add_offers(MADE, others, known)
    return {action.practice: action for action in told.actions}


def test_what_serves_several_actions_comes_first():
    """Then what speaks of more of the action's practice."""
    activities = _told(ACTIVITIES)["p"].activities
    assert [(item.practice, item.serves, item.uses) for item in activities] == [
        ("shared", 2, 0.1), ("wide", 1, 0.9), ("narrow", 1, 0.2),
    ]  # fmt: skip
    assert {(item.framework, item.kind) for item in activities} == {("g", "activity")}


def test_only_actions_of_the_plan_are_served():
    """A practice that stands in no action counts for nothing."""
    alone = plan(PLANNED, Assessment(framework="f", ratings={"p": "yes", "r": "yes"}), everything=True)
    (action,) = add_offers(alone, [ACTIVITIES], [TO_ACTIVITIES]).actions
    assert [(item.practice, item.serves) for item in action.activities] == [("shared", 1)]


def test_two_actions_of_one_practice_count_as_two():
    """A practice may be raised in two runs."""
    (first, *_) = MADE.actions
    twice = MADE.replace(actions=(first, first.replace(rank=2)))
    told = add_offers(twice, [ACTIVITIES], [TO_ACTIVITIES])
    assert [item.serves for action in told.actions for item in action.activities] == [2] * 6


def test_what_bears_on_the_activities_helps():
    """Once each, with its kind; what points at no mapped practice stays away."""
    helps = _told(ACTIVITIES)["p"].helps
    assert [(item.id, item.kind, item.summary) for item in helps] == [
        ("both", "challenge", ""),
        ("help", "facilitator", "S"),
    ]
    assert _told(ACTIVITIES)["q"].helps == ()


def test_guidance_helps_and_is_never_an_activity():
    """It is called what its source calls its practices."""
    told = _told(LESSONS, ACTIVITIES)
    assert [(item.framework, item.id, item.kind) for item in told["q"].helps] == [("h", "lesson", "lesson")]
    assert [item.practice for item in told["q"].activities] == ["shared"]
    assert (told["r"].activities, told["r"].helps) == ((), ())


def test_resources_come_after_the_own_ones_and_once():
    """A title that is there already is not repeated."""
    told = _told(ACTIVITIES)
    assert [item.title for item in told["p"].resources] == ["Own", "Guide"]
    assert told["r"].resources == ()


def test_the_plan_itself_stays():
    """Order, gains and score are as before; doing it twice changes nothing more."""
    once = add_offers(MADE, [ACTIVITIES], [TO_ACTIVITIES])
    bare = [action.replace(activities=(), helps=(), resources=()) for action in MADE.actions]
    assert [action.replace(activities=(), helps=(), resources=()) for action in once.actions] == bare
    assert once.replace(actions=()) == MADE.replace(actions=())
    assert add_offers(once, [ACTIVITIES], [TO_ACTIVITIES]) == once
    assert add_offers(MADE, [], [TO_ACTIVITIES]) == MADE


def test_a_crosswalk_is_read_from_either_end():
    """`uses` is how much of the planned practice takes part, whichever way the file has it."""
    turned = TO_ACTIVITIES.backwards()
    assert add_offers(MADE, [ACTIVITIES], [turned]) == add_offers(MADE, [ACTIVITIES], [TO_ACTIVITIES])


def test_a_framework_that_nothing_joins_is_refused():
    """What can be given is listed; a chain does not count, for its ends were never judged together."""
    chain = [_crosswalk(ends=("f", "g")), _crosswalk(ends=("h", "g"))]
    with pytest.raises(UnsuitableError, match=r"no crosswalk joins f and h \(those that join f lead to g\)"):
        add_offers(MADE, [LESSONS], chain)
    with pytest.raises(UnsuitableError, match=r"no crosswalk joins f and h \(those that join f lead to nothing\)"):
        add_offers(MADE, [LESSONS], [])
    with pytest.raises(UnsuitableError, match="the plan already uses f"):
        add_offers(MADE, [PLANNED], [TO_ACTIVITIES])


def test_a_crosswalk_that_does_not_fit_is_refused():
    """All that it names and nobody knows is named, in the framework's words."""
    with pytest.raises(InvalidDataError, match=r"g has no activity 'wides' \(did you mean 'wide'\?\)"):
        add_offers(MADE, [ACTIVITIES], [_crosswalk(("p", "wides", 0.5))])


def test_a_mapping_of_a_practice_that_was_left_out_is_no_matter():
    """A tailored framework may lack practices that the crosswalk speaks of."""
    told = add_offers(MADE, [ACTIVITIES], [_crosswalk(("gone", "wide", 0.5), ("p", "wide", 0.5))])
    assert [item.practice for action in told.actions for item in action.activities] == ["wide"]


@pytest.mark.parametrize("name", ["rise-to-health-payers", "ahe-roadmap", "ric-iccop", "chcs-acap"])
def test_every_shipped_framework_goes_with_the_sample(name):
    """What is offered are its own practices and enablers, and every count is right."""
    framework, other = load_framework("hcplan-apm"), load_framework(name)
    made = plan(framework, load_assessment("assessments/riverbend-2026.yaml"))
    told = add_offers(made, [other], crosswalks())
    activities = [item for action in told.actions for item in action.activities]
    helps = [item for action in told.actions for item in action.helps]
    assert bool(activities) == (other.use == "assessment")
    assert activities or helps
    assert {item.practice for item in activities} <= set(other.practices)
    assert {item.id for item in helps} <= {*other.practices, *(enabler.id for enabler in other.enablers)}
    for item in activities:
        assert item.serves == sum(item.practice in {a.practice for a in action.activities} for action in told.actions)
