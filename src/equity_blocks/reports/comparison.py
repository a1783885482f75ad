"""A comparison in words and tables."""

from collections.abc import Iterator, Sequence

from equity_blocks.model import Framework
from equity_blocks.model.comparison import (
    Comparison,
    GoalChange,
    LevelMove,
    LostEvidence,
    PracticeChange,
)
from equity_blocks.model.figures import percent, signed_points
from equity_blocks.model.phrases import enumerated
from equity_blocks.model.tolerance import EDGE
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
    Phrase,
    Table,
    Value,
    bulleted,
    figures,
    worded,
)
from equity_blocks.reports.framing import doubts, framed, policy, scope_in_words
from equity_blocks.reports.values import Place, block_places, count_at, moved_at, points_at, share_at, shares_at

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
    parts: list[Part] = [*describe_change(comparison)]
    causes = tuple(describe_causes(comparison))
    parts += [Heading("Why it changed"), *causes] if causes else []
    for heading, items in changes_in_words(comparison).items():
        parts += bulleted(heading, items)
    changed = [practice for practice in (*comparison.practices.values(), *comparison.gone) if practice.cause]
    if changed:
        changed.sort(key=lambda practice: _place(practice, framework))
        parts.append(Heading(comparison.vocabulary.fill("{Practices} that changed")))
        parts.append(Table(_columns(comparison), tuple(map(_row, changed))))
    if details:
        parts.append(policy(comparison.policy_in_words))
    return framed("Change of the readiness score", comparison, framework, parts)


def describe_change(comparison: Comparison, *, is_brief: bool = False) -> Iterator[Part]:
    """Say how the score and the blocks changed, as published and like for like.

    Args:
        comparison: The comparison.
        is_brief: Whether a column that says nothing new is left out, and figures have the digits of the split.
    """
    yield Paragraph(_when(comparison))
    yield Paragraph(headline_of(comparison))
    yield from doubts(comparison.before.remarks, "Before")
    yield from doubts(comparison.remarks, "After")
    if comparison.has_total:
        yield Paragraph(like_for_like(comparison))
    scopes = [
        scope_in_words(side.scope, side.coverage, comparison).removeprefix("Scope: ")
        for side in (comparison.before, comparison)
    ]
    yield Bullets((f"Before: {scopes[0]}", f"After: {scopes[1]}"))
    yield _blocks(comparison, is_brief=is_brief)
    yield Paragraph(comparison.vocabulary.fill(_SCALE))


def describe_causes(comparison: Comparison, *, is_brief: bool = False) -> Iterator[Part]:
    """Split the change by cause; nothing where it cannot be split.

    Args:
        comparison: The comparison.
        is_brief: Whether a revision of the framework that changed nothing is left out.
    """
    left_out = _without_effect(comparison) if is_brief else ()
    if comparison.split[-1:] and comparison.split[-1].change is not None:
        yield _split(comparison, left_out)
        yield _by_block(comparison, left_out)
        yield Paragraph(_order(comparison))
    elif not comparison.has_total:
        yield _by_block(comparison, left_out)


