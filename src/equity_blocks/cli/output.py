"""Showing results in the format that was asked for."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import click

from equity_blocks.model import Noun
from equity_blocks.reports.document import Document, Table
from equity_blocks.reports.encoding import json_in, writable_document, yaml_in

N = TypeVar("N", bound=Noun)
_WIDEST = 110


def shared(noun: N, audience: str, **how: Any) -> N:
    """Leave out what an audience must not see; EQUITY_BLOCKS_SECRET is the key of pseudonyms."""
    if audience == "owner":  # who owns it sees all of it, and need not wait for the rules of sharing
        return noun
    from equity_blocks.engine.sharing.share import Audience, share

    return share(noun, cast("Audience", audience), secret=os.environ.get("EQUITY_BLOCKS_SECRET", ""), **how)


def print_json(text: str) -> None:
    """Print a JSON document, the same data in any encoding."""
    click.echo(json_in(text.rstrip("\n"), _encoding()))


def print_yaml(text: str) -> None:
    """Print a file that is YAML, the same data in any encoding."""
    click.echo(yaml_in(text, _encoding()), nl=False)


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def emit(form: str, document: Document, json: Callable[[], str], table: Table | None = None) -> None:
    """Print a result in one format.

    Args:
        form: One of `equity_blocks.cli.options.FORMATS`.
        document: What people read.
        json: Gives the one JSON document.
        table: What CSV holds. Default: the document's first table.
    """
    if form == "json":
        print_json(json())
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
    click.echo(as_terminal(writable_document(document, _encoding()), console), nl=False)


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
