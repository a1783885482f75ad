"""`equity-blocks schema`."""

from pathlib import Path
from typing import cast

import click

from equity_blocks.cli.options import output_option
from equity_blocks.cli.output import print_json
from equity_blocks.cli.streams import say
from equity_blocks.exchange.schema import KINDS, Kind, file_name, schema_text
from equity_blocks.exchange.stored_results import RESULT_KINDS, ResultKind


@click.command("schema", epilog=f"KIND is one of {', '.join((*KINDS, *RESULT_KINDS))}.")
@click.argument("kind", required=False, metavar="[KIND]", type=click.Choice((*KINDS, *RESULT_KINDS)))
@output_option("Write the schema files into this folder.", metavar="FOLDER")
@click.option("--force", is_flag=True, help="Replace existing files.")
def schema_command(kind: str | None, output: str | None, force: bool) -> None:
    """Give the JSON Schema of one KIND of file or of result on standard output, or write those of files into a folder.

    The schemas of results, from acceptability to what-if, describe what the commands give with --format json.
    """
    from equity_blocks.saving import save_text

    kinds = KINDS if kind is None else (cast("Kind | ResultKind", kind),)
    if output in (None, "-"):
        if kind is None:
            raise click.UsageError(f"name one of {', '.join((*KINDS, *RESULT_KINDS))}, or a folder with -o")
        print_json(schema_text(kinds[0]))
        return
    folder = Path(str(output))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be made: {error.strerror}") from None
    for each in kinds:
        say(f"wrote {save_text(folder / file_name(each), schema_text(each), overwrite=force)}")
