"""A workbook that came back, as a reply: every answer with its cell, and every doubt as a problem at its cell."""

from collections.abc import Iterable
from typing import Any

from equity_blocks.errors import Problem
from equity_blocks.exchange.answer_fields import CARRIED
from equity_blocks.exchange.answer_rows import RowReader, head_of, misfits
from equity_blocks.exchange.workbook.archive import Archive
from equity_blocks.exchange.workbook.columns import ANSWERS, PARTS, answer_columns, part_columns
from equity_blocks.exchange.workbook.tables import Meta, Opened, Row, Table, meta_of
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.framework import Framework
from equity_blocks.model.questionnaire import Questionnaire
from equity_blocks.model.reply import Reply

_MOST_DIGITS = 7
_MOST_ODD = 20
"""So many rows that are none of a workbook's are named."""


def from_workbook(content: bytes, name: str, framework: Framework) -> Reply:
    """Read a workbook that was filled in with Excel, LibreOffice or Google Sheets.

    Rows may be sorted, filtered and hidden, and columns moved. Nothing is guessed: what was deleted, changed, merged or
    worked out by a formula is a problem with its cell, and so are answers that contradict each other.

    Args:
        content: The bytes of the file.
        name: What it is called in messages and as the origin of its answers.
        framework: The framework that it asks about.

    Returns:
        The reply. While it has problems, nothing of it may be used.

    Raises:
        InvalidDataError: The file is no workbook, or too large, or holds macros, links to elsewhere or a document type;
            it is not read any further.
        UnsuitableError: python-calamine is not installed: `pip install equity-blocks[excel]`.

    Example:
        >>> from equity_blocks.exchange.workbook.writing import to_workbook
        >>> from equity_blocks.model.questionnaire import Choice, Item
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> item = Item("p", "P", "b", ("B",), "Is it so?", (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1)))
        >>> asked = Questionnaire("mini", "", 1, framework.fingerprint, "Mini", {}, (item,), kind="answers")
        >>> from_workbook(to_workbook(asked), "a.xlsx", framework).data["ratings"]
        {'p': {}}
        >>> from_workbook(b"answers", "a.txt", framework)
        Traceback (most recent call last):
        equity_blocks.errors.InvalidDataError: a.txt: it is no .xlsx file, or a damaged one (save it again as .xlsx)
    """
    archive = Archive(content, name)
    opened = Opened(archive, content)
    meta = meta_of(opened)
    if meta is None or meta.kind not in CARRIED:
        hint = "fill in one that `equity-blocks export` made, and save it as .xlsx"
        message = "the hidden sheet '_meta' is missing or changed, so nobody can tell what the workbook asks"
        return Reply(name, "answers", {}, problems=(Problem("no_metadata", message, hint, file=name, place="_meta"),))
    strange = misfits(meta.facts, meta.items, framework, name, "_meta")
    if strange:
        return Reply(name, meta.kind, {}, problems=strange)
    reading = _Reading(opened, meta, framework, name)
    ratings = reading.ratings()
    data = {**head_of(meta.facts, meta.asked), "ratings": ratings, **reading.reader.register.data}
    return Reply(
        source=name,
        kind=meta.kind,
        data=data,
        places={**reading.reader.places, **reading.reader.register.places},
        carries=CARRIED[meta.kind],
        problems=tuple(reading.problems),
        fingerprint=meta.facts.get("fingerprint", ""),
        filled_on=archive.saved_on(),
        notes=tuple(reading.reader.notes),
    )


