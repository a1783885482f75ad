import ast
import doctest
import importlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import equity_blocks as eb

ROOT = Path(__file__).resolve().parent.parent
FACE = Path(eb.__file__)
SOURCE = FACE.parents[1]
HEAVY = {"typing", "pydantic", "yaml", "click", "rich", "networkx", "numpy"}
SAMPLE = "assessments/riverbend-2026.yaml"


def _stub():
    """Name -> the module it comes from, and the name it is given, as the stub tells type checkers and editors."""
    tree = ast.parse((FACE.parent / "__init__.pyi").read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: (node.module, alias.asname) for node in imports for alias in node.names}


def _python(code):
    """Run code in a Python that knows the package, and give what it prints."""
    start = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_all_names_what_type_checkers_see():
    """A public name stands once, in the stub, and is given on under its own name."""
    imports = _stub()
    assert set(eb.__all__) == set(imports)
    assert {name for name, (_, alias) in imports.items() if alias != name} == set()
    assert eb.__version__ == version("equity-blocks")


def test_everything_that_stands_in_a_public_noun_is_public():
    """Typed code can name whatever it takes out of a result, and build whatever goes into an input."""
    nouns = [kind for kind in map(eb.__getattr__, eb.__all__) if isinstance(kind, type) and issubclass(kind, eb.Noun)]
    inner = {part for noun in nouns for field in noun.model_fields.values() for part in _nouns_in(field.annotation)}
    assert len(nouns) > 100
    assert {kind.__name__ for kind in inner if getattr(eb, kind.__name__, None) is not kind} == set()


def _nouns_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, eb.Noun):
        yield annotation
    for part in get_args(annotation):
        yield from _nouns_in(part)


def test_all_is_sorted_and_has_no_doubles():
    """Classes first, then verbs, each in alphabetical order, as ASCII has them."""
    assert list(eb.__all__) == sorted(set(eb.__all__))
    assert dir(eb) == sorted([*eb.__all__, "__version__"])


@pytest.mark.parametrize("name", eb.__all__)
def test_a_public_name_has_one_home(name):
    """Where it is defined is where both the face and type checkers get it from."""
    found = getattr(eb, name)
    module, _ = _stub()[name]
    if isinstance(found, ModuleType):  # a package of functions: its name leads to it
        assert found is importlib.import_module(f"{module}.{name}")
        return
    assert found.__module__ == module
    assert found.__name__ == name
    assert getattr(importlib.import_module(module), name) is found


@pytest.mark.parametrize("name", eb.__all__)
def test_a_public_name_has_an_example_that_holds(name):
    """Its docstring says in one line what it is, and shows it at work."""
    found = getattr(eb, name)
    assert found.__doc__
    summary, _, rest = found.__doc__.partition("\n")
    assert summary.rstrip().endswith(".") or "." in summary
    assert "Example:" in rest
    module = found if isinstance(found, ModuleType) else importlib.import_module(found.__module__)
    (test,) = (t for t in doctest.DocTestFinder(recurse=False).find(found, name, module=module) if t.examples)
    results = doctest.DocTestRunner(verbose=False).run(test)
    assert results.attempted >= 1
    assert results.failed == 0


def test_the_tour_names_everything_that_can_be_asked():
    """The docstring of the package is where a newcomer starts."""
    tour = eb.__doc__
    verbs = [name for name in eb.__all__ if not isinstance(getattr(eb, name), type)]
    assert [name for name in verbs if f"`{name}`" not in tour] == []
    assert doctest.DocTestParser().get_examples(tour)


def test_an_unknown_name_is_an_attribute_error():
    """The face names itself and what was asked for."""
    with pytest.raises(AttributeError, match="module 'equity_blocks' has no attribute 'scroe'"):
        eb.scroe  # noqa: B018 - the asking is the test


def test_star_import_gives_every_public_name():
    """Names that are imported late can be imported all at once."""
    given = {}
    exec("from equity_blocks import *", given)
    assert set(given) - {"__builtins__"} == set(eb.__all__)


def test_importing_the_package_imports_nothing_else():
    """Neither anything heavy nor anything light: the face stands alone until it is asked."""
    code = "before = set(sys.modules)\nimport equity_blocks\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{code}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stderr, done.stdout) == ("", "equity_blocks\n")


@pytest.mark.parametrize(
    ("asked", "kept_out"),
    [
        ("EquityBlocksError", HEAVY - {"typing"}),
        ("load_framework", {"click", "rich", "networkx", "numpy"}),
        ("plan, equity_blocks.score, equity_blocks.lint, equity_blocks.to_networkx", HEAVY - {"typing", "pydantic"}),
    ],
)
def test_a_name_brings_only_what_it_needs(asked, kept_out):
    """Embedding the engine does not load the command line, and nobody pays for networkx before using it."""
    loaded = set(_python(f"import equity_blocks\nequity_blocks.{asked}\nprint(*sys.modules)").split())
    assert loaded & kept_out == set()


