"""`equity-blocks report FILE -o NAME.html`."""

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import click

from equity_blocks.cli.compare import older_framework
from equity_blocks.cli.open_inputs import (
    STDIN,
    open_assessment,
    open_crosswalk,
    open_earlier,
    open_framework,
    refuse_overwriting_inputs,
    require_fit_at_lines,
    require_joining,
    stdin,
)
from equity_blocks.cli.options import (
    SectionedCommand,
    crosswalk_option,
    framework_option,
    least_option,
    output_option,
    share_option,
)
from equity_blocks.cli.output import by_earlier, shared, working
from equity_blocks.cli.planning_options import (
    calendar_options,
    choice_options,
    draw_options,
    exactness_options,
    plan_options,
    require_used,
    since_option,
)
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import open_both

if TYPE_CHECKING:
    from equity_blocks.files.opening import Loaded
    from equity_blocks.model import Assessment, Framework
    from equity_blocks.model.branding import Branding
    from equity_blocks.model.plan import Plan
    from equity_blocks.model.translation import Translation
    from equity_blocks.reports.report import Report

SECTIONS = {
    "Options": ("output", "form", "force", "one_page", "audience", "least", "branding", "embed_json"),
    "What it looks back on": ("earlier", "since"),
    "Other frameworks": ("beside", "own"),
    "Plan": ("capacity", "start", "periods", "pick", "everything", "band"),
    "Calendar": ("fiscal_year_start", "budget", "lag"),
    "Framework": ("framework", "tailoring"),
    "For experts": ("planner", "time_limit", "certify", "draws", "seed"),
}
"""Heading in the help of `report` -> its options, by name."""
_FORMATS = ("html", "markdown")


