import io

import pytest

from equity_blocks.cli import typed_lines
from equity_blocks.cli.typed_lines import Ended, Lines, Refused, is_text


@pytest.fixture
def lines(monkeypatch):
    """Give a function that makes lines of bytes, as a pipe or as a person types them."""

    def making(content, *, is_typed=False, encoding="utf-8"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding=encoding))
        monkeypatch.setattr(typed_lines, "_is_terminal", lambda: is_typed)
        return Lines()

    return making


def test_a_pipe_can_be_followed(lines, capsys):
    """Each line stands behind its prompt; a person sees what they type anyway."""
    for is_typed, shown in ((False, "Why > no\tstaff\n"), (True, "Why > ")):
        assert lines(b"  no\tstaff \r\n", is_typed=is_typed).ask("Why ") == "no staff"
        assert capsys.readouterr().out.replace("no staff", "no\tstaff") == shown


def test_the_end_of_the_input_is_no_line(lines):
    """Nor is a standard input that is closed; a last line without an end is one."""
    read = lines(b"one")
    assert read.ask() == "one"
    with pytest.raises(Ended, match=r"^$"):
        read.ask()


def test_a_closed_standard_input_has_no_line(lines, monkeypatch):
    """It ends like an empty one."""
    read = lines(b"")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(Ended, match=r"^$"):
        read.ask()


def test_what_is_no_text_is_told(lines):
    """Bytes that mean nothing in the encoding, a line that is too long, and what keys send that write nothing."""
    read = lines(b"\xff\n" + b"x" * 100_000 + b"\nnext\n")
    assert not is_text(read.ask())
    assert not is_text(read.ask())
    assert read.ask() == "next"
    assert not is_text("\x1b[A")
    assert is_text("\N{GRINNING FACE} = ja \xfc")


def test_text_is_read_in_the_encoding_of_the_terminal(lines):
    """As everything else is."""
    assert lines("\xfc\n".encode("cp1252"), encoding="cp1252").ask() == "\xfc"


def test_a_refused_line_of_a_pipe_is_the_last(lines, capsys):
    """A person is only told."""
    read = lines(b"a\n")
    read.ask()
    with pytest.raises(Refused, match=r"^$"):
        read.refuse("why")
    assert capsys.readouterr().err == "why\nline 1 could not be used, and no line behind it was read\n"
    lines(b"", is_typed=True).refuse("why")
    assert capsys.readouterr() == ("why\n", "")
