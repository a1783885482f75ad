"""An attack on what is published of a cohort: what all tables of some rounds tell of one organization.

The reader knows the rule, who is in which panel, who changed an answer, and in which group everybody is. Whoever
shares all of that with others is one of a kind. The scores of a kind, in rising order, are unknown; a table speaks of
the merged order of some kinds, and which of them stands where is unknown as well. In one order that is a linear
program, over all orders a mixed-integer one.
"""

import random
from math import inf
from typing import NamedTuple

from equity_blocks.engine.portfolio.cohort import claims
from equity_blocks.engine.portfolio.distributions import bands_of
from equity_blocks.model.portfolio import QUANTILES
from portfolio_programs import TINY, Model

POINTS = 0.05
GRID = 0.001
"""A score below the edge of a band is so much below it at least."""

TRIES = 60
"""So many orders are tried to reach what one round tells."""


class Rule(NamedTuple):
    """How coarse the published figures are, as the reader knows.

    Args:
        neighbours: Of how many a quantile is the mean.
        quantile: By how much it may be off.
        share: By how much a mean may be.
        count: By how much a count of a practice may be.
        waits: By how much the mean of what waits may be.
        least: Least organizations of which counts per band are told.
    """

    neighbours: int = 5
    quantile: float = 0.025
    share: float = 0.005
    count: int = 2
    waits: float = 0.25
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


class Asked(NamedTuple):
    """What the reader wants to know, and from what.

    Args:
        seen: What is known.
        key: The kind of organization.
        node: Empty for the whole score, else a block or a practice.
        rule: How coarse figures are.
        rounds: Whose tables are used. Default: all.
        knows_bands: Whether the counts per band of this kind alone are known.
        at: The place in the kind, in rising order. Default: the one that may be lowest, or highest.
    """

    seen: Seen
    key: tuple
    node: str
    rule: Rule
    rounds: tuple | None = None
    knows_bands: bool = False
    at: int | None = None

    @property
    def tables(self):
        """The tables that are used."""
        return [table for table in self.seen.tables if self.rounds is None or table.round in self.rounds]

    @property
    def alone(self):
        """The same, asked of each round in which the kind is, beside its own bands if it is large enough."""
        kinds = [kind for key, kind in self.seen.kinds.items() if key[:2] == self.key[:2]]
        is_large = sum(len(kind.names) for kind in kinds) >= self.rule.least
        rounds = [t for t, (_, is_in) in enumerate(self.key[1]) if is_in]
        return [self._replace(rounds=(t,), knows_bands=is_large) for t in rounds]

    def place(self, lines, sign):
        """Give the unknown that is asked for."""
        line = lines[self.key]
        return line[self.at if self.at is not None else 0 if sign > 0 else -1]


def searched_end(asked, sign, goal=None):
    """Search all orders at once, until a goal is reached: what a score may be, and what it is proved not to pass."""
    model, lines = _program(asked)
    orders = {}
    for table in asked.tables:
        _spread_rows(model, asked, table, _merged(model, orders, lines, table.kinds))
    assert model.is_true()
    return model.least(asked.place(lines, sign), sign, goal)


def least_end(asked, sign):
    """Prove that a score is no less (or with -1 no more) than this."""
    return searched_end(asked, sign)[1]


def reached_end(asked, sign, goal=None):
    """Show that a score may be as little (or with -1 as much) as this; a goal is enough.

    Everybody is put in order, first in the true one; that makes a linear program. Who ties in its solution may stand
    the other way round as well, so it is solved again and again in other orders, and never gets worse.
    """
    model, lines = _program(asked)
    place, fixed, values, best = asked.place(lines, sign), model.number, model.truth, None
    rng = random.Random(1)
    for _ in range(TRIES):
        order = _ordered(lines, values, place, sign, rng)
        model.keep(fixed)
        model.rising(order)
        for table in asked.tables:
            inside = {i for each in table.kinds for i in lines[each]}
            _spread_rows(model, asked, table, [i for i in order if i in inside])
        best, _ = model.least(place, sign)
        values = list(model.solver.getSolution().col_value)
        if goal is not None and sign * best <= sign * goal + TINY:
            break
    return best


def _ordered(lines, values, place, sign, rng):
    """Put all in rising order; who ties by chance, the one that is asked for outermost, each kind in its own order."""
    kind = {i: each for each, line in lines.items() for i in line}
    found = sorted(kind, key=lambda i: (round(values[i], 6), -sign if i == place else rng.uniform(-0.9, 0.9)))
    left = {each: iter(line) for each, line in lines.items()}
    return [next(left[kind[i]]) for i in found]


def _program(asked):
    """What is known whatever the order: counts, sums, changes, the bands of a kind, and the reader's own rows."""
    seen, node = asked.seen, asked.node
    kinds = list(dict.fromkeys([*(each for table in asked.tables for each in table.kinds), asked.key]))
    model = Model()
    lines = {each: model.unknowns(seen.values(each, node)) for each in kinds}
    counts = {each: _levels_of(model, seen, each) for each in kinds}
    at = seen.places(node)
    for each, line in lines.items():
        model.rising(line)
        terms = [(-level / 4 / len(at), [counts[each][i][level]]) for i in at for level in range(1, 5)]
        model.row(0.0, 0.0, (1.0, line), *terms)
        for i, value in zip(line, seen.values(each, node), strict=True) if each[2] else ():
            model.row(value, value, (1.0, [i]))
    if asked.knows_bands:
        _in_bands(model, seen, lines[asked.key], _counted(seen, seen.values(asked.key, node)))
    _count_rows(model, asked, counts)
    if asked.rounds is None:
        _change_rows(model, asked, lines)
    return model, lines


