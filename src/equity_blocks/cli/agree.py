"""`equity-blocks agree FILE PRACTICE=LEVEL... --by WHO --why TEXT`."""

import datetime as dt
from pathlib import Path

import click

from equity_blocks.cli.open_inputs import open_framework_of, require_fit_at_lines
from equity_blocks.cli.options import framework_option
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import as_tailored
from equity_blocks.errors import NotFoundError
from equity_blocks.files.content import content_of
from equity_blocks.files.in_place import save_into
from equity_blocks.files.opening import open_assessment
from equity_blocks.model import Framework, Rating
from equity_blocks.model.numerals import as_number
from equity_blocks.model.phrases import counted
from equity_blocks.model.rating import NOTHING, Agreed, Settled
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.spelling import level_meant, practice_meant
from equity_blocks.saving import hash_of


@click.command("agree")
@click.argument("file")
@click.argument("levels", nargs=-1, required=True, metavar="PRACTICE=LEVEL...")
@click.option("--by", required=True, metavar="WHO", help="Who settled on it, such as a group.")
@click.option("--why", required=True, metavar="TEXT", help="Their reason.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="When they did. Default: today.")
@framework_option
def agree_command(
    *, file: str, levels: tuple[str, ...], by: str, why: str, day: dt.datetime | None, framework: str | None
) -> None:
    """Write into FILE the levels that a group settled on after talking; they override the answers.

    A level is named by its id, its title or its position, and a practice by its id or its title. What they had settled
    on before moves to `earlier`. Answers, and a level without answers, stay in the file and count no longer. Everything
    else in FILE stays as it is, comments included.
    """
    if file == "-":
        raise click.UsageError("agree writes into a file: name one instead of - for standard input")
    if not (by.strip() and why.strip()):
        raise click.UsageError("--by and --why need text: who settled on it, and the reason")
    content = content_of(Path(file))
    opened = open_assessment(file, content)
    rated = as_tailored(open_framework_of(opened, framework), opened).noun
    assessment = require_fit_at_lines(rated, opened).noun
    date = day.date() if day else dt.date.today()  # noqa: DTZ011 - the user's own day
    agreed = {
        practice: Agreed(level=level, by=by, date=date, why=why) for practice, level in _settled(rated, levels).items()
    }
    before = {practice: assessment.ratings.get(practice, NOTHING) for practice in agreed}
    after = {practice: _with(practice, before[practice], new) for practice, new in agreed.items()}
    changed = assessment.replace(ratings={**assessment.ratings, **after})
    save_into(file, changed, rated, expected=hash_of(content))
    say(f"wrote {file}: {counted(len(agreed), 'agreed level')} by {by}, {date}")
    for practice, new in agreed.items():
        say(f"  {practice}: {new.level}{_was(before[practice])}")


def _settled(framework: Framework, levels: tuple[str, ...]) -> dict[str, str | float]:
    """Read what was given as `PRACTICE=LEVEL`: practice -> the id of its level, a score, or `unknown`."""
    settled: dict[str, str | float] = {}
    for given in levels:
        name, sign, level = (part.strip() for part in given.rpartition("="))
        if not (sign and name and level):
            raise click.UsageError(f"'{given}' is not PRACTICE=LEVEL, such as vision-setting=partial")
        practice = practice_meant(framework, name)
        if practice in settled:
            raise click.UsageError(f"{practice} is given two levels: one of them can be agreed")
        settled[practice] = _level(framework, practice, level)
    return settled


def _level(framework: Framework, practice: str, given: str) -> str | float:
    """Give the level of a practice that is meant by its id, its title, its position or as a score.

    Raises:
        NotFoundError: Its scale has no such level; the nearest is named.
    """
    scale = framework.scale_of(practice)
    level = level_meant(scale, given)
    number = as_number(given) if isinstance(level, str) and level not in (*scale.ids, RESERVED) else None
    level = level if number is None else number
    if level == RESERVED:
        return RESERVED
    if not scale.holds(level):
        raise NotFoundError.of(scale.problem(level, (practice,)))
    return level if scale.range else scale.ids[scale.position(level)]


def _with(practice: str, rating: Rating, agreed: Agreed) -> Rating:
    """Give a rating on which a group settled; what it had settled on before is kept."""
    if rating.not_applicable:
        message = f"{practice} does not apply, says the file ({rating.not_applicable}): "
        raise click.UsageError(message + "take not_applicable out of it first, then agree on a level")
    if rating.agreed:
        given = {name: getattr(rating.agreed, name) for name in rating.agreed.model_fields_set if name != "earlier"}
        agreed = agreed.replace(earlier=(*rating.agreed.earlier, Settled(**given)))
    return rating.replace(agreed=agreed)


def _was(rating: Rating) -> str:
    """Say what counted before, and where it stays."""
    if rating.agreed:
        return f" (before: {rating.agreed.level}, kept under earlier)"
    if rating.level is not None:
        return f" (over the level {rating.level}, which stays in the file)"
    if not (rating.answers or rating.criteria):
        return ""
    count = len(rating.answers or rating.criteria)
    said = counted(count, "answer") if rating.answers else counted(count, "level of a criterion", "levels of criteria")
    return f" (over {said}, which stay{'s' if count == 1 else ''} in the file)"
