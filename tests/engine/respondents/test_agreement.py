import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.respondents.agreement import (
    alpha_interval,
    average_deviation,
    krippendorff_alpha,
    leik_spread,
    weighted_kappa,
    within_group,
)
from equity_blocks.errors import UnsuitableError

CASES = json.loads((Path(__file__).parents[2] / "cases" / "agreement.json").read_text(encoding="utf-8"))
METRICS = ("nominal", "ordinal", "interval", "ratio")
matrices = st.integers(1, 6).flatmap(
    lambda units: st.lists(
        st.lists(st.none() | st.integers(0, 4), min_size=units, max_size=units), min_size=1, max_size=5
    )
)


def _named(cases):
    return [pytest.param(case, id=case["id"]) for case in cases]


@pytest.mark.parametrize("case", _named(CASES["alpha_published"]))
def test_alpha_reproduces_published_values(case):
    """Krippendorff's own worked examples and that of Wikipedia, to the digits they print and to the exact fraction."""
    for metric, published in case["published"].items():
        assert round(krippendorff_alpha(case["data"], metric), 3) == published
    for metric, exact in case["exact"].items():
        assert krippendorff_alpha(case["data"], metric) == pytest.approx(exact["value"], abs=1e-14)


@pytest.mark.parametrize("case", _named(CASES["alpha_random"]))
def test_alpha_agrees_with_an_independent_implementation(case):
    """Random matrices with gaps, computed elsewhere."""
    for metric, expected in case["expected"].items():
        assert krippendorff_alpha(case["data"], metric) == pytest.approx(expected, abs=1e-14)


