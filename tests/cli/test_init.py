import re
from pathlib import Path

import pytest

from equity_blocks import load_assessment, load_framework

RATED = ("hcplan-apm", "ahe-roadmap", "rise-to-health-payers")
SCHEMA = "assessment.schema.json"
MINI = """\
id: mini
title: Mini
scale: implementation
blocks: [{id: b, title: B, practices: [{id: p, title: P}]}]
"""


@pytest.mark.parametrize("name", RATED)
def test_a_new_assessment_is_valid_as_it_is(call, tmp_path, name):
    """Validate accepts it, nothing in it is rated, and it scores to no score."""
    path = tmp_path / "a.yaml"
    called = call("init", name, "-o", path)
    assert (called.code, called.err) == (0, "")
    assert called.out == f"wrote {path}\nwrote {tmp_path / SCHEMA}, which tells editors what may stand where\n"
    assert call("validate", path) == (0, f"{path}: fine\n", "")
    assert "No score: nothing is rated" in call("score", path).out


@pytest.mark.parametrize("name", RATED)
def test_every_practice_stands_with_its_question(call, name):
    """Source order, each id once, its question above it, and the levels at the top."""
    framework = load_framework(name)
    text = call("init", name).out
    assert re.findall(r"^  ([a-z0-9-]+):$", text, re.MULTILINE)[-len(framework.practices) :] == list(
        framework.practices
    )
    comments = " ".join(line.strip().removeprefix("# ") for line in text.splitlines() if line.strip().startswith("#"))
    folded = " ".join(comments.split())
    for practice in framework.practices.values():
        assert " ".join(practice.question_for().split()) in folded
    for level in framework.scale.levels:
        assert f"{level.id}: {level.description}" in folded


def test_no_line_is_too_long_for_an_editor(call):
    """Comments are wrapped."""
    assert max(map(len, call("init", "hcplan-apm").out.splitlines())) <= 100


def test_standard_output_is_the_default(call):
    """What it prints can be piped into validate."""
    text = call("init", "ahe-roadmap").out
    assert call("init", "ahe-roadmap", "-o", "-").out == text
    assert call("validate", "-", stdin=text) == (0, "-: fine\n", "")


@pytest.mark.parametrize("audience", ["provider", "health-plan", "purchaser"])
def test_questions_are_worded_for_the_audience(call, tmp_path, audience):
    """Where the wording differs, only theirs is shown; the organization has their type."""
    path = tmp_path / "a.yaml"
    assert call("init", "hcplan-apm", "-o", path, "--for", audience).code == 0
    text = " ".join(line.strip().removeprefix("# ") for line in path.read_text(encoding="utf-8").splitlines())
    assert load_assessment(path).organization.type == audience
    question = load_framework("hcplan-apm").practice("vision-setting").question
    assert " ".join(question[audience].split()) in " ".join(text.split())
    assert " ".join(question["default"].split()) not in " ".join(text.split())


def test_an_unknown_audience_is_told_with_the_nearest_one(call, tmp_path):
    """Nothing is written."""
    called = call("init", "hcplan-apm", "-o", tmp_path / "a.yaml", "--for", "helth-plan")
    assert (called.code, called.out) == (2, "")
    assert "hcplan-apm has no audience 'helth-plan' (did you mean 'health-plan'?)" in called.err
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_left_untouched(call, files):
    """Neither it nor anything beside it changes."""
    path = files("a.yaml", "precious")
    called = call("init", "rise-to-health-payers", "-o", path)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path} exists already; nothing was written")
    assert [(entry.name, entry.read_text()) for entry in path.parent.iterdir()] == [("a.yaml", "precious")]


def test_force_replaces_a_file(call, files):
    """Only when it is asked for."""
    path = files("a.yaml", "precious")
    assert call("init", "rise-to-health-payers", "-o", path, "--force").code == 0
    assert load_assessment(path).framework == "rise-to-health-payers"


