import csv
import io
import json
import re
from pathlib import Path

import pytest

from contract import CROSSWALK, REQUIREMENTS
from equity_blocks import crosswalks as all_crosswalks
from equity_blocks import load_assessment, load_framework, score, translate
from equity_blocks import load_assessment as load

SAMPLE = "assessments/riverbend-2026.yaml"
RISE = "rise-to-health-payers"
TRANSLATION = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "source", "passages", "weakest", "scope",
    "score", "blocks", "conflicts", "ask", "reuse",
}  # fmt: skip


def test_json_has_the_promised_keys(document):
    """Blocks with their practices, what they rest on, and what to ask."""
    found = document("translate", SAMPLE, "--to", RISE)
    assert set(found) == TRANSLATION
    assert (found["schema"], found["framework"]["id"], found["source"]["id"]) == (
        "equity-blocks/translation/1", RISE, "hcplan-apm",
    )  # fmt: skip
    assert 0 < found["score"]["coverage"] < 1
    assert found["scope"]["practices"] == 40
    practices = [practice for block in found["blocks"] for practice in block["practices"]]
    sources = [source for practice in practices for source in practice["sources"]]
    assert all(source["why"] and source["basis"] for source in sources)
    widths = [item["width"] for item in found["ask"]]
    assert widths == sorted(widths, reverse=True)


def test_the_table_says_how_much_is_spoken_for(call):
    """And in which direction the crosswalk was read."""
    ahead = call("translate", SAMPLE, "--to", RISE)
    assert (ahead.code, ahead.err) == (0, "")
    assert "Carried over hcplan-apm--rise-to-health-payers" in " ".join(ahead.out.split())
    back = " ".join(call("translate", "assessments/lakeside-rise.yaml", "--to", "hcplan-apm").out.split())
    assert "hcplan-apm--rise-to-health-payers, read backwards" in back
    assert "What to ask next, most informative first" in back
    short, long = ahead.out, call("translate", SAMPLE, "--to", RISE, "--why").out
    assert len(long) > 1.5 * len(short)


def test_a_chain_is_found_and_said(call, document):
    """From Rise to Health there is no crosswalk to the lessons."""
    args = ("translate", "assessments/lakeside-rise.yaml", "--to", "chcs-acap")
    found = document(*args)
    assert [item["crosswalk"] for item in found["passages"]] == [
        "hcplan-apm--rise-to-health-payers", "hcplan-apm--chcs-acap",
    ]  # fmt: skip
    text = " ".join(call(*args).out.split())
    middle = load_framework("hcplan-apm")
    assert f"No crosswalk joins the two, so the way leads through {middle.title}" in text
    passed = {source["practice"] for b in found["blocks"] for p in b["practices"] for source in p["sources"]}
    assert passed
    assert not [name for name in passed if "-" in name and f"{name.replace('-', ' ')} (for" in text]
    assert any(f"{middle.practices[name].title} (for" in text for name in passed)
    assert f"The weakest link is {found['weakest']}" in text


