import csv
import io
import json
from itertools import pairwise
from math import fsum
from pathlib import Path

import pytest

from contract import CROSSWALK, REQUIREMENTS
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
HEAD = {
    "as_of", "final", "terms", "edges", "has_total", "made_with", "named_revision", "assessment", "audience",
    "withheld",
}  # fmt: skip
"""What a plan has beside the contract, as every result does."""
MORE = {
    "band",
    "band_now",
    "stretch",
    "room",
    "budget",
    "calendar",
    "calendar_from",
    "lag",
    "critical",
    "goals",
    "initiatives",
    "remarks",
    "heard",
    "score_card",
    "score_card_band",
    "confidence",
    "past",
    "earlier",
    "assessment",
    "unrated",
}
"""What it says of itself as a whole besides."""
ACTION = {
    "completes",
    "rank", "practice", "title", "block", "from", "to", "wave", "start", "finish", "gain", "benefit", "effort",
    "package", "waits_for", "unlocks", "builds_on", "quadrant", "p_top", "goals", "initiatives", "owner", "roles",
    "involve", "evidence", "reasons", "reason", "activities", "resources", "steps", "cautions",
    "slack", "cost", "progress", "helps", "notes",
}  # fmt: skip
"""The contract, and the last line."""
STEP = {"from", "to", "effort", "gain", "start", "finish"}


@pytest.fixture(
    params=[*([f"assessments/{name}.yaml"] for name in SAMPLES), [RIVERBEND, "--all"], [RIVERBEND, "--pick", "3"]],
    ids=" ".join,
)
def plan(request, document):
    """Give the plans of the samples as JSON, with their own choice and with others."""
    return document("plan", *request.param)


def test_json_has_the_promised_keys(plan):
    """Every object holds exactly what the contract names, and what stands beside it."""
    assert set(plan) == PLAN | HEAD | MORE
    assert (plan["schema"], plan["notice"]) == ("equity-blocks/plan/1", NOTICE)
    assert set(plan["framework"]) == {"id", "edition", "revision", "fingerprint", "tailored"}
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
    assert "--pick and --all cannot be used together" in called.err


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
    assert [float(row["effort_likely"]) for row in rows] == [action["effort"]["likely"] for action in actions]


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


QUARTERS = ("--capacity", "60", "--start", "2027-Q1")


