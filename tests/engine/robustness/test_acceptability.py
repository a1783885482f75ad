import json
from collections import Counter
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.robustness.acceptability import (
    dirichlet_weights,
    normalized,
    rank_acceptability,
    tally,
    uniform_weights,
)
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.acceptability import half_width
from strategies import fewer

CASES = json.loads((Path(__file__).parents[2] / "cases" / "robustness.json").read_text(encoding="utf-8"))
WITHIN = 0.02
"""Errors around .01 are to be expected with 10,000 draws."""
MANY = 20_000

GRID = st.integers(0, 8).map(lambda eighths: eighths / 8)


def _named(cases):
    return [pytest.param(case, id=case["id"]) for case in cases]


def _numbers(rows):
    return [[float(Fraction(cell)) for cell in row] for row in rows]


@st.composite
def tables(draw, least=1):
    """Draw alternatives x criteria, coarse enough for ties."""
    criteria = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(GRID, min_size=criteria, max_size=criteria), min_size=least, max_size=6))


@pytest.fixture(scope="module")
def reproduced():
    """Count each published case once."""
    return {case["id"]: rank_acceptability(_numbers(case["values"])) for case in CASES["smaa3"]}


@pytest.mark.parametrize("case", _named(CASES["smaa3"]))
def test_exact_areas_of_the_simplex_are_reproduced(case, reproduced):
    """Three criteria, uniform weights: shares of ranks, of the first two ranks and of pairs, by polygon clipping."""
    found = reproduced[case["id"]]

    for row, exact in zip(found.acceptability, case["rank_acceptability_float"], strict=True):
        assert row == pytest.approx(exact, abs=WITHIN)
    assert found.top(2) == pytest.approx(case["top2"], abs=WITHIN)
    for row, exact in zip(found.beats, _numbers(case["pairwise_winning"]), strict=True):
        assert row == pytest.approx(exact, abs=WITHIN)


@pytest.mark.parametrize("case", _named(CASES["smaa3"]))
def test_exact_central_weights_are_reproduced(case, reproduced):
    """The mean of the weights with which an alternative is first; the rarer that is, the less sure the mean."""
    found = reproduced[case["id"]]

    for weights, exact, row in zip(found.central_weights, case["central_weights"], found.acceptability, strict=True):
        if exact is None:
            assert weights is None
        else:
            error = 5 * 0.3 / (row[0] * found.draws) ** 0.5
            assert weights == pytest.approx(_numbers([exact])[0], abs=error)


@pytest.mark.parametrize("case", _named(CASES["smaa3"]))
def test_most_errors_lie_within_the_half_width(case, reproduced):
    """The interval of 95 % holds what it says, give or take the few that it must miss."""
    found = reproduced[case["id"]]
    cells = [
        abs(share - exact) <= width
        for row, widths, exacts in zip(
            found.acceptability, found.half_width, case["rank_acceptability_float"], strict=True
        )
        for share, width, exact in zip(row, widths, exacts, strict=True)
        if 0.01 < exact < 0.99
    ]
    assert sum(cells) >= 0.7 * len(cells)


def test_a_first_place_is_certain_at_central_weights(reproduced):
    """Scores are linear in the weights, so who is first with some weights is first with their mean."""
    for found in reproduced.values():
        assert [c for c in found.confidence if c is not None] == [1.0] * sum(
            weights is not None for weights in found.central_weights
        )


def test_weights_given_row_by_row_are_counted_exactly():
    """Every row once, ties shared, against a count by fractions."""
    values = [[1, 0, 2], [0, 1, 2], [2, 2, 0], [0, 1, 2]]
    rows = [row for row in product((0, 1, 2), repeat=3) if sum(row)]
    expected = [[Fraction(0)] * 4 for _ in values]
    pairs = [[Fraction(0)] * 4 for _ in values]
    for row in rows:
        scores = [sum(w * v for w, v in zip(row, alternative, strict=True)) for alternative in values]
        for i, own in enumerate(scores):
            before, sharing = sum(s > own for s in scores), scores.count(own)
            for rank in range(before, before + sharing):
                expected[i][rank] += Fraction(1, sharing * len(rows))
            for j, other in enumerate(scores):
                if i != j:
                    pairs[i][j] += Fraction((own > other) * 2 + (own == other), 2 * len(rows))

    found = rank_acceptability(values, rows)

    assert (found.draws, found.seed) == (26, None)
    for got, wanted in ((found.acceptability, expected), (found.beats, pairs)):
        for row, exact in zip(got, wanted, strict=True):
            assert row == pytest.approx([float(cell) for cell in exact], abs=1e-12)


