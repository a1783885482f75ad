import re

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.spread import Spread, Strip


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/groups/0/score/q50", of="portfolio")


MANY = Value("60", value=60, unit="count", path="/groups/0/organizations", of="portfolio")
TOLD = Strip("Data", MANY, tuple(map(_share, (0.1, 0.25, 0.4, 0.6, 0.9))), (_share(0.3), _share(0.45)))
HIDDEN = Strip("Care <b>", MANY, (_share(None),) * 5, words="too few")
SPREAD = Spread("Spread", "Block", (TOLD, HIDDEN), "org-7")


def test_the_table_says_what_the_strips_show():
    """Why there are no quantiles stands below the title."""
    assert SPREAD.as_table().rows == (
        ("Data", "60", "10%", "25%", "40%", "60%", "90%", "30% to 45%"),
        ("Care <b>\ntoo few", "60", *[NO_VALUE] * 6),
    )


def test_nobodys_score_has_no_column():
    """Where nobody is shown among the others."""
    table = SPREAD._replace(who="").as_table()
    assert [column.title for column in table.columns] == [
        "Block",
        "Organizations",
        "10%",
        "25%",
        "Median",
        "75%",
        "90%",
    ]


def test_what_is_not_told_is_not_drawn():
    """Neither a box nor a median; only where one sits has a mark."""
    page = as_html(Document("T", "", (SPREAD,)))
    rows = re.findall(r'<td class="track".*?</td>', page, re.DOTALL)
    assert [re.findall(r'<i class="(\w+)">', row) for row in rows] == [["most", "half", "middle", "own"], []]
    assert "--q10:10.0%;--q25:25.0%;--q50:40.0%;--q75:60.0%;--q90:90.0%;--low:30.0%;--high:45.0%" in rows[0]
    assert "Care &lt;b&gt;" in page


def test_every_figure_stands_there_as_text():
    """Who sees no strip reads the same."""
    assert as_html(Document("T", "", (SPREAD,))).count("<data ") == 2 + 5 + 2
