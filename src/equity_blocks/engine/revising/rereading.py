"""One rating read on the scale and with the criteria of another revision, with everything that is lost on the way."""

from typing import Any, NamedTuple

from equity_blocks.model.assessment import Rating
from equity_blocks.model.framework import Practice
from equity_blocks.model.scale import RESERVED, Scale

STATEMENT = ("level", "criteria", "answers", "agreed", "not_applicable", "not_pursued")
"""The fields of a rating that say how things stand; the others say what is wanted, by whom, and what shows it."""


class Reread(NamedTuple):
    """A rating in another revision.

    Args:
        rating: What still can be said.
        lost: What cannot, each as people read it; empty where everything can.
    """

    rating: Rating
    lost: tuple[str, ...]


def reread(rating: Rating, practice: Practice, old: Scale | None, new: Scale) -> Reread:
    """Read a rating in another revision. One level that is gone takes the whole statement with it.

    A level is the same if its id is; a position is the level that it stood for. Where the older scale is not known, a
    level stands for what the newer scale says.

    Args:
        rating: What was said.
        practice: The practice in the newer revision.
        old: The scale that was rated on; `None` where it is not known.
        new: The scale of the newer revision.

    Example:
        >>> old, new = (Scale.model_validate(names) for names in (["no", "partly", "yes"], ["no", "begun", "yes"]))
        >>> practice = Practice(id="p", title="P")
        >>> reread(Rating(level=2), practice, old, new).rating.level
        'yes'
        >>> reread(Rating(level="partly", owner="CIO"), practice, old, new)[1]
        ("level 'partly'",)
    """
    data: dict[str, Any] = {name: getattr(rating, name) for name in rating.model_fields_set}
    lost = _Lost(old, new)
    said = {name: lost.said(name, data[name]) for name in STATEMENT if name in data}
    known = {criterion.id for criterion in practice.criteria}
    gone = tuple(key for key in rating.criteria if key not in known)
    if lost.names:
        said = {}
    elif gone:
        said["criteria"] = {key: level for key, level in said["criteria"].items() if key in known}
        said = {name: value for name, value in said.items() if value or name != "criteria"}
    rest = {name: value for name, value in data.items() if name not in STATEMENT}
    for name in ("target", "carried"):
        if rest.get(name) is not None and (kept := lost.said(name, rest.pop(name))) is not None:
            rest[name] = kept
    names = (*lost.names, *(f"criterion '{key}'" for key in gone))
    return Reread(Rating.model_validate({**said, **rest}), names)


def level_in(level: str | float | None, old: Scale | None, new: Scale) -> str | float | None:
    """Give a level as the newer scale has it, written as it was where both scales have the same levels.

    Returns:
        The level; `None` where the newer scale has none like it.

    Example:
        >>> old, new = (Scale.model_validate(names) for names in (["no", "yes"], ["no", "partly", "yes"]))
        >>> level_in(1, old, new), level_in("yes", None, new)
        ('yes', 'yes')
    """
    if level is None or level == RESERVED:
        return level
    if old is None or (old.ids == new.ids and old.range == new.range):
        return level if new.holds(level) else None
    if not old.holds(level) or (old.range and not isinstance(level, str)):
        return None
    name = old.ids[old.position(level)]
    return name if name in new.ids else None


class _Lost:
    """Reads levels, and collects those that are gone."""

    def __init__(self, old: Scale | None, new: Scale) -> None:
        self.old, self.new = old, new
        self.names: tuple[str, ...] = ()

    def said(self, name: str, value: Any) -> Any:
        """Read one field of a rating."""
        if name == "criteria":
            return {key: self._level(f"criteria.{key}", level) for key, level in value.items()}
        if name == "answers":
            return {who: self._inside(f"answer of {who}:", answer) for who, answer in value.items()}
        if name in ("agreed", "carried"):
            return value and self._inside(name, value)
        return self._level(name, value) if name in ("level", "target") else value

    def _inside(self, name: str, value: Any) -> Any:
        level = self._level(name, value.level)
        if level is None and value.level is not None and name == "carried":
            return None
        return value if level is None or level == value.level else value.replace(level=level)

    def _level(self, name: str, level: str | float | None) -> str | float | None:
        found = level_in(level, self.old, self.new)
        if found is None and level is not None:
            self.names = (*self.names, f"{name} '{level}'" if isinstance(level, str) else f"{name} {level}")
        return found
