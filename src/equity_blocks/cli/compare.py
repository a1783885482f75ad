"""`equity-blocks compare BEFORE AFTER`."""

import click

from equity_blocks.cli.open_inputs import (
    given_tailoring,
    named_tailoring,
    open_assessment,
    open_fitting_framework,
    open_framework,
    open_framework_of,
    require_fit_at_lines,
    tailored,
)
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option(
    "--framework-before", metavar="FILE|ID", help="The framework that BEFORE rated, where it was another edition."
)
@click.option("--details", is_flag=True, help="Add by which policy the scores were made.")
@framework_option
@share_option
@format_option()
def compare_command(
    *,
    before: str,
    after: str,
    framework_before: str | None,
    details: bool,
    framework: str | None,
    audience: str,
    form: str,
) -> None:
    """Compare two assessments of one framework: what changed, and because of what.

    The change is split into what came from the framework, the scope, the respondents and the ratings.
    """
    from equity_blocks.engine.comparison.compare import compare
    from equity_blocks.engine.comparison.earlier_assessment import require_comparable

    then, now = open_assessment(before), open_assessment(after)
    opened = open_fitting_framework(now, framework).noun
    older = _older(then, now, framework, framework_before)
    require_comparable(opened, then.noun, now.noun, older)
    require_fit_at_lines(older or opened, then)
    comparison = shared(compare(opened, then.noun, now.noun, older), audience)
    emit(form, comparison, opened, details=details)


def _older(
    then: Loaded[Assessment], now: Loaded[Assessment], framework: str | None, before: str | None
) -> Framework | None:
    """Open the framework that BEFORE rated, where it is another one: another edition, or tailored otherwise.

    A tailoring that the command was given is for both.
    """
    given = given_tailoring()
    own, other = (None, None) if given else (named_tailoring(then), named_tailoring(now))
    if before is None and (own.noun if own else None) == (other.noun if other else None):
        return None
    opened = open_framework(before) if before else open_framework_of(then, framework)
    return tailored(opened, own).noun if own else opened.noun
