"""Damaged files: whatever is wrong with them, nothing but the library's own errors comes of it."""

import os
from collections.abc import Iterator

import pytest

from mutants import FILES, Workplace, mutant, used

LOADED = range(max(150, int(os.environ.get("EQUITY_BLOCKS_EXAMPLES") or 0)))
"""Seeds of those that are loaded: so many at least that some open."""

USED = 4
"""Of those that open, how many are scored, planned and explained as well."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A copy of all shipped files that may be damaged."""
    return Workplace(tmp_path_factory.mktemp("mutants"))


def test_a_seed_always_makes_the_same_mutant():
    """So that what strayed can be looked at again; and over many seeds, every file is damaged."""
    assert mutant(7) == mutant(7)
    assert {mutant(seed).name for seed in range(1000)} == set(FILES)


def test_a_damaged_file_raises_nothing_but_our_errors(place: Workplace):
    """It opens, or is refused with problems that have a code and a place."""
    opened = [seed for seed in LOADED if place.opened(mutant(seed))]
    assert opened


def _opening(place: Workplace, first: int) -> Iterator[int]:
    seed = first
    while True:
        if place.opened(mutant(seed)):
            yield seed
        seed += 1


def test_what_is_done_with_a_damaged_file_that_opens_raises_nothing_but_our_errors(place: Workplace):
    """Scores, plans, explanations, findings, respondents, what-if, migration, stability."""
    seeds = _opening(place, 10_000)
    for _ in range(max(USED, len(LOADED) // 50)):
        framework, assessment = place.opened(mutant(next(seeds))) or pytest.fail("it opened before")
        used(framework, assessment)
