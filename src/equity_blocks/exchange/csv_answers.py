"""Answers as a table: a questionnaire as CSV with documented columns, and back as a reply."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.exchange.answer_fields import CARRIED, STATUSES, filled
from equity_blocks.exchange.answer_rows import PlainRow, RowReader, head_of, misfits
from equity_blocks.exchange.csv_text import as_csv, guarded, unguarded
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.framework import Framework
from equity_blocks.model.numerals import as_number
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.reply import Reply

ASKED: Mapping[str, str] = {
    "row": "Which of how many rows, such as 3 of 49, so that a row that is lost is missed.",
    "practice": "The practice's id. Needed.",
    "part": "The id of a criterion, in the row of a part that may be rated instead of the whole.",
    "block": "The titles of the blocks around it.",
    "title": "What the practice or the part is called.",
    "question": "What is asked.",
    "levels": "The ids of the levels, the lowest first; of a range the lowest and the highest score.",
    "last": "The level of last time, as a reading.",
    "said": "Where respondents differ: what they said.",
}
"""The columns that are given: name -> what stands there. Only `row`, `practice` and `part` are read."""

_LEVEL = {"level": "A level's id or title, on a range a score; of a part also unknown."}
_SHOWN = {
    "evidence": "What shows it, one per line: its title, or its id in the register.",
    "note": "What else should be known.",
}
_ANSWERED = {
    **_LEVEL,
    "status": f"Where there is no level: {', '.join(word for word in STATUSES if word != 'rated')}.",
    "reason": "Why it does not apply, or is not pursued.",
}
_PLANNED = {
    "target": "The level to aim for, or {share: 0.5} of what is not in place yet.",
    "importance": "low, normal or high.",
    "feasibility": "low, normal or high.",
    "decision": "pursue or later.",
    "owner": "Who leads it.",
}
_SETTLED = {
    **_LEVEL,
    "by": "Who settled on it.",
    "date": "The day, such as 2026-09-12.",
    "why": "Their reason.",
}
FILLED: Mapping[str, Mapping[str, str]] = {
    "answers": {**_ANSWERED, **_SHOWN},
    "owner": {**_ANSWERED, **_PLANNED, **_SHOWN},
    "contested": _SETTLED,
}
"""Kind of questionnaire -> the columns that people fill in: name -> what stands there."""

FACTS: Mapping[str, str] = {
    "kind": "answers of a respondent, owner, or contested; without it, the columns tell.",
    "respondent": "The id of who answers.",
    "role": "Their role, an id of the framework.",
    "respondent_organization": "Their organization's id, in a partnership.",
    "people": "For how many people they answer.",
    "asked": "all, or some: then the respondent is asked about these rows and no others.",
    "assessment": "The id of the assessment.",
    "framework": "The framework's id.",
    "edition": "Its edition.",
    "revision": "Its revision.",
    "fingerprint": "The hash of what decides figures.",
}
"""The columns that say the same in every row: what the table is about. Each may be left out."""

CARRIES = CARRIED
"""Kind of questionnaire -> the fields of a rating that a table carries."""

_TEXTS = frozenset({"reason", "owner", "evidence", "note", "by", "why"})
_MOST_BYTES = 20_000_000
_MOST_ROWS = 10_000
_MOST_IN_A_CELL = 1_000_000
_MOST_PROBLEMS = 50
_MOST_NAMED = 10
_NUMBERED = re.compile("([0-9]{1,6}) of ([0-9]{1,6})")


def to_csv(questionnaire: Questionnaire) -> str:
    r"""Write a questionnaire as a table, one row a practice and one for each of its parts.

    Text that a spreadsheet would run as a formula has an apostrophe in front, which reading takes away again.

    Returns:
        CSV with a header: the columns of `ASKED`, of `FILLED` for its kind, and of `FACTS`.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> item = Item("p", "P", "b", ("B",), "Is it so?", (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1)))
        >>> asked = Questionnaire("mini", "", 1, "f", "Mini", {}, (item,), kind="answers")
        >>> print(to_csv(asked).splitlines()[1][:44])
        1 of 1,p,,B,P,Is it so?,no | yes,,,,,,,,answ
    """
    facts = _facts(questionnaire)
    fields = FILLED[questionnaire.kind]
    rows = list(chain.from_iterable(_rows(item, questionnaire.kind) for item in questionnaire.items))
    whole = ({**row, **facts, "row": f"{number} of {len(rows)}"} for number, row in enumerate(rows, 1))
    columns = (*ASKED, *fields, *FACTS)
    return as_csv(columns, [[_cell(row, column) for column in columns] for row in whole])


def _cell(row: Mapping[str, Any], column: str) -> Any:
    value = row.get(column)
    return guarded(value) if column in _TEXTS and isinstance(value, str) else value


def _facts(asked: Questionnaire) -> dict[str, Any]:
    who = asked.asked
    return {
        "kind": asked.kind,
        "respondent": who.id,
        "role": who.role,
        "respondent_organization": who.organization,
        "people": who.people if asked.kind == "answers" else None,
        "asked": ("some" if who.practices else "all") if asked.kind == "answers" else None,
        "assessment": asked.assessment,
        "framework": asked.framework,
        "edition": asked.edition,
        "revision": asked.revision,
        "fingerprint": asked.fingerprint,
    }


def _rows(item: Item, kind: str) -> Iterator[dict[str, Any]]:
    low, high = item.range or (0, 0)
    levels = f"{low:g} to {high:g}" if item.range else " | ".join(choice.id for choice in item.choices)
    given = {"practice": item.practice, "block": " > ".join(item.blocks), "levels": levels}
    sides = "\n".join(f"{side.level}: {side.who}" for side in item.sides)
    ids = {choice.id: choice.id for choice in item.choices}
    own = filled(item, kind, ids)
    yield {**given, "title": item.title, "question": item.question, "last": item.reference, "said": sides, **own}
    if kind == "contested":
        return
    for part, title in item.criteria.items():
        level = item.rating.criteria.get(part)
        shown = [*ids][int(level)] if isinstance(level, int | float) and not item.range else level
        yield {**given, "part": part, "title": title, "level": shown}


def from_csv(content: bytes, name: str, framework: Framework) -> Reply:
    r"""Read a table of answers; only the columns `practice` and `level` are needed, in any order.

    Args:
        content: CSV with a header, as UTF-8; separated by commas, semicolons or tabs.
        name: What to call the file in messages and as the origin of its answers.
        framework: What is rated.

    Returns:
        The reply; every problem has its row.

    Raises:
        InvalidDataError: The file is too large, is no UTF-8, or has not the columns of answers.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> reply = from_csv(b"practice,level,note\np,Yes,Since May\n", "a.csv", framework)
        >>> reply.data["ratings"], reply.place(("ratings", "p", "level"))
        ({'p': {'level': 'yes', 'note': 'Since May'}}, 'row 2, level')
    """
    table = _Table(content, name)
    facts, kind = table.facts(), table.kind()
    strange = misfits(facts, table.practices(), framework, name, "row 2")
    if strange or table.problems:
        return Reply(name, kind, {}, problems=(*table.problems, *strange))
    reader = RowReader(framework, kind, name)
    ratings = _ratings(table, reader)
    asked = [*ratings] if facts.get("asked") == "some" else []
    return Reply(
        source=name,
        kind=kind,
        data={**head_of({"framework": framework.id, **facts}, asked), "ratings": ratings, **reader.register.data},
        places={**reader.places, **reader.register.places},
        carries=table.carries(kind),
        problems=tuple(table.problems),
        fingerprint=facts.get("fingerprint", ""),
        notes=tuple(reader.notes),
    )


def asked_in(content: bytes, name: str) -> tuple[str, int | None] | None:
    r"""Tell which framework, and which revision of it, a table asks about; `None` where it does not say.

    Raises:
        InvalidDataError: The file is too large, is no UTF-8, or has not the columns of answers.

    Example:
        >>> asked_in(b"practice,level,framework,revision\np,yes,mini,2\n", "a.csv")
        ('mini', 2)
    """
    facts = _Table(content, name).facts()
    revision = facts.get("revision", "")
    return (facts["framework"], int(revision) if revision.isdigit() else None) if facts.get("framework") else None


def _ratings(table: "_Table", reader: RowReader) -> dict[str, Any]:
    wholes: dict[str, PlainRow] = {}
    parts: dict[str, dict[str, PlainRow]] = {}
    for row in table.rows:
        practice, part = row.text("practice").strip(), row.text("part").strip()
        own = parts.setdefault(practice, {}) if part else wholes
        key = part or practice
        if key in own:
            message = f"'{practice}{f' {part}' if part else ''}' is there twice, first at {own[key].place('')}"
            row.report("duplicate_row", message, "remove one of the rows", key="practice", found=practice)
        elif not part or (row.text("level") and _is_part(row, reader.framework, practice, part)):
            own[key] = row
    names = [name for name in reader.framework.practices if name in wholes or parts.get(name)]
    blank = PlainRow(table.name, {}, {}, table.problems)
    return {name: reader.rating(name, wholes.get(name, blank), parts.get(name, {})) for name in names}


def _is_part(row: PlainRow, framework: Framework, practice: str, part: str) -> bool:
    known = [each.id for each in framework.practices[practice].criteria]
    if part in known:
        return True
    hint = did_you_mean(part, known) or (f"there are {', '.join(known)}" if known else "it has none")
    row.report("unknown_criterion", f"'{practice}' has no criterion '{part}'", hint, key="part", found=part)
    return False


class _Table:
    """A table as it was read: its header, its rows, and what cannot be taken from it."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        text = self._text(content)
        first = text.partition("\n")[0]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
        limit = csv.field_size_limit(_MOST_IN_A_CELL)
        try:
            self.header = [cell.strip().lower().replace(" ", "_") for cell in next(reader, [])]
            self._require_header()
            self.rows = [*self._read(reader)]
        except csv.Error as error:
            self._refuse("not_a_table", f"it cannot be read as CSV: {error}", "save it again as CSV in UTF-8")
        finally:
            csv.field_size_limit(limit)
        self._look_for_gaps()
        self._look_beside()

    def _text(self, content: bytes) -> str:
        text = ""
        if len(content) > _MOST_BYTES:
            self._refuse("too_large", f"it has more than {_MOST_BYTES:,} bytes", "import it in parts")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._refuse("not_utf8", "it is not written in UTF-8", "save it again as CSV UTF-8")
        return text

    def _refuse(self, code: str, message: str, hint: str) -> None:
        raise InvalidDataError([Problem(code, message, hint, (), self.name)])

    def _require_header(self) -> None:
        missing = [column for column in ("practice", "level") if column not in self.header]
        if missing:
            hint = did_you_mean(missing[0], self.header) or "the first row names the columns"
            self._refuse("missing_columns", f"there is no column '{missing[0]}'", hint)
        double = next((column for column in self.header if column and self.header.count(column) > 1), None)
        if double:
            self._refuse("duplicate_column", f"the column '{double}' is there twice", "remove one of them")

    def _read(self, reader: Any) -> Iterator[PlainRow]:
        for number, cells in enumerate(reader, 2):
            if number > _MOST_ROWS:
                self._refuse("too_large", f"it has more than {_MOST_ROWS:,} rows", "import it in parts")
            if any(cell.strip() for cell in cells):
                row = self._row(number, cells)
                if row.text("practice") or len(self.problems) >= _MOST_PROBLEMS:
                    yield row
                else:
                    row.report("extra_row", "this row names no practice", "remove it, or write the id", key="practice")

    def _row(self, number: int, cells: Sequence[str]) -> PlainRow:
        places = {column: f"row {number}, {column}" for column in self.header}
        values: dict[str, Any] = dict(zip(self.header, map(_cleaned, cells), strict=False))
        values |= {key: unguarded(values[key]) for key in _TEXTS & values.keys()}
        scores = {key: as_number(values.get(key, "").strip()) for key in ("level", "target")}
        values |= {key: score for key, score in scores.items() if score is not None}
        row = PlainRow(self.name, values, {"": f"row {number}", **places}, self.problems)
        if any(cell.strip() for cell in cells[len(self.header) :]):
            row.report("extra_column", "the row has more cells than there are columns", "check its quotes", key="")
        return row

    def _look_beside(self) -> None:
        """Report columns that are none of ours: nothing of what stands in them would be read."""
        kind = self.kind()
        known = (*ASKED, *FILLED[kind], *FACTS)
        for column in self.header:
            if column and column not in known:
                message = f"'{column}' is no column of {'the owner' if kind == 'owner' else kind}"
                hint = did_you_mean(column, known) or "move what stands in it to note, and remove it"
                self.problems.append(Problem("extra_column", message, hint, (), self.name, place="row 1"))

    def _look_for_gaps(self) -> None:
        """Report rows that were there when the table was written and are not any more."""
        numbered = [_NUMBERED.fullmatch(row.text("row")) for row in self.rows]
        counted = [(int(each[1]), int(each[2])) for each in numbered if each]
        most = max((of for _, of in counted), default=0)
        there = {number for number, _ in counted}
        lost = [str(number) for number in range(1, min(most, _MOST_ROWS) + 1) if number not in there]
        if lost:
            shown = ", ".join(lost[:_MOST_NAMED]) + (" and more" if len(lost) > _MOST_NAMED else "")
            message = f"of {most} rows these are missing: {shown}"
            hint = "undo what removed them, or export the table anew"
            self.problems.append(
                Problem("missing_row", message, hint, (), self.name, data={"found": tuple(lost[:_MOST_NAMED])})
            )

    def practices(self) -> list[str]:
        """The practices of its rows, each once."""
        return list(dict.fromkeys(row.text("practice").strip() for row in self.rows))

    def facts(self) -> dict[str, str]:
        """What every row says of the table; where they differ, that is a problem."""
        facts: dict[str, str] = {}
        for column in FACTS:
            said = {row.text(column).strip(): row for row in reversed(self.rows) if column in self.header}
            if len(said) > 1:
                two = sorted(said)[:2]
                message = f"rows say different things under '{column}': '{two[0]}' and '{two[1]}'"
                said[two[1]].report("contradiction", message, "give each its own file", key=column)
            elif any(said):
                facts[column] = next(iter(said))
        return facts

    def kind(self) -> str:
        """What it is, as it says, else by the columns that it has."""
        said = self.rows[0].text("kind").strip() if self.rows else ""
        if said in FILLED:
            return said
        if "by" in self.header:
            return "contested"
        return "owner" if any(column in self.header for column in _PLANNED) else "answers"

    def carries(self, kind: str) -> tuple[str, ...]:
        """The fields that it has columns for."""
        if kind == "contested":
            return CARRIES[kind]
        needs = {"criteria": "part", "not_applicable": "reason", "not_pursued": "reason"}
        return tuple(field for field in CARRIES[kind] if needs.get(field, field) in self.header)


def _cleaned(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")
