import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.model.crosswalk import Crosswalk, Mapping
from equity_blocks.model.input_problems import problems_of
from universe import Universe

ENDS = {"id": "a--b", "title": "A in B", "from": {"framework": "a"}, "to": {"framework": "b"}}
SAME = {"from": "p", "to": "q", "relation": "equal", "why": "the same thing"}


def _crosswalk(*mappings, **more):
    return Crosswalk.model_validate({**ENDS, "mappings": mappings, **more})


@given(st.integers(0, 10**6))
def test_backwards_of_backwards_is_the_same(seed):
    """Whatever the relations, shares and parts."""
    crosswalk = Universe(seed).crosswalk("a", "b")
    turned = crosswalk.backwards()
    assert turned.backwards() == crosswalk
    assert (turned.source, turned.target, turned.id) == (crosswalk.target, crosswalk.source, crosswalk.id)


@pytest.mark.parametrize(
    ("relation", "share", "uses", "turned"),
    [
        ("equal", 1, 1, "equal"),
        ("part-of", 0.3, 1, "contains"),
        ("contains", 1, 0.3, "part-of"),
        ("overlaps", 0.3, 0.6, "overlaps"),
    ],
)
def test_backwards_swaps_share_and_uses(relation, share, uses, turned):
    """What is a part of the other contains it seen from there."""
    mapping = Mapping(source="p", target="q", relation=relation, share=share, uses=uses, why="so")
    found = mapping.backwards()
    assert (found.source, found.target, found.relation, found.share, found.uses) == ("q", "p", turned, uses, share)
    assert found.speaks == "both"


@pytest.mark.parametrize(("speaks", "turned"), [("up", "down"), ("down", "up"), ("both", "both")])
def test_backwards_turns_up_into_down(speaks, turned):
    """Where a high source makes a high target, a low target was made by a low source; twice turned is as before."""
    mapping = Mapping(source="p", target="q", relation="equal", speaks=speaks, why="so")
    assert mapping.backwards().speaks == turned
    assert mapping.backwards().backwards() == mapping


@pytest.mark.parametrize(
    ("relation", "share", "uses", "key"),
    [
        ("equal", 0.9, 1, "share"),
        ("equal", 1, 0.9, "uses"),
        ("part-of", 1, 1, "share"),
        ("part-of", 0.5, 0.5, "uses"),
        ("contains", 0.5, 0.5, "share"),
        ("contains", 1, 1, "uses"),
        ("overlaps", 1, 0.5, "share"),
        ("overlaps", 0.5, 1, "uses"),
    ],
)
def test_a_relation_agrees_with_its_numbers(relation, share, uses, key):
    """One number that does not fit is one problem, at its key."""
    with pytest.raises(ValidationError, match=f"mappings\\[0\\].{key}: '{relation}' needs {key}") as caught:
        _crosswalk({**SAME, "relation": relation, "share": share, "uses": uses})
    (problem,) = problems_of(caught.value)
    assert (problem.code, problem.key_path) == ("relation_mismatch", ("mappings", 0, key))


def test_all_contradictions_are_told_at_once():
    """A pair mapped twice, an id mapped and not, and one listed twice."""
    unmapped = {"from": [{"practices": ["p", "x", "x"], "why": "none"}], "to": [{"practices": ["q"], "why": "none"}]}
    with pytest.raises(ValidationError, match="mapped to 'q' twice") as caught:
        _crosswalk(SAME, SAME, unmapped=unmapped)
    codes = [problem.code for problem in problems_of(caught.value)]
    assert codes == ["duplicate_mapping", "mapped_and_unmapped", "duplicate_id", "mapped_and_unmapped"]


def test_one_practice_may_speak_for_several_and_be_spoken_for_by_several():
    """Only the pair has to be unique."""
    found = _crosswalk(SAME, {**SAME, "to": "r"}, {**SAME, "from": "s"})
    assert len(found.mappings) == 3


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan"), "half", True])
def test_a_share_lies_above_0_and_up_to_1(share):
    """A mapping that speaks for nothing is none."""
    with pytest.raises(ValidationError, match=r"mappings\.0\.share"):
        _crosswalk({**SAME, "relation": "part-of", "share": share})


@pytest.mark.parametrize("name", ["a--b", "hcplan-apm--ahe-roadmap", "my.list_2--b"])
def test_an_id_joins_its_two_ends(name):
    """Two hyphens stand between them."""
    assert _crosswalk(id=name).id == name


@pytest.mark.parametrize("name", ["a---b", "--b", "a--", "A--b", "a b"])
def test_other_ids_are_refused(name):
    """The id is the name of a file."""
    with pytest.raises(ValidationError, match="String should match pattern"):
        _crosswalk(id=name)
