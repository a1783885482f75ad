"""What is published of a cohort tells nobody's score, also over several rounds; attacked by linear programs."""

import os
import random

import pytest

from equity_blocks import Framework

pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio import distributions, published  # noqa: E402
from equity_blocks.engine.portfolio.cohort import cohort  # noqa: E402
from equity_blocks.engine.portfolio.published import released  # noqa: E402
from equity_blocks.engine.portfolio.reading import portfolio  # noqa: E402
from portfolio_attack import EXACT, POINTS, Asked, Rule, Seen, narrowed, narrowed_at_least, width  # noqa: E402

COHORTS = int(os.environ.get("EQUITY_BLOCKS_COHORTS", "1"))
LEVELS = ["a", "b", "c", "d", "e"]
NEEDS = {"x1": [("x0", "c")], "y1": [("x0", "d")], "y2": [("x1", "c")]}


def _practice(name):
    needs = [{"any_of": [{"practice": other, "level": level}], "why": "So."} for other, level in NEEDS.get(name, [])]
    return {"id": name, "title": "P", "requires": needs}


FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=LEVELS,
    blocks=[
        {"id": name, "title": name.upper(), "practices": [_practice(f"{name}{i}") for i in range(4)]}
        for name in ("x", "y")
    ],
)


def _rows(rng, names, of=None, kind=None):
    """Rows of random organizations; those in `of` stay as they are."""
    rows = []
    for name in names:
        skill = rng.random()
        levels = {p: min(4, max(0, round(4 * skill + rng.gauss(0, 0.8)))) for p in FRAMEWORK.practices}
        said = {"organization": name, "type": kind or rng.choice(["plan", "clinic"]), **levels}
        rows.append((of or {}).get(name) or said)
    return {row["organization"]: row for row in rows}


def _named(letter, number):
    return [f"{letter}{i}" for i in range(number)]


def _frames(rounds):
    return [pandas.DataFrame([*each.values()]) for each in rounds]


def _published(rows, *earlier, **options):
    frames = _frames((*earlier, rows))
    return portfolio(FRAMEWORK, frames[-1], earlier=frames[:-1], audience="cohort", resamples=0, **options)


def _seen(rounds, by=(), own=()):
    """Publish every round, and give the reader all of it."""
    given = [cohort(FRAMEWORK, frame, by) for frame in _frames(rounds)]
    panels = [released(given[: t + 1], 5).panel for t in range(len(given))]
    return Seen(FRAMEWORK, [_published(now, *rounds[:t], by=by) for t, now in enumerate(rounds)], panels, own)


def _join(rng):
    first = _rows(rng, _named("o", rng.randint(20, 24)), kind="plan")
    return [first, first | _rows(rng, _named("n", 5), kind="plan")]


def _leave(rng):
    first = _rows(rng, _named("o", 26), kind="plan")
    return [first, {name: first[name] for name in [*first][5:]}]


def _exchange(rng):
    first, second = _join(rng)
    return [first, {name: second[name] for name in [*second][5:]}]


def _move(rng):
    first = _rows(rng, _named("o", rng.randint(20, 24)), kind="plan")
    return [first, first | _rows(rng, _named("o", 5), kind="plan")]


def _three_rounds(rng):
    first, second = _join(rng)
    return [first, second, second | _rows(rng, _named("m", 5), kind="plan")]


def _exchange_of_three_rounds(rng):
    first, second, third = _three_rounds(rng)
    return [first, second, {name: third[name] for name in [*third][5:]}]


def _small_group(rng):
    first = _rows(rng, _named("o", 21), kind="plan") | _rows(rng, _named("c", 7), kind="clinic")
    return [first, first | _rows(rng, _named("n", 5), kind="clinic")]


def _large_groups(rng):
    first = _rows(rng, _named("o", 20), kind="plan") | _rows(rng, _named("c", 20), kind="clinic")
    return [first, first | _rows(rng, _named("n", 5), kind="clinic")]


ATTACKS = {
    "five join": (_join, (), ()),
    "five leave": (_leave, (), ()),
    "five join and five leave": (_exchange, (), ()),
    "five answer otherwise": (_move, (), ()),
    "five join twice": (_three_rounds, (), ()),
    "five join twice and five leave": (_exchange_of_three_rounds, (), ()),
    "five join a small group": (_small_group, ("type",), ()),
    "five join a large group": (_large_groups, ("type",), ()),
    "one who joins attacks": (_join, (), ("n0",)),
    "one who stays and one who joins attack": (_join, (), ("o1", "n0")),
    "two who join attack": (_join, (), ("n0", "n1")),
}
BATCH = 0.2
"""Of whom at least five join, leave or change together, a reader may learn so much more. docs/methods/portfolio.md."""


