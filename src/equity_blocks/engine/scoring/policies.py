"""A node's policy, as data and in words."""

from typing import Any

from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP, Node, counted_in, leaves_of, nodes_of, title_of

_AGGREGATES = {
    "mean": "the weighted mean of its parts",
    "sum": "the points reached over the points that can be reached",
    "minimum": "that of its lowest part",
    "geometric": "the weighted geometric mean of its parts, so that one part at 0 makes it 0",
    "all_or_nothing": "1 if every part holds {level}, else 0",
    "gate": "the highest stage up to which every practice holds {level}, over the number of stages",
}
_OVER = {
    "children": "its blocks count as such",
    "grandchildren": "what stands in its blocks counts directly, instead of these blocks",
    "practices": "all practices below it count directly, whatever block they stand in",
}
_UNANSWERED = {
    "exclude": "practices without a rating are left out of the value and widen its range",
    "zero": "practices without a rating count 0",
    "void": "one practice without a rating directly in it leaves it without a value",
    "fail": "one practice without a rating directly in it makes it 0",
}
_NOT_APPLICABLE = {
    "exclude": "practices that do not apply are left out",
    "full": "practices that do not apply count in full",
    "target": "practices that do not apply count at their target",
}


def policy_of(framework: Framework, node: Node) -> dict[str, Any]:
    """Give a node's policy as the fields of a `NodePolicy`."""
    return {
        "aggregate": node.aggregate,
        "over": node.over,
        "unanswered": node.unanswered,
        "not_applicable": node.not_applicable,
        "minimum_share": node.minimum_share if node.aggregate == "blend" else None,
        "empty_stage": node.empty_stage if node.aggregate == "gate" else None,
        "output": node.output,
        "rounding": node.rounding,
        "min_coverage": framework.scoring.min_coverage,
    }


def policy_in_words(framework: Framework, node: Node) -> tuple[str, ...]:
    """Say in sentences how a node's value comes about, and in which nodes inside it that differs.

    The sentences for the whole speak of every block, also of one that counts by what stands in it; those for a block
    only of what counts in it.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], scoring={"aggregate": "minimum"},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> policy_in_words(framework, framework.tree)[0]
        'The value is that of its lowest part.'
    """
    said = [f"The value is {aggregate_in_words(framework, node)}."]
    if not node.counts_blocks:
        said.append(_sentence(_OVER[node.over]))
    weights = sorted(w for w in _weights(node) if w > 0)
    if weights and weights[-1] > weights[0]:
        said.append(f"The largest weight in it is {weights[-1] / weights[0]:.3g} times the smallest.")
    said += [_sentence(_unanswered(node)), _sentence(_NOT_APPLICABLE[node.not_applicable])]
    said.append("Practices not pursued are left out.")
    if framework.scoring.min_coverage:
        said.append(f"No value is shown if less than {100 * framework.scoring.min_coverage:g}% is answered.")
    said += map(_sentence, _published(node))
    said += _inside(framework, node)
    return tuple(said)


def evidence_in_words(framework: Framework) -> str:
    """Say which evidence counts.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> evidence_in_words(framework)
        'Evidence counts for 24 months after its newest date.'
    """
    policy = framework.scoring
    checked = ", and only if somebody checked it" if policy.evidence_counts == "checked" else ""
    months = f"{policy.evidence_max_age} {'month' if policy.evidence_max_age == 1 else 'months'}"
    return f"Evidence counts for {months} after its newest date{checked}."


