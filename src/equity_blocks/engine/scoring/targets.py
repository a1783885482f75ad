"""Targets: the level that each practice aims for."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.engine.scoring.claimed_values import Claim
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import Scale
from equity_blocks.model.targets import Aim, LevelShare, aim, shared_target


class Aims(NamedTuple):
    """What every practice aims for.

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
    found = Aims({}, {})
    sources = assessment.targets, framework.targets
    alike: dict[tuple[str, str | None, int], Aim] = {}  # what all of a block and horizon aim for
    for name, practice in framework.practices.items():
        scale, chain = framework.scale_of(name), framework.chains[name]
        rating = assessment.ratings.get(name)
        own = practice.target if rating is None or rating.target is None else rating.target
        if own is not None:
            found.positions[name], found.values[name] = _on(scale, own)
            continue
        key = (chain[-1].id, practice.horizon, id(scale))
        if key not in alike:
            shared = shared_target(sources, [block.id for block in chain], practice.horizon)
            alike[key] = _on(scale, shared.target if shared else scale.default_target)
        found.positions[name], found.values[name] = alike[key]
    return found


def _on(scale: Scale, target: str | float | LevelShare | None) -> Aim:
    """Read a target on a scale that has it; nothing is the scale's own, its highest level where it names none."""
    found = None if target is None else aim(scale, target)
    return found or Aim(scale.target, scale.target_value)


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


def values_beside(said: Mapping[str, Claim], aims: Mapping[str, float]) -> dict[str, float]:
    """Give what the targets of practices that do not apply count: some nodes read them so.

    Args:
        said: Practice -> what is said about it.
        aims: Practice -> what its target counts.

    Example:
        >>> values_beside({"p": Claim("not_applicable"), "q": Claim("unanswered")}, {"p": 0.5, "q": 1.0})
        {'p': 0.5}
    """
    return {name: aims[name] for name, claim in said.items() if claim.status == "not_applicable"}
