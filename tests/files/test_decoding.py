"""Bytes into text."""

import pytest

from equity_blocks.errors import InvalidDataError
from equity_blocks.files.decoding import decoded_text, problem_at


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_names_its_encoding_is_read(encoding: str):
    """UTF-8 needs no mark; the others have one."""
    assert decoded_text("gepr\u00fcft \U0001f389".encode(encoding), "a.yaml") == "gepr\u00fcft \U0001f389"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_both_orders_of_bytes_are_read(order: str):
    """The mark says which it is."""
    assert decoded_text("\ufeffid: a".encode(order), "a.yaml") == "id: a"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_without_its_mark_the_encoding_is_named(order: str):
    """And what to do."""
    with pytest.raises(InvalidDataError, match=r"a\.yaml:1:1: .*UTF-16 or UTF-32 without .*save the file as UTF-8"):
        decoded_text("id: a".encode(order), "a.yaml")


def test_text_of_windows_is_shown_as_it_was_meant():
    """The letter that it would be in Windows-1252 tells which encoding it is."""
    with pytest.raises(InvalidDataError, match=r"a\.yaml:2:5: byte 0xfc is not UTF-8 text .*Latin-1 text.*'\u00fc'"):
        decoded_text("a: b\ngepr\u00fcft".encode("latin-1"), "a.yaml")


def test_half_a_character_is_told():
    """A file that breaks off, in UTF-16 as well."""
    with pytest.raises(InvalidDataError, match="begins as UTF-16 text does, but byte 5 is none"):
        decoded_text(b"\xff\xfea\x00b", "a.yaml")


def test_a_place_counts_characters():
    """Lines and columns from 1."""
    problem = problem_at(("a.yaml", "\u00e9\n\u00e9\u00e9x", 4), "not_yaml", "here", "")
    assert (problem.line, problem.column) == (2, 3)
