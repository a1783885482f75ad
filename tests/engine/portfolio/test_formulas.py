"""Formulas: equal steps are one, and what is known beforehand is computed at once."""

from equity_blocks.engine.portfolio.formulas import Item, Sheet, needed
from equity_blocks.engine.portfolio.states import Reading


def test_equal_steps_are_one_and_only_needed_ones_are_listed():
    """By their places."""
    sheet = Sheet()
    first, second = (sheet.fold("sum", [Item(name, -1, Reading("value"))]) for name in "pq")
    assert sheet.fold("sum", [Item("p", -1, Reading("value"))]) == first
    total = sheet.ratio(first, sheet.number(4.0))
    assert needed(sheet.steps, [total]) == [first, total]
    assert second not in needed(sheet.steps, [total])


def test_flags_that_are_known_leave_nothing_to_compute():
    """A truth among others, its opposite, and a choice that it decides."""
    sheet = Sheet()
    some = sheet.above(sheet.fold("sum", [Item("p", -1, Reading("known"))]), 0)
    yes, no = sheet.truth(value=True), sheet.truth(value=False)
    assert (sheet.either([some, yes]), sheet.both([some, no])) == (yes, no)
    assert (sheet.both([some, yes]), sheet.either([some, no])) == (some, some)
    assert sheet.opposite(sheet.opposite(some)) == some
    assert sheet.choose(no, some, yes) == yes


def test_a_weight_is_a_number_unless_it_varies():
    """Then a column, times the own weight; what weighs nothing goes on to do so."""
    sheet = Sheet(frozenset({"p"}))
    assert sheet.constant(sheet.weight("q", 2.0)) == 2.0
    assert sheet.constant(sheet.weight("p", 0.0)) == 0.0
    assert sheet.steps[sheet.weight("p", 1.0)].op == "weight"
    times = sheet.steps[sheet.weight("p", 3.0)]
    assert (times.op, times.data, sheet.steps[times.args[0]].data) == ("times", 3.0, "p")
