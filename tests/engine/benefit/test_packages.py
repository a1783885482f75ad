from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.benefit.packages import OpenPackages, Package
from equity_blocks.engine.benefit.standing import attainable, standing_of
from equity_blocks.engine.graph import StepGraph
from equity_blocks.engine.planning.ordering import order
from equity_blocks.engine.planning.selection import select
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from strategies import cases, fewer, frameworks

tangled = cases(frameworks(least=3, rules=10))


def _exact(standing, levels, state):
    """Total benefit and effort of some raises as fractions."""
    steps = [(name, i) for name, to in levels.items() for i in range(state[name] + 1, to + 1)]
    return tuple(
        sum((Fraction(of(*step)) for step in steps), Fraction())
        for of in (standing.figures.benefit, standing.figures.effort)
    )


def _key(standing, name, aim, state):
    """What a package is ranked by, found anew by search: the definition."""
    levels = standing.way(state, {name: aim}).levels
    benefit, effort = _exact(standing, levels, state)
    after = {**state, **levels}
    soft = [rule for rule in standing.soft[name] if rule.from_level <= after[name]]
    unmet = sum(all(after[other] < least for other, least in rule.any_of) for rule in soft)
    return -float(benefit / effort) if effort else float("-inf"), unmet, effort, name


def _chain(count, names=None):
    """Practices that each need the one before, one block of ten after the other."""
    names = names or [f"p{i}" for i in range(count)]
    practices = [
        {"id": name, "title": name, "requires": [{"practice": names[i - 1], "why": "first"}] if i else []}
        for i, name in enumerate(names)
    ]
    blocks = [{"id": f"b{i}", "title": "B", "practices": practices[i : i + 10]} for i in range(0, count, 10)]
    framework = Framework.model_validate({"id": "chain", "title": "Chain", "scale": ["no", "yes"], "blocks": blocks})
    return standing_of(framework, Assessment(framework="chain"))


def _open(standing, urgency):
    state = dict(standing.state)
    aims = {name: attainable(standing, name) for name in standing.aims}
    return OpenPackages(standing.packages, state, aims, StepGraph(standing.graph.tops, standing.soft), urgency), state


def _best(keys, urgency):
    """Of those within 1 % of the best ratio the most urgent, else the first by rank."""
    edge = min(keys.values())[0] * 0.99
    near = [name for name, key in keys.items() if key[0] <= edge]
    return min(near if urgency else keys, key=lambda name: (urgency.get(name, len(urgency)), keys[name]))


@fewer
@given(tangled, st.data())
def test_packages_kept_up_to_date_are_those_that_a_search_finds(case, data):
    """Whatever is taken, in whatever order, the best one is the best by definition, and it needs what a way needs."""
    standing = standing_of(*case)
    urgency = data.draw(st.dictionaries(st.sampled_from([*standing.aims]), st.integers(0, 2))) if standing.aims else {}
    packages, state = _open(standing, urgency)
    while packages.open:
        keys = {name: _key(standing, name, aim, state) for name, aim in packages.open.items()}
        assert packages.best() == _best(keys, urgency)
        assert set(packages.open) == {n for n in standing.aims if attainable(standing, n) > state[n]}
        for name, levels in packages.levels().items():
            assert _exact(standing, levels, state)[1] == keys[name][2]
        taken = packages.levels_of(data.draw(st.sampled_from(list(packages.open))))
        steps = [(name, i) for name, to in taken.items() for i in range(state[name] + 1, to + 1)]
        state.update(taken)
        packages.taken(steps)


@fewer
@given(tangled)
def test_a_package_is_weighed_like_the_way_to_its_step(case):
    """Exact totals, rounded once."""
    standing = standing_of(*case)
    for name, aim in standing.aims.items():
        way = standing.way(standing.state, {name: aim})
        benefit, effort = _exact(standing, way.levels if way else {}, standing.state)
        assert standing.packages.weighed(name, aim) == (float(benefit), float(effort))
        assert (standing.packages.package(name, aim) is None) == (way is None)


def test_the_ratio_of_what_takes_no_days_is_without_bound():
    """Also where the quotient is too large for a float."""
    assert Package(0, 1, 0).ratio == float("inf")
    assert Package(0, 10**400, 1).ratio == float("inf")
    assert Package(0, 1, 4).ratio == 0.25


def test_a_package_need_not_be_kept_up_to_date_while_a_smaller_one_is_as_good(monkeypatch):
    """In a chain of equal practices each is looked at a fixed number of times: twice as many, twice the work."""
    looked = []
    keep = OpenPackages._keep
    monkeypatch.setattr(OpenPackages, "_keep", lambda self, *of: (looked.append(of[0]), keep(self, *of))[1])

    def looks(count):
        looked.clear()
        standing = _chain(count)
        assert [run.practice for run in order(standing, select(standing, everything=True))] == [
            f"p{i}" for i in range(count)
        ]
        return len(looked)

    assert looks(120) == 2 * looks(60) == 120


@pytest.mark.parametrize("names", [["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"]])
def test_equal_links_of_a_chain_go_in_its_order_whatever_they_are_called(names):
    """The smallest package of equal ratio comes first."""
    standing = _chain(3, names)
    assert [run.practice for run in order(standing, select(standing, everything=True))] == names
