"""What waits for what: actions in layers, with arrows from what comes first."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from equity_blocks.errors import visible
from equity_blocks.reports.document import Column, Phrase, Table
from equity_blocks.reports.mermaid import label
from equity_blocks.reports.pictures.layered import lay_out, layers_of, without_detours

_FULL, _AISLE, _WIDEST = 860, 40, 200
_COLUMNS = 6
"""More layers than these leave no room for words; then the list alone says it. Editorial."""
_TALLEST = 1080
"""What is taller than this does not fit on a printed page, and is not drawn either. Editorial."""
_LINE, _PAD, _LETTER = 17, 10, 7.4
"""Height of a line, room around the text, and width of a letter, rather too wide than too narrow."""


_Written = tuple[tuple[str, ...], tuple[str, ...]]
"""The lines of a title, and of the words below it."""


class Box(NamedTuple):
    """One action.

    Args:
        number: Its rank in the plan.
        title: What it is called.
        words: What it reaches; empty: nothing is said.
    """

    number: str
    title: str
    words: str = ""


class Arrow(NamedTuple):
    """That one action has to come before another.

    Args:
        first: The position of the one among the boxes.
        then: The position of the one that waits.
        is_choice: Whether it is one of several of which one is enough.
        needs: How far the first has to be, and when it is; empty: all of it.
    """

    first: int
    then: int
    is_choice: bool = False
    needs: str = ""


class Drawn(NamedTuple):
    """A box where it is drawn.

    Args:
        x: Its left edge.
        y: Its upper edge.
        height: Of it.
        number: What stands first in it.
        lines: Of its title, with their heights.
        words: The lines below it, with their heights; none where nothing is said.
        place: Which of the boxes of the picture it is.
    """

    x: float
    y: float
    height: float
    number: str
    lines: tuple[tuple[float, str], ...]
    words: tuple[tuple[float, str], ...]
    place: int = 0


class Drawing(NamedTuple):
    """Boxes and arrows, in pixels.

    Args:
        width: Of the whole.
        height: Of the whole.
        box: Width of a box.
        boxes: All of them.
        curves: The arrows as paths, each with whether it is one of several.
        routes: The same as points where they begin, enter and leave what they pass, and end.
    """

    width: float
    height: float
    box: float
    boxes: tuple[Drawn, ...]
    curves: tuple[tuple[str, bool], ...]
    routes: tuple[tuple[tuple[float, float], ...], ...] = ()


class Dependencies(NamedTuple):
    """Actions, and which of them wait for which.

    Args:
        title: What it shows.
        boxes: The actions that wait, or are waited for.
        arrows: From the first to the one that waits.
    """

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def has_choice(self) -> bool:
        """Whether any arrow is one of several."""
        return any(arrow.is_choice for arrow in self.arrows)

    @property
    def sentences(self) -> tuple[tuple[Box, Box, Arrow], ...]:
        """What comes before what, with the arrow between them."""
        return tuple((self.boxes[arrow.first], self.boxes[arrow.then], arrow) for arrow in self.arrows)

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> Dependencies("Order", (Box("1", "Trust"), Box("2", "Data")), (Arrow(0, 1),)).as_table().rows
            (('1 Trust', '2 Data'),)
        """
        rows = tuple(
            (
                Phrase(_named(first), f"\nas far as {arrow.needs}") if arrow.needs else _named(first),
                Phrase(_named(then), "\none of several is enough") if arrow.is_choice else _named(then),
            )
            for first, then, arrow in self.sentences
        )
        return Table((Column("This action", is_wide=True), Column("comes before", is_wide=True)), rows, self.title)

    def as_mermaid(self) -> str:
        """Draw the same as a Mermaid flowchart.

        Example:
            >>> print(Dependencies("Order", (Box("1", "Trust"), Box("2", "Data")), (Arrow(0, 1),)).as_mermaid())
            flowchart LR
              a0["1 Trust"]
              a1["2 Data"]
              a0 --> a1
        """
        boxes = (f'  a{place}["{label(_named(box))}"]' for place, box in enumerate(self.boxes))
        arrows = (f"  a{arrow.first} {_line(arrow)} a{arrow.then}" for arrow in self.arrows)
        return "\n".join(("flowchart LR", *boxes, *arrows))

    @property
    def drawing(self) -> Drawing | None:
        """Where everything is drawn; `None` where it would not be read: in a circle, too wide or too tall."""
        many = len(layers_of((arrow.first, arrow.then) for arrow in self.arrows))
        if not 0 < many <= _COLUMNS:
            return None
        drawing = self.drawn(min(_WIDEST, (_FULL - _AISLE * (many - 1)) // many))
        return drawing if drawing.height <= _TALLEST + 2 else None

    def drawn(self, width: float = _WIDEST) -> Drawing:
        """Lay everything out, however much room it takes; no box may wait for itself, by whatever way.

        Args:
            width: Of a box.
        """
        written = [_written(box, self._waits(place), width) for place, box in enumerate(self.boxes)]
        heights = {
            place: 2 * _PAD + _LINE * (len(lines) + len(words)) - 3 for place, (lines, words) in enumerate(written)
        }
        shown = self._shown()
        layout = lay_out(sorted(shown), heights, width, _AISLE)
        drawn = (
            _drawn(self.boxes[place].number, written[place], heights[place], corner)._replace(place=place)
            for place, corner in layout.boxes.items()
        )
        curves = tuple((_curve(layout.arrows[ends]), is_choice) for ends, is_choice in sorted(shown.items()))
        full = layout.columns * (width + _AISLE) - _AISLE
        routes = tuple(layout.arrows[ends] for ends in sorted(shown))
        return Drawing(full + 2, round(layout.height + 2, 1), width, tuple(drawn), curves, routes)

    def _waits(self, place: int) -> tuple[str, ...]:
        """Say how far others have to be before the action of a box can start; their boxes show the end."""
        needs = ((self.boxes[arrow.first].number, arrow.needs) for arrow in self.arrows if arrow.then == place)
        return tuple(f"after {number}: {needed}" for number, needed in needs if needed)

    def _shown(self) -> dict[tuple[int, int], bool]:
        """Leave out the arrows that say nothing more than others do."""
        ends = {(arrow.first, arrow.then): arrow.is_choice for arrow in self.arrows}
        kept = without_detours(end for end, is_choice in ends.items() if not is_choice)
        return {end: is_choice for end, is_choice in ends.items() if is_choice or end in kept}


def _named(box: Box) -> Phrase:
    return Phrase(box.number, " ", box.title)


def _line(arrow: Arrow) -> str:
    """Write an arrow as Mermaid does, with what is needed beside it."""
    line = "-.->" if arrow.is_choice else "-->"
    return f'{line}|"{label(arrow.needs)}"|' if arrow.needs else line


def _written(box: Box, waits: tuple[str, ...], width: float) -> _Written:
    """Give the lines of title and words that fit into a box beside its number."""
    room = width - 2 * _PAD - _LETTER * (len(box.number) + 1.5)
    words = (line for text in (box.words, *waits) if text for line in wrapped(text, room))
    return tuple(wrapped(box.title, room)), tuple(words)


def wrapped(text: str, room: float) -> Iterator[str]:
    """Break a text into lines; a word that is too long for one is broken, too, after a hyphen where it has one.

    Args:
        text: The text.
        room: Pixels for a line, at a size of 13 pixels.

    Example:
        >>> list(wrapped("Vision and strategy", 60)), list(wrapped("Cross-organizational", 130))
        (['Vision', 'and', 'strategy'], ['Cross-', 'organizational'])
    """
    line = ""
    for word in visible(text).split():
        joined = f"{line} {word}" if line else word
        if line and _fitting(joined, room) < len(joined):
            yield line
            joined = word
        while (fits := _fitting(joined, room)) < len(joined):
            end = joined.rfind("-", 0, fits) + 1 or fits
            yield joined[:end]
            joined = joined[end:]
        line = joined
    yield line


def _fitting(text: str, room: float) -> int:
    """Estimate how many signs fit into a line, on the safe side; one always does."""
    width = 0.0
    for place, sign in enumerate(text):
        width += _LETTER * (2 if east_asian_width(sign) in "WF" else _WIDE if sign in "MW@%" else 1)
        if width > room:
            return max(place, 1)
    return len(text)


_WIDE = 1.75


def _drawn(number: str, written: _Written, height: float, corner: tuple[float, float]) -> Drawn:
    (title, words), (x, y) = written, corner
    lines = [(round(y + 1 + _PAD + 11 + _LINE * place, 1), line) for place, line in enumerate((*title, *words))]
    many = len(title)
    return Drawn(x + 1, round(y + 1, 1), height, number, tuple(lines[:many]), tuple(lines[many:]))


def _curve(points: tuple[tuple[float, float], ...]) -> str:
    """Draw an arrow: bent in the aisles, straight where it passes a layer, with its head at the end."""
    (x, y), *_ = points
    path = f"M{x + 1:g} {y + 1:.1f}"
    for place, ((left, start), (right, end)) in enumerate(pairwise(points)):
        if place % 2:
            path += f"H{right + 1:g}"
            continue
        bend = (left + right) / 2 + 1
        path += f"C{bend:g} {start + 1:.1f} {bend:g} {end + 1:.1f} {right + 1:g} {end + 1:.1f}"
    return f"{path}m-7 -4l7 4l-7 4"
