"""What a form saved, as a reply: every answer with its key, and every doubt as a problem at its key."""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from equity_blocks.errors import InvalidDataError, Path, Problem, dotted
from equity_blocks.exchange.answer_fields import CARRIED, DECISIONS, PRIORITIES
from equity_blocks.exchange.evidence import Register
from equity_blocks.model.did_you_mean import did_you_mean, nearest
from equity_blocks.model.framework import Framework
from equity_blocks.model.reply import Reply
from equity_blocks.model.scale import RESERVED

SCHEMA = "equity-blocks/answers/1"
"""What a file that a form saved says it is.

Its keys: `schema`; `kind`, that of the questionnaire; `framework`, `edition`, `revision` and `fingerprint` of what was
asked; `assessment`, its id; `respondent` (`id`, `role`, `organization`, `people`, `asked`), null for the owner;
`filled_on`, a day; `ratings`, with the fields of an assessment's file, where `evidence` may hold titles."""

MOST_BYTES = 5_000_000
"""Bytes of a file: a hundred times what people type."""

_KEYS = (
    "schema", "kind", "framework", "edition", "revision", "fingerprint", "assessment", "respondent", "filled_on",
    "ratings",
)  # fmt: skip
_WHO = ("id", "role", "organization", "people", "asked")
_AGREED = ("level", "by", "date", "why")
_MOST_PROBLEMS = 50
_LEAVE_IT = "save it anew with the page, and do not change the file"
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def from_form(content: bytes, name: str, framework: Framework) -> Reply:
    """Read the file that a form saved.

    Nothing is guessed: a key that is none of the form's, another framework or revision, and a value of another kind
    are problems, each with its place.

    Args:
        content: The bytes of the file.
        name: What it is called in messages and as the origin of its answers.
        framework: The framework that it asks about.

    Returns:
        The reply. While it has problems, nothing of it may be used.

    Raises:
        InvalidDataError: The file is too large, or not JSON, or was not saved by a form; it is not read any further.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> text = '{"schema": "equity-blocks/answers/1", "kind": "owner", "framework": "mini", "revision": 1, '
        >>> from_form((text + '"ratings": {"p": {"level": "yes"}}}').encode(), "a.json", framework).data["ratings"]
        {'p': {'level': 'yes'}}
        >>> reply = from_form((text + '"ratings": {"p": {"level": "yse"}}}').encode(), "a.json", framework)
        >>> print(reply.problems[0])
        a.json ratings.p.level: 'yse' is not a level of the scale 'inline': no, yes (or 0 to 1) (did you mean 'yes'?)
    """
    data = _parsed(content, name)
    kind = data.get("kind")
    misfit = _misfit(data, framework, name)
    if misfit:
        return Reply(name, str(kind) if kind in CARRIED else "answers", {}, problems=(misfit,))
    reading = _Reading(data, framework, name)
    ratings = reading.ratings()
    head = reading.head()
    return Reply(
        source=name,
        kind=str(kind),
        data={**head, "ratings": ratings, **reading.register.data},
        places={**reading.places, **reading.register.places},
        carries=CARRIED[str(kind)],
        problems=tuple(reading.problems),
        fingerprint=reading.text(data, "fingerprint", ()),
        filled_on=reading.day(data, "filled_on", ()),
    )


def asked_in(content: bytes, name: str) -> tuple[str, int | None] | None:
    """Tell which framework, and which revision of it, a file that a form saved asks about.

    Args:
        content: The bytes of the file.
        name: What it is called in messages.

    Raises:
        InvalidDataError: It was not saved by a form.

    Example:
        >>> asked_in(b'{"schema": "equity-blocks/answers/1", "framework": "mini", "revision": 2}', "a.json")
        ('mini', 2)
    """
    data = _parsed(content, name)
    framework, revision = data.get("framework"), data.get("revision")
    if not isinstance(framework, str) or not framework:
        return None
    return framework, revision if isinstance(revision, int) and not isinstance(revision, bool) else None


