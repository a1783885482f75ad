import json
from pathlib import Path

import pytest
import yaml

from equity_blocks import load_assessment, load_framework, migrate
from revisions import REMOVED, RENAMED, SPLIT, revised

SAMPLE = "assessments/riverbend-2025.yaml"
BLOCK = "{id: b, title: B, practices: [{id: p, title: P}]}"


@pytest.fixture
def newer(tmp_path):
    """Give the path of a second revision of hcplan-apm."""
    path = tmp_path / "newer.yaml"
    data = revised().model_dump(mode="json", exclude_unset=True, by_alias=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def test_a_migration_is_written_and_told(call, newer, tmp_path):
    """The file fits the newer revision, has every answer, and is readable."""
    out = tmp_path / "out.yaml"
    called = call("migrate", SAMPLE, "--to", newer, "-o", out)
    assert (called.code, called.err) == (0, f"wrote {out}\n")
    assert "36 answers carried over, 2 kept under `retired`" in " ".join(called.out.split())
    assert f"{RENAMED[0]} → {RENAMED[1]}" in called.out
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=assessment.schema.json\nframework: hcplan-apm\n")
    assert f"  {RENAMED[1]}: planned\n" in text
    before, now = load_assessment(SAMPLE), load_assessment(out)
    assert (now.retired[REMOVED][0].rating, now.retired[SPLIT[0]][0].rating) == tuple(
        before.ratings[name] for name in (REMOVED, SPLIT[0])
    )
    assert call("validate", out, "--framework", newer) == (0, f"{out}: fine\n", "")


def test_a_written_migration_reads_back_the_same(call, newer, tmp_path):
    """What JSON shows and what is written are one assessment."""
    called = call("migrate", SAMPLE, "--to", newer, "-o", tmp_path / "out.yaml", "--format", "json")
    made = json.loads(called.out)
    assert made["schema"] == "equity-blocks/migration/1"
    assert load_assessment(tmp_path / "out.yaml").model_dump(mode="json") == made["migrated"]


def test_nothing_is_replaced_or_written_unasked(call, newer, tmp_path):
    """A file that is there needs --force; without -o there is only the report."""
    out = tmp_path / "out.yaml"
    out.write_text("mine", encoding="utf-8")
    assert "exists already" in call("migrate", SAMPLE, "--to", newer, "-o", out).err
    assert out.read_text(encoding="utf-8") == "mine"
    assert call("migrate", SAMPLE, "--to", newer).err == "nothing was written; -o FILE writes the assessment\n"
    assert call("migrate", SAMPLE, "--to", newer, "-o", out, "--force").code == 0
    assert load_assessment(out).revision == 2


def test_the_assessment_goes_to_standard_output(call, newer):
    """And nothing else."""
    called = call("migrate", SAMPLE, "--to", newer, "-o", "-")
    assert (called.code, called.err) == (0, "")
    assert yaml.safe_load(called.out)["revision"] == 2


def test_was_alone_is_enough(call, newer, tmp_path):
    """An assessment of a revision that nobody has any more."""
    text = Path(SAMPLE).read_text(encoding="utf-8")
    old = tmp_path / "old.yaml"
    old.write_text(text.replace("\nrevision: 1\n", "\nrevision: 7\n"), encoding="utf-8")
    found = json.loads(call("migrate", old, "--to", newer, "--format", "json").out)
    assert (found["rated"]["revision"], set(found["migrated"]["retired"])) == (7, {REMOVED, SPLIT[0]})
    assert found["added"] == []


@pytest.mark.parametrize("name", ["1", "hcplan-apm@1"])
def test_the_revision_may_be_named_by_its_number(call, name):
    """Every one of the catalogue can be; others need their file."""
    assert "revision 1 (2024-11) to revision 1" in " ".join(call("migrate", SAMPLE, "--to", name).out.split())
    called = call("migrate", SAMPLE, "--to", "1000")
    assert called.code == 2
    assert "hcplan-apm has no revision '1000' (there are hcplan-apm@1, hcplan-apm@2" in called.err


def test_a_framework_beside_the_file_is_the_current_one(call, files):
    """As it is for `score`, which says that `migrate` carries the answers over."""
    files("mine.yaml", f"{{id: mine, title: M, revision: 4, scale: implementation, blocks: [{BLOCK}]}}")
    path = files("a.yaml", "framework: mine\nrevision: 2\nratings: {p: partial}\n")
    assert "names revision 2, read by revision 4" in " ".join(call("score", path).out.split())
    assert "From revision 2 to revision 4: 1 answer carried over" in call("migrate", path).out


def test_what_was_rated_comes_out_of_the_catalogue(call):
    """Without an option the revision that the file names is found, and the current one is where it leads."""
    found = json.loads(call("migrate", SAMPLE, "--format", "json").out)
    current = load_framework("hcplan-apm")
    assert (found["rated"]["revision"], found["framework"]["revision"]) == (1, current.revision)
    made = migrate(current, load_assessment(SAMPLE), load_framework("hcplan-apm@1"))
    assert found == json.loads(made.model_dump_json())


def test_there_and_back_again_nothing_is_lost(call, tmp_path):
    """From the first revision to the current one and back: what was said stands there as it stood."""
    there, back = tmp_path / "there.yaml", tmp_path / "back.yaml"
    assert call("migrate", SAMPLE, "-o", there).code == 0
    assert call("migrate", there, "--to", "1", "-o", back).code == 0
    given, returned = load_assessment(SAMPLE), load_assessment(back)
    assert returned.replace(final=True, retired={}) == given


def test_what_does_not_fit_has_its_line(call, newer, files):
    """With the older framework at hand."""
    broken = files("a.yaml", "framework: hcplan-apm\nrevision: 1\nratings:\n  vision: partial\n")
    called = call("migrate", broken, "--to", newer)
    assert called.code == 2
    assert called.err.startswith(f"{broken}:4:3: ratings.vision: hcplan-apm has no promising practice 'vision'")


def test_an_older_revision_names_migrate(call, newer, files):
    """Both where practices have gone and where only the number differs."""
    assert "`migrate`" in call("score", SAMPLE, "--framework", newer).err
    older = files("a.yaml", "framework: hcplan-apm\nrevision: 7\nratings: {}\n")
    called = call("validate", older)
    assert called.code == 1
    current = load_framework("hcplan-apm").revision
    assert f"revision 7 was rated, but this is revision {current} (upgrade equity-blocks" in called.err


def test_the_calendar_and_the_tailoring_are_kept(call, newer, files, tmp_path):
    """The path leads from the new file."""
    (tmp_path / "out").mkdir()
    text = Path(SAMPLE).read_text(encoding="utf-8") + "tailoring: ours/t.yaml\nplanning: {capacity: 60}\n"
    called = call("migrate", files("a.yaml", text), "--to", newer, "-o", tmp_path / "out" / "a.yaml")
    assert called.code == 0
    moved = load_assessment(tmp_path / "out" / "a.yaml")
    assert (moved.tailoring, moved.planning.said) == ("../ours/t.yaml", {"capacity": 60.0})
