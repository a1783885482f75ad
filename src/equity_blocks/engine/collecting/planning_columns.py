"""Planning: what owners' replies change, what somebody has to decide where they differ, and how far the work is."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from equity_blocks.engine.collecting.gathering import Gathering, dated, where
from equity_blocks.engine.collecting.reading import STATED, ReadReply, normal
from equity_blocks.engine.respondents.answer_merging import joined
from equity_blocks.engine.respondents.file_respondents import stated
from equity_blocks.errors import Path, Problem
from equity_blocks.model.phrases import counted
from equity_blocks.model.rating import Rating
from equity_blocks.model.reply import Reply


class PlanningConflict(NamedTuple):
    """A field of a rating that two files say differently, where an assessment holds only one value.

    Args:
        practice: The practice.
        field: The field, such as `owner`.
        sides: Where it stands -> what it says there, each value once; such as `a.xlsx Plan!F7`.
        kept: What the assessment says, and goes on saying until it is decided; `None`: nothing.
    """

    practice: str
    field: str
    sides: tuple[tuple[str, Any], ...]
    kept: Any = None


Conflicts = dict[tuple[str, str], PlanningConflict]
"""Practice and field -> what is undecided."""

Side = tuple[ReadReply, Any]
"""A reply, and what it says."""

_ADDED = ("evidence", "required_by")
"""Lists, of which several files' entries are united."""


def plan(run: Gathering, read: Sequence[ReadReply]) -> Conflicts:
    """Set what owners' replies change: one changes a field, or all that do say the same; else it is undecided."""
    proposed: dict[tuple[str, str], list[Side]] = {}
    for each in read:
        _take_head(run, each)
        for practice, said in each.ratings.items():
            for field in _carried(each):
                value = run.ids_of(each, said.get(field, ())) if field == "evidence" else said.get(field)
                if _differs(run, practice, field, value or None if field == "evidence" else value):
                    proposed.setdefault((practice, field), []).append((each, value))
    conflicts: Conflicts = {}
    for (practice, field), sides in proposed.items():
        _propose(run, practice, field, sides, conflicts)
    for practice in dict.fromkeys(practice for practice, _ in proposed):
        own = {field: sides for (name, field), sides in proposed.items() if name == practice}
        _undo_contradiction(run, practice, own, conflicts)
    return conflicts


def _undo_contradiction(
    run: Gathering, practice: str, proposed: Mapping[str, Sequence[Side]], conflicts: Conflicts
) -> None:
    """Leave undecided what each file may say alone, and not both together, such as a level and criteria."""
    files = {id(each.reply) for sides in proposed.values() for each, _ in sides}
    try:
        Rating.model_validate(run.rating(practice))
    except ValidationError:
        if len(files) > 1:
            run.restore(practice)
            for field, sides in proposed.items():
                conflicts[practice, field] = _conflict(run, practice, field, sides)


def _take_head(run: Gathering, each: ReadReply) -> None:
    if run.known is None:
        for key in ("id", "organization", "as_of", "tailoring"):
            if each.reply.data.get(key):
                run.data.setdefault(key, each.reply.data[key])


def _carried(each: ReadReply) -> tuple[str, ...]:
    if each.reply.kind == "contested":
        return ("agreed",)
    return tuple(field for field in each.reply.carries if field not in ("answers", "agreed", "carried", "imported"))


def _differs(run: Gathering, practice: str, field: str, value: Any) -> bool:
    before = run.before.get(practice, {}).get(field)
    if field == "agreed":
        value, before = stated(value or {}), {k: v for k, v in (before or {}).items() if k != "earlier"}
        if not value:
            return False
        before = {key: entry for key, entry in before.items() if key in value or key != "date"}
    scale = run.framework.scale_of(practice) if practice in run.framework.practices else run.framework.scale
    return bool(normal(scale, field, value) != normal(scale, field, before))


