from equity_blocks.engine.robustness.sampled_package_ranks import (
    PARTS,
    Distributions,
    Draws,
    PackageRace,
    picks_of,
    ranks_of,
)

FLAT = [1.0] * PARTS


def _laws(benefits, days, held):
    count = len(benefits)
    return Distributions(
        benefits, [[0]] * count, 1, FLAT, [[d] * PARTS for d in days], [[h] * PARTS for h in held], FLAT
    )


RACE = PackageRace(["a", "b", "c"], [1.0, 1.0, 1.0], [[(0, 1.0)], [(0, 1.0), (1, 1.0)], [(2, 1.0)]])


def _ranks(laws, k=5, draws=3):
    return [list(row) for row in ranks_of(RACE, laws, picks_of(laws, draws, 0), k)]


def test_the_best_package_comes_first_and_what_it_needs_before_it():
    """B needs a: together 9 for 2 days, before c with 4 for 1."""
    assert _ranks(_laws([1.0, 8.0, 4.0], [1.0, 1.0, 1.0], [0, 0, 0])) == [[0] * 3, [1] * 3, [2] * 3]
    assert _ranks(_laws([1.0, 6.0, 4.0], [1.0, 1.0, 1.0], [0, 0, 0])) == [[1] * 3, [2] * 3, [0] * 3]


def test_what_holds_already_is_not_raised():
    """It has no rank, and its package costs no effort for it."""
    assert _ranks(_laws([1.0, 6.0, 4.0], [1.0, 1.0, 1.0], [1, 0, 0])) == [[5] * 3, [0] * 3, [1] * 3]
    assert _ranks(_laws([1.0, 6.0, 4.0], [1.0, 1.0, 1.0], [1, 1, 1])) == [[5] * 3, [5] * 3, [5] * 3]


def test_only_the_first_are_ranked():
    """The others stand at k."""
    assert _ranks(_laws([1.0, 8.0, 4.0], [1.0, 1.0, 1.0], [0, 0, 0]), k=1) == [[0] * 3, [1] * 3, [1] * 3]


def test_no_effort_comes_before_everything():
    """Nothing is divided by zero."""
    assert _ranks(_laws([1.0, 8.0, 0.1], [1.0, 1.0, 0.0], [0, 0, 0]))[2] == [0] * 3


def test_nothing_to_rank_is_no_error():
    """A race without packages."""
    laws = _laws([], [], [])
    assert list(ranks_of(PackageRace([], [], []), laws, picks_of(laws, 4, 0), 5)) == []


def test_picks_are_read_from_bytes_in_the_same_order_everywhere():
    """The lower byte first; all but ten bits count for nothing."""
    assert Draws(2, [bytes([1, 0, 255, 255])]).column(0) == [1, PARTS - 1]
