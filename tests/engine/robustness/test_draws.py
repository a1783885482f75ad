import numpy as np
import pytest

import equity_blocks as eb
from equity_blocks.engine.robustness.draws import _stream, drawn, draws
from equity_blocks.engine.robustness.variation import ranges_of

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
    frame = draws(FRAMEWORK, SAID, 40_000, seed=3, vary="ratings")
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
    """Where nothing is open and only ratings vary, every row is the assessment itself."""
    ratings = dict.fromkeys("pqrst", "partly") | {"u": 0}
    ratings["t"] = {"not_pursued": "no time", "level": "yes"}
    said = eb.Assessment(framework="mini", ratings=ratings)
    frame = eb.score_frame(FRAMEWORK, draws(FRAMEWORK, said, 3, vary="ratings"))
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


def test_weights_vary_by_the_law_of_the_confidence_of_a_plan():
    """Mean 1 and variance 1/10, each by itself; a weight that is alone in its node, or 0, stays."""
    practices = [{"id": name, "title": name, "weight": weight} for name, weight in (("p", 1), ("q", 2), ("r", 0))]
    blocks = [
        {"id": "b", "title": "B", "practices": practices},
        {"id": "c", "title": "C", "practices": [{"id": "s", "title": "S"}]},
    ]
    framework = eb.Framework(id="f", title="F", scale=["no", "yes"], blocks=blocks)
    frame = draws(framework, eb.Assessment(framework="f"), 40_000, vary="weights")
    assert [*frame.columns] == ["p", "q", "r", "s", "b:weight", "c:weight", "p:weight", "q:weight"]
    factors = frame[["b:weight", "c:weight", "p:weight", "q:weight"]].to_numpy()
    assert factors.mean(axis=0) == pytest.approx(np.ones(4), abs=0.01)
    assert factors.var(axis=0) == pytest.approx(np.full(4, 0.1), abs=0.005)
    assert np.abs(np.corrcoef(factors.T) - np.eye(4)).max() < 0.02


def test_values_of_levels_vary_between_the_lowest_and_the_highest():
    """One draw a scale: practices on the same level count the same; scores on a range and ends of scales stay."""
    frame = draws(FRAMEWORK, eb.Assessment(framework="mini"), 20_000, vary=("ratings", "levels"))
    assert [name for name in frame.columns if ":" in name] == [f"{name}:value" for name in "pqrst"]
    same = frame[frame["p"] == frame["q"]]
    assert (same["p:value"] == same["q:value"]).all()
    values = frame.groupby("p")["p:value"].agg(["min", "mean", "max"])
    assert values.loc[0].tolist() == [0, 0, 0]
    assert values.loc[3].tolist() == [1, 1, 1]
    assert values["mean"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1], abs=0.005)
    assert 0 < values.loc[1, "min"] < 0.25
    assert 0.42 < values.loc[1, "max"] < 1


def test_the_same_seed_gives_the_same_ratings_whatever_else_varies():
    """And each other part likewise."""
    whole = draws(FRAMEWORK, SAID, 50, seed=5)
    for vary in ("ratings", ["ratings", "levels"], ("weights", "ratings")):
        part = draws(FRAMEWORK, SAID, 50, seed=5, vary=vary)
        assert part.equals(whole[[*part.columns]]), vary
    first = np.random.default_rng(5).random(50)  # as it was when ratings alone varied
    assert whole["p"].tolist() == (1 + np.floor(3 * first)).tolist()
    weights = draws(FRAMEWORK, SAID, 50, seed=5, vary="weights")
    assert weights["p:weight"].equals(whole["p:weight"])
    assert not weights["p:weight"].equals(draws(FRAMEWORK, SAID, 50, seed=6)["p:weight"])


def test_kinds_have_nothing_to_do_with_one_another():
    """No weight goes with a rating or with what levels count."""
    frame = draws(FRAMEWORK, eb.Assessment(framework="mini"), 20_000)
    middle = frame.loc[frame["p"] == 1, ["p:value", "q", *(name for name in frame if name.endswith(":weight"))]]
    assert np.abs(np.corrcoef(middle.to_numpy().T) - np.eye(len(middle.columns))).max() < 0.06
    assert np.abs(frame.filter(like=":weight").corrwith(frame["q"])).max() < 0.03
    assert len({_stream(kind, 1).random() for kind in ("ratings", "weights", "levels")}) == 3