def readings_in_words(framework: Framework) -> tuple[str, ...]:
    """Say what decides on a band at its edge, on a stage and on a verdict, where the framework has these.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], scoring={"stages": {"level": "yes"}},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "stage": 1}]}])
        >>> readings_in_words(framework)
        ("A stage is reached where every practice in it, and in those before it, holds 'Yes'.",)
    """
    policy, said = framework.scoring, []
    if policy.bands and policy.band_edge == "lower":
        said.append("A score on the edge of two bands belongs to the lower one.")
    if policy.stages:
        held = _held(framework, policy.stages.level)
        said.append(f"A stage is reached where every practice in it, and in those before it, holds {held}.")
    if policy.verdicts:
        titles = " or ".join(f"'{verdict.title}'" for verdict in policy.verdicts)
        said.append(f"The verdict is {titles}, the first whose condition holds.")
    if strict := sum(practice.must_pass is not None for practice in framework.practices.values()):
        which = "1 practice is" if strict == 1 else f"{strict} practices are"
        said.append(f"{which} must-pass: whatever the score, a level of its own has to be held.")
    return tuple(said)


def _held(framework: Framework, level: str | float | None) -> str:
    scale = framework.scale
    if level is None or not scale.holds(level):
        return "the target of its scale"
    return f"'{scale.levels[scale.position(level)].title}'"


def aggregate_in_words(framework: Framework, node: Node) -> str:
    """Name a node's aggregate, such as "the value of its lowest part"."""
    if node.aggregate == "blend":
        share = 100 * node.minimum_share
        return f"{100 - share:g}% the weighted mean of its parts and {share:g}% its lowest part"
    said = _AGGREGATES[node.aggregate]
    return said.format(level=_level(framework, node)) if "{level}" in said else said


def _weights(node: Node) -> list[float]:
    return [*(leaf.weight for leaf in node.leaves), *(weight for weight, _ in node.counted)]


def _level(framework: Framework, node: Node) -> str:
    """The level that a node asks for, where all its practices have the same."""
    scales = [(framework.scale_of(leaf.name), leaf.least) for leaf in leaves_of(node)]
    titles = {scale.levels[scale.held(least)].title for scale, least in scales}
    return f"'{titles.pop()}'" if len(titles) == 1 else "its level"


def _unanswered(node: Node) -> str:
    if node.aggregate == "gate" and node.unanswered == "fail":
        return "a practice without a rating does not hold its level"
    return _UNANSWERED[node.unanswered]


def _published(node: Node) -> list[str]:
    if not node.output:
        return []
    cut = ""
    if node.rounding:
        how = "truncated" if node.rounding.mode == "truncate" else "rounded"
        digits = node.rounding.digits
        cut = f", {how} to {digits} decimal {'place' if digits == 1 else 'places'}"
    return [f"it is reported from {node.output.low:g} to {node.output.high:g}{cut}"]


def _inside(framework: Framework, node: Node) -> list[str]:
    """What differs in the blocks inside, those alike in one sentence."""
    inside = [*nodes_of(node)][1:] if node.name == TOP else [*counted_in(node)]
    alike: dict[tuple[str, ...], list[str]] = {}
    for block in inside:
        alike.setdefault(_differences(framework, node, block), []).append(block.name)
    alike.pop((), None)
    return [
        f"In {_which(framework, names, len(inside))}, {'; '.join(differences)}." for differences, names in alike.items()
    ]


def _which(framework: Framework, names: list[str], many: int) -> str:
    if len(names) == many > 1:
        return "every block"
    titles = [title_of(framework, name) for name in names]
    return " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))


def _differences(framework: Framework, node: Node, block: Node) -> tuple[str, ...]:
    """What a block does otherwise than a node around it; how it looks deeper matters only where it has blocks."""
    said = []
    if (mine := aggregate_in_words(framework, block)) != aggregate_in_words(framework, node):
        said.append(f"the value is {mine}")
    if block.over != node.over and block.blocks:
        said.append(_OVER[block.over])
    if block.leaves and _unanswered(block) != _unanswered(node):
        said.append(_unanswered(block))
    if block.leaves and block.not_applicable != node.not_applicable:
        said.append(_NOT_APPLICABLE[block.not_applicable])
    if _published(block) != _published(node):
        said += _published(block)
    return tuple(said)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