@pytest.mark.parametrize("seed", range(COHORTS))
@pytest.mark.parametrize("attack", ATTACKS)
def test_all_tables_of_all_rounds_tell_little_more_of_a_batch_than_one(attack, seed):
    """Nothing of who holds which level, and of scores no more than is documented."""
    pytest.importorskip("highspy")
    make, by, own = ATTACKS[attack]
    seen = _seen(make(random.Random(seed)), by, own)
    for key in seen.hidden():
        for node in ("", "x"):
            assert narrowed(Asked(seen, key, node, Rule()), BATCH) <= BATCH, (key, node)
        for node in ("x0", "y1"):
            assert narrowed(Asked(seen, key, node, Rule())) <= POINTS, (key, node)


@pytest.mark.parametrize("by", [(), ("type",)])
@pytest.mark.parametrize("seed", range(COHORTS))
def test_one_who_joins_or_leaves_is_in_no_difference(seed, by):
    """All tables are those of the round before, and the change between them is none."""
    pytest.importorskip("highspy")
    rng = random.Random(seed)
    first = _rows(rng, _named("o", 46))
    before = _published(first, by=by)
    for second in (first | _rows(rng, ["new"]), {name: first[name] for name in [*first][1:]}):
        after = _published(second, first, by=by)
        for told in ("groups", "gaps", "held_back", "suppressed"):
            assert getattr(before, told) == getattr(after, told)
        assert {(each.change, each.before == each.after) for each in after.change} == {(0.0, True)}
        seen = _seen([first, second], by)
        assert all(narrowed(Asked(seen, key, node, Rule())) <= POINTS for key in seen.hidden() for node in ("", "x0"))


def _one_joins(seed):
    rng = random.Random(seed)
    first = _rows(rng, _named("o", 20), kind="plan")
    return [first, first | _rows(rng, ["new"], kind="plan")]


def _worst(seen, node, rule):
    return max(narrowed_at_least(Asked(seen, key, node, rule)) for key in seen.hidden() if not key[1][0][0])


def test_without_a_panel_the_attack_finds_who_joined(monkeypatch):
    """Else it would prove nothing."""
    pytest.importorskip("highspy")
    monkeypatch.setattr(published, "_next_panel", lambda _, now, __: now)
    seen = _seen(_one_joins(1))
    assert _worst(seen, "", Rule()) > 4 * POINTS


def test_without_a_panel_by_group_the_attack_finds_who_joined_a_group(monkeypatch):
    """Two clinics and three plans join: five, though not alike."""
    pytest.importorskip("highspy")
    monkeypatch.setattr(published, "_enough", lambda who, *_: frozenset(who))
    monkeypatch.setattr(published, "visible_groups", lambda people, _: tuple(map(frozenset, _said_of(people))))
    rng = random.Random(4)
    first = _rows(rng, _named("o", 7), kind="plan") | _rows(rng, _named("c", 7), kind="clinic")
    alike = {"type": "clinic", **dict.fromkeys(FRAMEWORK.practices, 2)}
    joined = {name: {"organization": name, **alike} for name in ("n1", "n2")} | _rows(
        rng, ["n3", "n4", "n5"], kind="plan"
    )
    seen = _seen([first, first | joined], ("type",))
    assert _worst(seen, "", Rule()) > POINTS


def _said_of(people):
    return [{name for name in column if name} for column in zip(*people, strict=True)]


def _excellent(seed=2):
    """Five join who hold the top of everything."""
    first = _rows(random.Random(seed), _named("o", 20), kind="plan")
    top = {"type": "plan", **dict.fromkeys(FRAMEWORK.practices, 4)}
    return [first, first | {name: {"organization": name, **top} for name in _named("n", 5)}]


