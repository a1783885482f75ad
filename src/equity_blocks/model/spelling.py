"""An assessment as its framework spells it: titles and other spellings give way to ids.

People write what they read, such as `In place` for `in-place`, or a practice's title. What is meant is taken where it
is clear: an exact id always comes first, and what could mean two things stays as it is and is refused with both names.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from equity_blocks.errors import NotFoundError, Path
from equity_blocks.model.assessment import Assessment, Narrative
from equity_blocks.model.did_you_mean import meant, unknown_name
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Noun
from equity_blocks.model.numerals import as_number
from equity_blocks.model.rating import Answer, Rating
from equity_blocks.model.scale import RESERVED, Scale

N = TypeVar("N", bound=Noun)


class Spelt(NamedTuple):
    """An assessment in ids, and what was written instead of them.

    Args:
        assessment: The assessment; the very same where nothing was spelt otherwise.
        written: Key path, in ids -> the key that stands there in the file.
    """

    assessment: Assessment
    written: Mapping[Path, str]

    def as_written(self, path: Path) -> Path:
        """Give the key path in the file for one in ids."""
        return tuple(self.written.get(path[: i + 1], part) for i, part in enumerate(path))


def level_meant(scale: Scale, level: Any) -> Any:
    """Give the id of the level that is meant, or on a range the score; what is not clear stays as it is.

    Example:
        >>> scale = Scale.model_validate(["not-started", "in-place"])
        >>> level_meant(scale, "In place"), level_meant(scale, "halfway"), level_meant(scale, 1)
        ('in-place', 'halfway', 1)
        >>> level_meant(Scale(id="share", range=[0, 100]), "62.5")
        62.5
    """
    if not isinstance(level, str) or level in scale.ids or level == RESERVED:
        return level
    matches = meant(level, {**{each.id: each.title for each in scale.levels}, RESERVED: RESERVED})
    if len(matches) == 1:
        return matches[0]
    number = as_number(level) if scale.range and not matches else None
    return level if number is None else number


def practice_meant(framework: Framework, name: str) -> str:
    """Give the id of the practice that a name or a title means.

    Raises:
        NotFoundError: There is no such practice, or it could be several; the nearest are named.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Setting a vision"}]}])
        >>> practice_meant(framework, "setting a Vision")
        'vision'
    """
    return _one_meant(framework, name, framework.practices, "practice", framework.vocabulary.practice)


def node_meant(framework: Framework, name: str) -> str:
    """Give the id of the block or the practice that a name or a title means.

    Raises:
        NotFoundError: There is no such node, or it could be several; the nearest are named.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "Board"}])
        >>> node_meant(framework, "board")
        'b'
    """
    nodes = {**framework.all_blocks, **framework.practices}
    return _one_meant(framework, name, nodes, "node", framework.vocabulary.fill("{block} or {practice}"))


def _one_meant(framework: Framework, name: str, names: Mapping[str, Any], what: str, called: str) -> str:
    matches = meant(name, names)
    if len(matches) == 1:
        return matches[0]
    message = f"{framework.id} has no {called} '{name}'"
    raise NotFoundError.of(unknown_name(f"unknown_{what}", message, name, names, ()))


def spelt(framework: Framework, assessment: Assessment) -> Spelt:
    """Read an assessment as its framework spells it: levels, practices, blocks and criteria by their ids.

    Args:
        framework: The framework that it rates.
        assessment: As people wrote it.

    Returns:
        The assessment in ids; what means nothing, or could mean several things, stays as it is.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["not-started", "in-place"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Setting a vision"}]}])
        >>> read = spelt(framework, Assessment(framework="mini", ratings={"Setting a vision": "In place"}))
        >>> read.assessment.ratings["vision"].level, read.written
        ('in-place', {('ratings', 'vision'): 'Setting a vision'})
    """
    return _Speller(framework).spelt(assessment)


class _Speller:
    """The names of one framework."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.written: dict[Path, str] = {}

    @cached_property
    def gone(self) -> frozenset[str]:
        """Ids that are no titles: of what a tailoring took out, and of earlier revisions."""
        earlier = {name for practice in self.framework.practices.values() for name in practice.was}
        return frozenset(earlier.union(self.framework.taken_out))

    def spelt(self, assessment: Assessment) -> Spelt:
        changes: dict[str, Any] = {
            "ratings": self._ratings(assessment.ratings),
            "actions": self._keys(assessment.actions, self.framework.practices, ("actions",)),
            "targets": self._targets(assessment.targets),
            "narrative": self._narrative(assessment.narrative),
        }
        return Spelt(_changed(assessment, **changes), self.written)

    def _keys(self, given: Mapping[str, Any], names: Mapping[str, Any], path: Path) -> Any:
        """Keys by their ids; one whose id is there already stays, and is refused."""
        if all(key in names or key in self.gone for key in given):
            return given
        by_id: dict[str, Any] = {}
        for key, value in given.items():
            ids = (key,) if key in self.gone else meant(key, names)
            name = ids[0] if len(ids) == 1 and (ids[0] == key or (ids[0] not in given and ids[0] not in by_id)) else key
            by_id[name] = value
            if name != key:
                self.written[*path, name] = key
        return given if list(by_id) == list(given) else by_id

    def _ratings(self, given: Mapping[str, Rating]) -> Any:
        named = self._keys(given, self.framework.practices, ("ratings",))
        ratings = {name: self._rating(name, rating) for name, rating in named.items()}
        return named if all(ratings[name] is rating for name, rating in named.items()) else ratings

    def _rating(self, name: str, rating: Rating) -> Rating:
        if name not in self.framework.practices:
            return rating
        scale = self.framework.scale_of(name)
        if rating.level in scale.ids and rating.target is None:
            return rating
        path: Path = ("ratings", name)
        answers = {who: self._answer(answer, name, (*path, "answers", who)) for who, answer in rating.answers.items()}
        is_other = any(answers[who] is not answer for who, answer in rating.answers.items())
        return _changed(
            rating,
            level=level_meant(scale, rating.level),
            target=level_meant(scale, rating.target),
            criteria=self._criteria(rating.criteria, name, path),
            answers=answers if is_other else rating.answers,
            agreed=rating.agreed and _changed(rating.agreed, level=level_meant(scale, rating.agreed.level)),
        )

    def _answer(self, answer: Answer, name: str, path: Path) -> Answer:
        level = level_meant(self.framework.scale_of(name), answer.level)
        return _changed(answer, level=level, criteria=self._criteria(answer.criteria, name, path))

    def _criteria(self, given: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
        criteria = {criterion.id: criterion for criterion in self.framework.practices[name].criteria}
        keyed = self._keys(given, criteria, (*path, "criteria")) if criteria else given
        levels = {key: level_meant(self.framework.scale_of(name), level) for key, level in keyed.items()}
        return keyed if all(_is_same(levels[key], level) for key, level in keyed.items()) else levels

    def _targets(self, targets: Any) -> Any:
        scales = [self.framework.scale, *(self.framework.scale_of(name) for name in self.framework.practices)]
        aims: dict[str, Any] = {key: _on_any(scales, getattr(targets, key)) for key in ("default", "short", "long")}
        blocks = self._keys(targets.blocks, self.framework.all_blocks, ("targets", "blocks"))
        shared = {name: _on_any(scales, target) for name, target in blocks.items()}
        aims["blocks"] = blocks if shared == dict(blocks) else shared
        return _changed(targets, **aims)

    def _narrative(self, narrative: Narrative | None) -> Narrative | None:
        if narrative is None:
            return None
        return _changed(
            narrative, blocks=self._keys(narrative.blocks, self.framework.all_blocks, ("narrative", "blocks"))
        )


def _changed(noun: N, **fields: Any) -> N:
    """The noun with what differs; the very same where nothing does."""
    differ = {key: value for key, value in fields.items() if not _is_same(value, getattr(noun, key))}
    return noun.replace(**differ) if differ else noun


def _on_any(scales: Iterable[Scale], level: Any) -> Any:
    """A level of one of several scales, the first that has it."""
    if not isinstance(level, str):
        return level
    return next((own for scale in scales if scale.holds(own := level_meant(scale, level))), level)


def _is_same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and one == other)
