"""Several respondents: who says what, where they are far apart, how far they agree, how each group sees the whole."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import floor, fsum
from typing import Literal, NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.respondents.agreement import (
    CONFIDENCE,
    DRAWS,
    alpha_interval,
    krippendorff_alpha,
    leik_spread,
    require_sampling,
)
from equity_blocks.engine.scoring.claimed_values import claimed_value
from equity_blocks.engine.scoring.combining import RULES, Voting, votes_of, voting_of
from equity_blocks.engine.scoring.grounds import answers_to
from equity_blocks.engine.scoring.voices import answered, member_voice, silent_voices, with_silence_counted
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Combine
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import FrozenDict
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.rating import Answer, Rating
from equity_blocks.model.respondents import (
    Agreement,
    BlockAgreement,
    Doubt,
    EndAnswer,
    Group,
    GroupBlock,
    GroupLevel,
    Policy,
    PracticeAnswers,
    Respondents,
)
from equity_blocks.model.result import head
from equity_blocks.model.scale import Scale
from equity_blocks.model.tolerance import EDGE, plain

FAR_APART = 2
"""Levels between the lowest and the highest from which on a practice is contested."""

HARDLY = 0.9
"""Above this share of the answers at one level, alpha rests on the few others: one answer more or less turns it."""

_DISCUSSION = 2
"""So many raters who differ are always worth a talk: there is no majority."""


@checks_nouns
def respondents(
    framework: Framework,
    assessment: Assessment,
    *,
    combine: Combine | None = None,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> Respondents:
    """Lay the answers of several respondents side by side.

    Args:
        framework: What was rated; it may be guidance.
        assessment: Ratings with `answers`.
        combine: The rule that makes one level of several. Default: the assessment's.
        draws: Bootstrap samples for the intervals, above 0. Default: 1000.
        confidence: Share of the samples within an interval, in (0, 1). Default: 0.95.
        seed: The same seed gives the same intervals. Default: 0.

    Returns:
        Practices with answers, contested ones first, with both sides, and who was asked and is silent; agreement by
        block and overall; views by role and by organization, by the same rule and weights as the whole; whether anybody
        speaks for members or community partners. It holds names and notes, and is for the owner of the assessment:
        `share` leaves them out.

    Raises:
        UnsuitableError: `draws` or `confidence` is out of its bounds, or there is no such rule.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/methods/respondents.md.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> view = respondents(framework, Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes", "ben": "no"}}}))
        >>> p = view.practices[0]
        >>> p.contested, p.spread, p.lowest.respondents, p.highest.respondents, p.combined
        (True, 1.0, ('ben',), ('ann',), 'no')
    """
    require_sampling(draws, confidence)
    if combine is not None and combine not in tuple(RULES):  # what cannot be a key, too
        raise UnsuitableError(
            f"'{combine}' is not a rule: there are {', '.join(RULES)}",
            code="not_listed",
            data={"argument": "combine", "found": combine, "allowed": tuple(RULES)},
        )
    assessment = require_fit(framework, assessment)
    assessment, voting = answered(framework, assessment), voting_of(assessment, combine)
    answers = {
        name: rating
        for name, rating in assessment.ratings.items()
        if not all(answer.is_blank for answer in rating.answers.values())
    }
    counted, silent = with_silence_counted(framework, assessment).ratings, silent_voices(framework, assessment)
    ratings = {name: _Heard(answers[name], counted[name], silent.get(name, ())) for name in answers}
    practices = [
        _practice(framework, assessment, practice, ratings[name], voting)
        for name, practice in framework.practices.items()
        if name in ratings
    ]
    views = _Views(framework, ratings, voting)
    matrix = _Matrix(framework, assessment, {practice.id: practice for practice in practices})
    agreement = partial(matrix.agreement, draws=draws, confidence=confidence, seed=seed)
    return Respondents.trusted(
        **head(framework, assessment),
        people=len(assessment.respondents),
        respondents=assessment.respondents,
        member_voice=member_voice(framework, assessment),
        respondents_told=assessment.respondents_told,
        practices=tuple(sorted(practices, key=lambda practice: (not practice.contested, -(practice.spread or 0.0)))),
        without_answers=tuple(name for name in framework.practices if name not in answers),
        agreement=agreement(list(framework.practices)),
        blocks=tuple(
            BlockAgreement.trusted(
                id=block.id,
                title=block.title,
                block=around[-1].id if around else None,
                **agreement(framework.practices_in(block.id)).model_dump(),
            )
            for block, around, _ in framework.walk()
        ),
        roles=_groups(views, assessment, "role", framework.roles),
        organizations=_groups(views, assessment, "organization", _own_name(assessment)),
        policy=Policy.trusted(
            combine=voting.rule,
            silent=assessment.silent,
            role_weights=assessment.role_weights,
            draws=draws,
            confidence=confidence,
            seed=seed,
        ),
    )


class _Heard(NamedTuple):
    """What respondents say of a practice.

    Args:
        given: The rating as it was given.
        counted: The same with what silence counts.
        silent: Who was asked and says nothing.
    """

    given: Rating
    counted: Rating
    silent: tuple[str, ...]


def _practice(
    framework: Framework, assessment: Assessment, practice: Practice, ratings: _Heard, voting: Voting
) -> PracticeAnswers:
    rating, counted, silent = ratings
    scale = framework.scale_of(practice.id)
    votes = votes_of(rating, scale, practice.criteria_rule)
    places = sorted(_place(value, scale) for value in votes.values())
    span = floor(places[-1] - places[0] + EDGE) if len(places) > 1 else None
    claimed = claimed_value(practice, scale, counted, voting).value
    combined = _combined(counted.answers, practice, scale, voting)
    differ = len(set(votes.values())) > 1
    is_far = (span or 0) >= min(FAR_APART, scale.top)
    is_half_against_half = len(votes) == _DISCUSSION and (span or not scale.range)
    return PracticeAnswers.trusted(
        id=practice.id,
        title=practice.title,
        block=framework.chains[practice.id][-1].id,
        status=counted.status,
        answers=answers_to(framework, assessment, practice, rating),
        silent=silent,
        raters=len(places),
        combined=None if combined is None else scale.named(combined),
        agreed=rating.agreed,
        level=None if claimed is None else scale.named(claimed),
        value=plain(claimed),
        spread=leik_spread(places, len(scale.levels)),
        range=span,
        contested=differ and bool(is_far or is_half_against_half),
        lowest=_side(votes, min, scale) if differ else None,
        highest=_side(votes, max, scale) if differ else None,
        note=rating.note,
    )


def _combined(answers: Mapping[str, Answer], practice: Practice, scale: Scale, voting: Voting) -> float | None:
    """What the rule makes of some answers alone; `None` where nobody names a level, or most say it does not apply."""
    return claimed_value(practice, scale, Rating.model_construct(answers=FrozenDict(answers)), voting).value


def _place(value: float, scale: Scale) -> float:
    """Where an answer stands, in levels from the lowest; a score stands between two of them."""
    return value * scale.top if scale.range else scale.held(value)


def _side(votes: Mapping[str, float], end: Callable[[Iterable[float]], float], scale: Scale) -> EndAnswer:
    value = end(votes.values())
    return EndAnswer.trusted(level=scale.named(value), respondents=tuple(who for who in votes if votes[who] == value))


class _Matrix:
    """The answers as alpha wants them: a row for each respondent, a column for each practice.

    Levels enter as their values, so that practices on different scales can be ranked together.
    """

    def __init__(self, framework: Framework, assessment: Assessment, practices: Mapping[str, PracticeAnswers]) -> None:
        self.rows = [respondent.id for respondent in assessment.respondents]
        self.practices = practices
        self.votes = {
            name: votes_of(assessment.ratings[name], framework.scale_of(name), framework.practices[name].criteria_rule)
            for name in practices
        }

    def agreement(self, names: Sequence[str], *, draws: int, confidence: float, seed: int) -> Agreement:
        units = [name for name in names if name in self.votes and len(self.votes[name]) > 1]
        data = [[self.votes[name].get(who) for name in units] for who in self.rows]
        spreads = [spread for name in units if (spread := self.practices[name].spread) is not None]
        alpha = krippendorff_alpha(data)
        interval = None if alpha is None else alpha_interval(data, draws=draws, confidence=confidence, seed=seed)
        low, high = interval or (None, None)
        mean = fsum(spreads) / len(spreads) if spreads else None
        doubt = _doubt([[*self.votes[name].values()] for name in units], alpha)
        return Agreement.trusted(alpha=alpha, low=low, high=high, units=len(units), spread=mean, doubt=doubt)


def _doubt(units: Sequence[Sequence[float]], alpha: float | None) -> Doubt | None:
    """Say why an alpha over these units is null, or says little."""
    if not units:
        return "no_pairs"
    if alpha is None:
        return "one_level"
    if len(units) == 1:
        return "one_practice"
    counts = Counter(value for unit in units for value in unit)
    return "hardly_any_spread" if max(counts.values()) > HARDLY * counts.total() else None


def _own_name(assessment: Assessment) -> Mapping[str, str]:
    own = assessment.organization
    return {own.id: own.name} if own and own.name else {}


def _groups(
    views: "_Views", assessment: Assessment, kind: Literal["role", "organization"], titles: Mapping[str, str]
) -> tuple[Group, ...]:
    """The groups that respondents form by role or by organization, in order of appearance."""
    members: dict[str, list[str]] = {}
    for respondent in assessment.respondents:
        group = getattr(respondent, kind)
        if group is not None:
            members.setdefault(group, []).append(respondent.id)
    return tuple(views.of(group, titles.get(group, group), inside) for group, inside in members.items())


class _Views:
    """How groups see practices and blocks: by the rule, the weights and what silence counts, as the whole does.

    Args:
        framework: What was rated.
        ratings: Practice -> what was said of it.
        voting: The rule and the weights.
    """

    def __init__(self, framework: Framework, ratings: Mapping[str, _Heard], voting: Voting) -> None:
        self.framework = framework
        self.ratings = ratings
        self.voting = voting
        self.scales = {name: framework.scale_of(name) for name in framework.practices}
        self.whole = {
            name: _combined(rating.counted.answers, framework.practices[name], self.scales[name], voting)
            for name, rating in ratings.items()
        }

    def of(self, group: str, title: str, members: Sequence[str]) -> Group:
        """Give the levels at which a group sees practices that somebody in it rates, and its values of blocks."""
        values: dict[str, float] = {}
        for name in self.framework.practices:
            if name in self.ratings and (value := self._value(name, members)) is not None:
                values[name] = value
        apart = [value - whole for name, value in values.items() if (whole := self.whole[name]) is not None]
        means = _means(self.framework, values)
        return Group.trusted(
            id=group,
            title=title,
            size=len(members),
            respondents=tuple(members),
            value=means[None],
            difference=fsum(apart) / len(apart) if apart else None,
            blocks=tuple(
                GroupBlock.trusted(id=b.id, title=b.title, value=means[b.id]) for b, _, _ in self.framework.walk()
            ),
            practices=tuple(
                GroupLevel.trusted(practice=name, level=self.scales[name].named(value), value=float(value))
                for name, value in values.items()
            ),
        )

    def _value(self, name: str, members: Sequence[str]) -> float | None:
        given, counted, _ = self.ratings[name]
        if not any(who in given.answers and given.answers[who].is_statement for who in members):
            return None
        answers = {who: counted.answers[who] for who in members if who in counted.answers}
        return _combined(answers, self.framework.practices[name], self.scales[name], self.voting)


def _means(framework: Framework, values: Mapping[str, float]) -> dict[str | None, float | None]:
    """Weighted means of blocks, and of the whole under `None`, whatever aggregate the framework scores by."""
    means: dict[str | None, float | None] = {}

    def visit(name: str | None, practices: Sequence[Practice], blocks: Sequence[Block]) -> float | None:
        children = [(practice.weight, values.get(practice.id)) for practice in practices]
        children += [(block.weight, visit(block.id, block.practices, block.blocks)) for block in blocks]
        counted = [(weight, value) for weight, value in children if value is not None and weight > 0]
        total = fsum(weight for weight, _ in counted)
        means[name] = fsum(weight * value for weight, value in counted) / total if counted else None
        return means[name]

    visit(None, (), framework.blocks)
    return means
