"""`equity-blocks frameworks`."""

import click

from equity_blocks.cli.options import format_option
from equity_blocks.cli.output import emit


@click.command("frameworks")
@format_option()
def command(form: str) -> None:
    """List the frameworks that can be opened by their ids, and where they come from.

    Those are the ones that come with the package, those in folders of your own (--frameworks DIR, EQUITY_BLOCKS_PATH),
    and those of installed plug-ins.
    """
    from equity_blocks.files.catalogue import frameworks
    from equity_blocks.reports.catalogue import describe_frameworks

    listings = frameworks()
    emit(form, describe_frameworks(listings), lambda: _json(listings))


def _json(listings: tuple[tuple[object, ...], ...]) -> str:
    import json

    return json.dumps([listing._asdict() for listing in listings], indent=2)  # type: ignore[attr-defined]
