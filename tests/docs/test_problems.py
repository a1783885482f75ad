"""The page of problem codes against the source."""

import ast
from functools import cache
from pathlib import Path
from typing import get_args

from equity_blocks import errors
from equity_blocks.files.catalogue_folders import Kind
from equity_blocks.model import remarks
from equity_blocks.model.reasons import CODES
from equity_blocks.model.scorecard import DOUBTS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "equity_blocks"
INTERNAL = {"unsound", "unknown_node"}
"""The first carries problems out of a validator, each with its own code; the second is never a problem of data."""


ERRORS = ("UnsuitableError", "NotFoundError", "FileAccessError", "WouldOverwriteError", "wrong")


@cache
def _trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _first_text(call: ast.Call, among: int | None) -> str | None:
    texts = [a.value for a in call.args[:among] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return texts[0] if texts else None


def _named(*functions: str, among: int | None = 1) -> set[str]:
    """The text that calls of these functions begin with; `among` says how many arguments are looked at."""
    calls = [node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {text for call in calls if _name(call) in functions and (text := _first_text(call, among)) is not None}


def _of_errors() -> set[str]:
    """The codes that the source gives to errors other than problems: keywords, names that are not there, defaults."""
    calls = [node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    raised = [call for call in calls if _name(call) in ERRORS]
    codes = {
        k.value.value for call in raised for k in call.keywords if k.arg == "code" and isinstance(k.value, ast.Constant)
    }
    inner = {
        _first_text(call.args[0], 1) for call in calls if _name(call) == "of" and isinstance(call.args[0], ast.Call)
    }
    defaults = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)
                and issubclass(kind, errors.EquityBlocksError)}  # fmt: skip
    by_id = {f"unknown_{kind}" for kind in get_args(Kind)}
    of_names = {"unknown_level", "unknown_practice", "unknown_node"}  # made by `Scale.problem` and by `spelling`
    return codes | {code for code in inner if code} | by_id | of_names | defaults - {"error"}


def _problem_codes() -> set[str]:
    reporting = ("_refuse", "_refused", "_report", "report")
    plain = _named("Problem", "PydanticCustomError", "_needed", "unknown_name", "problem", *reporting)
    unknown = {f"unknown_{what}" for what in _named("_unknown", "unknown", among=None)}
    return (plain | _named("problem_at", among=2) | unknown) - INTERNAL


def test_every_problem_code_is_documented_and_no_other(pages):
    """The first table of the page lists the codes that the source can give to a problem."""
    assert set(pages.first_column("problems.md", "Problems")) == _problem_codes()


def test_every_code_of_an_error_is_documented_and_no_other(pages):
    """The table of other errors lists their codes."""
    assert set(pages.first_column("problems.md", "Other errors")) == _of_errors()


def test_every_error_has_a_code_of_its_own():
    """What is not found, and what makes no sense, says what kind of thing that is."""
    calls = [node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    raised = [call for call in calls if _name(call) in ("UnsuitableError", "NotFoundError")]
    assert [ast.unparse(call) for call in raised if "code" not in {k.arg for k in call.keywords}] == []
    assert len(raised) > 50


def test_every_finding_code_is_documented_and_no_other(pages):
    """The second table of the page lists the codes that the source can give to a finding."""
    assert set(pages.first_column("problems.md", "Findings")) == _named("Finding")


def test_every_reason_code_is_documented_and_no_other(pages):
    """The page of the plan lists the reasons that a plan can give."""
    assert set(pages.first_column("methods/plan.md", "Reasons")) == CODES


def test_every_remark_code_is_documented_and_no_other(pages):
    """The page of the plan lists the remarks on plans; those on scores stand with the score."""
    assert {*pages.first_column("methods/plan.md", "Remarks"), *DOUBTS} == remarks.CODES


def test_the_tables_are_sorted(pages):
    """Codes stand in alphabetical order, so that one finds them."""
    for heading in ("Problems", "Other errors", "Findings"):
        codes = pages.first_column("problems.md", heading)
        assert codes == sorted(codes)


def test_the_search_finds_codes_of_each_kind():
    """An empty search of the source cannot pass for a complete page."""
    assert {"unknown_key", "unknown_level", "unknown_role", "not_a_flag", "duplicate_key", "date"} <= _problem_codes()
