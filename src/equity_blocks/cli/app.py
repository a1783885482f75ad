"""The command `equity-blocks`: which commands there are, and how errors end."""

import gc
import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click

from equity_blocks.cli.exit_codes import BAD, INTERRUPTED
from equity_blocks.cli.streams import say, standard_streams
from equity_blocks.errors import CatalogueWarning, EquityBlocksError
from equity_blocks.option_names import options_named
from equity_blocks.version import VERSION

_COMMANDS = {
    "frameworks": ("frameworks", "List the frameworks that can be opened by their ids."),
    "goals": ("frameworks", "List the goals of the library, or show one."),
    "show": ("frameworks", "Show a framework, or one of its practices."),
    "graph": ("frameworks", "Show which practices need which, and what can start."),
    "init": ("init", "Write an empty assessment to fill in."),
    "export": ("export", "Make a workbook, a form or a table to be filled in."),
    "import": ("import_answers", "Bring back what people filled in."),
    "fill": ("fill", "Answer the questions here, one after the other."),
    "merge": ("merge", "Make one assessment of several files."),
    "validate": ("checks", "Check files and list all their problems."),
    "lint": ("checks", "List what is legal but doubtful."),
    "score": ("questions", "Score an assessment."),
    "explain": ("questions", "Explain the score, or the value of a block or a practice."),
    "stability": ("questions", "Score under other rules, and say what stays."),
    "respondents": ("questions", "Show where respondents differ and how far they agree."),
    "agree": ("agree", "Write levels that a group agreed on into an assessment."),
    "reach": ("questions", "Find the cheapest way into a band of the score."),
    "plan": ("plan", "Turn an assessment into a prioritized plan."),
    "report": ("report", "Make a report to hand over: a page of HTML, Markdown or PDF."),
    "portfolio": ("portfolio", "Read a cohort: a folder of assessments, or a table."),
    "compare": ("compare", "Compare two assessments: what changed, and why."),
    "translate": ("crosswalks", "Read an assessment in another framework."),
    "coverage": ("crosswalks", "Say how much of each framework the answers cover already."),
    "diff": ("frameworks", "Show what changed from one revision of a framework to another."),
    "migrate": ("migrate", "Carry an assessment over to another revision of its framework."),
    "evidence": ("questions", "List claims without current evidence, and how old it is."),
    "schema": ("schema", "Give the JSON Schema of the files, for editors."),
}
"""Command -> the module of this folder that has it, as `<command>_command`, and its line in the help."""


class _LazyGroup(click.Group):
    """Imports a command's module when it is called, so that `--help` stays quick."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _group_options_first(args))

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, line = _COMMANDS[name]
        command: click.Command = getattr(import_module(f"equity_blocks.cli.{module}"), f"{name}_command")
        command.help = command.help or line  # python -OO takes the docstrings away
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from equity_blocks.model.did_you_mean import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            message = error.message.rstrip(".")
            is_missing = hint and "ean" not in message  # newer versions of click add a hint of their own
            raise click.UsageError(f"{message} ({hint})" if is_missing else message, ctx) from None


_FOLDERS = "--frameworks"


def _group_options_first(args: list[str]) -> list[str]:
    """Move the option of the whole group before the command, so that it may also stand behind it."""
    moved: list[str] = []
    rest: list[str] = []
    left = list(args)
    while left:
        word = left.pop(0)
        if word == "--":
            return [*moved, *rest, word, *left]
        if word == _FOLDERS and left:
            moved += [word, left.pop(0)]
        elif word.startswith(f"{_FOLDERS}="):
            moved.append(word)
        else:
            rest.append(word)
    return [*moved, *rest]


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"equity-blocks {VERSION}")
        ctx.exit()


_HELP = """Score a health-equity self-assessment, and plan what to do first.

Results are self-reported and not validated. Every FILE may be `-` for standard input.
"""


@click.group(
    cls=_LazyGroup, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option("--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version.")
@click.option(
    _FOLDERS,
    "folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Also look for frameworks in this folder; may be repeated, and may stand after the command.",
)
@click.pass_context
def app(ctx: click.Context, folders: tuple[str, ...]) -> None:
    """Look for frameworks in these folders, too, while a command runs."""
    if folders:
        from equity_blocks.files.catalogue_folders import also_from

        ctx.with_resource(also_from(folders))


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process; no error shows a traceback.

    Args:
        args: The words after the command's name. Default: those the process was started with.
    """
    # Loading makes many objects and hardly any garbage: looking for it a hundred times would cost a tenth of the start.
    gc.set_threshold(_GARBAGE)
    with standard_streams(), stopping():
        code = run(args)
        if args is None:
            # Taking the interpreter apart object by object would cost a tenth of a quick command.
            os._exit(code)
    sys.exit(code)


_GARBAGE = 100_000
"""New objects before Python looks for garbage in cycles."""


def run(args: list[str] | None = None) -> int:
    """Run the command line and give the exit code."""
    try:
        with _warnings_as_sentences(), options_named(_option):
            return _run(args)
    except (click.exceptions.Abort, KeyboardInterrupt):
        say("interrupted: what was still to be written was not written", err=True)
        return INTERRUPTED
    except Stopped as stopped:
        say(f"stopped by {stopped.name}: what was still to be written was not written", err=True)
        return stopped.code


def _option(name: str) -> str:
    return _OPTIONS.get(name) or f"--{name.replace('_', '-')}"


_OPTIONS = {"everything": "--all", "overwrite": "--force"}


@contextmanager
def _warnings_as_sentences() -> Iterator[None]:
    """Tell warnings about the catalogue as sentences, each once."""
    with warnings.catch_warnings():
        warnings.simplefilter("default", CatalogueWarning)
        show = warnings.showwarning

        def tell(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
            if issubclass(category, CatalogueWarning):
                say(f"warning: {message}".replace("\n", " "), err=True)
            else:
                show(message, category, *rest, **more)

        warnings.showwarning = tell
        yield


def _run(args: list[str] | None) -> int:
    try:
        code = app.main(args, prog_name="equity-blocks", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        raise
    except click.ClickException as error:
        say(_error_text(error), err=True)
        return BAD
    except EquityBlocksError as error:
        say(error, err=True)
        return BAD
    except Exception as error:  # the last line of defence: users get no traceback
        if os.environ.get("EQUITY_BLOCKS_DEBUG"):
            raise
        say(f"equity-blocks: internal error: {type(error).__name__}: {error}", err=True)
        say("This is a defect, not your mistake. EQUITY_BLOCKS_DEBUG=1 shows where it happened.", err=True)
        return BAD
    return code if isinstance(code, int) else 0


def _error_text(error: click.ClickException) -> str:
    text = io.StringIO()
    error.show(text)
    return text.getvalue().rstrip("\n")


_SIGNALS = ("SIGTERM", "SIGHUP")  # the latter comes when a terminal is closed; Windows has none


class Stopped(BaseException):
    """The system asks to end. Like an interruption it is no error, so that nothing which handles errors keeps it.

    Args:
        number: The signal's number.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.name = signal.Signals(number).name
        self.code = 128 + number


@contextmanager
def stopping() -> Iterator[None]:
    """Raise `Stopped` where a signal asks to end; one that whoever started us wants ignored stays ignored."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread may ask for signals
        yield
        return
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    kept = {number: signal.signal(number, _stop) for number in numbers if signal.getsignal(number) == signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # once is enough: nothing disturbs the tidying up
    raise Stopped(number)
