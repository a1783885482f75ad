"""Anonymity: what several respondents say, without anybody in it, as a view and as an assessment."""

from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from equity_blocks.engine.scoring.claimed_values import claimed_value
from equity_blocks.engine.scoring.combining import criteria_values, voting_of, weights_of
from equity_blocks.engine.scoring.voices import answered, silent_voices, with_silence_counted
from equity_blocks.engine.sharing.suppression import shows_answers, visible_groups, voices_in
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Combine, Respondent
from equity_blocks.model.framework import Framework
from equity_blocks.model.privacy import WITHHELD
from equity_blocks.model.rating import Rating
from equity_blocks.model.respondents import Agreement, Group, PracticeAnswers, RespondentAnswer, Respondents
from equity_blocks.model.scale import RESERVED, Scale

A = TypeVar("A", bound=Agreement)
_SINGLE = frozenset(("lowest", "highest"))
"""Rules that give what a single person says, however many there are."""

_PAIR = 2
"""Agreement takes two raters."""


def anonymous(view: Respondents, minimum: int, organizations: int = 0) -> Respondents:
    """Leave out of a view who said what, and every figure that speaks of fewer people than `minimum`.

    * Nobody is named, and no answer, note or end of a range stands beside a practice.
    * Spread and number of raters of a practice stay where enough people rated it, and what answers make of it where
      none of them decides. The level that counts in the score stays, as it does in a score card.
    * Agreement of a block stays where enough rated each of its practices that two or more rated.
    * A group stays where it has enough voices, and nobody smaller can be told by subtraction, by role and by
      organization together; and so for each practice, among those who rated it. Its means stay where all in them do.
    * A voice that decides is not a group: people count in units of the heaviest among them (`voices_in`). Rules that
      give what a single person says (`lowest`, `highest`) show no level of a group, and neither does a mean of answers
      that count differently, from which who knows the weights could read each of them.

    Args:
        view: The owner's own.
        minimum: Least people, and least voices.
        organizations: Least organizations that are shown side by side. Default: any number.

    Example:
        >>> from equity_blocks.engine.respondents.summary import respondents
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> view = respondents(framework, Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes", "ben": "no"}}}))
        >>> p = anonymous(view, 5).practices[0]
        >>> p.level, p.raters, p.spread, p.contested
        ('no', None, None, None)
    """
    sizes = {who.id: who.people for who in view.respondents}
    alike = dict.fromkeys(sizes, 1.0)
    large = {practice.id for practice in view.practices if _voices(practice, alike, sizes) >= minimum}
    small = {practice.id for practice in view.practices if (practice.raters or 0) >= _PAIR} - large
    inside = _inside(view)
    weights = weights_of(view.respondents, view.policy.role_weights)
    everybody = [(who.role, who.organization) for who in view.respondents]
    roles, homes = _visible(everybody, [weights[who.id] for who in view.respondents], [*sizes.values()], minimum)
    homes = homes if len(homes) >= organizations else frozenset()
    shown = {
        practice.id: _raters(practice, weights, sizes, view.policy.combine, minimum) for practice in view.practices
    }
    by_role, by_home = ({name: groups[kind] for name, groups in shown.items()} for kind in (0, 1))
    is_single = view.policy.combine in _SINGLE
    rated = (
        practice.replace(combined=None) if is_single or _voices(practice, weights, sizes) < minimum else practice
        for practice in view.practices
    )
    practices = (practice if practice.id in large else _hidden(practice) for practice in rated)
    return view.replace(
        policy=view.policy.replace(role_weights={}),
        people=view.people if voices_in([*alike.values()], [*sizes.values()]) >= minimum else None,
        respondents=(),
        practices=tuple(sorted(map(_unnamed, practices), key=_place)),
        agreement=_without(view.agreement) if small else view.agreement,
        blocks=tuple(_without(block) if small & inside[block.id] else block for block in view.blocks),
        roles=tuple(_group(group, by_role, inside) for group in view.roles if group.id in roles),
        organizations=tuple(_group(group, by_home, inside) for group in view.organizations if group.id in homes),
    )


