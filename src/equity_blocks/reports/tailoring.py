"""What a tailoring changed, in words."""

from equity_blocks.model import FrameworkRef, Tailored, TailoringChange
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Part, worded


def tailoring_parts(of: FrameworkRef) -> tuple[Part, ...]:
    """Say by what a result's framework was changed, and list every change; nothing where it is as published."""
    return changes_of(of.tailored, of.revision) if of.tailored else ()


def changes_of(tailored: Tailored, revision: int) -> tuple[Part, ...]:
    """Say by what a framework was changed, and list every change.

    Args:
        tailored: What was changed.
        revision: The framework's own revision.
    """
    by = tailored.title or tailored.id or "a tailoring without a name"
    made = tailored.revision not in (None, revision)
    when = f" It was made for revision {tailored.revision}, but this is revision {revision}." if made else ""
    named = "which the assessment names" if tailored.named_by == "assessment" else "which the options name"
    file = f" They stand in {tailored.file}, {named}." if tailored.file else ""
    said = f"The framework was changed by {by}.{when} These are the organization's choices, not the publisher's.{file}"
    return Heading("Tailored"), Paragraph(said), Bullets(tuple(map(told, tailored.changes)))


def told(change: TailoringChange) -> str:
    """Tell one change in a sentence.

    Example:
        >>> told(TailoringChange(kind="weight", practice="p", title="Vision Setting", before="1", after="2"))
        'Vision Setting: weight 2 instead of 1.'
    """
    return f"{_said(change)}." + (f" {change.why}" if change.why else "")


_SHARED = {
    "default": "Target where nothing else is said:",
    "short": "Short-term target:",
    "long": "Long-term target:",
}


def _said(change: TailoringChange) -> str:
    who, instead = change.title, f" instead of {worded(change.before)}" if change.before else ""
    is_shared = change.practice is None and change.block is None
    before = f", before {worded(change.level)}" if change.level else ""
    match change.kind:
        case "title":
            return f"{who}: called \N{LEFT DOUBLE QUOTATION MARK}{change.after}\N{RIGHT DOUBLE QUOTATION MARK} here"
        case "term":
            return f"{change.before or headed(who)} is called {change.after} here"
        case "question":
            return f"{who}: asked in other words"
        case "weight":
            return f"{who}: weight {change.after}{instead}"
        case "effort":
            return f"{who}: effort {change.after}{instead if change.before else ' (none was given)'}"
        case "effort_days":
            return f"Size {who}: {change.after} person-days{instead}"
        case "target":
            return f"{_SHARED[who] if is_shared else f'{who}: target'} {worded(change.after)}{instead}"
        case "out":
            return f"{who}: taken out"
        case "waived":
            return f"{who}: need not wait for {change.before}{before} (waived)"
        case "dropped":
            return f"{who}: need not wait for {change.before}{before}, because that was taken out"
        case "added":
            return f"{who}: waits for {change.after}{before}"