def changes_in_words(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """Say of goals how far they are, and what fell, was lost or is not counted now: heading -> a line each.

    Args:
        comparison: The comparison.
    """
    fell = (f"{p.title}: {_moved(p.level)} ({signed_points(p.change, 0)} points)" for p in comparison.regressions)
    dropped = (p for p in comparison.practices.values() if p.status.start == "rated" != p.status.to)
    not_counted = (f"{p.title}: {worded(p.level.start)} before, {worded(p.status.to)} now" for p in dropped)
    return {
        "Goals": tuple(map(_goal, comparison.goals)),
        "Lower than before": tuple(fell),
        "Evidence lost": tuple(map(_lost, comparison.lost_evidence or ())),
        "Rated before, and not counted now": tuple(not_counted),
    }


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


def headline_of(comparison: Comparison) -> str:
    """Say how the score changed as published, and as the earlier ratings read now."""
    score = comparison.score
    then, now = _versions(comparison)
    if not comparison.has_total:
        sentence = "No total, by design of the framework: its {blocks} are compared one by one."
        both = f" What was published was by {then}; read again, it is by {now}." if comparison.reread else ""
        return comparison.vocabulary.fill(sentence) + (both if then != now else "")
    if score.change is None:
        before, after = shares_at(comparison, ("score", "before"), ("score", "after"))
        sentence = Phrase("The change cannot be calculated: the score was ", before, " and is ", after, ".")
    elif comparison.reread and then != now:
        before, after, points = _ends(comparison, "score")
        ends = (before, f" (by {then}) to ", after, f" (by {now}): ", points, " points.")
        sentence = Phrase("As published, the score went from ", *ends)
    else:
        sentence = Phrase("The score went from ", *_change(comparison, "score"), ".")
    return Phrase(sentence, *(piece for more in _reread(comparison) for piece in (" ", more)))


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
    before, _, points = _ends(comparison, "reread")
    since = (before, ": ", points, " points since") if again.change is not None else ("no score",)
    yield Phrase(f"What was rated then, read again {how}, gives ", *since, ".")


def _versions(comparison: Comparison) -> tuple[str, str]:
    """Name the revisions of the framework then and now, with their editions where these differ."""
    refs = (comparison.before.framework, comparison.framework)
    is_one = refs[0].edition == refs[1].edition
    then, now = (f"revision {ref.revision}" + ("" if is_one else f" of edition {ref.edition}") for ref in refs)
    return then, now


def _ends(comparison: Comparison, name: str) -> tuple[Value, Value, Value]:
    """Give both ends of a change and what lies between, with one digit, so that what stands together adds up."""
    return moved_at(comparison, (name, "before"), (name, "after"), (name, "change"), digits=1)


def _change(comparison: Comparison, name: str) -> tuple[str, ...]:
    before, after, points = _ends(comparison, name)
    return before, " to ", after, ": ", points, " points"


def like_for_like(comparison: Comparison) -> str:
    """Say how the score changed over what was rated both times by the same respondents."""
    like, called = comparison.like_for_like, comparison.vocabulary
    share: tuple[str, ...] = ()
    if like.coverage is not None:
        share = (" (", share_at(comparison, "like_for_like", "coverage"), " of what applies now)")
    if like.change is None:
        why = "too little was rated both times by the same respondents"
        return Phrase(f"No like-for-like change is available: {why}", *share, ".")
    practices = called.practice if like.practices == 1 else called.practices
    over = ("the ", count_at(comparison, "like_for_like", "practices"), f" {practices} rated both times")
    went = _change(comparison, "like_for_like")
    return Phrase("Like for like, over ", *over, ", by the same respondents", *share, ", it went from ", *went, ".")


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


def _without_effect(comparison: Comparison) -> tuple[str, ...]:
    """Name the revision among the causes where it changed nothing, in the whole and in every block."""
    splits = [comparison.split, *(block.split for block in walk(comparison.blocks))]
    changes = [part.change for split in splits for part in split if part.cause == "framework"]
    is_nothing = changes and all(change is not None and abs(change) < EDGE for change in changes)
    return ("framework",) if is_nothing else ()


def _split(comparison: Comparison, left_out: Sequence[str]) -> Table:
    titles = (headed(comparison.vocabulary.practices), "Points")
    columns = (Column("Cause", is_wide=True), *(Column(title, "right") for title in titles))
    rows = [
        (
            _CAUSES.get(part.cause, part.cause),
            count_at(comparison, "split", place, "practices") if part.cause != "framework" else "",
            points_at(comparison, "split", place, "change", signed=True),
        )
        for place, part in enumerate(comparison.split)
        if part.cause not in left_out
    ]
    overall = points_at(comparison, "score", "change", signed=True)
    return Table(columns, (*rows, ("Overall", "", overall)), caption="The change by cause")


def _by_block(comparison: Comparison, left_out: Sequence[str]) -> Table:
    """List the parts of every block's change, in points."""
    kept = [place for place, part in enumerate(comparison.split) if part.cause not in left_out]
    causes = (_SHORT.get(comparison.split[i].cause, comparison.split[i].cause).capitalize() for i in kept)
    rows, places = [], block_places(comparison)
    for block in walk(comparison.blocks):
        at = [(*places[block.id], "split", part, "change") for part in kept]
        changes = (points_at(comparison, *place, signed=True) for place in (*at, (*places[block.id], "change")))
        rows.append((block.title, *changes))
    return Table((Column("Points by cause", is_wide=True), *figures(*causes, "Change")), tuple(rows))


_SCALE = "Points are hundredths: 100 is the most that the score, {a_block} or {a_practice} can have."


def _blocks(comparison: Comparison, *, is_brief: bool) -> Table:
    again = comparison.reread is not None and not (is_brief and _reads_the_same(comparison))
    titles = ("Before", "Read again", "After", "Points") if again else ("Before", "After", "Points")
    columns = (Column(headed(comparison.vocabulary.block), is_wide=True), *(Column(title, "right") for title in titles))
    places = block_places(comparison)
    changes: list[tuple[str, Place, Place]] = [
        (block.title, places[block.id], (*places[block.id], "reread")) for block in walk(comparison.blocks)
    ]
    if comparison.has_total:
        changes.append(("Overall", ("score",), ("reread", "before")))
    rows = []
    for title, at, reread in changes:
        ends = ((*at, "before"), (*at, "after"), (*at, "change"))
        before, *others = moved_at(comparison, *ends, digits=int(is_brief))
        rows.append((title, before, *([share_at(comparison, *reread)] if again else []), *others))
    return Table(columns, tuple(rows), caption=comparison.vocabulary.fill("{Blocks}, then and now"))


def _reads_the_same(comparison: Comparison) -> bool:
    """Say whether the earlier ratings give the same by the framework of now as they did when they were published."""
    pairs = [(block.before, block.reread) for block in walk(comparison.blocks)]
    if comparison.has_total and comparison.reread is not None:
        pairs.append((comparison.score.before, comparison.reread.before))
    return all(then == again or (then and again and abs(then - again) < EDGE) for then, again in pairs)


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


def restated(comparison: Comparison) -> tuple[str, ...]:
    """Say of every goal whose baseline is another one now which one it was before.

    Args:
        comparison: The comparison.
    """
    return tuple(
        f"{goal.title}: the earlier report used the baseline {_based(goal.start_then, goal.period_then)}, this one "
        f"{_based(goal.start, goal.period)}."
        for goal in comparison.goals
        if goal.start_then is not None and goal.start is not None and goal.start_then != goal.start
    )


def _based(value: float, period: str) -> str:
    return f"{value:g} of {period}" if period else f"{value:g}"


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
