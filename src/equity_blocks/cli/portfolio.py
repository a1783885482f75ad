"""`equity-blocks portfolio DIR|FILE`."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from equity_blocks.argument_kinds import library
from equity_blocks.cli.cohort_files import TABLES, YAML, Folder, open_folder, open_table
from equity_blocks.cli.exit_codes import FINDINGS
from equity_blocks.cli.open_inputs import STDIN, refuse_overwriting_inputs, stdin
from equity_blocks.cli.options import format_option, output_option, share_option, tailoring_option
from equity_blocks.cli.output import emit, working
from equity_blocks.cli.streamed_scores import can_stream, is_of_tables, streamed
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import open_tailored
from equity_blocks.errors import UnsuitableError, visible
from equity_blocks.model import Framework
from equity_blocks.model.phrases import counted

if TYPE_CHECKING:
    from equity_blocks.model.branding import Branding
    from equity_blocks.model.privacy import Audience

_SHEETS = (".xlsx", ".xls", ".ods")
_SCORES = (".csv", ".json", ".parquet")
_ONE_BY_ONE = 10
"""Of more files than this that rate one other framework, only their number is told."""
_AHEAD = ("assessment", "organization", "file", "note", "score", "tailoring", "tailored_score")
"""Columns of the scores of a folder that come first."""


@click.command("portfolio")
@click.argument("cohort", metavar="DIR|FILE", type=click.Path(exists=True))
@click.option(
    "--framework", metavar="FILE|ID", help="Read all by this framework. Default: that of the first assessment in DIR."
)
@tailoring_option
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="Compare groups by this column of a table; by type, size or state in a folder. May be repeated.",
)
@click.option("--organization", metavar="ID", help="Show where this organization sits.")
@click.option(
    "--earlier",
    multiple=True,
    metavar="DIR|FILE",
    type=click.Path(exists=True),
    help="A round before, for the change; may be repeated, the oldest first.",
)
@click.option("--migrate", "migrating", is_flag=True, help="Carry over assessments of another revision.")
@click.option(
    "--min-organizations",
    "least",
    type=click.IntRange(min=3),
    default=5,
    show_default=True,
    help="With --share: smallest group size shown.",
)
@output_option(
    "Write a report: NAME.html, .md, .pdf, .docx or .pptx; or the scores, a row for each assessment: NAME.csv, "
    ".parquet or .json."
)
@click.option(
    "--scores-only",
    is_flag=True,
    help="Only write the scores; with polars installed, also of a wide table larger than the memory.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--one-page", is_flag=True, help="Say only what fits on a page of a report.")
@click.option("--branding", metavar="FILE", help="How a report looks: name, logo, color and last line.")
@share_option
@format_option()
@click.pass_context
def portfolio_command(
    context: click.Context,
    *,
    cohort: str,
    framework: str | None,
    by: tuple[str, ...],
    organization: str | None,
    earlier: tuple[str, ...],
    migrating: bool,
    least: int,
    output: str | None,
    scores_only: bool,
    force: bool,
    one_page: bool,
    branding: str | None,
    audience: str,
    form: str,
) -> int | None:
    """Read a cohort: its spread, its gaps, what holds it back, its change, and where one organization sits.

    DIR holds assessments in YAML, or workbooks that owners filled in. FILE.csv or FILE.parquet has a row for each
    assessment and a column for each practice, called by its id, or the columns assessment, practice and level; it needs
    --framework. A file that cannot be used is left out and named, and the exit code is 1. All are read by one
    framework: what a tailoring changed for one organization does not count, but the scores that -o writes have a column
    of its own score by it.
    """
    _require_sense(output, audience, scores_only=scores_only)
    is_report = bool(output) and Path(str(output)).suffix.lower() not in _SCORES
    if not is_report and (one_page or branding is not None):
        raise click.UsageError("--one-page and --branding are of a report: they need -o, a name such as cohort.html")
    looks = open_branding(branding)
    refuse_overwriting_inputs(output)
    if output:
        from equity_blocks.saving import require_place

        require_place(output, overwrite=force)
    if scores_only and output and is_of_tables(cohort, output):
        if can_stream(cohort, output):
            rated = _framework_for_table(framework, cohort)
            with working("scoring"):
                streamed(rated, cohort, output)
            say(f"wrote {output}", err=True)
            return None
        say(f"{cohort} is read whole: with polars installed (pip install polars), part by part", err=True)
    _require_frames(output)
    opens = _Cohorts(framework, context, migrating=migrating)
    rows = opens(cohort)
    rounds = [opens(each) for each in earlier]
    if output and not is_report:
        with working("scoring"):
            write_scores(opens.with_files(scored(opens.framework, rows)), output, force=force)
        say(f"wrote {output}", err=True)
    if not scores_only:
        from equity_blocks.engine.portfolio.reading import portfolio

        with working("reading the cohort"):
            read = portfolio(
                opens.framework, rows, by=by, organization=organization, earlier=rounds, min_organizations=least,
                audience=cast("Audience", audience),
            )  # fmt: skip
        if organization and audience == "cohort":
            say("--organization has no effect: a cohort is told nobody's standing", err=True)
        if output and is_report:
            from equity_blocks.reports.portfolio_report import portfolio_report

            made = portfolio_report(
                opens.framework, read, one_page=one_page, branding=looks, left_out=opens.missing
            )  # fmt: skip
            say(f"wrote {made.save(output, overwrite=force)}", err=True)
        else:
            emit(form, read, opens.framework)
    return FINDINGS if opens.left_out else None


def _require_sense(output: str | None, audience: str, *, scores_only: bool) -> None:
    if scores_only and not output:
        raise click.UsageError("--scores-only needs -o, the file that scores are written into")
    ending = Path(output).suffix.lower() if output else ""
    if output and ending not in _SCORES:
        _require_report(output, ending, scores_only=scores_only)
    if ending in _SCORES and audience != "owner":
        raise click.UsageError(
            f"the scores of every organization are the owner's: leave -o out with --share {audience}"
        )


def _require_frames(output: str | None) -> None:
    """Refuse before a folder is opened what could not be read or written afterwards."""
    library("numpy")
    if output and Path(output).suffix.lower() == ".parquet":
        library("pyarrow")


def _require_report(output: str, ending: str, *, scores_only: bool) -> None:
    """Refuse at once what neither scores nor a report are written into."""
    from equity_blocks.reports.report import ENDINGS, require_libraries

    if ending not in ENDINGS:
        allowed = ", ".join((*(each for each in ENDINGS if each != ".htm"), *_SCORES))
        raise click.BadParameter(f"'{output}' ends in none of {allowed}", param_hint="-o")
    if scores_only:
        raise click.UsageError(f"--scores-only writes a table, not {ending}")
    require_libraries(ending)


def open_branding(source: str | None) -> "Branding | None":
    """Open a branding, by path or from standard input; then its logo lies in the working directory."""
    from equity_blocks.files.opening import open_branding as opened

    if source is None:
        return None
    return (opened(STDIN, stdin()) if source == "-" else opened(source)).noun


def _framework_for_table(framework: str | None, file: str) -> Framework:
    if framework is None:
        raise click.UsageError(
            f"{file} names no framework: say by which it was rated, such as --framework hcplan-apm "
            "(`equity-blocks frameworks` lists them)"
        )
    return open_tailored(framework).noun


class _Cohorts:
    """Opens rounds of a cohort, all by one framework, and tells what was left out."""

    def __init__(self, framework: str | None, context: click.Context, *, migrating: bool) -> None:
        self.named = framework
        self.folders = context.find_root().params.get("folders", ())
        self.migrating = migrating
        self.left_out = 0
        self._framework: Framework | None = None
        self._rounds: list[Folder | None] = []

    @property
    def framework(self) -> Framework:
        """What the first round was read by."""
        if self._framework is None:
            raise UnsuitableError("no round has been read", code="no_assessment")
        return self._framework

    @property
    def missing(self) -> int:
        """How many files of the first round, the one that is reported, cannot be used."""
        first = self._rounds[0]
        return first.missing if first else 0

    def __call__(self, place: str) -> Any:
        """Open one round: assessments, or a frame."""
        if Path(place).is_dir():
            return self._of_folder(place)
        if Path(place).suffix.lower() not in TABLES:
            raise click.UsageError(_no_cohort(place))
        self._framework = self._framework or _framework_for_table(self.named, place)
        self._rounds.append(None)
        with working(f"opening {place}"):
            return open_table(place, self._framework)

    def with_files(self, scores: Any) -> Any:
        """Say of each assessment of the first round, if that is a folder, in which file it is, and how it was read."""
        first = self._rounds[0]
        if first is None:
            return scores
        used = first.used
        scores = scores.assign(
            file=[each.file for each in used],
            tailoring=[each.tailoring or None for each in used],
            tailored_score=[each.tailored_score for each in used],
            note=[each.note or None for each in used],
        )
        ahead = [name for name in _AHEAD if name in scores]
        return scores[[*ahead, *(name for name in scores if name not in ahead)]]

    def _of_folder(self, place: str) -> Sequence[Any]:
        folder = open_folder(place, self.named, migrating=self.migrating, folders=self.folders)
        self._framework = self._framework or folder.framework
        if folder.framework.fingerprint != self._framework.fingerprint:
            raise click.UsageError(f"{place} rates {folder.framework.id}, not {self._framework.id}")
        self._rounds.append(folder)
        self._tell(folder, place)
        if not folder.assessments:
            message = f"no assessment in {place} can be used"
            raise UnsuitableError(message, code="no_assessment", data={"found": len(folder.opened)})
        return folder.assessments

    def _tell(self, folder: Folder, place: str) -> None:
        out = [each for each in folder.opened if each.trouble]
        self.left_out += len(out)
        others = Counter(each.rates for each in out if each.rates)
        at_once = {other: number for other, number in others.items() if number > _ONE_BY_ONE}
        for other, number in at_once.items():
            say(f"left out {number:,} files that rate {other}, not {folder.framework.id}", err=True)
        for each in folder.opened:
            if each.trouble and each.rates not in at_once:
                say(f"left out {_at_place(each.file, each.trouble)}", err=True)
            elif each.note:
                say(f"noted {_at_place(each.file, each.note)}", err=True)
        read = counted(len(folder.assessments), "assessment")
        without = f", {counted(len(out), 'file')} left out" if out else ""
        say(f"{place}: {read} read by {folder.framework.id}{without}", err=True)
        for other, number in others.most_common(1):
            if number > len(folder.assessments):
                rate = "assessment rates" if number == 1 else "assessments rate"
                say(f"{number:,} {rate} {other}: --framework {other} reads what rates that", err=True)


def _no_cohort(place: str) -> str:
    """Say that a file is no cohort, and what to do with a sheet or an assessment."""
    hints = dict.fromkeys(_SHEETS, ": save its sheet as CSV; workbooks that owners filled in are read in their folder")
    hints |= dict.fromkeys(YAML, ": an assessment is read in its folder, beside the others")
    suffix = Path(place).suffix.lower()
    return f"{place} is neither a folder nor a file that ends in {' or '.join(TABLES)}{hints.get(suffix, '')}"


def _at_place(file: str, what: str) -> str:
    """Name a file once: what is wrong at a line of it names it already."""
    return what if what.startswith(f"{visible(file)}:") else f"{visible(file)}: {what}"


def scored(framework: Framework, rows: Any) -> Any:
    """Score assessments, or a frame, as a frame of pandas."""
    from equity_blocks.engine.portfolio.score_frame import score_frame, score_many

    return score_many(framework, rows) if isinstance(rows, list) else score_frame(framework, rows)


def write_scores(frame: Any, output: str, *, force: bool) -> None:
    """Write a frame of pandas into a file of the kind that its name says; null is null in each.

    Raises:
        UnsuitableError: pyarrow, which Parquet needs, is not installed.
        WouldOverwriteError: There is a file already, and it is not to be replaced.
    """
    from equity_blocks.saving import save_bytes, save_text

    suffix = Path(output).suffix.lower()
    if suffix == ".parquet":
        library("pyarrow")
        save_bytes(output, frame.to_parquet(index=False), overwrite=force)
        return
    rows = frame.astype(object).where(frame.notna(), None)
    if suffix == ".json":
        save_text(output, json.dumps(rows.to_dict("records"), indent=1, default=_plain) + "\n", overwrite=force)
        return
    from equity_blocks.exchange.csv_text import as_csv

    save_text(output, as_csv(list(rows.columns), rows.itertuples(index=False, name=None)), overwrite=force)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)
