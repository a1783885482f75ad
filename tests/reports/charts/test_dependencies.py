import pytest

import equity_blocks as eb
from equity_blocks.reports.charts.dependencies import _picture, dependencies_spec, graph
from equity_blocks.reports.pictures.dependencies import Arrow, Box, Dependencies


def _framework(**requires):
    practices = [{"id": name, "title": name.upper(), "requires": needs} for name, needs in requires.items()]
    blocks = [{"id": "people", "title": "People", "practices": practices}]
    return eb.Framework(id="mini", title="Mini", scale=["no", "some", "yes"], blocks=blocks)


def _need(practice, **more):
    return {"practice": practice, "why": "First things first.", **more}


def _titles(chart, field="level"):
    spec = chart.to_dict()
    sets = [*spec.get("datasets", {}).values(), *(layer["data"].get("values", ()) for layer in spec["layer"])]
    return {row["name"]: row[field] for rows in sets for row in rows if "bottom" in row}


def test_arrows_lead_to_the_right():
    """From the box that comes first to the one that waits; each begins and ends at the edge of its box."""
    picture = Dependencies("Order", (Box("1", "Trust"), Box("2", "Data"), Box("3", "Pay")), (Arrow(0, 1), Arrow(1, 2)))
    spec = dependencies_spec(picture)
    boxes = {row["number"]: row for layer in spec["layer"] for row in layer["data"]["values"] if "right" in row}
    points = [row for row in spec["layer"][0]["data"]["values"] if row["arrow"] == "0"]
    assert [point["x"] for point in points] == sorted(point["x"] for point in points)
    assert (points[0]["x"], points[-1]["x"]) == (boxes["1"]["right"], boxes["2"]["x"])
    assert boxes["1"]["x"] < boxes["2"]["x"] < boxes["3"]["x"]
    assert spec["description"] == "Order: Trust before Data; Data before Pay."


def test_a_title_of_thousands_of_signs_leaves_the_chart_a_chart():
    """It is cut in its box, and stands in full in the tooltip."""
    title = "W" * 5_000
    spec = dependencies_spec(Dependencies("Order", (Box("1", title), Box("2", "Data")), (Arrow(0, 1),)))
    (box,) = [row for row in spec["layer"][2]["data"]["values"] if row["number"] == "1"]
    assert spec["height"] < 400
    assert box["name"] == title
    assert box["words"].endswith("\N{HORIZONTAL ELLIPSIS}")


def test_one_of_several_is_dashed():
    """And it is said what that means."""
    boxes = (Box("", "Trust"), Box("", "Data"), Box("", "Pay"))
    spec = dependencies_spec(Dependencies("Order", boxes, (Arrow(0, 2, is_choice=True), Arrow(1, 2, is_choice=True))))
    assert spec["layer"][0]["mark"]["strokeDash"] == [5, 4]
    assert spec["title"]["subtitle"][-1] == "A dashed arrow is one of several of which one is enough."


@pytest.mark.usefixtures("altair")
def test_a_graph_shows_what_waits_and_its_levels():
    """Of an assessment the levels that are named, of a score card those that count."""
    framework = _framework(a=[], b=[_need("a")], c=[])
    assessment = eb.Assessment(framework="mini", ratings={"a": "some"})
    assert _titles(graph(framework)) == {"A": "", "B": ""}
    for rated in (assessment, eb.score(framework, assessment)):
        assert _titles(graph(framework, rated)) == {"A": "Some", "B": "Unanswered"}


@pytest.mark.usefixtures("altair")
def test_a_graph_with_levels_says_whose_they_are_and_that_they_are_a_draft():
    """Like every other chart of a result; the framework alone belongs to nobody."""
    framework = _framework(a=[], b=[_need("a")])
    assessment = eb.Assessment(framework="mini", organization={"id": "acme"}, ratings={"a": "some"})
    for rated in (assessment, eb.score(framework, assessment)):
        said = graph(framework, rated).to_dict()["title"]["subtitle"][0]
        assert said == "DRAFT · acme · mini · no date given"
    assert graph(framework).to_dict()["title"]["subtitle"] == ["Arrows: what comes before what."]


@pytest.mark.usefixtures("altair")
def test_practices_that_need_one_another_in_turn_can_be_drawn():
    """The earlier need is drawn, and nothing leads back."""
    framework = _framework(
        a=[_need("b", level="some", **{"from": "some"})], b=[_need("a", level="some", **{"from": "yes"})]
    )
    chart = graph(framework)
    assert chart.to_dict()["description"] == "Practices that have to come before others: B before A."


def test_all_frameworks_can_be_drawn():
    """Those of the catalogue in which practices wait for others."""
    drawn = 0
    for listing in eb.frameworks():
        framework = eb.load_framework(listing.id)
        if any(framework.rules().values()):
            assert dependencies_spec(_picture(framework, None))["width"] > 0
            drawn += 1
    assert drawn >= 3


def test_nothing_that_waits_is_said():
    """A framework without prerequisites has no graph."""
    with pytest.raises(eb.UnsuitableError, match="nothing to draw: no practice of the framework waits for another"):
        graph(_framework(a=[], b=[]))
