"""A draft assessment of another framework: what is carried stands beside each practice and never counts as rated."""

from math import ceil, floor
from typing import Any

from equity_blocks.model.assessment import Assessment, Organization
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import Goal
from equity_blocks.model.rating import Carried, Rating
from equity_blocks.model.scale import Scale
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.translation import TranslatedPractice, Translation


def draft(
    translation: Translation, assessment: Assessment, target: Framework, *, direct: Assessment | None = None
) -> Assessment:
    """Write down a translation as an assessment to go on with.

    Args:
        translation: What was read.
        assessment: What was rated; gives the organization, the date, and goals whose practices exist in `target`.
        target: The framework it was read in.
        direct: Ratings of `target` that there are already: all of it is kept, but that it is final, and what an earlier
            draft carried over from the same framework. What it leaves open (organization, date, goals, edition,
            revision) is filled in as without it.

    Returns:
        An assessment in which every practice is mentioned. What is carried stands under `carried`, unless it leaves
        every level open: between which levels the practice lies, a bound that says nothing left out, and one level only
        where no other is left. The practice stays unanswered until somebody gives it a level.

    Example:
        >>> from equity_blocks.engine.crosswalk.translate import translate
        >>> from equity_blocks.model.crosswalk import Crosswalk
        >>> old, new = (Framework(id=name, title=name, scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": f"{name}-p", "title": "P"}]}])
        ...     for name in ("old", "new"))
        >>> crosswalk = Crosswalk(id="old--new", title="T", source={"framework": "old"}, target={"framework": "new"},
        ...     mappings=[{"from": "old-p", "to": "new-p", "relation": "part-of", "share": 0.5, "why": "half of it"}])
        >>> said = Assessment(framework="old", ratings={"old-p": "yes"})
        >>> made = draft(translate(old, said, crosswalk, new), said, new)
        >>> made.rating("new-p").carried.at_least, made.rating("new-p").status
        ('partly', 'unanswered')
    """
    ratings = {
        name: _rating(practice, target.scale_of(name), translation, direct)
        for name, practice in translation.practices.items()
    }
    data: dict[str, Any] = {"framework": target.id, "revision": target.revision, "final": False}
    if target.edition:
        data["edition"] = target.edition
    if assessment.organization:
        data["organization"] = _organization(assessment.organization, target)
    if assessment.as_of:
        data["as_of"] = assessment.as_of
    goals = tuple(goal for goal in assessment.goals if _exists(goal, target))
    if goals:
        data["goals"] = goals
    if direct is not None:
        open_ = {key: value for key, value in data.items() if not getattr(direct, key)}
        return direct.replace(**{**open_, "final": False}, ratings=ratings)
    return Assessment.model_validate({**data, "ratings": ratings})


def _rating(
    practice: TranslatedPractice, scale: Scale, translation: Translation, direct: Assessment | None
) -> Rating | None:
    own = direct.ratings.get(practice.id) if direct else None
    low, high = practice.low, practice.high
    if practice.status not in ("carried", "silent") or low is None or high is None:
        return own
    if practice.status == "silent":
        bounds = {}
    else:
        bounds = _scores(low, high, scale.range) if scale.range else _levels(practice.levels, scale)
    if not bounds:
        return _without(own, translation.source.id) if own else own
    carried = Carried(**bounds, framework=translation.source.id, source=practice.origins)
    return (own or Rating()).replace(carried=carried)


def _levels(levels: tuple[str, ...], scale: Scale) -> dict[str, Any]:
    """Write between which levels a practice lies; the ends of the scale say nothing."""
    if len(levels) == 1:
        return {"level": levels[0]}
    ends = {"at_least": levels[0], "at_most": levels[-1]}
    return {key: level for key, level in ends.items() if level not in (scale.ids[0], scale.ids[-1])}


_DIGITS = 100
"""Scores are widened to two digits: more would look exact."""


def _scores(low: float, high: float, ends: tuple[float, float]) -> dict[str, Any]:
    """Write between which scores a practice lies, rounded outward; the ends of the range say nothing."""
    span = ends[1] - ends[0]
    least, most = ends[0] + low * span, ends[0] + high * span
    if high - low <= EDGE:
        return {"level": round(least, 2)}
    least = max(ends[0], floor(least * _DIGITS + EDGE) / _DIGITS)
    most = min(ends[1], ceil(most * _DIGITS - EDGE) / _DIGITS)
    return {key: end for key, end in (("at_least", least), ("at_most", most)) if end not in ends}


def _without(own: Rating, source: str) -> Rating:
    """What an earlier draft carried over from that framework, and nothing speaks for now, goes."""
    return own.replace(carried=None) if own.carried and own.carried.framework == source else own


def _organization(organization: Organization, target: Framework) -> Organization:
    """The other framework may not be made for this kind of organization; then no kind is named."""
    allowed = (*target.audiences, "partnership")
    is_known = organization.type is None or not target.audiences or organization.type in allowed
    return organization if is_known else organization.replace(type=None)


def _exists(goal: Goal, target: Framework) -> bool:
    names = [name for cause in goal.root_causes for name in cause.practices]
    return bool(names) and all(name in target.practices for name in names)
