"""Files into nouns: shipped files, paths, folders, and files that were damaged at random."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from equity_blocks.errors import FileAccessError, InvalidDataError, NotFoundError, UnsuitableError
from equity_blocks.files import opening
from equity_blocks.files.catalogue_folders import find_all, shipped
from equity_blocks.files.content import MAX_BYTES
from equity_blocks.files.loading import (
    load_assessment,
    load_branding,
    load_crosswalk,
    load_framework,
    load_goal_template,
    load_scale,
    load_tailoring,
    read_assessment,
    read_branding,
    read_crosswalk,
    read_framework,
    read_tailoring,
)
from equity_blocks.files.opening import open_any, open_assessment, open_framework
from equity_blocks.files.writing import as_yaml
from equity_blocks.model import Assessment, Block, Framework, Scale, misfits
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.model.tailoring import Tailoring

ROOT = Path(__file__).resolve().parents[2]
ASSESSMENTS = sorted((ROOT / "assessments").glob("*.yaml"))
TOP = "id: mini\ntitle: Mini\nscale: implementation\n"
LONG = "x" * 5000


@pytest.mark.parametrize("name", tuple(find_all("framework")))
def test_every_shipped_framework_loads(name: str):
    """A framework of the catalogue opens by its id, by its folder, and by its main file, and is the same each time."""
    framework = load_framework(name)

    assert framework.id == name
    assert load_framework(shipped() / name) == framework
    assert load_framework(str(shipped() / name / "framework.yaml")) == framework
    assert len(framework.practices) >= 5


@pytest.mark.parametrize("path", ASSESSMENTS, ids=lambda path: path.stem)
def test_every_sample_assessment_loads_and_fits(path: Path):
    """A sample assessment has no problem, alone or with the framework that it names."""
    assessment = load_assessment(path)

    assert misfits(load_framework(assessment.framework), assessment) == ()
    assert assessment.ratings


@pytest.mark.parametrize("name", ["implementation", "ahe-progress"])
def test_every_shared_scale_loads_by_id_and_by_path(name: str):
    """A scale of the package opens by its id and by its file, from not started up to one."""
    scale = load_scale(name)

    assert load_scale(shipped() / "scales" / f"{name}.yaml") == scale
    assert scale.ids[0] == "not-started"
    assert (scale.values[0], scale.values[-1]) == (0, 1)


@pytest.mark.parametrize("name", ["hcplan_apm", "hcplan", "HCPLAN-APM"])
def test_a_near_framework_id_is_named(name: str):
    """Whoever misspells an id is asked whether the right one was meant."""
    with pytest.raises(NotFoundError, match=r"no framework is called .*did you mean 'hcplan-apm'\?"):
        load_framework(name)


@pytest.mark.parametrize("name", ["zzz", "", ".", "..", "a\x00b", LONG])
def test_an_unknown_framework_id_lists_what_there_is(name: str):
    """Where no id is near, all are listed, and how a path is written."""
    with pytest.raises(NotFoundError, match=r"there are ahe-roadmap, .*; a path has a separator or ends in \.yaml"):
        load_framework(name)


@pytest.mark.parametrize("load", [load_framework, load_assessment, load_scale, open_any])
@pytest.mark.parametrize("source", ["nowhere/a.yaml", "a\x00b.yaml", f"{LONG}.yaml", Path("nowhere")])
def test_a_file_that_is_not_there_is_told(load, source):
    """Whatever was asked for as a file, and however odd its name, the error is one of ours."""
    with pytest.raises((NotFoundError, FileAccessError), match=r"there is no file|cannot be read"):
        load(source)


def test_a_folder_is_no_assessment(tmp_path: Path):
    """A folder where a file is needed is told as such."""
    with pytest.raises(FileAccessError, match=r"is a folder: name a file in it"):
        load_assessment(tmp_path)


def test_a_near_file_name_is_named(tmp_path: Path):
    """Whoever misspells a file is told of the one beside it."""
    (tmp_path / "riverbend.yaml").write_text("framework: hcplan-apm\n")

    with pytest.raises(NotFoundError, match=r"there is no file .*riverbed\.yaml \(did you mean .*riverbend\.yaml\?\)"):
        load_assessment(tmp_path / "riverbed.yaml")


def test_a_huge_file_is_refused(tmp_path: Path):
    """A file beyond the bound is refused for its size; one at the bound is read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)

    with pytest.raises(InvalidDataError, match=r"huge\.yaml:1:1: the file is larger than 20 MB"):
        load_assessment(path)
    os.truncate(path, MAX_BYTES)
    with pytest.raises(InvalidDataError, match="the file is not UTF-8 text"):
        load_assessment(path)


