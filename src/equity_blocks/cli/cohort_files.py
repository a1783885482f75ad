"""The files of a cohort: a folder of assessments, opened in parallel, and tables of ratings."""

import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import library
from equity_blocks.cli.numbers_in_text import in_words
from equity_blocks.cli.open_inputs import open_framework, open_named, require_fit_at_lines
from equity_blocks.cli.tailored_inputs import as_tailored, named_tailoring, tailored
from equity_blocks.errors import EquityBlocksError, FileAccessError, UnsuitableError, visible
from equity_blocks.files import opening
from equity_blocks.files.content import content_of
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework

YAML = (".yaml", ".yml")
WORKBOOKS = (".xlsx",)
TABLES = (".csv", ".parquet")

IN_PARALLEL = 64
"""From so many files on, several processes open them: to start these takes as long as to open some dozens."""


class Opened(NamedTuple):
    """What came of one file.

    Args:
        file: Its path.
        assessment: What it holds; `None` where it is left out.
        trouble: Why it is left out; empty where it is not.
        note: What is to be known of it besides; empty: nothing.
        tailoring: The tailoring that the assessment names; empty: none.
        tailored_score: Its score by that, as `score` gives it; `None` where there is none.
        rates: The framework that it rates, where that is another one; empty: not.
        is_earlier: Whether it is left out because a later one of its organization counts.
    """

    file: str
    assessment: Assessment | None = None
    trouble: str = ""
    note: str = ""
    tailoring: str = ""
    tailored_score: float | None = None
    rates: str = ""
    is_earlier: bool = False


class Folder(NamedTuple):
    """A folder of assessments.

    Args:
        framework: What all of them are read by.
        opened: Every file, by name.
    """

    framework: Framework
    opened: list[Opened]

    @property
    def assessments(self) -> list[Assessment]:
        """The assessments that can be used."""
        return [each.assessment for each in self.used if each.assessment]

    @property
    def used(self) -> list[Opened]:
        """The files whose assessments can be used."""
        return [each for each in self.opened if each.assessment]

    @property
    def missing(self) -> int:
        """How many files cannot be used, so that their organizations may be in no figure."""
        return sum(bool(each.trouble) and not each.is_earlier for each in self.opened)


def open_folder(folder: str, framework: str | None, *, migrating: bool = False, folders: Sequence[str] = ()) -> Folder:
    """Open every assessment of a folder, and of the folders in it, for one framework.

    A file that cannot be used is left out, with the reason. Of several of one organization the latest counts. All are
    read by one framework, else they could not be compared: what a tailoring changed for one organization does not
    count. Its score by the tailoring that it names is kept beside.

    Args:
        folder: The folder.
        framework: A framework by id or path. Default: the one that the first assessment names, as it is now.
        migrating: Whether assessments of another revision are carried over; else they are left out.
        folders: Where else frameworks are looked for.

    Raises:
        UnsuitableError: There is no assessment in it.
    """
    files = sorted(
        str(path)
        for path in Path(folder).rglob("*")
        if path.suffix.lower() in YAML + WORKBOOKS and not path.name.startswith((".", "~"))
    )
    named = open_framework(framework) if framework else _first_framework(files, folder)
    rated = as_tailored(named).noun
    opened: list[Opened] = []
    with _progress(f"opening {len(files):,} files", len(files)) as advance:
        for each in _all_opened(files, rated, folders, migrating=migrating):
            opened.append(each)
            advance()
    return Folder(rated, _latest(opened))


def _first_framework(files: Sequence[str], folder: str) -> Loaded[Framework]:
    for file in files:
        if file.lower().endswith(YAML):
            try:
                opened = opening.open_any(file)
                if isinstance(opened.noun, Assessment):
                    return open_named(opened.noun.framework, opened)
            except EquityBlocksError:
                continue
    message = f"{folder} has no assessment whose framework can be opened: --framework FILE|ID names one"
    if not files:
        message = f"{folder} holds no assessment: no file in it ends in {', '.join((*YAML, *WORKBOOKS))}"
        tables = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in TABLES)
        message += f"; a table is read by its own name: {visible(str(tables[0]))}" if tables else ""
    raise UnsuitableError(message, code="no_assessment", data={"found": len(files)})


