"""Who speaks in each of the files that are merged: its respondents, or one made of the file."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from equity_blocks.model.assessment import Assessment

Data = dict[str, Any]
"""A part of an assessment as plain data; only what was given stands in it."""


class Part(NamedTuple):
    """One of the assessments.

    Args:
        name: What to call it in messages.
        data: What was given in it.
        speaker: The respondent whose answers its plain ratings are; empty where it has none.
    """

    name: str
    data: Data
    speaker: str


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
    """Take the assessments apart, and say who speaks in each.

    Example:
        >>> files = [Assessment(framework="f", id=name, ratings={"p": 1}) for name in ("finance", None)]
        >>> [part.speaker for part in parts_of(files, ["a.yaml", "Second file.yaml"])]
        ['finance', 'second-file']
    """
    data = [assessment.model_dump(by_alias=True, exclude_unset=True) for assessment in assessments]
    ids = Counter(assessment.id for assessment in assessments)
    is_partnership = len({assessment.organization.id for assessment in assessments if assessment.organization}) > 1
    taken = {respondent.id for assessment in assessments for respondent in assessment.respondents}
    parts = []
    for i, assessment in enumerate(assessments):
        name = names[i] if names else assessment.id or f"assessment {i + 1}"
        home = {"organization": assessment.organization.id} if assessment.organization else {}
        if is_partnership:
            data[i]["respondents"] = [home | stated(who) for who in data[i].get("respondents", ())]
        if len(assessment.respondents) == 1:
            parts.append(Part(name, data[i], assessment.respondents[0].id))
        elif any(says_plainly(rating) for rating in data[i].get("ratings", {}).values()):
            own = assessment.id if ids[assessment.id] == 1 else None
            wanted = own or _slug(name) or f"respondent-{i + 1}"
            is_there = _was_merged(wanted, data[i], [*data[:i], *data[i + 1 :]])
            speaker = wanted if is_there else free_id(wanted, taken)
            taken.add(speaker)
            data[i]["respondents"] = [*data[i].get("respondents", ()), {"id": speaker, **home}]
            parts.append(Part(name, data[i], speaker))
        else:
            parts.append(Part(name, data[i], ""))
    return parts


def _was_merged(who: str, plain: Data, others: Iterable[Data]) -> bool:
    """Whether another file holds already, as answers of that respondent, all that this one says plainly."""
    said = {
        name: stated({key: rating.get(key) for key in ("level", "not_applicable", "note")})
        for name, rating in plain.get("ratings", {}).items()
        if says_plainly(rating)
    }
    return any(
        all(stated(_answer(other, name, who)) == answer for name, answer in said.items())
        for other in others
        if any(respondent["id"] == who for respondent in other.get("respondents", ()))
    )


def _answer(data: Data, practice: str, who: str) -> Data:
    found: Data = data.get("ratings", {}).get(practice, {}).get("answers", {}).get(who, {})
    return found


def says_plainly(rating: Data) -> bool:
    """Whether a rating says something without saying who says it.

    Example:
        >>> says_plainly({"level": 0}), says_plainly({"answers": {"ann": {"level": 0}}, "note": "asked twice"})
        (True, False)
    """
    is_noted = rating.get("note") and not any(rating.get(key) for key in ("answers", "criteria", "agreed"))
    return rating.get("level") is not None or bool(rating.get("not_applicable")) or bool(is_noted)


def stated(data: Data) -> Data:
    """What a part says, without what it leaves empty; 0 is something.

    Example:
        >>> stated({"level": 0, "note": "", "evidence": ()})
        {'level': 0}
    """
    return {key: value for key, value in data.items() if value not in (None, "", (), [], {})}


def _slug(name: str) -> str:
    """Make an id of a name or of a file's name."""
    stem = re.sub(r"^.*[/\\]|\.ya?ml$", "", name.lower())
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:100]


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """The id itself, or with the first number that makes it a new one.

    Example:
        >>> free_id("plan", ["goal"]), free_id("plan", ["plan", "plan-2"])
        ('plan', 'plan-3')
    """
    number, found, used = 1, wanted, set(taken)
    while found in used:
        number += 1
        found = f"{wanted[:110]}-{number}"
    return found