@pytest.mark.parametrize("text", ["", " \n\n", "---\n", "~\n", "# nothing but this\n"])
def test_an_empty_file_is_told(tmp_path: Path, text: str):
    """A file without content is told as empty, at its first line."""
    path = tmp_path / "a.yaml"
    path.write_text(text)

    for load in (load_framework, load_assessment, load_scale, open_any):
        with pytest.raises(InvalidDataError, match=r"a\.yaml:1:1: the file is empty"):
            load(path)


@pytest.mark.parametrize("text", ["- a\n", "a\n", "12\n", "false\n", "[]\n"])
def test_a_file_that_is_no_mapping_is_told(tmp_path: Path, text: str):
    """A list or a single value is no framework, assessment or scale."""
    path = tmp_path / "a.yaml"
    path.write_text(text)

    for load in (load_framework, load_assessment, load_scale, open_any):
        with pytest.raises(InvalidDataError, match=r"a\.yaml:1:1: the file must hold a mapping"):
            load(path)


def test_json_files_load(tmp_path: Path):
    """A framework and an assessment written as JSON by another program load as they were."""
    framework, assessment = load_framework("chcs-acap"), load_assessment(ASSESSMENTS[0])
    (tmp_path / "framework.json").write_text(framework.model_dump_json(), encoding="utf-8")
    (tmp_path / "assessment.json").write_text(assessment.model_dump_json(), encoding="utf-8")

    assert load_framework(str(tmp_path / "framework.json")) == framework
    assert load_assessment(tmp_path / "assessment.json") == assessment


def test_text_from_elsewhere_is_read_under_its_name():
    """Text that came from standard input has problems placed in it by the name that was given."""
    assert open_assessment("-", "framework: mini\n").noun == Assessment(framework="mini")
    assert open_framework("-", f"{TOP}blocks: []\n".encode()).noun.id == "mini"
    with pytest.raises(InvalidDataError, match=r"^-:2:1: rating: unknown key 'rating'"):
        open_assessment("-", "framework: mini\nrating: {}\n")


def test_a_framework_may_have_its_own_scales(tmp_path: Path):
    """A scale beside a framework is taken before the package's scale of the same name."""
    (tmp_path / "scales").mkdir()
    levels = "levels: [{id: low, value: 0}, {id: high, value: 1}]"
    (tmp_path / "scales" / "implementation.yaml").write_text(f"id: implementation\n{levels}\n")
    (tmp_path / "a").mkdir()
    text = "id: {0}\ntitle: A\nscale: implementation\nblocks: []\n"
    (tmp_path / "a" / "framework.yaml").write_text(text.format("a"))
    (tmp_path / "framework.yaml").write_text(text.format("b"))

    assert load_framework(tmp_path / "a").scale.ids == ("low", "high")
    assert load_framework(tmp_path).scale.ids == ("low", "high")


