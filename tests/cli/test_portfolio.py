import json
import sys

import pytest

import equity_blocks as eb

pandas = pytest.importorskip("pandas", reason="the extra `frames` is not installed")
pytest.importorskip("narwhals", reason="the extra `frames` is not installed")

MINI = """\
id: mini
title: Mini
scale: implementation
blocks:
  - id: people
    title: People
    practices:
      - {id: vision, title: Vision, question: Is there a vision?}
      - {id: training, title: Training, question: Is there training?, requires: [{practice: vision, why: First.}]}
"""


def _said(name, vision, training, **more):
    return json.dumps(
        {"framework": "mini", "organization": {"id": name, **more}, "ratings": {"vision": vision, "training": training}}
    )


@pytest.fixture
def folder(tmp_path):
    """Give a folder with a framework and assessments of three organizations, one of them in a folder of its own."""
    (tmp_path / "mini.yaml").write_text(MINI, encoding="utf-8")
    cohort = tmp_path / "cohort"
    (cohort / "north").mkdir(parents=True)
    (cohort / "oak.yaml").write_text(_said("oak", 3, 3, type="provider"), encoding="utf-8")
    (cohort / "elm.yml").write_text(_said("elm", 0, 1, type="health-plan"), encoding="utf-8")
    (cohort / "north" / "fir.yaml").write_text(_said("fir", 1, 0, type="provider"), encoding="utf-8")
    return cohort


@pytest.fixture
def framework(folder):
    """Give the path of the framework."""
    return folder.parent / "mini.yaml"


@pytest.fixture
def table(folder):
    """Give the path of a table with the same ratings."""
    path = folder.parent / "cohort.csv"
    rows = "organization,state,vision,training\n007,OH,in-place,in-place\nelm,OH,,planned\nfir,TX,planned,unknown\n"
    path.write_text(rows, encoding="utf-8")
    return path


def test_a_folder_is_read(call, folder, framework):
    """Every assessment in it, and in the folders in it; the reading says how many."""
    called = call("portfolio", folder, "--framework", framework)
    assert (called.code, called.err) == (0, f"{folder}: 3 assessments read by mini\n")
    assert "3 organizations: half of them score below 13%" in called.out
    assert "Self-reported and not validated" in called.out


def test_a_bad_file_does_not_stop_the_others(call, folder, framework):
    """It is named with its reason, so is a broken workbook and what rates something else; the exit code is 1."""
    (folder / "bad.yaml").write_text("framework: [", encoding="utf-8")
    (folder / "other.yaml").write_text("framework: hcplan-apm\nratings: {}\n", encoding="utf-8")
    (folder / "wrong.yaml").write_text("framework: mini\nratings: {vison: 1}\n", encoding="utf-8")
    (folder / "team.xlsx").write_bytes(b"PK")
    (folder / "ours.yaml").write_text("framework: mini\nblocks: {people: {weight: 2}}\n", encoding="utf-8")
    called = call("portfolio", folder, "--framework", framework, "--format", "json")
    assert called.code == 1
    assert json.loads(called.out)["groups"][0]["organizations"] == 3
    assert "other.yaml: it rates hcplan-apm, not mini" in called.err
    assert f"\nleft out {folder}/wrong.yaml:2:" in called.err
    assert "did you mean 'vision'?" in called.err
    assert f"{folder}/team.xlsx" in called.err
    assert "noted" in called.err
    assert "ours.yaml: passed over: it holds no assessment" in called.err
    assert "3 assessments read by mini, 4 files left out" in called.err


def test_a_workbook_is_an_assessment(call, folder, framework):
    """The owner's counts under the name of its file; a respondent's is only a part, and is left out."""
    pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
    assert call("export", folder / "oak.yaml", "--framework", framework, "-o", folder / "Ash Tree.xlsx").code == 0
    one = ("--framework", framework, "--respondent", "ann", "-o", folder / "ann.xlsx")
    assert call("export", folder / "oak.yaml", *one).code == 0
    called = call("portfolio", folder, "--framework", framework, "--format", "json")
    assert "Ash Tree.xlsx: a workbook, of the organization ash-tree" in called.err
    assert "ann.xlsx: a respondent's workbook" in called.err
    assert json.loads(called.out)["groups"][0]["organizations"] == 4


def test_a_folder_without_any_is_refused(call, framework, tmp_path):
    """There is nothing to read."""
    empty = tmp_path / "empty"
    empty.mkdir()
    called = call("portfolio", empty, "--framework", framework)
    assert called.code == 2
    assert f"no assessment in {empty} can be used" in called.err
    assert f"{empty} holds no assessment: no file in it ends in .yaml, .yml, .xlsx\n" in call("portfolio", empty).err
    (empty / "bad.yaml").write_text("framework: nowhere\n", encoding="utf-8")
    assert "has no assessment whose framework can be opened" in call("portfolio", empty).err


