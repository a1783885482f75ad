"""One rating read on the scale and with the criteria of another revision, with everything that is lost on the way."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from equity_blocks.engine.revision.lineage import Lineage, Rated, trace, trace_ids
from equity_blocks.model.practice import Criterion, Practice
from equity_blocks.model.rating import Answer, Carried, Rating
from equity_blocks.model.scale import RESERVED, Level, Scale
from equity_blocks.model.targets import LevelShare

STATEMENT = ("level", "criteria", "answers", "agreed", "not_applicable", "not_pursued")
"""The fields of a rating that say how things stand; the others say what is wanted, by whom, and what shows it."""


class Ends(NamedTuple):
    """A practice in two revisions, with the scales it is rated on.

    Args:
        practice: The practice in the newer revision.
        scale: Its scale there.
        before: The practice in the older revision; `None` where that is not known.
        scale_before: Its scale there; `None` where that is not known.
        rated: Which revision was rated, where the older one is not known.
        is_back: Whether the older one has the higher number, so that it is what tells what became of ids.
    """

    practice: Practice
    scale: Scale
    before: Practice | None = None
    scale_before: Scale | None = None
    rated: Rated = "other"
    is_back: bool = False

    def level(self, level: str | float | None) -> str | float | None:
        """Give a level as the newer scale has it; `None` where it has none like it."""
        return level_in(level, self.scale_before, self.scale, self.rated, is_back=self.is_back)

    def criterion(self, name: str) -> str | None:
        """Give the one criterion of the newer revision in which one lives on; `None` where there is none."""
        newer = {item.id: item for item in self.practice.criteria}
        older = {item.id: item for item in self.before.criteria} if self.before else None
        lines = _lines(older, newer, name, self.rated, is_back=self.is_back)
        return lines.sole_successor(name) if name in lines.successions else None


class Reread(NamedTuple):
    """A rating in another revision.

    Args:
        rating: What still can be said.
        lost: What cannot, each as people read it; empty where everything can.
    """

    rating: Rating
    lost: tuple[str, ...]


def reread(rating: Rating, ends: Ends) -> Reread:
    """Read a rating in another revision. One level that is gone takes the whole statement with it.

    A level or a criterion is the same if its id is, unless `was` tells otherwise; a position is the level that it stood
    for. Where the older scale is not known, a level stands for what the newer scale says.

    Args:
        rating: What was said.
        ends: The practice in both revisions.

    Example:
        >>> old, new = (Scale.model_validate(names) for names in (["no", "partly", "yes"], ["no", "begun", "yes"]))
        >>> ends = Ends(Practice(id="p", title="P"), new, scale_before=old)
        >>> reread(Rating(level=2), ends).rating.level
        'yes'
        >>> reread(Rating(level="partly", owner="CIO"), ends).lost
        ("level 'partly'",)
    """
    data: dict[str, Any] = {name: getattr(rating, name) for name in rating.model_fields_set}
    lost = _Lost(ends)
    statement = {name: lost.converted(name, data[name]) for name in STATEMENT if name in data}
    gone = lost.criteria
    if lost.names:
        statement = {}
    elif gone:
        statement = {name: value for name, value in statement.items() if value or name != "criteria"}
    rest = {name: value for name, value in data.items() if name not in STATEMENT}
    for name in ("target", "carried"):
        if rest.get(name) is not None and (kept := lost.converted(name, rest.pop(name))) is not None:
            rest[name] = kept
    names = (*lost.names, *(f"criterion '{key}'" for key in dict.fromkeys(gone)))
    return Reread(Rating.model_validate({**statement, **rest}), names)


def level_in(
    level: str | float | None, old: Scale | None, new: Scale, rated: Rated = "other", *, is_back: bool = False
) -> str | float | None:
    """Give a level as the newer scale has it, written as it was where both scales have the same levels.

    Args:
        level: Its id, its position, or a score on a range.
        old: The scale that was rated on; `None` where it is not known.
        new: The scale of the newer revision.
        rated: Which revision was rated, where the older scale is not known.
        is_back: Whether the older scale is of the higher revision, so that its `was` tells.

    Returns:
        The level; `None` where the newer scale has none like it.

    Example:
        >>> old, new = (Scale.model_validate(names) for names in (["no", "yes"], ["no", "partly", "yes"]))
        >>> level_in(1, old, new), level_in("yes", None, new)
        ('yes', 'yes')
        >>> levels = [{"id": "none", "value": 0}, {"id": "all", "value": 1, "was": ["yes"]}]
        >>> level_in("yes", old, Scale(id="s", levels=levels))
        'all'
    """
    if level is None or level == RESERVED:
        return level
    if old is None and not isinstance(level, str):
        return level if new.holds(level) else None
    if old is not None:
        if not old.holds(level):
            return None
        if old.range and not isinstance(level, str):  # a score is what it is, whatever the levels are called
            return level if old.range == new.range else None
        if _identities(old) == _identities(new):
            return level
    name = level if isinstance(level, str) else old.ids[old.position(level)] if old else ""
    newer = {item.id: item for item in new.levels}
    older: Mapping[str, Level] | None = {item.id: item for item in old.levels} if old else None
    change, successors = _lines(older, newer, name, rated, is_back=is_back).successions[name]
    if change == "unclear" or (len(successors) != 1 and name not in successors):
        return None
    return name if name in successors else successors[0]


def _identities(scale: Scale) -> object:
    return scale.range, [(level.id, level.was) for level in scale.levels]


def _lines(
    older: Mapping[str, Level] | Mapping[str, Criterion] | None,
    newer: Mapping[str, Level] | Mapping[str, Criterion],
    name: str,
    rated: Rated,
    *,
    is_back: bool,
) -> Lineage:
    if older is None:
        return trace_ids([name], newer, rated)
    return trace(newer, older).backwards() if is_back else trace(older, newer)


class _Lost:
    """Reads levels and criteria, and collects those that are gone."""

    def __init__(self, ends: Ends) -> None:
        self.ends = ends
        self.names: tuple[str, ...] = ()
        self.criteria: tuple[str, ...] = ()

    def converted(self, name: str, value: Any) -> Any:
        """Read one field of a rating."""
        if name == "criteria":
            return self._criteria(value)
        if name == "answers":
            return {who: self._answer(who, answer) for who, answer in value.items()}
        if name == "carried":
            return value and self._carried(value)
        if name == "agreed":
            return value and self._inside(name, value)
        return self._level(name, value) if name in ("level", "target") else value

    def _answer(self, who: str, answer: Answer) -> Answer:
        answer = self._inside(f"answer of {who}:", answer)
        if not answer.criteria:
            return answer
        return answer.replace(criteria=self._criteria(answer.criteria, f"answer of {who}: "))

    def _criteria(self, given: Mapping[str, str | float | None], of: str = "") -> dict[str, str | float | None]:
        """Read each criterion under its present name; of several that became one, none is that one."""
        converted: dict[str, str | float | None] = {}
        for name, level in given.items():
            read = self._level(f"{of}criteria.{name}", level)
            home = self.ends.criterion(name)
            if home is None:
                self.criteria = (*self.criteria, name)
            else:
                converted[home] = read
        return converted

    def _carried(self, value: Carried) -> Carried | None:
        """Read every level that it names; where one is gone, nothing of it can be trusted."""
        read = {key: self._level("carried", level) for key, level in value.levels.items()}
        if None in read.values():
            return None
        return value if read == value.levels else value.replace(**read)

    def _inside(self, name: str, value: Any) -> Any:
        level = self._level(name, value.level)
        return value if level is None or level == value.level else value.replace(level=level)

    def _level(self, name: str, level: Any) -> Any:
        if isinstance(level, LevelShare):
            return level
        if (self.ends.scale_before or self.ends.scale).is_missing(level):
            return level if self.ends.scale.is_missing(level) else None  # no answer is nothing that could be lost
        converted = self.ends.level(level)
        if converted is None and level is not None:
            self.names = (*self.names, f"{name} '{level}'" if isinstance(level, str) else f"{name} {level}")
        return converted
