"""Coverage: how much of each node is answered, how many practices hold each level, and what leaves the denominator."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from math import fsum

from equity_blocks.engine.scoring.claimed_values import ClaimedValue
from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.engine.scoring.voices import silent_voices
from equity_blocks.model.aggregates import mean
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import FrozenDict
from equity_blocks.model.remarks import remark
from equity_blocks.model.scorecard import Remark
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP, Leaf, Node, leaves_of, most, nodes_of

_NOBODY: frozenset[str] = frozenset()


def covered(framework: Framework, answered: Values, beside: Collection[str] = _NOBODY) -> dict[str, float | None]:
    """Give each node the weighted share answered, whatever its aggregate; where points add up, the share of points.

    Args:
        framework: Says which weights, and what counts in which node.
        answered: Practice -> 1 where it is answered, 0 where it is not; absent, or `None`, where it does not count.
        beside: Practices that do not apply. They count as answered in nodes whose policy gives them a value.

    Returns:
        Node -> share in [0, 1]; `None` where nothing counts.
    """
    shares: dict[str, float | None] = {}
    above: dict[str, float | None] = {}  # what a block counts in the node above it
    points: dict[str, float] = {}  # the most that a block in scope can publish

    def share(node: Node, leaf: Leaf) -> float | None:
        return 1.0 if leaf.name in beside and node.not_applicable != "exclude" else answered.get(leaf.name)

    def visit(node: Node) -> None:
        for _, block in node.blocks:
            visit(block)
        is_sum = node.rule.adds_points
        pairs = [(leaf.weight * (leaf.high if is_sum else 1.0), share(node, leaf)) for leaf in node.leaves]
        pairs += [
            (weight * (points[block.name] if is_sum else 1.0), above[block.name]) for weight, block in node.counted
        ]
        value = shares[node.name] = mean(pairs)
        is_zero = value is None and node.empty_block == "zero" and any(True for _ in leaves_of(node))
        above[node.name] = 1.0 if is_zero else value  # what counts 0 because nothing applies is answered
        added = fsum(weight for weight, part in pairs if part is not None) if is_sum else 1.0
        points[node.name] = most(node) if is_zero else node.output.high if node.output else added

    visit(framework.tree)
    return shares


def distributions(framework: Framework, claimed: Mapping[str, ClaimedValue]) -> dict[str, FrozenDict[int]]:
    """Count the rated practices below each node by the level that they hold.

    Args:
        framework: Gives the scales; the levels of each come in its order.
        claimed: Practice -> what is said about it. Those that are not rated, or not pursued, are not counted.

    Returns:
        Block id, and `TOP` for the whole -> level -> number of practices, 0 included.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> distributions(framework, {"p": ClaimedValue("rated", 1, 1.0, 1.0, 1.0), "q": ClaimedValue("unanswered")})
        {'': {'no': 0, 'yes': 1}, 'b': {'no': 0, 'yes': 1}}
    """
    numbers = {name: dict(counts) for name, counts in framework.once(_empty_distributions).items()}
    for name, chain in framework.chains.items():
        position = claimed[name].position
        if claimed[name].status == "rated" and position is not None:
            level = framework.level_id(name, position)
            numbers[TOP][level] += 1
            for block in chain:
                numbers[block.id][level] += 1
    return {name: FrozenDict(counts) for name, counts in numbers.items()}


def _empty_distributions(framework: Framework) -> dict[str, dict[str, int]]:
    """Node -> every level of the scales below it, each held by no practice."""
    levels: dict[str, dict[str, int]] = {TOP: {}, **{name: {} for name in framework.all_blocks}}
    for name, chain in framework.chains.items():
        for node in (TOP, *(block.id for block in chain)):
            levels[node].update(dict.fromkeys(framework.scale_of(name).ids, 0))
    return levels


LEAST_SHARE = 0.5
"""An outcome that less than this share of the weight holds is questioned."""

LEAST_PRACTICES = 3
"""And one that fewer practices than these hold."""

_OPEN = frozenset({"unanswered", "unknown"})
_COUNTS_OPEN = ("zero", "fail")
"""Policies under which an open answer counts, as none."""


def narrow_bases(
    framework: Framework, claimed: Mapping[str, ClaimedValue], shown: Mapping[str, float | None]
) -> Iterator[Remark]:
    """Remark `narrow_base`: what a node rests on is less than half of its weight, or fewer than three practices.

    Only where something has left: what does not apply, whatever the policy counts for it, what is not pursued, and what
    is left out without an answer. Missing answers alone, which the interval shows, are said of the whole only, and only
    where they leave less than half. Of blocks, those are looked at that have an outcome of their own.

    Args:
        framework: Says what counts in which node, and how much.
        claimed: Practice -> what is said about it.
        shown: Node -> the value that is shown; `None` where there is none.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claimed_values
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pqrs"]}])
        >>> told = dict.fromkeys("qrs", {"not_applicable": "not ours"})
        >>> claimed = claimed_values(framework, Assessment(framework="mini", ratings={"p": "yes", **told}))
        >>> [remark.message for remark in narrow_bases(framework, claimed, {"": 1.0})]
        ['The score rests on 1 of 4 practices: 3 do not apply.']
    """
    holding = _holding(framework, claimed)
    if len(holding) == len(claimed):
        return
    shares = covered(framework, {name: float(name in holding) for name in claimed})
    looked_at: set[frozenset[str]] = set()
    for node, names in framework.once(_with_outcome):
        if shown.get(node.name) is None:
            continue
        share, held = shares[node.name], len(names & holding)
        left = Counter(claimed[name].status for name in names - holding)
        is_light = share is None or share < LEAST_SHARE - EDGE
        has_left = not left.keys() <= _OPEN
        is_narrow = (is_light or held < LEAST_PRACTICES) if has_left else is_light and node.name == TOP
        if is_narrow and names not in looked_at:
            looked_at.add(names)
            yield remark(
                "narrow_base", framework, block=node.name or None, held=held, practices=len(names), share=share,
                light=is_light and 2 * held >= len(names) and held > 1, left=dict(sorted(left.items())),
            )  # fmt: skip


def _with_outcome(framework: Framework) -> list[tuple[Node, frozenset[str]]]:
    """The whole, and the blocks that have a band, a stage or a part in a verdict, with the practices that count."""
    policy, nodes = framework.scoring, [framework.tree]
    if policy.bands or policy.stages:
        nodes = list(nodes_of(framework.tree))
    elif any(verdict.when and verdict.when.any_block for verdict in policy.verdicts):
        nodes += [block for _, block in framework.tree.blocks]
    return [(node, frozenset(leaf.name for leaf in leaves_of(node))) for node in nodes]


def _holding(framework: Framework, claimed: Mapping[str, ClaimedValue]) -> frozenset[str]:
    """The practices that hold up a score: those that are rated, and those whose missing answer counts as none."""
    rated = {name for name, claim in claimed.items() if claim.status == "rated"}
    is_open = {name for name, claim in claimed.items() if claim.status in _OPEN}
    counting = (node for node in nodes_of(framework.tree) if is_open and node.unanswered in _COUNTS_OPEN)
    return frozenset(rated | {leaf.name for node in counting for leaf in node.leaves if leaf.name in is_open})


def must_pass_left_out(framework: Framework, claimed: Mapping[str, ClaimedValue]) -> Iterator[Remark]:
    """Remark `must_pass_not_applicable`: practices that must pass are said not to apply, and so cannot fail.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claimed_values
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "Charter", "must_pass": "yes"}]}])
        >>> assessment = Assessment(framework="mini", ratings={"p": {"not_applicable": "no board"}})
        >>> claimed = claimed_values(framework, assessment)
        >>> [remark.message for remark in must_pass_left_out(framework, claimed)]
        ['Must-pass, and said not to apply: Charter.']
    """
    names = [
        name
        for name, practice in framework.practices.items()
        if practice.must_pass is not None and claimed[name].status == "not_applicable"
    ]
    if names:
        yield remark("must_pass_not_applicable", framework, practices=names)


def decided_by_leaving_out(
    framework: Framework, bands: tuple[str | None, str | None], verdicts: tuple[str | None, str | None]
) -> Iterator[Remark]:
    """Remark `not_pursued_decides`: with what is not pursued counted too, another band or verdict would come of it.

    Args:
        framework: Gives both their titles.
        bands: The band as it is, and with everything counted.
        verdicts: The verdict, likewise.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[], scoring={"bands": [
        ...     {"id": "hold", "title": "Hold", "from": 0}, {"id": "ship", "title": "Ship", "from": 0.65}]})
        >>> [found.message for found in decided_by_leaving_out(framework, ("ship", "hold"), (None, None))]
        ['Counting what is not pursued, too: band Hold.']
    """
    other = {what: whole for what, (own, whole) in (("band", bands), ("verdict", verdicts)) if own != whole}
    if other:
        yield remark("not_pursued_decides", framework, **other)


def silences(framework: Framework, assessment: Assessment) -> dict[str, list[str]]:
    """Give the practices on which each respondent says nothing, although asked, where what others say decides.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> silences(framework, Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes"}}}))
        {'ben': ['p']}
    """
    silent_on: dict[str, list[str]] = {}
    for name, respondents in silent_voices(framework, assessment).items():
        if not assessment.rating(name).agreed:
            for respondent in respondents:
                silent_on.setdefault(respondent, []).append(name)
    return silent_on


def silent_remarks(framework: Framework, assessment: Assessment) -> Iterator[Remark]:
    """Remark `silent_voices`: how many of those who were asked say nothing of how many practices.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> assessment = Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes"}}})
        >>> [remark.message for remark in silent_remarks(framework, assessment)]
        ['1 of 2 respondents is silent on 1 practice that others answered; silence does not count.']
    """
    silent = silences(framework, assessment)
    if silent:
        names = {name for some in silent.values() for name in some}
        data = {"respondents": len(silent), "of": len(assessment.respondents), "practices": len(names)}
        yield remark("silent_voices", framework, **data, counts_as=assessment.silent)
