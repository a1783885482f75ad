"""Sharing: what may leave the owner's hands, decided field by field."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from typing import Any, Literal, TypeVar, get_args

from equity_blocks.engine.sharing.anonymity import WITHHELD, anonymous, without_respondents
from equity_blocks.engine.sharing.suppression import MINIMUM, require_minimum
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Noun
from equity_blocks.model.reasons import words
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.scorecard import Remark

Audience = Literal["owner", "steering", "client", "cohort"]
S = TypeVar("S", bound=Noun)

FREE: Mapping[str, Mapping[str, str | None]] = {
    "Agreed": {"by": WITHHELD, "why": ""},
    "Answer": {"not_applicable": WITHHELD, "note": ""},
    "Assessment": {"note": "", "tailoring": None},
    "Baseline": {"unit": "", "period": ""},
    "TailoringChange": {"why": ""},
    "Check": {"by": WITHHELD},
    "Duty": {"title": WITHHELD},
    "Evidence": {"title": WITHHELD, "kind": "", "url": "", "note": ""},
    "EvidenceItem": {"title": WITHHELD, "kind": "", "note": ""},
    "Goal": {"title": "", "population": WITHHELD, "measure": WITHHELD, "note": ""},
    "Initiative": {"title": WITHHELD, "owner": "", "note": ""},
    "Observed": {"period": WITHHELD},
    "Organization": {"name": "", "note": ""},
    "Progress": {"note": ""},
    "Rating": {"not_applicable": WITHHELD, "not_pursued": WITHHELD, "owner": "", "note": ""},
    "RootCause": {"title": WITHHELD},
    "Action": {"owner": ""},
    "Tailored": {"title": "", "file": ""},
    "PracticeAnswers": {"note": ""},
    "RespondentAnswer": {"not_applicable": "", "note": ""},
    "ServedGoal": {"title": WITHHELD, "aim": "", "progress": "", "note": ""},
    "Explanation": {"note": ""},
    "Note": {"by": "", "of": "", "text": WITHHELD},
    "ServedCause": {"title": WITHHELD},
    "GoalChange": {"title": WITHHELD, "unit": ""},
    "CarryingInitiative": {"title": WITHHELD, "owner": "", "note": ""},
}
"""Noun -> its fields that hold an organization's free text -> what stands there instead, where something stood."""

_DROPPED: Mapping[str, Mapping[str, Any]] = {
    "Assessment": {"retired": {}},
    "Reading": {"raters": None},
    "BlockScore": {"raters": None},
    "LostEvidence": {"evidence": ()},
    "Action": {"goals": (), "initiatives": (), "notes": ()},
    "ExplainedPractice": {"notes": ()},
    "Plan": {"goals": (), "initiatives": ()},
    "Comparison": {"goals": ()},
}
"""Keys of the register, which may be any text; ids that may be those of people or that the organization made up, with
what is told of them; answers to earlier revisions, which nobody reads but the owner. And the interval of the raters:
each of its ends is made of what single people say, and a score card does not know how many there are."""

_SAYING = frozenset(("Agreed", "Answer", "RespondentAnswer", "Note"))
"""Nouns that hold who said what."""

_OWN_FREE: Mapping[str, Mapping[str, str | None]] = {
    kind: {name: instead for name, instead in fields.items() if kind in _SAYING or name == "note"}
    for kind, fields in FREE.items()
}
_OWN_DROPPED: Mapping[str, Mapping[str, Any]] = {
    kind: {name: instead for name, instead in fields.items() if name in ("retired", "raters", "notes")}
    for kind, fields in _DROPPED.items()
}
"""What a board of the organization itself does not get: who said what, and notes. Its words, owners, evidence, goals
and initiatives stay."""

_OF_SINGLE_ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "Outcome": {"low": None, "high": None},
    "StageOutcome": {"low": None, "high": None},
    "VerdictOutcome": {"possible": ()},
}
"""What an outcome may still be, where that comes of what single people say, as the interval of the raters does."""

_COHORT: Mapping[str, Mapping[str, Any]] = {
    "Organization": {"state": ""},
    "Assessment": {"id": None},
    "Plan": {"assessment": None},
    "Tailored": {"id": None},
}
"""What a cohort does not get besides: the id that the organization made up for its file, and where it is."""

_SHAREABLE = (
    "Assessment", "ScoreCard", "Plan", "Comparison", "EvidenceReview", "Explanation", "Reach", "Respondents",
    "Stability", "Translation", "WhatIf",
)  # fmt: skip