def _propose(run: Gathering, practice: str, field: str, sides: Sequence[Side], conflicts: Conflicts) -> None:
    scale = run.framework.scale_of(practice)
    distinct: list[Side] = []
    for each, value in sides:
        if all(normal(scale, field, value) != normal(scale, field, other) for _, other in distinct):
            distinct.append((each, value))
    each, value = distinct[0]
    came = (each.reply, ("ratings", practice, field))
    if field in STATED and value is not None and run.before.get(practice, {}).get("answers"):
        _complain_of_answers(run, practice, field, each)
    elif len(distinct) == 1:
        _put(run, practice, field, value, came)
    elif field in _ADDED:
        run.set(practice, field, tuple(dict.fromkeys(i for _, many in distinct for i in many or ())), came)
    elif field == "note":
        run.set(practice, field, joined(text or "" for _, text in distinct), came)
    else:
        conflicts[practice, field] = _conflict(run, practice, field, distinct)


def _conflict(run: Gathering, practice: str, field: str, sides: Sequence[Side]) -> PlanningConflict:
    named = tuple((where(each.reply, practice, field), value) for each, value in sides)
    return PlanningConflict(practice, field, named, run.before.get(practice, {}).get(field))


def _put(run: Gathering, practice: str, field: str, value: Any, came: tuple[Reply, Path]) -> None:
    before = run.before.get(practice, {}).get(field)
    if field == "agreed":
        day = {"date": value["date"]} if value.get("date") else dated(came[0])
        earlier = [*(before or {}).get("earlier", ())]
        earlier += [stated({k: v for k, v in before.items() if k != "earlier"})] if before else []
        value = {**stated(value), **day, **({"earlier": earlier} if earlier else {})}
    elif value is None:
        run.notes.append(f"{where(came[0], practice, field)} clears {field} of {practice}, which was {before!r}")
    run.set(practice, field, value, came)


def _complain_of_answers(run: Gathering, practice: str, field: str, each: ReadReply) -> None:
    number = counted(len(run.before[practice]["answers"]), "respondent")
    message = f"{number} answered this, so it has no {field} of its own"
    hint = "clear it here; what is agreed overrides the answers: `agree` writes it"
    run.problems.append(each.reply.locate(Problem("contradiction", message, hint, ("ratings", practice, field))))


def decide(run: Gathering, read: Sequence[ReadReply], conflicts: Conflicts) -> None:
    """Set what was decided, which ends a conflict; who decided and why is noted about the practice."""
    for each in read:
        for practice, said in each.ratings.items():
            for field, value in said.items():
                came = (each.reply, ("ratings", practice, field))
                if field == "note":
                    _note(run, practice, value, came)
                    continue
                conflicts.pop((practice, field), None)
                if normal(run.framework.scale_of(practice), field, value) != normal(
                    run.framework.scale_of(practice), field, run.rating(practice).get(field)
                ):
                    run.set(practice, field, value, came)


def _note(run: Gathering, practice: str, text: str, came: tuple[Reply, Path]) -> None:
    """Add what was decided to the note, unless it stands there: a sheet may come twice."""
    before = run.rating(practice).get("note", "")
    if text not in before:
        run.set(practice, "note", joined([before, text]), came)


def follow(run: Gathering, read: Sequence[ReadReply]) -> None:
    """Set how far the work on actions has come, by the reply that was given last.

    That work is planned is no news where nobody has said anything of it, and days and notes that are known stay.
    """
    for each in read:
        _note_whose(run, each)
        for practice, said in (each.reply.data.get("actions") or {}).items():
            known, path = run.data.get("actions", {}).get(practice), ("actions", practice)
            made = {**(known or {}), **said}
            if made == known or (known is None and made == {"progress": "planned"}):
                continue
            if path in run.came:
                run.notes.append(f"{each.reply.source} replaces what {run.came[path][0].source} says of {practice}")
            run.data.setdefault("actions", {})[practice] = made
            run.came[path] = (each.reply, path)
        _note_done(run, each)


def _note_whose(run: Gathering, each: ReadReply) -> None:
    of, own = each.reply.data.get("id"), run.data.get("id")
    if of and own and of != own:
        run.notes.append(f"{each.reply.source} is of the plan of '{of}', and this is '{own}'")


def _note_done(run: Gathering, each: ReadReply) -> None:
    """Say that work which is done now raises no level: somebody has to rate the practice again."""
    came = [str(path[1]) for path, (reply, _) in run.came.items() if path[0] == "actions" and reply is each.reply]
    done = [name for name in came if run.data["actions"][name]["progress"] == "done"]
    if done:
        run.notes.append(f"{each.reply.source}: done, so rate again, for that alone raises no level: {', '.join(done)}")
