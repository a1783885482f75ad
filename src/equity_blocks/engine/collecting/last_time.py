"""Last time: what was said then as a reading, and the questions that changed since."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from equity_blocks.engine.revision.diff import diff
from equity_blocks.engine.revision.migrate import migrate
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Answer, Rating


class LastTime(NamedTuple):
    """What last time's assessment gives to read.

    Args:
        levels: Practice -> the level that counted then, or that the respondent gave.
        changed: Practices whose question, levels or criteria changed since then, and new ones.
    """

    levels: Mapping[str, str]
    changed: frozenset[str]


def last_time(
    framework: Framework, last: Assessment, before: Framework | None = None, *, respondent: str | None = None
) -> LastTime:
    """Read last time's assessment in today's framework.

    Args:
        framework: What is rated now.
        last: What was said last time.
        before: The framework that was rated then. Default: this one.
        respondent: Whose own answers to give, empty: those of nobody. Default: what counted.

    Raises:
        InvalidDataError: It does not fit the framework that it rated; every reason is listed.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> last_time(framework, Assessment(framework="mini", ratings={"p": "yes"})).levels
        {'p': 'yes'}
    """
    is_same = before is None or (before.revision, before.edition) == (framework.revision, framework.edition)
    changed = frozenset() if is_same or before is None else changed_questions(before, framework)
    rated = require_fit(framework, last) if is_same else migrate(framework, last, before).migrated
    if respondent is not None:
        own = {
            name: rating.answers[respondent] for name, rating in rated.ratings.items() if respondent in rating.answers
        }
        rated = rated.replace(ratings={name: as_rating(answer) for name, answer in own.items()})
    return LastTime(levels_of(framework, rated), changed)


class NextTime(NamedTuple):
    """What the next assessment begins with.

    Args:
        data: Plain data of an assessment: whose it is, who is asked, targets, evidence, goals, initiatives, work that
            goes on; of practices their evidence, owner and duties, and no level.
        notes: Practice -> what was said of it last time, in words, and whether its question changed since.
    """

    data: dict[str, Any]
    notes: Mapping[str, tuple[str, ...]]


def next_time(framework: Framework, last: Assessment, before: Framework | None = None) -> NextTime:
    """Begin the next assessment with what still holds of the last one; no level is taken for an answer.

    Args:
        framework: What will be rated.
        last: What was said last time.
        before: The framework that was rated then. Default: this one.

    Raises:
        UnsuitableError: These are not revisions of the one framework that was rated.
        InvalidDataError: It does not fit the framework that it rated; every reason is listed.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> last = Assessment(framework="mini", as_of="2026-09-30", ratings={"p": {"level": "yes", "owner": "CIO"}},
        ...     actions={"p": {"progress": "started"}})
        >>> begun = next_time(framework, last)
        >>> begun.data["ratings"], [*begun.data["actions"]], begun.notes["p"]
        ({'p': {'owner': 'CIO'}}, ['p'], ('Last time (2026-09-30): yes',))
    """
    earlier = last_time(framework, last, before)
    is_other = before is not None and (before.revision, before.edition) != (framework.revision, framework.edition)
    rated = migrate(framework, last, before).migrated if is_other else require_fit(framework, last)
    given = rated.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data = {key: given[key] for key in _KEPT if given.get(key)}
    going = {
        name: work for name, work in given.get("actions", {}).items() if work["progress"] in ("planned", "started")
    }
    ratings = {name: _still_true(rating) for name, rating in given.get("ratings", {}).items()}
    data |= {"actions": going} if going else {}
    data["ratings"] = {name: rating for name, rating in ratings.items() if rating}
    return NextTime(data, dict(_notes(framework, rated, earlier)))


_KEPT = (
    "organization", "respondents", "respondents_told", "combine", "silent", "role_weights", "targets", "evidence",
    "goals", "initiatives",
)  # fmt: skip
"""What an assessment says that is as true next time."""


def _still_true(rating: dict[str, Any]) -> dict[str, Any]:
    return {key: rating[key] for key in ("owner", "evidence", "required_by") if rating.get(key)}


def _notes(framework: Framework, rated: Assessment, earlier: LastTime) -> Iterator[tuple[str, tuple[str, ...]]]:
    when = f"Last time ({rated.as_of.isoformat()})" if rated.as_of else "Last time"
    for name in framework.practices:
        rating = rated.rating(name)
        reason = rating.not_applicable or rating.not_pursued
        why = f"{'it did not apply' if rating.not_applicable else 'it was left out'}: {reason}" if reason else ""
        said = why or earlier.levels.get(name) or ("nobody could say" if rating.status == "unknown" else "")
        changed = "The question changed since then: read it anew." if name in earlier.changed else ""
        if lines := tuple(filter(None, (f"{when}: {said}" if said else "", changed))):
            yield name, lines


def as_rating(answer: Answer) -> Rating:
    """Give what one respondent answered as a rating of its own.

    Example:
        >>> as_rating(Answer(level="yes", note="At both sites.")).level
        'yes'
    """
    fields = {key: getattr(answer, key) for key in ("level", "criteria", "not_applicable", "note")}
    return Rating.model_construct(**{key: value for key, value in fields.items() if value not in (None, "", {})})


def levels_of(framework: Framework, assessment: Assessment) -> dict[str, str]:
    """Give the level that counts for each practice that has one, as its id or its score.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> levels_of(framework, Assessment(framework="mini", ratings={"p": "yes"}))
        {'p': 'yes'}
    """
    claims = claimed_values(framework, assessment)
    return {
        name: framework.scale_of(name).named(claim.value) for name, claim in claims.items() if claim.value is not None
    }


def changed_questions(before: Framework, framework: Framework) -> frozenset[str]:
    """List the practices whose question, levels or criteria changed between two revisions, and those that are new.

    Args:
        before: The older revision.
        framework: The newer one, whose ids are given.

    Example:
        >>> def framework(question):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...         "practices": [{"id": "p", "title": "P", "question": question}, {"id": "q", "title": "Q"}]}])
        >>> changed_questions(framework("Do you?"), framework("Do you all?"))
        frozenset({'p'})
    """
    changes = diff(before, framework).alterations
    everywhere = any(each.node == "framework" and (each.field or "").startswith("scale") for each in changes)
    own = {each.id for each in changes if each.node == "practice" and _asks_anew(each.kind, each.field or "")}
    shared = {n for n in framework.practices if everywhere and framework.scale_of(n) == framework.scale}
    return frozenset((own | shared) & framework.practices.keys())


def _asks_anew(kind: str, field: str) -> bool:
    return kind in ("added", "split", "merged", "scale", "levels", "criteria") or field.partition(".")[0] in _ASKED


_ASKED = ("question", "plain", "levels", "scale", "criteria", "criteria_rule")
"""Fields of a practice that change what its answer means."""
