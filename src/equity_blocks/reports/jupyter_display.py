"""Nouns as the last expression of a notebook cell."""

import io
from collections.abc import Callable
from typing import Any

from equity_blocks.model import Framework
from equity_blocks.model.acceptability import RankAcceptability
from equity_blocks.model.comparison import Comparison
from equity_blocks.model.coverage import Coverage
from equity_blocks.model.difference import Difference
from equity_blocks.model.evidence_review import EvidenceReview
from equity_blocks.model.explanation import Explanation
from equity_blocks.model.migration import Migration
from equity_blocks.model.plan import Plan
from equity_blocks.model.reach import Reach
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.stability import Stability
from equity_blocks.model.translation import Translation
from equity_blocks.model.what_if import WhatIf
from equity_blocks.reports.acceptability import describe_acceptability
from equity_blocks.reports.comparison import describe_comparison
from equity_blocks.reports.coverage import describe_coverage
from equity_blocks.reports.difference import describe_difference
from equity_blocks.reports.document import Document
from equity_blocks.reports.evidence import describe_evidence
from equity_blocks.reports.explanation import describe_explanation
from equity_blocks.reports.framework import describe_framework
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.migration import describe_migration
from equity_blocks.reports.plan import describe_plan
from equity_blocks.reports.reach import describe_reach
from equity_blocks.reports.respondents import describe_respondents
from equity_blocks.reports.score import describe_score
from equity_blocks.reports.stability import describe_stability
from equity_blocks.reports.terminal import as_terminal
from equity_blocks.reports.translation import describe_translation
from equity_blocks.reports.what_if import describe_what_if


def draw(noun: object) -> dict[str, str]:
    """Draw a noun as media type -> text; nothing for nouns that have no view of their own.

    Example:
        >>> from equity_blocks.files.loading import load_framework
        >>> sorted(draw(load_framework("chcs-acap")))
        ['text/markdown', 'text/plain']
    """
    document = _document(noun)
    if document is None:
        return {}
    from rich.console import Console

    plain = Console(file=io.StringIO(), width=100, highlight=False)
    return {"text/plain": as_terminal(document, plain), "text/markdown": as_markdown(document)}


_VIEWS: dict[type, Callable[[Any], Document]] = {
    ScoreCard: describe_score,
    Plan: describe_plan,
    Comparison: describe_comparison,
    EvidenceReview: describe_evidence,
    Respondents: describe_respondents,
    Explanation: describe_explanation,
    Reach: describe_reach,
    Stability: describe_stability,
    Translation: describe_translation,
    WhatIf: describe_what_if,
    Coverage: describe_coverage,
    Difference: describe_difference,
    Migration: describe_migration,
    RankAcceptability: describe_acceptability,
    Framework: describe_framework,
}


def _document(noun: object) -> Document | None:
    view = next((view for kind, view in _VIEWS.items() if isinstance(noun, kind)), None)
    return view(noun) if view else None
