"""What changed since last time: as it was published, and as the earlier ratings read now."""

from collections.abc import Iterator

from equity_blocks.reports.comparison import changes_in_words, describe_causes, describe_change, restated
from equity_blocks.reports.document import Bullets, Heading, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan_calendar import describe_past

ORDER = 130


def section(given: Given) -> Iterator[Part]:
    """Say how the score changed and why, what fell, and what became of the last plan."""
    comparison = given.comparison
    if comparison is not None:
        yield Heading("What changed since last time")
        yield from describe_change(comparison, is_brief=True)
        causes = tuple(describe_causes(comparison, is_brief=True))
        if causes:
            yield Heading("Why it changed", 3)
            yield from causes
        said = {"Baselines restated": restated(comparison), **changes_in_words(comparison)}
        if given.assessment.goals:
            said.pop("Goals")  # the section on goals says how far they are
        for heading, items in said.items():
            if items:
                yield Heading(heading, 3)
                yield Bullets(items)
    if given.plan is not None:
        yield from describe_past(given.plan)
