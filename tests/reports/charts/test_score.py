from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.result import NOTICE
from equity_blocks.model.tree import walk
from equity_blocks.reports.charts.score import bars_spec, blocks, heat_map, heat_map_spec
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.bars import Bar, Bars
from equity_blocks.reports.pictures.heat_map import HeatMap, Row, Square
from equity_blocks.reports.sections.blocks import bars_of
from equity_blocks.reports.sections.heat_map import heat_map_of


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/blocks/0/value", of="scorecard")


def test_bars_are_the_blocks(card, rows):
    """Every block with its score, its interval and its target as the card holds them."""
    figures = [
        (row["name"], row["score"], row["low"], row["high"], row["target"])
        for row in rows(bars_spec(bars_of(card)), "score")
    ]
    assert figures == [(of.title, of.value, of.low, of.high, of.target) for of in walk(card.blocks)]
    assert len(figures) == 5


def test_a_block_without_a_value_is_said_to_have_none(rows):
    """Null stays null, which the layers leave out; it is never 0."""
    spec = bars_spec(Bars("Blocks", "Block", (Bar("Pay", *map(_share, (None, None, None, None))),)))
    (row,) = rows(spec, "score")
    assert (row["score"], row["low"], row["high"], row["target"]) == (None, None, None, None)
    assert row["said"] == "no value"
    drawn = {layer["encoding"]["x"].get("field"): layer.get("transform") for layer in spec["layer"]}
    assert drawn["score"] == [{"filter": "isValid(datum.score)"}]
    assert drawn["target"] == [{"filter": "isValid(datum.target)"}]
    assert spec["description"] == "Blocks: Pay no value, target no value."


def test_blocks_of_the_same_name_stay_apart(rows):
    """Two rows, not one."""
    same = Bar("Data", *map(_share, (0.4, 0.3, 0.5, 0.7)))
    spec = bars_spec(Bars("Blocks", "Block", (same, same)))
    assert len({row["block"] for row in rows(spec, "score")}) == 2


def test_squares_are_the_practices(sample, card, rows):
    """Every practice with what it counts, by block, with the title of its level."""
    framework, _ = sample()
    squares = rows(heat_map_spec(heat_map_of(card, framework)), "shade")
    assert [(row["name"], row["score"]) for row in squares] == [(p.title, p.value) for p in card.practices.values()]
    words = {row["name"]: row["level"] for row in squares}
    assert words["Executive-Level Commitment"] == "In place"
    assert words["Impact and Relatability"] == "Unanswered"


def test_what_nobody_answered_has_no_shade(rows):
    """An open practice and one that does not count stand apart from the lowest level."""
    squares = (
        Square("Open", "Unanswered", _share(None), is_open=True),
        Square("Out", "Not applicable", _share(None)),
        Square("Low", "Not started", _share(0.0)),
        Square("Top", "In place", _share(1.0)),
    )
    spec = heat_map_spec(HeatMap("Levels", "Practice", (Row("People", squares),)))
    assert [(row["shade"], row["score"], row["is_full"]) for row in rows(spec, "shade")] == [
        ("no answer yet", None, False),
        ("does not count here", None, False),
        ("lowest level", 0.0, False),
        ("highest level", 1.0, True),
    ]
    assert spec["title"]["subtitle"] == ["Dashed: no answer yet. Dotted: does not count here."]


def test_shades_are_those_of_the_report(card):
    """One ramp for the page and for charts."""
    (fill,) = [
        layer["encoding"]["fill"]["scale"]["range"]
        for layer in heat_map_spec(heat_map_of(card))["layer"]
        if "fill" in layer.get("encoding", {})
    ]
    assert fill == list(IN_LIGHT.ramp)


def test_a_chart_says_whose_it_is(card, altair):
    """A draft is called one, and the alternative text ends with the notice."""
    for chart in (blocks(card), heat_map(card)):
        spec = chart.to_dict()
        assert spec["title"]["subtitle"][0].startswith("DRAFT · Riverbend Community Health Plan")
        assert spec["description"].endswith(NOTICE)
        assert isinstance(chart, altair.LayerChart)


def test_a_chart_can_be_changed(card, altair):
    """It is a chart like any other, whose properties and layers are at hand."""
    chart = blocks(card).properties(width=300).interactive()
    assert chart.to_dict()["width"] == 300
    assert [type(layer) for layer in chart.layer] == [altair.Chart] * len(chart.layer)
