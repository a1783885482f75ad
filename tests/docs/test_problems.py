"""The page of problem codes against the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from equity_blocks.model.reasons import CODES

SOURCE = Path(__file__).resolve().parents[2] / "src" / "equity_blocks"
INTERNAL = {"unsound"}
"""Carries problems from a validator to the loader, which tells each by its own code."""


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _first_text(call: ast.Call, among: int | None) -> str | None:
    texts = [a.value for a in call.args[:among] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return texts[0] if texts else None


def _named(*functions: str, among: int | None = 1) -> set[str]:
    """The text that calls of these functions begin with; `among` says how many arguments are looked at."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {text for call in calls if _name(call) in functions and (text := _first_text(call, among)) is not None}


def _told() -> Iterator[str]:
    """The codes that functions returning `Words` give to errors of shape."""
    tree = ast.parse((SOURCE / "files" / "messages.py").read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and ast.unparse(function.returns or ast.Constant("")) == "Words":
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                    first = node.value.elts[0]
                    if isinstance(first, ast.Constant):
                        yield str(first.value)


def _problem_codes() -> set[str]:
    plain = _named("Problem", "PydanticCustomError", "_needed", "_refuse") | _named("problem_at", among=2)
    unknown = {f"unknown_{what}" for what in _named("_unknown", "unknown", among=None)}
    return (plain | unknown | set(_told())) - INTERNAL


def test_every_problem_code_is_documented_and_no_other(pages):
    """The first table of the page lists the codes that the source can give to a problem."""
    assert set(pages.first_column("problems.md", "Problems")) == _problem_codes()


def test_every_finding_code_is_documented_and_no_other(pages):
    """The second table of the page lists the codes that the source can give to a finding."""
    assert set(pages.first_column("problems.md", "Findings")) == _named("Finding")


def test_every_reason_code_is_documented_and_no_other(pages):
    """The page of the plan lists the reasons that a plan can give."""
    assert set(pages.first_column("methods/plan.md", "Reasons")) == CODES


def test_the_tables_are_sorted(pages):
    """Codes stand in alphabetical order, so that one finds them."""
    for heading in ("Problems", "Findings"):
        codes = pages.first_column("problems.md", heading)
        assert codes == sorted(codes)


def test_the_search_finds_codes_of_each_kind():
    """An empty search of the source cannot pass for a complete page."""
    assert {"unknown_key", "unknown_level", "unknown_role", "not_a_flag", "duplicate_key", "date"} <= _problem_codes()
