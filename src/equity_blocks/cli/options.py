"""Options that several commands share, and help in sections."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from equity_blocks.cli.output import FORMATS, TABLE


def format_option(*formats: str, has_tables: bool = True) -> Callable[[Any], Any]:
    """Add the option `--format`, and where CSV is one of the formats, `--table`.

    Args:
        formats: Those that the command has, the default first. Default: all.
        has_tables: Whether what the command shows has several tables.
    """
    allowed = formats or tuple(FORMATS)
    form = click.option("--format", "form", type=click.Choice(allowed), default=allowed[0], show_default=True)
    return (lambda command: form(_table_option(command))) if has_tables and "csv" in allowed else form


def _keep_table(context: click.Context, _param: click.Parameter, name: str | None) -> None:
    context.meta[TABLE] = name


_table_option = click.option(
    "--table",
    metavar="NAME",
    callback=_keep_table,
    expose_value=False,  # `emit` asks the context, so that no command has to hand it on
    help="With --format csv: which table, such as blocks. Default: the first.",
)

TAILORING = "equity_blocks.tailoring"
"""Where the context of a command keeps the name of the tailoring, and once it is read, the tailoring."""


def _keep(context: click.Context, _param: click.Parameter, name: str | None) -> None:
    context.meta[TAILORING] = name


def output_option(meaning: str, *, default: str | None = None, metavar: str = "FILE") -> Callable[[Any], Any]:
    """Add the option `-o`, which refuses at once a place where nothing can be written.

    Args:
        meaning: What is written there, for the help.
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

    return click.option("-o", "--output", default=default, metavar=metavar, callback=check, help=meaning)


tailoring_option = click.option(
    "--tailoring",
    metavar="FILE",
    callback=_keep,
    expose_value=False,  # whoever opens a framework asks the context, so that no command can forget it
    help="Change the framework as this file says.",
)


def framework_option(command: Any) -> Any:
    """Add the options `--framework` and `--tailoring`."""
    meaning = "Use this framework instead of the one the file names."
    return click.option("--framework", metavar="FILE|ID", help=meaning)(tailoring_option(command))


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


class SectionedCommand(click.Command):
    """A command whose help lists its options in sections.

    Args:
        sections: Heading -> the names of its options, in the order of the help. What is in none comes last.
        others: The heading of what is in none.
    """

    def __init__(
        self, *args: Any, sections: Mapping[str, Sequence[str]], others: str = "Other", **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.sections = sections
        self.others = others

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        lines = {option.name: option.get_help_record(ctx) for option in options}
        named = [name for names in self.sections.values() for name in names]
        for title, names in {**self.sections, self.others: [name for name in lines if name not in named]}.items():
            records = [record for name in names if (record := lines.get(name))]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
