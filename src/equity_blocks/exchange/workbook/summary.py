"""The summary: the score of the whole and of each block, live where that is proven, else that of the export."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from equity_blocks.exchange.workbook.answers import Sheets
from equity_blocks.exchange.workbook.book import RAMP, Book, Cell, height, letters, print_wide
from equity_blocks.exchange.workbook.columns import SUMMARY
from equity_blocks.exchange.workbook.live import READINGS, node_formula, node_values
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.framework import Framework
from equity_blocks.model.questionnaire import Questionnaire
from equity_blocks.model.result import NOTICE
from equity_blocks.model.scorecard import Reading, ScoreCard
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP, nodes_of, walk

_HEAD_ROW, _FIRST = 4, 5
_TITLE_WIDTH = 52
_WITHHELD = "too little answered"
_COLUMNS = (("Score", 18), ("At least", 11), ("At most", 11), ("Answered", 11), ("Practices", 14))
"""Beside the title of a block, from the third column on; the first holds hidden ids."""
_COUNTED, _RAW = 6, 8
"""The column of how many are answered, and the first of the hidden ones with the readings as they are."""


class Scores(NamedTuple):
    """What the summary can say of scores.

    Args:
        framework: Gives the titles of blocks; `None`: only those that are asked about are named.
        card: The score as of now, for a summary without formulas.
        reason: Why there are no formulas; empty: there are.
    """

    framework: Framework | None
    card: ScoreCard | None
    reason: str

    @property
    def live(self) -> Framework | None:
        """The framework, where the summary has formulas."""
        return None if self.reason else self.framework


def write_summary(book: Book, asked: Questionnaire, sheets: Sheets, scores: Scores) -> None:
    """Write the score of the whole and of each block, with its interval and how much is answered.

    Args:
        book: The workbook.
        asked: What is asked.
        sheets: Where the answers are.
        scores: What can be said of scores.
    """
    _Summary(book, asked, sheets, scores).write()


class _Summary:
    """The sheet of the summary."""

    def __init__(self, book: Book, asked: Questionnaire, sheets: Sheets, scores: Scores) -> None:
        self.book, self.asked, self.sheets, self.scores = book, asked, sheets, scores
        self.sheet = book.sheet(SUMMARY)
        self.nodes = {node.name: node for node in nodes_of(scores.live.tree)} if scores.live else {}
        self.values = node_values(scores.live, sheets.stands) if scores.live else {}
        self.rows: dict[str, int] = {}

    def write(self) -> None:
        self._head()
        titles = list(self._titles())
        self.rows = {name: row for row, (name, _, _) in enumerate(titles, _FIRST)}
        for name, title, depth in titles:
            self._node(name, f"{'    ' * depth}{title}")
        self._finish(_FIRST + len(titles) - 1)

    def _head(self) -> None:
        book, sheet, reason = self.book, self.sheet, self.scores.reason
        book.write(sheet, 0, 1, SUMMARY if self.asked.is_final else f"{SUMMARY} (draft)", "title")
        sheet.set_row(0, 30)
        shown = " The figures are those of the export." if self.scores.card else ""
        how = f"{reason}{shown}" if reason else "Works itself out while you answer. Import scores it again."
        book.write(sheet, 1, 1, how, "quiet")
        how = "At least and at most: if all that is open were at 0, or at 1. Answered: by weight, of what applies."
        book.write(sheet, 2, 1, how, "quiet")
        terms = self.asked.terms
        words = {"Practices": terms.get("practices") or "Practices"}
        heads = (("", 4), (terms.get("block") or "Block", _TITLE_WIDTH), *_COLUMNS)
        for i, (head, width) in enumerate(heads):
            sheet.set_column(i, i, width, None, {"hidden": i == 0})
            book.write(sheet, _HEAD_ROW, i, words.get(head, head), "header_given" if i else "hidden")

    def _titles(self) -> Iterator[tuple[str, str, int]]:
        """The whole and each block with its depth; of blocks only those that hold what is asked, unless all count."""
        yield TOP, self.asked.title, 0
        framework = self.scores.framework
        if framework is None:
            seen = {item.block: item.blocks[-1] if item.blocks else item.block for item in self.asked.items}
            yield from ((name, title, 1) for name, title in seen.items())
            return
        chains = [framework.chains.get(item.practice, ()) for item in self.asked.items]
        names = {block.id for chain in chains for block in chain}
        for block, around, _ in framework.walk():
            if block.id in names or self.nodes:
                yield block.id, block.title, len(around) + 1

    def _node(self, name: str, title: str) -> None:
        row, strong = self.rows[name], "_strong" if name == TOP else ""
        self.book.write(self.sheet, row, 0, name, "hidden")
        self.book.write(self.sheet, row, 1, title, f"cell{strong}")
        self.sheet.set_row(row, height([(title, _TITLE_WIDTH - 6)]))
        self.book.formula(self.sheet, row, _COUNTED, self._counted(name), f"figure{strong}")
        for column, cell in (self._live_cells(row, name) if self.nodes else self._cells(name)).items():
            look = "hidden" if column >= _RAW else f"percent{strong}"
            self.book.formula(self.sheet, row, column, cell, look)

    def _cells(self, name: str) -> dict[int, Cell]:
        """What the card says."""
        card, reading = self.scores.card, None
        if card is not None:
            blocks: Mapping[str, Reading] = {block.id: block for block in walk(card.blocks)}
            reading = card.score if name == TOP else blocks.get(name)
        figures = (reading.value, reading.low, reading.high, reading.coverage) if reading else (None,) * 4
        return {i: Cell("", NO_VALUE if figure is None else figure) for i, figure in enumerate(figures, 2)}

    def _counted(self, name: str) -> Cell:
        """How many are answered of those that stand in a block or deeper: a text that is worked out."""
        framework = self.scores.framework
        blocks = {name}
        if name == TOP:
            blocks = set(self.sheets.blocks.values())
        elif framework and name in framework.all_blocks:
            blocks = {block.id for block in walk([framework.all_blocks[name]])}
        places, stands = self.sheets.places, self.sheets.stands
        area, said = places.area("block"), places.area("answered")
        inside = [stand for practice, stand in stands.items() if self.sheets.blocks[practice] in blocks]
        done = "+".join(f'SUMIFS({said},{area},"b:{block}")' for block in sorted(blocks))
        now = f"{sum(stand.is_answered for stand in inside)} of {len(inside)}"
        return Cell(f'=({done})&" of {len(inside)}"', now)

    def _live_cells(self, row: int, name: str) -> dict[int, Cell]:
        """The readings as they are, hidden, and as people read them: withheld where too little is answered."""
        cells = {}
        for i, reading in enumerate(READINGS):
            value = self.values[name][reading]
            formula = node_formula(self.nodes[name], reading, self.sheets.places, self.rows, _RAW + i)
            cells[_RAW + i] = Cell(formula, "" if value is None else value)
            raw = f"{letters(_RAW + i)}{row + 1}"
            shown = Cell(f'=IF(ISNUMBER({raw}),{raw},"{NO_VALUE}")', NO_VALUE if value is None else value)
            cells[2 + i] = shown if i else self._unless_withheld(row, name, shown)
        return cells

    def _unless_withheld(self, row: int, name: str, shown: Cell) -> Cell:
        assert self.scores.live is not None
        least, answered = self.scores.live.scoring.min_coverage - EDGE, self.values[name]["coverage"]
        share = f"{letters(_RAW + len(READINGS) - 1)}{row + 1}"
        is_withheld = answered is not None and answered < least
        rest = shown.formula.removeprefix("=")
        formula = f'=IF(AND(ISNUMBER({share}),N({share})<{least!r}),"{_WITHHELD}",{rest})'
        return Cell(formula, _WITHHELD if is_withheld else shown.value)

    def _finish(self, last: int) -> None:
        book, sheet = self.book, self.sheet
        if self.nodes or self.scores.card:
            bar = {"type": "data_bar", "bar_color": RAMP[3], "bar_solid": True, "min_type": "num", "max_type": "num"}
            sheet.conditional_format(_FIRST, 2, last, 2, {**bar, "min_value": 0, "max_value": 1})
        for i, reading in enumerate(READINGS if self.nodes else (), _RAW):
            book.write(sheet, _HEAD_ROW, i, f"eb.{reading}", "hidden")
            sheet.set_column(i, i, 4, None, {"hidden": True})
        sheet.merge_range(last + 2, 1, last + 2, _COUNTED, NOTICE, book.format("subtitle"))
        sheet.set_row(last + 2, 34)
        sheet.freeze_panes(_FIRST, 2)
        print_wide(sheet, self.asked, _HEAD_ROW, _COUNTED, last + 2)
        sheet.protect("", {"format_columns": True, "format_rows": True})
