import pytest

from equity_blocks import Assessment, Framework, Tailoring, plan, tailor

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    scoring={"bands": [{"id": "low", "title": "Low", "from": 0}, {"id": "far", "title": "Far", "from": 0.6}]},
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name.upper()} for name in "abc"]}],
)


def _goal(*causes, **fields):
    return {"id": "g", "title": "Gap", "population": "Members", "measure": "Visits", "root_causes": causes, **fields}


def _cause(title, *practices):
    return {"title": title, "practices": practices}


def _remarks(ratings, goals=(), **options):
    actions = options.pop("actions", {})
    assessment = Assessment(framework="mini", ratings=ratings, goals=goals, actions=actions)
    return {remark.code: remark.message for remark in plan(FRAMEWORK, assessment, **options).remarks}


PURSUED = {"a": {"level": "no", "decision": "pursue"}, "b": "no", "c": "yes"}


@pytest.mark.parametrize(
    ("goals", "code", "message"),
    [
        ([_goal()], "goal_without_action", "No root cause of 'Gap' is named, so no action serves it."),
        (
            [_goal(_cause("Hours", "b"))],
            "goal_without_action",
            "No action serves the goal 'Gap'. B: Not among those marked to be pursued.",
        ),
        (
            [_goal(_cause("Hours", "b"), _cause("Trust", "c"))],
            "goal_without_action",
            "No action serves the goal 'Gap'. B: Not among those marked to be pursued.",
        ),
        (
            [_goal(_cause("Hours", "a"), _cause("Trust", "b"))],
            "cause_without_action",
            "'Gap': no action for the root cause 'Trust'. B: Not among those marked to be pursued.",
        ),
        (
            [_goal(_cause("Hours", "a"), _cause("Trust"))],
            "cause_without_action",
            "'Gap': no action for the root cause 'Trust'. Nothing is named that would act on it.",
        ),
        (
            [_goal(_cause("Hours", "a"), baseline={"value": 7})],
            "small_count",
            "'Gap' has a figure from 1 to 10: if it counts members, it may identify them.",
        ),
        ([_goal(_cause("Hours", "c"))], "serves_no_goal", "A serves no goal directly."),
        (
            [_goal(_cause("Hours", "a"), confirmed=False)],
            "goal_unconfirmed",
            "'Gap' is not confirmed, so it chooses nothing: confirm it with your own data and the people concerned.",
        ),
    ],
)
def test_goals_are_held_against_actions(goals, code, message):
    """What no action serves, and what serves no goal, is said by name."""
    assert _remarks(PURSUED, goals)[code] == message


def test_a_goal_whose_practices_all_stand_at_their_targets_is_not_doubtful():
    """There is nothing left to plan for it."""
    assert "goal_without_action" not in _remarks(PURSUED, [_goal(_cause("Hours", "c"))])


def test_what_is_important_and_left_out_is_named():
    """Marked high, or required."""
    ratings = {**PURSUED, "b": {"level": "no", "importance": "high"}}
    assert _remarks(ratings)["important_left_out"] == "Important or required, but not selected: B."


def test_what_is_important_and_raised_for_another_is_not_left_out():
    """B was not chosen, but A needs it."""
    data = FRAMEWORK.model_dump(by_alias=True)
    data["blocks"][0]["practices"][0]["requires"] = [{"practice": "b", "why": "b first"}]
    ratings = {**PURSUED, "b": {"level": "no", "importance": "high"}}
    made = plan(Framework.model_validate(data), Assessment(framework="mini", ratings=ratings))
    assert [action.practice for action in made.actions] == ["b", "a"]
    assert made.remarks == ()


def test_work_reported_done_below_target_is_doubtful():
    """One of the two is wrong."""
    found = _remarks(PURSUED, actions={"a": {"progress": "done"}})
    assert found["done_but_below_target"].startswith("Reported as done, but rated below target: A.")


def test_what_is_late_is_named_for_the_plan_as_a_whole():
    """A board should not have to find it in a row."""
    ratings = {
        "a": {"level": "no", "required_by": [{"title": "Contract", "due": "2027-01-15"}]},
        "b": "yes",
        "c": "yes",
    }
    assert _remarks(ratings, start="2027-Q1")["deadline_missed"] == "Not on time: A."
    assert "deadline_missed" not in _remarks(ratings)


def test_a_band_that_is_not_reached_is_said():
    """A calendar cuts the plan short; with more room there is no such remark."""
    ratings = dict.fromkeys("abc", "no")
    message = "The plan does not reach Far within this calendar and these means."
    assert _remarks(ratings, band="far", periods=1, capacity=1)["band_not_reached"] == message
    assert "band_not_reached" not in _remarks(ratings, band="far")


