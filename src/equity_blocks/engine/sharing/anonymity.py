"""Anonymity: what several respondents say, without anybody in it, as a view and as an assessment."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from equity_blocks.engine.scoring.claims import claims
from equity_blocks.engine.sharing.suppression import shows_answers, visible_groups
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.framework import Framework
from equity_blocks.model.respondents import Agreement, Group, PracticeAnswers, Respondents
from equity_blocks.model.scale import RESERVED

A = TypeVar("A", bound=Agreement)
WITHHELD = "withheld"
"""What stands where a text has to."""

_PAIR = 2
"""Agreement takes two raters."""


def anonymous(view: Respondents, minimum: int, organizations: int = 0) -> Respondents:
    """Leave out of a view who said what, and every figure that speaks of fewer people than `minimum`.

    * Nobody is named, and no answer, note or end of a range stands beside a practice.
    * Spread, number of raters and what answers make of a practice stay where enough people rated it. The level that
      counts in the score stays, as it does in a score card.
    * Agreement of a block stays where enough rated each of its practices that two or more rated.
    * A group stays where it is large enough, and nobody smaller can be told by subtraction, by role and by organization
      together; and so for each practice, among those who rated it. Its means stay where all in them do.

    Args:
        view: The owner's own.
        minimum: Least people.
        organizations: Least organizations that are shown side by side. Default: any number.

    Example:
        >>> from equity_blocks.engine.respondents.view import respondents
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> view = respondents(framework, Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes", "ben": "no"}}}))
        >>> p = anonymous(view, 5).practices[0]
        >>> p.level, p.raters, p.spread, p.contested
        ('no', None, None, None)
    """
    large = {practice.id for practice in view.practices if (practice.raters or 0) >= minimum}
    small = {practice.id for practice in view.practices if (practice.raters or 0) >= _PAIR} - large
    inside = _inside(view)
    roles, homes = _visible(((who.role, who.organization) for who in view.respondents), minimum)
    homes = homes if len(homes) >= organizations else frozenset()
    shown = {practice.id: _raters(practice, minimum) for practice in view.practices}
    by_role, by_home = ({name: groups[kind] for name, groups in shown.items()} for kind in (0, 1))
    # These rules give what a single person says, however many there are.
    is_single = view.policy.combine in ("lowest", "highest")
    rated = (practice.replace(combined=None) if is_single else practice for practice in view.practices)
    practices = (practice if practice.id in large else _hidden(practice) for practice in rated)
    return view.replace(
        people=view.people if len(view.respondents) >= minimum else None,
        respondents=(),
        practices=tuple(sorted(map(_unnamed, practices), key=_place)),
        agreement=_without(view.agreement) if small else view.agreement,
        blocks=tuple(_without(block) if small & inside[block.id] else block for block in view.blocks),
        roles=tuple(_group(group, by_role, inside) for group in view.roles if group.id in roles),
        organizations=tuple(_group(group, by_home, inside) for group in view.organizations if group.id in homes),
    )


def _visible(
    people: Iterable[tuple[str | None, str | None]], minimum: int
) -> tuple[AbstractSet[str], AbstractSet[str]]:
    roles, homes = visible_groups([*people], minimum) or (frozenset(), frozenset())
    return roles, homes


def _raters(practice: PracticeAnswers, minimum: int) -> tuple[AbstractSet[str], AbstractSet[str]]:
    """The groups whose level of a practice may be shown."""
    return _visible(
        ((voice.role, voice.organization) for voice in practice.answers if voice.level is not None), minimum
    )


def _inside(view: Respondents) -> dict[str, set[str]]:
    """The practices of each block, those of blocks inside it included."""
    around = {block.id: block.block for block in view.blocks}
    found: dict[str, set[str]] = {block: set() for block in around}
    for practice in view.practices:
        block: str | None = practice.block
        while block is not None:
            found[block].add(practice.id)
            block = around[block]
    return found


def _hidden(practice: PracticeAnswers) -> PracticeAnswers:
    return practice.replace(raters=None, combined=None, spread=None, contested=None)


def _unnamed(practice: PracticeAnswers) -> PracticeAnswers:
    """The ends of the range are what single people say, however many there are."""
    return practice.replace(answers=(), range=None, lowest=None, highest=None, note="")


def _place(practice: PracticeAnswers) -> tuple[bool, float, str]:
    """Contested first, then by falling spread; the hidden ones last, in an order that tells nothing."""
    return not practice.contested, 1.0 if practice.spread is None else -practice.spread, practice.title


def _without(agreement: A) -> A:
    return agreement.replace(alpha=None, low=None, high=None, spread=None)


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
    ratings = {}
    for name, rating in assessment.ratings.items():
        if rating.answers and minimum is not None and shows_answers(assessment, rating, minimum):
            given = {who: answer for who, answer in rating.answers.items() if not answer.is_blank}
            ratings[name] = rating.replace(answers=given) if len(given) < len(rating.answers) else rating
        else:
            ratings[name] = _as_one(assessment, name, framework) if rating.answers else rating
    named = {who for rating in ratings.values() for who in rating.answers}
    respondents = tuple(who for who in assessment.respondents if who.id in named)
    shared = assessment.replace(respondents=respondents, ratings=ratings)
    roles = {who.role for who in respondents}
    weights = {role: weight for role, weight in assessment.role_weights.items() if role in roles}
    return shared.replace(role_weights=weights) if weights != assessment.role_weights else shared


def _as_one(assessment: Assessment, name: str, framework: Framework | None) -> Rating:
    rating = assessment.ratings[name]
    if rating.agreed:
        return rating.replace(answers={})
    if rating.status == "not_applicable" and not rating.not_applicable:
        return rating.replace(answers={}, not_applicable=WITHHELD, decision=None)
    if rating.status == "unknown":
        return rating.replace(answers={}, level=RESERVED)
    return rating.replace(answers={}, level=_one_level(assessment, name, framework))


def _one_level(assessment: Assessment, name: str, framework: Framework | None) -> str | float | None:
    votes = {answer.level for answer in assessment.ratings[name].answers.values()} - {None, RESERVED}
    if len(votes) < 2:  # noqa: PLR2004 - those who agree need no rule
        return next(iter(votes), None)
    if framework is None:
        raise UnsuitableError(
            f"the answers to '{name}' differ and must not be shown: give the framework (framework=...), so that one "
            "level can stand for them"
        )
    claim, scale = claims(framework, assessment)[name], framework.scale_of(name)
    if scale.range and claim.value is not None:
        low, high = scale.range
        return low + claim.value * (high - low)
    return None if claim.position is None else scale.ids[claim.position]