def test_the_schema_is_put_beside(call, tmp_path):
    """It is the shipped one, and the first line of the file points editors at it."""
    path = tmp_path / "a.yaml"
    call("init", "rise-to-health-payers", "-o", path)
    assert (tmp_path / SCHEMA).read_bytes() == Path("frameworks/schema", SCHEMA).read_bytes()
    assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={SCHEMA}\n")


def test_a_schema_that_is_there_already_is_shared(call, tmp_path):
    """A second assessment in the folder uses the same file without a word."""
    call("init", "rise-to-health-payers", "-o", tmp_path / "a.yaml")
    assert call("init", "ahe-roadmap", "-o", tmp_path / "b.yaml") == (0, f"wrote {tmp_path / 'b.yaml'}\n", "")


def test_another_schema_is_kept_and_told(call, tmp_path, files):
    """A file of that name that is not ours is left as it is."""
    schema = files(SCHEMA, "{}")
    called = call("init", "rise-to-health-payers", "-o", tmp_path / "a.yaml")
    assert called.code == 0
    assert called.err == f"{schema} exists already and differs; it was left as it is (--force replaces it)\n"
    assert schema.read_text() == "{}"


def test_guidance_is_not_rated(call, tmp_path):
    """There is nothing to fill in, so nothing is written."""
    called = call("init", "chcs-acap", "-o", tmp_path / "a.yaml")
    assert (called.code, called.out) == (2, "")
    assert "chcs-acap is guidance: it is not rated" in called.err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_the_callers_mistake(call, tmp_path):
    """It ends like any other bad path, not as an internal error."""
    path = tmp_path / "nowhere" / "a.yaml"
    called = call("init", "rise-to-health-payers", "-o", path)
    assert (called.code, called.out) == (2, "")
    assert "nowhere" in called.err
    assert "internal error" not in called.err


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", r'"Two lines\nratings: {}"'),
        ("title", r'"A break \u2028ratings: {}"'),
        ("title", r'"An escape \e[31m"'),
        ("edition", "'the \"second\" edition'"),
        ("edition", r'"back\\slash: #"'),
        ("id", '"2024"'),
        ("id", '"null"'),
    ],
)
def test_odd_but_legal_names_make_valid_files_too(call, files, key, value):
    """Whatever a framework is called, the file that is written reads back as an assessment of it."""
    text = MINI
    framework = files("mini.yaml", re.sub(rf"^{key}: .*\n", "", text, flags=re.MULTILINE) + f"{key}: {value}\n")
    path = framework.parent / "a.yaml"
    assert call("init", framework, "-o", path).code == 0
    assert call("validate", path, "--framework", framework) == (0, f"{path}: fine\n", "")


def test_an_example_of_a_calendar_stands_in_a_comment(call, files):
    """Without the sentence behind it, it is one."""
    (line,) = re.findall(r"^# (planning: .*?})", call("init", "hcplan-apm").out, re.MULTILINE)
    path = files("a.yaml", f"framework: hcplan-apm\n{line}\n")
    assert load_assessment(path).planning.said == {"start": "2027-Q1", "capacity": 60.0}


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_schema_does_not_take_the_place_of_the_assessment(call, tmp_path, force):
    """Its name is taken by the schema that is put beside."""
    called = call("init", "hcplan-apm", "-o", tmp_path / "assessment.schema.json", *force)
    assert (called.code, called.out) == (2, "")
    assert "is the name of the schema that is put beside the file" in called.err
    assert list(tmp_path.iterdir()) == []


def test_a_schema_that_cannot_be_read_is_left_as_it_is(call, tmp_path, monkeypatch):
    """It is said that it may differ."""

    def denied(_path):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "assessment.schema.json").write_text("{}")
    monkeypatch.setattr("pathlib.Path.read_bytes", denied)
    monkeypatch.setattr("equity_blocks.files.template.template", lambda *_, **__: "framework: hcplan-apm\n")
    called = call("init", "hcplan-apm", "-o", tmp_path / "a.yaml")
    assert called.code == 0
    assert "exists already and differs; it was left as it is" in called.err


