"""The file of PowerPoint: its slides with title, frame and notes, and nothing in it that tells a time or a machine."""

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.branding import Branding
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.reports.framing import subtitle
from equity_blocks.reports.given import OF_ITS_OWN, Given
from equity_blocks.reports.office import FIRST_DAY, logo_of_points, without_times
from equity_blocks.reports.slides.charts import rgb
from equity_blocks.reports.slides.contents import Slide, slides_of
from equity_blocks.reports.slides.parts import draw_columns
from equity_blocks.reports.slides.shapes import EMU, SMALL, Box, Look, fill, write
from equity_blocks.reports.slides.words import letters, plain, safe, shortened

WIDTH = 13.333
HEIGHT = 7.5
"""Of a slide, in inches: 16 to 9."""
_EDGE = 0.55
_BESIDE = 1.6
"""What is left beside a title, in inches."""
_TITLE = 26
_BOLD = 1.08
"""How much wider bold type is."""
_TOP = 1.5
_FOOT = 7.02


def as_slides(given: Given, *, branding: Branding | None = None) -> bytes:
    """Make the slides: a file of PowerPoint, the same for the same results, with charts and tables that can be edited.

    Args:
        given: The results, all of them shared for those who will see the slides.
        branding: How the organization's own reports look. Default: that of `given`.

    Raises:
        UnsuitableError: A result is of another kind (code `wrong_kind`), or python-pptx is not installed
            (`not_installed`).

    Example:
        >>> as_slides("a card")
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: given must be a Given, not the text 'a card'
    """
    require_kind("given", given, Given)
    look = branding or given.branding or Branding()
    head = given.head
    unnamed = "" if given.audience in OF_ITS_OWN else "The organization"
    imprint = Imprint(
        "Health equity readiness",
        subtitle(head, given.framework, unnamed=unnamed),
        subtitle(head, None, unnamed=unnamed),
        head.notice,
        head.made_with,
        not head.final,
        head.as_of or FIRST_DAY,
    )
    return deck_of(slides_of(given), imprint, look)


class Imprint(NamedTuple):
    """What all slides say besides their own.

    Args:
        title: What the file is.
        whole: Whose it is, by which framework, and of when.
        brief: The same, shorter.
        notice: How far the figures may be trusted.
        made_with: The version of the library that made them; empty: not told.
        is_draft: Whether the ratings are not final.
        day: The day of the ratings.
    """

    title: str
    whole: str
    brief: str
    notice: str
    made_with: str = ""
    is_draft: bool = False
    day: date = FIRST_DAY


def deck_of(slides: Iterable[Slide], imprint: Imprint, branding: Branding) -> bytes:
    """Make a file of PowerPoint of slides, the same for the same slides.

    Args:
        slides: What they say.
        imprint: What all of them say besides.
        branding: How they look.

    Raises:
        UnsuitableError: python-pptx is not installed (code `not_installed`).
    """
    pptx = _library()
    deck = pptx.Presentation()
    accent = branding.accent or IN_LIGHT.accent
    shared = Look(accent, imprint.day)
    _set_up(deck, accent)
    for slide in slides:
        _draw(deck, slide, imprint, branding, shared)
    _describe(deck.core_properties, imprint, branding)
    written = io.BytesIO()
    deck.save(written)
    return without_times(written)


def _library() -> Any:
    """Open python-pptx, or say how to get it."""
    try:
        import pptx
    except ImportError:
        message = "python-pptx is not installed: pip install equity-blocks[office]"
        data = {"argument": "path", "found": "python-pptx"}
        raise UnsuitableError(message, code="not_installed", data=data) from None
    return pptx


def _set_up(deck: Any, accent: str) -> None:
    """Make slides 16 to 9, with titles on the left, and colors of the theme for whatever is added by hand."""
    from pptx.util import Inches

    stretch = Inches(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    for shape in (*master.placeholders, *(each for layout in deck.slide_layouts for each in layout.placeholders)):
        if shape._element.spPr.xfrm is not None:
            shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)
    title = deck.slide_layouts[_TITLE_ONLY].placeholders[0]
    left, top, width, height = Box(_EDGE, 0.42, WIDTH - 2 * _EDGE - _BESIDE, 0.98).emu
    title.left, title.top, title.width, title.height = left, top, width, height
    theme = next(part for part in master.part.package.iter_parts() if str(part.partname).startswith("/ppt/theme/"))
    colors = (accent, IN_LIGHT.target_ink, IN_LIGHT.ramp[2], IN_LIGHT.soft, IN_LIGHT.warn, IN_LIGHT.ramp[4])
    theme._blob = _recolored(theme.blob, colors)


_TITLE_ONLY = 5
"""The place of the layout with nothing but a title."""


def _recolored(theme: bytes, colors: tuple[str, ...]) -> bytes:
    """Put colors into the six places that a theme has for accents, and a type that is everywhere."""
    import re

    for place, color in enumerate(colors, 1):
        old = rb'(<a:accent%d><a:srgbClr val=")[0-9A-Fa-f]{6}' % place
        theme = re.sub(old, rb"\g<1>" + color[1:].encode(), theme)
    return theme.replace(b'<a:latin typeface="Calibri"', b'<a:latin typeface="Arial"')


