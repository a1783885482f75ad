import io
import re
import zipfile

import pytest

import equity_blocks as eb
import workbooks
from equity_blocks.exchange.workbook import to_workbook
from equity_blocks.model.result import NOTICE

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
calamine = pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")

RATINGS = {
    "budget": {"level": "not-started", "decision": "pursue", "owner": "=Ann"},
    "access": {"level": 5, "decision": "later"},
}


def _made(**how):
    framework = workbooks.mini()
    plan = eb.plan(framework, workbooks.assessed(framework, RATINGS), **how)
    content = to_workbook(workbooks.asked(framework, RATINGS), plan=plan, framework=framework)
    rows = calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("Plan").to_python(skip_empty_area=False)
    return plan, content, rows


def _bars(content, row):
    text = zipfile.ZipFile(io.BytesIO(content)).read(workbooks.part_of(content, "Plan")).decode()
    cells = re.findall(rf'<c r="([J-Z]){row}" s="(\d+)"/>', text)
    first = dict(cells)["J"]
    return "".join("#" if style == first else "." for _, style in cells)


def test_actions_stand_in_their_order_with_a_timeline():
    """Levels by their titles, and a bar over the periods in which the action runs."""
    plan, content, rows = _made(capacity=10, start="2026-Q4")
    (action,) = plan.actions
    assert rows[4][:9] == [1, "Budget", "Not started", "In place", "=Ann", 30, action.start, action.finish, ""]
    assert rows[3][9 : 9 + len(plan.periods)] == [period.id for period in plan.periods]
    periods = [period.id for period in plan.periods]
    runs = periods.index(action.finish) + 1
    assert _bars(content, 5)[:runs] == "#" * runs
    assert set(_bars(content, 5)[runs:]) <= {"."}


def test_without_a_calendar_waves_are_drawn():
    """What can start together."""
    plan, _, rows = _made()
    assert rows[3][9:] == [f"Wave {wave}" for wave in range(1, max(action.wave for action in plan.actions) + 1)]


def test_what_is_not_planned_says_why():
    """And the sheet ends with the notice."""
    plan, _, rows = _made(capacity=10, start="2026-Q4")
    told = {row[1]: row[2] for row in rows[6:] if row[1]}
    assert {each.title: each.reason for each in plan.later}.items() <= told.items()
    assert rows[-1][1] == NOTICE
