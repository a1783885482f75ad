"""Saving loses nothing: whole or not at all, and nothing unasked."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from equity_blocks import saving
from equity_blocks.errors import FileAccessError, NotFoundError, WouldOverwriteError
from equity_blocks.saving import changed_meanwhile, hash_of, require_place, save_bytes, save_text


def names(folder: Path) -> list[str]:
    """List everything in a folder, hidden files included."""
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize("text", ["", "one\n", "é🎉\n", "a\r\nb\rc\n", "x" * 1_000_000, "\x00\u2028"])
def test_the_file_holds_exactly_the_text(tmp_path: Path, text: str):
    """The bytes are the text in UTF-8, its line ends untouched, and nothing else is left in the folder."""
    path = save_text(tmp_path / "a.txt", text)

    assert path == tmp_path / "a.txt"
    assert path.read_bytes() == text.encode()
    assert names(tmp_path) == ["a.txt"]


def test_a_bare_name_is_saved_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A name without a folder means the folder where the program runs."""
    monkeypatch.chdir(tmp_path)

    assert save_text("a.txt", "one") == Path("a.txt")
    assert (tmp_path / "a.txt").read_text() == "one"


def test_an_existing_file_is_left_alone_unless_asked(tmp_path: Path):
    """Without leave to replace it, a file keeps its text, its time and its neighbours."""
    path = save_text(tmp_path / "a.txt", "old")
    before = path.stat()

    with pytest.raises(WouldOverwriteError, match=r"a\.txt exists already; nothing was written \(choose another name"):
        save_text(path, "new")

    assert path.read_text() == "old"
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(tmp_path) == ["a.txt"]


def test_an_existing_file_is_replaced_when_asked(tmp_path: Path):
    """With leave, the new text stands there and nothing of the old one."""
    path = save_text(tmp_path / "a.txt", "a long old text")

    save_text(path, "new", overwrite=True)

    assert path.read_text() == "new"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path, mode: int):
    """What was private stays private, what was shared stays shared."""
    path = save_text(tmp_path / "a.txt", "old")
    path.chmod(mode)

    save_text(path, "new", overwrite=True)

    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_new_file_gets_the_permissions_of_any_new_file(tmp_path: Path, overwrite: bool):
    """A new file is as readable as one made by `open`."""
    (tmp_path / "plain.txt").write_text("plain")

    path = save_text(tmp_path / "a.txt", "new", overwrite=overwrite)

    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain.txt").stat().st_mode)


@pytest.mark.parametrize("overwrite", [False, True])
def test_text_that_cannot_be_written_leaves_no_trace(tmp_path: Path, overwrite: bool):
    """Text that has no UTF-8 form fails before anything is in place."""
    path = save_text(tmp_path / "a.txt", "old")

    for place in (path, tmp_path / "b.txt"):
        with pytest.raises(FileAccessError, match="surrogates not allowed"):
            save_text(place, "new" * 100_000 + "\ud800", overwrite=overwrite)

    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files")
