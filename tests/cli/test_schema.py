import json
from pathlib import Path

import pytest

from equity_blocks.exchange.stored_results import RESULT_KINDS

KINDS = ["framework", "block", "scale", "assessment", "tailoring", "crosswalk", "goal", "adopted-plan", "branding"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_goes_to_standard_output(call, kind):
    """It is that of the shipped file."""
    called = call("schema", kind)
    assert (called.code, called.err) == (0, "")
    assert called.out == Path(f"frameworks/schema/{kind}.schema.json").read_text(encoding="utf-8")


def test_the_help_lists_every_kind_once(call):
    """Below the options, so that the usage stays one line."""
    text = " ".join(call("schema", "--help").out.split())
    assert "schema [OPTIONS] [KIND] " in text
    assert f"KIND is one of {', '.join((*KINDS, *RESULT_KINDS))}." in text


def test_the_schema_of_a_result_is_given_alone(call, tmp_path):
    """It is printed, or written where its kind is named; the folder of an editor holds those of files alone."""
    called = call("schema", "scorecard")
    assert json.loads(called.out)["properties"]["schema"]["const"] == "equity-blocks/scorecard/1"
    assert call("schema", "plan", "-o", tmp_path).out == f"wrote {tmp_path / 'plan.schema.json'}\n"


def test_all_schemas_go_into_a_folder(call, tmp_path):
    """The folder is made; each file is named."""
    folder = tmp_path / "new" / "schema"
    called = call("schema", "-o", folder)
    assert (called.code, called.err) == (0, "")
    names = [f"{kind}.schema.json" for kind in KINDS]
    assert called.out == "".join(f"wrote {folder / name}\n" for name in names)
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_an_existing_schema_is_kept_without_force(call, tmp_path):
    """The file stays as it was, until --force replaces it."""
    path = tmp_path / "scale.schema.json"
    path.write_text("mine")
    called = call("schema", "scale", "-o", tmp_path)
    assert (called.code, called.out) == (2, "")
    assert "exists already; nothing was written" in called.err
    assert path.read_text() == "mine"
    assert call("schema", "scale", "-o", tmp_path, "--force").code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["title"] == "equity-blocks scale"


def test_without_a_kind_or_a_folder_there_is_nothing_to_give(call):
    """The message lists the kinds."""
    called = call("schema")
    assert (called.code, called.out) == (2, "")
    kinds = ", ".join((*KINDS, *RESULT_KINDS))
    assert f"name one of {kinds}, or a folder with -o" in called.err


def test_an_unknown_kind_is_refused(call):
    """The message lists the kinds."""
    called = call("schema", "plans")
    assert (called.code, called.out) == (2, "")
    assert "'plans' is not one of 'framework', 'block', 'scale', 'assessment', 'tailoring', 'crosswalk'" in called.err


def test_a_file_in_place_of_the_folder_is_the_callers_mistake(call, mini):
    """It ends like any other bad path, not as an internal error."""
    called = call("schema", "-o", mini)
    assert (called.code, called.out) == (2, "")
    assert str(mini) in called.err
    assert "internal error" not in called.err