def test_a_folder_of_tables_says_how_a_table_is_read(call, tmp_path):
    """It is given by its own name."""
    table = tmp_path / "cohort.csv"
    table.write_text("vision\n1\n", encoding="utf-8")
    assert f"a table is read by its own name: {table}" in call("portfolio", tmp_path).err


def test_what_most_assessments_rate_is_told(call, folder):
    """Where the first file rates something else, all but that one would be missed."""
    (folder / "a.yaml").write_text("framework: hcplan-apm\nratings: {vision-setting: 1}\n", encoding="utf-8")
    called = call("portfolio", folder)
    assert called.code == 1
    assert "1 assessment read by hcplan-apm, 3 files left out" in called.err
    assert "3 assessments rate mini: --framework mini reads what rates that" in called.err


def test_the_latest_of_an_organization_counts(call, folder, framework):
    """The other one is named."""
    (folder / "a-before.yaml").write_text(
        "framework: mini\norganization: {id: oak}\nas_of: 2020-01-01\nratings: {vision: 0}\n", encoding="utf-8"
    )
    (folder / "oak.yaml").write_text(
        "framework: mini\norganization: {id: oak}\nas_of: 2026-01-01\nratings: {vision: 3, training: 3}\n",
        encoding="utf-8",
    )
    called = call("portfolio", folder, "--framework", framework, "--format", "json", "--organization", "oak")
    assert called.code == 1
    assert f"a-before.yaml: oak is read from {folder / 'oak.yaml'}" in called.err
    assert json.loads(called.out)["standing"][0]["low"] == 0.75


def test_another_revision_is_carried_over_when_asked(call, folder, framework):
    """Else it is left out, and the message says how."""
    path = folder / "old.yaml"
    framework.write_text(MINI.replace("title: Mini\n", "title: Mini\nrevision: 2\n", 1), encoding="utf-8")
    path.write_text("framework: mini\nrevision: 1\nratings: {vision: 2}\n", encoding="utf-8")
    called = call("portfolio", folder, "--framework", framework)
    assert called.code == 1
    assert "it rates revision 1 of mini, not 2: --migrate carries it over" in called.err
    called = call("portfolio", folder, "--framework", framework, "--migrate")
    assert called.code == 0
    assert "old.yaml: carried over from revision 1 to 2" in called.err
    assert "4 assessments read" in called.err


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_scores_are_written(call, folder, framework, tmp_path, suffix):
    """A row for each assessment, with the numbers of `score`; a file that is there needs --force."""
    if suffix == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    out = tmp_path / f"scores.{suffix}"
    called = call("portfolio", folder, "--framework", framework, "-o", out, "--scores-only")
    assert (called.code, called.out) == (0, "")
    assert called.err.endswith(f"wrote {out}\n")
    reads = {"csv": pandas.read_csv, "json": pandas.read_json, "parquet": pandas.read_parquet}
    scores = reads[suffix](out).set_index("organization")["score"]
    expected = eb.load_framework(framework)
    for file in (folder / "oak.yaml", folder / "elm.yml"):
        said = eb.load_assessment(file)
        assert scores[said.organization.id] == pytest.approx(eb.score(expected, said).score.value, abs=1e-12)
    assert "exists already" in call("portfolio", folder, "--framework", framework, "-o", out).err
    assert call("portfolio", folder, "--framework", framework, "-o", out, "--force", "--scores-only").code == 0


def test_a_table_is_read(call, table, framework):
    """Ids stay text, what is empty is unanswered, and columns tell groups apart."""
    called = call(
        "portfolio", table, "--framework", framework, "--by", "state", "--organization", "007", "--format", "json"
    )
    assert called.code == 0, called.err
    read = json.loads(called.out)
    assert [(group["column"], group["value"]) for group in read["groups"]] == [
        ("", ""),
        ("state", "OH"),
        ("state", "TX"),
    ]
    assert read["standing"][0]["rank"] == 1


