import pytest

from equity_blocks.model.words import worded


@pytest.mark.parametrize(("name", "words"), [("in-place", "in place"), ("not_rated", "not rated"), ("done", "done")])
def test_an_id_reads_as_words(name, words):
    """Neither dashes nor underscores are left."""
    assert worded(name) == words
