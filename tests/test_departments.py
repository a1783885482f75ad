"""Six departments, a member council and two planners: one assessment of all their workbooks, and nothing lost."""

import io
import re

import pytest

import workbooks
from equity_blocks import load_assessment, load_framework
from equity_blocks.cli.app import run

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")

DEPARTMENTS = ("board", "equity-lead", "quality", "finance", "it", "human-resources")
LEVELS = ("Not started", "Planned", "Partial", "In place")


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Give a function that calls the command line in an empty folder: code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def calling(*args):
        code = run([str(arg) for arg in args])
        return code, *capsys.readouterr()

    return calling


def _practices(path):
    """List the practices that a workbook asks about."""
    from python_calamine import load_workbook

    rows = load_workbook(io.BytesIO(path.read_bytes())).get_sheet_by_name("_meta").to_python()
    return [row[2] for row in rows if row[0] == "item"]


def _fill(path, by_practice, day="2026-09-01"):
    """Type into the cells of a workbook, and save it on a day."""
    content = path.read_bytes()
    cells = {
        workbooks.cell(content, practice, key): value
        for practice, said in by_practice.items()
        for key, value in said.items()
    }

    def save(text):
        return re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{day}T12:00:00Z", text)

    path.write_bytes(workbooks.changed(workbooks.filled(content, cells), {"docProps/core.xml": save}))


def _level(who, practice):
    """What someone says of a practice: neighbors differ, and the same is said each time."""
    return LEVELS[(sum(map(ord, who)) + len(practice)) % len(LEVELS)]


def _packs(call, folder):
    """Fill in a pack of every department and of the council, and a newer one of finance; say who was asked what."""
    asked = {}
    for who in (*DEPARTMENTS, "council"):
        path = folder / f"{who}.xlsx"
        for_whom = ("--for", "community") if who == "council" else ("--role", who)
        assert call("export", "hcplan-apm", *for_whom, "--respondent", who, "-o", path)[0] == 0
        asked[who] = _practices(path)
        said = {name: {"level": _level(who, name), "note": f"{who}: {name}"} for name in asked[who]}
        _fill(path, said)
    newer = folder / "finance-again.xlsx"
    call("export", "hcplan-apm", "--role", "finance", "--respondent", "finance", "-o", newer)
    changed = asked["finance"][0]
    _fill(newer, {changed: {"level": LEVELS[LEVELS.index(_level("finance", changed)) - 1]}}, "2026-09-20")
    return asked


def _plans(call, folder):
    """Fill in the workbooks of two owners who plan one practice differently, and another one as one of them only."""
    sides = {"ceo": {"owner": "CEO", "target": "Partial"}, "coo": {"owner": "=COO()", "target": "In place"}}
    for who, said in sides.items():
        path = folder / f"{who}.xlsx"
        assert call("export", "hcplan-apm", "-o", path)[0] == 0
        more = {"resource-allocation": {"decision": "later"}} if who == "ceo" else {}
        _fill(path, {"vision-setting": said, **more})


def _said(asked):
    return {(practice, who) for who, practices in asked.items() for practice in practices}


def test_departments_a_council_and_planners_become_one_assessment(call, tmp_path):
    """Every answer and note of every pack is there; the newer of two holds; what is planned differently waits."""
    asked = _packs(call, tmp_path)
    assert all(asked.values())
    assert len({name for names in asked.values() for name in names}) < sum(map(len, asked.values()))
    _plans(call, tmp_path)
    names = [*asked, "finance-again", "ceo", "coo"]
    files = [tmp_path / f"{name}.xlsx" for name in names]
    one, sheet = tmp_path / "one.yaml", tmp_path / "decide.xlsx"
    code, _, errors = call("import", *files, "-o", one, "--decisions", sheet)
    assert (code, "undecided: 2 fields" in errors) == (1, True)
    assert "finance-again.xlsx replaces finance.xlsx, both of 'finance' (filled in on 2026-09-20 and 2026-09-01)" in (
        errors
    )
    made, framework = load_assessment(one), load_framework("hcplan-apm")
    answers = {(name, who): each for name, rating in made.ratings.items() for who, each in rating.answers.items()}
    assert answers.keys() == _said(asked)
    again = (asked["finance"][0], "finance")
    for (name, who), answer in answers.items():
        level = framework.scale_of(name).ids[LEVELS.index(_level(who, name)) - ((name, who) == again)]
        assert (answer.level, answer.note) == (level, "" if (name, who) == again else f"{who}: {name}")
    assert any(len({each.level for each in rating.answers.values()}) > 1 for rating in made.ratings.values())
    assert {each.id: each.role for each in made.respondents}["it"] == "it"
    _decide(call, sheet, one)


def _decide(call, sheet, one):
    """Fill in the decision sheet, and bring it back: what was decided holds, and all else is as it was."""
    before = load_assessment(one)
    assert before.ratings["vision-setting"].owner == ""
    assert before.ratings["resource-allocation"].decision == "later"
    content = sheet.read_bytes()
    fields = [workbooks.shown(content, "Decisions", f"C{row}") for row in (2, 3)]
    owner, target = (2 + fields.index(field) for field in ("owner", "target"))
    decided = {f"F{owner}": "=COO()", f"G{owner}": "Board", f"H{owner}": "Knows it best.", f"F{target}": "partial"}
    sheet.write_bytes(workbooks.filled(content, decided, sheet="Decisions"))
    assert call("import", sheet, "--into", one)[:2] == (0, f"wrote into {one}: 3 fields\n")
    after = load_assessment(one)
    vision = after.ratings["vision-setting"]
    assert (vision.owner, vision.target, vision.note) == (
        "=COO()",
        "partial",
        "owner: decided by Board: Knows it best.",
    )
    assert vision.answers == before.ratings["vision-setting"].answers
    assert {**after.ratings, "vision-setting": None} == {**before.ratings, "vision-setting": None}
    assert call("import", sheet, "--into", one)[1].endswith("says all of it already: nothing was written\n")
