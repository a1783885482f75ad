import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("build", reason="the package is built with `build`, which is not installed")
pytest.importorskip("hatchling", reason="building without a network needs hatchling, which is not installed")

ROOT = Path(__file__).resolve().parent.parent
DATA = [path.relative_to(ROOT) for path in sorted((ROOT / "frameworks").rglob("*")) if path.is_file()]
CODE = [path.relative_to(ROOT / "src") for path in sorted((ROOT / "src").rglob("*.py"))]
TEMPLATES = [
    path.relative_to(ROOT / "src")
    for wing in ("exchange", "reports")
    for path in sorted((ROOT / "src" / "equity_blocks" / wing / "templates").rglob("*"))
    if path.is_file()
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the source distribution, and the wheel from it, so that the former is whole."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "-q", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory):
    """Unpack the wheel as an installation would."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(folder)
    return folder


def test_the_wheel_holds_code_and_frameworks(unpacked):
    """Every module, template, framework, scale and schema, byte for byte, and what type checkers look for."""
    for path in (*CODE, *TEMPLATES):
        assert (unpacked / path).read_bytes() == (ROOT / "src" / path).read_bytes()
    for path in DATA:
        assert (unpacked / "equity_blocks" / path).read_bytes() == (ROOT / path).read_bytes()
    assert (unpacked / "equity_blocks" / "py.typed").is_file()
    assert (unpacked / "equity_blocks" / "__init__.pyi").is_file()
    names = {str(path) for path in DATA}
    kinds = ("framework", "block", "scale", "assessment", "tailoring", "crosswalk", "branding")
    assert {f"frameworks/schema/{kind}.schema.json" for kind in kinds} <= names
    assert {"frameworks/scales/implementation.yaml", "frameworks/hcplan-apm/framework.yaml"} <= names
    assert "frameworks/earlier/hcplan-apm@1/framework.yaml" in names


def test_the_wheel_holds_nothing_else(unpacked):
    """No tests, no samples, no caches."""
    for_type_checkers = {"equity_blocks/py.typed", "equity_blocks/__init__.pyi"}
    expected = {*map(str, (*CODE, *TEMPLATES)), *(f"equity_blocks/{path}" for path in DATA), *for_type_checkers}
    found = {
        str(path.relative_to(unpacked))
        for path in unpacked.rglob("*")
        if path.is_file() and "__pycache__" not in str(path)
    }
    assert {name for name in found if ".dist-info/" not in name} == expected


def test_the_wheel_says_what_it_is(unpacked):
    """The command, the license and the readme go with it."""
    (info,) = unpacked.glob("*.dist-info")
    assert "equity-blocks = equity_blocks.cli:main" in (info / "entry_points.txt").read_text(encoding="utf-8")
    assert (info / "licenses" / "LICENSE").is_file()
    metadata = (info / "METADATA").read_text(encoding="utf-8")
    assert "License-Expression: Apache-2.0" in metadata
    assert "\n# equity-blocks\n" in metadata


def test_the_wheel_works_without_the_sources(unpacked, tmp_path):
    """Somewhere else on the disk the command plans, and finds the framework inside the package."""
    code = "import sys\nfrom equity_blocks import cli\nprint(cli.__file__, file=sys.stderr)\ncli.main(sys.argv[1:])"
    sample = str(ROOT / "assessments" / "riverbend-2026.yaml")
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code, "plan", sample, "--format", "json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0
    assert Path(done.stderr.strip()).is_relative_to(unpacked)
    assert done.stdout.startswith("{")


def test_the_source_distribution_can_be_tested_and_read(built):
    """It also holds the tests, the samples, the frameworks, the changelog and the license."""
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "tests/conftest.py"} <= names
    assert {str(path) for path in DATA} <= names
    assert {f"src/{path}" for path in CODE} <= names
    assert {f"assessments/{path.name}" for path in (ROOT / "assessments").glob("*.yaml")} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith((".hypothesis", ".mypy_cache"))]
