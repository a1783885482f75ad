from base64 import b64encode

import pytest

from equity_blocks.model.logo import MOST_BYTES, data_uri_problem, logo_problem, logo_uri

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PICTURES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0rest",
    "image/gif": b"GIF89a;",
    "image/webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "image/svg+xml": b"<?xml version='1.0' encoding='UTF-8'?>"
    b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>",
}


def svg(inside, more=""):
    """Give an SVG with something in it."""
    links = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {links} {more}>{inside}</svg>'.encode()


@pytest.mark.parametrize("kind", PICTURES)
def test_the_kind_is_told_by_the_first_bytes(kind):
    """A name or an ending says nothing; and what was written is taken back."""
    uri = logo_uri(PICTURES[kind])
    assert logo_problem(PICTURES[kind]) is None
    assert uri.startswith(f"data:{kind};base64,")
    assert data_uri_problem(uri) is None


@pytest.mark.parametrize(
    "inside",
    [
        '<g fill="red"><circle r="4" style="fill: url(#a)"/></g>',
        '<defs><linearGradient id="a" xlink:href="#b"><stop offset="1"/></linearGradient></defs>',
        "<title>A &amp; B</title><!-- <script> -->",
    ],
)
def test_an_svg_that_only_draws_is_taken(inside):
    """Shapes, gradients, and references within itself."""
    assert logo_problem(svg(inside)) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (svg("<script>alert(1)</script>"), "may do more than draw: script"),
        (svg("<SCRIPT/>"), "may do more than draw: SCRIPT"),
        (svg("<style>@import url(https://x)</style>"), "may do more than draw: style"),
        (svg("<foreignObject/>"), "may do more than draw: foreignObject"),
        (svg("<image href='https://example.org/a.png'/>"), "may do more than draw: image"),
        (svg("<use href='#a'/>"), "may do more than draw: use"),
        (svg("<a href='https://example.org'/>"), "may do more than draw: a"),
        (svg("<animate attributeName='x'/>"), "may do more than draw: animate"),
        (svg("<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>"), "may do more than draw: script"),
        (svg("<g/>", "onload='alert(1)'"), "runs something: onload"),
        (svg("<path ONCLICK='x'/>"), "runs something: ONCLICK"),
        (svg("<path fill='url(https://example.org/a.svg#b)'/>"), "leads elsewhere: fill"),
        (svg("<path style='fill:u\\72l(x)'/>"), "leads elsewhere: style"),
        (svg("<path style='background: URL( \"//example.org\")'/>"), "leads elsewhere: style"),
        (svg("<linearGradient xlink:href='other.svg#a'/>"), "leads elsewhere: href"),
        (svg("<linearGradient href='JavaScript:alert(1)'/>"), "leads elsewhere: href"),
        (svg("<g/>", "xml:base='https://example.org'"), "leads elsewhere"),
        (b"<?xml-stylesheet href='https://x'?>" + svg(""), "has entities or instructions"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("&a;"), "has entities or instructions"),
        (b"<?xml version='1.0' encoding='iso-2022-jp'?>" + svg(""), "is not written in UTF-8"),
    ],
)
def test_an_svg_that_may_do_more_is_refused(content, said):
    """Whatever is not known to be harmless."""
    problem = logo_problem(content)
    assert (problem.code, said in problem.message) == ("unsafe_picture", True), problem
    assert "PNG" in problem.hint
    assert data_uri_problem(logo_uri(content)).code == "unsafe_picture"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        b"<html><script/></html>",
        b"<svg>",
        b"<svg/>",
        b"%PDF-1.4",
        b"\xff\xfe<\0s\0v\0g\0",
        b"<!DOCTYPE html>",
    ],
)
def test_what_is_no_picture_is_refused(content):
    """Also an SVG without its namespace, which browsers do not draw."""
    assert logo_problem(content).code == "not_a_picture"


def test_a_logo_is_small():
    """Reports are sent by mail."""
    assert logo_problem(PNG + bytes(MOST_BYTES - len(PNG))) is None
    problem = logo_problem(PNG + bytes(MOST_BYTES))
    assert (problem.code, problem.data["most"]) == ("too_large", 200_000)
    assert "200,000" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a.png", "logo.png", "data:,", "data:image/png;base64,", "data:image/png;base64,!!",
        "data:image/png;base64,A", "data:text/html;base64,PGI+", "javascript:alert(1)",
        f"data:image/jpeg;base64,{b64encode(PNG).decode()}", f"data:image/png;base64,{b64encode(PNG).decode()}'x",
        f"data:image/svg+xml;base64,{b64encode(PNG).decode()}",
    ],
)  # fmt: skip
def test_what_is_no_picture_in_itself_is_refused(text):
    """An address would be asked for, and what says that it is another kind may be read as another."""
    assert data_uri_problem(text).code == "not_a_picture"


@pytest.mark.parametrize("name", ["mask", "clipPath"])
def test_what_draws_others_again_is_no_logo(name):
    """A few of them inside one another take a browser longer than anybody waits."""
    picture = f"<svg xmlns='http://www.w3.org/2000/svg'><{name} id='a'><rect/></{name}></svg>"
    assert logo_problem(picture.encode()) is not None
