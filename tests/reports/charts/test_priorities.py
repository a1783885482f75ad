from itertools import pairwise

import pytest

import equity_blocks as eb
from equity_blocks.reports.charts.priorities import priorities, two_by_two_spec
from equity_blocks.reports.pictures.two_by_two import Item, TwoByTwo
from equity_blocks.reports.sections.two_by_two import two_by_two_of


def test_every_action_stands_in_its_quarter(plan, rows):
    """Each once, with its rank, inside the box of its quarter."""
    spec = two_by_two_spec(two_by_two_of(plan))
    data = {row["rank"]: row for row in rows(spec, "rank")}
    names = {quarter.id: quarter.name for quarter in two_by_two_of(plan).quarters}
    assert {rank: row["quarter"] for rank, row in data.items()} == {
        str(action.rank): names[action.quadrant] for action in plan.actions
    }
    boxes = {box["quarter"]: box for box in rows(spec, "bottom")}
    for row in data.values():
        box = boxes[row["quarter"]]
        assert box["left"] < row["left"] < box["right"]
        assert box["top"] < row["top"] < box["bottom"]


def test_long_titles_do_not_touch():
    """An action begins below the last line of the one before it, and a title that is too long is cut."""
    spec = two_by_two_spec(TwoByTwo("Actions", tuple(Item(str(n), "very long words " * 20, "do-first") for n in "12")))
    first, second = spec["layer"][-1]["data"]["values"]
    assert second["top"] - first["top"] >= 15 * 3
    assert first["words"].endswith("…")
    assert first["name"] == "very long words " * 20


def test_importance_is_upward_and_ease_to_the_right(rows):
    """The quarters stand as in the report; an empty one says so."""
    spec = two_by_two_spec(TwoByTwo("Actions", (Item("1", "Vision", "do-first"),)))
    boxes = sorted(rows(spec, "bottom"), key=lambda box: (box["top"], box["left"]))[::4]
    corners = {box["quarter"]: (box["left"] > 0, box["top"] > 0) for box in rows(spec, "bottom")}
    assert corners == {
        "Do first": (True, False),
        "Big steps": (False, False),
        "Quick wins": (True, True),
        "Later": (False, True),
    }
    assert all(one["top"] <= other["top"] for one, other in pairwise(boxes))
    assert {box["quarter"] for box in rows(spec, "bottom") if box["nothing"] == "no action"} == {
        "Big steps",
        "Quick wins",
        "Later",
    }


def test_a_plan_without_actions_has_no_priorities(plan):
    """The error says so."""
    with pytest.raises(eb.UnsuitableError, match="nothing to draw: the plan has no actions"):
        priorities(plan.replace(actions=()))
