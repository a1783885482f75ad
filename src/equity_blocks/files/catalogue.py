"""The frameworks and crosswalks that can be opened by their ids: shipped, of one's own, and plugged in."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from equity_blocks.errors import EquityBlocksError
from equity_blocks.files.lookup import CatalogueFile, find_all
from equity_blocks.files.search_folders import leave_out, shipped

if TYPE_CHECKING:
    from equity_blocks.model.crosswalk import Crosswalk


def framework_ids() -> tuple[str, ...]:
    """List the ids of the shipped frameworks, in alphabetical order.

    Example:
        >>> framework_ids()
        ('ahe-roadmap', 'chcs-acap', 'hcplan-apm', 'ric-iccop', 'rise-to-health-payers')
    """
    return tuple(sorted(path.parent.name for path in shipped().glob("*/framework.yaml")))


class Listing(NamedTuple):
    """One framework of the catalogue, at a glance."""

    id: str
    title: str
    edition: str
    use: str
    blocks: int
    practices: int
    origin: Literal["shipped", "folder", "plug-in"] = "shipped"
    place: str = ""


def frameworks() -> tuple[Listing, ...]:
    """List the frameworks that can be opened by id.

    Those are the shipped ones, those in the folders that the environment variable EQUITY_BLOCKS_PATH lists, and those
    of installed plug-ins (entry points of the group `equity_blocks.frameworks`). One of a folder or a plug-in that
    cannot be used is told by a `CatalogueWarning` and left out.

    Returns:
        For each its id, title, edition, use (`assessment` or `guidance`), how many blocks and practices it has, its
        origin, and its place: the folder, or the plug-in with its version; empty for shipped ones.

    Raises:
        InvalidDataError: Two places other than plug-ins give the same id; both are named.

    Example:
        >>> [(listing.id, listing.practices, listing.origin) for listing in frameworks()][2]
        ('hcplan-apm', 49, 'shipped')
    """
    return tuple(listing for name, found in find_all("framework").items() for listing in _listing(name, found))


def _listing(name: str, found: CatalogueFile) -> Iterator[Listing]:
    from equity_blocks.files.loading import load_framework  # opens by id, so it needs this module

    try:
        f = load_framework(found.path)
    except EquityBlocksError as error:
        if found.place.origin == "shipped":
            raise
        leave_out(f"the framework {found.path}", str(error).partition("\n")[0])
        return
    if f.id != name:
        leave_out(f"the framework {found.path}", f"its folder is called '{name}', but its id is '{f.id}'")
        return
    blocks = sum(1 for _ in f.walk())
    yield Listing(f.id, f.title, f.edition, f.use, blocks, len(f.practices), found.place.origin, found.place.name)


def crosswalk_paths() -> dict[str, Path]:
    """Find the crosswalks of all places by their ids, in alphabetical order.

    Example:
        >>> next(iter(crosswalk_paths()))
        'hcplan-apm--ahe-roadmap'
    """
    return {name: found.path for name, found in find_all("crosswalk").items()}


def crosswalks() -> "tuple[Crosswalk, ...]":
    """Open all crosswalks: shipped, of one's own, and plugged in, in alphabetical order of their ids.

    Returns:
        All of them: `translate` takes them as they are, and chooses those it needs. One of a folder or a plug-in that
        cannot be used is told by a `CatalogueWarning` and left out.

    Raises:
        InvalidDataError: Two places other than plug-ins give the same id; both are named.

    Example:
        >>> {crosswalk.source.framework for crosswalk in crosswalks()} >= {"hcplan-apm", "rise-to-health-payers"}
        True
    """
    return tuple(crosswalk for name, found in find_all("crosswalk").items() for crosswalk in _crosswalk(name, found))


def _crosswalk(name: str, found: CatalogueFile) -> "Iterator[Crosswalk]":
    from equity_blocks.files.loading import load_crosswalk  # opens by id, so it needs this module

    try:
        crosswalk = load_crosswalk(found.path)
    except EquityBlocksError as error:
        if found.place.origin == "shipped":
            raise
        leave_out(f"the crosswalk {found.path}", str(error).partition("\n")[0])
        return
    if crosswalk.id != name:
        leave_out(f"the crosswalk {found.path}", f"its file is called '{name}', but its id is '{crosswalk.id}'")
        return
    yield crosswalk
