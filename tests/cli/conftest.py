"""How these tests call the command line, and a framework whose every text tries to be more than text."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import equity_blocks
from equity_blocks.cli.app import run

MINI = """\
id: mini
title: Mini
scale: implementation
blocks:
  - id: people
    title: People
    practices:
      - {id: vision, title: Vision, question: Is there a vision?}
      - id: training
        title: Training
        question: Is there training?
        requires: [{practice: vision, why: Training needs a vision to teach.}]
"""
HOSTILE = r"""
id: hostile
title: "[bold]T[/bold] \e[31mred\e[0m \e]0;pwned\a \u202e\u2066\u200f"
scale: implementation
roles: {r: "[red]Role[/red]"}
blocks:
  - id: b
    title: "B\n%% c | <b>x</b>"
    practices:
      - {id: sum, title: "=1+1", question: "=2+2", summary: "- an item", roles: [r]}
      - {id: bell, title: "x\a\e[2J\ny | z", question: "x\b\x9b31m\u2028\ufeff"}
      - {id: break, title: "a\rb", question: q}
      - id: markup
        title: "[bold]x[/bold] \"q\" `y` </b>"
        question: q
        requires: [{practice: sum, why: "[link=x]w[/link]"}]
"""
HOSTILE_RATINGS = r"""
framework: hostile
organization: {id: o, name: "[bold]Org[/bold]\e[2J\n=1"}
as_of: 2026-01-01
ratings: {sum: partial, bell: planned, break: in-place, markup: {level: in-place, owner: "\e[5m=cmd"}}
"""


class Called(NamedTuple):
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch):
    """Give every test a terminal of 80 columns, whatever this one is."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "EQUITY_BLOCKS_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def call(capsys, monkeypatch):
    """Give a function that calls the command line and says how it ended and what it wrote."""

    def calling(*args, stdin=""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = run([str(arg) for arg in args])
        return Called(code, *capsys.readouterr())

    return calling


@pytest.fixture
def document(call):
    """Give a function that asks for JSON and reads it; what was asked once is not asked again."""

    def asking(*args):
        if args not in _ASKED:
            called = call(*args, "--format", "json")
            assert (called.code, called.err) == (0, "")
            _ASKED[args] = json.loads(called.out, parse_constant=pytest.fail)
        return _ASKED[args]

    return asking


_ASKED = {}


@pytest.fixture
def files(tmp_path):
    """Give a function that writes a text into a file of an empty folder."""

    def writing(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writing


@pytest.fixture
def mini(files):
    """Give the path of a framework with two practices, of which the second needs the first."""
    return files("mini.yaml", MINI)


@pytest.fixture
def hostile(files):
    """Give the paths of a framework and an assessment full of markup, escapes, line breaks and formulas."""
    return files("hostile.yaml", HOSTILE), files("ratings.yaml", HOSTILE_RATINGS)


@pytest.fixture
def process():
    """Give a function that starts `python -m equity_blocks` in a process of its own."""

    def starting(*args, **options):
        source = str(Path(equity_blocks.__file__).parents[1])
        environment = {**os.environ, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", "equity_blocks", *map(str, args)]
        return subprocess.run(command, env=environment, check=False, **options)

    return starting
