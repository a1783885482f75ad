"""Bands: how many organizations are in each band, or hold each level, as bars of one length that are divided."""

from collections.abc import Iterator
from typing import NamedTuple

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Column, Table, Value, figures

_STEPS = 4
"""The last step of the ramp of shades."""


class Division(NamedTuple):
    """One bar.

    Args:
        title: Of what.
        counts: How many are in each part, in the order of the parts; `None`: it has no such part.
    """

    title: str
    counts: tuple[Value | None, ...]

    @property
    def total(self) -> float:
        """How many there are in all."""
        return sum(map(_number, self.counts))


class Bands(NamedTuple):
    """Bars, one below the other.

    Args:
        title: What they show.
        of: What each of them is of.
        parts: What the parts are called, the lowest first, then those that have no rank.
        ranked: How many of the parts have a rank.
        divisions: From top to bottom.
    """

    title: str
    of: str
    parts: tuple[str, ...]
    ranked: int
    divisions: tuple[Division, ...]

    @property
    def shades(self) -> tuple[str, ...]:
        """How each part is shaded: by its rank, or as open.

        Example:
            >>> Bands("Levels", "Practice", ("no", "partly", "yes", "open"), 3, ()).shades
            ('s0', 's2', 's4', 'open')
        """
        last = max(self.ranked - 1, 1)
        return tuple(f"s{round(_STEPS * i / last)}" if i < self.ranked else "open" for i in range(len(self.parts)))

    def drawn(self, division: Division) -> Iterator[tuple[str, str, float, Value]]:
        """Give the name, the shade, the share of the length and the count of each part that is not empty."""
        for name, shade, count in zip(self.parts, self.shades, division.counts, strict=True):
            if count is not None and _number(count):
                yield name, shade, round(100 * _number(count) / division.total, 2), count

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> many = Value("7", value=7, unit="count", path="/groups/0/score/bands/low", of="portfolio")
            >>> Bands("Bands", "Group", ("low", "high"), 2, (Division("All", (many, many)),)).as_table().rows
            (('All', '7', '7'),)
        """
        rows = tuple((each.title, *(count or NO_VALUE for count in each.counts)) for each in self.divisions)
        return Table((Column(self.of, is_wide=True), *figures(*self.parts)), rows, self.title)


def _number(count: Value | None) -> float:
    return float(count.value) if count is not None and isinstance(count.value, int | float) else 0.0
