"""The Python of the README and of the pages that are no methods, and the public names, as type checkers see them."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from doctest import DocTestParser, Example
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("docs/how-to/*.md"))]
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def python_of(page: Path) -> str:
    """Put the Python of a page together as one module, line by line at the same numbers.

    Examples that end in a traceback are left out: some show what a type checker refuses as well.
    """
    text = page.read_text(encoding="utf-8")
    lines = [""] * text.count("\n")
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1))
        parts = DocTestParser().parse(block[1]) if ">>>" in block[1] else [Example(block[1], "")]
        for part in parts:
            if isinstance(part, Example) and not part.exc_msg:
                source = part.source.rstrip("\n").split("\n")
                lines[first + part.lineno : first + part.lineno + len(source)] = source
    return "\n".join([*lines, ""])


def _name(page: Path) -> str:
    return "_".join(page.relative_to(ROOT).with_suffix("").parts).replace("-", "_")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's project: a module for each page that has Python, and what `tests/typing` says of the public names."""
    folder = tmp_path_factory.mktemp("project")
    for page in PAGES:
        if (source := python_of(page)).strip():
            (folder / f"{_name(page)}.py").write_text(source, encoding="utf-8")
    for source in (ROOT / "tests" / "typing").glob("*.py"):
        shutil.copy(source, folder)
    return folder


def test_mypy_is_content_without_a_plugin(project: Path):
    """With nothing but `--strict`."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "."]
    env = {**os.environ, "MYPYPATH": str(ROOT / "src"), "MYPY_CACHE_DIR": str(ROOT / ".mypy_cache" / "pages")}
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0), done.stdout + done.stderr


@pytest.mark.skipif(not importlib.util.find_spec("pyright"), reason="pyright is not installed (extra: test)")
def test_pyright_is_content(project: Path):
    """Strict, but for a bare expression, whose value an example shows."""
    settings = {
        "extraPaths": [str(ROOT / "src")],
        "typeCheckingMode": "strict",
        "reportUnusedExpression": "none",
    }
    (project / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == len([*project.glob("*.py")])
    assert "\n".join(map(_line, report["generalDiagnostics"])) == ""


def _line(problem: dict[str, Any]) -> str:
    return f"{Path(problem['file']).name}:{problem['range']['start']['line'] + 1}: {problem['message']}"
