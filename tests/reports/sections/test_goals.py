import pytest

from equity_blocks import plan, score, share
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.goals import section

VISITS = {
    "id": "visits",
    "population": "Members after birth",
    "measure": "Postpartum visits",
    "baseline": {"value": 58, "unit": "percent", "period": "2025"},
    "target": {"value": 70, "by": "2028-06-30"},
    "observed": [{"period": "2026", "value": 61}],
    "root_causes": [
        {"title": "No say", "practices": ["pay", "training", "council"]},
        {"title": "Braces {like} these"},
    ],
}

ENDS = "the last action that carries it ends with 2027-Q1"


@pytest.fixture
def told(framework, draft):
    """Give a function that tells of goals, with a plan unless options are `None`, for an audience."""

    def telling(*goals, audience="owner", **options):
        said = draft.replace(goals=goals)
        results = [score(framework, said)]
        if options.pop("with_plan", True):
            results.append(plan(framework, said, **options))
        if audience != "owner":
            results = [share(result, audience=audience, secret="s" * 32) for result in results]
        return list(section(given_of(framework, said, results)))

    return telling


def _facts(parts):
    return next(part.items for part in parts if isinstance(part, Bullets))


def _rows(parts):
    return {row[0].split("\n")[0]: row[1:] for part in parts if isinstance(part, Table) for row in part.rows}


def _text(parts):
    return " ".join(part.text for part in parts if isinstance(part, Paragraph))


def test_the_course_of_the_measure_is_told(told):
    """Where it stood, what is aimed for, what was seen, and how much of the gap that closes."""
    parts = told(VISITS)
    assert parts[:1] == [Heading("Goals")]
    assert Heading("Postpartum visits (Members after birth)", 3) in parts
    assert _facts(parts)[:3] == (
        "At first: 58 percent (2025).",
        "Aimed for: 70 percent by 2028-06-30.",
        "Observed 61 in 2026: 3 of 12 points of the gap closed (25%).",
    )
    assert "is not forecast" in _text(parts)
    assert [piece.path for piece in _facts(parts)[2].pieces if hasattr(piece, "path")] == ["/goals/0/closed"]


def test_a_goal_with_a_title_of_its_own_says_who_and_what(told):
    """Else the title says it."""
    facts = _facts(told({**VISITS, "title": "Heard after birth"}))
    assert facts[0] == "What is measured: Postpartum visits. For whom: Members after birth."


def test_what_is_not_known_is_said(told):
    """No figure, no target, nothing observed, no date, no cause."""
    parts = told({"id": "g", "population": "Members", "measure": "Visits"})
    assert _facts(parts) == (
        "At first: not measured yet.",
        "Aimed for: not decided yet.",
        "Nothing was observed since.",
        "The target has no date.",
    )
    assert "nothing carries it" in _text(parts)


def test_what_carries_it_is_held_against_the_date_less_the_lead(told):
    """Four quarters earlier, the default; the plan ends it before or after that."""
    calendar = {"capacity": 60, "periods": 8, "start": "2026-Q3"}
    assert _facts(told(VISITS, **calendar))[3] == (
        f"What carries it has to be in place by 2027-06-30, 4 quarters before the target's day: {ENDS}, in time."
    )
    late = {**VISITS, "target": {"value": 70, "by": "2027-03-31"}, "lead": 1}
    assert _facts(told(late, **calendar))[3].endswith(", 1 quarter before the target's day: " + ENDS + ", too late.")
    same_day = _facts(told({**VISITS, "lead": 0}))[3]
    assert same_day.startswith("What carries it has to be in place by 2028-06-30, on the day of the target: ")
    assert same_day.endswith("the plan has no dates to hold against that.")


def test_each_practice_stands_with_its_action_or_with_what_keeps_it(told):
    """Raised, at its target, or out of scope."""
    rows = _rows(told(VISITS, capacity=60, periods=8, start="2026-Q3"))
    assert rows["Pay for Results"][1] == "some \N{RIGHTWARDS ARROW} yes"
    assert rows["Pay for Results"][0].path.endswith("/rank")
    assert rows["Training"] == ("\N{EN DASH}", "yes, which is its target", "\N{EN DASH}")
    assert rows["Member Council"] == ("\N{EN DASH}", "not applicable", "\N{EN DASH}")


def test_which_actions_are_late_and_by_how_much_is_said(told):
    """Beside the goal that waits for them."""
    late = {**VISITS, "target": {"value": 70, "by": "2027-03-31"}, "lead": 1}
    parts = told(late, capacity=60, periods=8, start="2026-Q3")
    (warning,) = (part for part in parts if isinstance(part, Paragraph) and part.tone == "warning")
    assert "Pay for Results ends in 2027-Q1 (1 quarter late)" in warning.text


def test_what_the_plan_remarks_on_a_goal_is_a_warning(told):
    """Not what stands in the lines and the table already."""
    few = {**VISITS, "baseline": {"value": 7}, "root_causes": [{"title": "No say", "practices": ["council"]}]}
    (warning,) = (part for part in told(few) if isinstance(part, Paragraph) and part.tone == "warning")
    assert "members" in warning.text
    assert "No say" not in warning.text


def test_without_a_plan_the_levels_stand(told):
    """Nothing is said of dates."""
    parts = told(VISITS, with_plan=False)
    assert len(_facts(parts)) == 3
    assert _rows(parts)["Pay for Results"][1] == "some, no action"


def test_a_cause_that_nothing_acts_on_is_named(told):
    """With its braces as they are."""
    assert "1 cause without a practice yet: Braces {like} these." in _text(told(VISITS))


def test_goals_that_nobody_confirmed_choose_nothing(told):
    """They are listed, and that is said."""
    parts = told({**VISITS, "confirmed": False})
    assert Heading("Not confirmed yet", 3) in parts
    assert "They choose nothing" in _text(parts)
    assert _facts(parts) == ("Postpartum visits (Members after birth), from 58 to 70 percent by 2028-06-30.",)


def test_goals_stay_inside(told):
    """A board reads them, a client and other organizations do not."""
    assert told(VISITS, audience="steering")
    assert told(VISITS, audience="client") == told(VISITS, audience="cohort") == []


def test_without_goals_nothing_is_said(told):
    """There is nothing to show."""
    assert told() == []