@pytest.mark.parametrize(("options", "asked"), [((), "Do you?"), (("--plain",), "Is it done?")])
def test_questions_may_be_asked_in_plain_language(call, tmp_path, options, asked):
    """Where the framework has such wording; and what is not meant for an audience is to be confirmed."""
    practices = "[{id: p, title: P, question: Do you?, plain: Is it done?}, {id: q, title: Q, applies_to: [provider]}]"
    path = tmp_path / "f.yaml"
    head = "id: f\ntitle: F\nscale: {id: s, levels: [{id: no, value: 0}, {id: yes, value: 1}]}\n"
    path.write_text(
        f"{head}audiences: [provider, purchaser]\nblocks: [{{id: b, title: B, practices: {practices}}}]\n",
        encoding="utf-8",
    )
    text = call("init", path, "--for", "purchaser", *options).out
    assert f"# {asked}\n" in text
    assert '    not_applicable: "meant for provider (to be confirmed)"\n' in text


def test_an_unknown_goal_is_told_with_the_nearest_one_and_all_there_are(call, tmp_path):
    """Nothing is written."""
    called = call("init", "hcplan-apm", "-o", tmp_path / "a.yaml", "--goal", "postpartm-visit")
    assert (called.code, called.out) == (2, "")
    assert "no goal of the library is called 'postpartm-visit' (did you mean 'postpartum-visit'?)" in called.err
    assert "\n  asthma-medication: Asthma medicine that prevents attacks\n" in called.err
    assert list(tmp_path.iterdir()) == []
    none = call("init", "rise-to-health-payers", "--goal", "postpartm-visit")
    assert none.err.endswith("It has none for rise-to-health-payers.\n")


def test_a_goal_names_the_practices_of_its_framework(call):
    """With another one it would name nothing."""
    called = call("init", "ahe-roadmap", "--goal", "postpartum-visit")
    assert (called.code, called.out) == (2, "")
    assert "this goal names practices of 'hcplan-apm', not of 'ahe-roadmap'" in called.err


def test_a_goal_to_start_from_is_valid_and_chooses_nothing(call, tmp_path):
    """Validate, lint and plan say that it is not confirmed."""
    path = tmp_path / "a.yaml"
    assert call("init", "hcplan-apm", "-o", path, "--goal", "postpartum-visit", "--goal", "postpartum-visit").code == 0
    (goal,) = load_assessment(path).goals
    assert (goal.id, goal.confirmed) == ("postpartum-visit", False)
    told = call("validate", path)
    assert (told.code, told.out) == (1, f"{path}: fine, with findings\n")
    assert "the goal 'postpartum-visit' is not confirmed, so it chooses nothing" in told.err
    assert "[goal_unconfirmed]" in call("lint", path).out
    assert "'Visits after birth' is not confirmed" in " ".join(call("plan", path).out.split())


def test_the_community_gets_a_short_file(call, tmp_path):
    """Alone or beside an audience; it is valid, and it names no organization, so that `merge` takes it."""
    path = tmp_path / "council.yaml"
    assert call("init", "hcplan-apm", "-o", path, "--for", "community", "--for", "health-plan").code == 0
    made, framework = load_assessment(path), load_framework("hcplan-apm")
    assert list(made.ratings) == [name for name, practice in framework.practices.items() if practice.plain]
    assert made.organization is None
    assert call("validate", path) == (0, f"{path}: fine\n", "")
    own = tmp_path / "own.yaml"
    call("init", "hcplan-apm", "-o", own, "--for", "health-plan")
    assert call("merge", own, path, "-o", tmp_path / "both.yaml").code == 0
    assert [who.id for who in load_assessment(tmp_path / "both.yaml").respondents] == ["neighbor"]


