"""Reading replies: each is made sure to fit its framework, and every problem is told where it stands in its file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from equity_blocks.engine.respondents.file_respondents import Data, stated
from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import misfits
from equity_blocks.model.framework import Framework
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.phrases import to_read_by
from equity_blocks.model.reply import Reply
from equity_blocks.model.scale import Scale
from equity_blocks.model.spelling import spelt
from equity_blocks.option_names import option

STATED = ("level", "criteria", "not_applicable")
"""What a statement about a practice is made of."""


class ReadReply(NamedTuple):
    """A reply that fits.

    Args:
        reply: As it came.
        ratings: Practice -> what it says, in ids; blank ones say nothing.
        evidence: New entries for the register of evidence.
        who: The respondent; empty for the owner.
        notes: What people should know of how it was read.
    """

    reply: Reply
    ratings: Mapping[str, Data]
    evidence: Mapping[str, Data]
    who: Data
    notes: tuple[str, ...]


def read_reply(framework: Framework, reply: Reply, register: Mapping[str, Any] | None = None) -> ReadReply:
    """Read a reply with a framework.

    Args:
        framework: What is rated.
        reply: What came back.
        register: The evidence that is known already. Default: nothing is, and ids of it are taken as titles.

    Raises:
        InvalidDataError: It is of another framework, edition or revision, says nothing of who answers, or does not fit;
            every reason has its file and place.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> data = {"framework": "mini", "ratings": {"p": {"level": "yse"}}}
        >>> read_reply(framework, Reply("a.xlsx", "owner", data, {("ratings", "p", "level"): "Answers!C7"}))
        Traceback (most recent call last):
        equity_blocks.errors.InvalidDataError: a.xlsx Answers!C7: ...
    """
    problems = [*reply.problems] or [*map(reply.locate, _strange(framework, reply))]
    if problems:
        raise InvalidDataError(problems)
    given, blank = _of(reply, "ratings"), _blank(reply)
    evidence = {**(_named_only(given) if register is None else {}), **_of(reply, "evidence")}
    data = {
        "framework": framework.id,
        **reply.data,
        "evidence": {**(register or {}), **evidence},
        "ratings": {name: stated(said) if isinstance(said, dict) else said for name, said in given.items()},
    }
    try:
        assessment = Assessment.model_validate(data)
    except ValidationError as error:
        raise InvalidDataError([*map(reply.locate, problems_of(error, Assessment))]) from None
    if off := misfits(framework, assessment):
        raise InvalidDataError([*map(reply.locate, off)])
    dumped = spelt(framework, assessment).assessment.model_dump(by_alias=True, exclude_unset=True)
    ratings = {name: blank.get(name, {}) | stated(rating) for name, rating in dumped["ratings"].items()}
    people: tuple[Data, ...] = dumped.get("respondents") or ({},)
    entries = {name: dumped["evidence"][name] for name in evidence}
    return ReadReply(reply, ratings, entries, stated(people[0]), tuple(_notes(framework, reply)))


def _of(reply: Reply, key: str) -> Mapping[str, Any]:
    return reply.data.get(key) or {}


def _named_only(given: Mapping[str, Any]) -> Mapping[str, Data]:
    """Entries for evidence of a register that is not at hand: its ids are all that is known of it."""
    said = [rating.get("evidence") or () for rating in given.values() if isinstance(rating, dict)]
    return {name: {"title": name} for names in said for name in names if isinstance(name, str) and name}


def _blank(reply: Reply) -> Mapping[str, Data]:
    """Practice -> the fields of which it was decided that nothing shall stand there."""
    said = _of(reply, "ratings") if reply.kind == "decisions" else {}
    return {name: {key: None for key, value in fields.items() if value is None} for name, fields in said.items()}


def _strange(framework: Framework, reply: Reply) -> Iterator[Problem]:
    """Why a reply cannot be one to this framework, or is nobody's."""
    name, edition, revision = (reply.data.get(key) for key in ("framework", "edition", "revision"))
    if name not in (None, framework.id):
        message, hint = f"it asks about '{name}', not '{framework.id}'", "collect it with that framework"
        yield Problem(
            "wrong_framework", message, hint, ("framework",), data={"found": name, "allowed": (framework.id,)}
        )
    elif revision not in (None, framework.revision):
        yield _other_revision(framework, revision)
    elif edition and edition != framework.edition:
        message = f"it asks about edition '{edition}', not '{framework.edition}'"
        hint = "collect it with the framework file of that edition; `migrate` then carries the answers over"
        yield Problem(
            "wrong_edition", message, hint, ("edition",), data={"found": edition, "allowed": framework.edition}
        )
    elif reply.kind == "answers" and not _is_named(reply):
        hint = f"write a short name for who answers, or give it ({option('respondent')})"
        yield Problem("no_respondent", "it does not say who answers", hint, ("respondents",))


def _other_revision(framework: Framework, revision: Any) -> Problem:
    message = f"it asks about revision {revision}, but this is revision {framework.revision}"
    is_older = isinstance(revision, int) and revision < framework.revision
    first = f"collect it with {framework.id}@{revision} ({option('framework')}), then " if is_older else ""
    hint = first + (to_read_by(revision, framework.revision) if isinstance(revision, int) else "export it anew")
    data = {"found": revision, "allowed": (framework.revision,)}
    return Problem("wrong_revision", message, hint, ("revision",), data=data)


def _is_named(reply: Reply) -> bool:
    people: Sequence[Any] = reply.data.get("respondents") or ()
    return len(people) == 1 and isinstance(people[0], Mapping) and bool(people[0].get("id"))


def _notes(framework: Framework, reply: Reply) -> Iterator[str]:
    yield from (f"{reply.source}: {note}" for note in reply.notes)
    if reply.fingerprint and reply.fingerprint != framework.fingerprint:
        what = "by another tailoring, or before the tailoring" if framework.tailored else "with a tailoring, or before"
        yield (
            f"{reply.source} was made {what} of {framework.id} as it is now: same revision, other weights or "
            "practices; its answers fit, and were taken"
        )


def normal(scale: Scale, field: str, value: Any) -> Any:
    """Give what a field of a rating means, whichever way it was written: a position as the level's id, nothing as None.

    Example:
        >>> scale = Scale.model_validate(["no", "yes"])
        >>> normal(scale, "level", 1), normal(scale, "criteria", {"a": 0, "b": None}), normal(scale, "note", "")
        ('yes', {'a': 'no'}, None)
    """
    if isinstance(value, Mapping):
        level_fields = value.keys() if field == "criteria" else ("level",)
        parts = {key: normal(scale, "level" if key in level_fields else key, part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part is not None} or None
    if isinstance(value, list | tuple):
        return tuple(normal(scale, "", part) for part in value) or None
    if field in ("level", "target") and isinstance(value, int | float | str) and scale.holds(value):
        return scale.value(value) if scale.range else scale.ids[scale.position(value)]
    return None if value == "" or (field == "feasibility" and value == "normal") else value