def test_a_band_out_of_reach_is_said():
    """What it needs is not pursued."""
    data = FRAMEWORK.model_dump(by_alias=True)
    data["blocks"][0]["practices"][0]["requires"] = [{"practice": "c", "why": "c first"}]
    ratings = {"a": "no", "b": {"not_applicable": "sold"}, "c": {"level": "no", "not_pursued": "not ours"}}
    made = plan(Framework.model_validate(data), Assessment(framework="mini", ratings=ratings), band="far")
    assert [remark.message for remark in made.remarks if remark.code == "band_not_reached"] == [
        "The plan does not reach Far whatever is raised."
    ]


def _made_of(**practices):
    """A framework of one block, whose practices are given by what is said of them."""
    found = [{"id": name, "title": name.upper(), **data} for name, data in practices.items()]
    return Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "x", "title": "X", "practices": found}]
    )


def test_a_calendar_that_cannot_keep_dates_is_remarked():
    """Numbers have no dates, and a start may lie behind."""
    said = Assessment(
        framework="mini",
        as_of="2026-09-30",
        ratings={"p": {"level": "no", "required_by": [{"title": "D", "due": "2027-03-31"}]}},
    )
    numbers = plan(_made_of(p={}), said, capacity=60)
    assert [remark.code for remark in numbers.remarks if remark.code == "dates_unchecked"] == ["dates_unchecked"]
    past = plan(_made_of(p={}), said, capacity=60, start="2026-Q1")
    assert "starts_in_the_past" in {remark.code for remark in past.remarks}


def test_dropped_work_that_is_pursued_is_remarked():
    """The two contradict each other, so it is not planned, or only as far as something else needs it."""
    ratings = {name: {"level": "no", "decision": "pursue"} for name in "pqr"}
    framework = _made_of(p={}, q={}, r={"requires": [{"practice": "q", "why": "q first"}]})
    actions = {name: {"progress": "dropped"} for name in "pq"}
    made = plan(framework, Assessment(framework="mini", ratings=ratings, actions=actions))
    assert [action.practice for action in made.actions] == ["q", "r"]
    assert {"dropped", "needed_by"} <= {reason.code for reason in made.actions[0].reasons}
    assert [(left.practice, left.reasons[0].code) for left in made.later] == [("p", "dropped")]
    (remark,) = made.remarks
    assert remark.message == (
        "Marked to be pursued, but reported as dropped, and so not planned: P. "
        "Marked to be pursued, but reported as dropped, and planned only as far as others need it: Q."
    )


def test_a_date_that_nothing_can_keep_is_told():
    """What it needs is not pursued, so it is blocked in every calendar; without one the reason stands by itself."""
    practices = [{"id": "b", "title": "B"}, {"id": "a", "title": "A", "requires": [{"practice": "b", "why": "first"}]}]
    framework = FRAMEWORK.replace(blocks=[{"id": "x", "title": "X", "practices": practices}])
    duty = {"level": "no", "required_by": [{"title": "Contract", "due": "2027-06-30"}]}
    said = Assessment(framework="mini", ratings={"a": duty, "b": {"level": "no", "not_pursued": "no money"}})
    for options, told in (({"capacity": 60, "start": "2027-Q1"}, ["Not on time: A."]), ({}, [])):
        made = plan(framework, said, everything=True, **options)
        assert [left.reasons[0].code for left in made.unscheduled] == ["blocked"]
        assert [remark.message for remark in made.remarks if remark.code == "deadline_missed"] == told


def test_remarks_name_practices_in_source_order():
    """Not in that of a set, which differs from one run to another."""
    names = list("abcdefgh")
    ratings = {name: {"level": "no", "decision": "pursue"} for name in names}
    actions = {name: {"progress": "dropped"} for name in names}
    made = plan(_made_of(**{n: {} for n in names}), Assessment(framework="mini", ratings=ratings, actions=actions))
    (remark,) = (remark for remark in made.remarks if remark.code == "pursued_but_dropped")
    assert list(remark.data["practices"]) == names


def test_what_is_required_beside_a_pick_is_remarked():
    """A is the first by ratio, and a contract requires C."""
    framework = _made_of(a={"effort": "S", "weight": 9}, b={"effort": "S", "weight": 9}, c={"effort": "XL"})
    ratings = {name: {"level": "no", "decision": "pursue"} for name in "abc"}
    ratings["c"]["required_by"] = [{"title": "Contract"}]
    made = plan(framework, Assessment(framework="mini", ratings=ratings), pick=1)
    assert [action.practice for action in made.actions] == ["a", "c"]
    assert [(remark.code, remark.message) for remark in made.remarks] == [
        ("required_beside_pick", "Required from outside, and so in the plan beside those picked: C.")
    ]


LATE = {"target": {"value": 70, "by": "2028-06-30"}, "lead": 4}
"""Practices must be in place by 2027-06-30: in the second of these quarters."""


def _dated(goal, ratings=None, **options):
    """Plan three practices of 30 days on 10 days a quarter from 2027-Q1, one after the other, each three quarters."""
    ratings = ratings or {name: {"level": "no", "decision": "pursue"} for name in "abc"}
    framework = _made_of(
        a={"effort": "M"},
        b={"effort": "M", "requires": [{"practice": "a", "why": "a"}]},
        c={"effort": "M", "requires": [{"practice": "b", "why": "b"}]},
    )
    options = {"capacity": 10, "periods": 9, "start": "2027-Q1"} | options
    return plan(framework, Assessment(framework="mini", ratings=ratings, goals=[goal]), **options)


