"""Sharing: what may leave the owner's hands, by the marks that each field of a noun bears."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from operator import is_not
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from equity_blocks.engine.sharing.anonymity import anonymous, without_respondents
from equity_blocks.engine.sharing.suppression import MINIMUM, require_minimum
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.action import Reason
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.evidence_review import EvidenceReview
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Noun
from equity_blocks.model.privacy import NUMBER, PSEUDONYM, WITHHELD, Audience, SharedWith
from equity_blocks.model.reasons import reasons_in_words
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.result import Result
from equity_blocks.model.revision import Migration
from equity_blocks.model.scorecard import Remark
from equity_blocks.version import VERSION

S = TypeVar("S", bound=Noun)

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
"""From the narrowest to the widest."""

UNDECIDED = SharedWith("owner", WITHHELD)
"""What holds for a text whose field bears no mark: nobody gets it but the owner."""


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
        A noun of the same type, which holds nothing else: every format written from it is as safe as it is. A result
        says whom it is for (`audience`) and where something was left out (`withheld`).

    Raises:
        UnsuitableError: The noun is not one that is shared, there is no such audience, a minimum is too low, the
            framework is needed and not given, or a later version made the result and has words that this one lacks.

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
    if audience not in AUDIENCES:
        raise UnsuitableError(
            f"there is no audience '{audience}': use {', '.join(AUDIENCES)}",
            code="not_listed",
            data={"argument": "audience", "found": audience, "allowed": tuple(AUDIENCES)},
        )
    require_minimum(min(min_respondents, min_organizations), allow_small=allow_small)
    if not isinstance(noun, Assessment | Result) or isinstance(noun, Migration):
        message = f"{type(noun).__name__} cannot be shared; share() takes an Assessment, or a result made from one"
        raise UnsuitableError(
            f"{message}, such as a ScoreCard or a Plan",
            code="wrong_kind",
            data={"argument": "noun", "found": type(noun).__name__},
        )
    if audience == "owner":
        return noun
    try:
        return _shared(noun, audience, secret, framework, (min_respondents, min_organizations))
    except ValueError as error:  # of Pydantic, too
        message = f"this has words that version {VERSION} does not know, so nobody can say what may leave"
        raise UnsuitableError(f"{message}: share it by the version that made it", code="later_version") from error


def _shared(noun: S, audience: Audience, secret: str, framework: Framework | None, minimums: tuple[int, int]) -> S:
    min_respondents, min_organizations = minimums
    is_cohort, is_own = audience == "cohort", audience == "steering"
    prepared: Any = noun
    if isinstance(noun, Assessment):
        prepared = without_respondents(noun, framework, min_respondents if audience == "client" else None)
        prepared = prepared if is_own else _without_ids(prepared)
    elif isinstance(noun, Respondents):
        prepared = anonymous(noun, min_respondents, min_organizations if is_cohort else 0)
        prepared = prepared if is_own else _by_id(prepared, secret, is_cohort)
    prepared = prepared if is_own else _renumbered(prepared)
    shared: S = _Sharing(audience, secret, has_heard=bool(getattr(noun, "heard", 0))).noun(prepared)
    if isinstance(noun, Result) and isinstance(shared, Result):
        shared = shared.replace(withheld=sorted({*noun.withheld, *_withheld(noun, shared)}))
    return shared


@cache
def marks(kind: type[Noun]) -> Mapping[str, SharedWith | None]:
    """Give for each field of a noun how it is shared.

    Returns:
        The strictest mark of what the field may hold; `UNDECIDED` where that may be a text without one; `None` where it
        holds no text: figures, dates, choices, ids by their pattern, and nouns, whose own fields are looked at.

    Example:
        >>> from equity_blocks.model.rating import Duty
        >>> {name: mark and mark.audience for name, mark in marks(Duty).items()}
        {'title': 'steering', 'due': None}
    """
    by_field = {name: list(_marks(field.annotation, field.metadata)) for name, field in kind.model_fields.items()}
    return {
        name: min(found, key=lambda mark: AUDIENCES.index(mark.audience), default=None)
        for name, found in by_field.items()
    }


def _marks(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[SharedWith]:
    """The mark of every text that an annotation allows; keys of mappings are ids."""
    notes = [note for each in metadata for note in (each, *getattr(each, "metadata", ()))]
    own = [note for note in notes if isinstance(note, SharedWith)]
    if own:
        yield own[-1]
    elif annotation in (str, Any, object):
        if not any(getattr(note, "pattern", None) for note in notes):
            yield UNDECIDED
    elif get_origin(annotation) is Annotated:
        yield from _marks(annotation.__origin__, annotation.__metadata__)
    elif get_origin(annotation) is not Literal:
        inner = get_args(annotation)
        for each in inner[1:] if get_origin(annotation) in (dict, Mapping) else inner:
            yield from _marks(each)


class _Sharing:
    """One walk through a noun.

    Args:
        audience: Who gets it.
        secret: The key of pseudonyms.
        has_heard: Whether single respondents make what outcomes may still be.
    """

    def __init__(self, audience: Audience, secret: str, *, has_heard: bool) -> None:
        self.rank = AUDIENCES.index(audience)
        self.is_own = audience == "steering"
        self.secret = secret
        self.has_heard = has_heard

    def noun(self, noun: Any) -> Any:
        changes = {}
        kind: type[Noun] = type(noun)
        for name, mark in marks(kind).items():
            value = getattr(noun, name)
            kept = self._inside(value) if mark is None or self._may_read(mark) else self._instead(mark, value)
            if kept is not value:
                changes[name] = kept
        if isinstance(noun, Reason) and not self.is_own:
            changes = {"data": _plain(noun.data)}
        if "reasons" in changes:  # each of them stands in a sentence, too
            changes["reason"] = _reworded(noun)
        if isinstance(noun, Result):
            changes["audience"] = max(noun.audience, AUDIENCES[self.rank], key=AUDIENCES.index)
        return noun.replace(**changes) if changes else noun

    def _may_read(self, mark: SharedWith) -> bool:
        is_for_them = self.rank <= AUDIENCES.index(mark.audience) or mark.instead == NUMBER
        return is_for_them or (mark.if_heard and not self.has_heard)

    def _instead(self, mark: SharedWith, value: Any) -> Any:
        if value and mark.instead == PSEUDONYM:
            return _pseudonym(value, self.secret)
        if isinstance(value, tuple | Mapping):
            return type(value)() if isinstance(mark.instead, str) else mark.instead
        return mark.instead if value else value

    def _inside(self, value: Any) -> Any:
        if isinstance(value, Noun):
            return self.noun(value)
        if isinstance(value, tuple):
            items = tuple(self._inside(item) for item in value if not self._is_telling(item))
            return items if len(items) < len(value) or any(map(is_not, items, value)) else value
        if isinstance(value, Mapping):
            entries = {key: self._inside(item) for key, item in value.items()}
            return entries if any(entries[key] is not value[key] for key in value) else value
        return value

    def _is_telling(self, item: Any) -> bool:
        """Whether it is a remark that counts respondents, or one about a goal, which quotes the organization."""
        about = {"respondents"} if self.is_own else {"goal", "respondents"}
        return isinstance(item, Remark) and not about.isdisjoint(item.data)


def _withheld(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The key paths at which something was left out, without positions and keys of mappings."""
    if before is after:
        return
    if isinstance(before, Noun) and isinstance(after, Noun):
        for name, field in type(before).model_fields.items():
            if name not in ("audience", "withheld"):
                own = (field.serialization_alias or name,)
                place = path if path[-1:] == own else (*path, *own)
                yield from _withheld(getattr(before, name), getattr(after, name), place)
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for item, kept in _pairs(before, after):
            yield from _withheld(item, kept, path)
    elif isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        for key, entry in before.items():
            yield from _withheld(entry, after[key], path)
    elif before != after:
        yield ".".join(path)


