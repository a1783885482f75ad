"""Merging: files that were filled separately become one assessment, and nothing in them is lost."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from equity_blocks.argument_kinds import checks_nouns, require_kind
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
    unnamed_neighbors,
)
from equity_blocks.errors import InvalidDataError, Path, Problem, UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.practice import PARTNERSHIP
from equity_blocks.option_names import option

_LISTED = ("evidence", "required_by")
"""Lists in a rating, which are united."""

_UNITED = ("level", "criteria", "not_applicable", "answers", "not_pursued", "agreed", "note", *_LISTED)
"""What a rating says about the practice is somebody's answer; what else the files say of it is put together."""

_CONSTANT = ("framework", "edition", "revision")
"""What all files must have in common; an absent edition or revision goes with any."""


@checks_nouns
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
    file's id; criteria and notes go with it. Answers that are there already stay; where the files have several dates,
    each answer keeps its own, or that of its file. Registers of evidence, goals, initiatives, targets, duties and notes
    are united. Where two files use one id for two things, or for two people of different
    roles or organizations, the later one gets a number, and all that points at it follows; for people it is noted.

    Nobody counts twice, and nothing is lost in silence. A respondent of one id is one person, who says one thing about
    a practice: two levels are refused, unless the later one holds. Two files that list no respondent and have one id,
    or say the same to the word, are refused; so are two files of the community in which `neighbor` has no name yet. A
    practice that one file leaves out (`not_pursued`) and another one rates is refused: that is the organization's
    decision. So is whatever else an assessment can hold only once (an owner, a priority, a target, the calendar, what
    was agreed, unless one agreement lists the other one as earlier); and several dates or organizations, unless it is
    said what becomes of them. The merged assessment is final only if all are, and confidential if any is.

    Args:
        assessments: At least one, all of the same framework, edition and revision. One that is given twice counts once.
        names: What to call each in messages, and its respondent where it has no id of its own. Default: their ids.
        as_of: The date of the merged one, where theirs differ; theirs are noted. Default: the one they share.
        partnership: Whether several organizations form one partnership, and each is that of its file's respondents.
            Default: all files are of one organization.
        later: Whether the later one holds, where one respondent answers a practice twice, or a group agreed twice:
            that of the later `date`, else of the later `as_of`, else the one given later. Which answer gave way is
            noted, and the earlier agreement kept. Default: such answers are refused.

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
    require_kind("as_of", as_of, dt.date, type(None))
    if not assessments or (names and len(names) != len(assessments)):
        raise UnsuitableError(
            "give one assessment or more, and for each of them a name or for none", code="lengths_differ"
        )
    run = _Merging(parts_of(*once_each(assessments, names)), later=later)
    merged = run.merged(as_of, partnership=partnership)
    if run.problems:
        raise InvalidDataError(run.problems)
    return Assessment.model_validate(merged)


