import pytest

from equity_blocks import load_assessment

ANN = """\
framework: mini
id: of-ann
respondents: [{id: ann, role: board}]
evidence: {plan: {title: Plan}}
ratings:
  vision: {level: partial, evidence: [plan], note: "One site, so far."}
"""
BEN = """\
framework: mini
id: of-ben
evidence: {plan: {title: Another plan}}
ratings:
  vision: {level: planned, evidence: [plan]}
  training: unknown
"""


@pytest.fixture
def pair(files, mini):
    """Give two files that were filled separately, and the options that name their framework."""
    return files("ann.yaml", ANN), files("ben.yaml", BEN), "--framework", mini


def test_two_files_become_one_that_can_be_scored(call, pair, tmp_path):
    """Nothing is lost: both answers, the note, both pieces of evidence."""
    path = tmp_path / "all.yaml"
    called = call("merge", *pair, "-o", path)
    assert called == (0, f"wrote {path}: 2 respondents, answers on 2 practices\n", "")
    merged = load_assessment(path)
    assert merged.ratings["vision"].answers["ann"].note == "One site, so far."
    assert {who: answer.level for who, answer in merged.ratings["vision"].answers.items()} == {
        "ann": "partial",
        "of-ben": "planned",
    }
    assert [entry.title for entry in merged.evidence.values()] == ["Plan", "Another plan"]
    assert call("validate", path, *pair[2:]).code == 0
    assert call("respondents", path, *pair[2:]).code == 0


def test_without_a_file_to_write_it_goes_to_standard_output(call, pair, files):
    """And can be read from there; one of the files may come from standard input."""
    called = call("merge", pair[0], "-", *pair[2:], stdin=BEN)
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("# yaml-language-server")
    assert load_assessment(files("out.yaml", called.out)).ratings.keys() == {"vision", "training"}


def test_an_existing_file_is_kept_unless_forced(call, pair, files):
    """Nothing is overwritten by accident."""
    path = files("all.yaml", "kept")
    called = call("merge", *pair, "-o", path)
    assert called.code == 2
    assert "exists already" in called.err
    assert path.read_text(encoding="utf-8") == "kept"
    assert call("merge", *pair, "-o", path, "--force").code == 0


def test_several_organizations_are_a_partnership_only_if_that_is_said(call, pair, files, tmp_path):
    """Two clients' files do not run together by accident; nor do two years."""
    one = files("one.yaml", f"{ANN}organization: {{id: acme}}\nas_of: 2025-06-30\n")
    two = files("two.yaml", f"{BEN}organization: {{id: oak}}\nas_of: 2026-06-30\n")
    path = tmp_path / "all.yaml"
    called = call("merge", one, two, *pair[2:], "-o", path)
    assert (called.code, called.out, path.exists()) == (2, "", False)
    assert f"organization.id: 'acme' in {one}, but 'oak' in {two} (if these" in called.err
    assert f"as_of: 2025-06-30 in {one}, but 2026-06-30 in {two} (`compare` shows" in called.err
    assert call("merge", one, two, *pair[2:], "-o", path, "--partnership", "--as-of", "2026-06-30").code == 0
    merged = load_assessment(path)
    assert (merged.organization.type, merged.as_of.isoformat()) == ("partnership", "2026-06-30")
    assert [who.organization for who in merged.respondents] == ["acme", "oak"]


def test_a_file_merged_with_itself_is_itself(call, pair, tmp_path):
    """One file is one voice, however often it is named."""
    path = tmp_path / "all.yaml"
    assert call("merge", pair[1], pair[1], *pair[2:], "-o", path).code == 0
    merged = load_assessment(path)
    assert [who.id for who in merged.respondents] == ["of-ben"]
    assert list(merged.ratings["vision"].answers) == ["of-ben"]


def test_what_is_merged_may_be_shared(call, pair):
    """One level stands for the answers, and nobody is named."""
    called = call("merge", *pair, "--share", "client")
    assert called.code == 0
    assert not any(word in called.out for word in ("ann:", "of-ben", "One site", "Another plan"))
    assert "planned" in called.out


def test_clashes_are_told_with_both_files(call, pair, files, tmp_path):
    """And nothing is written."""
    other = files("other.yaml", ANN.replace("partial", "planned"))
    called = call("merge", pair[0], other, *pair[2:], "-o", tmp_path / "all.yaml")
    assert (called.code, called.out) == (2, "")
    assert "ratings.vision.answers.ann: level 'partial'" in called.err
    assert str(pair[0]) in called.err
    assert str(other) in called.err
    assert "give them two ids" in called.err
    assert not (tmp_path / "all.yaml").exists()


def test_another_framework_is_refused(call, pair, files):
    """Before anybody looks for it."""
    other = files("other.yaml", BEN.replace("framework: mini", "framework: nowhere"))
    called = call("merge", pair[0], other)
    assert (called.code, called.out) == (2, "")
    assert "only assessments of one framework can be merged" in called.err


def test_a_file_that_does_not_fit_is_told_at_its_line(call, pair, files):
    """As in every command."""
    broken = files("broken.yaml", BEN.replace("training: unknown", "trainin: unknown"))
    called = call("merge", pair[0], broken, *pair[2:])
    assert (called.code, called.out) == (2, "")
    assert f"{broken}:6:3: ratings.trainin: mini has no practice 'trainin'" in called.err


@pytest.mark.parametrize(
    ("args", "words"),
    [(["a.yaml"], "name two files or more"), (["-", "-"], "standard input (-) can be read only once")],
)
def test_one_file_is_nothing_to_merge(call, args, words):
    """Nor is the same input twice."""
    called = call("merge", *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_the_calendar_and_the_tailoring_are_kept(call, pair, files, tmp_path):
    """The path leads from the new file; two calendars clash."""
    (tmp_path / "out").mkdir()
    files("t.yaml", "framework: mini\npractices: {vision: {weight: 2}}\n")
    more = "tailoring: t.yaml\nplanning: {start: 2027-Q1, capacity: [40, 60]}\n"
    first, second = files("ann.yaml", ANN + more), files("ben.yaml", BEN)
    out = tmp_path / "out" / "all.yaml"
    assert call("merge", first, second, *pair[2:], "-o", out).code == 0
    merged = load_assessment(out)
    assert merged.tailoring == "../t.yaml"
    assert merged.planning.said == {"start": "2027-Q1", "capacity": (40.0, 60.0)}
    assert '"file"' in call("score", out, *pair[2:], "--format", "json").out
    called = call("merge", first, files("ben.yaml", BEN + "planning: {capacity: 60}\n"), *pair[2:], "-o", "-")
    assert (called.code, called.out) == (2, "")
    assert "planning: start '2027-Q1', capacity" in called.err
