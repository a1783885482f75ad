"""Targets: levels to aim for, named for one practice or shared by many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import Discriminator, Field, Tag

from equity_blocks.errors import Path, Problem
from equity_blocks.model.noun import Given, LevelRef, Map, Noun, Unit, no_entries
from equity_blocks.model.scale import Scale


class LevelShare(Noun):
    """A level said by what it counts, for practices whose scales differ.

    On levels it is the lowest that counts the share or more; on a range of scores it is the score at that share.

    Example:
        >>> aim(Scale.model_validate(["no", "partly", "yes"]), LevelShare(share=0.4))
        Aim(position=1, value=0.5)
        >>> aim(Scale(id="points", range=[0, 1]), LevelShare(share=0.4)).value
        0.4
    """

    share: Unit = Field(description="How much the level counts at least, from 0 to 1.")

    def __str__(self) -> str:
        return f"{{share: {self.share:g}}}"


def _kind(value: Any) -> str:
    return "by share" if isinstance(value, dict | LevelShare) else "by name"


AnyLevel = Annotated[Annotated[LevelRef, Tag("by name")] | Annotated[LevelShare, Tag("by share")], Discriminator(_kind)]
"""A level's id or position, on a range a score, or `{share: 0.4}`: the lowest level that counts so much."""


class Aim(NamedTuple):
    """A target as a position and a value on one scale.

    Args:
        position: Its position; on a range, that of the highest level that the score reaches.
        value: What it counts, in [0, 1]; on a range of scores it may lie between two levels.
    """

    position: int
    value: float


def aim(scale: Scale, target: str | float | LevelShare) -> Aim | None:
    """Read a target on a scale.

    Returns:
        Its position and value; `None` where the scale has no such level.

    Example:
        >>> aim(Scale.model_validate(["no", "yes"]), "maybe") is None
        True
    """
    if isinstance(target, LevelShare):
        if scale.range:
            return Aim(scale.held(target.share), target.share)
        position = scale.at_share(target.share)
        return None if position is None else Aim(position, scale.values[position])
    return Aim(scale.position(target), scale.value(target)) if scale.holds(target) else None


def aim_problem(scale: Scale, target: str | float | LevelShare | None, path: Path) -> Problem | None:
    """Say that a scale has no such level, and what it has; `None` where it has it, and where nothing is named.

    Example:
        >>> print(aim_problem(Scale(id="s", range=[0, 1]), 2, ("target",)))
        target: 2 is not a score from 0 to 1
    """
    if target is None or aim(scale, target) is not None:
        return None
    if not isinstance(target, LevelShare):
        return scale.problem(target, path)
    highest = scale.values[scale.top]
    message = f"no level of the scale '{scale.id}' counts {target.share:g} or more: the highest counts {highest:g}"
    return Problem("unknown_level", message, "", path, data={"found": target.share, "most": highest})


class Targets(Noun):
    """The level to aim for where a rating names none: by block, else by horizon, else by default.

    Example:
        >>> Targets(default="in-place", long="partial").long
        'partial'
        >>> Targets(default={"share": 0.4}).default
        LevelShare(share=0.4)
    """

    default: AnyLevel | None = Field(
        default=None, description="A level, or {share: 0.4}. Default: the default target of the practice's scale."
    )
    short: AnyLevel | None = Field(default=None, description="For practices with a short horizon. Default: `default`.")
    long: AnyLevel | None = Field(default=None, description="For practices with a long horizon. Default: `default`.")
    blocks: Map[AnyLevel] = Field(
        default_factory=no_entries, description="Block -> what to aim for in it; it goes before a horizon's."
    )

    def over(self, others: "Targets") -> "Targets":
        """Say what these targets say, and where they say nothing what others do.

        Example:
            >>> Targets(default="yes").over(Targets(default="no", long="partly")).long
            'partly'
        """
        kept = {key: getattr(others, key) for key in _SHARED if getattr(self, key) is None}
        return self.replace(**kept, blocks={**others.blocks, **self.blocks})

    def named(self) -> Iterator[tuple[Path, str | float | LevelShare]]:
        """Give all that is named, each with its key path."""
        yield from (((key,), target) for key in _SHARED if (target := getattr(self, key)) is not None)
        yield from ((("blocks", name), target) for name, target in self.blocks.items())


TargetsField = Given[Targets, Targets | Mapping[str, AnyLevel | Mapping[str, AnyLevel]]]
"""Targets, given also as a mapping of their fields."""


def no_targets() -> Any:
    """Give targets that name nothing, for `default_factory`."""
    return Targets.model_construct()


_SHARED = ("default", "short", "long")


class Shared(NamedTuple):
    """A target that a practice shares with others.

    Args:
        source: Which of the sources names it, counted from 0.
        path: Where it stands in that source.
        target: What it is.
    """

    source: int
    path: Path
    target: str | float | LevelShare


def shared_target(sources: Sequence[Targets], blocks: Sequence[str], horizon: str | None) -> Shared | None:
    """Find the target of a practice that names none itself: its nearest block's, else its horizon's, else the default.

    Args:
        sources: Who may name it; of each kind, what an earlier one says comes before what a later one says.
        blocks: The blocks that the practice stands in, outermost first.
        horizon: Its horizon; `None` where it has none.

    Returns:
        The target with its place; `None` where nobody names any, so that the scale decides.

    Example:
        >>> shared_target([Targets(default="yes"), Targets(blocks={"b": "no"})], ["a", "b"], None)
        Shared(source=1, path=('blocks', 'b'), target='no')
    """
    for i, targets in enumerate(sources):
        for block in reversed(blocks):
            if block in targets.blocks:
                return Shared(i, ("blocks", block), targets.blocks[block])
    for key in filter(None, (horizon, "default")):
        for i, targets in enumerate(sources):
            if (target := getattr(targets, key)) is not None:
                return Shared(i, (key,), target)
    return None
