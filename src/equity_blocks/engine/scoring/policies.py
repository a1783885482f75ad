"""A node's policy, as data and in words."""

from equity_blocks.model.figures import in_full
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.scoring import Asks, StageAsk
from equity_blocks.model.targets import LevelShare
from equity_blocks.model.tree import TOP, Node, counted_in, leaves_of, nodes_of

NO_TOTAL = "There is no total, by design of the framework."
"""What stands where another framework has its overall value."""

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
    vocabulary = framework.vocabulary
    sentences = [f"The value is {aggregate_in_words(framework, node)}." if node.is_total else NO_TOTAL]
    if "asks" in node.rule.options and (asks := asks_of_node(framework, node)):
        sentences.append(asks_in_words(framework, asks))
    if not node.counts_blocks:
        sentences.append(_sentence(vocabulary.fill(_over(node))))
    weights = sorted(w for w in _weights(node) if w > 0) if node.is_total else []
    if weights and weights[-1] > weights[0]:
        sentences.append(f"The largest weight in it is {weights[-1] / weights[0]:.3g} times the smallest.")
    sentences += [
        _sentence(vocabulary.fill(text)) for text in (_unanswered(node), _NOT_APPLICABLE[node.not_applicable])
    ]
    sentences.append(vocabulary.fill("{Practices} not pursued are left out."))
    if framework.scoring.min_coverage:
        sentences.append(f"No value is shown if less than {in_full(framework.scoring.min_coverage)} is answered.")
    sentences += map(_sentence, _published(node))
    if node.name != TOP and node.empty_block != "exclude":
        sentences.append(_sentence(_EMPTY[node.empty_block]))
    sentences += _inside(framework, node)
    return tuple(sentences)


def whole_policy_in_words(framework: Framework) -> tuple[str, ...]:
    """Say in sentences how the whole is scored, read and evidenced."""
    whole = policy_in_words(framework, framework.tree)
    return *whole, *readings_in_words(framework), evidence_in_words(framework)


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
    policy, vocabulary = framework.scoring, framework.vocabulary
    sentences = []
    if policy.bands and policy.bands_in == "output":
        sentences.append("The figure that is published decides on the band.")
    if policy.bands and policy.band_edge == "lower":
        sentences.append("A score on the edge of two bands belongs to the lower one.")
    if policy.stages:
        held = _held(framework, policy.stages.level)
        every = f"every {vocabulary.practice} in it, and in those before it, holds {held}"
        asked = f"enough of what it asks for holds {held}, and every stage before it is reached"
        sentences.append(f"A stage is reached where {asked if policy.stages.asks else every}.")
        sentences += [asks_in_words(framework, policy.stages.asks)] if policy.stages.asks else []
    if policy.verdicts:
        titles = " or ".join(f"'{verdict.title}'" for verdict in policy.verdicts)
        sentences.append(f"The verdict is {titles}, the first whose condition holds.")
    if strict := sum(practice.must_pass is not None for practice in framework.practices.values()):
        which = f"{counted(strict, vocabulary.practice, vocabulary.practices)} {'is' if strict == 1 else 'are'}"
        sentences.append(f"{which} must-pass: whatever the score, a level of its own has to be held.")
    return tuple(sentences)


def _held(framework: Framework, level: str | float | LevelShare | None) -> str:
    if isinstance(level, LevelShare):
        return f"a level that counts {in_full(level.share)} or more"
    scale = framework.scale
    if level is None or not scale.holds(level):
        return "the target of its scale"
    return f"'{scale.levels[scale.position(level)].title}'"


def aggregate_in_words(framework: Framework, node: Node) -> str:
    """Name a node's aggregate, such as "the value of its lowest part"."""
    rule, share = node.rule, node.minimum_share
    words = (node.asks and rule.asks_in_words) or rule.in_words
    level = _level(framework, node) if "{level}" in words else ""
    practice = framework.vocabulary.practice
    return words.format(level=level, practice=practice, share=in_full(share), rest=in_full(1 - share))


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
    titles |= {name: block.title for name, block in framework.all_blocks.items()}

    def in_words(ask: StageAsk) -> str:
        share = "all" if ask.share == 1 else f"at least {in_full(ask.share)}"
        named = enumerated([f"'{titles[name]}'" for name in ask.of])
        return f"{share} of {named or 'what counts'}"

    stages = [f"stage {i} asks for {', and '.join(map(in_words, stage))}" for i, stage in enumerate(asks, 1)]
    return _sentence("; ".join(stages))


def asks_of_node(framework: Framework, node: Node) -> Asks | None:
    """Give what the stages of a node ask for, as its own policy says it, else the framework's."""
    own = {name: block.scoring for name, block in framework.all_blocks.items()} | {TOP: framework.scoring.top}
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
    if node.rule.stops_below and node.unanswered == "fail":
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
    return enumerated([framework.title_of(name) for name in names])


def _differences(framework: Framework, node: Node, block: Node) -> tuple[str, ...]:
    """What a block does otherwise than a node around it; how it looks deeper matters only where it has blocks."""
    vocabulary = framework.vocabulary
    differences = []
    mine = aggregate_in_words(framework, block)
    if not node.is_total or mine != aggregate_in_words(framework, node):
        differences.append(f"the value is {mine}")
    if block.over != node.over and block.blocks:
        differences.append(vocabulary.fill(_over(block)))
    if block.leaves and _unanswered(block) != _unanswered(node):
        differences.append(vocabulary.fill(_unanswered(block)))
    if block.empty_block != "exclude":
        differences.append(_EMPTY[block.empty_block])
    if block.leaves and block.not_applicable != node.not_applicable:
        differences.append(vocabulary.fill(_NOT_APPLICABLE[block.not_applicable]))
    if _published(block) != _published(node):
        differences += _published(block)
    return tuple(differences)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
