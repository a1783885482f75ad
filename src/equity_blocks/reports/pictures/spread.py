"""Spread: how a share is distributed over organizations, strip below strip on one scale, and where one of them sits."""

from typing import NamedTuple

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Column, Table, Value, figures, spanned

QUANTILES = ("10%", "25%", "Median", "75%", "90%")
"""What the five quantiles are called."""
_Q10, _Q25, _Q50, _Q75, _Q90 = range(5)


class Strip(NamedTuple):
    """One distribution.

    Args:
        title: Of what.
        organizations: How many are in it.
        quantiles: Below what a tenth, a quarter, half, three quarters and nine tenths of them are.
        own: Between what the score of the one lies who is shown among them; none where nobody is.
        words: Why there are no quantiles; empty: there are.
    """

    title: str
    organizations: Value
    quantiles: tuple[Value, ...]
    own: tuple[Value, ...] = ()
    words: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there are quantiles to draw."""
        return all(each != NO_VALUE for each in self.quantiles)

    @property
    def middle(self) -> Value:
        """The median."""
        return self.quantiles[_Q50]

    @property
    def half(self) -> tuple[Value, Value]:
        """Between what the middle half lies."""
        return self.quantiles[_Q25], self.quantiles[_Q75]

    @property
    def most(self) -> tuple[Value, Value]:
        """Between what all but the lowest and the highest tenth lie."""
        return self.quantiles[_Q10], self.quantiles[_Q90]

    @property
    def own_range(self) -> str:
        """Between what the score of the one lies, in words; no value where nobody is shown or nothing is told."""
        return spanned(*self.own) if self.own else NO_VALUE


class Spread(NamedTuple):
    """Strips, one below the other, on one scale from 0 to 100 percent.

    Args:
        title: What they show.
        of: What each of them is of.
        strips: From top to bottom.
        who: Whose score is marked in them; empty: nobody's.
    """

    title: str
    of: str
    strips: tuple[Strip, ...]
    who: str = ""

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> share = Value("41%", value=0.41, unit="share", path="/groups/0/score/q50", of="portfolio")
            >>> many = Value("60", value=60, unit="count", path="/groups/0/organizations", of="portfolio")
            >>> Spread("Score", "Group", (Strip("All", many, (share,) * 5),)).as_table().rows
            (('All', '60', '41%', '41%', '41%', '41%', '41%'),)
        """
        own = figures("Its score") if self.who else ()
        columns = (Column(self.of, is_wide=True), *figures("Organizations", *QUANTILES), *own)
        return Table(columns, tuple(map(self._row, self.strips)), self.title)

    def _row(self, strip: Strip) -> tuple[str, ...]:
        title = f"{strip.title}\n{strip.words}" if strip.words else strip.title
        own = (strip.own_range,) if self.who else ()
        return (title, strip.organizations, *strip.quantiles, *own)
