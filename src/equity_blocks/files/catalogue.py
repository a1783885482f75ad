"""The frameworks that come with the package."""

from pathlib import Path
from typing import NamedTuple


def shipped() -> Path:
    """Find the folder of shipped frameworks: inside an installed package, or beside `src` in a working copy.

    Example:
        >>> (shipped() / "hcplan-apm" / "framework.yaml").is_file()
        True
    """
    packaged = Path(__file__).parents[1] / "frameworks"
    # An editable install resolves to src/, where the build has not put the folder.
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "frameworks"


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


def frameworks() -> tuple[Listing, ...]:
    """List the shipped frameworks.

    Returns:
        For each its id, title, edition, use (`assessment` or `guidance`) and how many blocks and practices it has.

    Example:
        >>> [(listing.id, listing.practices) for listing in frameworks()][2]
        ('hcplan-apm', 49)
    """
    from equity_blocks.files.loading import load_framework  # opens by id, so it needs this module

    opened = (load_framework(name) for name in framework_ids())
    return tuple(Listing(f.id, f.title, f.edition, f.use, sum(1 for _ in f.walk()), len(f.practices)) for f in opened)
