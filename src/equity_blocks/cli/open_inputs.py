"""The files, ids and standard input that the command line names, opened with every problem at its line."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from equity_blocks.cli.options import TAILORING
from equity_blocks.cli.output import CURRENT
from equity_blocks.errors import FileAccessError, InvalidDataError, NotFoundError, Problem
from equity_blocks.files import opening
from equity_blocks.files.content import bounded
from equity_blocks.files.finding import beside, current_revision, is_path
from equity_blocks.files.opening import Loaded
from equity_blocks.files.yaml_document import Document
from equity_blocks.model import Assessment, Framework, Noun, misfits
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.practice import PARTNERSHIP
from equity_blocks.model.spelling import spelt

if TYPE_CHECKING:
    from equity_blocks.model.adopted_plan import AdoptedPlan
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.goal_template import GoalTemplate
    from equity_blocks.model.tailoring import Tailoring

P = TypeVar("P", bound=Problem)
N = TypeVar("N", bound=Noun)
STDIN = "<stdin>"
_READ = "equity_blocks.stdin"
"""Under this name a command remembers that it has read standard input."""


def open_framework(source: str) -> Loaded[Framework]:
    """Open a framework by id, by path, or from standard input, as it was published."""
    opened = _opened(opening.open_framework, source)
    if "@" in source and not is_path(source):
        _remember_current(opened.noun)
    return opened


def _remember_current(opened: Framework) -> None:
    """Let the command remember which revision is current, where one of the catalogue is an earlier one."""
    context, current = click.get_current_context(silent=True), current_revision(opened.id)
    if context and current > opened.revision:
        context.meta.setdefault(CURRENT, {})[opened.id, opened.revision] = current


def _opened(opens: Callable[..., Loaded[N]], source: str) -> Loaded[N]:
    return opens(STDIN, stdin()) if source == "-" else opens(source)


def open_assessment(source: str) -> Loaded[Assessment]:
    """Open an assessment by path, or from standard input."""
    return _opened(opening.open_assessment, source)


def open_crosswalk(source: str) -> "Loaded[Crosswalk]":
    """Open a crosswalk by id, by path, or from standard input."""
    return _opened(opening.open_crosswalk, source)


def open_tailoring(source: str) -> "Loaded[Tailoring]":
    """Open a tailoring by path, or from standard input."""
    return _opened(opening.open_tailoring, source)


def open_goal(source: str) -> "Loaded[GoalTemplate]":
    """Open a goal of the library by id, by path, or from standard input."""
    return _opened(opening.open_goal_template, source)


def open_any(source: str) -> Loaded[Any]:
    """Open a framework, block, scale, crosswalk, goal, assessment, tailoring or adopted plan, told by what it holds."""
    return _opened(opening.open_any, source)


def open_earlier(source: str) -> "Assessment | AdoptedPlan":
    """Open what a plan looks back on: an adopted plan, or an earlier assessment, told by what it holds.

    Raises:
        click.UsageError: It holds something else.
    """
    from equity_blocks.model.adopted_plan import AdoptedPlan

    earlier = open_any(source).noun
    if not isinstance(earlier, Assessment | AdoptedPlan):
        what = type(earlier).__name__.lower()
        raise click.UsageError(f"--since takes an adopted plan or an earlier assessment; {source} holds a {what}")
    return earlier


def open_framework_of(by: Loaded[Any], framework: str | None) -> Loaded[Framework]:
    """Open the framework that an assessment or a tailoring names, or the one given instead, as it was published.

    It is opened in the revision that is named, where the catalogue has it; else in the current one. A framework that
    the catalogue does not have is looked for beside the file that names it.

    Raises:
        InvalidDataError: It names one that is not there; with its line.
    """
    if framework:
        return open_framework(framework)
    try:
        return open_named(by.noun.framework, by, getattr(by.noun, "revision", None))
    except NotFoundError as error:
        problem = Problem("unknown_framework", str(error), _OWN, ("framework",), data=error.data)
        raise InvalidDataError([by.document.locate(problem)]) from None


_OWN = "--framework FILE opens one of your own, and so does a file of that name beside this one"


def open_named(name: str, by: Loaded[Any], revision: int | None = None) -> Loaded[Framework]:
    """Open a framework of the catalogue by its id; where that has none, the one that lies beside the file.

    Raises:
        NotFoundError: There is neither.
    """
    try:
        opened = opening.open_framework_named(name, revision)
    except NotFoundError:
        path = beside(Path(by.document.name), name)
        if path is None:
            raise
        return opening.open_framework(path)
    if revision is not None:
        _remember_current(opened.noun)
    return opened


def require_fit_at_lines(framework: Framework, assessment: Loaded[Assessment]) -> Loaded[Assessment]:
    """Make sure that an assessment fits a framework.

    Returns:
        The assessment with the ids of the framework, where people wrote titles, or spelt otherwise.

    Raises:
        InvalidDataError: It does not; every reason has its line in the assessment.
    """
    problems = located(misfits(framework, assessment.noun), assessment.document)
    if problems:
        raise InvalidDataError(problems)
    read = spelt(framework, assessment.noun)
    for path, key in read.written.items():
        assessment.document.call(path, key)
    return assessment._replace(noun=read.assessment)


def require_audience(framework: Framework, audience: str, *others: str) -> None:
    """Make sure that a framework speaks to an audience; every one speaks to a partnership.

    Raises:
        click.BadParameter: It does not; the nearest one is named, or all of them with the `others` that would do.
    """
    known = (*framework.audiences, PARTNERSHIP, *others)
    if audience not in known:
        hint = did_you_mean(audience, known) or f"there are {', '.join(known)}"
        raise click.BadParameter(f"{framework.id} has no audience '{audience}' ({hint})", param_hint="--for")


def open_ends(crosswalk: "Loaded[Crosswalk]", own: Framework | None = None) -> tuple[Framework, Framework]:
    """Open the two frameworks that a crosswalk joins, and make sure that it fits them.

    Args:
        crosswalk: The crosswalk with its places.
        own: A framework that is not in the catalogue, for the end that has its id.

    Raises:
        InvalidDataError: A framework is not there, or does not have the practices that are mapped; every reason has its
            line in the crosswalk.
    """
    frameworks, problems = [], []
    for key, end in (("from", crosswalk.noun.source), ("to", crosswalk.noun.target)):
        try:
            is_own = own is not None and own.id == end.framework
            frameworks.append(own if is_own and own is not None else open_named(end.framework, crosswalk).noun)
        except NotFoundError as error:
            problems.append(Problem("unknown_framework", str(error), _OWN, (key, "framework"), data=error.data))
    require_crosswalk_fit(crosswalk, *frameworks, others=problems)
    source, target = frameworks
    return source, target


def require_goal_fit(framework: Framework, goal: "Loaded[GoalTemplate]") -> None:
    """Make sure that a goal of the library names practices of a framework.

    Raises:
        InvalidDataError: It does not; every reason has its line in the goal.
    """
    from equity_blocks.model.goal_template import template_misfits

    problems = located(template_misfits(framework, goal.noun), goal.document)
    if problems:
        raise InvalidDataError(problems)


def require_crosswalk_fit(
    crosswalk: "Loaded[Crosswalk]", *frameworks: Framework, others: Sequence[Problem] = ()
) -> None:
    """Make sure that a crosswalk fits those of these frameworks that it joins.

    Raises:
        InvalidDataError: It does not, or there are `others`; every reason has its line in the crosswalk.
    """
    from equity_blocks.model.crosswalk_checks import crosswalk_misfits, end_of

    joined = [framework for framework in frameworks if end_of(crosswalk.noun, framework)]
    own = [problem for framework in joined for problem in crosswalk_misfits(crosswalk.noun, framework)]
    problems = located([*others, *own], crosswalk.document)
    if problems:
        raise InvalidDataError(problems)


def require_joining(crosswalk: "Loaded[Crosswalk]", framework: Framework, *others: Framework) -> None:
    """Make sure that a crosswalk of one's own joins a framework with one of some others, and fits both.

    Raises:
        click.UsageError: It joins others, so that it would do nothing.
        InvalidDataError: It does not fit; every reason has its line in the crosswalk.
    """
    from equity_blocks.model.crosswalk_checks import joins_one

    if not joins_one(crosswalk.noun, framework, others):
        ends = f"{crosswalk.noun.source.framework} and {crosswalk.noun.target.framework}"
        names = " or ".join(other.id for other in others)
        raise click.UsageError(f"--crosswalk {crosswalk.noun.id} joins {ends}, not {framework.id} and {names}")
    require_crosswalk_fit(crosswalk, framework, *others)


def located(problems: Sequence[P], document: Document) -> list[P]:
    """Give problems or findings their places, in source order."""
    return sorted((document.locate(problem) for problem in problems), key=lambda p: (p.file, p.line, p.column))


def refuse_overwriting_inputs(output: str | None) -> None:
    """Make sure that what is written, if anything is, does not take the place of a file that is read for it.

    Raises:
        click.UsageError: It would.
    """
    if output in (None, "-"):
        return
    if any(_is_same(name, str(output)) for name in _given(click.get_current_context())):
        raise click.UsageError(f"{output} is read by this command, and would be lost: choose another name for -o")


def _given(context: click.Context) -> list[str]:
    """List the texts that a command was given, with the names of all that it reads, and without that of its output."""
    tailoring = context.meta.get(TAILORING)
    values = [tailoring.document.name if isinstance(tailoring, Loaded) else tailoring]
    for name, value in context.params.items():
        if name != "output":
            values += value if isinstance(value, tuple) else [value]
    return [value for value in values if isinstance(value, str)]


def _is_same(name: str, output: str) -> bool:
    try:
        return Path(name).samefile(output)
    except (OSError, ValueError):
        return False


def stdin() -> bytes:
    """Read all of standard input, which is no longer than a file may be.

    Raises:
        click.UsageError: Two arguments ask for it, or it has been read.
        FileAccessError: It is closed, or the system does not let it be read.
        InvalidDataError: It is too long.
    """
    context = click.get_current_context(silent=True)
    if context:
        if _READ in context.meta or _given(context).count("-") > 1:
            raise click.UsageError("standard input (-) can be read only once")
        context.meta[_READ] = True
    if sys.stdin is None:
        raise FileAccessError("standard input cannot be read: it is closed")
    try:
        return bounded(sys.stdin.buffer, STDIN)
    except (OSError, ValueError) as error:
        message = f"standard input cannot be read: {getattr(error, 'strerror', None) or error}"
        raise FileAccessError(message) from None
