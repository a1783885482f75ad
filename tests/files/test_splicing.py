"""A file changes only where its data does, however a person wrote it."""

import copy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.files.new_text import is_same
from equity_blocks.files.splicing import not_in_place, spliced
from equity_blocks.files.yaml_reader import read_yaml
from noisy_text import VALUES, Written, drawn_data, leaves
from strategies import Dice

TEXT = """\
# head
framework: mini
ratings:  # spring
  # block A
  vision: partial  # asked Jo
  training:   # nobody
  board: {level: partial, note: x}  # in brackets
  plan:
    level: "planned"   # own
    # inner
    note: |  # by phone
      Two
      lines
  empty:

# tail
...
"""
AGREED = {"level": "partial", "agreed": {"level": "in-place", "by": "A group"}}
LIST = """\
respondents:
- id: ann   # a
  role: board
- id: ben
  role: board
evidence: [a, b]
ratings: {}
more:
    - x
    - y # why
"""
JSON = '{\n  "a": {"b": 1},\n  "c": "\\ud83d\\ude00",\n  "d": [1, 2]\n}\n'
OUT = object()
"""In place of a value: the key is taken out."""


def changed(text, *changes):
    """Change the text by key paths, each followed by the new value."""
    data = copy.deepcopy(read_yaml(text.removeprefix("\ufeff")).data)
    for *path, last, value in changes:
        around = data
        for part in path:
            around = around[part]
        if value is OUT:
            del around[last]
        elif isinstance(around, list) and last == len(around):
            around.append(value)
        else:
            around[last] = value
    return spliced(text, data)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (("vision", "in-place"), "vision: partial ", "vision: in-place "),
        (("vision", "no"), "vision: partial ", 'vision: "no" '),
        (("vision", None), "vision: partial ", "vision: null "),
        (("vision", 3), "vision: partial ", "vision: 3 "),
        (("vision", "=1+1"), "vision: partial ", 'vision: "=1+1" '),
        (("vision", "a\nb"), "vision: partial ", 'vision: "a\\nb" '),
        (("vision", "é🎉"), "vision: partial ", 'vision: "é🎉" '),
        (
            ("vision", AGREED),
            "vision: partial  # asked Jo\n",
            'vision:  # asked Jo\n    level: partial\n    agreed:\n      level: in-place\n      by: "A group"\n',
        ),
        (("training", "planned"), "training:   # nobody", "training: planned   # nobody"),
        (("training", {"level": "no"}), "training:   # nobody\n", 'training:   # nobody\n    level: "no"\n'),
        (("empty", "planned"), "empty:\n", "empty: planned\n"),
        (("empty", OUT), "  empty:\n", ""),
        (("board", "target", "in-place"), "note: x}", "note: x, target: in-place}"),
        (("board", "level", "a b"), "{level: partial,", '{level: "a b",'),
        (("board", "level", OUT), "{level: partial, note", "{note"),
        (("board", "note", OUT), "partial, note: x}", "partial}"),
        (("board", "x"), "{level: partial, note: x}", "x"),
        (("board", {"criteria": {"a": [1]}}), "{level: partial, note: x}", "{criteria: {a: [1]}}"),
        (("plan", "note", "Other\nlines.\n"), "Two\n      lines\n", "Other\n      lines.\n"),
        (("plan", "note", "Other"), "|  # by phone\n      Two\n      lines\n", "|-  # by phone\n      Other\n"),
        (("plan", "note", " odd"), "|  # by phone\n      Two\n      lines\n", '" odd"  # by phone\n'),
        (("plan", "note", {"a": 1}), "|  # by phone\n      Two\n      lines\n", " # by phone\n      a: 1\n"),
        (("plan", "note", OUT), "    note: |  # by phone\n      Two\n      lines\n", ""),
        (("plan", "owner", "Jo"), "lines\n  empty", 'lines\n    owner: "Jo"\n  empty'),
        (
            ("plan", "in-place"),
            'plan:\n    level: "planned"   # own\n    # inner\n    note: |  # by phone\n      Two\n      lines\n',
            "plan: in-place\n    # inner\n",
        ),
        (("new", {"level": "a"}), "  empty:\n", "  empty:\n  new:\n    level: a\n"),
    ],
)
def test_one_change_touches_one_place(change, old, new):
    """Everything beside it stays, the comment behind it included."""
    text = changed(TEXT, ("ratings", *change))
    assert TEXT.count(old) == 1
    assert text == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (("respondents", 2, {"id": "cy", "role": "x"}), "evidence", "- id: cy\n  role: x\nevidence"),
        (("respondents", 0, OUT), "- id: ann   # a\n  role: board\n", ""),
        (("respondents", 1, OUT), "- id: ben\n  role: board\n", ""),
        (("respondents", 0, "id", OUT), "- id: ann   # a\n  role", "- role"),
        (("respondents", 0, "id", "an"), "ann ", "an "),
        (("evidence", 2, "c d"), "[a, b]", '[a, b, "c d"]'),
        (("evidence", 0, OUT), "[a, b]", "[b]"),
        (("evidence", 1, OUT), "[a, b]", "[a]"),
        (("ratings", {"a": "b"}), "ratings: {}\n", "ratings:\n  a: b\n"),
        (("more", 1, {"a": 1, "b": 2}), "- y # why\n", "- a: 1 # why\n      b: 2\n"),
        (("more", 1, OUT), "    - y # why\n", ""),
        (("more", []), "more:\n    - x\n    - y # why\n", "more: []\n"),
        (("more", ["w", "x", "y"]), "    - x\n", "    - w\n    - x\n"),
        (("more", OUT), "more:\n    - x\n    - y # why\n", ""),
        (("id", "q"), "# why\n", "# why\nid: q\n"),
    ],
)
def test_lists_change_by_entries(change, old, new):
    """Lists in lines and in brackets, indented or not, with and without a line end at the end."""
    assert LIST.count(old) == 1
    assert changed(LIST, change) == LIST.replace(old, new)
    assert changed(LIST.rstrip("\n"), change) == LIST.replace(old, new).rstrip("\n")
    windows = LIST.replace("\n", "\r\n")
    assert changed("\ufeff" + windows, change) == "\ufeff" + LIST.replace(old, new).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (("a", "b", 2), '"b": 1', '"b": 2'),
        (("e", {"f": [1]}), '"d": [1, 2]', '"d": [1, 2],\n  "e": {"f": [1]}'),
        (("d", OUT), ',\n  "d": [1, 2]', ""),
        (("d", 2, "x"), "[1, 2]", '[1, 2, "x"]'),
        (("c", "é\u202e\n"), "\\ud83d\\ude00", "é\\u202e\\n"),
        (("a", "no"), '{"b": 1}', '"no"'),
    ],
)
def test_json_stays_json(change, old, new):
    """Also where characters were written as two halves, which shift nothing."""
    assert JSON.count(old) == 1
    assert changed(JSON, change) == JSON.replace(old, new)


