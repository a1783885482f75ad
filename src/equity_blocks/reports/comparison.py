"""A comparison in words and tables."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.comparison import (
    Change,
    Comparison,
    GoalChange,
    LevelMove,
    LostEvidence,
    PracticeChange,
)
from equity_blocks.model.figures import Edges, moved, percent, side_by_side, signed_points
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.tree import walk
from equity_blocks.model.vocabulary import headed
from equity_blocks.option_names import option
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    bulleted,
    figures,
    worded,
)
from equity_blocks.reports.framing import doubts, framed, policy, scope_in_words

_CAUSES = {
    "framework": "the framework's revision changed",
    "scope": "the scope changed",
    "respondents": "other people answered",
    "ratings": "ratings changed",
}
_SHORT = {"framework": "revision", "scope": "scope", "respondents": "people", "ratings": "ratings"}


def describe_comparison(
    comparison: Comparison, framework: Framework | None = None, *, details: bool = False
) -> Document:
    """Say what a comparison says.

    Args:
        comparison: The comparison.
        framework: Gives the framework its title, and practices the order of their levels. Default: its id is shown, and
            nobody knows which practices went one level up or down.
        details: Say too by which policy the scores were made. Default: not.

    Returns:
        The change overall and like for like, its parts by cause, how far goals are, the blocks, the practices that
        changed, and what fell.
    """
    parts: list[Part] = [Paragraph(_when(comparison)), Paragraph(_headline(comparison))]
    parts += [*doubts(comparison.before.remarks, "Before"), *doubts(comparison.remarks, "After")]
    parts += [Paragraph(_like(comparison))] if comparison.has_total else []
    scopes = [
        scope_in_words(side.scope, side.coverage, comparison).removeprefix("Scope: ")
        for side in (comparison.before, comparison)
    ]
    parts += [Bullets((f"Before: {scopes[0]}", f"After: {scopes[1]}")), _blocks(comparison)]
    parts.append(Paragraph(comparison.vocabulary.fill(_SCALE)))
    if comparison.split[-1:] and comparison.split[-1].change is not None:
        parts += [Heading("Why it changed"), _split(comparison), _by_block(comparison), Paragraph(_order(comparison))]
    elif not comparison.has_total:
        parts += [Heading("Why it changed"), _by_block(comparison)]
    parts += bulleted("Goals", map(_goal, comparison.goals))
    fell = (f"{p.title}: {_moved(p.level)} ({signed_points(p.change, 0)} points)" for p in comparison.regressions)
    parts += bulleted("Lower than before", fell)
    parts += bulleted("Evidence lost", map(_lost, comparison.lost_evidence or ()))
    dropped = (p for p in comparison.practices.values() if p.status.start == "rated" != p.status.to)
    not_counted = (f"{p.title}: {worded(p.level.start)} before, {worded(p.status.to)} now" for p in dropped)
    parts += bulleted("Rated before, and not counted now", not_counted)
    changed = [practice for practice in (*comparison.practices.values(), *comparison.gone) if practice.cause]
    if changed:
        changed.sort(key=lambda practice: _place(practice, framework))
        parts.append(Heading(comparison.vocabulary.fill("{Practices} that changed")))
        parts.append(Table(_columns(comparison), tuple(map(_row, changed))))
    if details:
        parts.append(policy(comparison.policy_in_words))
    return framed("Change of the readiness score", comparison, framework, parts)


def _when(comparison: Comparison) -> str:
    then, now = comparison.before, comparison
    days = [day.isoformat() if day else "no date" for day in (then.as_of, now.as_of)]
    sentence = f"From {days[0]} to {days[1]}." if then.as_of or now.as_of else "Neither has a date."
    if then.framework != now.framework:
        edition = f"edition {then.framework.edition}, " if then.framework.edition else ""
        sentence += f" Before, {edition}revision {then.framework.revision} was rated."
    owners = [side.organization.id if side.organization else None for side in (then, now)]
    if owners[0] != owners[1]:
        sentence += " These are two organizations, so nothing here is a change over time."
    return sentence


def _headline(comparison: Comparison) -> str:
    score = comparison.score
    then, now = _versions(comparison)
    if not comparison.has_total:
        sentence = "No total, by design of the framework: its {blocks} are compared one by one."
        both = f" What was published was by {then}; read again, it is by {now}." if comparison.reread else ""
        return comparison.vocabulary.fill(sentence) + (both if then != now else "")
    if score.change is None:
        before, after = side_by_side(score.before, score.after, edges=comparison.edges)
        sentence = f"The change cannot be calculated: the score was {before} and is {after}."
    elif comparison.reread and then != now:
        before, after, points = moved(score.before, score.after, score.change, comparison.edges, digits=1)
        sentence = f"As published, the score went from {before} (by {then}) to {after} (by {now}): {points} points."
    else:
        sentence = f"The score went from {_change(score, comparison.edges)}."
    return " ".join((sentence, *_reread(comparison)))


def _reread(comparison: Comparison) -> Iterator[str]:
    """Say what the earlier ratings give by the framework of now, where they were made by another one."""
    (then, now), again = _versions(comparison), comparison.reread
    if comparison.score.change is None and (again is None or again.change is None):
        return
    if again is None:
        if then != now:
            yield f"Both are read by {now}; what was published by {then} is not at hand."
        return
    how = f"by {now}" if then != now else "as the framework is tailored now"
    before, _, points = moved(again.before, again.after, again.change, comparison.edges, digits=1)
    since = f"{before}: {points} points since" if again.change is not None else "no score"
    yield f"What was rated then, read again {how}, gives {since}."


def _versions(comparison: Comparison) -> tuple[str, str]:
    """Name the revisions of the framework then and now, with their editions where these differ."""
    refs = (comparison.before.framework, comparison.framework)
    is_one = refs[0].edition == refs[1].edition
    then, now = (f"revision {ref.revision}" + ("" if is_one else f" of edition {ref.edition}") for ref in refs)
    return then, now


def _change(change: Change, edges: Edges) -> str:
    """With one digit, so that what stands beside each other adds up."""
    before, after, points = moved(change.before, change.after, change.change, edges, digits=1)
    return f"{before} to {after}: {points} points"


def _like(comparison: Comparison) -> str:
    like, called = comparison.like_for_like, comparison.vocabulary
    practices = counted(like.practices, called.practice, called.practices)
    over = f"the {practices} rated both times, by the same respondents"
    share = f" ({percent(like.coverage, comparison.edges)} of what applies now)" if like.coverage is not None else ""
    if like.change is None:
        return f"No like-for-like change is available: too little was rated both times by the same respondents{share}."
    return f"Like for like, over {over}{share}, it went from {_change(like, comparison.edges)}."


def _order(comparison: Comparison) -> str:
    is_unknown = comparison.split[0].change is None
    revision = comparison.before.framework.revision
    caution = (
        f"Revision {revision} of the framework was rated before, and is not at hand: its ratings are read in the "
        f"present one, so what the revision changed cannot be told ({option('framework_before')} gives it). "
    )
    return (caution if is_unknown else "") + (
        "The parts sum to the change. They are found by re-scoring in this order; another order would share it out "
        "differently."
    )


def _split(comparison: Comparison) -> Table:
    titles = (headed(comparison.vocabulary.practices), "Points")
    columns = (Column("Cause", is_wide=True), *(Column(title, "right") for title in titles))
    rows = [
        (
            _CAUSES.get(part.cause, part.cause),
            str(len(part.practices)) if part.cause != "framework" else "",
            signed_points(part.change),
        )
        for part in comparison.split
    ]
    return Table(columns, (*rows, ("Overall", "", signed_points(comparison.score.change))))


def _by_block(comparison: Comparison) -> Table:
    """List the parts of every block's change, in points."""
    causes = (_SHORT.get(part.cause, part.cause).capitalize() for part in comparison.split)
    rows = [
        (block.title, *(signed_points(part.change) for part in block.split), signed_points(block.change))
        for block in walk(comparison.blocks)
    ]
    return Table((Column("Points by cause", is_wide=True), *figures(*causes, "Change")), tuple(rows))


