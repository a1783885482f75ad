"""A plan as a table for where work happens, with columns that Jira and GitHub know, and progress back from it."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.exchange.csv_text import as_csv, unguarded
from equity_blocks.exchange.planned_work import Work, works
from equity_blocks.model.assessment import WorkProgress
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.plan import Plan
from equity_blocks.model.reply import Reply

BLOCKS = 'Link "blocks"'
COLUMNS: Mapping[str, str] = {
    "Issue id": "The action's rank, which links name.",
    "Issue Type": "Task.",
    "Summary": "The practice and the level to reach; Jira's name.",
    "Title": "The same; GitHub's name.",
    "Description": "Why, with what effort, what would show it.",
    "Status": "To Do, In Progress, Done or Cancelled. Read back.",
    "Assignee": "Who leads it; Jira's name.",
    "Assignees": "The same; GitHub's name.",
    "Labels": "practice:ID, the block and the goals, separated by spaces.",
    "Start date": "The first day. Read back where it was changed.",
    "Due date": "The last day; Jira's name. Read back where it was changed.",
    "Target date": "The same; GitHub's name. Read back where it was changed.",
    BLOCKS: "The Issue id of an action that waits for this one; as many such columns as are needed.",
    "Practice id": "The practice's id. Read back; without it, the label is.",
    "To level": "The id of the level to reach.",
    "Planned start": "The first day as it was planned; leave it as it is.",
    "Planned finish": "The last day as it was planned; leave it as it is.",
    "Framework": "The framework's id.",
    "Revision": "Its revision.",
    "Assessment": "The id of the assessment.",
}
"""The columns of a plan's table, in their order: name -> what stands there."""

STATUS: Mapping[WorkProgress, str] = {
    "planned": "To Do", "started": "In Progress", "done": "Done", "dropped": "Cancelled",
}  # fmt: skip
"""Where the work stands -> the status that the table names it by."""

READ_AS: Mapping[str, WorkProgress] = {
    **dict.fromkeys(
        ("to do", "todo", "planned", "not started", "open", "new", "backlog", "ready", "reopened",
         "selected for development"), "planned",
    ),
    **dict.fromkeys(("in progress", "started", "doing", "active", "in review", "under review"), "started"),
    **dict.fromkeys(("done", "closed", "resolved", "complete", "completed", "finished"), "done"),
    **dict.fromkeys(("cancelled", "canceled", "dropped", "won't do", "wont do", "abandoned", "rejected"), "dropped"),
}  # fmt: skip
"""Status as people write it, in small letters -> where the work stands."""

_CUSTOM = re.compile(r"custom field \((.*)\)", re.IGNORECASE)
_LABEL = "practice:"
_MOST_BYTES = 20_000_000
_MOST_ROWS = 100_000
_MOST_IN_A_CELL = 1_000_000
_MOST_PROBLEMS = 50
_MOST_DIGITS = 7


def to_plan_csv(plan: Plan) -> str:
    r"""Write a plan as a table: one row for each action.

    Without a calendar the days stay blank. Text that a spreadsheet would run as a formula has an apostrophe in front.

    Returns:
        CSV with a header: `COLUMNS`.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None)
        >>> to_plan_csv(plan)[:40]
        'Issue id,Issue Type,Summary,Title,Descri'
    """
    tasks = works(plan)
    blocks = {task.rank: [other.rank for other in tasks if task.rank in _waits_for(other)] for task in tasks}
    most = max((len(ranks) for ranks in blocks.values()), default=0)
    goals = {action.rank: action.goals for action in plan.actions}
    at = [*COLUMNS].index(BLOCKS)
    rows = []
    for task in tasks:
        own = _row(plan, task, goals[task.rank])
        waiting = blocks[task.rank] + [None] * (max(1, most) - len(blocks[task.rank]))
        rows.append([*own[:at], *waiting, *own[at:]])
    header = [*COLUMNS][:at] + [BLOCKS] * max(1, most) + [*COLUMNS][at + 1 :]
    return as_csv(header, rows)


def _waits_for(task: Work) -> set[int]:
    return {link.rank for link in task.links}


def _row(plan: Plan, task: Work, goals: Sequence[str]) -> list[object]:
    labels = " ".join((f"{_LABEL}{task.practice}", task.block, *goals))
    status = STATUS[task.progress or "planned"]
    return [
        task.rank, "Task", task.title, task.title, task.text, status, task.owner, task.owner, labels,
        task.first, task.last, task.last,
        task.practice, task.to, task.first, task.last,
        plan.framework.id, plan.framework.revision, plan.assessment,
    ]  # fmt: skip


def is_plan(header: Sequence[str]) -> bool:
    """Say whether the first row of a table is that of a plan, ours or as Jira or GitHub gives it back.

    Example:
        >>> is_plan([*COLUMNS]), is_plan(["Issue key", "Summary", "Status", "Labels"]), is_plan(["practice", "level"])
        (True, True, False)
    """
    names = {_name(cell) for cell in header}
    is_ours = "practice id" in names or ("labels" in names and bool(names & {"summary", "title"}))
    return "status" in names and is_ours and "level" not in names


