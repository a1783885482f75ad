"""An assessment read in another framework, and how much of each framework is spoken for."""

from collections.abc import Iterator, Mapping, Sequence

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, Edges, between, percent, points, side_by_side
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.translation import (
    Conflict,
    Coverage,
    FrameworkCoverage,
    Origin,
    Question,
    Range,
    Route,
    TranslatedBlock,
    TranslatedPractice,
    Translation,
)
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, figures, worded
from equity_blocks.reports.framing import framed, tailoring_parts, title_of

_Known = Mapping[str, Framework]
"""Frameworks by their ids, for titles."""

ASKED = 10
"""Questions that the page lists; JSON and CSV have all of them."""

_BLOCKS = figures("Range", "Covered")
_PRACTICES = (*_BLOCKS, Column("At least", is_narrow=True))
_QUESTIONS = figures("Range", "Reduction", "Remaining")


def describe_translation(
    translation: Translation,
    framework: Framework | None = None,
    source: Framework | None = None,
    *,
    through: Sequence[Framework] = (),
    why: bool = False,
) -> Document:
    """Say what an assessment of one framework says in another one.

    Args:
        translation: The result.
        framework: The framework it is read in; gives it its title. Default: its id is shown.
        source: The framework that was rated; gives its practices their titles. Default: ids are shown.
        through: The frameworks in between, for their titles and those of their practices. Default: ids are shown.
        why: Whether to tell the reason for each mapping. Default: only what is mapped.

    Returns:
        The way, the interval and coverage overall and of each block, what each practice rests on, conflicts, and what
        to ask directly.
    """
    known = {each.id: each for each in (framework, source, *through) if each}
    columns = (Column(headed(translation.vocabulary.block), is_wide=True), *_BLOCKS)
    parts: list[Part] = [
        Paragraph(_headline(translation)),
        Paragraph(_way(translation, known)),
        Table(columns, tuple(_blocks(translation, translation.blocks, 0))),
        *_known(translation, known, why=why),
        *_conflicts(translation, known),
        *_asked(translation),
    ]
    title = f"{source.title if source else translation.source.id}, read in another framework"
    return framed(title, translation, framework, [*parts, *tailoring_parts(translation.source)])


def _between(item: Range, edges: Edges) -> str:
    return NO_VALUE if item.low is None or item.high is None else between(item.low, item.high, edges)


def _headline(translation: Translation) -> str:
    score, scope = translation.score, translation.scope
    if score.low is None:
        sentence = "There is no overall value: this framework is guidance and never totaled."
        if not translation.has_total:
            sentence = "There is no overall value, by design of the framework."
    else:
        low, high = side_by_side(score.low, score.high, edges=translation.edges)
        sentence = f"The score lies {f'at {low}' if low == high else f'between {low} and {high}'}."
    counts = [
        (scope.carried, "{is} carried over"), (scope.direct, "{is} rated directly"), (scope.silent, "{has} no answer"),
        (scope.not_applicable, "{is} not applicable"), (scope.not_pursued, "{is} not pursued"),
    ]  # fmt: skip
    verbs = {1: {"is": "is", "has": "has"}}
    counted_out = enumerated(
        [f"{n} {what.format(**verbs.get(n, {'is': 'are', 'has': 'have'}))}" for n, what in counts if n]
    )
    share = percent(score.coverage, translation.edges)
    called = translation.vocabulary
    practices = counted(scope.practices, called.practice, called.practices)
    return f"{sentence} Your answers cover {share} of it. Of {practices}, {counted_out}."


def _way(translation: Translation, known: _Known) -> str:
    passages = translation.passages
    steps = [
        f"{item.crosswalk}{', read backwards' if item.backwards else ''} ({counted(item.mappings, 'mapping')})"
        for item in passages
    ]
    if len(passages) == 1:
        sentence = f"Carried over {steps[0]}."
    else:
        stops = enumerated([known[item.end].title if item.end in known else item.end for item in passages[:-1]])
        sentence = f"No crosswalk joins the two, so the way leads through {stops}: {', then '.join(steps)}."
    if translation.weakest:
        loss = next(item.loss for item in passages if item.crosswalk == translation.weakest)
        sentence += (
            f" The weakest link is {translation.weakest}, whose mappings add {percent(loss)} to the width on average."
        )
    return f"{sentence} A value carried over is an interval: the part that no mapping speaks for may lie anywhere."


def _blocks(made: Translation, blocks: tuple[TranslatedBlock, ...], depth: int) -> Iterator[tuple[str, ...]]:
    for block in blocks:
        yield f"{'  ' * depth}{block.title}", _between(block, made.edges), percent(block.coverage, made.edges)
        yield from _blocks(made, block.blocks, depth + 1)