def test_a_score_brings_nothing_that_draws_or_writes():
    """Neither the charts nor what Word and slides are written with, before somebody asks for them."""
    opening = f"assessment = eb.load_assessment({SAMPLE!r})\neb.score(eb.load_framework_of(assessment), assessment)"
    loaded = _python(f"import sys\nimport equity_blocks as eb\n{opening}\nprint(*sys.modules)").split()
    heavy = {"altair", "vl_convert", "docx", "pptx", "xlsxwriter", "narwhals", "jinja2"}
    assert "equity_blocks.engine" in loaded
    assert [name for name in loaded if name.partition(".")[0] in heavy or "equity_blocks.reports" in name] == []


@pytest.mark.parametrize(
    ("args", "kept_out"),
    [
        (["score", SAMPLE], {"networkx"}),
        (["plan", SAMPLE, "--format", "json"], {"networkx", "rich"}),
        (["--help"], {"networkx", "rich", "pydantic", "yaml"}),
    ],
)
def test_a_command_brings_only_what_it_needs(args, kept_out):
    """What a command does not use does not slow it down."""
    code = f"from equity_blocks.cli.app import run\ncode = run({args!r})\nprint()\nprint(code, *sys.modules)"
    code, *loaded = _python(code).splitlines()[-1].split()
    assert code == "0"
    assert set(loaded) & kept_out == set()


def test_the_library_prints_nothing(capfd, tmp_path):
    """Opening, asking, drawing and saving leave the terminal alone; only the command line speaks."""
    from equity_blocks.exchange.schema import KINDS, schema_text
    from equity_blocks.reports.views import draw

    framework = eb.load_framework("hcplan-apm")
    assessment = eb.load_assessment(SAMPLE)
    card, plan = eb.score(framework, assessment), eb.plan(framework, assessment)
    assert eb.lint(framework, assessment)
    assert all(draw(noun) for noun in (framework, card, plan))
    assert all(schema_text(kind) for kind in KINDS)
    eb.to_networkx(framework)
    eb.save_assessment(assessment, tmp_path / "a.yaml")
    with pytest.raises(eb.NotFoundError, match="no framework is called"):
        eb.load_framework("hcplan")
    assert capfd.readouterr() == ("", "")


def test_five_lines_are_enough_in_a_notebook():
    """Open, score, plan: the contract of the README."""
    framework = eb.load_framework("hcplan-apm")
    assessment = eb.Assessment(framework="hcplan-apm", ratings={"vision-setting": "partial"})
    card = eb.score(framework, assessment)
    plan = eb.plan(framework, assessment)
    assert (card.scope.rated, card.score.evidenced, plan.actions != ()) == (1, None, True)


@pytest.mark.parametrize("name", [name for name in eb.__all__ if not isinstance(getattr(eb, name), type)])
def test_a_verb_is_in_the_type_test(name):
    """tests/typing/api.py uses it as a user does, and type checkers read that."""
    assert f"eb.{name}" in (ROOT / "tests" / "typing" / "api.py").read_text(encoding="utf-8")


def test_threads_may_ask_for_names_at_once():
    """Eight threads that begin with different names all get them, the first time, too."""
    names = ("ScoreCard", "load_framework", "plan", "share", "to_records", "Reach", "translate", "Problem")
    code = (
        "import equity_blocks, threading\n"
        f"names, got, gate = {names!r}, [], threading.Barrier({len(names)})\n"
        "def ask(name):\n"
        "    gate.wait()\n"
        "    got.append(getattr(equity_blocks, name).__name__)\n"
        "threads = [threading.Thread(target=ask, args=(name,)) for name in names]\n"
        "[thread.start() for thread in threads]\n"
        "[thread.join() for thread in threads]\n"
        "print(*sorted(got))"
    )
    assert _python(code).split() == sorted(names)


def test_a_noun_is_shown_in_one_line():
    """What a debugger or a dictionary of cards prints stays short, and names what it is of."""
    framework, assessment = eb.load_framework("hcplan-apm"), eb.load_assessment(SAMPLE)
    for noun in (framework, assessment, eb.score(framework, assessment), eb.plan(framework, assessment)):
        assert len(repr(noun)) < 300
        assert "hcplan-apm" in repr(noun)


def test_there_is_one_root_and_few_errors():
    """Whoever catches EquityBlocksError catches all; there are at most eight classes."""
    classes = [found for name in eb.__all__ if isinstance(found := getattr(eb, name), type)]
    errors = [found for found in classes if issubclass(found, Exception) and not issubclass(found, Warning)]
    assert len(errors) <= 8
    assert all(issubclass(error, eb.EquityBlocksError) for error in errors)
