"""What can be opened by its id, listed: frameworks, crosswalks and goals; shipped, of one's own, and plugged in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from equity_blocks.errors import EquityBlocksError
from equity_blocks.files.catalogue_folders import CatalogueFile, Kind, find_all, find_earlier, leave_out
from equity_blocks.files.loading import load_crosswalk, load_framework, load_goal_template

if TYPE_CHECKING:
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.framework import Framework
    from equity_blocks.model.goal_template import GoalTemplate


class Listing(NamedTuple):
    """One framework of the catalogue, at a glance.

    Args:
        id: The name by which it is opened.
        title: Its title.
        edition: The source's own edition; empty where it has none.
        use: `assessment`, or `guidance`, which has no score.
        blocks: How many blocks it has, nested ones included.
        practices: How many practices it has.
        origin: Where it comes from: the package, a folder of one's own, or a plug-in.
        place: The folder or the plug-in; empty for what is shipped.
        revisions: Every revision that can be opened, rising; the last one is opened by the id alone, each by
            `<id>@<revision>`.

    Example:
        >>> Listing("mini", "Mini", "", "assessment", 1, 2).origin
        'shipped'
    """

    id: str
    title: str
    edition: str
    use: str
    blocks: int
    practices: int
    origin: Literal["shipped", "folder", "plug-in"] = "shipped"
    place: str = ""
    revisions: tuple[int, ...] = ()


def frameworks() -> tuple[Listing, ...]:
    """List the frameworks that can be opened by id.

    Those are the shipped ones, those in the folders that the environment variable EQUITY_BLOCKS_PATH lists, and those
    of installed plug-ins (entry points of the group `equity_blocks.frameworks`). One of a folder or a plug-in that
    cannot be used gives a `CatalogueWarning` and is left out.

    Returns:
        For each its id, title, edition, use (`assessment` or `guidance`), how many blocks and practices it has, its
        origin, its place (the folder, or the plug-in with its version; empty for shipped ones), and its revisions.

    Raises:
        InvalidDataError: Two places other than plug-ins give the same id; both are named.

    Example:
        >>> [(listing.id, listing.practices, listing.origin) for listing in frameworks()][2]
        ('hcplan-apm', 49, 'shipped')
    """
    return tuple(
        Listing(
            framework.id, framework.title, framework.edition, framework.use, sum(1 for _ in framework.walk()),
            len(framework.practices), file.place.origin, file.place.name,
            (*(number for number in find_earlier(file.path) if number < framework.revision), framework.revision),
        )
        for framework, file in _usable("framework", load_framework)
    )  # fmt: skip


def crosswalks() -> "tuple[Crosswalk, ...]":
    """Open all crosswalks: shipped, of one's own, and plugged in, in alphabetical order of their ids.

    Returns:
        All of them: `translate` takes them as they are, and chooses those it needs. One of a folder or a plug-in that
        cannot be used gives a `CatalogueWarning` and is left out.

    Raises:
        InvalidDataError: Two places other than plug-ins give the same id; both are named.

    Example:
        >>> {crosswalk.source.framework for crosswalk in crosswalks()} >= {"hcplan-apm", "rise-to-health-payers"}
        True
    """
    return tuple(crosswalk for crosswalk, _ in _usable("crosswalk", load_crosswalk))


def goal_templates() -> "tuple[GoalTemplate, ...]":
    """Open all goals of the library: shipped, of one's own, and plugged in, in alphabetical order of their ids.

    Returns:
        All of them, for every framework. One of a folder or a plug-in that cannot be used gives a `CatalogueWarning`
        and is left out.

    Raises:
        InvalidDataError: Two places other than plug-ins give the same id; both are named.

    Example:
        >>> [template.unit for template in goal_templates() if template.id == "postpartum-visit"]
        ['percent']
    """
    return tuple(template for template, _ in _usable("goal", load_goal_template))


T = TypeVar("T", bound="Framework | Crosswalk | GoalTemplate")


def _usable(kind: Kind, load: Callable[[Path], T]) -> Iterator[tuple[T, CatalogueFile]]:
    """Open everything of a kind, and leave out, with a warning, what cannot be used and is not shipped."""
    for name, file in find_all(kind).items():
        try:
            noun = load(file.path)
        except EquityBlocksError as error:
            if file.place.origin == "shipped":
                raise
            leave_out(f"the {kind} {file.path}", str(error).partition("\n")[0])
            continue
        if noun.id == name:
            yield noun, file
        else:
            named = "folder" if kind == "framework" else "file"
            leave_out(f"the {kind} {file.path}", f"its {named} is called '{name}', but its id is '{noun.id}'")