def test_scales_may_be_named_anywhere_in_the_tree():
    """A block inside a block and a practice may name a shared scale, or bring their own."""
    text = TOP + (
        "blocks:\n"
        "  - id: outer\n"
        "    title: Outer\n"
        "    scale: ahe-progress\n"
        "    practices: [{id: a, title: A}, {id: b, title: B, scale: implementation}]\n"
        "    blocks:\n"
        "      - id: inner\n"
        "        title: Inner\n"
        "        practices: [{id: c, title: C}, {id: d, title: D, scale: {id: own, levels: [{id: no, value: 0},"
        " {id: yes, value: 1}]}}]\n"
    )

    framework = open_framework("a.yaml", text).noun

    assert [framework.scale_of(name).id for name in "abcd"] == ["ahe-progress", "implementation", "ahe-progress", "own"]


@pytest.mark.parametrize("name", ["../outside", "sub/inside", "/etc/hosts", "..", "", "a\\0b", LONG])
def test_a_block_file_lies_beside_its_framework(tmp_path: Path, name: str):
    """A block is named by the bare name of a file in the same folder, never by a way out of it."""
    (tmp_path / "a" / "sub").mkdir(parents=True)
    for place in (tmp_path / "outside.yaml", tmp_path / "a" / "sub" / "inside.yaml"):
        place.write_text("id: block\ntitle: Block\n")
    (tmp_path / "a" / "framework.yaml").write_text(f'{TOP}blocks: ["{name}"]\n')

    with pytest.raises(InvalidDataError, match=r"blocks\[0\]: there is no block file"):
        load_framework(tmp_path / "a")


@pytest.mark.parametrize("name", ["../scales/implementation", "/etc/hosts", "..", "", "a\\0b", LONG])
def test_a_shared_scale_lies_in_a_folder_of_scales(name: str):
    """A scale is named by its id, never by a way to some other file."""
    with pytest.raises(InvalidDataError, match="scale: no shared scale is called"):
        open_framework("a.yaml", f'id: mini\ntitle: Mini\nscale: "{name}"\nblocks: []\n')


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("frameworks/chcs-acap/framework.yaml", Framework),
        ("frameworks/hcplan-apm", Framework),
        ("hcplan-apm", Framework),
        ("frameworks/hcplan-apm/payment-incentives.yaml", Block),
        ("frameworks/scales/ahe-progress.yaml", Scale),
        ("assessments/riverbend-2026.yaml", Assessment),
        ("assessments/adopted/riverbend-2025.yaml", AdoptedPlan),
    ],
)
def test_what_a_file_holds_is_told_by_its_keys(path: str, kind: type):
    """Any file of the project can be read without saying what it is."""
    assert type(open_any(path).noun) is kind


def test_a_result_is_no_file_of_a_command():
    """A plan as JSON is told from one that was adopted, with what to do."""
    with pytest.raises(InvalidDataError, match=r"'equity-blocks/plan/1' is a result.*plan --adopt -o FILE"):
        open_any("plan.json", '{"schema": "equity-blocks/plan/1", "actions": []}')


def test_a_deep_file_is_an_error_and_no_crash(tmp_path: Path):
    """A file of 100,000 opening brackets ends no process, whatever it is loaded as."""
    path = tmp_path / "deep.yaml"
    path.write_text("framework: " + "[" * 100_000)
    program = (
        "import sys\n"
        "import equity_blocks as eb\n"
        "for load in (eb.load_framework, eb.load_assessment, eb.load_scale):\n"
        "    try:\n"
        "        load(sys.argv[1])\n"
        "    except eb.InvalidDataError as error:\n"
        "        print(error.problems[0].code)\n"
    )

    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["too_deep"] * 3, "")


def test_a_crosswalk_opens_by_id_and_by_path():
    """And is told by its keys, whatever its name."""
    crosswalk = load_crosswalk("hcplan-apm--ahe-roadmap")
    path = shipped() / "crosswalks" / "hcplan-apm--ahe-roadmap.yaml"

    assert load_crosswalk(path) == load_crosswalk(str(path)) == crosswalk
    assert open_any("hcplan-apm--ahe-roadmap").noun == open_any("x.yaml", path.read_bytes()).noun == crosswalk


