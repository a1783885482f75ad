import pytest

from equity_blocks import Assessment, Framework, plan

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
        ([_goal(_cause("Hours", "b"))], "goal_without_action", "No action serves the goal 'Gap'."),
        (
            [_goal(_cause("Hours", "a"), _cause("Trust", "b"))],
            "cause_without_action",
            "'Gap': no action for the root cause 'Trust'; B would act on it.",
        ),
        (
            [_goal(_cause("Hours", "a"), _cause("Trust"))],
            "cause_without_action",
            "'Gap': no action for the root cause 'Trust', and no practice is named for it.",
        ),
        (
            [_goal(_cause("Hours", "a"), baseline={"value": 7})],
            "small_count",
            "'Gap' has a figure from 1 to 10: if it counts members, it may identify them.",
        ),
        ([_goal(_cause("Hours", "c"))], "serves_no_goal", "A serves no goal directly."),
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
    """The two contradict each other."""
    said = Assessment(
        framework="mini",
        ratings={"p": {"level": "no", "decision": "pursue"}},
        actions={"p": {"progress": "dropped"}},
    )
    assert "pursued_but_dropped" in {remark.code for remark in plan(_made_of(p={}), said).remarks}


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


def test_remarks_name_practices_in_the_order_of_the_plan():
    """Not in that of a set, which differs from one run to another."""
    names = list("abcdefgh")
    blocks = [{"id": "x", "title": "X", "practices": [{"id": n, "title": n.upper()} for n in names]}]
    framework = FRAMEWORK.replace(blocks=blocks)
    said = Assessment(
        framework="mini",
        ratings={n: {"level": "no", "decision": "pursue"} for n in names},
        actions={n: {"progress": "dropped"} for n in names},
    )
    made = plan(framework, said)
    (remark,) = (remark for remark in made.remarks if remark.code == "pursued_but_dropped")
    assert list(remark.data["practices"]) == list(dict.fromkeys(action.practice for action in made.actions))
