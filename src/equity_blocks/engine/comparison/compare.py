"""The comparison: what changed between two assessments of one framework, and why the score did."""

from collections.abc import Iterable
from typing import TypedDict

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.comparison.earlier_assessment import (
    LEFT_OUT,
    UNSAID,
    RevisedAssessment,
    read_in_revision,
    require_comparable,
    rescored,
    with_ratings,
)
from equity_blocks.engine.comparison.goal_change import goal_changes
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.lenses import current_evidence
from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.model.assessment import Assessment, Respondent
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.comparison import (
    BlockChange,
    Cause,
    Change,
    Comparison,
    LevelMove,
    LikeForLike,
    LostEvidence,
    PracticeChange,
    Regression,
    Side,
    SplitPart,
    StatusMove,
)
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Rating
from equity_blocks.model.result import head, ref
from equity_blocks.model.scorecard import BlockScore, PracticeScore
from equity_blocks.model.tolerance import ROUNDING, exact
from equity_blocks.model.tree import TOP

CAUSES: tuple[Cause, ...] = ("framework", "scope", "respondents", "ratings")
"""The order of the split. Another order would give other parts: docs/methods/compare.md."""

_NOT_THERE = PracticeScore(id="none", title="", status="unanswered")


@checks_nouns
def compare(
    framework: Framework, before: Assessment, after: Assessment, framework_before: Framework | None = None
) -> Comparison:
    r"""Compare two assessments of one framework: what changed, and because of what.

    A change is split by re-scoring in a fixed order,
    $$S_4 - S_0 = \sum_{k=1}^{4} (S_k - S_{k-1})$$ with `S_0` the score before; `S_1` the same ratings in the present
    framework; `S_2` those, with the ratings of now for practices whose status changed; `S_3` with those too that other
    respondents answered; and `S_4` the score after. The parts sum to the change, to the last bit; they depend on the
    order. The change of every block is split in the same way.

    Where `before` names a revision that is not at hand, what the framework changed cannot be told: that part is null,
    and the others sum to the change from its ratings as they read now.

    Args:
        framework: What `after` rated, with `use: assessment`.
        before: The earlier ratings.
        after: The later ratings.
        framework_before: The edition or revision that `before` rated (see `load_framework_of`). Default: the same
            framework.

    Returns:
        The comparison. Values lie in [0, 1], changes in [-1, 1], `percent` is in percent of the value before. `score`
        has the score of `before` as it was published, by `framework_before`; `reread` has it by `framework`, and so
        has `like_for_like`.

    Raises:
        UnsuitableError: The two are not of one framework, rated different editions and no `framework_before` is given,
            or `after` is the earlier one; or the framework is guidance.
        InvalidDataError: An assessment does not fit its framework; every reason is listed.

    Source: docs/methods/compare.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> before = Assessment(framework="mini", ratings={"p": "partly"})
        >>> after = Assessment(framework="mini", ratings={"p": "yes", "q": "no"})
        >>> made = compare(framework, before, after)
        >>> made.score.before, made.score.after, {part.cause: part.change for part in made.split}
        (0.5, 0.5, {'framework': 0.0, 'scope': -0.25, 'respondents': 0.0, 'ratings': 0.25})
        >>> made.like_for_like.change, made.like_for_like.practices
        (0.5, 1)
    """
    require_comparable(framework, before, after, framework_before)
    older = framework_before or framework
    for rated in (older, framework):
        require_scorable(rated)
    before, after = require_fit(older, before), require_fit(framework, after)
    return _Comparing(framework, older, before, after).comparison()


def percent_of_change(before: float | None, after: float | None) -> float | None:
    """Give the change in percent of the value before.

    Returns:
        `100 (after - before) / before`; `None` where before is 0 or either has no value.

    Example:
        >>> percent_of_change(0.5, 0.625), percent_of_change(0.0, 0.5) is None
        (25.0, True)
    """
    return None if not before or after is None else 100 * (after - before) / before


