"""The commands that look at frameworks and at goals of the library: frameworks, goals, show, graph, diff."""

import click

from equity_blocks.cli.exit_codes import FINDINGS
from equity_blocks.cli.open_inputs import open_framework, open_goal, require_audience
from equity_blocks.cli.options import format_option, tailoring_option
from equity_blocks.cli.output import FORMATS, Reply, emit
from equity_blocks.cli.tailored_inputs import open_tailored
from equity_blocks.model.spelling import practice_meant


@click.command("frameworks")
@format_option(has_tables=False)
def frameworks_command(form: str) -> None:
    """List the frameworks that can be opened by their ids, their revisions, and where they come from.

    Those are the ones that come with the package, those in folders of your own (--frameworks DIR, EQUITY_BLOCKS_PATH),
    and those of installed plug-ins. ID@N opens revision N of one.
    """
    import json

    from equity_blocks.files.catalogue import Listing, frameworks
    from equity_blocks.reports.framework import describe_frameworks

    listings = frameworks()
    FORMATS[form](
        Reply(
            lambda: describe_frameworks(listings),
            lambda: json.dumps([listing._asdict() for listing in listings], indent=2),
            lambda: Listing._fields,
            lambda: [(*listing[:-1], " ".join(map(str, listing.revisions))) for listing in listings],
        )
    )


@click.command("goals")
@click.argument("goal", metavar="[ID|FILE]", required=False)
@format_option("table", "json", "markdown")
def goals_command(goal: str | None, form: str) -> None:
    """List the goals of the library, or show one.

    They are common measures with usual root causes, all of it editorial. `init FRAMEWORK --goal ID` begins an
    assessment with one, which chooses nothing until it is confirmed with local data and the people concerned.
    """
    import json

    from equity_blocks.files.catalogue import goal_templates
    from equity_blocks.reports.goal_library import describe_goals

    if goal is not None:
        emit(form, open_goal(goal).noun)
        return
    library = goal_templates()
    listed = [{"id": each.id, "title": each.title, "framework": each.framework} for each in library]
    FORMATS[form](Reply(lambda: describe_goals(library), lambda: json.dumps(listed, indent=2)))


@click.command("show")
@click.argument("source", metavar="FILE|ID")
@click.argument("practice", required=False)
@click.option("--for", "audience", metavar="AUDIENCE", help="Show only what this audience is asked and told.")
@tailoring_option
@format_option("table", "json", "markdown")
def show_command(source: str, practice: str | None, audience: str | None, form: str) -> None:
    """Show a framework, or one PRACTICE of it."""
    from equity_blocks.model.wording import framework_for
    from equity_blocks.reports.framework import describe_practice

    framework = open_tailored(source).noun
    if audience is not None:
        require_audience(framework, audience)
        framework = framework_for(framework, audience)
    if practice is None:
        emit(form, framework, **({"audience": audience} if audience else {}))
    else:
        noun = framework.practice(practice_meant(framework, practice))
        FORMATS[form](Reply(lambda: describe_practice(framework, noun, audience), noun.model_dump_json))


@click.command("graph")
@click.argument("source", metavar="FILE|ID")
@click.option("--soft", is_flag=True, help="Show soft prerequisites too.")
@tailoring_option
@format_option("table", "mermaid", "json")
def graph_command(source: str, soft: bool, form: str) -> None:
    """Show which practices need which, wave by wave from nothing in place."""
    from equity_blocks.engine.graph import practice_waves
    from equity_blocks.reports.framework import as_mermaid, describe_graph, graph_json

    framework = open_tailored(source).noun
    if form == "mermaid":
        click.echo(as_mermaid(framework, with_soft=soft), nl=False)
        return
    waves = practice_waves(framework)
    FORMATS[form](
        Reply(
            lambda: describe_graph(framework, waves, with_soft=soft),
            lambda: graph_json(framework, waves, with_soft=soft),
        )
    )


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@format_option()
@click.pass_context
def diff_command(ctx: click.Context, old: str, new: str, form: str) -> None:
    """Show what changed from one revision of a framework to another, by meaning and not by lines.

    OLD and NEW are ids or paths. Exit code 0: nothing differs. 1: something does. 2: they are not
    revisions of one framework.
    """
    from equity_blocks.engine.revision.diff import diff

    difference = diff(open_framework(old).noun, open_framework(new).noun)
    emit(form, difference)
    ctx.exit(0 if difference.is_same else FINDINGS)
