"""Questionnaires: what a framework asks of whom, with what is known already and may be shown to them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.collecting.last_time import LastTime, as_rating, last_time
from equity_blocks.engine.respondents.summary import respondents
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Respondent
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, enumerated, worded
from equity_blocks.model.practice import PARTNERSHIP, TO_BE_CONFIRMED, Practice, for_audience
from equity_blocks.model.questionnaire import Asked, Choice, Item, Questionnaire, Side
from equity_blocks.model.rating import NOTHING, Rating
from equity_blocks.model.respondents import EndAnswer, PracticeAnswers
from equity_blocks.model.wording import COMMUNITY_ROLES, asked_in_plain_words


@checks_nouns
def questionnaire(
    framework: Framework,
    assessment: Assessment | None = None,
    *,
    audience: str | None = None,
    role: str | None = None,
    respondent: str | None = None,
    contested: bool = False,
    plain: bool = False,
    community: bool = False,
    last: Assessment | None = None,
    last_framework: Framework | None = None,
) -> Questionnaire:
    """Say what is asked of whom, and what is known already.

    One for a respondent, a role or the community holds nothing of what others said or planned.

    Args:
        framework: What is rated, tailored where the organization has a tailoring.
        assessment: What is known already. Default: nothing.
        audience: Whose wording. Default: the organization's type, else the common wording.
        role: Only what this role is asked, an id of the framework. Default: everything.
        respondent: Who is asked: an id of the assessment's respondents, who sees what they said themselves and is
            asked no more than is said under `asked`; or a new id. Default: the owner, who also plans; with `role` or
            `community`, somebody who says who they are.
        contested: Whether to ask only what respondents differ on, with both sides, and what is agreed.
        plain: Whether to ask in plain words where there are such. Default: in the field's words.
        community: Whether members and neighbors are asked: in plain words, and only what has such a wording.
        last: The assessment of last time, whose levels stand there as a reading. Default: none.
        last_framework: The framework that `last` rated. Default: this one.

    Returns:
        The questionnaire; it has one item or more.

    Raises:
        UnsuitableError: Nobody would be asked anything: there is no such role or audience, the role has no item,
            nobody differs, or the framework has no plain words. What would do is named.
        InvalidDataError: An assessment does not fit; every reason is listed.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], roles={"quality": "Quality"},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "roles": ["quality"]},
        ...         {"id": "q", "title": "Q"}]}])
        >>> made = questionnaire(framework, role="quality", respondent="ann")
        >>> [item.practice for item in made.items], made.kind, made.asked.practices
        (['p'], 'answers', ('p',))
    """
    if framework.use != "assessment":
        raise UnsuitableError(f"{framework.id} is guidance: it is not rated", code="no_score")
    known = require_fit(framework, assessment) if assessment else Assessment(framework=framework.id)
    audience = audience or _own_audience(framework, known)
    _require_audience(framework, audience)
    person = _person(framework, known, respondent, role)
    asked = _Asking(framework, known, audience, is_plain=plain or community)
    names = _names(asked, person, role, community=community)
    kind = "contested" if contested else "answers" if person or role or community else "owner"
    sides = _sides(framework, known) if contested else {}
    names = [name for name in names if not contested or name in sides]
    if not names:
        message = f"respondents differ on nothing that is asked here, so there is nothing to agree on in {framework.id}"
        raise UnsuitableError(message, code="nothing_asked")
    own = (person.id if person else "") if kind == "answers" else None
    earlier = last_time(framework, last, last_framework, respondent=own) if last else LastTime({}, frozenset())
    return Questionnaire(
        framework=framework.id,
        edition=framework.edition,
        revision=framework.revision,
        fingerprint=framework.fingerprint,
        title=framework.title,
        terms={str(word): title for word, title in framework.terms.items()},
        items=tuple(asked.item(name, kind, person, earlier)._replace(sides=sides.get(name, ())) for name in names),
        asked=_asked(framework, person, role, names, community=community) if kind == "answers" else Asked(),
        kind=kind,
        audience=audience or "",
        is_plain=plain or community,
        **_head(known),
    )


def _head(assessment: Assessment) -> dict[str, Any]:
    own = assessment.organization
    return {
        "assessment": assessment.id or "",
        "organization": (own.name or own.id) if own else "",
        "as_of": assessment.as_of.isoformat() if assessment.as_of else "",
        "is_final": assessment.final,
        "tailoring": assessment.tailoring or "",
        "promise": assessment.respondents_told,
    }


def _own_audience(framework: Framework, assessment: Assessment) -> str | None:
    own = assessment.organization_type
    return own if own in framework.audiences else None


def _require_audience(framework: Framework, audience: str | None) -> None:
    known = (*framework.audiences, PARTNERSHIP)
    if audience is not None and audience not in known:
        hint = did_you_mean(audience, known) or f"there are {', '.join(known)}"
        message = f"{framework.id} has no audience '{audience}' ({hint})"
        raise UnsuitableError(message, code="unknown_audience", data={"found": audience, "allowed": known})


_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def _person(framework: Framework, assessment: Assessment, name: str | None, role: str | None) -> Respondent | None:
    """Who is asked: as the assessment lists them, else somebody new."""
    if role is not None and role not in framework.roles:
        raise _no_items(framework, assessment, role, f"{framework.id} has no role '{role}'")
    if name is None:
        return None
    if not _ID.fullmatch(name):
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "ann"
        message = f"'{name}' cannot be a respondent's id: small letters, digits and hyphens, such as {slug}"
        raise UnsuitableError(message, code="not_an_id", data={"found": name})
    known = next((each for each in assessment.respondents if each.id == name), None)
    if known and role and known.role and known.role != role:
        message = f"'{name}' has the role '{known.role}' in this assessment, not '{role}'"
        raise UnsuitableError(message, code="contradiction", data={"found": role, "allowed": (known.role,)})
    return known or Respondent(id=name, role=role)


def _names(asked: "_Asking", person: Respondent | None, role: str | None, *, community: bool) -> list[str]:
    """The practices that are asked about, in the framework's order."""
    framework, audience = asked.framework, asked.audience
    names = list(framework.practices)
    if community:
        plain = asked_in_plain_words(framework, audience)
        if not plain:
            worded_for = sorted({name for practice in framework.practices.values() for name in practice.plain})
            hint = f"; for {enumerated(worded_for, 'and')} it has" if worded_for else ""
            raise UnsuitableError(f"{framework.id} has no questions in plain words{hint}", code="nothing_asked")
        names = [name for name in names if name in plain]
    if role:
        own = [name for name in names if role in framework.practices[name].asked_of(audience)]
        if not own:
            message = f"nothing is asked of the role '{role}' in {framework.id}"
            raise _no_items(framework, asked.assessment, role, message, audience)
        names = own
    if person and person.asked:
        limits = {name for node in person.asked for name in _within(framework, node)}
        names = [name for name in names if name in limits]
        if not names:
            message = f"nothing of it is asked of '{person.id}', whose `asked` are {enumerated(person.asked)}"
            raise UnsuitableError(message, code="nothing_asked", data={"found": person.id, "allowed": person.asked})
    return names


