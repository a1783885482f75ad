"""Targets: the level that each practice aims for."""

from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Block, Framework, Practice
from equity_blocks.model.scale import Scale
from equity_blocks.model.targets import Targets


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
    levels = _levels(framework, assessment)
    return {name: framework.scale_of(name).position(level) for name, level in levels.items()}


def target_values(framework: Framework, assessment: Assessment) -> dict[str, float]:
    """Give what each practice's target counts, in [0, 1]; on a range of scores it may lie between two levels.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale={"id": "points", "range": [0, 10]},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> target_values(framework, Assessment(framework="mini", targets={"default": 7}))
        {'p': 0.7}
    """
    levels = _levels(framework, assessment)
    return {name: framework.scale_of(name).value(level) for name, level in levels.items()}


def _levels(framework: Framework, assessment: Assessment) -> dict[str, str | float]:
    found: dict[str, str | float] = {}
    shared: dict[tuple[str, str | None, int], str | float] = {}  # what all practices of a block and horizon aim for
    for name, practice in framework.practices.items():
        scale, chain = framework.scale_of(name), framework.chains[name]
        rated = assessment.ratings[name].target if name in assessment.ratings else None
        own = next((level for level in (rated, practice.target) if level is not None and scale.holds(level)), None)
        if own is not None:
            found[name] = own
            continue
        key = (chain[-1].id, practice.horizon, id(scale))
        if key not in shared:
            shared[key] = _shared(practice, scale, chain, (assessment.targets, framework.targets))
        found[name] = shared[key]
    return found


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
