"""States: what a cell of a column says about one practice, and what each way of scoring reads from it."""

from collections.abc import Sequence
from math import log
from typing import Any, Literal, NamedTuple

from equity_blocks.engine.scoring.claimed_values import ClaimedValue
from equity_blocks.model.rating import Status
from equity_blocks.model.scale import Scale
from equity_blocks.model.scoring import NotApplicable
from equity_blocks.model.tolerance import ROUNDING, TiedValue, reaches

Roll = Literal["point", "low", "high", "whole", "coverage"]
"""A way of rolling up: which value of a practice counts."""

What = Literal["value", "known", "logarithm", "open", "held", "unheld", "reaches", "supports", "struck_out"]

STATUSES: tuple[Status, ...] = ("unanswered", "unknown", "not_applicable", "not_pursued")
"""What a cell says that names no level, in the order of their codes, which follow those of the levels."""

_OPEN = ("unanswered", "unknown")


class State(NamedTuple):
    """What a cell says.

    Args:
        claim: The level that is claimed, with its value and range.
        aim: What the practice's target counts, in [0, 1].
    """

    claim: ClaimedValue
    aim: float


def states_of(scale: Scale, aim: float) -> list[State]:
    """List what may be said on a scale: each level, no level in four ways, each level of what is not pursued.

    The place in the list is the code of the state.

    Example:
        >>> [state.claim.status for state in states_of(Scale.model_validate(["no", "yes"]), 1.0)][:4]
        ['rated', 'rated', 'unanswered', 'unknown']
    """
    levels = [*enumerate(scale.values)]
    claims = [ClaimedValue("rated", i, value, value, value) for i, value in levels]
    claims += [
        ClaimedValue("unanswered", low=0.0, high=1.0),
        ClaimedValue("unknown", low=0.0, high=1.0),
        ClaimedValue("not_applicable"),
        ClaimedValue("not_pursued"),
    ]
    claims += [ClaimedValue("not_pursued", i, value, value, value) for i, value in levels]
    return [State(claim, aim) for claim in claims]


class Reading(NamedTuple):
    """What a node reads from the state of a practice that counts in it.

    Args:
        what: The value; whether there is one (`known`), or none for want of an answer (`open`); whether a value that is
            known holds the level asked for (`held`, `unheld`). Of prerequisites: whether a rated level is at a position
            or above (`reaches`); whether an option lets a rule pass (`supports`), or does not apply (`struck_out`).
        roll: Which value counts.
        counts_open: Whether a missing answer counts 0.
        not_applicable: What a practice that does not apply counts.
        least: The value of the level asked for, or the position.
        tie: Which of several levels of the same value that is; -1 where no other counts the same.
    """

    what: What
    roll: Roll = "point"
    counts_open: bool = False
    not_applicable: NotApplicable = "exclude"
    least: float = 0.0
    tie: int = -1

    def of(self, state: State) -> float:
        """Read a state; what has no value reads 0."""
        claim = state.claim
        match self.what:
            case "open":
                return float(self._is_open(claim))
            case "reaches":
                return float(claim.status == "rated" and (claim.position or 0) >= self.least)
            case "supports":
                is_held = claim.status != "not_applicable" and (claim.position or 0) >= self.least
                return float(is_held or claim.status in _OPEN)
            case "struck_out":
                return float(claim.status == "not_applicable")
        value = self.value(state)
        return 0.0 if value is None else self._read(value, is_open=self._is_open(claim))

    def _read(self, value: float, *, is_open: bool) -> float:
        match self.what:
            case "value":
                return float(value)
            case "logarithm":
                return log(value) if value > 0 else 0.0
            case "held" | "unheld":
                is_held = not is_open and reaches(value, self.least)
                return float(is_held == (self.what == "held"))
        return 1.0

    def _is_open(self, claim: ClaimedValue) -> bool:
        return claim.status in _OPEN and self.roll in ("point", "whole")

    def value(self, state: State) -> float | None:
        """Give what a state counts, in [0, 1]; `None` where it does not count."""
        claim = state.claim
        if self._is_open(claim):
            return 0.0 if self.counts_open else None
        if claim.status == "not_applicable" and self.not_applicable != "exclude":
            return 1.0 if self.roll == "coverage" or self.not_applicable == "full" else state.aim
        match self.roll:
            case "point":
                return claim.value if claim.status == "rated" else None
            case "whole":
                return (claim.value or 0.0) if claim.status in ("rated", "not_pursued") else None
            case "coverage":
                return float(claim.status == "rated") if claim.in_scope else None
        end = claim.low if self.roll == "low" else claim.high
        return end if claim.in_scope else None

    def reads_level(self, state: State) -> bool:
        """Say whether what a state counts here is what the level counts that it names.

        Example:
            >>> named, unanswered = (states_of(Scale.model_validate(["no", "yes"]), 1.0)[i] for i in (1, 2))
            >>> Reading("value").reads_level(named), Reading("value", "high").reads_level(unanswered)
            (True, False)
        """
        is_value = self.what in ("value", "logarithm") and self.roll != "coverage"
        return is_value and state.claim.position is not None and self.value(state) is not None

    def of_scores(self, shares: Any, scale: Scale) -> Any:
        """Read rated scores of a range, given as the shares of it that they count: a number, or flags.

        Args:
            shares: A column of numpy, or an expression.
            scale: The range.

        Returns:
            A column or an expression of numbers (`value`) or flags; a number where all scores read the same. The
            logarithm is left to the caller.
        """
        match self.what:
            case "value":
                return 1.0 if self.roll == "coverage" else shares
            case "known":
                return 1.0
            case "held" | "unheld":
                is_held = 1.0 if self.roll == "coverage" else _score_reaches(shares, self.least)
                return is_held if self.what == "held" else (0.0 if isinstance(is_held, float) else ~is_held)
            case "reaches" | "supports":
                least = scale.values[int(self.least)]
                return 1.0 if self.least <= 0 else (shares > 0) & (shares + ROUNDING >= float(least))
        return 0.0


def _score_reaches(shares: Any, least: float) -> Any:
    """The same as `reaches` for numbers that know no level."""
    is_reached = shares >= float(least) - ROUNDING
    if not isinstance(least, TiedValue):
        return is_reached
    return is_reached | (shares <= 0) if least.position == 0 else is_reached & (shares > 0)


def table(reading: Reading, states: Sequence[State]) -> tuple[float, ...]:
    """Read every state of a practice.

    Example:
        >>> table(Reading("value"), states_of(Scale.model_validate(["no", "yes"]), 1.0)[:4])
        (0.0, 1.0, 0.0, 0.0)
    """
    return tuple(map(reading.of, states))
