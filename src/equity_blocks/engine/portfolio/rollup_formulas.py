"""Rolling up as formulas: the same policies as `engine.scoring.rollup`, for all rows at once."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from equity_blocks.engine.portfolio.formulas import Item, Sheet
from equity_blocks.engine.portfolio.states import Reading, Roll, What
from equity_blocks.model.stages import Ask
from equity_blocks.model.tolerance import EDGE, ROUNDING
from equity_blocks.model.tree import Leaf, Node, leaves_of, most

NONE = 2.0
"""Stands for "no value" where the least of some values in [0, 1] is looked for."""


class Figure(NamedTuple):
    """The figures of one node, as places on a sheet.

    Args:
        value: Its value; 0 where it has none.
        is_known: Whether it has one.
        is_counted: Whether it counts above it.
        is_missing: Whether it makes what it counts in without value, for want of an answer.
        is_empty: Likewise, because nothing in it applies.
        low: The lowest figure that it publishes.
        high: The highest.
    """

    value: int
    is_known: int
    is_counted: int
    is_missing: int
    is_empty: int
    low: int
    high: int


class Part(NamedTuple):
    """A block as the node sees it in which it counts: places on a sheet."""

    weight: int
    value: int
    is_known: int
    low: int
    high: int


def most_of(sheet: Sheet, node: Node) -> int:
    """Give the highest figure that a node could publish if everything in it applied: `most`, with weights that vary."""
    if node.output or not node.rule.adds_points or not sheet.varying:
        return sheet.number(most(node))
    direct = [sheet.weight(leaf.name, leaf.weight * leaf.high) for leaf in node.leaves]
    inside = [sheet.multiply(sheet.weight(block.name, weight), most_of(sheet, block)) for weight, block in node.counted]
    return sheet.add([*direct, *inside])


class Rolling:
    """One way of rolling up, from the practices to the whole.

    Args:
        sheet: Where the steps stand.
        roll: Which value of a practice counts.
        codes: Practice -> the step that lowers its codes, where one does.
    """

    def __init__(self, sheet: Sheet, roll: Roll, codes: Mapping[str, int]) -> None:
        self.sheet, self.roll, self.codes = sheet, roll, codes
        self.figures: dict[str, Figure] = {}

    def visit(self, node: Node) -> None:
        """Find the figures of a node and of all that stand in it."""
        for _, block in node.blocks:
            self.visit(block)
        self.figures[node.name] = self._settled(node)

    def items(self, node: Node, leaves: Iterable[Leaf], what: What, *, weighed: bool = False) -> list[Item]:
        """Read something of the practices that count directly in a node."""
        rolls = self.roll
        return [
            Item(
                leaf.name,
                self.codes.get(leaf.name, -1),
                Reading(
                    what,
                    rolls,
                    counts_open=what != "open" and rolls in ("point", "whole") and node.unanswered != "exclude",
                    not_applicable="exclude" if what == "open" else node.not_applicable,
                    least=leaf.least if what in ("held", "unheld") else 0.0,
                    tie=getattr(leaf.least, "position", -1) if what in ("held", "unheld") else -1,
                ),
                leaf.weight if weighed else 1.0,
                weight=leaf.name if weighed and leaf.name in self.sheet.varying else "",
            )
            for leaf in leaves
            if leaf.weight > 0
        ]

    def _settled(self, node: Node) -> Figure:
        sheet = self.sheet
        if not node.is_total:
            no, zero = sheet.truth(value=False), sheet.number(0)
            return Figure(zero, no, no, no, no, zero, sheet.number(1))
        inside = [self.figures[block.name] for weight, block in node.counted if weight > 0]
        is_empty = sheet.either(figure.is_empty for figure in inside)
        without = sheet.either(figure.is_missing for figure in inside)
        lacks = [self._is_open(node)] if node.unanswered == "void" else []
        lacks += [] if node.speaks_of_blocks else [without]
        parts = self._parts(node)
        found = self._combined(node, parts)
        if node.unanswered == "fail" and not node.rule.stops_below:
            found = self._failed(node, without, found)
        return self._published(node, parts, found, (sheet.either([is_empty, *lacks]), is_empty))

    def _failed(self, node: Node, without: int, found: tuple[int, int]) -> tuple[int, int]:
        """Count 0 where an answer is missing."""
        sheet, (value, is_known) = self.sheet, found
        fails = sheet.either([self._is_open(node), without])
        return sheet.choose(fails, sheet.number(0), value), sheet.either([fails, is_known])

    def _published(self, node: Node, parts: list[Part], found: tuple[int, int], voids: tuple[int, int]) -> Figure:
        """Add what the node counts above it, and the range in which it publishes."""
        sheet, (value, is_known), (is_void, is_empty) = self.sheet, found, voids
        low, high = self._range(node, parts)
        nothing = self._is_nothing(node, is_known, is_void)
        has_value = counted = sheet.both([is_known, sheet.opposite(is_void)])
        if node.empty_block == "zero":
            counted = sheet.either([has_value, nothing])
            if not node.output:
                high = sheet.choose(nothing, most_of(sheet, node), high)
        elif node.empty_block == "void":
            is_empty = sheet.either([is_empty, nothing])
        value = sheet.choose(is_void, sheet.number(0), value)
        is_missing = sheet.both([is_void, sheet.opposite(is_empty)])
        return Figure(value, has_value, counted, is_missing, is_empty, low, high)

    def _range(self, node: Node, parts: list[Part]) -> tuple[int, int]:
        """The lowest and the highest figure that a node publishes."""
        low, high = (node.output.low, node.output.high) if node.output else (0, 1)
        if node.rule.adds_points and not node.output:
            return self.sheet.number(low), self._attainable(node, parts)
        return self.sheet.number(low), self.sheet.number(high)

    def _is_nothing(self, node: Node, is_known: int, is_void: int) -> int:
        """Whether nothing in a node applies, where that says something above it."""
        if node.empty_block == "exclude" or not any(True for _ in leaves_of(node)):
            return self.sheet.truth(value=False)
        is_any = [is_known, self._is_open_below(node), is_void]
        return self.sheet.both(map(self.sheet.opposite, is_any))

    def _is_open(self, node: Node) -> int:
        """Whether a practice that counts directly lacks an answer."""
        return self._lacks_answer(node, node.leaves)

    def _is_open_below(self, node: Node) -> int:
        return self._lacks_answer(node, leaves_of(node))

    def _lacks_answer(self, node: Node, leaves: Iterable[Leaf]) -> int:
        if self.roll in ("low", "high"):
            return self.sheet.truth(value=False)
        return self.sheet.some(self.items(node, leaves, "open"))

    def _parts(self, node: Node) -> list[Part]:
        parts = []
        for weight, block in node.counted:
            if weight > 0:
                found, is_known = self.figures[block.name], self.figures[block.name].is_counted
                if node.unanswered != "exclude":
                    is_known = self.sheet.either([is_known, found.is_missing, found.is_empty])
                weighs = self.sheet.weight(block.name, weight)
                parts.append(Part(weighs, found.value, is_known, found.low, found.high))
        return parts

    def _combined(self, node: Node, parts: list[Part]) -> tuple[int, int]:
        """Give the value of the aggregate, and whether there is one."""
        if node.aggregate == "sum":
            return self._points(node, parts)
        weights = self._whole(node, parts)
        is_known = self.sheet.above(weights, 0.0)
        value = self._aggregated(node, parts, weights)
        return self.sheet.choose(is_known, value, self.sheet.number(0)), is_known

    def _aggregated(self, node: Node, parts: list[Part], weights: int) -> int:
        match node.aggregate:
            case "mean":
                return self._mean(node, parts, weights)
            case "minimum":
                return self._least(node, parts)
            case "blend":
                mean, least = self._mean(node, parts, weights), self._least(node, parts)
                share = node.minimum_share
                return self.sheet.add([self.sheet.times(mean, 1 - share), self.sheet.times(least, share)])
            case "geometric":
                return self._geometric(node, parts, weights)
            case "all_or_nothing":
                return self.sheet.as_number(self.sheet.opposite(self._fails(node, parts)))
        return self._staged(node, parts)

    def _whole(self, node: Node, parts: list[Part]) -> int:
        """The weight of all that counts."""
        direct = self.sheet.fold("sum", self.items(node, node.leaves, "known", weighed=True))
        inside = [self.sheet.multiply(self.sheet.as_number(part.is_known), part.weight) for part in parts]
        return self.sheet.add([direct, *inside])

    def _mean(self, node: Node, parts: list[Part], weights: int) -> int:
        direct = self.sheet.fold("sum", self.items(node, node.leaves, "value", weighed=True))
        inside = [self.sheet.multiply(part.value, part.weight) for part in parts]
        return self.sheet.ratio(self.sheet.add([direct, *inside]), weights)

    def _least(self, node: Node, parts: list[Part]) -> int:
        none = self.sheet.number(NONE)
        items = [item._replace(otherwise=NONE) for item in self.items(node, node.leaves, "value")]
        inside = [self.sheet.choose(part.is_known, part.value, none) for part in parts]
        return self.sheet.lower([self.sheet.fold("least", items, empty=NONE), *inside])

    def _geometric(self, node: Node, parts: list[Part], weights: int) -> int:
        direct = self.sheet.fold("sum", self.items(node, node.leaves, "logarithm", weighed=True))
        inside = [self.sheet.multiply(self.sheet.applied("logarithm", part.value), part.weight) for part in parts]
        mean = self.sheet.ratio(self.sheet.add([direct, *inside]), weights)
        value = self.sheet.applied("exponential", mean)
        return self.sheet.choose(self.sheet.above(self._least(node, parts), 0.0), value, self.sheet.number(0))

    def _attainable(self, node: Node, parts: list[Part]) -> int:
        """The most points of all that counts."""
        known = self.items(node, node.leaves, "known", weighed=True)
        highs = [leaf.high for leaf in node.leaves if leaf.weight > 0]
        direct = self.sheet.fold(
            "sum", [item._replace(factor=item.factor * high) for item, high in zip(known, highs, strict=True)]
        )
        inside = [
            self.sheet.multiply(self.sheet.as_number(part.is_known), self.sheet.multiply(part.high, part.weight))
            for part in parts
        ]
        return self.sheet.add([direct, *inside])

    def _points(self, node: Node, parts: list[Part]) -> tuple[int, int]:
        sheet, leaves = self.sheet, [leaf for leaf in node.leaves if leaf.weight > 0]
        values, known = (self.items(node, leaves, what, weighed=True) for what in ("value", "known"))
        spans = [leaf.weight * (leaf.high - leaf.low) for leaf in leaves]
        direct = [
            sheet.fold("sum", [i._replace(factor=span) for i, span in zip(values, spans, strict=True)]),
            sheet.fold(
                "sum", [i._replace(factor=x.weight * x.low) for i, x in zip(known, leaves, strict=True) if x.low]
            ),
        ]
        inside = [self._points_of(part) for part in parts]
        attainable = self._attainable(node, parts)
        share = sheet.lower([sheet.ratio(sheet.add([*direct, *inside]), attainable), sheet.number(1)])
        return share, sheet.above(attainable, 0.0)

    def _points_of(self, part: Part) -> int:
        sheet = self.sheet
        rise = sheet.multiply(sheet.add([part.high, sheet.times(part.low, -1)]), part.value)
        points = sheet.multiply(sheet.add([part.low, rise]), part.weight)
        return sheet.multiply(sheet.as_number(part.is_known), points)

    def _fails(self, node: Node, parts: list[Part]) -> int:
        """Whether anything that counts does not hold the level asked for."""
        return self.sheet.either(
            [self.sheet.some(self.items(node, node.leaves, "unheld")), *map(self._is_unheld, parts)]
        )

    def _is_unheld(self, part: Part) -> int:
        is_held = self.sheet.at_least(part.value, 1.0 - ROUNDING)
        return self.sheet.both([part.is_known, self.sheet.opposite(is_held)])

    def _staged(self, node: Node, parts: list[Part]) -> int:
        """The highest stage reached, over the number of stages."""
        sheet, count = self.sheet, node.stages
        if not count:
            return sheet.number(0)
        limits = self._limits_of_asks(node) if node.asks else self._limits_of_stages(node, parts)
        reached = sheet.lower([sheet.number(count), *limits])
        return sheet.times(reached, 1 / count)

    def _limits_of_stages(self, node: Node, parts: list[Part]) -> list[int]:
        sheet, every = self.sheet, self.sheet.number(node.stages)
        limits = [sheet.choose(self._is_unheld(part), sheet.number(0), every) for part in parts]
        empty = {"met": (), "unmet": range(1, node.stages + 1), "met_above": (1,)}[node.empty_stage]
        for stage in range(1, node.stages + 1):
            leaves = [leaf for leaf in node.leaves if leaf.stage == stage]
            stops = sheet.some(self.items(node, leaves, "unheld"))
            if stage in empty:
                taken = [sheet.some(self.items(node, leaves, "known"))]
                taken += [part.is_known for part in parts] if stage == 1 else []
                stops = sheet.either([stops, sheet.opposite(sheet.either(taken))])
            limits.append(sheet.choose(stops, sheet.number(stage - 1), every))
        return limits

    def _limits_of_asks(self, node: Node) -> list[int]:
        every = self.sheet.number(node.stages)
        return [
            self.sheet.choose(self._is_met(node, stage, i), every, self.sheet.number(i))
            for i, stage in enumerate(node.asks)
        ]

    def _is_met(self, node: Node, stage: tuple[Ask, ...], i: int) -> int:
        sheet = self.sheet
        found = [self._asked(node, ask) for ask in stage]
        some = sheet.either(sheet.above(number, 0.5) for number, _ in found)
        is_met_empty = node.empty_stage == "met" or (node.empty_stage == "met_above" and i > 0)
        is_empty = sheet.both([sheet.opposite(some), sheet.truth(is_met_empty)])
        return sheet.either([sheet.both([some, *(is_held for _, is_held in found)]), is_empty])

    def _asked(self, node: Node, ask: Ask) -> tuple[int, int]:
        """How many count of those that a stage asks for, and whether enough of them hold the level."""
        sheet = self.sheet
        leaves = [leaf for leaf in node.leaves if ask.names is None or leaf.name in ask.names]
        number = sheet.fold("sum", self.items(node, leaves, "known"))
        held = sheet.fold("sum", self.items(node, leaves, "held"))
        return number, sheet.at_least(sheet.add([held, sheet.times(number, -ask.share)]), -EDGE)


class Covering:
    """Coverage, from the practices to the whole: the same as `engine.scoring.coverage.covered`.

    Args:
        sheet: Where the steps stand.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self._rolling = sheet, Rolling(sheet, "coverage", {})
        self.shares: dict[str, tuple[int, int]] = {}
        self._above: dict[str, tuple[int, int, int]] = {}

    def visit(self, node: Node) -> None:
        """Find the share answered of a node and of all that stand in it, and whether it has one."""
        for _, block in node.blocks:
            self.visit(block)
        share, is_known, whole = self._share(node)
        self.shares[node.name] = share, is_known
        sheet = self.sheet
        points = sheet.number(1)
        if node.output:
            points = sheet.number(node.output.high)
        elif node.rule.adds_points:
            points = whole
        if node.empty_block == "zero" and any(True for _ in leaves_of(node)):
            share = sheet.choose(is_known, share, sheet.number(1))
            points = sheet.choose(is_known, points, most_of(sheet, node))
            is_known = sheet.truth(value=True)
        self._above[node.name] = share, is_known, points

    def _share(self, node: Node) -> tuple[int, int, int]:
        sheet, is_sum = self.sheet, node.rule.adds_points
        leaves = [leaf._replace(weight=leaf.weight * (leaf.high if is_sum else 1.0)) for leaf in node.leaves]
        answered = [sheet.fold("sum", self._rolling.items(node, leaves, "value", weighed=True))]
        weights = [sheet.fold("sum", self._rolling.items(node, leaves, "known", weighed=True))]
        for weight, block in node.counted:
            value, is_known, points = self._above[block.name]
            weighs = sheet.weight(block.name, weight)
            weighs = sheet.multiply(points, weighs) if is_sum else weighs
            answered.append(sheet.multiply(weighs, value))
            weights.append(sheet.multiply(weighs, sheet.as_number(is_known)))
        whole = sheet.add(weights)
        return sheet.ratio(sheet.add(answered), whole), sheet.above(whole, 0.0), whole