def _all_opened(
    files: Sequence[str], framework: Framework, folders: Sequence[str], *, migrating: bool
) -> Iterator[Opened]:
    read = partial(_read, framework, migrating)
    workers = min(os.cpu_count() or 1, len(files) // IN_PARALLEL + 1)
    if workers == 1:
        yield from map(read, files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # New processes know nothing of folders that were named for this one; forked ones would share its threads.
    by = framework, migrating, folders
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=by) as pool:
        yield from pool.map(_read_here, files, chunksize=16)


_HERE: dict[str, Any] = {}
"""What a process of the pool reads by."""


def _begin(framework: Framework, migrating: bool, folders: Sequence[str]) -> None:
    from equity_blocks.files.catalogue_folders import also_from

    _HERE["folders"] = also_from(folders)
    _HERE["folders"].__enter__()
    _HERE["read"] = partial(_read, framework, migrating)


def _read_here(file: str) -> Opened:
    read: Callable[[str], Opened] = _HERE["read"]
    return read(file)


def _read(framework: Framework, migrating: bool, file: str) -> Opened:
    """Open one file; whatever is wrong with it is told."""
    try:
        if file.lower().endswith(WORKBOOKS):
            return _in_workbook(framework, file)
        opened = opening.open_any(file)
        if not isinstance(opened.noun, Assessment):
            return Opened(file, note="passed over: it holds no assessment")
        return _fitting(framework, opened, file, migrating=migrating)
    except EquityBlocksError as error:
        return Opened(file, trouble=str(error))
    except RecursionError:
        return Opened(file, trouble="it is nested too deep")


def _in_workbook(framework: Framework, file: str) -> Opened:
    """Read what an owner filled in; a workbook does not name the organization, so that its file's name does."""
    from equity_blocks.engine.collecting.collect import collect
    from equity_blocks.exchange.doors import read_replies

    replies = read_replies(content_of(Path(file)), framework, name=file)
    if any(reply.kind != "owner" for reply in replies):
        return Opened(file, trouble="a respondent's workbook holds a part of the answers: import it first")
    name = re.sub("[^a-z0-9]+", "-", Path(file).stem.lower()).strip("-") or "workbook"
    said = collect(framework, None, replies).assessment
    return Opened(file, said.replace(organization={"id": name}), note=f"a workbook, of the organization {name}")


def _fitting(framework: Framework, opened: Loaded[Assessment], file: str, *, migrating: bool) -> Opened:
    said = opened.noun
    if said.framework != framework.id:
        return Opened(file, trouble=f"it rates {said.framework}, not {framework.id}", rates=said.framework)
    if said.revision in (None, framework.revision):
        return _as_published(framework, opened, file)
    if not migrating:
        trouble = (
            f"it rates revision {said.revision} of {framework.id}, not {framework.revision}: --migrate carries it over"
        )
        return Opened(file, trouble=trouble)
    from equity_blocks.engine.revision.migrate import migrate

    made = migrate(framework, said, _before(said)).migrated
    notes = [f"carried over from revision {said.revision} to {framework.revision}"]
    if said.tailoring:
        notes.append(
            f"tailored by {said.tailoring}, which does not count here: `migrate` it, then it has its own score"
        )
    return Opened(file, made, note="; ".join(notes), tailoring=said.tailoring or "")


def _as_published(framework: Framework, opened: Loaded[Assessment], file: str) -> Opened:
    """Read by the framework of all; one that names a tailoring has its own score by that, too."""
    name = opened.noun.tailoring
    if not name or framework.tailored:  # by a tailoring that the command was given, all are read alike
        return Opened(file, require_fit_at_lines(framework, opened).noun)
    how = f"tailored by {name}; read as published, like all others"
    try:
        ours = tailored(Loaded(framework, opened.document), named_tailoring(opened)).noun
        fitting = require_fit_at_lines(ours, opened)
    except EquityBlocksError as error:
        note = f"{how}; it has no score of its own: {error}"
        return Opened(file, require_fit_at_lines(framework, opened).noun, note=note, tailoring=name)
    from equity_blocks.engine.scoring.score import score

    own = score(ours, fitting.noun).score.value
    return Opened(file, require_fit_at_lines(framework, fitting).noun, note=how, tailoring=name, tailored_score=own)


def _before(said: Assessment) -> Framework | None:
    """The revision that was rated, where the catalogue has it."""
    try:
        found = opening.open_framework_named(said.framework, said.revision).noun
    except EquityBlocksError:
        return None
    return found if found.revision == said.revision else None


def _latest(opened: Sequence[Opened]) -> list[Opened]:
    """Leave out earlier assessments of an organization that has a later one."""
    last: dict[str, Opened] = {}
    for each in opened:
        name = _organization(each)
        if name and (name not in last or _day(each) > _day(last[name])):
            last[name] = each
    return [
        each
        if not name or last[name] is each
        else Opened(each.file, trouble=f"{name} is read from {last[name].file}", is_earlier=True)
        for each, name in ((each, _organization(each)) for each in opened)
    ]


def _organization(opened: Opened) -> str:
    said = opened.assessment
    return said.organization.id if said and said.organization else ""


def _day(opened: Opened) -> date:
    return (opened.assessment and opened.assessment.as_of) or date.min


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal how many are done; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def open_table(file: str, framework: Framework) -> Any:
    """Open a table of ratings as a frame.

    Args:
        file: A file of CSV or Parquet.
        framework: Tells which columns are of levels; all others of CSV are text.

    Raises:
        FileAccessError: It cannot be read.
        UnsuitableError: A library is not installed.
    """
    pandas = library("pandas")
    is_csv = Path(file).suffix.lower() == ".csv"
    names = columns_of(file) if is_csv else []
    try:
        if not is_csv:
            library("pyarrow")
            return pandas.read_parquet(file)
        with Path(file).open("rb") as stream:  # pandas leaves a file open that it cannot read
            frame = pandas.read_csv(stream, dtype="string", keep_default_na=False, na_values=[""])
    except MemoryError:
        raise FileAccessError(f"{file} cannot be read as a table: it does not fit into the memory") from None
    except (OSError, ValueError) as error:
        raise FileAccessError(f"{file} cannot be read as a table: {reason_of(error)}") from None
    require_even(frame, file)
    frame = frame.dropna(how="all", ignore_index=True)
    for name in numbered(framework, names):
        frame[name] = _numbers(pandas, framework, frame, name)
    return frame


def numbered(framework: Framework, names: Sequence[str]) -> list[str]:
    """List the columns in which there may be numbers: levels, and by what weights and values differ.

    Example:
        >>> mini = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> numbered(mini, ["organization", "p", "p:status", "p:value", "b:weight"])
        ['p', 'p:value', 'b:weight']
    """
    there = {"level", *framework.practices, *(f"{name}:value" for name in framework.practices)}
    there |= {f"{node}:weight" for node in (*framework.practices, *framework.all_blocks)}
    return [name for name in names if name in there]


def columns_of(file: str) -> list[str]:
    """Read the names of the columns of CSV; one without a name is numbered, as pandas does.

    Raises:
        FileAccessError: It cannot be read, no commas stand between its cells, or two columns have one name.
    """
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            names = next(filter(None, csv.reader(stream)), [])
    except (OSError, ValueError, csv.Error) as error:
        raise FileAccessError(f"{file} cannot be read as a table: {reason_of(error)}") from None
    if not names:
        raise FileAccessError(f"{file} cannot be read as a table: there is nothing in it")
    for divider, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and divider in names[0]:
            raise FileAccessError(f"{file} cannot be read as a table: {called} divide its cells; save it with commas")
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        raise FileAccessError(f"{file} cannot be read as a table: two of its columns are called '{visible(twice[0])}'")
    return [name or f"Unnamed: {i}" for i, name in enumerate(names)]


def require_even(frame: Any, file: str) -> None:
    """Make sure that what was read of CSV has no more cells in a row than its first line has names.

    Raises:
        FileAccessError: It has; then every cell would stand under the name of another column.
    """
    if not isinstance(frame.index, library("pandas").RangeIndex):
        raise FileAccessError(f"{file} cannot be read as a table: its rows have more cells than its first line")


def reason_of(error: Exception) -> str:
    """Give the first line of what an error says.

    Example:
        >>> reason_of(ValueError("no table")), reason_of(ValueError())
        ('no table', 'ValueError')
    """
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8; a spreadsheet saves it as `CSV UTF-8`"
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _numbers(pandas: Any, framework: Framework, frame: Any, name: str) -> Any:
    """A column as numbers, where it holds nothing else; beside words, numbers are words, too."""
    try:
        found = pandas.to_numeric(frame[name])
    except ValueError:
        if name == "level" and "practice" in frame:
            return in_words(framework, [*framework.practices], frame[name], frame["practice"])
        return in_words(framework, [name], frame[name]) if name in framework.practices else frame[name]
    return found.astype(float) if found.dtype == object else found  # whole numbers of more than 64 bits