def _parsed(content: bytes, name: str) -> Mapping[str, Any]:
    """Read JSON that a form saved; anything else is refused."""

    def refused(problem: Problem) -> InvalidDataError:
        return InvalidDataError([problem])

    if len(content) > MOST_BYTES:
        message = f"the file is larger than answers can be: {len(content):,} bytes, and {MOST_BYTES:,} are enough"
        raise refused(Problem("too_large", message, "", (), name, data={"most": MOST_BYTES}))
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        message = "this is the page itself, and what was filled in is not in it"
        hint = "open it, choose Save answers, and import the .json file that it saves"
        raise refused(Problem("no_answers", message, hint, (), name))
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except _DoubledKeyError as error:
        raise refused(Problem("duplicate_key", f"the key '{error}' is there twice", _LEAVE_IT, (), name)) from None
    except (ValueError, RecursionError):
        raise refused(Problem("not_json", "this is no JSON that can be read", _LEAVE_IT, (), name)) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        hint = f"import the file that the page saved; it begins with a schema of '{SCHEMA}'"
        raise refused(Problem("no_answers", "this was not saved by a form", hint, (), name))
    return data


class _DoubledKeyError(ValueError):
    """A key stands twice in one mapping."""


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _DoubledKeyError(key[:60])
        found[key] = value
    return found


def _refuse_constant(text: str) -> float:
    raise ValueError(text)


def _misfit(data: Mapping[str, Any], framework: Framework, name: str) -> Problem | None:
    """Say why a file of another framework, edition or revision is not read."""
    wanted = {"framework": framework.id, "edition": framework.edition, "revision": framework.revision}
    hints = {
        "framework": "import it with the framework that it was made for",
        "edition": "import it with the framework file of that edition",
        "revision": "import it into an assessment of that revision, and migrate that one; or export the form anew",
    }
    for key, here in wanted.items():
        found = data.get(key)
        if found != here and not (key == "edition" and not found):
            message = f"the form asks about {key} '{str(found)[:60]}', and this is '{here}'"
            facts = {"found": found, "allowed": (here,)}
            return Problem(f"wrong_{key}", message, hints[key], (), name, data=facts, place=key)
    kind = data.get("kind")
    if kind not in CARRIED:
        message = f"'{str(kind)[:60]}' is no kind of form: there are {', '.join(CARRIED)}"
        return Problem("not_listed", message, _LEAVE_IT, (), name, place="kind")
    return None


