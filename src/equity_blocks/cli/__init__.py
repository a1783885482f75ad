"""The roof: commands that join reading, asking and showing."""

from equity_blocks.cli.app import main

__all__ = ["main"]
