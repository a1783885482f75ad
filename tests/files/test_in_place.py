"""An assessment goes into the file that a person wrote, and nothing else in it changes."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.errors import InvalidDataError, UnsuitableError, WouldOverwriteError
from equity_blocks.files.in_place import rewritten, save_into
from equity_blocks.files.loading import load_framework
from equity_blocks.files.opening import open_any, open_assessment
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.spelling import spelt
from equity_blocks.saving import hash_of
from noisy_text import Written
from strategies import Dice, assessments, fewer, frameworks

MINI = Framework(
    id="mini",
    title="Mini",
    scale=["not-started", "partial", "in-place"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": n, "title": f"Practice {n}"} for n in "abcd"]}],
)
TEXT = b"""\
framework: mini  # by hand
ratings:
  # first
  Practice b: Partial  # asked Jo
  c:
    level: in-place
    feasibility: normal
    note: "so"
"""


def after(**ratings):
    """Give the assessment of the text with other ratings."""
    return spelt(MINI, open_assessment("a", TEXT).noun).assessment.replace(ratings=ratings)


B = {"level": "partial"}
C = {"level": "in-place", "feasibility": "normal", "note": "so"}


@pytest.mark.parametrize(
    ("ratings", "old", "new"),
    [
        ({"b": B, "c": C}, b"", b""),
        ({"b": "in-place", "c": C}, b"Partial ", b"in-place "),
        (
            {"b": {**B, "owner": "Jo"}, "c": C},
            b" Partial  # asked Jo\n",
            b'  # asked Jo\n    level: "Partial"\n    owner: "Jo"\n',
        ),
        ({"b": B, "c": {**C, "note": ""}}, b'    note: "so"\n', b""),
        ({"b": B, "c": {**C, "feasibility": "high"}}, b"y: normal", b"y: high"),
        ({"b": B, "c": C, "d": "partial"}, b'"so"\n', b'"so"\n  d: partial\n'),
        (
            {"b": B, "c": C, "d": {"answers": {"x": "partial"}}},
            b'"so"\n',
            b'"so"\n  d:\n    answers:\n      x: partial\n',
        ),
        ({"b": B, "c": C, "a": "partial"}, b"ratings:\n", b"ratings:\n  a: partial\n"),
        ({"c": C}, b"  Practice b: Partial  # asked Jo\n", b""),
        ({"b": None, "c": C}, b"Partial ", b"null "),
    ],
)
def test_only_what_is_said_otherwise_is_written(ratings, old, new):
    """Titles, spellings, defaults and comments of the file stay; new ratings go where the framework puts them."""
    assert rewritten(TEXT, after(**ratings), MINI, name="a") == TEXT.replace(old, new)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_encoding_of_the_file_is_kept(encoding):
    """Byte-order mark and line ends included."""
    text = TEXT.decode().replace("\n", "\r\n")
    content = rewritten(text.encode(encoding), after(b="in-place", c=C), MINI, name="a")
    assert content == text.replace("Partial ", "in-place ").encode(encoding)


def test_lists_keep_the_entries_that_are_still_there():
    """A new respondent is added, one that changes changes where it stands."""
    text = b"framework: mini\nrespondents:\n  - {id: ann}  # first\n  - id: ben  # second\n"
    people = [{"id": "ann"}, {"id": "ben", "role": "board"}, {"id": "cy"}]
    content = rewritten(text, Assessment(framework="mini", respondents=people), name="a")
    assert content == text + b"    role: board\n  - id: cy\n"


def test_a_file_that_says_the_same_is_not_touched(tmp_path):
    """Not even its time."""
    path = tmp_path / "a.yaml"
    path.write_bytes(TEXT)
    before = path.stat()
    assert save_into(path, after(b=B, c=C), MINI, expected=hash_of(TEXT)) == path
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_second_writer_is_told(tmp_path):
    """What somebody else wrote since is not lost."""
    path = tmp_path / "a.yaml"
    path.write_bytes(TEXT + b"# more\n")
    with pytest.raises(WouldOverwriteError, match=r"a\.yaml was changed by somebody else since it was read"):
        save_into(path, after(b="in-place", c=C), MINI, expected=hash_of(TEXT))
    assert path.read_bytes() == TEXT + b"# more\n"
    save_into(path, after(b="in-place", c=C), MINI)
    assert path.read_bytes() == TEXT.replace(b"Partial ", b"in-place ") + b"# more\n"


def test_what_is_shared_in_the_file_is_refused(tmp_path):
    """The file stays as it was."""
    path = tmp_path / "a.yaml"
    path.write_text("framework: mini\nratings:\n  a: &x {level: partial, note: n}\n  b: *x\n")
    both = {"level": "partial", "note": "n"}
    with pytest.raises(UnsuitableError, match=r"a\.yaml:3:9: what has to change here is repeated elsewhere as '\*x'"):
        save_into(path, Assessment(framework="mini", ratings={"a": {**both, "note": "m"}, "b": both}))
    assert "note: n" in path.read_text()


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    """With its line."""
    path = tmp_path / "a.yaml"
    path.write_text("framework: mini\nratngs: {}\n")
    with pytest.raises(InvalidDataError, match=r"a\.yaml:2:1: ratngs: unknown key 'ratngs'"):
        save_into(path, Assessment(framework="mini"))


def _samples():
    for path in sorted((Path(__file__).resolve().parents[2] / "assessments").rglob("*.yaml")):
        if isinstance(open_any(path).noun, Assessment):
            yield path


@pytest.mark.parametrize("path", list(_samples()), ids=lambda path: path.name)
def test_an_answer_in_a_sample_changes_its_lines_only(path):
    """Each practice of each shipped sample, given a note: lines are added or one is replaced, and nothing else."""
    opened = open_assessment(path)
    revision = f"@{opened.noun.revision}" if path.name == "riverbend-2025.yaml" else ""
    framework = load_framework(opened.noun.framework + revision)
    before = spelt(framework, opened.noun).assessment
    content = path.read_bytes()
    for practice, rating in list(before.ratings.items())[::7]:
        noted = before.replace(ratings={**before.ratings, practice: rating.replace(note="=1+1\n🎉")})
        changed = rewritten(content, noted, framework, name=path.name).decode()
        lines = difflib.SequenceMatcher(None, content.decode().splitlines(), changed.splitlines(), autojunk=False)
        assert sum(kind != "equal" for kind, *_ in lines.get_opcodes()) == 1
        assert (
            rewritten(changed.encode(), before, framework, name=path.name).decode().splitlines()[:5]
            == (content.decode().splitlines()[:5])
        )


@fewer
@given(st.data())
def test_a_random_assessment_is_changed_in_place(data):
    """However it is written, it reads as what was to be written, and as many places change as answers did."""
    framework = data.draw(frameworks(least=2))
    before = data.draw(assessments(framework))
    other = data.draw(assessments(framework))
    plain = before.model_dump(mode="json", by_alias=True, exclude_unset=True)
    written = Written(plain, Dice(data.draw(st.binary(min_size=900, max_size=900))))
    names = [name for name in before.ratings if name in other.ratings][:3]
    assessment = before.replace(ratings={**before.ratings, **{name: other.ratings[name] for name in names}})
    content = rewritten(written.text.encode(), assessment, framework, name="a")
    assert open_assessment("a", content).noun == assessment
    head, _, _ = written.text.partition("ratings:")
    assert content.decode().startswith(head)