def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path):
    """When writing stops half-way, the old file is still there, whole, and no half one beside it."""
    path = save_text(tmp_path / "a.txt", "old")
    program = (
        "import resource, signal, sys\n"
        "from equity_blocks.errors import EquityBlocksError\n"
        "from equity_blocks.saving import save_text\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    save_text(sys.argv[1], 'new' * 100_000, overwrite=True)\n"
        "except EquityBlocksError as error:\n"
        "    print(str(error).rpartition(': ')[2])\n"
    )

    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("File too large\n", "")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_reader_never_sees_half_a_file(tmp_path: Path):
    """While a file is replaced again and again, whoever reads it sees one whole text or the other."""
    path = save_text(tmp_path / "a.txt", "a" * 100_000)
    seen: set[tuple[str, int]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            text = path.read_text()
            seen.add((text[:1], len(text)))

    reader = threading.Thread(target=read)
    reader.start()
    for i in range(60):
        save_text(path, "ab"[i % 2] * 100_000, overwrite=True)
    done.set()
    reader.join()

    assert seen
    assert seen <= {("a", 100_000), ("b", 100_000)}


def test_of_many_that_create_one_file_only_one_succeeds(tmp_path: Path):
    """When several write the same new file at once, one wins and the others are told that it exists."""
    results: list[str] = []
    start = threading.Barrier(8)

    def create(name: str) -> None:
        start.wait()
        try:
            save_text(tmp_path / "a.txt", name)
        except WouldOverwriteError:
            results.append("told")
        else:
            results.append(name)

    threads = [threading.Thread(target=create, args=(str(i),)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results)[1:] == ["told"] * 7
    assert (tmp_path / "a.txt").read_text() == min(results)
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_never_replaced(tmp_path: Path, overwrite: bool):
    """A folder of that name stays, with all that is in it."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("kept")

    with pytest.raises(FileAccessError, match="it is a folder; name a file in it"):
        save_text(tmp_path / "a", "new", overwrite=overwrite)

    assert names(tmp_path) == ["a"]
    assert names(tmp_path / "a") == ["b.txt"]


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_still_leads_to_the_file_that_was_saved(tmp_path: Path):
    """Saving through a link changes the file it leads to; the link stays a link."""
    (tmp_path / "real").mkdir()
    target = save_text(tmp_path / "real" / "a.txt", "old")
    link = tmp_path / "link.txt"
    link.symlink_to(target)

    save_text(link, "new", overwrite=True)

    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    """Nothing was denied: it only has to be made."""
    with pytest.raises(NotFoundError, match=r"there is no folder .*nowhere"):
        save_text(tmp_path / "nowhere" / "a.txt", "one")


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path):
    """The next write to that file takes it away; what belongs to other files stays."""
    program = (
        "import os, signal, sys\n"
        "from equity_blocks import saving\n"
        "saving._put = lambda *rest, **more: os.kill(os.getpid(), signal.SIGKILL)\n"
        "saving.save_text(sys.argv[1], 'half')\n"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "a.txt"], check=False)
    (left,) = names(tmp_path)
    assert left.startswith(".a.txt.")
    others = [".b.txt.00000000.part", ".a.txt.part", ".a.txt.0000000g.part", "a.txt.00000000.part"]
    for name in others:
        (tmp_path / name).write_text("mine")

    save_text(tmp_path / "a.txt", "whole")

    assert names(tmp_path) == sorted([*others, "a.txt"])
    assert (tmp_path / "a.txt").read_text() == "whole"


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX systems")
def test_what_somebody_is_writing_is_no_leftover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A write that is slow is not disturbed by one that begins and ends meanwhile."""
    put = saving._put
    seen: list[list[str]] = []

    def meanwhile(part: Path, target: Path, *, overwrite: bool) -> None:
        monkeypatch.setattr(saving, "_put", put)
        save_text(target, "quick", overwrite=True)
        seen.append(names(tmp_path))
        put(part, target, overwrite=overwrite)

    monkeypatch.setattr(saving, "_put", meanwhile)
    save_text(tmp_path / "a.txt", "slow", overwrite=True)

    assert [len(found) for found in seen] == [2]
    assert (tmp_path / "a.txt").read_text() == "slow"
    assert names(tmp_path) == ["a.txt"]


def test_many_who_replace_one_file_leave_one_whole_text(tmp_path: Path):
    """Whoever is last wins; nobody is disturbed by another's clearing away, and nothing is left over."""
    path = tmp_path / "a.txt"

    def write(name: str) -> None:
        for _ in range(20):
            save_text(path, name * 1000, overwrite=True)

    threads = [threading.Thread(target=write, args=(str(i),)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    text = path.read_text()
    assert text == text[0] * 1000
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
@pytest.mark.parametrize("overwrite", [False, True])
def test_no_file_takes_the_place_of_a_device(tmp_path: Path, overwrite: bool):
    """What is no file stays what it is, behind a link, too."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")

    for name in ("pipe", "link"):
        with pytest.raises(FileAccessError, match="it is a device or a pipe, not a file"):
            save_text(tmp_path / name, "new", overwrite=overwrite)

    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert names(tmp_path) == ["link", "pipe"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "the name of the file is empty"),
        (".", "it is a folder; name a file in it"),
        ("nowhere/", "there is no folder nowhere"),
        ("nowhere/a.txt", "there is no folder nowhere"),
        ("README.md/a.txt", "there is no folder README.md"),
        ("x" * 300, "File name too long"),
        ("a\0b", "embedded null"),
    ],
)
def test_a_place_where_no_file_can_be_is_told_before_and_after(path: str, words: str):
    """What is wrong with the name is said, and it can be asked before there is anything to write."""
    with pytest.raises((FileAccessError, NotFoundError), match=words):
        save_text(path, "new")
    with pytest.raises((FileAccessError, NotFoundError), match=words):
        require_place(path)


def test_a_place_may_be_taken_or_free(tmp_path: Path):
    """Whether a file may be replaced is asked when it is written."""
    require_place(save_text(tmp_path / "a.txt", "old"))
    require_place(tmp_path / "b.txt")
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator gives files away")
def test_a_replaced_file_keeps_its_owner(tmp_path: Path):
    """An administrator who replaces somebody's file does not take it from them."""
    path = save_text(tmp_path / "a.txt", "old")
    os.chown(path, 12345, 12345)
    path.chmod(0o640)

    save_text(path, "new", overwrite=True)

    assert (path.stat().st_uid, stat.S_IMODE(path.stat().st_mode)) == (12345, 0o640)


def test_bytes_are_saved_as_text_is(tmp_path: Path):
    """Whole, and over nothing unasked."""
    path = save_bytes(tmp_path / "a.pdf", b"\xff\r\n")
    with pytest.raises(WouldOverwriteError):
        save_bytes(path, b"new")
    assert path.read_bytes() == b"\xff\r\n"
    assert save_bytes(path, b"new", overwrite=True).read_bytes() == b"new"
    assert names(tmp_path) == ["a.pdf"]


def test_a_place_that_is_taken_is_told_before_anything_is_made(tmp_path: Path):
    """Where it may not be replaced."""
    path = save_text(tmp_path / "a.txt", "old")
    require_place(path)
    require_place(path, overwrite=True)
    require_place(tmp_path / "b.txt", overwrite=False)
    with pytest.raises(WouldOverwriteError):
        require_place(path, overwrite=False)


def test_a_file_that_is_as_expected_is_replaced(tmp_path: Path):
    """The hash of what was read is leave enough to replace it; permissions stay, and nothing is left beside it."""
    path = save_text(tmp_path / "a.txt", "old")
    path.chmod(0o640)

    save_text(path, "new", expected=hash_of(b"old"))

    assert path.read_text() == "new"
    assert names(tmp_path) == ["a.txt"]
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("now", [b"theirs", b"", None])
def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path, now: bytes | None):
    """Also one that is gone: a second writer is told, and what the first one wrote stays."""
    path = tmp_path / "a.txt"
    if now is not None:
        path.write_bytes(now)

    with pytest.raises(WouldOverwriteError, match=r"a\.txt was changed by somebody else since it was read") as caught:
        save_text(path, "new", overwrite=True, expected=hash_of(b"old"))

    assert caught.value.code == changed_meanwhile(path).code == "changed_meanwhile"
    assert names(tmp_path) == ([] if now is None else ["a.txt"])
    assert now is None or path.read_bytes() == now


def test_of_many_writers_with_one_hash_just_one_succeeds(tmp_path: Path):
    """They wait for one another, so that none overwrites what another has just written."""
    if saving.fcntl is None:
        pytest.skip("this system has no locks")
    path = save_text(tmp_path / "a.txt", "old")
    ready = threading.Barrier(8)
    told: list[str] = []

    def write(text: str) -> None:
        ready.wait()
        try:
            save_text(path, text, expected=hash_of(b"old"))
        except WouldOverwriteError as error:
            told.append(error.code)

    writers = [threading.Thread(target=write, args=(f"new {i}",)) for i in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert told == ["changed_meanwhile"] * 7
    assert path.read_text().startswith("new ")
    assert names(tmp_path) == ["a.txt"]


def test_where_there_are_no_locks_the_file_is_looked_at_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Directly before it is replaced."""
    monkeypatch.setattr(saving, "fcntl", None)
    path = save_text(tmp_path / "a.txt", "old")

    save_text(path, "new", expected=hash_of(b"old"))

    with pytest.raises(WouldOverwriteError, match="changed by somebody else"):
        save_text(path, "newer", expected=hash_of(b"old"))
    assert path.read_text() == "new"
