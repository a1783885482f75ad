"""Options that several commands share."""

from collections.abc import Callable
from typing import Any

import click

FORMATS = ("table", "json", "markdown", "csv")


def format_option(*formats: str) -> Callable[[Any], Any]:
    """Add the option `--format`; the first format is the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats or FORMATS), default=(formats or FORMATS)[0], show_default=True
    )


TAILORING = "equity_blocks.tailoring"
"""Where the context of a command keeps the name of the tailoring, and once it is read, the tailoring."""


def _keep(context: click.Context, _param: click.Parameter, name: str | None) -> None:
    context.meta[TAILORING] = name


def output_option(said: str, *, default: str | None = None, metavar: str = "FILE") -> Callable[[Any], Any]:
    """Add the option `-o`; where nothing could be written, that is said before there is anything to write.

    Args:
        said: What is written there.
        default: What holds where it is not given.
        metavar: What it names; a `FOLDER` need not be there yet.
    """
    is_file = metavar == "FILE"

    def check(_context: click.Context, _param: click.Parameter, name: str | None) -> str | None:
        if name == "":
            raise click.BadParameter("the name is empty")
        if name is not None and name != "-" and is_file:
            from equity_blocks.saving import require_place

            require_place(name)
        return name

    return click.option("-o", "--output", default=default, metavar=metavar, callback=check, help=said)


tailoring_option = click.option(
    "--tailoring",
    metavar="FILE",
    callback=_keep,
    expose_value=False,  # whoever opens a framework asks the context, so that no command can forget it
    help="Change the framework as this file says.",
)


def framework_option(command: Any) -> Any:
    """Add the options `--framework` and `--tailoring`."""
    said = "Use this framework instead of the one the file names."
    return click.option("--framework", metavar="FILE|ID", help=said)(tailoring_option(command))


share_option = click.option(
    "--share",
    "audience",
    type=click.Choice(("owner", "steering", "client", "cohort")),
    default="owner",
    show_default=True,
    help="Who will read it: what others must not see is left out.",
)


least_option = click.option(
    "--min-respondents",
    "least",
    type=click.IntRange(min=3),
    default=5,
    show_default=True,
    help="With --share: smallest group size shown.",
)


crosswalk_option = click.option(
    "--crosswalk",
    "own",
    multiple=True,
    metavar="FILE|ID",
    help="A crosswalk of your own; it takes precedence over those shipped.",
)
