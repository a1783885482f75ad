import io
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
from equity_blocks.cli import fill, typed_lines

TEXT = """\
# ours
framework: mini
ratings:
  # the first one
  vision:
  training:  # Jo knows
"""
PARTS = """\
id: parts
title: Parts
scale: implementation
roles: {finance: Finance}
blocks:
  - id: b
    title: B
    practices:
      - {id: vision, title: Vision, criteria: [{id: one, title: One}, {id: two, title: Two}], evidence: [Minutes]}
      - {id: all, title: All, not_applicable: refused, roles: [finance]}
"""


@pytest.fixture
def file(files):
    """Give the path of an assessment in which nothing is said yet."""
    return files("a.yaml", TEXT)


@pytest.fixture
def filled(call, mini):
    """Give a function that fills a file with what is typed."""

    def filling(file, stdin, *args, framework=mini):
        return call("fill", file, "--framework", framework, *args, stdin=stdin)

    return filling


@pytest.fixture
def typed(monkeypatch):
    """Let lines come from a person at a terminal."""
    monkeypatch.setattr(typed_lines, "_is_terminal", lambda: True)


def test_each_answer_is_written_where_it_belongs(filled, file):
    """By its number or its name; comments stay, and what can be typed is said once."""
    called = filled(file, "3\nPartial\n")
    assert (called.code, called.err) == (0, "")
    assert file.read_text() == TEXT.replace("vision:", "vision: in-place").replace("training:", "training: partial")
    assert called.out.startswith("1 of 2 · People\n\nVision\nIs there a vision?\n\n  0  Not started: ")
    assert "2 of 2 · People" in called.out
    assert called.out.endswith(f"2 of 2 answered; all of it is saved in {file}.\n")
    assert called.out.count("Type 0 to 4") == 1
    assert max(map(len, called.out.replace(str(file), "").split("\n"))) <= 80
    assert "\x1b" not in called.out


def test_it_goes_on_at_the_first_open_question(filled, file):
    """What was skipped is open, and the end of the input is an end like another."""
    first = filled(file, "s\n1\n")
    assert "1 of 2 answered" in first.out
    assert "1 question open: the same command goes on with the first of them." in first.out
    second = filled(file, "")
    assert (second.code, second.err) == (0, "")
    assert second.out.startswith("1 of 2 · People\n\nVision")


def test_back_shows_what_was_said_and_takes_another_answer(filled, file):
    """The first question has none before it."""
    called = filled(file, "b\n3\nb\n4\nq\n")
    assert "This is the first question." in called.out
    assert "Said so far: In place." in called.out
    assert load_assessment(file).ratings["vision"].level == "sustained"


def test_what_is_all_answered_is_gone_through(filled, file):
    """From the first on, and every answer may be changed."""
    file.write_text("framework: mini\nratings: {vision: partial, training: partial}\n")
    called = filled(file, "s\n4\n")
    assert called.out.startswith("Everything is answered; these are the answers, from the first on. s goes on.\n")
    assert file.read_text() == "framework: mini\nratings: {vision: partial, training: sustained}\n"


def test_nobody_knows_it_does_not_apply_and_notes(filled, file):
    """A note stays on its question, and beside the level that follows."""
    called = filled(file, "n\n= no: formula # no comment\nu\nx\nno staff\n")
    assert called.code == 0
    ratings = load_assessment(file).ratings
    assert (ratings["vision"].level, ratings["vision"].note) == ("unknown", "= no: formula # no comment")
    assert ratings["training"].not_applicable == "no staff"


@pytest.mark.parametrize("text", ["partail", "", "9", "vision"])
def test_a_line_of_a_pipe_that_means_nothing_is_the_last_one(filled, file, text):
    """The next line might answer another question than the one it was meant for."""
    called = filled(file, f"3\n{text}\n1\n")
    assert called.code == 2
    assert "line 2 could not be used, and no line behind it was read" in called.err
    assert load_assessment(file).ratings["training"].level is None
    assert load_assessment(file).ratings["vision"].level == "in-place"


