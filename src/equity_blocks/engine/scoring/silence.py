"""Silence: scores that mean "no answer", and respondents who were asked about a practice and say nothing of it."""

from collections.abc import Mapping
from typing import Any

from equity_blocks.model.assessment import Answer, Assessment, Rating, Respondent
from equity_blocks.model.framework import Framework
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
    assessment, found = answered(framework, assessment), {}
    for name in framework.practices:
        rating = assessment.ratings.get(name)
        if rating is not None and any(says_something(answer) for answer in rating.answers.values()):
            silent = [who.id for who in asked_about(framework, assessment, name) if not _speaks(rating, who.id)]
            if silent:
                found[name] = tuple(silent)
    return found


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
    changed = _counted(framework, assessment)
    return assessment.replace(ratings={**assessment.ratings, **changed}, silent="exclude")


def heard(framework: Framework, assessment: Assessment) -> Mapping[str, Rating]:
    """Give the ratings as they count, with silent voices at what their silence counts as.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> said = Assessment(framework="mini")
        >>> heard(framework, said) is said.ratings
        True
    """
    assessment = answered(framework, assessment)
    if assessment.silent == "exclude":
        return assessment.ratings
    return {**assessment.ratings, **_counted(framework, assessment)}


def says_something(answer: Answer) -> bool:
    """Whether an answer names a level, or `unknown`, or says that the practice does not apply."""
    return answer.level is not None or answer.not_applicable is not None


def _speaks(rating: Rating, who: str) -> bool:
    answer = rating.answers.get(who)
    return answer is not None and says_something(answer)


def _counted(framework: Framework, assessment: Assessment) -> dict[str, Rating]:
    return {
        name: _with_lowest(assessment.ratings[name], silent, framework.scale_of(name))
        for name, silent in silent_voices(framework, assessment).items()
    }


def _with_lowest(rating: Rating, silent: tuple[str, ...], scale: Scale) -> Rating:
    lowest = scale.range[0] if scale.range else scale.ids[0]
    answers: dict[str, Any] = dict(rating.answers)
    for who in silent:
        note = answers[who].note if who in answers else ""
        answers[who] = {"level": lowest, "note": note}
    return rating.replace(answers=answers)


def _blanks(rating: Rating, scale: Scale) -> dict[str, Any]:
    """The fields of a rating that say such a score, without it."""
    found: dict[str, Any] = {}
    if scale.is_missing(rating.level):
        found["level"] = None
    if any(map(scale.is_missing, rating.criteria.values())):
        found["criteria"] = {key: None if scale.is_missing(x) else x for key, x in rating.criteria.items()}
    if any(scale.is_missing(answer.level) for answer in rating.answers.values()):
        found["answers"] = {
            who: answer.replace(level=None) if scale.is_missing(answer.level) else answer
            for who, answer in rating.answers.items()
        }
    if rating.agreed and scale.is_missing(rating.agreed.level):
        found["agreed"] = rating.agreed.replace(level=RESERVED)
    return found
