import csv
import io
from itertools import pairwise
from math import fsum

import pytest

from equity_blocks import load_framework

SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")
RIVERBEND = "assessments/riverbend-2026.yaml"
NOTICE = (
    "Self-reported and not validated; not an accreditation, audit or benchmark; not endorsed by the source's "
    "publisher; prerequisites, weights and effort are editorial."
)
PLAN = {
    "schema", "notice", "framework", "organization", "planner", "bound", "gap", "selection", "score_now",
    "score_after", "periods", "actions", "later", "unscheduled",
}  # fmt: skip
HEAD = {"as_of", "final"}
"""What a plan has beside the contract, as every result does."""
ACTION = {
    "rank", "practice", "title", "block", "from", "to", "wave", "start", "finish", "gain", "benefit", "effort",
    "package", "waits_for", "unlocks", "builds_on", "quadrant", "p_top", "goals", "initiatives", "owner", "roles",
    "involve", "evidence", "reasons", "reason", "activities", "resources", "steps",
}  # fmt: skip
STEP = {"from", "to", "effort", "gain", "start", "finish"}


@pytest.fixture(
    params=[*([f"assessments/{name}.yaml"] for name in SAMPLES), [RIVERBEND, "--all"], [RIVERBEND, "--pick", "3"]],
    ids=" ".join,
)
def plan(request, document):
    """Give the plans of the samples as JSON, with their own choice and with others."""
    return document("plan", *request.param)


def test_json_has_the_promised_keys(plan):
    """Every object holds exactly what the contract names; an effort also has its size."""
    assert set(plan) == PLAN | HEAD
    assert (plan["schema"], plan["notice"]) == ("equity-blocks/plan/1", NOTICE)
    assert set(plan["framework"]) == {"id", "edition", "revision"}
    assert plan["actions"]
    for action in plan["actions"]:
        assert set(action) == ACTION
        assert set(action["effort"]) == {"low", "likely", "high", "basis", "size"}
        assert set(action["package"]) == {"practices", "benefit", "effort"}
        assert all(set(entry) == {"any_of"} for entry in action["waits_for"])
        assert all(set(n) == {"practice", "level"} for entry in action["waits_for"] for n in entry["any_of"])
        assert all(set(reason) == {"code", "data"} for reason in action["reasons"])
        assert all(set(step) == STEP for step in action["steps"])
    for left in plan["later"] + plan["unscheduled"]:
        assert set(left) == {"practice", "title", "reasons", "reason"}


def test_without_capacity_there_are_no_dates_and_no_proof(plan):
    """What was not asked for is null or empty, not 0."""
    assert (plan["planner"], plan["bound"], plan["gap"], plan["periods"]) == ("greedy", None, None, [])
    for action in plan["actions"]:
        assert (action["start"], action["finish"], action["p_top"]) == (None, None, None)
        assert {(step["start"], step["finish"]) for step in action["steps"]} == {(None, None)}


def test_values_lie_where_they_must(plan):
    """Gains, benefits and efforts are not negative, ranks count from 1, and words are of their lists."""
    assert plan["selection"] in ("decided", "proposed", "all")
    assert 0 <= plan["score_now"] <= plan["score_after"] <= 1
    assert [action["rank"] for action in plan["actions"]] == list(range(1, len(plan["actions"]) + 1))
    for action in plan["actions"]:
        assert action["wave"] >= 1
        assert action["gain"] >= 0
        assert action["benefit"] >= 0
        assert action["quadrant"] in ("do-first", "big-step", "quick-win", "later")
        assert action["effort"]["likely"] > 0
        assert action["effort"]["basis"] in ("organization", "framework", "assumed")
        assert action["practice"] in action["package"]["practices"]
        assert action["package"]["effort"] >= action["effort"]["likely"] - 1e-9
        assert action["reason"].endswith(".")
        assert action["reasons"]


def test_gains_add_up_to_the_change_of_the_score(plan):
    """Steps add up to their action, actions to the difference between now and after."""
    for action in plan["actions"]:
        assert fsum(step["gain"] for step in action["steps"]) == pytest.approx(action["gain"], abs=1e-12)
        efforts = fsum(step["effort"] for step in action["steps"])
        assert efforts == pytest.approx(action["effort"]["likely"], abs=1e-9)
    total = fsum(action["gain"] for action in plan["actions"])
    assert total == pytest.approx(plan["score_after"] - plan["score_now"], abs=1e-12)


def test_steps_climb_level_by_level(plan):
    """They lead from where the practice stands, or from the lowest level, to where the action ends."""
    framework = load_framework(plan["framework"]["id"])
    for action in plan["actions"]:
        ids = framework.scale_of(action["practice"]).ids
        start = action["from"] or ids[0]
        climbed = ids[ids.index(start) : ids.index(action["to"]) + 1]
        assert [(step["from"], step["to"]) for step in action["steps"]] == list(pairwise(climbed))
        assert action["steps"]


