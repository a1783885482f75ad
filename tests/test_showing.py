import copy
import json
import pickle

import pytest

import equity_blocks as eb
from equity_blocks.errors import Finding, Problem
from equity_blocks.model.noun import Noun
from equity_blocks.showing import Shown, ShownTuple


@pytest.mark.parametrize("kind", [Noun, Problem, Finding, eb.EquityBlocksError, eb.InvalidDataError, ShownTuple])
def test_what_shows_itself_has_the_one_slot(kind, monkeypatch):
    """Filled once, it draws nouns, problems, findings, errors and tuples of problems."""
    monkeypatch.setattr(Shown, "renderer", len)
    assert issubclass(kind, Shown)
    assert kind.renderer is len
    assert "renderer" not in vars(kind)


def test_without_anybody_who_draws_the_text_is_shown(monkeypatch):
    """A problem as its representation."""
    monkeypatch.setattr(Shown, "renderer", None)
    problem = Problem("empty_file", "the file is empty")
    assert problem._repr_mimebundle_() == {"text/plain": repr(problem)}


def test_a_tuple_that_shows_itself_stays_a_tuple():
    """It is equal to, written, copied and kept like any other."""
    pair = ShownTuple(("a", "b"))
    assert pair == ("a", "b")
    assert hash(pair) == hash(("a", "b"))
    assert repr(pair) == "('a', 'b')"
    assert json.dumps(pair) == '["a", "b"]'
    assert type(pickle.loads(pickle.dumps(pair))) is type(copy.deepcopy(pair)) is ShownTuple
    assert not hasattr(pair, "__dict__")


def test_problems_are_as_small_as_before():
    """The slot stands at the class: nothing is added to a problem or a finding."""
    assert not hasattr(Problem("a", "b"), "__dict__")
    assert not hasattr(Finding("a", "b"), "__dict__")
