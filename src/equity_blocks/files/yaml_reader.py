"""YAML text into documents: plain data that remembers where everything stood.

The events of the C parser are put together by a loop of our own. The parser of libyaml is fast, but its composer
recurses (a few ten thousand brackets end the process), keeps the last of two equal keys, and reads by YAML 1.1
(`no` is false, `1:30` is ninety). Here scalars get the meanings of the YAML 1.2 core schema, and what cannot be
understood the same way by everybody is refused with its place.
"""

import re
from itertools import pairwise
from math import inf
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.files.content import decoded_text
from equity_blocks.files.yaml_document import MAX_DEPTH, TOO_DEEP, Document, Marks
from equity_blocks.model.numerals import with_point

MAX_VALUES = 200_000
"""Values in one document, each alias counted as all that it stands for."""

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)\Z")
_LONGEST_NUMBER = 400
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMERIC = frozenset("0123456789+-.")

_BEFORE_COMMA = re.compile(r"[-+]?[0-9][0-9.]*")
_AFTER_COMMA = re.compile(r"([0-9]+)(?: *%)?")


def read_yaml(text: str | bytes, name: str = "<text>") -> Document:
    """Read one YAML document with YAML 1.2 meanings.

    Args:
        text: The YAML; bytes are UTF-8, or UTF-16 or UTF-32 with a byte-order mark.
        name: What to call the file in messages.

    Returns:
        The data (dicts, lists, text, numbers, booleans, None) with its places. Dates stay text.

    Raises:
        InvalidDataError: No text, not YAML, or something that is refused: duplicate keys, tags, merge keys, several
            documents, endless or exploding aliases, too deep or too large. The first such problem is told.
    """
    decoded = decoded_text(text, name)
    is_json = decoded.lstrip().startswith("{")
    try:
        document = _Builder(name).build(_PAIR.sub(_character, decoded) if is_json else decoded)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        from equity_blocks.files.mistakes import unreadable  # only needed once something is wrong

        raise InvalidDataError([unreadable(error, name, decoded, _Parser)]) from None
    document.by_hand = not is_json
    return document


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""Two halves that JSON writes for a character beyond the first plane; YAML knows no halves."""


def _character(pair: re.Match[str]) -> str:
    return pair[1] + bytes.fromhex(pair[2] + pair[3]).decode("utf-16-be")


_NO_KEY: Any = object()


class _Open:
    """A container whose end has not come yet."""

    __slots__ = ("anchor", "container", "counted", "is_mapping", "key", "parts")

    def __init__(self, is_mapping: bool, anchor: str | None, counted: int) -> None:
        self.is_mapping = is_mapping
        self.container: Any = {} if is_mapping else []
        self.parts: Any = {} if is_mapping else []
        self.key: Any = _NO_KEY  # the key that waits for its value
        self.anchor = anchor
        self.counted = counted  # how many values came before it

    @property
    def awaits_key(self) -> bool:
        return self.is_mapping and self.key is _NO_KEY


class _Builder:
    """Turns one document's events into data; the stack is a list, so depth costs no recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[int, Marks] = {}
        self.spellings: dict[tuple[int, Any], str] = {}
        self.anchors: dict[str, tuple[Any, int]] = {}  # name -> value and how many values it stands for
        self.stack: list[_Open] = []
        self.root: Any = None
        self.count = 0
        self.documents = 0

    def build(self, text: str) -> Document:
        loader = _Parser(text)
        handlers = {
            ScalarEvent: self._scalar, AliasEvent: self._alias, DocumentStartEvent: self._document,
            MappingStartEvent: self._open, SequenceStartEvent: self._open,
            MappingEndEvent: self._close, SequenceEndEvent: self._close,
        }  # fmt: skip
        try:
            for event in iter(loader.get_event, None):
                handle = handlers.get(type(event))
                if handle:
                    handle(event)
        finally:
            loader.dispose()
        return Document(self.name, self.root, self.marks, self.spellings)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = "keep one document a file; remove the line '---'"
            raise self._refuse("several_documents", "a second document starts here", hint, event, ())

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            raise self._tag(event)
        top = self.stack[-1] if self.stack else None
        if top and top.awaits_key:
            self._key(top, event)
            return
        value = event.value
        if event.implicit[0]:
            value = _plain(value)
            if value.__class__ is not str and value is not None and top and str(value) != event.value:
                key = top.key if top.is_mapping else len(top.container)
                self.spellings[id(top.container), key] = event.value
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1)
        if top and top.is_mapping and event.start_mark.line > top.parts[top.key].line:
            top.parts[top.key] = event.start_mark  # what is wrong with it is wrong there
        self._put(top, value, event, 1)

    def _key(self, top: _Open, event: Any) -> None:
        """Keys are text: a number or a word such as `null` keeps its spelling."""
        key = event.value
        if key == "<<" and event.implicit[0]:
            raise self._refuse("merge_key", "merge keys ('<<') are not read", "write the keys out", event)
        if key in top.parts:
            raise self._twice(top, key, event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (key, 1)
        top.parts[key] = event.start_mark
        top.key = key

    def _twice(self, top: _Open, key: str, event: Any) -> InvalidDataError:
        before = next(reversed(top.container))
        value = top.container[before]
        number = comma_number(self.spellings.get((id(top.container), before), value), key)
        if number:
            return self._refuse("decimal_comma", *number, event, (*self._path(), before), found=f"{value},{key}")
        hint = f"first given at line {top.parts[key].line + 1}"
        path = (*self._path(), key)
        return self._refuse("duplicate_key", f"duplicate key '{key}'", hint, event, path, found=key)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            message = f"the alias '*{event.anchor}' stands inside what it names, or names nothing"
            hint = "put the text in quotes, or write the value out"
            raise self._refuse("endless_alias", message, hint, event, found=event.anchor)
        top = self.stack[-1] if self.stack else None
        if top and top.awaits_key:
            raise self._odd_key(event)
        value, size = self.anchors[event.anchor]
        self._put(top, value, event, size)

    def _open(self, event: Any) -> None:
        if event.tag is not None:
            raise self._tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise self._refuse("too_deep", TOO_DEEP, "", event, (), most=MAX_DEPTH)
        top = self.stack[-1] if self.stack else None
        if top and top.awaits_key:
            raise self._odd_key(event)
        self.anchors.pop(event.anchor, None)
        opened = _Open(type(event) is MappingStartEvent, event.anchor, self.count)
        self._put(top, opened.container, event, 1)
        self.marks[id(opened.container)] = Marks(self.name, event.start_mark, opened.parts, opened.container)
        self.stack.append(opened)

    def _close(self, _event: Any) -> None:
        closed = self.stack.pop()
        if closed.anchor is not None:
            self.anchors[closed.anchor] = (closed.container, self.count - closed.counted)

    def _put(self, top: _Open | None, value: Any, event: Any, size: int) -> None:
        self.count += size
        if self.count > MAX_VALUES:
            message = f"the file holds more than {MAX_VALUES:,} values, aliases written out"
            raise self._refuse("too_large", message, "split it, or write less with aliases", event, (), most=MAX_VALUES)
        if top is None:
            self.root = value
        elif top.is_mapping:
            top.container[top.key] = value
            top.key = _NO_KEY
        else:
            top.parts.append(event.start_mark)
            top.container.append(value)

    def _path(self) -> Path:
        """The key path of the innermost open container."""
        inner = ((outer, opened.container) for outer, opened in pairwise(self.stack))
        return tuple(
            next(reversed(outer.container)) if outer.is_mapping else len(outer.container) - 1 for outer, _ in inner
        )

    def _refuse(
        self, code: str, message: str, hint: str, event: Any, path: Path | None = None, **data: Any
    ) -> InvalidDataError:
        mark = event.start_mark
        place = (self._path() if path is None else path, self.name, mark.line + 1, mark.column + 1)
        return InvalidDataError([Problem(code, message, hint, *place, data=data)])

    def _tag(self, event: Any) -> InvalidDataError:
        message = f"tags such as '{event.tag}' are not read"
        return self._refuse("tag", message, "remove it; quotes make a value text", event, found=event.tag)

    def _odd_key(self, event: Any) -> InvalidDataError:
        hint = "put the text before the colon in quotes"
        return self._refuse("odd_key", "a key must be plain text", hint, event)


def _plain(text: str) -> Any:
    """Give an unquoted scalar its YAML 1.2 core meaning; numbers with leading zeros stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC or len(text) > _LONGEST_NUMBER:
        return text
    if _NUMBER.match(text) is None or abs(float(text)) == inf:  # what no float can hold is no number
        return text
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def comma_number(before: Any, after: str) -> tuple[str, str] | None:
    """Tell of two entries in brackets that are one number with a decimal comma; `None` where they are not.

    Args:
        before: What stands before the comma, as it was written.
        after: What stands after it.

    Example:
        >>> comma_number("1.200", "50")
        ('1.200,50 has a decimal comma, and inside [ ] and { } a comma separates', 'write 1200.50')
    """
    digits = _AFTER_COMMA.fullmatch(after)
    if digits is None or isinstance(before, bool) or not _BEFORE_COMMA.fullmatch(str(before)):
        return None
    message = f"{before},{after} has a decimal comma, and inside [ ] and {{ }} a comma separates"
    return message, f"write {with_point(str(before), digits[1])}"
