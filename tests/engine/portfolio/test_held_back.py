"""Gaps and missing prerequisites of a cohort, against one organization after the other."""

import random

import pytest

from equity_blocks import Framework

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.cohort import cohort  # noqa: E402
from equity_blocks.engine.portfolio.distributions import Grain  # noqa: E402
from equity_blocks.engine.portfolio.held_back import common_gaps, missing_prerequisites  # noqa: E402

COARSE = Grain(is_coarse=True)


def _practice(name, *needs):
    rules = [
        {"any_of": [{"practice": other, "level": level} for other, level in options], "why": "so"} for options in needs
    ]
    return {"id": name, "title": name.upper(), **({"requires": rules} if rules else {})}


FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "yes"],
    blocks=[
        {
            "id": "b",
            "title": "B",
            "practices": [
                _practice("p"),
                _practice("q", [("p", "yes")]),
                _practice("r", [("p", "partly")]),
                _practice("s", [("p", "yes"), ("q", "yes")]),
            ],
        }
    ],
)


def _of(**columns):
    return cohort(FRAMEWORK, pandas.DataFrame(columns))


def test_a_gap_is_rated_below_the_target_or_decided_against():
    """What is open is told beside; what does not apply is not counted."""
    of = _of(p=[2, 1, 0, -1], q=[2, -3, -2, 2], r=[2, 2, 2, 2], s=[2, 2, 2, 2])
    told = {gap.practice: (gap.organizations, gap.open, gap.applies_to) for gap in common_gaps(of)}
    assert told == {"p": (2, 1, 4), "q": (1, 0, 3)}


def test_who_waits_is_counted_for_each_alternative():
    """The first lacks p for q, r and s, and q for s; the second p for q alone; the third has all it needs."""
    of = _of(p=[0, 1, 2], q=[0, 0, 2], r=[0, 2, 2], s=[0, -2, 2])
    told = {each.practice: (each.organizations, each.waits) for each in missing_prerequisites(of, 5, 0, 0)}
    assert told == {"p": (2, 2.0), "q": (1, 1.0)}


def test_what_nobody_answered_holds_nothing_up():
    """Nor does what does not apply; what was decided against does."""
    assert missing_prerequisites(_of(p=[-1, -2], q=[0, 0], r=[0, 0], s=[2, -2]), 5, 0, 0) == ()
    (only,) = missing_prerequisites(_of(p=[-3], q=[0], r=[0], s=[-1]), 5, 0, 0)
    assert (only.practice, only.waits, only.among_first, only.half_width) == ("p", 2.0, None, None)


def _waits_by_hand(row):
    """Practice -> how many wait for it in one row, by the rules themselves."""
    waits = dict.fromkeys(FRAMEWORK.practices, 0)
    for name, rules in FRAMEWORK.rules().items():
        stuck = set()
        for rule in rules:
            lacks = all(row[other] == -2 or -1 != row[other] < least for other, least in rule.any_of)
            applies = any(row[other] != -2 for other, _ in rule.any_of)
            if row[name] >= 0 and lacks and applies and rule.from_level <= max(row[name], 2):
                stuck |= {other for other, _ in rule.any_of if row[other] != -2}
        for other in stuck:
            waits[other] += 1
    return waits


def test_a_thousand_organizations_are_counted_as_one_by_one():
    """With every status."""
    rng = random.Random(1)
    rows = [{name: rng.choice([-3, -2, -1, 0, 1, 2, 2]) for name in "pqrs"} for _ in range(1000)]
    by_hand = list(map(_waits_by_hand, rows))
    for each in missing_prerequisites(cohort(FRAMEWORK, pandas.DataFrame(rows)), 2, 0, 0):
        counts = [waits[each.practice] for waits in by_hand if waits[each.practice]]
        assert (each.organizations, each.waits) == (len(counts), pytest.approx(sum(counts) / len(counts)))


def test_a_clear_first_is_first_in_every_resample():
    """And one that lacks little is so in few; the same seed draws the same."""
    of = _of(p=[1] * 50 + [2] * 10, q=[1] * 40 + [2] * 20, r=[2] * 60, s=[0] * 60)
    first, second = missing_prerequisites(of, 1, 200, 7)
    assert (first.practice, first.among_first, first.half_width) == ("p", 1.0, 0.0)
    assert second.among_first < 0.1
    assert second.half_width == pytest.approx(1.96 * (second.among_first * (1 - second.among_first) / 200) ** 0.5)
    assert missing_prerequisites(of, 1, 200, 7) == (first, second)


def test_chunks_draw_as_many_as_there_are():
    """More organizations than are drawn from at once; everybody lacks p, so all of a resample do."""
    from equity_blocks.engine.portfolio.held_back import _drawn

    drawn = _drawn(numpy.ones((1, 10_000), dtype=bool), 20, 3)
    assert drawn[:, 0].tolist() == [10_000.0] * 20


def test_others_read_counts_in_steps_of_five():
    """Gaps say no more than the levels of the practice; what holds back about none is left out."""
    of = _of(p=[1] * 8 + [2] * 14, q=[0] * 2 + [2] * 20, r=[2] * 22, s=[0] * 22)
    told = [(gap.practice, gap.organizations, gap.applies_to, gap.share) for gap in common_gaps(of, COARSE)]
    assert told == [("s", 20, 22, 0.91), ("p", 10, 22, 0.45)]
    (only,) = missing_prerequisites(of, 1, 100, 0, COARSE)
    assert (only.practice, only.organizations, only.share, only.waits) == ("p", 10, 0.45, 1.0)
    assert only.among_first == round(only.among_first * 20) / 20
    assert [each.organizations for each in missing_prerequisites(of, 1, 0, 0)] == [8, 2]
