"""A comparison in words and tables."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.comparison import (
    BlockChange,
    Change,
    Comparison,
    GoalChange,
    LevelMove,
    LostEvidence,
    PracticeChange,
)
from equity_blocks.model.figures import Edges, moved, percent, side_by_side, signed_points, whole_points
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.heading import framed
from equity_blocks.reports.score_basis import doubts, policy, scope_in_words

_CAUSES = {
    "framework": "the framework's revision changed",
    "scope": "the scope changed",
    "respondents": "other people answered",
    "ratings": "ratings changed",
}
_SHORT = {"framework": "revision", "scope": "scope", "respondents": "people", "ratings": "ratings"}


def describe_comparison(made: Comparison, framework: Framework | None = None, *, details: bool = False) -> Document:
    """Say what a comparison says.

    Args:
        made: The comparison.
        framework: Gives the framework its title, and practices the order of their levels. Default: its id is shown, and
            nobody knows which practices went one level up or down.
        details: Say too by which policy the scores were made. Default: not.

    Returns:
        The change overall and like for like, its parts by cause, how far goals are, the blocks, the practices that
        changed, and what fell.
    """
    parts: list[Part] = [Paragraph(_when(made)), Paragraph(_headline(made))]
    parts += [*doubts(made.before.remarks, "Before"), *doubts(made.remarks, "After")]
    parts += [Paragraph(_like(made))] if made.has_total else []
    scopes = [scope_in_words(side.scope, side.coverage, made).removeprefix("Scope: ") for side in (made.before, made)]
    parts += [Bullets((f"Before: {scopes[0]}", f"After: {scopes[1]}")), _blocks(made)]
    parts.append(Paragraph(made.vocabulary.said(_SCALE)))
    if made.split[-1:] and made.split[-1].change is not None:
        parts += [Heading("Why it changed"), _split(made), _by_block(made), Paragraph(_order(made))]
    elif not made.has_total:
        parts += [Heading("Why it changed"), _by_block(made)]
    if made.goals:
        parts += [Heading("Goals"), Bullets(tuple(map(_goal, made.goals)))]
    if made.regressions:
        fell = [f"{item.title}: {_moved(item.level)} ({whole_points(item.change)} points)" for item in made.regressions]
        parts += [Heading("Lower than before"), Bullets(tuple(fell))]
    if made.lost_evidence:
        parts += [Heading("Evidence lost"), Bullets(tuple(map(_lost, made.lost_evidence)))]
    dropped = [p for p in made.practices.values() if p.status.start == "rated" != p.status.to]
    if dropped:
        told = [f"{p.title}: {worded(p.level.start)} before, {worded(p.status.to)} now" for p in dropped]
        parts += [Heading("Rated before, and not counted now"), Bullets(tuple(told))]
    changed = [practice for practice in (*made.practices.values(), *made.gone) if practice.cause]
    if changed:
        changed.sort(key=lambda practice: _place(practice, framework))
        parts.append(Heading(made.vocabulary.said("{Practices} that changed")))
        parts.append(Table(_columns(made), tuple(map(_row, changed))))
    if details:
        parts.append(policy(made.policy_in_words))
    return framed("Change of the readiness score", made, framework, parts)


def change_table(made: Comparison) -> Table:
    """List every practice with its change, unrounded, one row each; those that are gone come last, without a block."""
    columns = (
        "block", "practice", "title", "status_before", "status_after", "level_before", "level_after", "before", "after",
        "change", "percent", "cause", "like_for_like",
    )  # fmt: skip
    rows = [_cells(block.id, practice) for block in _all(made.blocks) for practice in block.practices]
    rows += [_cells("", practice) for practice in made.gone]
    return Table(tuple(Column(name) for name in columns), tuple(rows), "Changes")


def _all(blocks: tuple[BlockChange, ...]) -> Iterator[BlockChange]:
    for block in blocks:
        yield block
        yield from _all(block.blocks)


def _cells(block: str, p: PracticeChange) -> tuple[str, ...]:
    values = (
        block, p.id, p.title, p.status.start, p.status.to, p.level.start, p.level.to, p.before, p.after, p.change,
        p.percent, p.cause, p.like_for_like,
    )  # fmt: skip
    return tuple("" if value is None else str(value) for value in values)


def _when(made: Comparison) -> str:
    then, now = made.before, made
    days = [day.isoformat() if day else "no date" for day in (then.as_of, now.as_of)]
    said = f"From {days[0]} to {days[1]}." if then.as_of or now.as_of else "Neither has a date."
    if then.framework != now.framework:
        edition = f"edition {then.framework.edition}, " if then.framework.edition else ""
        said += f" Before, {edition}revision {then.framework.revision} was rated."
    owners = [side.organization.id if side.organization else None for side in (then, now)]
    if owners[0] != owners[1]:
        said += " These are two organizations, so nothing here is a change over time."
    return said


def _headline(made: Comparison) -> str:
    score = made.score
    if not made.has_total:
        return made.vocabulary.said("No total, by design of the framework: its {blocks} are compared one by one.")
    if score.change is None:
        before, after = side_by_side(score.before, score.after, edges=made.edges)
        return f"The change cannot be calculated: the score was {before} and is {after}."
    return f"The score went from {_change(score, made.edges)}."


def _change(change: Change, edges: Edges) -> str:
    """With one digit, so that what stands beside each other adds up."""
    before, after, points = moved(change.before, change.after, change.change, edges, digits=1)
    return f"{before} to {after}: {points} points"


def _like(made: Comparison) -> str:
    like, called = made.like_for_like, made.vocabulary
    practices = counted(like.practices, called.practice, called.practices)
    over = f"the {practices} rated both times, by the same respondents"
    share = f" ({percent(like.coverage, made.edges)} of what applies now)" if like.coverage is not None else ""
    if like.change is None:
        return f"No like-for-like change is available: too little was rated both times by the same respondents{share}."
    return f"Like for like, over {over}{share}, it went from {_change(like, made.edges)}."


def _order(made: Comparison) -> str:
    unknown = made.split[0].change is None
    said = (
        f"Revision {made.before.framework.revision} of the framework was rated before, and is not at hand: its ratings "
        "are read in the present one, so what the revision changed cannot be told (--framework-before gives it). "
    )
    return (said if unknown else "") + (
        "The parts sum to the change. They are found by re-scoring in this order; another order would share it out "
        "differently."
    )


def _split(made: Comparison) -> Table:
    titles = (headed(made.vocabulary.practices), "Points")
    columns = (Column("Cause", is_wide=True), *(Column(title, "right") for title in titles))
    rows = [
        (_CAUSES[part.cause], str(len(part.practices)) if part.cause != "framework" else "", signed_points(part.change))
        for part in made.split
    ]
    return Table(columns, (*rows, ("Overall", "", signed_points(made.score.change))))


def _by_block(made: Comparison) -> Table:
    """The parts of every block's change, in points."""
    causes = [Column(_SHORT[part.cause].capitalize(), "right", is_narrow=True) for part in made.split]
    rows = [
        (block.title, *(signed_points(part.change) for part in block.split), signed_points(block.change))
        for block in _all(made.blocks)
    ]
    columns = (Column("Points by cause", is_wide=True), *causes, Column("Change", "right", is_narrow=True))
    return Table(columns, tuple(rows))