class _Comparing:
    """One comparison: both assessments, and the earlier one in the terms of the present framework."""

    def __init__(self, framework: Framework, older: Framework, before: Assessment, after: Assessment) -> None:
        # Silent voices answer from here on: what their silence counts must not change with who else is listed.
        before, after = with_silence_counted(older, before), with_silence_counted(framework, after)
        self.framework, self.older = framework, older
        self.given = before
        self.after = after
        as_is = RevisedAssessment(before, {name: name for name in framework.practices}, ())
        self.before, self.names, self.gone = as_is if older is framework else read_in_revision(older, framework, before)
        self.runs = (ScoringRun(older, before), ScoringRun(framework, after))
        self.cards = tuple(run.card() for run in self.runs)
        self.claimed = (claimed_values(framework, self.before), claimed_values(framework, after))
        self.then, self.now = (card.practices for card in self.cards)
        self.blocks_before = _values(self.cards[0].blocks)
        is_reread = older is not framework and not self._is_revision_unknown()
        self.reread = ScoringRun(framework, self.before).card() if is_reread else None
        self.blocks_reread = _values(self.reread.blocks) if self.reread else {}
        self.causes = {name: self._cause(name) for name in framework.practices}
        self.common = frozenset(name for name in framework.practices if self._is_like(name))
        self.steps = self._steps()

    def comparison(self) -> Comparison:
        first, last = self.cards
        of_later = head(self.framework, self.after)
        of_later["final"] = self.given.final and self.after.final
        return Comparison.trusted(
            **of_later,
            **self.runs[1].grounds(),
            before=self._side(),
            score=Change.trusted(**_change(first.score.value, last.score.value)),
            reread=Change.trusted(**_change(self.reread.score.value, last.score.value)) if self.reread else None,
            like_for_like=self._like_for_like(),
            split=self._split(TOP, first.score.value, last.score.value),
            blocks=tuple(map(self._block, last.blocks)),
            gone=tuple(map(self._gone, self.gone)),
            regressions=self._regressions(),
            lost_evidence=self._lost_evidence(),
            goals=goal_changes(self.given.goals, self.after.goals),
        )

    def _claims(self, name: str) -> tuple[ClaimedValue, ClaimedValue]:
        return self.claimed[0][name], self.claimed[1][name]

    def _cause(self, name: str) -> Cause | None:
        """The step in which the present rating of a practice replaces the earlier one."""
        then, now = self._claims(name)
        if then.status != now.status:
            return "scope"
        before, after = self.before.rating(name), self.after.rating(name)
        if _who(before) != _who(after):
            return "respondents"
        if then == now:
            return None
        # The same people say the same, and only what they count has changed.
        is_recounted = bool(before.answers) and _statements(before) == _statements(after)
        return "respondents" if is_recounted else "ratings"

    def _is_like(self, name: str) -> bool:
        return self.causes[name] in ("ratings", None) and all(claim.status == "rated" for claim in self._claims(name))

    def _side(self) -> Side:
        """The head of the earlier one; its revision is the one that was given, else the one that it names."""
        run, given = self.runs[0], self.given
        named = ref(self.older).replace(tailored=None)
        if self._is_revision_unknown():
            named = named.replace(revision=given.revision, fingerprint="")
        return Side.trusted(
            framework=named,
            assessment=given.id,
            organization=given.organization,
            as_of=given.as_of,
            final=given.final,
            scope=run.scope(),
            coverage=run.readings["coverage"][TOP],
            remarks=tuple(run.remarks_on(TOP)),
        )

    def _steps(self) -> list[tuple[Cause, list[str], Values]]:
        """Replay the change in the order of the causes: each with its practices and the values that it leads to."""
        steps: list[tuple[Cause, list[str], Values]] = []
        changes: dict[str, Rating] = {}
        for cause in CAUSES:
            names = [name for name, why in self.causes.items() if why == cause]
            changes |= {name: self.after.rating(name) for name in names}
            is_last = cause == CAUSES[-1]
            counts_as = self.after if cause == "respondents" else self.before
            steps.append((cause, names, self.runs[1].figures.values if is_last else self._replayed(changes, counts_as)))
        return steps

    def _replayed(self, changes: dict[str, Rating], counts_as: Assessment) -> Values:
        """Score the earlier ratings with some of now; `counts_as` says what each respondent counts."""
        # Ratings of now may point at respondents and evidence that the earlier assessment does not list.
        mixed = _with_votes_of(counts_as, self.before, (*self.before.respondents, *self.after.respondents)).replace(
            evidence={**self.before.evidence, **self.after.evidence}, ratings={**self.before.ratings, **changes}
        )
        return rescored(self.framework, mixed)

    def _split(self, node: str, before: float | None, after: float | None) -> tuple[SplitPart, ...]:
        """Split the change of a node; nothing is split where an end is withheld or a step on the way has no value."""
        inside = frozenset(self.framework.practices_in(node))
        reached = [self.runs[0].figures.values.get(node), *(values.get(node) for _, _, values in self.steps)]
        raw = dict(zip(CAUSES, map(_minus, reached[1:], reached), strict=False))
        known = {cause: change for cause, change in raw.items() if change is not None}
        is_split = before is not None and after is not None and len(known) == len(raw)
        changes = exact(known, (after or 0.0) - (before or 0.0)) if is_split else {}
        if self._is_revision_unknown():
            changes = {cause: change for cause, change in changes.items() if cause != "framework"}
        return tuple(
            SplitPart.trusted(
                cause=cause,
                practices=tuple(name for name in names if name in inside),
                change=changes.get(cause),
                score=score if is_split else None,
            )
            for (cause, names, _), score in zip(self.steps, reached[1:], strict=True)
        )

    def _is_revision_unknown(self) -> bool:
        """Whether it rated another revision than this, and nobody gave that: at most this one, tailored otherwise."""
        return self.given.revision not in (None, self.older.revision) and self.older.revision == self.framework.revision

    def _like_for_like(self) -> LikeForLike:
        others = [name for name in self.framework.practices if name not in self.common]
        unsaid = {name: UNSAID for name in others if self.claimed[1][name].in_scope}
        coverage = ScoringRun(self.framework, with_ratings(self.after, unsaid)).readings["coverage"][TOP]
        if not coverage or coverage < self.framework.scoring.min_coverage:
            return LikeForLike.trusted(practices=len(self.common), coverage=coverage)
        aside = dict.fromkeys(others, LEFT_OUT)
        # The same people have to count the same, too.
        before = _with_votes_of(self.after, self.before, self.before.respondents)
        then, now = (rescored(self.framework, assessment, aside)[TOP] for assessment in (before, self.after))
        return LikeForLike.trusted(practices=len(self.common), coverage=coverage, **_change(then, now))

    def _block(self, now: BlockScore) -> BlockChange:
        before = self.blocks_before.get(now.id)
        return BlockChange.trusted(
            id=now.id,
            title=now.title,
            **_change(before, now.value),
            split=self._split(now.id, before, now.value),
            reread=self.blocks_reread.get(now.id),
            blocks=tuple(map(self._block, now.blocks)),
            practices=tuple(map(self._practice, now.practices)),
        )

    def _practice(self, now: PracticeScore) -> PracticeChange:
        old = self.names.get(now.id)
        then = _NOT_THERE if old is None else self.then[old]
        return PracticeChange.trusted(
            id=now.id,
            title=now.title,
            **_change(then.value, now.value),
            status=StatusMove.trusted(start=None if old is None else then.status, to=now.status),
            level=LevelMove.trusted(start=then.level, to=now.level),
            cause=self.causes[now.id] or ("framework" if then.value != now.value else None),
            like_for_like=now.id in self.common,
        )

    def _gone(self, name: str) -> PracticeChange:
        then = self.then[name]
        return PracticeChange.trusted(
            id=name,
            title=then.title,
            **_change(then.value, None),
            status=StatusMove.trusted(start=then.status),
            level=LevelMove.trusted(start=then.level),
            cause="framework",
        )

    def _regressions(self) -> tuple[Regression, ...]:
        """Practices with a level both times that count less now, left out by choice or not."""
        regressions = []
        for name, practice in self.framework.practices.items():
            then, now = self._claims(name)
            if then.value is None or now.value is None or now.value > then.value - ROUNDING:
                continue
            level = LevelMove.trusted(start=self._level(name, then), to=self._level(name, now))
            change = now.value - then.value
            regressions.append(Regression.trusted(id=name, title=practice.title, level=level, change=change))
        return tuple(sorted(regressions, key=lambda regression: regression.change))

    def _lost_evidence(self) -> tuple[LostEvidence, ...] | None:
        then, now = (current_evidence(self.framework, assessment) for assessment in (self.before, self.after))
        if then is None or now is None:
            return None
        lost = []
        for name, practice in self.framework.practices.items():
            if name not in self.names:  # of a practice that was split, no part has lost what showed the whole
                continue
            had = tuple(item for item in self.before.rating(name).evidence if item in then)
            claim = self.claimed[1][name]
            if had and claim.position is not None and now.isdisjoint(self.after.rating(name).evidence):
                level = self._level(name, claim)
                lost.append(LostEvidence.trusted(id=name, title=practice.title, level=level, evidence=had))
        return tuple(lost)

    def _level(self, name: str, claim: ClaimedValue) -> str | None:
        return None if claim.value is None else self.framework.scale_of(name).named(claim.value)


