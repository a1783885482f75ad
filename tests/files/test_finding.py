"""The file that an id, a revision or a path names."""

import pytest

from equity_blocks import InvalidDataError, NotFoundError, frameworks, load_framework, load_framework_of
from equity_blocks.files import catalogue_folders
from equity_blocks.files.catalogue_folders import VARIABLE, SearchFolder, shipped
from equity_blocks.files.finding import beside, current_revision, is_path, path_of
from equity_blocks.model import Assessment

TEXT = """\
id: charter
title: Charter
revision: {revision}
scale: {scale}
blocks:
  - {{id: b, title: B, practices: [{{id: p{revision}, title: P}}]}}
"""


def _write(folder, name, revision, scale="implementation"):
    path = folder / name / "framework.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.format(revision=revision, scale=scale), encoding="utf-8")
    return path


@pytest.fixture(params=["folder", "plug-in"])
def place(request, tmp_path, monkeypatch):
    """Give a folder of one's own, or that of a plug-in, with the third revision of a framework, and with the first."""
    folder = tmp_path / "place"
    monkeypatch.delenv(VARIABLE, raising=False)
    if request.param == "folder":
        monkeypatch.setenv(VARIABLE, str(folder))
    plug_ins = (SearchFolder(folder, "plug-in", "acme 1.0"),) if request.param == "plug-in" else ()
    monkeypatch.setattr(catalogue_folders, "plugged_in", lambda: plug_ins)
    _write(folder, "charter", 3)
    _write(folder / "earlier", "charter@1", 1)
    return folder


def test_an_earlier_revision_is_opened_by_its_number(place):
    """Wherever the current one lies; that may be named by its number, too."""
    opened = {name: load_framework(name).revision for name in ("charter", "charter@3", "charter@1")}
    assert opened == {"charter": 3, "charter@3": 3, "charter@1": 1}
    assert current_revision("charter") == 3
    assert [item.revisions for item in frameworks() if item.id == "charter"] == [(1, 3)]
    assert place.is_dir()


@pytest.mark.parametrize("found", ["2", "0", "01", "-1", "1.0", "one", "", "1@1", "../charter@1", "1/../../a", "²"])
@pytest.mark.usefixtures("place")
def test_a_revision_that_is_not_there_is_told_with_those_that_are(found):
    """Whatever stands after the sign leads nowhere else."""
    with pytest.raises(NotFoundError, match=r"has no revision '.*' \(there are charter@1, charter@3\)") as caught:
        load_framework(f"charter@{found}", catalogue_only=True)
    assert caught.value.code == "unknown_revision"
    assert caught.value.data == {"found": int(found) if found == "2" else found, "allowed": (1, 3)}


@pytest.mark.parametrize("name", ["charte@1", "@1", "../place/charter@1", "earlier/charter@1", "charter@1/../charter"])
@pytest.mark.usefixtures("place")
def test_no_text_leads_out_of_the_folders(name):
    """What stands before the sign is an id, or names nothing."""
    with pytest.raises(NotFoundError):
        load_framework(name, catalogue_only=True)


def test_only_frameworks_have_revisions():
    """A crosswalk or a scale of that name is not there."""
    for kind in ("scale", "crosswalk"):
        with pytest.raises(NotFoundError, match="is called"):
            path_of(kind, "implementation@1")


def test_an_earlier_revision_lies_where_the_current_one_does(place, tmp_path, monkeypatch):
    """So nobody else can say what was published; and without a current one there is none."""
    other = tmp_path / "other"
    _write(other / "earlier", "charter@2", 2)
    _write(other, "unrelated", 1)
    (other / "unrelated" / "framework.yaml").write_text(
        TEXT.format(revision=1, scale="implementation").replace("charter", "unrelated", 1), encoding="utf-8"
    )
    monkeypatch.setenv(VARIABLE, str(other))
    monkeypatch.setattr(catalogue_folders, "plugged_in", lambda: (SearchFolder(place, "plug-in", "acme 1.0"),))
    with pytest.raises(NotFoundError, match="there are charter@1, charter@3"):
        load_framework("charter@2")


def test_what_was_published_comes_before_what_is_worked_at(place):
    """While a revision is being written from the last one, its number may not have changed yet."""
    _write(place / "earlier", "charter@3", 3).write_text(
        TEXT.format(revision=3, scale="implementation").replace("title: Charter", "title: Published"), encoding="utf-8"
    )
    assert (load_framework("charter@3").title, load_framework("charter").title) == ("Published", "Charter")
    assert [item.revisions for item in frameworks() if item.id == "charter"] == [(1, 3)]


@pytest.mark.parametrize(("wrong", "key"), [("id: other", "id"), ("revision: 2", "revision")])
def test_a_folder_and_the_framework_in_it_have_one_name(place, wrong, key):
    """Else what is opened would be another revision than the one that was asked for."""
    path = place / "earlier" / "charter@1" / "framework.yaml"
    old = {"id": "id: charter", "revision": "revision: 1"}[key]
    path.write_text(path.read_text(encoding="utf-8").replace(old, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidDataError, match=r"the folder is called 'charter@1', but the framework in it") as caught:
        load_framework("charter@1")
    (problem,) = caught.value.problems
    assert (problem.code, problem.key_path, problem.file) == ("id_mismatch", (key,), str(path))


def test_an_earlier_revision_may_have_the_shared_scales_of_its_place(place):
    """Those of its own folder, those of all earlier ones, or those of the current ones."""
    for i, folder in enumerate((place, place / "earlier", place / "earlier" / "charter@2")):
        (folder / "scales").mkdir(parents=True)
        levels = f"[{{id: no, value: 0}}, {{id: step-{i}, value: 1}}]"
        (folder / "scales" / "ours.yaml").write_text(f"id: ours\nlevels: {levels}\n", encoding="utf-8")
    text = TEXT.format(revision=2, scale="ours")
    (place / "earlier" / "charter@2" / "framework.yaml").write_text(text, encoding="utf-8")
    found = []
    for folder in (place / "earlier" / "charter@2", place / "earlier", place):
        found.append(load_framework("charter@2").scale.ids[1])
        (folder / "scales" / "ours.yaml").unlink()
    assert found == ["step-2", "step-1", "step-0"]


@pytest.mark.parametrize(("named", "found"), [(None, 3), (1, 1), (3, 3), (2, 3), (9, 3)])
@pytest.mark.usefixtures("place")
def test_the_framework_of_an_assessment_is_that_of_its_revision(named, found):
    """Where there is none, and where none is named, it is the current one."""
    assert load_framework_of(Assessment(framework="charter", revision=named)).revision == found


def test_text_is_a_path_by_its_separator_or_its_ending():
    """A revision is none."""
    assert [is_path(text) for text in ("a@1", "a", "a/b", "a.yaml", "a@1.yml", "b\\a")] == [
        False, False, True, True, True, True,
    ]  # fmt: skip


def test_a_framework_beside_a_file_is_found_by_its_id():
    """And by nothing else."""
    assert beside(shipped() / "notes.yaml", "hcplan-apm") == shipped() / "hcplan-apm" / "framework.yaml"
    assert beside(shipped() / "notes.yaml", "earlier") is None
