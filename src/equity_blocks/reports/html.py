"""Documents as one page of HTML: self-contained, readable without scripts and without styles, safe for any text."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from equity_blocks.model.branding import Branding
from equity_blocks.model.colors import IN_DARK, IN_LIGHT, Palette, is_color
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.web_page import content_policy, embedded, templates
from equity_blocks.reports.document import Bullets, Document, Heading, Linked, Paragraph, Part, Phrase, Table, Value

if TYPE_CHECKING:
    from jinja2 import Environment


class _Section(NamedTuple):
    """What stands under one heading."""

    anchor: str
    heading: Heading | None
    parts: tuple[Part, ...]

    @property
    def is_prose(self) -> bool:
        """Whether it has neither a table nor a picture."""
        return all(isinstance(part, Heading | Paragraph | Bullets) for part in self.parts)


def as_html(
    document: Document,
    *,
    branding: Branding | None = None,
    one_page: bool = False,
    data: Mapping[str, Any] | None = None,
    lang: str = "en",
) -> str:
    """Write a document as one page of HTML.

    Args:
        document: What is said.
        branding: How the organization's own reports look. Default: plain.
        one_page: Whether it has to fit on a page when it is printed. Default: no.
        data: The results that it shows, as JSON can hold them, for machines. Default: they are left out.
        lang: The language of the document.

    Example:
        >>> page = as_html(Document("Plan", "Acme <b>", (Paragraph("{{ 7 * 7 }}"),)))
        >>> "Acme &lt;b&gt;" in page, "{{ 7 * 7 }}" in page
        (True, True)
    """
    environment = _environment()
    kinds = sorted({_kind(part) for part in document.parts if _kind(part) not in _PLAIN})
    files = map(_file, ("style.css", *(f"pictures/{kind}.css" for kind in kinds)))
    style = "\n".join((_colors(), *files, _accent(branding)))
    script = _file("script.js") if any(isinstance(part, Table) and part.is_sortable for part in document.parts) else ""
    return environment.get_template("page.html.j2").render(
        document=document,
        sections=tuple(_sections(document)),
        style=style,
        script=script,
        policy=content_policy(style, script, "style-src-attr 'unsafe-inline'", "img-src data:"),
        branding=branding,
        one_page=one_page,
        data=embedded(data) if data is not None else "",
        lang=lang,
    )


def as_frame(page: str) -> str:
    """Wrap a page for a notebook: a frame in which no script runs and nothing of the notebook is reached.

    Example:
        >>> as_frame("<p>")[:23]
        '<iframe sandbox srcdoc='
    """
    style = "width:100%;height:40rem;border:1px solid #ccc"
    return f'<iframe sandbox srcdoc="{escape(page)}" title="Report" style="{style}"></iframe>'


def _sections(document: Document) -> Iterator[_Section]:
    """Gather what stands under each heading of the second level; what stands before the first one has none."""
    number = 0
    numbered: list[tuple[int, Part]] = []
    for part in document.parts:
        number += isinstance(part, Heading) and part.level == _TOP_LEVEL
        numbered.append((number, part))
    for anchor, pairs in groupby(numbered, key=lambda pair: pair[0]):
        parts = tuple(part for _, part in pairs)
        head = parts[0] if anchor and isinstance(parts[0], Heading) else None
        yield _Section(f"s{anchor}", head, parts[1:] if head else parts)


_TOP_LEVEL = 2
_PLAIN = ("heading", "paragraph", "bullets", "table")


def _kind(part: Part) -> str:
    """Name what a part is; a picture by the module it comes from, which its template is named for, too."""
    if isinstance(part, Heading | Paragraph | Bullets | Table):
        return type(part).__name__.lower()
    return type(part).__module__.rpartition(".")[2]


def _textual(text: str) -> str:
    """Name how a text is written: what it remembers decides."""
    if isinstance(text, Phrase):
        return "phrase"
    if isinstance(text, Value):
        return "plain" if text.value is None else "value"
    return "linked" if isinstance(text, Linked) and text.url else "plain"


def _row_head(table: Table) -> int:
    """The column that names a row: the first one of text."""
    return next((place for place, column in enumerate(table.columns) if column.align == "left"), -1)


def _percent_of(text: str) -> float:
    """The length of a share on a scale from 0 to 100; 0 where there is none."""
    number = text.value if isinstance(text, Value) else None
    return round(100 * min(max(number, 0.0), 1.0), 2) if isinstance(number, int | float) else 0.0


def _is_unbroken(text: str) -> bool:
    """Say whether a text has a word so long that a column cannot be as wide as it."""
    return len(text) > _LONG_WORD and any(len(word) > _LONG_WORD for word in text.split())


def _is_timed(text: str) -> bool:
    """Say whether a text is a period or two, or a day, which reads badly when it is broken at its hyphens."""
    return bool(_TIMED.fullmatch(text))


_TIMED = re.compile(r"[\dA-Z]+-[\dQ]\d?(-\d\d)?( to [\dA-Z]+-[\dQ]\d?)?")
_LONG_WORD = 24
"""Characters of a word from which on it is broken anywhere; a shorter one stays whole in a table."""


@cache
def _environment() -> "Environment":
    environment = templates("equity_blocks.reports")
    environment.filters |= {"percent_of": _percent_of}
    environment.tests |= {"missing": lambda text: text == NO_VALUE, "unbroken": _is_unbroken, "timed": _is_timed}
    environment.globals |= {"kind": _kind, "textual": _textual, "row_head": _row_head}
    return environment


@cache
def _file(name: str) -> str:
    """Read a file beside the templates; empty where there is none."""
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0].strip() if name in loader.list_templates() else ""


@cache
def _colors() -> str:
    """Write the colors as variables of style, in light and in dark."""
    light, dark = (":root{" + ";".join(_variables(palette)) + "}" for palette in (IN_LIGHT, IN_DARK))
    return f":root{{color-scheme:light dark}}\n{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}"


def _variables(palette: Palette) -> Iterator[str]:
    for name, color in palette._asdict().items():
        if isinstance(color, str):
            yield f"--{name.replace('_', '-')}:{color}"
    for step, color in enumerate(palette.ramp):
        yield f"--s{step}:{color}"


def _accent(branding: Branding | None) -> str:
    """Write the color of the organization as style, in light and in dark; empty where there is none."""
    colors = () if branding is None else (branding.accent, branding.accent_dark)
    if not colors or not all(map(is_color, colors)):
        return ""
    light, dark = colors
    return f":root{{--accent:{light}}}@media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}"
