"""`equity-blocks compare BEFORE AFTER`."""

import click

from equity_blocks.cli.open_inputs import open_assessment, open_framework, open_framework_of, require_fit_at_lines
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared
from equity_blocks.cli.tailored_inputs import given_tailoring, named_tailoring, open_fitting_framework, tailored
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option(
    "--framework-before",
    metavar="FILE|ID",
    help="The framework that BEFORE rated. Default: the edition and revision that it names, of the catalogue.",
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

    The change is split into what came from the framework, the scope, the respondents and the ratings. Where the two
    name different revisions, BEFORE is shown as it was published, and as it reads in the revision of AFTER.
    """
    from equity_blocks.engine.comparison.compare import compare
    from equity_blocks.engine.comparison.earlier_assessment import require_comparable

    then, now = open_assessment(before), open_assessment(after)
    opened = open_fitting_framework(now, framework).noun
    older = _older(then, now, opened, framework, framework_before)
    require_comparable(opened, then.noun, now.noun, older)
    require_fit_at_lines(older or opened, then)
    comparison = shared(compare(opened, then.noun, now.noun, older), audience)
    emit(form, comparison, opened, details=details)


def _older(
    then: Loaded[Assessment], now: Loaded[Assessment], opened: Framework, framework: str | None, before: str | None
) -> Framework | None:
    """Open the framework that BEFORE rated, where it is another edition or revision, or tailored otherwise.

    A tailoring that the command was given is for both.
    """
    given = given_tailoring()
    own, other = (given, given) if given else (named_tailoring(then), named_tailoring(now))
    is_tailored_alike = (own.noun if own else None) == (other.noun if other else None)
    if before is not None:
        return tailored(open_framework(before), own).noun
    is_of_this = framework is not None or then.noun.revision in (None, opened.revision)
    published = None if is_of_this else open_framework_of(then, None)
    if published is not None and published.noun.revision == then.noun.revision:
        return tailored(published, own).noun
    # One framework both times; or that of then is not at hand, and what was published by it is not shown.
    return None if is_tailored_alike else tailored(open_framework_of(now, framework), own).noun
