"""`equity-blocks init FRAMEWORK -o FILE`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from equity_blocks.cli.compare import older_framework
from equity_blocks.cli.export import audience_of
from equity_blocks.cli.open_inputs import (
    open_assessment,
    open_framework,
    refuse_overwriting_inputs,
    require_fit_at_lines,
)
from equity_blocks.cli.options import output_option, tailoring_option
from equity_blocks.cli.output import by_earlier, print_yaml
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import as_tailored, with_tailoring_from
from equity_blocks.errors import WouldOverwriteError
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.wording import asked_in_plain_words

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
@click.option(
    "--from",
    "last",
    metavar="LAST",
    help="Begin with this assessment of last time: its levels to be read, what still holds carried over.",
)
@tailoring_option
@click.option("--force", is_flag=True, help="Replace an existing file.")
def init_command(
    source: str,
    output: str,
    audiences: tuple[str, ...],
    *,
    plain: bool,
    goals: tuple[str, ...],
    last: str | None,
    force: bool,
) -> None:
    """Write an assessment of FRAMEWORK with every practice, its question and the levels, to fill in with an editor.

    The JSON Schema is put beside the file, so that an editor can check and complete it.
    """
    refuse_overwriting_inputs(output)
    earlier = open_assessment(last) if last else None
    opened = as_tailored(open_framework(source), earlier)
    framework = opened.noun
    if framework.use != "assessment":
        raise click.UsageError(f"{framework.id} is guidance: it is not rated")
    audience, is_pack = audience_of(framework, audiences)
    if goals and (is_pack or earlier):
        mine = "for the organization's own file, not for the one of the community"
        raise click.UsageError(f"--goal is {mine}" if is_pack else "--goal begins anew; --from carries the goals over")
    if is_pack:
        if earlier:
            raise click.UsageError("--from is for the organization's own file, not for the one of the community")
        text = _pack(framework, audience)
    else:
        from equity_blocks.files.template import template

        begun = _begun(framework, earlier, output) if earlier else {}
        audience = audience or _own_audience(framework, earlier)
        text = template(framework, audience, plain=plain, goals=_goals(framework, goals), **begun)
    for said in by_earlier():
        say(said, err=True)
    _write(text, output, force=force)


def _own_audience(framework: Framework, earlier: Loaded[Assessment] | None) -> str | None:
    own = earlier.noun.organization_type if earlier else None
    return own if own in framework.audiences else None


def _begun(framework: Framework, earlier: Loaded[Assessment], output: str) -> dict[str, Any]:
    """What the file begins with that holds from last time, and what is written above practices."""
    from equity_blocks.engine.collecting.last_time import next_time

    if earlier.noun.framework != framework.id:
        raise click.UsageError(f"--from: {earlier.document.name} rates {earlier.noun.framework}, not {framework.id}")
    before = older_framework(earlier, earlier, framework, None, None)
    if before is None:
        earlier = require_fit_at_lines(framework, earlier)
    begun = next_time(framework, earlier.noun, before)
    tailoring = with_tailoring_from(earlier, output).tailoring
    return {"carried": ({"tailoring": tailoring} if tailoring else {}) | begun.data, "notes": begun.notes}


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
