from equity_blocks import Assessment, Framework, score
from equity_blocks.reports.document import Heading
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.heat_map import section


def _shown(framework, assessment):
    return list(section(given_of(framework, assessment, [score(framework, assessment)])))


def test_every_practice_is_a_square(framework, draft):
    """By block, with its level or what is said instead, and the figure's place."""
    heading, picture = _shown(framework, draft)
    assert heading == Heading("Every practice")
    assert [(row.title, [(of.title, of.words, of.shade) for of in row.squares]) for row in picture.rows] == [
        ("People", [("Vision", "Some", "s2"), ("Training", "Yes", "s4")]),
        (
            "Power",
            [
                ("Data Basis", "Unanswered", "open"),
                ("Member Council", "Not applicable", "out"),
                ("Pay for Results", "Some", "s2"),
            ],
        ),
    ]
    assert picture.rows[1].squares[2].value.path == "/blocks/1/practices/2/value"


def test_a_block_says_what_it_stands_in(framework):
    """Two may be called the same."""
    inner = {"id": "in", "title": "In", "practices": [{"id": "p", "title": "P"}]}
    nested = framework.replace(blocks=[{"id": "outer", "title": "Outer", "practices": [], "blocks": [inner]}])
    _, picture = _shown(nested, Assessment(framework="mini"))
    assert [row.title for row in picture.rows] == ["Outer: In"]


def test_a_score_on_a_range_names_itself(framework):
    """It is no level."""
    scored = framework.replace(
        blocks=[
            {"id": "b", "title": "B", "scale": {"id": "s", "range": [0, 50]}, "practices": [{"id": "p", "title": "P"}]}
        ]
    )
    _, picture = _shown(scored, Assessment(framework="mini", ratings={"p": 20.5}))
    assert [(of.words, of.shade) for of in picture.rows[0].squares] == [("20.5", "s2")]


def test_the_shade_is_that_of_the_level_named():
    """What counts more by its parts says so, and is no darker."""
    parts = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
    practice = {"id": "p", "title": "P", "criteria": parts}
    framework = Framework(
        id="f", title="F", scale=["no", "some", "yes"], blocks=[{"id": "x", "title": "X", "practices": [practice]}]
    )
    said = Assessment(framework="f", ratings={"p": {"criteria": {"a": "some", "b": "yes"}}})
    _, picture = _shown(framework, said)
    square = picture.rows[0].squares[0]
    assert (square.value, square.words, square.shade) == ("75%", "Some and more", "s2")


def test_without_a_card_nothing_is_said(framework, draft):
    """There is nothing to show."""
    assert list(section(given_of(framework, draft, []))) == []
