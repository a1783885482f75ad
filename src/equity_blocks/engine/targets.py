"""Targets: the level that each practice aims for."""

from equity_blocks.model.assessment import Assessment, Targets
from equity_blocks.model.framework import Block, Framework, Practice
from equity_blocks.model.scale import Scale


def target_positions(framework: Framework, assessment: Assessment) -> dict[str, int]:
    """Find each practice's target: its rating's own, else its block's, else its horizon's, else the default.

    The nearest block that has a target decides. A target that is not on a practice's own scale is passed over there.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "horizon": "long"}]}])
        >>> target_positions(framework, Assessment(framework="mini", targets={"long": "partly"}))
        {'p': 1}
    """
    found: dict[str, int] = {}
    shared: dict[tuple[str, str | None, int], int] = {}  # what all practices of a block and horizon aim for
    for name, practice in framework.practices.items():
        scale, chain = framework.scale_of(name), framework.chains[name]
        own = assessment.ratings[name].target if name in assessment.ratings else None
        if own is not None and scale.holds(own):
            found[name] = scale.position(own)
            continue
        key = (chain[-1].id, practice.horizon, id(scale))
        if key not in shared:
            shared[key] = _shared(practice, scale, chain, assessment.targets)
        found[name] = shared[key]
    return found


def _shared(practice: Practice, scale: Scale, chain: tuple[Block, ...], targets: Targets) -> int:
    named = [
        *(targets.blocks.get(block.id) for block in reversed(chain)),
        getattr(targets, practice.horizon) if practice.horizon else None,
        targets.default,
    ]
    level = next((level for level in named if level is not None and scale.holds(level)), None)
    return scale.target if level is None else scale.position(level)
