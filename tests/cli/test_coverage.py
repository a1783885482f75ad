import json
from pathlib import Path

import pytest

from contract import CROSSWALK, REQUIREMENTS
from equity_blocks import crosswalks as all_crosswalks
from equity_blocks import load_assessment as load
from equity_blocks import load_framework, translate

SAMPLE = "assessments/riverbend-2026.yaml"


def test_every_framework_has_a_row(document):
    """With how much of it one assessment speaks for; the share is that of the translation."""
    found = document("coverage", SAMPLE)
    assert found["schema"] == "equity-blocks/coverage/1"
    rows = {row["id"]: row for row in found["frameworks"]}
    assert list(rows) == sorted(rows)
    assert len(rows) == 5
    assert rows["hcplan-apm"]["routes"][0]["crosswalks"] == []
    framework, said = load_framework("hcplan-apm"), load(SAMPLE)
    for name in ("ahe-roadmap", "rise-to-health-payers"):
        made = translate(framework, said, all_crosswalks(), load_framework(name))
        assert rows[name]["share"] == made.score.coverage
        assert rows[name]["spoken_for"] == made.scope.carried
        assert len(rows[name]["not_covered"]) == made.scope.silent


def test_a_second_file_adds_to_what_is_spoken_for(document):
    """Of no framework there is less."""
    one = document("coverage", SAMPLE)["frameworks"]
    two = document("coverage", SAMPLE, "assessments/lakeside-rise.yaml")["frameworks"]
    assert all(b["share"] >= a["share"] for a, b in zip(one, two, strict=True))
    assert sum(row["share"] for row in two) > sum(row["share"] for row in one)


def test_what_is_not_covered_is_named_on_demand(call):
    """For one framework."""
    plain = call("coverage", SAMPLE)
    assert (plain.code, plain.err) == (0, "")
    assert "Not covered" not in plain.out
    named = call("coverage", SAMPLE, "--framework", "ahe-roadmap").out
    assert "Not covered: 3 components of The Roadmap to Advance Health Equity" in named
    assert "Creating a team charter" in named


def test_a_framework_of_ones_own_is_counted_too(call, files):
    """With the crosswalk that leads there."""
    own, way = files("contract.yaml", REQUIREMENTS), files("way.yaml", CROSSWALK)
    called = call("coverage", SAMPLE, "--framework", own, "--crosswalk", way, "--format", "json")
    assert called.code == 0
    (row,) = (row for row in json.loads(called.out)["frameworks"] if row["id"] == "contract")
    assert (row["spoken_for"], row["share"], row["not_covered"]) == (1, 0.25, ["r2"])


def test_a_crosswalk_without_its_framework_is_told_at_its_line(call, files):
    """The end that is not in the catalogue has to be given."""
    way = files("way.yaml", CROSSWALK)
    called = call("coverage", SAMPLE, "--crosswalk", way)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{way}:4:6: to.framework: no framework is called 'contract'")


def test_csv_has_a_row_for_each_framework(call):
    """For a spreadsheet."""
    lines = call("coverage", SAMPLE, "--format", "csv").out.splitlines()
    assert lines[0] == "framework,practices,spoken_for,share,crosswalks,not_covered"
    assert len(lines) == 6


def test_a_file_that_does_not_fit_is_refused(call, files):
    """At its line, as everywhere."""
    path = files("a.yaml", "framework: hcplan-apm\nratings: {vision: 1}\n")
    called = call("coverage", SAMPLE, path)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:2:11: ratings.vision: hcplan-apm has no promising practice 'vision'")


@pytest.mark.parametrize(
    ("name", "practice", "left"), [("ahe-roadmap", "team-charter", 11), ("hcplan-apm", "market-dynamics", 48)]
)
def test_a_tailoring_changes_the_framework_that_it_names(call, files, name, practice, left):
    """One that is reached, or the one that was rated; the others stay."""
    ours = files("ours.yaml", f"framework: {name}\npractices: {{{practice}: {{out: not ours}}}}\n")
    called = call("coverage", SAMPLE, "--tailoring", ours, "--framework", name, "--format", "json")
    assert (called.code, called.err) == (0, "")
    rows = {row["id"]: row for row in json.loads(called.out)["frameworks"]}
    assert (rows[name]["practices"], practice in rows[name]["not_covered"]) == (left, False)
    assert [change["practice"] for change in rows[name]["tailored"]["changes"]] == [practice]
    assert [row["id"] for row in rows.values() if row["tailored"]] == [name]
    assert ", tailored: 1 change " in " ".join(call("coverage", SAMPLE, "--tailoring", ours).out.split())


def test_the_tailoring_that_an_assessment_names_changes_its_framework(call, files):
    """A given one goes first; two that differ have to be decided between."""
    files("a.yaml", "framework: hcplan-apm\npractices: {market-dynamics: {out: not ours}}\n")
    files("b.yaml", "framework: hcplan-apm\npractices: {market-dynamics: {weight: 2}}\n")
    first = files("first.yaml", "framework: hcplan-apm\ntailoring: a.yaml\nratings: {vision-setting: 1}\n")
    second = files("second.yaml", "framework: hcplan-apm\ntailoring: b.yaml\nratings: {vision-setting: 1}\n")

    def practices(*args):
        rows = json.loads(call("coverage", *args, "--format", "json").out)["frameworks"]
        return {row["id"]: row["practices"] for row in rows}["hcplan-apm"]

    assert [practices(first), practices(second), practices(first, first)] == [48, 49, 48]
    assert practices(first, second, "--tailoring", Path(first).parent / "a.yaml") == 48
    called = call("coverage", first, second)
    assert (called.code, called.out) == (2, "")
    assert "hcplan-apm is tailored by" in called.err
    assert "say which (--tailoring)" in " ".join(called.err.split())


def test_a_tailoring_that_does_not_fit_is_told_at_its_line(call, files):
    """With the practice that was meant."""
    ours = files("ours.yaml", "framework: ahe-roadmap\npractices: {team-chart: {weight: 2}}\n")
    called = call("coverage", SAMPLE, "--tailoring", ours)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{ours}:2:13: practices.team-chart: ahe-roadmap has no component 'team-chart'")


def test_a_tailoring_of_a_framework_that_is_not_looked_at_is_refused(call, files):
    """It would do nothing."""
    called = call(
        "coverage", SAMPLE, "--tailoring", files("ours.yaml", "framework: contract\npractices: {r1: {weight: 2}}\n")
    )
    assert (called.code, called.out) == (2, "")
    assert "--tailoring is for contract, which is not among" in called.err


def test_a_crosswalk_of_a_folder_that_does_not_fit_is_told_at_its_line(call, tmp_path):
    """As one given by hand is."""
    (tmp_path / "crosswalks").mkdir()
    path = tmp_path / "crosswalks" / "own.yaml"
    ends = "id: own\ntitle: T\nfrom: {framework: hcplan-apm}\nto: {framework: ahe-roadmap}\nmappings:\n"
    path.write_text(ends + "  - {from: data-standard, to: team-charter, relation: equal, why: the same}\n")
    called = call("--frameworks", str(tmp_path), "coverage", SAMPLE)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:6:6: mappings[0].from: hcplan-apm has no promising practice 'data-standard'")
