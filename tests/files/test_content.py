"""Bytes out of files, devices and pipes, and text out of bytes."""

import os
import stat
import threading
from io import BytesIO
from pathlib import Path

import pytest

from equity_blocks.errors import FileAccessError, InvalidDataError, NotFoundError
from equity_blocks.files.content import MAX_BYTES, bounded, content_of, decoded_text, exists, listed, problem_at


def test_a_file_is_read_up_to_the_bound(tmp_path: Path):
    """One byte more is refused, at its first line."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(content_of(path)) == MAX_BYTES
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(InvalidDataError, match=r"a\.yaml:1:1: the file is larger than 20 MB"):
        content_of(path)


def test_a_stream_is_bounded_as_a_file_is():
    """Standard input is one."""
    assert bounded(BytesIO(b"a: b"), "<stdin>") == b"a: b"
    with pytest.raises(InvalidDataError, match="<stdin>:1:1: the file is larger"):
        bounded(BytesIO(b"a" * (MAX_BYTES + 1)), "<stdin>")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_a_device_without_end_is_refused():
    """It has no size that could be asked for."""
    with pytest.raises(InvalidDataError, match="/dev/zero:1:1: the file is larger"):
        content_of(Path("/dev/zero"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_read_to_its_end(tmp_path: Path):
    """What a shell gives for the output of a command."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"a: b"))
    writer.start()
    try:
        assert content_of(pipe) == b"a: b"
        assert not exists(pipe)
    finally:
        writer.join()


def test_what_is_no_file_is_told(tmp_path: Path):
    """A folder, a path through a file, and a name beside a near one."""
    (tmp_path / "riverbend.yaml").write_text("a: b")
    with pytest.raises(FileAccessError, match="is a folder: name a file in it"):
        content_of(tmp_path)
    with pytest.raises(NotFoundError, match="a part of that path is a file, no folder"):
        content_of(tmp_path / "riverbend.yaml" / "a.yaml")
    with pytest.raises(NotFoundError, match=r"there is no file .*did you mean .*riverbend\.yaml\?"):
        content_of(tmp_path / "riverbed.yaml")


@pytest.mark.parametrize("ask", [lambda folder: exists(folder / "a.yaml"), listed])
def test_a_folder_that_may_not_be_looked_into_is_named(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Instead of saying that nothing is in it."""
    closed = tmp_path / "closed"
    closed.mkdir()

    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(FileAccessError, match="closed cannot be read: Permission denied"):
        ask(closed)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_closed_folder_is_named(tmp_path: Path):
    """As the system refuses it."""
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        with pytest.raises(FileAccessError, match="closed cannot be read"):
            exists(closed / "a.yaml")
    finally:
        closed.chmod(stat.S_IRWXU)


def test_only_yaml_files_are_listed(tmp_path: Path):
    """In order; there is nothing in a folder that is not there."""
    for name in ("b.yaml", "a.yaml", "c.txt"):
        (tmp_path / name).write_text("")
    assert [path.name for path in listed(tmp_path)] == ["a.yaml", "b.yaml"]
    assert listed(tmp_path / "nowhere") == []


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
