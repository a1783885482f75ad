import csv
import io
import json

import pytest

SAMPLE = "assessments/three-partners-ahe.yaml"
CODES = "tests/cases/public/p06"
CONTESTED = ("identifying-a-health-equity-focus", "obtaining-stakeholder-buy-in", "designing-payment-mechanisms")
VIEW = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "respondents", "respondents_told", "practices",
    "without_answers", "agreement", "blocks", "roles", "organizations", "policy", "people", "member_voice",
}  # fmt: skip
PRACTICE = {
    "id", "title", "block", "status", "answers", "raters", "combined", "agreed", "level", "value", "spread", "range",
    "contested", "lowest", "highest", "note", "silent",
}  # fmt: skip
AGREEMENT = {"alpha", "low", "high", "units", "spread", "doubt"}


def test_json_has_the_promised_keys(document):
    """Every object holds exactly what the contract names."""
    view = document("respondents", SAMPLE)
    assert set(view) == VIEW
    assert view["schema"] == "equity-blocks/respondents/1"
    assert all(set(practice) == PRACTICE for practice in view["practices"])
    assert set(view["agreement"]) == AGREEMENT
    assert all(set(block) == AGREEMENT | {"id", "title", "block"} for block in view["blocks"])
    assert set(view["policy"]) == {"combine", "silent", "role_weights", "draws", "confidence", "seed"}


def test_the_contested_components_are_named_with_both_sides(call, document):
    """The table names them before all others, and who stands at either end."""
    view = document("respondents", SAMPLE)
    assert tuple(p["id"] for p in view["practices"] if p["contested"]) == CONTESTED
    text = call("respondents", SAMPLE).out
    first, _, rest = text.partition("The other practices")
    for words in ("Identifying a health equity", "Obtaining stakeholder buy-in", "Designing payment mechanisms"):
        assert words in first
        assert words not in rest.split("Agreement")[0]
    for name in ("member-voice", "plan-contracts", "agency-programs", "clinic-medical", "clinic-quality"):
        assert name in first


def test_csv_has_a_row_for_each_answer(call, document):
    """Long form, for a spreadsheet or a data frame."""
    rows = list(csv.DictReader(io.StringIO(call("respondents", SAMPLE, "--format", "csv").out)))
    assert len(rows) == sum(len(p["answers"]) for p in document("respondents", SAMPLE)["practices"])
    assert {row["contested"] for row in rows} == {"yes", "no"}


def test_markdown_ends_with_the_notice(call):
    """Like every output."""
    called = call("respondents", SAMPLE, "--format", "markdown")
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("# Respondents\n")
    assert "not an accreditation" in called.out.splitlines()[-1]


@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv"])
@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_what_is_shared_names_nobody(call, audience, form):
    """In every format: no respondent, no organization, no note."""
    called = call("respondents", SAMPLE, "--share", audience, "--format", form)
    assert (called.code, called.err) == (0, "")
    for word in ("member-voice", "clinic-quality", "millbrook", "laurel", "rides and housing", "steering group"):
        assert word not in called.out
    assert "Designing payment mechanisms" in " ".join(called.out.split())


def test_the_least_number_of_people_can_be_chosen(document):
    """Not below three; with four, four who rated are told."""
    view = document("respondents", SAMPLE, "--share", "client", "--min-respondents", 4)
    raters = {practice["id"]: practice["raters"] for practice in view["practices"]}
    assert (raters["engaging-members-as-partners"], raters["swot-analysis"]) == (4, None)


def test_the_rule_and_the_seed_can_be_chosen(call):
    """Payment mechanisms at the highest answer are in place; another seed draws other intervals."""
    high = json.loads(call("respondents", SAMPLE, "--combine", "highest", "--format", "json").out)
    payment = next(p for p in high["practices"] if p["id"] == "designing-payment-mechanisms")
    assert (payment["combined"], high["policy"]["combine"]) == ("in-place", "highest")
    seeded = json.loads(call("respondents", SAMPLE, "--seed", 3, "--format", "json").out)
    assert seeded["agreement"]["alpha"] == high["agreement"]["alpha"]
    assert seeded["agreement"]["low"] != high["agreement"]["low"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--combine", "loudest"], "median_low"),
        (["--seed", "-1"], "is not in the range"),
        (["--share", "client", "--min-respondents", "2"], "is not in the range"),
    ],
)
def test_rules_and_seeds_that_there_are_not_are_refused(call, args, words):
    """The message says what there is."""
    called = call("respondents", SAMPLE, *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_markup_in_names_and_notes_stays_text(call, hostile, files):
    """Nothing that a file says can steer the terminal or a spreadsheet."""
    framework, _ = hostile
    text = r"""
framework: hostile
respondents: [{id: ann}, {id: ben}]
ratings:
  markup: {answers: {ann: {level: in-place, note: "=cmd\e[31m[bold]x[/bold]"}, ben: not-started}}
"""
    path = files("answers.yaml", text)
    for form in ("table", "markdown", "csv"):
        called = call("respondents", path, "--framework", framework, "--format", form)
        assert called.code == 0
        assert "\x1b" not in called.out
        assert "[bold]" in called.out.replace("\\", "")
    assert ",'=cmd" in called.out


def test_a_rule_of_ones_own_is_not_shared(call):
    """The lowest and the highest reading together would tell what single people say."""
    called = call("respondents", "assessments/three-partners-ahe.yaml", "--combine", "lowest", "--share", "client")
    assert (called.code, called.out) == (2, "")
    assert "--combine is for the owner" in called.err


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("agree", "1.00"),
        ("one-off", "Overall alpha rests on hardly any spread: more than nine in ten of the answers name"),
        ("single", "Overall alpha is undefined: no practice has two levels to compare."),
        ("same", "Overall alpha is undefined: everybody names one and the same level"),
    ],
)
def test_what_alpha_cannot_say_is_said(call, name, words):
    """A figure that means little is not read as one, and where there is none the reason stands there."""
    called = call("respondents", f"{CODES}/{name}.yaml", "--framework", f"{CODES}/framework.yaml")
    assert (called.code, words in called.out.replace("\n", " ")) == (0, True)
    assert "low\n" not in called.out


def test_who_is_silent_is_told_to_the_owner(call, files, mini):
    """With what silence counts; what is shared tells neither who nor on what."""
    text = (
        "framework: mini\nsilent: lowest\nrespondents: [{id: ann}, {id: ben}, {id: cleo, asked: [training]}]\n"
        "ratings: {vision: {answers: {ann: partial}}, training: {answers: {ann: planned, ben: planned}}}\n"
    )
    path = files("silent.yaml", text)
    called = call("respondents", path, "--framework", mini)
    assert "Asked, and silent" in called.out
    assert "Their silence counts as the lowest level." in called.out.replace("\n", " ")
    assert "ben: Vision" in called.out
    assert "cleo: Training" in called.out
    shared = call("respondents", path, "--framework", mini, "--share", "client")
    assert "silent" not in shared.out
