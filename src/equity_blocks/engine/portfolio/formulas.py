"""Formulas: steps over columns that say how a score comes about, whichever library computes them.

A sheet is a list of steps. Each names the steps that it needs, which all stand before it; equal steps are one. Numbers
are never null: a figure without value is 0, and a flag beside it says so.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Literal, NamedTuple

from equity_blocks.engine.portfolio.states import Reading

Op = Literal[
    "number", "truth", "sum", "least", "most", "test", "lowered", "add", "times", "multiply", "ratio", "lower",
    "choose", "exponential", "logarithm", "above", "at_least", "both", "either", "opposite", "as_number", "weight",
]  # fmt: skip

FLAGS = frozenset({"truth", "test", "above", "at_least", "both", "either", "opposite"})
"""Steps that give flags; the others give numbers, but for `lowered`, which gives codes."""

FOLDS = ("sum", "least", "most")
"""Steps that read many practices."""


class Item(NamedTuple):
    """A practice as a fold reads it.

    Args:
        practice: Its id.
        codes: The step that lowers its codes; -1 where they count as they are.
        reading: What is read.
        factor: What that is multiplied by.
        otherwise: What stands for a practice without value in a fold that looks for the least; else unused.
        weight: The practice or block by whose column of weights all that is multiplied, too; empty: by none.
    """

    practice: str
    codes: int
    reading: Reading
    factor: float = 1.0
    otherwise: float | None = None
    weight: str = ""


class Step(NamedTuple):
    """One step.

    Args:
        op: What is done.
        args: The steps that it needs, by their places.
        data: What else it needs: a number, the items of a fold.
    """

    op: Op
    args: tuple[int, ...] = ()
    data: Any = None


class Sheet:
    """A list of steps that grows; what is known beforehand is computed at once.

    Args:
        varying: The practices and blocks whose weights differ between rows: each has a column of factors.

    Example:
        >>> sheet = Sheet()
        >>> sheet.add([sheet.number(1.0), sheet.number(2.0)]) == sheet.number(3.0)
        True
    """

    def __init__(self, varying: AbstractSet[str] = frozenset()) -> None:
        self.varying = varying
        self.steps: list[Step] = []
        self._places: dict[Step, int] = {}

    def step(self, op: Op, *args: int, data: Any = None) -> int:
        """Give the place of a step, which is new where no equal one is there."""
        step = Step(op, args, data)
        if step not in self._places:
            self._places[step] = len(self.steps)
            self.steps.append(step)
        return self._places[step]

    def number(self, value: float) -> int:
        """Give a number that is the same in all rows."""
        return self.step("number", data=float(value) + 0.0)

    def weight(self, name: str, own: float) -> int:
        """Give the weight of a practice or a block: its own, times its column of factors where it has one."""
        return self.times(self.step("weight", data=name), own) if own and name in self.varying else self.number(own)

    def truth(self, value: bool) -> int:
        """Give a flag that is the same in all rows."""
        return self.step("truth", data=value)

    def constant(self, place: int) -> Any:
        """Give the number or the flag that a step is in all rows; `None` where it differs."""
        step = self.steps[place]
        return step.data if step.op in ("number", "truth") else None

    def fold(self, op: Literal["sum", "least", "most"], items: Iterable[Item], empty: float = 0.0) -> int:
        """Read practices, and add up what is read, or take the least or the most of it."""
        items = tuple(items)
        return (
            self.step(op, *sorted({i.codes for i in items if i.codes >= 0}), data=items)
            if items
            else self.number(empty)
        )

    def some(self, items: Iterable[Item]) -> int:
        """Say whether any practice reads 1."""
        return self.above(self.fold("most", items), 0.5)

    def add(self, terms: Iterable[int]) -> int:
        """Add up."""
        terms = list(terms)
        fixed = sum(self.constant(term) or 0.0 for term in terms)
        rest = [term for term in terms if self.constant(term) is None]
        if fixed or not rest:
            rest.append(self.number(fixed))
        return rest[0] if len(rest) == 1 else self.step("add", *rest)

    def times(self, term: int, factor: float) -> int:
        """Multiply by a number."""
        if (known := self.constant(term)) is not None:
            return self.number(known * factor)
        return term if factor == 1 else self.step("times", term, data=float(factor))

    def multiply(self, left: int, right: int) -> int:
        """Multiply two columns."""
        for one, other in ((left, right), (right, left)):
            if (known := self.constant(one)) is not None:
                return self.times(other, known) if known else self.number(0.0)
        return self.step("multiply", left, right)

    def ratio(self, part: int, whole: int) -> int:
        """Divide; 0 where the whole is not above 0."""
        if (known := self.constant(whole)) is not None:
            return self.times(part, 1 / known) if known > 0 else self.number(0.0)
        return self.step("ratio", part, whole)

    def lower(self, terms: Iterable[int]) -> int:
        """Take the least of some numbers."""
        distinct = sorted(set(terms))
        known = [value for term in distinct if (value := self.constant(term)) is not None]
        rest = [term for term in distinct if self.constant(term) is None]
        if known:
            rest.append(self.number(min(known)))
        return rest[0] if len(rest) == 1 else self.step("lower", *rest)

    def choose(self, flag: int, then: int, otherwise: int) -> int:
        """Take one number where a flag holds, another where it does not."""
        if (known := self.constant(flag)) is not None:
            return then if known else otherwise
        if self._is_ratio_over(flag, then) and self.constant(otherwise) == 0:
            return then
        return then if then == otherwise else self.step("choose", flag, then, otherwise)

    def _is_ratio_over(self, flag: int, place: int) -> bool:
        """Whether a step is a ratio over what a flag finds above 0: without it, the ratio is 0 anyway."""
        step = self.steps[place]
        return step.op == "ratio" and self.steps[flag] == Step("above", (step.args[1],), 0.0)

    def above(self, term: int, edge: float) -> int:
        """Say whether a number lies above an edge."""
        known = self.constant(term)
        return self.truth(known > edge) if known is not None else self.step("above", term, data=float(edge))

    def at_least(self, term: int, edge: float) -> int:
        """Say whether a number reaches an edge."""
        known = self.constant(term)
        return self.truth(known >= edge) if known is not None else self.step("at_least", term, data=float(edge))

    def both(self, flags: Iterable[int]) -> int:
        """Say whether all flags hold."""
        return self._joined("both", flags, neutral=True)

    def either(self, flags: Iterable[int]) -> int:
        """Say whether any flag holds."""
        return self._joined("either", flags, neutral=False)

    def _joined(self, op: Op, flags: Iterable[int], *, neutral: bool) -> int:
        distinct = sorted(set(flags))
        known = {self.constant(flag) for flag in distinct} - {None}
        if (not neutral) in known:
            return self.truth(not neutral)
        rest = [flag for flag in distinct if self.constant(flag) is None]
        if not rest:
            return self.truth(neutral)
        return rest[0] if len(rest) == 1 else self.step(op, *rest)

    def opposite(self, flag: int) -> int:
        """Say whether a flag does not hold."""
        if (known := self.constant(flag)) is not None:
            return self.truth(not known)
        step = self.steps[flag]
        return step.args[0] if step.op == "opposite" else self.step("opposite", flag)

    def as_number(self, flag: int) -> int:
        """Give 1 where a flag holds, else 0."""
        known = self.constant(flag)
        return self.number(known) if known is not None else self.step("as_number", flag)

    def applied(self, op: Literal["exponential", "logarithm"], term: int) -> int:
        """Apply a function of one number; the logarithm of what is not above 0 is 0."""
        return self.step(op, term)


def needed(steps: Sequence[Step], wanted: Iterable[int]) -> list[int]:
    """List the places of the steps that some steps rest on, themselves included, in order."""
    found: set[int] = set()
    left = list(wanted)
    while left:
        place = left.pop()
        if place not in found:
            found.add(place)
            left.extend(steps[place].args)
    return sorted(found)
