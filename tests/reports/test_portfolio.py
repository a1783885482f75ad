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
    assert "Rank" not in [column.title for column in describe_portfolio(read).tables[0].columns]


def test_groups_that_are_left_out_are_named_by_their_column():
    """The others stand there."""
    frame = _frame(24)
    frame["type"] = ["plan"] * 4 + ["clinic"] * 20
    read = portfolio(FRAMEWORK, frame, by="type", audience="cohort")
    assert "Groups by type are left out where they are small" in as_markdown(describe_portfolio(read))


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


def _texts(*frames, **options):
    *earlier, last = frames
    document = describe_portfolio(portfolio(FRAMEWORK, last, earlier=earlier, **options))
    return [part.text for part in document.parts if isinstance(part, Paragraph | Heading)], document


@pytest.mark.parametrize(
    ("p", "lead"),
    [
        ([2], "1 organization, with a score of 50%. It did not rate every practice that applies."),
        ([2, 2], ("2 organizations: half of them score below 50%, and the middle half scores from 50% to 50%. "
                 "None of them rated every practice that applies.")),
        ([2, 2, -1], ("2 organizations: half of them score below 50%, and the middle half scores from 50% to 50%. "
                     "None of them rated every practice that applies. Of 1 more nothing is rated.")),
    ],
)  # fmt: skip
def test_the_first_sentence_is_one_whatever_the_number(p, lead):
    """Of one, of none, and of those of whom nothing is rated."""
    texts, _ = _texts(pandas.DataFrame({"p": p, "q": [-1] * len(p)}))
    assert texts[0] == lead


def test_all_that_applies_may_be_rated():
    """By one organization, and by some of several."""
    assert _texts(pandas.DataFrame({"p": [2], "q": [0]}))[0][0].endswith("It rated every practice that applies.")
    assert _texts(pandas.DataFrame({"p": [2, 1], "q": [0, 1]}))[0][0].endswith(
        "All of them rated every practice that applies."
    )
    texts, _ = _texts(pandas.DataFrame({"p": [2, 1, 1], "q": [0, 1, -1]}))
    assert texts[0].endswith(" 2 of them rated every practice that applies.")


def test_what_is_counted_in_steps_is_told_as_that():
    """A count of 0 may be two, and one of 15 may be 13."""
    none = pandas.DataFrame({"p": [2] * 25, "q": [-1] * 25})
    assert _texts(none, audience="cohort")[0][0].endswith(" Few or none of them rated every practice that applies.")
    some = pandas.DataFrame({"p": [2] * 25, "q": [1] * 13 + [-1] * 12})
    assert _texts(some, audience="cohort")[0][0].endswith(" About 15 of them rated every practice that applies.")


def test_one_alone_is_not_placed_among_others():
    """There is nobody to rank it with, and nobody to draw again."""
    texts, document = _texts(pandas.DataFrame({"organization": ["oak"], "p": [0], "q": [0]}), organization="oak")
    assert not any("drawn again" in text or "Where it lies" in text or "compared" in text for text in texts)
    by_title = {table.caption: table for table in document.tables}
    assert "Where it lies" not in [column.title for column in by_title["Where oak sits"].columns]
    held_back = by_title["Missing prerequisites that hold back most"]
    assert [column.title for column in held_back.columns][1:] == ["Organizations", "Share", "Waiting"]
    assert NO_VALUE not in [cell for table in document.tables for row in table.rows for cell in row]


@pytest.mark.parametrize(
    ("place", "words"),
    [(0, "in the lowest 10%"), (3, "in the lowest 25%"), (8, "in the lower half"), (11, "in the upper half"),
     (16, "in the highest 25%"), (20, "in the highest 10%")],
)  # fmt: skip
def test_where_one_lies_is_said_in_words(place, words):
    """By the share of the cohort, from the lowest to the highest."""
    framework = Framework(
        id="mini", title="Mini", scale={"id": "s", "title": "S", "range": [0, 100]},
        blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "Pay"}]}],
    )  # fmt: skip
    frame = pandas.DataFrame({"organization": [f"o{i}" for i in range(21)], "p": [5.0 * i for i in range(21)]})
    document = describe_portfolio(portfolio(framework, frame, organization=f"o{place}"))
    assert document.tables[0].rows[0][-1] == words


def test_no_change_is_a_sentence_and_no_table():
    """Where nobody is in both rounds, and where too few are to tell others."""
    first, second = (
        pandas.DataFrame({"organization": list(names), "p": [1] * 6, "q": [1] * 6}) for names in ("abcdef", "ghijkl")
    )
    texts, document = _texts(first, second)
    assert "No organization is in both rounds." in texts
    assert "Change since the round before" not in [table.caption for table in document.tables]


def test_where_all_draws_agree_nothing_stands_beside(cohorts):
    """Half of an interval of 0 says nothing."""
    read = cohorts()
    always = read.held_back[0].replace(among_first=1.0, half_width=0.0)
    rows = _rows(read.replace(held_back=(always, read.held_back[0].replace(among_first=0.5, half_width=0.049))))
    assert [row[-1] for row in rows] == ["100%", "50% ± 5%"]


def _rows(read):
    tables = {table.caption: table for table in describe_portfolio(read).tables}
    return tables["Missing prerequisites that hold back most"].rows


def test_the_number_of_others_is_a_column_only_where_it_differs(cohorts):
    """Else a sentence says it."""
    read = cohorts()
    same = tuple(each.replace(peers=39) for each in read.standing)
    for standing, is_column in ((same, False), ((same[0].replace(peers=30), *same[1:]), True)):
        document = describe_portfolio(read.replace(standing=standing))
        (table,) = (table for table in document.tables if str(table.caption).startswith("Where "))
        assert ("Others" in [column.title for column in table.columns]) is is_column
        text = " ".join(part.text for part in document.parts if isinstance(part, Paragraph))
        assert ("It is compared with 39 other organizations." in text) is not is_column


def test_a_mean_takes_no_digit_from_the_median(cohorts):
    """They are no ends of one range, so they may read alike."""
    read = cohorts()
    score = read.groups[0].score.replace(mean=0.472, q25=0.36, q50=0.47, q75=0.6)
    document = describe_portfolio(read.replace(groups=(read.groups[0].replace(score=score),)))
    (table,) = (table for table in document.tables if table.caption == "Spread of the score")
    assert table.rows[0][2] == table.rows[0][5] == "47%"
