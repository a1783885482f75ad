import numpy as np
import pytest

import equity_blocks as eb
from equity_blocks.engine.robustness.draws import drawn, draws, ranges_of

pytest.importorskip("narwhals", reason="the extra `frames` is not installed")

FRAMEWORK = eb.Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "mostly", "yes"],
    blocks=[
        {"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in ("p", "q", "r", "s", "t")]},
        {
            "id": "c",
            "title": "C",
            "scale": {"id": "points", "range": [-5, 5]},
            "practices": [{"id": "u", "title": "U"}],
        },
    ],
)
SAID = eb.Assessment(
    framework="mini",
    respondents=[{"id": "ann"}, {"id": "ben"}],
    ratings={
        "p": {"answers": {"ann": "partly", "ben": "yes"}},
        "q": "mostly",
        "r": {"not_applicable": "nobody under 18"},
        "s": "unknown",
        "u": 2.5,
    },
)


def test_ratings_lie_between_the_lowest_and_the_highest_answer():
    """What one person said stays; what nobody knows may be any level, each as often."""
    frame = draws(FRAMEWORK, SAID, 40_000, seed=3)
    assert [*frame.columns] == ["p", "q", "r", "r:status", "s", "t", "u"]
    assert {name: sorted(set(frame[name])) for name in "pqst"} == {
        "p": [1, 2, 3], "q": [2], "s": [0, 1, 2, 3], "t": [0, 1, 2, 3],
    }  # fmt: skip
    assert set(frame["u"]) == {2.5}
    assert set(frame["r:status"]) == {"not_applicable"}
    for name, levels in (("p", 3), ("t", 4)):
        shares = frame[name].value_counts(normalize=True)
        assert shares.to_numpy() == pytest.approx(np.full(levels, 1 / levels), abs=0.01)


def test_practices_are_drawn_by_themselves():
    """Two that are unanswered have nothing to do with one another."""
    frame = draws(FRAMEWORK, SAID, 40_000)
    assert abs(np.corrcoef(frame["s"], frame["t"])[0, 1]) < 0.02


def test_a_range_is_drawn_over_its_scores():
    """From end to end, and no two alike."""
    found = draws(FRAMEWORK, eb.Assessment(framework="mini"), 10_000)["u"]
    assert (found.min(), found.max(), found.nunique()) == (
        pytest.approx(-5, abs=0.01),
        pytest.approx(5, abs=0.01),
        10_000,
    )


def test_a_seed_gives_the_same_rows():
    """And another one others."""
    first, again, other = (draws(FRAMEWORK, SAID, 100, seed=seed) for seed in (7, 7, 8))
    assert first.equals(again)
    assert not first.equals(other)


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_the_rows_are_scored_in_every_library(backend):
    """As a frame of it, with the numbers of the others."""
    pytest.importorskip(backend, reason=f"{backend} is not installed")
    expected = eb.score_frame(FRAMEWORK, draws(FRAMEWORK, SAID, 50))["score"]
    scored = eb.score_frame(FRAMEWORK, draws(FRAMEWORK, SAID, 50, backend=backend))
    assert type(scored).__module__.split(".")[0] == backend
    assert scored["score"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-12)


def test_what_is_certain_scores_as_the_assessment():
    """Where nothing is open, every row is the assessment itself."""
    ratings = dict.fromkeys("pqrst", "partly") | {"u": 0}
    ratings["t"] = {"not_pursued": "no time", "level": "yes"}
    said = eb.Assessment(framework="mini", ratings=ratings)
    frame = eb.score_frame(FRAMEWORK, draws(FRAMEWORK, said, 3))
    assert frame["score"].to_numpy() == pytest.approx(np.full(3, eb.score(FRAMEWORK, said).score.value), abs=1e-12)


def test_a_number_too_many_is_refused():
    """A million rows are enough, and none is none."""
    with pytest.raises(eb.UnsuitableError, match="n must be at most 1,000,000"):
        draws(FRAMEWORK, SAID, 1_000_001)
    with pytest.raises(eb.UnsuitableError, match="n must be at least 1"):
        draws(FRAMEWORK, SAID, 0)
    with pytest.raises(eb.UnsuitableError, match="there is no backend 'excel'"):
        draws(FRAMEWORK, SAID, 5, backend="excel")


def test_what_does_not_fit_is_refused():
    """Before anything is drawn."""
    with pytest.raises(eb.InvalidDataError, match="no practice 'z'"):
        ranges_of(FRAMEWORK, eb.Assessment(framework="mini", ratings={"z": "yes"}))


def test_columns_are_small():
    """A million rows of a hundred practices fit in the memory of a laptop."""
    columns = drawn(ranges_of(FRAMEWORK, SAID), 10, 0)
    assert columns["p"].dtype.itemsize <= 2
