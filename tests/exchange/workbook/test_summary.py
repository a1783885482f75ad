import io

import pytest

import workbooks
from equity_blocks.engine.scoring.score import score
from equity_blocks.exchange.workbook import to_workbook
from equity_blocks.model.result import NOTICE

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
calamine = pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")

RATINGS = {"vision": {"level": "in-place"}, "budget": {"level": "unknown"}, "access": {"level": 5}}


def _rows(content):
    rows = calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("Summary").to_python(skip_empty_area=False)
    return [row[:7] for row in rows]


def test_the_summary_shows_the_score_with_its_interval_and_coverage():
    """Of the whole and of each block, as the engine says."""
    framework = workbooks.mini()
    content = workbooks.made(framework, RATINGS)
    card = score(framework, workbooks.assessed(framework, RATINGS))
    rows = _rows(content)[5:8]
    assert [row[2:6] for row in rows] == [pytest.approx(figures) for figures in workbooks.figures_of(card).values()]
    assert [row[1].strip() for row in rows] == ["Mini", "Board", "Care"]
    assert [row[6] for row in rows] == ["3 of 3", "2 of 2", "1 of 1"]


def test_a_score_that_rests_on_too_little_is_withheld():
    """As the score card withholds it; what it may be still shows."""
    rows = _rows(workbooks.made(ratings={"access": {"level": 5}, "vision": {"level": "unknown"}}))
    assert rows[6][2:6] == ["too little answered", 0.0, 1.0, 0.0]


def test_a_kept_result_that_is_wrong_is_found():
    """The figures that these tests compare are those of the file, not of our own arithmetic."""
    content = workbooks.made(ratings=RATINGS)
    assert workbooks.figures(workbooks.spoiled(content)) != workbooks.figures(content)


def test_without_formulas_the_card_speaks():
    """And the sheet says that import scores it."""
    framework = workbooks.mini(scoring={"aggregate": "minimum"})
    card = score(framework, workbooks.assessed(framework, RATINGS))
    rows = _rows(to_workbook(workbooks.asked(framework, RATINGS), card=card, framework=framework))
    assert rows[1][1].startswith("Scored on import: its policy is not a weighted mean throughout.")
    assert rows[5][2] == card.score.value
    assert rows[5][6] == "3 of 3"


def test_without_a_framework_only_answers_are_counted():
    """No figure stands where none is known; the notice stands all the same."""
    rows = _rows(to_workbook(workbooks.asked(workbooks.mini(), RATINGS)))
    assert rows[5][2:] == ["\N{EN DASH}"] * 4 + ["3 of 3"]
    assert rows[-1][1] == NOTICE
