"""The function that describes each kind of noun, problem or error, for notebooks, the command line and every format."""

import io
import random
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.noun import Noun
from equity_blocks.reports.document import Column, Document, Table, worded
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.notebook import as_fragment, bounded
from equity_blocks.reports.terminal import as_terminal
from equity_blocks.showing import Shown

VIEWS = {
    "Comparison": "comparison.describe_comparison",
    "Coverage": "coverage.describe_coverage",
    "Difference": "revision.describe_difference",
    "EquityBlocksError": "problems.describe_problems",
    "EvidenceReview": "evidence.describe_evidence",
    "Explanation": "explanation.describe_explanation",
    "Framework": "framework.describe_framework",
    "GoalTemplate": "goal_library.describe_goal",
    "Migration": "revision.describe_migration",
    "Plan": "plan.describe_plan",
    "Portfolio": "portfolio.describe_portfolio",
    "Problem": "problems.describe_problems",
    "RankAcceptability": "stability.describe_acceptability",
    "Reach": "reach.describe_reach",
    "Respondents": "respondents.describe_respondents",
    "ScoreCard": "score.describe_score",
    "Sensitivity": "sensitivity.describe_sensitivity",
    "ShownTuple": "problems.describe_problems",
    "Stability": "stability.describe_stability",
    "Translation": "translation.describe_translation",
    "Trend": "trend.describe_trend",
    "WhatIf": "what_if.describe_what_if",
}
"""Kind of what is shown -> the module of this folder and the function in it that describes one; imported when used."""

_WIDTH = 100
_LISTED = 12
"""So many parts of a noun are named in a cell; of more, the rest is counted."""


def view_of(kind: type) -> Callable[..., Document] | None:
    """Find the function that describes a kind of noun, problem or error; `None` where it has no view of its own.

    Example:
        >>> from equity_blocks.model import Framework
        >>> view_of(Framework).__name__, view_of(int)
        ('describe_framework', None)
    """
    name = next((VIEWS[base.__name__] for base in kind.__mro__ if base.__name__ in VIEWS), None)
    if name is None:
        return None
    module, _, function = name.partition(".")
    view: Callable[..., Document] = getattr(import_module(f"equity_blocks.reports.{module}"), function)
    return view


def describe(noun: Shown, *context: Any, **options: Any) -> Document:
    """Describe a noun: by the view of its kind, else field by field.

    Args:
        noun: Any noun, a problem or several, or an error of the library.
        context: What gives practices and blocks their titles, as the view of its kind takes it. Default: ids are shown.
        options: What to leave out or to add, as the view of its kind takes it.

    Example:
        >>> from equity_blocks.model import Need
        >>> describe(Need(practice="trust-building", level="partial")).tables[0].rows
        (('practice', 'trust-building'), ('level', 'partial'))
    """
    view = view_of(type(noun))
    return view(noun, *context, **options) if view else _described_by_fields(noun)


def draw(noun: object) -> dict[str, str]:
    """Draw a noun, problems or an error for a notebook, as media type -> text; nothing for what is none of these.

    A notebook shows one of the three, the richest that it can. Long ones are cut, and say so.

    Example:
        >>> from equity_blocks.files.loading import load_framework
        >>> sorted(draw(load_framework("chcs-acap")))
        ['text/html', 'text/markdown', 'text/plain']
    """
    if not isinstance(noun, Shown):
        return {}
    document = bounded(describe(noun))
    plain = repr(noun) if view_of(type(noun)) is None else _plain(document)
    return {"text/plain": plain, "text/markdown": as_markdown(document), "text/html": as_fragment(document)}


def _plain(document: Document) -> str:
    # Importing rich draws a number from the generator that all share: whoever seeded it gets the same numbers after.
    state = random.getstate()
    from rich.console import Console

    random.setstate(state)
    # Told what it draws for: in a notebook, a console would show an output of its own, in colours.
    console = Console(
        file=io.StringIO(), width=_WIDTH, highlight=False, color_system=None, force_terminal=False, force_jupyter=False
    )
    return as_terminal(document, console)


def _described_by_fields(noun: Shown) -> Document:
    """List the fields that say something, and name the parts of those that hold many."""
    fields = type(noun).model_fields if isinstance(noun, Noun) else {}
    rows = tuple(
        (fields[name].serialization_alias or name, cell) for name in fields if (cell := _cell(getattr(noun, name)))
    )
    table = Table((Column("Field", is_narrow=True), Column("Value", is_wide=True)), rows)
    return Document(type(noun).__name__, str(getattr(noun, "title", "")), (table,))


def _cell(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, 4):g}"
    if isinstance(value, dict):
        return "; ".join(
            f"{worded(str(key))}: {_cell(item) or NO_VALUE}" for key, item in list(value.items())[:_LISTED]
        )
    if isinstance(value, tuple):
        rest = len(value) - _LISTED
        return "; ".join([*map(_cell, value[:_LISTED]), *([f"and {rest} more"] if rest > 0 else [])])
    return " ".join(_named(value)) if isinstance(value, Noun) else str(value)


def _named(noun: Noun) -> Iterator[str]:
    """Name a noun in a cell: by its title or id, else by what it says."""
    name = next((name for key in ("title", "id", "practice") if (name := getattr(noun, key, ""))), None)
    if name is not None:
        yield str(name)
        return
    for field in type(noun).model_fields:
        cell = _cell(getattr(noun, field))
        if cell:
            yield f"{field} {cell}"
