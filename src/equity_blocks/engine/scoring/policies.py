"""A node's policy, as data and in words."""

from typing import Any

from equity_blocks.model.figures import in_full
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.scoring import Asks, StageAsk
from equity_blocks.model.targets import LevelShare
from equity_blocks.model.tree import TOP, Node, counted_in, leaves_of, nodes_of, title_of

NO_TOTAL = "There is no total, by design of the framework."
"""What stands where another framework has its overall value."""

_AGGREGATES = {
    "mean": "the weighted mean of its parts",
    "sum": "the points reached over the points that can be reached",
    "minimum": "that of its lowest part",
    "geometric": "the weighted geometric mean of its parts, so that one part at 0 makes it 0",
    "all_or_nothing": "1 if every part holds {level}, else 0",
    "gate": "the highest stage up to which every {practice} holds {level}, over the number of stages",
}
_OVER = {
    "children": "its {blocks} count as such",
    "grandchildren": "what stands in its {blocks} counts directly, instead of these {blocks}",
    "practices": "all {practices} below it count directly, whatever {block} they stand in",
}
_UNANSWERED = {
    "exclude": "{practices} without a rating are left out of the value and widen its range",
    "zero": "{practices} without a rating count 0",
    "void": "one {practice} without a rating directly in it leaves it, and what it counts in, without a value",
    "fail": "one {practice} without a rating directly in it makes it 0",
}
_EMPTY = {
    "zero": "with nothing in it that applies or is pursued, it counts 0 in what it stands in",
    "void": "with nothing in it that applies or is pursued, it leaves what it stands in without a value",
}
_NOT_APPLICABLE = {
    "exclude": "{practices} that do not apply are left out",
    "full": "{practices} that do not apply count in full",
    "target": "{practices} that do not apply count at their target",
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
        "asks": _asks(framework, node) if node.aggregate == "gate" else None,
        "empty_block": node.empty_block,
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
    called = framework.vocabulary
    said = [f"The value is {aggregate_in_words(framework, node)}." if node.is_total else NO_TOTAL]
    if node.aggregate == "gate" and (asks := _asks(framework, node)):
        said.append(asks_in_words(framework, asks))
    if not node.counts_blocks:
        said.append(_sentence(called.said(_over(node))))
    weights = sorted(w for w in _weights(node) if w > 0) if node.is_total else []
    if weights and weights[-1] > weights[0]:
        said.append(f"The largest weight in it is {weights[-1] / weights[0]:.3g} times the smallest.")
    said += [_sentence(called.said(text)) for text in (_unanswered(node), _NOT_APPLICABLE[node.not_applicable])]
    said.append(called.said("{Practices} not pursued are left out."))
    if framework.scoring.min_coverage:
        said.append(f"No value is shown if less than {in_full(framework.scoring.min_coverage)} is answered.")
    said += map(_sentence, _published(node))
    if node.name != TOP and node.empty_block != "exclude":
        said.append(_sentence(_EMPTY[node.empty_block]))
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
    policy, called = framework.scoring, framework.vocabulary
    said = []
    if policy.bands and policy.bands_in == "output":
        said.append("The figure that is published decides on the band.")
    if policy.bands and policy.band_edge == "lower":
        said.append("A score on the edge of two bands belongs to the lower one.")
    if policy.stages:
        held = _held(framework, policy.stages.level)
        every = f"every {called.practice} in it, and in those before it, holds {held}"
        asked = f"enough of what it asks for holds {held}, and every stage before it is reached"
        said.append(f"A stage is reached where {asked if policy.stages.asks else every}.")
        said += [asks_in_words(framework, policy.stages.asks)] if policy.stages.asks else []
    if policy.verdicts:
        titles = " or ".join(f"'{verdict.title}'" for verdict in policy.verdicts)
        said.append(f"The verdict is {titles}, the first whose condition holds.")
    if strict := sum(practice.must_pass is not None for practice in framework.practices.values()):
        which = f"{counted(strict, called.practice, called.practices)} {'is' if strict == 1 else 'are'}"
        said.append(f"{which} must-pass: whatever the score, a level of its own has to be held.")
    return tuple(said)


def _held(framework: Framework, level: str | float | LevelShare | None) -> str:
    if isinstance(level, LevelShare):
        return f"a level that counts {in_full(level.share)} or more"
    scale = framework.scale
    if level is None or not scale.holds(level):
        return "the target of its scale"
    return f"'{scale.levels[scale.position(level)].title}'"


def aggregate_in_words(framework: Framework, node: Node) -> str:
    """Name a node's aggregate, such as "the value of its lowest part"."""
    if node.asks and node.aggregate == "gate":
        held = f"of what stages ask for is held at {_level(framework, node)}"
        return f"the highest stage up to which enough {held}, over the number of stages"
    if node.aggregate == "blend":
        share = node.minimum_share
        return f"{in_full(1 - share)} the weighted mean of its parts and {in_full(share)} its lowest part"
    said = _AGGREGATES[node.aggregate]
    level = _level(framework, node) if "{level}" in said else ""
    return said.format(level=level, practice=framework.vocabulary.practice)


def asks_in_words(framework: Framework, asks: Asks) -> str:
    """Say what each stage asks for.

    Example:
        >>> policy = {"aggregate": "gate", "over": "practices", "asks": [{"of": "b", "share": 0.5}]}
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], scoring=policy,
        ...     blocks=[{"id": "b", "title": "Basics", "practices": [{"id": "p", "title": "P"}]}])
        >>> asks_in_words(framework, framework.scoring.asks)
        "Stage 1 asks for at least 50% of 'Basics'."
    """
    titles = {name: practice.title for name, practice in framework.practices.items()}
    titles |= {block.id: block.title for block, _, _ in framework.walk()}

    def said(ask: StageAsk) -> str:
        share = "all" if ask.share == 1 else f"at least {in_full(ask.share)}"
        named = enumerated([f"'{titles[name]}'" for name in ask.of])
        return f"{share} of {named or 'what counts'}"

    stages = [f"stage {i} asks for {', and '.join(map(said, stage))}" for i, stage in enumerate(asks, 1)]
    return _sentence("; ".join(stages))


def _asks(framework: Framework, node: Node) -> Asks | None:
    """What the stages of a node ask for, as its own policy says it, else the framework's."""
    own = {block.id: block.scoring for block, _, _ in framework.walk()} | {TOP: framework.scoring.top}
    policy = own[node.name]
    return (policy and policy.asks) or framework.scoring.asks


def _over(node: Node) -> str:
    if isinstance(node.over, str):
        return _OVER[node.over]
    deep = f"what stands {node.over} levels below it, and {{practices}} higher up,"
    return f"{deep} count directly, instead of the {{blocks}} in between"


def _weights(node: Node) -> list[float]:
    return [*(leaf.weight for leaf in node.leaves), *(weight for weight, _ in node.counted)]


def _level(framework: Framework, node: Node) -> str:
    """The level that a node asks for, where all its practices have the same."""
    scales = [(framework.scale_of(leaf.name), leaf.least) for leaf in leaves_of(node)]
    titles = {scale.levels[scale.held(least)].title for scale, least in scales}
    return f"'{titles.pop()}'" if len(titles) == 1 else "its level"


def _unanswered(node: Node) -> str:
    if node.aggregate == "gate" and node.unanswered == "fail":
        return "{a_practice} without a rating does not hold its level"
    likewise = ", {blocks} without a value for want of an answer likewise" if node.speaks_of_blocks else ""
    return _UNANSWERED[node.unanswered] + (likewise if node.counted else "")


def _published(node: Node) -> list[str]:
    if not node.output:
        return []
    cut = ""
    if node.rounding:
        how = _ROUNDED[node.rounding.mode]
        digits = node.rounding.digits
        cut = f", {how} to {digits} decimal {'place' if digits == 1 else 'places'}"
    return [f"it is reported from {node.output.low:g} to {node.output.high:g}{cut}"]


_ROUNDED = {"nearest": "rounded", "half_up": "rounded (halves away from zero)", "truncate": "truncated"}


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
        return f"every {framework.vocabulary.block}"
    return enumerated([title_of(framework, name) for name in names])


def _differences(framework: Framework, node: Node, block: Node) -> tuple[str, ...]:
    """What a block does otherwise than a node around it; how it looks deeper matters only where it has blocks."""
    called = framework.vocabulary
    said = []
    mine = aggregate_in_words(framework, block)
    if not node.is_total or mine != aggregate_in_words(framework, node):
        said.append(f"the value is {mine}")
    if block.over != node.over and block.blocks:
        said.append(called.said(_over(block)))
    if block.leaves and _unanswered(block) != _unanswered(node):
        said.append(called.said(_unanswered(block)))
    if block.empty_block != "exclude":
        said.append(_EMPTY[block.empty_block])
    if block.leaves and block.not_applicable != node.not_applicable:
        said.append(called.said(_NOT_APPLICABLE[block.not_applicable]))
    if _published(block) != _published(node):
        said += _published(block)
    return tuple(said)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