def test_a_calendar_dates_every_action(document):
    """Periods have days and a score, actions a start and a finish among them."""
    plan = document("plan", RIVERBEND, *QUARTERS)
    ids = [period["id"] for period in plan["periods"]]
    assert ids[0] == "2027-Q1"
    assert len(ids) == 8
    assert all(set(period) == {"id", "capacity", "used", "cost", "score"} for period in plan["periods"])
    for action in plan["actions"]:
        assert ids.index(action["start"]) <= ids.index(action["finish"])
    assert plan["score_after"] == plan["periods"][-1]["score"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--start", "2027-Q1", "--fiscal-year-start", "7"], ["SFY27-Q1", "SFY27-Q2", "SFY27-Q3"]),
        (["--start", "2027-11"], ["2027-11", "2027-12", "2028-01"]),
        ([], ["1", "2", "3"]),
    ],
)
def test_periods_are_named_as_asked(document, options, ids):
    """Quarters of a fiscal year, months, or numbers."""
    plan = document("plan", RIVERBEND, "--periods", "3", *options)
    assert [period["id"] for period in plan["periods"]] == ids


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--start", "soon"], "'soon' is not the start of a period: write a quarter (2027-Q1) or a month (2027-01)"),
        (["--start", "2027-Q5"], "'2027-Q5' is not the start of a period"),
        (["--start", "2027-13"], "'2027-13' is not the start of a period"),
        (["--capacity", "many"], "'many' is not a number of person-days"),
        (["--capacity", "-5"], "capacity must be "),
        (["--capacity", "nan"], "capacity must be "),
        (["--capacity", "1,2", "--periods", "3"], "there are 2 capacities for 3 periods"),
        (["--band", "progresing"], "did you mean 'progressing'?"),
        (["--band", "progressing", "--all"], "--all and --band cannot be used together"),
        (["--certify"], "--certify requires --capacity, --periods, --start or --budget"),
        (["--draws", "50", "--capacity", "60"], "--draws requires --confidence"),
        (["--set", "trust-bilding=in-place"], "trust-building"),
        (["--set", "trust-building=inplace"], "in-place"),
        (["--set", "budget=much"], "'much' is not a number"),
        (["--slip", "trust-bilding=2"], "trust-building"),
        (["--slip", "trust-building"], "write PRACTICE=N"),
        (["--slip", "trust-building=soon"], "'soon' is not a whole number"),
        (["--slip", "trust-building=-1", "--periods", "3"], "must be at least 1"),
        (["--set", "trust-building", "--since", RIVERBEND], "--since"),
        (["--set", "trust-building", "--adopt", "-o", "-"], "leave out --adopt"),
        (["--adopt"], "--adopt keeps the plan in a file: it needs -o FILE"),
        (["-o", "a.yaml"], "-o and --force need --adopt"),
        (["--force"], "-o and --force need --adopt"),
        (["--since", "assessments/tailoring/riverbend.yaml"], "riverbend.yaml holds a tailoring"),
        (
            ["--since", "hcplan-apm"],
            "--since takes an adopted plan or an earlier assessment; hcplan-apm holds a framework",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(call, options, words):
    """Exit code 2, nothing on stdout, and what would have been right."""
    called = call("plan", RIVERBEND, *options)
    assert (called.code, called.out) == (2, "")
    assert words in " ".join(called.err.split())


PLANNED = "planning: {start: SFY27-Q1, fiscal_year_start: 7, periods: 4, capacity: 60}\n"


def test_the_calendar_stands_in_the_assessment(call, files):
    """Options override it one by one, and the plan says who said what."""
    path = files("a.yaml", Path(RIVERBEND).read_text(encoding="utf-8") + PLANNED)
    made = json.loads(call("plan", path, "--capacity", "80", "--format", "json").out)
    assert [period["id"] for period in made["periods"]] == ["SFY27-Q1", "SFY27-Q2", "SFY27-Q3", "SFY27-Q4"]
    assert {period["capacity"] for period in made["periods"]} == {80}
    assert (made["calendar"]["periods"], made["calendar"]["capacity"], made["calendar"]["lag"]) == (4, 80, 1)
    assert made["calendar_from"] == {
        "start": "assessment", "periods": "assessment", "capacity": "options", "fiscal_year_start": "assessment",
        "budget": "default", "lag": "default",
    }  # fmt: skip
    told = " ".join(call("plan", path, "--capacity", "80").out.split())
    assert "4 quarters from SFY27-Q1, 80 person-days each (from the assessment; capacity from the options)." in told
    assert call("plan", path, "--lag", "0", "--fiscal-year-start", "10").code == 0


def test_the_calendar_may_be_shared(call, files):
    """It holds no text of the organization's."""
    path = files("a.yaml", Path(RIVERBEND).read_text(encoding="utf-8") + PLANNED)
    made = json.loads(call("plan", path, "--share", "cohort", "--format", "json").out)
    assert made["calendar"]["start"] == "SFY27-Q1"


def test_a_calendar_that_makes_no_sense_is_told_at_its_line(call, files):
    """With what to do."""
    path = files("a.yaml", "framework: hcplan-apm\nplanning:\n  start: soon\n  capacity: [1, 2]\n  periods: 3\n")
    called = call("plan", path)
    assert (called.code, called.out) == (2, "")
    assert f"{path}:3:3: planning.start: 'soon' is not the start of a period (write a quarter" in called.err
    assert f"{path}:4:3: planning.capacity: there are 2 capacities for 3 periods (give one" in called.err


def test_what_if_is_asked_of_the_calendar_of_the_assessment(call, files):
    """Both plans keep to it but for what is supposed."""
    path = files("a.yaml", Path(RIVERBEND).read_text(encoding="utf-8") + PLANNED)
    told = " ".join(call("plan", path, "--set", "capacity=80").out.split())
    assert "capacity: 80 instead of 60" in told
    assert "Before: 4 quarters from SFY27-Q1, 60 person-days each (from the assessment)." in told


@pytest.mark.parametrize("by", ["initiative", "goal", "owner", "block", "requirement"])
def test_a_plan_may_be_read_by_groups(call, by):
    """A line for each group in place of a row for each action."""
    called = call("plan", RIVERBEND, *QUARTERS, "--by", by)
    assert (called.code, called.err) == (0, "")
    assert {"block": "Building block"}.get(by, by.capitalize()) in called.out


def test_details_and_top(call):
    """What shows each action, and only the first ones."""
    assert "Done when: " in call("plan", RIVERBEND, "--details").out
    assert "These are the first 2 of 13 actions." in " ".join(call("plan", RIVERBEND, "--top", "2").out.split())


def test_confidence_is_drawn_when_asked(document):
    """Shares with half-widths for every action, pairs for the first five."""
    plan = document("plan", RIVERBEND, "--confidence", "--draws", "200")
    assert (plan["confidence"]["draws"], plan["confidence"]["k"], len(plan["confidence"]["before"])) == (200, 5, 10)
    assert all(0 <= action["p_top"]["p"] <= 1 for action in plan["actions"])


def test_what_if_shows_both_plans(document, call):
    """A practice alone stands for its target; other terms of the plan may differ too."""
    seen = document("plan", RIVERBEND, *QUARTERS, "--set", "trust-building", "--set", "capacity=80")
    assert seen["schema"] == "equity-blocks/what-if/1"
    assert seen["supposed"][0]["to"] == "in-place"
    assert seen["after"]["value"] > seen["before"]["value"]
    assert seen["plan_after"]["periods"][0]["capacity"] == 80
    called = call("plan", RIVERBEND, *QUARTERS, "--slip", "trust-building=2")
    assert (called.code, called.err) == (0, "")
    assert "Trust Building starts at least 2 periods later" in called.out


def test_since_says_what_became_of_the_last_plan(document):
    """One line for each action planned before."""
    plan = document("plan", RIVERBEND, "--since", "assessments/riverbend-2025.yaml")
    assert plan["past"]
    assert {past["outcome"] for past in plan["past"]} <= {"done", "open", "dropped", "added"}
    assert (plan["earlier"]["is_adopted"], plan["earlier"]["as_of"]) == (False, "2025-09-30")


ADOPTED = "assessments/adopted/riverbend-2025.yaml"


def test_an_adopted_plan_is_kept_and_looked_back_on(call, document, tmp_path):
    """The plan is printed as ever, the file holds its actions, and seen at once all of them are open."""
    path = tmp_path / "adopted.yaml"
    alone = call("plan", RIVERBEND, *QUARTERS)
    called = call("plan", RIVERBEND, *QUARTERS, "--adopt", "-o", path)
    assert (called.code, called.out, called.err) == (0, alone.out, f"wrote {path}\n")
    assert call("validate", path).out == f"{path}: fine\n"
    made = document("plan", RIVERBEND, *QUARTERS)
    seen = document("plan", RIVERBEND, *QUARTERS, "--since", path)
    assert [
        (past["practice"], past["to"], past["finish"], past["new_finish"], past["outcome"]) for past in seen["past"]
    ] == [(action["practice"], action["to"], action["finish"], action["finish"], "open") for action in made["actions"]]
    assert seen["actions"] == made["actions"]


def test_a_file_that_exists_is_not_overwritten_by_an_adopted_plan(call, files):
    """Nothing is printed and nothing is lost, unless --force says so."""
    path = files("adopted.yaml", "mine\n")
    called = call("plan", RIVERBEND, "--adopt", "-o", path)
    assert (called.code, called.out, path.read_text()) == (2, "", "mine\n")
    assert "exists already" in called.err
    assert call("plan", RIVERBEND, "--adopt", "-o", path, "--force").code == 0
    assert path.read_text().startswith("# yaml-language-server: $schema=adopted-plan.schema.json\nschema: ")


def test_an_adopted_plan_may_go_to_standard_output_and_come_from_standard_input(call):
    """It stands there alone, without owners where it is shared with a client."""
    kept = call("plan", RIVERBEND, *QUARTERS, "--adopt", "-o", "-")
    assert (kept.code, kept.err, kept.out.splitlines()[1]) == (0, "", 'schema: "equity-blocks/adopted-plan/1"')
    seen = call("plan", RIVERBEND, *QUARTERS, "--since", "-", stdin=kept.out)
    assert (seen.code, seen.err) == (0, "")
    assert "Since the last plan" in seen.out
    assert "owner: " in kept.out
    assert "owner: " not in call("plan", RIVERBEND, "--adopt", "-o", "-", "--share", "client").out


def test_adopted_dates_stand_beside_new_ones(document, call):
    """Of the sample of a year ago: other dates, and words for them in 80 columns."""
    seen = document("plan", RIVERBEND, *QUARTERS, "--since", ADOPTED)
    assert seen["earlier"]["is_adopted"] is True
    late = [past for past in seen["past"] if past["outcome"] == "late"]
    assert late
    assert all(past["finish"] <= "2027-Q1" for past in late)
    told = call("plan", RIVERBEND, *QUARTERS, "--since", ADOPTED).out
    assert "What became of it" in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_plan_as_json_is_no_adopted_plan(call, files):
    """What to do is said."""
    path = files("plan.json", call("plan", RIVERBEND, "--format", "json").out)
    called = call("plan", RIVERBEND, "--since", path)
    assert (called.code, called.out) == (2, "")
    assert "plan --adopt -o FILE" in " ".join(called.err.split())


def test_a_band_out_of_reach_is_said(document):
    """A remark with a code, and the plan still does what it can."""
    plan = document("plan", RIVERBEND, "--band", "leading", "--periods", "1")
    assert plan["band"]["is_reached"] is False
    assert "band_not_reached" in [remark["code"] for remark in plan["remarks"]]


RISE, ROADMAP = "rise-to-health-payers", "ahe-roadmap"
LIST = "docs/examples/requirements/riverbend-requirements.yaml"
OWN = "docs/examples/requirements/hcplan-apm--riverbend-requirements.yaml"


def _activities(plan):
    return [activity for action in plan["actions"] for activity in action["activities"]]


def test_with_another_framework_each_action_has_its_activities(document):
    """The plan itself stays, and every key of what is added is there."""
    alone, told = document("plan", RIVERBEND), document("plan", RIVERBEND, "--with", RISE)
    found = _activities(told)
    assert found
    assert all(set(item) == {"framework", "practice", "title", "kind", "uses", "serves"} for item in found)
    assert {item["framework"] for item in found} == {RISE}
    assert _activities(alone) == []
    added = ("activities", "helps", "resources")
    for before, after in zip(alone["actions"], told["actions"], strict=True):
        assert {k: v for k, v in before.items() if k not in added} == {k: v for k, v in after.items() if k not in added}


def test_with_several_frameworks_each_keeps_its_name(document, call):
    """Activities of two, and the lessons and approaches of guidance as helps."""
    beside = [word for name in (RISE, ROADMAP, "ric-iccop", "chcs-acap") for word in ("--with", name)]
    told = document("plan", RIVERBEND, *beside)
    assert {item["framework"] for item in _activities(told)} == {RISE, ROADMAP}
    helps = [item for action in told["actions"] for item in action["helps"]]
    assert all(set(item) == {"framework", "id", "title", "kind", "summary"} for item in helps)
    assert {(item["framework"], item["kind"]) for item in helps} == {
        (ROADMAP, "facilitator"), (ROADMAP, "challenge"), ("ric-iccop", "approach"), ("chcs-acap", "lesson"),
    }  # fmt: skip
    out = " ".join(call("plan", RIVERBEND, *beside).out.split())
    first, listed = out.split("What other frameworks offer")[1].split("# Action, and what goes with it")
    assert "Collect gold-standard REaLD and SOGI data (rise-to-health-payers): actions 6, 7 and 8." in first
    assert "Challenge (ahe-roadmap): Challenges determining role of state Medicaid agency." in listed


def test_a_framework_given_twice_counts_once(document):
    """Whoever repeats a word does not double anything."""
    assert document("plan", RIVERBEND, "--with", RISE, "--with", RISE) == document("plan", RIVERBEND, "--with", RISE)


def test_a_rise_assessment_is_planned_with_hcplan(document):
    """The crosswalk is read backwards."""
    told = document("plan", "assessments/lakeside-rise.yaml", "--with", "hcplan-apm")
    assert {item["practice"] for item in told["actions"][0]["activities"]} >= {"rel-sogi-data-collection"}
    assert {item["kind"] for item in _activities(told)} == {"promising practice"}


def test_ones_own_requirements_go_with_the_actions(document, call):
    """By a crosswalk of one's own."""
    told = document("plan", RIVERBEND, "--with", LIST, "--crosswalk", OWN)
    served = {action["practice"]: [item["practice"] for item in action["activities"]] for action in told["actions"]}
    assert served["rel-sogi-data-collection"] == ["contract-4-2"]
    assert served["care-redesign"] == []
    assert (
        "Requirement (riverbend-requirements): CONTRACT-7-1"
        in call("plan", RIVERBEND, "--with", LIST, "--crosswalk", OWN).out
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--with", "rise-to-health-payer"), "did you mean 'rise-to-health-payers'?"),
        (("--with", "hcplan-apm"), "the plan already uses hcplan-apm"),
        (("--with", LIST), "no crosswalk joins hcplan-apm and riverbend-requirements (those that join hcplan-apm lead"),
        (("--crosswalk", OWN), "--crosswalk requires --with"),
        (
            ("--with", RISE, "--crosswalk", OWN),
            "joins hcplan-apm and riverbend-requirements, not hcplan-apm and rise-to-health-payers",
        ),
        (("--with", RISE, "--set", "vision-setting=in-place"), "--since, --by, --top, --details and --with"),
        (("--with", "-", "--since", "-"), "standard input (-) can be read only once"),
    ],
)
def test_what_cannot_go_with_a_plan_is_told(call, words, said):
    """What was found, what is possible, and nothing printed."""
    called = call("plan", RIVERBEND, *words)
    assert (called.code, called.out) == (2, "")
    assert said in " ".join(called.err.split())