def test_a_tie_by_rounding_is_a_tie():
    """0.1 + 0.2 and 0.3 differ in the machine and not on paper."""
    found = rank_acceptability([[0.1, 0.2], [0.3, 0.0]], [[1, 1]])
    assert found.acceptability == ((0.5, 0.5), (0.5, 0.5))
    assert found.beats == ((0.0, 0.5), (0.5, 0.0))
    assert found.confidence == (0.5, 0.5)


@given(tables())
@fewer
def test_rows_and_columns_sum_to_one(values):
    """Everybody has one rank in each draw, and every rank one holder; of two, one stands before the other."""
    found = rank_acceptability(values, draws=40)
    for line in (*found.acceptability, *zip(*found.acceptability, strict=True)):
        assert sum(line) == pytest.approx(1)
    for i, row in enumerate(found.beats):
        for j, share in enumerate(row):
            assert share + found.beats[j][i] == pytest.approx(0 if i == j else 1)
    assert found.top(len(values)) == pytest.approx([1] * len(values))


@given(tables(), st.randoms(use_true_random=False))
@fewer
def test_permuting_the_alternatives_permutes_the_table(values, random):
    """Exactly, ties included."""
    order = random.sample(range(len(values)), len(values))
    found = rank_acceptability(values, draws=40)
    turned = rank_acceptability([values[i] for i in order], draws=40)
    assert turned.acceptability == tuple(found.acceptability[i] for i in order)
    assert turned.central_weights == tuple(found.central_weights[i] for i in order)
    assert turned.beats == tuple(tuple(found.beats[i][j] for j in order) for i in order)


@given(tables(), st.data())
@fewer
def test_a_dominated_alternative_is_never_first(values, data):
    """Worse on every criterion than another, whatever the weights."""
    better = data.draw(st.sampled_from(values))
    found = rank_acceptability([*values, [value - 0.125 for value in better]], draws=40)
    assert found.acceptability[-1][0] == 0
    assert (found.central_weights[-1], found.confidence[-1]) == (None, None)


@given(tables(), st.sampled_from((0.25, 3, 1e6)), st.sampled_from((-5, 0, 1000)))
@fewer
def test_unit_and_origin_of_the_values_do_not_matter(values, unit, origin):
    """Points, percent and shares give one table."""
    found = rank_acceptability(values, draws=40)
    other = rank_acceptability([[origin + unit * value for value in row] for row in values], draws=40)
    assert other.acceptability == found.acceptability


def test_the_seed_decides():
    """The same seed gives the same table, another one another."""
    values = [[0.9, 0.2], [0.4, 0.6]]
    assert rank_acceptability(values, seed=7) == rank_acceptability(values, seed=7)
    assert rank_acceptability(values, seed=7) != rank_acceptability(values, seed=8)


def test_one_criterion_leaves_nothing_to_vary():
    """The order is that of the values."""
    assert rank_acceptability([[1], [3], [2]], draws=5).acceptability == ((0, 0, 1), (1, 0, 0), (0, 1, 0))


def test_one_alternative_is_first():
    """It has nobody to compare with."""
    found = rank_acceptability([[0.2, 0.3]], draws=5)
    assert (found.acceptability, found.beats, found.confidence) == (((1,),), ((0,),), (1,))


def test_kappa_says_how_closely_draws_lie_around_the_weights():
    """At 1 and even weights every point is as likely; as it grows, the order is that of the weights as given."""
    values = [[0.9, 0.2], [0.4, 0.6]]  # equal at weights 4/9 and 5/9
    spread = rank_acceptability(values, [5, 5], kappa=1).acceptability[0][0]
    shares = [rank_acceptability(values, [5, 5], kappa=kappa).acceptability[0][0] for kappa in (1, 10, 100, 10_000)]
    assert spread == pytest.approx(5 / 9, abs=WITHIN)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_weight_of_zero_stays_zero():
    """A criterion that does not count does not begin to."""
    assert rank_acceptability([[0, 1], [1, 0]], [1, 0], draws=50).acceptability == ((0, 1), (1, 0))


