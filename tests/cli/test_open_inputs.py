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
