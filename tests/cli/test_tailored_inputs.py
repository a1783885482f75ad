"""Tailorings of commands: given by an option, or named by an assessment."""

from pathlib import Path

import pytest

TAILORING = "framework: mini\nid: ours\npractices:\n  training: {waive: {vision: We start with the people.}}\n"


@pytest.mark.parametrize("command", ["score", "plan", "explain", "stability", "evidence", "respondents", "lint"])
def test_a_tailoring_changes_the_framework_of_every_command(call, files, mini, command):
    """The result names it; `lint` no longer finds a claim above what its prerequisites allow."""
    ratings = files("a.yaml", "framework: mini\nas_of: 2026-01-01\nratings: {vision: planned, training: in-place}\n")
    tailoring = files("t.yaml", TAILORING)
    plain = call(command, ratings, "--framework", mini, "--format", "json")
    tailored = call(command, ratings, "--framework", mini, "--tailoring", tailoring, "--format", "json")
    assert plain.out != tailored.out
    if command == "lint":
        assert "inconsistent" in plain.out
        assert "inconsistent" not in tailored.out
    else:
        assert '"id":"ours"' in tailored.out.replace(" ", "")
        assert '"tailored":null' in plain.out.replace(" ", "")


@pytest.mark.parametrize("args", [["show"], ["graph"], ["init"]])
def test_a_tailoring_changes_what_is_shown_of_a_framework(call, files, mini, args):
    """What is taken out is not shown, drawn or asked for."""
    tailoring = files("t.yaml", "framework: mini\npractices: {training: {out: not ours}}\n")
    assert "training" in call(*args, mini).out.lower()
    shown = call(*args, mini, "--tailoring", tailoring)
    assert shown.code == 0
    assert "Is there training?" not in shown.out
    assert "Training\n" not in shown.out


def test_a_tailoring_may_come_from_standard_input(call, mini):
    """Every path may be a dash."""
    shown = call("show", mini, "--tailoring", "-", stdin=TAILORING)
    assert "The framework was changed by ours." in shown.out


def test_a_misfit_of_a_tailoring_has_its_line(call, files, mini):
    """In the tailoring, with the nearest match."""
    ratings = files("a.yaml", "framework: mini\nratings: {vision: planned}\n")
    tailoring = files("t.yaml", "framework: mini\npractices:\n  trainin: {weight: 2}\n")
    done = call("score", ratings, "--framework", mini, "--tailoring", tailoring)
    assert (done.code, done.out) == (2, "")
    assert f"{tailoring}:3:3: practices.trainin: mini has no practice 'trainin' (did you mean 'training'?)" in done.err


@pytest.mark.parametrize("command", ["validate", "lint"])
def test_another_revision_of_a_tailoring_is_a_finding_at_its_line(call, files, mini, command):
    """By itself, beside an assessment, and beside a framework."""
    ratings = files("a.yaml", "framework: mini\nratings: {vision: planned}\n")
    tailoring = files("t.yaml", TAILORING + "revision: 7\n")
    said = f"{tailoring}:5:1: revision: it was made for revision 7, but this is revision 1"
    for args in ([tailoring], [ratings, "--tailoring", tailoring]):
        done = call(command, *args, "--framework", mini)
        assert done.code == 1
        assert said in done.out + done.err
    done = call(command, mini, "--tailoring", tailoring)
    assert (done.code, said in done.out + done.err) == (1, True)


def test_a_tailoring_of_an_unknown_framework_has_its_line(call, files):
    """Where it names the framework."""
    done = call("validate", files("t.yaml", TAILORING))
    assert done.code == 2
    assert "t.yaml:1:1: framework: no framework is called 'mini'" in done.err


NAMED = "framework: mini\nas_of: 2026-01-01\ntailoring: more/t.yaml\nratings: {vision: planned, training: in-place}\n"


