from datetime import date

import pytest

from equity_blocks import plan, score
from equity_blocks.model import Block, Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.values import (
    block_places,
    column_at,
    count_at,
    date_at,
    days_at,
    kind_of,
    mean_at,
    money_at,
    moved_at,
    points_at,
    practice_places,
    resolve,
    share_at,
    shares_at,
)


@pytest.fixture
def card(framework, draft):
    """Give a score card with blocks, bands and open answers."""
    return score(framework, draft)


def _holds(text, result):
    """Whether the figure of a text stands where its path leads, in the JSON of its result."""
    found = resolve(result.model_dump(mode="json", by_alias=True), text.path)
    return text.value == (len(found) if isinstance(found, list) and text.unit == "count" else found)


def test_a_share_is_written_as_the_house_writes_it_and_found_again(card):
    """Every block and practice of the card."""
    places = [*block_places(card).values(), *practice_places(card).values(), ("score",)]
    texts = [share_at(card, *place, name) for place in places for name in ("value", "low", "high")]
    assert all(_holds(text, card) for text in texts)
    assert {text.of for text in texts} == {"scorecard"}
    assert NO_VALUE in texts


def test_a_share_stays_on_its_side_of_an_edge(card):
    """The edges of the result count."""
    near = card.replace(score=card.score.replace(value=0.4996))
    assert share_at(near, "score", "value") == "49.96%"


def test_shares_side_by_side_differ_where_they_differ(card):
    """As the house writes them."""
    near = card.replace(score=card.score.replace(value=0.643, low=0.641, high=0.9))
    texts = shares_at(near, ("score", "value"), ("score", "low"), ("score", "high"))
    assert texts == ("64.3%", "64.1%", "90%")
    assert [text.path for text in texts] == ["/score/value", "/score/low", "/score/high"]


def test_a_plan_has_days_money_counts_and_dates(framework, draft):
    """Each is found again; a count of things is their number."""
    result = plan(framework, draft, periods=4, capacity=60, start="2026-Q4")
    texts = [
        days_at(result, "actions", 0, "effort", "likely"),
        money_at(result, "periods", 0, "cost"),
        count_at(result, "actions"),
        count_at(result, "unrated"),
        date_at(result, "as_of"),
        points_at(result, "actions", 0, "gain"),
    ]
    assert all(_holds(text, result) for text in texts)
    assert [text.unit for text in texts] == ["days", "money", "count", "count", "date", "points"]
    assert texts[4] == draft.as_of.isoformat() == "2026-06-30"
    assert texts[2] == str(len(result.actions))


def test_a_path_names_fields_as_json_does(framework, draft):
    """Where a field has another name in JSON than in Python, and where a key has a slash in it."""
    result = plan(framework, draft, periods=4, capacity=60, start="2026-Q4", band="far")
    text = share_at(result, "band", "start")
    assert text.path == "/band/from" or _holds(text, result)
    assert resolve({"a/b~c": [1, 2]}, "/a~1b~0c/1") == 2


def test_what_is_not_there_is_no_value(card):
    """A dash, and no figure; also where what it stands in is not there."""
    result = card.replace(as_of=None, score=card.score.replace(value=None, next_stage=None))
    texts = [
        share_at(result, "score", "value"),
        date_at(result, "as_of"),
        count_at(result, "score", "next_stage", "stage"),
    ]
    assert texts == [NO_VALUE] * 3
    assert [text.value for text in texts] == [None] * 3


def test_a_property_is_no_place(card):
    """It does not stand in the JSON."""
    with pytest.raises(KeyError):
        share_at(card, "practices", "vision", "value")


def test_before_and_after_have_the_same_digits(card):
    """And the change between them is in points."""
    near = card.replace(score=card.score.replace(value=0.331, high=0.3349, low=0.0039))
    texts = moved_at(near, ("score", "value"), ("score", "high"), ("score", "low"))
    assert texts == ("33.1%", "33.5%", "+0.4")
    assert [text.unit for text in texts] == ["share", "share", "points"]


def test_blocks_are_found_at_every_depth():
    """A framework is nested, too."""
    inner = Block(id="inner", title="Inner", practices=[{"id": "p", "title": "P"}])
    outer = Block(id="outer", title="Outer", practices=[], blocks=[inner])
    nested = Framework(id="f", title="F", scale=["no", "yes"], blocks=[outer])
    assert block_places(nested) == {"outer": ("blocks", 0), "inner": ("blocks", 0, "blocks", 0)}
    assert practice_places(nested) == {"p": ("blocks", 0, "blocks", 0, "practices", 0)}


def test_a_kind_is_that_of_the_schema(card):
    """Without its number."""
    assert kind_of(card) == "scorecard"
    assert date(2026, 6, 30) == card.as_of


def test_a_share_may_have_edges_of_its_own(card):
    """Beside those of the result."""
    near = card.replace(score=card.score.replace(value=0.8996))
    assert share_at(near, "score", "value") == "90%"
    assert share_at(near, "score", "value", edges=(0.9,)) == "89.96%"


def test_a_column_of_shares_has_one_digit_count(framework, draft):
    """As `plan` prints the score period by period."""
    made = plan(framework, draft, periods=4, capacity=60, start="2026-Q4")
    made = made.replace(
        score_now=0.331, periods=[p.replace(score=0.3349 + 0.2 * i) for i, p in enumerate(made.periods)]
    )
    places = [("periods", i, "score") for i in range(len(made.periods))]
    assert column_at(made, ("score_now",), *places)[:3] == ("33.1%", "33.5%", "53.5%")


def test_whole_person_days_are_told_where_the_plan_tells_them(framework, draft):
    """The figure behind them keeps its digits."""
    made = plan(framework, draft, periods=4, capacity=60, start="2026-Q4")
    made = made.replace(periods=[made.periods[0].replace(used=7.4), *made.periods[1:]])
    told = days_at(made, "periods", 0, "used", is_whole=True)
    assert (told, told.value) == ("7", 7.4)
    assert days_at(made, "periods", 0, "used") == "7.4"


def test_a_share_has_the_digits_of_what_it_stands_below(framework, draft):
    """At least; of nothing it stands below nothing."""
    card = score(framework, draft)
    card = card.replace(score=card.score.replace(target=0.65))
    assert share_at(card, "score", "target", like="35.5%") == "65.0%"
    assert share_at(card, "score", "target", like=NO_VALUE) == "65%"


def test_a_mean_number_has_one_digit(cohorts):
    """How many wait, in the mean, as it stands in the portfolio."""
    read = cohorts()
    text, waits = mean_at(read, "held_back", 0, "waits"), read.held_back[0].waits
    assert (text, text.value, text.path) == (f"{waits:.1f}", waits, "/held_back/0/waits")
