from typing import get_args

from equity_blocks.model.privacy import Audience, NoteText, OwnName, OwnText, PublicText, SharedWith


def test_short_forms_go_from_the_widest_audience_to_the_narrowest():
    """Each stands for the mark that most fields of its kind have."""
    notes = [get_args(form)[1:] for form in (PublicText, OwnText, OwnName, NoteText)]
    marks = [next(note for note in of_form if isinstance(note, SharedWith)) for of_form in notes]
    assert [mark.audience for mark in marks] == ["cohort", "steering", "steering", "owner"]
    assert [mark.instead for mark in marks] == ["", "", "withheld", ""]
    assert {mark.audience for mark in marks} < set(get_args(Audience))
    assert not SharedWith("owner").if_heard
