"""The folders of the catalogue, and which file in them has which id: shipped, of one's own, in plug-ins.

Every folder has the layout of the shipped one: `<framework>/framework.yaml`, `scales/<scale>.yaml`,
`crosswalks/<a>--<b>.yaml`, `goals/<goal>.yaml`, and `earlier/<framework>@<n>/framework.yaml` for what was revision n of
a framework.
"""

import contextlib
import glob
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple

from equity_blocks.errors import CatalogueWarning, InvalidDataError, Problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = Literal["framework", "scale", "crosswalk", "goal"]

_PATTERNS: dict[Kind, str] = {
    "framework": "*/framework.yaml",
    "scale": "scales/*.yaml",
    "crosswalk": "crosswalks/*.yaml",
    "goal": "goals/*.yaml",
}
"""How each kind lies in a place; the star stands for the id."""

EARLIER = "earlier"
"""The folder, beside those of the frameworks, that holds their earlier revisions."""

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

    A folder that is not there, or that holds nothing to be found, gives a `CatalogueWarning`.
    """
    listed = os.environ.get(VARIABLE, "").split(os.pathsep)
    folders = [*_given.get(), *(Path(part).expanduser() for part in listed if part.strip())]
    places = [SearchFolder(folder, "folder", str(folder)) for folder in folders]
    return tuple(place for place in _each_once(places) if _is_place(place.folder, f"the folder {place.name}"))


def plugged_in() -> tuple[SearchFolder, ...]:
    """List the folders of installed plug-ins, by the names of their entry points.

    A plug-in that cannot be used gives a `CatalogueWarning` and is left out, whatever is wrong with it.
    """
    from importlib.metadata import entry_points

    try:
        points = sorted(set(entry_points(group=GROUP)), key=lambda point: (point.name, point.value))
    except Exception as error:  # noqa: BLE001 - an installed distribution may be broken in any way
        leave_out("every plug-in", f"the entry points of some distribution cannot be read: {error}")
        return ()
    places = _each_once(place for point in points for place in _places_of(point))
    return tuple(place for place in places if _is_place(place.folder, f"the plug-in {place.name}"))


def _each_once(places: Iterable[SearchFolder]) -> list[SearchFolder]:
    """Leave out folders that were there before, such as the shipped one."""
    known = {shipped().resolve()}
    unique = []
    for place in places:
        folder = place.folder.resolve()
        if folder not in known:
            known.add(folder)
            unique.append(place)
    return unique


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
    if any(next(folder.glob(pattern), None) for pattern in _PATTERNS.values()):
        return True
    is_framework = (folder / "framework.yaml").is_file()
    hint = "it is one framework itself: give the folder above it" if is_framework else "there is no */framework.yaml"
    leave_out(name, hint)
    return False


def leave_out(what: str, why: str) -> None:
    """Warn that something of the catalogue cannot be used."""
    warnings.warn(f"{what} is left out: {why}", CatalogueWarning, stacklevel=2)


class CatalogueFile(NamedTuple):
    """A file of the catalogue.

    Args:
        path: Where it is.
        place: The place it was found in.
    """

    path: Path
    place: SearchFolder


def find(kind: Kind, name: str) -> Path | None:
    """Find a file by its id.

    Shipped files and folders of one's own are looked into first. Plug-ins are asked only where the id is not shipped,
    so that none of them can slow down or replace what is shipped.

    Returns:
        The file; `None` where no place has it.

    Raises:
        InvalidDataError: Two places have it; both are named.

    Example:
        >>> find("scale", "implementation").name
        'implementation.yaml'
    """
    files = list(_holding(kind, name, (_shipped(), *own_places())))
    if not any(file.place.origin == "shipped" for file in files):
        files += _holding(kind, name, plugged_in())
    if len(files) > 1:
        raise _twice(kind, name, *files[:2])
    return files[0].path if files else None


def find_all(kind: Kind) -> dict[str, CatalogueFile]:
    """Find every file of a kind by its id, in alphabetical order.

    An id that a plug-in repeats gives a `CatalogueWarning`, and the plug-in's file is left out.

    Raises:
        InvalidDataError: Two places other than plug-ins have the same id; both are named.

    Example:
        >>> list(find_all("scale"))
        ['ahe-progress', 'implementation']
    """
    files: dict[str, CatalogueFile] = {}
    for place in (_shipped(), *own_places(), *plugged_in()):
        for path in sorted(place.folder.glob(_PATTERNS[kind])):
            name, file = path.parent.name if kind == "framework" else path.stem, CatalogueFile(path, place)
            if name not in files:
                files[name] = file
            elif place.origin == "plug-in":
                leave_out(_giver(file), f"the {kind} '{name}' is given by {_giver(files[name])} already")
            else:
                raise _twice(kind, name, files[name], file)
    return dict(sorted(files.items()))


def find_earlier(current: Path) -> dict[int, Path]:
    """Find the earlier revisions of a framework, which lie in the same place as the current one.

    Args:
        current: The file of the current one, as `find` gives it.

    Returns:
        Revision -> file, rising; whether a file holds what its folder says is seen when it is opened.

    Example:
        >>> find_earlier(find("framework", "hcplan-apm"))[1].parent.name
        'hcplan-apm@1'
    """
    name, folder = current.parent.name, current.parents[1] / EARLIER
    paths = {path.parent.name.rpartition("@")[2]: path for path in folder.glob(f"{glob.escape(name)}@*/framework.yaml")}
    return {int(number): paths[number] for number in sorted(filter(is_revision, paths), key=int)}


def is_revision(text: str) -> bool:
    """Say whether text is the number of a revision, as it stands after the `@`.

    Example:
        >>> is_revision("2"), is_revision("02"), is_revision("two")
        (True, False, False)
    """
    return re.fullmatch("[1-9][0-9]{0,8}", text) is not None


def _shipped() -> SearchFolder:
    return SearchFolder(shipped(), "shipped")


_ID = re.compile(r"[a-z0-9]+(?:(?:--|[-_.])[a-z0-9]+)*")
_LONGEST_ID = 120


def _holding(kind: Kind, name: str, places: tuple[SearchFolder, ...]) -> Iterator[CatalogueFile]:
    """Find the files of this id; what is no id names none, so that no text leads out of the folders."""
    if _ID.fullmatch(name) and len(name) <= _LONGEST_ID:
        paths = [(place.folder / _PATTERNS[kind].replace("*", name), place) for place in places]
        yield from (CatalogueFile(path, place) for path, place in paths if path.is_file())


def _twice(kind: Kind, name: str, first: CatalogueFile, second: CatalogueFile) -> InvalidDataError:
    message = f"the {kind} '{name}' is given twice: by {_giver(first)} and by {_giver(second)}"
    hint = "remove or rename one, or open one by its path"
    return InvalidDataError([Problem("given_twice", message, hint, data={"found": name})])


def _giver(file: CatalogueFile) -> str:
    named = {"shipped": "equity-blocks itself", "folder": "a folder of your own"}
    return f"{named.get(file.place.origin, f'the plug-in {file.place.name}')} ({file.path})"