def test_a_new_key_follows_the_one_before_it_in_the_data():
    """Where none stands before it, it goes first in its mapping, above the comment of the next one."""
    text = "a:\n  # of c\n  c: 1  # one\n\n  # of e\n  e: 2\n"
    data = {"a": {"b": 0, "c": 1, "d": {"x": "y"}, "e": 2}}
    assert spliced(text, data) == 'a:\n  b: 0\n  # of c\n  c: 1  # one\n  d:\n    x: "y"\n\n  # of e\n  e: 2\n'


def test_the_indentation_of_the_file_is_taken_up():
    """New lines are indented as those that are there."""
    text = "a:\n    b:\n        c: 1\nd:\n- 1\n"
    assert (
        changed(text, ("a", "e", {"f": [1, 2]}))
        == "a:\n    b:\n        c: 1\n    e:\n        f:\n        - 1\n        - 2\nd:\n- 1\n"
    )


def test_a_value_below_its_key_stays_there():
    """So does the comment behind it, also where lines take its place."""
    text = "a:\n  partial # why\nb: 'x\n  y'  # two lines\n"
    assert changed(text, ("a", {"level": "no"}), ("b", "z")) == 'a:\n  level: "no" # why\nb: z  # two lines\n'


def test_five_thousand_characters_are_folded_and_come_back():
    """A long text takes lines of its own, indented below its key."""
    long = "A text of five thousand characters, and on. " * 114
    text = changed(TEXT, ("ratings", "vision", long))
    assert read_yaml(text).data["ratings"]["vision"] == long
    assert max(map(len, text.splitlines())) < 140
    assert text.startswith(TEXT[: TEXT.index("partial")])
    assert text.endswith(TEXT[TEXT.index("  # asked Jo") :])


ALIASES = "x: &a {level: partial}\ny: *a\nz: &b no\nw: *b\nq: &c yes\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("x", "level", "q"), r"^<text>:1:7: what has to change here is repeated elsewhere as '\*a'"),
        (
            ("z", "q"),
            r"^<text>:3:7: .* \(write the values out in place of '\*b', or save everything in another file\)$",
        ),
    ],
)
def test_what_an_alias_repeats_is_not_changed(change, message):
    """It would change elsewhere, too: the message says where, and what to do."""
    with pytest.raises(UnsuitableError, match=message) as caught:
        changed(ALIASES, change)
    assert caught.value.code == "not_in_place"