def test_a_crosswalk_that_does_not_fit_the_plan_is_told_at_its_line(call, files):
    """With the nearest practice."""
    path = files(
        "own.yaml",
        "id: own\ntitle: T\nfrom: {framework: hcplan-apm}\nto: {framework: riverbend-requirements}\nmappings:\n"
        "  - {from: data-standard, to: contract-4-2, relation: equal, why: the same}\n",
    )
    called = call("plan", RIVERBEND, "--with", LIST, "--crosswalk", path)
    assert called.code == 2
    assert f"{path}:6:" in called.err
    assert "did you mean 'data-standards'?" in called.err


@pytest.mark.parametrize("end", ["data-standards", "r1"])
def test_a_crosswalk_of_a_folder_of_ones_own_is_told_at_its_line(call, tmp_path, end):
    """Like one that was named, at either end."""
    for name, text in {
        "contract/framework.yaml": REQUIREMENTS,
        "crosswalks/hcplan-apm--contract.yaml": CROSSWALK.replace(f": {end},", f": {end}x,"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    called = call("--frameworks", tmp_path, "plan", RIVERBEND, "--with", "contract")
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:6:")
    assert f" '{end}x' (did you mean '{end}'?)" in called.err


@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_what_other_frameworks_offer_is_shared(document, audience):
    """It is nobody's secret: the sources' words, and counts of actions."""
    words = ("plan", RIVERBEND, "--with", RISE, "--with", ROADMAP)
    told, shared = document(*words), document(*words, "--share", audience)
    assert _activities(shared) == _activities(told)
    assert [action["helps"] for action in shared["actions"]] == [action["helps"] for action in told["actions"]]
    assert "Director" not in str(shared)


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("words", [("--top", "3"), ("--by", "goal"), ("--details",)])
def test_what_programs_read_is_always_whole(call, form, words):
    """An option that would do nothing is refused."""
    called = call("plan", RIVERBEND, *words, "--format", form)
    assert (called.code, called.out) == (2, "")
    assert f"{words[0]} is for people to read; {form} always holds every action" in called.err


def test_a_what_if_as_csv_has_plans_too(call):
    """Not the scores alone."""
    called = call("plan", RIVERBEND, "--set", "capacity=80", "--capacity", "60", "--format", "csv")
    kinds = {row["kind"] for row in csv.DictReader(io.StringIO(called.out))}
    assert kinds == {"score", "block", "period", "action_to", "action_start", "action_finish"}


def test_the_first_action_alone_is_said_so(call):
    """In the singular."""
    assert "This is the first of " in call("plan", RIVERBEND, "--top", "1").out


@pytest.mark.parametrize(
    ("name", "begin"),
    [("plan.csv", b"Issue id,Issue Type,"), ("PLAN.XML", b"<?xml "), ("plan.ics", b"BEGIN:VCALENDAR\r\n")],
)
def test_a_plan_is_written_for_where_work_happens(call, tmp_path, name, begin):
    """As the name ends; an existing file is only replaced where that is said."""
    path = tmp_path / name
    options = ("--start", "2027-Q1", "--capacity", "80", "-o", path)
    assert call("plan", RIVERBEND, *options).out == f"wrote {path}: 13 actions\n"
    assert path.read_bytes().startswith(begin)
    again = call("plan", RIVERBEND, *options)
    assert (again.code, again.out) == (2, "")
    assert "--force" in again.err
    assert call("plan", RIVERBEND, *options, "--force").code == 0


def test_a_plan_for_a_client_names_nobody_in_a_file_either(call, tmp_path):
    """Owners and goals stay with the organization."""
    for name in ("plan.csv", "plan.xml", "plan.ics"):
        path = tmp_path / name
        options = ("--start", "2027-Q1", "--capacity", "80", "--share", "client")
        assert call("plan", RIVERBEND, *options, "-o", path).code == 0
        text = path.read_text(encoding="utf-8").replace("\n ", "")
        assert "Care Redesign" in text
        assert "Chief" not in text
        assert "HEDIS" not in text


def test_a_plan_without_days_is_a_table_only(call, tmp_path):
    """What else is asked for says what to give."""
    assert call("plan", RIVERBEND, "-o", tmp_path / "plan.csv").code == 0
    called = call("plan", RIVERBEND, "-o", tmp_path / "plan.ics")
    assert (called.code, called.out) == (2, "")
    assert "give the first period (--start, such as 2027-Q1) and the person-days of each (--capacity)" in called.err
    assert not (tmp_path / "plan.ics").exists()


@pytest.mark.parametrize("options", [("--top", "3"), ("--by", "owner"), ("--set", "capacity=9"), ("--details",)])
def test_a_file_holds_the_plan_as_it_is(call, tmp_path, options):
    """What would leave out or compare something is refused."""
    called = call("plan", RIVERBEND, "-o", tmp_path / "plan.csv", *options)
    assert (called.code, called.out) == (2, "")
    assert "hold the plan as it is; leave out" in called.err


def test_another_ending_needs_to_be_adopted(call, tmp_path):
    """And says what is written without."""
    called = call("plan", RIVERBEND, "-o", tmp_path / "plan.docx")
    assert called.code == 2
    assert ".csv (a table), .xml (a project) or .ics (a calendar)" in called.err
