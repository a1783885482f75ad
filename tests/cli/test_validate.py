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
