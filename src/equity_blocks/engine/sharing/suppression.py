"""Suppression: which groups of people are large enough to be shown, and which must go so that none can be derived."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from math import fsum

from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.tolerance import EDGE

MINIMUM = 5
"""Least people in a group that is shown (`min_respondents`), and least organizations (`min_organizations`). Editorial:
docs/methods/sharing.md."""

FLOOR = 3
"""Below this a group gives its members away, so nobody gets there without saying that they mean it."""

PARENT = "parent"
"""Stands for the whole among the names of its groups."""


def suppressed(
    parent: int, groups: Mapping[str, int], minimum: int = MINIMUM, *, allow_small: bool = False
) -> tuple[str, ...]:
    """Suppress small groups, and as many others as it takes that no hidden group can be derived by subtraction.

    The whole is hidden if it has fewer people than `minimum`, and then every group is. Groups smaller than that are
    hidden. While the whole less the groups still visible leaves some people, but fewer than `minimum`, the smallest
    visible group is hidden too (of equal ones, the last by name). People in no group count as one that is hidden.

    Args:
        parent: How many people there are in all, >= 0.
        groups: Group -> how many people; no person is in two. Empty groups are never shown.
        minimum: Least people in a group that is shown, >= 3.
        allow_small: Whether `minimum` may be 1 or 2. Default: it may not.

    Returns:
        The names that stay visible: `parent` first, then groups in their order; empty when all are hidden.

    Raises:
        UnsuitableError: `minimum` is too low, or the groups have more people than there are.

    Source: primary and complementary cell suppression, docs/methods/sharing.md.

    Example:
        >>> suppressed(9, {"A": 3, "B": 6}), suppressed(13, {"A": 3, "B": 6, "direct": 4})
        (('parent',), ('parent', 'B'))
    """
    require_minimum(minimum, allow_small=allow_small)
    if min(groups.values(), default=0) < 0 or sum(groups.values()) > parent:
        raise UnsuitableError(f"groups of {', '.join(map(str, groups.values()))} do not fit into {parent}")
    if parent < minimum:
        return ()
    loose = parent - sum(groups.values())
    people = [(name,) for name, size in groups.items() for _ in range(size)] + [(None,)] * loose
    (visible,) = visible_groups(people, minimum)
    return (PARENT, *(name for name in groups if name in visible))


def visible_groups(
    people: Sequence[tuple[str | None, ...]], minimum: int = MINIMUM, weights: Sequence[float] = ()
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
    heavy = weights or [1.0] * len(people)
    visible: list[frozenset[str]] = []
    for kind in range(len(people[0]) if people else 0):
        members: dict[str, list[float]] = {}
        for person, weight in zip(people, heavy, strict=True):
            members.setdefault(person[kind] or "", []).append(weight)
        sizes = {name: voices_in(inside) for name, inside in members.items() if name}
        large = {name: size for name, size in sizes.items() if size >= minimum}
        while large and _least_alike(people, heavy, [*visible, large]) < minimum:
            smallest = min(large.values())
            del large[max(name for name, size in large.items() if size == smallest)]
        visible.append(frozenset(large))
    return tuple(visible)


def voices_in(weights: Sequence[float]) -> float:
    r"""Count the voices of a group in units of its heaviest one.

    $$n = \frac{\sum_i w_i}{\max_i w_i}$$

    People whose answers count alike are as many as there are. Where one counts more, the group is worth fewer: with at
    least `m` voices, nobody holds more than an m-th of the weight, so nobody decides what it says. Groups put together
    are never worth fewer voices than the lesser of them.

    Args:
        weights: What the answer of each person counts, above 0.

    Returns:
        A float from 1 to the number of people; 0 for nobody.

    Source: the (n, k) dominance rule of statistical disclosure control with n = 1, Hundepool et al. (2012), Statistical
    Disclosure Control, chapter 4; see docs/methods/sharing.md.

    Example:
        >>> voices_in([1, 1, 1, 1, 1]), voices_in([5, 1, 1, 1, 1]), voices_in([])
        (5.0, 1.8, 0.0)
    """
    if not weights:
        return 0.0
    found = fsum(weights) / max(weights)
    return float(round(found)) if abs(found - round(found)) < EDGE else found


def _least_alike(
    people: Sequence[tuple[str | None, ...]], weights: Sequence[float], visible: Sequence[Container[str | None]]
) -> float:
    """How few voices share all their visible groups with one another."""
    alike: dict[tuple[object, ...], list[float]] = {}
    for person, weight in zip(people, weights, strict=True):
        shared = tuple(name in groups and name for name, groups in zip(person, visible, strict=False))
        alike.setdefault(shared, []).append(weight)
    return min(map(voices_in, alike.values()))


def require_minimum(minimum: int, *, allow_small: bool) -> None:
    """Make sure that groups are not shown at a size that gives their members away.

    Raises:
        UnsuitableError: `minimum` is below 1, or below 3 without `allow_small`.
    """
    least = 1 if allow_small else FLOOR
    if minimum < least:
        raise UnsuitableError(
            f"groups of {minimum} can identify their members: use {least} or more, or allow_small=True"
        )


def shows_answers(assessment: Assessment, rating: Rating, minimum: int = MINIMUM) -> bool:
    """Say whether the answers to a practice may be shown beside the names of those who gave them.

    They may where respondents were told that answers are attributed, and as many as `minimum` of those who answered
    share their role and their organization with one another. One smaller group hides all answers: the others would
    tell them by subtraction. Blank answers do not count.

    Example:
        >>> rating = Rating(answers={"ann": 1, "ben": 2})
        >>> shows_answers(Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben"}]), rating)
        False
    """
    if assessment.respondents_told != "attributed":
        return False
    answered = {who for who, answer in rating.answers.items() if not answer.is_blank}
    groups = Counter((who.role, who.organization) for who in assessment.respondents if who.id in answered)
    return min(groups.values(), default=0) >= minimum
