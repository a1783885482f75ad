import pytest
from pydantic import ValidationError

from equity_blocks.model.acceptability import FIRM, LIKELY, Confidence, Precedence, RankAcceptability, half_width

TABLE = {
    "acceptability": [[0.5, 0.3, 0.2], [0.5, 0.2, 0.3], [0, 0.5, 0.5]],
    "half_width": [[0.1] * 3] * 3,
    "beats": [[0, 0.5, 0.8], [0.5, 0, 0.7], [0.2, 0.3, 0]],
    "central_weights": [[0.6, 0.4], [0.2, 0.8], None],
    "confidence": [1, 1, None],
    "draws": 100,
}


def test_the_first_k_ranks_add_up():
    """P(rank <= k); beyond the last rank it stays at 1."""
    table = RankAcceptability(**TABLE)
    assert table.top(2) == pytest.approx((0.8, 0.7, 0.5))
    assert table.top(9) == (1, 1, 1)
    assert table.top(0) == (0, 0, 0)


def test_the_half_width_is_that_of_the_sum():
    """1.96 sqrt(p (1 - p) / N) of P(rank <= k), not of the last rank."""
    assert RankAcceptability(**TABLE).top_half_width(2)[2] == pytest.approx(1.96 * (0.25 / 100) ** 0.5)


@pytest.mark.parametrize(("draws", "expected"), [(1_000, 0.031), (9_604, 0.01)])
def test_published_half_widths(draws, expected):
    """What a share of one half has with so many draws."""
    assert half_width(0.5, draws) == pytest.approx(expected, abs=5e-4)


def test_it_comes_back_from_json_as_it_was():
    """No first place is null, not 0."""
    table = RankAcceptability(**TABLE)
    assert RankAcceptability.model_validate_json(table.model_dump_json()) == table
    assert '"central_weights":[[0.6,0.4],[0.2,0.8],null]' in table.model_dump_json()


def test_it_is_frozen():
    """Like every result."""
    with pytest.raises(ValidationError, match="frozen"):
        RankAcceptability(**TABLE).draws = 5


def test_confidence_is_read_back_equal():
    """What is written for programs loses nothing."""
    found = Confidence(draws=10, seed=0, k=2, first=["a", "b"], before=[Precedence(first="a", second="b", p=0.5)])
    assert Confidence.model_validate_json(found.model_dump_json()) == found


def test_the_words_divide_all_shares():
    """Firm above likely above open."""
    assert pytest.approx(0.9) == FIRM
    assert 0 < LIKELY < FIRM < 1
