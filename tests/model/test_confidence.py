import pytest

from equity_blocks.model.confidence import FIRM, LIKELY, Confidence, Precedence


def test_confidence_is_read_back_equal():
    """What is written for programs loses nothing."""
    found = Confidence(draws=10, seed=0, k=2, first=["a", "b"], before=[Precedence(first="a", second="b", p=0.5)])
    assert Confidence.model_validate_json(found.model_dump_json()) == found


def test_the_words_divide_all_shares():
    """Firm above likely above open."""
    assert pytest.approx(0.9) == FIRM
    assert 0 < LIKELY < FIRM < 1
