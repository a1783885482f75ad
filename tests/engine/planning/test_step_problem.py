import pytest

from equity_blocks import Assessment, Framework
from equity_blocks.engine.planning.periods import calendar_of
from equity_blocks.engine.planning.situation import situation
from equity_blocks.engine.planning.step_problem import cost_of, groups_of, least_periods, problem_of
from equity_blocks.engine.planning.terms import terms_of

LEVELS = [{"id": "no", "value": 0}, {"id": "some", "value": 0.25}, {"id": "yes", "value": 1, "after_months": 7}]
RAW = {
    "id": "mini",
    "title": "Mini",
    "scale": {"id": "s", "levels": LEVELS},
    "blocks": [
        {
            "id": "b",
            "title": "B",
            "practices": [
                {"id": "q", "title": "Q", "min_periods": 2},
                {"id": "r", "title": "R"},
                {
                    "id": "p",
                    "title": "P",
                    "requires": [
                        {"practice": "q", "level": "some", "why": "first"},
                        {"any_of": [{"practice": "q", "level": "yes"}, {"practice": "r"}], "why": "either"},
                    ],
                },
            ],
        }
    ],
}
MINI = Framework.model_validate(RAW)
SAID = Assessment(framework="mini", ratings={"p": {"level": "no", "cost": 1000}, "q": "no", "r": "some"})
HERE = situation(MINI, SAID)
STEPS = [("q", 1), ("q", 2), ("r", 2), ("p", 1), ("p", 2)]


@pytest.mark.parametrize(
    ("start", "step", "periods"),
    [(None, ("q", 1), 2), (None, ("q", 2), 3), (None, ("r", 2), 3), (None, ("p", 1), 1), ("2027-01", ("r", 2), 7),
     ("2027-01", ("q", 1), 6), ("2027-01", ("p", 1), 1)],
)  # fmt: skip
def test_a_step_takes_its_practices_periods_or_its_levels_months(start, step, periods):
    """The longer of the two; `min_periods` counts quarters, and seven months are three of them."""
    assert least_periods(HERE, step, terms_of(calendar_of(start), 8, 60)) == periods


def test_money_goes_by_the_share_of_the_value():
    """A quarter of the way up costs a quarter."""
    assert (cost_of(HERE, ("p", 1)), cost_of(HERE, ("p", 2)), cost_of(HERE, ("q", 1))) == (250, 750, 0)


def test_steps_wait_for_the_one_below_and_for_rules_that_are_not_met():
    """Only those that are planned count."""
    planned = {step: i for i, step in enumerate(STEPS)}
    assert groups_of(HERE, ("q", 2), planned) == [[("q", 1)]]
    assert groups_of(HERE, ("p", 2), planned) == [[("p", 1)], [("q", 1)], [("q", 2), ("r", 2)]]
    assert groups_of(HERE, ("p", 2), {("q", 1): 0, ("q", 2): 1}) == [[("q", 1)], [("q", 2)]]
    assert groups_of(HERE, ("r", 2), planned) == []


def test_the_problem_holds_all_that_a_schedule_has_to_know():
    """Gains, days, money and needs by number; what is unlimited is more than all the work."""
    made = problem_of(HERE, STEPS, terms_of(calendar_of(None), 4, None, budget=500.0, lag=0, delays={"r": 2}))
    assert made.all_of == ((), (0,), (), (), (3, 0))
    assert made.any_of == ((), (), (), (), ((1, 2),))
    assert made.dur == (2, 3, 3, 1, 3)
    assert made.window == ((1, 4), (1, 4), (3, 4), (1, 4), (1, 4))
    assert (made.budget, made.lag, made.T, made.cost) == (500, 0, 4, (0, 0, 0, 250, 750))
    assert set(made.cap) == {sum(made.effort) + 1}
    assert made.gain == tuple(HERE.worth.benefit(*step) for step in STEPS)