def share(
    noun: S,
    audience: Audience,
    *,
    framework: Framework | None = None,
    min_respondents: int = MINIMUM,
    min_organizations: int = MINIMUM,
    allow_small: bool = False,
    secret: str = "",
) -> S:
    """Leave out of an assessment or a result what an audience must not see.

    * `owner`: everything stays.
    * `steering`, a board of the organization itself: who said what goes, and notes. One level stands for answers, and
      the view of respondents names nobody, as for a client. The organization's own words stay: names, titles, reasons,
      owners, evidence, goals and initiatives.
    * `client`: free text goes: names, titles and notes that the organization wrote, reasons, owners, links to evidence
      and the keys of the register and ids of goals and initiatives, which are numbered.
      Answers stay beside their respondents only where `respondents_told` is `attributed` and every group of those who
      answered, by role and organization together, has `min_respondents` people; else one level stands for them.
      The view of respondents names nobody, and shows only groups and figures of so many people, from which no smaller
      group can be derived.
    * `cohort`: as for a client, but no answer stays, organizations have pseudonyms and no state, the file's id is gone,
      and organizations stand side by side only where there are `min_organizations`.

    Args:
        noun: An assessment, or a result of one: score card, explanation, stability, plan, what-if, reach, comparison,
            translation, review of evidence or view of respondents.
        audience: Who will read it.
        framework: What was rated; needed only for an assessment in which answers that differ have to become one level:
            which of two levels is the lower one is not known without their scale.
        min_respondents: Least people in a group that is shown, >= 3.
        min_organizations: Least organizations that a cohort sees side by side, >= 3.
        allow_small: Whether these may be 1 or 2. Default: they may not.
        secret: A key that only the owner knows, which makes the pseudonym. Without one, who guesses an organization's
            id can confirm the guess.

    Returns:
        A noun of the same type, which holds nothing else: every format written from it is as safe as it is.

    Raises:
        UnsuitableError: The noun is not one that is shared, there is no such audience, a minimum is too low, or the
            framework is needed and not given.

    Source: docs/methods/sharing.md.

    Example:
        >>> said = Assessment(framework="mini", organization={"id": "acme", "name": "Acme"},
        ...     ratings={"p": {"level": 1, "owner": "Ann", "note": "Ann is tired"}})
        >>> shared = share(said, "client")
        >>> shared.rating("p").note, shared.rating("p").level, shared.organization.id, shared.organization.name
        ('', 1, 'acme', '')
        >>> share(said, "cohort", secret="a long key").organization.id
        'org-3ca0f1ec03c31d23'
    """
    if audience not in get_args(Audience):
        raise UnsuitableError(f"there is no audience '{audience}': use {', '.join(get_args(Audience))}")
    require_minimum(min(min_respondents, min_organizations), allow_small=allow_small)
    if type(noun).__name__ not in _SHAREABLE:
        raise UnsuitableError(f"{type(noun).__name__} cannot be shared; share() takes {', '.join(_SHAREABLE)}")
    if audience == "owner":
        return noun
    is_cohort, is_own = audience == "cohort", audience == "steering"
    found: Any = noun
    if isinstance(noun, Assessment):
        found = without_respondents(noun, framework, min_respondents if audience == "client" else None)
        found = found if is_own else _without_ids(found)
    elif isinstance(noun, Respondents):
        found = anonymous(noun, min_respondents, min_organizations if is_cohort else 0)
        found = found if is_own else _by_id(found, secret, is_cohort)
    found = found if is_own else _renumbered(found)
    has_heard = bool(getattr(noun, "heard", 0))
    shared: S = _Sharing(secret if is_cohort else None, is_own=is_own, has_heard=has_heard).noun(found)
    return shared


class _Sharing:
    """One walk through a noun.

    Args:
        secret: The key of pseudonyms; `None` where organizations keep their ids.
        is_own: Whether it stays in the organization, whose words stay with it.
        has_heard: Whether single respondents make what outcomes may still be.
    """

    def __init__(self, secret: str | None, *, is_own: bool, has_heard: bool) -> None:
        self.secret = secret
        self.is_own = is_own
        self.free, self.dropped = (_OWN_FREE, _OWN_DROPPED) if is_own else (FREE, _DROPPED)
        self.has_heard = has_heard

    def noun(self, noun: Any) -> Any:
        kind = type(noun).__name__
        changes = {}
        for name in type(noun).model_fields:
            value = getattr(noun, name)
            kept = self._field(kind, name, value)
            if kept is not value:
                changes[name] = kept
        if "reasons" in changes:  # each of them is told in a sentence, too
            changes["reason"] = _retold(noun)
        return noun.replace(**changes) if changes else noun

    def _field(self, kind: str, name: str, value: Any) -> Any:
        if self.secret is not None:
            if name in _COHORT.get(kind, ()):
                return _COHORT[kind][name]
            if (kind, name) == ("Organization", "id"):
                return _pseudonym(value, self.secret)
        if name in self.dropped.get(kind, ()):
            return self.dropped[kind][name]
        if name in self.free.get(kind, ()):
            return self.free[kind][name] if value else value
        if (kind, name) == ("Reason", "data"):
            return value if self.is_own else _plain(value)
        if name == "remarks":
            return _unnamed(value, {"respondents"} if self.is_own else {"goal", "respondents"})
        if self.has_heard and name in _OF_SINGLE_ANSWERS.get(kind, ()):
            return _OF_SINGLE_ANSWERS[kind][name]
        if name == "heard":
            return None if value else value
        return self._inside(value)

    def _inside(self, value: Any) -> Any:
        if isinstance(value, Noun):
            return self.noun(value)
        if isinstance(value, tuple):
            items = tuple(self._inside(item) for item in value)
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        if isinstance(value, Mapping):
            entries = {key: self._inside(item) for key, item in value.items()}
            return entries if any(entries[key] is not value[key] for key in value) else value
        return value


