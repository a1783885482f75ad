"""A portfolio in words and tables."""

import random

import pytest

from equity_blocks import Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.portfolio import describe_portfolio
from equity_blocks.reports.values import resolve
from equity_blocks.reports.views import describe

pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.reading import portfolio  # noqa: E402

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "yes"],
    blocks=[
        {
            "id": "b",
            "title": "B",
            "practices": [
                {"id": "p", "title": "Pay"},
                {"id": "q", "title": "Quality", "requires": [{"practice": "p", "level": "yes", "why": "so"}]},
            ],
        }
    ],
)


def _frame(number, seed=1):
    rng = random.Random(seed)
    columns = {name: [rng.choice([-1, 0, 1, 2]) for _ in range(number)] for name in ("p", "q")}
    kinds = ["plan" if i % 2 else "clinic" for i in range(number)]
    return pandas.DataFrame({"organization": [f"o{i}" for i in range(number)], "type": kinds, **columns})


def _read(number=60, **options):
    return portfolio(FRAMEWORK, _frame(number), earlier=_frame(number, 2), by="type", organization="o3", **options)


def _headings(document):
    return [part.text for part in document.parts if isinstance(part, Heading)]


def test_a_portfolio_says_everything_in_order():
    """Where one sits, the spread, the bands, the change, the gaps, what is waited for; then the notice."""
    document = describe(_read(), FRAMEWORK)
    assert _headings(document) == [
        "Where o3 sits", "Spread of the score", "Spread of the blocks, all organizations", "Organizations by band",
        "Change since the round before", "Most common gaps", "Missing prerequisites that hold back most",
    ]  # fmt: skip
    assert document.notice.startswith("Self-reported")
    assert document.subtitle == "Mini"
    assert [row[0] for row in document.tables[1].rows] == ["All", "type: clinic", "type: plan"]


def test_every_figure_knows_where_it_stands():
    """Its path leads to the same number in the JSON."""
    read = _read()
    data = read.model_dump(mode="json")
    figures = [cell for table in describe_portfolio(read).tables for row in table.rows for cell in row
               if hasattr(cell, "path")]  # fmt: skip
    assert len(figures) > 60
    assert [figure for figure in figures if resolve(data, figure.path) != figure.value] == []


def test_others_read_how_it_was_made_coarse():
    """And have no ranks; what is hidden is named."""
    read = _read(audience="client")
    texts = [part.text for part in describe_portfolio(read).parts if isinstance(part, Paragraph)]
    assert any("the mean of at least 5 organizations" in text for text in texts)
    assert describe_portfolio(read).subtitle == "mini · for client"
    assert {row[3] for row in describe_portfolio(read).tables[0].rows} == {NO_VALUE}


def test_groups_that_are_left_out_are_named_by_their_column():
    """The others stand there."""
    frame = _frame(24)
    frame["type"] = ["plan"] * 4 + ["clinic"] * 20
    read = portfolio(FRAMEWORK, frame, by="type", audience="cohort")
    assert "groups of type" in as_markdown(describe_portfolio(read))


@pytest.mark.parametrize(
    ("number", "audience", "said"),
    [(3, "cohort", "Nothing is shown: there are fewer than 5 organizations."), (0, "owner", "Nothing is rated of any")],
)
def test_where_nothing_is_shown_it_is_said_why(number, audience, said):
    """Nothing else stands there."""
    frame = _frame(number) if number else pandas.DataFrame({"p": [-1], "q": [-1]})
    (only,) = describe_portfolio(portfolio(FRAMEWORK, frame, audience=audience)).parts
    assert only.text.startswith(said)


def test_a_hostile_group_is_a_text():
    """What a cell says stays what it says."""
    frame = _frame(6)
    frame["type"] = "=cmd|<script>|x"
    text = as_markdown(describe_portfolio(portfolio(FRAMEWORK, frame, by="type")))
    assert "<script>" not in text
