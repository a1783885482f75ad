"""Schedule problems, of steps with effort and prerequisites over periods with capacity, and schedules."""

from collections.abc import Iterator, Sequence, Sized
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator

from equity_blocks.errors import Path, Problem
from equity_blocks.model.calendar import DEFAULT_LAG, MOST_PERIODS, Amount
from equity_blocks.model.noun import NO_ITEMS, Count, Given, Many, Noun, Positive, unsound

Planner = Literal["greedy", "exact"]
MOST_GAIN = 1e100
"""Of gain, of which only ratios mean something: weights on the way to a practice are multiplied."""

Gain = Annotated[float, Field(ge=0, le=MOST_GAIN, strict=True, allow_inf_nan=False)]
Value = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Duration = Annotated[int, Field(ge=1, le=MOST_PERIODS, strict=True)]
Window = tuple[Count, Count]

READABLE = {
    "periods": "T",
    "capacity": "cap",
    "benefit": "gain",
    "duration": "dur",
    "requires": "all_of",
    "requires_any": "any_of",
}
"""Readable names that a problem may be built with -> the field."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class DueDate(Noun):
    """Steps that have to be finished by the end of a period.

    Example:
        >>> DueDate(last=2, steps=[0, 1]).steps
        (0, 1)
    """

    last: Annotated[int, Field(strict=True)] = Field(
        description="The last period that is in time; below 1, or after the last: as far away as it says."
    )
    steps: Many[Count] = Field(description="The steps that have to be finished by its end.")


class Completion(Noun):
    """A gain that counts once all of some steps are finished, and takes no effort of its own.

    Example:
        >>> Completion(gain=5, steps=[0, 2]).gain
        5.0
    """

    gain: Gain = Field(description="What it adds in every period from the finish of the last of its steps on.")
    steps: Annotated[Many[Count], Field(min_length=1)] = Field(description="The steps that it takes.")


class ScheduleProblem(Noun):
    """Steps to be scheduled over periods 1 to T.

    Steps are numbered from 0, periods from 1. A step that is finished in period f counts its gain in f and in every
    period after it, so gain x (T - f + 1); it works in the periods of one run that ends with f, with an equal share of
    its effort in each. A step may be left undone, and then counts nothing.

    Schedules are compared by what they keep of `due` and `started` first (see `Duties`), then by the area under the
    gain curve; without both by the area alone.

    The short names are those of the literature. Readable ones are taken too: `periods` (T), `capacity` (cap),
    `benefit` (gain), `duration` (dur), `requires` (all_of), `requires_any` (any_of).

    Raises:
        pydantic.ValidationError: Lists differ in length, a step is named that does not exist, an amount is negative
            or not finite; every reason is listed.

    Example:
        >>> ScheduleProblem(T=3, cap=5, gain=[2, 9], effort=[5, 5], all_of=[[], [0]]).cap
        (5.0, 5.0, 5.0)
    """

    T: Annotated[int, Field(ge=1, le=MOST_PERIODS, strict=True)] = Field(description="How many periods there are.")
    cap: Given[tuple[Amount, ...], float | list[float] | tuple[float, ...]] = Field(
        description="Capacity of each period, in units of effort. One number: every period."
    )
    budget: Amount | None = Field(
        default=None, description="Most that all steps done may cost together. Default: no limit."
    )
    lag: Annotated[int, Field(ge=0, le=MOST_PERIODS, strict=True)] = Field(
        default=DEFAULT_LAG,
        description="Periods from the finish of a prerequisite to the start of what needs it; 0: in the same period.",
    )
    gain: Many[Gain] = Field(description="What each step adds in every period from its finish on.")
    effort: Many[Amount] = Field(description="Effort of each step, in units of capacity.")
    cost: Many[Amount] = Field(default=NO_ITEMS, description="Cost of each step, in units of the budget. Default: 0.")
    dur: Many[Duration] = Field(default=NO_ITEMS, description="Periods that each step takes, at least. Default: 1.")
    stretch: Count | None = Field(
        default=None,
        description="Lengths are open: from its shortest run (the fewest periods, from `dur` on, in which it fits if "
        "it has all capacity to itself), a step may take up to so many periods more. Default: exactly `dur`.",
    )
    all_of: Given[tuple[tuple[Count, ...], ...], Sequence[Sequence[int]]] = Field(
        default=NO_ITEMS, description="Steps that each step needs. Default: none."
    )
    any_of: Given[
        tuple[tuple[Annotated[tuple[Count, ...], Field(min_length=1)], ...], ...], Sequence[Sequence[Sequence[int]]]
    ] = Field(
        default=NO_ITEMS, description="Groups of steps; each step needs one of each of its groups. Default: none."
    )
    window: Given[tuple[Window | None, ...], Sequence[Window | None]] = Field(
        default=NO_ITEMS,
        description="First and last period in which each step may work; first after last: never. Default: null, any.",
    )
    due: Many[DueDate] = Field(default=NO_ITEMS, description="What has to be finished by when, where it can be.")
    started: Many[Count] = Field(
        default=NO_ITEMS, description="Steps under way: they go on and end as soon as they can."
    )
    completions: Many[Completion] = Field(default=NO_ITEMS, description="Gains that need several steps. Default: none.")

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, data: Any) -> Any:
        """Take readable names, one number as the capacity of every period, and fill what was left out."""
        if not isinstance(data, dict):
            return data
        both = [(name, field) for name, field in READABLE.items() if name in data and field in data]
        unsound(
            [Problem("contradiction", f"give '{name}' or '{field}', not both", "", (name,)) for name, field in both]
        )
        data = {READABLE.get(key, key): value for key, value in data.items()}
        periods, gain = data.get("T"), data.get("gain")
        if _is_number(data.get("cap")) and type(periods) is int and 0 < periods <= MOST_PERIODS:
            data["cap"] = (data["cap"],) * periods
        if isinstance(gain, Sized) and not isinstance(gain, str):
            fill = {"cost": 0.0, "dur": 1, "all_of": (), "any_of": (), "window": None}
            data |= {key: (value,) * len(gain) for key, value in fill.items() if data.get(key) is None}
        return data

    @model_validator(mode="after")
    def _is_sound(self) -> "ScheduleProblem":
        unsound([*self._uneven(), *self._astray()])
        return self

    def _uneven(self) -> Iterator[Problem]:
        for name in ("effort", "cost", "dur", "all_of", "any_of", "window"):
            if (entries := len(getattr(self, name))) != len(self.gain):
                message = f"there are {len(self.gain)} gains, but {entries} entries here: one is needed for each step"
                data = {"found": entries, "allowed": (len(self.gain),)}
                yield Problem("lengths_differ", message, "", (name,), data=data)
        if len(self.cap) != self.T:
            message = f"there are {self.T} periods, but {len(self.cap)} capacities: one is needed for each period"
            hint, data = "give one number for all periods alike", {"found": len(self.cap), "allowed": (self.T,)}
            yield Problem("lengths_differ", message, hint, ("cap",), data=data)

    def _astray(self) -> Iterator[Problem]:
        steps = len(self.gain)
        for path, step in _numbers((), {name: getattr(self, name) for name in _NAMING_STEPS}):
            if step >= steps:
                allowed = f"they are numbered 0 to {steps - 1}" if steps else "there are none"
                message, data = f"there is no step {step}: {allowed}", {"found": step, "below": steps}
                yield Problem("unknown_step", message, "", path, data=data)


_NAMING_STEPS = ("all_of", "any_of", "due", "completions", "started")
"""Fields that name steps by their numbers."""


def _numbers(path: Path, value: Any) -> Iterator[tuple[Path, int]]:
    """List the numbers of steps in a value, however deep, with their places."""
    if isinstance(value, int):
        yield path, value
    elif isinstance(value, DueDate | Completion):
        yield from _numbers((*path, "steps"), value.steps)
    else:
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numbers((*path, key), part)


class Duties(NamedTuple):
    """The dates and started work that a schedule keeps, the most important first.

    Args:
        missed: How many due dates are missed.
        ends: Sum of the periods in which started steps end; one period after the last stands for never.
        begins: Sum of the periods in which they begin.
        late: Sum of the periods by which the dates missed are late.

    Example:
        >>> Duties(missed=1, ends=2, begins=1, late=1) < Duties(missed=1, ends=3, begins=1, late=0)
        True
    """

    missed: int = 0
    ends: int = 0
    begins: int = 0
    late: int = 0


class Schedule(Noun):
    """The periods in which each step of a `ScheduleProblem` is worked on.

    Example:
        >>> Schedule(planner="greedy", begin=[1, None], finish=[1, None], value=6, bound=8).gap
        0.25
    """

    planner: Planner = Field(description="What made it.")
    finish: Many[Positive | None] = Field(description="Period in which each step is finished, from 1; null: not done.")
    begin: Many[Positive | None] = Field(
        default=NO_ITEMS, description="Period in which each step begins; null: not done. Empty: not told."
    )
    value: Value = Field(
        description="Sum of gain x (T - f + 1) over the steps and completions finished, f being the period."
    )
    bound: Value | None = Field(
        default=None, description="No schedule that does as well by its duties is worth more. Null: not known."
    )
    duties: Duties = Field(default=Duties(), description="What it keeps of dates and of started work.")
    duties_bound: Duties | None = Field(
        default=None,
        description="No schedule does better by its duties; the same as `duties`: proven. Null: not known.",
    )

    gap: float | None = Field(
        default=None, description="Most that the best schedule is worth more, as a share of `bound`; made from `bound`."
    )

    def model_post_init(self, _context: Any) -> None:
        """Say how far below the bound this is: 0 for a proven optimum, null where no bound is known."""
        if self.bound is None:
            self.__dict__["gap"] = None
        else:
            self.__dict__["gap"] = max(0.0, (self.bound - self.value) / self.bound) if self.bound else 0.0
