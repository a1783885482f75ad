"""Broken files, one mistake each, and what the messages must say about them."""

import re
from functools import cache
from pathlib import Path

import pytest

from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.files import opening
from equity_blocks.files.loading import load_framework
from equity_blocks.files.opening import open_any, open_assessment, open_crosswalk, open_framework, open_tailoring
from equity_blocks.model import Assessment, Framework, misfits
from equity_blocks.model.branding import Branding
from equity_blocks.model.crosswalk_checks import crosswalk_misfits

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(BROKEN.iterdir())

# The first lines of a broken file: the code, the place, and words that must stand in the message.
EXPECTS = re.compile(rb"^# expects: (\S+) (\d+):(\d+) (.+)$", re.MULTILINE)
AGAINST = re.compile(rb"^# against: (\S+)$", re.MULTILINE)

TOP = "id: mini\ntitle: Mini\nscale: implementation\n"


@cache
def shipped(name: str) -> Framework:
    """Open a shipped framework once."""
    return load_framework(name)


def blamed(case: Path) -> Path:
    """Find the file that says what is expected: the case, or one file of its folder."""
    files = sorted(case.rglob("*.yaml")) if case.is_dir() else [case]
    (found,) = (path for path in files if EXPECTS.search(path.read_bytes()))
    return found


def problems_of_case(case: Path) -> tuple[Problem, ...]:
    """Load a framework, or load something else and check it against the frameworks that it names."""
    try:
        if case.name.startswith("crosswalk"):
            crosswalk, document = open_crosswalk(case)
            ends = (shipped(end.framework) for end in (crosswalk.source, crosswalk.target))
            return tuple(document.locate(problem) for end in ends for problem in crosswalk_misfits(crosswalk, end))
        if case.name.startswith("framework"):
            load_framework(case)
            return ()
        noun, document = open_tailoring(case) if case.name.startswith("tailoring") else open_assessment(case)
    except InvalidDataError as error:
        return error.problems
    other = AGAINST.search(case.read_bytes())
    framework = shipped(other[1].decode() if other else noun.framework)
    if isinstance(noun, Assessment):
        return tuple(document.locate(problem) for problem in misfits(framework, noun))
    with pytest.raises(InvalidDataError, match=r"\w") as caught:
        tailor(framework, noun)
    return tuple(document.locate(problem) for problem in caught.value.problems)


