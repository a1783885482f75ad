import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import equity_blocks
from equity_blocks.cli.app import run
from equity_blocks.cli.streams import Output, say, standard_streams
from equity_blocks.errors import FileAccessError
from equity_blocks.files.yaml_reader import read_yaml

SAMPLE = "assessments/riverbend-2026.yaml"
SHELL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
CLOSED = "standard output cannot be written: it is closed\n"
FULL = "standard output cannot be written: No space left on device\n"


@pytest.fixture
def shell():
    """Give a function that runs a line in a shell, in which `eb` is the command."""

    def running(line, **environment):
        source = str(Path(equity_blocks.__file__).parents[1])
        eb = f'eb() {{ "{sys.executable}" -m equity_blocks "$@"; }}; set -o pipefail; {line}'
        given = {**os.environ, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", **environment}
        given.pop("PYTHONUNBUFFERED", None)
        return subprocess.run(["bash", "-c", eb], env=given, capture_output=True, text=True, check=False)

    return running


@SHELL
@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("eb frameworks 2>&- >/dev/null", 0, ""),
        ("eb score nowhere.yaml 2>&-", 2, ""),
        ("eb nonsense 2>/dev/full", 2, ""),
        ("eb frameworks >&-", 2, CLOSED),
        ("eb --help >&-", 2, CLOSED),
        ("eb frameworks <&- >&- 2>&-", 2, ""),
        ("eb frameworks >/dev/full", 2, FULL),
        ("eb graph hcplan-apm --format json >/dev/full", 2, FULL),
        (f"eb lint {SAMPLE} >/dev/full", 2, FULL),
        ("eb --version >/dev/full 2>&1", 2, ""),
        ("eb score - <&-", 2, "standard input cannot be read: it is closed\n"),
        ("eb score - </dev/zero", 2, "<stdin>:1:1: the file is larger than 20 MB\n"),
        ("eb graph hcplan-apm --format json | head -c 1", 0, ""),
        (f"eb lint {SAMPLE} | true", 1, ""),
        (f"eb validate nowhere.yaml {SAMPLE} 2>&1 | true", 2, ""),
    ],
)  # fmt: skip
def test_streams_that_are_closed_full_or_left(shell, line, code, words):
    """What fails is said where a stream is left to say it, and never ends like what is fine, or like findings."""
    done = shell(line)
    assert (done.returncode, done.stderr) == (code, words)


@SHELL
def test_the_encoding_of_the_environment_is_kept(shell):
    """Also one of letters without accents, which would not hold what a table holds."""
    done = shell(f"eb plan {SAMPLE}", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "partial ->" in done.stdout
    assert "?" not in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "shift_jis", "utf-16"])
def test_every_encoding_holds_every_report(encoding, monkeypatch, hostile):
    """Tables keep their columns, JSON and YAML their data; and nothing is an internal error."""

    def written(*args):
        raw = io.BytesIO()
        monkeypatch.setattr("sys.stdout", Output(io.TextIOWrapper(raw, encoding), must_arrive=True))
        assert run([*map(str, args)]) == 0
        return raw.getvalue().decode(encoding).replace("\r\n", "\n")

    (row,) = (line for line in written("plan", SAMPLE).splitlines() if "Education for Data" in line)
    assert row.endswith(" 5     1")
    for form in ("markdown", "csv"):
        assert "Education for Data Collectors" in written("plan", SAMPLE, "--format", form)
    shown = json.loads(written("show", hostile[0], "--format", "json"))
    assert shown["title"] == "[bold]T[/bold] \x1b[31mred\x1b[0m \x1b]0;pwned\x07 \u202e\u2066\u200f"
    assert "\ufeff" not in written("graph", hostile[0], "--format", "mermaid")
    assert read_yaml(written("init", "hcplan-apm"), "a.yaml").data["framework"] == "hcplan-apm"


class _Full(io.StringIO):
    def write(self, _text):
        raise OSError(28, "No space left on device")


class _Left(io.StringIO):
    def flush(self):
        raise BrokenPipeError


def test_what_must_arrive_and_does_not_is_told_each_time():
    """Whoever swallows the first error meets the next."""
    for stream, why in ((None, "it is closed"), (_Full(), "No space left on device")):
        output = Output(stream, must_arrive=True)
        output.write("")
        output.flush()
        for _ in range(2):
            with pytest.raises(FileAccessError, match=f"^standard output cannot be written: {why}$"):
                output.write("a")
        with pytest.raises(FileAccessError):
            output.flush()


def test_what_may_be_lost_is_lost_in_silence():
    """Nobody is left to hear it."""
    for stream in (None, _Full(), _Left()):
        output = Output(stream, must_arrive=False)
        assert output.write("a") == 1
        output.flush()
        assert not output.isatty()


def test_a_reader_that_has_gone_is_no_error():
    """What follows is dropped."""
    output = Output(_Left(), must_arrive=True)
    output.write("a")
    output.flush()
    assert output.write("b") == 1
    output.flush()


def test_a_stream_that_a_part_of_the_program_closed_is_told():
    """As one that was closed from the beginning."""
    stream = io.StringIO()
    stream.close()
    with pytest.raises(FileAccessError, match="closed file"):
        Output(stream, must_arrive=True).write("a")


def test_only_text_is_written():
    """Whoever writes bytes is told at once."""
    with pytest.raises(TypeError, match="only text"):
        Output(io.StringIO(), must_arrive=True).write(b"")


def test_characters_that_the_encoding_cannot_hold_come_near():
    """Whatever the stream would have done about them."""
    raw = io.BytesIO()
    output = Output(io.TextIOWrapper(raw, "ascii", errors="strict"), must_arrive=True)
    output.write("a \u2192 \u00e9 \udcff")
    output.flush()
    assert raw.getvalue() == b"a -> e ?"
    assert (output.encoding, Output(None, must_arrive=True).encoding) == ("ascii", "utf-8")


def test_the_streams_are_put_back():
    """Also after an error."""
    kept = sys.stdout, sys.stderr
    with suppress(ZeroDivisionError), standard_streams():
        assert isinstance(sys.stdout, Output)
        assert isinstance(sys.stderr, Output)
        raise ZeroDivisionError
    assert (sys.stdout, sys.stderr) == kept


def test_a_sentence_cannot_steer_a_terminal(capsys):
    """What it quotes is shown with marks."""
    say("a\x1b[31m\u202eb")
    say(ValueError("c\x07"), err=True)
    assert capsys.readouterr() == ("a\ufffd[31m\ufffdb\n", "c\ufffd\n")
