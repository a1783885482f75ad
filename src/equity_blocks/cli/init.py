"""`equity-blocks init FRAMEWORK -o FILE`."""

from pathlib import Path

import click

from equity_blocks.cli.open_inputs import open_tailored, refuse_overwriting_inputs
from equity_blocks.cli.options import output_option, tailoring_option
from equity_blocks.cli.output import print_yaml
from equity_blocks.cli.streams import say
from equity_blocks.errors import WouldOverwriteError


@click.command("init")
@click.argument("source", metavar="FRAMEWORK")
@output_option("Where to write. Default: standard output.", default="-")
@click.option("--for", "audience", metavar="AUDIENCE", help="Whose wording of questions and levels to use.")
@click.option("--plain", is_flag=True, help="Ask in plain language where the framework has such wording.")
@tailoring_option
@click.option("--force", is_flag=True, help="Replace an existing file.")
def init_command(source: str, output: str, audience: str | None, plain: bool, force: bool) -> None:
    """Write an assessment of FRAMEWORK with every practice, its question and the levels, to fill in with an editor.

    The JSON Schema is put beside the file, so that an editor can check and complete it.
    """
    from equity_blocks.exchange.schema import file_name, schema_text
    from equity_blocks.files.template import template
    from equity_blocks.model.did_you_mean import did_you_mean
    from equity_blocks.saving import save_text

    refuse_overwriting_inputs(output)
    framework = open_tailored(source).noun
    if framework.use != "assessment":
        raise click.UsageError(f"{framework.id} is guidance: it is not rated")
    if audience is not None and audience not in framework.audiences:
        hint = did_you_mean(audience, framework.audiences) or f"there are {', '.join(framework.audiences)}"
        raise click.BadParameter(f"{framework.id} has no audience '{audience}' ({hint})", param_hint="--for")
    text = template(framework, audience, plain=plain)
    if output == "-":
        print_yaml(text)
        return
    beside = Path(output).parent / file_name("assessment")
    if beside == Path(output):
        raise click.UsageError(f"{output} is the name of the schema that is put beside the file: choose another name")
    path = save_text(output, text, overwrite=force)
    say(f"wrote {path}")
    schema = schema_text("assessment")
    try:
        save_text(beside, schema, overwrite=force)
    except WouldOverwriteError:
        if not _holds(beside, schema):
            say(f"{beside} exists already and differs; it was left as it is (--force replaces it)", err=True)
    else:
        say(f"wrote {beside}, which tells editors what may stand where")


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:  # whoever may not read it cannot know
        return False
