"""REDCap: a questionnaire as a data dictionary, and the raw export of its records as replies."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.errors import InvalidDataError, Problem, visible
from equity_blocks.exchange.answer_rows import RowReader, head_of, misfits
from equity_blocks.exchange.csv_text import as_csv
from equity_blocks.exchange.questions import (
    CARRIES,
    STATUS,
    Given,
    Option,
    Question,
    item_of,
    questions_of,
    ratings_of,
)
from equity_blocks.model.framework import Framework
from equity_blocks.model.numerals import as_number
from equity_blocks.model.phrases import listed
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.reply import Reply

COLUMNS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip
"""The columns of a data dictionary, as REDCap names them."""

RECORD, WHO, FACTS = "record_id", "eb_respondent", "eb_facts"
"""The fields that are no questions: the record, who answers, and what the questionnaire is."""

MOST_IN_A_NAME = 26
"""The longest name of a field that REDCap advises."""

_TOKENS: Mapping[str, str] = {
    "level": "q", "status": "s", "reason": "r", "not_pursued": "x", "target": "t", "share": "ts", "importance": "i",
    "feasibility": "f", "decision": "d", "owner": "o", "evidence": "e", "note": "n", "by": "by", "date": "on",
    "why": "why",
}  # fmt: skip
_FIRST_STATUS = 98
_PLAIN = re.compile("[a-z0-9-]+")
_MOST_BYTES, _MOST_RECORDS, _MOST_IN_A_CELL = 20_000_000, 10_000, 1_000_000
_MOST_SHOWN = 60
_ADDED = ("redcap_", RECORD, WHO, FACTS)
_ENDINGS = ("_complete", "_timestamp")


def field_name(practice: str, question: Question) -> str:
    """Name the field of a question: what kind of question it is, and the practice.

    The same question has the same name in every dictionary. What would be too long, or could be taken for another, is
    cut, and a hash makes it one of its own.

    Example:
        >>> field_name("board-training", Question("board-training/note", "note", ""))
        'n_board_training'
        >>> field_name("care", Question("care/part/written", "level", "", part="written"))
        'qh_care_written_b2efd85d'
    """
    token = _TOKENS[question.key]
    name = f"{token}_{practice.replace('-', '_')}"
    if not question.part and _PLAIN.fullmatch(practice) and len(name) <= MOST_IN_A_NAME:
        return name
    digest = hashlib.sha256(question.link.encode()).hexdigest()[:8]
    words = re.sub("[^a-z0-9]+", "_", f"{practice}_{question.part}".lower())
    room = MOST_IN_A_NAME - len(f"{token}h__{digest}")
    return f"{token}h_{words[:room].strip('_')}_{digest}"


def to_dictionary(questionnaire: Questionnaire) -> str:
    """Write a questionnaire as a data dictionary: one form, one field a question, the id of each in its annotation.

    What is known already is not in it, as a dictionary holds no answers.

    Returns:
        CSV with the 18 columns of REDCap; its first field is `record_id`.

    Example:
        >>> from equity_blocks.model.questionnaire import Choice
        >>> item = Item("p", "P", "b", ("B",), "Is it so?", (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1)))
        >>> asked = Questionnaire("mini", "", 1, "f", "Mini", {}, (item,), kind="answers")
        >>> for line in to_dictionary(asked).splitlines()[4:]:
        ...     print(line)
        q_p,mini,B,radio,Is it so?,"0, No | 1, Yes | 98, Unknown | 99, Does not apply",,,,,,,,,,,,id: p
        r_p,mini,,notes,P: Why it does not apply,,,,,,,[q_p] = '99',,,,,,id: p/reason
        e_p,mini,,notes,"P: What shows it, one per line",,,,,,,,,,,,,id: p/evidence
        n_p,mini,,notes,P: What else should be known,,,,,,,,,,,,,id: p/note
    """
    form = re.sub("[^a-z0-9]+", "_", questionnaire.framework).strip("_") or "answers"
    rows = [{"name": RECORD, "type": "text", "label": "Record ID"}, *_about(questionnaire)]
    block = ""
    for item in questionnaire.items:
        header = _label(" > ".join(item.blocks)) if item.block != block else ""
        block = item.block
        for question in questions_of(questionnaire.framework, item, questionnaire.kind):
            rows.append({**_field(item, question), "header": header})
            header = ""
    places: tuple[str, ...] = (
        "name",
        "form",
        "header",
        "type",
        "label",
        "choices",
        "help",
        "validation",
        "low",
        "high",
    )
    places += ("", "branching", "required", "", "", "", "", "annotation")
    return as_csv(COLUMNS, [[{**row, "form": form}.get(place) for place in places] for row in rows])


def _about(asked: Questionnaire) -> Iterator[dict[str, Any]]:
    if asked.kind == "answers":
        label = "A short name for who answers: small letters, digits and hyphens"
        yield {"name": WHO, "type": "text", "label": label, "required": "y", "annotation": "id: about:respondent"}
    facts = f"framework={asked.framework} revision={asked.revision} kind={asked.kind} fingerprint={asked.fingerprint}"
    annotation = f"id: about:facts @HIDDEN @DEFAULT='{facts}'"
    yield {"name": FACTS, "type": "text", "label": "What this questionnaire is", "annotation": annotation}


def _field(item: Item, question: Question) -> dict[str, Any]:
    types = {"choice": "radio", "text": "notes"}
    asks = f"{item.title}: {question.text}" if question.text else item.question or item.title
    row: dict[str, Any] = {"name": field_name(item.practice, question), "type": types.get(question.type, "text")}
    row |= {"label": _label(asks), "annotation": f"id: {question.link}"}
    if question.options:
        codes = codes_of(question)
        row["choices"] = " | ".join(f"{code}, {_label(option.title)}" for code, option in codes.items())
    if question.bounds:
        low, high = question.bounds
        row |= {"validation": "number", "low": f"{low:g}", "high": f"{high:g}"}
    if question.type == "date":
        row["validation"] = "date_ymd"
    if not question.text:
        meanings = [f"{choice.title}: {choice.meaning}" for choice in item.choices if choice.meaning]
        row["help"] = _label("; ".join([*meanings, *item.cautions])) or None
    if question.when:
        row["branching"] = _branching(item, question)
    return row


def _branching(item: Item, question: Question) -> str:
    link, wanted = question.when or ("", None)
    status = Question(link, "status" if item.range else "level", "", options=())
    number = str(_FIRST_STATUS + 1) if wanted else ""
    return f"[{field_name(item.practice, status)}] = '{number}'"


def _label(text: str) -> str:
    """Text on one line in which REDCap finds no HTML, no field and no next choice."""
    plain = " ".join(visible(text).split())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace("[", "(").replace("]", ")").replace("|", "/")


def codes_of(question: Question) -> dict[str, Option]:
    """Give the options of a question by the codes that raw exports have: levels from 0, then 98 and 99.

    Example:
        >>> options = (Option("urn:equity-blocks:level:mini", "no", "No"), Option(STATUS, "unknown", "Unknown"))
        >>> {code: option.code for code, option in codes_of(Question("p", "level", "", options=options)).items()}
        {'0': 'no', '98': 'unknown'}
    """
    statuses = [option for option in question.options if option.system == STATUS]
    others = [option for option in question.options if option.system != STATUS]
    numbered = [*enumerate(others), *enumerate(statuses, _FIRST_STATUS)]
    return {str(number): option for number, option in numbered}


def from_export(content: bytes, name: str, framework: Framework) -> tuple[Reply, ...]:
    r"""Read the raw export of a project whose form is a dictionary of `to_dictionary`.

    Args:
        content: CSV as UTF-8, with codes and not with labels.
        name: What to call the file in messages and as the origin of its answers.
        framework: What is rated.

    Returns:
        A reply for each record; a respondent without a name is called after the record.

    Raises:
        InvalidDataError: It is too large, no UTF-8, or no export of such a project.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> exported = b"record_id,eb_respondent,q_p,n_p\n1,ann,1,Since May\n2,ben,98,\n"
        >>> [reply.data["ratings"] for reply in from_export(exported, "a.csv", framework)]
        [{'p': {'level': 'yes', 'note': 'Since May'}}, {'p': {'level': 'unknown'}}]
    """
    header, records = _read(content, name)
    seen: dict[str, int] = {}
    replies = []
    for number, record in records:
        reading = _Record(framework, name, number, record)
        first = seen.setdefault(record.get(RECORD, ""), number)
        if first != number:
            message = f"record '{record.get(RECORD, '')}' is there twice, first in row {first}"
            reading.report(RECORD, "duplicate_row", message, "export one event, without repeats")
        replies.append(reading.reply(header))
    if not replies:
        raise InvalidDataError([Problem("no_answers", "it has no record", "export the records, too", (), name)])
    return tuple(replies)


def asked_in(content: bytes, name: str) -> tuple[str, int | None] | None:
    r"""Tell which framework, and which revision of it, an export answers; `None` where it does not say.

    Raises:
        InvalidDataError: It is too large, no UTF-8, or no export of such a project.

    Example:
        >>> asked_in(b"record_id,eb_facts\n1,framework=mini revision=2 kind=answers\n", "a.csv")
        ('mini', 2)
    """
    facts = next((found for _, record in _read(content, name)[1] if (found := _facts(record))), {})
    revision = facts.get("revision", "")
    return (facts["framework"], int(revision) if revision.isdigit() else None) if facts.get("framework") else None


def _read(content: bytes, name: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Give the header, and each record with its row."""

    def refuse(code: str, message: str, hint: str) -> None:
        raise InvalidDataError([Problem(code, message, hint, (), name)]) from None

    if len(content) > _MOST_BYTES:
        refuse("too_large", f"it has more than {_MOST_BYTES:,} bytes", "import it in parts")
    limit = csv.field_size_limit(_MOST_IN_A_CELL)
    rows: list[list[str]] = []
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))]
    except UnicodeDecodeError:
        refuse("not_utf8", "it is not written in UTF-8", "export it again as CSV (raw data)")
    except csv.Error as error:
        refuse("not_a_table", f"it cannot be read as CSV: {error}", "export it again as CSV (raw data)")
    finally:
        csv.field_size_limit(limit)
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if RECORD not in header or len(set(header)) < len(header):
        refuse("missing_columns", f"it has no column '{RECORD}', or a column twice", "export it as CSV (raw data)")
    if len(rows) > _MOST_RECORDS:
        refuse("too_large", f"it has more than {_MOST_RECORDS:,} records", "import it in parts")
    filled = [(number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    return header, [(number, dict(zip(header, row, strict=False))) for number, row in filled]


def _facts(record: Mapping[str, str]) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.get(FACTS, "").split())
    return {key: value for key, _, value in pairs if value}


class _Record:
    """One record of an export."""

    def __init__(self, framework: Framework, name: str, number: int, record: Mapping[str, str]) -> None:
        self.framework, self.name, self.number, self.record = framework, name, number, record
        self.problems: list[Problem] = []
        self.facts = _facts(record)
        said = self.facts.get("kind", "")
        self.kind = said if said in CARRIES else "answers"

    def place(self, field: str) -> str:
        """Say where a field stands."""
        return f"row {self.number}, {field}"

    def report(self, field: str, code: str, message: str, hint: str = "", **data: Any) -> None:
        """Note a problem with a field."""
        self.problems.append(Problem(code, message, hint, file=self.name, place=self.place(field), data=data))

    def reply(self, header: Sequence[str]) -> Reply:
        """Read the record with the columns that the export has."""
        framework = self.framework
        self.problems += misfits(self.facts, (), framework, self.name, self.place(FACTS))
        asked = {name: questions_of(framework.id, item_of(framework, name), self.kind) for name in framework.practices}
        fields = {field_name(name, each): each for name, some in asked.items() for each in some}
        given = {each.link: answer for field, each in fields.items() if (answer := self._given(field, each))}
        shown = {name for name, some in asked.items() if any(field_name(name, each) in header for each in some)}
        if not shown:
            message = f"no column is of a question of {framework.id}"
            self.report(RECORD, "missing_columns", message, "export raw data of the form that its dictionary made")
        reader = RowReader(framework, self.kind, self.name)
        ratings = ratings_of(asked, given, reader, shown, self.problems)
        some = [name for name in framework.practices if name in shown]
        facts = {"framework": framework.id, **self.facts} | (
            {"respondent": self._who()} if self.kind == "answers" else {}
        )
        return Reply(
            source=self.name,
            kind=self.kind,
            data={
                **head_of(facts, some if len(some) < len(asked) else ()),
                "ratings": ratings,
                **reader.register.data,
            },
            places={**reader.places, **reader.register.places, ("respondents",): self.place(WHO)},
            carries=CARRIES[self.kind],
            problems=tuple(self.problems),
            fingerprint=self.facts.get("fingerprint", ""),
            filled_on=self._day(),
            notes=(*reader.notes, *self._others(header, fields)),
        )

    def _given(self, field: str, question: Question) -> Given | None:
        text = self.record.get(field, "").replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            return None
        if question.options:
            codes = codes_of(question)
            option = codes.get(text.strip())
            if option is None:
                message = f"'{text.strip()[:_MOST_SHOWN]}' is none of the codes {', '.join(codes)}"
                self.report(field, "unknown_option", message, "export raw data, not labels", allowed=[*codes])
            return Given(option, self.place(field)) if option else None
        if question.type != "decimal":
            return Given(text, self.place(field))
        number = as_number(text.strip())
        if number is None:
            self.report(field, "wrong_type", f"'{text.strip()[:_MOST_SHOWN]}' is no number", "such as 62.5")
        return None if number is None else Given(number, self.place(field))

    def _who(self) -> str:
        said = self.record.get(WHO, "").strip()
        record = re.sub("[^a-z0-9]+", "-", self.record.get(RECORD, "").lower()).strip("-")
        return said or (f"record-{record}" if record else "")

    def _day(self) -> str:
        said = [value for key, value in self.record.items() if key.endswith("_timestamp")]
        return next((value[:10] for value in said if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)), "")

    def _others(self, header: Sequence[str], fields: Mapping[str, Question]) -> list[str]:
        """Name the columns with something in them that are none of ours."""
        ours = [*fields, *(key for key in header if key.startswith(_ADDED) or key.endswith(_ENDINGS))]
        others = [key for key in header if key not in ours and self.record.get(key, "").strip()]
        return [f"row {self.number}: columns of other questions were left out: {listed(others, 6)}"] if others else []
