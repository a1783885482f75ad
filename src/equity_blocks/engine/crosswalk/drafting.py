"""A draft assessment of another framework: carried levels beside each practice, none of them counted as rated."""

from typing import Any

from equity_blocks.model.assessment import Assessment, Organization
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import Goal
from equity_blocks.model.rating import Carried, Rating
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
        An assessment in which every practice is mentioned. What is carried stands under `carried`, unless it is the
        whole of [0, 1], and the practice stays unanswered until somebody gives it a level.

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
        >>> made.rating("new-p").carried.level, made.rating("new-p").status
        ('partly', 'unanswered')
    """
    ratings = {name: _rating(practice, translation, direct) for name, practice in translation.practices.items()}
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


def _rating(practice: TranslatedPractice, translation: Translation, direct: Assessment | None) -> Rating | None:
    own = direct.ratings.get(practice.id) if direct else None
    says_nothing = practice.low == 0 and practice.high == 1
    if practice.status == "silent" or (practice.status == "carried" and says_nothing):
        return _without(own, translation.source.id) if own else own
    level, low, high = practice.level, practice.low, practice.high
    if practice.status != "carried" or level is None or low is None or high is None:
        return own
    carried = Carried(level=level, low=low, high=high, framework=translation.source.id, source=practice.origins)
    return (own or Rating()).replace(carried=carried)


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
