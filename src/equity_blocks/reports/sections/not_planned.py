"""What a plan leaves out, with what would make room for it, and the points to review before adopting it."""

from collections.abc import Iterator

from equity_blocks.reports.document import Bullets, Heading, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan import left_out, to_review

ORDER = 88

LEFT_OUT = "What this plan leaves out"
TO_REVIEW = "Points to review"


def section(given: Given) -> Iterator[Part]:
    """List what is not planned and why, then what is doubtful about the plan; nothing where all is planned."""
    if given.plan is None:
        return
    left = tuple(left_out(given.plan))
    remarks = tuple(remark.message for remark in to_review(given.plan))
    if left:
        yield Heading(LEFT_OUT)
        yield Bullets(left)
    if remarks:
        yield Heading(TO_REVIEW, 3 if left else 2)
        yield Bullets(remarks)