def test_a_crosswalk_that_there_is_not_is_told_with_the_nearest():
    """By id, and by path."""
    with pytest.raises(NotFoundError, match=r"did you mean 'hcplan-apm--ahe-roadmap'\?"):
        load_crosswalk("hcplan-apm--ahe-roadmp")
    with pytest.raises(NotFoundError, match="there is no file"):
        load_crosswalk("nowhere/a--b.yaml")


def test_a_tailoring_is_opened_and_known_by_its_keys(tmp_path):
    """It names a framework as an assessment does, and says what an assessment does not."""
    path = tmp_path / "t.yaml"
    path.write_text("framework: hcplan-apm\npractices: {vision-setting: {weight: 2}}\n")
    assert load_tailoring(path).practices["vision-setting"].weight == 2
    assert isinstance(open_any(path).noun, Tailoring)


@pytest.mark.parametrize("more", ["", "targets: {long: partial}\n", "as_of: 2026-01-01\n"])
def test_what_an_assessment_may_say_makes_no_tailoring(tmp_path, more):
    """Keys that both have decide nothing."""
    path = tmp_path / "a.yaml"
    path.write_text(f"framework: hcplan-apm\n{more}")
    assert isinstance(open_any(path).noun, Assessment)


def test_with_ratings_it_is_an_assessment(tmp_path):
    """And then a key of tailorings is a foreign one."""
    path = tmp_path / "a.yaml"
    path.write_text("framework: hcplan-apm\nratings: {}\npractices: {}\n")
    with pytest.raises(InvalidDataError, match="practices: unknown key 'practices'"):
        open_any(path)


