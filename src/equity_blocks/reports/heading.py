"""What frames every result: whose it is, of when, whether it is a draft, what was tailored, and the notice."""

from collections.abc import Iterable

from equity_blocks.model import Framework, Result
from equity_blocks.model.phrases import counted
from equity_blocks.reports.document import Document, Part
from equity_blocks.reports.tailoring import tailoring_parts


def framed(title: str, result: Result, framework: Framework | None, parts: Iterable[Part]) -> Document:
    """Make a document of what is said of a result.

    Args:
        title: What it is.
        result: Whose head and notice frame it.
        framework: Gives the framework its title. Default: its id is shown.
        parts: What is said; what a tailoring changed comes after it.
    """
    return Document(title, subtitle(result, framework), (*parts, *tailoring_parts(result.framework)), result.notice)


def subtitle(result: Result, framework: Framework | None) -> str:
    """Say whose result this is, of which framework and date, and that it is a draft until it is final."""
    who = result.organization.name or result.organization.id if result.organization else "Unnamed organization"
    ref = result.framework
    what = f"{framework.title if framework else ref.id}" + (f" ({ref.edition})" if ref.edition else "")
    what += f", tailored: {counted(len(ref.tailored.changes), 'change')}" if ref.tailored else ""
    when = f"as of {result.as_of.isoformat()}" if result.as_of else "no date given"
    state = () if result.final else ("DRAFT",)
    return " · ".join((*state, who, what, when))