def test_ratings_that_do_not_vary_are_those_that_score_takes():
    """What nobody answered, or knows, stays so; with weights as they are every row is the score."""
    card = eb.score(FRAMEWORK, SAID)
    frame = draws(FRAMEWORK, SAID, 20, vary=["weights"])
    assert [name for name in frame.columns if name.endswith(":status")] == ["r:status", "s:status"]
    plain = eb.score_frame(FRAMEWORK, frame.drop(columns=[name for name in frame if name.endswith(":weight")]))
    for figure in ("low", "high", "coverage"):
        assert plain[figure].to_numpy() == pytest.approx(np.full(20, getattr(card.score, figure)), abs=1e-12)
    varied = eb.score_frame(FRAMEWORK, frame)
    assert varied["low"].nunique() == 20


def test_every_row_is_an_assessment_of_a_framework():
    """Of one with these weights and these values, to 1e-12."""
    frame = draws(FRAMEWORK, SAID, 5, seed=2)
    scored = eb.score_frame(FRAMEWORK, frame)
    for i, row in frame.iterrows():
        given = {name: row[f"{name}:weight"] for name in ("b", "c", *"pqrst") if f"{name}:weight" in row}
        values = [0.0, *(next(iter({row[f"{n}:value"] for n in "pqst" if row[n] == at}), at / 3) for at in (1, 2)), 1.0]
        levels = [level.replace(value=value) for level, value in zip(FRAMEWORK.scale.levels, values, strict=True)]
        framework = FRAMEWORK.replace(scale=FRAMEWORK.scale.replace(levels=levels)).reweighted(given)
        ratings = {name: int(row[name]) for name in "pqst"} | {"r": {"not_applicable": "none"}, "u": row["u"]}
        card = eb.score(framework, eb.Assessment(framework="mini", ratings=ratings))
        assert scored.loc[i, "score"] == pytest.approx(card.score.value, abs=1e-12)


def test_what_varies_is_one_of_three():
    """Nothing, or another word, is refused."""
    with pytest.raises(eb.UnsuitableError, match="vary does not know 'effort': it takes one or more of ratings, weigh"):
        draws(FRAMEWORK, SAID, 5, vary=["ratings", "effort"])
    with pytest.raises(eb.UnsuitableError, match="vary must name at least one of ratings"):
        draws(FRAMEWORK, SAID, 5, vary=())


def test_what_no_frame_says_is_not_drawn():
    """Else `score_frame` would refuse the frame that it is made for."""
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = eb.Framework(id="f", title="F", scale={"id": "points", "range": [0, 10]}, blocks=blocks)
    left = {"not_pursued": "not now"}
    with pytest.raises(
        eb.UnsuitableError, match=r"'p' has a score of a range and is not pursued, .* leave the score out"
    ):
        draws(framework, eb.Assessment(framework="f", ratings={"p": {"level": 6, **left}, "q": 3}), 3)
    frame = draws(framework, eb.Assessment(framework="f", ratings={"p": left, "q": 3}), 3)
    assert eb.score_frame(framework, frame)["score"].round(12).tolist() == [0.3] * 3


@pytest.mark.parametrize("vary", ["weights", "ratings", "levels"])
def test_a_mean_of_criteria_counts_between_levels(vary):
    """As it does in the score; where levels vary, it stays as far between them."""
    practices = [
        {"id": "p", "title": "P", "criteria": [{"id": c, "title": c} for c in "ac"]},
        {"id": "q", "title": "Q"},
    ]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = eb.Framework(id="f", title="F", scale=["no", "partly", "yes"], blocks=blocks)
    said = eb.Assessment(framework="f", ratings={"p": {"criteria": {"a": 2, "c": 1}}, "q": 2})
    assert eb.score(framework, said).score.value == 0.875
    frame = draws(framework, said, 4_000, vary=vary)
    found = eb.score_frame(framework, frame)["score"]
    assert found.mean() == pytest.approx(0.875, abs=0.01)
    if vary == "ratings":
        assert {*found} == {0.875}
    assert eb.sensitivity(framework, said, 4096, vary=vary).mean == pytest.approx(0.875, abs=0.01)
