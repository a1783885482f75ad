"""The grade of a text, and the syllables that it counts, by a table of words with their counts in a dictionary."""

import subprocess
import sys

import pytest

from equity_blocks import Framework
from readability import grade, level_grades, listing, mean, plain_grades, question_grades, syllables

COUNTS = {
    1: "the be we she free fee see tea plea due true two eye eyes year years your yours our hour job state states site "
    "sites role roles rule rules rate rates use used care cared cares share shared name named nurse staff team "
    "teams plan plans goal goals health held help lead leads least law laws live lived lives once one ones whole "
    "where there were fund funds group groups paid pay pays based closed served asked trained helped worked judged "
    "touched fixed missed pulled signed shown known through though thought brought blocks branch blend cool comes "
    "does goes done gives knows hired fire tire clothes reach read real need needs field piece friend priest tier "
    "build suit fruit guide league guess guest choice voice coin join boards loans toes can't don't won't you're "
    "we've it's that's called",
    2: "uses people's every able table tables people little simple sample samples being doing going seeing paying "
    "saying trying buying showing create react member members patient patients payer payers buyer layer player "
    "lawyer power flower social racial special crucial partial nation question region ocean patience conscience "
    "nurses changes pages places choices houses purchased promised focused needed started ended settled handled "
    "titled controlled resolved described business evening someone something sometimes somewhere homeless careful "
    "hopeful useful safety ninety safely likely lately widely closely framework baseline guideline guidelines "
    "timeline lifetime household statewide statement placement movement basement wholesome client clients science "
    "quiet diet giant trial dial bias lion prior riot poet poem fuel cruel duel fluent fluid ruin chaos triage "
    "maybe issue issues value valued rescue argue unique technique critique language persuade suitcase biscuit "
    "building guilty employed studied carried didn't isn't couldn't hasn't payee sector vendor method measure "
    "center healthcare whereas thereby beyond mayor loyal marriage social's boss's church's justice series species "
    "union's schedules long-term asthma dashboard upstream payback benchmark benchmarks housing doula doulas "
    "feedback neighbors clinic clinics",
    3: "article area areas idea ideas video radio audio ratio media medium theory library agency agencies average "
    "animals equity quality policy policies poverty privacy providing provider providers employer employers "
    "employee employees committee committees Medicaid Medicare commitment agreement agreements involvement "
    "improvement management measurement requirement retirement awareness everyone everything everywhere anyone "
    "another physician clinician condition attention decision permission religion religious financial official "
    "commercial initial potential essential creating creation creative continue influence annual usual actual "
    "manual mutual sexual gradual tuition genuine pursuing valuing issuing carrying studying carrier barrier "
    "supplier earlier happier various serious previous obvious behavior period periods violence variance compliance "
    "alliance reliance guardian compliant specialist reinforce reimburse reassess reenter diagnose diagnosed "
    "carefully completely unlikely separate stakeholder caregiver newsletter caretaker diseases purchases practices "
    "services resources languages businesses strategy strategic interpret interval unbiased biases element elements "
    "recipe recipes telehealth nuclear racism sexism socialist visible possible wherever whoever basically "
    "typically governance follow-up well-being stratify stratified procurement contracting postpartum prenatal "
    "maternal shared-savings translated translation neighborhood trustworthy hospital hospitals",
    4: "politician resolution's society variety anxiety propriety experience ingredient obedient material criteria "
    "bacteria diabetes appropriate appreciate associate negotiate initiate immediate initiative coalition cooperate "
    "coordinate geography reality realistic priority biology diagnosis disparity disparities community communities "
    "accountable sustainable reliable equitable evaluate evaluates situation graduation continuous ambiguous "
    "superior behavioral ethnicity identity majority authority activity facilities information education "
    "development environment accessible supervisor specifically collaborate collaborates algorithm algorithms "
    "mechanism organizing alternative preexisting reallocate relationship relationships demographic intervention "
    "understanding comparison definition categories infrastructure everybody advisory advocacy reorganized "
    "person-centered interpreter interpreters transportation capitation risk-adjusted attribution promotora indigenous "
    "multilingual",
    5: "immediately radiology individual continuity ambiguity association evaluation coordination organization "
    "organizations appreciation negotiation collaboration communication determination electronically opportunity "
    "opportunities representatives operational implementation considerations university simultaneous homogeneous "
    "intermediate cooperation creativity possibilities orientation characteristic administrative experiences "
    "confidentially community-based hierarchical subpopulation disability disabilities",
    6: "accountability responsibility eligibility sustainability compatibility individually intermediary",
    7: "confidentiality socioeconomic individuality",
}


@pytest.mark.parametrize(("count", "words"), COUNTS.items(), ids=map(str, COUNTS))
def test_syllables_of_given_words(count, words):
    """As the dictionary says: the CMU Pronouncing Dictionary where it has the word, else by ear."""
    assert {word: found for word in words.split() if (found := syllables(word)) != count} == {}


