"""Logos: pictures that a page can hold within itself, and that do nothing but show."""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator
from typing import TYPE_CHECKING

from equity_blocks.errors import Problem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 200_000
"""The most that a logo may have: reports are sent by mail."""
_BEGINNINGS = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
)
_DATA = re.compile(r"data:image/[a-z+]+;base64,(?P<content>[A-Za-z0-9+/=]+)")
_KINDS = "a picture is PNG, JPEG, GIF, WebP, or SVG that only draws"


def logo_uri(content: bytes) -> str:
    r"""Write a picture as a data URI, its kind told by its first bytes and by nothing else.

    Example:
        >>> logo_uri(b"\x89PNG\r\n\x1a\n")
        'data:image/png;base64,iVBORw0KGgo='
    """
    kind = next((kind for kind, beginning in _BEGINNINGS if beginning.match(content)), "image/svg+xml")
    return f"data:{kind};base64,{b64encode(content).decode()}"


def text_in_logo(uri: str) -> str:
    """Give what can be read as text in the data URI of a drawing; a picture made of points holds none.

    Example:
        >>> drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><title>Acme</title></svg>"
        >>> text_in_logo(logo_uri(drawing)), text_in_logo("")
        ('Acme', '')
    """
    kind, _, content = uri.partition(",")
    if not kind.startswith("data:image/svg"):
        return ""
    return " ".join(re.sub(rb"<[^>]*>", b" ", b64decode(content)).decode(errors="replace").split())


def logo_problem(content: bytes) -> Problem | None:
    """Say why a picture cannot be a logo; nothing where it can.

    An SVG has to be one that only draws: no script, style sheet, animation, entity or reference to elsewhere. What is
    not known to be harmless is refused.

    Args:
        content: The bytes of the picture.

    Example:
        >>> logo_problem(b"<html>").code
        'not_a_picture'
        >>> logo_problem(b"<svg xmlns='http://www.w3.org/2000/svg'><circle r='4'/></svg>") is None
        True
    """
    if len(content) > MOST_BYTES:
        message = f"the picture has {len(content):,} bytes, and may have {MOST_BYTES:,}"
        return Problem("too_large", message, "save it smaller", data={"found": len(content), "most": MOST_BYTES})
    if any(beginning.match(content) for _, beginning in _BEGINNINGS):
        return None
    doubt = next(_doubts(content), "")
    if not doubt:
        return None
    if doubt == _NONE:
        return Problem("not_a_picture", f"this is no picture: {_KINDS}", "save it as PNG")
    return Problem("unsafe_picture", f"this SVG {doubt}", "save it as PNG, or as plain SVG with text as paths")


def data_uri_problem(text: str) -> Problem | None:
    """Say why a text is not the data URI of a picture that can be a logo; nothing where it is.

    Example:
        >>> data_uri_problem("https://example.org/logo.png").code
        'not_a_picture'
    """
    data = _DATA.fullmatch(text)
    try:
        content = b64decode(data["content"], validate=True) if data else b""
    except Base64Error:
        content = b""
    if content and text != logo_uri(content):
        content = b""  # it says that it is of another kind
    if not content:
        message = f"a logo is the data URI of a picture that it holds, not {text[:40]!r}"
        hint = "in a file, name a picture that lies beside it; load_branding reads both"
        return Problem("not_a_picture", message, hint)
    return logo_problem(content)


_NONE = "is none"
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}"
_DRAWS = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "linearGradient", "radialGradient", "stop",
    }
)  # fmt: skip
"""The elements that only draw, and each of them once: those that draw others again can draw without end."""
_ELSEWHERE = re.compile(r"url\((?!\s*['\"]?#)|[\\@]|(?:java|vb)script:|data:|https?:|//|expression", re.IGNORECASE)
"""What leads out of a picture, or hides that it does."""
_FIRST_LINE = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_UTF8 = re.compile(r"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


def _doubts(content: bytes) -> Iterator[str]:
    """Say what speaks against an SVG."""
    from xml.etree import ElementTree as ET

    try:
        text = content.decode("utf-8-sig")
        first = _FIRST_LINE.match(text)
        if first and _UTF8.search(first[0]):
            yield "is not written in UTF-8"
        rest = text[first.end() :] if first else text
        if "<!DOCTYPE" in rest or "<!ENTITY" in rest or "<?" in rest:
            yield _NONE if "<svg" not in rest else "has entities or instructions for programs"
            return
        root = ET.fromstring(rest)  # noqa: S314 - there are no entities in it
    except (UnicodeDecodeError, ET.ParseError):
        yield _NONE
        return
    if root.tag != f"{_SVG}svg":
        yield _NONE
    for element in root.iter():
        yield from _doubts_about(element)


def _doubts_about(element: "Element") -> Iterator[str]:
    name = element.tag.removeprefix(_SVG)
    if name not in _DRAWS:
        yield f"has an element that may do more than draw: {name.rpartition('}')[2][:40]}"
    for key, value in element.attrib.items():
        plain = key.removeprefix(_LINK)
        if plain.lower().startswith("on"):
            yield f"runs something: {plain[:40]}"
        is_link = plain == "href" or key.endswith("}base")
        if (is_link and not value.startswith("#")) or _ELSEWHERE.search(value):
            yield f"leads elsewhere: {plain[:40]}"
