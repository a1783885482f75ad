"""Rows of answers, read into ratings: a row is what any door says of one practice, whatever it looks like there."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from equity_blocks.errors import Path, Problem
from equity_blocks.exchange.answer_fields import DECISIONS, PRIORITIES, STATUSES
from equity_blocks.exchange.evidence import Register
from equity_blocks.model.did_you_mean import did_you_mean, nearest
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import EMPTY
from equity_blocks.model.numerals import as_number, number_hint
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.spelling import level_meant

_SHARE = re.compile(r"\{?\s*share:\s*([01](?:\.[0-9]+)?)\s*\}?")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class AnswerRow(Protocol):
    """What a door says of one practice, or of one part of it, by the keys of columns."""

    def value(self, key: str) -> Any:
        """Give what stands under a key; `None` where nothing does."""

    def text(self, key: str) -> str:
        """Give the same as text."""

    def place(self, key: str) -> str:
        """Say where it stands."""

    def report(self, code: str, message: str, hint: str = "", *, key: str, **data: Any) -> None:
        """Note a problem with what stands under a key."""


class PlainRow:
    """A row of a door that has no cells of its own: values, places, and a list that its problems go to.

    Args:
        source: What the file is called in messages.
        values: Key -> what stands there.
        places: Key -> where; the empty key names the row as a whole.
        problems: Where problems go to.

    Example:
        >>> problems = []
        >>> row = PlainRow("a.csv", {"level": " yes "}, {"": "line 2"}, problems)
        >>> row.text("level"), row.place("level"), row.text("note")
        (' yes ', 'line 2', '')
        >>> row.report("unknown_level", "there is no level 'yes'", key="level")
        >>> print(problems[0])
        a.csv line 2: there is no level 'yes'
    """

    def __init__(
        self, source: str, values: Mapping[str, Any], places: Mapping[str, str], problems: list[Problem]
    ) -> None:
        self.source, self.places, self.problems = source, places, problems
        unreadable = [key for key, value in values.items() if isinstance(value, str) and _UNREADABLE.search(value)]
        self.values = {key: value for key, value in values.items() if key not in unreadable}
        for key in unreadable:
            self.report("control_character", "the text has characters that no one can see", "type it anew", key=key)

    def value(self, key: str) -> Any:
        """Give what stands under a key; `None` where nothing does."""
        return self.values.get(key)

    def text(self, key: str) -> str:
        """Give the same as text; white space alone is nothing."""
        value = self.values.get(key)
        text = "" if value is None else value if isinstance(value, str) else f"{value}"
        return text if text.strip() else ""

    def place(self, key: str) -> str:
        """Say where it stands, else where the row does."""
        return self.places.get(key) or self.places.get("", "")

    def report(self, code: str, message: str, hint: str = "", *, key: str, **data: Any) -> None:
        """Note a problem with what stands under a key."""
        self.problems.append(Problem(code, message, hint, file=self.source, place=self.place(key), data=data))


def misfits(
    facts: Mapping[str, str], practices: Iterable[str], framework: Framework, source: str, place: str = ""
) -> tuple[Problem, ...]:
    """Say why a file that asks about another framework, or another revision of it, is not read.

    Args:
        facts: What the file says of itself: `framework`, `edition` and `revision`; what is left out fits.
        practices: What it asks about.
        framework: The framework it is read with.
        source: What the file is called.
        place: Where it says so.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> print(misfits({"framework": "other"}, ["p"], framework, "a.csv")[0].message)
        it asks about other, not about mini revision 1
        >>> misfits({}, ["p"], framework, "a.csv")
        ()
    """
    own = {"framework": framework.id, "edition": framework.edition, "revision": str(framework.revision)}
    said = {**own, **{key: value for key, value in facts.items() if key in own and (value or key == "edition")}}
    found, here = (_named(each) for each in (said if "revision" in facts else facts, own))
    gone = next((practice for practice in practices if practice not in framework.practices), None)
    if said["framework"] != framework.id:
        message, code = f"it asks about {found}, not about {here}", "wrong_framework"
        hint = "import it with the framework that it was made for"
    elif said != own:
        code = "wrong_edition" if said["revision"] == own["revision"] else "wrong_revision"
        message = f"it asks about {found}, and this is {here}"
        hint = (
            "export it anew and copy the answers over, or import it into an assessment of that revision and migrate it"
        )
    elif gone is not None:
        message, code = f"it asks about '{gone}', which {framework.id} does not have here", "unknown_practice"
        hint = did_you_mean(gone, framework.practices) or "import it with the tailoring that it was exported with"
    else:
        return ()
    data = {"found": found, "allowed": (here,)}
    return (Problem(code, message, hint, file=source, place=place, data=data),)


def _named(said: Mapping[str, str]) -> str:
    revision = f"revision {said['revision']}" if said.get("revision") else ""
    return " ".join(filter(None, (said.get("framework"), said.get("edition"), revision)))


def head_of(facts: Mapping[str, str], asked: Sequence[str] = ()) -> dict[str, Any]:
    """Give what stands above the ratings of a reply, and who answers.

    Args:
        facts: What a file says of itself, as text.
        asked: The practices that its respondent is asked about, where that is not all.

    Example:
        >>> head_of({"framework": "mini", "revision": "2", "respondent": "ann", "people": "3"}, ["p"])
        {'framework': 'mini', 'revision': 2, 'respondents': [{'id': 'ann', 'people': 3, 'asked': ['p']}]}
    """
    head: dict[str, Any] = {"framework": facts["framework"]}
    if "edition" in facts:
        head["edition"] = facts["edition"]
    if facts.get("revision", "").isdigit():
        head["revision"] = int(facts["revision"])
    if facts.get("assessment"):
        head["id"] = facts["assessment"]
    if facts.get("respondent"):
        people = int(facts["people"]) if facts.get("people", "").isdigit() else 1
        who: dict[str, Any] = {
            "id": facts["respondent"],
            "role": facts.get("role"),
            "organization": facts.get("respondent_organization"),
        }
        who |= {"people": people if people > 1 else None, "asked": list(asked)}
        head["respondents"] = [{key: value for key, value in who.items() if value}]
    return head


class RowReader:
    """Reads rows into ratings, and remembers where each part stood and what should be known of how it was read.

    Args:
        framework: What is rated.
        kind: The kind of questionnaire.
        source: What the file is called in messages.
        labels: Practice -> what the door calls its levels -> the level's id. Default: ids and titles.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> reader, problems = RowReader(framework, "answers", "a.csv"), []
        >>> reader.rating("p", PlainRow("a.csv", {"level": "yes", "note": "Since May"}, {"": "line 2"}, problems))
        {'level': 'yes', 'note': 'Since May'}
        >>> reader.places["ratings", "p", "level"], problems
        ('line 2', [])
    """

    def __init__(
        self, framework: Framework, kind: str, source: str, labels: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.framework, self.kind, self.source, self._labels = framework, kind, source, labels or {}
        self.places: dict[Path, str] = {}
        self.notes: list[str] = []
        self.register = Register()

    def rating(self, name: str, row: AnswerRow, parts: Mapping[str, AnswerRow] = EMPTY) -> dict[str, Any]:
        """Read what is said of one practice; what cannot be read is left out and reported.

        Args:
            name: The practice.
            row: Its row.
            parts: Criterion -> the row of its level, where one stands.
        """
        path: Path = ("ratings", name)
        self.places[path] = row.place("level")
        if self.kind == "contested":
            return self._agreed(name, row)
        rating = self._said(name, row, parts)
        if self.kind == "owner":
            self._read_wishes(name, row, rating)
        self._put(rating, (*path, "note"), (row, "note"), row.text("note"))
        evidence = self.register.read(row.text("evidence"), row.place("evidence"))
        self._put(rating, (*path, "evidence"), (row, "evidence"), evidence)
        return rating

    def _read_wishes(self, name: str, row: AnswerRow, rating: dict[str, Any]) -> None:
        path: Path = ("ratings", name)
        for key, words in (("importance", PRIORITIES), ("feasibility", PRIORITIES), ("decision", DECISIONS)):
            self._put(rating, (*path, key), (row, key), self._word(row, key, words))
        self._put(rating, (*path, "target"), (row, "target"), self._target(name, row))
        self._put(rating, (*path, "owner"), (row, "owner"), row.text("owner"))

    def _put(self, rating: dict[str, Any], path: Path, cell: tuple[AnswerRow, str], value: Any) -> None:
        row, key = cell
        if value not in (None, "", [], {}):
            rating[str(path[-1])] = value
            self.places[path] = row.place(key)

    def _said(self, name: str, row: AnswerRow, parts: Mapping[str, AnswerRow]) -> dict[str, Any]:
        """Read level, status, reason and parts, which must say one thing."""
        path: Path = ("ratings", name)
        rating: dict[str, Any] = {}
        status, reason, level = self._status(row), row.text("reason"), self._level(name, row, "level")
        has_level = bool(row.text("level"))
        self._look_for_contradictions(row, status, has_level=has_level, parts=parts)
        if status == "unknown":
            self._put(rating, (*path, "level"), (row, "status"), RESERVED)
        elif status in ("not_applicable", "not_pursued"):
            self._put(rating, (*path, status), (row, "reason"), reason)
        if status not in ("unknown", "not_applicable"):
            self._put(rating, (*path, "level"), (row, "level"), level)
        levels = {part: self._level(name, each, "level", is_free=True) for part, each in parts.items()}
        if levels and not has_level:
            rating["criteria"] = levels
            first = next(iter(parts.values()))
            self.places[*path, "criteria"] = first.place("level")
            self.places |= {(*path, "criteria", part): each.place("level") for part, each in parts.items()}
        return rating

    def _look_for_contradictions(
        self, row: AnswerRow, status: str, *, has_level: bool, parts: Mapping[str, AnswerRow]
    ) -> None:
        word, reason = row.text("status").strip(), row.text("reason")
        is_left_out = status in ("not_applicable", "not_pursued")
        if (has_level or parts) and status in ("unknown", "not_applicable"):
            what = "a level" if has_level else "levels of its parts"
            self._contradiction(row, "level", f"it has {what}, and its status is '{word}'", "clear one of them")
        if has_level and parts:
            part = next(iter(parts.values()))
            message = f"the whole has a level, and so has its part at {part.place('level')}"
            self._contradiction(row, "level", message, "clear the level here, or those of its parts")
        if is_left_out and not reason:
            message = f"nothing says why it {'does not apply' if status == 'not_applicable' else 'is not pursued'}"
            row.report("no_reason", message, "write the reason, or clear the status", key="reason")
        if reason and not is_left_out and (status or not word):
            message = "there is a reason, and no status that it is the reason for"
            self._contradiction(row, "reason", message, "choose the status, or move the text to Note")
        if status == "rated" and not (has_level or parts):
            self._contradiction(
                row, "level", "its status is 'rated', and there is no level", "choose a level, or clear it"
            )

    def _contradiction(self, row: AnswerRow, key: str, message: str, hint: str) -> None:
        row.report("contradiction", message, hint, key=key)

    def _status(self, row: AnswerRow) -> str:
        words = STATUSES if self.kind == "owner" else {k: v for k, v in STATUSES.items() if v != "not_pursued"}
        word = self._word(row, "status", (*words, *words.values()), tuple(words))
        return words.get(word, word) if word else ""

    def _word(self, row: AnswerRow, key: str, words: Iterable[str], shown: Sequence[str] = ()) -> str:
        """Read a word of a drop-down, however its letters are; nothing where it is none, which is a problem.

        `shown`: those of the words that are told. Default: all.
        """
        text = row.text(key).strip()
        if not text or text in words:
            return text
        allowed = list(words)
        same = [word for word in allowed if word.replace("_", " ") == text.casefold().replace("_", " ")]
        if same:
            self.notes.append(f"{row.place(key)}: '{text}' was read as '{same[0]}'")
            return same[0]
        message = f"'{text}' is none of the list: {', '.join(shown or allowed)}"
        data = {"found": text, "allowed": allowed, "nearest": nearest(text, allowed)}
        row.report("not_listed", message, did_you_mean(text, allowed), key=key, **data)
        return ""

    def _target(self, name: str, row: AnswerRow) -> Any:
        share = _SHARE.fullmatch(row.text("target").strip())
        return {"share": float(share[1])} if share else self._level(name, row, "target")

    def _level(self, name: str, row: AnswerRow, key: str, *, is_free: bool = False) -> Any:
        """Read a level by its title or id, or on a range a score; a problem where it is neither.

        `is_free`: it may also be unknown, as there is no status beside it.
        """
        value, text = row.value(key), row.text(key).strip()
        if not text:
            return None
        scale = self.framework.scale_of(name)
        if scale.range and isinstance(value, int | float) and not isinstance(value, bool):
            return self._held(scale, int(value) if float(value).is_integer() else value, row, key)
        labels = self._labels.get(name) or {each: each for each in scale.ids}
        if text in labels:
            return labels[text]
        if is_free and text == RESERVED:
            return RESERVED
        same = {id_ for label, id_ in labels.items() if text.casefold() in (label.casefold(), id_.casefold())}
        level = same.pop() if len(same) == 1 else level_meant(scale, text)
        return self._held(scale, level, row, key, text)

    def _held(self, scale: Scale, level: Any, row: AnswerRow, key: str, text: str = "") -> Any:
        if scale.holds(level) or scale.is_missing(level):
            if text and text != level:
                self.notes.append(f"{row.place(key)}: '{text}' was read as '{level}'")
            return level
        problem = scale.problem(level, ())
        is_number = as_number(text) is not None or bool(number_hint(text))
        if level == RESERVED:
            hint = "choose the status unknown instead"
        elif is_number and not scale.range:
            hint = "choose the level by its title: nobody can tell whether numbers begin at 0 or at 1"
        else:
            hint = problem.hint or number_hint(text) or "choose one of them; where none fits, a status says why"
        row.report("unknown_level", _level_message(problem, scale, text), hint, key=key, **problem.data)
        return None

    def _agreed(self, name: str, row: AnswerRow) -> dict[str, Any]:
        path: Path = ("ratings", name, "agreed")
        agreed: dict[str, Any] = {}
        texts = {key: row.text(key) for key in ("by", "why")}
        self._put(agreed, (*path, "level"), (row, "level"), self._level(name, row, "level", is_free=True))
        self._put(agreed, (*path, "date"), (row, "date"), self._day(row))
        for key, text in texts.items():
            self._put(agreed, (*path, key), (row, key), text)
        if not row.text("level"):
            if agreed:
                message = "it says by whom, when or why, and no level"
                self._contradiction(row, "level", message, "choose the agreed level, or clear the others")
            return {}
        if not texts["by"]:
            row.report("no_reason", "nothing says who agreed", "write who, such as: steering group", key="by")
        self.places[path] = row.place("level")
        return {"agreed": agreed}

    def _day(self, row: AnswerRow) -> str:
        value, text = row.value("date"), row.text("date").strip()
        if isinstance(value, dt.date):
            return text[:10]
        if not text:
            return ""
        if _DAY.fullmatch(text):
            with suppress(ValueError):
                return dt.date.fromisoformat(text).isoformat()
        message = f"'{text[:40]}' is no day"
        row.report("no_day", message, "write it as 2026-09-12", key="date", found=text[:40])
        return ""


def _level_message(problem: Problem, scale: Scale, text: str) -> str:
    """Say what levels there are by what people choose them by: no one types a position into a cell."""
    if scale.range or not text:
        return problem.message
    titles = ", ".join(dict.fromkeys(" ".join(level.title.split()) for level in scale.levels))
    return f"'{text}' is not a level here: there are {titles}"
