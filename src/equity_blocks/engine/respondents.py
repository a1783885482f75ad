"""Several respondents: one level out of what they said."""

from equity_blocks.model.assessment import Rating
from equity_blocks.model.scale import RESERVED, Scale


def combined(rating: Rating, scale: Scale) -> int | None:
    """Give the one position that a rating stands for.

    What a group agreed on overrides what its members answered; else it is the lower median of the answers, which any
    relabelling of the levels leaves alone and which leans to the cautious side when the middle is a tie. Blank answers,
    `unknown` and "does not apply" do not vote.

    Returns:
        A position on the scale; `None` when nobody named a level.

    Source: judgement, see docs/methods/score.md.

    Example:
        >>> from equity_blocks.model import Rating, Scale
        >>> scale = Scale.model_validate(["no", "partly", "yes"])
        >>> combined(Rating(answers={"a": "yes", "b": "no", "c": "partly", "d": "yes"}), scale)
        1
    """
    if rating.agreed:
        return _position(rating.agreed.level, scale)
    if not rating.answers:
        return _position(rating.level, scale)
    votes = [_position(answer.level, scale) for answer in rating.answers.values()]
    ranked = sorted(vote for vote in votes if vote is not None)
    return ranked[(len(ranked) - 1) // 2] if ranked else None


def _position(level: str | int | None, scale: Scale) -> int | None:
    return None if level is None or level == RESERVED else scale.position(level)
