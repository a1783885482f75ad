"""States: codes in their order, and what each way of scoring reads from them."""

from equity_blocks.engine.portfolio.states import Reading, states_of, table
from equity_blocks.model.scale import Scale

STATES = states_of(Scale.model_validate(["no", "partly", "yes"]), 0.5)
"""Levels, unanswered, unknown, not applicable, not pursued, and not pursued at a level."""


def test_values_are_read_by_the_way_of_scoring():
    """A missing answer as 1 in `high`; what is not pursued only in `whole`."""
    assert table(Reading("value"), STATES) == (0, 0.5, 1, 0, 0, 0, 0, 0, 0, 0)
    assert table(Reading("value", "high"), STATES) == (0, 0.5, 1, 1, 1, 0, 0, 0, 0, 0)
    assert table(Reading("known", "whole"), STATES) == (1, 1, 1, 0, 0, 0, 1, 1, 1, 1)
    assert table(Reading("value", "point", not_applicable="target"), STATES) == (0, 0.5, 1, 0, 0, 0.5, 0, 0, 0, 0)


def test_prerequisites_read_positions():
    """An open answer lets a rule pass; what does not apply does not."""
    assert table(Reading("supports", least=1), STATES) == (0, 1, 1, 1, 1, 0, 0, 0, 1, 1)
    assert table(Reading("reaches", least=1), STATES) == (0, 1, 1, 0, 0, 0, 0, 0, 0, 0)


def test_what_a_level_counts_is_read_where_its_value_is():
    """Not where only whether there is one is read, and not where a target or an end of the scale stands for it."""
    counted = [0, 1, 2]
    for reading, codes in (
        (Reading("value"), counted),
        (Reading("logarithm", "high"), counted),
        (Reading("value", "whole", counts_open=True), [*counted, 7, 8, 9]),
        (Reading("value", not_applicable="target"), counted),
        (Reading("value", "coverage"), []),
        (Reading("known"), []),
        (Reading("held"), []),
    ):
        assert [code for code, state in enumerate(STATES) if reading.reads_level(state)] == codes, reading
