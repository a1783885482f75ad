import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import equity_blocks
from equity_blocks import load_assessment
from equity_blocks.files import in_place

TEXT = """\
# ours
framework: mini
respondents: [{id: ann}, {id: ben}]
ratings:
  vision:  # contested
    answers: {ann: partial, ben: planned}
  training: planned  # Jo said so
"""
WHO = ("--by", "Steering group", "--why", "One site is done: =1+1", "--date", "2026-11-02")
_OVER_ANSWERS = "  vision: in-place (over 2 answers, which stay in the file)\n"
AGREED = '      by: "Steering group"\n      date: "2026-11-02"\n      why: "One site is done: =1+1"\n'


@pytest.fixture
def file(files):
    """Give the path of an assessment with a contested practice."""
    return files("a.yaml", TEXT)


def test_what_was_agreed_is_written_in_and_nothing_else_changes(call, file, mini):
    """Answers stay, and so do comments; the command says what it wrote."""
    called = call("agree", file, "vision=In place", *WHO, "--framework", mini)
    assert called == (
        0,
        f"wrote {file}: 1 agreed level by Steering group, 2026-11-02\n{_OVER_ANSWERS}",
        "",
    )
    assert file.read_text() == TEXT.replace(
        "ben: planned}\n", f"ben: planned}}\n    agreed:\n      level: in-place\n{AGREED}"
    )
    assert call("validate", file, "--framework", mini).code == 0


def test_a_level_without_answers_stays_beside_what_was_agreed(call, file, mini):
    """The short form becomes a mapping, with the comment behind its key."""
    called = call("agree", file, "Training=2", *WHO, "--framework", mini)
    assert "training: partial (over the level planned, which stays in the file)" in called.out
    new = f"training:  # Jo said so\n    level: planned\n    agreed:\n      level: partial\n{AGREED}"
    assert file.read_text() == TEXT.replace("training: planned  # Jo said so\n", new)


def test_an_earlier_agreement_is_kept(call, file, mini):
    """The latest stands last, and counts nowhere."""
    for level in ("partial", "in-place", "unknown"):
        assert call("agree", file, f"vision={level}", *WHO, "--framework", mini).code == 0
    agreed = load_assessment(file).ratings["vision"].agreed
    assert (agreed.level, [each.level for each in agreed.earlier]) == ("unknown", ["partial", "in-place"])
    assert agreed.earlier[0].why == "One site is done: =1+1"


def test_several_practices_are_agreed_at_once(call, file, mini):
    """Today is the day where none is given."""
    called = call("agree", file, "vision=0", "training=sustained", *WHO[:4], "--framework", mini)
    assert called.code == 0
    ratings = load_assessment(file).ratings
    assert [ratings[name].agreed.level for name in ("vision", "training")] == ["not-started", "sustained"]
    assert ratings["vision"].agreed.date is not None


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("vison=partial",), "mini has no practice 'vison' (did you mean 'vision'?)"),
        (("vision=partail",), "'partail' is not a level of the scale 'implementation'"),
        (("vision=partail",), "(did you mean 'partial'?)"),
        (("vision=9",), "9 is not a level of the scale 'implementation'"),
        (("vision",), "'vision' is not PRACTICE=LEVEL, such as vision-setting=partial"),
        (("=partial",), "'=partial' is not PRACTICE=LEVEL"),
        (("vision=partial", "Vision=planned"), "vision is given two levels"),
    ],
)
def test_what_is_not_clear_is_refused(call, file, mini, args, message):
    """The nearest is named, and the file stays as it was."""
    called = call("agree", file, *args, *WHO, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert message in called.err
    assert file.read_text() == TEXT


def test_standard_input_is_no_file_to_write_into(call):
    """It is said what to do instead."""
    called = call("agree", "-", "vision=partial", *WHO, stdin=TEXT)
    assert called.code == 2
    assert "agree writes into a file: name one" in called.err


def test_who_and_why_are_needed(call, file, mini):
    """An agreement without a reason is none."""
    called = call("agree", file, "vision=partial", "--by", "We", "--why", " ", "--framework", mini)
    assert called.code == 2
    assert "--by and --why need text" in called.err


def test_what_does_not_apply_gets_no_level(call, files, mini):
    """The reason has to be taken out first."""
    file = files("a.yaml", "framework: mini\nratings: {vision: {not_applicable: no board}}\n")
    called = call("agree", file, "vision=partial", *WHO, "--framework", mini)
    assert called.code == 2
    assert "vision does not apply, says the file (no board): take not_applicable out of it first" in called.err


def test_a_second_writer_is_told(call, file, mini, monkeypatch):
    """Somebody saved the file while this command was at work: exit code 2, and the file is as they saved it."""
    rewritten = in_place.rewritten

    def meanwhile(*args, **options):
        changed = rewritten(*args, **options)
        file.write_text(TEXT + "# theirs\n")
        return changed

    monkeypatch.setattr(in_place, "rewritten", meanwhile)
    called = call("agree", file, "vision=partial", *WHO, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert "was changed by somebody else since it was read; nothing was written" in called.err
    assert file.read_text() == TEXT + "# theirs\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(call, files, file, mini, tmp_path):
    """Never a mixture; and what a killed run leaves beside it is gone after the next one."""
    whole = files("whole.yaml", TEXT)
    begun = time.monotonic()
    command = [sys.executable, "-m", "equity_blocks", "agree", "vision=partial", *WHO, "--framework", str(mini)]
    environment = {**os.environ, "PYTHONPATH": str(Path(equity_blocks.__file__).parents[1])}
    subprocess.run([*command[:4], str(whole), *command[4:]], env=environment, check=True, capture_output=True)
    took = time.monotonic() - begun
    chance = random.Random(16)
    for _ in range(KILLS):
        file.write_text(TEXT)
        process = subprocess.Popen(
            [*command[:4], str(file), *command[4:]],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(took * chance.uniform(0.3, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert file.read_text() in (TEXT, whole.read_text())
    file.write_text(TEXT)
    assert call("agree", file, "vision=partial", *WHO, "--framework", mini).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "mini.yaml", "whole.yaml"]


KILLS = int(os.environ.get("EQUITY_BLOCKS_KILLS") or 8)
