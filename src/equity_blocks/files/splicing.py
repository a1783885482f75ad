"""Text that a person wrote, changed only where its data changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from equity_blocks.errors import InvalidDataError, UnsuitableError, visible
from equity_blocks.files.new_text import block_lines, flow_text, is_container, is_same, json_text, literal_lines
from equity_blocks.files.spans import Lines, Span, spans_of
from equity_blocks.files.yaml_reader import read_yaml

_MARK = "\ufeff"


def spliced(text: str, data: Mapping[str, Any], *, name: str = "<text>") -> str:
    r"""Change the text of a YAML or JSON file so that it holds other data, and leave everything else as it is.

    Only what differs is written anew, by the quoting rules of `as_yaml` and in the indentation of the text. Comments,
    order, quotes, blank lines, line ends and a byte-order mark stay. A comment behind a value that changes stays behind
    it, one on a line of its own always stays, and one behind what is taken out goes with it. A new key follows the one
    that stands before it in `data`. What is written in brackets stays in brackets.

    Args:
        text: The text before.
        data: What it shall hold afterwards: plain data as `read_yaml` gives it. The order of its keys tells where new
            ones go, and changes nothing else.
        name: What to call the file in messages.

    Returns:
        The text; the very same where nothing differs. It has been read again, and holds `data`.

    Raises:
        InvalidDataError: The text before cannot be read.
        UnsuitableError: It cannot be changed in place: what differs is shared with other places of the text by an
            anchor, or is written in a way that is not understood. Code `not_in_place`.

    Example:
        >>> text = "ratings:  # spring\n  vision: partial  # asked Jo\n"
        >>> print(spliced(text, {"ratings": {"vision": "in-place", "training": "no"}}), end="")
        ratings:  # spring
          vision: in-place  # asked Jo
          training: "no"
    """
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    old = read_yaml(body, name).data
    if is_same(old, data):
        return text
    changed = _Splicer(body, name).changed(old, data)
    _require_same(changed, data, name)
    return mark + changed


def _require_same(changed: str, data: Mapping[str, Any], name: str) -> None:
    """Read the text again: what a person finds in it must be what was to be written."""
    try:
        is_right = is_same(read_yaml(changed, name).data, data)
    except InvalidDataError:
        is_right = False
    if not is_right:
        raise not_in_place(name)


def not_in_place(name: str, message: str = "", hint: str = "", *, line: int = 0, column: int = 0) -> UnsuitableError:
    """Make the error that says that a file cannot be changed in place, and what to do.

    Args:
        name: The file.
        message: What stands in the way. Default: the way in which the file is written.
        hint: What a person may change in the file.
        line: Where it stands, from 1; 0 for nowhere in particular.
        column: Where in the line, from 1.

    Example:
        >>> print(not_in_place("a.yaml"))
        a.yaml: it is written in a way that cannot be changed in place (save everything in another file)
    """
    message = message or "it is written in a way that cannot be changed in place"
    hint = f"{hint}, or save everything in another file" if hint else "save everything in another file"
    place = f"{name}:{line}:{column}" if line else name
    data = {"found": name, "line": line, "column": column}
    return UnsuitableError(visible(f"{place}: {message} ({hint})"), code="not_in_place", data=data)


class _Slot(NamedTuple):
    """A value in its surroundings: the end of the key or dash before it, and the column in which that begins."""

    span: Span
    header: int
    column: int
    in_flow: bool = False
    after_dash: bool = False


class _Splicer(Lines):
    """Collects edits of one text."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name
        self.edits: list[tuple[int, int, str]] = []
        self.root = spans_of(text)
        inner = list(self.root.inner()) if self.root else []
        self.shared = {span.anchor for span in inner if span.is_alias}
        self.lone = [span for span in inner if not span.values]
        self.step, self.offset = self._indentation(inner)
        first = self.root.keys[0] if self.root and self.root.keys else None
        self.is_json = bool(self.root and self.root.is_flow and (first is None or first.style == '"'))

    def _indentation(self, inner: Iterable[Span]) -> tuple[int, int]:
        """Give the columns by which mappings and lists in mappings are indented; 2 where the text has none."""
        found: dict[bool, int] = {}
        for span in inner:
            for key, value in zip(span.keys, span.values, strict=False):
                if value.is_block and not span.is_flow:
                    found.setdefault(bool(value.keys), self.column(value.start) - self.column(key.start))
        return max(found.get(True, 2), 1), max(found.get(False, 2), 0)

    def changed(self, old: Any, new: Mapping[str, Any]) -> str:
        if self.root is None or old is None:
            lines = self.newline.join(block_lines(new, self.step, self.offset))
            between = self.newline if self.text and not self.text.endswith(("\n", "\r")) else ""
            return f"{self.text}{between}{lines}{self.newline}"
        self._change(_Slot(self.root, -1, 0, self.root.is_flow), old, new)
        parts, at = [], 0
        for start, end, put in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < at:
                raise self._refuse(start, "what differs here is written in a way that cannot be changed in place")
            parts += [self.text[at:start], put]
            at = end
        return "".join((*parts, self.text[at:]))

    def _refuse(self, at: int, message: str, hint: str = "") -> UnsuitableError:
        return not_in_place(self.name, message, hint, line=self.line(at), column=self.column(at) + 1)

    def _change(self, slot: _Slot, old: Any, new: Any) -> None:
        """Edit what differs in one value."""
        span = slot.span
        if is_same(old, new):
            return
        if span.anchor and span.anchor in self.shared and not (span.is_alias and not is_container(old)):
            where = "repeats" if span.is_alias else "is repeated elsewhere as"
            message = f"what has to change here {where} '*{span.anchor}', and would change there too"
            raise self._refuse(span.start, message, f"write the values out in place of '*{span.anchor}'")
        if is_container(old) and is_container(new):
            if span.keys and isinstance(new, Mapping) and old.keys() & new.keys():
                self._change_mapping(slot, old, new)
                return
            if not span.keys and not isinstance(new, Mapping):
                self._change_list(slot, old, new)
                return
        self._replace(slot, new)

    def _slots(self, slot: _Slot) -> list[_Slot]:
        """List what a container holds, each value with what stands before it."""
        span, slots = slot.span, []
        if span.is_flow and not span.keys:
            return [_Slot(value, value.start, 0, in_flow=True) for value in span.values]
        for i, value in enumerate(span.values):
            if span.keys:
                colon = _COLON.match(self.text, span.keys[i].end)
                if colon is None:
                    raise self._refuse(span.keys[i].start, "a key without a colon cannot be changed in place")
                slots.append(_Slot(value, colon.end(), self.column(span.keys[i].start), span.is_flow))
            else:
                dash = self._dash(value, span.values[i - 1].end if i else span.start)
                slots.append(_Slot(value, dash + 1, self.column(dash), after_dash=True))
        return slots

    def _dash(self, value: Span, after: int) -> int:
        dashes = [found.start(1) for found in _DASH.finditer(self.text, after, max(value.start, after))]
        own = [at for at in dashes if not self.text[self.start_of_line(at) : at].strip(" \t-?")]
        if not own:
            raise self._refuse(value.start, "this entry of a list cannot be changed in place")
        return own[-1] if value.start - own[-1] < self.end_of_line(own[-1]) else own[0]

    # Mappings

    def _change_mapping(self, slot: _Slot, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        slots = dict(zip(old, self._slots(slot), strict=True))
        keys = dict(zip(old, slot.span.keys, strict=True))
        for key, inner in slots.items():
            if key in new:
                self._change(inner, old[key], new[key])
        self._add_keys(slot, {key: slots[key].span for key in old}, keys, new)
        taken_out = [key not in new for key in old]
        self._take_out(slot, [(keys[key].start, slots[key].span) for key in old], taken_out)

    def _add_keys(
        self, slot: _Slot, values: Mapping[str, Span], keys: Mapping[str, Span], new: Mapping[str, Any]
    ) -> None:
        before: str | None = None
        leading = next(key for key in new if key in values)
        for key, value in new.items():
            if key in values:
                before = key
            elif slot.in_flow or slot.span.is_flow:
                at = values[before].end if before else keys[leading].start
                self._add_in_flow(
                    at,
                    f"{self._in_brackets(key)}: {self._in_brackets(value)}",
                    keys[leading].start,
                    is_first=before is None,
                )
            else:
                column = self.column(keys[leading].start)
                lines = block_lines({key: value}, self.step, self.offset)
                kept = next(key for key in reversed(list(values)) if key in new)
                self._add_lines(self._behind(slot, values[before] if before else None, values[kept]), column, lines)

    def _behind(self, slot: _Slot, before: Span | None, last: Span) -> int:
        """Give the end of the line behind which a new key goes: the key before it, else what names the mapping."""
        if before is None and self._is_below(slot):
            return self.end_of_line(slot.header)
        return self.end_of_line((before or last).end)

    def _is_below(self, slot: _Slot) -> bool:
        """Say whether a value begins below the line of what names it."""
        return slot.header >= 0 and self.end_of_line(slot.header) < slot.span.start

    def _add_lines(self, at: int, column: int, lines: Sequence[str]) -> None:
        self.edits.append((at, at, "".join(self.newline + " " * column + line for line in lines)))

    def _in_brackets(self, value: Any) -> str:
        return json_text(value) if self.is_json else flow_text(value)

    def _add_in_flow(self, at: int, text: str, first: int, *, is_first: bool) -> None:
        """Add an entry between brackets, on a line of its own where the first one has its own."""
        start = self.start_of_line(first)
        own_line = self.text[start:first]
        gap = f"{self.newline}{own_line}" if not own_line.strip() and start else " "
        self.edits.append((at, at, f"{text},{gap}" if is_first else f",{gap}{text}"))

    def _take_out(self, slot: _Slot, entries: Sequence[tuple[int, Span]], taken_out: Sequence[bool]) -> None:
        take = self._take_out_of_flow if slot.span.is_flow else self._take_out_lines
        i = 0
        while i < len(entries):
            j = i
            while j < len(entries) and taken_out[j]:
                j += 1
            if j > i:
                take(entries, i, j)
            i = j + 1

    def _take_out_of_flow(self, entries: Sequence[tuple[int, Span]], i: int, j: int) -> None:
        if j < len(entries):
            start, end = entries[i][0], entries[j][0]
        else:
            start, end = entries[i - 1][1].end, entries[j - 1][1].end
        self.edits.append((start, end, ""))

    def _take_out_lines(self, entries: Sequence[tuple[int, Span]], i: int, j: int) -> None:
        start = self.start_of_line(entries[i][0])
        if self.text[start : entries[i][0]].strip():  # behind a dash: the next key moves there
            end = entries[j][0] if j < len(entries) else start
            if end <= start or self._comments(entries[i][0], end):
                raise self._refuse(start, "the first key of an entry cannot be taken out in place")
            self.edits.append((entries[i][0], end, ""))
            return
        last, column = entries[j - 1][1].end, entries[i][0] - start
        end, kept = self.end_of_line(last), [_out_to(column, line) for line in self._comments(start, last)]
        if start:
            start -= 2 if self.text[:start].endswith("\r\n") else 1
            self.edits.append((start, end, "".join(self.newline + line for line in kept)))
        else:
            self.edits.append((start, self.next_line(end), "".join(line + self.newline for line in kept)))

    def _comments(self, start: int, end: int) -> list[str]:
        """List the comments between two places that stand on lines of their own."""
        within = [span for span in self.lone if start <= span.start < end]
        found = _COMMENT.finditer(self.text, start, end)
        return [
            self.text[self.start_of_line(each.start()) : each.end()]
            for each in found
            if not any(span.start < each.end() <= span.end for span in within)
            and not self.text[self.start_of_line(each.start()) : each.start()].strip()
        ]

    # Lists

    def _change_list(self, slot: _Slot, old: Sequence[Any], new: Sequence[Any]) -> None:
        slots = self._slots(slot)
        is_flow = slot.span.is_flow
        starts = [inner.span.start if is_flow else inner.header - 1 for inner in slots]
        taken_out = [False] * len(old)
        before: Span | None = None
        for kind, i, i_end, j, j_end in _aligned(old, new):
            pairs = 0 if kind == "equal" else min(i_end - i, j_end - j)
            for k in range(pairs):
                self._change(slots[i + k], old[i + k], new[j + k])
            taken_out[i + pairs : i_end] = [kind != "equal"] * (i_end - i - pairs)
            kept = i_end if kind == "equal" else i + pairs
            before = slots[kept - 1].span if kept > i else before
            for value in new[j + pairs : j_end] if kind != "equal" else ():
                self._add_entry(slot, before, starts, value)
        self._take_out(slot, [(start, inner.span) for start, inner in zip(starts, slots, strict=True)], taken_out)

    def _add_entry(self, slot: _Slot, before: Span | None, starts: Sequence[int], value: Any) -> None:
        if slot.span.is_flow:
            at = before.end if before else starts[0]
            self._add_in_flow(at, self._in_brackets(value), starts[0], is_first=before is None)
            return
        if before is None and not self._is_below(slot):
            raise self._refuse(slot.span.start, "a list in a list cannot get a new first entry in place")
        at = self.end_of_line(slot.header if before is None else before.end)
        self._add_lines(at, self.column(starts[0]), block_lines([value], self.step, self.offset))

    # Values

    def _replace(self, slot: _Slot, new: Any) -> None:
        """Put another value in place of a whole one."""
        span = slot.span
        if slot.in_flow or (span.is_flow and span.values and is_container(new)):
            lead = "" if span.end > span.start else " " if self.text[slot.header - 1 : slot.header] == ":" else ": "
            self.edits.append((span.start, span.end, lead + self._in_brackets(new)))
        elif span.is_block:
            self._replace_block(slot, new)
        elif is_container(new):
            self._replace_by_block(slot, new)
        else:
            self._replace_inline(slot, new)

    def _replace_inline(self, slot: _Slot, new: Any) -> None:
        span = slot.span
        literal = literal_lines(new) if span.style == "|" and isinstance(new, str) else None
        if literal:
            indent = re.search(r"[\r\n]+( *)\S", self.text[span.start : span.end])
            column = len(indent[1]) if indent else slot.column + self.step
            lines = [literal[0] + self._comment_in(span), *(" " * column * bool(line) + line for line in literal[1:])]
        else:
            first, *others = block_lines(new)
            lines = [first, *(" " * slot.column + line for line in others)]
            lines[-1] += self._comment_in(span)
        lead = " " if span.start == slot.header else ""
        self.edits.append((span.start, span.end, lead + self.newline.join(lines)))

    def _comment_in(self, span: Span) -> str:
        """Give the comment behind the sign of an indented text, with the space before it."""
        if span.style not in ("|", ">"):
            return ""
        found = re.compile(r"[|>]\S*([ \t]+#[^\r\n]*)").match(self.text, span.start)
        return found[1].rstrip() if found else ""

    def _replace_by_block(self, slot: _Slot, new: Any) -> None:
        """Put a container in place of a single value: on the lines below its key, behind which its comment stays."""
        span = slot.span
        end = self.end_of_line(span.end)
        comment = self._comment_in(span) or self.text[span.end : end]
        lines = block_lines(new, self.step, self.offset)
        same_line = self.end_of_line(slot.header) >= span.start
        if same_line and not slot.after_dash:
            column = slot.column + (self.step if isinstance(new, Mapping) else self.offset)
            put = comment + "".join(self.newline + " " * column + line for line in lines)
            self.edits.append((slot.header, end, put))
            return
        column = slot.column + len("- ") if same_line else self.column(span.start)
        first, *others = lines
        put = first + comment + "".join(self.newline + " " * column + line for line in others)
        start, lead = (slot.header, " ") if same_line else (span.start, "")
        self.edits.append((start, end, lead + put))

    def _replace_block(self, slot: _Slot, new: Any) -> None:
        """Put another value in place of lines; comments on lines of their own stay below it."""
        span = slot.span
        is_root = slot.header < 0
        start = self.start_of_line(span.start) if is_root else slot.header
        below = is_root or self._is_below(slot)
        comment = "" if is_root or not below else self.text[start : self.end_of_line(start)]
        kept = self._comments(self.end_of_line(start) if below else span.start, span.end)
        lines = block_lines(new, self.step, self.offset)
        if is_container(new) and below:
            column = 0 if is_root else slot.column + (self.step if isinstance(new, Mapping) else self.offset)
            lines = [comment, *(" " * column + line for line in lines)][is_root:]
        else:
            first, *others = lines
            column = slot.column + (len("- ") if is_container(new) else 0)
            lines = [f" {first}", *(" " * column + line for line in others)]
            lines[-1] += comment
        self.edits.append((start, self.end_of_line(span.end), self.newline.join((*lines, *kept))))


def _aligned(old: Sequence[Any], new: Sequence[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    """Give which entries stay, as opcodes of `SequenceMatcher`; entry by entry where as many stay so."""
    codes = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False).get_opcodes()
    stay = sum(i_end - i for kind, i, i_end, _, _ in codes if kind == "equal")
    if len(old) == len(new) and sum(map(is_same, old, new)) >= stay:
        return [("replace", 0, len(old), 0, len(new))]
    return codes


def _out_to(column: int, comment: str) -> str:
    """Move a comment out to a column, where it lies further in, so that no text above it takes it in."""
    text = comment.lstrip()
    return " " * min(column, len(comment) - len(text)) + text


_COLON = re.compile(r"\s*:")
_COMMENT = re.compile(r"#[^\r\n]*")
_DASH = re.compile(r"(-)(?=[ \t\r\n]|$)")