def _unnamed(remarks: tuple[Remark, ...], about: AbstractSet[str]) -> tuple[Remark, ...]:
    """Leave out remarks about goals, which quote the organization's words, or that count respondents."""
    kept = tuple(remark for remark in remarks if not about & remark.data.keys())
    return remarks if len(kept) == len(remarks) else kept


_TOLD: Mapping[str, str] = {"goals": "one of the organization's own", "initiatives": "work of the organization's own"}
_PLAIN = (
    "practice", "practices", "options", "block", "level", "target", "status", "from_effort", "without", "reaches",
    "until", "kind", "due", "finish", "chain",
)  # fmt: skip
"""Facts of a reason that come from the framework or the calendar."""


def _plain(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the facts of a reason that hold no free text; what is not known to hold none goes."""
    found = {key: value if key in _PLAIN else _blank(key, value) for key, value in data.items()}
    return data if found == data else found


def _blank(key: str, value: Any) -> Any:
    if key in _TOLD:
        return [_TOLD[key]]
    if key == "duties":
        return [{"title": "an outside requirement", "due": duty["due"]} for duty in value]
    return value if isinstance(value, int | float) or value is None else WITHHELD


def _retold(noun: Any) -> str:
    """Tell the reasons again without what was left out of their facts; where that fails, say nothing."""
    text: str = noun.reason
    for reason in noun.reasons:
        plain = _plain(reason.data)
        if plain is reason.data:
            continue
        said = words([reason], str)
        if said not in text:
            return ""
        text = text.replace(said, words([reason.replace(data=plain)], str))
    return text


def _pseudonym(organization: str, secret: str) -> str:
    """Give the same name to the same organization under the same secret, from which nobody can read its id."""
    key = blake2b(secret.encode(), digest_size=32).digest()
    return f"org-{blake2b(organization.encode(), key=key, digest_size=8).hexdigest()}"


def _by_id(view: Respondents, secret: str, is_cohort: bool) -> Respondents:
    """Call organizations by their ids, or by pseudonyms."""
    names = {group.id: _pseudonym(group.id, secret) if is_cohort else group.id for group in view.organizations}
    groups = (group.replace(id=names[group.id], title=names[group.id]) for group in view.organizations)
    return view.replace(organizations=tuple(groups))


def _without_ids(assessment: Assessment) -> Assessment:
    """Number the goals and initiatives, whose ids the organization made up."""
    return assessment.replace(
        goals=tuple(goal.replace(id=f"goal-{i}") for i, goal in enumerate(assessment.goals, 1)),
        initiatives=tuple(item.replace(id=f"initiative-{i}") for i, item in enumerate(assessment.initiatives, 1)),
    )


def _renumbered(noun: Any) -> Any:
    """Number the evidence, whose keys may be any text, wherever a register and what points at it stand."""
    if isinstance(noun, Assessment):
        names = _numbers(noun.evidence)
        return noun.replace(
            evidence={names[key]: item for key, item in noun.evidence.items()},
            ratings={
                name: rating.replace(evidence=tuple(names[key] for key in rating.evidence))
                if rating.evidence
                else rating
                for name, rating in noun.ratings.items()
            },
        )
    if type(noun).__name__ == "EvidenceReview":
        names = _numbers(item.id for item in noun.items)
        return noun.replace(
            items=tuple(item.replace(id=names[item.id]) for item in noun.items),
            claims=tuple(claim.replace(listed=tuple(names[key] for key in claim.listed)) for claim in noun.claims),
        )
    return noun


def _numbers(keys: Iterable[str]) -> dict[str, str]:
    return {key: f"evidence-{i}" for i, key in enumerate(keys, 1)}
