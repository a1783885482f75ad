"""The roof: commands that join reading, asking and showing."""

import sys
from typing import NoReturn

from equity_blocks.cli.exit_codes import INTERRUPTED


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process; no error shows a traceback, and neither does an early interruption.

    Args:
        args: The words after the command's name. Default: those the process was started with.
    """
    try:
        from equity_blocks.cli.app import main as begin

        begin(args)
    except KeyboardInterrupt:
        if sys.stderr:
            sys.stderr.write("interrupted before it began\n")
        raise SystemExit(INTERRUPTED) from None