def test_a_cell_with_a_formula_stays_text(call, table, framework, tmp_path):
    """In the scores that are written as CSV, no spreadsheet finds one."""
    table.write_text("organization,vision,training\n=1+1,0,1\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert call("portfolio", table, "--framework", framework, "-o", out, "--scores-only").code == 0
    assert "\n'=1+1,0,1," in out.read_text(encoding="utf-8")


def test_a_table_that_is_none_is_refused(call, table, framework):
    """With a sentence, and no traceback."""
    for content in (b"", b"\xff\xfe\x00", b'a,"b\n1,2,3\n4'):
        table.write_bytes(content)
        called = call("portfolio", table, "--framework", framework)
        assert called.code == 2
        assert "internal error" not in called.err


def test_a_file_that_is_no_parquet_is_refused(call, table, framework):
    """With a sentence, and no traceback."""
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    bad = table.with_suffix(".parquet")
    bad.write_bytes(b"PAR1")
    assert "cannot be read as a table" in call("portfolio", bad, "--framework", framework).err


def test_what_makes_no_sense_is_refused(call, folder, table, framework, tmp_path):
    """Before anything is opened."""
    assert "such as --framework hcplan-apm (`equity-blocks frameworks` lists them)" in call("portfolio", table).err
    assert "--scores-only needs -o" in call("portfolio", folder, "--scores-only").err
    assert (
        "ends in none of .html, .md, .pdf, .docx, .pptx, .csv, .json, .parquet"
        in call("portfolio", folder, "-o", tmp_path / "x.txt").err
    )
    shared = call("portfolio", folder, "--share", "client", "-o", tmp_path / "x.csv")
    assert "the scores of every organization are the owner's" in shared.err
    assert "an assessment is read in its folder" in call("portfolio", framework, "--framework", framework).err
    sheet = tmp_path / "cohort.xlsx"
    sheet.write_bytes(b"PK")
    assert "ends in .csv or .parquet: save its sheet as CSV" in call("portfolio", sheet).err
    assert not (tmp_path / "x.csv").exists()


def test_a_cohort_reads_no_names(call, folder, framework):
    """Three organizations are too few to show anything to others."""
    called = call("portfolio", folder, "--framework", framework, "--share", "cohort", "--organization", "oak")
    assert called.code == 0
    assert "Nothing is shown" in called.out
    assert "oak" not in called.out
    assert "a cohort is told nobody's standing" in called.err


def test_rounds_are_compared(call, folder, framework, tmp_path):
    """A folder and a round before it."""
    before = tmp_path / "before"
    before.mkdir()
    (before / "oak.yaml").write_text(_said("oak", 0, 0), encoding="utf-8")
    called = call("portfolio", folder, "--framework", framework, "--earlier", before, "--format", "json")
    assert called.code == 0
    read = json.loads(called.out)
    assert read["rounds"] == 2
    assert read["change"]


def test_many_files_are_opened_by_several_processes(call, folder, framework):
    """With the same numbers as one."""
    for i in range(140):
        (folder / f"n{i:03}.yaml").write_text(_said(f"n{i}", i % 4, i % 3), encoding="utf-8")
    (folder / "bad.yaml").write_text("framework: [", encoding="utf-8")
    called = call("portfolio", folder, "--framework", framework, "--format", "json")
    assert called.code == 1, called.err
    assert "143 assessments read by mini, 1 file left out" in called.err
    assert json.loads(called.out)["groups"][0]["organizations"] == 143


def test_a_report_is_written_as_its_name_says(call, folder, framework, tmp_path):
    """What stands in the file is the report, for those that it is shared with; nothing is printed."""
    target = tmp_path / "report.md"
    called = call("portfolio", folder, "--framework", framework, "-o", target, "--share", "cohort")
    assert (called.code, called.out) == (0, "")
    assert f"wrote {target}" in called.err
    assert target.read_text(encoding="utf-8").startswith("# How the cohort stands")
    assert "oak" not in target.read_text(encoding="utf-8")


def test_scores_only_is_no_report(call, folder, framework, tmp_path):
    """It is refused before anything is read."""
    called = call("portfolio", folder, "--framework", framework, "-o", tmp_path / "a.html", "--scores-only")
    assert called.code == 2
    assert "--scores-only writes a table, not .html" in called.err


def test_scores_of_a_folder_say_how_each_was_read(call, folder, framework, tmp_path):
    """In which file it is, and by which tailoring its own score is; the score of all is by one framework."""
    tailoring = "framework: mini\npractices: {vision: {weight: 3}}\n"
    (folder / "ours.yaml").write_text(tailoring, encoding="utf-8")
    said = {
        "framework": "mini",
        "tailoring": "ours.yaml",
        "organization": {"id": "yew"},
        "ratings": {"vision": 4, "training": 0},
    }
    (folder / "yew.yaml").write_text(json.dumps(said), encoding="utf-8")
    words = ("portfolio", folder, "--framework", framework, "--scores-only")
    assert call(*words, "-o", tmp_path / "a.json").code == 0
    rows = {row["organization"]: row for row in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))}
    assert [*rows["yew"]][:7] == ["assessment", "organization", "file", "note", "score", "tailoring", "tailored_score"]
    assert (rows["yew"]["score"], rows["yew"]["tailored_score"], rows["yew"]["tailoring"]) == (0.5, 0.75, "ours.yaml")
    assert rows["yew"]["note"] == "tailored by ours.yaml; read as published, like all others"
    assert (rows["oak"]["tailored_score"], rows["oak"]["tailoring"], rows["oak"]["note"]) == (None, None, None)
    assert rows["oak"]["file"] == str(folder / "oak.yaml")
    assert call(*words, "--tailoring", folder / "ours.yaml", "-o", tmp_path / "b.json").code == 0
    (yew,) = [
        row for row in json.loads((tmp_path / "b.json").read_text(encoding="utf-8")) if row["organization"] == "yew"
    ]
    assert (yew["score"], yew["tailored_score"], yew["note"]) == (0.75, None, None)