@pytest.mark.usefixtures("typed")
def test_a_person_is_asked_again(filled, file):
    """With the nearest that might have been meant."""
    called = filled(file, "partail\n\x1b[D\npartial\nn\na\x1b[Db\nq\n")
    assert called.code == 0
    assert "'partail' is no answer here: did you mean 'partial'?" in called.out
    assert "holds characters that are no text" in called.out
    assert load_assessment(file).ratings["vision"].level == "partial"
    assert load_assessment(file).ratings["training"].note == ""


@pytest.mark.usefixtures("typed")
def test_a_line_without_end_is_not_taken(filled, file):
    """And what follows it is a line of its own."""
    called = filled(file, f"n\n{'x' * 50_000}\n3\nq\n")
    assert "that line is too long" in called.out
    assert load_assessment(file).ratings["vision"].level == "in-place"


def test_parts_are_rated_one_by_one(filled, files):
    """What is left open stays open, and each is saved at once."""
    framework = files("parts.yaml", PARTS)
    file = files("a.yaml", "framework: parts\n")
    called = filled(file, "p\n2\ns\nq\n", framework=framework)
    assert called.code == 0
    assert dict(load_assessment(file).ratings["vision"].criteria) == {"one": "partial"}
    assert "Parts (p): One and Two." in called.out
    assert "2 of 2" in called.out


def test_what_applies_to_everybody_cannot_be_left_out(filled, files):
    """And a question without parts has none to rate."""
    framework = files("parts.yaml", PARTS)
    file = files("a.yaml", "framework: parts\n")
    assert "applies to everybody" in filled(file, "s\nx\n", framework=framework).err
    assert "this one has no parts" in filled(file, "s\np\n", framework=framework).err


def test_evidence_is_named_by_id_or_as_something_new(filled, files):
    """A new one stands in the register; one that looks like another is not guessed."""
    framework = files("parts.yaml", PARTS)
    file = files("a.yaml", "framework: parts\nevidence: {board-minutes: {title: Minutes of the board}}\n")
    called = filled(file, "e\nMinutes of the Board\ne\nEquity plan, 2026\nq\n", framework=framework)
    assert (called.code, called.err) == (0, "")
    made = load_assessment(file)
    assert made.ratings["vision"].evidence == ("board-minutes", "equity-plan-2026")
    assert made.evidence["equity-plan-2026"].title == "Equity plan, 2026"
    assert "added: board-minutes" in called.out
    again = filled(file, "e\nboard-mintes\n", framework=framework)
    assert again.code == 2
    assert "did you mean 'board-minutes'?" in again.out


def test_a_respondent_answers_for_themselves(filled, files):
    """They are listed, see nothing of others, and what the file said itself becomes an answer."""
    file = files("a.yaml", "framework: mini\nid: own\nratings: {vision: sustained}\n")
    called = filled(file, "1\nq\n", "--respondent", "ann")
    assert called.code == 0
    assert "Said so far" not in called.out
    assert "What the file said itself now stands as the answers of 'own'." in called.out
    made = load_assessment(file)
    assert [each.id for each in made.respondents] == ["own", "ann"]
    assert {who: answer.level for who, answer in made.ratings["vision"].answers.items()} == {
        "own": "sustained",
        "ann": "planned",
    }
    assert made.ratings["vision"].answers["ann"].imported is None


def test_a_role_is_asked_its_own(filled, files):
    """As somebody: an answer without a name would be nobody's."""
    framework = files("parts.yaml", PARTS)
    file = files("a.yaml", "framework: parts\n")
    assert "--respondent ID says who answers" in filled(file, "", "--role", "finance", framework=framework).err
    called = filled(file, "2\n", "--role", "finance", "--respondent", "cfo", framework=framework)
    assert "1 of 1 answered" in called.out
    (cfo,) = load_assessment(file).respondents
    assert (cfo.role, cfo.asked) == ("finance", ("all",))


def test_the_owner_does_not_speak_for_respondents(filled, files):
    """What they answer is theirs."""
    file = files("a.yaml", "framework: mini\nrespondents: [{id: ann}]\nratings: {vision: {answers: {ann: partial}}}\n")
    before = file.read_text()
    called = filled(file, "b\n3\n")
    assert called.code == 2
    assert "Here respondents answer it" in called.out
    assert file.read_text() == before


