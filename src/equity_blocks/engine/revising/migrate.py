"""Migration: an assessment carried over to another revision of its framework, so that no answer is lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.engine.revising.lineage import Succession, lineage
from equity_blocks.engine.revising.rereading import STATEMENT, level_in, reread
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Rating, Retired
from equity_blocks.model.fit import misfits, require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import Goal, Initiative
from equity_blocks.model.migration import Migration
from equity_blocks.model.result import head

_SHARED = ("target", "decision", "importance", "feasibility", "owner")
_UNITED = ("required_by", "evidence")
"""What parts of a practice take over besides: wishes, duties and evidence, but neither effort nor cost, which would be
counted twice."""


def migrate(assessment: Assessment, old: Framework | None, new: Framework) -> Migration:
    """Carry an assessment over to another revision of its framework.

    * Same id: the rating stays. Renamed (`was`): it moves, and so do goals, initiatives and actions.
    * Split: no part is rated; each has a note that says what was said of the whole, which is kept under `retired`. An
      id that lives on keeps its rating.
    * Merged: rated only where all that was said agrees; every old rating is kept under `retired`.
    * Removed, or a level that is gone: kept under `retired`, with the reason.

    Args:
        assessment: What was said.
        old: The revision that was rated. Default for `None`: `new`, where the assessment names its revision and fits
            it; else what `was` and the ids tell: then positions of levels are read on the newer scale, a merge shows
            only where the assessment speaks of two of its parts, and nothing splits off an id that lives on.
        new: The revision to carry it over to.

    Returns:
        The migration; `assessment` in it names the newer revision and is a draft. Every level, note, reason and id of
        evidence of the given assessment is in it.

    Raises:
        UnsuitableError: These are not revisions of the one framework that the assessment rates.
        InvalidDataError: The assessment does not fit `old`; every reason is listed.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> new = Framework(id="mini", title="Mini", revision=2, scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "new", "title": "N", "was": ["old"]}]}])
        >>> made = migrate(Assessment(framework="mini", ratings={"old": "yes", "gone": "no"}), None, new)
        >>> made.assessment.ratings["new"].level, made.assessment.retired["gone"][0].rating.level
        ('yes', 'no')
    """
    for other in (new, *((old,) if old else ())):
        if other.id != assessment.framework:
            message = f"this assessment rates '{assessment.framework}', not '{other.id}'"
            raise UnsuitableError(
                f"{message}: `migrate` leads from revision to revision, `translate` to another framework"
            )
    if old:
        if assessment.revision not in (None, old.revision):
            message = f"revision {assessment.revision} was rated, but the older framework given is revision"
            raise UnsuitableError(f"{message} {old.revision}: give the one that was rated, or none")
        require_fit(old, assessment)
    elif assessment.revision == new.revision and assessment.edition in ("", new.edition):
        old = None if misfits(new, assessment) else new
    return _Migrating(assessment, old, new).migration()


class _Migrating:
    """One migration: what lives on so far, and what is retired."""

    def __init__(self, assessment: Assessment, old: Framework | None, new: Framework) -> None:
        self.given, self.old, self.new = assessment, old, new
        self.spoken = tuple(dict.fromkeys(_spoken_of(assessment)))
        self.lines = lineage(old.practices if old else self.spoken, new)
        self.successions, self.origins = self.lines
        self.lost: dict[str, tuple[str, ...]] = {}
        self.notes: list[str] = []
        self.retired: dict[str, tuple[Retired, ...]] = dict(assessment.retired)

    def migration(self) -> Migration:
        ratings = {name: rating for name in self.new.practices if (rating := self._rating(name)) is not None}
        practices = [self._carriage(name) for name in self.spoken]
        changes: dict[str, Any] = {
            "revision": self.new.revision,
            "ratings": ratings,
            "targets": self._targets(),
            "goals": tuple(map(self._goal, self.given.goals)),
            "initiatives": tuple(map(self._initiative, self.given.initiatives)),
            "actions": {
                successor: self.given.actions[n]
                for n in self.given.actions
                if (successor := self.lines.sole_successor(n))
            },
            "retired": self.retired,
            "final": False,
        }
        made = self._with({**changes, "edition": self.new.edition})
        self.notes += [f"This does not fit yet: {problem}" for problem in misfits(self.new, made)]
        return Migration.model_validate(
            {
                **head(self.new, made),
                "rated": self._rated(),
                "practices": practices,
                "added": [name for name in self.new.practices if self.old and not self.origins[name]],
                "notes": self.notes,
                "assessment": made,
            }
        )

    def _with(self, changes: Mapping[str, Any]) -> Assessment:
        """The given assessment with changes; a key that became empty is left out, one that was empty stays."""
        given = {name: getattr(self.given, name) for name in self.given.model_fields_set}
        told = {name: value for name, value in changes.items() if value or (name in given and not given[name])}
        kept = {name: value for name, value in given.items() if name not in changes}
        final = {"final": False} if "final" in given else {}
        return Assessment.model_validate({**kept, **told, **final})

    def _rated(self) -> dict[str, Any] | None:
        revision = self.old.revision if self.old else self.given.revision
        edition = self.old.edition if self.old else self.given.edition
        return {"id": self.new.id, "edition": edition, "revision": revision} if revision else None

    def _rating(self, name: str) -> Rating | None:
        """What is said about a practice of the newer revision; `None` where nothing is."""
        origins = self.origins[name]
        if len(origins) == 1 and self.lines.sole_successor(origins[0]) == name:
            return self._moved(origins[0], name)
        said = {old: rating for old in origins if (rating := self._moved(old, name)) is not None}
        if not any(map(_says_something, said.values())):
            return None
        whole = len(said) == len(origins) > 1 and all(len(self.successions[old].successors) == 1 for old in origins)
        if whole and not any(self.lost.get(old) for old in origins) and _agree(tuple(said.values())):
            first = next(iter(said.values()))
            statement = {key: getattr(first, key) for key in STATEMENT if key in first.model_fields_set}
            notes = "\n".join(dict.fromkeys(rating.note for rating in said.values() if rating.note))
            return _draft(tuple(said.values()), {**statement, **({"note": notes} if notes else {})})
        what = " and ".join(f"'{old}' ({told(self.given.ratings[old]) or 'unanswered'})" for old in said)
        verb = "Merged" if len(origins) > 1 else "Split"
        return _draft(tuple(said.values()), {"note": f"{verb} from {what}: to be rated anew."})

    def _moved(self, old: str, name: str) -> Rating | None:
        """A rating in terms of the newer practice; what is lost on the way is noted under the older id."""
        rating = self.given.ratings.get(old)
        if rating is None:
            return None
        scale = self.old.scale_of(old) if self.old else None
        found, lost = reread(rating, self.new.practices[name], scale, self.new.scale_of(name))
        self.lost[old] = tuple(dict.fromkeys((*self.lost.get(old, ()), *lost)))
        return found

    def _carriage(self, name: str) -> dict[str, Any]:
        """Say what became of one practice, and retire what has no home."""
        succession, rating = self.successions[name], self.given.ratings.get(name)
        is_home, lost = self.lines.sole_successor(name) is not None, self.lost.get(name, ())
        why = _WHY[succession.change] if not is_home else f"this revision has no {', no '.join(lost)}" if lost else ""
        is_retired = bool(why) and self._retire(name, succession, why, is_home=is_home)
        return {
            "id": name,
            "change": succession.change,
            "to": succession.successors,
            "said": told(rating) if rating else "",
            "retired": is_retired,
            "to_review": is_retired or succession.change == "split" or self._is_read_by_position(rating),
            "why": why or (_LIVES_ON if succession.change == "split" else ""),
        }

    def _is_read_by_position(self, rating: Rating | None) -> bool:
        return self.old is None and rating is not None and isinstance(rating.level, int | float)

    def _retire(self, name: str, succession: Succession, why: str, *, is_home: bool) -> bool:
        """Keep what has no home; whether there was anything to keep."""
        rating = self.given.ratings.get(name)
        kept: dict[str, Any] = {"rating": rating} if rating and _says_something(rating) else {}
        if not is_home and name in self.given.actions:
            kept["action"] = self.given.actions[name]
        if not succession.successors:
            goals = [g.id for g in self.given.goals if any(name in cause.practices for cause in g.root_causes)]
            carrying = [item.id for item in self.given.initiatives if name in item.practices]
            kept |= {key: ids for key, ids in (("goals", goals), ("initiatives", carrying)) if ids}
        if kept:
            self._keep(name, {"why": why, **kept})
        return bool(kept)

    def _keep(self, name: str, data: Mapping[str, Any]) -> None:
        rated = self._rated() or {}
        known = {key: value for key in ("revision", "edition") if (value := rated.get(key))}
        self.retired[name] = (*self.retired.get(name, ()), Retired.model_validate({**known, **data}))

    def _heirs(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(successor for name in names for successor in self.successions[name].successors))

    def _goal(self, goal: Goal) -> Goal:
        causes = [
            cause.replace(practices=self._heirs(cause.practices)) if cause.practices else cause
            for cause in goal.root_causes
        ]
        return goal.replace(root_causes=causes) if causes else goal

    def _initiative(self, item: Initiative) -> Initiative:
        return item.replace(practices=self._heirs(item.practices)) if item.practices else item

    def _targets(self) -> dict[str, Any]:
        """Keep each shared target that some practice can still aim for; retire the others under their own names."""
        targets, blocks = self.given.targets, {block.id for block, _, _ in self.new.walk()}
        found: dict[str, Any] = {}
        for key in ("default", "short", "long"):
            self._aim(found, key, getattr(targets, key), f"targets.{key}")
        kept: dict[str, Any] = {}
        is_empty = "blocks" in targets.model_fields_set and not targets.blocks
        for name, level in targets.blocks.items():
            if name in blocks:
                self._aim(kept, name, level, name)
            else:
                self._drop(name, level, "this revision has no such block")
        return {**found, **({"blocks": kept} if kept or is_empty else {})}

    def _aim(self, into: dict[str, Any], key: str, level: str | float | None, name: str) -> None:
        if level is None:
            return
        pairs = [
            (self.old.scale_of(self.origins[practice][0]) if self.old else None, self.new.scale_of(practice))
            for practice in self.new.practices
            if self.origins[practice] or not self.old
        ]
        found = next((aim for was, scale in pairs if (aim := level_in(level, was, scale)) is not None), None)
        if found is None:
            self._drop(name, level, "no scale of this revision has this level")
        else:
            into[key] = found

    def _drop(self, name: str, level: str | float, why: str) -> None:
        self.notes.append(f"The target {level} of '{name}' is retired: {why}.")
        self._keep(name, {"why": why, "target": level})


_WHY = {
    "kept": "other practices were merged into this one",
    "renamed": "other practices were merged into this one",
    "split": "the practice was split",
    "merged": "the practice was merged with others",
    "removed": "this revision has no such practice",
}
_LIVES_ON = "a part was split off; the rating stays with the id that lives on"


def told(rating: Rating) -> str:
    """Write what a rating says as people read it; empty where it says nothing.

    Example:
        >>> told(Rating(level="partial")), told(Rating(not_applicable="no records")), told(Rating(owner="CIO"))
        ('partial', 'not applicable', '')
    """
    levels = [rating.agreed.level] if rating.agreed else [answer.level for answer in rating.answers.values()]
    levels = levels or [rating.level, *rating.criteria.values()]
    said = ", ".join(str(level) for level in levels if level is not None)
    status = "not applicable" if rating.not_applicable else "not pursued" if rating.not_pursued else ""
    return ", ".join(part for part in (said, status) if part)


def _spoken_of(assessment: Assessment) -> Iterator[str]:
    yield from assessment.ratings
    yield from assessment.actions
    for goal in assessment.goals:
        for cause in goal.root_causes:
            yield from cause.practices
    for item in assessment.initiatives:
        yield from item.practices


def _says_something(rating: Rating) -> bool:
    return rating != Rating()


def _agree(ratings: Sequence[Rating]) -> bool:
    said = [tuple(getattr(rating, name) for name in STATEMENT) for rating in ratings]
    return all(other == said[0] for other in said)


def _draft(ratings: Iterable[Rating], data: Mapping[str, Any]) -> Rating:
    """A rating with what several have in common besides their statements."""
    each = tuple(ratings)
    shared = {name: getattr(each[0], name) for name in _SHARED if any(name in r.model_fields_set for r in each)}
    same = {name: value for name, value in shared.items() if all(getattr(r, name) == value for r in each)}
    united = {name: tuple(dict.fromkeys(item for r in each for item in getattr(r, name))) for name in _UNITED}
    return Rating.model_validate({**data, **same, **{name: items for name, items in united.items() if items}})
