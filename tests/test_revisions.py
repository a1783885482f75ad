"""What was published once: each earlier revision as it was, and what every command says that reads one."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import pytest

import equity_blocks as eb
from equity_blocks.cli.app import run
from equity_blocks.files.catalogue_folders import EARLIER, shipped

PUBLISHED = {
    "ahe-roadmap@1": "73e5d60ee7b78e4f",
    "chcs-acap@1": "f4a21f13e1005a63",
    "hcplan-apm@1": "bf35280e122d7950",
    "ric-iccop@1": "e1ba826c240519ce",
    "rise-to-health-payers@1": "fef9a3f9c425dc83",
}
"""Hashes of the folders; one is added with each revision, and none ever changes."""
SAMPLE = "assessments/riverbend-2025.yaml"


def _hash(folder):
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def test_what_was_published_never_changes():
    """Byte for byte; whoever has to mend a text makes a new revision."""
    assert {folder.name: _hash(folder) for folder in (shipped() / EARLIER).iterdir()} == PUBLISHED


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_revision_can_be_opened(name):
    """It is what its folder says, and the current one is no earlier."""
    opened, _, revision = eb.load_framework(name), *name.rpartition("@")[1:]
    assert f"{opened.id}@{opened.revision}" == name
    assert int(revision) <= eb.load_framework(opened.id).revision


@pytest.mark.parametrize("listing", eb.frameworks(), ids=lambda listing: listing.id)
def test_no_revision_is_missing(listing):
    """From the first to the current one."""
    assert listing.revisions == tuple(range(1, eb.load_framework(listing.id).revision + 1))


def test_the_published_sample_has_the_figures_that_it_was_published_with():
    """By its own revision, whatever has become of the framework since."""
    published = eb.load_assessment(SAMPLE)
    card = eb.score(eb.load_framework_of(published), published)
    assert (published.final, card.final, card.framework.revision, card.named_revision) == (True, True, 1, None)
    assert (card.score.value, card.score.low, card.score.high) == pytest.approx(
        (0.21278273809523812, 0.15623015873015872, 0.43059523809523814), abs=1e-15
    )
    assert [block.value for block in card.blocks] == pytest.approx([0.2734375, 0.25, 3 / 28, 1 / 3, 0.1])


@pytest.mark.parametrize("path", sorted(Path("assessments").glob("*.yaml")), ids=lambda path: path.stem)
def test_samples_that_go_on_name_the_current_revision(path):
    """What is final stays as it was published; what is a draft was carried over, and each fits what it names."""
    said = eb.load_assessment(path)
    current = eb.load_framework(said.framework).revision
    assert said.revision == (1 if said.final else current)
    assert eb.score(eb.load_framework_of(said), said).named_revision is None


def test_what_a_revision_lacks_is_carried_over_and_scored_by_the_current_one():
    """Nothing that was said is lost on the way."""
    published = eb.load_assessment(SAMPLE)
    current, older = eb.load_framework(published.framework), eb.load_framework_of(published)
    made = eb.migrate(current, published, older)
    assert [item.id for item in made.practices if item.said and not (item.carried or item.retired)] == []
    assert made.migrated.revision == current.revision
    assert eb.score(current, made.migrated).scope.rated + len(made.migrated.retired) >= 35


CHARTER = """\
id: charter
title: Charter
revision: {revision}
scale: implementation
scoring: {{bands: [{{id: low, title: Low, from: 0}}, {{id: high, title: High, from: 0.5}}]}}
blocks:
  - id: b
    title: B
    practices:
      - {{id: one, title: One, weight: {weight}}}
      - {{id: two, title: Two, effort: S}}
"""
SAID = "framework: charter\nas_of: {year}-01-01\nrevision: {revision}\nratings: {{one: in-place, two: planned}}\n"
BY_EARLIER = "by revision 1; revision 3 is current: `migrate` carries the answers over"
"""What stands in the first lines where the earlier revision is used."""


@pytest.fixture
def call(capsys, monkeypatch):
    """Give a function that calls the command line and says how it ended and what it wrote."""
    monkeypatch.setenv("COLUMNS", "80")

    def calling(*args):
        return Called(run([str(arg) for arg in args]), *capsys.readouterr())

    return calling


class Called(NamedTuple):
    """What a call gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def revised(tmp_path, monkeypatch):
    """Give a folder with the third revision of a framework and the first, and a function that writes assessments."""
    for revision, folder in ((3, "charter"), (1, "earlier/charter@1")):
        path = tmp_path / "own" / folder / "framework.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(CHARTER.format(revision=revision, weight=revision), encoding="utf-8")
    monkeypatch.setenv("EQUITY_BLOCKS_PATH", str(tmp_path / "own"))

    def writing(revision, year=2026):
        path = tmp_path / f"{year}-{revision}.yaml"
        path.write_text(SAID.format(revision=revision, year=year), encoding="utf-8")
        return path

    return writing


