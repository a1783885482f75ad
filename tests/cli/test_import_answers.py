import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import equity_blocks
from equity_blocks import Problem, load_assessment
from equity_blocks.exchange import doors
from equity_blocks.files import in_place
from equity_blocks.model.reply import Reply

FILE = """\
# Ours, as of autumn.
framework: mini
id: ours
respondents: [{id: ann}, {id: ben}]  # the board
ratings:
  vision:
    answers: {ann: partial, ben: planned}   # to be talked over
    owner: Olga
  # Nobody yet.
  training:
"""


@pytest.fixture
def filled(tmp_path, monkeypatch):
    """Give a function that writes a filled file, which a door of these tests reads."""

    def read(content, name, _framework):
        data = json.loads(content[4:])
        places = {("ratings", key): f"Answers!A{i}" for i, key in enumerate(data["ratings"], 2)}
        problems = tuple(Problem(**problem, file=name) for problem in data.pop("problems", ()))
        more = {key: data.pop(key) for key in ("kind", "filled_on") if key in data}
        return Reply(name, more.pop("kind", "answers"), data, places, data.pop("carries", ()), problems, **more)

    def asked(content, _name):
        data = json.loads(content[4:])
        return (data["framework"], data.get("revision")) if "framework" in data else None

    stub = SimpleNamespace(from_workbook=read, asked_in=asked)
    real = doors.import_module
    monkeypatch.setattr(doors, "import_module", lambda name: stub if name.endswith(".workbook") else real(name))

    def writing(name, ratings, who="", **data):
        people = {"respondents": [{"id": who}]} if who else {}
        path = tmp_path / name
        path.write_bytes(b"PK\x03\x04" + json.dumps({"ratings": ratings, **people, **data}).encode())
        return path

    return writing


@pytest.fixture
def ours(files):
    """Give the assessment that answers are brought into."""
    return files("ours.yaml", FILE)


def test_answers_go_into_the_file_and_all_else_stays(call, filled, ours, mini):
    """Comments, order and spaces byte for byte; what changed is counted, what gave way is noted."""
    path = filled("ann.xlsx", {"vision": {"level": "in-place"}}, "ann", filled_on="2026-09-12")
    called = call("import", path, "--into", ours, "--framework", mini)
    assert (called.code, called.out) == (0, f"wrote into {ours}: 1 answer\n")
    assert called.err == "noted: ann on vision: 'partial' gave way to 'in-place' in ann.xlsx\n"
    text = ours.read_text(encoding="utf-8")
    kept = [line for line in FILE.splitlines() if "answers:" not in line]
    assert [line for line in kept if line not in text.splitlines()] == []
    answers = load_assessment(ours).ratings["vision"].answers
    assert (answers["ann"].level, str(answers["ann"].date), answers["ben"].level) == (
        "in-place",
        "2026-09-12",
        "planned",
    )
    again = call("import", path, "--into", ours, "--framework", mini)
    assert again == (0, f"{ours} says all of it already: nothing was written\n", "")
    assert ours.read_text(encoding="utf-8") == text


def test_several_files_become_a_new_assessment(call, filled, mini, tmp_path):
    """The newer one of a respondent holds, and it is said which."""
    files = [
        filled("ann.xlsx", {"vision": {"level": "partial"}}, "ann", filled_on="2026-09-01"),
        filled("ben.xlsx", {"vision": {"level": "planned"}}, "ben"),
        filled("ann-2.xlsx", {"vision": {"level": "in-place"}}, "ann", filled_on="2026-09-09"),
    ]
    called = call("import", *files, "--framework", mini, "-o", tmp_path / "all.yaml")
    assert called.code == 0
    assert called.out == f"wrote {tmp_path / 'all.yaml'}: 2 answers, 2 new respondents\n"
    assert called.err.startswith("noted: ann-2.xlsx replaces ann.xlsx, both of 'ann'")
    assert call("validate", tmp_path / "all.yaml", "--framework", mini).code == 0


def test_without_a_place_it_is_printed(call, filled, mini):
    """And what was collected is told beside it."""
    called = call("import", filled("a.xlsx", {"vision": {"level": "partial"}}, "ann"), "--framework", mini)
    assert called.out.startswith("# yaml-language-server")
    assert (called.code, called.err) == (0, "1 answer, 1 new respondent\n")


def test_the_framework_is_the_one_that_the_files_ask_about(call, filled):
    """In its revision; files of two are refused; where none names one, it has to be given."""
    one = filled("a.xlsx", {"vision-setting": {"level": 1}}, "ann", framework="hcplan-apm", revision=1)
    called = call("import", one)
    assert "revision: 1" in called.out
    two = filled("b.xlsx", {"vision-setting": {"level": 1}}, "ben", framework="hcplan-apm", revision=2)
    assert "b.xlsx: it asks about hcplan-apm revision 2, but a.xlsx asks about hcplan-apm revision 1" in (
        call("import", one, two).err
    )
    assert "add --framework, or --into" in call("import", filled("c.xlsx", {"vision": {"level": 1}}, "cleo")).err