def test_no_action_stands_before_what_it_waits_for(plan):
    """One option of each prerequisite is reached by an action above it, in an earlier wave."""
    framework = load_framework(plan["framework"]["id"])
    reached = {}
    for action in plan["actions"]:
        for entry in action["waits_for"]:
            assert any(
                reached.get(need["practice"], (-1, 0)) >= (_position(framework, **need), 0)
                and reached[need["practice"]][1] < action["wave"]
                for need in entry["any_of"]
            )
        reached[action["practice"]] = _position(framework, action["practice"], action["to"]), action["wave"]


def _position(framework, practice, level):
    return framework.scale_of(practice).position(level)


def test_every_practice_is_left_or_planned(plan):
    """What stands under later or unscheduled is told why, and is not planned as a choice of its own."""
    for left in plan["later"] + plan["unscheduled"]:
        assert left["reasons"]
        assert left["reason"].endswith(".")
    names = [left["practice"] for left in plan["later"]]
    assert len(names) == len(set(names))


def test_a_practice_nobody_rated_starts_from_null(document):
    """To find out where it stands comes first, and the reason says so."""
    plan = document("plan", RIVERBEND, "--all")
    unrated = {action["practice"]: action for action in plan["actions"] if action["from"] is None}
    assert set(unrated) == {
        "impact-and-relatability", "open-forums", "monitor-community-demographics",
        "provider-cultural-competency", "data-equity",
    }  # fmt: skip
    for action in unrated.values():
        assert "not_rated" in [reason["code"] for reason in action["reasons"]]


def test_the_choice_is_the_organizations(document):
    """Riverbend marked practices to pursue, so the plan is decided; with --all it is not asked."""
    assert document("plan", RIVERBEND)["selection"] == "decided"
    assert document("plan", RIVERBEND, "--all")["selection"] == "all"


def test_pick_takes_the_first_of_the_choice(document):
    """Fewer chosen practices make a plan with fewer actions, and the others are left for later."""
    picked = document("plan", RIVERBEND, "--pick", "3")
    decided = document("plan", RIVERBEND)
    assert len(picked["actions"]) < len(decided["actions"])
    assert len(picked["later"]) > len(decided["later"])
    assert {a["practice"] for a in picked["actions"]} <= {a["practice"] for a in decided["actions"]}


def test_pick_and_all_exclude_each_other(call):
    """It is a usage error."""
    called = call("plan", RIVERBEND, "--pick", "3", "--all")
    assert (called.code, called.out) == (2, "")
    assert "--pick and --all exclude each other" in called.err


def test_the_plan_is_the_same_every_time(process, monkeypatch):
    """Nothing hangs on the order in which a machine happens to hold a set."""
    outs = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        outs.append(process("plan", RIVERBEND, "--all", "--format", "json", capture_output=True).stdout)
    assert outs[0] == outs[1] != b""


def test_csv_has_one_row_for_each_action(call, document):
    """Ranks, practices and gains are those of the JSON."""
    called = call("plan", RIVERBEND, "--format", "csv")
    assert (called.code, called.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(called.out)))
    actions = document("plan", RIVERBEND)["actions"]
    for key in ("rank", "practice", "title", "block", "to", "wave", "gain", "benefit", "quadrant", "owner", "reason"):
        assert [row[key] for row in rows] == [str(action[key]) for action in actions]
    assert [float(row["effort_days"]) for row in rows] == [action["effort"]["likely"] for action in actions]


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_text_names_every_action_in_order(call, document, form):
    """Each with its place and what it leads to."""
    called = call("plan", RIVERBEND, "--format", form)
    assert (called.code, called.err) == (0, "")
    titles = [action["title"] for action in document("plan", RIVERBEND)["actions"]]
    out = " ".join(called.out.replace("\\", "").split())
    places = [out.find(f"{rank} {'| ' * (form == 'markdown')}{title}") for rank, title in enumerate(titles, 1)]
    assert -1 not in places
    assert places == sorted(places)
    assert "DRAFT" in out


def test_a_plan_of_what_is_done_says_so(call, files, mini):
    """Where everything stands at its target there is nothing to do."""
    path = files("a.yaml", "framework: mini\nratings: {vision: in-place, training: in-place}\n")
    called = call("plan", path, "--framework", mini)
    assert (called.code, called.err) == (0, "")
    assert "There is nothing to do" in called.out
    assert call("plan", path, "--framework", mini, "--format", "csv").out.count("\n") == 1


def test_guidance_has_no_plan(call, files):
    """It goes with plans, and has none of its own."""
    called = call("plan", files("a.yaml", "framework: ric-iccop\n"))
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("ric-iccop is guidance")
