"""An assessment as its framework spells it: titles and other spellings give way to ids.

People write what they read, such as `In place` for `in-place`, or a practice's title. What is meant is taken where it
is clear: an exact id always comes first, and what could mean two things stays as it is and is refused with both names.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from equity_blocks.errors import NotFoundError, Path
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.did_you_mean import did_you_mean, meant
from equity_blocks.model.framework import Block, Framework
from equity_blocks.model.numerals import as_number
from equity_blocks.model.scale import RESERVED, Scale


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
        return tuple(self.written.get(path[: i + 1], str(part)) if isinstance(part, str) else part
                     for i, part in enumerate(path))  # fmt: skip


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
    found = meant(level, {**{each.id: each.title for each in scale.levels}, RESERVED: RESERVED})
    if len(found) == 1:
        return found[0]
    number = as_number(level) if scale.range and not found else None
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
    found = meant(name, framework.practices)
    if len(found) == 1:
        return found[0]
    hint = did_you_mean(name, framework.practices)
    raise NotFoundError(
        f"{framework.id} has no {framework.vocabulary.practice} '{name}'" + (f" ({hint})" if hint else "")
    )


def node_meant(framework: Framework, name: str) -> str:
    """Give the id of the block or the practice that a name or a title means.

    Raises:
        NotFoundError: There is no such node, or it could be several; the nearest are named.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "Board"}])
        >>> node_meant(framework, "board")
        'b'
    """
    nodes = {**{block.id: block for block, _, _ in framework.walk()}, **framework.practices}
    found = meant(name, nodes)
    if len(found) == 1:
        return found[0]
    hint = did_you_mean(name, nodes)
    called = framework.vocabulary
    message = f"{framework.id} has no {called.block} or {called.practice} '{name}'"
    raise NotFoundError(message + (f" ({hint})" if hint else ""))


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
        >>> found = spelt(framework, Assessment(framework="mini", ratings={"Setting a vision": "In place"}))
        >>> found.assessment.ratings["vision"].level, found.written
        ('in-place', {('ratings', 'vision'): 'Setting a vision'})
    """
    return _Speller(framework).spelt(assessment)


class _Speller:
    """The names of one framework."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.written: dict[Path, str] = {}

    @cached_property
    def blocks(self) -> dict[str, Block]:
        return {block.id: block for block, _, _ in self.framework.walk()}

    @cached_property
    def gone(self) -> frozenset[str]:
        """Ids that are no titles: of what a tailoring took out, and of earlier revisions."""
        earlier = {name for practice in self.framework.practices.values() for name in practice.was}
        return frozenset(earlier.union(self.framework.tailored.taken_out if self.framework.tailored else ()))

    def spelt(self, assessment: Assessment) -> Spelt:
        changes: dict[str, Any] = {
            "ratings": self._ratings(assessment.ratings),
            "actions": self._keys(assessment.actions, self.framework.practices, ("actions",)),
            "targets": self._targets(assessment.targets),
        }
        differ = {name: value for name, value in changes.items() if value is not getattr(assessment, name)}
        return Spelt(assessment.replace(**differ) if differ else assessment, self.written)

    def _keys(self, given: Mapping[str, Any], names: Mapping[str, Any], path: Path) -> Any:
        """Keys by their ids; one whose id is there already stays, and is refused."""
        if all(key in names or key in self.gone for key in given):
            return given
        found: dict[str, Any] = {}
        for key, value in given.items():
            ids = (key,) if key in self.gone else meant(key, names)
            name = ids[0] if len(ids) == 1 and (ids[0] == key or (ids[0] not in given and ids[0] not in found)) else key
            found[name] = value
            if name != key:
                self.written[*path, name] = key
        return given if list(found) == list(given) else found

    def _ratings(self, given: Mapping[str, Rating]) -> Any:
        named = self._keys(given, self.framework.practices, ("ratings",))
        found = {name: self._rating(name, rating) for name, rating in named.items()}
        return named if all(found[name] is rating for name, rating in named.items()) else found

    def _rating(self, name: str, rating: Rating) -> Rating:
        if name not in self.framework.practices:
            return rating
        scale = self.framework.scale_of(name)
        if rating.level in scale.ids and rating.target is None:
            return rating
        criteria = {criterion.id: criterion for criterion in self.framework.practices[name].criteria}
        keyed = self._keys(rating.criteria, criteria, ("ratings", name, "criteria")) if criteria else rating.criteria
        said = {
            "level": level_meant(scale, rating.level),
            "target": level_meant(scale, rating.target),
            "criteria": _each(keyed, scale),
            "answers": _each(rating.answers, scale),
            "agreed": _one(rating.agreed, scale),
        }
        differ = {key: value for key, value in said.items() if not _is_same(value, getattr(rating, key))}
        return rating.replace(**differ) if differ else rating

    def _targets(self, targets: Any) -> Any:
        scales = [self.framework.scale, *(self.framework.scale_of(name) for name in self.framework.practices)]
        said: dict[str, Any] = {key: _on_any(scales, getattr(targets, key)) for key in ("default", "short", "long")}
        blocks = self._keys(targets.blocks, self.blocks, ("targets", "blocks"))
        shared = {name: _on_any(scales, target) for name, target in blocks.items()}
        said["blocks"] = blocks if shared == dict(blocks) else shared
        differ = {key: value for key, value in said.items() if not _is_same(value, getattr(targets, key))}
        return targets.replace(**differ) if differ else targets


def _each(given: Mapping[str, Any], scale: Scale) -> Any:
    found = {key: _one(value, scale) for key, value in given.items()}
    return given if all(_is_same(found[key], value) for key, value in given.items()) else found


def _one(said: Any, scale: Scale) -> Any:
    """A level, or what holds one: an answer, or what was agreed."""
    if said is None or not hasattr(said, "level"):
        return level_meant(scale, said)
    level = level_meant(scale, said.level)
    return said if _is_same(level, said.level) else said.replace(level=level)


def _on_any(scales: Iterable[Scale], level: Any) -> Any:
    """A level of one of several scales, the first that has it."""
    if not isinstance(level, str):
        return level
    return next((found for scale in scales if scale.holds(found := level_meant(scale, level))), level)


def _is_same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and one == other)
