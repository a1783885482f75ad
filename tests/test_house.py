import ast
import re
import shutil
import subprocess
import sys
import tokenize
import tomllib
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from equity_blocks.model.noun import Noun
from equity_blocks.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "equity_blocks"
WINGS = ("files", "engine", "reports", "exchange")
MODULES = sorted(PACKAGE.rglob("*.py"))
TEXTS = sorted(
    path
    for folder in ("src", "tests", "frameworks", "assessments", "docs", "benchmarks")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".yaml", ".json", ".md", ".txt", ".toml") and "__pycache__" not in path.parts
) + [ROOT / name for name in ("README.md", "CHANGELOG.md", "pyproject.toml")]


def _name(path):
    return str(path.relative_to(ROOT))


def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(path):
    return {ast.unparse(node.func): node.lineno for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)}


def test_the_contract_of_the_house_is_kept():
    """import-linter reads it from pyproject.toml: one roof, four wings that do not talk, one ground."""
    lint_imports = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if lint_imports is None:
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([lint_imports, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


def test_the_contract_names_every_room():
    """A new folder or ground module has to be given its floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = contracts[0]["layers"]
    named = {part.strip().removeprefix("equity_blocks.") for layer in layers for part in layer.split("|")}
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == rooms - {"__init__", "__main__"}
    assert set(WINGS) == {part.strip().removeprefix("equity_blocks.") for part in layers[1].split("|")}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_wing_imports_no_other(path):
    """Read from the source itself, imports inside functions included."""
    room = path.relative_to(PACKAGE).parts[0]
    if room not in (*WINGS, "model"):
        return
    imported = [node.module or "" for node in ast.walk(_tree(path)) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(_tree(path)) if isinstance(node, ast.Import) for alias in node.names]
    others = [f"equity_blocks.{other}" for other in (*WINGS, "cli") if other != room]
    assert [name for name in imported if name.startswith(tuple(others))] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in ("__init__", "__main__")], ids=_name)
def test_a_module_has_a_test_module(path):
    """The tests mirror the source: src/equity_blocks/<wing>/<module>.py, tests/<wing>/test_<module>.py."""
    inside = path.relative_to(PACKAGE)
    assert (ROOT / "tests" / inside.parent / f"test_{inside.name}").is_file()


def test_a_test_module_has_a_module():
    """What is tested is still there; tests of the whole stand at the top."""
    folders = [ROOT / "tests" / room for room in (*WINGS, "model", "cli")]
    tested = [path for folder in folders for path in folder.rglob("test_*.py")]
    lost = [
        _name(path)
        for path in tested
        if not (PACKAGE / path.relative_to(ROOT / "tests").parent / path.name.removeprefix("test_")).is_file()
    ]
    assert lost == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_everything_public_has_a_docstring(path):
    """Modules, classes, functions and methods whose names have no underscore in front."""
    tree = _tree(path)
    assert ast.get_docstring(tree)
    assert _without_docstring(tree) == []


def _without_docstring(node):
    missing = []
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef) and not child.name.startswith("_"):
            decorators = [ast.unparse(decorator) for decorator in child.decorator_list]
            if not ast.get_docstring(child) and "overload" not in decorators and not _overrides(node):
                missing.append(child.name)
            if isinstance(child, ast.ClassDef):
                missing += _without_docstring(child)
    return missing


def _overrides(node):
    """Say whether a class is one of our own that only fills in what its base class has described."""
    return isinstance(node, ast.ClassDef) and node.name.startswith("_")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_roof_speaks_and_ends(path):
    """No print, no writing to standard output, no exit outside cli."""
    calls = _calls(path)
    assert "print" not in calls
    if path.relative_to(PACKAGE).parts[0] != "cli":
        spoken = ("sys.exit", "exit", "quit", "sys.stdout.write", "sys.stderr.write", "click.echo", "logging.warning")
        assert [name for name in calls if name in spoken] == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_file_is_seen_at_a_glance(path):
    """A number that is off asks a question: does a file of more than 400 lines do two things?"""
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{_name(path)} has {lines} lines: does it do two things? Then each gets a file of its own."


def test_small_files_are_few():
    """What belongs together stands together: at most 35 files, those of packages included, under 60 lines.

    Sections and pictures of the report are found by their files, one each, however little one has to say.
    """
    one_each = (PACKAGE / "reports" / "sections", PACKAGE / "reports" / "pictures")
    files = [path for path in MODULES if path.parent not in one_each]
    small = [_name(path) for path in files if path.read_text(encoding="utf-8").count("\n") < 60]
    assert len(small) <= 35, small


def test_functions_are_short():
    """In lines of code: comments, blank lines and docstrings aside, fewer than 9 in the mean, and 9 of 10 under 18."""
    sizes = sorted(size for path in MODULES for size in _function_sizes(path))
    assert sum(sizes) / len(sizes) < 9
    assert sizes[len(sizes) * 9 // 10] < 18


def _function_sizes(path):
    """Count the lines of code of every function in a module."""
    aside = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    with tokenize.open(path) as file:
        tokens = [token for token in tokenize.generate_tokens(file.readline) if token.type not in aside]
    code = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    nodes = list(ast.walk(_tree(path)))
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            code.difference_update(range(node.lineno, node.end_lineno + 1))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return [len(code.intersection(range(node.lineno, node.end_lineno + 1))) for node in functions]


def _imported(path, known):
    """Name the modules of ours that a module imports, also inside functions and for type checkers only."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & known
            yield from inner or {node.module} & known
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & known


def test_no_module_imports_itself_over_others():
    """No import circle, however an import is hidden: a module can be read with what lies below it."""
    modules = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    known = modules.keys() - {"equity_blocks"}  # the face names everything, and imports what is asked for
    sorter = TopologicalSorter({name: set(_imported(modules[name], known)) - {name} for name in known})
    sorter.prepare()


def test_every_field_says_what_it_means():
    """No noun has a field without a description; schemas, reference and errors read it."""
    for path in (PACKAGE / "model").glob("*.py"):
        import_module(f"equity_blocks.model.{path.stem}")
    kinds, silent = [Noun], []
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("equity_blocks."):
            fields = kind.__pydantic_fields__.items()
            silent += [f"{kind.__name__}.{name}" for name, field in fields if not field.description]
    assert silent == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"])
def test_nothing_is_left_for_later(word):
    """What is not done is not promised in a comment."""
    assert [_name(path) for path in TEXTS if re.search(rf"\b{word}", _text(path))] == []


def _text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_file_knows_this_machine():
    """Paths from the root of somebody's disk mean nothing elsewhere."""
    place = re.compile(r"(?<![\w.:/<-])/(?:home|work|tmp|root|Users|mnt|opt|private)/\w")
    assert [_name(path) for path in [*TEXTS, ROOT / ".ci" / "run"] if place.search(_text(path))] == []


def _readme_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first, *_ = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return first.splitlines()


def test_the_readme_shows_two_commands():
    """One to try it, one to test it, each of them a line that can be copied."""
    first, second = _readme_commands()
    assert first.startswith("python3 -m venv .venv && ")
    assert "equity-blocks plan assessments/riverbend-2026.yaml" in first
    assert second.startswith(".venv/bin/pip install ")


def test_ci_runs_the_readme_command():
    """What a newcomer types is what has to hold before a change lands, only in another environment."""
    lines = [line.strip() for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()]
    for part in _readme_commands()[1].split(" && "):
        assert part.replace(".venv/bin/", '"$scratch/venv/bin/', 1).replace(" ", '" ', 1) in lines


def test_the_sample_of_the_readme_is_there():
    """A first command that fails would be the last."""
    sample = re.search(r"assessments/\S+\.yaml", _readme_commands()[0])
    assert sample
    assert (ROOT / sample[0]).is_file()


def test_the_version_stands_in_one_place():
    """No other module repeats it."""
    assert [_name(path) for path in MODULES if VERSION in _text(path)] == ["src/equity_blocks/version.py"]
