"""What lies where under which id: frameworks, scales and crosswalks in all places."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.files.search_folders import SearchFolder, leave_out, own_places, plugged_in, shipped

Kind = Literal["framework", "scale", "crosswalk"]

_PATTERNS: dict[Kind, str] = {
    "framework": "*/framework.yaml",
    "scale": "scales/*.yaml",
    "crosswalk": "crosswalks/*.yaml",
}
"""How each kind lies in a place; the star stands for the id."""


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
    found = list(_holding(kind, name, (_shipped(), *own_places())))
    if not any(entry.place.origin == "shipped" for entry in found):
        found += _holding(kind, name, plugged_in())
    if len(found) > 1:
        raise _twice(kind, name, *found[:2])
    return found[0].path if found else None


def find_all(kind: Kind) -> dict[str, CatalogueFile]:
    """Find every file of a kind by its id, in alphabetical order.

    An id that a plug-in repeats is told by a `CatalogueWarning`, and the plug-in's file is left out.

    Raises:
        InvalidDataError: Two places other than plug-ins have the same id; both are named.

    Example:
        >>> list(find_all("scale"))
        ['ahe-progress', 'implementation']
    """
    files: dict[str, CatalogueFile] = {}
    for place in (_shipped(), *own_places(), *plugged_in()):
        for path in sorted(place.folder.glob(_PATTERNS[kind])):
            name, found = path.parent.name if kind == "framework" else path.stem, CatalogueFile(path, place)
            if name not in files:
                files[name] = found
            elif place.origin == "plug-in":
                leave_out(_told(found), f"the {kind} '{name}' is given by {_told(files[name])} already")
            else:
                raise _twice(kind, name, files[name], found)
    return dict(sorted(files.items()))


def _shipped() -> SearchFolder:
    return SearchFolder(shipped(), "shipped")


def _holding(kind: Kind, name: str, places: tuple[SearchFolder, ...]) -> Iterator[CatalogueFile]:
    for place in places if name.strip(".") else ():
        path = place.folder / _PATTERNS[kind].replace("*", name)
        try:
            if path.is_file():
                yield CatalogueFile(path, place)
        except (OSError, ValueError):  # a name that no file can have
            return


def _twice(kind: Kind, name: str, first: CatalogueFile, second: CatalogueFile) -> InvalidDataError:
    message = f"the {kind} '{name}' is given twice: by {_told(first)} and by {_told(second)}"
    return InvalidDataError([Problem("given_twice", message, "remove or rename one, or open one by its path")])


def _told(found: CatalogueFile) -> str:
    named = {"shipped": "equity-blocks itself", "folder": "a folder of your own"}
    return f"{named.get(found.place.origin, f'the plug-in {found.place.name}')} ({found.path})"
