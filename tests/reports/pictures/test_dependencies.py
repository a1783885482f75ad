import re

from equity_blocks.reports.document import Document
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.dependencies import Arrow, Box, Dependencies

BOXES = Box("1", "Trust", "to: In place"), Box("2", "Council"), Box("5", "Data")
ORDER = Dependencies("Order", BOXES, (Arrow(0, 2), Arrow(1, 2, is_choice=True)))


def test_the_table_says_what_comes_before_what():
    """And where one of several is enough."""
    assert ORDER.as_table().rows == (("1 Trust", "5 Data"), ("2 Council", "5 Data\none of several is enough"))


def test_mermaid_draws_the_same():
    """An alternative is dashed; no title steers the drawing."""
    drawn = Dependencies("Order", (Box("1", 'a"]'), *BOXES[1:]), ORDER.arrows).as_mermaid().splitlines()
    assert drawn[1] == '  a0["1 a#34;#93;"]'
    assert drawn[-2:] == ["  a0 --> a2", "  a1 -.-> a2"]


def test_what_is_needed_stands_with_the_arrow():
    """In the list, the table, the Mermaid drawing and the box that waits."""
    order = Dependencies("Order", BOXES, (Arrow(0, 2, needs="partial, 2026-Q4"), Arrow(1, 2, is_choice=True)))
    assert order.as_table().rows[0] == ("1 Trust\nas far as partial, 2026-Q4", "5 Data")
    assert '  a0 -->|"partial, 2026-Q4"| a2' in order.as_mermaid().splitlines()
    page = as_html(Document("T", "", (order,)))
    assert "Trust, as far as partial, 2026-Q4, before <b>5</b> Data" in page
    waiting = next(box for box in order.drawing.boxes if box.number == "5")
    assert " ".join(line for _, line in waiting.words) == "after 1: partial, 2026-Q4"


def test_html_has_the_list_beside_the_drawing():
    """The drawing is for eyes only, and draws an alternative dashed."""
    page = as_html(Document("T", "", (ORDER,)))
    assert re.findall(r"<li>(.+)</li>", page)[0] == "<b>1</b> Trust, before <b>5</b> Data"
    assert "(one of several is enough)" in page
    assert '<svg viewBox="0 0 442 ' in page
    assert page.count("stroke-dasharray") == 1


def test_a_longer_way_is_not_drawn_twice():
    """Yet it is told."""
    order = Dependencies("Order", BOXES, (Arrow(0, 1), Arrow(1, 2), Arrow(0, 2)))
    assert len(order.drawing.curves) == 2
    assert len(order.as_table().rows) == 3


def test_what_would_not_be_read_is_told_only():
    """A circle, more layers than there is room for, and a title that fills a page."""
    circle = Dependencies("Order", BOXES, (Arrow(0, 1), Arrow(1, 0)))
    deep = Dependencies("Order", BOXES * 3, tuple(Arrow(place, place + 1) for place in range(6)))
    assert circle.drawing is None
    assert deep.drawing is None
    assert Dependencies("Order", (Box("1", "word " * 2000), *BOXES[1:]), ORDER.arrows).drawing is None
    page = as_html(Document("T", "", (deep,)))
    assert "<svg" not in page
    assert '<ul class="alone"' in page


def test_a_long_title_is_broken_and_nothing_of_it_is_lost():
    """A word that is longer than the box, too."""
    title = f"A title of words and Donaudampfschifffahrtsgesellschaftskapitaensmuetze {chr(0x4E2D) * 40}"
    order = Dependencies("Order", (Box("1", title), *BOXES[1:]), ORDER.arrows)
    box = order.drawing.boxes[0]
    assert "".join(line for _, line in box.lines).replace(" ", "") == title.replace(" ", "")
    assert box.height > 17 * len(box.lines)
    assert all(0 < y - box.y < box.height for y, _ in box.lines)