def asked_in(content: bytes, name: str) -> tuple[str, int | None] | None:
    """Tell which framework, and which revision of it, a workbook asks about; `None` where it does not say.

    Raises:
        InvalidDataError: The file is no workbook, or one that is not read.
        UnsuitableError: python-calamine is not installed: `pip install equity-blocks[excel]`.

    Example:
        >>> asked_in(b"answers", "a.txt")
        Traceback (most recent call last):
        equity_blocks.errors.InvalidDataError: a.txt: it is no .xlsx file, or a damaged one (save it again as .xlsx)
    """
    meta = meta_of(Opened(Archive(content, name), content))
    if meta is None or not meta.facts.get("framework"):
        return None
    revision = meta.facts.get("revision", "")
    is_number = revision.isascii() and revision.isdigit() and len(revision) < _MOST_DIGITS
    return meta.facts["framework"], int(revision) if is_number else None


class _Reading:
    """The reading of one workbook."""

    def __init__(self, opened: Opened, meta: Meta, framework: Framework, source: str) -> None:
        self.meta = meta
        labels = {name: meta.levels.get(number, {}) for name, number in meta.items.items()}
        self.reader = RowReader(framework, meta.kind, source, labels)
        layout = Questionnaire("", "", 1, "", "", {}, (), kind=meta.kind)
        self._answers = Table(opened, ANSWERS, answer_columns(layout), source)
        self._parts = Table(opened, PARTS, part_columns(layout), source) if meta.parts else None

    @property
    def problems(self) -> list[Problem]:
        """All that was found, the sheets in their order."""
        return [*self._answers.problems, *(self._parts.problems if self._parts else ())]

    def ratings(self) -> dict[str, Any]:
        """Read every row; what cannot be read is left out and among the problems."""
        if self._answers.problems or (self._parts and self._parts.problems):
            return {}
        criteria = self._criteria()
        rows = self._known(self._answers, self.meta.items, "id")
        return {
            name: self.reader.rating(name, rows[name], criteria.get(name, {}))
            for name in self.meta.items
            if name in rows
        }

    def _known(self, table: Table, wanted: Iterable[str], *keys: str) -> dict[str, Row]:
        """Give each row by what tells it apart; report what is missing, doubled, changed or nobody's."""
        names, found, odd = dict.fromkeys(wanted), dict[str, Row](), 0
        for row in table.rows:
            name = " ".join(filter(None, (row.text(key).strip() for key in keys)))
            if name in names and name not in found:
                found[name] = row
            elif odd < _MOST_ODD:
                odd += self._report_odd(table, row, name, names, found, keys)
        table.check_cells(list(found.values()))
        for name in names:
            if name not in found:
                message, hint = f"the row of '{name}' is missing", "undo what removed it, or export the workbook anew"
                table.report("missing_row", message, hint, found=name)
        return found

    def _report_odd(self, table: Table, row: Row, name: str, *known: Any) -> bool:
        """Report a row that is doubled, or none of ours; say whether it is one."""
        names, found, keys = known
        place, filled = row.place(keys[-1]), [key for key in table.filled() if key not in keys]
        if name in found:
            message = f"'{name}' is there twice, first in row {found[name].number + 1}"
            table.report("duplicate_row", message, "remove one of the rows", place=place, found=name)
        elif name:
            hint = did_you_mean(name, names) or "undo the change of the hidden column"
            table.report("changed_id", f"no row of this workbook is called '{name}'", hint, place=place, found=name)
        elif any(row.text(key) for key in filled):
            hint = "answers belong into the rows that are there; put other remarks into Note"
            table.report("extra_row", "this row is none of the workbook's", hint, place=place)
        else:
            return False
        return True

    def _criteria(self) -> dict[str, dict[str, Row]]:
        """Give the rows of parts in which a level stands: practice -> criterion -> row."""
        if self._parts is None:
            return {}
        wanted = {f"{practice} {part}": (practice, part) for practice, some in self.meta.parts.items() for part in some}
        rows = self._known(self._parts, wanted, "id", "part")
        by_practice: dict[str, dict[str, Row]] = {}
        for name, row in rows.items():
            if row.text("level"):
                practice, part = wanted[name]
                by_practice.setdefault(practice, {})[part] = row
        return by_practice