def test_a_tailoring_changes_what_a_table_is_read_by(call, table, framework, tmp_path):
    """Part by part, too."""
    tailoring = tmp_path / "ours.yaml"
    tailoring.write_text("framework: mini\npractices: {vision: {weight: 3}}\n", encoding="utf-8")
    words = ("portfolio", table, "--framework", framework, "--tailoring", tailoring, "--scores-only", "-o")
    assert call(*words, tmp_path / "a.csv").code == 0
    assert pandas.read_csv(tmp_path / "a.csv")["score"].iloc[0] == 0.75


def test_a_report_has_a_branding_and_may_be_brief(call, folder, framework, tmp_path):
    """As `report` has them; without a report both are refused, before anything is opened."""
    branding = tmp_path / "brand.yaml"
    branding.write_text('name: Acme\naccent: "#17677f"\nfooter: For the board only\n', encoding="utf-8")
    words = ("portfolio", folder, "--framework", framework)
    assert call(*words, "--branding", branding, "-o", tmp_path / "whole.html").code == 0
    assert call(*words, "--branding", branding, "--one-page", "-o", tmp_path / "brief.html").code == 0
    whole, brief = ((tmp_path / name).read_text(encoding="utf-8") for name in ("whole.html", "brief.html"))
    assert "Acme" in whole
    assert "For the board only" in brief
    assert "Method and limits" in whole
    assert "Method and limits" not in brief
    for more in (("--one-page",), ("--branding", branding), ("--one-page", "-o", tmp_path / "a.csv")):
        called = call(*words, *more)
        assert called.code == 2
        assert "--one-page and --branding are of a report: they need -o, a name such as cohort.html" in called.err
    assert "there is no file" in call(*words, "--branding", tmp_path / "none.yaml", "-o", tmp_path / "b.html").err


def test_scores_are_those_of_the_last_round(call, folder, table, framework, tmp_path):
    """A table after a folder has no files, and a folder after a table has its own."""
    words = ("--framework", framework, "--scores-only", "-o")
    assert call("portfolio", table, "--earlier", folder, *words, tmp_path / "a.json").code == 0
    assert "file" not in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]
    assert call("portfolio", folder, "--earlier", table, *words, tmp_path / "b.json").code == 0
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))[0]["file"] == str(folder / "elm.yml")


def test_a_report_says_that_files_were_left_out(call, folder, framework, tmp_path):
    """Those that cannot be used; an earlier assessment of an organization is none of them."""
    (folder / "bad.yaml").write_text("framework: [", encoding="utf-8")
    (folder / "a-before.yaml").write_text(
        "framework: mini\norganization: {id: oak}\nas_of: 2020-01-01\nratings: {vision: 0}\n", encoding="utf-8"
    )
    (folder / "oak.yaml").write_text(
        "framework: mini\norganization: {id: oak}\nas_of: 2026-01-01\nratings: {vision: 3}\n", encoding="utf-8"
    )
    called = call("portfolio", folder, "--framework", framework, "-o", tmp_path / "report.md")
    assert "2 files left out" in called.err
    assert "1 assessment could not be used" in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report.md numpy", "scores.parquet pyarrow", "scores.json numpy"])
def test_what_is_not_installed_is_told_before_a_folder_is_opened(call, folder, tmp_path, monkeypatch, name):
    """Nobody waits for hundreds of files first."""
    target, library = name.split()
    monkeypatch.setitem(sys.modules, library, None)
    called = call("portfolio", folder, "-o", tmp_path / target)
    assert called.code == 2
    assert called.err.startswith(f"{library} is not installed: pip install ")


def test_many_files_of_another_framework_are_told_at_once(call, folder, framework):
    """A hundred lines would hide what else is wrong."""
    for i in range(11):
        (folder / f"n{i}.yaml").write_text("framework: hcplan-apm\nratings: {}\n", encoding="utf-8")
    (folder / "bad.yaml").write_text("framework: [", encoding="utf-8")
    called = call("portfolio", folder, "--framework", framework)
    assert [line.split(":")[0] for line in called.err.splitlines()] == [
        "left out 11 files that rate hcplan-apm, not mini", f"left out {folder}/bad.yaml", f"{folder}",
        "11 assessments rate hcplan-apm",
    ]  # fmt: skip
