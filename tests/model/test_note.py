import pytest
from pydantic import ValidationError

from equity_blocks.model.note import Note


def test_a_note_says_where_it_stands_and_what_was_written():
    """Whose it is and what it is about are told only where there is somebody, or something."""
    note = Note(kind="rating", text="all staff")
    assert (note.by, note.of, note.level) == ("", "", None)


def test_an_empty_note_is_none():
    """Nothing was written."""
    with pytest.raises(ValidationError, match="at least 1 character"):
        Note(kind="rating", text="")
