"""Migration: an assessment carried over to another revision of its framework, so that no answer is lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.revision.level_conversion import STATEMENT, Ends, reread
from equity_blocks.engine.revision.lineage import Succession, leads_back, lineage, lineage_of_ids, which_rated
from equity_blocks.engine.revision.pointers import Pointers
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Retired
from equity_blocks.model.assessment_checks import misfits, require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Rating
from equity_blocks.model.result import FrameworkRef, head
from equity_blocks.model.revision import MigratedPractice, Migration
from equity_blocks.model.targets import LevelShare
from equity_blocks.option_names import option

_SHARED = ("target", "decision", "importance", "feasibility", "owner")
_UNITED = ("required_by", "evidence")
"""What parts of a practice take over besides: wishes, duties and evidence, but neither effort nor cost, which would be
counted twice."""


@checks_nouns
def migrate(framework: Framework, assessment: Assessment, framework_before: Framework | None = None) -> Migration:
    """Carry an assessment over to another revision of its framework.

    * Same id: the rating stays. Renamed (`was`), also where ids change places: it moves, and so do goals, initiatives
      and actions.
    * Split: no part is rated; each has a note that says what was said of the whole, which is kept under `retired`. An
      id that lives on keeps its rating.
    * Merged: rated only where all that was said agrees; every old rating is kept under `retired`.
    * Removed, or a level that is gone: kept under `retired`, with the reason.
    * Unclear, for the id is in use and changed hands: kept under `retired`; nothing that it could mean is rated.
    * What a tailoring took out stays as it is where the newer revision has it, taken out or not.

    Args:
        framework: The revision to carry it over to. One with a lower number than was rated tells nothing of what came
            after it, so without `framework_before` every id is taken for the same, and a note says so.
        assessment: What was said.
        framework_before: The revision that was rated, tailored as it was rated. Default: `framework`, where the
            assessment names its revision and fits it; else what `was` and the ids tell: then positions of levels are
            read on the newer scale, a merge shows only where the assessment speaks of two of its parts, and nothing
            splits off an id that lives on, unless the first revision was rated.

    Returns:
        The migration; `assessment` in it names the newer revision and is a draft. Every level, note, reason and id of
        evidence of the given assessment is in it.

    Raises:
        UnsuitableError: These are not revisions of the one framework that the assessment rates.
        InvalidDataError: The assessment does not fit `framework_before`; every reason is listed.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> new = Framework(id="mini", title="Mini", revision=2, scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "new", "title": "N", "was": ["old"]}]}])
        >>> made = migrate(new, Assessment(framework="mini", ratings={"old": "yes", "gone": "no"}))
        >>> made.migrated.ratings["new"].level, made.migrated.retired["gone"][0].rating.level
        ('yes', 'no')
    """
    for other in filter(None, (framework, framework_before)):
        if other.id != assessment.framework:
            message = f"this assessment rates '{assessment.framework}', not '{other.id}'"
            raise UnsuitableError(
                f"{message}: `migrate` leads from revision to revision, `translate` to another framework",
                code="wrong_framework",
                data={"found": other.id, "allowed": (assessment.framework,)},
            )
    old = framework_before
    if old:
        if assessment.revision not in (None, old.revision):
            message = f"revision {assessment.revision} was rated, but the older framework given is revision"
            raise UnsuitableError(
                f"{message} {old.revision}: give the one that was rated, or none",
                code="wrong_revision",
                data={"found": old.revision, "allowed": (assessment.revision,)},
            )
        assessment = require_fit(old, assessment)
    else:
        old = framework if _is_of(framework, assessment) and not misfits(framework, assessment) else None
        assessment = require_fit(old, assessment) if old else assessment
    return _Migrating(assessment, old, framework).migration()


def _is_of(framework: Framework, assessment: Assessment) -> bool:
    return assessment.revision == framework.revision and assessment.edition in ("", framework.edition)


class _Migrating:
    """One migration: what lives on so far, and what is retired."""

    def __init__(self, assessment: Assessment, old: Framework | None, new: Framework) -> None:
        self.given, self.old, self.new = assessment, old, new
        self.names = tuple(dict.fromkeys(_named_in(assessment)))
        self.rated = which_rated(new, assessment.revision, assessment.edition)
        asked = (name for who in assessment.respondents for name in who.asked)
        self.lines = lineage(old, new) if old else lineage_of_ids((*self.names, *asked), new, self.rated)
        self.successions, self.origins = self.lines
        self.pointers = Pointers(old, new, self.rated, self.lines)
        self.lost: dict[str, tuple[str, ...]] = {}
        self.carried: set[str] = set()
        self.notes: list[str] = []
        self.retired: dict[str, tuple[Retired, ...]] = dict(assessment.retired)

    def migration(self) -> Migration:
        ratings = {name: rating for name in self.origins if (rating := self._rating(name)) is not None}
        practices = [self._migrated(name) for name in self.names]
        changes: dict[str, Any] = {
            "revision": self.new.revision,
            "ratings": ratings,
            "goals": tuple(map(self.pointers.goal, self.given.goals)),
            "initiatives": tuple(map(self.pointers.initiative, self.given.initiatives)),
            "respondents": tuple(map(self.pointers.respondent, self.given.respondents)),
            "actions": {
                successor: self.given.actions[n]
                for n in self.given.actions
                if (successor := self.lines.sole_successor(n))
            },
            "final": False,
            "edition": self.new.edition,
        }
        made = self._fitting(changes)
        return Migration.trusted(
            **head(self.new, made),
            rated=self._rated(),
            practices=tuple(practices),
            added=tuple(name for name in self.new.practices if self.old and not self.origins[name]),
            notes=(*self.notes, *self.pointers.notes, *self._doubts(made)),
            migrated=made,
        )

    def _fitting(self, changes: dict[str, Any]) -> Assessment:
        """The assessment with all that changed; a shared target that does not fit all whom it is for is retired."""
        targets = self._targets()
        if self.given.narrative:
            narrative = self.pointers.narrative(self.given.narrative)
            changes = {**changes, "narrative": narrative}
            for name in self.pointers.without_block:
                text = self.given.narrative.blocks[name]
                self.notes.append(f"The words about '{name}' are retired: {_WHY['removed']}.")
                self._keep(name, {"why": _WHY["removed"], "narrative": text})
        while True:
            made = self._with({**changes, "targets": targets, "retired": self.retired})
            off = next((p.key_path for p in misfits(self.new, made) if p.key_path[:1] == ("targets",)), None)
            if off is None:
                return made
            name, is_of_block = str(off[-1]), off[:2] == ("targets", "blocks")
            place = targets["blocks"] if is_of_block else targets
            self._drop_target(name if is_of_block else f"targets.{name}", place.pop(name), _NOT_FOR_ALL)

    def _doubts(self, made: Assessment) -> Iterator[str]:
        """What somebody has to see to before the new file can be used, or believed."""
        if self.old is None and self.given.edition in ("", self.new.edition):
            later = self.given.revision or 0
            if later > self.new.revision:
                remedy = f"{_LATER} ({option('framework_before')})"
                yield f"Revision {later} was rated, and revision {self.new.revision} tells nothing of it: {remedy}."
        if made.tailoring and self.old is not self.new:
            yield f"The tailoring {made.tailoring} stays as it is: look over whether it fits this revision."
        yield from (f"This does not fit yet: {problem}" for problem in misfits(self.new, made))

    def _with(self, changes: Mapping[str, Any]) -> Assessment:
        """The given assessment with changes; a key that became empty is left out, one that was empty stays."""
        given = {name: getattr(self.given, name) for name in self.given.model_fields_set}
        changed = {name: value for name, value in changes.items() if value or (name in given and not given[name])}
        kept = {name: value for name, value in given.items() if name not in changes}
        final = {"final": False} if "final" in given else {}
        return Assessment.model_validate({**kept, **changed, **final})

    def _rated(self) -> FrameworkRef | None:
        revision = self.old.revision if self.old else self.given.revision
        edition = self.old.edition if self.old else self.given.edition
        return FrameworkRef(id=self.new.id, edition=edition, revision=revision) if revision else None

    def _rating(self, name: str) -> Rating | None:
        """What is said about a practice of the newer revision; `None` where nothing is."""
        origins = self.origins[name]
        if len(origins) == 1 and self.lines.sole_successor(origins[0]) == name:
            return self._moved_whole(origins[0], name)
        if name not in self.new.practices:  # taken out, so nothing can be read on its scale
            return None
        moved = {old: rating for old in origins if (rating := self._moved(old, name)) is not None}
        if not any(map(_says_something, moved.values())):
            return None
        whole = len(moved) == len(origins) > 1 and all(self._goes_on_in(old, name) for old in origins)
        if whole and not any(self.lost.get(old) for old in origins) and _agree(tuple(moved.values())):
            self.carried.update(moved)
            first = next(iter(moved.values()))
            statement = {key: getattr(first, key) for key in STATEMENT if key in first.model_fields_set}
            notes = "\n".join(dict.fromkeys(rating.note for rating in moved.values() if rating.note))
            return _draft(tuple(moved.values()), {**statement, **({"note": notes} if notes else {})})
        return self._to_be_rated(moved, is_merged=len(origins) > 1)

    def _goes_on_in(self, old: str, name: str) -> bool:
        change, successors = self.successions[old]
        return change != "unclear" and successors == (name,)

    def _to_be_rated(self, moved: Mapping[str, Rating], *, is_merged: bool) -> Rating:
        """A rating that says nothing but what was said of others; what may not be meant gives it nothing else."""
        if any(self.successions[old].change == "unclear" for old in moved):
            return Rating(note=f"Perhaps what was {self._quoted(moved)}: to be rated anew.")
        verb = "Merged" if is_merged else "Split"
        return _draft(tuple(moved.values()), {"note": f"{verb} from {self._quoted(moved)}: to be rated anew."})

    def _quoted(self, names: Iterable[str]) -> str:
        return " and ".join(f"'{old}' ({in_words(self.given.ratings[old]) or 'unanswered'})" for old in names)

    def _moved_whole(self, old: str, name: str) -> Rating | None:
        rating = self._moved(old, name) if name in self.new.practices else self.given.ratings.get(old)
        if rating is not None and not self.lost.get(old):
            self.carried.add(old)
        return rating

    def _moved(self, old: str, name: str) -> Rating | None:
        """A rating in terms of the newer practice; what is lost on the way is noted under the older id."""
        rating = self.given.ratings.get(old)
        if rating is None:
            return None
        moved, lost = reread(rating, self._ends(old, name))
        self.lost[old] = tuple(dict.fromkeys((*self.lost.get(old, ()), *lost)))
        return moved

    def _ends(self, old: str, name: str) -> Ends:
        practice, scale = self.new.practices[name], self.new.scale_of(name)
        if self.old is None or old not in self.old.practices:
            return Ends(practice, scale, rated=self.rated)
        is_back = leads_back(self.old, self.new)
        return Ends(practice, scale, self.old.practices[old], self.old.scale_of(old), self.rated, is_back)

    def _migrated(self, name: str) -> MigratedPractice:
        """Say what became of one practice, and retire what has no home."""
        succession, rating = self.successions[name], self.given.ratings.get(name)
        is_home, lost = self.lines.sole_successor(name) is not None, self.lost.get(name, ())
        without = f"this revision has no {', no '.join(lost)}" if lost else ""
        why = without if is_home else self._why(succession.change)
        is_retired = bool(why) and self._retire(name, why, is_home=is_home)
        is_carried = name in self.carried
        is_split = succession.change == "split"
        return MigratedPractice.trusted(
            id=name,
            change=succession.change,
            to=succession.successors,
            said=in_words(rating) if rating else "",
            carried=is_carried,
            retired=is_retired,
            to_review=(is_retired and not is_carried) or is_split or self._is_read_by_position(name, rating),
            why=why or (_LIVES_ON if is_split else "") or self._why_aside(succession),
        )

    def _why(self, change: str) -> str:
        if change != "unclear":
            return _WHY[change]
        return _UNCLEAR + (_SAY_IT if self.old else f"{_GIVE_IT} ({option('framework_before')})")

    def _why_aside(self, succession: Succession) -> str:
        """Say so where the only home is one that the tailoring took out."""
        return "" if set(succession.successors) <= self.new.practices.keys() else _TAKEN_OUT

    def _is_read_by_position(self, name: str, rating: Rating | None) -> bool:
        is_known = self.old is not None and name in self.old.practices
        return not is_known and rating is not None and isinstance(rating.level, int | float)

    def _retire(self, name: str, why: str, *, is_home: bool) -> bool:
        """Keep what has no home; whether there was anything to keep."""
        rating = self.given.ratings.get(name)
        kept: dict[str, Any] = {"rating": rating} if rating and _says_something(rating) else {}
        if not is_home and name in self.given.actions:
            kept["action"] = self.given.actions[name]
        if not self.pointers.successors([name]):
            goals = [g.id for g in self.given.goals if any(name in cause.practices for cause in g.root_causes)]
            carrying = [item.id for item in self.given.initiatives if name in item.practices]
            kept |= {key: ids for key, ids in (("goals", goals), ("initiatives", carrying)) if ids}
        if kept:
            self._keep(name, {"why": why, **kept})
        return bool(kept)

    def _keep(self, name: str, data: Mapping[str, Any]) -> None:
        rated = self._rated()
        known = {key: value for key in ("revision", "edition") if (value := getattr(rated, key, None))}
        self.retired[name] = (*self.retired.get(name, ()), Retired.model_validate({**known, **data}))

    def _targets(self) -> dict[str, Any]:
        """The shared targets that are still some; the others are retired under their own names."""
        targets = self.pointers.targets(self.given.targets)
        for dropped in self.pointers.dropped:
            self._drop_target(*dropped)
        return targets

    def _drop_target(self, name: str, target: Any, why: str) -> None:
        self.notes.append(f"The target {_shown(target)} of '{name}' is retired: {why}.")
        self._keep(name, {"why": why, "target": target})


_WHY = {
    "kept": "others were merged into it",
    "renamed": "others were merged into it",
    "split": "it was split",
    "merged": "it was merged with others",
    "removed": "this revision no longer has it",
}
_LIVES_ON = "a part was split off; the rating stays with the id that lives on"
_TAKEN_OUT = "the tailoring has taken it out; what was said stays in the file, and counts nowhere"
_LATER = "look over whether each id means the same, or give the framework that was rated"
_NOT_FOR_ALL = "not everything that it is for has such a level in this revision"
_UNCLEAR = "the id is in use, and nothing tells whether for the same thing: "
_SAY_IT = "if it is, let the practice name its own id under `was`"
_GIVE_IT = "the framework that was rated would tell"


def _shown(target: Any) -> str:
    return f"of at least {target.share:g}" if isinstance(target, LevelShare) else str(target)


def in_words(rating: Rating) -> str:
    """Write what a rating says as people read it; empty where it says nothing.

    Example:
        >>> in_words(Rating(level="partial")), in_words(Rating(not_applicable="no records")), in_words(Rating(note=""))
        ('partial', 'not applicable', '')
    """
    of_answers = [level for answer in rating.answers.values() for level in answer.levels]
    agreed = [rating.agreed.level] if rating.agreed else of_answers
    levels = [str(level) for level in agreed or (rating.level, *rating.criteria.values()) if level is not None]
    status = "not applicable" if rating.not_applicable else "not pursued" if rating.not_pursued else ""
    return ", ".join([*levels, *filter(None, [status])])


def _named_in(assessment: Assessment) -> Iterator[str]:
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
    statements = [tuple(getattr(rating, name) for name in STATEMENT) for rating in ratings]
    return all(other == statements[0] for other in statements)


def _draft(ratings: Iterable[Rating], data: Mapping[str, Any]) -> Rating:
    """A rating with what several have in common besides their statements."""
    each = tuple(ratings)
    shared = {name: getattr(each[0], name) for name in _SHARED if any(name in r.model_fields_set for r in each)}
    same = {name: value for name, value in shared.items() if all(getattr(r, name) == value for r in each)}
    united = {name: tuple(dict.fromkeys(item for r in each for item in getattr(r, name))) for name in _UNITED}
    return Rating.model_validate({**data, **same, **{name: items for name, items in united.items() if items}})