@click.command("report", cls=SectionedCommand, sections=SECTIONS)
@click.argument("file")
@output_option("Where to write: a name that ends in .html, .md, .pdf, .docx or .pptx; - is standard output.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="With -o -: what is written. Default: html.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--one-page", is_flag=True, help="Say only what fits on a page.")
@click.option("--branding", metavar="FILE", help="How it looks: name, logo, color and last line.")
@click.option("--embed-json", is_flag=True, help="Put the results that a page of HTML shows into it, for programs.")
@click.option(
    "--before",
    "earlier",
    multiple=True,
    metavar="FILE",
    help="Say what changed since this assessment; may be repeated, the oldest first.",
)
@since_option
@click.option(
    "--with",
    "beside",
    multiple=True,
    metavar="FILE|ID",
    help="Read the assessment in this other framework, too, and add what it offers for each action.",
)
@crosswalk_option
@choice_options
@calendar_options
@exactness_options
@draw_options
@framework_option
@share_option
@least_option  # fmt: skip
def report_command(*, file: str, framework: str | None, audience: str, least: int, **options: Any) -> None:
    """Make a report of the assessment in FILE: score, plan, what changed, and what a board is asked.

    A PDF is printed by Chromium, Google Chrome or Microsoft Edge, whichever is installed. Word and slides need
    pip install equity-blocks[office]. With --share, everything in the report is shared for that audience, also what
    --embed-json puts into it.
    """
    _require_output(options)
    opened, assessment = open_both(file, framework)
    branding = _open_branding(options["branding"])
    _require_unnamed(branding, assessment.noun, audience)
    others = list({other.id: other for other in (open_framework(name).noun for name in options["beside"])}.values())
    with working("Planning"):
        results = list(_results(opened.noun, assessment, framework, others, options))
    hand_over = partial(shared, audience=audience, min_respondents=least)
    from equity_blocks.reports.report import report

    made = report(
        opened.noun,
        hand_over(assessment.noun, framework=opened.noun),
        *map(hand_over, results),
        one_page=options["one_page"],
        branding=branding,
        embed_json=options["embed_json"],
        known=others,
    )
    _say_superseded(opened.noun)
    _write(made, options["output"], options["form"], force=options["force"])


def _open_branding(source: str | None) -> "Branding | None":
    """Open a branding, by path or from standard input; then its logo lies in the working directory."""
    from equity_blocks.files.opening import open_branding

    if source is None:
        return None
    return (open_branding(STDIN, stdin()) if source == "-" else open_branding(source)).noun


def _say_superseded(framework: "Framework") -> None:
    """Say that an earlier revision was rated, where it was."""
    for line in by_earlier():
        if line.startswith(f"{framework.id} by revision {framework.revision};"):
            say(line, err=True)


def _require_output(options: dict[str, Any]) -> None:
    """Refuse at once a place, or a kind of file, in which no report is written."""
    output = options["output"]
    if output is None:
        raise click.UsageError(f"name the file to write: -o NAME{_NAMES}; -o - is standard output")
    refuse_overwriting_inputs(output)
    ending = "" if output == "-" else Path(output).suffix.lower()
    _require_fitting(options, ending)
    if options["own"] and not options["beside"]:
        raise click.UsageError("--crosswalk requires --with")
    if output != "-":
        from equity_blocks.reports.report import require_libraries
        from equity_blocks.saving import require_place

        require_place(output, overwrite=options["force"])
        require_libraries(ending)


_NAMES = ".html, .md, .pdf, .docx or .pptx"


def _require_fitting(options: dict[str, Any], ending: str) -> None:
    """Refuse options that the kind of file has no room for; without an ending it goes to standard output."""
    from equity_blocks.reports.report import ENDINGS

    output, form = options["output"], options["form"]
    if output != "-" and ending not in ENDINGS:
        raise click.BadParameter(f"'{output}' does not end in {_NAMES}", param_hint="-o")
    if ending and form:
        raise click.UsageError("--format is for -o -; the ending of a file's name says what is written")
    is_html = ending in (".html", ".htm") if ending else form != "markdown"
    if options["embed_json"] and not is_html:
        raise click.UsageError("--embed-json is for HTML")
    if options["embed_json"] and options["one_page"]:
        raise click.UsageError("--embed-json would hold more than one page shows: leave out --one-page")
    if options["one_page"] and ending == ".pptx":
        raise click.UsageError("--one-page is not for slides: they are few as it is")


def _require_unnamed(branding: "Branding | None", assessment: "Assessment", audience: str) -> None:
    """Refuse a branding that names the organization to those who must not read its name."""
    from equity_blocks.model.logo import text_in_logo

    organization = assessment.organization
    if branding is None or organization is None or audience not in ("client", "cohort"):
        return
    names = (organization.name, organization.id if audience == "cohort" else "")
    said = _folded(f"{branding.name} {branding.footer} {text_in_logo(branding.logo)}")
    if any(name and _folded(name) in said for name in names):
        raise click.UsageError(f"--branding names the organization, which --share {audience} leaves out")


def _folded(text: str) -> str:
    """Write a text so that the same name looks the same, however it is spaced or set."""
    return " ".join(normalize("NFKC", text).casefold().split())


def _results(
    framework: "Framework",
    assessment: "Loaded[Assessment]",
    given: str | None,
    others: "list[Framework]",
    options: dict[str, Any],
) -> Iterable[Any]:
    """Make everything that a report shows, for the owner."""
    from equity_blocks.engine.scoring.evidence import review_evidence
    from equity_blocks.engine.scoring.score import score
    from equity_blocks.engine.scoring.stability import stability

    said = assessment.noun
    yield score(framework, said)
    planned, translations = _beside(_plan(framework, said, options), framework, said, others, options["own"])
    yield planned
    yield from translations
    yield from _looking_back(framework, assessment, given, options["earlier"])
    yield review_evidence(framework, said)
    yield stability(framework, said)
    if len(said.respondents) > 1:
        from equity_blocks.engine.respondents.summary import respondents

        yield respondents(framework, said)


def _plan(framework: "Framework", assessment: "Assessment", options: dict[str, Any]) -> "Plan":
    """Plan as `plan` does, always with how firm the order is."""
    from equity_blocks.engine.planning.plan import plan

    options = {**options, "confidence": True}
    terms = plan_options(options)
    require_used(options, assessment.planning, is_dated=False)
    since = open_earlier(options["since"]) if options["since"] else None
    return plan(framework, assessment, since=since, **terms)


def _beside(
    plan: "Plan",
    framework: "Framework",
    assessment: "Assessment",
    others: "list[Framework]",
    crosswalk: tuple[str, ...],
) -> "tuple[Plan, list[Translation]]":
    """Add to a plan what other frameworks offer, where a crosswalk joins them, and read the assessment in each."""
    if not others:
        return plan, []
    from equity_blocks.engine.crosswalk.offers import add_offers
    from equity_blocks.engine.crosswalk.translate import translate
    from equity_blocks.files.catalogue import crosswalks
    from equity_blocks.model.crosswalk_checks import joins_one

    own = [open_crosswalk(name) for name in crosswalk]
    for each in own:
        require_joining(each, framework, *others)
    known = (*(each.noun for each in own), *crosswalks())
    translations = [translate(framework, assessment, known, other) for other in others]
    joined = [other for other in others if any(joins_one(way, framework, [other]) for way in known)]
    return add_offers(plan, joined, known), translations


def _looking_back(
    framework: "Framework", now: "Loaded[Assessment]", given: str | None, earlier: tuple[str, ...]
) -> Iterable[Any]:
    """Compare with the last of some earlier assessments; several of them, the oldest first, give a trend, too."""
    if not earlier:
        return
    from equity_blocks.engine.comparison.compare import compare
    from equity_blocks.engine.comparison.earlier_assessment import require_comparable
    from equity_blocks.engine.comparison.trend import trend

    rounds = [open_assessment(name) for name in earlier]
    rated = [older_framework(then, now, framework, given, None) for then in rounds]
    for then, older in zip(rounds, rated, strict=True):
        require_comparable(framework, then.noun, now.noun, older)
        require_fit_at_lines(older or framework, then)
    yield compare(framework, rounds[-1].noun, now.noun, rated[-1])
    if len(rounds) > 1:
        yield trend(framework, [*(each.noun for each in rounds), now.noun], rated)


def _write(made: "Report", output: str, form: str | None, *, force: bool) -> None:
    if output != "-":
        say(f"wrote {made.save(output, overwrite=force)}")
        return
    if form == "markdown":
        click.echo(made.markdown, nl=False)
        return
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    is_utf8 = encoding.lower().replace("-", "") == "utf8"  # as the page says that it is
    click.echo(made.html if is_utf8 else made.html.encode("ascii", "xmlcharrefreplace").decode(), nl=False)