def _draw(deck: Any, slide: Slide, imprint: Imprint, branding: Branding, look: Look) -> None:
    made = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _entitle(made.shapes.title, slide.title, look)
    _frame(made, imprint, branding, look, number=len(deck.slides))
    widths = slide.widths or (1 / len(slide.columns),) * len(slide.columns)
    gap = 0.4
    room = WIDTH - 2 * _EDGE - gap * (len(slide.columns) - 1)
    shares = [room * share for share in widths]
    lefts = [_EDGE + sum(shares[:place]) + gap * place for place in range(len(shares))]
    boxes = (Box(left, _TOP, width, _FOOT - _TOP - 0.12) for left, width in zip(lefts, shares, strict=True))
    draw_columns(slide.columns, made.shapes, tuple(boxes), look)
    notes = (*dict.fromkeys(map(safe, slide.notes)), _origin(imprint), imprint.notice)
    made.notes_slide.notes_text_frame.text = "\n".join((plain(slide.title) + ".", *notes))


def _entitle(shape: Any, text: str, look: Look) -> None:
    """Write the message of a slide into its title."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = 0
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    most = 2 * letters(WIDTH - 2 * _EDGE - _BESIDE, _TITLE * _BOLD)
    fill(frame.paragraphs[0], shortened(plain(text).rstrip("."), most), _TITLE, look.accent, is_bold=True)


def _frame(made: Any, imprint: Imprint, branding: Branding, look: Look, *, number: int) -> None:
    """Draw what every slide has: whose it is, that it is a draft, and its number."""
    from pptx.enum.shapes import MSO_SHAPE

    bar = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(0, 0, WIDTH, 0.12).emu)
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb(look.accent)
    bar.line.fill.background()
    bar._element.remove(bar._element.find(f"{{{_SHAPE}}}style"))  # it casts a shadow
    width = WIDTH - 2 * _EDGE - 0.7
    write(made.shapes, Box(_EDGE, _FOOT, width, 0.3), [_foot(imprint, branding, width)], SMALL, IN_LIGHT.soft)
    _number(made, number)
    if imprint.is_draft:
        _badge(made)
    if number == 1 and branding.logo:
        _logo(made, branding)


def _foot(imprint: Imprint, branding: Branding, width: float) -> str:
    """Say whose slides these are, of when, and that they are a draft: as much else as there is room for.

    Where there is too little, the framework is called by its id; then the branding's last line goes, then its name.
    """
    name, last, whole, brief = branding.name, branding.footer, imprint.whole, imprint.brief
    wishes = ((name, whole, last), (name, brief, last), (name, brief), (brief,))
    texts = [plain(" \N{MIDDLE DOT} ".join(filter(None, wish))) for wish in wishes]
    room = letters(width, SMALL)
    return next((text for text in texts if shortened(text, room) == text), shortened(texts[-1], room))


_SHAPE = "http://schemas.openxmlformats.org/presentationml/2006/main"


def _number(made: Any, number: int) -> None:
    """Write the number of the slide as a field, which follows when slides are moved."""
    from pptx.enum.text import PP_ALIGN
    from pptx.oxml import parse_xml

    box = write(made.shapes, Box(WIDTH - _EDGE - 0.6, _FOOT, 0.6, 0.3), [""], SMALL, IN_LIGHT.soft)
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    field = (
        f'<a:fld xmlns:a="{main}" id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr lang="en-US" sz="{SMALL}00"><a:solidFill><a:srgbClr val="{IN_LIGHT.soft[1:]}"/></a:solidFill></a:rPr>'
        f"<a:t>{number}</a:t></a:fld>"
    )
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)
    paragraph._p.append(parse_xml(field))


def _badge(made: Any) -> None:
    """Say that the ratings are not final."""
    from pptx.enum.text import PP_ALIGN

    box = write(made.shapes, Box(WIDTH - _EDGE - 1.0, 0.2, 1.0, 0.28), ["DRAFT"], SMALL, IN_LIGHT.warn, is_bold=True)
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    box.fill.solid()
    box.fill.fore_color.rgb = rgb(IN_LIGHT.warn_paper)


def _logo(made: Any, branding: Branding) -> None:
    """Put the logo beside the title, where it is of a kind that PowerPoint shows."""
    content = logo_of_points(branding.logo)
    if not content:
        return
    picture = made.shapes.add_picture(io.BytesIO(content), 0, round(0.62 * EMU))
    shrunk = min((_BESIDE - 0.2) * EMU / picture.width, 0.6 * EMU / picture.height)
    picture.width, picture.height = round(picture.width * shrunk), round(picture.height * shrunk)
    picture.left = round((WIDTH - _EDGE) * EMU) - picture.width
    picture._element.nvPicPr.cNvPr.set("descr", plain(branding.name))


def _origin(imprint: Imprint) -> str:
    """Say where the figures come from."""
    made = f", by equity-blocks {imprint.made_with}" if imprint.made_with else ""
    return f"Where the figures come from: {safe(imprint.whole)}{made}. The full report says how each came about."


def _describe(properties: Any, imprint: Imprint, branding: Branding) -> None:
    """Say what the file is; it tells no time but that of the results."""
    properties.title, properties.subject = imprint.title, plain(imprint.whole)
    properties.author = properties.last_modified_by = plain(branding.name)
    properties.comments, properties.keywords, properties.revision = imprint.notice, "", 1
    properties.created = properties.modified = properties.last_printed = datetime.combine(imprint.day, time())