_SCALE = "Points are hundredths: 100 is the most that the score, {a_block} or {a_practice} can have."


def _blocks(made: Comparison) -> Table:
    columns = (
        Column(headed(made.vocabulary.block), is_wide=True),
        *(Column(title, "right") for title in ("Before", "After", "Points")),
    )
    changes: list[tuple[str, Change]] = [(block.title, block) for block in _all(made.blocks)]
    changes += [("Overall", made.score)] if made.has_total else []
    rows = ((title, *moved(c.before, c.after, c.change, made.edges)) for title, c in changes)
    return Table(columns, tuple(rows))


def _columns(made: Comparison) -> tuple[Column, ...]:
    return (
        Column(headed(made.vocabulary.practice), is_wide=True),
        Column("From → to", is_narrow=True),
        Column("Points", "right"),
        Column("Cause"),
    )


def _place(practice: PracticeChange, framework: Framework | None) -> tuple[int, float]:
    """Sort key: the largest changes first; then what came in or went out, what moved one level, and what did not."""
    if practice.change is None or practice.status.start != practice.status.to:
        return 1, 0.0
    if not practice.change:
        return 3, 0.0
    return 2 if _is_one_level(practice, framework) else 0, -abs(practice.change)


def _is_one_level(practice: PracticeChange, framework: Framework | None) -> bool:
    """Whether a practice moved by one level; nobody knows without its scale."""
    ids = framework.scale_of(practice.id).ids if framework and practice.id in framework.practices else ()
    places = [ids.index(level) for level in (practice.level.start, practice.level.to) if level in ids]
    return len(places) == len(("from", "to")) and abs(places[1] - places[0]) == 1


def _row(practice: PracticeChange) -> tuple[str, ...]:
    start = _stand(practice.status.start, practice.level.start)
    to = _stand(practice.status.to, practice.level.to)
    return practice.title, f"{start} → {to}", whole_points(practice.change), _SHORT[practice.cause or "ratings"]


_CLOSING = {True: "the gap is closing", False: "the gap is not closing", None: "whether the gap is closing is unknown"}


def _goal(goal: GoalChange) -> str:
    unit = f" {goal.unit}" if goal.unit else ""
    figures = (("baseline", goal.start), ("before", goal.then), ("now", goal.now), ("target", goal.target))
    told = enumerated([f"{name} {value:g}" for name, value in figures if value is not None])
    closed = f", {percent(goal.closed)} of it closed since the baseline" if goal.closed and goal.closed > 0 else ""
    return f"{goal.title}: {told}{unit if told else ''}{'; ' if told else ''}{_CLOSING[goal.is_closing]}{closed}."


def _lost(item: LostEvidence) -> str:
    names = enumerated([f"'{name}'" for name in item.evidence])
    had = f"; before, there was {names}" if names else ""
    return f"{item.title}: no current evidence now{had}"


def _moved(level: LevelMove) -> str:
    return f"{worded(level.start)} → {worded(level.to)}"


def _stand(status: str | None, level: str | None) -> str:
    return worded(level if status == "rated" else status)
