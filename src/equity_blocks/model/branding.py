"""Branding: how an organization's own reports look."""

from collections.abc import Iterator

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.colors import DARK, LIGHT, READABLE, contrast, is_color, readable_on
from equity_blocks.model.logo import data_uri_problem
from equity_blocks.model.noun import Noun, unsound

_NAME = 120
_FOOTER = 300
"""The most characters: each is a line or two of a page."""


class Branding(Noun):
    """How the reports of whoever makes them look: a name, a logo, a color and a last line.

    `load_branding` opens one from a file, with the logo that lies beside it.

    Raises:
        pydantic.ValidationError: The logo is no picture or one that may do more than show, or text in the color could
            not be read.

    Example:
        >>> Branding(name="Acme", accent="#17677f", footer="Privileged and confidential").accent_dark
        '#5992a3'
    """

    name: str = Field(
        default="", max_length=_NAME, description="Who makes the reports; stands at their top, or describes the logo."
    )
    logo: str = Field(
        default="",
        description="In a file: the name of a picture beside it, PNG, JPEG, GIF, WebP or an SVG that only draws, of at "
        "most 200 kB. Once it is opened: that picture as a data URI. Default: none.",
    )
    accent: str = Field(
        default="",
        description="The color of bars and figures as #rrggbb, on which white text can be read. Default: that of the "
        "library.",
    )
    footer: str = Field(
        default="", max_length=_FOOTER, description="The last line, such as 'Privileged and confidential'."
    )

    @model_validator(mode="after")
    def _can_be_shown(self) -> "Branding":
        unsound(list(self._problems()))
        return self

    @property
    def accent_dark(self) -> str:
        """The color on a dark ground: the nearest of its hue that can be read there; empty where there is no color."""
        return readable_on(DARK, self.accent) if self.accent else ""

    def _problems(self) -> Iterator[Problem]:
        logo = data_uri_problem(self.logo) if self.logo else None
        if logo is not None:
            yield Problem(logo.code, logo.message, logo.hint, ("logo",), data=logo.data)
            return
        if self.logo and not self.name:
            message = "a logo needs a name, which is read out to whoever cannot see it"
            yield Problem("missing_key", message, "add `name`", ("name",), data={"missing": "name"})
        if self.accent and not is_color(self.accent):
            message = f"'{self.accent}' is not a color written as #rrggbb"
            hint = "such as '#17677f', in quotes"
            yield Problem("not_a_color", message, hint, ("accent",), data={"found": self.accent})
        elif self.accent and contrast(self.accent, LIGHT) < READABLE:
            yield _faint(self.accent)


def _faint(color: str) -> Problem:
    """Say that a color is too light, and which one is not."""
    near = readable_on(LIGHT, color)
    has = int(10 * contrast(color, LIGHT)) / 10
    message = f"'{color}' has a contrast of {has}:1 with white, and text needs {READABLE}:1 (WCAG AA)"
    data = {"found": color, "nearest": (near,), "least": READABLE}
    return Problem("low_contrast", message, f"the nearest that has it is '{near}'", ("accent",), data=data)
