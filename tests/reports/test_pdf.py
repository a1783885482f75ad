import os
import sys
import time
from pathlib import Path

import pytest

from equity_blocks.errors import FileAccessError, NotFoundError, UnsuitableError, WouldOverwriteError
from equity_blocks.reports import pdf
from equity_blocks.reports.pdf import BROWSER, find_browser, save_pdf

PAGE = "<!DOCTYPE html><html lang=en><title>T</title><p>Zürich"
TOLD = "told.txt"
PRINTS = """
import pathlib, sys
said = dict(word.partition("=")[::2] for word in sys.argv[1:])
pathlib.Path({told!r}).write_text("\\n".join(sys.argv[1:]), encoding="utf-8")
page = pathlib.Path(sys.argv[-1].removeprefix("file://")).read_text(encoding="utf-8")
pathlib.Path(said["--print-to-pdf"]).write_bytes(b"%PDF-1.7 " + page.encode())
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the browsers of these tests are scripts")


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Give a function that makes a browser of a few lines of Python, and the only one that is found."""

    def making(code):
        path = tmp_path / "browser"
        path.write_text(f"#!{sys.executable}\n{code.format(told=str(tmp_path / TOLD))}", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv(BROWSER, str(path))
        return path

    return making


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Give the folder in which folders are made that last only for a while."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_the_page_is_printed_in_a_profile_of_its_own(browser, room, tmp_path):
    """Without a window or the network, and nothing is left but the file."""
    browser(PRINTS)
    path = save_pdf(tmp_path / "a.pdf", PAGE)
    assert path.read_bytes() == b"%PDF-1.7 " + PAGE.encode()
    words = (tmp_path / TOLD).read_text(encoding="utf-8").splitlines()
    assert {"--headless", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9"} < set(words)
    profile = next(word for word in words if word.startswith("--user-data-dir="))
    assert profile.startswith(f"--user-data-dir={room}")
    assert ("--no-sandbox" in words) == (os.geteuid() == 0)
    assert list(room.iterdir()) == []


def test_an_existing_file_is_left_alone_unless_asked(browser, tmp_path):
    """And no browser is started for nothing."""
    browser(PRINTS)
    path = tmp_path / "a.pdf"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(WouldOverwriteError):
        save_pdf(path, PAGE)
    assert (path.read_text(encoding="utf-8"), (tmp_path / TOLD).exists()) == ("old", False)
    save_pdf(path, PAGE, overwrite=True)
    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; print('no display', file=sys.stderr); sys.exit(3)", r"made no PDF \(exit code 3\): no display;"),
        ("", r"made no PDF \(exit code 0\); save the report as \.html"),
        ("import sys; open(sys.argv[-2].partition('=')[2], 'w').write('x')", "made no PDF"),
    ],
)
def test_a_browser_that_prints_nothing_is_an_error(browser, room, tmp_path, code, said):
    """With its last word, and what to do instead; the folder stays as it was."""
    browser(code)
    with pytest.raises(UnsuitableError, match=said) as caught:
        save_pdf(tmp_path / "a.pdf", PAGE)
    assert caught.value.code == "not_printed"
    assert not (tmp_path / "a.pdf").exists()
    assert list(room.iterdir()) == []


def test_a_browser_that_takes_too_long_is_ended(browser, tmp_path):
    """With everything that it started."""
    lives = "import sys, time\nwhile True: open(sys.argv[1], 'a').write('.'); time.sleep(0.1)"
    browser(
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {lives!r}, {{told!r}}]); time.sleep(60)"
    )
    started = time.monotonic()
    with pytest.raises(UnsuitableError, match=r"took longer than 1\.5 seconds"):
        save_pdf(tmp_path / "a.pdf", PAGE, seconds=1.5)
    assert time.monotonic() - started < 10
    signs = (tmp_path / TOLD).stat().st_size
    time.sleep(0.5)
    assert 0 < signs == (tmp_path / TOLD).stat().st_size


def test_a_browser_that_cannot_be_started_is_an_error(tmp_path, monkeypatch):
    """Such as one for another machine."""
    path = tmp_path / "browser"
    path.write_bytes(b"\x7fELF nothing")
    path.chmod(0o755)
    monkeypatch.setenv(BROWSER, str(path))
    with pytest.raises(FileAccessError, match="cannot be started"):
        save_pdf(tmp_path / "a.pdf", PAGE)


def test_a_browser_that_is_named_has_to_be_there(monkeypatch):
    """Another one is not taken in its place."""
    monkeypatch.setenv(BROWSER, "no-such-browser")
    with pytest.raises(NotFoundError, match="EQUITY_BLOCKS_BROWSER names no-such-browser") as caught:
        find_browser()
    assert caught.value.code == "no_file"


def test_without_a_browser_it_is_said_what_to_install(monkeypatch, tmp_path):
    """And what to do without one."""
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_places", tuple)
    with pytest.raises(UnsuitableError, match="install Chromium, Google Chrome or Microsoft Edge; name it") as caught:
        save_pdf(tmp_path / "a.pdf", PAGE)
    assert caught.value.code == "not_installed"


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
def test_each_of_the_three_is_found(monkeypatch, tmp_path, name):
    """By its name, where programs are looked for."""
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / name).chmod(0o755)
    assert find_browser() == tmp_path / name


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("darwin", "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        ("win32", "Microsoft/Edge/Application/msedge.exe"),
    ],
)
def test_other_systems_have_other_places(monkeypatch, tmp_path, platform, place):
    """Those where the installers put them."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert tmp_path / place in list(pdf._places())


def test_a_snap_works_in_its_own_folder(monkeypatch, tmp_path):
    """It sees no other one for temporary files."""
    own = tmp_path / "snap" / "chromium" / "common"
    own.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert pdf._room(Path("/snap/bin/chromium")) == own
    assert pdf._room(Path("/usr/bin/chromium")) is None


def test_an_installed_browser_prints(tmp_path, monkeypatch):
    """For real, where there is one: a PDF with as many pages as were asked for."""
    monkeypatch.delenv(BROWSER, raising=False)
    try:
        find_browser()
    except UnsuitableError:
        pytest.skip("no browser is installed here")
    page = f"{PAGE}<p style='break-before:page'>Two<img src='http://127.0.0.1:1/a.png' alt=''>"
    content = save_pdf(tmp_path / "a.pdf", page).read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 2
