"""The questions that survey tools ask about a practice: links, types and options; and answers to them as ratings."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from equity_blocks.errors import Problem
from equity_blocks.exchange.answer_fields import CARRIED, DECISIONS, PRIORITIES, STATUS_WORDS, filled
from equity_blocks.exchange.answer_rows import PlainRow, RowReader
from equity_blocks.model.framework import Framework
from equity_blocks.model.questionnaire import Choice, Item
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.targets import LevelShare

CARRIES = CARRIED
"""Kind of questionnaire -> the fields of a rating that FHIR carries, and REDCap as well."""

QUESTIONNAIRE = "urn:equity-blocks:questionnaire"
"""Begins the canonical address of a questionnaire, which goes on with the framework's id and the kind."""

LEVELS, STATUS, WORDS = "urn:equity-blocks:level", "urn:equity-blocks:status", "urn:equity-blocks:word"
"""The code systems: levels, which go on with the framework's id; statuses; and the words of planning."""

RESPONDENTS = "urn:equity-blocks:respondent"
"""The system of the identifiers of those who answer."""

ABOUT, WHO, FACTS, BLOCK, PRACTICE = "about:answers", "about:respondent", "about:facts", "block:", "practice:"
"""Link ids of what is no question about a practice, and how those of groups begin."""

UNKNOWN, NOT_APPLICABLE = "unknown", "not-applicable"
"""The codes of the statuses that are options beside the levels."""

_STATUS_TITLES = {UNKNOWN: "Unknown", NOT_APPLICABLE: "Does not apply"}


class Option(NamedTuple):
    """What may be chosen.

    Args:
        system: The code system.
        code: The code.
        title: What people read.
        value: The value of a level in [0, 1]; `None` where it has none.
    """

    system: str
    code: str
    title: str
    value: float | None = None


class Question(NamedTuple):
    """A question about a practice.

    Args:
        link: Its link id.
        key: The column that a table would have for it; of a part, `level` or `status`.
        text: What is asked; empty: the question of the practice.
        type: Its type in FHIR.
        options: What may be chosen.
        bounds: The lowest and the highest number.
        when: The link id and the option that it depends on; `None`: it is always asked.
        part: The criterion that it is about; empty: the whole.
    """

    link: str
    key: str
    text: str
    type: str = "text"
    options: tuple[Option, ...] = ()
    bounds: tuple[float, float] | None = None
    when: tuple[str, Option] | None = None
    part: str = ""


def questions_of(framework: str, item: Item, kind: str) -> tuple[Question, ...]:
    """List what is asked about a practice, the level first; its link id is the practice's id.

    Args:
        framework: The framework's id.
        item: The practice.
        kind: The kind of questionnaire.

    Example:
        >>> item = Item("p", "P", "b", ("B",), "Is it so?", (Choice("no", "No", "", 0), Choice("yes", "Yes", "", 1)))
        >>> [(question.link, question.type) for question in questions_of("mini", item, "answers")]
        [('p', 'choice'), ('p/reason', 'text'), ('p/evidence', 'text'), ('p/note', 'text')]
        >>> [option.code for option in questions_of("mini", item, "answers")[0].options]
        ['no', 'yes', 'unknown', 'not-applicable']
    """
    asked = _settled if kind == "contested" else _answered
    return tuple(asked(framework, item, kind))


def _answered(framework: str, item: Item, kind: str) -> Iterator[Question]:
    name, levels = item.practice, _levels(framework, item)
    codes = (UNKNOWN, NOT_APPLICABLE) if item.may_not_apply else (UNKNOWN,)
    yield from _level(Question(name, "level", ""), item, levels, codes)
    if item.may_not_apply:
        chosen = (f"{name}/status" if item.range else name, _status(NOT_APPLICABLE))
        yield Question(f"{name}/reason", "reason", "Why it does not apply", when=chosen)
    for part, title in item.criteria.items():
        yield from _level(Question(f"{name}/part/{part}", "level", title, part=part), item, levels, (UNKNOWN,))
    if kind == "owner":
        yield from _planned(name, item, levels)
    yield Question(f"{name}/evidence", "evidence", "What shows it, one per line")
    yield Question(f"{name}/note", "note", "What else should be known")


