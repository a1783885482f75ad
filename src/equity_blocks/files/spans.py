"""Where each value of a YAML text begins and ends, and how it is written there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingStartEvent, NodeEvent, ScalarEvent

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Span:
    """One value of a text, from its first character to behind its last one.

    Args:
        start: Where it begins, behind its anchor.
        end: Where it ends. Comments and blank lines behind a block are no part of it.
        style: How a single value is written: `'`, `"`, `|`, `>`; empty for a plain one, an alias, or a container.
        anchor: The name that it has, or as an alias repeats; empty for none.
        is_alias: Whether it repeats what stands elsewhere.
        is_flow: Whether it is a container in brackets.
        keys: The keys of a mapping, in order.
        values: What a container holds, in order.
    """

    start: int
    end: int
    style: str = ""
    anchor: str = ""
    is_alias: bool = False
    is_flow: bool = False
    keys: list["Span"] = field(default_factory=list)
    values: list["Span"] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """True for a container that is written by indentation."""
        return bool(self.values) and not self.is_flow

    def inner(self) -> Iterator["Span"]:
        """Give it and everything in it, keys included, from the outside to the inside."""
        yield self
        for part in (*self.keys, *self.values):
            yield from part.inner()


class Lines:
    r"""A text in lines that end as any system ends them; places in it are counted in characters from 0.

    Args:
        text: The text.

    Example:
        >>> lines = Lines("a: 1\r\nb: 2\r\n")
        >>> lines.newline, lines.start_of_line(8), lines.end_of_line(8), lines.column(8), lines.line(8)
        ('\r\n', 6, 10, 2, 2)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        found = _BREAK.search(text)
        self.newline = found[0] if found else "\n"
        """The first line end of the text."""

    def start_of_line(self, at: int) -> int:
        """Give where the line begins in which a place lies."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def end_of_line(self, at: int) -> int:
        """Give where that line ends, before its line end."""
        found = _BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def next_line(self, at: int) -> int:
        """Give where the next line begins, or the end of the text."""
        found = _BREAK.search(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        """Give how far a place lies from the beginning of its line."""
        return at - self.start_of_line(at)

    def line(self, at: int) -> int:
        """Give the number of the line in which a place lies, from 1."""
        return len(_BREAK.findall(self.text, 0, at)) + 1


def spans_of(text: str) -> Span | None:
    """Find the spans of a text that `read_yaml` has read, so that nothing in it is refused there.

    Args:
        text: The YAML, or JSON, without a byte-order mark.

    Returns:
        The span of the whole; `None` where the text holds nothing but comments.

    Example:
        >>> text = "a: {b: 1}  # why"
        >>> span = spans_of(text)
        >>> text[span.values[0].start : span.values[0].end]
        '{b: 1}'
    """
    events = (event for event in yaml.parse(_masked(text), Loader=_Parser) if isinstance(event, _OF_VALUES))
    first = next(events, None)
    return None if first is None else _span(text, first, events)


_OF_VALUES = (NodeEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent)
_BREAK = re.compile(r"\r\n|\n|\r")
_HALVES = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+(?:\s+|(?<=\s)#[^\r\n]*)*")


def _masked(text: str) -> str:
    """Put other characters, equally long, in place of the halves that JSON may write and the parser does not know."""
    return _HALVES.sub(r"\1\\u0041\\u0041", text) if text.lstrip().startswith("{") else text


def _span(text: str, event: Any, events: Iterator[Any]) -> Span:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, AliasEvent):
        return Span(start, end, anchor=event.anchor or "", is_alias=True)
    anchor = _ANCHOR.match(text, start) if event.anchor else None
    start = anchor.end() if anchor else start
    if isinstance(event, ScalarEvent):
        start = min(start, end)
        return Span(start, _end_of_block(text, start, end, event.style), event.style or "", event.anchor or "")
    span = Span(start, end, anchor=event.anchor or "", is_flow=bool(event.flow_style))
    _fill(text, span, isinstance(event, MappingStartEvent), events)
    return span


def _fill(text: str, span: Span, is_mapping: bool, events: Iterator[Any]) -> None:
    for event in events:
        if not isinstance(event, NodeEvent):
            span.end = event.end_mark.index if span.is_flow else span.values[-1].end
            return
        part = _span(text, event, events)
        into = span.keys if is_mapping and len(span.keys) == len(span.values) else span.values
        into.append(part)


def _end_of_block(text: str, start: int, end: int, style: str | None) -> int:
    """Give the end of a value; that of an indented text lies at its last line, blank ones only where they count."""
    if style not in ("|", ">"):
        return end
    header = re.compile(r"[|>][^\s#]*").match(text, start)
    if header and "+" in header[0]:
        return end - (2 if text[:end].endswith("\r\n") else 1 if text[:end].endswith(("\n", "\r")) else 0)
    return min(Lines(text).end_of_line(start + len(text[start:end].rstrip())), end)
