"""Merging: files that were filled separately become one assessment, and nothing in them is lost."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from equity_blocks.engine.respondents.answer_merging import Voices, joined
from equity_blocks.engine.respondents.file_respondents import (
    Data,
    Part,
    first_called,
    free_id,
    may_be_one,
    once_each,
    parts_of,
    says_plainly,
    spoken,
    stated,
    unclear_voices,
)
from equity_blocks.errors import InvalidDataError, Path, Problem, UnsuitableError
from equity_blocks.model.assessment import Assessment

_SAID = ("level", "not_applicable", "answers", "not_pursued")
"""What a rating says about the practice: its level is somebody's answer, and to leave it out is for all to decide."""

_LISTED = ("evidence", "required_by")
"""Lists in a rating, which are united."""

_CONSTANT = ("framework", "edition", "revision")
"""What all files must have in common; an absent edition or revision goes with any."""


def merge(
    assessments: Sequence[Assessment],
    names: Sequence[str] = (),
    *,
    as_of: dt.date | None = None,
    partnership: bool = False,
    later: bool = False,
) -> Assessment:
    """Make one assessment of several that were filled separately.

    What a file says about a practice becomes the answer of its only respondent, or of a respondent made from the
    file's id; notes go with it. Answers that are there already stay. Registers of evidence, goals, initiatives,
    targets, duties and notes are united. Where two files use one id for two things, or for two people of different
    roles or organizations, the later one gets a number, and all that points at it follows; for people it is noted.

    Nobody counts twice, and nothing is lost in silence. A respondent of one id is one person, who says one thing about
    a practice: two levels are refused, unless the later one holds. Two files that list no respondent and have one id,
    or say the same to the word, are refused. A practice that one file leaves out (`not_pursued`) and another one rates
    is refused: that is the organization's decision. So is whatever else an assessment can hold only once (an owner, a
    priority, a target, the calendar, what was agreed); a practice that two rate, one of them by its criteria, unless
    both name the same criteria alike; and several dates or organizations, unless it is said what becomes of them. The
    merged assessment is final only if all are, and confidential if any is.

    Args:
        assessments: At least one, all of the same framework, edition and revision. One that is given twice counts once.
        names: What to call each in messages, and its respondent where it has no id of its own. Default: their ids.
        as_of: The date of the merged one, where theirs differ; theirs are noted. Default: the one they share.
        partnership: Whether several organizations form one partnership, and each is that of its file's respondents.
            Default: all files are of one organization.
        later: Whether the later one holds, where one respondent answers a practice twice: that of the later `as_of`,
            else the one given later. Which answer gave way is noted. Default: such answers are refused.

    Returns:
        The merged assessment. Merging it again with itself changes nothing.

    Raises:
        UnsuitableError: There is nothing to merge, or there are not as many names as assessments.
        InvalidDataError: They differ where they may not; every reason is listed.

    Example:
        >>> from equity_blocks.model import Assessment
        >>> cmo = Assessment(framework="f", id="cmo", ratings={"p": "yes", "q": {"level": "no", "note": "Not begun."}})
        >>> data = Assessment(framework="f", id="data", ratings={"p": "no"})
        >>> merged = merge([cmo, data])
        >>> {who: answer.level for who, answer in merged.ratings["p"].answers.items()}
        {'cmo': 'yes', 'data': 'no'}
        >>> merged.ratings["q"].answers["cmo"].note
        'Not begun.'
    """
    if not assessments or (names and len(names) != len(assessments)):
        raise UnsuitableError("give one assessment or more, and for each of them a name or for none")
    run = _Merging(parts_of(*once_each(assessments, names)), later=later)
    merged = run.merged(as_of, partnership=partnership)
    if run.problems:
        raise InvalidDataError(run.problems)
    return Assessment.model_validate(merged)