def test_actions_that_come_too_late_for_a_goal_are_named_with_their_lateness():
    """A ends in 2027-Q3 and C in 2029-Q1; with four quarters of lead, due is 2027-Q2: one quarter and seven."""
    made = _dated(_goal(_cause("Hours", "a", "c"), **LATE))
    (remark,) = (remark for remark in made.remarks if remark.code == "goal_late")
    assert remark.message == (
        "'Gap' needs its actions done by 2027-06-30, 4 quarters before its target: A ends in 2027-Q3 "
        "(1 quarter late) and C ends in 2029-Q1 (7 quarters late)."
    )
    assert [(each["practice"], each["rank"], each["periods"]) for each in remark.data["actions"]] == [
        ("a", 1, 1),
        ("c", 3, 7),
    ]
    (goal,) = made.goals
    assert (goal.due.isoformat(), goal.lead, goal.finish, goal.in_time) == ("2027-06-30", 4, "2029-Q1", False)


@pytest.mark.parametrize(("lead", "in_time"), [(0, True), (3, True), (4, False)])
def test_a_goal_is_in_time_by_its_date_less_its_lead(lead, in_time):
    """A ends with September 2027: three quarters before 2028-06-30, and not four."""
    made = _dated(_goal(_cause("Hours", "a"), **LATE | {"lead": lead}))
    assert made.goals[0].in_time is in_time
    assert ("goal_late" in {remark.code for remark in made.remarks}) is not in_time


@pytest.mark.parametrize(
    ("goal", "options"),
    [
        (_goal(_cause("Hours", "a"), target={"value": 70}), {}),
        (_goal(_cause("Hours", "a"), **LATE), {"start": None}),
        (_goal(_cause("Hours"), **LATE), {}),
    ],
)
def test_whether_a_goal_is_in_time_is_unknown_without_a_date_a_calendar_or_an_action(goal, options):
    """Nothing is claimed then."""
    made = _dated(goal, **options)
    assert made.goals[0].in_time is None
    assert "goal_late" not in {remark.code for remark in made.remarks}


def _in_place(**aims):
    """Plan practices on a scale whose default target is its third level, each with a target of its own."""
    levels = [{"id": name, "value": i / 3} for i, name in enumerate(("no", "partial", "in-place", "kept"))]
    scale = {"id": "s", "levels": levels, "default_target": "in-place"}
    blocks = [{"id": "x", "title": "X", "practices": [{"id": name, "title": name.upper()} for name in "abc"]}]
    framework = Framework(id="mini", title="Mini", scale=scale, blocks=blocks)
    ratings = {name: {"level": "no", "target": aim, "decision": "pursue"} for name, aim in aims.items()}
    goal = _goal(_cause("Hours", "a", "b", "c"))
    return framework, Assessment(framework="mini", ratings={"c": "partial", **ratings}, goals=[goal])


def test_what_serves_a_goal_and_stays_below_in_place_is_named():
    """A aims at partial, B at in place, and C stands at its target, which is partial too."""
    framework, said = _in_place(a="partial", b="in-place")
    said = said.replace(ratings={**said.ratings, "c": {"level": "partial", "target": "partial"}})
    (remark,) = (each for each in plan(framework, said).remarks if each.code == "goal_below_in_place")
    assert remark.message == (
        "'Gap': below in place, so its measure may not move: A at partial (its own target) and C at partial "
        "(its own target)."
    )


def test_what_finds_no_room_to_be_in_place_says_so():
    """Each third of 30 days is 10, all that one quarter has: one of two levels fits."""
    framework, said = _in_place(a="in-place")
    made = plan(framework, said, capacity=10, periods=1, start="2027-Q1")
    (remark,) = (each for each in made.remarks if each.code == "goal_below_in_place")
    assert remark.message == "'Gap': below in place, so its measure may not move: A at partial (no room)."
    assert [dict(each) for each in remark.data["practices"]] == [
        {"practice": "a", "to": "partial", "below": "in-place", "why": "no_room"}
    ]


def test_a_tailoring_that_was_not_applied_is_remarked():
    """Its path is nobody's business: the remark may be shared."""
    said = Assessment(framework="mini", ratings=PURSUED, tailoring="secret/ours.yaml")
    found = {remark.code: remark.message for remark in plan(FRAMEWORK, said).remarks}
    message = "The assessment names a tailoring, but this plan is of the framework as it was published."
    assert found["tailoring_not_applied"] == message
    ours = tailor(FRAMEWORK, Tailoring(framework="mini", practices={"b": {"weight": 2}}))
    assert "tailoring_not_applied" not in {remark.code for remark in plan(ours, said).remarks}
