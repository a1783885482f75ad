"""What may vary: which weights, which scales, and how values go on to rise."""

import numpy as np
import pytest

import equity_blocks as eb
from equity_blocks.engine.robustness.variation import (
    Steps,
    factors_at,
    kinds_of,
    practices_counting,
    ranges_of,
    scales_between,
    weights_beside_others,
)
from equity_blocks.model.scale import Scale


def _framework(blocks=("b", "c"), names=("p", "q"), scale=("no", "partly", "yes"), **scoring):
    made = [
        {"id": b, "title": b, "practices": [{"id": f"{b}-{name}", "title": name} for name in names]} for b in blocks
    ]
    return eb.Framework(id="f", title="F", scale=list(scale), blocks=made, scoring=scoring)


def _weights(framework, ratings=None, *, everywhere=False):
    ranges = ranges_of(framework, eb.Assessment(framework="f", ratings=ratings or {}))
    return weights_beside_others(framework.tree, ranges, everywhere=everywhere)


def test_weights_vary_where_others_stand_beside_them():
    """Blocks in the whole, practices in their blocks; none that is alone."""
    assert _weights(_framework()) == ["b", "b-p", "b-q", "c", "c-p", "c-q"]
    assert _weights(_framework(names=("p",))) == ["b", "c"]
    assert _weights(_framework(blocks=("b",), names=("p",))) == []


@pytest.mark.parametrize("aggregate", ["minimum", "all_or_nothing", "gate"])
def test_weights_that_decide_nothing_are_left_out(aggregate):
    """But for frames, in which coverage counts them."""
    assert _weights(_framework(aggregate=aggregate)) == []
    assert _weights(_framework(aggregate=aggregate), everywhere=True) == ["b", "c", "b-p", "b-q", "c-p", "c-q"]


def test_what_does_not_apply_leaves_the_others_alone():
    """Unless it counts all the same; and a block of which nothing applies has no weight."""
    out = {"not_applicable": "none"}
    assert _weights(_framework(), {"b-p": out}) == ["b", "c", "c-p", "c-q"]
    assert _weights(_framework(not_applicable="full"), {"b-p": out}) == ["b", "b-p", "b-q", "c", "c-p", "c-q"]
    assert _weights(_framework(), {"b-p": out, "b-q": {"not_pursued": "no"}}) == ["c-p", "c-q"]
    assert _weights(_framework(empty_block="zero"), {"b-p": out, "b-q": out})[:2] == ["b", "c"]


def test_a_node_that_looks_deeper_counts_practices_only():
    """The weights of the blocks in it decide nothing there."""
    assert _weights(_framework(top={"over": "practices"})) == ["b-p", "b-q", "c-p", "c-q"]


def test_practices_count_where_something_may_be_read_of_them():
    """Not where nobody has rated them and ratings do not vary."""
    framework, said = _framework(), eb.Assessment(framework="f", ratings={"b-p": "yes"})
    assert [*practices_counting(framework.tree, ranges_of(framework, said))] == [*framework.practices]
    assert [*practices_counting(framework.tree, ranges_of(framework, said, varies=False))] == ["b-p"]


def test_practices_on_one_scale_vary_together():
    """Two levels have nothing between them, and neither has a range of scores."""
    framework = _framework()
    found = scales_between(framework, ranges_of(framework, eb.Assessment(framework="f")))
    assert [steps.practices for steps in found] == [("b-p", "b-q", "c-p", "c-q")]
    for scale in (["no", "yes"], {"id": "points", "range": [0, 4]}):
        other = framework.replace(scale=scale)
        assert scales_between(other, ranges_of(other, eb.Assessment(framework="f"))) == []


def test_values_rise_from_the_lowest_to_the_highest_and_ties_stay():
    """Whatever the factors are, and whatever the scale begins and ends with."""
    levels = [{"id": f"l{i}", "value": value} for i, value in enumerate((0.1, 0.4, 0.4, 0.7, 0.9))]
    steps = Steps(Scale(id="s", levels=levels), ("p",))
    assert steps.rises == [1, 3, 4]
    values = steps.values(factors_at(np.random.default_rng(0).random((1000, 3))))
    assert (values[:, 0] == 0.1).all()
    assert values[:, -1] == pytest.approx(np.full(1000, 0.9), abs=1e-15)
    assert (values[:, 1] == values[:, 2]).all()
    assert (np.diff(values, axis=1)[:, [0, 2, 3]] > 0).all()
    assert steps.values(np.ones((1, 3)))[0] == pytest.approx([0.1, 0.4, 0.4, 0.7, 0.9])


def test_a_single_word_is_a_selection():
    """And nothing is none."""
    assert kinds_of("levels") == {"levels"}
    with pytest.raises(eb.UnsuitableError) as found:
        kinds_of([])
    assert found.value.code == "too_few"
