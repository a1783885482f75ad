"""Colors: those of reports and charts, how far they stand out by WCAG 2.2, and the nearest that stand out enough."""

import re
from typing import NamedTuple


class Palette(NamedTuple):
    """The colors of everything that is drawn, each written as #rrggbb.

    Args:
        ink: Of text.
        soft: Of what is said in passing.
        paper: What it stands on.
        panel: What is set off from the paper.
        line: Between what belongs apart.
        track: The whole that a bar is a part of.
        accent: Of bars.
        range: Of the interval that a figure lies in.
        target_ink: Of what is to be reached.
        warn: Beside what must not be missed.
        warn_paper: What that stands on.
        link: Of what leads elsewhere.
        ramp: From the palest for 0 to the fullest for 1.
        low_ink: Of text on the paler part of the ramp.
        high_ink: Of text on the fuller part.
    """

    ink: str
    soft: str
    paper: str
    panel: str
    line: str
    track: str
    accent: str
    range: str
    target_ink: str
    warn: str
    warn_paper: str
    link: str
    ramp: tuple[str, ...]
    low_ink: str
    high_ink: str

    def ink_on(self, step: int) -> str:
        """Give the color of text on a step of the ramp, the first being 0.

        Example:
            >>> IN_LIGHT.ink_on(0), IN_LIGHT.ink_on(4)
            ('#14242c', '#ffffff')
        """
        return max((self.low_ink, self.high_ink), key=lambda ink: contrast(ink, self.ramp[step]))


IN_LIGHT = Palette(
    ink="#1b2a33",
    soft="#4d606b",
    paper="#ffffff",
    panel="#f2f6f7",
    line="#d3dde1",
    track="#dfe8eb",
    accent="#17677f",
    range="#0b2f3b",
    target_ink="#b3401a",
    warn="#8a4b00",
    warn_paper="#fff4e0",
    link="#0b5a9d",
    ramp=("#f1f6f7", "#cfe3e8", "#9cc8d4", "#2b7085", "#0b3f4f"),
    low_ink="#14242c",
    high_ink="#ffffff",
)
"""On light paper, in print and in charts. The ramp falls in brightness alone, so that it holds in grey, too."""

IN_DARK = Palette(
    ink="#e6edf0",
    soft="#aebdc5",
    paper="#12191d",
    panel="#1b252a",
    line="#37474f",
    track="#2a373e",
    accent="#6cc3dc",
    range="#f1f8fa",
    target_ink="#ff9a6b",
    warn="#ffcf8a",
    warn_paper="#33270f",
    link="#8cc8ff",
    ramp=("#1b252a", "#1f4552", "#2a6676", "#86c9da", "#d3f2fa"),
    low_ink="#f3f8fa",
    high_ink="#0c1a20",
)
"""On dark screens."""

READABLE = 4.5
"""The least contrast of text by WCAG 2.2, success criterion 1.4.3, level AA."""
LIGHT = IN_LIGHT.paper
"""What reports stand on in light."""
DARK = IN_DARK.panel
"""The lightest of what they stand on in dark."""
_COLOR = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_STEPS = 255
"""Steps from a color to black or to white, as fine as colors are."""


def is_color(text: str) -> bool:
    """Say whether a text is a color written as #rrggbb.

    Example:
        >>> is_color("#17677f"), is_color("teal")
        (True, False)
    """
    return _COLOR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors, from 1 for the same to 21 for black on white.

    Source: WCAG 2.2, definitions of contrast ratio and of relative luminance.

    Example:
        >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
        (21.0, 4.48)
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str, color: str) -> str:
    """Give the color nearest to one, of the same hue, in which text can be read on a ground.

    It is darkened on a light ground and lightened on a dark one, no further than it has to be.

    Example:
        >>> readable_on(LIGHT, "#17677f"), readable_on(LIGHT, "#ffcc00"), readable_on(DARK, "#17677f")
        ('#17677f', '#907300', '#5992a3')
    """
    end = 0 if luminance(ground) > _MIDDLE else _STEPS
    mixed = (_towards(end, color, step) for step in range(_STEPS + 1))
    return next(each for each in mixed if contrast(each, ground) >= READABLE)


_MIDDLE = 0.18
"""The luminance from which black stands out more than white."""


def luminance(color: str) -> float:
    """Give the relative luminance of a color, from 0 for black to 1 for white.

    Source: WCAG 2.2, definition of relative luminance.

    Example:
        >>> luminance("#000000"), luminance("#ffffff"), round(luminance("#17677f"), 3)
        (0.0, 1.0, 0.114)
    """
    red, green, blue = (_linear(part / _STEPS) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _KNEE else ((part + 0.055) / 1.055) ** 2.4


_KNEE = 0.04045
"""Where sRGB goes over from a line to a curve."""


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _towards(end: int, color: str, step: int) -> str:
    """Mix a color with black or white: none of it at step 0, nothing else at the last one."""
    return "#" + "".join(f"{round(part + (end - part) * step / _STEPS):02x}" for part in _parts(color))
