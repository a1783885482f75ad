"""The lines above every result: whose it is, of when, and whether it is a draft."""

from equity_blocks.model import Framework, Result
from equity_blocks.reports.document import counted


def subtitle(result: Result, framework: Framework | None) -> str:
    """Say whose result this is, of which framework and date, and that it is a draft until it is final."""
    who = result.organization.name or result.organization.id if result.organization else "Unnamed organization"
    ref = result.framework
    what = f"{framework.title if framework else ref.id}" + (f" ({ref.edition})" if ref.edition else "")
    what += f", tailored: {counted(len(ref.tailored.changes), 'change')}" if ref.tailored else ""
    when = f"as of {result.as_of.isoformat()}" if result.as_of else "no date given"
    state = () if result.final else ("DRAFT",)
    return " · ".join((*state, who, what, when))
