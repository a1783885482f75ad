"""Ratings of an older revision of a framework, read in the present one."""

from typing import Any, NamedTuple

from equity_blocks.model.assessment import Answer, Assessment, Rating
from equity_blocks.model.framework import Framework, Practice
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.targets import Targets


class Carried(NamedTuple):
    """An assessment in the terms of another revision.

    Args:
        assessment: The same ratings, under the present ids of the practices.
        names: Practice of the present revision -> its id in the older one, where it had one.
    """

    assessment: Assessment
    names: dict[str, str]


def carry(older: Framework, newer: Framework, assessment: Assessment) -> Carried:
    """Read ratings of an older revision in a newer one.

    A practice is the same if it has the same id, or if its `was` names the old id. A level is the same if its id is,
    and a score is where the range is; one that the new scale lacks is dropped, and so is a criterion that the practice
    has no longer. A practice with nothing left is unanswered. Goals, initiatives and actions are left out: they do not
    move a score.

    Example:
        >>> def framework(name, **more):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...         {"id": "b", "title": "B", "practices": [{"id": name, "title": "P", **more}]}])
        >>> assessment = Assessment(framework="mini", ratings={"old": 1})
        >>> carry(framework("old"), framework("new", was=["old"]), assessment).assessment.ratings["new"].level
        'yes'
    """
    names = {name: old for name, practice in newer.practices.items() if (old := _former(practice, older)) is not None}
    ratings = {
        name: _reread(assessment.ratings[old], older.scale_of(old), newer.scale_of(name), newer.practices[name])
        for name, old in names.items()
        if old in assessment.ratings
    }
    read = assessment.replace(
        framework=newer.id,
        edition="",
        revision=None,
        targets=_targets(newer, assessment.targets),
        goals=(),
        initiatives=(),
        actions={},
        ratings=ratings,
    )
    return Carried(read, names)


def _targets(newer: Framework, targets: Targets) -> Targets:
    """Keep each shared target that some practice can still aim for."""
    blocks = {block.id for block, _, _ in newer.walk()}
    scales = [newer.scale_of(name) for name in newer.practices]

    def kept(level: str | float | None) -> str | float | None:
        return level if any(scale.holds(level) for scale in scales) else None

    return Targets(
        default=kept(targets.default),
        short=kept(targets.short),
        long=kept(targets.long),
        blocks={n: level for n, aim in targets.blocks.items() if n in blocks and (level := kept(aim)) is not None},
    )


def _former(practice: Practice, older: Framework) -> str | None:
    return next((name for name in (practice.id, *practice.was) if name in older.practices), None)


def _reread(rating: Rating, old: Scale, new: Scale, practice: Practice) -> Rating:
    """Give a rating with levels by id, on a scale that has them."""
    known = {criterion.id for criterion in practice.criteria}
    criteria = {key: _level(level, old, new) for key, level in rating.criteria.items() if key in known}
    changes: dict[str, Any] = {
        "level": _level(rating.level, old, new),
        "criteria": criteria,
        "answers": {who: _answer(answer, old, new) for who, answer in rating.answers.items()},
        "target": _level(rating.target, old, new),
    }
    if rating.agreed:
        level = _level(rating.agreed.level, old, new)
        changes["agreed"] = None if level is None else rating.agreed.replace(level=level)
    return rating.replace(**changes)


def _answer(answer: Answer, old: Scale, new: Scale) -> Answer:
    return answer.replace(level=_level(answer.level, old, new))


def _level(level: str | float | None, old: Scale, new: Scale) -> str | float | None:
    if level == RESERVED:
        return RESERVED
    if level is None or not old.holds(level):
        return None
    if old.range and not isinstance(level, str) and new.range == old.range:
        return level
    name = old.ids[old.position(level)]
    return name if new.holds(name) else None
