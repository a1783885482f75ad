"""Files into nouns: shipped files, paths, folders, and files that were damaged at random."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from equity_blocks.errors import FileAccessError, InvalidDataError, NotFoundError
from equity_blocks.files.catalogue import framework_ids, shipped
from equity_blocks.files.content import MAX_BYTES
from equity_blocks.files.loading import (
    load_assessment,
    load_crosswalk,
    load_framework,
    load_scale,
    load_tailoring,
    read_any,
    read_assessment,
    read_framework,
)
from equity_blocks.model import Assessment, Block, Framework, Scale, misfits
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.model.tailoring import Tailoring

ROOT = Path(__file__).resolve().parents[2]
ASSESSMENTS = sorted((ROOT / "assessments").glob("*.yaml"))
TOP = "id: mini\ntitle: Mini\nscale: implementation\n"
LONG = "x" * 5000


@pytest.mark.parametrize("name", framework_ids())
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


@pytest.mark.parametrize("load", [load_framework, load_assessment, load_scale, read_any])
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

    for load in (load_framework, load_assessment, load_scale, read_any):
        with pytest.raises(InvalidDataError, match=r"a\.yaml:1:1: the file is empty"):
            load(path)


@pytest.mark.parametrize("text", ["- a\n", "a\n", "12\n", "false\n", "[]\n"])
def test_a_file_that_is_no_mapping_is_told(tmp_path: Path, text: str):
    """A list or a single value is no framework, assessment or scale."""
    path = tmp_path / "a.yaml"
    path.write_text(text)

    for load in (load_framework, load_assessment, load_scale, read_any):
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
    assert read_assessment("-", "framework: mini\n").noun == Assessment(framework="mini")
    assert read_framework("-", f"{TOP}blocks: []\n".encode()).noun.id == "mini"
    with pytest.raises(InvalidDataError, match=r"^-:2:1: rating: unknown key 'rating'"):
        read_assessment("-", "framework: mini\nrating: {}\n")


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

    framework = read_framework("a.yaml", text).noun

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
        read_framework("a.yaml", f'id: mini\ntitle: Mini\nscale: "{name}"\nblocks: []\n')


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
    assert type(read_any(path).noun) is kind


def test_a_result_is_not_read_again():
    """A plan as JSON is told from one that was adopted, with what to do."""
    with pytest.raises(InvalidDataError, match=r"'equity-blocks/plan/1' is a result.*plan --adopt -o FILE"):
        read_any("plan.json", '{"schema": "equity-blocks/plan/1", "actions": []}')


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
    assert read_any("hcplan-apm--ahe-roadmap").noun == read_any("x.yaml", path.read_bytes()).noun == crosswalk


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
    assert isinstance(read_any(path).noun, Tailoring)


@pytest.mark.parametrize("more", ["", "targets: {long: partial}\n", "as_of: 2026-01-01\n"])
def test_what_an_assessment_may_say_makes_no_tailoring(tmp_path, more):
    """Keys that both have decide nothing."""
    path = tmp_path / "a.yaml"
    path.write_text(f"framework: hcplan-apm\n{more}")
    assert isinstance(read_any(path).noun, Assessment)


def test_with_ratings_it_is_an_assessment(tmp_path):
    """And then a key of tailorings is a foreign one."""
    path = tmp_path / "a.yaml"
    path.write_text("framework: hcplan-apm\nratings: {}\npractices: {}\n")
    with pytest.raises(InvalidDataError, match="practices: unknown key 'practices'"):
        read_any(path)
