"""Voices: what counts as an answer, who was asked and is silent, and whether anybody speaks for members."""

from collections.abc import Mapping
from typing import Any

from equity_blocks.model.assessment import Assessment, Respondent
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Answer, Rating
from equity_blocks.model.scale import RESERVED, Scale


def answered(framework: Framework, assessment: Assessment) -> Assessment:
    """Take the scores out of an assessment that mean "no answer" on their scale, so that nobody else has to know them.

    Returns:
        The assessment itself where no scale has such scores, or none is given; else one in which they are blank. A
        group that agreed on such a score could not say.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale={"id": "s", "range": [0, 100], "missing": [99]},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = answered(framework, Assessment(framework="mini", ratings={"p": 99, "q": 98}))
        >>> said.rating("p").status, said.rating("q").level
        ('unanswered', 98)
    """
    if not any(scale.missing for scale in framework.scales):
        return assessment
    changed = {}
    for name, rating in assessment.ratings.items():
        scale = framework.scale_of(name) if name in framework.practices else None
        if scale and scale.missing and (blank := _blanks(rating, scale)):
            changed[name] = rating.replace(**blank)
    return assessment.replace(ratings={**assessment.ratings, **changed}) if changed else assessment


def silent_voices(framework: Framework, assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Find who was asked about a practice and says nothing of it, for each practice of which others say something.

    To name a level, to say `unknown` and to say that it does not apply is to say something; a note alone is not. Who
    answers without having been asked is heard, and silent nowhere else. A practice that carries no answers is
    unanswered, and nobody is silent on it.

    Args:
        framework: What was rated.
        assessment: Ratings that fit it.

    Returns:
        Practice id -> ids of its silent respondents, in source order; practices without any are not in it. It does not
        depend on what silence counts.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "data", "title": "Data", "practices": [{"id": "p", "title": "P"}]},
        ...     {"id": "care", "title": "Care", "practices": [{"id": "q", "title": "Q"}]}])
        >>> said = Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben", "asked": ["care"]},
        ...     {"id": "cleo"}], ratings={"p": {"answers": {"ann": "yes"}}, "q": {"answers": {"cleo": "no"}}})
        >>> silent_voices(framework, said)
        {'p': ('cleo',), 'q': ('ann', 'ben')}
    """
    if not assessment.respondents:
        return {}
    assessment, silences = answered(framework, assessment), {}
    for name in framework.practices:
        rating = assessment.ratings.get(name)
        if rating is not None and any(answer.is_statement for answer in rating.answers.values()):
            silent = [who.id for who in asked_about(framework, assessment, name) if not _speaks(rating, who.id)]
            if silent:
                silences[name] = tuple(silent)
    return silences


def asked_about(framework: Framework, assessment: Assessment, practice: str) -> tuple[Respondent, ...]:
    """Give the respondents who were asked about a practice, by itself or with a block around it.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "data", "title": "Data", "practices": [{"id": "p", "title": "P"}]}])
        >>> people = [{"id": "ann"}, {"id": "ben", "asked": ["data"]}, {"id": "cleo", "asked": ["q"]}]
        >>> [who.id for who in asked_about(framework, Assessment(framework="mini", respondents=people), "p")]
        ['ann', 'ben']
    """
    around = {practice, *(block.id for block in framework.chains[practice])}
    return tuple(who for who in assessment.respondents if not who.asked or not around.isdisjoint(who.asked))


def with_silence_counted(framework: Framework, assessment: Assessment) -> Assessment:
    """Let every silent voice name what its silence counts as, so that nobody else has to know.

    Returns:
        The assessment itself where `silent` is `exclude`; else one with the same score in which it is, and in which
        those who are silent answer with the lowest level of the practice's scale.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "data", "title": "Data", "practices": [{"id": "p", "title": "P"}]}])
        >>> said = Assessment(framework="mini", silent="lowest", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes"}}})
        >>> {who: answer.level for who, answer in with_silence_counted(framework, said).rating("p").answers.items()}
        {'ann': 'yes', 'ben': 'no'}
    """
    assessment = answered(framework, assessment)
    if assessment.silent == "exclude":
        return assessment
    changed = {
        name: _with_lowest(assessment.ratings[name], silent, framework.scale_of(name))
        for name, silent in silent_voices(framework, assessment).items()
    }
    return assessment.replace(ratings={**assessment.ratings, **changed}, silent="exclude")


def _speaks(rating: Rating, who: str) -> bool:
    answer = rating.answers.get(who)
    return answer is not None and answer.is_statement


def _with_lowest(rating: Rating, silent: tuple[str, ...], scale: Scale) -> Rating:
    lowest = scale.range[0] if scale.range else scale.ids[0]
    answers: dict[str, Any] = dict(rating.answers)
    for who in silent:
        note = answers[who].note if who in answers else ""
        answers[who] = {"level": lowest, "note": note}
    return rating.replace(answers=answers)


def _blanks(rating: Rating, scale: Scale) -> dict[str, Any]:
    """The fields of a rating that say such a score, without it."""
    changes: dict[str, Any] = {}
    if scale.is_missing(rating.level):
        changes["level"] = None
    if any(map(scale.is_missing, rating.criteria.values())):
        changes["criteria"] = _without_missing(rating.criteria, scale)
    if any(scale.is_missing(level) for answer in rating.answers.values() for level in answer.levels):
        changes["answers"] = {who: _answer_without_missing(answer, scale) for who, answer in rating.answers.items()}
    if rating.agreed and scale.is_missing(rating.agreed.level):
        changes["agreed"] = rating.agreed.replace(level=RESERVED)
    return changes


def _without_missing(levels: Mapping[str, str | float | None], scale: Scale) -> dict[str, str | float | None]:
    return {key: None if scale.is_missing(level) else level for key, level in levels.items()}


def _answer_without_missing(answer: Answer, scale: Scale) -> Answer:
    if not any(map(scale.is_missing, answer.levels)):
        return answer
    level = None if scale.is_missing(answer.level) else answer.level
    return answer.replace(level=level, criteria=_without_missing(answer.criteria, scale))


MEMBER_VOICES = ("members", "community-partners")
"""Roles, where a framework has them, of those whom its practices are for."""


def member_voice(framework: Framework, assessment: Assessment) -> bool | None:
    """Say whether somebody who speaks for members or community partners has a say.

    Where ratings hold answers, only who answered has one; else everybody who is listed.

    Returns:
        `None` where nobody can tell: the framework has no such role, or no respondent is listed.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], roles={"members": "Members"}, blocks=[])
        >>> people = [{"id": "ann", "role": "members"}, {"id": "ben"}]
        >>> member_voice(framework, Assessment(framework="mini", respondents=people))
        True
        >>> member_voice(framework, Assessment(framework="mini", respondents=people[1:]))
        False
    """
    if not (assessment.respondents and member_roles(framework)):
        return None
    heard = {who for rating in assessment.ratings.values() for who, a in rating.answers.items() if not a.is_blank}
    return any(not heard or who.id in heard for who in member_respondents(framework, assessment))


def member_roles(framework: Framework) -> tuple[str, ...]:
    """Give the roles of a framework that speak for members or community partners."""
    return tuple(role for role in MEMBER_VOICES if role in framework.roles)


def member_respondents(framework: Framework, assessment: Assessment) -> tuple[Respondent, ...]:
    """Give the respondents who are listed with such a role."""
    return tuple(who for who in assessment.respondents if who.role in member_roles(framework))
