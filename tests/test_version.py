import tomllib
from pathlib import Path

from equity_blocks.version import VERSION

PROJECT = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_build_reads_the_version_of_the_package():
    """It is written once, so that a result never names another version than the one that is installed."""
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/equity_blocks/version.py"
    assert "version" in PROJECT["project"]["dynamic"]


def test_the_version_can_be_kept_in_a_file():
    """Three numbers and nothing of where it was built."""
    assert [part.isdigit() for part in VERSION.split(".")] == [True, True, True]
