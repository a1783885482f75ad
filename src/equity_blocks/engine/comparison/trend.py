"""The trend: how the score went over several assessments of one framework."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.comparison.compare import compare
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.comparison import BlockChange, Comparison, LikeForLike
from equity_blocks.model.framework import Framework
from equity_blocks.model.result import head, ref
from equity_blocks.model.tree import walk
from equity_blocks.model.trend import Round, RoundBlock, Trend

LEAST = 2
"""So few rounds make a trend."""


@checks_nouns
def trend(
    framework: Framework, assessments: Sequence[Assessment], frameworks: Sequence[Framework | None] = ()
) -> Trend:
    """Follow the score over several assessments of one framework.

    Each round is shown as it was published; where it rated another revision, it is read again by the framework of the
    last round, as `compare` does, so that all rounds can be set beside each other.

    Args:
        framework: What the last assessment rated, with `use: assessment`.
        assessments: At least two, the oldest first.
        frameworks: For each assessment the edition or revision that it rated; `None`, and where there are fewer: the
            same framework.

    Returns:
        The rounds in the order of their dates, with the head of the last one.

    Raises:
        UnsuitableError: There are fewer than two (code `too_few`); they are not of one framework, not in the order of
            their dates, or rated editions that are not given; or the framework is guidance.
        InvalidDataError: An assessment does not fit its framework; every reason is listed.

    Source: docs/methods/compare.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> rounds = [Assessment(framework="mini", ratings={"p": level}) for level in ("no", "partly", "yes")]
        >>> made = trend(framework, rounds)
        >>> [(each.value, each.since and each.since.change) for each in made.rounds]
        [(0.0, None), (0.5, 0.5), (1.0, 0.5)]
    """
    if len(assessments) < LEAST:
        message = f"a trend takes at least {LEAST} assessments, the oldest first, not {len(assessments)}"
        raise UnsuitableError(message, code="too_few", data={"found": len(assessments), "least": LEAST})
    rated = [*(each or framework for each in frameworks), *[framework] * len(assessments)][: len(assessments) - 1]
    rated.append(framework)
    steps = _steps(rated, assessments)
    last = with_silence_counted(framework, require_fit(framework, assessments[-1]))
    to_last = [
        compare(framework, said, assessments[-1], _other(of, framework)) for of, said in _before(rated, assessments)
    ]
    made = zip(rated, assessments, (*to_last, None), (None, *steps), strict=True)
    return Trend.trusted(
        **head(framework, last),
        **ScoringRun(framework, last).grounds(),
        rounds=tuple(_round(number, *each) for number, each in enumerate(made, 1)),
    )


def _before(rated: Sequence[Framework], assessments: Sequence[Assessment]) -> Iterator[tuple[Framework, Assessment]]:
    """Give all rounds but the last."""
    return zip(rated[:-1], assessments[:-1], strict=True)


def _steps(rated: Sequence[Framework], assessments: Sequence[Assessment]) -> list[LikeForLike]:
    """Give the change of each round since the one before it."""
    rounds = pairwise(zip(rated, assessments, strict=True))
    return [compare(now, said, later, _other(then, now)).like_for_like for (then, said), (now, later) in rounds]


def _other(then: Framework, now: Framework) -> Framework | None:
    return None if then == now else then


def _round(
    number: int, framework: Framework, assessment: Assessment, to_last: Comparison | None, since: LikeForLike | None
) -> Round:
    require_scorable(framework)
    said = with_silence_counted(framework, require_fit(framework, assessment))
    run = ScoringRun(framework, said)
    card = run.card()
    own = {block.id: block for block in walk(card.blocks)}
    compared: tuple[BlockChange, ...] = tuple(walk(to_last.blocks)) if to_last else ()
    blocks = (
        [RoundBlock.trusted(id=b.id, title=b.title, value=b.before, reread=b.reread) for b in compared]
        if to_last
        else [RoundBlock.trusted(id=b.id, title=b.title, value=b.value) for b in own.values()]
    )
    return Round.trusted(
        number=number,
        framework=to_last.before.framework if to_last else ref(framework).replace(tailored=None),
        assessment=assessment.id,
        organization=assessment.organization,
        as_of=assessment.as_of,
        final=assessment.final,
        scope=card.scope,
        coverage=card.score.coverage,
        value=card.score.value,
        low=card.score.low,
        high=card.score.high,
        reread=to_last.reread.before if to_last and to_last.reread else None,
        since=since,
        blocks=tuple(blocks),
    )
