import json
import re
from pathlib import Path

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
        ("code", "message", "hint", "key_path", "file", "line", "column", "links")
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
