"""Runs the examples of README.md and docs/: Python, commands with what they print, and the files they speak of.

Each page runs in a temporary folder of its own that holds a copy of `assessments/` and `docs/examples/`.

* `python` blocks run; where they show `>>>`, the output is compared.
* `console` blocks run each `$ equity-blocks ...` in this process and compare what it prints; `...` stands for whatever
  is cut. `$ echo $?` shows the exit code. The block without `$` in README.md is for people and is not run.
* `yaml` blocks write the file that their first line names: `# a.yaml`, `# a.yaml, continued` for what comes at its end,
  `# a.yaml, edited` for entries that replace those of the same name.
"""

import contextlib
import io
import re
import shlex
import shutil
import tempfile
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from equity_blocks.cli.app import run

ROOT = Path(__file__).resolve().parent
_FILE = re.compile(r"# (?P<name>[\w./-]+\.yaml)(?:, (?P<how>continued|edited))?\n")
_ENTRY = re.compile(r"^ {2}(?=[\w-]+:)", re.MULTILINE)


def _open(namespace: dict[str, Any]) -> None:
    folder = tempfile.mkdtemp()
    shutil.copytree(ROOT / "assessments", Path(folder) / "assessments")
    shutil.copytree(ROOT / "docs" / "examples", Path(folder) / "docs" / "examples")
    changes = pytest.MonkeyPatch()
    changes.chdir(folder)
    changes.setenv("COLUMNS", "80")
    changes.setenv("NO_COLOR", "1")
    changes.delenv("FORCE_COLOR", raising=False)
    namespace.update(_folder=folder, _changes=changes, _code=0)


def _close(namespace: dict[str, Any]) -> None:
    namespace["_changes"].undo()
    shutil.rmtree(namespace["_folder"])


def _console(example: Example) -> str | None:
    commands = re.split(r"^\$ ", str(example.parsed), flags=re.MULTILINE)[1:]
    if not commands and Path(example.path).name != "README.md":
        return "a console block needs a line that starts with '$ '"
    for command in commands:
        line, _, wanted = command.partition("\n")
        printed = _printed(shlex.split(line), example.namespace)
        if not OutputChecker().check_output(_trimmed(wanted), _trimmed(printed), ELLIPSIS):
            return f"$ {line}\n-- expected:\n{wanted}\n-- printed:\n{printed}"
    return None


def _printed(words: list[str], namespace: dict[str, Any]) -> str:
    if words == ["echo", "$?"]:
        return f"{namespace['_code']}\n"
    if words[:1] != ["equity-blocks"]:
        message = f"only equity-blocks can be run here, not {words[0]}"
        raise ValueError(message)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        namespace["_code"] = run(words[1:])
    return out.getvalue()


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


def _yaml(example: Example) -> str | None:
    text = str(example.parsed)
    first = _FILE.match(text)
    if not first:
        return "the first line of a yaml block names its file: '# a.yaml', with ', continued' or ', edited'"
    path, how, rest = Path(first["name"]), first["how"], text[first.end() :]
    path.parent.mkdir(parents=True, exist_ok=True)
    if how == "edited":
        return _edit(path, rest)
    path.write_text((path.read_text(encoding="utf-8") if how else "") + rest, encoding="utf-8")
    return None


def _edit(path: Path, entries: str) -> str | None:
    """Replace the entries of one indentation step, each known by its key, as a person does in an editor."""
    text = path.read_text(encoding="utf-8")
    for entry in filter(str.strip, _ENTRY.split(entries)):
        key = entry.partition(":")[0]
        text, count = re.subn(
            rf"^ {{2}}{key}:.*$", lambda _, entry=entry: f"  {entry.rstrip()}", text, flags=re.MULTILINE
        )
        if count != 1:
            return f"{path} has {count} entries '{key}'"
    path.write_text(text, encoding="utf-8")
    return None


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        CodeBlockParser(language="console", evaluator=_console),
        CodeBlockParser(language="yaml", evaluator=_yaml),
    ],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    setup=_open,
    teardown=_close,
).pytest()
