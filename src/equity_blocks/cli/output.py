"""Showing results in the format that was asked for."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import click

from equity_blocks.model import Noun
from equity_blocks.reports.document import Document, Table

N = TypeVar("N", bound=Noun)
_WIDEST = 110


def shared(noun: N, audience: str, **how: Any) -> N:
    """Leave out what an audience must not see; EQUITY_BLOCKS_SECRET is the key of pseudonyms."""
    if audience == "owner":  # who owns it sees all of it, and need not wait for the rules of sharing
        return noun
    from equity_blocks.engine.sharing.share import Audience, share

    return share(noun, cast("Audience", audience), secret=os.environ.get("EQUITY_BLOCKS_SECRET", ""), **how)


def emit(form: str, document: Document, json: Callable[[], str], table: Table | None = None) -> None:
    """Print a result in one format.

    Args:
        form: One of `equity_blocks.cli.options.FORMATS`.
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
        from equity_blocks.reports.csv_table import as_csv

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


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that something is being worked at, and for how long; nothing in a pipe.

    Args:
        what: What is being done, as people say it.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what, total=None)
        yield
