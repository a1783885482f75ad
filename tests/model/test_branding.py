import pytest
from pydantic import ValidationError

from equity_blocks.model.branding import Branding
from equity_blocks.model.colors import DARK, LIGHT, READABLE, contrast
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.logo import logo_uri

LOGO = logo_uri(b"\x89PNG\r\n\x1a\n")


def _problem(**fields):
    with pytest.raises(ValidationError) as caught:
        Branding(**fields)
    (problem,) = problems_of(caught.value)
    return problem


def test_everything_may_be_left_out():
    """Then a report looks plain."""
    plain = Branding()
    assert (plain.name, plain.logo, plain.accent, plain.accent_dark, plain.footer) == ("", "", "", "", "")


def test_a_color_has_one_for_the_dark():
    """Both can be read where they stand."""
    branding = Branding(accent="#5b3a8c")
    assert contrast(branding.accent, LIGHT) >= READABLE
    assert contrast(branding.accent_dark, DARK) >= READABLE
    assert branding.accent_dark != branding.accent


def test_a_color_that_is_too_light_is_refused_with_the_nearest_that_is_not():
    """That one is taken."""
    problem = _problem(accent="#ffcc00")
    assert (problem.code, problem.key_path) == ("low_contrast", ("accent",))
    assert "1.5:1 with white, and text needs 4.5:1 (WCAG AA)" in problem.message
    (near,) = problem.data["nearest"]
    assert near in problem.hint
    assert Branding(accent=near).accent == near


def test_contrast_is_never_rounded_up():
    """A message that says 4.5 and asks for 4.5 would be odd."""
    assert "4.4:1" in _problem(accent="#777777").message


@pytest.mark.parametrize("color", ["teal", "#fff", "17677f", "#17677f;}", "rgb(0,0,0)"])
def test_a_color_has_one_way_to_be_written(color):
    """It stands in a style."""
    problem = _problem(accent=color)
    assert (problem.code, problem.data["found"]) == ("not_a_color", color)


def test_a_logo_is_a_picture_with_a_name():
    """The name is read out to whoever cannot see it."""
    assert Branding(name="Acme", logo=LOGO).logo == LOGO
    assert _problem(logo=LOGO).code == "missing_key"
    assert _problem(name="Acme", logo="https://example.org/a.png").key_path == ("logo",)


@pytest.mark.parametrize(("field", "most"), [("name", 120), ("footer", 300)])
def test_texts_fit_their_places(field, most):
    """A name and a last line are short."""
    assert Branding(**{field: "x" * most})
    assert _problem(**{field: "x" * (most + 1)}).code == "string_too_long"


def test_it_is_read_again_as_it_was_written():
    """As every noun."""
    branding = Branding(name="Acme", logo=LOGO, accent="#5b3a8c", footer="Confidential")
    assert Branding.model_validate_json(branding.model_dump_json()) == branding