class _Merging:
    """One merge: what is united so far, where it came from, and what is wrong."""

    def __init__(self, parts: Sequence[Part], *, later: bool) -> None:
        self.parts = parts
        self.problems: list[Problem] = [*unclear_voices(parts, later=later), *unnamed_neighbors(parts)]
        self.origin: dict[tuple[int, str], str] = {}
        self.alike: dict[tuple[str, str], list[str]] = {}  # kind and id without a number -> the ids that it got
        self.numbered: list[str] = []
        self.voices = Voices(self._complain, later=later)
        self.later = later
        self.agreed_on: dict[Path, dt.date | None] = {}  # key path of a rating -> when its group agreed
        self.has_dates = len({part.data["as_of"] for part in parts if part.data.get("as_of")}) > 1

    def merged(self, as_of: dt.date | None, *, partnership: bool) -> Data:
        merged: Data = {}
        home: Data = {}
        for part in self.parts:
            for key in _CONSTANT if as_of else (*_CONSTANT, "as_of"):
                self._once(merged, key, part.data.get(key) or None, part, ())
            if not partnership:
                self._once(home, "id", (part.data.get("organization") or {}).get("id"), part, ("organization",))
        if self.problems:
            return merged
        merged |= self._head() | ({"as_of": as_of} if as_of else {})
        for part in self.parts:
            self._add(merged, part)
        self.voices.agree_on_leaving_out()
        if noted := joined([merged.get("note", ""), *self.numbered, *self.voices.gave_way]):
            merged["note"] = noted
        return {key: list(value.values()) if key in _BY_ID else value for key, value in merged.items()}

    def _head(self) -> Data:
        """What speaks of the assessment as a whole."""
        every = [part.data for part in self.parts]
        head: Data = {}
        ids = {data.get("id") for data in every}
        if len(ids) == 1 and None not in ids:
            head["id"] = ids.pop()
        if any(data.get("organization") for data in every):
            head["organization"] = self._organization()
        dates = [data["as_of"] for data in every if data.get("as_of")]
        head["final"] = all(data.get("final", False) for data in every)
        if any(data.get("respondents_told") == "confidential" for data in every):
            head["respondents_told"] = "confidential"
        notes = [data["note"] for data in every if data.get("note")]
        if len(set(dates)) > 1:
            notes += [f"{p.name} speaks of {p.data['as_of'].isoformat()}." for p in self.parts if p.data.get("as_of")]
        return head | ({"note": joined(notes)} if notes else {})

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
            "type": PARTNERSHIP,
            "lines_of_business": list(lines),
            "note": joined([_portrait(owner) for owner in by_id.values()]),
        }

    def _add(self, merged: Data, part: Part) -> None:
        renamed = {kind: self._register(merged, kind, part) for kind in (*_BY_ID, "evidence")}
        targets, narrative = part.data.get("targets", {}), part.data.get("narrative") or {}
        united: list[tuple[Path, Data]] = [
            ((), {key: part.data[key] for key in ("tailoring", "combine", "silent", "planning") if key in part.data}),
            (("targets",), {key: level for key, level in targets.items() if key != "blocks"}),
            (("targets", "blocks"), targets.get("blocks", {})),
            (("role_weights",), part.data.get("role_weights", {})),
            (("actions",), part.data.get("actions", {})),
            (("narrative",), {"headline": narrative["headline"]} if narrative.get("headline") else {}),
            (("narrative", "blocks"), narrative.get("blocks", {})),
        ]
        for path, entries in united:
            self._each(merged, path, entries, part)
        if asks := narrative.get("asks"):
            words = merged.setdefault("narrative", {})
            words["asks"] = [*dict.fromkeys((*words.get("asks", ()), *asks))]
        for name, entries in part.data.get("retired", {}).items():
            kept = merged.setdefault("retired", {}).setdefault(name, [])
            kept += [entry for each in entries if (entry := _repointed(each, renamed)) not in kept]
        for name, rating in part.data.get("ratings", {}).items():
            into = merged.setdefault("ratings", {}).setdefault(name, {})
            self._rating(into, rating, part, name, renamed)

    def _register(self, merged: Data, kind: str, part: Part) -> Mapping[str, str]:
        """Unite things that have ids, and say which of this part's got another one."""
        given = part.data.get(kind, {})
        items = given.items() if isinstance(given, Mapping) else [(item["id"], item) for item in given]
        register = merged.setdefault(kind, {}) if given else {}
        renamed: dict[str, str] = {}
        for name, item in items:
            if kind == "respondents":
                renamed[name] = self._person(register, name, item, part, taken=renamed.values())
                continue
            new = renamed[name] = self._match(register, kind, name, item)
            if new not in register:
                self.alike.setdefault((kind, _stem(name)), []).append(new)
            register[new] = {**register.get(new, {}), **stated(item), **({"id": new} if "id" in item else {})}
        return renamed

    def _match(self, register: Mapping[str, Data], kind: str, name: str, item: Data) -> str:
        """The id under which this very thing stands already, perhaps with a number; else one that is free."""
        alike = self.alike.get((kind, _stem(name)), ())
        return next((key for key in alike if _bare(register[key]) == _bare(item)), None) or free_id(name, register)

    def _person(self, register: dict[str, Data], name: str, who: Data, part: Part, taken: Collection[str]) -> str:
        """The id of this very person, who may have got a number when files were merged before; else one that is free.

        An id is one person, but for roles and organizations that differ: then they are two, and it is noted.
        """
        called = first_called(who, part.data["respondents"])
        alike = self.alike.setdefault(("respondents", called), [])
        new = next((key for key in alike if key not in taken and may_be_one(register[key], who)), None)
        if new is None:
            new = free_id(name, register)
            alike.append(new)
            if new != name:
                self.numbered.append(f"{name} of {part.name} is called {new} here: another role or organization.")
        person = register.setdefault(new, {"id": new})
        asked = [*dict.fromkeys((*person.get("asked", ()), *who.get("asked", ())))]
        for key, value in stated(who).items():
            if key not in ("id", "asked"):
                self._once(person, key, value, part, ("respondents", new))
        person |= {"asked": asked} if asked else {}
        return new

    def _rating(
        self, into: Data, rating: Data, part: Part, name: str, renamed: Mapping[str, Mapping[str, str]]
    ) -> None:
        path: Path = ("ratings", name)
        people, register = renamed["respondents"], renamed["evidence"]
        is_plain = says_plainly(rating)
        answers = {people.get(who, who): answer for who, answer in spoken(rating, part.speaker)}
        if self.has_dates and part.data.get("as_of"):
            answers = {who: {"date": part.data["as_of"]} | answer for who, answer in answers.items()}
        for who, answer in answers.items():
            self.voices.say(into.setdefault("answers", {}), name, who, answer, part)
        self.voices.stand(name, answers, rating, part)
        if rating.get("not_pursued"):
            into["not_pursued"] = joined([into.get("not_pursued", ""), rating["not_pursued"]])
        if rating.get("agreed"):
            self._agreed(into, rating["agreed"], part, path)
        for key in _LISTED:
            items = [register.get(item, item) if key == "evidence" else item for item in rating.get(key, ())]
            if items:
                into[key] = [*into.get(key, ()), *(item for item in items if item not in into.get(key, ()))]
        if rating.get("note") and not is_plain:
            into["note"] = joined([into.get("note", ""), rating["note"]])
        for key, value in stated(rating).items():
            if key not in _UNITED and not (key == "imported" and is_plain):
                self._once(into, key, value, part, path)
        if into.get("not_pursued") and into.get("decision") == "pursue":
            message = "one file leaves this out, another one pursues it"
            self._complain(message, "decide for one of them", (*path, "decision"))

    def _agreed(self, into: Data, agreed: Data, part: Part, path: Path) -> None:
        """Keep the agreement that holds, with what was settled on before it."""
        day = agreed.get("date") or part.data.get("as_of")
        if "agreed" not in into:
            into["agreed"], self.agreed_on[path] = agreed, day
            self.origin[id(into), "agreed"] = part.name
            return
        older, newer, before = into["agreed"], agreed, self.agreed_on[path]
        if _settled(agreed) in _earlier(older) or (self.later and day and before and day < before):
            older, newer, day = agreed, older, before
        if _settled(older) not in (*_earlier(newer), _settled(newer)) and not self.later:
            self._once(into, "agreed", agreed, part, path)
            return
        earlier = [*_earlier(older), _settled(older), *_earlier(newer)]
        kept = [each for i, each in enumerate(earlier) if each not in earlier[:i] and each != _settled(newer)]
        into["agreed"], self.agreed_on[path] = _settled(newer) | stated({"earlier": kept}), day

    def _each(self, into: Data, path: Path, entries: Data, part: Part) -> None:
        """Put the entries of a mapping where a path leads, in places that hold only one value each."""
        for key in path if entries else ():
            into = into.setdefault(str(key), {})
        for name, value in entries.items():
            self._once(into, name, value, part, path)

    def _once(self, into: Data, key: str, value: Any, part: Part, path: Path) -> None:
        """Put a value in a place that holds only one; another one that is there already is a problem."""
        place = (*path, key)
        if value is None:
            return
        if key not in into:
            into[key] = value
            self.origin[id(into), key] = part.name
        elif into[key] != value:
            before = f"{_shown(into[key])} in {self.origin[id(into), key]}"
            hint = _HINTS.get(place, _HINTS.get(place[-1:], "make them the same, or remove one of them"))
            hint = hint.format(**{name: option(name) for name in ("as_of", "partnership", "later")})
            self._complain(f"{before}, but {_shown(value)} in {part.name}", hint, place)

    def _complain(self, message: str, hint: str, path: Path) -> None:
        problem = Problem("merge_conflict", message, hint, path)
        if problem not in self.problems:
            self.problems.append(problem)


