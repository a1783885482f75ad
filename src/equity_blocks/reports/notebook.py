"""Nouns as the last expression of a notebook cell."""

import io

from equity_blocks.model import Framework
from equity_blocks.model.comparison import Comparison
from equity_blocks.model.evidence_review import EvidenceReview
from equity_blocks.model.explanation import Explanation
from equity_blocks.model.plan import Plan
from equity_blocks.model.reach import Reach
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.stability import Stability
from equity_blocks.reports.comparison import describe_comparison
from equity_blocks.reports.document import Document
from equity_blocks.reports.evidence import describe_evidence
from equity_blocks.reports.explanation import describe_explanation
from equity_blocks.reports.framework import describe_framework
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_plan
from equity_blocks.reports.reach import describe_reach
from equity_blocks.reports.respondents import describe_respondents
from equity_blocks.reports.score import describe_score
from equity_blocks.reports.stability import describe_stability
from equity_blocks.reports.terminal import as_terminal


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


def _document(noun: object) -> Document | None:
    if isinstance(noun, ScoreCard):
        return describe_score(noun)
    if isinstance(noun, Plan):
        return describe_plan(noun)
    if isinstance(noun, Comparison):
        return describe_comparison(noun)
    if isinstance(noun, EvidenceReview):
        return describe_evidence(noun)
    if isinstance(noun, Respondents):
        return describe_respondents(noun)
    if isinstance(noun, Explanation):
        return describe_explanation(noun)
    if isinstance(noun, Reach):
        return describe_reach(noun)
    if isinstance(noun, Stability):
        return describe_stability(noun)
    if isinstance(noun, Framework):
        return describe_framework(noun)
    return None
