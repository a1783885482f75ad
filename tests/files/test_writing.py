"""Assessments into YAML that people can read and nobody can misread."""

import datetime as dt
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_blocks.errors import STEERING, WouldOverwriteError
from equity_blocks.files.loading import load_adopted_plan, load_assessment
from equity_blocks.files.opening import open_assessment
from equity_blocks.files.writing import as_yaml, save_adopted_plan, save_assessment, written
from equity_blocks.model import Assessment
from equity_blocks.model.adopted_plan import AdoptedPlan

TRAPS = [
    "no", "yes", "on", "off", "true", "False", "NULL", "~", "null", "y", "N", "1", "-1", "1.10", "0x1f", "012", "1e5",
    "0E0", ".5", ".inf", ".nan", "1:30", "1_000", "2026-09-30", "=", "<<", "-", "?", ":", "[", "]", "{", "}", ",",
    "#", "&", "*", "!", "|", ">", "'", '"', "%", "@", "`", "\\", "\\n", "a:b", "a:\tb", "a\t", "b#c", "{a}", "[a]",
    "&a", "*a", "!a", "|a", ">a", "'a'", '"a"', "%a", "@a", "`a`", "---", "...", "-a", "?a", ":a",
]  # fmt: skip
SENTENCES = [
    "a: b", "a, b", "a #b", "- a", "? a", ": a", "a:", " a", "a ", "\ta", "a\n", "\na", "a\n\nb", "a\r\nb", "a\rb",
    "--- a", "...", "# a", "it's", 'the "plan"', "back\\slash", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\uffff", "é", "ñandú", "健康", "🎉", "a\u202eb",
    "\U0001f469\u200d\u2695\ufe0f", "\U0010ffff",
    "x " * 200, "x" * 400, "=SUM(A1)", "<b>&amp;</b>",
]  # fmt: skip
HOSTILE = st.one_of(
    st.sampled_from([*TRAPS, *SENTENCES]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.lists(st.sampled_from([*TRAPS, *SENTENCES]), min_size=1, max_size=4).map("".join),
)
IDS = st.from_regex(r"[a-z0-9]{1,4}(?:[-_.][a-z0-9]{1,3}){0,2}", fullmatch=True) | st.sampled_from(
    ["no", "yes", "on", "null", "true", "1", "007", "1e5", "1.5", "0x1f", "2026-09-30", "y"]
)
LEVELS = st.integers(0, 9) | IDS | HOSTILE
DAYS = st.dates(dt.date(1, 1, 1))
NUMBERS = st.floats(0, 1e12) | st.integers(0, 10**12)
EFFORT = st.sampled_from(["S", "M", "L", "XL"]) | st.lists(NUMBERS, min_size=3, max_size=3).map(
    lambda days: dict(zip(("low", "likely", "high"), sorted(days), strict=True))
)


def some(required: dict, **optional: st.SearchStrategy) -> st.SearchStrategy:
    """Build mappings with all of the required keys and any of the others."""
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Build assessments that use every key, with texts that are hard to write."""
    people = draw(st.lists(IDS, unique=True, max_size=3))
    register = draw(
        st.dictionaries(
            HOSTILE,
            some(
                {"title": HOSTILE},
                kind=HOSTILE,
                url=HOSTILE,
                date=DAYS,
                reviewed=DAYS | st.none(),
                checked=some({"by": HOSTILE}, date=DAYS),
                note=HOSTILE,
            ),
            max_size=3,
        )
    )
    common = {
        "target": LEVELS,
        "decision": st.sampled_from(["pursue", "later", None]),
        "importance": st.sampled_from(["low", "normal", "high"]),
        "required_by": st.lists(some({"title": HOSTILE}, due=DAYS), max_size=2),
        "effort": EFFORT,
        "cost": NUMBERS,
        "owner": HOSTILE,
        "note": HOSTILE,
    }
    if register:
        common["evidence"] = st.lists(st.sampled_from(sorted(register)), max_size=3)
    answer = LEVELS | st.none() | some({}, level=LEVELS, note=HOSTILE) | some({}, not_applicable=HOSTILE)
    agreed = some({"level": LEVELS, "by": HOSTILE}, why=HOSTILE)
    forms = [
        LEVELS,
        st.none(),
        st.just("unknown"),
        some({}, level=LEVELS | st.none(), agreed=agreed, **common),
        some({"criteria": st.dictionaries(HOSTILE, LEVELS | st.none(), max_size=3)}, **common),
        some({"not_applicable": HOSTILE}, owner=HOSTILE),
        some({"not_pursued": HOSTILE}, level=LEVELS, note=HOSTILE),
    ]
    if people:
        forms.append(some({"answers": st.dictionaries(st.sampled_from(people), answer)}, agreed=agreed, **common))
    cause = some({"title": HOSTILE}, importance=st.just("high"), practices=st.lists(IDS, max_size=2))
    data = draw(
        some(
            {"framework": IDS, "ratings": st.dictionaries(IDS | HOSTILE, st.one_of(forms), max_size=4)},
            edition=HOSTILE,
            revision=st.integers(1, 9),
            id=IDS,
            organization=some({"id": IDS}, name=HOSTILE, type=IDS, lines_of_business=st.lists(IDS, max_size=2)),
            as_of=DAYS,
            final=st.booleans(),
            respondents_told=st.sampled_from(["attributed", "confidential"]),
            targets=some({}, default=LEVELS, long=LEVELS, blocks=st.dictionaries(HOSTILE, LEVELS, max_size=2)),
            goals=st.lists(
                some(
                    {"id": IDS, "population": HOSTILE, "measure": HOSTILE},
                    baseline=some({"value": st.floats(allow_nan=False, allow_infinity=False)}, unit=HOSTILE),
                    target=some({"value": NUMBERS}, by=DAYS),
                    root_causes=st.lists(cause, max_size=2),
                ),
                max_size=2,
                unique_by=lambda goal: goal["id"],
            ),
            initiatives=st.lists(
                some({"id": IDS, "title": HOSTILE}, owner=HOSTILE, practices=st.lists(IDS, max_size=2)),
                max_size=2,
                unique_by=lambda item: item["id"],
            ),
            actions=st.dictionaries(IDS, some({"progress": st.just("started")}, start=DAYS, note=HOSTILE), max_size=2),
            note=HOSTILE,
        )
    )
    return Assessment(respondents=[{"id": who} for who in people], evidence=register, **data)


@settings(max_examples=int(os.environ.get("EQUITY_BLOCKS_EXAMPLES", "60")))
@given(assessments())
def test_what_is_written_reads_as_the_same_assessment(assessment: Assessment):
    """It comes back equal, whatever its texts hold; saving again changes no letter; YAML 1.1 reads it the same way."""
    text = written(assessment)

    found = open_assessment("here.yaml", text)

    assert found.noun == assessment
    assert written(found.noun) == text
    assert yaml.safe_load(text) == found.document.data


def test_an_adopted_plan_survives_being_saved(tmp_path: Path):
    """It comes back equal, says what holds by default, and leaves out what was never given."""
    kept = AdoptedPlan(
        made_with="0.1.0",
        framework={"id": "mini", "edition": "", "revision": 1},
        organization={"id": "acme"},
        as_of="2026-09-30",
        calendar={"start": "2027-Q1", "periods": 2, "capacity": [30, 40.5]},
        periods=["2027-Q1", "2027-Q2"],
        actions=[{"practice": "p", "from": "no", "to": "yes", "owner": "no: one", "finish": "2027-Q2", "goals": ["g"]}],
    )

    path = save_adopted_plan(kept, tmp_path / "a.yaml")

    assert load_adopted_plan(path) == kept
    assert path.read_text().splitlines()[7:16] == [
        "organization:",
        "  id: acme",
        'as_of: "2026-09-30"',
        "calendar:",
        '  start: "2027-Q1"',
        "  periods: 2",
        "  capacity:",
        "    - 30.0",
        "    - 40.5",
    ]
    assert "lag: 1" in path.read_text()
    assert path.read_text().endswith(
        'actions:\n  - practice: p\n    from: "no"\n    to: "yes"\n    owner: "no: one"\n    finish: "2027-Q2"\n'
        "    goals:\n      - g\n"
    )
    with pytest.raises(WouldOverwriteError):
        save_adopted_plan(kept, path)
    assert save_adopted_plan(kept, path, overwrite=True) == path


@pytest.mark.parametrize("text", [*TRAPS, *SENTENCES])
def test_an_owner_that_looks_like_something_else_stays_text(tmp_path: Path, text: str):
    """Titles and owners of an adopted plan are anybody's words."""
    kept = AdoptedPlan(
        made_with="1",
        framework={"id": "mini", "edition": text, "revision": 1},
        actions=[{"practice": "p", "to": "yes", "owner": text, "title": text}],
    )

    assert load_adopted_plan(save_adopted_plan(kept, tmp_path / "a.yaml")) == kept


@pytest.mark.parametrize("text", [*TRAPS, *SENTENCES])
def test_a_text_that_looks_like_something_else_stays_text(tmp_path: Path, text: str):
    """Each trap survives the way through a file, as a value, as a key and as a level."""
    assessment = Assessment(
        framework="mini",
        note=text,
        evidence={text: {"title": text}},
        ratings={text: text, "p": {"evidence": [text]}, "q": {"level": text, "note": text}},
    )

    assert load_assessment(save_assessment(assessment, tmp_path / "a.yaml")) == assessment


@pytest.mark.parametrize("path", sorted(Path("assessments").glob("*.yaml")), ids=lambda path: path.stem)
def test_sample_assessments_survive_being_saved(path: Path, tmp_path: Path):
    """What was written by hand comes back equal from a file that the tool wrote."""
    assessment = load_assessment(path)

    assert load_assessment(save_assessment(assessment, tmp_path / "a.yaml")) == assessment


def test_the_written_file_is_block_style_with_quoted_sentences():
    """Words stand bare, sentences and dates in quotes, short ratings stay short, and what was not given is left out."""
    assessment = Assessment(
        framework="hcplan-apm",
        edition="2024-11",
        as_of=dt.date(2026, 9, 30),
        respondents=[{"id": "cmo", "role": "clinical-leadership"}],
        evidence={"he-plan": {"title": "Plan: care, payment"}},
        ratings={
            "vision-setting": "in-place",
            "data-standards": {"level": 2, "evidence": "he-plan", "note": "yes"},
            "trust-building": {"answers": {"cmo": "partial"}},
            "interoperability": None,
        },
    )

    assert written(assessment) == (
        "framework: hcplan-apm\n"
        'edition: "2024-11"\n'
        'as_of: "2026-09-30"\n'
        "respondents:\n"
        "  - id: cmo\n"
        "    role: clinical-leadership\n"
        "evidence:\n"
        "  he-plan:\n"
        '    title: "Plan: care, payment"\n'
        "ratings:\n"
        "  vision-setting: in-place\n"
        "  data-standards:\n"
        "    level: 2\n"
        "    evidence:\n"
        "      - he-plan\n"
        '    note: "yes"\n'
        "  trust-building:\n"
        "    answers:\n"
        "      cmo: partial\n"
        "  interoperability: null\n"
    )


def test_accents_and_other_scripts_stay_readable():
    """Letters of all languages are written as they are."""
    assert 'note: "é ñ 健康"\n' in written(Assessment(framework="mini", note="é ñ 健康"))


def test_emoji_stay_readable():
    """Pictures in a note are written as they are, not as numbers."""
    assert 'note: "done 🎉"\n' in written(Assessment(framework="mini", note="done 🎉"))


def test_a_saved_file_tells_editors_its_schema(tmp_path: Path):
    """The first line names the schema, and comments are no part of what is read."""
    path = save_assessment(Assessment(framework="mini"), tmp_path / "a.yaml")

    assert path == tmp_path / "a.yaml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=assessment.schema.json"


def test_an_assessment_is_not_written_over_another_unasked(tmp_path: Path):
    """A file that exists stays as it was until somebody says that it may go."""
    path = save_assessment(Assessment(framework="old"), tmp_path / "a.yaml")

    with pytest.raises(WouldOverwriteError, match=r"a\.yaml exists already"):
        save_assessment(Assessment(framework="new"), path)
    assert load_assessment(path).framework == "old"

    save_assessment(Assessment(framework="new"), path, overwrite=True)
    assert load_assessment(path).framework == "new"


def test_what_is_retired_is_written_in_short_and_reads_back():
    """A rating that only names a level is that level; one entry needs no list."""
    entries = {"p": [{"why": "gone", "rating": "yes"}], "q": [{"why": "a"}, {"why": "b", "rating": {"note": "n"}}]}
    assessment = Assessment(framework="mini", retired=entries)

    text = written(assessment)

    assert '  p:\n    why: gone\n    rating: "yes"\n' in text
    assert open_assessment("a.yaml", text).noun == assessment


@given(text=st.text(st.sampled_from([*map(chr, STEERING), "\\", '"', "a", " "]), min_size=1))
def test_nothing_that_steers_a_terminal_stands_in_a_file(text):
    """It is escaped, and read back as it was: an editor shows what a program reads."""
    found = as_yaml({text: [text]})
    assert not {ord(character) for character in found} & set(STEERING)
    assert yaml.safe_load(found) == {text: [text]} or any(0xD800 <= ord(c) < 0xE000 for c in text)


def test_a_reason_that_is_none_is_not_begun():
    """Programs name keys that they leave blank; in a file, a key with nothing after it asks for the reason."""
    answers = {"x": {"level": "yes", "not_applicable": None}}
    blank = Assessment(
        framework="f", respondents=[{"id": "x"}], ratings={"p": {"answers": answers, "not_pursued": None}}
    )
    assert open_assessment("a.yaml", written(blank)).noun.ratings["p"].answers["x"].level == "yes"
