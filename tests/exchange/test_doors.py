import pytest

import equity_blocks as eb
from equity_blocks import InvalidDataError, UnsuitableError
from equity_blocks.exchange.doors import (
    DECISIONS,
    FHIR,
    FHIR_RESPONSE,
    FORM,
    OUT,
    PLAN,
    PLANS,
    REDCAP,
    REDCAP_EXPORT,
    TABLE,
    WORKBOOK,
    as_said_by,
    door_in,
    door_out,
    replies_in,
)
from equity_blocks.model.reply import Reply


@pytest.mark.parametrize(
    ("name", "door"),
    [
        ("a.xlsx", WORKBOOK),
        ("A.XLSX", WORKBOOK),
        ("a.html", FORM),
        ("a.csv", TABLE),
        ("a.redcap.csv", REDCAP),
        ("a.fhir.json", FHIR),
        ("a.response.json", FHIR_RESPONSE),
    ],
)
def test_the_ending_says_what_is_made(name, door):
    """Capitals make no difference."""
    assert door_out(name) == door


def test_an_ending_that_says_nothing_is_refused_with_those_that_do():
    """All of them."""
    with pytest.raises(UnsuitableError, match=r"^a\.docx: its ending says what is made: ") as caught:
        door_out("a.docx")
    assert all(ending in str(caught.value) for ending in OUT)
    assert (caught.value.code, caught.value.data["allowed"]) == ("unknown_format", tuple(OUT))


@pytest.mark.parametrize(
    ("content", "door"),
    [
        (b"PK\x03\x04rest", WORKBOOK),
        (b"\xef\xbb\xbf<!doctype html>", FORM),
        (b'{"resourceType": "QuestionnaireResponse"}', FHIR_RESPONSE),
        (b'{"kind": "equity-blocks/form/1"}', FORM),
        (b"record_id,vision\n1,2\n", REDCAP_EXPORT),
        (b"practice;level\nvision;yes\n", TABLE),
        (b"practice,title,field,said,kept,decided,by,why\n", DECISIONS),
        (b"Summary,Issue key,Status,Labels\n", PLAN),
        (b"Practice id;Status\n", PLAN),
    ],
)
def test_what_is_in_a_file_says_what_it_is(content, door):
    """Whatever its name says."""
    assert door_in(content, "answers.txt") == door


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"framework: mini\n", "a.yaml", "`merge` takes assessments"),
        (b"\xd0\xcf\x11\xe0\0\0", "a.xlsx", "answers come in as workbooks"),
        (b"just words", "a.txt", "answers come in as workbooks"),
        (b"", "a.csv", "answers come in as workbooks"),
    ],
)
def test_what_holds_no_answers_is_refused(content, name, said):
    """With what does."""
    with pytest.raises(InvalidDataError, match="this is no file of answers") as caught:
        door_in(content, name)
    assert said in str(caught.value)


def test_who_answers_may_be_said_by_the_command():
    """The rest of what is known of them stays; an owner has no id."""
    reply = Reply("a.csv", "answers", {"respondents": [{"id": "x", "role": "board"}]})
    assert as_said_by(reply, "ann").data["respondents"] == [{"id": "ann", "role": "board"}]
    assert as_said_by(reply, None) is reply
    owner = Reply("a.csv", "owner", {})
    assert as_said_by(owner, "ann") is owner


def test_nothing_comes_in_by_a_door_that_only_leads_out():
    """A dictionary for REDCap holds no answers."""
    with pytest.raises(InvalidDataError, match=r"^a\.csv: this is no file of answers"):
        replies_in(REDCAP, b"", "a.csv", eb.load_framework("hcplan-apm"))


@pytest.mark.parametrize("ending", OUT)
def test_every_ending_saves_a_file_that_replaces_no_other(ending, tmp_path):
    """Each of those that are listed."""
    asked = eb.questionnaire(eb.load_framework("hcplan-apm"), respondent="ann")
    path = eb.save_questionnaire(asked, tmp_path / f"asked{ending}")
    assert b"hcplan-apm" in path.read_bytes() or ending == ".xlsx"
    with pytest.raises(eb.WouldOverwriteError, match="exists already"):
        eb.save_questionnaire(asked, path)
    assert eb.save_questionnaire(asked, path, overwrite=True) == path


