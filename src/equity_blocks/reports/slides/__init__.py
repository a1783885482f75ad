"""Slides for a board: native charts and tables in one file of PowerPoint, from the results of a report."""

from equity_blocks.reports.slides.deck import as_slides

__all__ = ["as_slides"]
