"""An assessment read in another framework."""

from collections.abc import Iterator, Mapping, Sequence

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, Edges, between, percent, points, side_by_side
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.translation import (
    Conflict,
    Origin,
    Question,
    Range,
    TranslatedBlock,
    TranslatedPractice,
    Translation,
)
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Phrase,
    Table,
    figures,
    worded,
)
from equity_blocks.reports.framing import framed, tailoring_parts, title_of
from equity_blocks.reports.values import share_at, shares_at

_Known = Mapping[str, Framework]
"""Frameworks by their ids, for titles."""

ASKED = 10
"""Questions that the page lists; JSON and CSV have all of them."""

_BLOCKS = figures("Range", "Covered")
_PRACTICES = (*figures("Range"), Column("Levels left"))
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
        The answers and the evidence that can be reused, practice by practice; conflicts; what to ask directly; each
        block; the way. A total comes first where its interval is under 30 points wide, else last, with its width.
    """
    known = {each.id: each for each in (framework, source, *through) if each}
    total, is_telling = Paragraph(total_in_words(translation)), translation.is_telling
    parts: list[Part] = [
        Paragraph(reuse_in_words(translation)),
        *([total] if is_telling else []),
        *_reusable(translation, known, why=why),
        *_conflicts(translation, known),
        *_asked(translation),
        *_by_block(translation),
        *([] if is_telling else [total]),
        Paragraph(_way(translation, known)),
    ]
    title = f"{source.title if source else translation.source.id}, read in another framework"
    return framed(title, translation, framework, [*parts, *tailoring_parts(translation.source)])


def drawn_from(translation: Translation, last: Framework | None = None) -> dict[str, tuple[str, ...]]:
    """Say for each practice that something is carried over to which answers speak for it, and what evidence they list.

    Args:
        translation: The result.
        last: The framework from which the last crosswalk leads, mostly the one that was rated; gives titles to those of
            its practices that were not rated. Default: ids are shown.

    Returns:
        Practice -> sentences for whoever rates it, such as the comments of a draft.

    Example:
        >>> from equity_blocks.engine.crosswalk.translate import translate
        >>> from equity_blocks.model import Assessment
        >>> from equity_blocks.model.crosswalk import Crosswalk
        >>> old, new = (Framework(id=name, title=name, scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": f"{name}-p", "title": f"The {name} one"}]}])
        ...     for name in ("old", "new"))
        >>> crosswalk = Crosswalk(id="old--new", title="T", source={"framework": "old"}, target={"framework": "new"},
        ...     mappings=[{"from": "old-p", "to": "new-p", "relation": "part-of", "share": 0.5, "why": "half of it"}])
        >>> said = Assessment(framework="old", evidence={"e": {"title": "Charter"}},
        ...     ratings={"old-p": {"level": "yes", "evidence": ["e"]}})
        >>> drawn_from(translate(old, said, crosswalk, new), old)["new-p"]
        ('From old: The old one (yes, for 50%).', 'Evidence listed there: Charter.')
    """
    told = _Answers(translation, last)
    lines = {}
    for item in translation.practices.values():
        if item.status == "carried" and item.origins:
            evidence = told.evidence(item)
            listed = (f"Evidence listed there: {evidence}.",) if evidence else ()
            lines[item.id] = (f"From {translation.source.id}: {told.answers(item)}.", *listed)
    return lines


class _Answers:
    """The answers that speak for a practice, in words."""

    def __init__(self, translation: Translation, last: Framework | None, *, why: bool = False) -> None:
        self.reused = {item.practice: item for item in translation.reuse}
        self.is_direct = len(translation.passages) == 1
        self.edges, self.last, self.why = translation.edges, last, why

    def answers(self, item: TranslatedPractice) -> str:
        """Each with its level, with how much it speaks for, or by way of what where other frameworks lie in between."""
        mapped = "; ".join(self._mapped(origin) for origin in item.sources)
        if self.is_direct:
            return mapped
        answers = "; ".join(f"{self._title(name)} ({self._level(name)})" for name in item.origins)
        return f"{answers}; by way of {mapped}"

    def _mapped(self, origin: Origin) -> str:
        speaks = " ".join(filter(None, (_SPEAKS.get(origin.speaks, origin.speaks), f"for {percent(origin.share)}")))
        if not origin.is_known:
            level = "not rated" if self.is_direct else "nothing known"
        else:
            level = self._level(origin.practice) if self.is_direct else ""
        reason = f": {origin.why.rstrip('.')}" if self.why else ""
        return f"{self._title(origin.practice)} ({', '.join(filter(None, (level, speaks)))}){reason}"

    def evidence(self, item: TranslatedPractice) -> str:
        listed = [entry.title for name in item.origins if name in self.reused for entry in self.reused[name].evidence]
        return "; ".join(dict.fromkeys(listed))

    def _title(self, name: str) -> str:
        return self.reused[name].title if name in self.reused else title_of(name, self.last)

    def _level(self, name: str) -> str:
        answer = self.reused.get(name)
        if answer is None:
            return "rated"
        return worded(answer.level) if answer.level else between(answer.low, answer.high, self.edges)


def _between(item: Range, edges: Edges) -> str:
    return NO_VALUE if item.low is None or item.high is None else between(item.low, item.high, edges)


def reuse_in_words(translation: Translation) -> str:
    """Say how many answers and pieces of evidence can be reused, and for how much.

    Args:
        translation: The result.
    """
    scope, called = translation.scope, translation.vocabulary
    practices = counted(scope.practices, called.practice, called.practices)
    counts = [
        (scope.carried, "{has} something to start from"), (scope.direct, "{is} rated directly"),
        (scope.silent, "{has} no answer"), (scope.not_applicable, "{is} not applicable"),
        (scope.not_pursued, "{is} not pursued"),
    ]  # fmt: skip
    verbs = {1: {"is": "is", "has": "has"}}
    found = enumerated([f"{n} {what.format(**verbs.get(n, {'is': 'are', 'has': 'have'}))}" for n, what in counts if n])
    evidence = {entry.id for item in translation.reuse for entry in item.evidence}
    shown = f" and {counted(len(evidence), 'piece')} of evidence listed with them" if evidence else ""
    reuse = f"{counted(len(translation.reuse), 'answer')}{shown} can be reused. " if translation.reuse else ""
    return f"{reuse}Of {practices}, {found}. Nothing that is carried over counts as rated."


def total_in_words(translation: Translation) -> str:
    """Give the interval of the whole, with its width where it says little.

    Args:
        translation: The result.
    """
    score = translation.score
    if score.low is None or score.high is None:
        if not translation.has_total:
            return "There is no overall value, by design of the framework."
        return "There is no overall value: this framework is guidance and never totaled."
    low, high = shares_at(translation, ("score", "low"), ("score", "high"))
    span = ("at ", low) if low == high else ("between ", low, " and ", high)
    width = f" That is {points(score.high - score.low)} points wide, so it says little before more is asked."
    doubt = "" if translation.is_telling else width
    covered = share_at(translation, "score", "coverage")
    return Phrase("The score lies ", *span, f".{doubt} Your answers cover ", covered, " of it.")


def _by_block(translation: Translation) -> list[Part]:
    called = translation.vocabulary
    columns = (Column(headed(called.block), is_wide=True), *_BLOCKS)
    return [
        Heading(f"By {called.block}"),
        Table(columns, tuple(_blocks(translation, translation.blocks, 0))),
    ]


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


def _reusable(translation: Translation, known: _Known, *, why: bool) -> list[Part]:
    called = translation.vocabulary
    items = [item for item in translation.practices.values() if item.status in ("direct", "carried")]
    if not items:
        return [Paragraph(called.fill("Nothing that was rated speaks for {a_practice} here."))]
    framework, last = known.get(translation.framework.id), known.get(_last(translation))
    told = _Answers(translation, last, why=why)
    rows = []
    for item in items:
        cell = f"{item.title} (rated directly)" if item.status == "direct" else _cell(item, told)
        rows.append((cell, _between(item, translation.edges), _left_open(item, framework)))
    first = Column(called.fill("{Practice}, answers and evidence"), is_wide=True)
    note = (
        "For 40%: so much of it an answer speaks for. Levels left: those that the range leaves open, one only where it "
        "forces it; a dash where all are. They are not a rating."
    )
    return [Heading("What can be reused"), Table((first, *_PRACTICES), tuple(rows)), Paragraph(note)]


def _cell(item: TranslatedPractice, told: _Answers) -> str:
    evidence = told.evidence(item)
    return f"{item.title}\n{told.answers(item)}" + (f". Evidence: {evidence}" if evidence else "")


def _left_open(item: TranslatedPractice, framework: Framework | None) -> str:
    """That all levels are open says nothing."""
    every = framework.scale_of(item.id).ids if framework else ()
    if not item.levels or item.levels == every:
        return NO_VALUE
    ends = dict.fromkeys((item.levels[0], item.levels[-1]))
    return " to ".join(map(worded, ends))


_SPEAKS = {"up": "at least", "down": "at most", "both": ""}


def _conflicts(translation: Translation, known: _Known) -> list[Part]:
    if not translation.conflicts:
        return []
    items = tuple(conflict_in_words(item, translation, known) for item in translation.conflicts)
    return [Heading("Conflicts: not all of this can be true, or a share is judged wrong"), Bullets(items)]


def conflict_in_words(item: Conflict, translation: Translation, known: Mapping[str, Framework]) -> str:
    """Say which answers cannot all be true.

    Args:
        item: The conflict.
        translation: Where it stands.
        known: Frameworks by their ids, for the titles of their practices.
    """
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