def _visible(
    people: Sequence[tuple[str | None, str | None]], weights: Sequence[float], sizes: Sequence[int], minimum: int
) -> tuple[AbstractSet[str], AbstractSet[str]]:
    roles, homes = visible_groups(people, minimum, weights, sizes) or (frozenset(), frozenset())
    return roles, homes


def _voices(practice: PracticeAnswers, weights: Mapping[str, float], sizes: Mapping[str, int]) -> float:
    """How many voices named a level of a practice, in units of the heaviest."""
    raters = [voice.respondent for voice in practice.answers if voice.level is not None]
    return voices_in([weights[who] for who in raters], [sizes[who] for who in raters])


def _raters(
    practice: PracticeAnswers, weights: Mapping[str, float], sizes: Mapping[str, int], rule: Combine, minimum: int
) -> tuple[AbstractSet[str], AbstractSet[str]]:
    """The groups whose level of a practice may be shown."""
    if rule in _SINGLE:
        return frozenset(), frozenset()
    raters = [voice for voice in practice.answers if voice.level is not None]
    groups = [_levelled(raters, weights, kind) if rule == "mean" else None for kind in ("role", "organization")]
    people = [(_among(voice.role, groups[0]), _among(voice.organization, groups[1])) for voice in raters]
    names = [voice.respondent for voice in raters]
    return _visible(people, [weights[who] for who in names], [sizes[who] for who in names], minimum)


def _levelled(raters: Sequence[RespondentAnswer], weights: Mapping[str, float], kind: str) -> AbstractSet[str]:
    """The groups in which all raters count alike."""
    weights_in: dict[str, set[float]] = {}
    for voice in raters:
        weights_in.setdefault(getattr(voice, kind) or "", set()).add(weights[voice.respondent])
    return {name for name, inside in weights_in.items() if len(inside) == 1}


def _among(name: str | None, allowed: AbstractSet[str] | None) -> str | None:
    return name if allowed is None or name in allowed else None


def _inside(view: Respondents) -> dict[str, set[str]]:
    """The practices of each block, those of blocks inside it included."""
    around = {block.id: block.block for block in view.blocks}
    practices: dict[str, set[str]] = {block: set() for block in around}
    for practice in view.practices:
        block: str | None = practice.block
        while block is not None:
            practices[block].add(practice.id)
            block = around[block]
    return practices


def _hidden(practice: PracticeAnswers) -> PracticeAnswers:
    return practice.replace(raters=None, combined=None, spread=None, contested=None)


def _unnamed(practice: PracticeAnswers) -> PracticeAnswers:
    """The ends of the range are what single people say, however many there are."""
    return practice.replace(answers=(), silent=(), range=None, lowest=None, highest=None, note="")


def _place(practice: PracticeAnswers) -> tuple[bool, float, str]:
    """Contested first, then by falling spread; the hidden ones last, in an order that tells nothing."""
    return not practice.contested, 1.0 if practice.spread is None else -practice.spread, practice.title


def _without(agreement: A) -> A:
    return agreement.replace(alpha=None, low=None, high=None, spread=None, doubt=None)


def _group(group: Group, visible: Mapping[str, AbstractSet[str]], inside: Mapping[str, AbstractSet[str]]) -> Group:
    """Its levels that may be shown, and its means over nothing else."""
    kept = tuple(entry for entry in group.practices if group.id in visible[entry.practice])
    gone = {entry.practice for entry in group.practices} - {entry.practice for entry in kept}
    return group.replace(
        respondents=(),
        value=None if gone else group.value,
        difference=None if gone else group.difference,
        blocks=tuple(block.replace(value=None) if gone & inside[block.id] else block for block in group.blocks),
        practices=kept,
    )


