"""Stability: the same ratings under other rules, to see what the score, its band and the order of blocks rest on."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.scoring.outcomes import Ends, band_outcome
from equity_blocks.engine.scoring.rollup import Values, roll_up
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.model.aggregates import AGGREGATES
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.figures import edges_of, side_by_side
from equity_blocks.model.framework import Framework
from equity_blocks.model.result import head
from equity_blocks.model.scale import Scale
from equity_blocks.model.scorecard import Outcome
from equity_blocks.model.scoring import Missing, NotApplicable
from equity_blocks.model.stability import RankedBlock, RuleKind, RuleReading, Stability
from equity_blocks.model.tolerance import EDGE, ROUNDING, plain
from equity_blocks.model.tree import TOP, Leaf, Leaves, Node, everywhere

_MISSING: Mapping[Missing, str] = {
    "exclude": "missing answers left out",
    "zero": "missing answers count 0",
    "void": "no value where an answer is missing",
    "fail": "0 where an answer is missing",
}
_NOT_APPLICABLE: Mapping[NotApplicable, str] = {
    "exclude": "what does not apply left out",
    "full": "what does not apply counts in full",
    "target": "what does not apply counts at its target",
}
_POWERS = {"linear": 1, "quadratic": 2}
_MANY = 4
"""From so many blocks on, the two lowest are named; of fewer, the lowest."""


class Rule(NamedTuple):
    """Another way to score the same ratings.

    Args:
        name: Its id.
        kind: What differs from the framework's own rule.
        title: The rule in words.
        tree: The tree with its policies.
        values: Practice -> value.
        beside: Practices that do not apply -> the value of their target.
        ends: What every practice in scope may still be.
    """

    name: str
    kind: RuleKind
    title: str
    tree: Node
    values: Values
    beside: Mapping[str, float]
    ends: Ends


@checks_nouns
def stability(framework: Framework, assessment: Assessment) -> Stability:
    """Score the same ratings under other rules, one change at a time.

    The rules: the framework's own; every aggregate at every node; mean, minimum, geometric mean and blend at the top
    alone; every policy for missing answers, and for practices that do not apply, where there are any; level values that
    rise evenly (`i / L` at position `i` of `L`), and that rise with the square. A rule that comes to the same as an
    earlier one is left out.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.

    Returns:
        The readings, the framework's own rule first, and what stays under all of them. Where too little is answered
        to show a score, or a block, it has no value under any rule; without a total, only blocks have values.

    Raises:
        UnsuitableError: The framework is guidance, which is never totaled.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: uncertainty from the choice of method, Saisana, Saltelli and Tarantola (2005); docs/methods/stability.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "a", "title": "A", "practices": [{"id": "p", "title": "P"}]},
        ...     {"id": "b", "title": "B", "practices": [{"id": "q", "title": "Q"}]}])
        >>> stability(framework, Assessment(framework="mini", ratings={"p": "partly", "q": "yes"})).sentence
        'Score between 0% and 75% under 11 rules; the lowest block (A) is the same under all.'
    """
    require_scorable(framework)
    assessment = require_fit(framework, assessment)
    run = ScoringRun(framework, assessment)
    readings = [_reading(run, rule) for rule in _distinct(_rules(run))]
    finding = _finding(run, readings)
    return finding.replace(sentence=_sentence(framework, finding))


def _rules(run: ScoringRun) -> Iterator[Rule]:
    tree, given = run.framework.tree, (run.values, run.beside, run.ends)
    yield Rule("own", "own", "as the framework says", tree, *given)
    for name, aggregate in AGGREGATES.items():
        changed = everywhere(tree, lambda node, name=name: node._replace(aggregate=name))  # type: ignore[misc]
        yield Rule(f"everywhere-{name}", "everywhere", f"{aggregate.title} at every node", changed, *given)
    for name, aggregate in AGGREGATES.items():
        # Those that tell blocks apart by degree; points of blocks without a range of their own are their mean.
        if run.framework.scoring.overall and not aggregate.adds_points and "level" not in aggregate.options:
            yield Rule(
                f"top-{name}", "top", f"{aggregate.title} at the top only", tree._replace(aggregate=name), *given
            )
    for missing, title in _MISSING.items() if run.missing else ():
        changed = everywhere(tree, lambda node, missing=missing: _with_missing(node, missing))  # type: ignore[misc]
        yield Rule(f"unanswered-{missing}", "unanswered", title, changed, *given)
    for policy, title in _NOT_APPLICABLE.items() if run.beside else ():
        changed = everywhere(tree, lambda node, policy=policy: node._replace(not_applicable=policy))  # type: ignore[misc]
        yield Rule(f"not-applicable-{policy}", "not_applicable", title, changed, *given)
    for values, power in _POWERS.items():
        yield _other_levels(run, values, power)


def _with_missing(node: Node, missing: Missing) -> Node:
    return node._replace(unanswered=missing, speaks_of_blocks=node.speaks_of_blocks and missing != "void")


def _distinct(rules: Iterator[Rule]) -> list[Rule]:
    """Leave out each rule that is the same as one before it, whatever it is called."""
    distinct: list[Rule] = []
    for rule in rules:
        if all(rule[3:6] != other[3:6] for other in distinct):
            distinct.append(rule)
    return distinct


def _other_levels(run: ScoringRun, name: str, power: int) -> Rule:
    """Level values that rise evenly with the position on the scale, or with a power of it."""
    scales = {practice: run.framework.scale_of(practice) for practice in run.framework.practices}

    def revalued_leaf(leaf: Leaf) -> Leaf:
        return leaf._replace(least=revalued(scales[leaf.name], power, leaf.least))

    tree = everywhere(run.framework.tree, lambda node: node._replace(leaves=Leaves(map(revalued_leaf, node.leaves))))

    def changed(values: Values) -> Values:
        return {n: None if x is None else revalued(scales[n], power, x) for n, x in values.items()}

    beside = {n: revalued(scales[n], power, x) for n, x in run.beside.items()}
    title = f"level values rise {'evenly' if power == 1 else 'with the square'}"
    ends = Ends(changed(run.ends.low), changed(run.ends.high))
    return Rule(f"levels-{name}", "levels", title, tree, changed(run.values), beside, ends)


def revalued(scale: Scale, power: int, value: float) -> float:
    """Give what a value would be if position `i` of `L` counted `(i / L) ** power`; evenly in between.

    On a range of scores, the share of the range is raised to that power.

    Example:
        >>> scale = Scale.model_validate({"id": "s", "levels": [{"id": "no", "value": 0}, {"id": "some", "value": 0.9},
        ...     {"id": "yes", "value": 1}]})
        >>> revalued(scale, 1, 0.9), revalued(scale, 2, 0.9), round(revalued(scale, 1, 0.95), 12)
        (0.5, 0.25, 0.75)
    """
    if scale.range:
        return float(value**power)
    values, top, held = scale.values, scale.top, scale.held(value)
    above = next((i for i in range(held, top + 1) if values[i] > value + ROUNDING), held)
    low, high = ((i / top) ** power for i in (held, above))
    share = (value - values[held]) / (values[above] - values[held]) if above > held else 0.0
    return min(1.0, max(0.0, low + (high - low) * share))


def _reading(run: ScoringRun, rule: Rule) -> RuleReading:
    framework = run.framework
    rolled = roll_up(framework, rule.values, run.missing, rule.beside, rule.tree)
    values = {name: plain(value) if run.is_shown(name) else None for name, value in rolled.items()}
    of_blocks = {block.id: values[block.id] for block in framework.blocks}
    blocks = (
        RankedBlock.trusted(id=b.id, title=b.title, value=values[b.id], rank=_rank(of_blocks, b.id))
        for b in framework.blocks
    )
    return RuleReading.trusted(
        id=rule.name,
        kind=rule.kind,
        title=rule.title,
        score=values[TOP],
        band=_band(run, rule, values[TOP]),
        blocks=tuple(blocks),
        flips=0,
    )


def _band(run: ScoringRun, rule: Rule, score: float | None) -> Outcome | None:
    """The band under a rule, and those between which it may still lie."""
    framework = run.framework
    if not framework.scoring.bands or not framework.scoring.overall:
        return None
    rolled = (roll_up(framework, end, run.missing, rule.beside, rule.tree) for end in rule.ends)
    return band_outcome(framework.policy, score, Ends(*rolled).around(TOP, score))


def _rank(values: Values, name: str) -> int | None:
    own = values[name]
    if own is None:
        return None
    return 1 + sum(value is not None and value < own - EDGE for value in values.values())


def _finding(run: ScoringRun, readings: list[RuleReading]) -> Stability:
    orders = [{b.id: b.value for b in reading.blocks if b.value is not None} for reading in readings]
    pairs = list(_ordered(orders[0]))
    turned = [[pair for pair in pairs if _is_turned(order, *pair)] for order in orders]
    scores = [reading.score for reading in readings if reading.score is not None]
    lowest = _lowest(orders[0])
    bands = [reading.band and reading.band.value for reading in readings]
    return Stability.trusted(
        **head(run.framework, run.given),
        **run.grounds(),
        sentence="",
        low=min(scores, default=None),
        high=max(scores, default=None),
        band=readings[0].band,
        band_rules=bands.count(bands[0]) if bands[0] else 0,
        lowest=lowest,
        lowest_rules=sum(_are_lowest(order, lowest) for order in orders) if lowest else 0,
        lowest_ties=sum(_tie_lowest(order, lowest) for order in orders) if lowest else 0,
        pairs=len(pairs),
        flips=len({pair for pairs_turned in turned for pair in pairs_turned}),
        rules=tuple(
            reading.replace(flips=len(pairs_turned)) for reading, pairs_turned in zip(readings, turned, strict=True)
        ),
    )


def _ordered(order: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Every pair of blocks that do not tie, the lower one first."""
    for a, b in combinations(order, 2):
        if abs(order[a] - order[b]) > EDGE:
            yield (a, b) if order[a] < order[b] else (b, a)


