"""How much of each framework is spoken for, in a table."""

from equity_blocks.model import Framework
from equity_blocks.model.coverage import Coverage, FrameworkCoverage, Route
from equity_blocks.model.figures import NO_VALUE, percent
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table

_COLUMNS = (
    Column("Framework, and over which crosswalks", is_wide=True),
    Column("Covered", "right", is_narrow=True),
    Column("Share", "right", is_narrow=True),
)


def describe_coverage(coverage: Coverage, framework: Framework | None = None) -> Document:
    """Say how much of each framework the present assessments speak for.

    Args:
        coverage: The result.
        framework: Where to name the practices that nothing speaks for. Default: nowhere.

    Returns:
        A row for each framework; the practices that are left, block by block.
    """
    rows = tuple(_row(item) for item in coverage.frameworks)
    said = (
        "Covered: how many of its own at least one answer speaks for, wholly or in part. "
        "Share: how much of the framework is surely covered, by weight."
    )
    parts: list[Part] = [Table(_COLUMNS, rows), Paragraph(said)]
    if len(coverage.organizations) > 1:
        parts.append(Paragraph(_several(coverage.organizations)))
    if framework:
        parts += _left(coverage, framework)
    return Document("Coverage", "what the present assessments cover", tuple(parts), coverage.notice)


def coverage_table(coverage: Coverage) -> Table:
    """List the frameworks, unrounded, one row each."""
    columns = ("framework", "practices", "spoken_for", "share", "crosswalks", "not_covered")
    rows = [
        (item.id, str(item.practices), str(item.spoken_for), str(item.share), _over(item), " ".join(item.not_covered))
        for item in coverage.frameworks
    ]
    return Table(tuple(Column(name) for name in columns), tuple(rows), "Coverage")


def _several(organizations: tuple[str, ...]) -> str:
    of = f"The assessments are of {len(organizations)} organizations: {enumerated(organizations)}."
    return f"{of} What any one of them speaks for counts as covered."


def _over(item: FrameworkCoverage) -> str:
    return " ".join(dict.fromkeys(name for route in item.routes for name in route.crosswalks))


def _row(item: FrameworkCoverage) -> tuple[str, ...]:
    ordered = sorted(item.routes, key=lambda route: len(route.crosswalks))
    routes = "; ".join(dict.fromkeys(_told(route) for route in ordered)) or NO_VALUE
    tailored = f", tailored: {counted(len(item.tailored.changes), 'change')}" if item.tailored else ""
    return f"{item.title}{tailored}\n{routes}", f"{item.spoken_for} of {item.practices}", percent(item.share)


def _told(route: Route) -> str:
    if not route.crosswalks:
        return "rated itself"
    return f"via {' and '.join(route.crosswalks)}"


def _left(coverage: Coverage, framework: Framework) -> list[Part]:
    item = next(item for item in coverage.frameworks if item.id == framework.id)
    called = framework.vocabulary
    if not item.not_covered:
        return [Paragraph(f"Every {called.practice} of {framework.title} is covered, wholly or in part.")]
    left = counted(len(item.not_covered), called.practice, called.practices)
    parts: list[Part] = [Heading(f"Not covered: {left} of {framework.title}")]
    for block, _, _ in framework.walk():
        titles = tuple(practice.title for practice in block.practices if practice.id in item.not_covered)
        if titles:
            parts += [Paragraph(block.title), Bullets(titles)]
    return parts
