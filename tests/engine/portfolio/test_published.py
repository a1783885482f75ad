"""What is published of a cohort tells nobody's score, also over two rounds; attacked by linear programs."""

import os
import random

import pytest

from equity_blocks import Framework

pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.cohort import cohort  # noqa: E402
from equity_blocks.engine.portfolio.published import released  # noqa: E402
from equity_blocks.engine.portfolio.reading import portfolio  # noqa: E402
from portfolio_attack import narrowed, ranges, told  # noqa: E402

COHORTS = int(os.environ.get("EQUITY_BLOCKS_COHORTS", "3"))
POINTS = 0.05
FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["a", "b", "c", "d", "e"],
    blocks=[
        {"id": name, "title": name.upper(), "practices": [{"id": f"{name}{i}", "title": "P"} for i in range(4)]}
        for name in ("x", "y")
    ],
)


def _rows(rng, names, of=None):
    """Rows of random organizations; those in `of` stay as they are."""
    rows = []
    for name in names:
        skill = rng.random()
        levels = {p: min(4, max(0, round(4 * skill + rng.gauss(0, 0.8)))) for p in FRAMEWORK.practices}
        rows.append((of or {}).get(name) or {"organization": name, "type": rng.choice(["plan", "clinic"]), **levels})
    return {row["organization"]: row for row in rows}


def _published(rows, *earlier, **options):
    frames = [pandas.DataFrame([*each.values()]) for each in (*earlier, rows)]
    return portfolio(FRAMEWORK, frames[-1], earlier=frames[:-1], audience="cohort", resamples=0, **options)


def _spreads(read):
    """Every table of scores, by the group and the node that it is of."""
    for group in read.groups:
        yield (group.column, group.value, ""), group.score
        for node in (*group.blocks, *group.practices):
            yield (group.column, group.value, node.id), node


def _rounds(seed, *, leaves=True):
    rng = random.Random(seed)
    names = [f"o{i}" for i in range(rng.randint(20, 26))]
    first = _rows(rng, names)
    second = _rows(rng, [*names[leaves:], "new"], first)
    return first, second


