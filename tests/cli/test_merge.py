from pathlib import Path

import pytest

from equity_blocks import load_assessment

TWICE = Path("tests/cases/public/p20")

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


def _twice(call, *args):
    """Merge the two files of one person, who gives one practice two levels on two dates."""
    return call("merge", TWICE / "first.yaml", TWICE / "second.yaml", "--framework", TWICE / "framework.yaml", *args)


def test_the_same_person_twice_is_refused(call, tmp_path):
    """Two dates first; then the practice with both levels, and the file of each. Nothing is written."""
    path = tmp_path / "all.yaml"
    called = _twice(call, "-o", path)
    assert (called.code, called.out, path.exists()) == (2, "", False)
    assert "as_of: 2026-01-10 in" in called.err
    called = _twice(call, "-o", path, "--as-of", "2026-03-10")
    assert (called.code, called.out, path.exists()) == (2, "", False)
    said = f"level 'partial' in {TWICE / 'first.yaml'}, but level 'in-place' in {TWICE / 'second.yaml'}"
    assert f"ratings.a.answers.maria: {said}" in called.err
    assert "--later" in called.err


def test_the_later_one_holds_where_that_is_said(call, tmp_path):
    """She is one respondent, all that only one file says stays, and what gave way is noted and told."""
    path = tmp_path / "all.yaml"
    called = _twice(call, "-o", path, "--as-of", "2026-03-10", "--later")
    assert (called.code, called.out) == (0, f"wrote {path}: 1 respondent, answers on 3 practices\n")
    first, second = TWICE / "first.yaml", TWICE / "second.yaml"
    gave_way = f"maria on a: level 'partial' in {first} gave way to level 'in-place' in {second}."
    assert f"noted: {gave_way}" in called.err
    merged = load_assessment(path)
    assert gave_way in merged.note
    assert {name: dict(r.answers)["maria"].level for name, r in merged.ratings.items()} == {
        "a": "in-place", "b": "planned", "c": "planned",
    }  # fmt: skip
    assert "noted" not in _twice(call, "--as-of", "2026-03-10", "--later", "--share", "client").err


def test_an_id_is_in_small_letters_and_another_id_is_another_person(call, files):
    """Maria is refused as an id; maria-lopez may be anybody."""
    called = call("validate", TWICE / "case.yaml", "--framework", TWICE / "framework.yaml")
    assert (called.code, "'Maria' is not an id" in called.out + called.err) == (2, True)
    called = call("merge", TWICE / "second.yaml", TWICE / "alias.yaml", "--framework", TWICE / "framework.yaml")
    assert called.code == 0
    merged = load_assessment(files("out.yaml", called.out))
    assert [who.id for who in merged.respondents] == ["maria", "maria-lopez"]


def test_one_level_by_its_id_and_by_its_title_is_one_level(call, files, mini, tmp_path):
    """Nobody contradicts themselves by spelling."""
    texts = (
        f"framework: mini\nrespondents: [{{id: ann}}]\nratings: {{vision: {level}}}\n"
        for level in ("in-place", "In place")
    )
    pair = [files(f"{i}.yaml", text) for i, text in enumerate(texts)]
    assert call("merge", *pair, "--framework", mini, "-o", tmp_path / "all.yaml").code == 0
    assert load_assessment(tmp_path / "all.yaml").ratings["vision"].answers["ann"].level == "in-place"


def test_one_file_named_by_two_paths_is_one_file(call, pair, tmp_path):
    """Whatever the way to it."""
    path, around = tmp_path / "all.yaml", pair[1].parent / ".." / pair[1].parent.name / pair[1].name
    assert call("merge", pair[1], around, *pair[2:], "-o", path).code == 0
    assert [who.id for who in load_assessment(path).respondents] == ["of-ben"]


def test_a_copy_is_not_a_second_voice(call, files, mini):
    """Files without an id speak by their names: one that says the same to the word is in doubt."""
    text = "framework: mini\nratings: {vision: partial, training: planned}\n"
    called = call("merge", files("ann.yaml", text), files("ann (1).yaml", text), "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert "one voice, or two? (leave out a copy; else list the respondent in each" in called.err
