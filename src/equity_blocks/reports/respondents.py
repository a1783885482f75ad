"""Answers of several respondents, in words and tables: what to talk about first, then how far they agree."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, Edges, decimals, percent, signed_points
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.respondents import Agreement, EndAnswer, Group, PracticeAnswers, Respondents
from equity_blocks.model.vocabulary import headed
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
from equity_blocks.reports.framing import framed

GOOD, TENTATIVE = 0.8, 0.667
"""From which alpha on agreement is good, and from which on it allows tentative conclusions: Krippendorff (2004)."""

_ENDS = (0.0, 1.0)
_WORDED = (*_ENDS, TENTATIVE, GOOD)
"""Figures at which an alpha changes its word."""

_RULES = {
    "median_low": "the middle answer (of two, the lower one)",
    "mean": "the mean of the answers",
    "mode": "the most frequent level of the answers",
    "lowest": "the lowest level of the answers",
    "highest": "the highest level of the answers",
}
_SIDES = (Column("Lowest, said by"), Column("Highest, said by"), *figures("Spread"))
_SPREADS = figures("Raters", "Spread")


def describe_respondents(view: Respondents, framework: Framework | None = None) -> Document:
    """Say what the respondents say.

    Args:
        view: Their answers, as the owner sees them or as they are shared.
        framework: Gives the framework and its roles their titles. Default: their ids are shown.

    Returns:
        The contested practices with both sides and their notes, the other practices, agreement, and views by group.
    """
    names = names_of(view, framework)
    parts: list[Part] = [*map(Paragraph, opening(view))]
    if view.contested:
        parts += [Heading("Discuss first"), _table(view, view.contested)]
        parts += [part for practice in view.contested for part in _both_sides(practice, names)]
    others = [practice for practice in view.practices if not practice.contested]
    if others:
        title = view.vocabulary.fill("The other {practices}" if view.contested else "{Practices}")
        parts += [Heading(title), _table(view, others)]
        noted = tuple(f"{p.title}, {line}" for p in others for line in answers_in_words(p, names, with_silent=False))
        parts += [Bullets(noted)] if noted else []
    if lines := tuple(_silent(view, names)):
        parts += [
            Heading("Asked, and silent"),
            Paragraph(_SILENCE.get(view.policy.silent, view.policy.silent)),
            Bullets(lines),
        ]
    parts += bulleted("Does it apply?", filter(None, map(_applies, view.practices)))
    if view.practices:
        parts += [Heading("Agreement"), _agreement(view)]
        doubt = _DOUBTS.get(view.agreement.doubt or "", ("", ""))[1]
        parts += [Paragraph(view.vocabulary.fill(doubt))] if doubt else []
        parts.append(Paragraph(_legend(view)))
    for title, groups in (("By role", view.roles), ("By organization", view.organizations)):
        if groups:
            parts += [Heading(title), _groups(groups, view)]
    if view.roles or view.organizations:
        parts.append(Paragraph(view.vocabulary.fill(_BESIDE)))
    return framed("Respondents", view, framework, parts)


def _is_shared(view: Respondents) -> bool:
    return not view.respondents and any(practice.status != "unanswered" for practice in view.practices)


def names_of(view: Respondents, framework: Framework | None = None) -> dict[str, str]:
    """Name each respondent with their role, by id; nobody where the view is shared.

    Args:
        view: Their answers.
        framework: Gives roles their titles. Default: their ids are shown.
    """
    roles = framework.roles if framework else {}
    return {who.id: f"{who.id} ({roles.get(who.role, who.role)})" if who.role else who.id for who in view.respondents}


def opening(view: Respondents) -> Iterator[str]:
    """Say who answered, what to talk about, whose voice is missing, and what was promised.

    Args:
        view: Their answers, as the owner sees them or as they are shared.
    """
    if not view.practices:
        none = view.vocabulary.fill("No {practice} has answers of respondents yet.")
        yield f"{none} Write them under `answers`, or merge files with `merge`."
    else:
        yield _summary(view)
    if view.contested:
        yield _agenda(view)
    if view.member_voice is False:
        whom = f"whom these {view.vocabulary.practices} are for"
        yield f"Nobody who answered speaks for members or community partners, {whom}."
    silent = {who.id for who in view.respondents} - {voice.respondent for p in view.practices for voice in p.answers}
    if view.practices and silent:
        yield f"No answer yet from {enumerated([who.id for who in view.respondents if who.id in silent])}."
    if _is_shared(view):
        yield (
            "Nobody is named here. Figures are shown only for groups large enough that no smaller group can be "
            f"inferred; {NO_VALUE} marks a suppressed figure."
        )
    elif view.respondents_told == "confidential":
        yield "Respondents were told that their answers are confidential: do not pass this on."


def _summary(view: Respondents) -> str:
    answered, all_of_them = len(view.practices), len(view.practices) + len(view.without_answers)
    of = f"{answered} of {counted(all_of_them, view.vocabulary.practice, view.vocabulary.practices)}"
    people = None if view.people is None else counted(view.people, "respondent")
    rule = _RULES.get(view.policy.combine, view.policy.combine)
    sentence = f"{people} answered {of}." if people else f"Number of respondents suppressed. {of} have answers."
    return f"{sentence} Where a group has not agreed on a level, {rule} counts."


def _agenda(view: Respondents) -> str:
    """Name what is contested, and say what of it the group has not settled yet."""
    contested = view.contested
    called, verb = view.vocabulary, "is" if len(contested) == 1 else "are"
    which = enumerated([practice.title for practice in contested])
    sentence = f"{counted(len(contested), called.practice, called.practices)} {verb} contested: {which}."
    open_ones = [practice.title for practice in contested if not practice.agreed]
    if not open_ones:
        return f"{sentence} The group has agreed on a level for {'it' if len(contested) == 1 else 'each of them'}."
    if len(open_ones) == len(contested):
        return f"{sentence} No level has been agreed on yet."
    return f"{sentence} Not settled yet: {enumerated(open_ones)}."


def _table(view: Respondents, practices: Sequence[PracticeAnswers]) -> Table:
    first = Column(headed(view.vocabulary.practice), is_wide=True)
    if _is_shared(view):
        rows = tuple((_name(p), _number(p.raters), _number(p.spread, 2)) for p in practices)
        return Table((first, *_SPREADS), rows)
    return Table((first, *_SIDES), tuple(map(_row, practices)))


def _name(practice: PracticeAnswers) -> str:
    counts = f"{worded(practice.level or practice.status)}{' (agreed)' if practice.agreed else ''}"
    return f"{practice.title}\ncounts as {counts}"


def _number(value: float | None, digits: int = 0) -> str:
    """Write a count or a spread: 0 only where there is none, and 1 only where it is all."""
    return decimals(value, digits, _ENDS)


def _alpha(value: float | None) -> str:
    return decimals(value, 2, _WORDED)


def _row(practice: PracticeAnswers) -> tuple[str, ...]:
    if practice.lowest and practice.highest:
        sides = _side(practice.lowest), _side(practice.highest)
    else:
        everybody = counted(practice.raters or 0, "rater")
        sides = f"all alike\n{everybody}" if (practice.raters or 0) > 1 else everybody, NO_VALUE
    return _name(practice), *sides, _number(practice.spread, 2)


def _side(side: EndAnswer) -> str:
    return f"{worded(side.level)}\n{', '.join(side.respondents)}"


def _both_sides(practice: PracticeAnswers, names: Mapping[str, str]) -> tuple[Part, ...]:
    """Describe a contested practice: everybody from the lowest level to the highest, with what they wrote."""
    lines = tuple(answers_in_words(practice, names, with_silent=True))
    return (Paragraph(f"{practice.title}:"), Bullets(lines)) if lines else ()


def answers_in_words(practice: PracticeAnswers, names: Mapping[str, str], *, with_silent: bool) -> Iterator[str]:
    """List who says what, from the lowest level up; then what the group settled on and why, and what was noted.

    Args:
        practice: What was answered.
        names: Respondent's id -> their name, as `names_of` gives it.
        with_silent: Whether to list those, too, who wrote nothing beside their answer.
    """
    ranked = sorted((v for v in practice.answers if v.value is not None), key=lambda voice: voice.value or 0.0)
    others = [voice for voice in practice.answers if voice.value is None and voice.status != "not_applicable"]
    for level, voices in groupby([*ranked, *others], key=lambda voice: worded(voice.level or voice.status)):
        together = list(voices)
        silent = [names[voice.respondent] for voice in together if not voice.note]
        if silent and with_silent:
            yield f"{level}: {', '.join(silent)}"
        yield from (f"{level}, {names[voice.respondent]}: {voice.note}" for voice in together if voice.note)
    if practice.agreed and practice.answers:
        why = f": {practice.agreed.why}" if practice.agreed.why else ""
        yield f"agreed on {worded(practice.level or practice.status)} by {practice.agreed.by}{why}"
    if practice.note:
        yield f"noted: {practice.note}"


_NAMED = 3
"""So many are named one by one."""

_SILENCE = {
    "exclude": "They say nothing where others answered. Their silence does not count.",
    "lowest": "They say nothing where others answered. Their silence counts as the lowest level.",
}


def _silent(view: Respondents, names: Mapping[str, str]) -> Iterator[str]:
    """Each respondent who was asked and is silent on something, with what that is."""
    on: dict[str, list[str]] = {}
    for practice in view.practices:
        for who in practice.silent:
            on.setdefault(who, []).append(practice.title)
    called = view.vocabulary
    for who, name in names.items():
        if titles := on.get(who, ()):
            named = enumerated(titles) if len(titles) <= _NAMED else f"{len(titles)} {called.practices}"
            yield f"{name}: {named}"


def _applies(practice: PracticeAnswers) -> str:
    """Some say that it does not apply while others rate it."""
    out = [voice for voice in practice.answers if voice.status == "not_applicable"]
    if not out or not practice.raters:
        return ""
    reasons = "; ".join(f"{voice.respondent}: {voice.not_applicable}" for voice in out)
    verb = "says" if len(out) == 1 else "say"
    return f"{practice.title}: {len(out)} {verb} that it does not apply ({reasons}), {practice.raters} rated it"


def _agreement(view: Respondents) -> Table:
    rows = [(block.title, *_figures(block)) for block in view.blocks]
    called = view.vocabulary
    counts = figures(headed(called.practices), "Alpha", "Interval", "Spread")
    columns = (Column(headed(called.block), is_wide=True), *counts, Column("Reading"))
    return Table(columns, (*rows, ("Overall", *_figures(view.agreement))))


def _figures(agreement: Agreement) -> tuple[str, ...]:
    span = NO_VALUE if agreement.low is None else f"{_alpha(agreement.low)} to {_alpha(agreement.high)}"
    return (
        str(agreement.units),
        _alpha(agreement.alpha),
        span,
        _number(agreement.spread, 2),
        agreement_in_a_word(agreement),
    )


def agreement_in_a_word(agreement: Agreement) -> str:
    """Say in a word how far raters agree, or why that cannot be told.

    Example:
        >>> agreement_in_a_word(Agreement(units=9, alpha=0.7))
        'tentative'
        >>> agreement_in_a_word(Agreement(units=0, doubt="no_pairs"))
        'undefined'
    """
    if agreement.doubt:
        return _DOUBTS.get(agreement.doubt, (agreement.doubt,))[0]
    return NO_VALUE if agreement.alpha is None else reading(agreement.alpha)


_DOUBTS = {
    "no_pairs": ("undefined", "Overall alpha is undefined: no {practice} has two levels to compare."),
    "one_level": (
        "undefined",
        "Overall alpha is undefined: everybody names one and the same level, so nobody can tell agreement from habit.",
    ),
    # Within a single practice raters agree as by chance, whatever they say.
    "one_practice": ("too few", "Overall alpha says little: it rests on a single {practice}."),
    "hardly_any_spread": (
        "hardly any spread",
        (
            "Overall alpha rests on hardly any spread: more than nine in ten of the answers name one level, and one "
            "answer more or less turns it. Low, it does not say that people disagree; high, not that they agree."
        ),
    ),
}
"""Why an alpha is not read by its figure, in the table and in a sentence."""


def reading(alpha: float | None) -> str:
    """Say in a word what an alpha allows.

    Example:
        >>> reading(0.85), reading(0.7), reading(0.4), reading(None)
        ('good', 'tentative', 'low', 'undefined')
    """
    if alpha is None:
        return "undefined"
    return "good" if alpha >= GOOD else "tentative" if alpha >= TENTATIVE else "low"


def _legend(view: Respondents) -> str:
    policy = view.policy
    return view.vocabulary.fill(
        "Spread is Leik's D of {a_practice} (0 all alike, 1 half at either end), for {a_block} the mean of its "
        "{practices}. Alpha is Krippendorff's, for ordered levels, over the {practices} that two or more rated: 1 is "
        f"perfect, 0 is as by chance; from {GOOD:g} it is good, from {TENTATIVE:g} tentative, below that low. "
        "It is also low where {practices} hardly differ, so read it beside the spread. Intervals: "
        f"{percent(policy.confidence)} of {policy.draws} samples of {{practices}} (seed {policy.seed}); with few "
        "{practices} they are rough."
    )


_GROUPS = (Column("Group", is_wide=True), *figures("Rated", "Value", "Difference"))
_BESIDE = (
    "Groups rated different {practices}, so their values do not compare. The difference from all does: it is the mean, "
    "over the {practices} that a group rated, of its level less what all answers together make, in points of 100."
)


def _groups(groups: Sequence[Group], view: Respondents) -> Table:
    last = Column(view.vocabulary.fill("By {block}"), is_wide=True)
    return Table((*_GROUPS, last), tuple(_group(group, view.edges) for group in groups))


def _group(group: Group, edges: Edges) -> tuple[str, ...]:
    values = [f"{block.title} {percent(block.value, edges)}" for block in group.blocks if block.value is not None]
    blocks = "; ".join(values)
    who = f"{group.title}\n{', '.join(group.respondents) or counted(group.size, 'respondent')}"
    value, difference = percent(group.value, edges), signed_points(group.difference, 0)
    return who, str(len(group.practices)), value, difference, blocks or NO_VALUE