def without_respondents(assessment: Assessment, framework: Framework | None, minimum: int | None) -> Assessment:
    """Let one level stand for answers that must not be shown, and name only who is beside an answer that may.

    Args:
        assessment: The owner's own.
        framework: What was rated; needed where answers that differ have to become one level.
        minimum: Least people of one role and organization whose answers may be shown. None: no answer may.

    Raises:
        UnsuitableError: The framework is needed and not given.

    Example:
        >>> from equity_blocks.model import Assessment
        >>> said = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes", "ben": "yes"}}})
        >>> shared = without_respondents(said, None, 5)
        >>> shared.rating("p").level, shared.respondents
        ('yes', ())
    """
    assessment, silent = _with_silence(assessment, framework)
    ratings = {}
    for name, rating in assessment.ratings.items():
        if minimum is not None and name not in silent and shows_answers(assessment, rating, minimum):
            given = {who: answer for who, answer in rating.answers.items() if not answer.is_blank}
            ratings[name] = rating.replace(answers=given) if len(given) < len(rating.answers) else rating
        else:
            ratings[name] = _as_one(assessment, name, framework) if rating.answers else rating
    named = {who for rating in ratings.values() for who in rating.answers}
    respondents = tuple(_unasked(who) for who in assessment.respondents if who.id in named)
    shared = assessment.replace(respondents=respondents, ratings=ratings)
    roles = {who.role for who in respondents}
    weights = {role: weight for role, weight in assessment.role_weights.items() if role in roles}
    return shared.replace(role_weights=weights) if weights != assessment.role_weights else shared


def _with_silence(assessment: Assessment, framework: Framework | None) -> tuple[Assessment, Container[str]]:
    """The assessment in which silent voices are counted, and the practices whose level they help to make."""
    assessment = answered(framework, assessment) if framework else assessment
    if assessment.silent == "exclude" or not any(rating.answers for rating in assessment.ratings.values()):
        return assessment, ()
    if framework is None:
        raise UnsuitableError(
            "silence counts in this assessment: give the framework (framework=...), so that it can",
            code="framework_needed",
            data={"argument": "framework"},
        )
    silent = silent_voices(framework, assessment)
    return with_silence_counted(framework, assessment).replace(silent="exclude"), silent


def _unasked(who: Respondent) -> Respondent:
    return who.replace(asked=()) if who.asked else who


def _as_one(assessment: Assessment, name: str, framework: Framework | None) -> Rating:
    rating = assessment.ratings[name]
    if rating.agreed:
        return rating.replace(answers={})
    if rating.status == "not_applicable" and not rating.not_applicable:
        return rating.replace(answers={}, not_applicable=WITHHELD, decision=None)
    if rating.status == "unknown":
        return rating.replace(answers={}, level=RESERVED)
    votes = {(answer.level, answer.criteria) for answer in rating.answers.values() if answer.names_level}
    if len(votes) <= 1:  # those who agree need no rule
        level, criteria = next(iter(votes), (None, {}))
        return rating.replace(answers={}, level=level, criteria=criteria)
    if framework is None:
        raise UnsuitableError(
            f"the answers to '{name}' differ and must not be shown: give the framework (framework=...), so that one "
            "level can stand for them",
            code="framework_needed",
            data={"argument": "framework", "found": name},
        )
    practice, scale, voting = framework.practices[name], framework.scale_of(name), voting_of(assessment)
    by_criterion = criteria_values(practice, scale, rating, voting)
    if by_criterion is not None:
        return rating.replace(answers={}, criteria={key: _level(scale, each) for key, each in by_criterion.items()})
    return rating.replace(answers={}, level=_level(scale, claimed_value(practice, scale, rating, voting).value))


def _level(scale: Scale, value: float | None) -> str | float | None:
    """The level that a value holds; on a range the score."""
    if value is None:
        return None
    low, high = scale.range or (0.0, 0.0)
    return low + value * (high - low) if scale.range else scale.ids[scale.held(value)]
