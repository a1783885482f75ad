"""How much of each framework present assessments speak for."""

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, percent
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.translation import Coverage, FrameworkCoverage, Route
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, figures

_COLUMNS = (Column("Framework, and over which crosswalks", is_wide=True), *figures("Covered", "Share"))


def describe_coverage(coverage: Coverage, framework: Framework | None = None) -> Document:
    """Say how much of each framework the present assessments speak for.

    Args:
        coverage: The result.
        framework: Where to name the practices that nothing speaks for. Default: nowhere.

    Returns:
        A row for each framework; the practices that are left, block by block.
    """
    rows = tuple(_row(item) for item in coverage.frameworks)
    sentence = (
        "Covered: how many of its own at least one answer speaks for, wholly or in part. "
        "Share: how much of the framework is surely covered, by weight."
    )
    parts: list[Part] = [Table(_COLUMNS, rows), Paragraph(sentence)]
    if len(coverage.organizations) > 1:
        parts.append(Paragraph(_several(coverage.organizations)))
    if framework:
        parts += _left(coverage, framework)
    return Document("Coverage", "what the present assessments cover", tuple(parts), coverage.notice)


def _several(organizations: tuple[str, ...]) -> str:
    of = f"The assessments are of {len(organizations)} organizations: {enumerated(organizations)}."
    return f"{of} What any one of them speaks for counts as covered."


def _row(item: FrameworkCoverage) -> tuple[str, ...]:
    ordered = sorted(item.routes, key=lambda route: len(route.crosswalks))
    routes = "; ".join(dict.fromkeys(_route_in_words(route) for route in ordered)) or NO_VALUE
    tailored = f", tailored: {counted(len(item.tailored.changes), 'change')}" if item.tailored else ""
    return f"{item.title}{tailored}\n{routes}", f"{item.spoken_for} of {item.practices}", percent(item.share)


def _route_in_words(route: Route) -> str:
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
