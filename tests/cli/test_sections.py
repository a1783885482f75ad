import click
from click.testing import CliRunner

from equity_blocks.cli.app import app
from equity_blocks.cli.planning_options import SECTIONS
from equity_blocks.cli.sections import SectionedCommand


@click.command(cls=SectionedCommand, sections={"First": ("b", "gone"), "Then": ("a",)})
@click.argument("file")
@click.option("--a", help="The a.")
@click.option("--b", help="The b.")
@click.option("--c", help="The c.")
def _command(**_):
    """Do something."""


def test_options_stand_under_their_headings():
    """In the order of the sections; what is in none comes last, and an argument is no option."""
    lines = CliRunner().invoke(_command, ["--help"]).output.splitlines()
    assert [line.split("  ")[0] if line[:1] != " " else line.split()[0] for line in lines[4:] if line] == [
        "First:", "--b", "Then:", "--a", "Other:", "--c", "--help",
    ]  # fmt: skip


def test_what_a_person_uses_first_fits_a_screen_of_the_help_of_plan(call):
    """24 lines, and every option stands in exactly one section."""
    lines = call("plan", "--help").out.splitlines()
    assert lines.index("Calendar:") <= 24
    headings = [line[:-1] for line in lines if line.endswith(":") and line[0] != " "]
    assert headings == [*SECTIONS, "Other"]
    names = [name for names in SECTIONS.values() for name in names]
    assert len(set(names)) == len(names)
    options = {param.name for param in app.get_command(None, "plan").params if isinstance(param, click.Option)}
    assert options <= set(names)
