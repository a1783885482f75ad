"""Where those who answered disagree: what to talk about first, and how far they agree."""

from collections.abc import Iterator, Sequence

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.respondents import EndAnswer, Group, PracticeAnswers, Respondents
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Table, figures, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.respondents import (
    agreement_in_a_word,
    answers_in_words,
    names_of,
    opening,
)
from equity_blocks.reports.values import count_at, points_at

ORDER = 70

_PAIR = 2
"""It takes so many people to differ, and so many practices to tell how far they agree."""

_MEANING = (
    "Good: people see the same. Tentative: mostly. Low: they differ, or hardly anything varies. Too few: it rests on a "
    "single {practice}."
)
_NONE = "On no {practice} do the answers lie so far apart that it has to be talked about."
_GROUPS = "Difference: by how many points a group sees the same {practices} above or below what all together see."


def section(given: Given) -> Iterator[Part]:
    """Show contested practices with both sides, then agreement; in a line where nothing is contested."""
    view = given.respondents
    if view is None or not _has_something(view):
        return
    yield Heading("Where those who answered disagree")
    if not view.contested:
        yield Paragraph(" ".join((*opening(view), view.vocabulary.fill(_NONE))))
        return
    yield from map(Paragraph, opening(view))
    yield from _contested(view, given)
    yield from _agreement(view)
    yield from _groups("How each role sees it", "roles", view.roles, view)
    yield from _groups("How each organization sees it", "organizations", view.organizations, view)


def _has_something(view: Respondents) -> bool:
    return any((practice.raters or 0) >= _PAIR for practice in view.practices)


def _contested(view: Respondents, given: Given) -> Iterator[Part]:
    """Show both sides of what is contested, and what people wrote where that may be told."""
    yield Heading("Talk about these first", 3)
    yield _both_sides(view)
    names = names_of(view, given.framework)
    lines = [
        f"{practice.title}, {line}"
        for practice in view.contested
        for line in answers_in_words(practice, names, with_silent=False)
    ]
    if lines:
        yield Bullets(tuple(lines))


def _both_sides(view: Respondents) -> Table:
    first = Column(headed(view.vocabulary.practice), is_wide=True)
    has_sides = any(practice.lowest for practice in view.contested)
    sides = (Column("Lowest, said by"), Column("Highest, said by")) if has_sides else ()
    columns = (first, Column("Counts as"), *sides, *figures("Rated by"))
    rows = []
    for place, practice in enumerate(view.practices):
        if practice.contested:
            ends = (_side(practice.lowest), _side(practice.highest)) if has_sides else ()
            raters = count_at(view, "practices", place, "raters")
            rows.append((practice.title, _counts_as(practice), *ends, raters))
    return Table(columns, tuple(rows), caption=view.vocabulary.fill("Contested {practices}, with both sides"))


def _counts_as(practice: PracticeAnswers) -> str:
    return f"{worded(practice.level or practice.status)}{' (agreed)' if practice.agreed else ''}"


def _side(side: EndAnswer | None) -> str:
    return f"{worded(side.level)}\n{', '.join(side.respondents)}" if side else NO_VALUE


def _agreement(view: Respondents) -> Iterator[Part]:
    """Say in a word how far people agree, over each block and over everything."""
    if view.agreement.alpha is None or view.agreement.units < _PAIR:
        return
    called = view.vocabulary
    columns = (Column(headed(called.block), is_wide=True), *figures(called.fill("{Practices} compared")))
    rows = [
        (block.title, count_at(view, "blocks", place, "units"), agreement_in_a_word(block))
        for place, block in enumerate(view.blocks)
        if block.units
    ]
    rows.append(("Overall", count_at(view, "agreement", "units"), agreement_in_a_word(view.agreement)))
    yield Heading("How far they agree", 3)
    yield Table((*columns, Column("Agreement")), tuple(rows), caption=called.fill("Agreement by {block}"))
    yield Paragraph(called.fill(_MEANING), tone="note")


def _groups(title: str, field: str, groups: Sequence[Group], view: Respondents) -> Iterator[Part]:
    """Show how far a group sees less or more in place than all together."""
    rows = tuple(
        (group.title, count_at(view, field, place, "practices"), _difference(view, field, place))
        for place, group in enumerate(groups)
        if group.difference is not None
    )
    if len(rows) >= _PAIR:
        called = view.vocabulary
        yield Heading(title, 3)
        columns = (Column("Group", is_wide=True), *figures(called.fill("{Practices} rated"), "Difference"))
        yield Table(columns, rows, caption=title)
        yield Paragraph(called.fill(_GROUPS), tone="note")


def _difference(view: Respondents, field: str, place: int) -> str:
    return points_at(view, field, place, "difference", signed=True, digits=0)
