"""An attack on what is published of a cohort: what two rounds tell of one organization, solved as linear programs."""

from itertools import pairwise, product

from equity_blocks.engine.portfolio.distributions import NEIGHBOURS, bands_of
from equity_blocks.model.portfolio import QUANTILES

HALF = 0.005
"""A figure in whole points may be off by so much."""


def windows(number):
    """Say of which places, in rising order, each published quantile is the mean."""
    for name, at in QUANTILES.items():
        first = min(max(round(at * (number - 1)) - NEIGHBOURS // 2, 0), number - NEIGHBOURS)
        yield name, range(first, first + NEIGHBOURS)


def told(framework, spread):
    """Write a published table as rows: the places of sorted organizations, their factor, least and most."""
    number = spread.organizations
    rows = []
    for name, places in windows(number) if spread.q50 is not None else ():
        value = getattr(spread, name)
        rows.append((places, 1 / NEIGHBOURS, value - HALF, value + HALF))
    if spread.mean is not None:
        rows.append((range(number), 1 / number, spread.mean - HALF, spread.mean + HALF))
    edges = [edge for edge, _ in bands_of(framework)]
    place = 0
    for low, high, count in zip(edges, [*edges[1:], 1.0], spread.bands.values(), strict=True):
        rows += [((i,), 1.0, low - 1e-9, high) for i in range(place, place + count)]
        place += count
    return number, rows


def ranges(tables, who, *, joins=False, leaves=False):
    """Find between what the score of one organization may lie, over every order in which all of them may stand.

    Args:
        tables: What is told of one round, or of two.
        who: `joiner`, `leaver`, or the place of somebody who stays.
        joins: Whether somebody is in the second table who is not in the first; everybody else stays as they were.
        leaves: Whether somebody is in the first table who is not in the second.
    """
    stay = tables[0][0] - leaves
    lows, highs = [], []
    places = [range(stay + 1) if leaves else (None,), range(stay + 1) if joins and len(tables) > 1 else (None,)]
    for leaver, joiner in product(*places):
        order = [[*range(stay)] for _ in tables]
        if leaver is not None:
            order[0].insert(leaver, stay)
        if joiner is not None:
            order[1].insert(joiner, stay + 1)
        target = {"leaver": stay, "joiner": stay + 1}.get(who, who)
        found = _solved([(line, rows) for line, (_, rows) in zip(order, tables, strict=True)], stay + 2, target)
        if found:
            lows.append(found[0])
            highs.append(found[1])
    return min(lows), max(highs)


def _solved(rounds, size, target):
    """The least and the most that one unknown may be, where sorted unknowns obey all rows; nothing where none do."""
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for _ in range(size):
        solver.addVar(0.0, 1.0)
    for line, rows in rounds:
        for before, after in pairwise(line):
            solver.addRow(0.0, highspy.kHighsInf, 2, [before, after], [-1.0, 1.0])
        for places, factor, low, high in rows:
            at = [line[i] for i in places]
            solver.addRow(low, high, len(at), at, [factor] * len(at))
    found = []
    for sign in (1.0, -1.0):
        solver.changeColCost(target, sign)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found.append(sign * solver.getInfo().objective_function_value)
    return found


def narrowed(alone, together):
    """By how much the second range is narrower than the first, at the end where it is so most."""
    return max(together[0] - alone[0], alone[1] - together[1])
