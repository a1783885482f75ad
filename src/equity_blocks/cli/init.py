"""`equity-blocks init FRAMEWORK -o FILE`."""

from pathlib import Path

import click

from equity_blocks.cli.opening import open_tailored
from equity_blocks.cli.options import tailoring_option
from equity_blocks.errors import WouldOverwriteError


@click.command("init")
@click.argument("source", metavar="FRAMEWORK")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write. Default: standard output.")
@click.option("--for", "audience", metavar="AUDIENCE", help="Whose wording of the questions to use.")
@tailoring_option
@click.option("--force", is_flag=True, help="Replace an existing file.")
def command(source: str, output: str, audience: str | None, force: bool) -> None:
    """Write an assessment of FRAMEWORK with every practice, its question and the levels, to fill in with an editor.

    The JSON Schema is put beside the file, so that an editor can check and complete it.
    """
    from equity_blocks.exchange.schema import file_name, schema_text
    from equity_blocks.files.template import template
    from equity_blocks.model.nearest import did_you_mean
    from equity_blocks.saving import save_text

    framework = open_tailored(source).noun
    if framework.use != "assessment":
        raise click.UsageError(f"{framework.id} is guidance: it is not rated")
    if audience is not None and audience not in framework.audiences:
        hint = did_you_mean(audience, framework.audiences) or f"there are {', '.join(framework.audiences)}"
        raise click.BadParameter(f"{framework.id} has no audience '{audience}' ({hint})", param_hint="--for")
    text = template(framework, audience)
    if output == "-":
        click.echo(text, nl=False)
        return
    path = save_text(output, text, overwrite=force)
    click.echo(f"wrote {path}")
    beside = Path(output).parent / file_name("assessment")
    schema = schema_text("assessment")
    try:
        save_text(beside, schema, overwrite=force)
    except WouldOverwriteError:
        if beside.read_bytes() != schema.encode():
            click.echo(f"{beside} exists already and differs; it was left as it is (--force replaces it)", err=True)
    else:
        click.echo(f"wrote {beside}, which tells editors what may stand where")