def _naive(data, metric):
    """Enumerate every ordered pair of ratings, within units and over all, as the definition has it."""
    units = [[value for value in column if value is not None] for column in zip(*data, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    everything = sorted(value for unit in units for value in unit)

    def gap(c, k):
        low, high = sorted((c, k))
        between = sum(low <= v <= high for v in everything)
        ends = everything.count(low) + everything.count(high)
        distances = {
            "nominal": c != k,
            "ordinal": between - ends / 2 if c != k else 0,
            "interval": c - k,
            "ratio": (c - k) / (c + k) if c + k else 0,
        }
        return distances[metric] ** 2

    n = len(everything)
    within = sum(gap(c, k) / (len(unit) - 1) for unit in units for c in unit for k in unit)
    overall = sum(gap(c, k) for c in everything for k in everything)
    return 1 - (n - 1) * within / overall if overall else None


@given(matrices, st.sampled_from(METRICS))
def test_alpha_is_what_its_definition_enumerates(data, metric):
    """Pair by pair, for every metric, undefined in the same cases."""
    assert krippendorff_alpha(data, metric) == pytest.approx(_naive(data, metric), abs=1e-9)


@given(matrices, st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_order(data, random):
    """Raters and units may come in any order."""
    units = random.sample(range(len(data[0])), len(data[0]))
    shuffled = [[row[u] for u in units] for row in random.sample(data, len(data))]
    assert krippendorff_alpha(shuffled) == pytest.approx(krippendorff_alpha(data), abs=1e-12)


@given(matrices)
def test_ordinal_alpha_asks_only_for_the_order(data):
    """Any rising relabelling of the levels leaves it alone."""
    relabelled = [[None if v is None else (0, 0.1, 0.2, 0.9, 1)[v] for v in row] for row in data]
    assert krippendorff_alpha(relabelled) == krippendorff_alpha(data)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=9), st.integers(2, 4))
def test_perfect_agreement_is_one_or_undefined(unit, raters):
    """Raters who say the same agree perfectly, unless nothing varies: then nobody can tell."""
    assert krippendorff_alpha([unit] * raters) == (1.0 if len(set(unit)) > 1 else None)


@pytest.mark.parametrize("data", [[], [[]], [[1, 2, 3]], [[1, None], [None, 2]], [[2, 2], [2, 2]], [[None], [None]]])
def test_alpha_is_undefined_without_pairs_or_without_variation(data):
    """No number is better than a wrong one."""
    assert krippendorff_alpha(data) is None
    assert alpha_interval(data) is None


@pytest.mark.parametrize(
    ("data", "metric", "words"),
    [
        ([[1, 2], [1]], "ordinal", "rows differ in length"),
        ([[1], [2]], "cubic", "'cubic' is not a metric: there are nominal, ordinal, interval, ratio"),
        ([["a"], ["b"]], "ordinal", "text can only be compared by 'nominal'"),
        ([[-1], [1]], "ratio", "numbers from 0 up"),
    ],
)
def test_what_cannot_be_compared_is_refused(data, metric, words):
    """The message says what was wrong with it."""
    with pytest.raises(UnsuitableError, match=words):
        krippendorff_alpha(data, metric)


def test_ratio_takes_two_zeros_as_alike():
    """The difference of 0 and 0 is none, not a division by 0."""
    assert krippendorff_alpha([[0, 2, 4], [0, 2, 4]], "ratio") == 1.0


EXAMPLE = CASES["alpha_published"][0]["data"]


def test_the_interval_is_the_same_for_the_same_seed():
    """Anybody can draw it again; another seed draws others."""
    first = alpha_interval(EXAMPLE, seed=7)
    assert first == alpha_interval(EXAMPLE, seed=7)
    assert first != alpha_interval(EXAMPLE, seed=8)


def test_the_interval_holds_alpha_and_narrows_with_confidence():
    """The published example: 0.815 lies inside, and half the samples lie closer to it than nearly all."""
    low, high = alpha_interval(EXAMPLE)
    inner_low, inner_high = alpha_interval(EXAMPLE, confidence=0.5)
    assert low < inner_low < 0.815 < inner_high < high <= 1


def test_the_interval_is_the_one_of_all_samples():
    """Three units have 27 samples; their 25th and 75th percentiles, counted out, are those of many draws."""
    data = [[0, 1, 2], [0, 2, 2]]
    draws = [[a, b, c] for a in range(3) for b in range(3) for c in range(3)]
    alphas = [krippendorff_alpha([[row[u] for u in units] for row in data]) for units in draws]
    ranked = sorted(alpha for alpha in alphas if alpha is not None)
    low, high = alpha_interval(data, draws=20_000, confidence=0.5)
    assert ranked[len(ranked) // 4 - 1] <= low <= ranked[len(ranked) // 4 + 1]
    assert ranked[3 * len(ranked) // 4 - 1] <= high <= ranked[min(3 * len(ranked) // 4 + 1, len(ranked) - 1)]


def test_the_interval_of_perfect_agreement_is_a_point():
    """Samples in which nothing varies are passed over."""
    assert alpha_interval([[0, 1, 2, 3]] * 2) == (1.0, 1.0)


def test_one_unit_has_no_interval():
    """Drawn again and again it is always itself."""
    assert krippendorff_alpha([[0], [1]]) == 0.0
    assert alpha_interval([[0], [1]]) is None


ratings = st.lists(st.integers(0, 4), min_size=2, max_size=9)


@pytest.mark.parametrize("case", _named(CASES["rwg_ad"]))
def test_measures_of_one_practice_reproduce_worked_examples(case):
    """Average deviation, r_WG (never clipped), and through the first of them Leik's D."""
    said, options = case["ratings"], case["options"]
    assert within_group(said, options) == pytest.approx(case["rwg"])
    assert average_deviation(said) == case["ad_median"]
    base = min(said)
    expected = 2 * case["ad_median"] / (options - 1) if len(said) > 1 else None
    assert leik_spread([rating - base for rating in said], options) == pytest.approx(expected)


@given(ratings)
def test_spread_is_the_average_deviation_over_the_largest_there_is(said):
    """Leik's D and 2 AD / (A - 1) are the same number."""
    assert leik_spread(said, 5) == pytest.approx(2 * average_deviation(said) / 4)


@given(ratings, st.integers(2, 4))
def test_spread_is_bounded_and_indifferent(said, times):
    """In [0, 1]; turning the scale around, or doubling every rater, changes nothing."""
    spread = leik_spread(said, 5)
    assert 0 <= spread <= 1
    assert (spread == 0) == (len(set(said)) == 1)
    assert leik_spread([4 - rating for rating in said], 5) == pytest.approx(spread)
    assert leik_spread(said * times, 5) == pytest.approx(spread)


def test_spread_of_two_ends_is_one():
    """Half the raters at either end: as far apart as can be."""
    assert leik_spread([0, 4], 5) == leik_spread([0, 1], 2) == 1.0


def test_nobody_is_apart_from_himself():
    """Below two raters there is no spread, and without ratings no deviation."""
    assert leik_spread([3], 5) is leik_spread([], 5) is within_group([], 5) is average_deviation([]) is None


@pytest.mark.parametrize("case", _named(CASES["weighted_kappa_published"]))
def test_weighted_kappa_reproduces_published_values(case):
    """Printed by R's irr and by SAS, the digits they give."""
    kappa = weighted_kappa(case["a"], case["b"], case["categories"], case["weights"])
    numerator, _, denominator = case["exact"].partition("/")
    assert kappa == pytest.approx(int(numerator) / int(denominator), abs=1e-15)
    assert kappa == pytest.approx(case["published"], abs=5e-5)


def test_weighted_kappa_of_one_category_is_undefined():
    """Chance alone would agree as well."""
    assert weighted_kappa([1, 1], [1, 1], [0, 1]) is None


@pytest.mark.parametrize("options", [{"draws": 0}, {"confidence": 0}, {"confidence": 1}, {"confidence": 1.5}])
def test_draws_and_confidence_have_bounds(options):
    """No sample, or an interval of all or nothing, says nothing."""
    with pytest.raises(UnsuitableError, match=next(iter(options))):
        alpha_interval(EXAMPLE, **options)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_not_a_number_says_nothing(metric):
    """Data frames put it where nobody rated."""
    gap = krippendorff_alpha([[1, None, 3, 2], [1, 2, 3, 2]], metric)
    assert krippendorff_alpha([[1, float("nan"), 3, 2], [1, 2, 3, 2]], metric) == gap


@pytest.mark.parametrize("metric", ["interval", "ratio"])
@pytest.mark.parametrize("unit", [1e-200, 1.0, 1e200])
def test_the_size_of_numbers_is_no_matter(metric, unit):
    """Neither end gets lost in squares."""
    data = [[1, 2, 3, 3], [1, 2, 3, 1]]
    scaled = [[unit * value for value in row] for row in data]
    assert krippendorff_alpha(scaled, metric) == pytest.approx(krippendorff_alpha(data, metric), abs=1e-12)


@pytest.mark.parametrize(
    ("data", "metric", "words"),
    [
        ([[float("inf"), 1], [1, 1]], "interval", "must be finite"),
        ([[10**400, 1], [1, 2]], "ordinal", "must be finite"),
        ([[[1], 2], [1, 2]], "nominal", "neither a number nor text"),
        ([[1j, 2], [1, 2]], "interval", "neither a number nor text"),
        (None, "ordinal", "data must be a table"),
        ([1, 2], "ordinal", "data must be a table"),
        ([[1, 2], [1, 2]], ["x"], "is not a metric"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(data, metric, words):
    """In words, and never as a number."""
    with pytest.raises(UnsuitableError, match=words):
        krippendorff_alpha(data, metric)
