from typing import get_args

import pytest
from pydantic import ValidationError

from equity_blocks.model.past_actions import Dropped, Outcome, PastAction

SAID = {"practice": "p", "title": "P", "from": None, "to": "yes", "now": "no", "outcome": "open"}


@pytest.mark.parametrize(("field", "words"), [("outcome", get_args(Outcome)), ("dropped_as", get_args(Dropped))])
def test_there_are_only_these_words(field, words):
    """Programs can rely on the list; anything else is refused."""
    assert [getattr(PastAction(**{**SAID, field: word}), field) for word in words] == list(words)
    with pytest.raises(ValidationError):
        PastAction(**{**SAID, field: "reached"})


def test_what_is_not_said_is_null():
    """Dates, reasons and movement are told where they are known, under the names of the file format."""
    told = PastAction(**SAID).model_dump(mode="json")
    assert told.pop("from") is None
    assert {key for key, value in told.items() if value is None} == {
        "successor", "change", "progress", "dropped_as", "start", "finish", "new_start", "new_finish",
    }  # fmt: skip
