"""The page of names and commands against the package."""

import re

import equity_blocks as eb
from equity_blocks.cli.app import app


def test_every_public_name_has_a_line(pages):
    """The table lists the public names, each once, in alphabetical order."""
    assert pages.first_column("reference.md", "Python") == sorted(eb.__all__)


def test_every_command_has_a_line(pages):
    """The table lists the commands in the order of the help."""
    assert pages.first_column("reference.md", "Commands") == app.list_commands(None)


def test_every_option_of_a_command_is_in_its_line(pages):
    """A command's line names each of its options and each value of a choice, and no option that it lacks."""
    for row in pages.section("reference.md", "Commands").splitlines():
        if not row.startswith("| `"):
            continue
        _, name, _, said, _ = row.split("`")[:5]
        options = [param for param in app.get_command(None, name).params if param.param_type_name == "option"]
        words = {word for word in said.split() if word.startswith("-")}
        assert [option.name for option in options if words.isdisjoint(option.opts)] == [], name
        assert words <= {word for option in options for word in option.opts}, name
        choices = [value for option in options for value in getattr(option.type, "choices", ())]
        assert [value for value in choices if value not in said] == [], name


def test_every_command_is_in_the_readme(pages):
    """The README's table has a line for each command, in the order of the help."""
    text = (pages.root / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `equity-blocks (\w+)", text, re.MULTILINE) == app.list_commands(None)