def test_two_neighbors_without_a_name_are_not_taken_for_one(call, tmp_path):
    """Also where they answer different questions, so that nothing they say differs."""
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path, name in zip(paths, ("accessibility", "trust-building"), strict=True):
        text = call("init", "hcplan-apm", "--for", "community").out
        path.write_text(text.replace(f"  {name}:", f"  {name}: planned"), encoding="utf-8")
    called = call("merge", *paths)
    assert (called.code, called.out) == (2, "")
    assert "put a short name for each person or group in the place of neighbor" in called.err
    paths[1].write_text(paths[1].read_text(encoding="utf-8").replace("id: neighbor", "id: ana"), encoding="utf-8")
    assert call("merge", *paths).code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--for", "provider", "--for", "purchaser"), "name one of them"),
        (("--for", "community", "--goal", "postpartum-visit"), "--goal is for the organization's own file"),
        (("--for", "comunity"), "did you mean 'community'?"),
    ],
)
def test_what_makes_no_sense_together_is_refused(call, options, message):
    """With what to do instead."""
    called = call("init", "hcplan-apm", *options)
    assert (called.code, called.out) == (2, "")
    assert message in called.err


def test_a_framework_without_plain_words_has_no_pack(call, mini, tmp_path):
    """It says so; and where only some audiences have them, which."""
    assert "mini has no questions in plain words\n" in call("init", mini, "--for", "community").err
    path = tmp_path / "f.yaml"
    practice = "{id: p, title: P, plain: {purchaser: Do they?}}"
    path.write_text(
        f"id: f\ntitle: F\nscale: implementation\naudiences: [purchaser]\n"
        f"blocks: [{{id: b, title: B, practices: [{practice}]}}]\n",
        encoding="utf-8",
    )
    assert "add --for and one of purchaser" in call("init", path, "--for", "community").err


def test_a_file_for_an_earlier_revision_is_said_to_be_one(call, tmp_path):
    """On standard error, as `validate` says it; nothing of it where the current one is asked for."""
    current = load_framework("hcplan-apm").revision
    said = f"hcplan-apm by revision 1; revision {current} is current\n"
    assert said in call("init", "hcplan-apm@1").err
    assert call("init", "hcplan-apm@1", "-o", tmp_path / "a.yaml").err == said
    assert call("init", "hcplan-apm").err == ""


def test_the_next_file_shows_last_years_levels_and_carries_what_holds(call, tmp_path):
    """As comments, not as answers; evidence, goals and work that goes on stand there."""
    path = tmp_path / "next.yaml"
    called = call("init", "hcplan-apm", "--from", "assessments/riverbend-2026.yaml", "-o", path)
    assert (called.code, called.err) == (0, "")
    last, begun = load_assessment("assessments/riverbend-2026.yaml"), load_assessment(path)
    assert "  # Last time (2026-09-30): partial\n" in path.read_text(encoding="utf-8")
    assert all(rating.status == "unanswered" for rating in begun.ratings.values())
    assert (begun.evidence, begun.goals, begun.respondents) == (last.evidence, last.goals, last.respondents)
    going = {name for name, work in last.actions.items() if work.progress in ("planned", "started")}
    assert begun.actions.keys() == going
    assert begun.organization == last.organization
    assert (begun.final, begun.note) == (False, "")
    assert call("validate", path).code == 0


def test_changed_questions_are_marked_in_the_next_file(call, tmp_path):
    """Where last time was an earlier revision."""
    last = tmp_path / "last.yaml"
    last.write_text("framework: hcplan-apm\nrevision: 1\nratings: {vision-setting: partial}\n", encoding="utf-8")
    text = call("init", "hcplan-apm", "--from", last).out
    assert "  # Last time: partial\n" in text
    assert "  # The question changed since then: read it anew.\n" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--for", "community"), "--from is for the organization's own file"),
        (("--goal", "postpartum-visit"), "--from carries the goals over"),
    ],
)
def test_last_years_file_begins_no_other_kind_of_file(call, options, said):
    """With what to do instead."""
    called = call("init", "hcplan-apm", "--from", "assessments/riverbend-2026.yaml", *options)
    assert (called.code, called.out) == (2, "")
    assert said in called.err


def test_last_years_file_must_be_of_this_framework(call):
    """Of another one nothing is carried over here."""
    called = call("init", "rise-to-health-payers", "--from", "assessments/riverbend-2026.yaml")
    assert (called.code, called.out) == (2, "")
    assert "riverbend-2026.yaml rates hcplan-apm, not rise-to-health-payers" in called.err
