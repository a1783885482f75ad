import io
import json
from pathlib import Path

import pytest

SAMPLE = "assessments/riverbend-2026.yaml"
RATED = "framework: mini\nratings: {vision: partial, training: planned}\n"


@pytest.mark.parametrize(
    "args",
    [
        ["score", SAMPLE, "--format", "json"],
        ["plan", SAMPLE, "--format", "json"],
        ["show", "frameworks/chcs-acap/framework.yaml", "--format", "json"],
        ["graph", "frameworks/chcs-acap/framework.yaml", "--format", "json"],
        ["init", "frameworks/ahe-roadmap/framework.yaml"],
    ],
)
def test_a_dash_reads_standard_input(call, args):
    """The result is the same as with the file's name."""
    path = args[1]
    from_file = call(*args)
    from_stdin = call(*("-" if arg == path else arg for arg in args), stdin=Path(path).read_text(encoding="utf-8"))
    assert from_stdin == from_file
    assert from_file.code == 0


def test_a_checked_file_may_come_from_standard_input(call):
    """It goes by the name <stdin>."""
    text = Path(SAMPLE).read_text(encoding="utf-8")
    assert call("validate", "-", stdin=text) == (0, "-: fine\n", "")
    findings = call("lint", "-", stdin=text)
    assert findings.code == 1
    assert findings.out.startswith("<stdin>:")


def test_problems_of_standard_input_have_lines(call):
    """Line and column count as in a file."""
    called = call("score", "-", stdin="framework: hcplan-apm\nratigns: {}\n")
    assert called.code == 2
    assert called.err.startswith("<stdin>:2:1: ratigns: unknown key 'ratigns' (did you mean 'ratings'?)")


def test_the_framework_may_come_from_standard_input(call, files, mini):
    """Then the assessment comes from a file."""
    path = files("a.yaml", RATED)
    by_name = call("score", path, "--framework", mini, "--format", "json")
    piped = call("score", path, "--framework", "-", "--format", "json", stdin=mini.read_text(encoding="utf-8"))
    assert by_name.code == 0
    assert piped == by_name


def test_empty_standard_input_is_bad_data(call):
    """It says so, instead of scoring nothing."""
    called = call("score", "-")
    assert (called.code, called.out) == (2, "")
    assert called.err == "<stdin>:1:1: the file is empty\n"


def test_an_unknown_framework_is_told_with_the_nearest_one(call):
    """The hint also says what counts as a path."""
    called = call("show", "hcplan")
    assert (called.code, called.out) == (2, "")
    assert "no framework is called 'hcplan' (did you mean 'hcplan-apm'?" in called.err
    assert "a path has a separator or ends in .yaml" in called.err


def test_an_assessment_of_an_unknown_framework_is_told_what_there_is(call, files):
    """Where no id is near, all are listed."""
    called = call("score", files("a.yaml", "framework: zzz\n"))
    assert called.code == 2
    for name in ("ahe-roadmap", "chcs-acap", "hcplan-apm", "ric-iccop", "rise-to-health-payers"):
        assert name in called.err


@pytest.mark.parametrize("command", ["score", "plan", "validate", "lint"])
def test_a_missing_file_is_told_with_the_nearest_one(call, command):
    """The near name is a path that can be copied."""
    called = call(command, "assessments/rivrebend-2026.yaml")
    assert (called.code, called.out) == (2, "")
    assert called.err == (
        "there is no file assessments/rivrebend-2026.yaml (did you mean assessments/riverbend-2026.yaml?)\n"
    )


@pytest.mark.parametrize("command", ["score", "plan", "validate", "lint"])
def test_a_folder_is_not_an_assessment(call, command, tmp_path):
    """It is a mistake of the caller, and no internal error."""
    called = call(command, tmp_path)
    assert (called.code, called.out) == (2, "")
    assert "internal error" not in called.err


def test_the_given_framework_replaces_the_one_the_file_names(call, files, mini):
    """The catalogue does not know it, and nothing of its name lies beside the file."""
    mini.parent.joinpath("elsewhere").mkdir()
    path = files("elsewhere/a.yaml", RATED)
    assert call("score", path).code == 2
    called = call("score", path, "--framework", mini, "--format", "json")
    assert called.code == 0
    assert json.loads(called.out)["framework"]["id"] == "mini"


@pytest.mark.parametrize("name", ["mini.yaml", "mini/framework.yaml", "framework.yaml"])
@pytest.mark.parametrize("command", ["score", "plan", "validate", "lint"])
def test_a_framework_beside_the_assessment_is_found(call, files, mini, name, command):
    """Where the catalogue does not have it: by its name, in a folder of its name, or as the only one."""
    text = mini.read_text(encoding="utf-8")
    mini.unlink()
    path = mini.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert call(command, files("a.yaml", RATED)).code in (0, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("../mini.yaml", None),
        ("framework.yaml", "id: another\ntitle: Another\n"),
        ("mini.yaml", "framework: mini\nid: mini\nratings: {}\n"),
        ("framework.yaml", "not a framework"),
    ],
)
def test_nothing_else_is_taken_for_it(call, files, mini, name, text):
    """A file outside of the folder, or one that says something else."""
    folder = mini.parent / "inside"
    folder.mkdir()
    (folder / name).write_text(text or mini.read_text(encoding="utf-8"), encoding="utf-8")
    called = call("score", files("inside/a.yaml", RATED))
    assert called.code == 2
    assert "no framework is called 'mini'" in called.err


def test_a_link_out_of_the_folder_is_not_followed(call, files, mini):
    """What an assessment brings along is all that it may open."""
    folder = mini.parent / "inside"
    folder.mkdir()
    (folder / "mini.yaml").symlink_to(mini)
    assert "no framework is called 'mini'" in call("score", files("inside/a.yaml", RATED)).err


