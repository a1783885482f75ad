"""Targets: the level that each practice aims for."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.engine.scoring.claimed_values import ClaimedValue
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import Scale
from equity_blocks.model.targets import Aim, AnyLevel, LevelShare, aim, shared_target


class Aims(NamedTuple):
    """The level that every practice aims for.

    Args:
        positions: Practice -> its target, as its position.
        values: Practice -> what that counts, in [0, 1]; on a range of scores it may lie between two levels.
    """

    positions: dict[str, int]
    values: dict[str, float]


def aims_of(framework: Framework, assessment: Assessment) -> Aims:
    """Find each practice's target, by the order that `target_positions` tells.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> aims_of(framework, Assessment(framework="mini", targets={"default": "partly"}))
        Aims(positions={'p': 1}, values={'p': 0.5})
    """
    aims = Aims({}, {})
    ratings, sources = assessment.ratings, (assessment.targets, framework.targets)
    shared_aims: dict[int, Aim] = {}
    for name, (group, own, scale) in framework.once(_aiming).items():
        rating = ratings.get(name)
        if rating is not None and rating.target is not None:
            own = rating.target  # noqa: PLW2901 - the assessment's comes first
        if own is not None:
            aims.positions[name], aims.values[name] = _on(scale, own)
            continue
        if group not in shared_aims:
            practice, chain = framework.practices[name], framework.chains[name]
            shared = shared_target(sources, [block.id for block in chain], practice.horizon)
            shared_aims[group] = _on(scale, shared.target if shared else scale.default_target)
        aims.positions[name], aims.values[name] = shared_aims[group]
    return aims


def _aiming(framework: Framework) -> dict[str, tuple[int, AnyLevel | None, Scale]]:
    """Practice -> the number of its group, its own target, its scale; a group shares block, horizon and scale."""
    groups: dict[tuple[str, str | None, int], int] = {}
    aiming = {}
    for name, practice in framework.practices.items():
        scale = framework.scale_of(name)
        key = framework.chains[name][-1].id, practice.horizon, id(scale)
        aiming[name] = groups.setdefault(key, len(groups)), practice.target, scale
    return aiming


def _on(scale: Scale, target: str | float | LevelShare | None) -> Aim:
    """Read a target on a scale that has it; nothing is the scale's own, its highest level where it names none."""
    read = None if target is None else aim(scale, target)
    return read or Aim(scale.target, scale.target_value)


def target_positions(framework: Framework, assessment: Assessment) -> dict[str, int]:
    """Find each practice's target: its own, else its block's, else its horizon's, else the default.

    Of each kind, what the assessment says comes before what the framework says; the nearest block that has a target
    decides. Whoever reads an assessment with a framework has made sure that each scale has what is aimed for on it.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "horizon": "long"}]}])
        >>> target_positions(framework, Assessment(framework="mini", targets={"long": "partly"}))
        {'p': 1}
    """
    return aims_of(framework, assessment).positions


def target_values(framework: Framework, assessment: Assessment) -> dict[str, float]:
    """Give what each practice's target counts, in [0, 1]; on a range of scores it may lie between two levels.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale={"id": "points", "range": [0, 10]},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> target_values(framework, Assessment(framework="mini", targets={"default": 7}))
        {'p': 0.7}
    """
    return aims_of(framework, assessment).values


def values_beside(claimed: Mapping[str, ClaimedValue], aims: Mapping[str, float]) -> dict[str, float]:
    """Give what the targets of practices that do not apply count: some nodes read them so.

    Args:
        claimed: Practice -> what is said about it.
        aims: Practice -> what its target counts.

    Example:
        >>> values_beside({"p": ClaimedValue("not_applicable"), "q": ClaimedValue("unanswered")}, {"p": 0.5, "q": 1.0})
        {'p': 0.5}
    """
    return {name: aims[name] for name, claim in claimed.items() if claim.status == "not_applicable"}
