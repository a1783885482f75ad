"""The course over all rounds."""

from collections.abc import Iterator

from equity_blocks.model.phrases import number_in_words
from equity_blocks.reports.document import Heading, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.trend import describe_course

ORDER = 135

LEAST = 3
"""So few rounds make a section; of two, the section on the change says it."""


def section(given: Given) -> Iterator[Part]:
    """Show the score and the blocks round by round, where there are more than two."""
    trend = given.trend
    if trend is None or (len(trend.rounds) < LEAST and given.comparison is not None):
        return
    yield Heading(f"Over {number_in_words(len(trend.rounds))} rounds")
    yield from describe_course(trend)
