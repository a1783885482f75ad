"""`equity-blocks graph ID`."""

import click

from equity_blocks.cli.open_inputs import open_tailored
from equity_blocks.cli.options import format_option, tailoring_option
from equity_blocks.cli.output import emit


@click.command("graph")
@click.argument("source", metavar="FILE|ID")
@click.option("--soft", is_flag=True, help="Show soft prerequisites too.")
@tailoring_option
@format_option("table", "mermaid", "json")
def command(source: str, soft: bool, form: str) -> None:
    """Show which practices need which, wave by wave from nothing in place."""
    from equity_blocks.engine.graph import practice_waves
    from equity_blocks.reports.graph import as_mermaid, describe_graph, graph_json

    framework = open_tailored(source).noun
    if form == "mermaid":
        click.echo(as_mermaid(framework, with_soft=soft), nl=False)
    else:
        waves = practice_waves(framework)
        emit(
            form, describe_graph(framework, waves, with_soft=soft), lambda: graph_json(framework, waves, with_soft=soft)
        )
