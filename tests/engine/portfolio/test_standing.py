"""Where one organization sits, and how a cohort moved: nobody wins by leaving practices out."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_blocks import Framework

pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.cohort import cohort  # noqa: E402
from equity_blocks.engine.portfolio.distributions import Grain  # noqa: E402
from equity_blocks.engine.portfolio.standing import changes, standings  # noqa: E402

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "yes"],
    blocks=[
        {"id": "a", "title": "A", "practices": [{"id": name, "title": "P"} for name in ("p", "q")]},
        {"id": "b", "title": "B", "practices": [{"id": name, "title": "P"} for name in ("r", "s")]},
    ],
)
PRACTICES = ("p", "q", "r", "s")
RNG = random.Random(2)
PEERS = [{name: RNG.choice([-3, -1, 0, 1, 2]) for name in PRACTICES} for _ in range(30)]


def _whole(row, peers=PEERS):
    return next(standings(cohort(FRAMEWORK, pandas.DataFrame([row, *peers])), 0))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
    st.sets(st.sampled_from(PRACTICES), min_size=1, max_size=3),
    st.sampled_from([-1, -3]),
)
def test_leaving_practices_out_wins_nothing(levels, out, said):
    """What is unanswered, unknown or decided against raises neither what is assured nor the rank that is."""
    row = dict(zip(PRACTICES, levels, strict=True))
    full, less = _whole(row), _whole(row | dict.fromkeys(out, said))
    assert less.low <= full.low + 1e-12
    assert less.rank >= full.rank
    assert less.worst >= full.worst


def test_what_does_not_apply_is_struck_out_for_all():
    """The other is better only there, so both are alike; its own whole score would be the higher one."""
    own, other = {"p": 2, "q": -2, "r": 0, "s": 0}, {"p": 2, "q": 2, "r": 0, "s": 0}
    found = _whole(own, [other])
    assert (found.low, found.rank, found.best, found.worst, found.peers) == (0.5, 1, 1, 1, 1)
    assert _whole(other, [own]).low == 0.5


def test_ranks_run_over_what_is_open():
    """It may be the best and the last of three."""
    own, low, high = {"p": 1}, dict.fromkeys(PRACTICES, 1), dict.fromkeys(PRACTICES, 0)
    rows = [own | dict.fromkeys(("q", "r", "s"), -1), low, high]
    found = next(standings(cohort(FRAMEWORK, pandas.DataFrame(rows)), 0))
    assert (found.low, found.high, found.coverage) == (0.125, 0.875, 0.25)
    assert (found.rank, found.best, found.worst) == (2, 1, 2)


def test_a_block_in_which_nothing_is_rated_has_no_rank():
    """And is no peer there."""
    rows = [{"p": 1, "q": 1, "r": -1, "s": -1}, dict.fromkeys(PRACTICES, 1)]
    _, a, b = standings(cohort(FRAMEWORK, pandas.DataFrame(rows)), 0)
    assert (a.rank, b.rank, b.low, b.high, b.coverage) == (1, None, 0.0, 1.0, 0.0)
    assert [each.peers for each in standings(cohort(FRAMEWORK, pandas.DataFrame(rows)), 1)] == [1, 1, 0]


def _round(**rows):
    return cohort(FRAMEWORK, pandas.DataFrame([{"organization": name, **row} for name, row in rows.items()]))


def test_change_is_over_what_each_rated_both_times():
    """One answers less the second time, one is new, one is gone."""
    zero = dict.fromkeys(PRACTICES, 0)
    before = _round(oak={"p": 2, "q": 0, "r": 0, "s": 0}, elm=zero, gone=zero)
    after = _round(new=zero, elm=zero | {"p": 2}, oak={"p": 2, "q": -1, "r": -1, "s": -1})
    whole, a, b = changes(before, after, Grain())
    assert (whole.organizations, whole.risen, whole.fallen) == (2, 1, 0)
    assert (whole.before, whole.after) == (0.5, 0.625)
    assert (a.change, b.organizations, b.change) == (0.25, 1, 0.0)
    coarse = next(changes(before, after, Grain(is_coarse=True)))
    assert (coarse.organizations, coarse.before, coarse.risen) == (0, None, None)


@pytest.mark.parametrize(("leavers", "before"), [(1, 0.5), (5, 0.4)])
def test_who_alone_left_something_open_is_not_told_by_the_change(leavers, before):
    """Before they held all of `a`; what one alone leaves open counts 0 for all, what five do is left out."""
    full = dict.fromkeys(("p", "q"), 2) | dict.fromkeys(("r", "s"), 0)
    first = {f"o{i}": full for i in range(25)}
    second = first | {f"o{i}": full | {"p": -1, "q": -1} for i in range(leavers)}
    whole = next(changes(_round(**first), _round(**second), Grain(is_coarse=True)))
    assert (whole.organizations, whole.before) == (25, before)
