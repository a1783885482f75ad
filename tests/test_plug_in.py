"""A second distribution, built and installed here, that ships a framework through the entry point."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("build", reason="the package is built with `build`, which is not installed")
pytest.importorskip("hatchling", reason="building without a network needs hatchling, which is not installed")

SOURCE = Path(__file__).resolve().parent.parent / "src"
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "clinic-charter"
version = "1.2"

[project.entry-points."equity_blocks.frameworks"]
clinics = "clinic_charter"

[tool.hatch.build.targets.wheel]
packages = ["clinic_charter"]
"""
FRAMEWORK = """\
id: clinic-charter
title: Charter of the clinics
edition: "2026"
scale: implementation
blocks:
  - id: welcome
    title: Welcome
    practices:
      - {id: hours, title: Hours that people can keep, question: Are there evening hours?, effort: S}
      - id: languages
        title: Languages
        question: Is everybody understood?
        scale: yes-or-no
        requires: [{practice: hours, why: Interpreters work at those hours.}]
"""
SCALE = "id: yes-or-no\nlevels: [{id: no-yet, value: 0}, {id: done, value: 1}]\n"
RATINGS = "framework: clinic-charter\nratings: {hours: partial, languages: no-yet}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the wheel and install it into a folder of its own, as pip does."""
    folder = tmp_path_factory.mktemp("plug-in")
    for name, text in {
        "pyproject.toml": PROJECT,
        "clinic_charter/__init__.py": "",
        "clinic_charter/clinic-charter/framework.yaml": FRAMEWORK,
        "clinic_charter/scales/yes-or-no.yaml": SCALE,
    }.items():
        path = folder / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _done("build", "-q", "--wheel", "--no-isolation", "--outdir", folder, folder / "project")
    (wheel,) = folder.glob("*.whl")
    _done("pip", "install", "-q", "--no-deps", "--no-index", "--target", folder / "site", wheel)
    return folder / "site"


def _done(module, *args):
    done = subprocess.run([sys.executable, "-m", module, *map(str, args)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def asked(site, tmp_path):
    """Give a function that asks the command line of a process which finds the plug-in."""
    (tmp_path / "a.yaml").write_text(RATINGS, encoding="utf-8")

    def asking(*args, also=""):
        places = os.pathsep.join(filter(None, (str(SOURCE), str(site), also)))
        environment = {**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", "equity_blocks", *args]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    return asking


def test_its_framework_is_listed_with_the_distribution(asked):
    """By name and version, beside the shipped ones."""
    listed = {item["id"]: item for item in json.loads(asked("frameworks", "--format", "json").stdout)}
    assert len(listed) == 6
    assert (listed["clinic-charter"]["origin"], listed["clinic-charter"]["place"]) == ("plug-in", "clinic-charter 1.2")


def test_its_framework_is_scored_and_planned_like_our_own(asked):
    """With a shipped scale and one that it brings along."""
    card = json.loads(asked("score", "a.yaml", "--format", "json").stdout)
    assert card["score"]["value"] == 0.25
    plan = json.loads(asked("plan", "a.yaml", "--all", "--format", "json").stdout)
    assert [action["practice"] for action in plan["actions"]] == ["hours", "languages"]
    assert asked("validate", "a.yaml").stdout == "a.yaml: fine\n"
    assert "Hours that people can keep" in asked("init", "clinic-charter").stdout


def test_a_broken_neighbour_warns_and_never_stops(asked, tmp_path):
    """On standard error, once, and the result is the same."""
    info = tmp_path / "more" / "broken-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[equity_blocks.frameworks]\nb = broken_charter\n", encoding="utf-8")
    done = asked("score", "a.yaml", "--format", "json", also=str(tmp_path / "more"))
    assert json.loads(done.stdout)["score"]["value"] == 0.25
    assert done.stderr == (
        "warning: the plug-in broken 1.0 is left out: broken_charter cannot be imported: "
        "ModuleNotFoundError: No module named 'broken_charter'\n"
    )
