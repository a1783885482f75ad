"""Colors: how far they stand out from what they stand on, by WCAG 2.2, and the nearest that stand out enough."""

import re

READABLE = 4.5
"""The least contrast of text by WCAG 2.2, success criterion 1.4.3, level AA."""
LIGHT = "#ffffff"
"""What reports stand on in light."""
DARK = "#1b252a"
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
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str, color: str) -> str:
    """Give the color nearest to one, of the same hue, in which text can be read on a ground.

    It is darkened on a light ground and lightened on a dark one, no further than it has to be.

    Example:
        >>> readable_on(LIGHT, "#17677f"), readable_on(LIGHT, "#ffcc00"), readable_on(DARK, "#17677f")
        ('#17677f', '#907300', '#5992a3')
    """
    end = 0 if _luminance(ground) > _MIDDLE else _STEPS
    mixed = (_towards(end, color, step) for step in range(_STEPS + 1))
    return next(each for each in mixed if contrast(each, ground) >= READABLE)


_MIDDLE = 0.18
"""The luminance from which black stands out more than white."""


def _luminance(color: str) -> float:
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
