import numpy as np
import pytest

import equity_blocks as eb
from equity_blocks.engine.robustness.sensitivity import sensitivity, varied

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
    found = varied(lambda x: x @ slopes, 3, [[0], [1], [2], [0, 1]], 16_384, 1).indices
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

    found = varied(ishigami, 3, [[0], [1], [2]], 32_768, 0).indices
    assert [index.first for index in found] == pytest.approx([0.3139, 0.4424, 0], abs=0.03)
    assert [index.total for index in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_the_error_is_that_of_repetition():
    """Half-widths of one run agree with the spread of many runs."""
    runs = [varied(lambda x: x[:, 0] + 2 * x[:, 1], 2, [[1]], 512, seed).indices[0] for seed in range(60)]
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


@pytest.mark.parametrize("aggregate", ["mean", "minimum", "geometric", "blend"])
def test_drawn_scores_are_those_of_the_framework(aggregate):
    """The mean and the spread of draws with certain weights are those of `score_frame`."""
    framework = _framework(aggregate, weights=(1, 2, 1, 3))
    found = sensitivity(framework, eb.Assessment(framework="mini"), 4096)
    scores = eb.score_frame(framework, eb.draws(framework, eb.Assessment(framework="mini"), 20_000))["score"]
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


def test_other_policies_are_refused_by_name():
    """A gate, a sum, and a framework without a total."""
    for aggregate in ("gate", "sum", "all_or_nothing"):
        with pytest.raises(eb.UnsuitableError, match=f"not aggregate '{aggregate}' of"):
            sensitivity(_framework(aggregate), eb.Assessment(framework="mini"))
    with pytest.raises(eb.UnsuitableError, match="has no total, by design"):
        sensitivity(_framework(overall=False), eb.Assessment(framework="mini"))


def test_a_policy_that_counts_what_does_not_apply_is_refused():
    """The columns see it, so it is not passed over."""
    said = eb.Assessment(framework="mini", ratings={"p0": {"not_applicable": "none"}})
    framework = _framework(not_applicable="full")
    with pytest.raises(eb.UnsuitableError, match="not its policy of mini"):
        sensitivity(framework, said)


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
