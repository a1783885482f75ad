"""PDF: a page printed by a browser that is installed, in a profile of its own, and without the network."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from equity_blocks.errors import FileAccessError, NotFoundError, UnsuitableError
from equity_blocks.saving import require_place, save_bytes

BROWSER = "EQUITY_BLOCKS_BROWSER"
"""The variable of the environment that names the browser, where it lies elsewhere than browsers do."""
SECONDS = 60.0
"""How long a browser may take."""
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge",
)  # fmt: skip
"""What the browsers are called where programs are looked for."""
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
            "Chromium/Application/chrome.exe")  # fmt: skip
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",  # the same in older versions
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",  # where nobody listens
)
"""Print and nothing else: no window, nothing of the user's own, no network."""


def save_pdf(path: str | Path, html: str, *, overwrite: bool = False, seconds: float = SECONDS) -> Path:
    """Print a page of HTML into a PDF, by Chromium, Chrome or Edge, whichever is installed.

    Args:
        path: Where to write.
        html: The page, which holds all that it shows.
        overwrite: Whether an existing file may be replaced. Default: no.
        seconds: How long the browser may take.

    Returns:
        The path written.

    Raises:
        WouldOverwriteError: The file exists, and `overwrite` is false.
        UnsuitableError: There is no such browser (code `not_installed`), or it makes no PDF (`not_printed`).
        NotFoundError: EQUITY_BLOCKS_BROWSER names a program that is not there, or there is no folder to write into.
        FileAccessError: The system does not let it be written.
    """
    require_place(path, overwrite=overwrite)
    return save_bytes(path, _printed(find_browser(), html, seconds), overwrite=overwrite)


def find_browser() -> Path:
    """Find the browser that prints: the one that EQUITY_BLOCKS_BROWSER names, else one that is installed.

    Raises:
        UnsuitableError: There is none; the message says what to install.
        NotFoundError: The one that is named is not there.
    """
    named = os.environ.get(BROWSER)
    if named:
        found = shutil.which(named)
        if found is None:
            message = f"{BROWSER} names {named}, and there is no such program"
            raise NotFoundError(message, code="no_file", data={"found": named})
        return Path(found).absolute()
    browser = next(_installed(), None)
    if browser is None:
        message = "a PDF is printed by a browser, and none was found: install Chromium, Google Chrome or Microsoft Edge"
        hint = f"name it by {BROWSER}, or save the report as .html and print that"
        raise UnsuitableError(f"{message}; {hint}", code="not_installed", data={"found": "", "allowed": _MAC})
    return browser


def _installed() -> Iterator[Path]:
    """List the browsers of this machine, on Linux, macOS and Windows."""
    yield from (Path(found).absolute() for name in _NAMES if (found := shutil.which(name)))
    yield from (place for place in _places() if place.is_file())


def _places() -> Iterable[Path]:
    """List where the installers of the browsers put them."""
    if sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        return [folder / f"{name}.app" / "Contents" / "MacOS" / name for folder in folders for name in _MAC]
    if sys.platform == "win32":
        variables = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
        return [Path(folder) / name for key in variables if (folder := os.environ.get(key)) for name in _WINDOWS]
    return ()


def _printed(browser: Path, html: str, seconds: float) -> bytes:
    """Print a page in a folder of its own, which also holds the browser's profile, and is taken away."""
    with TemporaryDirectory(prefix="report-", dir=_room(browser), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, pdf, told = (folder / each for each in ("report.html", "report.pdf", "told.txt"))
        page.write_text(html, encoding="utf-8", newline="\n")
        own = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri())
        code = _run([str(browser), *_OPTIONS, *_sandbox(), *own], told, seconds)
        content = pdf.read_bytes() if pdf.is_file() else b""
        if code is None or not content.startswith(b"%PDF-"):
            took = f"took longer than {seconds:g} seconds" if code is None else f"made no PDF (exit code {code})"
            raise _not_printed(f"{browser} {took}", told)
        return content


def _not_printed(message: str, told: Path) -> UnsuitableError:
    """Say what went wrong, with the last that the browser told; without a desktop it tells of that all the time."""
    lines = told.read_text(encoding="utf-8", errors="replace").split("\n") if told.is_file() else []
    last = next((line.strip() for line in reversed(lines) if line.strip() and "dbus/" not in line), "")
    said = f": {last[:200]}" if last else ""
    hint = f"save the report as .html and print that, or name another browser by {BROWSER}"
    return UnsuitableError(f"{message}{said}; {hint}", code="not_printed", data={"found": last[:200]})


def _room(browser: Path) -> Path | None:
    """Give the folder to work in: a browser that is a snap sees no other folder for temporary files than its own."""
    own = Path.home() / "snap" / browser.name / "common"
    return own if browser.parts[1:2] == ("snap",) and own.is_dir() else None


def _sandbox() -> tuple[str, ...]:
    """An administrator's browser does not start with its sandbox, as in a container."""
    is_administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_administrator else ()


def _run(command: list[str], told: Path, seconds: float) -> int | None:
    """Run a program with nothing of our streams, and give its exit code; `None`: it had to be ended.

    Raises:
        FileAccessError: The system does not let it be started.
    """
    with told.open("wb") as said:
        try:
            running = subprocess.Popen(  # noqa: S603 - the program is a browser, and its words are our own
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
            )
        except OSError as error:
            raise FileAccessError(f"{command[0]} cannot be started: {error.strerror or error}") from None
        try:
            return running.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(running)


def _end(running: "subprocess.Popen[bytes]") -> None:
    """End a program that still runs, and on systems with groups of processes what it started, too."""
    with suppress(OSError):
        if running.poll() is None:
            if sys.platform == "win32":
                running.kill()
            else:
                os.killpg(running.pid, signal.SIGKILL)
    running.wait()