def _level(asked: Question, item: Item, levels: tuple[Option, ...], codes: tuple[str, ...]) -> Iterator[Question]:
    """A level with its statuses: options of one question, on a range a number and a question of its own."""
    statuses = tuple(map(_status, codes))
    if not item.range:
        yield asked._replace(type="choice", options=(*levels, *statuses))
        return
    low, high = item.range
    text = f"{asked.text}, from {low:g} to {high:g}" if asked.text else ""
    yield asked._replace(text=text, type="decimal", bounds=item.range)
    status = asked._replace(link=f"{asked.link}/status", key="status", text="Or instead of a score")
    yield status._replace(type="choice", options=statuses)


def _planned(name: str, item: Item, levels: tuple[Option, ...]) -> Iterator[Question]:
    number = "decimal" if item.range else "choice"
    yield Question(f"{name}/not-pursued", "not_pursued", "Why it is not pursued, where it is not")
    yield Question(f"{name}/target", "target", "The level to aim for", number, levels, item.range)
    share = "Or the share of what is not in place yet, from 0 to 1"
    yield Question(f"{name}/target-share", "share", share, "decimal", bounds=(0, 1))
    yield Question(f"{name}/importance", "importance", "Importance here", "choice", _words(PRIORITIES))
    yield Question(f"{name}/feasibility", "feasibility", "How able to do it now", "choice", _words(PRIORITIES))
    yield Question(f"{name}/decision", "decision", "Decision", "choice", _words(DECISIONS))
    yield Question(f"{name}/owner", "owner", "Who leads it", "string")


def _settled(framework: str, item: Item, kind: str) -> Iterator[Question]:
    del kind
    yield from _level(Question(item.practice, "level", ""), item, _levels(framework, item), (UNKNOWN,))
    yield Question(f"{item.practice}/by", "by", "Agreed by", "string")
    yield Question(f"{item.practice}/date", "date", "Agreed on", "date")
    yield Question(f"{item.practice}/why", "why", "Why")


def _levels(framework: str, item: Item) -> tuple[Option, ...]:
    if item.range:
        return ()
    return tuple(Option(f"{LEVELS}:{framework}", each.id, each.title, each.value) for each in item.choices)


def _status(code: str) -> Option:
    return Option(STATUS, code, _STATUS_TITLES[code])


def _words(words: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(WORDS, word, word.capitalize()) for word in words)


def item_of(framework: Framework, practice: str) -> Item:
    """Give what reading answers about a practice has to know.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> [choice.id for choice in item_of(framework, "p").choices]
        ['no', 'yes']
    """
    own, scale = framework.practices[practice], framework.scale_of(practice)
    choices = tuple(Choice(each.id, each.title, "", each.value) for each in scale.levels)
    criteria: Mapping[str, str] = {each.id: each.title for each in own.criteria}
    return Item(practice, own.title, "", (), "", choices, scale.range, criteria)


def answers_of(framework: str, item: Item, kind: str) -> dict[str, Any]:
    """Give what is known of a practice by the link ids of its questions.

    Args:
        framework: The framework's id.
        item: The practice.
        kind: The kind of questionnaire.

    Returns:
        Link id -> an option, a number or a text.

    Example:
        >>> from equity_blocks.model.rating import Rating
        >>> item = Item("p", "P", "b", ("B",), "Is it so?", (), rating=Rating(level="unknown", note="Asked twice"))
        >>> {link: getattr(value, "code", value) for link, value in answers_of("mini", item, "answers").items()}
        {'p': 'unknown', 'p/note': 'Asked twice'}
    """
    rating = item.rating
    values = filled(item, kind, {choice.id: choice.id for choice in item.choices})
    if kind != "contested":
        values |= {"status": _status_of(item), "reason": rating.not_applicable, "not_pursued": rating.not_pursued}
        if isinstance(rating.target, LevelShare):
            values |= {"target": None, "share": rating.target.share}
    elif values.get("level") == RESERVED:
        values |= {"level": None, "status": UNKNOWN}
    found = {}
    for question in questions_of(framework, item, kind):
        own = _part(item, question.part) if question.part else values
        value = _chosen(question, own)
        if value not in (None, ""):
            found[question.link] = value
    return found


