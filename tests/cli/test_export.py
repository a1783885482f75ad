import json
from types import SimpleNamespace

import pytest

from equity_blocks.exchange import doors

FILE = """\
framework: mini
respondents: [{id: ann}, {id: ben}]
ratings:
  vision:
    answers: {ann: {level: in-place, note: Ann says.}, ben: {level: not-started, note: Ben says.}}
    owner: Olga
  training: {level: planned, note: Ours.}
"""


@pytest.fixture
def drawn(monkeypatch):
    """Give what was drawn by the doors of these tests: the last questionnaire, and what was known beside it."""
    seen = SimpleNamespace(asked=None, known=None)

    def draw(asked, **known):
        seen.asked, seen.known = asked, known
        return json.dumps([item.practice for item in asked.items])

    stub = SimpleNamespace(to_workbook=draw, to_form=draw, to_csv=draw, to_questionnaire=draw, to_dictionary=draw)
    monkeypatch.setattr(doors, "import_module", lambda _name: stub)
    return seen


@pytest.fixture
def ours(files):
    """Give an assessment in which two people differ."""
    return files("ours.yaml", FILE)


def test_an_owners_workbook_has_score_and_plan(call, drawn, ours, mini, tmp_path):
    """And says what was written, and for whom."""
    path = tmp_path / "a.xlsx"
    called = call("export", ours, "--framework", mini, "-o", path)
    assert called == (0, f"wrote {path}: a workbook with 2 questions for the owner\n", "")
    assert (drawn.asked.kind, set(drawn.known)) == ("owner", {"framework", "card", "plan"})
    assert path.read_text(encoding="utf-8") == '["vision", "training"]'


def test_a_framework_alone_can_be_asked(call, drawn, mini, tmp_path):
    """Nothing is known then."""
    called = call("export", mini, "-o", tmp_path / "a.html")
    assert called.out == f"wrote {tmp_path / 'a.html'}: a form with 2 questions for the owner\n"
    assert (drawn.asked.assessment, drawn.known) == ("", {})


def test_a_respondents_export_holds_nothing_of_others(call, drawn, ours, mini, tmp_path):
    """No notes, names, answers or planning; no score and no plan."""
    called = call("export", ours, "--framework", mini, "--respondent", "ann", "-o", tmp_path / "a.xlsx")
    assert called.out.endswith(": a workbook with 2 questions for ann\n")
    seen = repr(drawn.asked)
    assert "Ann says." in seen
    assert [canary for canary in ("ben", "Ben says.", "Olga", "Ours.") if canary in seen] == []
    assert set(drawn.known.values()) == {None}


def test_the_meeting_is_asked_what_is_contested(call, drawn, ours, mini, tmp_path):
    """With both sides."""
    called = call("export", ours, "--framework", mini, "--contested", "-o", tmp_path / "a.csv")
    assert called.out.endswith(": a table with 1 question for the meeting\n")
    assert [side.who for side in drawn.asked.items[0].sides] == ["ben", "ann"]
    assert "--contested takes an assessment" in call("export", mini, "--contested", "-o", tmp_path / "b.csv").err


def test_roles_audiences_and_the_community_have_questions_of_their_own(call, drawn, tmp_path):
    """None of them empty; a role without any is refused with those that have."""
    path = tmp_path / "a.json"
    call("export", "hcplan-apm", "--role", "finance", "-o", path)
    assert (drawn.asked.asked.role, len(drawn.asked.items) > 0) == ("finance", True)
    called = call("export", "hcplan-apm", "--for", "community", "--for", "health-plan", "-o", path, "--force")
    assert (drawn.asked.is_plain, drawn.asked.audience) == (True, "health-plan")
    assert called.out.endswith("questions for Members, patients and families\n") or "questions for " in called.out
    called = call("export", "hcplan-apm", "--role", "financ", "-o", path, "--force")
    assert called.code == 2
    assert "did you mean 'finance'?" in called.err


def test_last_years_levels_stand_beside_the_questions(call, drawn, tmp_path):
    """Of an earlier revision as well."""
    last = "assessments/riverbend-2025.yaml"
    assert call("export", "assessments/riverbend-2026.yaml", "--last", last, "-o", tmp_path / "a.xlsx").code == 0
    assert sum(bool(item.reference) for item in drawn.asked.items) > 10


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "-o NAME says where to write"),
        (("-o", "-"), "-o NAME says where to write"),
        (("-o", "a.docx"), "its ending says what is made"),
        (("-o", "a.xlsx", "--framework", "mini"), "--framework goes with an assessment"),
        (("-o", "a.xlsx", "--for", "nobody"), "has no audience 'nobody'"),
    ],
)
def test_what_makes_no_sense_is_refused(call, drawn, mini, options, said):
    """With what to do instead, and nothing is drawn."""
    called = call("export", mini, *options)
    assert (called.code, called.out) == (2, "")
    assert said in called.err
    assert drawn.asked is None


def test_only_assessments_and_frameworks_are_exported(call, files, tmp_path):
    """What else a file holds is named."""
    scale = files("s.yaml", "id: s\nlevels: [{id: no, value: 0}, {id: yes, value: 1}]\n")
    assert "holds a scale" in call("export", scale, "-o", tmp_path / "a.xlsx").err


def test_an_existing_file_is_kept_unless_forced(call, drawn, mini, files):
    """Nothing is overwritten by accident."""
    path = files("a.csv", "kept")
    assert "exists already" in call("export", mini, "-o", path).err
    assert path.read_text(encoding="utf-8") == "kept"
    assert call("export", mini, "-o", path, "--force").code == 0
    assert drawn.asked is not None