def test_a_repeated_container_is_not_changed_where_it_is_repeated():
    """What it stands for lies elsewhere."""
    data = {**read_yaml(ALIASES).data, "y": {"level": "q"}}
    with pytest.raises(UnsuitableError, match=r"^<text>:2:4: what has to change here repeats '\*a'"):
        spliced(ALIASES, data)


def test_an_alias_of_a_single_value_gives_way():
    """So does a value whose name nobody uses; the name stays."""
    assert changed(ALIASES, ("w", "q"), ("q", 1)) == ALIASES.replace("*b", "q").replace("&c yes", "&c 1")


@pytest.mark.parametrize("text", ["", "# only a comment\n", "# none\n# at the end"])
def test_a_file_without_data_gets_it_at_the_end(text):
    """Comments stay above."""
    assert spliced(text, {"a": 1}) == text + ("\n" if text and not text.endswith("\n") else "") + "a: 1\n"


def test_the_same_data_gives_the_same_text():
    """However it is written, and in whichever order its keys are given."""
    data = read_yaml(TEXT).data
    assert spliced(TEXT, dict(reversed(data.items()))) is TEXT


def test_text_that_cannot_be_read_is_refused():
    """With the place in the text as it was."""
    with pytest.raises(InvalidDataError, match=r"^a\.yaml:2:1: a: duplicate key 'a'"):
        spliced("a: 1\na: 2\n", {"a": 1}, name="a.yaml")


def test_data_that_no_file_can_hold_is_refused():
    """Whatever is written is read again before it is given."""
    with pytest.raises(UnsuitableError, match=r"^<text>: it is written in a way that cannot be changed in place"):
        spliced("a: 1\n", {"a": float("nan")})


def test_the_error_names_place_and_remedy():
    """Its code is stable."""
    error = not_in_place("a.yaml", "odd", "mend it", line=3, column=2)
    assert str(error) == "a.yaml:3:2: odd (mend it, or save everything in another file)"
    assert error.code == "not_in_place"


def _with(data, changes):
    after = copy.deepcopy(data)
    for path, value in changes.items():
        around = after
        for part in path[:-1]:
            around = around[part]
        around[path[-1]] = value
    return after


def _at(data, path):
    for part in path:
        data = data[part]
    return data


@given(st.binary(min_size=1500, max_size=1500), st.randoms(use_true_random=False))
def test_so_many_changes_touch_so_many_places(thrown, chance):
    """Every byte outside the changed values stays, in whichever style a file is written."""
    drawn = Dice(thrown)
    data = drawn_data(drawn)
    written = Written(data, drawn)
    assert is_same(read_yaml(written.text).data, data)
    paths = chance.sample(found := leaves(data), min(len(found), chance.randint(1, 4)))
    changes = {path: chance.choice(VALUES) if isinstance(path[-1], str) else f"new {path}" for path in paths}
    changes = {path: value for path, value in changes.items() if not is_same(_at(data, path), value)}
    text = spliced(written.text, _with(data, changes))
    pieces = [""]
    for piece, path in written.pieces:
        pieces[-1:] = [pieces[-1], ""] if path in changes else [pieces[-1] + piece]
    assert len(pieces) == len(changes) + 1
    assert re.fullmatch("(?s:.*?)".join(map(re.escape, pieces)), text)


@given(st.binary(min_size=1500, max_size=1500), st.randoms(use_true_random=False))
def test_keys_and_entries_come_and_go_and_comments_stay(thrown, chance):
    """What is given holds the data, or it is refused; a comment on a line of its own is never lost."""
    drawn = Dice(thrown)
    data = drawn_data(drawn)
    written = Written(data, drawn)
    after = _with(data, {})
    path = chance.choice(leaves(data))
    path = path[: chance.randint(1, len(path))]
    around = _at(after, path[:-1])
    match chance.choice(("out", "in", "other")):
        case "out":
            around.pop(path[-1])
        case "in" if isinstance(around, dict):
            around["new"] = chance.choice(({"a": ["b"]}, "no", [{"a": 1, "b": 2}]))
        case _:
            around[path[-1]] = chance.choice(({"a": ["b"]}, "no", [{"a": 1, "b": 2}]))
    text = _spliced_or_refused(written.text, after)
    if text is not None:
        assert is_same(read_yaml(text).data, after)
        assert [line for line in re.findall(r"# comment \d+", written.text) if line not in text] == []


def _spliced_or_refused(text, data):
    try:
        return spliced(text, data)
    except UnsuitableError:
        return None