def _part(item: Item, part: str) -> dict[str, Any]:
    level = item.rating.criteria.get(part)
    if isinstance(level, int | float) and not item.range:
        level = item.choices[int(level)].id
    return {"status": UNKNOWN} if level == RESERVED else {"level": level}


def _status_of(item: Item) -> str | None:
    if item.rating.not_applicable:
        return NOT_APPLICABLE
    return UNKNOWN if item.rating.level == RESERVED else None


def _chosen(question: Question, values: Mapping[str, Any]) -> Any:
    value = values.get(question.key)
    if question.key == "level" and question.options and value is None:
        statuses = [option for option in question.options if option.system == STATUS]
        return next((option for option in statuses if option.code == values.get("status")), None)
    if question.type == "date" and value:
        return str(value)
    if not question.options:
        return value
    return next((option for option in question.options if option.code == value), None)


class Given(NamedTuple):
    """An answer that was read.

    Args:
        value: An option, a number or a text.
        place: Where it stood.
    """

    value: Any
    place: str


def ratings_of(
    asked: Mapping[str, Sequence[Question]],
    given: Mapping[str, Given],
    reader: RowReader,
    shown: Container[str],
    problems: list[Problem],
) -> dict[str, Any]:
    """Read answers into ratings of the practices that were shown, or that have one.

    Args:
        asked: Practice -> its questions.
        given: Link id -> its answer.
        reader: Reads rows, as those of tables.
        shown: The practices that were shown.
        problems: Where problems go to.
    """
    answered = {name for name, some in asked.items() if any(each.link in given for each in some)}
    names = [name for name in asked if name in shown or name in answered]
    return {name: _rating(name, asked[name], given, reader, problems) for name in names}


def _rating(
    name: str, asked: Sequence[Question], given: Mapping[str, Given], reader: RowReader, problems: list[Problem]
) -> dict[str, Any]:
    rows: dict[str, _Row] = {"": _Row({}, {}, [])}
    for question in asked:
        answer = given.get(question.link)
        if answer is not None:
            row = rows.setdefault(question.part, _Row({}, {}, []))
            row.put(_column(question, answer.value, reader.kind), answer.place)
    made = {}
    for part, row in rows.items():
        made[part] = PlainRow(reader.source, row.values, row.places, problems)
        for key in row.doubled:
            made[part].report("contradiction", "two answers here say different things", "clear one of them", key=key)
    return reader.rating(name, made.pop(""), made)


class _Row(NamedTuple):
    """Values and places by the columns that a table would have, and those that were answered twice."""

    values: dict[str, Any]
    places: dict[str, str]
    doubled: list[str]

    def put(self, values: Mapping[str, Any], place: str) -> None:
        """Put an answer under its columns."""
        for key, value in values.items():
            if key in self.values:
                self.doubled.append(key)
            self.values[key], self.places[key] = value, place
        self.places.setdefault("", place)


def _column(question: Question, value: Any, kind: str) -> dict[str, Any]:
    key = question.key
    code = value.code if isinstance(value, Option) else value
    is_status = isinstance(value, Option) and value.system == STATUS
    if is_status and (question.part or kind == "contested"):
        return {"level": code}
    if is_status:
        return {"status": STATUS_WORDS[code.replace("-", "_")]}
    if key == "not_pursued":
        return {"status": STATUS_WORDS[key], "reason": code}
    return {"target": f"share: {code}"} if key == "share" else {key: code}