def test_a_reply_of_another_revision_is_refused_with_what_to_do(call, filled, mini, ours):
    """Nothing is written."""
    called = call("import", filled("a.xlsx", {"vision": {}}, "ann", revision=7), "--into", ours, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("a.xlsx: revision: it asks about revision 7, but this is revision 1 (")
    assert ours.read_text(encoding="utf-8") == FILE


def test_every_problem_of_every_file_is_told_at_its_cell(call, filled, mini, ours):
    """Those of doors, and those of levels."""
    formula = {"code": "formula", "message": "a formula stands here", "place": "Answers!C3"}
    paths = [
        filled("a.xlsx", {"vision": {"level": "parital"}}, "ann"),
        filled("b.xlsx", {"vision": {"level": "partial"}}, "ben", problems=[formula]),
    ]
    called = call("import", *paths, "--into", ours, "--framework", mini)
    assert called.code == 2
    assert "a.xlsx Answers!A2: ratings.vision.level: 'parital' is not a level" in called.err
    assert "(did you mean 'partial'?)" in called.err
    assert "b.xlsx Answers!C3: a formula stands here" in called.err
    assert ours.read_text(encoding="utf-8") == FILE


def test_what_two_owners_plan_differently_waits_for_a_decision(call, filled, mini, ours, tmp_path):
    """It is listed, written as a sheet, decided, and brought back."""
    both = [
        filled(f"{who}.xlsx", {"vision": {"owner": who}}, kind="owner", carries=["owner"]) for who in ("CIO", "CFO")
    ]
    sheet = tmp_path / "decide.csv"
    called = call("import", *both, "--into", ours, "--framework", mini)
    assert called.code == 1
    assert "undecided: 1 field, left as they were" in called.err
    assert "vision.owner: CIO.xlsx Answers!A2: CIO and CFO.xlsx Answers!A2: CFO" in called.err
    assert "--decisions NAME.csv or NAME.xlsx writes a sheet" in called.err
    assert call("import", *both, "--into", ours, "--framework", mini, "--decisions", sheet).code == 1
    assert ours.read_text(encoding="utf-8") == FILE
    decided = sheet.read_text(encoding="utf-8").replace(",Olga,,,", ",Olga,CFO,Board,Knows it.")
    sheet.write_text(decided, encoding="utf-8")
    called = call("import", sheet, "--into", ours, "--framework", mini)
    assert (called.code, called.out) == (0, f"wrote into {ours}: 2 fields\n")
    vision = load_assessment(ours).ratings["vision"]
    assert (vision.owner, vision.note) == ("CFO", "owner: decided by Board: Knows it.")


def test_who_answers_may_be_given(call, filled, mini, ours):
    """Where the file does not say; an owner's file has nobody."""
    path = filled("a.xlsx", {"vision": {"level": "in-place"}})
    assert "it does not say who answers (" in call("import", path, "--into", ours, "--framework", mini).err
    assert call("import", path, "--into", ours, "--framework", mini, "--respondent", "cleo").code == 0
    assert "cleo" in load_assessment(ours).ratings["vision"].answers
    owner = filled("o.xlsx", {"vision": {}}, kind="owner")
    assert "files of the owner" in call("import", owner, "--framework", mini, "--respondent", "cleo").err


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--into", "-"), "--into writes into a file"), (("-o", "new.yaml", "--into", "x.yaml"), "give one of them")],
)
def test_what_makes_no_sense_together_is_refused(call, filled, options, said):
    """With what to do instead."""
    called = call("import", filled("a.xlsx", {}, "ann"), *options)
    assert (called.code, called.out) == (2, "")
    assert said in called.err


def test_an_assessment_is_no_file_of_answers(call, ours):
    """`merge` takes it."""
    called = call("import", ours)
    assert (called.code, called.err) == (2, "ours.yaml: this is no file of answers (`merge` takes assessments)\n")


def test_a_table_that_comes_back_unchanged_changes_nothing(call, tmp_path):
    """The real door, the sample, the owner's columns: not a byte."""
    path, table = tmp_path / "mine.yaml", tmp_path / "owner.csv"
    sample = Path("assessments/riverbend-2026.yaml").read_bytes()
    path.write_bytes(sample)
    assert call("export", path, "-o", table).code == 0
    called = call("import", table, "--into", path)
    assert (called.code, called.out) == (0, f"{path} says all of it already: nothing was written\n")
    assert path.read_bytes() == sample


def test_progress_comes_back_from_the_table_of_a_plan(call, tmp_path):
    """A status that was changed is the only thing that changes in the file."""
    before = Path("assessments/riverbend-2026.yaml").read_text(encoding="utf-8")
    ours, table = tmp_path / "ours.yaml", tmp_path / "plan.csv"
    ours.write_text(before, encoding="utf-8")
    assert call("plan", ours, "--start", "2027-Q1", "--capacity", "80", "-o", table).code == 0
    assert call("import", table, "--into", ours).out == f"{ours} says all of it already: nothing was written\n"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("In Progress,Chief information", "Done,Chief information"), encoding="utf-8")
    called = call("import", table, "--into", ours)
    assert (called.code, called.out) == (0, f"wrote into {ours}: 1 action\n")
    assert called.err == "noted: plan.csv: done, so rate again, for that alone raises no level: data-standards\n"
    after = ours.read_text(encoding="utf-8")
    assert after == before.replace("data-standards: {progress: started,", "data-standards: {progress: done,")


