"""Benefits of steps, alone and together, where the score is not a sum of what practices add."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.benefit.step_benefit import HORIZON
from equity_blocks.engine.graph import steps_above
from equity_blocks.engine.scoring.rollup import parts_of, roll_up
from equity_blocks.model.prerequisite_rules import Step
from equity_blocks.model.tolerance import EDGE, ROUNDING, reaches
from equity_blocks.model.tree import TOP, Leaf, Node, leaves_of

Levels = Mapping[str, int]


class Completion(NamedTuple):
    """A benefit that a set of steps has only as a whole.

    Args:
        steps: The highest step of every practice in the set.
        benefit: True change of the score, times importance and horizon.
        block: The block that it completes; `None` for the whole.
    """

    steps: tuple[Step, ...]
    benefit: float
    block: str | None


@dataclass(frozen=True)
class Benefits:
    """Benefits of the steps of a plan.

    Args:
        steps: Step -> what it is worth by itself; absent where that is nothing.
        completions: What sets of steps are worth besides.
        is_exact: Whether these figures are true of every schedule of the steps; else of the order of the plan.
    """

    steps: Mapping[Step, float]
    completions: tuple[Completion, ...] = ()
    is_exact: bool = True

    def of(self, step: Step) -> float:
        """Give what a step is worth by itself."""
        return self.steps.get(step, 0.0)

    def in_order(self, steps: Iterable[Step]) -> dict[Step, float]:
        """Give what each step adds in an order; a completion counts with the last of its steps.

        Example:
            >>> Benefits({("a", 1): 1.0}, (Completion((("a", 1), ("b", 1)), 2.0, None),)).in_order([("b", 1), ("a", 1)])
            {('b', 1): 0.0, ('a', 1): 3.0}
        """
        added = {step: self.of(step) for step in steps}
        place = {step: i for i, step in enumerate(added)}
        for completion in self.completions:
            if place.keys() >= set(completion.steps):
                added[max(completion.steps, key=place.__getitem__)] += completion.benefit
        return added


def benefits_of(standing: Standing, steps: Sequence[Step]) -> Benefits:
    """Weigh the steps of a plan, alone and together.

    Where every aggregate is additive, a step is worth its value raised times weights, importance and horizon. Else the
    true change of the score counts, times importance and horizon; of a set, their mean by the value that each practice
    raises (editorial). Under gate, minimum and all_or_nothing, a completion for each value that the node can take
    carries what the set of steps adds that it asks for. Under the others, a step is worth what it adds in the order of
    the plan; what it adds only after others, a completion carries.

    Args:
        standing: Where the organization stands.
        steps: The steps in the order of the plan.
    """
    if standing.is_additive:
        return Benefits({step: standing.figures.benefit(*step) for step in steps})
    return _Ledger(standing, steps).benefits(list(parts_of(standing.framework.tree)))


def benefit_of(standing: Standing, before: Levels, raises: Levels) -> float:
    """Give the benefit of some raises together, from where every practice stands before them."""
    if standing.is_additive:
        return sum(standing.figures.benefit(*step) for step in steps_above(before, raises))
    change = (standing.score({**before, **raises}) or 0.0) - (standing.score(before) or 0.0)
    return change * factor(standing, before, raises)


def has_one_way(node: Node) -> bool:
    """Tell nodes with one least set of levels for each of their values, whatever the order: gates and minima.

    Example:
        >>> from equity_blocks.model import Framework
        >>> blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}]
        >>> [has_one_way(Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=blocks,
        ...     scoring={"aggregate": aggregate}).tree) for aggregate in ("minimum", "geometric")]
        [True, False]
    """
    if node.aggregate == "minimum":
        return all(has_one_way(block) for weight, block in node.counted if weight > 0)
    is_any_of = any(ask.share < 1 for stage in node.asks for ask in stage)  # a half may be had in many ways
    return node.aggregate == "all_or_nothing" or (node.aggregate == "gate" and not is_any_of)


def factor(standing: Standing, before: Levels, after: Levels) -> float:
    """Give importance times horizon of a set of raises: the mean over its practices by the value that each raises."""
    weights = {name: sum(standing.figures.raises[name][before[name] + 1 : to + 1]) for name, to in after.items()}
    whole = sum(weights.values())
    return sum(w * _factor_of(standing, name) for name, w in weights.items()) / whole if whole else 1.0


def _factor_of(standing: Standing, name: str) -> float:
    return standing.figures.importances[name].factor * HORIZON[standing.framework.practices[name].horizon]


class Ascents:
    """Finds the levels that raise a node of the tree.

    Args:
        standing: Where the organization stands.
        highest: Practice -> how far it may rise.
    """

    def __init__(self, standing: Standing, highest: Levels) -> None:
        self.standing = standing
        self.highest = highest
        self.inside: dict[str, list[str]] = {}

    def practices(self, node: Node) -> list[str]:
        """List the practices that count in a node and can rise or have risen."""
        if node.name not in self.inside:
            names = (leaf.name for leaf in leaves_of(node))
            self.inside[node.name] = [name for name in names if name in self.standing.values]
        return self.inside[node.name]

    def value(self, node: Node, levels: Levels) -> float:
        """Give the value of a node at some levels; 0 where it has none."""
        standing = self.standing
        values = {name: standing.values[name][levels[name]] for name in self.practices(node)}
        return roll_up(standing.framework, values, beside=standing.beside, tree=node)[node.name] or 0.0

    def values(self, node: Node) -> list[float]:
        """List the values that a node is asked for, the lowest first: those of its levels, stages and blocks."""
        return sorted(self._values(node))

    def _values(self, node: Node) -> set[float]:
        if node.aggregate == "all_or_nothing":
            return {1.0}
        if node.aggregate == "gate":
            return {stage / node.stages for stage in range(1, node.stages + 1)}
        values = {value for leaf in node.leaves for value in self.standing.values.get(leaf.name, ())}
        return values.union(*(self._values(block) for _, block in node.counted))

    def raised(self, node: Node, least: float, levels: Levels) -> dict[str, int] | None:
        """Raise what a node asks for until its value is at least this high; every part alike, where parts trade off.

        Returns:
            Levels of all practices; `None` where the value is out of reach.
        """
        raised = dict(levels)
        for leaf, value in self._shared(node, least, levels) if node.asks else _asked(node, least):
            values = self.standing.values.get(leaf.name)
            if values is None:
                continue
            able = range(raised[leaf.name], max(self.highest[leaf.name], raised[leaf.name]) + 1)
            position = next((i for i in able if reaches(values[i], value)), None)
            if position is None:
                return None
            raised[leaf.name] = position
        all_of_it = 1.0 if node.aggregate in ("gate", "all_or_nothing") else least
        for block in (block for weight, block in node.counted if weight > 0 and self.practices(block)):
            inner = self.raised(block, all_of_it, raised)
            if inner is None:
                return None
            raised = inner
        return raised if self.value(node, raised) >= least - ROUNDING else None

    def _shared(self, node: Node, least: float, levels: Levels) -> list[tuple[Leaf, float]]:
        """What a gate asks by shares: of each group as many more as it takes, the least effort first."""
        if node.aggregate != "gate":
            return _asked(node, least)
        values, effort = self.standing.values, self.standing.figures.effort
        taken: dict[str, Leaf] = {}

        def days(leaf: Leaf) -> float | None:
            able = range(levels[leaf.name], max(self.highest[leaf.name], levels[leaf.name]) + 1)
            to = next((i for i in able if reaches(values[leaf.name][i], leaf.least)), None)
            return None if to is None else sum(effort(*step) for step in steps_above(levels, {leaf.name: to}))

        costs = {leaf.name: days(leaf) for leaf in node.leaves if leaf.weight > 0 and leaf.name in values}
        for ask in (ask for stage in node.asks[: ceil(least * node.stages - ROUNDING)] for ask in stage):
            named = costs.keys() if ask.names is None else costs.keys() & ask.names
            asked = [leaf for leaf in node.leaves if leaf.name in named]
            beside = self._beside(node, ask.names)
            needed = ceil(ask.share * (len(asked) + len(beside)) - EDGE) - sum(beside)
            priced = [(cost, leaf) for leaf in asked if (cost := costs[leaf.name]) is not None]
            ranked = sorted(priced, key=lambda item: (item[1].name not in taken, item[0]))
            taken |= {leaf.name: leaf for _, leaf in ranked[: max(0, needed)]}
        return [(leaf, leaf.least) for leaf in taken.values()]

    def _beside(self, node: Node, names: Collection[str] | None) -> list[bool]:
        """Of the practices that a gate counts although they do not apply, whether each holds the level."""
        beside = {} if node.not_applicable == "exclude" else self.standing.beside
        return [
            node.not_applicable == "full" or reaches(beside[leaf.name], leaf.least)
            for leaf in node.leaves
            if leaf.weight > 0 and leaf.name in beside and (names is None or leaf.name in names)
        ]

    def next_set(self, node: Node, levels: Levels, name: str) -> dict[str, int] | None:
        """Give the levels of the next higher value of a node that asks for more of a practice than it holds."""
        now = self.value(node, levels)
        ways = (self.raised(node, value, levels) for value in self.values(node) if value > now + ROUNDING)
        return next((way for way in ways if way and way[name] > levels[name]), None)

    def stuck(self, before: Levels, after: Levels, name: str) -> Node | None:
        """Find the lowest node around a practice that counts it and is worth no more after than before."""
        around = _around(self.standing.framework.tree, name)
        return next((n for n in around if self.value(n, after) <= self.value(n, before) + ROUNDING), None)


def completed_with(standing: Standing, before: Levels, after: Levels, name: str) -> tuple[list[str], str | None]:
    """List the other practices with which a raise that gains nothing by itself completes something, and its block.

    Args:
        standing: Where the organization stands.
        before: Where every practice stands before the raise.
        after: Where every practice stands after it.
        name: The practice that rises.

    Returns:
        The others that are still too low, in source order, and the block; no others where nothing is completed, and no
        block for the whole.
    """
    ascents = Ascents(standing, standing.graph.tops)
    node = ascents.stuck(before, after, name)
    way = node and ascents.next_set(node, before, name)
    if node is None or way is None:
        return [], None
    return [other for other, to in way.items() if other != name and to > after[other]], node.name or None


def _asked(node: Node, least: float) -> list[tuple[Leaf, float]]:
    """What a node asks of its practices for a value."""
    counted = [leaf for leaf in node.leaves if leaf.weight > 0]
    if node.aggregate == "gate":
        stage = ceil(least * node.stages - ROUNDING)
        return [(leaf, leaf.least) for leaf in counted if leaf.stage <= stage]
    return [(leaf, leaf.least if node.aggregate == "all_or_nothing" else least) for leaf in counted]


def _around(node: Node, name: str) -> list[Node]:
    """The nodes that count a practice, the lowest first; none where it has no weight."""
    if any(leaf.name == name and leaf.weight > 0 for leaf in node.leaves):
        return [node]
    inner = (_around(block, name) for weight, block in node.counted if weight > 0)
    below = next((nodes for nodes in inner if nodes), [])
    return [*below, node] if below else []


class _Ledger:
    """Books the benefits of the steps of one plan."""

    def __init__(self, standing: Standing, steps: Sequence[Step]) -> None:
        self.standing = standing
        self.order = steps
        self.highest = _after(standing.state, steps)
        self.ascents = Ascents(standing, self.highest)
        self.steps: dict[Step, float] = {}
        self.completions: list[Completion] = []

    def benefits(self, parts: Iterable[Node]) -> Benefits:
        """Book every node that is not additive and has one way by its values, everything else in the order."""
        certain = [part for part in parts if has_one_way(part)]
        booked = {name for part in certain for name in self.ascents.practices(part)}
        for part in certain:
            self._book_values(part)
        self._book_order(booked)
        uncertain = {n for part in parts if part not in certain for n in self.ascents.practices(part)}
        is_exact = not any(name in uncertain for name, _ in self.order)
        return Benefits(self.steps, tuple(self.completions), is_exact)

    def _book_values(self, part: Node) -> None:
        state = self.standing.state
        reached, now = state, self._score(state)
        for value in self.ascents.values(part):
            after = self.ascents.raised(part, value, state)
            score = now if after is None else self._score(after)
            if after is not None and score > now + ROUNDING:
                asked = [(name, to) for name, to in after.items() if to > state[name]]
                self._book(asked, (score - now) * factor(self.standing, reached, after), part)
                reached, now = after, score

    def _book_order(self, booked: set[str]) -> None:
        """Book what each step adds in the order of the plan, but for practices that are booked already."""
        held = dict(self.standing.state)
        score = self._score(held)
        for name, position in self.order:
            before, held = held, {**held, name: position}
            earlier, score = score, self._score(held)
            gain = score - earlier
            if name not in booked and gain > ROUNDING:
                node, asked = self._needed((name, position), before)
                self._book(asked, gain * _factor_of(self.standing, name), node)

    def _needed(self, step: Step, before: Levels) -> tuple[Node | None, list[Step]]:
        """The step alone, if it adds something alone; else with what it waits for, or all before it in its part."""
        name, position = step
        state = self.standing.state
        if self._gain(state, step) > ROUNDING:
            return None, [step]
        lower = {**state, name: position - 1}
        node = self.ascents.stuck(lower, {**state, name: position}, name)
        way = node and self.ascents.next_set(node, lower, name)
        if not way or any(way[n] > to for n, to in {**before, name: position}.items()):
            way = None
        if way is None or self._gain(way, step) <= ROUNDING:
            node = next(part for part in parts_of(self.standing.framework.tree) if name in self.ascents.practices(part))
            way = {**state, **{n: before[n] for n in self.ascents.practices(node)}, name: position}
        return node, [(n, to) for n, to in way.items() if to > state[n]]

    def _gain(self, levels: Levels, step: Step) -> float:
        name, position = step
        return self._score({**levels, name: position}) - self._score({**levels, name: position - 1})

    def _book(self, asked: Sequence[Step], benefit: float, part: Node | None) -> None:
        if len(asked) == 1:
            self.steps[asked[0]] = self.steps.get(asked[0], 0.0) + benefit
        else:
            block = part.name if part else TOP
            self.completions.append(Completion(tuple(asked), benefit, block or None))

    def _score(self, levels: Levels) -> float:
        return self.standing.score(levels) or 0.0


def _after(state: Levels, steps: Iterable[Step]) -> dict[str, int]:
    levels = dict(state)
    for name, position in steps:
        levels[name] = max(levels[name], position)
    return levels