def asked_in(content: bytes, name: str) -> tuple[str, int | None] | None:
    r"""Tell the framework, and the revision, of the plan that a table holds; `None` where it does not say.

    Raises:
        InvalidDataError: The file is too large, is no UTF-8, or no CSV.

    Example:
        >>> asked_in(b"Practice id,Status,Framework,Revision\np,Done,mini,2\n", "plan.csv")
        ('mini', 2)
    """
    for row in _rows(content, name):
        if framework := row.text("framework"):
            return framework, _revision(row)
    return None


def from_plan_csv(content: bytes, name: str, framework: Framework) -> Reply:
    r"""Read where work stands from a plan's table, ours or an export of Jira or GitHub.

    Rows of other work are left out, and counted in a note. A day that stands as it was planned says nothing.

    Args:
        content: CSV with a header, as UTF-8; separated by commas, semicolons or tabs.
        name: What to call the file in messages.
        framework: What is rated.

    Returns:
        A reply of the kind `progress`, with `actions` in its data; every problem has its row and column.

    Raises:
        InvalidDataError: The file is too large, is no UTF-8, or no CSV.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> reply = from_plan_csv(b"Summary,Labels,Status\nP,practice:p,Done\n", "plan.csv", framework)
        >>> reply.data["actions"], reply.place(("actions", "p", "progress"))
        ({'p': {'progress': 'done'}}, 'row 2, status')
    """
    reading = _Reading(name, framework)
    rows = list(_rows(content, name))
    for row in rows:
        reading.take(row)
    facts = next((row for row in rows if row.text("framework")), _Row(1, {}))
    head = {"framework": facts.text("framework") or None, "revision": _revision(facts), "id": facts.text("assessment")}
    return Reply(
        source=name,
        kind="progress",
        data={**{key: value for key, value in head.items() if value}, "actions": reading.actions()},
        places=reading.places,
        problems=tuple(reading.problems),
        notes=tuple(reading.notes()),
    )


