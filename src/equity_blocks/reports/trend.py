"""A trend in words and tables."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.trend import Round, Trend
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Document, Paragraph, Part, Table, figures
from equity_blocks.reports.framing import doubts, framed, policy
from equity_blocks.reports.pictures.trend import Point
from equity_blocks.reports.pictures.trend import Trend as Picture
from equity_blocks.reports.values import count_at, moved_at, shares_at

READ_AGAIN = (
    "Read again: what was rated then, carried over to the framework's latest revision and scored there. Compare rounds "
    "by that figure, and by the published one where there is no other."
)
_OTHERS = "These are assessments of several organizations, so nothing here is a change over time."


def describe_trend(trend: Trend, framework: Framework | None = None, *, details: bool = False) -> Document:
    """Say what a trend says.

    Args:
        trend: The trend.
        framework: Gives the framework its title. Default: its id is shown.
        details: Say too by which policy the last score was made. Default: not.

    Returns:
        The score and the blocks round by round, and the change from one round to the next, like for like.
    """
    parts: list[Part] = [*describe_course(trend), *doubts(trend.remarks, "Last round")]
    if details:
        parts.append(policy(trend.policy_in_words))
    return framed("Trend of the readiness score", trend, framework, parts)


def describe_course(trend: Trend) -> Iterator[Part]:
    """Say how the score and the blocks went, round by round.

    Args:
        trend: The trend.
    """
    owners = {each.organization.id if each.organization else None for each in trend.rounds}
    if len(owners) > 1:
        yield Paragraph(_OTHERS, tone="warning")
    if trend.has_total:
        yield picture_of(trend)
        yield Table(_COLUMNS, tuple(_steps(trend)), "From round to round, like for like")
        yield Paragraph(trend.vocabulary.fill(_LIKE), tone="note")
    else:
        yield Paragraph(
            trend.vocabulary.fill("No total, by design of the framework: its {blocks} are followed one by one.")
        )
    yield _blocks(trend)
    if trend.is_reread:
        yield Paragraph(READ_AGAIN, tone="note")


def picture_of(trend: Trend) -> Picture:
    """Give the picture of a trend's score, round by round."""
    return Picture("Score by round", tuple(_points(trend)), any(each.reread is not None for each in trend.rounds))


_COLUMNS = (Column("Rounds", is_wide=True), *figures("Before", "After", "Points", "Rated both times"))
_LIKE = "Like for like: over the {practices} rated both times, by the same respondents."


def round_named(read: Round) -> str:
    """Name a round: by its day, else by its number."""
    return read.as_of.isoformat() if read.as_of else f"round {read.number}, no date"


def _points(trend: Trend) -> Iterator[Point]:
    last = trend.rounds[-1].framework
    for place, read in enumerate(trend.rounds):
        names = ("value", "low", "high", "reread")
        value, low, high, reread = shares_at(trend, *(("rounds", place, name) for name in names))
        is_other = read.framework != last
        said = (f"revision {read.framework.revision}" if is_other else "", "" if read.final else "draft")
        yield Point(round_named(read), value, low, high, reread, ", ".join(filter(None, said)))


def _steps(trend: Trend) -> Iterator[tuple[str, ...]]:
    for place, read in enumerate(trend.rounds):
        if read.since is None:
            continue
        here = ("rounds", place, "since")
        names = f"{round_named(trend.rounds[place - 1])} to {round_named(read)}"
        moved = moved_at(trend, (*here, "before"), (*here, "after"), (*here, "change"), digits=1)
        yield names, *moved, count_at(trend, *here, "practices")


def _blocks(trend: Trend) -> Table:
    """List the blocks with a column for each round: read again where that is known, else as published."""
    columns = (Column(headed(trend.vocabulary.block), is_wide=True), *figures(*map(round_named, trend.rounds)))
    last = len(trend.rounds) - 1
    rows = []
    for position, block in enumerate(trend.rounds[last].blocks):
        places = [
            ("rounds", number, "blocks", position, "value" if each.blocks[position].reread is None else "reread")
            for number, each in enumerate(trend.rounds)
        ]
        rows.append((block.title, *shares_at(trend, *places)))
    again = ", earlier rounds read again" if trend.is_reread else ""
    return Table(columns, tuple(rows), trend.vocabulary.fill(f"{{Blocks}} by round{again}"))
