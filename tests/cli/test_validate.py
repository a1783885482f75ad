import re
from pathlib import Path

import pytest

SAMPLE = "assessments/riverbend-2026.yaml"
WRONG = """\
framework: hcplan-apm
finel: true
as_of: 2026-13-01
ratings:
  vision-setting: {level: partial, not_applicable: no}
"""


def test_everything_that_is_shipped_is_fine(call):
    """Frameworks, their block files, scales and samples."""
    shipped = sorted(str(path) for folder in ("frameworks", "assessments") for path in Path(folder).rglob("*.yaml"))
    called = call("validate", *shipped)
    assert called == (0, "".join(f"{path}: fine\n" for path in shipped), "")
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
