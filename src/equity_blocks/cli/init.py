"""`equity-blocks init FRAMEWORK -o FILE`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from equity_blocks.cli.open_inputs import refuse_overwriting_inputs, require_audience
from equity_blocks.cli.options import output_option, tailoring_option
from equity_blocks.cli.output import by_earlier, print_yaml
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import open_tailored
from equity_blocks.errors import WouldOverwriteError
from equity_blocks.model import Framework
from equity_blocks.model.wording import COMMUNITY, asked_in_plain_words

if TYPE_CHECKING:
    from equity_blocks.model.goal_template import GoalTemplate


@click.command("init")
@click.argument("source", metavar="FRAMEWORK")
@output_option("Where to write. Default: standard output.", default="-")
@click.option(
    "--for",
    "audiences",
    multiple=True,
    metavar="AUDIENCE",
    help="Whose wording to use; `community`, alone or beside one: a short file in plain words for members.",
)
@click.option("--plain", is_flag=True, help="Ask in plain language where the framework has such wording.")
@click.option(
    "--goal",
    "goals",
    multiple=True,
    metavar="ID",
    help="Begin with a goal of the library, to be confirmed; may be repeated. `equity-blocks goals` lists them.",
)
@tailoring_option
@click.option("--force", is_flag=True, help="Replace an existing file.")
def init_command(
    source: str, output: str, audiences: tuple[str, ...], *, plain: bool, goals: tuple[str, ...], force: bool
) -> None:
    """Write an assessment of FRAMEWORK with every practice, its question and the levels, to fill in with an editor.

    The JSON Schema is put beside the file, so that an editor can check and complete it.
    """
    refuse_overwriting_inputs(output)
    framework = open_tailored(source).noun
    if framework.use != "assessment":
        raise click.UsageError(f"{framework.id} is guidance: it is not rated")
    audience, is_pack = _audience(framework, audiences)
    if is_pack:
        if goals:
            raise click.UsageError("--goal is for the organization's own file, not for the one of the community")
        text = _pack(framework, audience)
    else:
        from equity_blocks.files.template import template

        text = template(framework, audience, plain=plain, goals=_goals(framework, goals))
    for said in by_earlier():
        say(said, err=True)
    _write(text, output, force=force)


def _audience(framework: Framework, names: tuple[str, ...]) -> tuple[str | None, bool]:
    """Give the one audience whose wording is meant, if any, and whether the community is asked."""
    own = [name for name in dict.fromkeys(names) if name != COMMUNITY]
    for name in own:
        require_audience(framework, name, COMMUNITY)
    if len(own) > 1:
        raise click.UsageError(f"--for {' --for '.join(own)}: name one of them, and '{COMMUNITY}' beside it if need be")
    return (own[0] if own else None), COMMUNITY in names


def _pack(framework: Framework, audience: str | None) -> str:
    from equity_blocks.files.community_pack import community_pack

    if not asked_in_plain_words(framework, audience):
        worded = {name for practice in framework.practices.values() for name in practice.plain}
        hint = f": add --for and one of {', '.join(sorted(worded))}" if worded else ""
        raise click.UsageError(f"{framework.id} has no questions in plain words{hint}")
    return community_pack(framework, audience)


def _goals(framework: Framework, ids: tuple[str, ...]) -> list["GoalTemplate"]:
    """Find goals of the library by their ids, and make sure that they fit."""
    if not ids:
        return []
    from equity_blocks.files.catalogue import goal_templates
    from equity_blocks.model.goal_template import nothing_called_so, template_misfits

    library = {template.id: template for template in goal_templates()}
    chosen = []
    for name in dict.fromkeys(ids):
        if name not in library:
            there = [f"  {each.id}: {each.title}" for each in library.values() if each.framework == framework.id]
            known = f"For {framework.id} there are:" if there else f"It has none for {framework.id}."
            said = f"{nothing_called_so(name, library.values())}. {known}"
            raise click.BadParameter("\n".join([said, *there]), param_hint="--goal")
        if problems := template_misfits(framework, library[name]):
            raise click.UsageError(f"--goal {name}: {problems[0]}")
        chosen.append(library[name])
    return chosen


def _write(text: str, output: str, *, force: bool) -> None:
    """Write the file, and the schema beside it."""
    from equity_blocks.exchange.schema import file_name, schema_text
    from equity_blocks.saving import save_text

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
