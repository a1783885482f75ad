"""Problems and findings in a table: where they stand, what was found, and what to do."""

from collections.abc import Sequence

from equity_blocks.errors import EquityBlocksError, Finding, Problem, dotted
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.phrases import counted
from equity_blocks.reports.document import Column, Document, Paragraph, Table

NOTHING_FOUND = "Nothing was found."


def describe_problems(found: EquityBlocksError | Problem | Sequence[Problem]) -> Document:
    r"""List what makes data unusable, or what is doubtful about it.

    Args:
        found: An error with everything that it says is wrong; or problems, findings among them.

    Returns:
        A row for each, in the order given: its place, what was found and what to do, and the code.

    Example:
        >>> described = describe_problems(Finding("no_evidence", "3 claims rest on none", "add some", ("ratings",)))
        >>> described.title, described.tables[0].rows
        ('1 finding', (('ratings', '3 claims rest on none\nadd some', 'no_evidence'),))
    """
    problems = _listed(found)
    if not problems:
        return Document("No findings", "", (Paragraph(NOTHING_FOUND),))
    columns = (Column("Where", is_wide=True), Column("What", is_wide=True), Column("Code"))
    rows = tuple((_place(each), _said(each), each.code) for each in problems)
    named = "finding" if all(isinstance(each, Finding) for each in problems) else "problem"
    return Document(counted(len(problems), named), "", (Table(columns, rows),))


def _listed(found: EquityBlocksError | Problem | Sequence[Problem]) -> tuple[Problem, ...]:
    if isinstance(found, EquityBlocksError):
        return problems_of(found)
    return (found,) if isinstance(found, Problem) else tuple(found)


def _place(problem: Problem) -> str:
    """Name the place as far as it is known: the file with the line, and the keys that lead there."""
    line = f"line {problem.line}" if problem.line else ""
    file = f"{problem.file}:{problem.line}" if problem.file and line else problem.file or line
    return "\n".join(filter(None, (dotted(problem.key_path), file)))


def _said(problem: Problem) -> str:
    """Say what was found and, below, what to do."""
    return "\n".join(filter(None, (problem.message, problem.hint)))
