"""Plain data written as people write YAML: in many styles, with comments, blank lines, brackets and other line ends."""

from typing import Any

from equity_blocks.files.writing import as_yaml

TEXTS = (
    "partial", "in-place", "no", "1e5", "007", "", "Two clinics", "=1+1", "# no comment", "a: b", "a #b", "- a", "it's",
    "line one\nline two\n", "line one\n\nline three", "\n", " a ", "a\tb", "é🎉", "*a", "&a", "{a}", "[a, b]", "---",
    "...", "x" * 300, "A text of five thousand characters, and on. " * 114,
)  # fmt: skip
"""Texts that are hard to write, or long."""
VALUES: tuple[Any, ...] = (*TEXTS, *TEXTS[:8], None, None, True, 1, 2.5)
KEYS = ("vision", "training", "p-1", "no", "Setting a vision", "a: b", "level", "note", "criteria", "x y", "7")


def drawn_data(drawn, depth=0):
    """Draw a mapping of values, lists and mappings."""
    return {key: _value(drawn, depth) for key in drawn.shuffled(KEYS)[: 1 + drawn.number(5)]}


def _value(drawn, depth):
    kind = drawn.number(6) if depth < 3 else 0
    if kind == 4:
        return drawn_data(drawn, depth + 1)
    return [_value(drawn, depth + 1) for _ in range(drawn.number(4))] if kind == 5 else drawn.pick(VALUES)


def leaves(data, path=()):
    """List the key paths of all that is neither a mapping nor a list with something in it."""
    if isinstance(data, dict | list) and data:
        parts = data.items() if isinstance(data, dict) else enumerate(data)
        return [leaf for key, value in parts for leaf in leaves(value, (*path, key))]
    return [path]


class Written:
    """Plain data as text in pieces, each with the key path of the value that it is; `None` for what lies between.

    Args:
        data: A mapping.
        drawn: Dice, which choose how it is written.
    """

    def __init__(self, data, drawn):
        self.drawn = drawn
        self.newline = drawn.pick(("\n", "\n", "\r\n"))
        self.step = drawn.pick((2, 4, 3))
        self.offset = drawn.pick((0, 2))
        self.comments = 0
        self.pieces = [(drawn.pick(("", "", "\ufeff")), None)]
        self._put(drawn.pick(("", "# head\n", "---\n")))
        self._mapping(data, (), 0, at_start=True)
        self._put(drawn.pick(("", "# tail\n", "\n\n", "...\n")))
        if drawn.number(4) == 0 and self.pieces[-1] == ("", None):
            self._without_last_break()

    @property
    def text(self):
        """The whole text."""
        return "".join(piece for piece, _ in self.pieces)

    def _without_last_break(self):
        place = next(i for i in range(len(self.pieces) - 1, -1, -1) if self.pieces[i][0])
        piece, path = self.pieces[place]
        if path is None and not self.pieces[place - 1][0].startswith("|"):  # there the line end is a part of the text
            self.pieces[place] = (piece.removesuffix(self.newline), None)

    def _put(self, text, path=None):
        self.pieces.append((text.replace("\n", self.newline), path))

    def _noise(self, indent):
        kind = self.drawn.number(6)
        if kind == 1:
            self.comments += 1
            self._put(f"{' ' * indent}# comment {self.comments}: with 'quotes\n")
        elif kind == 2:
            self._put("\n")

    def _end(self):
        self._put(self.drawn.pick(("\n", "\n", " # behind: it\n", "   \n")))

    def _mapping(self, data, path, indent, *, at_start=False):
        for i, (key, value) in enumerate(data.items()):
            if i or at_start:
                self._noise(indent)
                self._put(" " * indent)
            self._put(f"{_inline(key)}:")
            inner = indent + (self.step if isinstance(value, dict) else self.offset if isinstance(value, list) else 0)
            self._block(value, (*path, key), inner, indent)

    def _list(self, data, path, indent):
        for i, value in enumerate(data):
            if i:
                self._noise(indent)
                self._put(" " * indent)
            self._put("-")
            if isinstance(value, dict) and value and self.drawn.number(2):
                self._put(" ")
                self._mapping(value, (*path, i), indent + 2)
            else:
                self._block(value, (*path, i), indent + 2, indent)

    def _block(self, value, path, inner, around):
        if isinstance(value, dict | list) and value and self.drawn.number(4):
            self._end()
            self._noise(inner)
            self._put(" " * inner)
            (self._mapping if isinstance(value, dict) else self._list)(value, path, inner)
        elif isinstance(value, dict | list) and value:
            self._put(" ")
            self._flow(value, path)
            self._end()
        elif isinstance(value, str) and _is_literal(value) and self.drawn.number(2):
            lines = "".join(
                " " * (around + 2) * bool(line) + line + "\n" for line in value.removesuffix("\n").split("\n")
            )
            self._put(" ")
            self._put(f"|{'' if value.endswith(chr(10)) else '-'}\n{lines}".removesuffix("\n"), path)
            self._put("\n")
        elif value is None and self.drawn.number(2):
            self._put("", path)
            self._end()
        else:
            self._put(" ")
            self._put(_quoted(value, self.drawn), path)
            self._end()

    def _flow(self, value, path):
        if isinstance(value, dict | list) and value:
            is_mapping = isinstance(value, dict)
            self._put("{" if is_mapping else "[")
            for i, (key, part) in enumerate(value.items() if is_mapping else enumerate(value)):
                self._put((", " if i else "") + (f"{_inline(key)}: " if is_mapping else ""))
                self._flow(part, (*path, key))
            self._put("}" if is_mapping else "]")
        else:
            self._put(_quoted(value, self.drawn), path)


def _inline(value):
    return as_yaml({"k": value}, width=10**9)[len("k: ") :].rstrip("\n")


def _quoted(value, drawn):
    if isinstance(value, str) and value.isprintable() and drawn.number(3) == 0:
        return "'" + value.replace("'", "''") + "'"
    return _inline(value)


def _is_literal(text):
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0] and lines[0][0] not in " \t" and lines[-1].strip() and all(map(str.isprintable, lines)))
