import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, score
from equity_blocks.engine.crosswalk.intervals import Interval
from equity_blocks.engine.crosswalk.open_questions import questions, weights_of
from strategies import fewer, frameworks

ROWS = Framework(
    id="f",
    title="F",
    scale=["no", "yes"],
    blocks=[
        {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 3}]},
        {"id": "c", "title": "C", "weight": 3, "practices": [{"id": "r", "title": "R"}]},
        {"id": "empty", "title": "E"},
    ],
)


@fewer
@given(frameworks(full=True))
def test_a_weight_is_what_the_score_falls_by(framework):
    """Under the mean: the score with everything at the top, less the score with one practice at the bottom."""
    tops = {name: framework.scale_of(name).top for name in framework.practices}
    best = score(framework, Assessment(framework=framework.id, ratings=tops)).score.value
    for name, weight in weights_of(framework).items():
        other = score(framework, Assessment(framework=framework.id, ratings={**tops, name: 0})).score.value
        assert weight == pytest.approx((best or 0.0) - (other or 0.0), abs=1e-12)


def test_empty_blocks_take_no_weight():
    """What stands in no score does not count."""
    assert weights_of(ROWS) == {"p": 0.0625, "q": 0.1875, "r": 0.75}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=3))
def test_no_other_list_of_the_same_length_takes_more_off(ends):
    """Every subset was tried; and `left` is what the rest adds up to."""
    intervals = {name: Interval(*sorted(pair)) for name, pair in zip("pqr", ends, strict=True)}
    counts = weights_of(ROWS)
    widths = {name: interval.width * counts[name] for name, interval in intervals.items()}
    asked = questions(ROWS, intervals, counts)
    for k, item in enumerate(asked, 1):
        taken = sum(widths[each["practice"]] for each in asked[:k])
        assert taken == pytest.approx(max(sum(widths[n] for n in some) for some in itertools.combinations("pqr", k)))
        assert item["left"] == pytest.approx(sum(widths.values()) - taken, abs=1e-8)


def test_what_is_known_is_not_asked():
    """And what is out of scope leaves its weight to the others."""
    asked = questions(ROWS, {"p": Interval(0.5, 0.5), "q": Interval(0.0, 1.0)}, weights_of(ROWS))
    assert [(item["practice"], item["block"], item["width"]) for item in asked] == [("q", "b", 0.75)]