class _Reading:
    """The reading of one file."""

    def __init__(self, data: Mapping[str, Any], framework: Framework, source: str) -> None:
        self.given, self.framework, self.source = data, framework, source
        self.fields = CARRIED[data["kind"]]
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self.register = Register()
        self._known_keys(data, _KEYS, ())

    def report(self, problem: Problem, path: Path) -> None:
        """Note a problem at its key; the first of many are enough."""
        if len(self.problems) < _MOST_PROBLEMS:
            found = (problem.code, problem.message, problem.hint)
            self.problems.append(Problem(*found, file=self.source, place=dotted(path), data=problem.data))

    def _known_keys(self, data: Mapping[str, Any], allowed: Sequence[str], path: Path) -> None:
        for key in data:
            if key not in allowed:
                facts = {"found": key, "allowed": allowed, "nearest": nearest(key, allowed)}
                message, hint = f"'{key[:60]}' is no key of a form's file here", did_you_mean(key, allowed)
                self.report(Problem("unknown_key", message, hint or _LEAVE_IT, data=facts), (*path, key))

    def text(self, data: Mapping[Any, Any], key: str | int, path: Path) -> str:
        """Give a text; empty where there is none, or something else stands there, which is a problem."""
        value = data.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.report(Problem("not_text", f"text is needed here, not {_shown(value)}", _LEAVE_IT), (*path, key))
            return ""
        if _UNREADABLE.search(value):
            message = "the text has characters that no one can see"
            self.report(Problem("not_text", message, "type it anew in the page"), (*path, key))
        return value

    def day(self, data: Mapping[str, Any], key: str, path: Path) -> str:
        """Give a day as YYYY-MM-DD; empty where there is none."""
        value = self.text(data, key, path)
        if value:
            with suppress(ValueError):
                return dt.date.fromisoformat(value).isoformat()
            self.report(Problem("date", f"'{value[:40]}' is no day", "write it as 2026-09-12"), (*path, key))
        return ""

    def mapping(self, value: Any, path: Path) -> Mapping[str, Any]:
        """Give a mapping; empty where there is none."""
        if isinstance(value, dict) or value is None:
            return value or {}
        self.report(Problem("not_a_mapping", f"a mapping is needed here, not {_shown(value)}", _LEAVE_IT), path)
        return {}

    def head(self) -> dict[str, Any]:
        """Give what stands above the ratings of an assessment's file."""
        head = {key: self.given[key] for key in ("framework", "edition", "revision") if key in self.given}
        if name := self.text(self.given, "assessment", ()):
            head["id"] = name
        who = self.mapping(self.given.get("respondent"), ("respondent",))
        if self.given["kind"] == "answers" and who:
            head["respondents"] = [self._who(who)]
            self.places["respondents",] = "respondent"
        return head

    def _who(self, who: Mapping[str, Any]) -> dict[str, Any]:
        path: Path = ("respondent",)
        self._known_keys(who, _WHO, path)
        said: dict[str, Any] = {key: self.text(who, key, path) for key in ("id", "role", "organization")}
        people = who.get("people", 1)
        if not isinstance(people, int) or isinstance(people, bool) or people < 1:
            self.report(
                Problem("not_a_number", f"a whole number from 1 is needed, not {_shown(people)}"), (*path, "people")
            )
        elif people > 1:
            said["people"] = people
        said["asked"] = self._texts(who.get("asked"), (*path, "asked"))
        return {key: value for key, value in said.items() if value}

    def _texts(self, value: Any, path: Path) -> list[str]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.report(Problem("not_a_list", f"a list is needed here, not {_shown(value)}", _LEAVE_IT), path)
            return []
        texts = dict(enumerate(value))
        return [self.text(texts, i, path) for i in texts]

    def ratings(self) -> dict[str, Any]:
        """Read what is said of every practice; what cannot be read is left out and among the problems."""
        read: dict[str, Any] = {}
        for name, said in self.mapping(self.given.get("ratings"), ("ratings",)).items():
            path: Path = ("ratings", name)
            if name not in self.framework.practices:
                known = {each: practice.title for each, practice in self.framework.practices.items()}
                message, near = f"{self.framework.id} has no practice '{name[:60]}' here", did_you_mean(name, known)
                hint = near or "import it with the tailoring that it was exported with"
                facts = {"found": name, "nearest": nearest(name, known)}
                self.report(Problem("unknown_practice", message, hint, data=facts), path)
                continue
            self.places[path] = dotted(path)
            read[name] = self._rating(name, self.mapping(said, path), path)
        return read

    def _rating(self, name: str, said: Mapping[str, Any], path: Path) -> dict[str, Any]:
        self._known_keys(said, self.fields, path)
        rating: dict[str, Any] = {}
        for key in self.fields:
            if said.get(key) is None:
                continue
            self.places[*path, key] = dotted((*path, key))
            value = self._value(name, key, said, path)
            if value not in ("", [], {}, None) or key in _REASONS:
                rating[key] = value
        return rating

    def _value(self, name: str, key: str, said: Mapping[str, Any], path: Path) -> Any:
        place: Path = (*path, key)
        if key in ("level", "target"):
            return self._level(name, said[key], place)
        if key == "criteria":
            return self._criteria(name, self.mapping(said[key], place), place)
        if key == "agreed":
            return self._agreed(name, self.mapping(said[key], place), place)
        if key == "evidence":
            lines = [line for each in self._texts(said[key], place) for line in each.splitlines()]
            return self.register.read("\n".join(lines), dotted(place))
        text = self.text(said, key, path)
        if key in _WORDS and text:
            return self._word(text, _WORDS[key], place)
        if key in _REASONS and not text.strip():
            message = f"nothing says why it {_REASONS[key]}"
            self.report(Problem("no_reason", message, "write the reason in the page, or clear the answer"), place)
        return text

    def _word(self, text: str, allowed: Sequence[str], place: Path) -> str:
        if text in allowed:
            return text
        message = f"'{text[:60]}' is none of {', '.join(allowed)}"
        facts = {"found": text, "allowed": allowed, "nearest": nearest(text, allowed)}
        self.report(Problem("not_listed", message, did_you_mean(text, allowed), data=facts), place)
        return ""

    def _level(self, name: str, level: Any, place: Path) -> Any:
        """Give a level's id, a score or, of a target, a share; nothing where it is none, which is a problem."""
        is_target = place[-1] == "target"
        if is_target and isinstance(level, dict) and level.keys() == {"share"}:
            share = level["share"]
            if _is_number(share) and 0 <= share <= 1:
                return {"share": share}
            self.report(Problem("out_of_bounds", f"a share is from 0 to 1, not {_shown(share)}"), (*place, "share"))
            return None
        scale = self.framework.scale_of(name)
        if not (isinstance(level, str) or _is_number(level)):
            self.report(Problem("level_reference", f"a level is needed here, not {_shown(level)}", _LEAVE_IT), place)
        elif scale.holds(level) or scale.is_missing(level) or (level == RESERVED and not is_target):
            return level
        else:
            self.report(scale.problem(level, ()), place)
        return None

    def _criteria(self, name: str, said: Mapping[str, Any], place: Path) -> dict[str, Any]:
        known = {each.id: each.title for each in self.framework.practices[name].criteria}
        levels: dict[str, Any] = {}
        for key, level in said.items():
            if key not in known:
                message = f"'{name}' has no part '{key[:60]}'"
                self.report(Problem("unknown_criterion", message, did_you_mean(key, known)), (*place, key))
            elif level is not None:
                self.places[*place, key] = dotted((*place, key))
                levels[key] = self._level(name, level, (*place, key))
        return levels

    def _agreed(self, name: str, said: Mapping[str, Any], place: Path) -> dict[str, Any]:
        self._known_keys(said, _AGREED, place)
        agreed: dict[str, Any] = {
            "level": None if said.get("level") is None else self._level(name, said["level"], (*place, "level")),
            "by": self.text(said, "by", place),
            "date": self.day(said, "date", place),
            "why": self.text(said, "why", place),
        }
        agreed = {key: value for key, value in agreed.items() if value not in ("", None)}
        if agreed and said.get("level") is None:
            message = "it says by whom, when or why, and no level"
            self.report(Problem("contradiction", message, "choose the agreed level in the page"), place)
        elif agreed and not agreed.get("by", "").strip():
            self.report(Problem("no_reason", "nothing says who agreed", "write who, such as: steering group"), place)
        self.places |= {(*place, key): dotted((*place, key)) for key in agreed}
        return agreed


_REASONS = {"not_applicable": "does not apply", "not_pursued": "is not pursued"}
_WORDS: Mapping[str, Sequence[str]] = {
    "importance": PRIORITIES,
    "feasibility": PRIORITIES,
    "decision": DECISIONS,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    """Say what stands somewhere instead, in a few words."""
    kinds = {dict: "a mapping", list: "a list", bool: "true or false", type(None): "nothing"}
    if type(value) in kinds:
        return kinds[type(value)]
    return f"the text '{value[:40]}'" if isinstance(value, str) else f"the number {str(value)[:40]}"
