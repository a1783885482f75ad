"""Showing results: every format that a result can be shown in, and what each prints."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import click

from equity_blocks.model import Assessment, Framework, FrameworkRef, Noun
from equity_blocks.model.result import ref
from equity_blocks.reports.document import Document
from equity_blocks.reports.encoding import json_in, writable_document, yaml_in

N = TypeVar("N", bound=Noun)
TABLE = "equity_blocks.table"
"""Where the context of a command keeps the name of the table that was asked for."""
CURRENT = "equity_blocks.current"
"""Where it keeps which revision is current of each earlier one that was opened: (id, revision) -> revision."""
_WIDEST = 110


class Reply(NamedTuple):
    """The result of a command, of which each format makes what it needs.

    Args:
        document: Gives what people read.
        json: Gives the one JSON document.
        columns: Gives the names of the columns of CSV.
        rows: Gives the rows of CSV.
    """

    document: Callable[[], Document]
    json: Callable[[], str]
    columns: Callable[[], Sequence[str]] = tuple
    rows: Callable[[], Iterable[Sequence[object]]] = tuple


def shared(noun: N, audience: str, **how: Any) -> N:
    """Leave out what an audience must not see; EQUITY_BLOCKS_SECRET is the key of pseudonyms."""
    if audience == "owner":  # who owns it sees all of it, and need not wait for the rules of sharing
        return noun
    from equity_blocks.engine.sharing.share import share
    from equity_blocks.model.privacy import Audience

    return share(noun, cast("Audience", audience), secret=os.environ.get("EQUITY_BLOCKS_SECRET", ""), **how)


def emit(form: str, result: Noun, *context: Any, of: str | None = None, **options: Any) -> None:
    """Print a result in one format, by the view and the table of its kind.

    Args:
        form: One of `FORMATS`.
        result: What is shown.
        context: What the view of its kind takes beside it, such as the framework that gives practices their titles.
        of: The table that CSV holds. Default: the first of its kind.
        options: What the view of its kind leaves out or adds.
    """
    from equity_blocks.reports.views import describe

    def columns() -> list[str]:
        from equity_blocks.exchange.records import record_columns

        return [column.name for column in record_columns(type(result), of=of)]

    def rows() -> Iterator[tuple[object, ...]]:
        from equity_blocks.exchange.records import to_records

        framework = context[0] if context and isinstance(context[0], Framework) else None
        return (tuple(record.values()) for record in to_records(result, of=of, framework=framework))

    asked = click.get_current_context().meta.get(TABLE)
    if asked and form != "csv":
        raise click.UsageError("--table chooses what CSV holds: it needs --format csv")
    of = asked or of
    reply = Reply(
        lambda: _superseded(describe(result, *context, **options), result, context),
        result.model_dump_json,
        columns,
        rows,
    )
    FORMATS[form](reply)


def by_earlier() -> list[str]:
    """Say of each earlier revision that this command opened that it is one."""
    opened = click.get_current_context().meta.get(CURRENT, {})
    return [f"{name} by revision {used}; revision {now} is current" for (name, used), now in opened.items()]


def _superseded(document: Document, result: Noun, context: Sequence[Any]) -> Document:
    """Say in the first lines that an earlier revision of a framework was used, where one was."""
    earlier = click.get_current_context().meta.get(CURRENT)
    if not earlier:
        return document
    from equity_blocks.reports.framing import superseded

    if isinstance(result, Framework):
        current = earlier.get((result.id, result.revision))
        said = [f"revision {current} is current"] if current else []
    else:
        main = getattr(result, "framework", None)
        given = [ref(each) for each in context if isinstance(each, Framework)]
        used = {(each.id, each.revision): each for each in (main, *given) if isinstance(each, FrameworkRef)}
        whose = main.id if isinstance(main, FrameworkRef) else ""
        said = [superseded(whose, each, earlier[key]) for key, each in used.items() if key in earlier]
    return document._replace(subtitle=" · ".join((document.subtitle, *said)))


def _print_table(reply: Reply) -> None:
    show(reply.document())


def _print_json(reply: Reply) -> None:
    print_json(reply.json())


def _print_markdown(reply: Reply) -> None:
    from equity_blocks.reports.markdown import as_markdown

    click.echo(as_markdown(reply.document()), nl=False)


def _print_csv(reply: Reply) -> None:
    from equity_blocks.exchange.csv_text import as_csv

    click.echo(as_csv(reply.columns(), reply.rows()), nl=False)


FORMATS: dict[str, Callable[[Reply], None]] = {
    "table": _print_table,
    "json": _print_json,
    "markdown": _print_markdown,
    "csv": _print_csv,
}
"""Every format -> what prints a reply in it."""


def print_json(text: str) -> None:
    """Print a JSON document, the same data in any encoding."""
    click.echo(json_in(text.rstrip("\n"), _encoding()))


def print_yaml(text: str) -> None:
    """Print a file that is YAML, the same data in any encoding."""
    click.echo(yaml_in(text, _encoding()), nl=False)


def write_assessment(assessment: Assessment, output: str, *, force: bool) -> Path | None:
    """Write an assessment into a file, or print it where the file's name is `-`.

    Args:
        assessment: What is written.
        output: The path of the file, or `-`.
        force: Whether an existing file is replaced.

    Returns:
        The path; `None` where it was printed.
    """
    from equity_blocks.files.writing import HEADER, save_assessment, written

    if output == "-":
        print_yaml(HEADER + written(assessment))
        return None
    return save_assessment(assessment, output, overwrite=force)


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


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
