"""What Word documents and slides have in common: texts that they can hold, logos of points, packages without a time."""

from base64 import b64decode
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from equity_blocks.errors import visible

FIRST_DAY = date(1980, 1, 1)
"""The first day that the packing of a file can tell: what a file says that has no day of its own."""
_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
"""What `visible` lets through and no XML can hold."""
_SHARPNESS = 4
"""Points of a logo for each point that it is drawn in, so that it is sharp on paper."""


def harmless(text: str) -> str:
    r"""Give a text without what could steer a program or no file can hold; line breaks stay.

    Example:
        >>> harmless("two\nlines, a\x1b mark") == "two\nlines, a\N{REPLACEMENT CHARACTER} mark"
        True
    """
    return visible(str(text)).translate(_NO_XML)


def logo_of_points(uri: str) -> bytes:
    """Give a logo as a picture that Word and PowerPoint show: one that is drawn is made into points.

    Args:
        uri: The logo as a data URI.

    Returns:
        PNG, JPEG or GIF; empty where there is no logo, it is of another kind, or vl-convert is not installed.

    Example:
        >>> logo_of_points("data:image/webp;base64,UklGRg=="), logo_of_points("")
        (b'', b'')
    """
    kind, _, content = uri.partition(";base64,")
    if kind in ("data:image/png", "data:image/jpeg", "data:image/gif"):
        return b64decode(content)
    if kind != "data:image/svg+xml":
        return b""
    try:
        from vl_convert import svg_to_png
    except ImportError:
        return b""
    return bytes(svg_to_png(b64decode(content).decode(), scale=_SHARPNESS))


def without_times(package: BytesIO) -> bytes:
    """Pack the parts of a file again, in the same order, so that nothing tells when they were packed.

    Args:
        package: The file: a zip archive.
    """
    packed = BytesIO()
    with ZipFile(package) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = ZipInfo(name, (FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 0, 0, 0))
            after.writestr(entry, before.read(name), ZIP_DEFLATED)
    return packed.getvalue()
