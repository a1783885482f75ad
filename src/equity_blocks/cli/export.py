"""`equity-blocks export FILE|FRAMEWORK -o NAME.xlsx|.html|.csv|.json`."""

from typing import TYPE_CHECKING, Any

import click

from equity_blocks.cli.compare import older_framework
from equity_blocks.cli.open_inputs import (
    open_any,
    open_assessment,
    refuse_overwriting_inputs,
    require_audience,
)
from equity_blocks.cli.options import framework_option, output_option
from equity_blocks.cli.output import by_earlier
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import as_tailored, open_fitting_framework
from equity_blocks.exchange.doors import WORKBOOK, door_out, save_questionnaire
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.phrases import counted
from equity_blocks.model.wording import COMMUNITY

if TYPE_CHECKING:
    from equity_blocks.files.opening import Loaded
    from equity_blocks.model.questionnaire import Questionnaire


@click.command("export")
@click.argument("source", metavar="FILE|FRAMEWORK")
@output_option("Where to write: a name that ends in .xlsx, .html, .csv, .fhir.json, .response.json or .redcap.csv.")
@click.option(
    "--for",
    "audiences",
    multiple=True,
    metavar="AUDIENCE",
    help="Whose wording to use; `community`, alone or beside one: plain words, and only what members can know.",
)
@click.option("--role", metavar="ID", help="Ask only what this role is asked; `show FRAMEWORK` lists the roles.")
@click.option("--respondent", metavar="ID", help="Who is asked; what they said already stands there, nobody else's.")
@click.option("--contested", is_flag=True, help="Only what respondents differ on, both sides, and what is agreed.")
@click.option("--plain", is_flag=True, help="Ask in plain language where the framework has such wording.")
@click.option("--last", metavar="FILE", help="Show the levels of this earlier assessment beside the questions.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@framework_option
def export_command(*, source: str, output: str | None, force: bool, framework: str | None, **options: Any) -> None:
    """Make a workbook, a form or a table of questions, to be filled in and brought back with `import`.

    With --role, --respondent or --for community it is for a respondent: answers, notes and evidence, and nothing of
    what others said or of the plan. Else it is for the owner of the assessment, who also plans.
    """
    if output in (None, "-"):
        raise click.UsageError("-o NAME says where to write, and by its ending what: .xlsx, .html, .csv or .json")
    refuse_overwriting_inputs(output)
    door = door_out(str(output))
    rated, assessment = _opened(source, framework)
    asked = _asked(rated.noun, assessment, framework, options)
    known = _known(rated.noun, assessment.noun if assessment else None, asked) if door is WORKBOOK else {}
    path = save_questionnaire(asked, str(output), **known, overwrite=force)
    for said in by_earlier():
        say(said, err=True)
    say(f"wrote {path}: {door.title} with {counted(len(asked.items), 'question')} for {_whom(asked)}")


def _opened(source: str, framework: str | None) -> "tuple[Loaded[Framework], Loaded[Assessment] | None]":
    """Open what is named: an assessment with its framework, or a framework alone."""
    opened = open_any(source)
    if isinstance(opened.noun, Assessment):
        rated = open_fitting_framework(opened, framework)
        return rated, opened
    if not isinstance(opened.noun, Framework):
        what = type(opened.noun).__name__.lower()
        raise click.UsageError(f"export takes an assessment or a framework; {source} holds a {what}")
    if framework:
        raise click.UsageError(f"--framework goes with an assessment; {source} is a framework itself")
    return as_tailored(opened), None


def _asked(
    rated: Framework, assessment: "Loaded[Assessment] | None", framework: str | None, options: dict[str, Any]
) -> "Questionnaire":
    from equity_blocks.engine.collecting.questionnaire import questionnaire

    audience, is_community = audience_of(rated, options["audiences"])
    last = open_assessment(options["last"]) if options["last"] else None
    before = older_framework(last, assessment or last, rated, framework, None) if last else None
    if options["contested"] and assessment is None:
        raise click.UsageError("--contested takes an assessment in which respondents answer, not a framework")
    return questionnaire(
        rated,
        assessment.noun if assessment else None,
        audience=audience,
        role=options["role"],
        respondent=options["respondent"],
        contested=options["contested"],
        plain=options["plain"],
        community=is_community,
        last=last.noun if last else None,
        last_framework=before,
    )


def audience_of(framework: Framework, names: tuple[str, ...]) -> tuple[str | None, bool]:
    """Give the one audience whose wording is meant, if any, and whether the community is asked.

    Raises:
        click.UsageError: There is no such audience, or several are named.
    """
    own = [name for name in dict.fromkeys(names) if name != COMMUNITY]
    for name in own:
        require_audience(framework, name, COMMUNITY)
    if len(own) > 1:
        raise click.UsageError(f"--for {' --for '.join(own)}: name one of them, and '{COMMUNITY}' beside it if need be")
    return (own[0] if own else None), COMMUNITY in names


def _known(framework: Framework, assessment: Assessment | None, asked: "Questionnaire") -> dict[str, Any]:
    """What an owner's workbook shows besides: the framework behind its formulas, the score and the plan."""
    if asked.kind != "owner":
        return {}
    if assessment is None or not assessment.ratings:
        return {"framework": framework}
    from equity_blocks.engine.planning.plan import plan
    from equity_blocks.engine.scoring.score import score

    return {"framework": framework, "card": score(framework, assessment), "plan": plan(framework, assessment)}


def _whom(asked: "Questionnaire") -> str:
    if asked.kind == "owner":
        return "the owner"
    if asked.kind == "contested":
        return "the meeting"
    who = asked.asked
    return " ".join(filter(None, (who.id, f"({who.role_title})" if who.role_title and who.id else who.role_title))) or (
        "members and neighbors" if asked.is_plain else "a respondent"
    )
