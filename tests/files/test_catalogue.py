"""The catalogue: what comes with the package, and what happens when an id is given twice."""

import os

import pytest
import yaml

from contract import CROSSWALK
from equity_blocks import (
    InvalidDataError,
    NotFoundError,
    crosswalks,
    frameworks,
    goal_templates,
    load_framework,
    load_goal_template,
    load_scale,
)
from equity_blocks.errors import CatalogueWarning
from equity_blocks.files import catalogue_folders
from equity_blocks.files.catalogue_folders import VARIABLE, SearchFolder, also_from, find, find_all, shipped


def counted(name: str) -> tuple[int, int]:
    """Count the blocks and practices of a shipped framework in its raw YAML, whatever the nesting."""
    folder = shipped() / name
    top = yaml.safe_load((folder / "framework.yaml").read_text(encoding="utf-8"))

    def count(block: dict) -> tuple[int, int]:
        inner = [count(part) for part in block.get("blocks", [])]
        return 1 + sum(b for b, _ in inner), len(block.get("practices", [])) + sum(p for _, p in inner)

    whole = [
        yaml.safe_load((folder / f"{block}.yaml").read_text(encoding="utf-8")) if isinstance(block, str) else block
        for block in top["blocks"]
    ]
    counts = [count(block) for block in whole]
    return sum(b for b, _ in counts), sum(p for _, p in counts)


def test_the_shipped_folder_holds_frameworks_and_scales():
    """The folder is found beside the sources, with the scales that frameworks share."""
    assert (shipped() / "hcplan-apm" / "framework.yaml").is_file()
    assert (shipped() / "scales" / "implementation.yaml").is_file()


def test_ids_are_the_names_of_folders_in_order():
    """Every folder with a main file is a framework, listed by the alphabet."""
    ids = tuple(find_all("framework"))

    assert list(ids) == sorted(ids)
    assert "hcplan-apm" in ids
    assert "scales" not in ids


def test_listings_agree_with_the_raw_files():
    """Blocks and practices are counted as they stand in the YAML, nested ones included."""
    listings = frameworks()

    assert tuple(listing.id for listing in listings) == tuple(find_all("framework"))
    assert {listing.id: (listing.blocks, listing.practices) for listing in listings} == {
        name: counted(name) for name in tuple(find_all("framework"))
    }


def test_a_listing_says_what_a_framework_is_for():
    """Guidance that is never totaled is told apart from what is scored."""
    uses = {listing.id: listing.use for listing in frameworks()}

    assert uses["hcplan-apm"] == uses["ahe-roadmap"] == "assessment"
    assert uses["ric-iccop"] == "guidance"


def test_every_shipped_crosswalk_is_named_after_its_ends():
    """The file, the id, and the two frameworks it joins have the same names."""
    found = crosswalks()

    assert tuple(find_all("crosswalk")) == tuple(crosswalk.id for crosswalk in found)
    assert all(c.id == f"{c.source.framework}--{c.target.framework}" for c in found)
    assert {name for c in found for name in (c.source.framework, c.target.framework)} == set(find_all("framework"))


def test_a_crosswalk_that_is_not_named_after_its_file_is_left_out(tmp_path):
    """It could not be opened by its id."""
    before = crosswalks()
    path = tmp_path / "crosswalks" / "hcplan-apm--contract.yaml"
    path.parent.mkdir()
    path.write_text(CROSSWALK, encoding="utf-8")
    with also_from([tmp_path]):
        assert {crosswalk.id for crosswalk in crosswalks()} == {*(c.id for c in before), "hcplan-apm--contract"}
        path.rename(path.with_name("ours.yaml"))
        why = r"ours\.yaml is left out: its file is called 'ours', but its id is 'hcplan-apm--contract'"
        with pytest.warns(CatalogueWarning, match=why):
            assert crosswalks() == before


SOUND = """\
id: {name}
title: Charter
scale: {scale}
blocks:
  - {{id: b, title: B, practices: [{{id: p, title: P}}]}}
"""


