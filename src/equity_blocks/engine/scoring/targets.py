"""Targets: the level that each practice aims for."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.engine.scoring.claims import Claim
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Block, Framework, Practice
from equity_blocks.model.scale import Scale
from equity_blocks.model.targets import Targets


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
    shared: dict[tuple[str, str | None, int], tuple[int, float]] = {}  # what all of a block and horizon aim for
    for name, practice in framework.practices.items():
        scale, chain = framework.scale_of(name), framework.chains[name]
        rating = assessment.ratings.get(name)
        rated = None if rating is None else rating.target
        if (rated is not None or practice.target is not None) and (own := _own(practice, scale, rated)) is not None:
            found.positions[name], found.values[name] = scale.position(own), scale.value(own)
            continue
        key = (chain[-1].id, practice.horizon, id(scale))
        if key not in shared:
            level = _shared(practice, scale, chain, (assessment.targets, framework.targets))
            shared[key] = scale.position(level), scale.value(level)
        found.positions[name], found.values[name] = shared[key]
    return found


def _own(practice: Practice, scale: Scale, rated: str | float | None) -> str | float | None:
    if rated is not None and scale.holds(rated):
        return rated
    return practice.target if practice.target is not None and scale.holds(practice.target) else None


def target_positions(framework: Framework, assessment: Assessment) -> dict[str, int]:
    """Find each practice's target: its own, else its block's, else its horizon's, else the default.

    Of each kind, what the assessment says comes before what the framework says; the nearest block that has a target
    decides. A target that is not on a practice's own scale is passed over there.

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


def _shared(practice: Practice, scale: Scale, chain: tuple[Block, ...], sources: tuple[Targets, ...]) -> str | float:
    named = [
        *(targets.blocks.get(block.id) for targets in sources for block in reversed(chain)),
        *(getattr(targets, practice.horizon) for targets in sources if practice.horizon),
        *(targets.default for targets in sources),
    ]
    level = next((level for level in named if level is not None and scale.holds(level)), None)
    if level is None:
        level = scale.default_target
    return scale.ids[scale.top] if level is None else level