def test_csv_has_a_row_for_each_practice(call):
    """For a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(call("translate", SAMPLE, "--to", RISE, "--format", "csv").out)))
    assert [row["practice"] for row in rows] == list(load_framework(RISE).practices)
    assert {row["status"] for row in rows} == {"carried", "silent"}


def test_a_crosswalk_of_ones_own_leads_to_a_framework_of_ones_own(call, files):
    """Requirements as a small framework."""
    own, way = files("contract.yaml", REQUIREMENTS), files("way.yaml", CROSSWALK)
    called = call("translate", SAMPLE, "--to", own, "--crosswalk", way, "--format", "json")
    assert called.code == 0
    found = json.loads(called.out)
    assert found["passages"][0]["crosswalk"] == "hcplan-apm--contract"
    assert found["scope"] | {} == {
        "practices": 2, "direct": 0, "carried": 1, "silent": 1, "not_applicable": 0, "not_pursued": 0,
    }  # fmt: skip


def test_a_crosswalk_that_does_not_fit_is_told_at_its_line(call, files):
    """With the practice that was meant."""
    own, way = files("contract.yaml", REQUIREMENTS), files("way.yaml", CROSSWALK.replace("to: r1", "to: r11"))
    called = call("translate", SAMPLE, "--to", own, "--crosswalk", way)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{way}:6:28: mappings[0].to: contract has no practice 'r11' (did you mean 'r1'?)")


def test_direct_ratings_win(call, files, document):
    """One activity rated itself is no longer carried."""
    practice = next(
        p["id"] for b in document("translate", SAMPLE, "--to", RISE)["blocks"] for p in b["practices"] if p["sources"]
    )
    path = files("direct.yaml", f"framework: {RISE}\nratings: {{{practice}: in-place}}\n")
    found = json.loads(call("translate", SAMPLE, "--to", RISE, "--direct", path, "--format", "json").out)
    assert found["scope"]["direct"] == 1
    (after,) = (p for b in found["blocks"] for p in b["practices"] if p["id"] == practice)
    assert (after["status"], after["low"], after["high"]) == ("direct", 1.0, 1.0)


def test_a_draft_is_written_and_not_over_another_file(call, tmp_path):
    """It can be used at once, and nothing in it counts as rated."""
    path = tmp_path / "draft.yaml"
    called = call("translate", SAMPLE, "--to", RISE, "--draft", "-o", path)
    assert (called.code, called.err) == (0, "")
    carried = sum(rating.carried is not None for rating in load_assessment(path).ratings.values())
    made = translate(load_framework("hcplan-apm"), load(SAMPLE), all_crosswalks(), load_framework(RISE))
    started = made.scope.carried
    assert called.out == f"wrote {path}: {started} activities have something to start from, nothing counts as rated\n"
    assert 0 < carried < started  # of the others the comments tell which answers speak for them
    assert call("validate", path).code == 0
    card = score(load_framework(RISE), load_assessment(path))
    assert (card.scope.rated, card.scope.unanswered) == (0, 40)
    before = path.read_bytes()
    again = call("translate", SAMPLE, "--to", RISE, "--draft", "-o", path)
    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err
    assert "--force" in again.err
    assert path.read_bytes() == before
    assert call("translate", SAMPLE, "--to", RISE, "--draft", "-o", path, "--force").code == 0
    assert path.read_text().removeprefix("# yaml") in call("translate", SAMPLE, "--to", RISE, "--draft").out


def test_a_draft_asks_in_the_organizations_words(call):
    """Every practice has its title and question as a comment, as `init` writes them, and what speaks for it."""
    drafted = call("translate", SAMPLE, "--to", RISE, "--draft").out
    init = call("init", RISE, "--for", "health-plan", "-o", "-").out
    said, begun = (" ".join(text.replace("#", " ").split()) for text in (drafted, init))
    for practice in load_framework(RISE).practices.values():
        assert practice.title in said
        assert practice.question_for("health-plan") in said
    assert begun.count(" here:") == said.count(" here:") > 0
    assert "From hcplan-apm: REL/SOGI Data Collection (partial, for" in said
    assert "Evidence listed there: " in said
    assert ": null" not in drafted


def test_a_draft_has_no_long_figures_and_no_level_that_is_not_forced(call, tmp_path):
    """Bounds are levels; a level stands there only where no other is left."""
    path = tmp_path / "draft.yaml"
    call("translate", SAMPLE, "--to", RISE, "--draft", "-o", path)
    assert not re.search(r"\d\.\d{3}", path.read_text())
    target = load_framework(RISE)
    made = translate(load_framework("hcplan-apm"), load(SAMPLE), all_crosswalks(), target)
    carried = {name: rating.carried for name, rating in load_assessment(path).ratings.items() if rating.carried}
    for name, item in carried.items():
        assert (item.low, item.high) == (None, None)
        assert (item.level is not None) == (len(made.practices[name].levels) == 1)
    assert any(item.levels for item in carried.values())


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([SAMPLE], "Missing option '--to'"),
        ([SAMPLE, "--to", "hcplan-apm"], "the assessment is one of hcplan-apm already"),
        ([SAMPLE, "--to", "rise-to-health-payer"], "did you mean 'rise-to-health-payers'?"),
        ([SAMPLE, "--to", RISE, "-o", "x.yaml"], "-o requires --draft"),
        ([SAMPLE, "--to", RISE, "--draft", "--share", "client"], "a draft is for the owner"),
        ([SAMPLE, "--to", RISE, "--draft", "--format", "json"], "--format does not go with --draft"),
        ([SAMPLE, "--to", RISE, "--crosswalk", "hcplan-apm--ahe"], "no crosswalk is called 'hcplan-apm--ahe'"),
        (
            [SAMPLE, "--to", RISE, "--crosswalk", "hcplan-apm--ahe-roadmap"],
            "joins hcplan-apm and ahe-roadmap; the way leads over hcplan-apm--rise-to-health-payers",
        ),
        (["-", "--to", RISE, "--direct", "-"], "standard input (-) can be read only once"),
    ],
)
def test_what_makes_no_sense_is_refused(call, args, words):
    """With what would."""
    called = call("translate", *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_what_is_shared_has_no_names(call):
    """The organization has none for a client."""
    found = json.loads(call("translate", SAMPLE, "--to", RISE, "--share", "client", "--format", "json").out)
    assert found["organization"]["name"] == ""


def test_a_crosswalk_of_a_folder_of_ones_own_is_told_at_its_line(call, tmp_path):
    """Like one that was named, also where the framework is at the other end than the file has it."""
    (tmp_path / "contract").mkdir()
    (tmp_path / "contract" / "framework.yaml").write_text(REQUIREMENTS, encoding="utf-8")
    (tmp_path / "crosswalks").mkdir()
    way = tmp_path / "crosswalks" / "hcplan-apm--contract.yaml"
    way.write_text(CROSSWALK.replace("from: data-standards", "from: data-standard"), encoding="utf-8")
    for file, end in ((SAMPLE, "contract"), ("-", "hcplan-apm")):
        said = "framework: contract\nratings: {r1: yes}\n" if file == "-" else None
        more = {"stdin": said} if said else {}
        called = call("--frameworks", tmp_path, "translate", file, "--to", end, **more)
        assert (called.code, called.out) == (2, "")
        assert f"{way}:6:6: mappings[0].from: hcplan-apm has no promising practice 'data-standard'" in called.err


def test_what_a_tailoring_took_out_is_silent(call, document):
    """A crosswalk that maps it still fits; nothing is carried over from it, and the page says what was tailored."""
    tailoring = ("--tailoring", "assessments/tailoring/riverbend.yaml")
    made = document("translate", SAMPLE, "--to", "ahe-roadmap", *tailoring)
    assert "interoperability" not in json.dumps(made["blocks"])
    assert "Tailored" in call("translate", SAMPLE, "--to", "ahe-roadmap", *tailoring).out


def test_a_tailoring_may_name_the_framework_to_read_in(call, files):
    """What it took out is not asked; what was rated stays as it was published."""
    ours = files("ours.yaml", "framework: ahe-roadmap\npractices: {team-charter: {out: not ours}}\n")
    called = call("translate", SAMPLE, "--to", "ahe-roadmap", "--tailoring", ours, "--format", "json")
    assert (called.code, called.err) == (0, "")
    found = json.loads(called.out)
    assert (found["scope"]["practices"], found["source"]["tailored"]) == (11, None)
    assert [change["practice"] for change in found["framework"]["tailored"]["changes"]] == ["team-charter"]
    assert "team-charter" not in json.dumps([found["blocks"], found["ask"]])
    assert "Tailored" in call("translate", SAMPLE, "--to", "ahe-roadmap", "--tailoring", ours).out


def test_each_assessment_names_its_own_tailoring(call, files):
    """The one that is read, and the one with direct ratings; a tailoring that is given may be for the other end."""
    files("ours.yaml", "framework: ahe-roadmap\npractices: {team-charter: {out: not ours}}\n")
    files("source.yaml", "framework: hcplan-apm\npractices: {interoperability: {out: not ours}}\n")
    rated = files("a.yaml", "framework: hcplan-apm\ntailoring: source.yaml\nratings: {vision-setting: partial}\n")
    direct = files("b.yaml", "framework: ahe-roadmap\ntailoring: ours.yaml\nratings: {}\n")
    for more in (["--direct", direct], ["--tailoring", str(Path(direct).parent / "ours.yaml")]):
        found = json.loads(call("translate", rated, "--to", "ahe-roadmap", *more, "--format", "json").out)
        assert found["scope"]["practices"] == 11
        assert [change["practice"] for change in found["source"]["tailored"]["changes"]] == ["interoperability"]


def test_the_assessment_has_to_fit_where_the_other_framework_is_tailored(call, files):
    """At its line, as everywhere."""
    ours = files("ours.yaml", "framework: ahe-roadmap\npractices: {team-charter: {out: not ours}}\n")
    path = files("a.yaml", "framework: hcplan-apm\nratings: {vision: 1}\n")
    called = call("translate", path, "--to", "ahe-roadmap", "--tailoring", ours)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:2:11: ratings.vision: hcplan-apm has no promising practice 'vision'")


SAMPLE_COVERAGE = "assessments/riverbend-2026.yaml"


def test_every_framework_has_a_row(document):
    """With how much of it one assessment speaks for; the share is that of the translation."""
    found = document("coverage", SAMPLE_COVERAGE)
    assert found["schema"] == "equity-blocks/coverage/1"
    rows = {row["id"]: row for row in found["frameworks"]}
    assert list(rows) == sorted(rows)
    assert len(rows) == 5
    assert rows["hcplan-apm"]["routes"][0]["crosswalks"] == []
    framework, said = load_framework("hcplan-apm"), load(SAMPLE_COVERAGE)
    for name in ("ahe-roadmap", "rise-to-health-payers"):
        made = translate(framework, said, all_crosswalks(), load_framework(name))
        assert rows[name]["share"] == made.score.coverage
        assert rows[name]["spoken_for"] == made.scope.carried
        assert len(rows[name]["not_covered"]) == made.scope.silent


def test_a_second_file_adds_to_what_is_spoken_for(document):
    """Of no framework there is less."""
    one = document("coverage", SAMPLE_COVERAGE)["frameworks"]
    two = document("coverage", SAMPLE_COVERAGE, "assessments/lakeside-rise.yaml")["frameworks"]
    assert all(b["share"] >= a["share"] for a, b in zip(one, two, strict=True))
    assert sum(row["share"] for row in two) > sum(row["share"] for row in one)


def test_what_is_not_covered_is_named_on_demand(call):
    """For one framework."""
    plain = call("coverage", SAMPLE_COVERAGE)
    assert (plain.code, plain.err) == (0, "")
    assert "Not covered" not in plain.out
    named = call("coverage", SAMPLE_COVERAGE, "--framework", "ahe-roadmap").out
    assert "Not covered: 3 components of The Roadmap to Advance Health Equity" in named
    assert "Creating a team charter" in named


def test_a_framework_of_ones_own_is_counted_too(call, files):
    """With the crosswalk that leads there."""
    own, way = files("contract.yaml", REQUIREMENTS), files("way.yaml", CROSSWALK)
    called = call("coverage", SAMPLE_COVERAGE, "--framework", own, "--crosswalk", way, "--format", "json")
    assert called.code == 0
    (row,) = (row for row in json.loads(called.out)["frameworks"] if row["id"] == "contract")
    assert (row["spoken_for"], row["share"], row["not_covered"]) == (1, 0.25, ["r2"])


def test_a_crosswalk_without_its_framework_is_told_at_its_line(call, files):
    """The end that is not in the catalogue has to be given."""
    way = files("way.yaml", CROSSWALK)
    called = call("coverage", SAMPLE_COVERAGE, "--crosswalk", way)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{way}:4:6: to.framework: no framework is called 'contract'")


def test_csv_has_a_row_for_each_framework(call):
    """For a spreadsheet."""
    lines = call("coverage", SAMPLE_COVERAGE, "--format", "csv").out.splitlines()
    assert lines[0] == "framework,title,practices,spoken_for,share,not_covered"
    assert len(lines) == 6


def test_a_file_that_does_not_fit_is_refused(call, files):
    """At its line, as everywhere."""
    path = files("a.yaml", "framework: hcplan-apm\nratings: {vision: 1}\n")
    called = call("coverage", SAMPLE_COVERAGE, path)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:2:11: ratings.vision: hcplan-apm has no promising practice 'vision'")


@pytest.mark.parametrize(
    ("name", "practice", "left"), [("ahe-roadmap", "team-charter", 11), ("hcplan-apm", "market-dynamics", 48)]
)
def test_a_tailoring_changes_the_framework_that_it_names(call, files, name, practice, left):
    """One that is reached, or the one that was rated; the others stay."""
    ours = files("ours.yaml", f"framework: {name}\npractices: {{{practice}: {{out: not ours}}}}\n")
    called = call("coverage", SAMPLE_COVERAGE, "--tailoring", ours, "--framework", name, "--format", "json")
    assert (called.code, called.err) == (0, "")
    rows = {row["id"]: row for row in json.loads(called.out)["frameworks"]}
    assert (rows[name]["practices"], practice in rows[name]["not_covered"]) == (left, False)
    assert [change["practice"] for change in rows[name]["tailored"]["changes"]] == [practice]
    assert [row["id"] for row in rows.values() if row["tailored"]] == [name]
    assert ", tailored: 1 change " in " ".join(call("coverage", SAMPLE_COVERAGE, "--tailoring", ours).out.split())


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
    called = call("coverage", SAMPLE_COVERAGE, "--tailoring", ours)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{ours}:2:13: practices.team-chart: ahe-roadmap has no component 'team-chart'")


def test_a_tailoring_of_a_framework_that_is_not_looked_at_is_refused(call, files):
    """It would do nothing."""
    called = call(
        "coverage",
        SAMPLE_COVERAGE,
        "--tailoring",
        files("ours.yaml", "framework: contract\npractices: {r1: {weight: 2}}\n"),
    )
    assert (called.code, called.out) == (2, "")
    assert "--tailoring is for contract, which is not among" in called.err


def test_a_crosswalk_of_a_folder_that_does_not_fit_is_told_at_its_line(call, tmp_path):
    """As one given by hand is."""
    (tmp_path / "crosswalks").mkdir()
    path = tmp_path / "crosswalks" / "own.yaml"
    ends = "id: own\ntitle: T\nfrom: {framework: hcplan-apm}\nto: {framework: ahe-roadmap}\nmappings:\n"
    path.write_text(ends + "  - {from: data-standard, to: team-charter, relation: equal, why: the same}\n")
    called = call("--frameworks", str(tmp_path), "coverage", SAMPLE_COVERAGE)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:6:6: mappings[0].from: hcplan-apm has no promising practice 'data-standard'")