def test_a_file_that_is_not_there_says_how_to_begin(call, tmp_path):
    """And standard input is none to write into."""
    called = call("fill", tmp_path / "none.yaml")
    assert called.code == 2
    assert f"`equity-blocks init FRAMEWORK -o {tmp_path / 'none.yaml'}` begins one" in called.err
    assert "fill writes into a file: name one" in call("fill", "-").err


def _meanwhile(monkeypatch, file, text):
    """Let somebody else save the file once, while an answer is on its way."""
    changed, left = fill._changed, [text]

    def changing(*args):
        made = changed(*args)
        if left:
            file.write_text(left.pop())
        return made

    monkeypatch.setattr(fill, "_changed", changing)


THEIRS = "framework: mini\nratings: {training: sustained}  # theirs\n"


def test_a_second_writer_is_told_in_a_pipe(filled, file, monkeypatch):
    """Their file stays as they saved it, and the answer is named."""
    _meanwhile(monkeypatch, file, THEIRS)
    called = filled(file, "3\n1\n")
    assert called.code == 2
    assert "was changed by somebody else since it was read" in called.err.replace("\n", " ")
    assert "Not saved yet: Vision: level in-place." in called.err
    assert file.read_text() == THEIRS


@pytest.mark.usefixtures("typed")
def test_a_person_may_read_it_again_and_lose_nothing(filled, file, monkeypatch):
    """Both answers stand in the file."""
    _meanwhile(monkeypatch, file, THEIRS)
    called = filled(file, "3\ny\n")
    assert called.code == 0
    assert file.read_text() == "framework: mini\nratings: {vision: in-place, training: sustained}  # theirs\n"


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize(("answer", "level"), [("y", "in-place"), ("n", "planned")])
def test_of_two_answers_to_one_question_a_person_decides(filled, file, monkeypatch, answer, level):
    """Both are shown."""
    _meanwhile(monkeypatch, file, "framework: mini\nratings: {vision: planned}\n")
    called = filled(file, f"3\ny\n{answer}\nq\n")
    assert "Vision was answered meanwhile: Planned." in called.out
    assert load_assessment(file).ratings["vision"].level == level


@pytest.mark.usefixtures("typed")
def test_an_answer_may_be_left_out(filled, file, monkeypatch):
    """Theirs stays."""
    _meanwhile(monkeypatch, file, THEIRS)
    called = filled(file, "3\nn\nq\n")
    assert "Left out: Vision: level in-place." in called.out
    assert file.read_text() == THEIRS


class _Interrupted(io.BytesIO):
    """A line, and then somebody presses Ctrl-C."""

    def readline(self, size=-1, /):
        line = super().readline(size)
        if not line:
            raise KeyboardInterrupt
        return line


def test_an_interruption_keeps_what_was_answered(capsys, monkeypatch, file, mini):
    """It says so, and gives the code of an interruption."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(_Interrupted(b"3\n")))
    code = equity_blocks.cli.app.run(["fill", str(file), "--framework", str(mini)])
    assert code == 130
    assert capsys.readouterr().out.endswith("the same command goes on with the first of them.\n")
    assert load_assessment(file).ratings["vision"].level == "in-place"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_killed_at_any_moment_the_file_holds_whole_answers(files, mini, tmp_path, filled):
    """Those up to some question, and never a part of one."""
    file = files("a.yaml", TEXT)
    states = [TEXT]
    for line in ("3\n", "1\n"):
        filled(file, line)
        states.append(file.read_text())
    command = [sys.executable, "-m", "equity_blocks", "fill", str(file), "--framework", str(mini)]
    environment = {**os.environ, "PYTHONPATH": str(Path(equity_blocks.__file__).parents[1])}
    begun = time.monotonic()
    file.write_text(TEXT)
    subprocess.run(command, env=environment, input=b"3\n1\n", check=True, capture_output=True)
    took = time.monotonic() - begun
    assert file.read_text() == states[-1]
    chance = random.Random(16)
    for _ in range(KILLS):
        file.write_text(TEXT)
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        process.stdin.write(b"3\n1\n")
        process.stdin.close()
        time.sleep(took * chance.uniform(0.5, 1.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert file.read_text() in states
    file.write_text(TEXT)
    assert filled(file, "3\n").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "mini.yaml"]


KILLS = int(os.environ.get("EQUITY_BLOCKS_KILLS") or 10)