def _pairs(before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterable[tuple[Any, Any]]:
    """Items by their ids, where they have the same ones; else by their order."""
    ids = [getattr(item, "id", None) for item in before]
    by_id = {getattr(item, "id", None): item for item in after}
    if len(by_id) == len(after) and by_id.keys() == set(ids):
        return zip(before, map(by_id.__getitem__, ids), strict=True)
    return zip(before, after, strict=True)


_GENERAL: Mapping[str, str] = {
    "goals": "one of the organization's own",
    "initiatives": "work of the organization's own",
}
_PLAIN = (
    "practice", "practices", "options", "block", "level", "target", "status", "from_effort", "without", "reaches",
    "until", "kind", "due", "finish", "chain",
)  # fmt: skip
"""Facts of a reason that come from the framework or the calendar."""


def _plain(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the facts of a reason that hold no free text; what is not known to hold none goes."""
    plain = {key: value if key in _PLAIN else _blank(key, value) for key, value in data.items()}
    return data if plain == data else plain


def _blank(key: str, value: Any) -> Any:
    if key in _GENERAL:
        return [_GENERAL[key]]
    if key == "duties":
        return [{"title": "an outside requirement", "due": duty["due"]} for duty in value]
    return value if isinstance(value, int | float) or value is None else WITHHELD


def _reworded(noun: Any) -> str:
    """Put the reasons into words without what was left out of their facts; where that fails, say nothing."""
    text: str = noun.reason
    for reason in noun.reasons:
        plain = _plain(reason.data)
        if plain is reason.data:
            continue
        sentence = reasons_in_words([reason], str)
        if sentence not in text:
            return ""
        text = text.replace(sentence, reasons_in_words([reason.replace(data=plain)], str))
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
    if isinstance(noun, EvidenceReview):
        names = _numbers(item.id for item in noun.items)
        return noun.replace(
            items=tuple(item.replace(id=names[item.id]) for item in noun.items),
            claims=tuple(claim.replace(listed=tuple(names[key] for key in claim.listed)) for claim in noun.claims),
        )
    return noun


def _numbers(keys: Iterable[str]) -> dict[str, str]:
    return {key: f"evidence-{i}" for i, key in enumerate(keys, 1)}
