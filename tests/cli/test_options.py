import click
import pytest
from click.testing import CliRunner

from canaries import FRAMEWORK, MARK, assessment, found
from equity_blocks import save_assessment
from equity_blocks.cli.app import app
from equity_blocks.cli.options import (
    FORMATS,
    TAILORING,
    SectionedCommand,
    crosswalk_option,
    format_option,
    framework_option,
    least_option,
    output_option,
    share_option,
)
from equity_blocks.cli.planning_options import SECTIONS
from equity_blocks.files.writing import as_yaml


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
    assert _asked(options=[format_option()])["form"] == next(iter(FORMATS)) == "table"
    assert _asked(options=[format_option("text", "json")])["form"] == "text"
    assert "'csv' is not one of 'text', 'json'" in _asked("--format", "csv", options=[format_option("text", "json")])


def test_a_tailoring_is_kept_in_the_context():
    """It comes with every framework, and no command takes it as a value."""
    asked = _asked("--framework", "f.yaml", "--tailoring", "t.yaml", options=[framework_option])
    assert asked == {"framework": "f.yaml", "kept": "t.yaml"}


def test_everything_is_the_owners_unless_somebody_else_is_named():
    """There are four audiences."""
    assert _asked(options=[share_option])["audience"] == "owner"
    assert "'public' is not one of 'owner', 'steering', 'client', 'cohort'" in _asked(
        "--share", "public", options=[share_option]
    )


@pytest.mark.parametrize("least", ["2", "0", "-5"])
def test_groups_below_three_cannot_be_asked_for(least):
    """A group of two gives its members away."""
    assert "x>=3" in _asked("--min-respondents", least, options=[least_option])
    assert _asked(options=[least_option])["least"] == 5


def test_several_crosswalks_may_be_given():
    """In their order."""
    assert _asked("--crosswalk", "a", "--crosswalk", "b", options=[crosswalk_option])["own"] == ("a", "b")


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "the name is empty"), (".", "it is a folder"), ("nowhere/a.yaml", "there is no folder nowhere")],
)
def test_where_nothing_can_be_written_is_told_at_once(name, words):
    """Before a command has worked for it."""

    @click.command()
    @output_option("Where.")
    def command(output):
        raise AssertionError(output)

    asked = CliRunner().invoke(command, ["-o", name])
    assert words in f"{asked.output}{asked.exception}"
    assert asked.exit_code != 0


def test_an_output_has_a_name_or_its_default():
    """A hyphen is standard output; a folder need not be there yet."""
    assert _asked(options=[output_option("Where.")])["output"] is None
    assert _asked(options=[output_option("Where.", default="-")])["output"] == "-"
    assert _asked("-o", "new.yaml", options=[output_option("Where.")])["output"] == "new.yaml"
    assert _asked("-o", "nowhere/new", options=[output_option("Where.", metavar="FOLDER")])["output"] == "nowhere/new"
    assert "the name is empty" in _asked("-o", "", options=[output_option("Where.", metavar="FOLDER")])