COMMANDS = [
    ["score"], ["plan"], ["explain"], ["explain", "one"], ["stability"], ["evidence"], ["respondents"],
    ["reach", "high"], ["plan", "--set", "two=partial"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_reads_an_assessment_by_the_revision_that_it_names(call, revised, command):
    """And says so in its first lines, where there is a later one, or where that revision is not there."""
    name, *more = command
    for revision, used, said in ((1, 1, BY_EARLIER), (3, 3, ""), ("null", 3, ""), (
        2, 3, "names revision 2, read by revision 3: `migrate` carries the answers over")):  # fmt: skip
        called = call(name, revised(revision), *more)
        assert called.code == 0
        top = " ".join(called.out.split("\n\n")[0].split())
        assert top.endswith(f"as of 2026-01-01{' · ' if said else ''}{said}")
        made = json.loads(call(name, revised(revision), *more, "--format", "json").out)
        assert (made["framework"]["revision"], made["named_revision"]) == (used, 2 if revision == 2 else None)


def test_a_framework_that_is_given_is_used_as_it_is(call, revised):
    """Whatever the file names."""
    called = call("score", revised(1), "--framework", "charter", "--format", "json")
    made = json.loads(called.out)
    assert (made["framework"]["revision"], made["named_revision"]) == (3, 1)


def test_a_translation_says_by_which_revision_its_source_was_read(call, revised, tmp_path):
    """The head of a translation is that of the framework that it is read in."""
    path = tmp_path / "own" / "crosswalks" / "charter--ahe-roadmap.yaml"
    path.parent.mkdir()
    path.write_text(
        "{id: charter--ahe-roadmap, title: T, from: {framework: charter}, to: {framework: ahe-roadmap}, mappings: []}",
        encoding="utf-8",
    )
    found = {revision: call("translate", revised(revision), "--to", "ahe-roadmap") for revision in (1, 2, 3)}
    assert [called.code for called in found.values()] == [0, 0, 0]
    assert f"charter {BY_EARLIER}" in " ".join(found[1].out.split())
    read_by = "names revision 2 of charter, and is read by revision 3: `migrate` carries the answers over\n"
    assert found[2].err.endswith(read_by)
    assert "revision" not in found[3].out.split("\n\n")[0] + found[1].err + found[3].err


@pytest.mark.usefixtures("revised")
def test_what_lies_among_the_earlier_ones_is_listed_where_it_is_earlier(tmp_path):
    """The last one listed is that which its id opens."""
    path = tmp_path / "own" / EARLIER / "charter@7" / "framework.yaml"
    path.parent.mkdir()
    path.write_text(CHARTER.format(revision=7, weight=1), encoding="utf-8")
    assert [listing.revisions for listing in eb.frameworks() if listing.id == "charter"] == [(1, 3)]


def test_a_revision_that_is_not_at_hand_is_not_said_to_have_made_a_figure(call, revised):
    """Neither by the revision of now, nor by the current one, which may be another one."""
    for now in (1, 3):
        called = call("compare", revised(2), revised(now))
        text = " ".join(called.out.split())
        assert called.code == 0
        assert f"Both are read by revision {now}; what was published by revision 2 is not at hand." in text
        assert "As published" not in text


def test_what_is_counted_is_counted_in_the_current_revision(call, revised):
    """An earlier one is carried over, and that is said; where it is not there, the answers are read as they are."""
    said = {
        1: "carried over from revision 1 of charter to revision 3\n",
        2: "`migrate` carries the answers over\n",
        3: "",
    }
    for revision, text in said.items():
        called = call("coverage", revised(revision), "--format", "json")
        assert (called.code, called.err.rpartition(": ")[2]) == (0, text)
        (row,) = (row for row in json.loads(called.out)["frameworks"] if row["id"] == "charter")
        assert (row["practices"], row["spoken_for"]) == (2, 2)


def test_a_check_says_by_which_revision_it_was_made(call, revised):
    """What was rated by an earlier revision is fine; what names one that is not there is a finding."""
    called = call("validate", revised(1), revised(3))
    assert called.code == 0
    first, second = called.out.splitlines()
    assert first.endswith("fine (charter by revision 1; revision 3 is current)")
    assert second.endswith("fine")
    called = call("validate", revised(2))
    assert (called.code, "revision 2 was rated, but this is revision 3" in called.err) == (1, True)


def test_an_earlier_revision_is_shown_like_any_framework(call, revised):
    """Show, graph, lint, diff, init and validate; `show` says that there is a later one."""
    assert "revision 1 · 2 practices · revision 3 is current" in call("show", "charter@1").out
    assert "is current" not in call("show", "charter@3").out
    assert call("graph", "charter@1").code == 0
    assert call("lint", "charter@1").code in (0, 1)
    assert call("validate", "charter@1").out == "charter@1: fine\n"
    assert "\nrevision: 1\n" in call("init", "charter@1").out
    called = call("diff", "charter@1", "charter")
    assert (called.code, "charter revision 1 → charter revision 3" in called.out) == (1, True)
    called = call("show", "charter@2")
    assert (called.code, called.out) == (2, "")
    assert "charter has no revision '2' (there are charter@1, charter@3)" in called.err
    assert revised(1).exists()


def test_a_comparison_over_revisions_tells_both_figures(call, revised):
    """By hand: (0.75 + 0.25) / 2 as published, (3 x 0.75 + 0.25) / 4 where the first practice counts three times."""
    called = call("compare", revised(1, 2025), revised(3))
    assert called.code == 0
    text = " ".join(called.out.split())
    assert "As published, the score went from 50.0% (by revision 1) to 62.5% (by revision 3): +12.5 points." in text
    assert "What was rated then, read again by revision 3, gives 62.5%: 0.0 points since." in text
    made = json.loads(call("compare", revised(1, 2025), revised(3), "--format", "json").out)
    assert (made["score"]["before"], made["reread"]["before"]) == (0.5, 0.625)
    assert (made["reread"]["change"], made["like_for_like"]["change"]) == (0, 0)
    assert (made["before"]["framework"]["revision"], made["framework"]["revision"]) == (1, 3)
    same = json.loads(call("compare", revised(1, 2025), revised(1), "--format", "json").out)
    assert (same["reread"], same["framework"]["revision"], same["score"]["change"]) == (None, 1, 0)
    lost = json.loads(call("compare", revised(2, 2025), revised(3), "--format", "json").out)
    assert (lost["reread"], lost["split"][0]["change"]) == (None, None)
