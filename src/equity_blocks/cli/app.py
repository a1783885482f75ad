"""The command `equity-blocks`: which commands there are, and how errors end."""

import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from equity_blocks.errors import EquityBlocksError, visible

FINDINGS, BAD = 1, 2
"""Exit codes beside 0: findings (validate, lint), and usage or bad data."""

_COMMANDS = {
    "frameworks": "List the frameworks that come with the package.",
    "show": "Show a framework, or one of its practices.",
    "graph": "Show which practices need which, and what can start.",
    "init": "Write an empty assessment to fill in.",
    "merge": "Make one assessment of several files.",
    "validate": "Check files and list all their problems.",
    "lint": "List what is legal but doubtful.",
    "score": "Score an assessment.",
    "explain": "Explain the score, or the value of a block or a practice.",
    "stability": "Score under other rules, and say what stays.",
    "respondents": "Show where respondents differ and how far they agree.",
    "reach": "Find the cheapest way into a band of the score.",
    "plan": "Turn an assessment into a prioritized plan.",
    "compare": "Compare two assessments: what changed, and why.",
    "evidence": "List claims without current evidence, and its age.",
    "schema": "Give the JSON Schema of the files, for editors.",
}


class _Lazy(click.Group):
    """Imports a command's module when it is called, so that `--help` stays quick."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"equity_blocks.cli.{name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from equity_blocks.model.nearest import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            said = error.message.rstrip(".")
            raise click.UsageError(f"{said} ({hint})" if hint and "ean" not in said else said, ctx) from None


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"equity-blocks {version('equity-blocks')}")
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version.")
def app() -> None:
    """Score a health-equity self-assessment, and plan what to do first.

    Results are self-reported and not validated. Every FILE may be `-` for standard input.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process; no error shows a traceback.

    Args:
        args: The words after the command's name. Default: those the process was started with.
    """
    # Loading makes many objects and hardly any garbage: looking for it a hundred times would cost a tenth of the start.
    gc.set_threshold(_GARBAGE)
    sys.exit(run(args))


_GARBAGE = 100_000
"""New objects before Python looks for garbage in cycles."""


def run(args: list[str] | None = None) -> int:
    """Run the command line and give the exit code."""
    try:
        code = app.main(args, prog_name="equity-blocks", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return BAD
    except EquityBlocksError as error:
        click.echo(visible(str(error)), err=True)
        return BAD
    except SystemExit:
        return 0  # click's answer to a pipe whose reader has gone
    except BrokenPipeError:
        # What Python would still flush has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last line of defence: users get no traceback
        if os.environ.get("EQUITY_BLOCKS_DEBUG"):
            raise
        click.echo(visible(f"equity-blocks: internal error: {type(error).__name__}: {error}"), err=True)
        click.echo("This is a defect, not your mistake. EQUITY_BLOCKS_DEBUG=1 shows where it happened.", err=True)
        return BAD
    return code if isinstance(code, int) else 0
