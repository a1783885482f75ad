"""The options of `plan`, in groups, and what they mean to the engine."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from equity_blocks.engine.planning.plan import PlanOptions

N = TypeVar("N", int, float)
Decorator = Callable[[Any], Any]
DRAWS = 1_000
"""How many random draws `--confidence` makes where nothing is said."""


def _all(*options: Decorator) -> Decorator:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


choice_options = _all(
    click.option("--pick", type=click.IntRange(min=1), metavar="N", help="Plan only for the first N of the choice."),
    click.option("--all", "everything", is_flag=True, help="Plan for every practice below its target."),
    click.option("--band", metavar="BAND", help="Plan the least effort that leads into this band of the score."),
)

schedule_options = _all(
    click.option("--periods", type=click.IntRange(min=1), metavar="N", help="How many periods. Default: 8."),
    click.option(
        "--capacity", metavar="DAYS", help="Person-days in each period: one number, or a comma-separated list."
    ),
    click.option("--start", metavar="PERIOD", help="The first period: a quarter (2027-Q1) or a month (2027-01)."),
    click.option(
        "--fiscal-year-start", type=click.IntRange(1, 12), default=1, metavar="MONTH",
        help="The month the fiscal year begins in; with 7, quarters read SFY27-Q1.",
    ),
    click.option("--budget", type=click.FloatRange(min=0), metavar="MONEY", help="Money for all periods."),
    click.option(
        "--lag", type=click.IntRange(min=0), default=1, show_default=True,
        help="Periods between the end of what a step needs and its start, at least; 0: the same period will do.",
    ),
    click.option(
        "--planner", type=click.Choice(("greedy", "exact")), default="greedy", show_default=True,
        help="exact: prove the best schedule, or say how far it may be from it (extra: optimize).",
    ),
    click.option(
        "--time-limit", type=click.FloatRange(min=0, min_open=True), default=60.0, metavar="SECONDS",
        help="For the exact planner; choosing how long steps take comes on top.",
    ),
    click.option("--certify", is_flag=True, help="Say how far the plan may be from the best one (extra: optimize)."),
)  # fmt: skip

confidence_options = _all(
    click.option("--confidence", is_flag=True, help="Estimate how stable the ranking is under random variation."),
    click.option(
        "--draws", type=click.IntRange(1, 1_000_000), metavar="N", help="How many random draws. Default: 1000."
    ),
    click.option(
        "--seed", type=int, default=0, show_default=True, help="Of the random draws and of the planner's search."
    ),
)

supposition_options = _all(
    click.option(
        "--set", "supposed", multiple=True, metavar="PRACTICE=LEVEL",
        help="Compare the plan with PRACTICE at LEVEL (default: target). Also capacity=DAYS, budget=MONEY, periods=N.",
    ),
    click.option(
        "--slip", "slipped", multiple=True, metavar="PRACTICE=N",
        help="Compare the plan with PRACTICE starting at least N periods later.",
    ),
)  # fmt: skip


def plan_options(options: dict[str, Any]) -> "PlanOptions":
    """Give the engine's options; those of confidence only where that was asked for.

    Raises:
        click.UsageError: They exclude one another, or a number is none.
    """
    chosen = [name for name in ("pick", "everything", "band") if options[name]]
    if len(chosen) > 1:
        words = {"pick": "--pick", "everything": "--all", "band": "--band"}
        raise click.UsageError(f"{' and '.join(words[name] for name in chosen)} cannot be used together")
    found = {key: options[key] for key in _TO_ENGINE}
    found["capacity"] = None if options["capacity"] is None else capacity_of(options["capacity"])
    found["confidence"] = (options["draws"] or DRAWS) if options["confidence"] else None
    return cast("PlanOptions", found)


def require_used(options: dict[str, Any], asked: Collection[str], *, is_dated: bool) -> None:
    """Refuse options that would do nothing.

    Args:
        options: What each option of `plan` says.
        asked: The names of those that were given.
        is_dated: Whether something that is supposed gives a calendar.

    Raises:
        click.UsageError: An option was given without those that it requires.

    Example:
        >>> require_used({"confidence": False}, ["draws"], is_dated=False)
        Traceback (most recent call last):
        click.exceptions.UsageError: --draws requires --confidence
    """
    dates = any(options.get(name) is not None for name in ("capacity", "periods", "start", "budget")) or is_dated
    fits = {
        **dict.fromkeys(("lag", "planner", "certify"), (dates, _CALENDAR)),
        "time_limit": (dates and options.get("planner") == "exact", f"--planner exact, and {_CALENDAR}"),
        "fiscal_year_start": (options.get("start") is not None, "--start"),
        "draws": (options.get("confidence"), "--confidence"),
        "seed": (options.get("confidence") or dates, f"--confidence, {_CALENDAR}"),
    }
    for name, (fit, others) in fits.items():
        if name in asked and not fit:
            message = f"--{name.replace('_', '-')} requires {others}"
            raise click.UsageError(message)


_CALENDAR = "--capacity, --periods, --start or --budget"


_TO_ENGINE = (
    "pick", "everything", "band", "periods", "start", "fiscal_year_start", "budget", "lag", "planner", "time_limit",
    "certify", "seed",
)  # fmt: skip


def capacity_of(text: str, option: str = "--capacity") -> float | list[float]:
    """Read a number, or numbers with commas between them.

    Raises:
        click.BadParameter: Something is no number.

    Example:
        >>> capacity_of("60"), capacity_of("60,40")
        (60.0, [60.0, 40.0])
    """
    try:
        days = [float(part) for part in text.split(",")]
    except ValueError:
        message = f"'{text}' is not a number of person-days, nor several with commas between them"
        raise click.BadParameter(message, param_hint=option) from None
    return days[0] if len(days) == 1 else days


def suppositions(supposed: Sequence[str]) -> "tuple[dict[str, str | int | None], PlanOptions]":
    """Read what is supposed: levels of practices, and other options of the plan.

    Raises:
        click.BadParameter: One cannot be read.

    Example:
        >>> suppositions(["trust-building=in-place", "capacity=80"])
        ({'trust-building': 'in-place'}, {'capacity': 80.0})
    """
    levels: dict[str, str | int | None] = {}
    instead: PlanOptions = {}
    for entry in supposed:
        name, _, said = entry.partition("=")
        if name in levels or name in instead:
            raise click.BadParameter(f"{name} is supposed twice", param_hint="--set")
        if name == "capacity":
            instead["capacity"] = capacity_of(said, "--set")
        elif name == "budget":
            instead["budget"] = _number(said, float, "--set")
        elif name == "periods":
            instead["periods"] = _number(said, int, "--set")
        else:
            levels[name] = int(said) if said.isdecimal() else said or None
    return levels, instead


def slips(entries: Sequence[str]) -> dict[str, int]:
    """Read by how many periods practices slip.

    Raises:
        click.BadParameter: One cannot be read.

    Example:
        >>> slips(["accessibility=2"])
        {'accessibility': 2}
    """
    found = {}
    for entry in entries:
        name, equals, said = entry.partition("=")
        if not equals:
            raise click.BadParameter(
                f"'{entry}' does not say by how many periods: write PRACTICE=N", param_hint="--slip"
            )
        if name in found:
            raise click.BadParameter(f"{name} slips twice", param_hint="--slip")
        found[name] = _number(said, int, "--slip")
    return found


def _number(said: str, kind: type[N], option: str) -> N:
    try:
        return kind(said)
    except ValueError:
        raise click.BadParameter(
            f"'{said}' is not a whole number" if kind is int else f"'{said}' is not a number", param_hint=option
        ) from None
