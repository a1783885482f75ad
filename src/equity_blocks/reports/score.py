"""A score card in words and tables."""

from collections.abc import Callable, Iterator

from equity_blocks.model import Framework
from equity_blocks.model.scorecard import BlockScore, PracticeScore, Reading, ScoreCard
from equity_blocks.reports.basis import alternatives, lacking, policy, scope_in_words
from equity_blocks.reports.document import (
    NO_VALUE,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    enumerated,
    figure,
    percent,
    termed,
    worded,
)
from equity_blocks.reports.heading import framed


def describe_score(card: ScoreCard, framework: Framework | None = None, *, details: bool = False) -> Document:
    """Say what a score card says.

    Args:
        card: The scored result.
        framework: Gives the framework and prerequisites their titles. Default: their ids are shown.
        details: Say too by which policy the score was made. Default: not.

    Returns:
        The overall reading, a table of blocks, a table of practices, and what to look at.
    """
    parts: list[Part] = [Paragraph(_headline(card)), *map(Paragraph, _outcomes(card))]
    if card.score.value is not None:
        parts.append(Paragraph(_lenses(card)))
    parts += [Paragraph(scope_in_words(card.scope)), _blocks(card, framework)]
    weakest = _weakest(card)
    if weakest:
        parts.append(Paragraph(weakest))
    capped = [
        _capped(practice, framework)
        for practice in card.practices.values()
        if practice.unmet and practice.status == "rated"
    ]
    if capped:
        parts += [Heading("Rated higher than its foundations support"), Bullets(tuple(capped))]
    waived = [
        f"{p.title}: a prerequisite was waived, because nothing it names applies here" for p in _having(card, "waived")
    ]
    unverified = [
        f"{p.title} rests on {_unverified(p, framework)}, which nobody has rated" for p in _having(card, "unverified")
    ]
    if waived or unverified:
        parts += [Heading("Prerequisites that could not be checked"), Bullets(tuple(waived + unverified))]
    if details:
        parts.append(policy(card.policy_in_words))
    return framed("Readiness score", card, framework, parts)


def practice_table(card: ScoreCard) -> Table:
    """List every practice with its level, value, interval, contribution and lenses; shares are unrounded."""
    columns = (
        "block", "practice", "title", "horizon", "theme", "status", "level", "output", "value", "low", "high", "target",
        "contribution", "consistent_level", "evidenced_level",
    )  # fmt: skip
    rows = tuple(
        tuple(_cell(value) for value in (block.id, p.id, *(getattr(p, name) for name in columns[2:])))
        for block in _all_blocks(card.blocks)
        for p in block.practices
    )
    return Table(tuple(Column(name) for name in columns), rows, "Practices")


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _all_blocks(blocks: tuple[BlockScore, ...]) -> Iterator[BlockScore]:
    for block in blocks:
        yield block
        yield from _all_blocks(block.blocks)


def _having(card: ScoreCard, what: str) -> list[PracticeScore]:
    return [practice for practice in card.practices.values() if getattr(practice, what)]


def _headline(card: ScoreCard) -> str:
    score = card.score
    if score.value is None:
        if score.coverage is None:
            dropped = "" if score.whole is None else f" Counting those not pursued, it is {percent(score.whole)}."
            return f"No score: no practice is in scope.{dropped}"
        reason = "too little is rated to show one" if score.coverage else "nothing is rated"
        return f"No score: {reason}. It would lie between {percent(score.low)} and {percent(score.high)}."
    band = next((band.title for band in card.policy.bands if band.id == score.band), "")
    named = f", band {band}" if band else ""
    span = f"between {percent(score.low)} and {percent(score.high)} once everything is rated"
    aim = f"Your targets add up to {percent(score.target)}; you are at {percent(score.value)}."
    named += f", published as {figure(score.output)}" if score.output is not None else ""
    return f"Score {percent(score.value)}{named} ({span}; {percent(score.coverage)} answered). {aim}"


def _outcomes(card: ScoreCard) -> Iterator[str]:
    """The verdict and the stage, where the framework has any."""
    verdict = next((verdict.title for verdict in card.policy.verdicts if verdict.id == card.verdict), None)
    if verdict:
        yield f"Verdict: {verdict}."
    if card.must_pass_failed:
        titles = [practice.title for name, practice in card.practices.items() if name in card.must_pass_failed]
        yield f"Must-pass, and not held: {enumerated(titles)}."
    if card.score.stage:
        yield f"Stage reached, all together: {_stage(card.score)}."


def _stage(reading: Reading) -> str:
    if reading.stage is None:
        return NO_VALUE
    low, high = reading.stage.low, reading.stage.high
    return str(low) if low == high else f"{low} to {high}"


def _lenses(card: ScoreCard) -> str:
    score = card.score
    shown = percent(score.evidenced) if score.evidenced is not None else "not known without a date"
    said = [
        f"Your own rating {percent(score.value)}",
        f"what its foundations support {percent(score.consistent)}",
        f"what you can show {shown}",
    ]
    if percent(score.whole) != percent(score.value):
        said.append(f"with what you do not pursue {percent(score.whole)}")
    return "; ".join(said) + "."


def _columns(framework: Framework | None) -> tuple[Column, ...]:
    titles = ("Score", "Range", "Rated", "Supported", "Shown", "Target")
    return Column(termed("block", framework), is_wide=True), *(Column(t, "right", is_narrow=True) for t in titles)


def _blocks(card: ScoreCard, framework: Framework | None) -> Table:
    """One line for each block; what it publishes and its stage only where some block has one."""
    lines: list[tuple[str, Reading]] = [(block.title, block) for block in _all_blocks(card.blocks)]
    lines.append(("Overall", card.score))
    more = [(title, told) for title, told, there in _MORE if any(there(reading) for _, reading in lines)]
    rows = tuple((name, *_shares(reading), *(told(reading) for _, told in more)) for name, reading in lines)
    return Table((*_columns(framework), *(Column(title, "right", is_narrow=True) for title, _ in more)), rows)


_MORE: tuple[tuple[str, Callable[[Reading], str], Callable[[Reading], bool]], ...] = (
    (
        "Published",
        lambda reading: NO_VALUE if reading.output is None else figure(reading.output),
        lambda reading: reading.output is not None,
    ),
    ("Stage", _stage, lambda reading: reading.stage is not None),
)


def _shares(reading: Reading) -> tuple[str, ...]:
    span = NO_VALUE if reading.low is None else f"{percent(reading.low)} to {percent(reading.high)}"
    shares = (reading.coverage, reading.consistent, reading.evidenced, reading.target)
    return percent(reading.value), span, *(percent(share) for share in shares)


def _weakest(card: ScoreCard) -> str:
    scored = [(block.value, block.title) for block in card.blocks if block.value is not None]
    if len(scored) < 2:  # noqa: PLR2004 - the lowest of one says nothing
        return ""
    value, title = min(scored)
    return f"Lowest: {title}, {percent(value)}."


def _capped(practice: PracticeScore, framework: Framework | None) -> str:
    return (
        f"{practice.title}: rated {_rated(practice)}; treat as {worded(practice.consistent_level)}: "
        f"{'; '.join(lacking(rule, framework) for rule in practice.unmet)}"
    )


def _rated(practice: PracticeScore) -> str:
    """The score where it was rated on a range of scores, else the level."""
    return worded(practice.level) if practice.output is None else figure(practice.output)


def _unverified(practice: PracticeScore, framework: Framework | None) -> str:
    return "; ".join(alternatives(rule, framework) for rule in practice.unverified)