def _within(framework: Framework, node: str) -> Iterable[str]:
    """The practices of a node; none where a tailoring took it out."""
    return (
        (node,)
        if node in framework.practices
        else framework.practices_in(node)
        if (node in framework.all_blocks)
        else ()
    )


def roles_with_items(framework: Framework, audience: str | None = None) -> tuple[str, ...]:
    """List the roles that are asked something, in the framework's order.

    Args:
        framework: What is rated.
        audience: For whom roles may differ. Default: the common ones.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], roles={"a": "A", "b": "B"},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "roles": ["b"]}]}])
        >>> roles_with_items(framework)
        ('b',)
    """
    asked = {role for practice in framework.practices.values() for role in practice.asked_of(audience)}
    return tuple(role for role in framework.roles if role in asked)


def _no_items(
    framework: Framework, assessment: Assessment, role: str, message: str, audience: str | None = None
) -> UnsuitableError:
    roles = roles_with_items(framework, audience or _own_audience(framework, assessment))
    hint = did_you_mean(role, {name: framework.roles[name] for name in roles})
    there = f"asked are {enumerated(roles)}" if roles else "it asks no role in particular: leave the role out"
    data = {"found": role, "allowed": roles}
    return UnsuitableError(f"{message} ({'; '.join(filter(None, (hint, there)))})", code="unknown_role", data=data)