def _values(blocks: Iterable[BlockScore]) -> dict[str, float | None]:
    values: dict[str, float | None] = {}
    for block in blocks:
        values |= {block.id: block.value, **_values(block.blocks)}
    return values


def _with_votes_of(other: Assessment, assessment: Assessment, people: Iterable[Respondent]) -> Assessment:
    """Let some people count in an assessment as they do in another, where they are listed there."""
    respondents = {who.id: who for who in (*people, *other.respondents)}
    return assessment.replace(
        respondents=tuple(respondents.values()), combine=other.combine, role_weights=other.role_weights
    )


def _who(rating: Rating) -> frozenset[str]:
    """Who answered; a blank answer is none. Nobody is named where the rating only gives a level."""
    return frozenset(who for who, answer in rating.answers.items() if answer.is_statement)


def _statements(rating: Rating) -> object:
    """What is said in a rating that decides what it counts: dates, notes and reasons left out."""
    answers = {who: (a.level, a.criteria, a.not_applicable is None) for who, a in rating.answers.items()}
    return answers, rating.agreed and rating.agreed.level


def _minus(after: float | None, before: float | None) -> float | None:
    return None if before is None or after is None else after - before


class _Ends(TypedDict):
    before: float | None
    after: float | None
    change: float | None
    percent: float | None


def _change(before: float | None, after: float | None) -> _Ends:
    """The fields of a `Change`."""
    change, percent = _minus(after, before), percent_of_change(before, after)
    return {"before": before, "after": after, "change": change, "percent": percent}
