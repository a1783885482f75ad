"""The page of names and commands against the package."""

import importlib.util
import re

import equity_blocks as eb
from equity_blocks.cli.app import app
from equity_blocks.exchange.tables import kinds, tables_of


def _maker(pages):
    spec = importlib.util.spec_from_file_location("make_reference", pages.folder / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_those_of_the_code(pages):
    """Whoever changes a name, a field, a column or an option makes them again: `python docs/make_reference.py`."""
    stale = [
        name
        for name, text in _maker(pages).pages().items()
        if (pages.folder / name).read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_every_field_and_every_column_has_a_meaning(pages):
    """With its unit and what null means, in the code alone."""
    assert _maker(pages).missing() == []
    columns = [
        (kind, of, column) for kind in kinds() for of, t in tables_of(getattr(eb, kind)).items() for column in t.columns
    ]
    assert [(kind, of, column.name) for kind, of, column in columns if not column.meaning] == []


def test_every_public_name_has_a_section(pages):
    """Each once, on the page where a reader looks for it."""
    names = [
        name
        for page in ("functions", "inputs", "results")
        for name in re.findall(
            r"^## (\w+)$", (pages.folder / "reference" / f"{page}.md").read_text("utf-8"), re.MULTILINE
        )
    ]
    assert sorted(names) == sorted(eb.__all__)


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
