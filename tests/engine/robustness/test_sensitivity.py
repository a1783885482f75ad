from itertools import product

import numpy as np
import pytest

import equity_blocks as eb
from equity_blocks.engine.robustness.sensitivity import estimated, sensitivity
from equity_blocks.engine.robustness.variation import factors_at
from equity_blocks.model.aggregates import AGGREGATES

pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals", reason="the extra `frames` is not installed")


def _framework(aggregate="mean", weights=(1, 2), **scoring):
    practices = [{"id": f"p{i}", "title": f"P{i}", "weight": weight} for i, weight in enumerate(weights)]
    half = len(practices) // 2
    blocks = [
        {"id": "b", "title": "B", "practices": practices[:half]},
        {"id": "c", "title": "C", "practices": practices[half:]},
    ]
    if half == len(practices) - half == 1:
        blocks = [{"id": "b", "title": "B", "practices": practices}]
    return eb.Framework(
        id="mini",
        title="Mini",
        scale=["no", "partly", "yes"],
        scoring={"aggregate": aggregate, **scoring},
        blocks=blocks,
    )


def test_a_linear_model_has_its_closed_form():
    """S = T = a_i^2 / sum of a^2, within the errors that are told, and these are small."""
    slopes = np.array([1.0, 2.0, 4.0])
    found = estimated(lambda x: x @ slopes, 3, [[0], [1], [2], [0, 1]], 16_384, 1).indices
    shares = [*(slopes**2 / 21), 5 / 21]
    for index, share in zip(found, shares, strict=True):
        assert index.first == pytest.approx(share, abs=1.5 * index.first_half_width)
        assert index.total == pytest.approx(share, abs=1.5 * index.total_half_width)
        assert index.first_half_width < 0.05
        assert index.total_half_width < 0.03