class _Merging:
    """One merge: what is united so far, where it came from, and what is wrong."""

    def __init__(self, parts: Sequence[Part], *, later: bool) -> None:
        self.parts = parts
        self.problems: list[Problem] = [*unclear_voices(parts, later=later)]
        self.origin: dict[tuple[int, str], str] = {}
        self.before: dict[tuple[str, str], str] = {}  # kind and id -> the id it had before it got a number
        self.numbered: list[str] = []
        self.voices = Voices(self._complain, later=later)

    def merged(self, as_of: dt.date | None, *, partnership: bool) -> Data:
        found: Data = {}
        home: Data = {}
        for part in self.parts:
            for key in _CONSTANT if as_of else (*_CONSTANT, "as_of"):
                self._once(found, key, part.data.get(key) or None, part, ())
            if not partnership:
                self._once(home, "id", (part.data.get("organization") or {}).get("id"), part, ("organization",))
        if self.problems:
            return found
        found |= self._head() | ({"as_of": as_of} if as_of else {})
        for part in self.parts:
            self._add(found, part)
        self.voices.agree_on_leaving_out()
        if noted := joined([found.get("note", ""), *self.numbered, *self.voices.gave_way]):
            found["note"] = noted
        return {key: list(value.values()) if key in _BY_ID else value for key, value in found.items()}

    def _head(self) -> Data:
        """What speaks of the assessment as a whole."""
        every = [part.data for part in self.parts]
        found: Data = {}
        ids = {data.get("id") for data in every}
        if len(ids) == 1 and None not in ids:
            found["id"] = ids.pop()
        if any(data.get("organization") for data in every):
            found["organization"] = self._organization()
        dates = [data["as_of"] for data in every if data.get("as_of")]
        found["final"] = all(data.get("final", False) for data in every)
        if any(data.get("respondents_told") == "confidential" for data in every):
            found["respondents_told"] = "confidential"
        notes = [data["note"] for data in every if data.get("note")]
        if len(set(dates)) > 1:
            notes += [f"{p.name} speaks of {p.data['as_of'].isoformat()}." for p in self.parts if p.data.get("as_of")]
        return found | ({"note": joined(notes)} if notes else {})

    def _organization(self) -> Data:
        """The one organization of all, or the partnership that several form."""
        by_id: dict[str, Data] = {}
        for part in self.parts:
            for key, value in stated(part.data.get("organization") or {}).items():
                into = by_id.setdefault(part.data["organization"]["id"], {})
                self._once(into, key, value, part, ("organization",))
        if len(by_id) == 1:
            return next(iter(by_id.values()))
        lines = dict.fromkeys(line for owner in by_id.values() for line in owner.get("lines_of_business", ()))
        return {
            "id": "-".join(by_id)[:120].rstrip("-_."),
            "name": ", ".join(owner.get("name") or owner["id"] for owner in by_id.values()),
            "type": "partnership",
            "lines_of_business": list(lines),
            "note": joined([_portrait(owner) for owner in by_id.values()]),
        }

    def _add(self, found: Data, part: Part) -> None:
        renamed = {kind: self._register(found, kind, part) for kind in (*_BY_ID, "evidence")}
        for key, value in part.data.get("targets", {}).items():
            targets = found.setdefault("targets", {})
            if key == "blocks":
                for block, level in value.items():
                    self._once(targets.setdefault("blocks", {}), block, level, part, ("targets", "blocks"))
            else:
                self._once(targets, key, value, part, ("targets",))
        for key in ("tailoring", "combine", "silent", "planning"):
            self._once(found, key, part.data.get(key), part, ())
        for role, weight in part.data.get("role_weights", {}).items():
            self._once(found.setdefault("role_weights", {}), role, weight, part, ("role_weights",))
        for name, progress in part.data.get("actions", {}).items():
            self._once(found.setdefault("actions", {}), name, progress, part, ("actions",))
        for name, entries in part.data.get("retired", {}).items():
            kept = found.setdefault("retired", {}).setdefault(name, [])
            kept += [entry for each in entries if (entry := _repointed(each, renamed)) not in kept]
        for name, rating in part.data.get("ratings", {}).items():
            into = found.setdefault("ratings", {}).setdefault(name, {})
            self._rating(into, rating, part, name, renamed)

    def _register(self, found: Data, kind: str, part: Part) -> Mapping[str, str]:
        """Unite things that have ids, and say which of this part's got another one."""
        given = part.data.get(kind, {})
        items = given.items() if isinstance(given, Mapping) else [(item["id"], item) for item in given]
        register = found.setdefault(kind, {}) if given else {}
        renamed: dict[str, str] = {}
        for name, item in items:
            if kind == "respondents":
                renamed[name] = self._person(register, name, item, part, taken=renamed.values())
                continue
            new = renamed[name] = self._match(register, kind, name, item)
            register[new] = {**register.get(new, {}), **stated(item), **({"id": new} if "id" in item else {})}
            self.before.setdefault((kind, new), name)
        return renamed

    def _match(self, register: Mapping[str, Data], kind: str, name: str, item: Data) -> str:
        """The id under which this very thing stands already, perhaps with a number; else one that is free."""
        known = (
            k
            for k, there in register.items()
            if _stem(self.before[kind, k]) == _stem(name) and _bare(there) == _bare(item)
        )
        return next(known, None) or free_id(name, register)

    def _person(self, register: dict[str, Data], name: str, who: Data, part: Part, taken: Collection[str]) -> str:
        """The id of this very person, who may have got a number when files were merged before; else one that is free.

        An id is one person, but for roles and organizations that differ: then they are two, and it is noted.
        """
        called = first_called(who, part.data["respondents"])
        known = (
            k for k, there in register.items()
            if self.before["respondents", k] == called and k not in taken and may_be_one(there, who)
        )  # fmt: skip
        new = next(known, None)
        if new is None:
            new = free_id(name, register)
            self.before["respondents", new] = called
            if new != name:
                self.numbered.append(f"{name} of {part.name} is called {new} here: another role or organization.")
        there = register.setdefault(new, {"id": new})
        asked = [*dict.fromkeys((*there.get("asked", ()), *who.get("asked", ())))]
        for key, value in stated(who).items():
            if key not in ("id", "asked"):
                self._once(there, key, value, part, ("respondents", new))
        there |= {"asked": asked} if asked else {}
        return new

    def _rating(
        self, into: Data, rating: Data, part: Part, name: str, renamed: Mapping[str, Mapping[str, str]]
    ) -> None:
        path: Path = ("ratings", name)
        people, register = renamed["respondents"], renamed["evidence"]
        is_plain = says_plainly(rating)
        said = {people.get(who, who): answer for who, answer in spoken(rating, part.speaker)}
        for who, answer in said.items():
            self.voices.say(into.setdefault("answers", {}), name, who, answer, part)
        self.voices.stand(name, said, rating, part)
        if rating.get("not_pursued"):
            into["not_pursued"] = joined([into.get("not_pursued", ""), rating["not_pursued"]])
        self._criteria(into, stated(rating.get("criteria", {})), part, path)
        for key in _LISTED:
            items = [register.get(item, item) if key == "evidence" else item for item in rating.get(key, ())]
            if items:
                into[key] = [*into.get(key, ()), *(item for item in items if item not in into.get(key, ()))]
        if rating.get("note") and not is_plain:
            into["note"] = joined([into.get("note", ""), rating["note"]])
        for key, value in stated(rating).items():
            if key not in (*_SAID, *_LISTED, "criteria", "note"):
                self._once(into, key, value, part, path)
        self._must_go_together(into, part, path)

    def _criteria(self, into: Data, given: Data, part: Part, path: Path) -> None:
        """Keep criteria, which have no room for who says what: those of two files must be the same."""
        if given and into.get("criteria", given) != given:
            message = f"{self.origin[id(into), 'criteria']} and {part.name} rate this by its criteria, not alike"
            self._complain(message, _APART, (*path, "criteria"))
        elif given and "criteria" not in into:
            into["criteria"] = given
            self.origin[id(into), "criteria"] = part.name

    def _must_go_together(self, into: Data, part: Part, path: Path) -> None:
        if into.get("criteria") and into.get("answers"):
            message = f"{part.name} and another file rate this, one of them by its criteria"
            self._complain(message, _APART, (*path, "criteria"))
        if into.get("not_pursued") and into.get("decision") == "pursue":
            message = "one file leaves this out, another one pursues it"
            self._complain(message, "decide for one of them", (*path, "decision"))

    def _once(self, into: Data, key: str, value: Any, part: Part, path: Path) -> None:
        """Put a value in a place that holds only one; another one that is there already is a problem."""
        here = (*path, key)
        if value is None:
            return
        if key not in into:
            into[key] = value
            self.origin[id(into), key] = part.name
        elif into[key] != value:
            before = f"{_shown(into[key])} in {self.origin[id(into), key]}"
            hint = _HINTS.get(here, _HINTS.get(path[-1:] or here, "make them the same, or remove one of them"))
            self._complain(f"{before}, but {_shown(value)} in {part.name}", hint, here)

    def _complain(self, message: str, hint: str, path: Path) -> None:
        problem = Problem("merge_conflict", message, hint, path)
        if problem not in self.problems:
            self.problems.append(problem)