_BY_ID = ("respondents", "goals", "initiatives")
_HINTS: Mapping[Path, str] = {
    ("framework",): "only assessments of one framework can be merged",
    ("edition",): "only assessments of one edition can be merged",
    ("revision",): "only assessments of one revision can be merged; `migrate` carries one over",
    ("as_of",): "`compare` shows what changed in between; to merge them all the same, say of which date ({as_of})",
    ("agreed",): "list the one that was given up under `earlier` of the other, or let the later one hold ({later})",
    ("organization", "id"): "if these organizations form a partnership, say so ({partnership})",
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

    repointed = entry | {kind: ids(kind, entry[kind]) for kind in ("goals", "initiatives") if kind in entry}
    rating = entry.get("rating") or {}
    changes: Data = {"evidence": ids("evidence", rating["evidence"])} if "evidence" in rating else {}
    if "answers" in rating:
        changes["answers"] = {renamed["respondents"].get(n, n): answer for n, answer in rating["answers"].items()}
    return repointed | ({"rating": rating | changes} if rating else {})


def _settled(agreed: Data) -> Data:
    """What was agreed, without what was agreed before."""
    return stated({key: value for key, value in agreed.items() if key != "earlier"})


def _earlier(agreed: Data) -> list[Data]:
    return [stated(each) for each in agreed.get("earlier", ())]


def _portrait(owner: Data) -> str:
    facts = [str(owner[key]) for key in ("type", "size", "state") if owner.get(key)]
    about = f" ({', '.join(facts)})" if facts else ""
    return f"{owner.get('name') or owner['id']}{about}" + (f": {owner['note']}" if owner.get("note") else "")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(entry)}" for key, entry in value.items())
    return f"'{value}'" if isinstance(value, str) else str(value)
