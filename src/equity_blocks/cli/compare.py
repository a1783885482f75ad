"""`equity-blocks compare BEFORE AFTER`, and over more than two."""

import click

from equity_blocks.cli.open_inputs import open_assessment, open_framework, open_framework_of, require_fit_at_lines
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared
from equity_blocks.cli.tailored_inputs import given_tailoring, named_tailoring, open_fitting_framework, tailored
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework


@click.command("compare")
@click.argument("files", nargs=-1, required=True, metavar="BEFORE... AFTER")
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
    files: tuple[str, ...],
    framework_before: str | None,
    details: bool,
    framework: str | None,
    audience: str,
    form: str,
) -> None:
    """Compare two assessments of one framework: what changed, and because of what.

    The change is split into what came from the framework, the scope, the respondents and the ratings. Where the two
    name different revisions, BEFORE is shown as it was published, and as it reads in the revision of AFTER. More than
    two, the oldest first, give the trend.
    """
    if len(files) < _TWO:
        raise click.UsageError("compare takes two assessments or more, the oldest first")
    if len(files) > _TWO:
        if framework_before is not None:
            message = "--framework-before is for two assessments; of more, each is read by the revision that it names"
            raise click.UsageError(message)
        _emit_trend(files, framework, audience, form, details=details)
        return
    before, after = files
    from equity_blocks.engine.comparison.compare import compare
    from equity_blocks.engine.comparison.earlier_assessment import require_comparable

    then, now = open_assessment(before), open_assessment(after)
    opened = open_fitting_framework(now, framework).noun
    older = older_framework(then, now, opened, framework, framework_before)
    require_comparable(opened, then.noun, now.noun, older)
    require_fit_at_lines(older or opened, then)
    comparison = shared(compare(opened, then.noun, now.noun, older), audience)
    emit(form, comparison, opened, details=details)


_TWO = 2


def _emit_trend(files: tuple[str, ...], framework: str | None, audience: str, form: str, *, details: bool) -> None:
    """Show the course over more than two assessments."""
    from equity_blocks.engine.comparison.earlier_assessment import require_comparable
    from equity_blocks.engine.comparison.trend import trend

    rounds = [open_assessment(file) for file in files]
    last = rounds[-1]
    opened = open_fitting_framework(last, framework).noun
    rated = [older_framework(then, last, opened, framework, None) for then in rounds[:-1]]
    for then, older in zip(rounds, rated, strict=False):
        require_comparable(opened, then.noun, last.noun, older)
        require_fit_at_lines(older or opened, then)
    emit(form, shared(trend(opened, [each.noun for each in rounds], rated), audience), opened, details=details)


def older_framework(
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