_APART = "an answer is one level: give a level instead of criteria in each file, or criteria in one file alone"
_BY_ID = ("respondents", "goals", "initiatives")
_HINTS: Mapping[Path, str] = {
    ("framework",): "only assessments of one framework can be merged",
    ("edition",): "only assessments of one edition can be merged",
    ("revision",): "only assessments of one revision can be merged; look the ratings over and set it",
    ("as_of",): "`compare` shows what changed in between; to merge them all the same, say of which date (--as-of DATE)",
    ("organization", "id"): "if these organizations form a partnership, say so (--partnership)",
}
"""Where two files differ, or in what -> what to do."""


def _stem(name: str) -> str:
    """An id without the number that merging may have given it."""
    return re.sub(r"-\d+$", "", name)


def _bare(item: Data) -> Data:
    return {key: value for key, value in stated(item).items() if key != "id"}


def _repointed(entry: Data, renamed: Mapping[str, Mapping[str, str]]) -> Data:
    """Something retired, whose ids are those of the merged file."""

    def ids(kind: str, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(renamed[kind].get(name, name) for name in names)

    found = entry | {kind: ids(kind, entry[kind]) for kind in ("goals", "initiatives") if kind in entry}
    rating = entry.get("rating") or {}
    changes: Data = {"evidence": ids("evidence", rating["evidence"])} if "evidence" in rating else {}
    if "answers" in rating:
        changes["answers"] = {renamed["respondents"].get(n, n): answer for n, answer in rating["answers"].items()}
    return found | ({"rating": rating | changes} if rating else {})


def _portrait(owner: Data) -> str:
    facts = [str(owner[key]) for key in ("type", "state") if owner.get(key)]
    about = f" ({', '.join(facts)})" if facts else ""
    return f"{owner.get('name') or owner['id']}{about}" + (f": {owner['note']}" if owner.get("note") else "")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(entry)}" for key, entry in value.items())
    return f"'{value}'" if isinstance(value, str) else str(value)
