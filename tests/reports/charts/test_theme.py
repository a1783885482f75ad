import re

from equity_blocks.model.colors import IN_LIGHT, contrast
from equity_blocks.reports.charts import theme


def _colors(config):
    """Gather all colors of a configuration."""
    if isinstance(config, dict):
        return {color for part in config.values() for color in _colors(part)}
    return {config} if isinstance(config, str) and config.startswith("#") else set()


def test_charts_have_the_colors_of_the_report():
    """Not one of their own."""
    known = {color for color in IN_LIGHT if isinstance(color, str)}
    assert _colors(theme.CONFIG) <= known
    assert len(_colors(theme.CONFIG)) >= 3


def test_text_can_be_read():
    """On the white that every chart brings along, so that it does on a dark notebook, too."""
    for name, part in theme.CONFIG.items():
        if isinstance(part, dict):
            for key, color in part.items():
                if re.search(r"(label|title|subtitle)Color$", key):
                    assert contrast(color, IN_LIGHT.paper) >= 4.5, (name, key)


def test_a_title_that_is_too_long_is_broken():
    """Into lines; a note likewise."""
    spec = theme.themed("A very long title " * 12, "It.", {}, "How it is read. " * 20)
    assert len(spec["title"]["text"]) > 1
    assert len(spec["title"]["subtitle"]) > 1
    assert max(map(len, spec["title"]["text"])) < 90


def test_a_label_is_cut_and_kept_apart():
    """At most as many lines as there is room for, the rest is told by dots; doubles differ."""
    one, other = theme.labels(["word " * 80] * 2, room=100, most=3)
    assert one.count("\n") == 2
    assert one.endswith("…")
    assert other == f"{one} "


def test_a_row_is_as_high_as_its_longest_label():
    """And never lower than a bar needs."""
    assert theme.step(["one"]) == 30
    assert theme.step(["one", "a\nb\nc\nd"]) == 70


def test_labels_stand_in_the_middle_of_their_rows():
    """One line half a line higher for each line that follows."""
    layers = theme.named("block", ("one", "a\nb"), ("one", "a b"))
    assert [(layer["mark"]["dy"], layer["data"]["values"][0]["block"]) for layer in layers] == [
        (0.0, "one"),
        (-7.5, "a\nb"),
    ]
