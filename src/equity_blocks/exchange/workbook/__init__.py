"""The workbook: a questionnaire as a spreadsheet, and back as a reply."""

from equity_blocks.exchange.answer_fields import CARRIED as CARRIES
from equity_blocks.exchange.workbook.reading import asked_in, from_workbook
from equity_blocks.exchange.workbook.writing import to_workbook

__all__ = ["CARRIES", "asked_in", "from_workbook", "to_workbook"]
