"""Showing results in the format that was asked for."""

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import click

from equity_blocks.model import Noun
from equity_blocks.reports.document import Document, Table

N = TypeVar("N", bound=Noun)
FORMATS = ("table", "json", "markdown", "csv")


def format_option(*formats: str) -> Callable[[Any], Any]:
    """Add the option `--format`; the first format is the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats or FORMATS), default=(formats or FORMATS)[0], show_default=True
    )


_WIDEST = 110

TAILORING = "equity_blocks.tailoring"
"""Where the context of a command keeps the name of the tailoring, and once it is read, the tailoring."""


def _keep(context: click.Context, _param: click.Parameter, name: str | None) -> None:
    context.meta[TAILORING] = name


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
    type=click.Choice(("owner", "client", "cohort")),
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
    help="With --share: least people in a group that is shown.",
)


def shared(noun: N, audience: str, **how: Any) -> N:
    """Leave out what an audience must not see; EQUITY_BLOCKS_SECRET is the key of pseudonyms."""
    if audience == "owner":  # who owns it sees all of it, and need not wait for the rules of sharing
        return noun
    from equity_blocks.engine.sharing.share import Audience, share

    return share(noun, cast("Audience", audience), secret=os.environ.get("EQUITY_BLOCKS_SECRET", ""), **how)


def emit(form: str, document: Document, json: Callable[[], str], table: Table | None = None) -> None:
    """Print a result in one format.

    Args:
        form: One of `FORMATS`.
        document: What people read.
        json: Gives the one JSON document.
        table: What CSV holds. Default: the document's first table.
    """
    if form == "json":
        click.echo(json())
    elif form == "markdown":
        from equity_blocks.reports.markdown import as_markdown

        click.echo(as_markdown(document), nl=False)
    elif form == "csv":
        from equity_blocks.reports.comma import as_csv

        click.echo(as_csv(table or document.tables[0]), nl=False)
    else:
        show(document)


def show(document: Document) -> None:
    """Draw a document on the terminal, or plainly into a pipe; never wider than reads well."""
    from rich.console import Console

    from equity_blocks.reports.terminal import as_terminal

    console = Console(highlight=False)
    console.width = min(console.width, _WIDEST)
    click.echo(as_terminal(document, console), nl=False)
