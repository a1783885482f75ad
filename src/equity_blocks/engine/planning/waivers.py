"""Hard prerequisites that a tailoring waived or dropped: what goes ahead without them takes a risk."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import worded
from equity_blocks.model.prerequisite_rules import is_met


class Waiver(NamedTuple):
    """One prerequisite that would bind and does not.

    Args:
        without: What does not hold, by title and level.
        why: The organization's reason for going ahead; may be empty.
    """

    without: str
    why: str


def waivers(framework: Framework, name: str, position: int, state: Mapping[str, int]) -> list[Waiver]:
    """List the waived hard prerequisites of a practice at a position that do not hold in a state.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P",
        ...                    "requires": [{"practice": "q", "why": "q first", "waived": "no time"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> waivers(framework, "p", 1, {"q": 0}), waivers(framework, "p", 1, {"q": 1})
        ([Waiver(without='Q (yes)', why='no time')], [])
    """
    found = []
    for entry in framework.practices[name].requires:
        rule = framework.rule(name, entry)
        if entry.waived and entry.kind == "hard" and rule.from_level <= position and not is_met(rule, state):
            options = (
                f"{framework.practices[other].title} ({worded(framework.scale_of(other).ids[least])})"
                for other, least in rule.any_of
            )
            found.append(Waiver(" or ".join(options), entry.waived))
    changes = framework.tailored.changes if framework.tailored else ()
    dropped = (change for change in changes if change.kind == "dropped" and change.practice == name)
    scale = framework.scale_of(name)
    return found + [Waiver(c.before, c.why) for c in dropped if scale.position(c.level or 0) <= position]