FLAT = {
    "id": "mini",
    "title": "Mini \U0001f331",
    "scale": "implementation",
    "blocks": [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "scale": "yes-no"}]}],
}
YES_NO = {"levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1}]}


@pytest.mark.parametrize(
    "source",
    [FLAT, json.dumps(FLAT), json.dumps(FLAT).encode(), json.dumps(FLAT, ensure_ascii=False, indent=2), as_yaml(FLAT)],
)
@pytest.mark.parametrize("scale", [YES_NO, load_scale("implementation").replace(id="yes-no")])
def test_a_framework_is_read_without_files(source, scale):
    """From a mapping, and from JSON and YAML as text or bytes, with shipped scales and scales that are given."""
    framework = read_framework(source, scales={"yes-no": scale})

    assert framework.title == "Mini \U0001f331"
    assert framework.scale == load_scale("implementation")
    assert framework.scale_of("p").id == "yes-no"


def test_what_is_read_stays_as_it_was():
    """Neither the mapping nor the scales are changed, and what is read does not follow later changes."""
    data = copy.deepcopy(FLAT)
    framework = read_framework(data, scales={"yes-no": YES_NO})
    assert data == FLAT
    data["blocks"][0]["practices"].clear()
    assert len(framework.practices) == 1


def test_reading_opens_no_files(tmp_path, monkeypatch):
    """Neither a scale beside, nor a block file, nor what EQUITY_BLOCKS_PATH lists."""
    (tmp_path / "scales").mkdir()
    (tmp_path / "scales" / "yes-no.yaml").write_text("id: yes-no\nlevels: [{id: no, value: 0}, {id: yes, value: 1}]\n")
    (tmp_path / "b.yaml").write_text("id: b\ntitle: B\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EQUITY_BLOCKS_PATH", str(tmp_path))
    with pytest.raises(InvalidDataError, match="no shared scale is called 'yes-no'") as caught:
        read_framework(FLAT)
    assert caught.value.problems[0].data["allowed"] == ("ahe-progress", "implementation")
    with pytest.raises(InvalidDataError, match=r"no files are opened here .*load_framework opens a framework with its"):
        read_framework({**FLAT, "blocks": ["b"]})


def test_problems_of_a_scale_that_is_given_stand_where_it_is_named():
    """There are no lines, and the name stands in place of the file's."""
    with pytest.raises(InvalidDataError, match=r"^tenant-7: blocks\[0\]\.practices\[0\]\.scale\.levels\[0\]\.valeu: "):
        read_framework(FLAT, name="tenant-7", scales={"yes-no": {"levels": [{"id": "no", "value": 0, "valeu": 1}] * 2}})


def test_other_nouns_are_read_likewise():
    """Each from text and from a mapping."""
    assert read_assessment("framework: mini") == read_assessment({"framework": "mini"}) == Assessment(framework="mini")
    tailoring = {"framework": "hcplan-apm", "practices": {"trust-building": {"weight": 2}}}
    assert read_tailoring(json.dumps(tailoring)) == read_tailoring(tailoring)
    crosswalk = load_crosswalk("hcplan-apm--ahe-roadmap")
    assert read_crosswalk(crosswalk.model_dump_json()) == read_crosswalk(crosswalk.model_dump(mode="json")) == crosswalk


@pytest.mark.parametrize(
    ("source", "code"),
    [("", "empty_file"), ("- a", "not_a_mapping"), ({1: 2}, "odd_key"), ({"a": {"b": {3: 4}}}, "odd_key")],
)
def test_what_holds_no_data_is_a_problem(source, code):
    """As in a file."""
    with pytest.raises(InvalidDataError) as caught:
        read_assessment(source)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_mapping_that_stands_inside_itself_is_a_problem():
    """And no crash."""
    data: dict = {"framework": "mini"}
    data["ratings"] = data
    with pytest.raises(InvalidDataError, match="nested more than 64 deep"):
        read_assessment(data)


@pytest.mark.parametrize("load", [load_framework, load_crosswalk, load_scale])
@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "/etc/passwd.yaml", "a.yaml", "frameworks/hcplan-apm", "C:\\x.json"]
)
def test_the_catalogue_alone_may_be_asked(load, name, monkeypatch):
    """A service takes an id from others, and no text leads to a file of its own."""
    monkeypatch.setattr(opening, "content_of", lambda _: pytest.fail("opened"))
    with pytest.raises(NotFoundError, match="is called") as caught:
        load(name, catalogue_only=True)
    assert caught.value.code.startswith("unknown_")
    assert caught.value.data["found"] == name
    assert "a path" not in str(caught.value)


def test_the_catalogue_alone_opens_what_it_has(tmp_path, monkeypatch):
    """A folder of the same name in the working directory is no part of it; a path is of the wrong kind."""
    (tmp_path / "hcplan-apm").mkdir()
    (tmp_path / "hcplan-apm" / "framework.yaml").write_text("id: other\n")
    monkeypatch.chdir(tmp_path)
    assert load_framework("hcplan-apm", catalogue_only=True) == load_framework("hcplan-apm")
    with pytest.raises(UnsuitableError, match=r"source must be text, not a \w*Path"):
        load_framework(Path("hcplan-apm"), catalogue_only=True)


@pytest.mark.parametrize("load", [load_scale, load_goal_template])
def test_text_that_nothing_reads_is_to_be_saved_first(load):
    """There is no function for it, and no name of a file has two lines."""
    with pytest.raises(UnsuitableError, match="this is text, neither an id nor a path: save it in a file") as caught:
        load("id: x\ntitle: X\n")
    assert caught.value.data["found"] == "str"


def test_a_branding_is_opened_with_its_logo_and_read_without_files():
    """From data, a logo stands in it whole."""
    branding = load_branding("assessments/branding/northside.yaml")
    assert branding.logo.startswith("data:image/svg+xml;base64,")
    assert read_branding(branding.model_dump()) == read_branding(branding.model_dump_json()) == branding
    with pytest.raises(InvalidDataError, match=r"not 'northside\.svg'"):
        read_branding({"name": "Acme", "logo": "northside.svg"})
