from equity_blocks.model.questionnaire import Asked, Item, Questionnaire
from equity_blocks.model.rating import NOTHING


def test_a_questionnaire_is_the_owners_unless_somebody_is_asked():
    """An item says nothing by itself."""
    item = Item("p", "P", "b", ("B",), "Do you?", ())
    asked = Questionnaire("mini", "1", 1, "0", "Mini", {}, (item,))
    assert (asked.kind, asked.asked) == ("owner", Asked())
    assert (item.rating, item.sides, item.reference, item.may_not_apply) == (NOTHING, (), "", True)
    assert asked.asked.practices == ()