def test_without_rounding_the_attack_finds_what_five_hold(monkeypatch):
    """Exact means tell their score, exact counts their levels; with rounding counts do not."""
    pytest.importorskip("highspy")
    seen = _seen(_excellent())
    (key,) = (key for key in seen.hidden() if not key[1][0][0])
    assert narrowed(Asked(seen, key, "x0", Rule())) == 0.0
    exact = distributions.Grain
    monkeypatch.setattr(exact, "count", lambda _, number: number)
    monkeypatch.setattr(exact, "share", lambda _, value: float(value))
    monkeypatch.setattr(distributions, "STEP", 1e-9)
    seen = _seen(_excellent())
    assert _worst(seen, "", EXACT) > 4 * POINTS
    assert narrowed(Asked(seen, key, "x0", EXACT)) == 1.0


def test_without_neighbours_one_round_tells_who_is_in_the_middle(monkeypatch):
    """To 5 points; the mean of five leaves more open."""
    pytest.importorskip("highspy")
    rows = _rows(random.Random(1), _named("o", 20), kind="plan")

    def middle(rule):
        seen = _seen([rows])
        return width(Asked(seen, *seen.kinds, "", rule, (0,), at=10))

    pooled = middle(Rule())
    monkeypatch.setattr(distributions.Grain, "quantile", lambda _, ordered, at: _rounded(ordered, at))
    assert middle(Rule(neighbours=1)) <= POINTS + 1e-6 < pooled


def _rounded(ordered, at):
    return round(round(float(ordered[round(at * (len(ordered) - 1))]) * 20) / 20, 9)


def _sizes(*rounds, by=()):
    given = [cohort(FRAMEWORK, frame, by) for frame in _frames(rounds)]
    return [len(released(given[: t + 1], 5).panel.names) for t in range(len(given))]


def test_who_left_and_comes_back_waits_for_as_many_alike():
    """Five left; with four of them and another one, the first and the last round would tell two."""
    first = _rows(random.Random(1), _named("o", 25), kind="plan")
    second = {name: first[name] for name in [*first][5:]}
    third = {name: first[name] for name in [*first][1:]} | _rows(random.Random(2), ["new"], kind="plan")
    assert _sizes(first, second, third) == [25, 20, 20]
    assert _sizes(first, second, first) == [25, 20, 25]


def test_who_would_be_left_behind_alone_does_not_stay_alone():
    """Six joined. If five of them left again, all rounds together would tell of the sixth."""
    first = _rows(random.Random(1), _named("o", 20), kind="plan")
    second = first | _rows(random.Random(2), _named("n", 6), kind="plan")
    assert _sizes(first, second, first | {"n0": second["n0"]}) == [20, 26, 26]
    assert _sizes(first, second, first) == [20, 26, 20]


def test_answers_that_were_replaced_do_not_come_back():
    """Six changed; if five of them took it back, the first and the last round would tell of the sixth."""
    first = _rows(random.Random(1), _named("o", 20), kind="plan")
    second = first | _rows(random.Random(2), _named("o", 6), kind="plan")
    third = second | {name: first[name] for name in _named("o", 5)}
    assert _published(third, first, second).groups == _published(second, first).groups
    assert _published(second, first).groups != _published(first).groups


@pytest.mark.parametrize(("clinics", "told"), [(19, [True, False, False]), (20, [True, True, True])])
def test_figures_are_told_of_a_group_if_the_rest_is_large_too(clinics, told):
    """Else they would be told of the rest by subtraction; counts per band are."""
    rng = random.Random(1)
    rows = _rows(rng, _named("o", 30), kind="plan") | _rows(rng, _named("c", clinics), kind="clinic")
    groups = _published(rows, by="type").groups
    assert [group.score.mean is not None for group in groups] == told
    assert all(group.score.bands for group in groups)


def test_a_block_that_applies_to_few_of_a_group_is_told_of_no_group():
    """It applies to all plans and three clinics, whom the others would tell."""
    rng = random.Random(1)
    rows = _rows(rng, _named("o", 30), kind="plan") | _rows(rng, _named("c", 8), kind="clinic")
    for name in _named("c", 5):
        rows[name] |= dict.fromkeys((p for p in FRAMEWORK.practices if p.startswith("y")), -2)
    everybody, clinics, plans = _published(rows, by="type").groups
    assert [bool(block.bands) for block in everybody.blocks] == [True, True]
    assert [bool(block.bands) for group in (clinics, plans) for block in group.blocks] == [True, False] * 2


def test_one_who_joins_and_one_who_leaves_wait_for_others():
    """The second round is told of the first one's organizations."""
    first = _rows(random.Random(5), _named("o", 22))
    second = {name: first[name] for name in [*first][1:]} | _rows(random.Random(6), ["new"])
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
