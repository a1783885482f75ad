"""The error tree, and problems as data."""

import copy
import dataclasses
import datetime as dt
import json
import pickle
import unicodedata

import pytest

from equity_blocks import errors
from equity_blocks.errors import (
    EquityBlocksError,
    FileAccessError,
    Finding,
    FrozenDict,
    InvalidDataError,
    NotFoundError,
    Problem,
    UnsuitableError,
    WouldOverwriteError,
    dotted,
    plain_data,
    visible,
)

TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")

FULL = Problem("code", "it is wrong", "make it right", ("a", 0, "b"), "f.yaml", 3, 7, (("c",), ("d", 1)))
CLASSES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, Warning)
]


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (FULL, "f.yaml:3:7: a[0].b: it is wrong (make it right)"),
        (Problem("c", "wrong"), "wrong"),
        (Problem("c", "wrong", "do this"), "wrong (do this)"),
        (Problem("c", "wrong", key_path=("a", "b")), "a.b: wrong"),
        (Problem("c", "wrong", file="f.yaml"), "f.yaml: wrong"),
        (Problem("c", "wrong", file="f.yaml", line=2, column=1), "f.yaml:2:1: wrong"),
        (Finding("c", "doubtful", key_path=("a",)), "a: doubtful"),
    ],
)
def test_a_problem_reads_as_place_path_message_and_hint(problem: Problem, text: str):
    """What is not known is left out of the sentence, with its punctuation."""
    assert str(problem) == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b", "c"), "a.b.c"),
        (("blocks", 0, "practices", 12, "title"), "blocks[0].practices[12].title"),
        ((0, "a"), "[0].a"),
        (("a", 1, 2), "a[1][2]"),
    ],
)
def test_a_key_path_is_written_as_people_read_it(path: tuple, text: str):
    """Keys are joined by dots, positions stand in brackets."""
    assert dotted(path) == text


def test_a_problem_cannot_be_changed():
    """Problems are data that may be kept and compared."""
    with pytest.raises(dataclasses.FrozenInstanceError, match="line"):
        FULL.line = 4
    assert dataclasses.replace(FULL, line=4) != FULL
    assert len({FULL, dataclasses.replace(FULL)}) == 1


def test_a_finding_is_no_problem_of_the_same_words():
    """What is doubtful is not equal to what is wrong."""
    assert Finding("c", "m") != Problem("c", "m")
    assert isinstance(Finding("c", "m"), Problem)


def test_there_is_one_root_and_few_classes():
    """Whoever catches the root catches all that is raised on purpose."""
    assert len(CLASSES) <= 8
    assert all(issubclass(kind, EquityBlocksError) for kind in CLASSES)
    assert {FileAccessError, NotFoundError, UnsuitableError, WouldOverwriteError, InvalidDataError} < set(CLASSES)


def test_invalid_data_says_all_its_problems_a_line_each():
    """The text of the error is that of its problems, in their order."""
    error = InvalidDataError([FULL, Problem("c", "wrong")])

    assert error.problems == (FULL, Problem("c", "wrong"))
    assert str(error) == "f.yaml:3:7: a[0].b: it is wrong (make it right)\nwrong"


@pytest.mark.parametrize(
    "error", [InvalidDataError((FULL, Problem("c", "wrong"))), *(kind("words") for kind in CLASSES[2:]), FULL]
)
def test_errors_travel_between_processes(error: Exception):
    """Errors and problems can be pickled and copied whole."""
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert getattr(twin, "problems", ()) == getattr(error, "problems", ())


def test_a_warning_is_no_error():
    """Whoever catches errors goes on when a plug-in is left out; whoever filters warnings can name the category."""
    assert issubclass(errors.CatalogueWarning, UserWarning)
    assert not issubclass(errors.CatalogueWarning, EquityBlocksError)


CHARACTERS = [chr(i) for i in range(0x110000) if chr(i) not in "\n\t\r"]
STEERED = [
    *(c for c in CHARACTERS if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")),
    *(c for c in CHARACTERS if unicodedata.bidirectional(c) in TURNING),
    *"\u061c\u200e\u200f\ufeff\U000e0041",
]


def test_nothing_steers_a_terminal_or_turns_text_round():
    """Every control character, every line end but one, and all that change the direction become marks."""
    assert {visible(f"a{character}b") for character in STEERED} == {"a\ufffdb"}
    assert visible("a\r\nb\rc\td") == "a\nb\nc\td"


@pytest.mark.parametrize(
    "text", ["", "a b", "\u00e9\u5065\u5eb7", "\u05d0\u0628", "\U0001f469\u200d\u2695\ufe0f", "a\u00adb", "\u00a0"]
)
def test_text_of_all_languages_stays_as_it_is(text):
    """Joined emoji and soft hyphens included."""
    assert visible(text) == text


@pytest.mark.parametrize("pasted", ["x" * 5000, "so many words " * 400, "'" + "y" * 300])
def test_what_was_pasted_is_not_repeated_whole(pasted):
    """A problem stays one line that can be read; its data keeps all."""
    problem = Problem("unknown_level", f"'{pasted}' is not a level", "", ("ratings", pasted))
    assert len(str(problem)) < 200
    assert str(problem).endswith(" is not a level")
    assert pasted in problem.message


def test_the_facts_of_a_problem_are_plain_and_cannot_be_changed():
    """Whatever was given: mappings, lists, dates, numbers that JSON has no word for."""
    data = {"a": [1, {"b": dt.date(2026, 9, 30)}], "c": float("inf"), "d": None, "e": True, 3: "f"}
    problem = Problem("c", "m", data=data)
    assert problem.data == {"a": (1, {"b": "2026-09-30"}), "c": "inf", "d": None, "e": True, "3": "f"}
    assert Problem(**json.loads(json.dumps(dataclasses.asdict(problem)))) == problem
    assert hash(problem) == hash(Problem("c", "m"))
    with pytest.raises(TypeError, match="read-only"):
        problem.data["a"][1]["b"] = 2
    assert type(plain_data({})) is FrozenDict


def test_a_file_without_lines_has_places():
    """They stand behind its name; alone, too, and beside a line."""
    problem = Problem("c", "m", "h", ("ratings", "p"), "a.xlsx", place="Answers!C7")
    assert str(problem) == "a.xlsx Answers!C7: ratings.p: m (h)"
    assert str(dataclasses.replace(problem, file="")) == "Answers!C7: ratings.p: m (h)"
    assert Problem(**json.loads(json.dumps(dataclasses.asdict(problem)))) == problem


def test_every_error_has_a_code_and_data():
    """Its own, or that of its class; and those of a problem, where it is made of one."""
    assert [kind("m").code for kind in (NotFoundError, UnsuitableError)] == ["not_found", "unsuitable"]
    assert InvalidDataError([]).code == "invalid_data"
    assert UnsuitableError("m", code="no_score", data={"found": ["a"]}).data == {"found": ("a",)}
    made = NotFoundError.of(Problem("unknown_level", "no level 'x'", "did you mean 'y'?", data={"found": "x"}))
    assert (str(made), made.code, made.data) == ("no level 'x' (did you mean 'y'?)", "unknown_level", {"found": "x"})
