"""The doors that questions go out and answers come in by, told by a file's ending and by what is in it."""

import csv
import io
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, cast

from equity_blocks.argument_kinds import checks_nouns, require_kind
from equity_blocks.errors import InvalidDataError, Problem, UnsuitableError
from equity_blocks.exchange.decisions import Conflict, is_decision_book, is_decisions, to_decision_book, to_decisions
from equity_blocks.model import Framework
from equity_blocks.model.plan import Plan
from equity_blocks.model.questionnaire import Questionnaire
from equity_blocks.model.reply import Reply
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.saving import save_bytes


class Door(NamedTuple):
    """A kind of file.

    Args:
        module: The module of `exchange` that makes and reads it.
        name: What its functions are called after: `to_...` and `from_...`.
        title: What people call it.
    """

    module: str
    name: str
    title: str

    def function(self, prefix: str) -> Callable[..., Any] | None:
        """Give one of its functions; `None` where it has none.

        Example:
            >>> TABLE.function("to_").__name__, REDCAP.function("from_")
            ('to_csv', None)
        """
        return self._found(f"{prefix}{self.name}")

    def asked_in(self, content: bytes, name: str) -> tuple[str, int | None] | None:
        """Tell which framework, and which revision of it, a file asks about; `None` where it does not say."""
        find = self._found("asked_in")
        return cast("tuple[str, int | None] | None", find(content, name)) if find else None

    def _found(self, name: str) -> Callable[..., Any] | None:
        module = import_module(f"equity_blocks.exchange.{self.module}")
        return cast("Callable[..., Any] | None", getattr(module, name, None))


WORKBOOK = Door("workbook", "workbook", "a workbook")
FORM = Door("form", "form", "a form")
TABLE = Door("csv_answers", "csv", "a table")
FHIR = Door("fhir", "questionnaire", "a FHIR Questionnaire")
FHIR_RESPONSE = Door("fhir", "response", "a FHIR QuestionnaireResponse")
REDCAP = Door("redcap", "dictionary", "a REDCap data dictionary")
REDCAP_EXPORT = Door("redcap", "export", "a REDCap export")
DECISIONS = Door("decisions", "decisions", "a decision sheet")
PLAN = Door("plan_csv", "plan_csv", "a plan")

OUT = {
    ".redcap.csv": REDCAP, ".response.json": FHIR_RESPONSE, ".xlsx": WORKBOOK, ".html": FORM, ".csv": TABLE,
    ".json": FHIR,
}  # fmt: skip
"""Ending of a file's name -> the door that it goes out by; the first that fits."""

PLANS = {
    ".csv": PLAN, ".xml": Door("plan_xml", "plan_xml", "a project"), ".ics": Door("plan_ics", "plan_ics", "a calendar"),
}  # fmt: skip
"""Ending of a file's name -> the door that a plan goes out by."""


def door_out(name: str, doors: dict[str, Door] = OUT) -> Door:
    """Tell by a file's name what is made.

    Args:
        name: The file's name; capitals make no difference.
        doors: The endings that there are. Default: those of questionnaires.

    Raises:
        UnsuitableError: The ending says nothing; those that do are listed. Code `unknown_format`.

    Example:
        >>> door_out("mine.XLSX").title
        'a workbook'
    """
    door = next((door for ending, door in doors.items() if name.lower().endswith(ending)), None)
    if door is None:
        kinds = ", ".join(f"{ending} ({door.title})" for ending, door in doors.items())
        message = f"{name}: its ending says what is made: {kinds}"
        raise UnsuitableError(message, code="unknown_format", data={"found": name, "allowed": tuple(doors)})
    return door