def _merged(model, orders, lines, inside):
    """Merge the lines of kinds one after the other; what was merged before is used again."""
    chosen = [each for each in lines if each in inside]
    for number in range(1, len(chosen) + 1):
        start, last = tuple(chosen[:number]), lines[chosen[number - 1]]
        if start not in orders:
            orders[start] = model.merged(orders[start[:-1]], last) if number > 1 else last
    return orders[tuple(chosen)]


def _counted(seen, values):
    edges = [edge for edge, _ in bands_of(seen.framework)]
    places = [max(i for i, edge in enumerate(edges) if value >= edge - 1e-9) for value in values]
    return [places.count(i) for i in range(len(edges))]


def _in_bands(model, seen, line, counts):
    edges = [edge for edge, _ in bands_of(seen.framework)]
    highs = [*(edge - GRID for edge in edges[1:]), 1.0]
    ends = [(low, high) for low, high, n in zip(edges, highs, counts, strict=True) for _ in range(n)]
    for i, (low, high) in zip(line, ends, strict=True):
        model.row(low, high, (1.0, [i]))


def _spread_rows(model, asked, table, line):
    node, rule = asked.node, asked.rule
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
        _in_bands(model, asked.seen, line, list(spread.bands.values()))


def _levels_of(model, seen, key, *, is_whole=False):
    """How many of a kind hold each level of each practice."""
    number = len(seen.kinds[key].names)
    found = []
    for i in range(len(seen.practices)):
        held = [row[i] for row in seen.kinds[key].rows]
        levels = model.unknowns([held.count(level) for level in range(5)], number, is_whole=is_whole)
        model.row(number, number, (1.0, levels))
        if key[2]:
            model.row(number, number, (1.0, [levels[held[0]]]))
        found.append(levels)
    return found


def _count_rows(model, asked, counts):
    """What counts of practices, gaps and missing prerequisites tell of how many hold each level."""
    seen, rule = asked.seen, asked.rule
    for table in asked.tables:
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
        for sign, waits in (
            ((1.0, held[name].waits + rule.waits), (-1.0, held[name].waits - rule.waits)) if name in held else ()
        ):
            each = [(sign * (sum(level < least for least in asked) - waits), [levels[i][level] for levels in counts])
                    for level in range(max(asked))]  # fmt: skip
            model.row(-inf, 0.0, *each)


def _change_rows(model, asked, lines):
    """The means of those who are in two rounds, then and now."""
    rule = asked.rule
    for t, read in enumerate(asked.seen.reads):
        for told in read.change:
            if (told.node or "") != asked.node or told.before is None:
                continue
            for at, value in ((t - 1, told.before), (t, told.after)):
                there = [i for key, line in lines.items() for i in line if key[1][at][1] and _stays(key, t)]
                model.row(value - rule.share, value + rule.share, (1 / len(there), there))


def _stays(key, t):
    return key[1][t - 1][0] and key[1][t][0]


def level_end(asked, sign):
    """Find the least (or with -1 the highest) level of a practice that one of a kind may hold, as its value."""
    seen = asked.seen
    for level in range(5)[:: int(sign)]:
        model = Model()
        counts = {each: _levels_of(model, seen, each, is_whole=True) for each in seen.kinds}
        _count_rows(model, asked, counts)
        reached, _ = model.least(counts[asked.key][seen.practices.index(asked.node)][level], -1.0)
        if reached > 1 - TINY:
            return level / 4
    raise AssertionError("no level fits what is told")


def narrowed(asked, limit=POINTS):
    """By how much all tables narrow the range of one of a kind beyond what one round tells, at most.

    What one round tells includes the counts per band of the kind alone, if it is large enough to be shown as a group.
    The search ends where the limit is kept.
    """
    if asked.node in asked.seen.practices:
        return max(_levels_narrowed(asked, sign) for sign in (1, -1))
    return max(_scores_narrowed(asked, sign, limit) for sign in (1.0, -1.0))


def _levels_narrowed(asked, sign):
    return sign * level_end(asked, sign) - max(sign * level_end(each, sign) for each in asked.alone)


def _scores_narrowed(asked, sign, limit):
    told = _band_end(asked, sign) if asked.alone[0].knows_bands else float(sign < 0)
    reached = reached_end(asked, sign, told + sign * limit)
    if sign * (reached - told) > limit:
        told = sign * max(sign * least_end(each, sign) for each in asked.alone)
    if sign * (reached - told) > limit:
        reached = sign * min(sign * reached, sign * searched_end(asked, sign, told + sign * limit)[0])
    return sign * (reached - told)


def _band_end(asked, sign):
    """Where the lowest band begins, or the highest one ends, in which one of a kind is."""
    edges = [edge for edge, _ in bands_of(asked.seen.framework)]
    places = [i for i, number in enumerate(_counted(asked.seen, asked.seen.values(asked.key, asked.node))) if number]
    return edges[places[0]] if sign > 0 else [*edges[1:], 1.0][places[-1]]


def narrowed_at_least(asked):
    """By how much all tables narrow that range at least: what one round leaves open was reached, the rest is proved."""
    if asked.node in asked.seen.practices:
        return narrowed(asked)
    return max(
        sign * least_end(asked, sign) - max(sign * searched_end(each, sign)[0] for each in asked.alone)
        for sign in (1.0, -1.0)
    )


def width(asked):
    """How far apart the ends are between which a score was shown to be possible."""
    return reached_end(asked, -1.0) - reached_end(asked, 1.0)