def test_ishigami_has_its_published_indices():
    """S = .3139, .4424, 0 and T = .5576, .4424, .2437 (Ishigami and Homma 1990, a = 7, b = .1)."""

    def ishigami(x):
        a, b, c = (np.pi * (2 * x - 1)).T
        return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)

    found = estimated(ishigami, 3, [[0], [1], [2]], 32_768, 0).indices
    assert [index.first for index in found] == pytest.approx([0.3139, 0.4424, 0], abs=0.03)
    assert [index.total for index in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_the_error_is_that_of_repetition():
    """Half-widths of one run agree with the spread of many runs."""
    runs = [estimated(lambda x: x[:, 0] + 2 * x[:, 1], 2, [[1]], 512, seed).indices[0] for seed in range(60)]
    for name in ("first", "total"):
        spread = 1.96 * np.std([getattr(run, name) for run in runs], ddof=1)
        told = np.mean([getattr(run, f"{name}_half_width") for run in runs])
        assert told == pytest.approx(spread, rel=0.3)


def test_ratings_of_a_mean_have_their_closed_form():
    """With weights certain in effect, w_i^2 Var(x_i) over their sum: here 1 to 4."""
    found = sensitivity(_framework(), eb.Assessment(framework="mini"), 8192)
    ratings = {each.of: each for each in found.inputs if each.kind == "rating"}
    assert ratings["p1"].first / ratings["p0"].first == pytest.approx(4, rel=0.15)
    weights, of_ratings = found.groups
    assert (weights.kind, of_ratings.kind) == ("weights", "ratings")
    assert weights.first == pytest.approx(0, abs=0.02)  # ratings have the same mean, so weights alone do nothing
    assert of_ratings.total == pytest.approx(1, abs=0.05)
    assert weights.total == pytest.approx(1 - of_ratings.first, abs=0.06)


def test_certain_ratings_leave_only_weights():
    """One practice at the top and one at the bottom: the score is the share of the weight."""
    said = eb.Assessment(framework="mini", ratings={"p0": "no", "p1": "yes"})
    found = sensitivity(_framework(), said, 4096)
    assert {each.kind for each in found.inputs} == {"weight"}
    assert [group.kind for group in found.groups] == ["weights"]
    assert found.groups[0].total == pytest.approx(1, abs=0.05)
    assert found.mean == pytest.approx(2 / 3, abs=0.01)


@pytest.mark.parametrize("aggregate", [*AGGREGATES])
def test_drawn_scores_are_those_of_the_framework(aggregate):
    """The mean and the spread of draws are those of `score_frame`."""
    framework = _framework(aggregate, weights=(1, 2, 1, 3))
    found = sensitivity(framework, eb.Assessment(framework="mini"), 4096)
    varying = eb.draws(framework, eb.Assessment(framework="mini"), 20_000, vary=("weights", "ratings"))
    scores = eb.score_frame(framework, varying)["score"]
    assert found.mean == pytest.approx(scores.mean(), abs=0.02)
    assert found.deviation == pytest.approx(scores.std(), abs=0.03)


def test_a_minimum_does_not_ask_for_weights():
    """What weighs how much decides nothing there."""
    found = sensitivity(_framework("minimum"), eb.Assessment(framework="mini"), 64)
    assert {each.kind for each in found.inputs} == {"rating"}


def test_nothing_that_varies_has_no_indices():
    """All at the top: whatever weighs how much, the score is 1."""
    found = sensitivity(_framework(), eb.Assessment(framework="mini", ratings={"p0": "yes", "p1": "yes"}), 64)
    assert (found.low, found.high, found.groups[0].first) == (1.0, 1.0, None)


def test_a_seed_gives_the_same_result():
    """And another one another."""
    framework, said = _framework(), eb.Assessment(framework="mini")
    first, again, other = (sensitivity(framework, said, 64, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_what_has_no_score_is_refused_by_name():
    """A framework without a total, and one in which nothing counts."""
    with pytest.raises(eb.UnsuitableError, match="has no total, by design"):
        sensitivity(_framework(overall=False), eb.Assessment(framework="mini"))
    out = {"not_applicable": "none"}
    with pytest.raises(eb.UnsuitableError, match="mini has no score here: too little of it"):
        sensitivity(_framework(), eb.Assessment(framework="mini", ratings={"p0": out, "p1": out}))
    with pytest.raises(eb.UnsuitableError, match="mini has no score here: too little of it"):
        sensitivity(_framework(), eb.Assessment(framework="mini"), vary="weights")


def test_a_policy_that_counts_what_does_not_apply_is_followed():
    """It counts in full, so that the weights decide how much the other may lower the score."""
    said = eb.Assessment(framework="mini", ratings={"p0": {"not_applicable": "none"}})
    found = sensitivity(_framework(not_applicable="full"), said, 4096)
    assert {(each.kind, each.of) for each in found.inputs} == {("weight", "p0"), ("weight", "p1"), ("rating", "p1")}
    assert found.mean == pytest.approx(2 / 3, abs=0.02)  # the mean of 1/3 + 2/3 x for x of 0, 1/2, 1


def _by_brute_force(framework, names):
    """Give the variance of the score over all ratings, and the first-order and total index of each practice.

    Every level of every practice is as likely as another, so that means over all rows are exact.
    """
    levels = np.array([*product(range(3), repeat=len(names))])
    frame = pandas.DataFrame({name: levels[:, i] for i, name in enumerate(names)})
    scores = eb.score_frame(framework, frame)["score"].to_numpy().reshape((3,) * len(names))
    whole = scores.var()
    others = [tuple(j for j in range(len(names)) if j != i) for i in range(len(names))]
    firsts = [scores.mean(axis=axes).var() / whole for axes in others]
    totals = [scores.var(axis=i).mean() / whole for i in range(len(names))]
    return whole, firsts, totals


@pytest.mark.parametrize("aggregate", ["sum", "all_or_nothing", "gate", "minimum", "geometric"])
def test_ratings_have_the_indices_of_brute_force(aggregate):
    """Under policies that are no means, too; all 81 rows are scored, and eight runs are averaged."""
    framework, names = _framework(aggregate, weights=(1, 2, 1, 3), level=1), [f"p{i}" for i in range(4)]
    whole, firsts, totals = _by_brute_force(framework, names)
    nobody = eb.Assessment(framework="mini")
    runs = [sensitivity(framework, nobody, 4096, seed=seed, vary="ratings") for seed in range(8)]
    assert np.mean([run.deviation**2 for run in runs]) == pytest.approx(whole, rel=0.02)
    for name, first, total in zip(names, firsts, totals, strict=True):
        found = [next(each for each in run.inputs if each.of == name) for run in runs]
        first_width, total_width = found[0].first_half_width / 8**0.5, found[0].total_half_width / 8**0.5
        assert np.mean([each.first for each in found]) == pytest.approx(first, abs=1.7 * first_width), name
        assert np.mean([each.total for each in found]) == pytest.approx(total, abs=1.7 * total_width), name


def test_weights_of_a_sum_have_the_indices_of_a_grid():
    """One practice at the top, one at the bottom: w1 / (w1 + w2), integrated over both factors."""
    said = eb.Assessment(framework="mini", ratings={"p0": "no", "p1": "yes"})
    factors = factors_at((np.arange(256) + 0.5) / 256)
    scores = 2 * factors[None, :] / (factors[:, None] + 2 * factors[None, :])
    found = sensitivity(_framework("sum"), said, 16_384)
    weights = {each.of: each for each in found.inputs}
    assert {each.kind for each in found.inputs} == {"weight"}
    assert found.deviation == pytest.approx(scores.std(), rel=0.02)
    for axis, name in enumerate(("p0", "p1")):
        first = scores.mean(axis=1 - axis).var() / scores.var()
        total = scores.var(axis=axis).mean() / scores.var()
        assert weights[name].first == pytest.approx(first, abs=1.5 * weights[name].first_half_width)
        assert weights[name].total == pytest.approx(total, abs=1.5 * weights[name].total_half_width)


def test_values_of_levels_are_an_input_of_their_own():
    """Where all else is certain, they are all that varies: a draw for the whole scale."""
    said = eb.Assessment(framework="mini", ratings={"p0": "partly", "p1": "partly"})
    found = sensitivity(_framework(), said, 2048, vary=["levels"])
    assert [(each.kind, each.of) for each in found.inputs] == [("level", "inline")]
    assert [group.kind for group in found.groups] == ["levels"]
    assert found.inputs[0].total == pytest.approx(1, abs=0.05)
    factors = factors_at((np.arange(256) + 0.5) / 256)
    values = factors[:, None] / (factors[:, None] + factors[None, :])
    assert (found.mean, found.deviation) == pytest.approx((values.mean(), values.std()), abs=0.005)


def test_rows_are_scored_as_frames_are():
    """The spread is that of `score_frame` over `draws`, whatever varies and of whichever scale."""
    framework = _framework("blend", weights=(1, 2, 1, 3))
    points = framework.blocks[0].replace(scale={"id": "points", "range": [0, 4]})
    framework = framework.replace(blocks=(points, framework.blocks[1]))
    said = eb.Assessment(framework="mini", ratings={"p0": 3, "p2": {"not_applicable": "none"}, "p3": "partly"})
    for vary in ("weights", "ratings", ("weights", "ratings", "levels")):
        ratings = said if "ratings" in vary else said.replace(ratings=dict(said.ratings) | {"p1": 1})
        found = sensitivity(framework, ratings, 8192, vary=vary)
        scores = eb.score_frame(framework, eb.draws(framework, ratings, 40_000, vary=vary))["score"]
        assert found.mean == pytest.approx(scores.mean(), abs=0.005), vary
        assert found.deviation == pytest.approx(scores.std(ddof=0), rel=0.05), vary
        assert all(group.total > 0.01 for group in found.groups), vary  # each reads numbers of its own


def test_samples_that_are_scored_at_once_are_scored_alike(monkeypatch):
    """How many stand in one call makes no difference."""
    whole = estimated(lambda x: x[:, 0] * x[:, 1] + x[:, 2], 3, [[0], [1, 2], [2]], 100, 0)
    monkeypatch.setattr("equity_blocks.engine.robustness.sensitivity.AT_ONCE", 1)
    assert estimated(lambda x: x[:, 0] * x[:, 1] + x[:, 2], 3, [[0], [1, 2], [2]], 100, 0).indices == whole.indices


def test_draws_have_bounds():
    """Fewer than 64 tell nothing."""
    with pytest.raises(eb.UnsuitableError, match="n must be at least 64"):
        sensitivity(_framework(), eb.Assessment(framework="mini"), 10)


def test_which_ratings_are_open_is_told_to_the_board_only():
    """Beyond it stand the spread, and weights and ratings as a whole."""
    found = sensitivity(_framework(), eb.Assessment(framework="mini", ratings={"p0": 1}), 64)
    assert [each.of for each in eb.share(found, "steering").inputs] == [each.of for each in found.inputs]
    shared = eb.share(found, "client")
    assert (shared.inputs, shared.groups, shared.mean) == ((), found.groups, found.mean)
