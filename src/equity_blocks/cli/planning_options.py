"""The options of `plan`, in groups, and what they mean to the engine."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from equity_blocks.cli.options import output_option
from equity_blocks.model.calendar import DATING, DEFAULT_LAG, DEFAULT_PERIODS, Calendar

if TYPE_CHECKING:
    from equity_blocks.engine.planning.options import PlanOptions

N = TypeVar("N", int, float)
Decorator = Callable[[Any], Any]
DRAWS = 1_000
"""How many random draws `--confidence` makes where no number is given."""


def _all(*options: Decorator) -> Decorator:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


SECTIONS = {
    "Options": ("capacity", "start", "periods", "pick", "everything", "by", "details"),
    "Calendar": ("fiscal_year_start", "budget", "lag"),
    "Choice": ("band",),
    "What if": ("supposed", "slipped"),
    "Adopt and look back": ("adopt", "output", "force", "since"),
    "Output": ("form", "table", "audience", "top"),
    "Framework": ("framework", "tailoring", "beside", "own"),
    "For experts": ("planner", "time_limit", "certify", "confidence", "draws", "seed"),
}
"""Heading in the help of `plan` -> its options, by name."""

choice_options = _all(
    click.option("--pick", type=click.IntRange(min=1), metavar="N", help="Plan only for the first N of the choice."),
    click.option("--all", "everything", is_flag=True, help="Plan for every practice below its target."),
    click.option("--band", metavar="BAND", help="Plan the least effort that leads into this band of the score."),
)

calendar_options = _all(
    click.option("--capacity", metavar="DAYS", help="Person-days in each period, or a list: 40,60."),
    click.option("--start", metavar="PERIOD", help="The first period: a quarter (2027-Q1) or a month (2027-01)."),
    click.option(
        "--periods", type=click.IntRange(min=1), metavar="N", help=f"How many periods. Default: {DEFAULT_PERIODS}."
    ),
    click.option(
        "--fiscal-year-start", type=click.IntRange(1, 12), metavar="MONTH",
        help="The month the fiscal year begins in; with 7, quarters read SFY27-Q1.",
    ),
    click.option("--budget", type=click.FloatRange(min=0), metavar="MONEY", help="Money for all periods."),
    click.option(
        "--lag", type=click.IntRange(min=0), metavar="N",
        help="Periods between the end of what a step needs and its start, at least; 0: the same period will do. "
        f"Default: {DEFAULT_LAG}.",
    ),
)  # fmt: skip

exactness_options = _all(
    click.option(
        "--planner", type=click.Choice(("greedy", "exact")),
        help="exact: prove the best schedule, or say how far it may be from it (extra: optimize). Default: greedy.",
    ),
    click.option(
        "--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
        help="For the exact planner. Default: 60.",
    ),
    click.option("--certify", is_flag=True, help="Say how far the plan may be from the best one (extra: optimize)."),
)  # fmt: skip

draw_options = _all(
    click.option(
        "--draws", type=click.IntRange(1, 1_000_000), metavar="N", help=f"How many random draws. Default: {DRAWS}."
    ),
    click.option("--seed", type=int, metavar="N", help="Of the random draws and of the planner's search. Default: 0."),
)

planner_options = _all(
    exactness_options,
    click.option("--confidence", is_flag=True, help="Estimate how stable the ranking is under random variation."),
    draw_options,
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

since_option = click.option(
    "--since", metavar="BEFORE", help="Say what became of an adopted plan, or of the plan of an earlier assessment."
)

adoption_options = _all(
    click.option("--adopt", is_flag=True, help="Keep actions, periods and owners in the file that -o names."),
    output_option("Where to keep the plan that is adopted, or NAME.csv, .xml or .ics: a table, a project, a calendar."),
    click.option("--force", is_flag=True, help="Replace an existing file."),
    since_option,
)  # fmt: skip


def plan_options(options: dict[str, Any]) -> "PlanOptions":
    """Give the engine's options: those that were given, and those of confidence only where that was asked for.

    Raises:
        click.UsageError: They exclude one another, or a number is none.
    """
    chosen = [name for name in ("pick", "everything", "band") if options[name]]
    if len(chosen) > 1:
        words = {"pick": "--pick", "everything": "--all", "band": "--band"}
        raise click.UsageError(f"{' and '.join(words[name] for name in chosen)} cannot be used together")
    given = {key: options[key] for key in _TO_ENGINE if options[key] is not None}
    if options["capacity"] is not None:
        given["capacity"] = capacity_of(options["capacity"])
    if options["confidence"]:
        given["confidence"] = options["draws"] or DRAWS
    return cast("PlanOptions", given)


def require_used(options: Mapping[str, Any], planning: Calendar | None, *, is_dated: bool) -> None:
    """Refuse options that would do nothing.

    Args:
        options: What each option of `plan` says; `None`: it was not given.
        planning: The calendar that the assessment names.
        is_dated: Whether something that is supposed gives a calendar.

    Raises:
        click.UsageError: An option was given without those that it requires.

    Example:
        >>> require_used({"draws": 100}, None, is_dated=False)
        Traceback (most recent call last):
        click.exceptions.UsageError: --draws requires --confidence
    """
    has_calendar = planning is not None and planning.is_dated
    dates = has_calendar or is_dated or any(options.get(name) is not None for name in DATING)
    has_start = options.get("start") is not None or (planning is not None and planning.start is not None)
    fits = {
        **dict.fromkeys(("lag", "planner", "certify"), (dates, _CALENDAR)),
        "time_limit": (dates and options.get("planner") == "exact", f"--planner exact, and {_CALENDAR}"),
        "fiscal_year_start": (has_start, "--start"),
        "draws": (options.get("confidence"), "--confidence"),
        "seed": (options.get("confidence") or dates, f"--confidence, {_CALENDAR}"),
    }
    for name, (fit, others) in fits.items():
        value = options.get(name)
        if value is not None and value is not False and not fit:
            message = f"--{name.replace('_', '-')} requires {others}"
            raise click.UsageError(message)


_CALENDAR = "--capacity, --periods, --start or --budget, or `planning` in the assessment"


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


def suppositions(supposed: Sequence[str]) -> "tuple[dict[str, str | float | None], PlanOptions]":
    """Read what is supposed: levels of practices, and other options of the plan.

    Raises:
        click.BadParameter: One cannot be read.

    Example:
        >>> suppositions(["trust-building=in-place", "capacity=80"])
        ({'trust-building': 'in-place'}, {'capacity': 80.0})
    """
    levels: dict[str, str | float | None] = {}
    instead: PlanOptions = {}
    for entry in supposed:
        name, _, value = entry.partition("=")
        if name in levels or name in instead:
            raise click.BadParameter(f"{name} is supposed twice", param_hint="--set")
        if name == "capacity":
            instead["capacity"] = capacity_of(value, "--set")
        elif name == "budget":
            instead["budget"] = _number(value, float, "--set")
        elif name == "periods":
            instead["periods"] = _number(value, int, "--set")
        else:
            levels[name] = _level(value)
    return levels, instead


def _level(value: str) -> str | float | None:
    """A level's id, its position, or a score; nothing stands for the target."""
    if re.fullmatch(r"-?\d{1,15}", value):
        return int(value)
    return float(value) if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", value) else value or None


def slips(entries: Sequence[str]) -> dict[str, int]:
    """Read by how many periods practices slip.

    Raises:
        click.BadParameter: One cannot be read.

    Example:
        >>> slips(["accessibility=2"])
        {'accessibility': 2}
    """
    periods: dict[str, int] = {}
    for entry in entries:
        name, equals, value = entry.partition("=")
        if not equals:
            raise click.BadParameter(
                f"'{entry}' does not say by how many periods: write PRACTICE=N", param_hint="--slip"
            )
        if name in periods:
            raise click.BadParameter(f"{name} slips twice", param_hint="--slip")
        periods[name] = _number(value, int, "--slip")
    return periods


def _number(value: str, kind: type[N], option: str) -> N:
    try:
        return kind(value)
    except ValueError:
        raise click.BadParameter(
            f"'{value}' is not a whole number" if kind is int else f"'{value}' is not a number", param_hint=option
        ) from None