@checks_nouns
def save_questionnaire(
    questionnaire: Questionnaire,
    path: str | Path,
    *,
    framework: Framework | None = None,
    card: ScoreCard | None = None,
    plan: Plan | None = None,
    overwrite: bool = False,
) -> Path:
    """Save a questionnaire as the file that its name asks for.

    Args:
        questionnaire: What is asked.
        path: The file: `.xlsx` a workbook (extra `excel`), `.html` a form, `.csv` a table, `.json` a FHIR
            Questionnaire, `.response.json` its QuestionnaireResponse, `.redcap.csv` a REDCap data dictionary.
        framework: What is rated, for the formulas of an owner's workbook. Default: the workbook has none.
        card: The score that an owner's workbook shows. Default: none.
        plan: The plan that an owner's workbook shows. Default: none.
        overwrite: Whether an existing file may be replaced.

    Returns:
        The path written.

    Raises:
        UnsuitableError: The name's ending says nothing (code `unknown_format`), or a library is missing (code
            `not_installed`); what would do is named.
        WouldOverwriteError: There is such a file, and `overwrite` is false.
        FileAccessError: The system does not let it be written.

    Example:
        >>> import tempfile
        >>> from equity_blocks.model.questionnaire import Choice, Item
        >>> choices = (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1))
        >>> asked = Questionnaire("mini", "", 1, "f", "Mini", {}, (Item("p", "P", "b", ("B",), "So?", choices),))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_questionnaire(asked, Path(folder) / "asked.csv").name
        'asked.csv'
    """
    require_kind("questionnaire", questionnaire, Questionnaire)
    door = door_out(str(path))
    known = {"framework": framework, "card": card, "plan": plan}
    make = cast("Callable[..., bytes | str]", door.function("to_"))
    return save_bytes(path, _bytes(make(questionnaire, **(known if door is WORKBOOK else {}))), overwrite=overwrite)


@checks_nouns
def save_plan(plan: Plan, path: str | Path, framework: Framework | None = None, *, overwrite: bool = False) -> Path:
    """Save a plan for where work happens: a table, a project or a calendar, as its name ends.

    Args:
        plan: The plan.
        path: The file: `.csv` a table with the column names of Jira and GitHub, `.xml` for Microsoft Project, `.ics`
            a calendar.
        framework: What is planned; a project then says which steps wait for which. Default: only the actions do.
        overwrite: Whether an existing file may be replaced.

    Returns:
        The path written.

    Raises:
        UnsuitableError: The name's ending says nothing (code `unknown_format`), or a project or a calendar is asked of
            a plan without periods.
        WouldOverwriteError: There is such a file, and `overwrite` is false.
        FileAccessError: The system does not let it be written.

    Example:
        >>> import tempfile
        >>> import equity_blocks as eb
        >>> rated = eb.Assessment(framework="hcplan-apm", ratings={"vision-setting": "partial"})
        >>> plan = eb.plan(eb.load_framework("hcplan-apm"), rated, pick=1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_plan(plan, Path(folder) / "plan.csv").name
        'plan.csv'
    """
    door = door_out(str(path), PLANS)
    make = cast("Callable[..., bytes | str]", door.function("to_"))
    return save_bytes(path, _bytes(make(plan, framework) if door is PLANS[".xml"] else make(plan)), overwrite=overwrite)


@checks_nouns
def save_decisions(
    conflicts: Iterable[Conflict], path: str | Path, framework: Framework, *, overwrite: bool = False
) -> Path:
    """Save what is undecided as a sheet with both sides, which is filled in and read back like any reply.

    Args:
        conflicts: The `conflicts` of what `collect` gave.
        path: The file: `.xlsx` a workbook (extra `excel`), any other name a table.
        framework: What is rated.
        overwrite: Whether an existing file may be replaced.

    Returns:
        The path written.

    Raises:
        UnsuitableError: A library is missing; code `not_installed`.
        WouldOverwriteError: There is such a file, and `overwrite` is false.
        FileAccessError: The system does not let it be written.

    Example:
        >>> import tempfile
        >>> import equity_blocks as eb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_decisions((), Path(folder) / "decide.csv", eb.load_framework("hcplan-apm")).name
        'decide.csv'
    """
    write = to_decision_book if str(path).lower().endswith(".xlsx") else to_decisions
    return save_bytes(path, _bytes(write(framework, conflicts)), overwrite=overwrite)


def _bytes(made: bytes | str) -> bytes:
    return made.encode() if isinstance(made, str) else made


