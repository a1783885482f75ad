"""Documents: where each part of the data stood."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.errors import Problem
from equity_blocks.files.yaml_document import Place
from equity_blocks.files.yaml_reader import read_yaml

ASSESSMENT = Path("assessments/riverbend-2026.yaml")

SHAPES = st.recursive(
    st.none(),
    lambda inner: st.lists(inner, min_size=1, max_size=4).flatmap(lambda parts: st.sampled_from([parts, tuple(parts)])),
    max_leaves=25,
)


def labelled(shape: object, name: str) -> object:
    """Give every key and every value of a tree a name that stands once in the text: lists list, tuples map."""
    if shape is None:
        return f"{name}v"
    if isinstance(shape, list):
        return [labelled(part, f"{name}x{i}") for i, part in enumerate(shape)]
    return {f"{name}k{i}e": labelled(part, f"{name}k{i}") for i, part in enumerate(shape)}


def named_places(data: object, path: tuple = ()) -> list[tuple[tuple, str]]:
    """List the key paths whose name stands in the text: all keys, and list entries that are text."""
    if isinstance(data, dict):
        inner = [found for key, value in data.items() for found in named_places(value, (*path, key))]
        return [*(((*path, key), key) for key in data), *inner]
    if isinstance(data, list):
        inner = [found for i, value in enumerate(data) for found in named_places(value, (*path, i))]
        return [*(((*path, i), value) for i, value in enumerate(data) if isinstance(value, str)), *inner]
    return []


@given(SHAPES, st.booleans())
def test_a_place_is_where_the_key_stands_in_the_text(shape: object, is_flow: bool):
    """Searching the text for a key or an entry finds the line and column that the document gives."""
    data = {"top": labelled(shape, "n")}
    text = yaml.safe_dump(data, default_flow_style=is_flow, width=40, sort_keys=False)
    found = read_yaml(text, "here.yaml")

    for path, name in named_places(data):
        before = text[: text.index(name)]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        assert found.place(path) == Place("here.yaml", line, column)


def test_the_place_of_a_key_in_a_shipped_file_is_its_line():
    """Every practice rated in a sample assessment is found at the line that starts with its id."""
    text = ASSESSMENT.read_text(encoding="utf-8")
    found = read_yaml(text)
    lines = text.splitlines()
    first = lines.index("ratings:")

    assert len(found.data["ratings"]) > 40
    for name in found.data["ratings"]:
        line = next(i for i, said in enumerate(lines, start=1) if i > first and said.startswith(f"  {name}:"))
        assert found.place(("ratings", name)) == Place("<text>", line, 3)


def test_columns_count_characters():
    """A letter outside ASCII takes one column, as editors count."""
    assert read_yaml("{é🎉: 1, b: 2}").place(("b",)) == Place("<text>", 1, 9)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("nowhere",), 1, 1),
        (("b", "nowhere"), 2, 1),
        (("b", "c", 7), 3, 3),
        (("b", "any_of", 0, "c"), 3, 3),
        (("a", "level"), 1, 1),
        ((), 1, 1),
    ],
)
def test_what_is_not_in_the_file_has_the_nearest_place_around_it(path: tuple, line: int, column: int):
    """Missing keys are told at the mapping that lacks them; parts that are no keys are skipped."""
    assert read_yaml("a: 1\nb:\n  c: [1, 2]\n").place(path) == Place("<text>", line, column)


def test_a_located_problem_names_the_places_of_its_links():
    """The links of a problem stand in its hint as file and line, after the hint it had."""
    found = read_yaml("a: 1\nb: 2\nc: 3\n", "here.yaml")

    problem = found.locate(Problem("loop", "they go round", "cut one", ("b",), links=(("a",), ("c",))))

    assert str(problem) == "here.yaml:2:1: b: they go round (cut one; see here.yaml:1, here.yaml:3)"


def test_a_grafted_document_keeps_its_own_places():
    """Data put in from another file is placed there, its first line for itself."""
    outer, inner = read_yaml("blocks:\n  - people\n  - power\n", "a.yaml"), read_yaml("# c\n\nid: people\n", "b.yaml")

    outer.graft(("blocks", 0), inner)

    assert outer.data == {"blocks": [{"id": "people"}, "power"]}
    assert outer.place(("blocks", 0)) == Place("b.yaml", 3, 1)
    assert outer.place(("blocks", 0, "id")) == Place("b.yaml", 3, 1)
    assert outer.place(("blocks", 1)) == Place("a.yaml", 3, 5)