def test_an_unknown_status_leaves_the_file_as_it_was(call, tmp_path):
    """It is told with its cell and what is allowed."""
    ours, table = tmp_path / "ours.yaml", tmp_path / "plan.csv"
    ours.write_bytes(Path("assessments/riverbend-2026.yaml").read_bytes())
    assert call("plan", ours, "-o", table).code == 0
    table.write_text(table.read_text(encoding="utf-8").replace("In Progress", "Half"), encoding="utf-8")
    called = call("import", table, "--into", ours)
    assert (called.code, called.out) == (2, "")
    assert called.err == (
        "plan.csv row 13, status: actions.data-standards: 'Half' does not say where the work stands "
        "(write To Do, In Progress, Done or Cancelled)\n"
    )
    assert ours.read_bytes() == Path("assessments/riverbend-2026.yaml").read_bytes()


def test_progress_needs_the_assessment_of_the_plan(call, tmp_path):
    """A new file of nothing else would be of no use."""
    path = tmp_path / "plan.csv"
    path.write_text("Practice id,Status\nvision-setting,Done\n", encoding="utf-8")
    called = call("import", path)
    assert (called.code, called.out) == (2, "")
    assert "plan.csv says how far work has come: add --into the assessment of the plan" in called.err


def test_what_is_undecided_is_written_as_a_workbook_too(call, filled, mini, ours, tmp_path):
    """And read back, with the cell that it stood in."""
    both = [
        filled(f"{who}.xlsx", {"vision": {"owner": who}}, kind="owner", carries=["owner"]) for who in ("CIO", "CFO")
    ]
    sheet = tmp_path / "decide.xlsx"
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    called = call("import", *both, "--into", ours, "--framework", mini, "--decisions", sheet)
    assert f"wrote {sheet}: fill in `decided`, and import it" in called.err
    assert doors.door_in(sheet.read_bytes(), "decide.xlsx") is doors.DECISIONS
    called = call("import", sheet, "--into", ours, "--framework", mini)
    assert called.out == f"{ours} says all of it already: nothing was written\n"


def test_one_name_is_not_given_to_many(call, mini, tmp_path):
    """An export of several respondents has their names in it."""
    path = tmp_path / "records.csv"
    path.write_text("record_id,q_vision\n1,0\n2,1\n", encoding="utf-8")
    called = call("import", path, "--framework", mini, "--respondent", "ann")
    assert called.code == 2
    assert "--respondent names one person, and records.csv holds 2 respondents" in called.err


def test_a_second_writer_is_told_and_nothing_is_written(call, filled, mini, ours, monkeypatch):
    """What somebody else saved since the file was read stays theirs, and it ends with 2."""
    path = filled("ann.xlsx", {"vision": {"level": "in-place"}}, "ann")
    rewritten = in_place.rewritten

    def meanwhile(*rest, **more):
        ours.write_text(FILE + "# theirs\n", encoding="utf-8")
        return rewritten(*rest, **more)

    monkeypatch.setattr(in_place, "rewritten", meanwhile)
    called = call("import", path, "--into", ours, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert "was changed by somebody else since it was read; nothing was written" in called.err
    assert ours.read_text(encoding="utf-8") == FILE + "# theirs\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(files, ours, mini, tmp_path):
    """Never a mixture; nothing is left beside it by the run that then ends."""
    table = files("ann.csv", "practice,level\nvision,in-place\ntraining,planned\n")
    command = [sys.executable, "-m", "equity_blocks", "import", str(table), "--respondent", "ann"]
    command += ["--framework", str(mini), "--into"]
    environment = {**os.environ, "PYTHONPATH": str(Path(equity_blocks.__file__).parents[1])}
    whole = files("whole.yaml", FILE)
    begun = time.monotonic()
    subprocess.run([*command, str(whole)], env=environment, check=True, capture_output=True)
    took = time.monotonic() - begun
    new, chance, quiet = whole.read_text(encoding="utf-8"), random.Random(16), subprocess.DEVNULL
    assert new != FILE
    for _ in range(KILLS):
        ours.write_text(FILE, encoding="utf-8")
        process = subprocess.Popen([*command, str(ours)], env=environment, stdout=quiet, stderr=quiet)
        time.sleep(took * chance.uniform(0.5, 1.3))
        process.kill()
        process.wait()
        assert ours.read_text(encoding="utf-8") in (FILE, new)
    ours.write_text(FILE, encoding="utf-8")
    subprocess.run([*command, str(ours)], env=environment, check=True, capture_output=True)
    assert ours.read_text(encoding="utf-8") == new
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ann.csv", "mini.yaml", "ours.yaml", "whole.yaml"]


KILLS = int(os.environ.get("EQUITY_BLOCKS_KILLS") or 8)