@pytest.fixture(autouse=True)
def _only_what_a_test_makes(monkeypatch):
    """Start without folders of one's own and without plug-ins."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(catalogue_folders, "plugged_in", lambda: ())


def _write(folder, name, text=SOUND, scale="implementation"):
    path = folder / name / "framework.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.format(name=name, scale=scale), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Give a folder of one's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def plugged(tmp_path, monkeypatch):
    """Give the folder of a plug-in."""
    folder = tmp_path / "plugged"
    folder.mkdir()
    monkeypatch.setattr(catalogue_folders, "plugged_in", lambda: (SearchFolder(folder, "plug-in", "acme 1.0"),))
    return folder


@pytest.mark.parametrize("where", ["own", "plugged"])
def test_a_framework_is_found_by_its_id_and_listed_with_its_origin(where, request):
    """With a scale that is shipped, or with one that lies beside it."""
    folder = request.getfixturevalue(where)
    _write(folder, "charter")
    _write(folder, "other", scale="likert")
    (folder / "scales").mkdir()
    (folder / "scales" / "likert.yaml").write_text("id: likert\nlevels: [{id: no, value: 0}, {id: yes, value: 1}]\n")
    assert load_framework("charter").scale == load_framework("hcplan-apm").scale
    assert load_framework("other").scale == load_scale("likert")
    listed = {entry.id: (entry.origin, entry.place) for entry in frameworks() if entry.origin != "shipped"}
    told = ("folder", str(folder)) if where == "own" else ("plug-in", "acme 1.0")
    assert listed == {"charter": told, "other": told}


def test_crosswalks_are_found_too(own):
    """The shipped ones and those of a folder."""
    text = (shipped() / "crosswalks" / "hcplan-apm--ahe-roadmap.yaml").read_text(encoding="utf-8")
    (own / "crosswalks").mkdir()
    text = text.replace("id: hcplan-apm--ahe-roadmap", "id: mine--ahe-roadmap", 1)
    (own / "crosswalks" / "mine--ahe-roadmap.yaml").write_text(text, encoding="utf-8")
    assert len(crosswalks()) == len(find_all("crosswalk")) == len(list((shipped() / "crosswalks").glob("*.yaml"))) + 1


def test_an_id_given_twice_is_an_error_that_names_both_places(own, tmp_path, monkeypatch):
    """By a folder and by the package, or by two folders."""
    mine = _write(own, "hcplan-apm")
    with pytest.raises(InvalidDataError, match="the framework 'hcplan-apm' is given twice") as caught:
        load_framework("hcplan-apm")
    assert str(mine) in str(caught.value)
    assert str(shipped() / "hcplan-apm") in str(caught.value)
    assert [problem.code for problem in caught.value.problems] == ["given_twice"]
    with pytest.raises(InvalidDataError, match="given twice: by equity-blocks itself"):
        frameworks()
    _write(tmp_path / "second", "charter")
    _write(tmp_path / "third", "charter")
    monkeypatch.setenv(VARIABLE, os.pathsep.join(str(tmp_path / name) for name in ("second", "third")))
    with pytest.raises(
        InvalidDataError, match=r"'charter' is given twice: by a folder .*second.* and by a folder .*third"
    ):
        load_framework("charter")


def test_a_plug_in_cannot_take_the_place_of_a_shipped_framework(plugged):
    """Opening the shipped one never asks plug-ins; the list names both places and goes on."""
    _write(plugged, "hcplan-apm")
    assert len(load_framework("hcplan-apm").practices) == 49
    with pytest.warns(CatalogueWarning, match="the framework 'hcplan-apm' is given by equity-blocks itself .* already"):
        assert {entry.origin for entry in frameworks()} == {"shipped"}


def test_a_plug_in_and_a_folder_with_one_id_are_an_error(own, plugged):
    """Nobody can tell which one is meant."""
    _write(own, "charter")
    _write(plugged, "charter")
    with pytest.raises(InvalidDataError, match=r"a folder of your own .* and by the plug-in acme 1\.0"):
        load_framework("charter")
    with pytest.warns(CatalogueWarning, match=r"the plug-in acme 1\.0 .* is left out"):
        assert [entry.origin for entry in frameworks() if entry.id == "charter"] == ["folder"]


BAD = {
    "not-yaml": ("a: [", r"framework\.yaml:1:4: .*not closed"),
    "unsound": (SOUND.replace("title: Charter", "titel: Charter"), "unknown key 'titel'"),
    "other-id": (SOUND.replace("{name}", "magna-carta"), "its folder is called 'charter', but its id is 'magna-carta'"),
}


@pytest.mark.parametrize(("text", "why"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("where", ["own", "plugged"])
def test_a_framework_that_cannot_be_used_is_left_out_of_the_list(where, text, why, request):
    """The list says so and goes on; whoever asks for it gets every problem."""
    _write(request.getfixturevalue(where), "charter", text)
    with pytest.warns(CatalogueWarning, match=why):
        assert "charter" not in {entry.id for entry in frameworks()}
    with pytest.raises(InvalidDataError, match=r"charter|not closed|titel"):
        load_framework("charter")


def test_shipped_frameworks_are_opened_without_asking_plug_ins(monkeypatch):
    """Looking for plug-ins costs time, and they may be broken."""
    monkeypatch.setattr(catalogue_folders, "plugged_in", lambda: pytest.fail("asked"))
    assert load_framework("hcplan-apm").id == "hcplan-apm"
    assert find("scale", "implementation") == shipped() / "scales" / "implementation.yaml"


@pytest.mark.parametrize("name", ["charter", ".", "..", "a\0b", "x" * 5000])
def test_what_lies_nowhere_is_not_found(name):
    """Names that no file can have are not errors of their own."""
    assert find("framework", name) is None


def test_near_names_of_all_places_are_offered(own):
    """Whoever misspells the id of a framework of their own is helped."""
    _write(own, "charter")
    with pytest.raises(NotFoundError, match=r"no framework is called 'chater' .did you mean 'charter'"):
        load_framework("chater")


def test_every_shipped_goal_is_named_after_its_file():
    """So that it can be opened by its id, and by its path."""
    found = goal_templates()
    assert tuple(find_all("goal")) == tuple(template.id for template in found)
    assert (
        load_goal_template(found[0].id) == load_goal_template(shipped() / "goals" / f"{found[0].id}.yaml") == found[0]
    )


def test_goals_of_a_folder_of_ones_own_are_found(tmp_path):
    """Beside those that are shipped."""
    (tmp_path / "goals").mkdir()
    text = (shipped() / "goals" / "postpartum-visit.yaml").read_text(encoding="utf-8")
    (tmp_path / "goals" / "own-visit.yaml").write_text(text.replace("id: postpartum-visit", "id: own-visit"))
    with also_from([tmp_path]):
        assert "own-visit" in [template.id for template in goal_templates()]
        assert load_goal_template("own-visit", catalogue_only=True).measure == "Postpartum care visit"
    with pytest.raises(NotFoundError, match="no goal is called 'own-visit'"):
        load_goal_template("own-visit")


def test_a_goal_has_the_id_that_its_file_is_named_after(tmp_path, monkeypatch):
    """As a framework has that of its folder; a path may be named as one likes."""
    (tmp_path / "goals").mkdir()
    path = tmp_path / "goals" / "own-visit.yaml"
    path.write_bytes((shipped() / "goals" / "postpartum-visit.yaml").read_bytes())
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    message = "the file is called 'own-visit.yaml', but the goal in it has the id 'postpartum-visit'"
    with pytest.raises(InvalidDataError, match=message) as caught:
        load_goal_template("own-visit")
    (problem,) = caught.value.problems
    assert (problem.code, problem.key_path, problem.file) == ("id_mismatch", ("id",), str(path))
    assert load_goal_template(path).id == "postpartum-visit"
