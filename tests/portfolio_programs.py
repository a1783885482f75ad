"""Programs that say what the unknown scores of organizations may be."""

from itertools import pairwise, product
from math import inf

TINY = 1e-7
SECONDS = 5.0
"""After so long a search ends with the bounds that it has."""


class Model:
    """A program under construction: unknowns and rows, and what is true, from which the search starts."""

    def __init__(self):
        """Begin with nothing."""
        import highspy

        self.highspy = highspy
        self.solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("time_limit", SECONDS)):
            self.solver.setOptionValue(name, value)
        self.truth, self.rows = [], []

    def unknowns(self, truth, high=1.0, *, is_whole=False):
        """Add unknowns from 0 to `high`, and give their places."""
        start = len(self.truth)
        for i, value in enumerate(truth, start):
            self.solver.addVar(0.0, high)
            self.truth.append(float(value))
            if is_whole:
                self.solver.changeColIntegrality(i, self.highspy.HighsVarType.kInteger)
        return list(range(start, len(self.truth)))

    def row(self, low, high, *terms):
        """Bound a sum of unknowns; each of the terms is a factor and the unknowns that it is for."""
        total = {}
        for factor, places in terms:
            for i in places:
                total[i] = total.get(i, 0.0) + factor
        self.rows.append((low, total, high))
        self.solver.addRow(low, high, len(total), list(total), list(total.values()))

    @property
    def number(self):
        """How many rows there are."""
        return len(self.rows)

    def keep(self, number):
        """Drop all rows after the first so many."""
        if number < len(self.rows):
            self.solver.deleteRows(number, len(self.rows) - number)
            del self.rows[number:]

    def rising(self, line):
        """Say that unknowns are in rising order."""
        for before, after in pairwise(line):
            self.row(0.0, inf, (-1.0, [before]), (1.0, [after]))

    def merged(self, first, second):
        """Give the merged order of two rising lines: a path on a grid says which of them stands next."""
        true = sorted((self.truth[i], which, i) for which, line in enumerate((first, second)) for i in line)
        path = [(0, 0)]
        for _, which, _ in true:
            path.append((path[-1][0] + 1 - which, path[-1][1] + which))
        line, steps = self.unknowns(value for value, _, _ in true), {}
        self.rising(line)
        self.row(0.0, 0.0, (1.0, line), (-1.0, first), (-1.0, second))
        for start in product(range(len(first) + 1), range(len(second) + 1)):
            self._leave(start, line, (first, second), steps, set(pairwise(path)))
        for place in product(range(len(first) + 1), range(len(second) + 1)):
            flow = float(place == (0, 0)) - float(place == (len(first), len(second)))
            out = [step for (start, _), step in steps.items() if start == place]
            self.row(flow, flow, (1.0, out), (-1.0, [step for (_, end), step in steps.items() if end == place]))
        return line

    def _leave(self, start, line, sources, steps, path):
        """From a place on the grid the next of either line may stand next in the merged one."""
        for which, source in enumerate(sources):
            end = (start[0] + 1 - which, start[1] + which)
            if start[which] < len(source):
                (step,) = self.unknowns([(start, end) in path], is_whole=True)
                steps[start, end] = step
                for sign in (1.0, -1.0):
                    ends = (sign, [line[sum(start)]]), (-sign, [source[start[which]]])
                    self.row(-inf, 1.0, *ends, (1.0, [step]))

    def least(self, place, sign, goal=None):
        """Minimize (or with -1 maximize) an unknown: what was reached, and the bound that nothing passes."""
        self.solver.changeColCost(place, sign)
        if goal is not None:
            self.solver.setOptionValue("objective_target", sign * goal + TINY)
        start = self.highspy.HighsSolution()
        start.col_value = self.truth
        self.solver.setSolution(start)
        self.solver.run()
        info = self.solver.getInfo()
        assert self.solver.getModelStatus() != self.highspy.HighsModelStatus.kInfeasible
        return sign * info.objective_function_value, sign * info.mip_dual_bound

    def is_true(self):
        """Whether the truth obeys all rows, as it has to: else the reader would be told something wrong."""
        sums = ((low, sum(factor * self.truth[i] for i, factor in row.items()), high) for low, row, high in self.rows)
        return all(low - 1e-6 <= value <= high + 1e-6 for low, value, high in sums)