def problems_in(text: str, kind: str = "framework") -> list[str]:
    """Read text and tell its problems, without the name of the file."""
    read = open_framework if kind == "framework" else open_assessment
    with pytest.raises(InvalidDataError, match=r"^here\.yaml:") as caught:
        read("here.yaml", text)
    return [str(problem).removeprefix("here.yaml:") for problem in caught.value.problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_file_gives_the_one_message_that_it_expects(case: Path):
    """One mistake makes one problem, with its code, its place, and words that help."""
    path = blamed(case)

    (problem,) = problems_of_case(case)

    assert problem.file == str(path)
    text = str(problem).removeprefix(f"{path}:")
    for code, line, column, words in EXPECTS.findall(path.read_bytes()):
        assert words.decode() in text
        assert (problem.code, problem.line, problem.column) == (code.decode(), int(line), int(column))


def test_all_problems_of_shape_are_told_at_once_in_source_order():
    """A file with four mistakes of shape gives four problems, the topmost first."""
    text = TOP + (
        "editon: '1'\n"
        "blocks:\n"
        "  - id: people\n"
        "    title: 7\n"
        "    practices:\n"
        "      - {id: listening, title: Listening, weight: heavy, horizon: now}\n"
    )

    found = problems_in(text)

    assert [told.split(" ")[1] for told in found] == [
        "editon:",
        "blocks[0].title:",
        "blocks[0].practices[0].weight:",
        "blocks[0].practices[0].horizon:",
    ]


def test_all_problems_of_meaning_are_told_at_once_in_source_order():
    """Names that lead nowhere, in different parts of a framework, are told together, the topmost first."""
    text = TOP + (
        "enablers:\n"
        "  - {id: data, title: Data, kind: facilitator, practices: [hearing]}\n"
        "blocks:\n"
        "  - id: people\n"
        "    title: People\n"
        "    practices:\n"
        "      - {id: listening, title: Listening, roles: [board]}\n"
        "      - {id: acting, title: Acting}\n"
        "      - {id: acting, title: Again}\n"
    )

    found = problems_in(text)

    assert [told.split(":")[0] for told in found] == ["5", "10", "12"]


def test_a_duplicate_id_hides_no_other_problem():
    """The first of two practices with one id is looked at as well as the second."""
    text = TOP + (
        "blocks:\n"
        "  - id: people\n"
        "    title: People\n"
        "    practices:\n"
        "      - {id: listening, title: Listening, roles: [board]}\n"
        "      - {id: listening, title: Again, roles: [staff]}\n"
    )

    found = problems_in(text)

    assert [told.split(" ")[1].removesuffix(":") for told in found] == [
        "blocks[0].practices[0].roles[0]",
        "blocks[0].practices[1].id",
        "blocks[0].practices[1].roles[0]",
    ]


def test_problems_of_several_files_stay_together_by_file(tmp_path: Path):
    """The problems of a framework in a folder are grouped by file, each in the file's own order."""
    (tmp_path / "framework.yaml").write_text(TOP + "blocks: [people, power]\nusee: guidance\n")
    (tmp_path / "people.yaml").write_text("id: people\ntitle: 1.5\nsumary: x\n")
    (tmp_path / "power.yaml").write_text("id: Power\ntitle: Power\n")

    with pytest.raises(InvalidDataError, match="power") as caught:
        load_framework(tmp_path)

    assert [(Path(p.file).name, p.line) for p in caught.value.problems] == [
        ("people.yaml", 2),
        ("people.yaml", 3),
        ("power.yaml", 1),
        ("framework.yaml", 5),
    ]


def test_a_misspelt_key_far_from_any_other_lists_what_is_allowed():
    """Where nothing is near, the keys that may stand there are listed."""
    (told,) = problems_in("framework: hcplan-apm\norganization: {id: a, zzz: 1}\n", "assessment")

    assert told == (
        "2:23: organization.zzz: unknown key 'zzz' (allowed: id, name, type, size, lines_of_business, state, note)"
    )


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("ratings: {p: {importnace: high}}", "importance"),
        ("ratings: {p: {answers: {a: {lvel: 1}}}}", "level"),
        ("ratings: {p: {agreed: {level: 1, bye: us, by: us}}}", "by"),
        ("ratings: {p: {required_by: [{title: t, deu: 2027-01-01}]}}", "due"),
        ("evidence: {plan: {titel: Plan}}", "title"),
        ("evidence: {plan: {title: Plan, checked: {by: us, dat: 2026-01-01}}}", "date"),
        ("targets: {dafault: in-place}", "default"),
        ("goals: [{id: g, population: p, measure: m, basline: {value: 1}}]", "baseline"),
        ("goals: [{id: g, population: p, measure: m, baseline: {value: 1, unti: percent}}]", "unit"),
        ("actions: {p: {progress: done, finsh: 2027-01-01}}", "finish"),
        ("respondents: [{id: a, rol: board}]", "role"),
        ("respondents_tld: attributed", "respondents_told"),
    ],
)
def test_a_suggestion_comes_from_the_mapping_where_the_key_stands(text: str, near: str):
    """Each part of an assessment knows its own keys."""
    (told,) = problems_in(f"framework: hcplan-apm\n{text}\n", "assessment")

    assert f"(did you mean '{near}'?)" in told


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("rights: {holdr: us}", "holder"),
        ("source: {citaton: a}", "citation"),
        ("scoring: {min_coverge: 0.5}", "min_coverage"),
        ("scoring: {bands: [{id: a, title: A, form: 0}]}", "from"),
        ("steps: [{id: a, titel: A}]", "title"),
        ("resources: [{title: A, theem: B}]", "theme"),
    ],
)
def test_a_suggestion_in_a_framework_comes_from_the_same_mapping(text: str, near: str):
    """Each part of a framework knows its own keys, and a misspelt key is not told as missing as well."""
    (told,) = problems_in(f"{TOP}blocks: []\n{text}\n")

    assert f"(did you mean '{near}'?)" in told


def test_a_long_value_is_shortened_in_a_message():
    """A paragraph in the wrong place is not repeated whole."""
    (told,) = problems_in(f"{TOP}blocks: {'so many words ' * 50}\n")

    assert len(told) < 140
    assert "expected a list, found 'so many words" in told


