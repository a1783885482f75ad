"""What is required from outside: by which clause, of what, and whether it is in time."""

from collections.abc import Iterator

from equity_blocks.reports.document import Heading, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan_requirements import describe_requirements, requirements

ORDER = 87


def section(given: Given) -> Iterator[Part]:
    """Show every requirement with its practices and evidence, where there is one."""
    own = given.assessment if given.audience in ("owner", "steering") else None
    if given.plan is None or not requirements(given.plan, own):
        return
    yield Heading("What is required from outside")
    yield from describe_requirements(given.plan, own, given.framework)
