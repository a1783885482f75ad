import pytest
from pydantic import ValidationError

from equity_blocks.model.action import Action, Activity, Help

ACTIVITY = {"framework": "g", "practice": "p", "title": "P"}


def test_an_activity_serves_at_least_the_action_it_stands_with():
    """Nobody is offered what serves nothing."""
    assert (Activity(**ACTIVITY).serves, Activity(**ACTIVITY).kind) == (1, "practice")
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Activity(**ACTIVITY, serves=0)


@pytest.mark.parametrize(("uses", "said"), [(0, "greater than 0"), (1.5, "less than or equal to 1")])
def test_it_speaks_of_a_part_of_the_practice(uses, said):
    """A share, as in the crosswalk."""
    with pytest.raises(ValidationError, match=said):
        Activity(**ACTIVITY, uses=uses)


def test_a_help_says_what_kind_it_is():
    """There is no default for it."""
    with pytest.raises(ValidationError, match="kind"):
        Help(framework="g", id="e", title="E")


def test_an_action_without_offers_has_none():
    """Both lists are empty, not null."""
    fields = Action.model_fields
    assert (fields["activities"].default, fields["helps"].default) == ((), ())
