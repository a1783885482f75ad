"""Scales: ordered lists of levels that a practice can hold."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from equity_blocks.errors import NotFoundError, Problem
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.noun import NO_ITEMS, NULL, Count, Flag, Given, Id, LevelRef, Many, Noun, Unit, unsound
from equity_blocks.model.numerals import number_hint
from equity_blocks.model.phrases import worded
from equity_blocks.model.tolerance import ROUNDING, TiedValue

Score = Annotated[float, Field(ge=-1e12, le=1e12, strict=True, allow_inf_nan=False)]

RESERVED = "unknown"
"""The word that a rating uses for "nobody knows", so no level may be called so."""


class Level(Noun):
    """One level of a scale.

    Example:
        >>> Level(id="partial", value=0.5, needs_evidence=True).title
        'Partial'
    """

    no_figure: ClassVar[tuple[str, ...]] = ("title", "description", "plain", "was")

    id: Id = Field(description="Name of the level, unique on its scale.")
    title: str = Field(default="", description="What people read. Default: the id, written as words.")
    value: Unit = Field(description="What the level counts in a score, from 0 to 1; never less than a lower level.")
    description: str = Field(default="", description="What has to be true for the level to be held.")
    plain: str = Field(
        default="", description="The same in plain words, for whoever does not work in the field. Default: it."
    )
    needs_evidence: Flag = Field(default=False, description="Whether the evidenced lens asks for current evidence.")
    after_months: Count = Field(default=0, description="Least months after the level below was reached. Default: none.")
    was: Many[Id] = Field(default=NO_ITEMS, description="Ids this level had in earlier revisions.")

    def model_post_init(self, _context: Any) -> None:
        """Give the level a readable title where it has none."""
        if not self.title:
            self.__dict__["title"] = worded(self.id).capitalize()


def _levels_or_range(schema: dict[str, Any]) -> None:
    """A range needs no levels, which the schema has to know as well."""
    schema["properties"]["levels"].pop("default", None)
    schema["anyOf"] = [{"required": ["levels"]}, {"required": ["range"]}]


class Scale(Noun):
    """An ordered list of levels, lowest first, whose values lie in [0, 1] and never fall; or a range of scores.

    Two levels may count the same: they are two levels all the same, for prerequisites, targets and plans. The highest
    counts more than the lowest.

    On a range, ratings are scores, and a score counts as its share of the range. A range without levels gets five,
    a quarter of it apart, so that prerequisites and plans have steps to speak of. Scores that stand for "no answer",
    such as 99, are named under `missing`: a rating of them reads as unanswered.

    Example:
        >>> scale = Scale(id="s", levels=[{"id": "no", "value": 0}, {"id": "yes", "value": 1}])
        >>> scale.position("yes"), scale.values
        (1, (0.0, 1.0))
        >>> percents = Scale(id="percents", range=[0, 100], missing=[99, -999])
        >>> percents.value(20), percents.holds(99), percents.is_missing(99)
        (0.2, False, True)
    """

    no_figure: ClassVar[tuple[str, ...]] = ("id", "title", "source")

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_levels_or_range)

    id: Id = Field(description="Name of the scale.")
    title: str = Field(default="", description="What people read.")
    source: str = Field(default="", description="Where the levels come from; empty when they are editorial.")
    range: Given[tuple[Score, Score] | None, tuple[float, float] | list[float] | None] = Field(
        default=NULL, description="Lowest and highest score. Default: levels are rated."
    )
    missing: Many[Score] = Field(
        default=NO_ITEMS, description="Scores that mean: no answer; in the range or outside. Default: none does."
    )
    levels: Annotated[Many[Level], Field(min_length=2)] = Field(
        default=NO_ITEMS, validate_default=True, description="Lowest level first."
    )
    default_target: LevelRef | None = Field(
        default=None, description="Level to aim for by default. Default: the highest."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_short_forms(cls, data: Any) -> Any:
        """A list of names is a scale with evenly spaced values; a range without levels gets quarters."""
        if isinstance(data, dict) and "range" in data and "levels" not in data:
            return {**data, "levels": _quarters(data["range"])}
        names = data if isinstance(data, list | tuple) else ()
        if len(names) < 2 or not all(isinstance(name, str) for name in names):  # noqa: PLR2004 - one level is no scale
            return data
        levels = [{"id": name, "value": i / (len(names) - 1)} for i, name in enumerate(names)]
        return {"id": "inline", "levels": levels}

    @model_validator(mode="after")
    def _is_sound(self) -> "Scale":
        problems = [*self._misranged(), *self._misnamed(), *self._misvalued()]
        is_empty = self.range is not None and self.range[0] >= self.range[1]
        if not is_empty and not self.holds(self.default_target):
            problems.append(self.problem(self.default_target, ("default_target",)))
        unsound(problems)
        return self

    def _misranged(self) -> Iterator[Problem]:
        if self.range and self.range[0] >= self.range[1]:
            message = f"the range must rise, but is {self.range[0]:g} to {self.range[1]:g}"
            yield Problem("empty_range", message, "", ("range",), data={"found": self.range})
        if self.missing and not self.range:
            message = "only a range of scores has scores that mean no answer"
            hint = "where levels are rated, no answer is written as nothing, and `unknown` where nobody could say"
            yield Problem("no_range", message, hint, ("missing",))

    def _misnamed(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for i, level in enumerate(self.levels):
            if level.id in seen or level.id == RESERVED:
                why = "is taken: it means that nobody knows" if level.id == RESERVED else "is used twice on this scale"
                message, data = f"the level id '{level.id}' {why}", {"found": level.id}
                yield Problem("duplicate_id", message, "", ("levels", i, "id"), data=data)
            seen.add(level.id)

    def _misvalued(self) -> Iterator[Problem]:
        given = [level.value for level in self.levels]
        for i, (below, value) in enumerate(pairwise(given), 1):
            if value < below:
                message = f"values must not fall from level to level, but {value} follows {below}"
                data = {"found": value, "least": below}
                yield Problem("values_not_rising", message, "", ("levels", i, "value"), data=data)
        if len(set(given)) == 1:
            message = f"the highest level must count more than the lowest, but all count {given[0]:g}"
            yield Problem("values_not_rising", message, "", ("levels", self.top, "value"), data={"found": given[0]})

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The value of each level in [0, 1], lowest first; where levels count the same, each knows which it is of."""
        given = [level.value for level in self.levels]
        is_tied = [upper - lower <= ROUNDING for lower, upper in pairwise(given)]
        beside = zip([False, *is_tied], [*is_tied, False], strict=True)
        return tuple(TiedValue(given[i], i) if any(tied) else given[i] for i, tied in enumerate(beside))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of each level, lowest first."""
        return tuple(level.id for level in self.levels)

    @cached_property
    def top(self) -> int:
        """The position of the highest level."""
        return len(self.levels) - 1

    @cached_property
    def _positions(self) -> dict[str | int | float, int]:
        ids: dict[str | int | float, int] = {level: i for i, level in enumerate(self.ids)}
        return ids if self.range else {**ids, **{i: i for i in range(len(self.levels))}}

    @cached_property
    def target(self) -> int:
        """The position of the level to aim for by default."""
        return self.top if self.default_target is None else self.position(self.default_target)

    @cached_property
    def target_value(self) -> float:
        """The value of the default target, in [0, 1]; on a range of scores it may lie between two levels."""
        return self.values[self.top] if self.default_target is None else self.value(self.default_target)

    @property
    def codes(self) -> str:
        """Name the scores that mean "no answer", for people: ` (99 or -999: no answer)`; empty where there are none."""
        return f" ({' or '.join(f'{score:g}' for score in self.missing)}: no answer)" if self.missing else ""

    def is_missing(self, level: str | float | None) -> bool:
        """Say whether a rating of `level` is one of the scores that mean: no answer."""
        return bool(self.missing) and isinstance(level, int | float) and level in self.missing

    def holds(self, level: str | float | None) -> bool:
        """Say whether `level` (an id, a position, a score, or `None` for the default) is on this scale."""
        if self.range and isinstance(level, int | float):
            return self.range[0] <= level <= self.range[1] and level not in self.missing
        return level is None or level in self._positions

    def position(self, level: str | float) -> int:
        """Give the position of a level, or of the highest level that a score reaches, counted from 0.

        Raises:
            NotFoundError: The level is not on this scale.
        """
        self._require(level)
        if self.range and isinstance(level, int | float):
            return self.held(self._share(level))
        return self._positions[level]

    def value(self, level: str | float) -> float:
        """Give what a level or a score counts, in [0, 1].

        Raises:
            NotFoundError: The level is not on this scale.
        """
        self._require(level)
        if self.range and isinstance(level, int | float):
            return self._share(level)
        return self.values[self._positions[level]]

    def _require(self, level: str | float) -> None:
        if not self.holds(level):
            raise NotFoundError.of(self.problem(level, ()))

    def _share(self, score: float) -> float:
        """How far a score lies on the way from the lowest to the highest."""
        low, high = self.range or (0.0, 1.0)
        return (score - low) / (high - low)

    def problem(self, level: str | float | None, key_path: tuple[str | int, ...]) -> Problem:
        """Say that a level is not on this scale, and what is."""
        if self.range and isinstance(level, int | float):
            scores = f"a score from {self.range[0]:g} to {self.range[1]:g}"
            code = "means that there is no answer, so it " if self.is_missing(level) else ""
            data = {"found": level, "least": self.range[0], "most": self.range[1]}
            return Problem("unknown_level", f"{_shown(level)} {code}is not {scores}", "", key_path, data=data)
        allowed = f"scores from {self.range[0]:g} to {self.range[1]:g}" if self.range else f"0 to {self.top}"
        message = f"{_shown(level)} is not a level of the scale '{self.id}': {', '.join(self.ids)} (or {allowed})"
        number = number_hint(level) if isinstance(level, str) else ""
        titles = {each.id: each.title for each in self.levels}
        problem = unknown_name("unknown_level", message, level, titles, key_path)
        return replace(problem, hint=number) if number else problem

    def held(self, value: float) -> int:
        """Give the position of the highest level whose value is not above `value` (0 if all are above).

        A value that knows its level among several that count the same holds that one; a bare 0 is the lowest level.
        """
        if isinstance(value, TiedValue):
            return value.position
        # A mean such as (0.5 + 0.75 + 1) / 3 may fall a last bit short of the level it equals.
        return max(0, bisect_right(self.values, value + ROUNDING) - 1) if value > 0 else 0

    def at_share(self, share: float) -> int | None:
        """Give the position of the lowest level that counts a share or more; `None` where the highest counts less.

        Args:
            share: In [0, 1].

        Example:
            >>> Scale.model_validate(["no", "partly", "yes"]).at_share(0.4)
            1
        """
        return next((i for i, value in enumerate(self.values) if value >= share - ROUNDING), None)

    def named(self, value: float) -> str:
        """Name what a value stands for: the level held, or on a range the score itself.

        Args:
            value: In [0, 1].

        Returns:
            An id. A score that no id can be, such as one below 0, is named by the level that it holds.

        Example:
            >>> Scale(id="points", range=[0, 50]).named(0.41)
            '20.5'
        """
        if self.range:
            low, high = self.range
            score = f"{low + value * (high - low):.12g}"
            if re.fullmatch(_NUMBER, score):
                return score
        return self.ids[self.held(value)]


_LONGEST = 40


def _shown(level: str | float | None) -> str:
    """Show what was given as a level; a number of hundreds of digits not whole."""
    if isinstance(level, int) and abs(level) >= 10**_LONGEST:
        return f"a number of more than {_LONGEST} digits"
    return repr(level)


_NUMBER = r"\d+(\.\d+)?"
"""A number that may be an id."""


def _quarters(bounds: Any) -> Any:
    """Levels at every quarter of a range; each is called by the score it begins at, as far as an id may be a number."""
    try:
        low, high = bounds
        scores = [f"{low + (high - low) * i / 4:g}" for i in range(5)]
    except (TypeError, ValueError, OverflowError):  # what is wrong with the range is told where it is written
        return ()
    ids = scores if all(re.fullmatch(_NUMBER, score) for score in scores) else [f"quarter-{i}" for i in range(5)]
    return [{"id": ids[i], "title": scores[i], "value": i / 4} for i in range(5)]


_LevelNames = Annotated[tuple[Id, ...], Field(min_length=2)]

_Scale = Annotated[Scale, BeforeValidator(lambda value: value, json_schema_input_type=str | Scale | _LevelNames)]
ScaleField = Given[_Scale, Scale | list[str] | tuple[str, ...]]
"""A scale in a framework: also a list of level names, and in YAML the id of a shared scale."""
MaybeScale = Given[_Scale | None, Scale | list[str] | tuple[str, ...] | None]
