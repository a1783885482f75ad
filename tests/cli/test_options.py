import click
import pytest
from click.testing import CliRunner

from equity_blocks.cli.options import (
    FORMATS,
    TAILORING,
    crosswalk_option,
    format_option,
    framework_option,
    least_option,
    share_option,
)


def _asked(*args, options):
    """The values that a command with these options is called with; the message where it is not."""
    seen = {}

    def body(**values):
        seen.update(values, kept=click.get_current_context().meta.get(TAILORING))

    for option in options:
        body = option(body)
    done = CliRunner().invoke(click.command()(body), args)
    return seen or done.output


def test_the_first_format_is_the_default():
    """All four, or those that a command names."""
    assert _asked(options=[format_option()])["form"] == FORMATS[0] == "table"
    assert _asked(options=[format_option("text", "json")])["form"] == "text"
    assert "'csv' is not one of 'text', 'json'" in _asked("--format", "csv", options=[format_option("text", "json")])


def test_a_tailoring_is_kept_in_the_context():
    """It comes with every framework, and no command takes it as a value."""
    asked = _asked("--framework", "f.yaml", "--tailoring", "t.yaml", options=[framework_option])
    assert asked == {"framework": "f.yaml", "kept": "t.yaml"}


def test_everything_is_the_owners_unless_somebody_else_is_named():
    """There are three audiences."""
    assert _asked(options=[share_option])["audience"] == "owner"
    assert "'public' is not one of 'owner', 'client', 'cohort'" in _asked("--share", "public", options=[share_option])


@pytest.mark.parametrize("least", ["2", "0", "-5"])
def test_groups_below_three_cannot_be_asked_for(least):
    """A group of two gives its members away."""
    assert "x>=3" in _asked("--min-respondents", least, options=[least_option])
    assert _asked(options=[least_option])["least"] == 5


def test_several_crosswalks_may_be_given():
    """In their order."""
    assert _asked("--crosswalk", "a", "--crosswalk", "b", options=[crosswalk_option])["own"] == ("a", "b")