SHOWN = (
    ("score", "--details"), ("explain",), ("explain", "p"), ("explain", "t"), ("explain", "u"), ("explain", "b"),
    ("stability",), ("respondents",), ("reach", "far"), ("evidence",),
    ("translate", "--why"),
    ("plan", "--all", "--details"), ("plan", "--by", "owner"), ("plan", "--by", "goal"),
    ("plan", "--set", "w=yes"), ("plan", "--since", "before.yaml"), ("compare", "before.yaml"),
)  # fmt: skip
"""Every command that takes --share and --format, with what shows most of it."""
REPORT = ("report", "-o", "-", "--before", "before.yaml", "--with", "g.yaml", "--crosswalk", "x.yaml")
WRITTEN = (
    ("merge", "other.yaml"), ("plan", "--adopt", "-o", "-"),
    (*REPORT, "--embed-json"), (*REPORT, "--format", "markdown"), (*REPORT, "--one-page"),
)  # fmt: skip
"""Those that write a file."""
OURS = f"""
framework: f
id: ours
title: {MARK}Tailoredtitle{MARK}
practices:
  p: {{weight: 2}}
  w: {{waive: {{p: {MARK}TailoringChangewhy{MARK}}}}}
"""
CROSSWALK = """
id: f--g
title: F to G
revision: 1
from: {framework: f, edition: "", revision: 1}
to: {framework: g, edition: "", revision: 1}
mappings: [{from: u, to: x, relation: equal, basis: editorial, why: the same}]
"""
OTHER = "id: g\ntitle: G\nscale: [no, yes]\nblocks: [{id: c, title: C, practices: [{id: x, title: X}]}]\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder with an assessment that has a mark in every free text, and what goes with it."""
    folder = tmp_path_factory.mktemp("marked")
    said = assessment().replace(tailoring="zx-ours.yaml")
    for name, each in (
        ("now", said),
        ("before", said.replace(as_of="2025-06-30")),
        ("other", said.replace(id="zx-other")),
    ):
        save_assessment(each, folder / f"{name}.yaml")
    (folder / "zx-ours.yaml").write_text(OURS, encoding="utf-8")
    (folder / "f.yaml").write_text(as_yaml(FRAMEWORK.model_dump(mode="json", by_alias=True, exclude_unset=True)))
    (folder / "g.yaml").write_text(OTHER, encoding="utf-8")
    (folder / "x.yaml").write_text(CROSSWALK, encoding="utf-8")
    return folder


def _asked_for(folder, words, *more):
    if {"json", "csv"} & set(more) and words[0] == "plan":  # these hold all that the following show
        words = tuple(word for word in words if word not in ("--details", "--by", "owner", "goal"))
    command, *rest = [str(folder / word) if word.endswith(".yaml") else word for word in words]
    own = ["--to", folder / "g.yaml", "--crosswalk", folder / "x.yaml"] if command == "translate" else []
    files = [*rest, folder / "now.yaml"] if command == "compare" else [folder / "now.yaml", *rest]
    return [command, *files, *own, "--framework", folder / "f.yaml", *more]


def _must_not_leave(audience, marks):
    """What an audience must not see of these: names of people never, and free text; a board only who said what."""
    if audience == "steering":
        notes = {
            mark for mark in marks if "note" in mark.lower() or mark.startswith((f"{MARK}Agreed", f"{MARK}Answer"))
        }
        return sorted(notes | {mark for mark in marks if mark in ("zx-ann", "zx-ben", "zx-dan", "zx-nurse")})
    allowed = {"client": {f"{MARK}Organizationstate{MARK}", "zx-org", "zx-id", "zx-home"}, "cohort": set()}
    return sorted(set(marks) - allowed[audience])


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
@pytest.mark.parametrize("form", FORMATS)
def test_no_canary_leaves_in_any_format(call, folder, words, form):
    """The owner's own view has some, so that they are there to be lost; nobody else's has one that is not theirs."""
    for audience in ("steering", "client", "cohort"):
        called = call(*_asked_for(folder, words, "--format", form, "--share", audience))
        assert (called.code, called.err) == (0, "")
        assert _must_not_leave(audience, found(called.out)) == []


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_the_owner_sees_the_canaries(call, folder, words):
    """In each of these commands something is left out for others."""
    assert found(call(*_asked_for(folder, words, "--format", "json")).out)


@pytest.mark.parametrize("words", WRITTEN, ids=" ".join)
@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_no_canary_leaves_in_a_file_that_is_written(call, folder, words, audience):
    """Nor in what is said beside it."""
    called = call(*_asked_for(folder, words, "--share", audience))
    assert called.code == 0
    assert _must_not_leave(audience, found(called.out + called.err)) == []
    assert found(call(*_asked_for(folder, words)).out)


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