@pytest.fixture
def ours(files, tmp_path):
    """An assessment that names a tailoring in a folder beside it."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "t.yaml").write_text(TAILORING, encoding="utf-8")
    return files("a.yaml", NAMED)


@pytest.mark.parametrize("command", ["score", "plan", "explain", "stability", "evidence", "respondents", "lint"])
def test_the_tailoring_that_an_assessment_names_is_used_by_every_command(call, ours, mini, command):
    """As if it had been given, from where the assessment lies."""
    named = call(command, ours, "--framework", mini, "--format", "json")
    given = call(
        command, ours, "--framework", mini, "--tailoring", Path(ours).parent / "more/t.yaml", "--format", "json"
    )
    assert named.code == given.code
    assert named.out == given.out.replace('"named_by":"options"', '"named_by":"assessment"')
    assert command == "lint" or '"named_by":"assessment"' in named.out


def test_an_option_overrides_the_tailoring_that_an_assessment_names(call, ours, mini, files):
    """Which then need not even be there; the text says whose it is."""
    (Path(ours).parent / "more" / "t.yaml").unlink()
    other = files("other.yaml", "framework: mini\nid: other\npractices: {vision: {weight: 3}}\n")
    told = " ".join(call("score", ours, "--framework", mini, "--tailoring", other).out.split())
    assert "The framework was changed by other." in told
    assert "which the options name." in told
    assert call("validate", ours, "--framework", mini, "--tailoring", other).code == 0


def test_the_text_says_which_tailoring_the_assessment_names(call, ours, mini):
    """With its path."""
    told = "".join(call("plan", ours, "--framework", mini).out.split())
    assert f"Theystandin{Path(ours).parent}/more/t.yaml,whichtheassessmentnames." in told


@pytest.mark.parametrize("command", ["score", "plan", "validate", "lint", "coverage"])
def test_a_tailoring_that_is_not_there_is_told_at_the_line_that_names_it(call, files, mini, command):
    """With the file that was looked for."""
    path = files("a.yaml", NAMED)
    called = call(command, path, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    missing = Path(path).parent / "more/t.yaml"
    assert f"{path}:3:1: tailoring: there is no file {missing} (a path from where this file lies)" in called.err


def test_a_misfit_of_the_tailoring_that_is_named_has_its_line(call, files, mini):
    """In the tailoring."""
    path = files("a.yaml", "framework: mini\ntailoring: t.yaml\nratings: {vision: planned}\n")
    tailoring = files("t.yaml", "framework: mini\npractices:\n  trainin: {weight: 2}\n")
    called = call("score", path, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{tailoring}:3:3: practices.trainin")


def test_what_comes_from_standard_input_names_files_of_the_working_directory(call, ours, mini, monkeypatch):
    """Nothing else is known of where it lies."""
    monkeypatch.chdir(Path(ours).parent)
    called = call("score", "-", "--framework", mini, "--format", "json", stdin=NAMED)
    assert (called.code, called.err) == (0, "")
    assert '"file":"more/t.yaml"' in called.out


def test_where_a_tailoring_lies_is_the_owners(call, ours, mini):
    """Its id may be seen by a client, its path by nobody else."""
    for audience in ("client", "cohort"):
        called = call("plan", ours, "--framework", mini, "--share", audience, "--format", "json")
        assert '"tailored":{' in called.out
        assert "more/t.yaml" not in called.out
        assert "more/t.yaml" not in call("plan", ours, "--framework", mini, "--share", audience).out


def test_another_revision_of_the_tailoring_that_is_named_is_a_finding(call, files, mini):
    """Where an assessment is checked."""
    path = files("a.yaml", "framework: mini\ntailoring: t.yaml\nratings: {vision: planned}\n")
    tailoring = files("t.yaml", TAILORING + "revision: 7\n")
    for command in ("validate", "lint"):
        done = call(command, path, "--framework", mini)
        assert done.code == 1
        assert f"{tailoring}:5:1: revision: it was made for revision 7" in done.out + done.err


def test_a_tailoring_that_is_read_is_never_lost(call, files):
    """It comes with an option of its own."""
    text = "framework: hcplan-apm\nremove: {practices: [care-redesign], why: Not ours.}\n"
    path = files("t.yaml", Path("assessments/tailoring/riverbend.yaml").read_text(encoding="utf-8") or text)
    called = call("init", "hcplan-apm", "--tailoring", path, "-o", path, "--force")
    assert (called.code, called.out) == (2, "")
    assert "is read by this command" in called.err
