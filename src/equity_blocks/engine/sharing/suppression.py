"""Suppression: which groups of people are large enough to be shown, and which must go so that none can be derived."""

from collections.abc import Container, Sequence
from math import fsum

from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.rating import Rating
from equity_blocks.model.tolerance import EDGE

MINIMUM = 5
"""Least people in a group that is shown (`min_respondents`), and least organizations (`min_organizations`). Editorial:
docs/methods/sharing.md."""

FLOOR = 3
"""Below this a group gives its members away, so nobody gets there without saying that they mean it."""


def visible_groups(
    people: Sequence[tuple[str | None, ...]],
    minimum: int = MINIMUM,
    weights: Sequence[float] = (),
    sizes: Sequence[int] = (),
) -> tuple[frozenset[str], ...]:
    """Find the groups that can be shown side by side, in one grouping of people or in several at once.

    Whoever is in the same visible groups cannot be told apart. So whatever is added to, or taken from, the figures of
    visible groups and of the whole speaks of nobody, or of all people who are in the same ones. Groupings are taken one
    after the other: while one, beside those before it, leaves somebody in the same groups as fewer than `minimum`, its
    smallest visible group is hidden (of equal ones the last by name). How many people are in a group is told by
    `voices_in`: one who decides makes it no larger.

    Args:
        people: For each person the group in every grouping; `None` where they are in none.
        minimum: Least people who must not be told apart.
        weights: For each person what their answer counts, above 0. Default: all count alike.
        sizes: For each how many people they stand for, 1 or more, where a group answers with one voice. Default: one.

    Returns:
        For each grouping the groups that stay visible.

    Source: docs/methods/sharing.md.

    Example:
        >>> people = [("board", "acme")] * 5 + [("staff", "acme")] * 4 + [("staff", "oak")] * 6
        >>> [sorted(groups) for groups in visible_groups(people)]
        [['board', 'staff'], []]
        >>> [sorted(groups) for groups in visible_groups([("board",)] * 5 + [("staff",)] * 5, 5, [3] + [1] * 9)]
        [[]]
    """
    voices = list(zip(weights or [1.0] * len(people), sizes or [1] * len(people), strict=True))
    visible: list[frozenset[str]] = []
    for kind in range(len(people[0]) if people else 0):
        members: dict[str, list[_Voice]] = {}
        for person, voice in zip(people, voices, strict=True):
            members.setdefault(person[kind] or "", []).append(voice)
        counts = {name: _voices_in(inside) for name, inside in members.items() if name}
        large = {name: count for name, count in counts.items() if count >= minimum}
        while large and _least_alike(people, voices, [*visible, large]) < minimum:
            smallest = min(large.values())
            del large[max(name for name, size in large.items() if size == smallest)]
        visible.append(frozenset(large))
    return tuple(visible)


def voices_in(weights: Sequence[float], sizes: Sequence[int] = ()) -> float:
    r"""Count the voices of a group in units of its heaviest one.

    $$n = \frac{\sum_i w_i}{\max_i w_i / p_i}$$ with `w_i` what an answer counts, and `p_i` how many people stand behind
    it, who share its weight.

    People whose answers count alike are as many as there are. Where one counts more, the group is worth fewer: with at
    least `m` voices, nobody holds more than an m-th of the weight, so nobody decides what it says. Groups put together
    are never worth fewer voices than the lesser of them.

    Args:
        weights: What each answer counts, above 0.
        sizes: How many people stand behind each, 1 or more. Default: one.

    Returns:
        A float from 1 to the number of people; 0 for nobody.

    Source: the (n, k) dominance rule of statistical disclosure control with n = 1, Hundepool et al. (2012), Statistical
    Disclosure Control, chapter 4; see docs/methods/sharing.md.

    Example:
        >>> voices_in([1, 1, 1, 1, 1]), voices_in([5, 1, 1, 1, 1]), voices_in([])
        (5.0, 1.8, 0.0)
        >>> voices_in([1], [12]), voices_in([1, 1], [12, 1])
        (12.0, 2.0)
    """
    return _voices_in(list(zip(weights, sizes or [1] * len(weights), strict=True)))


_Voice = tuple[float, int]
"""What an answer counts, and how many people stand behind it."""


def _voices_in(voices: Sequence[_Voice]) -> float:
    if not voices:
        return 0.0
    count = fsum(weight for weight, _ in voices) / max(weight / size for weight, size in voices)
    return float(round(count)) if abs(count - round(count)) < EDGE else count


def _least_alike(
    people: Sequence[tuple[str | None, ...]], voices: Sequence[_Voice], visible: Sequence[Container[str | None]]
) -> float:
    """How few voices share all their visible groups with one another."""
    alike: dict[tuple[object, ...], list[_Voice]] = {}
    for person, voice in zip(people, voices, strict=True):
        shared = tuple(name in groups and name for name, groups in zip(person, visible, strict=False))
        alike.setdefault(shared, []).append(voice)
    return min(map(_voices_in, alike.values()))


def require_minimum(minimum: int, *, allow_small: bool | None) -> None:
    """Make sure that groups are not shown at a size that gives their members away.

    Args:
        minimum: The least size.
        allow_small: Whether the user allows groups below 3; `None` where nobody may.

    Raises:
        UnsuitableError: `minimum` is below 1, or below 3 without `allow_small`.
    """
    least = 1 if allow_small else FLOOR
    if minimum < least:
        raise UnsuitableError(
            f"groups of {minimum} can identify their members: use {least} or more"
            + ("" if allow_small is None else ", or allow_small=True"),
            code="group_too_small",
            data={"found": minimum, "least": least},
        )


def shows_answers(assessment: Assessment, rating: Rating, minimum: int = MINIMUM) -> bool:
    """Say whether the answers to a practice may be shown beside the names of those who gave them.

    They may where respondents were told that answers are attributed, and as many as `minimum` of those who answered
    share their role and their organization with one another. One smaller group hides all answers: the others would
    tell them by subtraction. Blank answers do not count, and a group that answers with one voice is as many as the
    people it stands for, unless somebody beside it stands for fewer.

    Example:
        >>> rating = Rating(answers={"ann": 1, "ben": 2})
        >>> shows_answers(Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben"}]), rating)
        False
    """
    if assessment.respondents_told != "attributed":
        return False
    answered = {who for who, answer in rating.answers.items() if not answer.is_blank}
    groups: dict[tuple[str | None, str | None], list[int]] = {}
    for who in assessment.respondents:
        if who.id in answered:
            groups.setdefault((who.role, who.organization), []).append(who.people)
    return min((voices_in([1.0] * len(sizes), sizes) for sizes in groups.values()), default=0) >= minimum