def test_an_owners_workbook_shows_what_is_known_besides(tmp_path):
    """Formulas, score and plan; other files have no place for them."""
    framework, rated = eb.load_framework("hcplan-apm"), eb.load_assessment("assessments/riverbend-2026.yaml")
    card, plan = eb.score(framework, rated), eb.plan(framework, rated)
    asked = eb.questionnaire(framework, rated)
    bare = eb.save_questionnaire(asked, tmp_path / "bare.xlsx")
    full = eb.save_questionnaire(asked, tmp_path / "full.xlsx", framework=framework, card=card, plan=plan)
    assert full.stat().st_size > bare.stat().st_size + 1000
    csv = eb.save_questionnaire(asked, tmp_path / "a.csv", card=card, plan=plan)
    assert csv.read_bytes() == eb.save_questionnaire(asked, tmp_path / "b.csv").read_bytes()


def test_a_file_that_came_back_is_read_and_collected(tmp_path):
    """Out, filled in, back, collected, and the other side of a disagreement decided, without a command."""
    framework = eb.load_framework("hcplan-apm")
    path = eb.save_questionnaire(eb.questionnaire(framework, respondent="ann"), tmp_path / "ann.xlsx")
    [reply] = eb.read_replies(path.read_bytes(), framework, name="ann.xlsx", respondent="ann-2")
    assert (reply.source, reply.kind, reply.data["respondents"][0]["id"]) == ("ann.xlsx", "answers", "ann-2")
    table = "framework,practice,level,owner\nhcplan-apm,vision-setting,partial,{}\n"
    owners = [
        part
        for name in ("Jo", "Max")
        for part in eb.read_replies(table.format(name).encode(), framework, name=f"{name}.csv")
    ]
    made = eb.collect(framework, None, [reply, *owners])
    [conflict] = made.conflicts
    assert (conflict.practice, conflict.field) == ("vision-setting", "owner")
    assert made.assessment.ratings["vision-setting"].level == "partial"
    for name in ("decide.csv", "decide.xlsx"):
        sheet = eb.save_decisions(made.conflicts, tmp_path / name, framework)
        [blank] = eb.read_replies(sheet.read_bytes(), framework, name=name)
        assert blank.kind == "decisions"
    decided = sheet.with_name("decide.csv").read_text().replace(",,,,\n", ",,Jo,the board,asked them\n")
    assert decided.count("the board") == 1
    [said] = eb.read_replies(decided.encode(), framework, name="decide.csv")
    assert eb.collect(framework, made.assessment, [said]).assessment.ratings["vision-setting"].owner == "Jo"


@pytest.mark.parametrize("ending", PLANS)
def test_a_plan_is_saved_as_its_name_ends(ending, tmp_path):
    """A table, a project, a calendar; a picture is none of them."""
    framework = eb.load_framework("hcplan-apm")
    rated = eb.load_assessment("assessments/riverbend-2026.yaml")
    plan = eb.plan(framework, rated, capacity=60, start="2026-Q4")
    assert eb.save_plan(plan, tmp_path / f"plan{ending}", framework).stat().st_size > 1000
    with pytest.raises(UnsuitableError, match=r"\.csv \(a plan\), \.xml \(a project\), \.ics \(a calendar\)"):
        eb.save_plan(plan, tmp_path / "plan.png")


@pytest.mark.parametrize("given", ["text", None, {"a": 1}])
def test_what_is_no_questionnaire_and_no_file_is_told(given, tmp_path):
    """Before anything is written or read."""
    with pytest.raises(UnsuitableError, match="questionnaire must be a Questionnaire, not"):
        eb.save_questionnaire(given, tmp_path / "a.csv")
    with pytest.raises(UnsuitableError, match="content must be bytes, not"):
        eb.read_replies(given, eb.load_framework("hcplan-apm"))
