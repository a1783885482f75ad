import csv
import io
import json
import os
import subprocess
import sys

import pytest
from rich.cells import cell_len

from equity_blocks.cli.output import working
from equity_blocks.errors import STEERING

SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")
FRAMEWORKS = ("ahe-roadmap", "chcs-acap", "hcplan-apm", "ric-iccop", "rise-to-health-payers")
TABLES = [
    ["frameworks"],
    *(["score", f"assessments/{name}.yaml"] for name in SAMPLES),
    *(["plan", f"assessments/{name}.yaml"] for name in SAMPLES),
    ["plan", "assessments/riverbend-2026.yaml", "--all"],
    *([command, name] for command in ("show", "graph") for name in FRAMEWORKS),
    ["compare", "assessments/riverbend-2025.yaml", "assessments/riverbend-2026.yaml"],
    *(["evidence", f"assessments/{name}.yaml"] for name in SAMPLES),
    ["show", "hcplan-apm", "financial-incentives"],
    ["graph", "ahe-roadmap", "--soft"],
]
NOTICE = (
    "Self-reported and not validated; not an accreditation, audit or benchmark; not endorsed by the source's "
    "publisher; prerequisites, weights and effort are editorial."
)


@pytest.mark.parametrize("args", TABLES, ids=" ".join)
def test_tables_fit_80_columns(call, args):
    """No line is longer, none ends in spaces, and the last words are the notice where something was measured."""
    called = call(*args)
    assert (called.code, called.err) == (0, "")
    lines = called.out.split("\n")
    assert [line for line in lines if cell_len(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert called.out.endswith("\n")
    assert not called.out.endswith("\n\n")
    assert " ".join(called.out.split()).endswith(NOTICE) or args == ["frameworks"]


def test_a_wide_terminal_is_not_filled(call, monkeypatch):
    """Lines past 110 columns are hard to read, so there are none; but more than 80 are used."""
    monkeypatch.setenv("COLUMNS", "300")
    widths = [cell_len(line) for line in call("plan", "assessments/lakeside-rise.yaml").out.splitlines()]
    assert 80 < max(widths) <= 110


@pytest.mark.parametrize(
    "args",
    [
        ["frameworks"], ["score", "assessments/riverbend-2026.yaml"], ["plan", "assessments/riverbend-2026.yaml"],
        ["show", "ahe-roadmap"], ["show", "ahe-roadmap", "team-charter"], ["graph", "ahe-roadmap"],
        ["lint", "ahe-roadmap"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_json_is_one_document_and_nothing_else(call, args):
    """It is strict JSON: no NaN, no infinity, no words around it."""
    called = call(*args, "--format", "json")
    assert (called.code, called.err) == (0, "")
    assert json.loads(called.out, parse_constant=pytest.fail) is not None


@pytest.mark.parametrize("args", [args for args in TABLES if args[0] != "graph"], ids=" ".join)
def test_markdown_tables_are_whole(call, args):
    """It starts with its title, all rows of a table have as many cells as its head, and the notice ends it."""
    called = call(*args, "--format", "markdown")
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("# ")
    _tables_are_whole(called.out)
    assert called.out.endswith(f"\n\n_{NOTICE}_\n") or args == ["frameworks"]


def _tables_are_whole(markdown):
    widths = []
    for line in markdown.split("\n"):
        if line.startswith("|"):
            widths.append(line.replace("\\|", "").count("|"))
        else:
            assert len(set(widths)) <= 1, line
            widths = []


def _strange(text):
    """Characters that a terminal may act on, or that turn text round; line breaks are none."""
    return [character for character in text if ord(character) in STEERING]


@pytest.mark.parametrize("command", ["score", "plan", "evidence", "show", "show sum", "graph"])
@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_text_of_files_holds_no_control_characters(call, hostile, command, form):
    """No escape, bell or carriage return from a title reaches the reader, and no line outgrows the terminal."""
    is_list = not command.startswith(("show", "graph"))
    other = {"markdown": "mermaid" if command == "graph" else "markdown", "csv": "csv" if is_list else "table"}
    called = call(*_on(hostile, command), "--format", other.get(form, form))
    assert (called.code, called.err) == (0, "")
    assert _strange(called.out) == []
    if form == "table":
        assert [line for line in called.out.split("\n") if cell_len(line) > 80] == []


def _on(hostile, command):
    framework, ratings = hostile
    name, *more = command.split()
    return [name, framework, *more] if name in ("show", "graph") else [name, ratings, "--framework", framework]


def test_a_terminal_gets_no_escapes_from_files(process, hostile):
    """On a real terminal, where colours are drawn, the escapes in titles and names do not arrive."""
    written = _on_a_terminal(process, *_on(hostile, "score"))
    assert "\x1b[1m" in written  # the title of the report is drawn bold by us
    for escape in ("\x1b[31m", "\x1b[2J", "\x1b[5m", "\x1b]", "\x07"):
        assert escape not in written


def test_a_terminal_gets_no_escapes_from_problems(process, files):
    """Messages quote what stands in a file, but not its escapes."""
    path = files("a.yaml", 'framework: hcplan-apm\n"\\e[31mkey\\e]0;pwned\\a": 1\n')
    written = _on_a_terminal(process, "validate", path)
    assert "1 problem" in written
    assert _strange(written.replace("\r\n", "\n")) == []


def _on_a_terminal(process, *args):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    try:
        done = process(*args, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    finally:
        os.close(theirs)
    assert done.returncode in (0, 2)
    written = b""
    try:
        while part := os.read(ours, 65536):
            written += part
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(ours)
    return written.decode()


def test_square_brackets_are_no_markup(call, hostile):
    """Titles are shown as they are written."""
    assert "[bold]x[/bold]" in call(*_on(hostile, "show")).out
    assert "[red]Role[/red]" in call(*_on(hostile, "show sum")).out
    assert "[bold]Org[/bold]" in call(*_on(hostile, "score")).out


@pytest.mark.parametrize("command", ["score", "plan", "show"])
def test_no_title_breaks_a_markdown_table(call, hostile, command):
    """Bars and line breaks stay inside their cells, and tags are text."""
    out = call(*_on(hostile, command), "--format", "markdown").out
    _tables_are_whole(out)
    assert "<b>" not in out
    assert "</b>" not in out


@pytest.mark.parametrize("command", ["score", "plan"])
def test_no_title_breaks_csv_or_runs_as_a_formula(call, hostile, command):
    """Each practice is one row, and no cell starts like a formula unless it is a number."""
    called = call(*_on(hostile, command), "--format", "csv")
    assert (called.code, called.err) == (0, "")
    head, *rows = csv.reader(io.StringIO(called.out, newline=""))
    assert {row[head.index("practice")] for row in rows} <= {"sum", "bell", "break", "markup"}
    assert {len(row) for row in rows} == {len(head)}
    assert all(_is_number(cell) for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r")))
    assert "'=1+1" in {row[head.index("title")] for row in rows}


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_work_is_shown_on_a_terminal_only(monkeypatch, capsys):
    """A bar and the time on standard error, gone afterwards; nothing in a pipe, where it would only be in the way."""
    with working("Planning"):
        pass
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with working("Planning"):
        pass
    out, err = capsys.readouterr()
    assert (out, "Planning" in err) == ("", True)


def test_csv_holds_the_table_that_is_asked_for(call):
    """By its name, which is refused with the nearest one where there is none, and only CSV has several."""
    sample = "assessments/riverbend-2026.yaml"
    called = call("score", sample, "--format", "csv", "--table", "blocks")
    assert (called.code, called.out.count("\n")) == (0, 6)
    assert (
        "has no table 'blcoks' (did you mean 'blocks'?)"
        in call("score", sample, "--format", "csv", "--table", "blcoks").err
    )
    assert "--table chooses what CSV holds" in call("score", sample, "--table", "blocks").err
