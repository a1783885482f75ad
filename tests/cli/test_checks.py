"""The commands validate and lint."""

import json
import re
from pathlib import Path

import pytest

from equity_blocks import load_framework, load_goal_template

SAMPLE = "assessments/riverbend-2026.yaml"
WRONG = """\
framework: hcplan-apm
finel: true
as_of: 2026-13-01
ratings:
  vision-setting: {level: partial, not_applicable: no}
"""


def test_everything_that_is_shipped_is_fine(call):
    """Frameworks, their block files, scales and samples; one is read by the revision that it was published with."""
    shipped = sorted(str(path) for folder in ("frameworks", "assessments") for path in Path(folder).rglob("*.yaml"))
    called = call("validate", *shipped)
    by_earlier = f" (hcplan-apm by revision 1; revision {load_framework('hcplan-apm').revision} is current)"
    said = {"assessments/riverbend-2025.yaml": by_earlier}
    assert called == (0, "".join(f"{path}: fine{said.get(path, '')}\n" for path in shipped), "")
    assert len(shipped) > 20


def test_all_problems_of_all_files_are_listed(call, files):
    """A broken file does not keep the next one from being looked at; the worst code wins."""
    first = files("first.yaml", WRONG)
    second = files("second.yaml", "framework: hcplan-apm\nratings: {vision: 1, trust-building: 9}\n")
    called = call("validate", first, SAMPLE, second, "nowhere.yaml")
    assert called.code == 2
    assert called.out == f"{SAMPLE}: fine\n"
    places = re.findall(r"^(\S+?\.yaml):(\d+):\d+: ", called.err, re.MULTILINE)
    assert places == [(str(first), n) for n in "235"] + [(str(second), n) for n in "22"]
    assert f"{first}: 3 problems\n" in called.err
    assert f"{second}: 2 problems\n" in called.err
    assert called.err.endswith("there is no file nowhere.yaml\n")


def test_one_problem_is_counted_as_one(call, files):
    """The count at the end is grammatical."""
    path = files("a.yaml", "framework: hcplan-apm\nfinel: true\n")
    called = call("validate", path)
    assert called.err == (f"{path}:2:1: finel: unknown key 'finel' (did you mean 'final'?)\n{path}: 1 problem\n")


def test_another_revision_is_a_finding(call, files):
    """The file can be used, so the code is 1 and not 2."""
    path = files("a.yaml", "framework: hcplan-apm\nrevision: 99\n")
    called = call("validate", path)
    assert called.code == 1
    assert called.out == f"{path}: fine, with findings\n"
    assert called.err.startswith(f"{path}:2:1: revision: revision 99 was rated, but this is revision ")


def test_a_finding_does_not_hide_a_problem(call, files):
    """2 is worse than 1, whichever comes first."""
    finding = files("finding.yaml", "framework: hcplan-apm\nrevision: 99\n")
    broken = files("broken.yaml", "framework: hcplan-apm\nfinel: true\n")
    assert call("validate", finding, broken).code == 2
    assert call("validate", broken, finding).code == 2
    assert call("validate", finding, SAMPLE).code == 1


@pytest.mark.parametrize(
    "source",
    [
        "ahe-roadmap",
        "frameworks/hcplan-apm",
        "frameworks/hcplan-apm/care-delivery.yaml",
        "frameworks/scales/implementation.yaml",
    ],
)
def test_frameworks_blocks_and_scales_can_be_checked(call, source):
    """What a file is shows in its keys."""
    assert call("validate", source) == (0, f"{source}: fine\n", "")


def test_an_assessment_is_checked_against_the_given_framework(call, files, mini):
    """A level that the framework does not have is a problem of the assessment."""
    path = files("a.yaml", "framework: mini\nratings: {vision: often}\n")
    called = call("validate", path, "--framework", mini)
    assert called.code == 2
    assert called.err.startswith(f"{path}:2:11: ratings.vision.level: 'often' is not a level of the scale")


CROSSWALK = """\
id: hcplan-apm--mini
title: HCPLAN in Mini
from: {framework: hcplan-apm, edition: "2020", revision: 9}
to: {framework: mini}
mappings:
  - {from: vision-setting, to: vision, relation: equal, why: the same}
"""


def test_a_crosswalk_is_checked_against_both_its_ends(call, files, mini):
    """One of one's own is given with --framework; another edition or revision is a finding."""
    path = files("way.yaml", CROSSWALK)
    called = call("validate", path, "--framework", mini)
    assert (called.code, called.out) == (1, f"{path}: fine, with findings\n")
    assert [line.split(": ")[:2] for line in called.err.splitlines()] == [
        [f"{path}:3:31", "from.edition"],
        [f"{path}:3:48", "from.revision"],
    ]
    broken = files("broken.yaml", CROSSWALK.replace("to: vision,", "to: vison,"))
    called = call("validate", broken, "--framework", mini)
    assert called.code == 2
    assert f"{broken}:6:28: mappings[0].to: mini has no practice 'vison' (did you mean 'vision'?)" in called.err


def test_a_crosswalk_to_nowhere_is_a_problem(call, files):
    """At the end that is not there."""
    path = files("way.yaml", CROSSWALK)
    called = call("validate", path)
    assert called.code == 2
    assert called.err.startswith(f"{path}:4:6: to.framework: no framework is called 'mini'")


