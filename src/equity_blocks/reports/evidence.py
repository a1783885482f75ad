"""A review of evidence in words and tables."""

from equity_blocks.model import Framework
from equity_blocks.model.evidence_review import EvidenceItem, EvidenceReview, UnevidencedClaim
from equity_blocks.model.figures import NO_VALUE, points, side_by_side
from equity_blocks.model.phrases import counted
from equity_blocks.reports.document import Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.framing import framed, grounds, profile_in_words, title_of

_CLAIMS = (
    Column("Claim without current evidence", is_wide=True),
    Column("Rated", is_narrow=True),
    Column("Shown", is_narrow=True),
    Column("Points", "right"),
)
_REGISTER = (
    Column("Newest", is_narrow=True),
    Column("Months", "right"),
    Column("Age", is_narrow=True),
    Column("Checked"),
)


def describe_evidence(review: EvidenceReview, framework: Framework | None = None) -> Document:
    """Say what a review of evidence says.

    Args:
        review: The review.
        framework: Gives practices and the framework their titles. Default: their ids are shown.

    Returns:
        How much of the score evidence shows, the claims without any, and the register with its ages.
    """
    parts: list[Part] = [Paragraph(_headline(review))]
    if review.claims:
        parts.append(Table(_CLAIMS, tuple(map(_claim, review.claims))))
        parts.append(Paragraph("Points are what the score would lose if that claim alone counted as it is shown."))
    parts.append(Heading("Evidence register"))
    if review.items:
        citing = review.vocabulary.fill("Evidence and the {practices} citing it")
        rows = tuple(_item(item, framework) for item in review.items)
        parts.append(Table((Column(citing, is_wide=True), *_REGISTER), rows))
        parts.append(Paragraph("Months are those begun since the newest date."))
    else:
        parts.append(Paragraph("The register is empty."))
    parts += grounds(review)
    return framed("Evidence review", review, framework, parts)


def _headline(review: EvidenceReview) -> str:
    if not review.claims:
        return "Every claim that needs evidence has current evidence."
    claims = counted(len(review.claims), "claim")
    verb = "has" if len(review.claims) == 1 else "have"
    if review.value is None or review.evidenced is None:
        return f"{claims} {verb} no current evidence."
    own, shown = side_by_side(review.value, review.evidenced, edges=review.edges)
    score = f"The score is {own} by your own rating and {shown} by what current evidence shows."
    return f"{claims} {verb} no current evidence. {score}"


def _claim(claim: UnevidencedClaim) -> tuple[str, ...]:
    listed = f"\nlists {', '.join(claim.listed)}" if claim.listed else "\nlists none"
    return f"{claim.title}{listed}", worded(claim.level), worded(claim.evidenced_level), points(claim.points)


def _item(item: EvidenceItem, framework: Framework | None) -> tuple[str, ...]:
    users = [title_of(name, framework) for name in item.practices]
    noted = f"Noted: {item.note}" if item.note else ""
    users_in_words = ", ".join(users) or "no rating points at it"
    lines = (item.title, profile_in_words(item.profile, framework), users_in_words, noted)
    return (
        "\n".join(filter(None, lines)),
        item.newest.isoformat() if item.newest else NO_VALUE,
        NO_VALUE if item.age_months is None else str(item.age_months),
        worded(item.age),
        "yes" if item.checked else "no",
    )
