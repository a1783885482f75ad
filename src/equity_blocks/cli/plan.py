"""`equity-blocks plan FILE`."""

from typing import TYPE_CHECKING, Any

import click

from equity_blocks.cli.open_inputs import (
    open_crosswalk,
    open_earlier,
    open_framework,
    refuse_overwriting_inputs,
    require_crosswalk_fit,
    require_joining,
)
from equity_blocks.cli.options import (
    SectionedCommand,
    crosswalk_option,
    format_option,
    framework_option,
    share_option,
)
from equity_blocks.cli.output import emit, print_yaml, shared, working
from equity_blocks.cli.planning_options import (
    SECTIONS,
    adoption_options,
    calendar_options,
    choice_options,
    plan_options,
    planner_options,
    require_used,
    slips,
    supposition_options,
    suppositions,
)
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import open_both

if TYPE_CHECKING:
    from pathlib import Path

    from equity_blocks.model import Framework
    from equity_blocks.model.plan import Plan


@click.command("plan", cls=SectionedCommand, sections=SECTIONS)
@click.argument("file")
@choice_options
@calendar_options
@planner_options
@supposition_options
@adoption_options
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Show only the first N actions.")
@click.option(
    "--by",
    type=click.Choice(("initiative", "goal", "owner", "block", "requirement")),
    metavar="GROUP",
    help="Summarize by initiative, goal, owner, block or requirement, for a board.",
)
@click.option(
    "--with", "beside", multiple=True, metavar="FILE|ID", help="Add what this other framework offers for each action."
)
@crosswalk_option
@click.option("--details", is_flag=True, help="Add what completes each action, its evidence and its resources.")
@framework_option
@share_option
@format_option()
def plan_command(*, file: str, framework: str | None, audience: str, form: str, **options: Any) -> None:
    """Turn the assessment in FILE into a prioritized plan that breaks no prerequisite.

    Plans for the practices marked `decision: pursue`; where none is, proposes a shortlist. With a calendar it is a
    schedule: --capacity and --start give one, or `planning` in FILE, which options override.
    """
    if options["by"] and options["top"]:
        raise click.UsageError("--by shows groups of actions and --top single ones: leave out one of them")
    for name in ("by", "top", "details"):
        if options[name] and form in _WHOLE:
            raise click.UsageError(f"--{name} is for people to read; {form} always holds every action")
    terms = plan_options(options)
    levels, instead = suppositions(options["supposed"])
    slipped = slips(options["slipped"])
    supposes = bool(levels or instead or slipped)
    _require_compatible(options, supposes=supposes)
    opened, assessment = open_both(file, framework)
    require_used(options, assessment.noun.planning, is_dated=bool(instead or slipped))
    if supposes:
        from equity_blocks.engine.what_if import what_if

        with working("Planning twice"):
            comparison = what_if(opened.noun, assessment.noun, levels, instead=instead, slips=slipped, **terms)
        emit(form, shared(comparison, audience), opened.noun)
        return
    from equity_blocks.engine.planning.plan import plan

    since = open_earlier(options["since"]) if options["since"] else None
    with working("Planning"):
        result = plan(opened.noun, assessment.noun, since=since, **terms)
    if options["beside"]:
        result = _with_offers(result, opened.noun, options["beside"], options["own"])
    result = shared(result, audience)
    if options["output"] and not options["adopt"]:
        _save(result, opened.noun, options["output"], overwrite=options["force"])
        return
    if options["adopt"] and _adopt(result, options["output"], overwrite=options["force"]) is None:
        return
    emit(form, result, opened.noun, top=options["top"], by=options["by"], details=options["details"])


def _adopt(result: "Plan", output: str, *, overwrite: bool) -> "Path | None":
    """Keep a plan in a file; on standard output it stands alone."""
    from equity_blocks.engine.comparison.adoption import adopt
    from equity_blocks.files.writing import adopted_text, save_adopted_plan

    adopted = adopt(result)
    if output == "-":
        print_yaml(adopted_text(adopted))
        return None
    path = save_adopted_plan(adopted, output, overwrite=overwrite)
    say(f"wrote {path}", err=True)
    return path


def _save(result: "Plan", framework: "Framework", output: str, *, overwrite: bool) -> None:
    """Write a plan for where work happens: a table, a project or a calendar, as the name ends."""
    from equity_blocks.exchange.doors import save_plan
    from equity_blocks.model.phrases import counted

    path = save_plan(result, output, framework, overwrite=overwrite)
    say(f"wrote {path}: {counted(len(result.actions), 'action')}")


def _ending(output: str | None) -> str:
    """How the name of a file that takes a plan ends; empty for any other."""
    from equity_blocks.exchange.doors import PLANS

    return next((ending for ending in PLANS if (output or "").lower().endswith(ending)), "")


_WHOLE = ("json", "csv")
"""What programs read, and nothing is left out of."""


def _require_compatible(options: dict[str, Any], *, supposes: bool) -> None:
    refuse_overwriting_inputs(options["output"])
    is_file = bool(_ending(options["output"])) and not options["adopt"]
    if not is_file and (options["adopt"] != bool(options["output"]) or (options["force"] and not options["adopt"])):
        raise click.UsageError(
            "--adopt keeps the plan in a file: it needs -o FILE, and -o and --force need --adopt, or a name that ends "
            "in .csv (a table), .xml (a project) or .ics (a calendar)"
        )
    if is_file and any(options[key] for key in ("since", "by", "top", "details", "beside", "supposed", "slipped")):
        raise click.UsageError(
            "a table, a project and a calendar hold the plan as it is; leave out --since, --by, --top, --details, "
            "--with, --set and --slip"
        )
    if supposes and any(options[key] for key in ("adopt", "since", "by", "top", "details", "beside")):
        raise click.UsageError(
            "--set and --slip compare two plans; leave out --adopt, --since, --by, --top, --details and --with"
        )
    if options["own"] and not options["beside"]:
        raise click.UsageError("--crosswalk requires --with")


def _with_offers(result: "Plan", planned: "Framework", beside: tuple[str, ...], own: tuple[str, ...]) -> "Plan":
    """Add what other frameworks offer, by the crosswalks that were given and those of the catalogue."""
    from equity_blocks.engine.crosswalk.offers import add_offers
    from equity_blocks.files.catalogue import crosswalks
    from equity_blocks.model.crosswalk_checks import joins_one

    others = {other.id: other for other in (open_framework(source).noun for source in beside)}
    opened = [open_crosswalk(name) for name in own]
    for each in opened:
        require_joining(each, planned, *others.values())
    shipped = crosswalks()
    for each in (open_crosswalk(way.id) for way in shipped if joins_one(way, planned, others.values())):
        require_crosswalk_fit(each, planned, *others.values())
    return add_offers(result, others.values(), (*(each.noun for each in opened), *shipped))
