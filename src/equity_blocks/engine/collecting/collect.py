"""Collecting: replies of several people become one assessment, and what they plan differently is listed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.collecting.gathering import Gathering, dated
from equity_blocks.engine.collecting.planning_columns import PlanningConflict, decide, follow, plan
from equity_blocks.engine.collecting.reading import STATED, ReadReply, normal, read_reply
from equity_blocks.engine.respondents.file_respondents import Data, is_statement, may_be_one, stated
from equity_blocks.errors import InvalidDataError, Path, Problem, UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted
from equity_blocks.model.reply import Reply
from equity_blocks.model.wording import NEIGHBOR
from equity_blocks.option_names import option


class Collected(NamedTuple):
    """What was collected.

    Args:
        assessment: The one assessment of all replies.
        conflicts: What somebody has to decide; undecided in the assessment.
        notes: What people should know: which file replaced which, what gave way, what was left blank.
        changed: Key paths of what differs from the assessment before, each once.

    Example:
        >>> Collected(Assessment(framework="mini")).conflicts
        ()
    """

    assessment: Assessment
    conflicts: tuple[PlanningConflict, ...] = ()
    notes: tuple[str, ...] = ()
    changed: tuple[Path, ...] = ()


@checks_nouns
def collect(framework: Framework, assessment: Assessment | None, replies: Sequence[Reply]) -> Collected:
    """Make one assessment of what was known and of what came back.

    A respondent's reply sets their answers; a blank one never takes back what they said before. Of two replies of one
    respondent the newer one holds, told by the day it was filled in, else by what was given later. Answers may differ
    as much as they like. An owner's reply sets the fields that it carries, a blank one clears them; where several
    owners' replies change one field differently, nobody's holds until it is decided. What is agreed is kept with what
    was agreed before. Progress goes into `actions`. What no reply carries stays as it is.

    Args:
        framework: What is rated, tailored as it was when it was asked.
        assessment: What is known already. Default: nothing.
        replies: At least one.

    Raises:
        UnsuitableError: There are no replies.
        InvalidDataError: A reply cannot be used, or contradicts what is known; every reason of every reply is listed,
            with its file and place.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> def reply(who, level):
        ...     data = {"respondents": [{"id": who}], "ratings": {"p": {"level": level}}}
        ...     return Reply(f"{who}.xlsx", "answers", data, carries=("level",))
        >>> made = collect(framework, None, [reply("ann", "yes"), reply("ben", "no")])
        >>> {who: answer.level for who, answer in made.assessment.ratings["p"].answers.items()}
        {'ann': 'yes', 'ben': 'no'}
    """
    if not replies:
        raise UnsuitableError("there are no replies to collect", code="too_few")
    known = require_fit(framework, assessment) if assessment else None
    read = _read(framework, known, replies)
    run = Gathering(framework, known)
    run.evidence(read)
    conflicts = plan(run, [each for each in read if each.reply.kind in ("owner", "contested")])
    _answers(run, _once_each(run, [each for each in read if each.reply.kind == "answers"]))
    decide(run, [each for each in read if each.reply.kind == "decisions"], conflicts)
    follow(run, [each for each in read if each.reply.kind == "progress"])
    notes = (*(note for each in read for note in each.notes), *run.notes)
    return Collected(run.assessment(), tuple(conflicts.values()), notes, tuple(run.came))


def _read(framework: Framework, known: Assessment | None, replies: Sequence[Reply]) -> list[ReadReply]:
    read: list[ReadReply] = []
    problems: list[Problem] = []
    register = known.evidence if known else None
    for reply in replies:
        try:
            read.append(read_reply(framework, reply, register))
        except InvalidDataError as error:
            problems += error.problems
    problems += _two_as_one(read)
    if problems:
        raise InvalidDataError(problems)
    return read


def _two_as_one(read: Sequence[ReadReply]) -> Iterator[Problem]:
    """Replies under one id that cannot be of one person."""
    first: dict[str, ReadReply] = {}
    for each in (each for each in read if each.reply.kind == "answers"):
        name = each.who["id"]
        other = first.setdefault(name, each)
        if other is each:
            continue
        if name == NEIGHBOR or not may_be_one(other.who, each.who):
            message = f"{other.reply.source} is of '{name}', too, " + (
                "who would be one person in both" if name == NEIGHBOR else "with another role or organization"
            )
            hint = f"give each a short name of their own ({option('respondent')})"
            yield each.reply.locate(Problem("two_respondents", message, hint, ("respondents",), data={"found": name}))


def _once_each(run: Gathering, read: Sequence[ReadReply]) -> list[list[ReadReply]]:
    """The replies of each respondent, the newest first."""
    by_person: dict[str, list[ReadReply]] = {}
    for each in read:
        by_person.setdefault(each.who["id"], []).append(each)
    for name, own in by_person.items():
        own.sort(key=lambda each: each.reply.filled_on)  # of one day, the one given later is the newer one
        own.reverse()
        for older in own[1:]:
            run.notes.append(_replaced(framework=run.framework, name=name, newer=own[0], older=older))
    return list(by_person.values())


def _replaced(framework: Framework, name: str, newer: ReadReply, older: ReadReply) -> str:
    def differs(practice: str, said: Data) -> bool:
        now = newer.ratings.get(practice) or {}
        scale = framework.scale_of(practice)
        return bool(now) and any(normal(scale, k, now.get(k)) != normal(scale, k, said.get(k)) for k in now | said)

    changed = sum(differs(practice, said) for practice, said in older.ratings.items() if said)
    dates = [each.reply.filled_on for each in (newer, older)]
    why = f"filled in on {dates[0]} and {dates[1]}" if all(dates) and dates[0] != dates[1] else "given later"
    left = [practice for practice, said in older.ratings.items() if said and not newer.ratings.get(practice)]
    kept = f"; what the newer one leaves blank stays: {', '.join(left)}" if left else ""
    return (
        f"{newer.reply.source} replaces {older.reply.source}, both of '{name}' ({why}): "
        f"{counted(changed, 'answer differs', 'answers differ')}{kept}"
    )


_SAID = (*STATED, "note")
"""What a respondent answers."""


def _answers(run: Gathering, people: Sequence[Sequence[ReadReply]]) -> None:
    """Set what each respondent answers, by the newest of their replies that says something."""
    for own in people:
        _person(run, own)
        silent = []
        for practice in dict.fromkeys(practice for each in own for practice in each.ratings):
            said = next((each for each in own if each.ratings.get(practice)), None)
            if said:
                _answer(run, practice, said)
            elif own[0].who["id"] in run.before.get(practice, {}).get("answers", {}):
                silent.append(practice)
        if silent:
            line = f"{own[0].reply.source} leaves blank what '{own[0].who['id']}' said before; it stays"
            run.notes.append(f"{line}: {', '.join(silent)}")


def _person(run: Gathering, own: Sequence[ReadReply]) -> None:
    who = own[0].who
    people = [dict(each) for each in run.data.get("respondents", ())]
    entry = next((each for each in people if each["id"] == who["id"]), None)
    if entry is None:
        shown = {practice for each in own for practice in each.ratings}
        limit = [name for name in run.framework.practices if name in shown]
        is_all = len(limit) == len(run.framework.practices)
        people.append({**who, **({} if is_all or who.get("asked") else {"asked": limit})})
    elif not may_be_one(entry, who):
        message = f"'{who['id']}' is known with another role or organization"
        hint = f"give who filled this in a short name of their own ({option('respondent')})"
        problem = Problem("two_respondents", message, hint, ("respondents",), data={"found": who["id"]})
        run.problems.append(own[0].reply.locate(problem))
    else:
        entry |= {key: who[key] for key in ("role", "organization") if who.get(key) and not entry.get(key)}
    if people != [dict(each) for each in run.data.get("respondents", ())]:
        run.came["respondents", who["id"]] = (own[0].reply, ("respondents", 0))
    run.data["respondents"] = people


def _answer(run: Gathering, practice: str, each: ReadReply) -> None:
    reply, said, name = each.reply, each.ratings[practice], each.who["id"]
    rating, scale = run.rating(practice), run.framework.scale_of(practice)
    came = (reply, ("ratings", practice))
    if items := run.ids_of(each, said.get("evidence", ())):
        united = tuple(dict.fromkeys((*rating.get("evidence", ()), *items)))
        if united != tuple(rating.get("evidence", ())):
            run.set(practice, "evidence", united, (reply, (*came[1], "evidence")))
    answer = stated({key: said.get(key) for key in _SAID})
    if not answer:
        return
    _give_to_speaker(run, rating)
    before = stated(rating.get("answers", {}).get(name, {}))
    uncarried = [key for key in _SAID if reply.carries and key not in reply.carries]
    kept = [key for key in uncarried if key == "note" or not is_statement(answer)]
    answer = {**{key: before[key] for key in kept if key in before}, **answer}
    if all(normal(scale, key, answer.get(key)) == normal(scale, key, before.get(key)) for key in _SAID):
        return
    if is_statement(before):
        run.notes.append(f"{name} on {practice}: {_shown(before)} gave way to {_shown(answer)} in {reply.source}")
    origin = {"from": reply.source} | stated({"place": reply.place(("ratings", practice, "level"))})
    rating.setdefault("answers", {})[name] = {**answer, **dated(reply), "imported": origin}
    run.came["ratings", practice, "answers", name] = came


def _give_to_speaker(run: Gathering, rating: Data) -> None:
    """Let what was said plainly be the answer of who said it, now that somebody else answers, too."""
    if not is_statement(rating):
        return
    speaker = _speaker(run)
    answer = stated({key: rating.pop(key, None) for key in (*STATED, "imported")})
    rating["answers"] = {speaker: answer, **rating.get("answers", {})}
    if all(each["id"] != speaker for each in run.data.get("respondents", ())):
        run.data["respondents"] = [{"id": speaker}, *run.data.get("respondents", ())]
        run.notes.append(f"what the assessment says itself now stands as the answers of '{speaker}'")


def _speaker(run: Gathering) -> str:
    """Who speaks in the assessment itself, as `merge` tells it: its only respondent, else its id."""
    listed = run.known.respondents if run.known else ()
    own = run.data.get("organization") or {}
    return listed[0].id if len(listed) == 1 else str(run.data.get("id") or own.get("id") or "owner")


def _shown(answer: Data) -> str:
    criteria = ", ".join(f"{key} {level!r}" for key, level in answer.get("criteria", {}).items())
    said = repr(answer["level"]) if answer.get("level") is not None else criteria
    why = f"that it does not apply: {answer['not_applicable']}" if answer.get("not_applicable") else ""
    return f"{said or why or 'a note'}" + (f" ({answer['note']})" if answer.get("note") else "")