SAMPLE = "assessments/riverbend-2026.yaml"


def test_a_framework_without_findings_ends_with_0(call):
    """The count says that it was looked at."""
    assert call("lint", "hcplan-apm") == (0, "0 findings\n", "")


def test_findings_end_with_1_and_stand_at_their_lines(call):
    """Each line has a place, a sentence and a code; they come in source order, then their count."""
    called = call("lint", SAMPLE)
    assert (called.code, called.err) == (1, "")
    *lines, count = called.out.splitlines()
    matches = [re.fullmatch(rf"{re.escape(SAMPLE)}:(\d+):\d+: \S+: .+ \[[a-z_]+\]", line) for line in lines]
    assert all(matches)
    numbers = [int(match[1]) for match in matches]
    assert numbers == sorted(numbers)
    assert count == f"{len(lines)} findings"
    for line, number in zip(lines, numbers, strict=True):
        key = line.split(": ")[1].rpartition(".")[2]
        assert key in Path(SAMPLE).read_text(encoding="utf-8").splitlines()[number - 1]


def test_findings_as_json_are_data_first(call):
    """A list of objects with a stable code, the place and the sentence."""
    called = call("lint", SAMPLE, "--format", "json")
    assert (called.code, called.err) == (1, "")
    found = json.loads(called.out)
    assert {tuple(item) for item in found} == {
        ("code", "message", "hint", "key_path", "file", "line", "column", "links", "data", "place")
    }
    text = call("lint", SAMPLE).out
    assert [item["code"] for item in found] == re.findall(r"\[([a-z_]+)\]$", text, re.MULTILINE)


def test_a_framework_file_is_linted_at_its_lines(call, mini, files):
    """An uneven weight stands where the practices do."""
    path = files("uneven.yaml", mini.read_text(encoding="utf-8").replace("{id: vision,", "{id: vision, weight: 50,"))
    called = call("lint", path)
    assert called.code == 1
    assert called.out == (
        f"{path}:7:5: blocks[0].practices: weights here differ 50-fold (the lightest hardly counts) [uneven_weights]\n"
        "1 finding\n"
    )


def test_a_block_file_alone_cannot_be_linted(call):
    """It says what to lint instead."""
    called = call("lint", "frameworks/hcplan-apm/care-delivery.yaml")
    assert (called.code, called.out) == (2, "")
    assert "lint the whole framework" in called.err


def test_broken_files_are_problems_and_no_findings(call, files):
    """The code is 2, like everywhere."""
    called = call("lint", files("a.yaml", "framework: hcplan-apm\nfinel: true\n"))
    assert (called.code, called.out) == (2, "")
    assert "unknown key 'finel'" in called.err


def test_an_assessment_of_another_framework_can_be_linted(call, files, mini):
    """The option names the framework, as for score."""
    path = files("a.yaml", "framework: mini\nas_of: 2026-01-01\nratings: {vision: planned, training: in-place}\n")
    called = call("lint", path, "--framework", mini)
    assert called.code == 1
    codes = re.findall(r"\[([a-z_]+)\]$", called.out, re.MULTILINE)
    assert codes == ["lens_gap", "inconsistent", "unevidenced"]


def test_a_crosswalk_is_linted_by_id_and_by_path(call, mini, files):
    """Practices that were not judged are named at each end."""
    assert call("lint", "hcplan-apm--ahe-roadmap") == (0, "0 findings\n", "")
    path = files(
        "way.yaml",
        "id: hcplan-apm--mini\ntitle: T\nfrom: {framework: hcplan-apm}\nto: {framework: mini}\n"
        "mappings: [{from: vision-setting, to: vision, relation: equal, why: the same}]\n",
    )
    called = call("lint", path, "--framework", mini)
    assert called.code == 1
    assert re.findall(r"\[([a-z_]+)\]$", called.out, re.MULTILINE) == ["unmapped_practice", "unmapped_practice"]
    assert "1 of 2 practices of mini are neither mapped nor listed" in called.out
    assert "48 of 49 promising practices of hcplan-apm" in called.out


def test_a_goal_is_checked_against_its_framework(call, files):
    """An unknown practice has its line, and the nearest one."""
    text = Path("frameworks/goals/postpartum-visit.yaml").read_text(encoding="utf-8")
    name = load_goal_template("postpartum-visit").root_causes[0].practices[0]
    path = files("goal.yaml", text.replace(name, f"{name}x"))
    called = call("validate", path)
    assert called.code == 2
    assert f"has no promising practice '{name}x' (did you mean '{name}'?)" in called.err
    assert re.search(r"goal\.yaml:\d+:\d+: root_causes", called.err)
    assert call("lint", "frameworks/goals/postpartum-visit.yaml") == (0, "0 findings\n", "")


def test_a_branding_is_checked_with_its_logo(call, files):
    """It has nothing that could be doubtful."""
    path = files("b.yaml", "name: Acme\nlogo: none.png\n")
    called = call("validate", path)
    assert (called.code, f"{path}:2:1: logo: there is no picture none.png beside this file" in called.err) == (2, True)
    path = files("b.yaml", "{name: Acme, accent: '#17677f'}")
    assert call("validate", path).out == f"{path}: fine\n"
    assert call("lint", path).out == "0 findings\n"
