"""YAML into plain data with places."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.errors import InvalidDataError
from equity_blocks.files import yaml_reader
from equity_blocks.files.yaml_document import MAX_DEPTH, Place
from equity_blocks.files.yaml_reader import MAX_VALUES, read_yaml

ASSESSMENT = Path("assessments/riverbend-2026.yaml")


def code_of(text: str | bytes) -> str:
    """Give the code of the one problem that text is refused for."""
    with pytest.raises(InvalidDataError, match="<text>:") as caught:
        read_yaml(text)
    (problem,) = caught.value.problems
    return problem.code


TEXTS = [
    "no", "yes", "on", "off", "y", "n", "No", "ON", "1:30", "190:20:30", "0x1f", "0o17", "0b11", "012", "007",
    "02139", "1_000", "+-1", "1.2.3", "2026-09-30", "2026-09-30T10:00:00Z", "12:30:45", ".inf", "-.INF", ".nan",
    "=", "nil", "None", "nULL", "tRUE", "truE", ".", "+", "e5", "1e", "1e5x", ".e1", "1.0.0", "0.5%", "5+5",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_yaml_1_2_does_not_call_a_number_or_a_word_is_text(text: str):
    """Norway stays Norway, times, dates and codes with leading zeros stay as written."""
    assert read_yaml(f"[ {text} ]").data == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("1", 1),
        ("-1", -1),
        ("+12", 12),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("0.0", 0.0),
        ("1e3", 1000.0),
        ("1E+3", 1000.0),
        ("12e03", 12000.0),
        ("6.02e-23", 6.02e-23),
    ],
)
def test_the_words_and_numbers_of_yaml_1_2_have_their_values(text: str, value: object):
    """Only true, false, null and decimal numbers mean something else than text."""
    read = read_yaml(f"a: {text}").data["a"]

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", ["true", "null", "~", "1", "1.5", "", "2026-09-30"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_make_a_value_text(text: str, quote: str):
    """Whatever stands in quotes is text."""
    assert read_yaml(f"a: {quote}{text}{quote}").data == {"a": text}


def test_blocks_of_text_are_text():
    """Literal and folded text keep their meaning even where they look like numbers."""
    assert read_yaml("a: |\n  12\nb: >-\n  one\n  two\n").data == {"a": "12\n", "b": "one two"}


@pytest.mark.parametrize("key", ["no", "1", "1.10", "null", "true", "2026-09-30", "~"])
def test_a_key_keeps_its_spelling(key: str):
    """Keys are text whatever they look like, so that a level called `no` can be named."""
    assert read_yaml(f"{key}: x").data == {key: "x"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~", "null\n"])
def test_a_file_without_content_is_nothing(text: str):
    """An empty file and one of comments alone hold nothing."""
    assert read_yaml(text).data is None


def test_an_alias_stands_for_the_value_it_names():
    """Aliases that end are read as the value written out."""
    text = "a: &x [1, {b: two}]\nc: *x\nd: &y word\ne: [*y, *y]\nf: &z 1\n&k key: *z\ng: *k\n"

    value = [1, {"b": "two"}]
    expected = {"a": value, "c": value, "d": "word", "e": ["word", "word"], "f": 1, "key": 1, "g": "key"}
    assert read_yaml(text).data == expected


def test_a_name_given_again_means_the_newer_value():
    """An anchor may be given twice; an alias takes the last one before it."""
    assert read_yaml("[&a 1, *a, &a 2, *a]").data == [1, 1, 2, 2]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_marks_and_line_ends_of_other_systems_make_no_difference(mark: str, end: str):
    """Files from Windows read like files from elsewhere, as text and as bytes."""
    text = f"{mark}a: é{end}b: [1,{end}  2]{end}"

    for given_as in (text, text.encode()):
        found = read_yaml(given_as)
        assert found.data == {"a": "é", "b": [1, 2]}
        assert found.place(("b", 1)) == Place("<text>", 3, 3)


def test_compact_json_is_yaml():
    """JSON without any spaces reads as the same data."""
    assert read_yaml('{"a":1,"b":[true,null,"x:y"],"c":{"d":-1.5e-7}}').data == {
        "a": 1,
        "b": [True, None, "x:y"],
        "c": {"d": -1.5e-7},
    }


# Raw in JSON but refused or folded by YAML: delete, C1 controls, line and paragraph separators, BOM, non-characters.
READABLE = st.text(
    st.characters(
        codec="utf-8",
        exclude_characters="".join(map(chr, range(0x7F, 0xA0))) + "\u2028\u2029\ufeff\ufffe\uffff",
    ),
    max_size=20,
)
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | READABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(READABLE, inner, max_size=4),
    max_leaves=20,
)


@given(JSON_LIKE)
def test_json_reads_as_yaml_exactly(data: object):
    """JSON is YAML: what `json.dumps` writes comes back the same, types and last digits included."""
    text = json.dumps(data, ensure_ascii=False)

    assert json.dumps(read_yaml(text).data, ensure_ascii=False) == text
    assert json.dumps(read_yaml(text.encode()).data, ensure_ascii=False) == text


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "Zs", "P", "S"]), max_size=20)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | WORDS.filter(lambda text: not text.strip() or text[0] not in ".0"),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
        max_leaves=20,
    ),
    st.booleans(),
)
def test_reading_agrees_with_pyyaml_where_the_versions_of_yaml_do(data: object, is_flow: bool):
    """Whatever PyYAML writes of words and whole numbers, in block or flow style, reads as PyYAML reads it."""
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=is_flow, width=60)

    assert read_yaml(text).data == yaml.safe_load(text) == data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate_key"),
        ("{a: 1, 'a': 2}", "duplicate_key"),
        ("- {b: {c: 1, c: 1}}", "duplicate_key"),
        ("a: !!int '3'", "tag"),
        ("!!map {a: 1}", "tag"),
        ("a: !!python/object/apply:os.system ['true']", "tag"),
        ("!x a: 1", "tag"),
        ("a: !!seq [1]", "tag"),
        ("x: &x {a: 1}\ny: {<<: *x}", "merge_key"),
        ("<<: {a: 1}", "merge_key"),
        ("a: 1\n---\nb: 2", "several_documents"),
        ("--- a\n--- b\n", "several_documents"),
        ("a: &x [*x]", "endless_alias"),
        ("&x {a: {b: *x}}", "endless_alias"),
        ("a: *nobody", "endless_alias"),
        ("? [1, 2]\n: 3", "odd_key"),
        ("? {a: 1}\n: 3", "odd_key"),
        ("a: &x b\n*x : c", "odd_key"),
        ("a: [1, 2", "not_yaml"),
        ("a: b: c", "not_yaml"),
        ("a: 'open", "not_yaml"),
        ("a: @b", "not_yaml"),
        ("a:\n\t- b", "not_yaml"),
        ("a: \x00", "not_yaml"),
        ("a: \x1b[31mred", "not_yaml"),
        ("a: \ud800", "not_yaml"),
        ('a: "\\ud800"', "not_yaml"),
        ('a: "\\UFFFFFFFF"', "not_yaml"),
        (b"a: \xff", "not_utf8"),
        (b"\xff\xfea\x00:\x00 ", "not_utf8"),
        ("a: é".encode("utf-16-le"), "not_utf8"),
        ("a: ! b", "tag"),
        ("a: é".encode("latin-1"), "not_utf8"),
    ],
)
def test_what_readers_could_understand_differently_is_refused(text: str | bytes, code: str):
    """Each of these would mean different things to different readers, or nothing."""
    assert code_of(text) == code


def test_a_quoted_merge_sign_is_a_key():
    """Only the bare sign asks for a merge."""
    assert read_yaml("'<<': 1").data == {"<<": 1}


def test_keys_of_different_mappings_may_be_equal():
    """Two mappings side by side may have the same keys."""
    assert read_yaml("[{a: 1}, {a: 2}]").data == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_depth_is_allowed_up_to_its_bound(opening: str, closing: str):
    """As many containers as the bound are read, one more is refused."""
    assert read_yaml(opening * MAX_DEPTH + closing * MAX_DEPTH).data
    assert code_of(opening * (MAX_DEPTH + 1) + closing * (MAX_DEPTH + 1)) == "too_deep"


def test_size_is_allowed_up_to_its_bound():
    """As many values as the bound are read, one more is refused; an alias counts as all that it stands for."""
    thousand = "- &a [" + "1, " * 999 + "]\n"
    most = thousand + "- *a\n" * (MAX_VALUES // 1000 - 2) + "- 1\n" * 999

    assert len(read_yaml(most).data) == MAX_VALUES // 1000 - 1 + 999
    assert code_of(most + "- 1\n") == "too_large"


def test_an_alias_bomb_is_refused_at_once():
    """A few hundred bytes that stand for ten to the thirtieth values cost no time."""
    text = "- &a0 [x]\n" + "".join(f"- &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 31))
    start = time.perf_counter()

    assert code_of(text) == "too_large"
    assert time.perf_counter() - start < 2


CRASHERS = ["[", "{a: ", "- ", "? ", "[{a: ", "&a [", "!x ["]


@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
def test_a_hundred_thousand_brackets_give_an_error_and_no_crash(parser: str):
    """Text that makes other readers overflow the stack of the process is refused, with either parser of PyYAML."""
    program = (
        "import sys, yaml\n"
        "from equity_blocks.errors import InvalidDataError\n"
        "from equity_blocks.files import yaml_reader\n"
        f"yaml_reader._Parser = yaml.{parser}\n"
        "for opening in sys.argv[1:]:\n"
        "    try:\n"
        "        yaml_reader.read_yaml(opening * 100_000)\n"
        "    except InvalidDataError as error:\n"
        "        print(error.problems[0].code)\n"
    )

    done = subprocess.run([sys.executable, "-c", program, *CRASHERS], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout.split() == ["too_deep"] * 3 + ["odd_key", "too_deep", "too_deep", "tag"]


@pytest.mark.parametrize("text", ["a: [1\nb", "a: {b: 1\nc", "a: 1\nb", "a: 1\n&b"])
def test_a_problem_at_the_end_is_placed_inside_the_file(text: str):
    """What is missing at the end of a file without a last line end is not placed on a line that does not exist."""
    with pytest.raises(InvalidDataError, match=r"<text>:[12]:"):
        read_yaml(text)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085"])
@pytest.mark.parametrize("text", ["a: x{}b: 2\nc: 3", "a: x{}y\nc: 3", 'a: "x{}y"\nc: 3', "a: 1 # x{}b: 2\nc: 3"])
def test_separators_that_come_with_pasted_text_are_refused(text: str, mark: str):
    """Some readers take them for line ends and others do not, so that a new line or key could start there."""
    assert code_of(text.format(mark)) == "ambiguous_line_break"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_byte_order_mark_is_read(encoding: str):
    """A spreadsheet saves so what it calls Unicode text."""
    assert read_yaml("a: é\r\nb: 1\r\n".encode(encoding)).data == {"a": "é", "b": 1}


def test_columns_of_a_bad_byte_count_characters():
    """The column of what is not UTF-8 counts characters, as all other columns do."""
    with pytest.raises(InvalidDataError, match="<text>:2:6: byte 0xff is not UTF-8"):
        read_yaml("b: 1\na: éé".encode() + b"\xff")


def test_the_bad_byte_after_a_byte_order_mark_is_named():
    """A mark at the start of the file does not shift the place of a bad byte."""
    with pytest.raises(InvalidDataError, match="<text>:1:5: byte 0xff is not UTF-8"):
        read_yaml(b"\xef\xbb\xbfab: \xff")


def test_without_the_fast_parser_the_same_is_read(monkeypatch: pytest.MonkeyPatch):
    """Where PyYAML was built without libyaml, a shipped file gives the same data at the same places."""
    text = ASSESSMENT.read_text(encoding="utf-8")
    fast = read_yaml(text)

    monkeypatch.setattr(yaml_reader, "_Parser", yaml.SafeLoader)
    slow = read_yaml(text)

    assert slow.data == fast.data
    assert all(slow.place(("ratings", name)) == fast.place(("ratings", name)) for name in fast.data["ratings"])