def _known(translation: Translation, known: _Known, *, why: bool) -> list[Part]:
    called = translation.vocabulary
    items = [item for item in translation.practices.values() if item.status in ("direct", "carried")]
    if not items:
        return [Paragraph(called.fill("Nothing that was rated speaks for {a_practice} here."))]
    framework, source = known.get(translation.framework.id), known.get(_last(translation))
    rows = tuple((*_practice(item, source, translation.edges, why=why), _at_least(item, framework)) for item in items)
    first = Column(called.fill("{Practice} and sources"), is_wide=True)
    note = "At least: the highest level that the lower end reaches, if above the lowest. It is not a rating."
    return [Heading("What is known"), Table((first, *_PRACTICES), rows), Paragraph(note)]


def _practice(item: TranslatedPractice, source: Framework | None, edges: Edges, *, why: bool) -> tuple[str, ...]:
    title = f"{item.title} (rated directly)" if item.status == "direct" else item.title
    cell = title if item.status == "direct" else f"{title}\n{_sources(item, source, why=why)}"
    return cell, _between(item, edges), percent(item.coverage, edges)


def _at_least(item: TranslatedPractice, framework: Framework | None) -> str:
    """That something carried is at least at the lowest level says nothing."""
    lowest = framework.level_id(item.id, 0) if framework and item.status == "carried" else None
    return NO_VALUE if item.level == lowest else worded(item.level)


def _sources(item: TranslatedPractice, source: Framework | None, *, why: bool) -> str:
    return "; ".join(
        f"{title_of(origin.practice, source)} ({_part(origin)})" + (f": {origin.why.rstrip('.')}" if why else "")
        for origin in item.sources
    )


_SPEAKS = {"up": "at least", "down": "at most", "both": ""}


def _part(origin: Origin) -> str:
    """For how much a source speaks, in which direction, and whether it says anything."""
    silent = "" if origin.is_known else "not rated"
    return ", ".join(filter(None, (f"for {percent(origin.share)}", _SPEAKS.get(origin.speaks, origin.speaks), silent)))


def _conflicts(translation: Translation, known: _Known) -> list[Part]:
    if not translation.conflicts:
        return []
    items = tuple(_conflict(item, translation, known) for item in translation.conflicts)
    return [Heading("Conflicts: not all of this can be true, or a share is judged wrong"), Bullets(items)]


def _conflict(item: Conflict, translation: Translation, known: _Known) -> str:
    is_here = item.framework == translation.framework.id and item.practice in translation.practices
    title = translation.practices[item.practice].title if is_here else _elsewhere(item, known)
    ends = [*item.says[:1], (item.low, item.high)] if item.kind == "direct" else [*item.says, (item.low, item.high)]
    *spans, hull = _spans(ends, translation.edges)
    if item.kind == "direct":
        answer, carried = hull, spans[0]
        return f"{title}: rated directly at {answer}, but {carried} is carried over. The direct rating stands."
    return f"{title}: {enumerated(spans)} have nothing in common. Shown is what spans them, {hull}."


def _spans(ends: Sequence[tuple[float, float]], edges: Edges) -> list[str]:
    """Write intervals that are held against each other, so that what has nothing in common reads so."""
    texts = side_by_side(*(share for low, high in ends for share in (low, high)), edges=edges)
    pairs = zip(texts[::2], texts[1::2], strict=True)
    return [low if low == high else f"{low} to {high}" for low, high in pairs]


def _last(translation: Translation) -> str:
    """Name the framework from which the last crosswalk of the way leads."""
    return translation.passages[-1].start if translation.passages else translation.source.id


def _elsewhere(item: Conflict, known: _Known) -> str:
    framework = known.get(item.framework)
    if framework is None or item.practice not in framework.practices:
        return f"{item.practice} of {item.framework}"
    return f"{framework.practices[item.practice].title} of {framework.title}"


def _asked(translation: Translation) -> list[Part]:
    if not translation.ask:
        return [Paragraph("Nothing is left to ask.")]
    first, called = translation.ask[:ASKED], translation.vocabulary
    columns = (Column("", "right", is_narrow=True), Column(headed(called.practice), is_wide=True), *_QUESTIONS)
    rows = tuple(_question(i, question, translation.edges) for i, question in enumerate(first, 1))
    sentence = (
        f"Order: width of the interval times what the {called.practice} counts. However far down one goes, no other "
        "list of that length narrows it more. Reduction: how far an answer narrows the score. Remaining: the width "
        "after it."
    )
    more = len(translation.ask) - len(first)
    if more:
        sentence += f" {more} more are in JSON and CSV."
    return [Heading("What to ask next, most informative first"), Table(columns, rows), Paragraph(sentence)]


def _question(number: int, question: Question, edges: Edges) -> tuple[str, ...]:
    span = between(question.low, question.high, edges)
    return str(number), question.title, span, f"{points(question.width)}%", f"{points(question.left)}%"


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
