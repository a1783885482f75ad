import pytest
from pydantic import ValidationError

from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.schedule import Schedule, ScheduleProblem

TWO = {"T": 2, "cap": [3, 4], "gain": [1, 2], "effort": [1, 2]}


def test_what_is_left_out_has_its_default():
    """No cost, one period each, no prerequisites, no window, no budget, lag 1."""
    problem = ScheduleProblem(**TWO)
    assert (problem.cost, problem.dur, problem.all_of, problem.any_of) == ((0, 0), (1, 1), ((), ()), ((), ()))
    assert (problem.window, problem.budget, problem.lag) == ((None, None), None, 1)


def test_one_capacity_serves_every_period():
    """A number stands for as many as there are periods."""
    assert ScheduleProblem(**{**TWO, "cap": 5}).cap == (5, 5)


def test_readable_names_are_taken():
    """Both ways of writing make the same problem."""
    readable = ScheduleProblem.model_validate(
        {"periods": 2, "capacity": [3, 4], "benefit": [1, 2], "effort": [1, 2], "duration": [1, 2],
         "requires": [[], [0]], "requires_any": [[], [[0]]]}
    )  # fmt: skip
    assert readable == ScheduleProblem(**TWO, dur=[1, 2], all_of=[[], [0]], any_of=[[], [[0]]])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"periods": 2}, r"give 'periods' or 'T', not both"),
        ({"cap": [1]}, r"cap: there are 2 periods, but 1 capacities"),
        ({"effort": [1]}, r"effort: there are 2 gains, but 1 entries here"),
        ({"window": [None]}, r"window: there are 2 gains, but 1 entries"),
        ({"all_of": [[], [2]]}, r"all_of\[1\]\[0\]: there is no step 2: they are numbered 0 to 1"),
        ({"any_of": [[[0, 7]], []]}, r"any_of\[0\]\[0\]\[1\]: there is no step 7"),
        ({"any_of": [[[]], []]}, r"at least 1 item"),
        ({"all_of": [[-1], []]}, r"greater than or equal to 0"),
        ({"T": 0}, r"greater than or equal to 1"),
        ({"T": True}, r"valid integer"),
        ({"lag": -1}, r"greater than or equal to 0"),
        ({"dur": [0, 1]}, r"greater than or equal to 1"),
        ({"gain": [-1, 1]}, r"greater than or equal to 0"),
        ({"effort": [float("nan"), 1]}, r"finite number"),
        ({"cap": float("inf")}, r"finite number"),
        ({"cost": ["1", 1]}, r"valid number"),
        ({"budget": -1}, r"greater than or equal to 0"),
        ({"window": [(1, 2, 3), None]}, r"at most 2 items"),
        ({"capcity": 3}, r"Extra inputs"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, message):
    """Each mistake has a message that says where it is and what is allowed."""
    with pytest.raises(ValidationError, match=message):
        ScheduleProblem(**{**TWO, **changes})


def test_every_mistake_is_listed():
    """Two lists of the wrong length and a step that is not there make three problems."""
    with pytest.raises(ValidationError) as caught:
        ScheduleProblem(**{**TWO, "effort": [1], "dur": [1, 1, 1], "all_of": [[5], []]})
    problems = problems_of(caught.value)
    assert [problem.code for problem in problems] == ["lengths_differ", "lengths_differ", "unknown_step"]


@pytest.mark.parametrize(("bound", "gap"), [(None, None), (8, 0.25), (6, 0), (0, 0)])
def test_the_gap_is_the_share_of_the_bound_that_is_open(bound, gap):
    """Null without a bound, 0 at it."""
    value = 0 if bound == 0 else 6
    assert Schedule(planner="exact", finish=[1], value=value, bound=bound).gap == gap


def test_nouns_come_back_from_json():
    """What is written can be read."""
    problem = ScheduleProblem(**TWO, window=[(1, 1), None])
    schedule = Schedule(planner="exact", finish=[1, None], value=6, bound=8)
    assert ScheduleProblem.model_validate_json(problem.model_dump_json()) == problem
    assert Schedule.model_validate_json(schedule.model_dump_json()) == schedule
