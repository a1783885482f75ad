"""The head that every result carries."""

import datetime as dt

import pytest
from pydantic import ValidationError

from equity_blocks.model import NOTICE, Assessment, Framework, Organization
from equity_blocks.model.result import Note, Result, head
from equity_blocks.version import VERSION


def test_a_result_says_whose_it_is_and_that_it_is_a_draft():
    """Framework, organization and date come from what was scored; nothing is final unless it says so."""
    framework = Framework(id="mini", title="Mini", edition="2", revision=3, scale=["no", "yes"], blocks=[])
    assessment = Assessment(framework="mini", id="acme-2026", organization=Organization(id="acme"), as_of="2026-09-30")
    result = Result.model_validate(head(framework, assessment))

    assert result.framework.model_dump() == {
        "id": "mini", "edition": "2", "revision": 3, "fingerprint": framework.fingerprint, "tailored": None,
    }  # fmt: skip
    assert (result.made_with, result.assessment) == (VERSION, "acme-2026")
    assert (result.audience, result.withheld) == ("owner", ())
    assert result.organization == Organization(id="acme")
    assert (result.as_of, result.final) == (dt.date(2026, 9, 30), False)


@pytest.mark.parametrize(
    ("rated", "named", "told"),
    [("mini", 2, 2), ("mini", 4, 4), ("mini", 3, None), ("mini", None, None), ("old", 2, None)],
)
def test_a_result_says_which_other_revision_was_rated(rated, named, told):
    """An older or a newer one of this framework; a translation is read in another framework altogether."""
    framework = Framework(id="mini", title="Mini", revision=3, scale=["no", "yes"], blocks=[])
    made = Result.model_validate(head(framework, Assessment(framework=rated, revision=named)))
    assert (made.named_revision, made.framework.revision) == (told, 3)


def test_the_notice_says_what_the_numbers_are_not():
    """The fixed line stands in every result."""
    result = Result.model_validate({"framework": {"id": "mini", "edition": "", "revision": 1}})

    assert result.notice == NOTICE
    for words in ("not validated", "not an accreditation", "not endorsed", "editorial"):
        assert words in NOTICE


def test_a_note_says_where_it_stands_and_what_was_written():
    """Whose it is and what it is about are told only where there is somebody, or something."""
    note = Note(kind="rating", text="all staff")
    assert (note.by, note.of, note.level) == ("", "", None)


def test_an_empty_note_is_none():
    """Nothing was written."""
    with pytest.raises(ValidationError, match="at least 1 character"):
        Note(kind="rating", text="")
