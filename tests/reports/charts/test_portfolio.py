import json

import pytest

import equity_blocks as eb
from equity_blocks.reports.charts.portfolio import bands_spec, spread, spread_spec
from equity_blocks.reports.pictures.bands import Bands
from equity_blocks.reports.pictures.spread import Spread

pytest.importorskip("narwhals", reason="the extra `frames` is not installed")


def test_the_figures_are_those_of_the_portfolio(cohorts, altair):
    """Unrounded, a row for the whole and for each block, with where one sits."""
    read = cohorts("owner")
    chart = spread(read)
    assert isinstance(chart, altair.TopLevelMixin)
    rows = chart.to_dict(validate=True)["datasets"] if "datasets" in chart.to_dict() else None
    data = next(iter(rows.values())) if rows else chart.to_dict()["data"]["values"]
    assert [row["q50"] for row in data] == [read.groups[0].score.q50, *(block.q50 for block in read.groups[0].blocks)]
    assert [row["low"] for row in data] == [each.low for each in read.standing]


def test_it_says_for_whom_and_how_far_to_trust_it(cohorts, altair):
    """Below its title, and in words for who cannot see it."""
    assert altair
    spec = spread(cohorts("client")).to_dict()
    assert spec["title"]["subtitle"][0] == "40 organizations \N{MIDDLE DOT} mini \N{MIDDLE DOT} for client"
    assert spec["description"].endswith(cohorts("client").notice)


def test_where_no_quantiles_are_told_nothing_is_drawn(cohorts):
    """A small cohort has counts only."""
    with pytest.raises(eb.UnsuitableError, match="the portfolio tells no quantiles"):
        spread(cohorts("cohort", 12))
    assert spread_spec(Spread("S", "Group", ())) is None
    assert bands_spec(Bands("B", "Group", (), 0, ())) is None


def test_no_text_of_a_group_is_an_expression(cohorts):
    """Texts are data."""
    from equity_blocks.reports.portfolio_pictures import spread_of_groups

    picture = spread_of_groups(cohorts("owner"))
    strips = tuple(strip._replace(title="datum.q50 <script>") for strip in picture.strips)
    spec = json.loads(json.dumps(spread_spec(picture._replace(strips=strips))))
    assert {row["name"] for row in spec["data"]["values"]} == {"datum.q50 <script>"}
