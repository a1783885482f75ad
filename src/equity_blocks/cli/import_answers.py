"""`equity-blocks import NAME... [-o FILE | --into FILE]`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from equity_blocks.cli.exit_codes import FINDINGS
from equity_blocks.cli.open_inputs import (
    STDIN,
    open_framework,
    open_framework_of,
    refuse_overwriting_inputs,
    require_fit_at_lines,
    stdin,
)
from equity_blocks.cli.options import framework_option, output_option
from equity_blocks.cli.output import write_assessment
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import as_tailored
from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.exchange.doors import PLAN, Door, as_said_by, door_in, replies_in, save_decisions
from equity_blocks.files import opening
from equity_blocks.files.content import content_of
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.phrases import counted, listed
from equity_blocks.saving import hash_of

if TYPE_CHECKING:
    from equity_blocks.engine.collecting.collect import Collected
    from equity_blocks.model.reply import Reply


class _Given(NamedTuple):
    """A file of answers: its name, what is in it, and the door that it comes in by."""

    name: str
    content: bytes
    door: Door


class _Base(NamedTuple):
    """What answers are collected into: the framework, and the assessment as it was with the hash of its file."""

    framework: Framework
    assessment: Assessment | None = None
    read: str | None = None


@click.command("import")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--respondent", metavar="ID", help="Who answers, where the file does not say, or says it otherwise.")
@output_option("Write a new assessment there. Default: standard output.")
@click.option("--into", metavar="FILE", help="Write into this assessment, and leave all else in it as it is.")
@click.option(
    "--decisions",
    metavar="NAME",
    help="Write what several files plan differently there, as .csv or .xlsx, to decide and import.",
)
@click.option("--force", is_flag=True, help="Replace an existing file of -o or --decisions.")
@framework_option
def import_command(
    *,
    names: tuple[str, ...],
    respondent: str | None,
    output: str | None,
    into: str | None,
    decisions: str | None,
    force: bool,
    framework: str | None,
) -> int:
    """Bring back what people filled in: workbooks, forms, tables, FHIR, REDCap, decision sheets, tables of a plan.

    Several files become one assessment. Answers may differ; of one respondent the newer file holds. What two files
    plan differently is left as it was and listed, and the exit code is 1. A problem in any file is told with its
    place, and then nothing is written.
    """
    from equity_blocks.engine.collecting.collect import collect

    if output and into:
        raise click.UsageError("-o writes a new file and --into changes one: give one of them")
    refuse_overwriting_inputs(output)
    refuse_overwriting_inputs(decisions)
    files = [_given(name) for name in names]
    if not into and (plans := [file.name for file in files if file.door is PLAN]):
        raise click.UsageError(f"{plans[0]} says how far work has come: add --into the assessment of the plan")
    base = _base(into, framework) if into else _Base(_named(files, framework))
    replies = _replies(files, base.framework, respondent)
    made = collect(base.framework, base.assessment, replies)
    _write(made, base, output, into, force=force)
    return _tell(made, base.framework, decisions, force=force)


def _given(name: str) -> _Given:
    content = stdin() if name == "-" else content_of(Path(name))
    label = STDIN if name == "-" else Path(name).name
    return _Given(label, content, door_in(content, label))


def _base(into: str, framework: str | None) -> _Base:
    if into == "-":
        raise click.UsageError("--into writes into a file: name one")
    content = content_of(Path(into))
    opened = opening.open_assessment(into, content)
    rated = as_tailored(open_framework_of(opened, framework), opened).noun
    return _Base(rated, require_fit_at_lines(rated, opened).noun, hash_of(content))


def _named(files: Sequence[_Given], framework: str | None) -> Framework:
    """The framework that was given, else the one that the files ask about."""
    if framework:
        return as_tailored(open_framework(framework)).noun
    asked = {file: named for file in files if (named := file.door.asked_in(file.content, file.name))}
    if not asked:
        raise click.UsageError(
            "these files name no framework: add --framework, or --into the assessment they belong to"
        )
    (first, (name, revision)), *others = asked.items()
    for file, other in others:
        if other != (name, revision):
            shown = [f"{n} revision {r}" if r else n for n, r in ((name, revision), other)]
            message = f"it asks about {shown[1]}, but {first.name} asks about {shown[0]}"
            hint = "import them one framework and one revision at a time; `migrate` carries an assessment over"
            raise InvalidDataError([Problem("wrong_framework", message, hint, (), file.name)])
    return as_tailored(opening.open_framework_named(name, revision)).noun


def _replies(files: Sequence[_Given], framework: Framework, respondent: str | None) -> "list[Reply]":
    replies: list[Reply] = []
    problems: list[Problem] = []
    for file in files:
        try:
            read = replies_in(file.door, file.content, file.name, framework)
            if respondent and len(read) > 1:
                raise click.UsageError(f"--respondent names one person, and {file.name} holds {len(read)} respondents")
            replies += [as_said_by(reply, respondent) for reply in read]
        except InvalidDataError as error:
            problems += error.problems
    problems += [problem for reply in replies for problem in reply.problems] if problems else []
    if problems:
        raise InvalidDataError(problems)
    if respondent and all(reply.kind != "answers" for reply in replies):
        raise click.UsageError("--respondent says who answers; these are files of the owner, who has no id")
    return replies


def _write(made: "Collected", base: _Base, output: str | None, into: str | None, *, force: bool) -> None:
    if not into:
        path = write_assessment(made.assessment, output or "-", force=force)
        say(f"wrote {path}: {_counts(made)}" if path else _counts(made), err=path is None)
        return
    from equity_blocks.files.in_place import save_into

    save_into(into, made.assessment, base.framework, expected=base.read)
    say(
        f"wrote into {into}: {_counts(made)}" if made.changed else f"{into} says all of it already: nothing was written"
    )


def _counts(made: "Collected") -> str:
    """What changed, counted."""
    kinds: Counter[str] = Counter()
    for path in made.changed:
        kinds["answer" if "answers" in path else _KINDS.get(str(path[0]), "field")] += 1
    order = ("answer", "field", "action", "new respondent")
    return ", ".join(counted(kinds[kind], kind) for kind in order if kinds[kind]) or "nothing was filled in"


_KINDS = {"respondents": "new respondent", "actions": "action"}
"""Where something changed in an assessment -> what it counts as."""


def _tell(made: "Collected", framework: Framework, decisions: str | None, *, force: bool) -> int:
    """Say what people should know, and list what is undecided; a sheet of it is written where it is asked for."""
    for note in made.notes:
        say(f"noted: {note}", err=True)
    if not made.conflicts:
        return 0
    for line in _undecided(made):
        say(line, err=True)
    if decisions:
        path = save_decisions(made.conflicts, decisions, framework, overwrite=force)
        say(f"wrote {path}: fill in `decided`, and import it", err=True)
    else:
        say("--decisions NAME.csv or NAME.xlsx writes a sheet of them, to be decided and imported", err=True)
    return FINDINGS


def _undecided(made: "Collected") -> Iterator[str]:
    yield f"undecided: {counted(len(made.conflicts), 'field')}, left as they were"
    for each in made.conflicts:
        sides = listed([f"{place}: {'(blank)' if value is None else value}" for place, value in each.sides], 6)
        yield f"  {each.practice}.{each.field}: {sides}"
