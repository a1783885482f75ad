"""Folders of one's own and plug-ins, sound and broken."""

import os
import sys
import warnings
from importlib.metadata import EntryPoint

import pytest

from equity_blocks.errors import CatalogueWarning
from equity_blocks.files.catalogue_folders import GROUP, VARIABLE, also_from, own_places, plugged_in, shipped

CHARTER = "id: charter\ntitle: Charter\nscale: implementation\nblocks: []\n"


@pytest.fixture(autouse=True)
def _no_places(monkeypatch):
    """Start without folders of one's own."""
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def place(tmp_path):
    """Give a function that makes a folder with one framework."""

    def making(name):
        framework = tmp_path / name / "charter" / "framework.yaml"
        framework.parent.mkdir(parents=True)
        framework.write_text(CHARTER, encoding="utf-8")
        return tmp_path / name

    return making


@pytest.fixture
def plug_in(tmp_path, monkeypatch):
    """Give a function that announces an entry point, and forgets what was imported of it."""
    points = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: points if group == GROUP else [])
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def announcing(value, name="acme"):
        points.append(EntryPoint(name, value, GROUP))

    yield announcing
    for module in set(sys.modules) - before:
        del sys.modules[module]


def test_folders_that_are_given_come_before_those_of_the_environment(place, monkeypatch):
    """Each once, however often it is named, and only while they are given."""
    one, two = place("one"), place("two")
    monkeypatch.setenv(VARIABLE, os.pathsep.join([str(one), "", str(two), str(one)]))
    assert [entry.folder for entry in own_places()] == [one, two]
    with also_from([two]), also_from([str(two / "..") + "/two"]):
        assert [entry.folder for entry in own_places()] == [two, one]
    assert {(entry.origin, entry.name) for entry in own_places()} == {("folder", str(one)), ("folder", str(two))}


def test_the_shipped_folder_is_no_place_of_ones_own(monkeypatch):
    """Else every shipped id would be given twice."""
    monkeypatch.setenv(VARIABLE, str(shipped()))
    assert own_places() == ()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda _: None, "there is no folder"),
        (lambda folder: folder.mkdir(), r"there is no \*/framework.yaml"),
        (lambda folder: (folder.mkdir(), (folder / "framework.yaml").write_text(CHARTER)), "give the folder above it"),
    ],
    ids=["missing", "empty", "a framework itself"],
)
def test_a_folder_with_nothing_in_it_is_told(make, why, tmp_path, monkeypatch):
    """It is left out, and nothing stops."""
    make(tmp_path / "mine")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine"))
    with pytest.warns(CatalogueWarning, match=f"mine is left out: .*{why}"):
        assert own_places() == ()


@pytest.mark.parametrize("kind", ["package", "namespace", "module"])
def test_a_plug_in_is_a_package_or_a_module(place, plug_in, kind):
    """Its folder is the place; a package of data needs no __init__.py."""
    folder = place("acme")
    if kind == "package":
        (folder / "__init__.py").write_text("", encoding="utf-8")
    if kind == "module":
        (folder / "within.py").write_text("", encoding="utf-8")
        sys.path.insert(0, str(folder))
    plug_in("within" if kind == "module" else "acme")
    try:
        assert [(entry.folder, entry.origin, entry.name) for entry in plugged_in()] == [(folder, "plug-in", "acme")]
    finally:
        sys.path[:] = [entry for entry in sys.path if entry != str(folder)]


BROKEN = {
    "missing": (None, "acme", "acme cannot be imported: ModuleNotFoundError: No module named 'acme'"),
    "raising": ("1 / 0", "acme", "acme cannot be imported: ZeroDivisionError: division by zero"),
    "leaving": ("raise SystemExit(3)", "acme", "acme cannot be imported: SystemExit: 3"),
    "no-such-name": ("", "acme:FOLDER", "acme:FOLDER cannot be imported: AttributeError"),
    "no-module": ("FOLDER = 1", "acme:FOLDER", "its entry point acme:FOLDER names no package or module with a folder"),
    "built-in": ("", "sys", "its entry point sys names no package or module with a folder"),
    "empty": ("", "acme", r"there is no \*/framework.yaml"),
    "moved": ("__path__ = ['gone']", "acme", "there is no folder gone"),
}


@pytest.mark.parametrize(("code", "value", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plug_in_warns_and_never_stops(code, value, why, plug_in, place):
    """Whatever is wrong with it, the next one is found."""
    tmp_path = place("sound").parent
    if code is not None:
        (tmp_path / "acme").mkdir()
        (tmp_path / "acme" / "__init__.py").write_text(code, encoding="utf-8")
    plug_in(value)
    plug_in("sound", name="sound")
    with pytest.warns(CatalogueWarning, match=f"the plug-in acme is left out: {why}"):
        assert [entry.name for entry in plugged_in()] == ["sound"]


def test_two_entry_points_to_one_folder_are_one_place(place, plug_in):
    """Such as those of a package that is installed twice."""
    place("acme")
    plug_in("acme")
    plug_in("acme", name="again")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(plugged_in()) == 1


def test_what_a_plug_in_prints_goes_to_standard_error(place, plug_in, capsys):
    """Standard output may be a document."""
    (place("acme") / "__init__.py").write_text("print('Hello')", encoding="utf-8")
    plug_in("acme")
    assert [entry.name for entry in plugged_in()] == ["acme"]
    assert capsys.readouterr() == ("", "Hello\n")


def test_entry_points_that_cannot_be_read_warn_and_never_stop(monkeypatch):
    """One broken distribution keeps Python from listing those of all others."""

    def broken(**_):
        raise ValueError("no version")

    monkeypatch.setattr("importlib.metadata.entry_points", broken)
    with pytest.warns(CatalogueWarning, match="every plug-in is left out: .* cannot be read: no version"):
        assert plugged_in() == ()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
@pytest.mark.parametrize("mode", [0o000, 0o444, 0o333, 0o555])
def test_a_folder_that_may_not_be_read_is_named_as_such(tmp_path, monkeypatch, mode):
    """It is there: whoever is told that there is nothing looks in the wrong place."""
    folder = tmp_path / "locked"
    (folder / "mini").mkdir(parents=True)
    (folder / "mini" / "framework.yaml").write_text("id: mini\n")
    folder.chmod(mode)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, "locked")
    user = os.geteuid()
    if not user:
        os.seteuid(65534)  # an administrator may read everything
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            places = own_places()
    finally:
        if not user:
            os.seteuid(user)
        folder.chmod(0o755)
    readable = mode == 0o555
    assert [place.name for place in places] == (["locked"] if readable else [])
    said = "the folder locked is left out: locked cannot be read: Permission denied"
    assert [str(warning.message) for warning in told] == ([] if readable else [said])
