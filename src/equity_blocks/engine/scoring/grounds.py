"""Grounds of a practice's value: its rating, the answers to it, its evidence, and the rule that made it."""

from collections.abc import Iterator

from equity_blocks.engine.scoring.combining import criteria_values, votes_of, voting_of
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.model.assessment import Assessment, Respondent
from equity_blocks.model.explanation import Grounds, ListedEvidence
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import FrozenDict
from equity_blocks.model.practice import Practice
from equity_blocks.model.rating import Answer, Rating
from equity_blocks.model.respondents import RespondentAnswer
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.tolerance import ROUNDING


def grounds_of(run: ScoringRun, practice: Practice) -> Grounds:
    """Gather what a practice's value rests on, for an auditor.

    Args:
        run: The scored assessment.
        practice: The practice.

    Returns:
        The grounds, without the place in a file, which whoever read the file knows.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> run = ScoringRun(framework, Assessment(framework="mini", ratings={"p": "yes"}))
        >>> grounds_of(run, framework.practices["p"]).rule
        ('Its level was rated directly.', "'Yes' counts 1 on a scale from 0 to 1.")
    """
    rating, current = run.given.rating(practice.id), run.current_evidence
    return Grounds(
        rule=tuple(rating_in_words(run, practice)),
        answers=answers_to(run.framework, run.given, practice, rating),
        agreed=rating.agreed,
        evidence=tuple(
            ListedEvidence(
                id=name,
                title=item.title,
                kind=item.kind,
                profile=item.profile,
                newest=item.newest,
                checked=item.checked,
                counts=None if current is None else name in current,
            )
            for name in rating.evidence
            if (item := run.given.evidence.get(name))
        ),
    )


def answers_to(
    framework: Framework, assessment: Assessment, practice: Practice, rating: Rating
) -> tuple[RespondentAnswer, ...]:
    """List what each respondent says of a practice, in the order of the assessment's respondents.

    Args:
        framework: What was rated.
        assessment: Knows the respondents.
        practice: The practice.
        rating: The rating of it that holds the answers.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> ratings = {"p": {"answers": {"ann": "yes"}}}
        >>> rated = Assessment(framework="mini", respondents=[{"id": "ann"}], ratings=ratings)
        >>> [(a.respondent, a.value) for a in answers_to(framework, rated, framework.practices["p"], rated.rating("p"))]
        [('ann', 1.0)]
    """
    scale = framework.scale_of(practice.id)
    values = votes_of(rating, scale, practice.criteria_rule)
    return tuple(
        _answer(respondent, rating.answers[respondent.id], values.get(respondent.id), scale)
        for respondent in assessment.respondents
        if respondent.id in rating.answers
    )


def _answer(respondent: Respondent, answer: Answer, value: float | None, scale: Scale) -> RespondentAnswer:
    return RespondentAnswer.trusted(
        respondent=respondent.id,
        role=respondent.role,
        organization=respondent.organization,
        status=Rating(answers={respondent.id: answer}).status,
        level=None if value is None else scale.named(value),
        value=value,
        criteria=FrozenDict(
            {
                criterion: level if level is None or level == RESERVED else scale.named(scale.value(level))
                for criterion, level in answer.criteria.items()
            }
        ),
        date=answer.date,
        imported=answer.imported,
        not_applicable=answer.not_applicable or "",
        note=answer.note,
    )


def rating_in_words(run: ScoringRun, practice: Practice) -> Iterator[str]:
    """Say in sentences where a practice's value comes from; names and notes stay out."""
    claim, scale = run.claimed[practice.id], run.framework.scale_of(practice.id)
    unrated = {
        "unanswered": "Nobody has rated it.",
        "unknown": "Somebody was asked, and nobody could say.",
        "not_applicable": "It does not apply to this organization.",
        "not_pursued": "The organization does not pursue it, so it is left out.",
    }
    if claim.status in unrated:
        yield unrated[claim.status]
        return
    assert claim.position is not None and claim.value is not None  # noqa: PT018 - rated practices have both
    yield _origin(run, practice)
    level = scale.levels[claim.position]
    if scale.range:
        low, high = scale.range
        yield f"{scale.named(claim.value)} is {claim.value:.4g} of the way from {low:g} to {high:g}."
    elif abs(level.value - claim.value) < ROUNDING:
        yield f"'{level.title}' counts {level.value:g} on a scale from 0 to 1."
    else:
        yield f"That counts {claim.value:.4g} on a scale from 0 to 1, which is enough to hold '{level.title}'."


def values_by_criterion(run: ScoringRun, practice: Practice) -> dict[str, float | None] | None:
    """Give what each criterion of a practice counts, in [0, 1]; `None` where the practice is not rated by criteria."""
    counted = run.assessment
    scale = run.framework.scale_of(practice.id)
    return criteria_values(practice, scale, counted.rating(practice.id), voting_of(counted))


def _origin(run: ScoringRun, practice: Practice) -> str:
    given, rating = run.given, run.given.rating(practice.id)
    if rating.agreed:
        return "The group agreed on its level, which overrides single answers."
    by_criterion = values_by_criterion(run, practice)
    of_criteria = ""
    if by_criterion is not None:
        rule = "mean" if practice.criteria_rule == "all" else "best"
        rated = sum(value is not None for value in by_criterion.values())
        of_criteria = f"Its value is the {rule} of the criteria that are rated, {rated} of {len(by_criterion)}."
    if rating.answers:
        rule = given.combine.replace("_", " ").replace("median low", "lower median")
        # How many answered stays out: few people could be told by it.
        silent = "" if given.silent == "exclude" else " Who was asked and is silent counts as the lowest level."
        if of_criteria:
            return f"{of_criteria} Each of them is combined from the answers to it: {rule}.{silent}"
        return f"Its value is combined from the answers to it: {rule}.{silent}"
    return of_criteria or "Its level was rated directly."