@checks_nouns
def read_replies(
    content: bytes, framework: Framework, *, name: str = "<reply>", respondent: str | None = None
) -> tuple[Reply, ...]:
    r"""Read a file that came back: what is in it says what it is, a workbook, a form, a table, FHIR or REDCap.

    Args:
        content: The bytes of the file.
        framework: What was asked about, tailored as it was then.
        name: What to call the file in problems and in the origin of answers.
        respondent: Who answers, where the file does not say, or says it otherwise. Default: as the file says.

    Returns:
        One reply; of a REDCap export one of each record.

    Raises:
        InvalidDataError: It is no file of answers, or cannot be read at all. What can be located is in `problems` of
            the reply, and `collect` refuses it.
        UnsuitableError: A library is missing; code `not_installed`.

    Example:
        >>> import equity_blocks as eb
        >>> framework = eb.load_framework("hcplan-apm")
        >>> text = "framework,respondent,practice,level\nhcplan-apm,ann,vision-setting,partial\n"
        >>> [reply] = read_replies(text.encode(), framework, name="ann.csv")
        >>> reply.kind, reply.data["ratings"]["vision-setting"]["level"]
        ('answers', 'partial')
    """
    require_kind("content", content, bytes)
    replies = replies_in(door_in(content, name), content, name, framework)
    return tuple(as_said_by(reply, respondent) for reply in replies)


def door_in(content: bytes, name: str) -> Door:
    """Tell by what is in a file what it is; its name may say anything.

    Raises:
        InvalidDataError: It is nothing that answers come in.

    Example:
        >>> door_in(b"practice;level", "a.txt").title
        'a table'
    """
    start = content[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(b"PK\x03\x04"):
        return DECISIONS if is_decision_book(content) else WORKBOOK
    if start.startswith(b"<"):
        return FORM
    if start.startswith(b"{"):
        return FHIR_RESPONSE if b'"resourceType"' in content else FORM
    if b"\0" in start or name.lower().endswith((".yaml", ".yml", ".xls", ".ods", ".pdf", ".docx")):
        raise InvalidDataError([_no_door(name)])
    return _table(start, name)


_LOOK = 20_000
"""Bytes of a file that are looked at."""


def _table(start: bytes, name: str) -> Door:
    from equity_blocks.exchange.plan_csv import is_plan

    first = start.decode("utf-8", "replace").partition("\n")[0].strip()
    header = next(csv.reader(io.StringIO(first), delimiter=max(",;\t", key=first.count)), [])
    if is_decisions(header):
        return DECISIONS
    if is_plan(header):
        return PLAN
    if header and header[0].strip().lower() in ("record_id", "record", "study_id"):
        return REDCAP_EXPORT
    if len(header) > 1:
        return TABLE
    raise InvalidDataError([_no_door(name)])


def _no_door(name: str) -> Problem:
    kinds = "workbooks (.xlsx), forms (.html or what they saved), tables (.csv), FHIR (.json), REDCap (.csv)"
    is_yaml = name.lower().endswith((".yaml", ".yml"))
    hint = "`merge` takes assessments" if is_yaml else f"answers come in as {kinds}"
    return Problem("no_answers", "this is no file of answers", hint, (), name)


def replies_in(door: Door, content: bytes, name: str, framework: Framework) -> tuple[Reply, ...]:
    """Read a file of answers by a door: one reply, of an export of many respondents several.

    Raises:
        InvalidDataError: Nothing comes in by that door, or it cannot be read at all.
    """
    read = door.function("from_")
    if read is None:
        raise InvalidDataError([_no_door(name)])
    found = read(content, name, framework)
    return (found,) if isinstance(found, Reply) else cast("tuple[Reply, ...]", found)


def as_said_by(reply: Reply, respondent: str | None) -> Reply:
    """Give a respondent's reply under another id; an owner has none, and without an id it stays as it is.

    Example:
        >>> as_said_by(Reply("a.csv", "answers", {}), "ann").data["respondents"]
        [{'id': 'ann'}]
    """
    if respondent is None or reply.kind != "answers":
        return reply
    known = (*reply.data.get("respondents", ()), {})[0]
    return reply._replace(data={**reply.data, "respondents": [{**known, "id": respondent}]})
