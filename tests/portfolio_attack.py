"""An attack on what is published of a cohort: what all tables of some rounds tell of one organization.

The reader knows the rule, who is in which panel, who changed an answer, and in which group everybody is. Whoever shares
all of that with others is one of a kind. The scores of a kind, in rising order, are unknown; a table speaks of the merged
order of some kinds, and which of them stands where is unknown as well, so the programs are mixed-integer ones.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import highspy

from equity_blocks.engine.portfolio.cohort import claims
from equity_blocks.engine.portfolio.distributions import bands_of
from equity_blocks.model.portfolio import QUANTILES

TINY = 1e-7
SECONDS = 20.0
"""After so long a search ends with the bounds that it has."""


class Rule(NamedTuple):
    """How coarse the published figures are, as the reader knows.

    Args:
        neighbours: Of how many a quantile is the mean.
        quantile: By how much it may be off.
        share: By how much a mean may be.
        count: By how much a count of a practice may be.
        least: Least organizations of which counts per band are told.
    """

    neighbours: int = 5
    quantile: float = 0.025
    share: float = 0.005
    count: int = 2
    least: int = 5


EXACT = Rule(quantile=TINY, share=TINY, count=0)


class Table(NamedTuple):
    """What is told of one group in one round.

    Args:
        round: Which one.
        kinds: The kinds of organizations in it.
        group: Its distributions.
    """

    round: int
    kinds: tuple
    group: object


class Kind(NamedTuple):
    """Those of whom the reader knows the same.

    Args:
        names: Who they are.
        rows: What each answered: the levels, practice by practice.
    """

    names: tuple
    rows: tuple


class Seen:
    """All tables of some rounds, and the kinds that they speak of."""

    def __init__(self, framework, reads, panels, own=()):
        """Sort the organizations of all panels into kinds; those in `own` are known to the reader, row and all."""
        self.framework, self.reads, self.own = framework, reads, frozenset(own)
        self.practices = list(framework.practices)
        answers = [dict(zip(panel.names, _rows(panel), strict=True)) for panel in panels]
        found = {}
        for t, (panel, said) in enumerate(zip(panels, answers, strict=True)):
            for i, name in enumerate(panel.names):
                row = said[name]
                cell = tuple(column[i] for column in panel.labels.values())
                seen = tuple((name in each, each.get(name) == row) for each in answers)
                if not any(each.get(name) == row for each in answers[:t]):
                    found.setdefault((cell, seen, name if name in self.own else ""), []).append((name, row))
        self.kinds = {key: Kind(*zip(*members, strict=True)) for key, members in found.items()}
        self.columns = list(panels[0].labels)
        self.tables = [Table(t, self._inside(t, group), group) for t, read in enumerate(reads) for group in read.groups]

    def _inside(self, t, group):
        place = self.columns.index(group.column) if group.column else None
        return tuple(
            key for key in self.kinds if key[1][t][1] and (place is None or key[0][place] == group.value)
        )  # fmt: skip

    def places(self, node):
        """Say which practices are under a node."""
        chains = self.framework.chains
        return [i for i, name in enumerate(self.practices) if node in ("", name, *(b.id for b in chains[name]))]

    def values(self, key, node):
        """Give the true scores of a kind in rising order."""
        at = self.places(node)
        return sorted(sum(row[i] for i in at) / len(at) / 4 for row in self.kinds[key].rows)

    def hidden(self, least=1):
        """List the kinds of whom the reader wants to know, of at least so many."""
        return [key for key, kind in self.kinds.items() if not key[2] and len(kind.names) >= least]


def _rows(panel):
    told = [claims(panel.cells[name]).position.tolist() for name in panel.framework.practices]
    return list(zip(*told, strict=True))


class _Model:
    """A program under construction: unknowns and rows."""

    def __init__(self):
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("time_limit", SECONDS)
        self.size = 0

    def unknowns(self, number, high=1.0, *, is_whole=False):
        for i in range(self.size, self.size + number):
            self.solver.addVar(0.0, high)
            if is_whole:
                self.solver.changeColIntegrality(i, highspy.HighsVarType.kInteger)
        self.size += number
        return list(range(self.size - number, self.size))

    def row(self, low, high, *terms):
        """Bound a sum of unknowns; each of the terms is a factor and the unknowns that it is for."""
        total = {}
        for factor, places in terms:
            for i in places:
                total[i] = total.get(i, 0.0) + factor
        self.solver.addRow(low, high, len(total), list(total), list(total.values()))

    def rising(self, line):
        for before, after in pairwise(line):
            self.row(0.0, highspy.kHighsInf, (-1.0, [before]), (1.0, [after]))

    def merged(self, first, second):
        """Give the merged order of two rising lines: a path on a grid says which of them stands next."""
        line, steps = self.unknowns(len(first) + len(second)), {}
        self.rising(line)
        self.row(0.0, 0.0, (1.0, line), (-1.0, first), (-1.0, second))
        for a in range(len(first) + 1):
            for b in range(len(second) + 1):
                for into, source in (((a + 1, b), first[a : a + 1]), ((a, b + 1), second[b : b + 1])):
                    if source:
                        (step,) = self.unknowns(1, is_whole=True)
                        steps[(a, b), into] = step
                        for sign in (1.0, -1.0):
                            ends = (sign, [line[a + b]]), (-sign, source)
                            self.row(-highspy.kHighsInf, 1.0, *ends, (1.0, [step]))
        for a in range(len(first) + 1):
            for b in range(len(second) + 1):
                out = [step for (start, _), step in steps.items() if start == (a, b)]
                back = [step for (_, end), step in steps.items() if end == (a, b)]
                flow = float((a, b) == (0, 0)) - float((a, b) == (len(first), len(second)))
                self.row(flow, flow, (1.0, out), (-1.0, back))
        return line

    def least(self, place, sign, goal=None):
        """Minimize (or with -1 maximize) an unknown: what was reached, and the bound that nothing passes."""
        self.solver.changeColCost(place, sign)
        if goal is not None:
            self.solver.setOptionValue("objective_target", sign * goal + TINY)
        self.solver.run()
        self.status = self.solver.modelStatusToString(self.solver.getModelStatus())
        info = self.solver.getInfo()
        if info.primal_solution_status != 2:
            return None
        return sign * info.objective_function_value, sign * info.mip_dual_bound


def score_end(seen, key, node, sign, rule, rounds=None, goal=None, *, knows_bands=False):
    """Find the least (or with -1 the highest) that the score of one of a kind may be.

    Args:
        seen: What is known.
        key: The kind.
        node: Empty for the whole, else a block.
        sign: 1.0 or -1.0.
        rule: How coarse figures are.
        rounds: Whose tables are used. Default: all.
        goal: Stop where so much is reached.
        knows_bands: Whether the counts per band of this kind alone are known.

    Returns:
        What is possible, and what nothing passes.
    """
    used = [table for table in seen.tables if rounds is None or table.round in rounds]
    kinds = list(dict.fromkeys([*(each for table in used for each in table.kinds), key]))
    model = _Model()
    lines = {each: model.unknowns(len(seen.kinds[each].names)) for each in kinds}
    for each, line in lines.items():
        model.rising(line)
        if each[2]:
            for i, value in zip(line, seen.values(each, node), strict=True):
                model.solver.changeColBounds(i, value, value)
    if knows_bands:
        _in_bands(model, seen, lines[key], _counted(seen, seen.values(key, node)))
    orders = {}
    for table in used:
        _spread_rows(model, seen, table, node, _order(model, orders, lines, kinds, table.kinds), rule)
    counts = {each: _levels_of(model, seen, each) for each in kinds}
    at = seen.places(node)
    for each, line in lines.items():
        terms = [(-level / 4 / len(at), [counts[each][i][level]]) for i in at for level in range(1, 5)]
        model.row(0.0, 0.0, (1.0, line), *terms)
    _count_rows(model, seen, used, counts, rule)
    if rounds is None:
        _change_rows(model, seen, lines, node, rule)
    line = lines[key]
    return model.least(line[0] if sign > 0 else line[-1], sign, goal)


def _order(model, orders, lines, kinds, inside):
    """Merge the lines of kinds one after the other; what was merged before is used again."""
    chosen = [each for each in kinds if each in inside]
    for number in range(1, len(chosen) + 1):
        start = tuple(chosen[:number])
        if start not in orders:
            last = lines[chosen[number - 1]]
            orders[start] = model.merged(orders[start[:-1]], last) if number > 1 else last
    return orders[tuple(chosen)]


def _counted(seen, values):
    edges = [edge for edge, _ in bands_of(seen.framework)]
    places = [max(i for i, edge in enumerate(edges) if value >= edge - 1e-9) for value in values]
    return [places.count(i) for i in range(len(edges))]


def _in_bands(model, seen, line, counts):
    edges = [edge for edge, _ in bands_of(seen.framework)]
    ends = [(low, high) for low, high, n in zip(edges, [*edges[1:], 1.0], counts, strict=True) for _ in range(n)]
    for i, (low, high) in zip(line, ends, strict=True):
        model.row(low, high, (1.0, [i]))


def _spread_rows(model, seen, table, node, line, rule):
    spread = {"": table.group.score, **{block.id: block for block in table.group.blocks}}[node]
    number = len(line)
    assert spread.organizations == number
    for name, at in QUANTILES.items() if spread.q50 is not None else ():
        first = min(max(round(at * (number - 1)) - rule.neighbours // 2, 0), number - rule.neighbours)
        value, places = getattr(spread, name), line[first : first + rule.neighbours]
        model.row(value - rule.quantile, value + rule.quantile, (1 / rule.neighbours, places))
    if spread.mean is not None:
        model.row(spread.mean - rule.share, spread.mean + rule.share, (1 / number, line))
    if spread.bands:
        _in_bands(model, seen, line, list(spread.bands.values()))


def _levels_of(model, seen, key, *, is_whole=False):
    """How many of a kind hold each level of each practice."""
    number = len(seen.kinds[key].names)
    found = []
    for i in range(len(seen.practices)):
        levels = model.unknowns(5, number, is_whole=is_whole)
        model.row(number, number, (1.0, levels))
        if key[2]:
            held = seen.kinds[key].rows[0][i]
            model.row(number, number, (1.0, [levels[held]]))
        found.append(levels)
    return found


def _count_rows(model, seen, used, counts, rule):
    """What counts of practices, gaps and missing prerequisites tell of how many hold each level."""
    for table in used:
        for practice in table.group.practices:
            i = seen.practices.index(practice.id)
            told = 0
            for level, number in enumerate([*practice.levels.values()][:-1]):
                told += number
                below = [counts[each][i][other] for each in table.kinds for other in range(level + 1)]
                _counted_row(model, told, below, practice.organizations, rule)
        read = seen.reads[table.round]
        if not table.group.column and read.gaps:
            _table_rows(model, seen, read, [counts[each] for each in table.kinds], rule)


def _counted_row(model, told, unknowns, number, rule):
    """How many there are of so many: told in steps, and never as more than all."""
    step = 2 * rule.count + 1
    nearest = -(-told // step) * step
    model.row(nearest - rule.count, min(nearest + rule.count, number), (1.0, unknowns))


def _table_rows(model, seen, read, counts, rule):
    gaps = {gap.practice: gap.organizations for gap in read.gaps}
    held = {each.practice: each for each in read.held_back}
    for i, name in enumerate(seen.practices):
        below = [levels[i][level] for levels in counts for level in range(4)]
        told = gaps.get(name, 0)
        _counted_row(model, told, below, read.groups[0].organizations, rule)
        asked = [least for rules in seen.framework.rules().values() for each in rules
                 for other, least in each.any_of if other == name]  # fmt: skip
        if not asked:
            continue
        lacking = [levels[i][level] for levels in counts for level in range(max(asked))]
        told = held[name].organizations if name in held else 0
        _counted_row(model, told, lacking, read.groups[0].organizations, rule)
        for sign, waits in ((1.0, held[name].waits + 0.05), (-1.0, held[name].waits - 0.05)) if name in held else ():
            each = [(sign * (sum(level < least for least in asked) - waits), [levels[i][level] for levels in counts])
                    for level in range(max(asked))]  # fmt: skip
            model.row(-highspy.kHighsInf, 0.0, *each)


def _change_rows(model, seen, lines, node, rule):
    """The means of those who are in two rounds, then and now."""
    for t, read in enumerate(seen.reads):
        for told in read.change:
            if (told.node or "") != node or told.before is None:
                continue
            for at, value in ((t - 1, told.before), (t, told.after)):
                there = [i for key, line in lines.items() for i in line if key[1][at][1] and _stays(key, t)]
                model.row(value - rule.share, value + rule.share, (1 / len(there), there))


def _stays(key, t):
    return key[1][t - 1][0] and key[1][t][0]


def level_end(seen, key, practice, sign, rule, rounds=None):
    """Find the least (or with -1 the highest) level of a practice that one of a kind may hold, as its value.

    Args:
        seen: What is known.
        key: The kind.
        practice: Which one.
        sign: 1 or -1.
        rule: How coarse counts are.
        rounds: Whose tables are used. Default: all.
    """
    used = [table for table in seen.tables if rounds is None or table.round in rounds]
    for level in range(5)[:: int(sign)]:
        model = _Model()
        counts = {each: _levels_of(model, seen, each, is_whole=True) for each in seen.kinds}
        _count_rows(model, seen, used, counts, rule)
        place = counts[key][seen.practices.index(practice)][level]
        model.row(1.0, highspy.kHighsInf, (1.0, [place]))
        if model.least(place, -1.0) is not None:
            return level / 4
    raise AssertionError("no level fits what is told")


def narrowed(seen, key, node, rule) -> tuple[float, float]:
    """By how much all tables narrow the range of one of a kind beyond what one round tells.

    What one round tells includes the counts per band of the kind alone, if it is large enough to be shown as a group.

    Returns:
        At most by so much, as a solution shows, and at least by so much, as bounds show.
    """
    rounds = [t for t, (_, is_in) in enumerate(key[1]) if is_in]
    if node in seen.practices:
        found = max(map(max, _level_steps(seen, key, node, rule, rounds)))
        return found, found
    alike = [kind for other, kind in seen.kinds.items() if other[:2] == key[:2]]
    knows = sum(len(kind.names) for kind in alike) >= rule.least
    most = least = 0.0
    for sign in (1.0, -1.0):
        alone = [score_end(seen, key, node, sign, rule, [t], knows_bands=knows) for t in rounds]
        told = max(sign * bound for _, bound in alone)
        reached, bound = score_end(seen, key, node, sign, rule, goal=sign * told)
        most, least = max(most, sign * reached - told), max(least, sign * bound - told)
    return most, least


def _level_steps(seen, key, node, rule, rounds) -> Iterator[Sequence[float]]:
    for sign in (1, -1):
        together = sign * level_end(seen, key, node, sign, rule)
        yield [together - max(sign * level_end(seen, key, node, sign, rule, [t]) for t in rounds)]