@pytest.mark.parametrize("seed", range(COHORTS))
def test_two_rounds_narrow_nobody_who_joins_leaves_or_stays(seed):
    """Nobody by more than 5 points beyond what one round tells, unless that whole range is narrower."""
    pytest.importorskip("highspy")
    first, second = _rounds(seed)
    rounds = _published(first, by="type"), _published(second, first, by="type")
    tables = [dict(_spreads(read)) for read in rounds]
    assert tables[0].keys() == tables[1].keys()
    attacked = 0
    for key in tables[0]:
        if key[2] not in ("", "x", "x0"):
            continue
        pair = [told(FRAMEWORK, each[key]) for each in tables]
        number = pair[0][0]
        # The rule is known: who joined is not in, who left still is. So both tables speak of the same organizations.
        for who in (0, number // 3, number // 2, number - 1):
            alone, together = ranges(pair[:1], who), ranges(pair, who)
            assert narrowed(alone, together) <= POINTS or alone[1] - alone[0] < POINTS, (key, who)
            attacked += 1
    assert attacked >= 12


def _without_rule(first, second):
    """Publish each round as if it were the only one, and take who joined for what makes the difference."""
    pair = [told(FRAMEWORK, _published(rows).groups[0].score) for rows in (first, second)]
    return ranges(pair[1:], 0)[0], ranges(pair[1:], pair[1][0] - 1)[1], ranges(pair, "joiner", joins=True)


def test_the_attack_finds_who_joined_where_rounds_do_not_know_each_other():
    """Else it would prove nothing: without the rule it narrows somebody by far more than 5 points."""
    pytest.importorskip("highspy")
    low, high, together = _without_rule(*_rounds(1, leaves=False))
    assert narrowed((low, high), together) > 4 * POINTS


def test_one_who_joins_and_one_who_leaves_wait_for_others():
    """The second round is told of the first one's organizations."""
    first, second = _rounds(5)
    release = released([cohort(FRAMEWORK, pandas.DataFrame([*each.values()])) for each in (first, second)], 5)
    assert sorted(release.panel.names) == sorted(first)


@pytest.mark.parametrize(("joiners", "shown"), [(4, 20), (5, 25)])
def test_five_who_join_come_in_together(joiners, shown):
    """Four do not."""
    rng = random.Random(8)
    first = _rows(rng, [f"o{i}" for i in range(20)])
    second = _rows(rng, [*first, *(f"n{i}" for i in range(joiners))], first)
    assert _published(second, first).groups[0].organizations == shown


def test_joiners_of_several_groups_wait_for_five_of_their_own():
    """Three plans and three clinics that join tell each other by subtraction, and six plans do not."""
    rng = random.Random(3)
    first = _rows(rng, [f"o{i}" for i in range(40)])
    second = _rows(rng, [*first, *(f"n{i}" for i in range(6))], first)
    for i in range(6):
        second[f"n{i}"]["type"] = "plan" if i < 3 else "clinic"
    assert _published(second, first, by="type").groups[0].organizations == 40
    assert _published(second, first).groups[0].organizations == 46
    for i in range(6):
        second[f"n{i}"]["type"] = "plan"
    assert _published(second, first, by="type").groups[0].organizations == 46


@pytest.mark.parametrize(("movers", "is_new"), [(4, False), (5, True)])
def test_what_changed_is_taken_over_for_five_at_least(movers, is_new):
    """Fewer keep what was published of them."""
    rng = random.Random(4)
    first = _rows(rng, [f"o{i}" for i in range(30)])
    second = {name: dict(row) for name, row in first.items()}
    for name in [*second][:movers]:
        second[name] |= dict.fromkeys(FRAMEWORK.practices, 4)
    before, after = (_published(first), _published(second, first))
    assert (before.groups[0].score != after.groups[0].score) is is_new


def test_a_group_that_would_be_told_by_subtraction_is_hidden_with_the_small_one():
    """Twenty-four with one group of four: both groups go; its column is named."""
    rng = random.Random(5)
    rows = _rows(rng, [f"o{i}" for i in range(24)])
    for i, row in enumerate(rows.values()):
        row["type"] = "plan" if i < 4 else "clinic"
    read = _published(rows, by="type")
    assert [group.column for group in read.groups] == [""]
    assert read.suppressed == ("type",)


def test_a_group_that_grows_does_not_tell_what_it_was_before():
    """Four plans were hidden. With five more, nine could be shown, but the clinics beside them would tell the four."""
    rng = random.Random(6)
    first = _rows(rng, [f"o{i}" for i in range(30)])
    for i, row in enumerate(first.values()):
        row["type"] = "plan" if i < 4 else "clinic"
    second = _rows(rng, [*first, *(f"n{i}" for i in range(5))], first)
    for i in range(5):
        second[f"n{i}"]["type"] = "plan"
    alone, after = _published(second, by="type"), _published(second, first, by="type")
    assert [group.value for group in alone.groups] == ["", "clinic", "plan"]
    assert [(group.value, group.organizations) for group in after.groups] == [("", 35)]


def test_fewer_than_five_are_not_told_of():
    """There is nothing but the columns that were asked for."""
    read = _published(_rows(random.Random(7), ["a", "b", "c", "d"]), by="type")
    assert (read.groups, read.gaps, read.suppressed, read.unrated) == ((), (), ("type",), None)


def test_below_twenty_there_are_counts_per_band_only():
    """No mean, no quantile, no practice, no gap."""
    read = _published(_rows(random.Random(9), [f"o{i}" for i in range(19)]))
    score = read.groups[0].score
    assert (score.mean, score.q50, read.groups[0].practices, read.gaps, read.held_back) == (None, None, (), (), ())
    assert sum(score.bands.values()) == 19
    assert _published(_rows(random.Random(9), [f"o{i}" for i in range(20)])).groups[0].score.q50 is not None
