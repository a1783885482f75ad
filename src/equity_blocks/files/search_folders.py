"""Where frameworks, scales and crosswalks may lie: in the package, in folders of one's own, in plug-ins.

Every place has the layout of the shipped folder: `<framework>/framework.yaml`, `scales/<scale>.yaml` and
`crosswalks/<a>--<b>.yaml`.
"""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple

from equity_blocks.errors import CatalogueWarning

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "equity_blocks.frameworks"
"""The entry points of plug-ins; each names a package, or a module, whose folder is a place."""

VARIABLE = "EQUITY_BLOCKS_PATH"
"""The environment variable that lists folders of one's own, divided as in PATH."""

_given: ContextVar[tuple[Path, ...]] = ContextVar("_given", default=())


class SearchFolder(NamedTuple):
    """A folder with the layout of the shipped one.

    Args:
        folder: Where it is.
        origin: Whose it is.
        name: What people read: the folder, or the distribution of the plug-in; empty for the package itself.
    """

    folder: Path
    origin: Literal["shipped", "folder", "plug-in"]
    name: str = ""


def shipped() -> Path:
    """Find the folder of shipped frameworks: inside an installed package, or beside `src` in a working copy.

    Example:
        >>> (shipped() / "hcplan-apm" / "framework.yaml").is_file()
        True
    """
    packaged = Path(__file__).parents[1] / "frameworks"
    # An editable install resolves to src/, where the build has not put the folder.
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "frameworks"


@contextlib.contextmanager
def also_from(folders: Iterable[str | Path]) -> Iterator[None]:
    """Look into these folders too, before those of EQUITY_BLOCKS_PATH.

    Example:
        >>> with also_from(["frameworks"]):
        ...     own_places()  # the shipped folder is no place of one's own
        ()
    """
    before = _given.set((*_given.get(), *map(Path, folders)))
    try:
        yield
    finally:
        _given.reset(before)


def own_places() -> tuple[SearchFolder, ...]:
    """List the folders of one's own: those given, then those of EQUITY_BLOCKS_PATH, each once.

    A folder that is not there, or that holds nothing to be found, is told by a `CatalogueWarning`.
    """
    listed = os.environ.get(VARIABLE, "").split(os.pathsep)
    folders = [*_given.get(), *(Path(part).expanduser() for part in listed if part.strip())]
    places = [SearchFolder(folder, "folder", str(folder)) for folder in folders]
    return tuple(place for place in _each_once(places) if _is_place(place.folder, f"the folder {place.name}"))


def plugged_in() -> tuple[SearchFolder, ...]:
    """List the folders of installed plug-ins, by the names of their entry points.

    A plug-in that cannot be used is told by a `CatalogueWarning` and left out, whatever is wrong with it.
    """
    from importlib.metadata import entry_points

    try:
        found = sorted(set(entry_points(group=GROUP)), key=lambda point: (point.name, point.value))
    except Exception as error:  # noqa: BLE001 - an installed distribution may be broken in any way
        leave_out("every plug-in", f"the entry points of some distribution cannot be read: {error}")
        return ()
    places = _each_once(place for point in found for place in _places_of(point))
    return tuple(place for place in places if _is_place(place.folder, f"the plug-in {place.name}"))


def _each_once(places: Iterable[SearchFolder]) -> list[SearchFolder]:
    """Leave out folders that were there before, such as the shipped one."""
    known = {shipped().resolve()}
    found = []
    for place in places:
        there = place.folder.resolve()
        if there not in known:
            known.add(there)
            found.append(place)
    return found


def _places_of(point: "EntryPoint") -> list[SearchFolder]:
    name = f"{point.dist.name} {point.dist.version}" if point.dist else point.name
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what a plug-in prints must not get into a document
            folders = _folders_of(point.load())
    except (Exception, SystemExit) as error:  # noqa: BLE001 - what others wrote may fail in any way, and must not stop us
        leave_out(f"the plug-in {name}", f"{point.value} cannot be imported: {type(error).__name__}: {error}")
        return []
    if not folders:
        leave_out(f"the plug-in {name}", f"its entry point {point.value} names no package or module with a folder")
    return [SearchFolder(folder, "plug-in", name) for folder in folders]


def _folders_of(module: object) -> list[Path]:
    """Give the folders of a package, or the one that a module lies in."""
    if not isinstance(module, ModuleType):
        return []
    inside = getattr(module, "__path__", None)
    if inside is not None:
        return [Path(folder) for folder in inside]
    file = getattr(module, "__file__", None)
    return [Path(file).parent] if file else []


def _is_place(folder: Path, name: str) -> bool:
    """Whether there is anything to be found; where there is not, say so."""
    try:
        os.stat(f"{folder}{os.sep}.")  # noqa: PTH116 - whether it may be entered; a path would forget the dot
        os.scandir(folder).close()
    except PermissionError as error:
        leave_out(name, f"{folder} cannot be read: {error.strerror}")
        return False
    except (OSError, ValueError):
        leave_out(name, f"there is no folder {folder}")
        return False
    patterns = ("*/framework.yaml", "crosswalks/*.yaml", "scales/*.yaml")
    if any(next(folder.glob(pattern), None) for pattern in patterns):
        return True
    is_framework = (folder / "framework.yaml").is_file()
    hint = "it is one framework itself: give the folder above it" if is_framework else "there is no */framework.yaml"
    leave_out(name, hint)
    return False


def leave_out(what: str, why: str) -> None:
    """Warn that something of the catalogue cannot be used."""
    warnings.warn(f"{what} is left out: {why}", CatalogueWarning, stacklevel=2)
