"""The respondents of each of the files that are merged: those listed, or one made of the file."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from equity_blocks.errors import Problem
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.phrases import enumerated
from equity_blocks.model.wording import NEIGHBOR

Data = dict[str, Any]
"""A part of an assessment as plain data; only what was given stands in it."""


class Part(NamedTuple):
    """An assessment to be merged, as plain data.

    Args:
        name: What to call it in messages.
        data: What was given in it.
        speaker: The respondent whose answers its plain ratings are; empty where it has none.
        is_named: Whether the file lists that respondent, and the id is not made of its own.
    """

    name: str
    data: Data
    speaker: str
    is_named: bool = True


def once_each(assessments: Sequence[Assessment], names: Sequence[str]) -> tuple[list[Assessment], list[str]]:
    """Drop what was given before under the same name: it is one assessment, not two people who agree.

    Example:
        >>> one = Assessment(framework="f", id="a")
        >>> len(once_each([one, one], [])[0]), len(once_each([one, one], ["a.yaml", "b.yaml"])[0])
        (1, 2)
    """
    labels = list(names) or [assessment.id or "" for assessment in assessments]
    given = list(zip(assessments, labels, strict=True))
    kept = [entry for i, entry in enumerate(given) if not entry[1] or entry not in given[:i]]
    return [assessment for assessment, _ in kept], [name for _, name in kept] if names else []


def parts_of(assessments: Sequence[Assessment], names: Sequence[str]) -> list[Part]:
    """Take the assessments apart, and say who speaks in each: its only respondent, else its id, else its name.

    An id is a person, in whichever file it stands: what is merged again speaks as it did before.

    Example:
        >>> files = [Assessment(framework="f", id=name, ratings={"p": 1}) for name in ("finance", None)]
        >>> [part.speaker for part in parts_of(files, ["a.yaml", "Second file.yaml"])]
        ['finance', 'second-file']
    """
    homes = {assessment.organization.id for assessment in assessments if assessment.organization}
    parts = []
    for i, assessment in enumerate(assessments):
        data = assessment.model_dump(by_alias=True, exclude_unset=True)
        name = names[i] if names else assessment.id or f"assessment {i + 1}"
        home = {"organization": assessment.organization.id} if assessment.organization else {}
        if len(homes) > 1:
            data["respondents"] = [home | stated(who) for who in data.get("respondents", ())]
        listed = [who.id for who in assessment.respondents]
        speaker = listed[0] if len(listed) == 1 else ""
        if not speaker and any(says_plainly(rating) for rating in data.get("ratings", {}).values()):
            speaker = assessment.id or _slug(name) or f"respondent-{i + 1}"
            if speaker not in listed:
                data["respondents"] = [*data.get("respondents", ()), {"id": speaker, **home}]
        parts.append(Part(name, data, speaker, is_named=speaker in listed))
    return parts


def unclear_voices(parts: Sequence[Part], *, later: bool = False) -> Iterator[Problem]:
    """Find files of which nobody can tell whether one voice speaks in them or two: copies, and twins without a name.

    Files that list no respondent are in doubt where two of them have one id, and where one without an id says to the
    word what somebody says in another. Whoever lists a respondent in each says who speaks.

    Args:
        parts: The files.
        later: Whether the later of two answers holds, and files of one id are one voice. Default: they are in doubt.

    Example:
        >>> files = [Assessment(framework="f", id="draft", ratings={"p": level}) for level in (0, 1)]
        >>> [problem.message for problem in unclear_voices(parts_of(files, ["ann.yaml", "ben.yaml"]))]
        ["ann.yaml and ben.yaml list no respondent, and both would speak as 'draft': one voice, or two?"]
    """
    voices = cache(lambda i: _spoken(parts[i]))
    for (i, one), (k, other) in combinations(enumerate(parts), 2):
        unnamed = [part for part in (one, other) if part.speaker and not part.is_named]
        is_one_id = len(unnamed) > 1 and one.speaker == other.speaker and _home(one) == _home(other)
        if is_one_id and not later:
            message = f"{one.name} and {other.name} list no respondent, and both would speak as '{one.speaker}'"
        elif not is_one_id and any(not part.data.get("id") for part in unnamed) and _echoes(voices(i), voices(k)):
            message = f"{one.name} and {other.name} say the same, to the word, and not both list a respondent"
        else:
            continue
        hint = "leave out a copy; else list the respondent in each, respondents: [{id: ...}]"
        yield Problem("merge_conflict", f"{message}: one voice, or two?", hint, ("respondents",))


def unnamed_neighbors(parts: Sequence[Part]) -> Iterator[Problem]:
    """Find files of the community in which nobody put a name of their own: two neighbors would count as one.

    Example:
        >>> files = [Assessment(framework="f", respondents=[{"id": "neighbor"}]) for _ in range(2)]
        >>> [problem.message for problem in unnamed_neighbors(parts_of(files, ["ann.yaml", "ben.yaml"]))]
        ["ann.yaml and ben.yaml list the respondent 'neighbor', who would be one person in all of them"]
    """
    files = [part.name for part in parts if any(who["id"] == NEIGHBOR for who in part.data.get("respondents", ()))]
    if len(files) > 1:
        message = f"{enumerated(files)} list the respondent '{NEIGHBOR}', who would be one person in all of them"
        hint = f"put a short name for each person or group in the place of {NEIGHBOR}"
        yield Problem("merge_conflict", message, hint, ("respondents",))


Said = dict[str, dict[str, Data]]
"""Respondent -> practice -> what they say of it."""


def _echoes(one: Said, other: Said) -> bool:
    """Whether somebody in the one says all that somebody else in the other one says, and nothing else."""
    return any(who != they and said == theirs for who, said in one.items() for they, theirs in other.items())


def _spoken(part: Part) -> Said:
    """Everybody who speaks in a file -> practice -> what they say."""
    voices: Said = {}
    for name, rating in part.data.get("ratings", {}).items():
        for who, answer in spoken(rating, part.speaker):
            voices.setdefault(who, {})[name] = answer
    return voices


def spoken(rating: Data, speaker: str) -> Iterator[tuple[str, Data]]:
    """Give who says what about a practice; what is said plainly the speaker says, and blank answers say nothing.

    Example:
        >>> list(spoken({"level": 1, "note": ""}, "ann")), list(spoken({"answers": {"ben": {"level": None}}}, "ann"))
        ([('ann', {'level': 1})], [])
    """
    answers = [*rating.get("answers", {}).items()]
    if speaker and says_plainly(rating):
        answers.append((speaker, {key: rating.get(key) for key in _SPOKEN}))
    for who, answer in answers:
        if given := stated(answer | {"criteria": stated(answer.get("criteria") or {})}):
            yield who, given


_SPOKEN = ("level", "criteria", "not_applicable", "imported", "note")
"""What a rating and an answer have in common."""


def _home(part: Part) -> str | None:
    return (part.data.get("organization") or {}).get("id")


def first_called(who: Data, listed: Sequence[Data]) -> str:
    """Give the id that a respondent had before merging gave it a number.

    Merging numbers whoever has an id that somebody else has, of another role or organization. So `x-2` was called `x`
    where an `x` stands beside it who cannot be the same person.

    Example:
        >>> people = [{"id": "x", "role": "staff"}, {"id": "x-2", "role": "members"}, {"id": "y-2"}]
        >>> [first_called(who, people) for who in people]
        ['x', 'x', 'y-2']
    """
    name: str = who["id"]
    stem = re.sub(r"-\d+$", "", name)
    if stem == name:
        return name
    return stem if any(other["id"] == stem and not may_be_one(other, who) for other in listed) else name


def may_be_one(known: Data, who: Data) -> bool:
    """Say whether two entries may be one person: no role or organization that both have differs.

    Example:
        >>> may_be_one({"id": "x", "role": "staff"}, {"id": "x"}), may_be_one({"role": "staff"}, {"role": "members"})
        (True, False)
    """
    return all(known.get(key) in (None, who.get(key)) or who.get(key) is None for key in ("role", "organization"))


def says_plainly(rating: Data) -> bool:
    """Tell if a rating says something without saying who says it.

    Example:
        >>> says_plainly({"level": 0}), says_plainly({"answers": {"ann": {"level": 0}}, "note": "asked twice"})
        (True, False)
    """
    is_noted = rating.get("note") and not any(rating.get(key) for key in ("answers", "agreed"))
    return is_statement(rating) or bool(is_noted)


def is_statement(said: Data) -> bool:
    """Tell if a rating or an answer names a level, of the practice or of a criterion, or says that it does not apply.

    Example:
        >>> is_statement({"criteria": {"a": 0}}), is_statement({"note": "asked twice"})
        (True, False)
    """
    return said.get("level") is not None or bool(said.get("not_applicable") or stated(said.get("criteria") or {}))


def stated(data: Data) -> Data:
    """Give the entries of a mapping that are not empty; 0 is something.

    Example:
        >>> stated({"level": 0, "note": "", "evidence": ()})
        {'level': 0}
    """
    return {key: value for key, value in data.items() if value not in (None, "", (), [], {})}


def _slug(name: str) -> str:
    """Make an id of a name or of a file's name."""
    stem = re.sub(r"^.*[/\\]|\.ya?ml$", "", name.lower())
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:100]


def free_id(wanted: str, taken: Container[str]) -> str:
    """The id itself, or with the first number that makes it a new one.

    Example:
        >>> free_id("plan", ["goal"]), free_id("plan", ["plan", "plan-2"])
        ('plan', 'plan-3')
    """
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted[:110]}-{number}"
    return free
