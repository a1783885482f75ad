"""Distributions: exact for the owner, coarse for others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_blocks import Framework

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.cohort import claims, cohort  # noqa: E402
from equity_blocks.engine.portfolio.distributions import (  # noqa: E402
    Grain,
    Scores,
    bands_of,
    distribution,
    group,
    tally,
)

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}],
)
COARSE = Grain(is_coarse=True)


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=20, max_size=60), st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]))
def test_quantiles_are_those_of_numpy_or_means_of_five_neighbours(values, at):
    """The coarse one lies among the values, in whole points, and rises with the share."""
    ordered = numpy.sort(values)
    assert Grain().quantile(ordered, at) == pytest.approx(float(numpy.quantile(ordered, at)), abs=1e-12)
    coarse = COARSE.quantile(ordered, at)
    assert coarse == round(coarse, 2)
    assert ordered[0] - 0.005 <= coarse <= ordered[-1] + 0.005
    assert COARSE.quantile(ordered, 0.1) <= coarse <= COARSE.quantile(ordered, 0.9)


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=20, max_size=60), st.data())
def test_one_organization_moves_a_coarse_quantile_by_no_more_than_its_fifth(values, data):
    """Whatever it says: places move up by one, which adds up to the whole range at most; rounding aside."""
    other = [*values]
    other[data.draw(st.integers(0, len(values) - 1))] = data.draw(st.floats(0, 1))
    for at in (0.1, 0.5, 0.9):
        first, second = (COARSE.quantile(numpy.sort(each), at) for each in (values, other))
        assert abs(first - second) <= 0.2 + 0.01 + 1e-9


@pytest.mark.parametrize(
    ("number", "has_bands", "has_figures"), [(4, False, False), (19, True, False), (20, True, True)]
)
def test_what_others_read_depends_on_how_many_there_are(number, has_bands, has_figures):
    """Nothing, counts per band, figures; the owner has all."""
    low = numpy.linspace(0, 1, number)
    everybody = numpy.ones(number, dtype=bool)
    told = distribution(FRAMEWORK, low, low, everybody, COARSE)
    assert (bool(told["bands"]), "q50" in told) == (has_bands, has_figures)
    assert distribution(FRAMEWORK, low, low, everybody, Grain())["q50"] == pytest.approx(0.5)


def test_without_bands_there_are_quarters():
    """An edge belongs to the upper one."""
    assert [name for _, name in bands_of(FRAMEWORK)] == ["0-25", "25-50", "50-75", "75-100"]
    low = numpy.array([0.0, 0.25, 0.5, 0.75, 1.0])
    told = distribution(FRAMEWORK, low, low, low >= 0, Grain())
    assert told["bands"] == {"0-25": 1, "25-50": 1, "50-75": 1, "75-100": 2}


def test_a_group_counts_levels_and_what_is_not_rated():
    """In whole organizations; what does not apply is in no figure of the practice."""
    said = {"p": [0, 1, 2, 2, None, -1], "q": [2, 2, 2, -2, -3, None]}
    frame = pandas.DataFrame({name: pandas.array(column, dtype="Int64") for name, column in said.items()})
    scores = Scores.made(cohort(FRAMEWORK, frame))
    found = group(scores, numpy.ones(6, dtype=bool), Grain())
    p, q = found.practices
    assert dict(p.levels) == {"no": 1, "partly": 1, "yes": 2}
    assert (p.unanswered, p.unknown, q.not_applicable, q.not_pursued, q.organizations) == (1, 1, 1, 1, 5)
    assert (p.mean, p.mean_high) == (pytest.approx(2.5 / 6), pytest.approx(4.5 / 6))
    assert (found.organizations, found.complete) == (6, 4)


def test_a_practice_that_applies_to_few_is_not_told_of():
    """Twenty organizations, and it applies to four."""
    frame = pandas.DataFrame({"p": [2] * 20, "q": [1] * 4 + [-2] * 16})
    scores = Scores.made(cohort(FRAMEWORK, frame))
    everybody = numpy.ones(20, dtype=bool)
    assert [each.id for each in group(scores, everybody, COARSE).practices] == ["p"]
    assert [each.id for each in group(scores, everybody, Grain()).practices] == ["p", "q"]


def test_who_is_below_a_level_is_told_in_steps_of_five():
    """All together are told as they are; no mean, no quantile and no bands of a practice are."""
    frame = pandas.DataFrame({"p": [0] * 3 + [1] * 4 + [2] * 15, "q": [2] * 21 + [-1]})
    scores = Scores.made(cohort(FRAMEWORK, frame))
    p, q = group(scores, numpy.ones(22, dtype=bool), COARSE).practices
    assert (dict(p.levels), p.organizations) == ({"no": 5, "partly": 0, "yes": 17}, 22)
    assert (p.mean, p.q50, dict(p.bands), q.unanswered, q.unknown) == (None, None, {}, 0, 0)
    assert group(scores, numpy.ones(22, dtype=bool), COARSE).complete == 20
    counts = tally(claims(cohort(FRAMEWORK, frame).cells["q"]), 3, Grain())
    assert (counts.open, counts.applies_to, counts.levels) == (1, 22, [0, 0, 21])
