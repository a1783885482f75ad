"""Help in sections: what a person uses first, and the rest under headings of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import click


class SectionedCommand(click.Command):
    """A command whose help lists its options in sections.

    Args:
        sections: Heading -> the names of its options, in the order of the help. What is in none comes last.
        others: The heading of what is in none.
    """

    def __init__(
        self, *args: Any, sections: Mapping[str, Sequence[str]], others: str = "Other", **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.sections = sections
        self.others = others

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        told = {option.name: option.get_help_record(ctx) for option in options}
        named = [name for names in self.sections.values() for name in names]
        for title, names in {**self.sections, self.others: [name for name in told if name not in named]}.items():
            records = [record for name in names if (record := told.get(name))]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
