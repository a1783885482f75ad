import pytest

import equity_blocks as eb
from equity_blocks.model.result import NOTICE
from equity_blocks.model.scale import Scale
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.sensitivity import describe_sensitivity

pytest.importorskip("narwhals", reason="the extra `frames` is not installed")

FRAMEWORK = eb.Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": f"p{i}", "title": f"P{i}"} for i in range(10)]}],
)


def test_sensitivity_is_said_in_a_sentence_and_a_table():
    """All weights and all ratings first, then the inputs with the greatest part; how many are left out is said."""
    found = eb.sensitivity(FRAMEWORK, eb.Assessment(framework="mini"), 256)
    document = describe_sensitivity(found, FRAMEWORK)
    assert document.parts[0].text.startswith("With other weights and ratings, 95 of 100 scores lie from ")
    (table,) = document.tables
    assert [row[0] for row in table.rows[:2]] == ["All weights together", "All ratings together"]
    assert len(table.rows) == 14
    assert table.rows[2][0].startswith("Rating of P")
    assert "8 more vary" in as_markdown(document)
    assert document.notice == NOTICE
    assert "DRAFT" in document.subtitle


def test_a_score_that_cannot_vary_says_so():
    """Where all is at the top, no weight matters."""
    said = eb.Assessment(framework="mini", ratings={f"p{i}": "yes" for i in range(10)})
    document = describe_sensitivity(eb.sensitivity(FRAMEWORK, said, 64))
    assert document.parts[0].text == "The score does not vary: nothing that decides it is uncertain."


def test_what_varies_is_named():
    """Values of levels as those of their scale; and nothing that does not vary."""
    levels = [{"id": name, "value": value} for name, value in (("no", 0), ("so", 0.5), ("yes", 1))]
    framework = FRAMEWORK.replace(scale=Scale(id="three", levels=levels))
    said = eb.Assessment(framework="mini", ratings={f"p{i}": i % 3 for i in range(10)})
    words = "With other weights, ratings and values of levels, 95 of 100"
    asked = eb.Assessment(framework="mini", ratings={"p0": "so"})
    found = describe_sensitivity(eb.sensitivity(framework, asked, 64, vary=("weights", "ratings", "levels")), framework)
    assert found.parts[0].text.startswith(words)
    found = describe_sensitivity(eb.sensitivity(framework, said, 64, vary=("weights", "levels")), framework)
    assert found.parts[0].text.startswith("With other weights and values of levels, 95 of 100")
    names = [row[0] for row in found.tables[0].rows]
    assert names[:2] == ["All weights together", "The values of all levels together"]
    assert "Values of the levels of three" in names
    found = describe_sensitivity(eb.sensitivity(framework, said, 64, vary="levels"), framework)
    assert found.parts[0].text.startswith("With other values of levels, 95 of 100")


def test_a_share_that_cannot_be_is_not_shown():
    """An estimate may miss the range; it stands at its end, with as many digits as its error leaves."""
    found = eb.sensitivity(FRAMEWORK, eb.Assessment(framework="mini"), 64)
    errors = {"first_half_width": 0.072, "total_half_width": 0.0062}
    asked = found.inputs[0].replace(first=-0.07, total=1.04, **errors), found.inputs[1].replace(first=0.041, **errors)
    rare = found.inputs[2].replace(first=0.0001, first_half_width=0.00004, total=0.2, total_half_width=None)
    rows = describe_sensitivity(found.replace(groups=asked[:1], inputs=(asked[1], rare))).tables[0].rows
    assert rows[0][1:] == ("0% ± 7%", "100.0% ± 0.6%")
    assert rows[1][1] == "4% ± 7%"
    assert rows[2][1:] == ("0.0% ± 0.1%", "20%")