def test_a_broken_framework_beside_the_assessment_is_told(call, files, mini):
    """With its own problems, at their lines."""
    mini.write_text("id: mini\ntitle Mini\n", encoding="utf-8")
    called = call("score", files("a.yaml", RATED))
    assert called.code == 2
    assert "mini.yaml:2:1: a colon is missing after 'title'" in called.err


def test_titles_and_other_spellings_are_taken_as_meant(call, files, mini):
    """In the file and on the command line; findings stand where it was written."""
    path = files("a.yaml", "framework: mini\nratings:\n  Vision: PLANNED\n  TRAINING: In Place\n")
    plain = files("b.yaml", "framework: mini\nratings: {vision: planned, training: in-place}\n")
    assert call("score", path, "--format", "json").out == call("score", plain, "--format", "json").out
    told, grounds = ("".join(call("explain", *words).out.split()) for words in ((path, "VISION"), (plain, "vision")))
    assert told == grounds.replace(f"{plain}:2", f"{path}:3")  # a long path goes over the end of a line
    assert call("plan", path, "--set", "Vision=Sustained").out == call("plan", plain, "--set", "vision=sustained").out
    assert f"{path}:4:3:" in call("lint", path).out
    assert call("show", mini, "Training").out == call("show", mini, "training").out


def test_a_band_is_found_by_its_title(call):
    """By `reach` and by `plan --band`; a near one is named."""
    assert call("reach", SAMPLE, "LEADING").out == call("reach", SAMPLE, "leading").out
    assert call("plan", SAMPLE, "--band", "Leading").out == call("plan", SAMPLE, "--band", "leading").out
    assert "did you mean 'leading'?" in call("reach", SAMPLE, "Leadin").err


def test_misfits_stand_at_their_lines_in_source_order(call, files, mini):
    """Everything that does not fit the framework is told at once."""
    text = "framework: mini\nratings:\n  visoin: partial\n  training: parcial\ntargets: {blocks: {peple: partial}}\n"
    path = files("a.yaml", text)
    called = call("score", path, "--framework", mini)
    assert called.code == 2
    lines = called.err.splitlines()
    assert [line.removeprefix(f"{path}:").split(": ")[0] for line in lines] == ["3:3", "4:3", "5:20"]
    assert "did you mean 'vision'?" in lines[0]
    assert "did you mean 'partial'?" in lines[1]
    assert "did you mean 'people'?" in lines[2]


def test_guidance_cannot_be_scored(call, files):
    """The error says why, in the framework's own terms."""
    called = call("score", files("a.yaml", "framework: chcs-acap\n"))
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("chcs-acap is guidance")


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


def test_standard_input_is_read_once_whatever_asks_for_it(call):
    """The second reader would find nothing, and say that the file is empty."""
    text = Path(SAMPLE).read_text(encoding="utf-8")
    called = call("translate", "-", "--to", "-", stdin=text)
    assert (called.code, called.out) == (2, "")
    assert "standard input (-) can be read only once" in called.err


def test_a_framework_from_standard_input_serves_both_its_uses(call, files):
    """To be looked at, and to be what was rated."""
    framework = "id: own\ntitle: Own\nscale: [no, some]\nblocks: [{id: b, title: B, practices: [{id: p, title: P}]}]\n"
    said = files("a.yaml", "framework: own\nratings: {p: some}\n")
    called = call("coverage", said, "--framework", "-", stdin=framework)
    assert (called.code, called.err) == (0, "")
    assert "100%" in called.out


def test_standard_input_that_cannot_be_read_is_told(call, monkeypatch):
    """Closed, or without an end."""

    class Closed:
        buffer = io.BytesIO()

    Closed.buffer.close()
    for stdin, words in (
        (None, "standard input cannot be read: it is closed\n"),
        (Closed, "standard input cannot be read: I/O operation on closed file.\n"),
    ):
        monkeypatch.setattr("io.TextIOWrapper", lambda _, stdin=stdin: stdin)
        assert call("score", "-") == (2, "", words)


@pytest.mark.parametrize("by", ["name", "link", "another way"])
def test_what_is_read_is_never_lost(call, files, by):
    """However the file is named, a result that is another kind of file does not take its place, --force or not."""
    path = files("a.yaml", Path(SAMPLE).read_text(encoding="utf-8"))
    if by == "link":
        (path.parent / "b.yaml").symlink_to(path)
    named = {"name": "a.yaml", "link": "b.yaml", "another way": "x/../a.yaml"}
    output = f"{path.parent}/{named[by]}"
    (path.parent / "x").mkdir()
    before = path.read_bytes()
    for words in (
        ("plan", path, "--adopt"),
        ("translate", path, "--to", "rise-to-health-payers", "--draft"),
        ("merge", path, SAMPLE),
    ):
        called = call(*words, "-o", output, "--force")
        assert (called.code, called.out) == (2, "")
        assert "is read by this command, and would be lost: choose another name for -o" in called.err
    assert path.read_bytes() == before


def test_a_tailoring_that_is_read_is_never_lost(call, files):
    """It comes with an option of its own."""
    text = "framework: hcplan-apm\nremove: {practices: [care-redesign], why: Not ours.}\n"
    path = files("t.yaml", Path("assessments/tailoring/riverbend.yaml").read_text(encoding="utf-8") or text)
    called = call("init", "hcplan-apm", "--tailoring", path, "-o", path, "--force")
    assert (called.code, called.out) == (2, "")
    assert "is read by this command" in called.err
