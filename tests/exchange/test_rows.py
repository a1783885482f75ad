import equity_blocks as eb
from equity_blocks.exchange.rows import fields_of, is_keyed, item_kind


def test_a_field_knows_what_stands_in_it():
    """Alone, in a row, or under keys; and a new field of a noun is a column without further ado."""
    assert item_kind(eb.Assessment, "ratings") is eb.Rating
    assert (is_keyed(eb.Assessment, "ratings"), is_keyed(eb.Plan, "actions")) == (True, False)

    class _Longer(eb.PracticeScore):
        doubt: float | None = None

    assert [field.column.name for field in fields_of(_Longer, 0)][-1] == "doubt"
