"""Finders of mistakes in YAML: each looks at one line for one kind of mistake, and says how the line was meant.

What they find is a guess; `mistakes` mends the line and sees whether the parser gets any further.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from equity_blocks.model.did_you_mean import TYPOGRAPHIC_QUOTES, named


class Mistake(NamedTuple):
    """A mistake, and the line as it was meant.

    Args:
        line: Its line, from 0.
        column: Its column, from 0.
        message: What it is.
        hint: What to write.
        mended: The whole line without the mistake.
    """

    line: int
    column: int
    message: str
    hint: str
    mended: str


Finder = Callable[[list[str], int], Iterator[Mistake]]
"""Looks for one kind of mistake in one line."""


_START = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)")
_KEY = r"""[^\s:#"'\[\]{},&*!|>%@`?=-][^:#"'\[\]{},=]*?"""
_KEYED = re.compile(rf"(?P<start> *(?:- +)*)(?P<key>{_KEY}|\"[^\"]*\"|'[^']*') *:(?: +|$)(?P<value>.*)$")
_COMMENT = re.compile(r"\s+#.*$")


def _value_at(line: str) -> int:
    """The index at which the value of a line begins: after its dashes and its key."""
    keyed = _KEYED.match(line)
    if keyed:
        return keyed.start("value")
    start = _START.match(line)
    return start.end() if start else 0


def _lookalike(lines: list[str], i: int) -> Iterator[Mistake]:
    """A character that looks like a sign of YAML, where that sign was meant."""
    line = lines[i]
    dash = re.match(r"( *)([\u2010-\u2015\u2212\u2022\u00b7\u25cf*])[ \u00a0]+(?=\S)", line)
    if dash:
        what = named(dash[2]) if dash[2] != "*" else "a star"
        yield Mistake(
            i, dash.start(2), f"{what} stands where a list needs a hyphen", "begin each entry with '- '",
            f"{dash[1]}- {line[dash.end() :]}",
        )  # fmt: skip
    for at, character in enumerate(line):
        if character == "\uff1a":
            yield Mistake(
                i, at, f"{named(character)} stands where a colon is needed", "type a plain colon, and a space after it",
                f"{line[:at]}: {line[at + 1 :].lstrip()}",
            )  # fmt: skip
            break
    at = _value_at(line)
    if line[at : at + 1] in TYPOGRAPHIC_QUOTES:
        inner = _COMMENT.sub("", line[at:]).rstrip()
        mended = _quoted(inner.strip("".join(TYPOGRAPHIC_QUOTES) + "\"'"))
        yield Mistake(
            i, at, f"{named(line[at])} is no quote to YAML", f"use straight quotes: {mended}", line[:at] + mended
        )  # fmt: skip


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


_LONGEST = 60


def _quotes(lines: list[str], i: int) -> Iterator[Mistake]:
    """A quote that is not closed, that stands inside quotes, or that the text goes on after; a backslash in quotes."""
    line = lines[i]
    at = _value_at(line)
    value = _COMMENT.sub("", line[at:]).rstrip()
    mark, inner = value[:1], value[1:]
    if mark not in ("'", '"'):
        return
    if mark not in inner:
        yield _unclosed_quote(i, at, mark, line[:at] + value + mark)
    elif not value.endswith(mark):
        end = at + 1 + inner.rindex(mark)
        after = line[end + 1 :]
        yield Mistake(
            i, end + 1 + len(after) - len(after.lstrip()),
            "text goes on after the closing quote", "put all of it inside the quotes",
            line[:at] + _quoted(value.replace(mark, "")),
        )  # fmt: skip
    elif mark in inner[:-1]:
        twice = "write it twice ('')" if mark == "'" else "write \\ before it"
        other = "double" if mark == "'" else "single"
        yield Mistake(
            i, at + 1 + inner.index(mark), "a quote inside the text in quotes ends it here",
            f"{twice}, or put the whole text in {other} quotes", line[:at] + _quoted(inner[:-1]),
        )  # fmt: skip
    elif "\\" in inner and mark == '"':
        yield Mistake(
            i, at + 1 + inner.index("\\"), "a backslash inside double quotes is a sign of YAML's own",
            "put the text in single quotes", line[:at] + _quoted(inner[:-1]),
        )  # fmt: skip


def _inner_quotes(lines: list[str], i: int) -> Iterator[Mistake]:
    """A quote inside brackets that is not closed before the next entry; a question mark alone."""
    line = lines[i]
    at = _value_at(line)
    if line[at : at + 1] not in _OPENS:
        return
    for quote in re.finditer(r"""(?<=[:,{\[] )(["'])(?:(?!\1)[^,])*(?=, *[\w.-]+: |[}\]]+\s*$)""", line[at:]):
        end = at + quote.end()
        yield _unclosed_quote(i, at + quote.start(), quote[1], f"{line[:end]}{quote[1]}{line[end:]}")
    for mark in re.finditer(r"(?<=[:,{\[] )\?(?= *[,}\]])", line[at:]):
        j = at + mark.start()
        yield Mistake(i, j, _QUESTION, _UNANSWERED, f'{line[:j]}"?"{line[j + 1 :]}')


_QUESTION = "a question mark alone is a sign of YAML's own"
_UNANSWERED = "leave it empty where nothing is known yet, or write unknown"


_OPENS = {"[": "]", "{": "}"}


def _brackets(lines: list[str], i: int) -> Iterator[Mistake]:
    """A bracket that is not closed, or that closes nothing."""
    line = lines[i]
    at = _value_at(line)
    if line[at : at + 1] not in _OPENS:
        yield from _surplus(line, i, at)
        return
    open_: list[tuple[int, str]] = []
    quote = ""
    for j in range(at, len(line)):
        character = line[j]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and line[j - 1] in " [{,:":
            quote = character
        elif character in _OPENS:
            open_.append((j, _OPENS[character]))
        elif character in "]}":
            if not open_ or open_[-1][1] != character:
                yield from _wrong_closer(line, i, j, open_)
                return
            open_.pop()
        elif character == "#" and line[j - 1] == " ":
            line = line[:j].rstrip()
            break
    closers = "".join(closer for _, closer in reversed(open_))
    if quote:
        yield _unclosed_quote(i, line.rfind(quote), quote, line.rstrip().removesuffix(closers) + quote + closers)
    elif open_:
        yield _unclosed_bracket(line, i, open_[-1], line.rstrip().rstrip(",") + closers)


def _unclosed_quote(i: int, at: int, quote: str, mended: str) -> Mistake:
    return Mistake(i, at, "the quote that opens here is not closed", f"put {quote} at the end of the text", mended)


def _unclosed_bracket(line: str, i: int, bracket: tuple[int, str], mended: str) -> Mistake:
    at, closer = bracket
    return Mistake(i, at, f"the {line[at]} that opens here is not closed", f"put {closer} at its end", mended)


def _wrong_closer(line: str, i: int, j: int, open_: list[tuple[int, str]]) -> Iterator[Mistake]:
    if open_:
        at, closer = open_[-1]
        message = f"the {line[at]} that opens at column {at + 1} is closed by {line[j]}"
        yield Mistake(i, j, message, f"put {closer} here", line[:j] + closer + line[j + 1 :])
        yield _unclosed_bracket(line, i, open_[-1], line[:j] + closer + line[j:])
    yield Mistake(i, j, f"this {line[j]} closes nothing", "remove it", line[:j] + line[j + 1 :])


def _surplus(line: str, i: int, at: int) -> Iterator[Mistake]:
    """A bracket at the end of text that none begins."""
    body = _COMMENT.sub("", line).rstrip()
    if body[-1:] in ("]", "}") and len(body) > at and "[" not in body[at:] and "{" not in body[at:]:
        yield Mistake(i, len(body) - 1, f"this {body[-1]} closes nothing", "remove it", body[:-1])


def _spaces(lines: list[str], i: int) -> Iterator[Mistake]:
    """A space that is missing after a dash or a colon."""
    line = lines[i]
    dash = re.match(r"( *(?:- +)*)-(?=[^\s-])", line)
    if dash and not re.match(r"-\.?[0-9]", line[dash.end(1) :]):
        mended = f"{dash[1]}- {line[dash.end() :]}"
        yield Mistake(i, len(dash[1]), "a space is missing after the dash", f"write '{_on_one_line(mended)}'", mended)
    for colon in re.finditer(rf"(?:^ *(?:- +)*|[{{,] *)(?P<key>{_KEY}):(?=[^\s:/])", line):
        end = colon.end()
        mended = f"{line[:end]} {line[end:]}"
        hint = f"write '{_on_one_line(mended[colon.start('key') :])}'"
        yield Mistake(i, end - 1, f"a space is missing after the colon of '{colon['key']}'", hint, mended)


def _on_one_line(line: str) -> str:
    return _shortened(_COMMENT.sub("", line).strip())


def _colon(lines: list[str], i: int) -> Iterator[Mistake]:
    """A colon that is missing, or another sign in its place."""
    line = lines[i]
    plain = re.match(r"( *(?:- +)*)(?P<key>[A-Za-z0-9][\w.-]*)(?P<sign> *= *| *; *| +|$)(?P<rest>.*)$", line)
    if plain is None or plain["rest"][:1] == ":":
        return
    key, sign, rest = plain["key"], plain["sign"].strip(), plain["rest"]
    mended = f"{plain[1]}{key}: {rest}".rstrip()
    message = f"'{sign}' stands where a colon is needed" if sign else f"a colon is missing after '{key}'"
    at = plain.start("sign") + len(plain["sign"]) - len(plain["sign"].lstrip()) if sign else plain.start("key")
    yield Mistake(i, at, message, f"write '{_on_one_line(mended)}'", mended)


_SIGNS = "@`%&*!|>?,[]{}#-:"


def _needs_quotes(lines: list[str], i: int) -> Iterator[Mistake]:
    """Text that needs quotes: it contains what separates, or begins with a sign of YAML's own."""
    line = lines[i]
    at = _value_at(line)
    value = _COMMENT.sub("", line[at:]).rstrip()
    if not value or value[0] in "\"'":
        return
    mended = line[:at] + _quoted(value)
    if value == "?":
        yield Mistake(i, at, _QUESTION, _UNANSWERED, mended)
    elif value[0] in _SIGNS and not (value[0] in _OPENS and value.endswith(_OPENS[value[0]])):
        where = ", or begin it in the next line" if value[0] in "|>" else ""
        message = f"text cannot begin with '{value[0]}', which is a sign of YAML's own"
        yield Mistake(i, at, message, f"put the text in quotes: {_shortened(_quoted(value))}{where}", mended)
    elif ": " in value or value.endswith(":"):
        message = "this text contains ': ', which makes the words before it a key"
        yield Mistake(i, at, message, f"text that contains ': ' needs quotes: {_shortened(_quoted(value))}", mended)


def _indentation(lines: list[str], i: int) -> Iterator[Mistake]:
    """A line that is not indented as any line around it."""
    line = lines[i]
    own = len(line) - len(line.lstrip(" "))
    if not line.strip() or line.lstrip().startswith("#"):
        return
    around: dict[int, None] = {}
    for other in (*reversed(lines[max(0, i - _NEAR) : i]), *lines[i + 1 : i + 1 + _NEAR]):
        start = _START.match(other)
        if start and other.strip() and not other.lstrip().startswith("#"):
            around[start.end("indent")] = None
            around[start.end()] = None
    for depth in sorted(around, key=lambda d: abs(d - own)):
        if depth != own:
            spaces = "1 space" if own == 1 else f"{own} spaces"
            message = f"this line is indented by {spaces}, which does not fit the lines around it"
            yield Mistake(i, own, message, f"indent it by {depth}", " " * depth + line.lstrip(" "))


_NEAR = 12


_INSIDE = "inside [ ] and { }, text that contains a comma, a colon or a bracket needs quotes"


def _comma(lines: list[str], i: int) -> Iterator[Mistake]:
    """A comma that is missing inside brackets, or text there that needs quotes."""
    line = lines[i]
    at = _value_at(line)
    if line[at : at + 1] not in _OPENS:
        return
    for gap in re.finditer(r"(?<=[^\s,:{\[])( +)(?=[\w-]+: )", line[at:]):
        j = at + gap.start()
        key = re.match(r"[\w-]+", line[at + gap.end() :])
        message = f"a comma is missing before '{key[0] if key else ''}'"
        yield Mistake(i, j, message, _INSIDE, f"{line[:j]},{line[j:]}")
    for text in re.finditer(r"(?<=: )[^\"'\[\]{},\s][^\"',]*?(?=, *[\w-]+: |\}\s*$)", line[at:]):
        if re.search(r"[\[\]{}]|: ", text[0]):
            j = at + text.start()
            message = f"this text has a bracket or a colon in it: '{_shortened(text[0])}'"
            yield Mistake(i, j, message, _INSIDE, line[:j] + _quoted(text[0]) + line[at + text.end() :])


FINDERS: tuple[Finder, ...] = (
    _lookalike, _quotes, _inner_quotes, _brackets, _spaces, _comma, _needs_quotes, _colon, _indentation,
)  # fmt: skip
"""From what leaves the least doubt to what leaves the most."""

HIDING = (_quotes, _brackets)
"""Mistakes that hide everything up to the end of the text."""
