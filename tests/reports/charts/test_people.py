import json

import pytest

import equity_blocks as eb
from equity_blocks.reports.charts.people import agreement, agreement_spec


@pytest.fixture(scope="module")
def team(sample):
    """Give a team that disagrees, with its framework and assessment."""
    return sample("three-partners-ahe")


def test_circles_count_the_answers(team, rows):
    """As many say so as answered, level by level, the contested ones first."""
    view = eb.respondents(*team)
    data = rows(agreement_spec(view), "people")
    counts = {}
    for row in data:
        counts[row["name"]] = counts.get(row["name"], 0) + row["people"]
    raters = {each.title: each.raters for each in view.practices if each.raters > 1}
    assert counts == raters
    assert list(counts)[: len(view.contested)] == [each.title for each in view.contested]


def test_spread_is_that_of_the_blocks(team, rows):
    """Of every block in which answers can be compared, and of the whole."""
    view = eb.respondents(*team)
    spreads = [row["spread"] for row in rows(agreement_spec(view), "spread")]
    assert spreads == [*(block.spread for block in view.blocks if block.units), view.agreement.spread]


def test_what_is_shared_shows_no_single_answer(team, rows):
    """No circle, no name and no id of a respondent, for a client and for a cohort."""
    framework, assessment = team
    view = eb.respondents(framework, assessment)
    for audience in ("client", "cohort"):
        shared = eb.share(view, audience=audience, framework=framework, min_respondents=3)
        spec = agreement_spec(shared)
        assert rows(spec or {}, "people") == []
        assert [who.id for who in view.respondents if f'"{who.id}"' in json.dumps(spec)] == []


def test_a_single_voice_agrees_with_nobody(sample):
    """Nothing is drawn where nobody can be compared."""
    with pytest.raises(eb.UnsuitableError, match="nothing to draw: no practice has two answers to compare"):
        agreement(eb.respondents(*sample("lakeside-rise")))


def test_the_view_becomes_a_chart(team, altair):
    """Practices above, blocks below."""
    chart = agreement(eb.respondents(*team))
    assert isinstance(chart, altair.VConcatChart)
    assert len(chart.vconcat) == 2