def test_the_table_is_large_and_holds_no_word_twice():
    """Three hundred words at the least, of every length."""
    words = " ".join(COUNTS.values()).split()
    assert len(words) == len(set(words)) >= 300
    assert min(len(each.split()) for each in COUNTS.values()) >= 2


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("EHR", 3), ("EHRs", 3), ("IDs", 2), ("APM", 3), ("SDOH", 4), ("CHW", 5), ("SOGI", 2), ("REL", 1), ("A", 1),
        ("A1C", 3), ("COVID-19", 4), ("HEDIS", 2), ("it", 1), ("us", 1), ("id", 1),
    ],
)  # fmt: skip
def test_abbreviations_are_counted_as_spoken(word, count):
    """Letter by letter, W with three, but for those that are words."""
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("number", "count"),
    [
        ("0", 2), ("1", 1), ("7", 2), ("12", 1), ("17", 3), ("20", 2), ("49", 3), ("70", 3), ("77", 5), ("100", 3),
        ("110", 4), ("1,000", 3), ("2009", 4), ("2026", 5), ("1900", 4), ("1984", 5), ("25,000", 5), ("1000000", 3),
    ],
)  # fmt: skip
def test_numbers_are_counted_as_spoken(number, count):
    """Forty-nine, one hundred ten, twenty twenty-six, two thousand nine."""
    assert syllables(number) == count


@pytest.mark.parametrize("word", ["Equity", "EQUITY-based", "equity", "equity\N{RIGHT SINGLE QUOTATION MARK}s"])
def test_capitals_and_marks_change_little(word):
    """A capital at the start changes nothing; a word in capitals counts as letters."""
    assert syllables(word) == (6 + 1 if word.startswith("EQ") else 3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do you pay for equity?", 0.39 * 5 + 11.8 * 7 / 5 - 15.59),
        ("Do you pay for equity? Show how.", 0.39 * 7 / 2 + 11.8 * 9 / 7 - 15.59),
        ("Do you pay for equity", 0.39 * 5 + 11.8 * 7 / 5 - 15.59),
        ("Is care person-centered (at home)?", 0.39 * 5 + 11.8 * 8 / 5 - 15.59),
        (
            "Is it \N{LEFT DOUBLE QUOTATION MARK}fair?\N{RIGHT DOUBLE QUOTATION MARK} Say so.",
            0.39 * 5 / 2 + 11.8 - 15.59,
        ),
        ("Do you ask, e.g. by mail?", 0.39 * 7 + 11.8 - 15.59),
        ("Do members/patients know?", 0.39 * 4 + 11.8 * 6 / 4 - 15.59),
    ],
)
def test_the_grade_of_worked_examples(text, found):
    """Words for each sentence, and syllables for each word; 1.95 + 16.52 - 15.59 = 2.88 for the first."""
    assert grade(text) == pytest.approx(found)


PRACTICES = [
    {
        "id": "p",
        "title": "P",
        "question": {"default": "Do you?", "payer": "Do you pay for equity?"},
        "plain": "Is it so?",
        "levels": {"yes": "It is."},
    },
    {"id": "q", "title": "Q", "question": "Do organizations prioritize accountability?"},
]
MINI = Framework(
    id="mini", title="Mini", scale=["no", "yes"], audiences=["payer"],
    blocks=[{"id": "b", "title": "B", "practices": PRACTICES}],
)  # fmt: skip


def test_every_wording_of_every_question_is_graded():
    """By practice and audience, in source order; plain wordings apart."""
    assert [(item.practice, item.audience) for item in question_grades(MINI)] == [
        ("p", "default"), ("p", "payer"), ("q", "default"),
    ]  # fmt: skip
    assert [(item.practice, item.text) for item in plain_grades(MINI)] == [("p", "Is it so?")]
    assert mean(plain_grades(MINI)) == grade("Is it so?")
    assert [(item.practice, item.audience, item.text) for item in level_grades(MINI)] == [("p", "default", "It is.")]


def test_the_listing_begins_with_the_hardest():
    """With the mean and the number above grade 10; a framework without plain wordings lists none."""
    lines = list(listing(MINI))
    assert lines[0].startswith("questions: mean ")
    assert lines[0].endswith("1 of 3 above 10")
    assert lines[1].endswith("q [default]: Do organizations prioritize accountability?")
    assert lines[4].startswith("plain: mean ")
    bare = MINI.replace(blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
    assert list(listing(bare)) == []


def test_it_runs_as_a_script():
    """By the id of a framework."""
    done = subprocess.run(
        [sys.executable, "tests/readability.py", "ahe-roadmap"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("questions: mean ")