_SCALE = "Points are hundredths: 100 is the most that the score, {a_block} or {a_practice} can have."


def _blocks(comparison: Comparison) -> Table:
    again = comparison.reread
    titles = ("Before", "Read again", "After", "Points") if again else ("Before", "After", "Points")
    columns = (Column(headed(comparison.vocabulary.block), is_wide=True), *(Column(title, "right") for title in titles))
    changes: list[tuple[str, Change, float | None]] = [(b.title, b, b.reread) for b in walk(comparison.blocks)]
    if comparison.has_total:
        changes.append(("Overall", comparison.score, again.before if again else None))
    rows = []
    for title, change, reread in changes:
        before, *others = moved(change.before, change.after, change.change, comparison.edges)
        rows.append((title, before, *([percent(reread, comparison.edges)] if again else []), *others))
    return Table(columns, tuple(rows))


def _columns(comparison: Comparison) -> tuple[Column, ...]:
    return (
        Column(headed(comparison.vocabulary.practice), is_wide=True),
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
    """Say whether a practice moved by one level; no, where its scale is not at hand."""
    ids = framework.scale_of(practice.id).ids if framework and practice.id in framework.practices else ()
    places = [ids.index(level) for level in (practice.level.start, practice.level.to) if level in ids]
    return len(places) == len(("from", "to")) and abs(places[1] - places[0]) == 1


def _row(practice: PracticeChange) -> tuple[str, ...]:
    start = _stand(practice.status.start, practice.level.start)
    to = _stand(practice.status.to, practice.level.to)
    cause = practice.cause or "ratings"
    return practice.title, f"{start} → {to}", signed_points(practice.change, 0), _SHORT.get(cause, cause)


_CLOSING = {True: "the gap is closing", False: "the gap is not closing", None: "whether the gap is closing is unknown"}


def _goal(goal: GoalChange) -> str:
    unit = f" {goal.unit}" if goal.unit else ""
    known = (("baseline", goal.start), ("before", goal.then), ("now", goal.now), ("target", goal.target))
    values = enumerated([f"{name} {value:g}" for name, value in known if value is not None])
    closed = f", {percent(goal.closed)} of it closed since the baseline" if goal.closed and goal.closed > 0 else ""
    return f"{goal.title}: {f'{values}{unit}; ' if values else ''}{_CLOSING[goal.is_closing]}{closed}."


def _lost(item: LostEvidence) -> str:
    names = enumerated([f"'{name}'" for name in item.evidence])
    had = f"; before, there was {names}" if names else ""
    return f"{item.title}: no current evidence now{had}"


def _moved(level: LevelMove) -> str:
    return f"{worded(level.start)} → {worded(level.to)}"


def _stand(status: str | None, level: str | None) -> str:
    return worded(level if status == "rated" else status)