def test_problems_of_meaning_wait_until_the_shape_is_right():
    """A level that does not exist is not told while the practice has no title: the fix may change it."""
    text = TOP + (
        "blocks:\n"
        "  - id: people\n"
        "    title: People\n"
        "    practices:\n"
        "      - {id: listening, requires: [{practice: nobody, why: Hear.}]}\n"
    )

    assert problems_in(text) == ["8:9: blocks[0].practices[0]: the key 'title' is missing"]


def test_every_loop_is_told_once():
    """Two separate loops make two problems, and what merely waits for a loop makes none."""
    text = TOP + (
        "blocks:\n"
        "  - id: people\n"
        "    title: People\n"
        "    practices:\n"
        "      - {id: a, title: A, requires: [{practice: b, why: Loop.}]}\n"
        "      - {id: b, title: B, requires: [{practice: a, why: Loop.}]}\n"
        "      - {id: c, title: C, requires: [{practice: a, why: Waits.}]}\n"
        "      - {id: d, title: D, requires: [{practice: e, why: Loop.}]}\n"
        "      - {id: e, title: E, requires: [{practice: d, why: Loop.}]}\n"
    )

    found = problems_in(text)

    assert [re.findall(r"\w@", told.split(": ")[-1]) for told in found] == [["a@", "b@", "a@"], ["d@", "e@", "d@"]]


@pytest.mark.parametrize("key", ["root_causes", "confirm"])
def test_a_goal_without_its_measure_is_still_taken_for_a_goal(key):
    """It names a framework, as an assessment does; what only a goal has at its top tells."""
    with pytest.raises(InvalidDataError) as caught:
        open_any("g.yaml", f"{{id: g, framework: hcplan-apm, {key}: []}}")
    assert "the key 'measure' is missing" in [problem.message for problem in caught.value.problems]


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def branding(tmp_path):
    """Give a function that writes a branding with a logo beside it, and gives the path of the branding."""

    def writing(text, name="logo.png", content=PNG):
        (tmp_path / name).write_bytes(content)
        path = tmp_path / "branding.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return writing


def test_the_logo_beside_a_branding_comes_into_it(branding):
    """Whatever its name ends in: what it is, its first bytes tell."""
    path = branding("{name: Acme, logo: logo.txt}", "logo.txt")
    assert opening.open_branding(path).noun.logo.startswith("data:image/png;base64,")
    assert opening.open_any(path).noun == opening.open_branding(path).noun
    assert opening.open_branding(path, path.read_bytes()).noun == opening.open_branding(path).noun


@pytest.mark.parametrize(
    "name",
    ["../logo.png", "/etc/logo.png", "a/logo.png", "a\\\\logo.png", "C:logo.png", "https://example.org/a.png", ".."],
)
def test_a_logo_lies_beside_its_branding(branding, name):
    """No path leads elsewhere, and nothing is asked for."""
    (problem,) = _refused(branding(f'name: Acme\nlogo: "{name}"\n'))
    assert (problem.code, problem.key_path, problem.line) == ("not_a_name", ("logo",), 2)


def test_a_logo_that_is_not_there_is_told_with_the_nearest(branding):
    """Of the pictures that are."""
    (problem,) = _refused(branding("{name: Acme, logo: lgo.png}"))
    assert (problem.code, problem.data["nearest"]) == ("no_logo", ("logo.png",))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"text", "not_a_picture"),
        (PNG + bytes(200_000), "too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "unsafe_picture"),
    ],
)
def test_a_logo_that_cannot_be_used_has_its_line(branding, content, code):
    """That of its name in the branding."""
    (problem,) = _refused(branding("name: Acme\nlogo: logo.png\n", content=content))
    assert (problem.code, problem.key_path, problem.line) == (code, ("logo",), 2)


def test_the_color_of_a_branding_has_its_line(branding):
    """And the nearest color that can be read."""
    (problem,) = _refused(branding("name: Acme\naccent: '#ffcc00'\n"))
    assert (problem.code, problem.line, problem.data["nearest"]) == ("low_contrast", 2, ("#907300",))


@pytest.mark.parametrize("text", ["accent: '#17677f'", "footer: Ours", "name: Acme", "{name: Acme, footer: Ours}"])
def test_a_branding_is_known_by_its_keys(text):
    """No other kind of file has them."""
    assert isinstance(opening.open_any("a.yaml", text).noun, Branding)


def _refused(path):
    with pytest.raises(InvalidDataError) as caught:
        opening.open_branding(path)
    return caught.value.problems