def test_half_widths_are_those_of_a_share():
    """1.96 sqrt(p (1 - p) / N)."""
    found = rank_acceptability([[0.9, 0.2], [0.4, 0.6]], draws=500)
    p = found.acceptability[0][0]
    assert found.half_width[0][0] == half_width(p, 500) == pytest.approx(1.96 * (p * (1 - p) / 500) ** 0.5)


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        (([],), {}, r"values must have at least one row"),
        (([[]],), {}, r"values\[0\] is empty: at least one criterion"),
        (([[1, 2], [3]],), {}, r"values\[1\] has 1 numbers, but values\[0\] has 2"),
        (([[1, float("nan")]],), {}, r"values\[0\]\[1\] must be a finite number, not nan"),
        (([[1, float("inf")]],), {}, r"values\[0\]\[1\] must be a finite number, not inf"),
        (([[1, None]],), {}, r"values\[0\]\[1\] must be a number, not None"),
        (([1, 2],), {}, r"values\[0\] must be a row of numbers"),
        ((["ab"],), {}, r"values\[0\] must be a row of numbers, one for each criterion, not 'ab'"),
        (([[1, 2]],), {"draws": 0}, "draws must be at least 1, not 0"),
        (([[1, 2]], [1, 2, 3]), {}, "there are 3 weights, but 2 criteria"),
        (([[1, 2]], [[1, 2], [1]]), {}, r"weights\[1\] has 1 numbers"),
        (([[1, 2]], [1, -1]), {}, "weights must be 0 or more"),
        (([[1, 2]], [0, 0]), {}, "one of them above 0"),
        (([[1, 2]], []), {}, r"weights\[0\] is empty"),
        (([[1, 2]], [1, 1]), {"kappa": 0}, "kappa must be a number above 0, not 0"),
        (([[1, 2]],), {"draws": 1.5}, "draws must be a whole number, not 1.5"),
        (([[1, 2]],), {"draws": 10**10}, "draws must be at most 1,000,000, not 10,000,000,000"),
        (([[1, 2]],), {"seed": "a"}, "seed must be a whole number, not 'a'"),
        (([[1, 2]],), {"seed": None}, "seed must be a whole number, not None"),
    ],
)
def test_wrong_input_is_named(args, options, said):
    """With its place, what was found and what is needed."""
    with pytest.raises(UnsuitableError, match=said):
        rank_acceptability(*args, **options)


def _columns(drawn):
    return list(zip(*drawn, strict=True))


@pytest.mark.parametrize(("nominal", "kappa"), [((0.5, 0.3, 0.2), 4), ((0.25,) * 4, 40), ((0.7, 0.1, 0.2), 1)])
def test_dirichlet_draws_have_the_published_moments(nominal, kappa):
    """Mean w, variance w (1 - w) / (kappa + 1), for the concentration kappa * w."""
    for w, column in zip(nominal, _columns(dirichlet_weights(nominal, kappa, MANY, Random(1))), strict=True):
        assert fmean(column) == pytest.approx(w, abs=0.01)
        assert pvariance(column) == pytest.approx(w * (1 - w) / (kappa + 1), rel=0.06)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_uniform_draws_have_the_moments_of_the_simplex(count):
    """Mean 1/n, variance (n - 1) / (n^2 (n + 1)), and P(w > t) = (1 - t)^(n - 1)."""
    for column in _columns(uniform_weights(count, MANY, Random(1))):
        assert fmean(column) == pytest.approx(1 / count, abs=0.01)
        assert pvariance(column) == pytest.approx((count - 1) / (count**2 * (count + 1)), rel=0.06)
        assert fmean(w > 0.3 for w in column) == pytest.approx(0.7 ** (count - 1), abs=0.015)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6).filter(any), st.floats(0.01, 1e6), st.integers(0, 99))
def test_drawn_weights_sum_to_one(weights, concentration, seed):
    """And a weight of 0 stays 0."""
    nominal = normalized(weights)
    for drawn in dirichlet_weights(nominal, concentration, 3, Random(seed)):
        assert sum(drawn) == pytest.approx(1)
        assert all(w == 0 for w, given_ in zip(drawn, nominal, strict=True) if given_ == 0)


def test_places_wins_and_firsts_are_counted():
    """By hand: first alone, all three tied, last after two that tie."""
    found = tally([[1, 0], [0, 1], [0, 1]], [[0.75, 0.25], [0.5, 0.5], [0.25, 0.75]])
    assert found.places == [
        Counter({(0, 1): 1, (0, 3): 1, (2, 1): 1}),
        *2 * [Counter({(1, 2): 1, (0, 3): 1, (0, 2): 1})],
    ]
    assert found.wins == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    assert found.firsts == [[(0, 1), (1, 3)], [(1, 3), (2, 2)], [(1, 3), (2, 2)]]


@pytest.mark.parametrize("values", [[[0, 0]], [[1e300, -1e300], [-1e300, 1e300]], [[5e-324, 0], [0, 5e-324]]])
def test_no_size_of_values_is_too_large_or_too_small(values):
    """Equal weights make all of them tie."""
    assert tally(values, [[0.5, 0.5]]).firsts == [[(0, len(values))]] * len(values)