def _is_turned(order: Mapping[str, float], lower: str, higher: str) -> bool:
    return lower in order and higher in order and order[lower] > order[higher] + EDGE


def _lowest(order: Mapping[str, float]) -> tuple[str, ...]:
    """The two lowest blocks of four or more, the lowest of fewer; one less where a tie would decide."""
    ranked = sorted(order, key=order.__getitem__)
    for most in (2, 1) if len(ranked) >= _MANY else (1,):
        if len(ranked) > most and _are_lowest(order, tuple(ranked[:most])):
            return tuple(ranked[:most])
    return ()


def _are_lowest(order: Mapping[str, float], names: tuple[str, ...]) -> bool:
    """Whether each of these blocks lies below each of the others."""
    inside = [order.get(name) for name in names]
    outside = [value for name, value in order.items() if name not in names]
    return all(value is not None and all(value < other - EDGE for other in outside) for value in inside)


def _tie_lowest(order: Mapping[str, float], names: tuple[str, ...]) -> bool:
    """Whether none of the others lies below any of these blocks, but some are as low."""
    inside = [order.get(name) for name in names]
    outside = [value for name, value in order.items() if name not in names]
    is_undercut = any(value is None or any(other < value - EDGE for other in outside) for value in inside)
    return bool(outside) and not is_undercut and not _are_lowest(order, names)