class _Row(NamedTuple):
    """A row: its number in the file, and its cells by the name of their column in small letters."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def place(self, column: str) -> str:
        return f"row {self.number}, {column}"


def _name(cell: str) -> str:
    """The name of a column in small letters; Jira writes `Custom field (...)` around those that are not its own."""
    custom = _CUSTOM.fullmatch(cell.strip().lstrip("\ufeff"))
    return (custom[1] if custom else cell).strip().lstrip("\ufeff").lower()


def _rows(content: bytes, name: str) -> Iterator[_Row]:
    if len(content) > _MOST_BYTES:
        raise _refused("too_large", f"it has more than {_MOST_BYTES:,} bytes", "import it in parts", name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("not_utf8", "it is not written in UTF-8", "save it again as CSV UTF-8", name) from None
    first = text.partition("\n")[0]
    limit = csv.field_size_limit(_MOST_IN_A_CELL)
    try:
        table = [*csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))]
    except csv.Error as error:
        raise _refused("not_a_table", f"it cannot be read as CSV: {error}", "save it again as CSV", name) from None
    finally:
        csv.field_size_limit(limit)
    if len(table) > _MOST_ROWS:
        raise _refused("too_large", f"it has more than {_MOST_ROWS:,} rows", "import it in parts", name)
    header = [_name(cell) for cell in table[0]] if table else []
    for number, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells):
            yield _Row(
                number, {**dict(zip(header, map(unguarded, cells), strict=False)), "labels": _labels(header, cells)}
            )


def _labels(header: Sequence[str], cells: Sequence[str]) -> str:
    """All labels of a row; Jira gives each a column of its own."""
    return " ".join(cell for key, cell in zip(header, cells, strict=False) if key == "labels")


def _refused(code: str, message: str, hint: str, name: str) -> InvalidDataError:
    return InvalidDataError([Problem(code, message, hint, (), name)])


def _revision(row: _Row) -> int | None:
    text = row.text("revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None


class _Said(NamedTuple):
    """What one row says of the work: where it stands, and the days that were changed."""

    row: _Row
    progress: WorkProgress
    start: dt.date | None
    finish: dt.date | None


class _Reading:
    """The reading of one table."""

    def __init__(self, name: str, framework: Framework) -> None:
        self.name = name
        self.framework = framework
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self._said: dict[str, dict[str, _Said]] = {}
        self._others = 0
        self._undated: list[str] = []

    def take(self, row: _Row) -> None:
        """Read a row."""
        practice = self._practice(row)
        if practice is None:
            return
        said, to = self._of(row, practice), row.text("to level")
        own = self._said.setdefault(practice, {})
        if to in own:
            message = f"'{practice}' is there twice, first in row {own[to].row.number}"
            self._report("duplicate_row", message, "remove one of the rows", (row, "practice id", practice))
        elif said:
            own[to] = said
            self.places |= {
                ("actions", practice): f"row {row.number}",
                ("actions", practice, "progress"): row.place("status"),
            }

    def _practice(self, row: _Row) -> str | None:
        labels = [each for each in re.split(r"[\s,;]+", row.text("labels")) if each.startswith(_LABEL)]
        name = row.text("practice id") or (labels[0].removeprefix(_LABEL) if labels else "")
        if not name:
            self._others += 1
        elif name not in self.framework.practices:
            hint = did_you_mean(name, self.framework.practices) or "leave the column Practice id as it was"
            column = "practice id" if row.text("practice id") else "labels"
            self._report("unknown_practice", f"there is no practice '{name}'", hint, (row, column, name))
        else:
            return name
        return None

    def _of(self, row: _Row, practice: str) -> _Said | None:
        status = " ".join(row.text("status").replace("\u2019", "'").lower().split())
        progress = READ_AS.get(status)
        if progress is None:
            if status:
                hint = f"write {enumerated([*STATUS.values()], 'or')}"
                message = f"'{row.text('status')}' does not say where the work stands"
                self._report("unknown_status", message, hint, (row, "status", practice), allowed=tuple(STATUS.values()))
            return None
        start = self._changed(row, practice, ("start date",), "planned start")
        finish = self._changed(row, practice, ("due date", "target date"), "planned finish")
        if start and finish and finish < start:
            message = f"it ends on {finish}, before it begins on {start}"
            self._report("contradiction", message, "change one of the days", (row, "start date", practice))
        return _Said(row, progress, start, finish)

    def _changed(self, row: _Row, practice: str, columns: Iterable[str], planned: str) -> dt.date | None:
        """Give the day that somebody changed; `None` where it stands as it was planned, or nobody can tell."""
        texts = {column: text for column in columns if (text := row.text(column)) and text != row.text(planned)}
        if texts and planned not in row.cells:
            self._undated.append(practice)
            return None
        before = _day(row.text(planned))
        days = {column: day for column, text in texts.items() if (day := self._read(row, practice, column, text))}
        different = {day: column for column, day in days.items() if day != before}
        if len(different) > 1:
            message = f"{' and '.join(map(str, different))} both stand there as the last day"
            self._report("contradiction", message, "change one of them", (row, "due date", practice))
        return next(iter(different), None)

    def _read(self, row: _Row, practice: str, column: str, text: str) -> dt.date | None:
        day = _day(text)
        if day is None:
            message = f"'{text}' is not a day that can be read without guessing"
            self._report("no_day", message, "write it as 2027-03-31", (row, column, practice))
        return day

    def _report(self, code: str, message: str, hint: str, at: tuple[_Row, str, str], **data: Any) -> None:
        """Report a problem with a cell: of a row, in a column, about the work on a practice."""
        row, column, practice = at
        if len(self.problems) < _MOST_PROBLEMS:
            found = {"found": row.text(column), **data}
            path = ("actions", practice)
            self.problems.append(Problem(code, message, hint, path, self.name, place=row.place(column), data=found))

    def actions(self) -> dict[str, dict[str, Any]]:
        """Give what is said of the work on each practice, in the framework's order."""
        return {name: _together(own.values()) for name in self.framework.practices if (own := self._said.get(name))}

    def notes(self) -> Iterator[str]:
        """Tell what was left out."""
        if self._others:
            yield f"{counted(self._others, 'row')} of other work left out: no Practice id, and no label {_LABEL}ID"
        if self._undated:
            yield "days left out: without the columns Planned start and Planned finish nobody can tell which changed"


def _together(said: Iterable[_Said]) -> dict[str, Any]:
    """What several actions on one practice say of the work on it as a whole."""
    rows = list(said)
    kinds = {row.progress for row in rows} - {"dropped"} or {"dropped"}
    progress = next(iter(kinds)) if len(kinds) == 1 else "started"
    starts = [row.start for row in rows if row.start]
    ends = [row.finish for row in rows if row.finish]
    return {
        "progress": progress,
        **({"start": min(starts)} if starts else {}),
        **({"finish": max(ends)} if ends else {}),
    }


_CENTURY, _SINCE = 100, 2000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
_JIRA = re.compile(r"(\d{1,2})[/ -]([a-z]{3})[a-z]*[/ -](\d{4}|\d{2})(?:,? \d{1,2}:\d{2}.*)?", re.ASCII | re.IGNORECASE)
_GITHUB = re.compile(r"([a-z]{3})[a-z]* (\d{1,2}), (\d{4})", re.ASCII | re.IGNORECASE)


def _day(text: str) -> dt.date | None:
    """Read a day as 2027-03-31, 31/Mar/27 or Mar 31, 2027; `None` where it is written in another way."""
    if found := _DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _JIRA.fullmatch(text):
        year, month, day = int(found[3]), _month(found[2]), int(found[1])
    elif found := _GITHUB.fullmatch(text):
        year, month, day = int(found[3]), _month(found[1]), int(found[2])
    else:
        return None
    try:
        return dt.date(year if year >= _CENTURY else _SINCE + year, month, day)
    except ValueError:
        return None


def _month(text: str) -> int:
    return _MONTHS.index(text.lower()) + 1 if text.lower() in _MONTHS else 0