def _asked(
    framework: Framework,
    person: Respondent | None,
    role: str | None,
    names: list[str],
    *,
    community: bool,
) -> Asked:
    first = next((each for each in COMMUNITY_ROLES if each in framework.roles), "") if community else ""
    own = (person.role if person else None) or role or first
    return Asked(
        id=person.id if person else "",
        role=own,
        role_title=framework.roles.get(own, ""),
        organization=(person.organization if person else None) or "",
        people=person.people if person else 1,
        practices=() if len(names) == len(framework.practices) else tuple(names),
    )


class _Asking(NamedTuple):
    """What every item is made from."""

    framework: Framework
    assessment: Assessment
    audience: str | None
    is_plain: bool

    def item(self, name: str, kind: str, person: Respondent | None, earlier: LastTime) -> Item:
        practice, scale = self.framework.practices[name], self.framework.scale_of(name)
        chain = self.framework.chains[name]
        return Item(
            practice=name,
            title=practice.title,
            block=chain[-1].id,
            blocks=tuple(block.title for block in chain),
            question=practice.question_for(self.audience, plain=self.is_plain) or practice.summary,
            choices=tuple(self._choices(practice)),
            range=scale.range,
            criteria={criterion.id: criterion.title for criterion in practice.criteria},
            evidence_hints=tuple(self._hints(practice)),
            cautions=tuple(caution.in_words for caution in practice.cautions),
            asked_of="; ".join(self.framework.roles[role] for role in practice.asked_of(self.audience)),
            may_not_apply=practice.not_applicable == "allowed",
            status_hint=self._status_hint(practice),
            rating=self._known(name, kind, person),
            reference=earlier.levels.get(name, ""),
            is_changed=name in earlier.changed,
        )

    def _choices(self, practice: Practice) -> Iterator[Choice]:
        for level in self.framework.scale_of(practice.id).levels:
            said = (practice.meaning_of(level.id, self.audience), level.description, level.title)
            meaning = next(filter(None, (level.plain if self.is_plain else "", *said)))
            yield Choice(level.id, level.title, meaning, level.value)

    def _hints(self, practice: Practice) -> Iterator[str]:
        yield from practice.evidence
        if shown := for_audience(practice.evidence_template, self.audience):
            yield shown

    def _status_hint(self, practice: Practice) -> str:
        if practice.is_meant_for(self.audience):
            return ""
        return f"meant for {enumerated([worded(each) for each in practice.applies_to])} ({TO_BE_CONFIRMED})"

    def _known(self, name: str, kind: str, person: Respondent | None) -> Rating:
        """What may stand there already: the owner sees what is theirs, a respondent what they said themselves."""
        rating = self.assessment.rating(name)
        if kind == "owner":
            return rating
        if kind == "contested":
            return Rating.model_construct(agreed=rating.agreed) if rating.agreed else NOTHING
        said = rating.answers.get(person.id) if person else None
        return as_rating(said) if said else NOTHING


def _sides(framework: Framework, assessment: Assessment) -> dict[str, tuple[Side, ...]]:
    """Practice that is contested -> both sides; without names and notes where people were promised that."""
    summary = respondents(framework, assessment, draws=1)
    is_named = assessment.respondents_told == "attributed"
    people = {each.id: each for each in assessment.respondents}
    return {
        practice.id: tuple(
            _side(framework, practice, end, people, is_named=is_named)
            for end in (practice.lowest, practice.highest)
            if end
        )
        for practice in summary.practices
        if practice.contested
    }


def _side(
    framework: Framework,
    practice: PracticeAnswers,
    end: EndAnswer,
    people: Mapping[str, Respondent],
    *,
    is_named: bool,
) -> Side:
    if not is_named:
        heads = sum(people[who].people for who in end.respondents)
        return Side(end.level, counted(heads, "person", "people"))
    notes = {answer.respondent: answer.note for answer in practice.answers}
    return Side(
        end.level,
        enumerated([_called(framework, people[who]) for who in end.respondents]),
        tuple(notes[who] for who in end.respondents if notes.get(who)),
    )


def _called(framework: Framework, person: Respondent) -> str:
    title = framework.roles.get(person.role or "")
    return f"{person.id} ({title})" if title else person.id