def _sentence(framework: Framework, finding: Stability) -> str:
    rules = len(finding.rules)
    if not framework.scoring.overall:
        return f"There is no total, by design of the framework; {_lowest_in_words(framework, finding)}."
    if finding.rules[0].score is None:
        return "There is no score to vary: too little is answered, or nothing counts."
    if finding.band and finding.band_rules:
        title = next(band.title for band in framework.scoring.bands if band.id == finding.band.value)
        many = f"all {rules}" if finding.band_rules == rules else f"{finding.band_rules} of {rules}"
        first = f"Band {title} under {many} rules"
    else:
        low, high = side_by_side(finding.low, finding.high, edges=edges_of(framework.policy))
        first = f"Score between {low} and {high} under {rules} rules"
    return f"{first}; {_lowest_in_words(framework, finding)}."


def _lowest_in_words(framework: Framework, finding: Stability) -> str:
    words, titles = framework.vocabulary, {block.id: block.title for block in framework.blocks}
    names, rules = [titles[name] for name in finding.lowest], len(finding.rules)
    if not names:
        return f"no {words.block} is lowest alone"
    two = f"the two lowest {words.blocks} ({names[0]} and {names[-1]})"
    which = f"{two} are" if len(names) > 1 else f"the lowest {words.block} ({names[0]}) is"
    if finding.lowest_rules == rules:
        return f"{which} the same under all"
    tie = f" and {'tie' if len(names) > 1 else 'ties'} with others under {finding.lowest_ties}"
    return f"{which} the same under {finding.lowest_rules} of {rules}{tie if finding.lowest_ties else ''}"
