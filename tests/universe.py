"""Worlds in which the truth is known: practices are sets of atoms, and a mapping is what two practices share.

An atom has a weight and a value. A practice is worth the weighted mean of its atoms. So `share` and `uses` are not
judged but computed, and every true value is there to be compared with.
"""

import random
from math import fsum

from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.framework import Framework

POINTS = {"id": "points", "range": [0, 1]}


class Universe:
    """Atoms, and families of practices made of them."""

    def __init__(self, seed, families=("a", "b")):
        self.dice = random.Random(seed)
        count = self.dice.randint(2, 8)
        self.weights = [self.dice.choice((1.0, 1.0, 2.0, 0.5, self.dice.uniform(0.05, 3))) for _ in range(count)]
        self.values = [self.dice.choice((0.0, 1.0, 0.5, self.dice.random())) for _ in range(count)]
        is_tidy = self.dice.random() < 0.4
        self.families = {name: self._family(name, is_tidy) for name in families}

    def _family(self, name, is_tidy):
        """Practices that divide some of the atoms among them, or that overlap as they like."""
        count = self.dice.randint(1, 4)
        owner = [self.dice.randrange(count + 1) for _ in self.weights]
        found = {}
        for i in range(count):
            tidy = frozenset(atom for atom, whose in enumerate(owner) if whose == i)
            loose = frozenset(atom for atom in range(len(self.weights)) if self.dice.random() < 0.45)
            found[f"{name}{i}"] = tidy if is_tidy else loose
        whole = frozenset(range(len(self.weights)))
        return {key: atoms for key, atoms in found.items() if atoms} or {f"{name}0": whole}

    def weight(self, atoms):
        """Add up the weights of some atoms."""
        return fsum(self.weights[atom] for atom in atoms)

    def value(self, atoms):
        """Give the weighted mean of some atoms."""
        return fsum(self.weights[atom] * self.values[atom] for atom in atoms) / self.weight(atoms)

    def truth(self, family):
        """Give the true value of every practice of a family."""
        return {name: self.value(atoms) for name, atoms in self.families[family].items()}

    def crosswalk(self, start, end):
        """Map most of the pairs that have atoms in common; overlaps that the shares do not betray are declared."""
        pairs = {
            (source, target): left & right
            for source, left in self.families[start].items()
            for target, right in self.families[end].items()
            if left & right and self.dice.random() < 0.8
        }
        mappings = [self._mapping(start, end, pair, common) for pair, common in pairs.items()]
        if self._is_hidden(pairs, mappings):
            for mapping, part in zip(mappings, _components(list(pairs.values())), strict=True):
                mapping["part"] = f"part-{part}"
        ends = {"from": {"framework": start}, "to": {"framework": end}}
        return Crosswalk.model_validate({"id": f"{start}--{end}", "title": "Drawn", **ends, "mappings": mappings})

    def _mapping(self, start, end, pair, common):
        left, right = self.families[start][pair[0]], self.families[end][pair[1]]
        share = 1.0 if common == right else self.weight(common) / self.weight(right)
        uses = 1.0 if common == left else self.weight(common) / self.weight(left)
        relations = {(True, True): "equal", (False, True): "part-of", (True, False): "contains"}
        relation = relations.get((share == 1, uses == 1), "overlaps")
        return {"from": pair[0], "to": pair[1], "relation": relation, "share": share, "uses": uses, "why": "computed"}

    def _is_hidden(self, pairs, mappings):
        """Whether mappings of one practice overlap although their shares, or uses, sum to 1 or less."""
        for end, key in ((1, "share"), (0, "uses")):
            for name in {pair[end] for pair in pairs}:
                own = [i for i, pair in enumerate(pairs) if pair[end] == name]
                commons = [list(pairs.values())[i] for i in own]
                total = fsum(mappings[i][key] for i in own)
                if total <= 1 + 1e-6 and len(frozenset().union(*commons)) < sum(map(len, commons)):
                    return True
        return False

    def framework(self, family, **scoring):
        """Make a framework of a family, rated in points, in one or two blocks."""
        practices = [
            {"id": name, "title": name.upper(), "weight": self.dice.choice((1, 2, 0.5))}
            for name in self.families[family]
        ]
        cut = self.dice.randint(1, len(practices))
        blocks = [
            {"id": f"{family}-x", "title": "X", "practices": practices[:cut]},
            {"id": f"{family}-y", "title": "Y", "practices": practices[cut:], "weight": 2},
        ]
        scoring = {"min_coverage": 0.0, **scoring}
        return Framework.model_validate(
            {"id": family, "title": family, "scale": POINTS, "scoring": scoring, "blocks": blocks}
        )


def _components(commons):
    """Number sets so that those that are joined by common atoms have the same number."""
    numbers = list(range(len(commons)))
    for _ in commons:
        for i, left in enumerate(commons):
            for j, right in enumerate(commons):
                if left & right:
                    numbers[i] = numbers[j] = min(numbers[i], numbers[j])
    return numbers
