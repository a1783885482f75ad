from datetime import date
from itertools import product

import pytest
from hypothesis import given

from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.lenses import consistent, evidenced, months_before
from equity_blocks.engine.scoring.score import score
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Rule
from strategies import AS_OF, EVIDENCE, cases, fewer, frameworks

OPEN = {"unanswered", "unknown"}


def _needs(*options, **more):
    """A prerequisite: each option a practice, or a practice and a level."""
    pairs = [(option, 1) if isinstance(option, str) else option for option in options]
    return {
        "any_of": [{"practice": p, "level": level} for p, level in pairs],
        "from": 1,
        "why": "first things first",
        **more,
    }


def _framework(levels=2, **requires):
    """One block of practices named by letters; `requires` gives the prerequisites of some of them."""
    practices = [{"id": p, "title": p.upper(), "requires": requires.get(p, ())} for p in "abcd"]
    scale = [f"l{i}" for i in range(levels)]
    return Framework(id="mini", title="Mini", scale=scale, blocks=[{"id": "x", "title": "X", "practices": practices}])


def _consistent(framework, **ratings):
    return consistent(framework, claimed_values(framework, Assessment(framework="mini", ratings=ratings)))


NO = {"not_applicable": "not ours"}
DROPPED = {"not_pursued": "not now"}


def _built_up_from_nothing(framework, said):
    """Try every step from every reading reached so far; the greatest reading of all is the consistent one.

    Written against the YAML's own fields, with every reading in hand: naive, and unlike a fixpoint over an agenda.
    """
    names = list(said)
    scales = {name: framework.scale_of(name) for name in names}
    rules = {name: [] for name in names}
    for name in names:
        for entry in framework.practices[name].requires:
            options = [
                (need.practice, scales[need.practice].position(need.level))
                for need in entry.any_of
                if said[need.practice].status != "not_applicable"
            ]
            if entry.kind == "hard" and options and not any(said[other].status in OPEN for other, _ in options):
                rules[name].append((scales[name].position(entry.before), options))
    start = tuple(0 for _ in names)
    reached, agenda = {start}, [start]
    while agenda:
        reading = agenda.pop()
        held = dict(zip(names, reading, strict=True))
        for i, name in enumerate(names):
            more = reading[i] + 1
            allowed = all(
                before > more or any(held[other] >= least for other, least in options)
                for before, options in rules[name]
            )
            after = (*reading[:i], more, *reading[i + 1 :])
            if more <= (said[name].position or 0) and allowed and after not in reached:
                reached.add(after)
                agenda.append(after)
    return {name: max(reading[i] for reading in reached) for i, name in enumerate(names)}


@fewer
@given(cases(frameworks(most=5)))
def test_consistent_positions_equal_trying_every_order(case):
    """The fixpoint is the greatest reading that some order of work builds up from nothing."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    expected = _built_up_from_nothing(framework, said)
    assert consistent(framework, said).positions == {
        n: expected[n] for n, claim in said.items() if claim.position is not None
    }


@fewer
@given(cases())
def test_what_a_lens_takes_away_has_a_name(case):
    """A practice is capped exactly when an unmet prerequisite of it, or of its lower levels, is listed."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    found = consistent(framework, said)
    capped = {name for name, position in found.positions.items() if position < said[name].position}
    assert capped <= set(found.unmet)
    for name, rules in found.unmet.items():
        assert rules
        assert found.positions[name] < min(rule.from_level for rule in rules)


@fewer
@given(cases())
def test_unverified_and_waived_rest_on_what_nobody_rated_or_what_does_not_apply(case):
    """Each listed rule has the reason that its list says."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    found = consistent(framework, said)
    for rules in found.unverified.values():
        assert all(any(said[other].status in OPEN for other, _ in rule.any_of) for rule in rules)
    for name, rules in found.waived.items():
        assert all(said[other].status == "not_applicable" for rule in rules for other, _ in rule.any_of)
        assert all(rule in framework.rules()[name] for rule in rules)


def test_a_claim_without_its_prerequisite_is_capped():
    """Practice a holds l1 at most while b is at l0."""
    found = _consistent(_framework(3, a=[_needs("b", **{"from": 2})]), a=2, b=0)
    assert found.positions == {"a": 1, "b": 0}
    assert found.unmet == {"a": [Rule(2, (("b", 1),))]}


def test_a_cap_runs_down_a_chain():
    """Without c there is no b, and without b no a, although both are claimed."""
    found = _consistent(_framework(a=[_needs("b")], b=[_needs("c")]), a=1, b=1, c=0)
    assert found.positions == {"a": 0, "b": 0, "c": 0}
    assert set(found.unmet) == {"a", "b"}


def test_claims_in_a_loop_of_alternatives_hold_nothing_up():
    """Practices a and b each need the other or c or d: claimed together without c and d, both fall."""
    framework = _framework(a=[_needs("b", "c")], b=[_needs("a", "d")])
    assert _consistent(framework, a=1, b=1, c=0, d=0).positions == {"a": 0, "b": 0, "c": 0, "d": 0}
    assert _consistent(framework, a=1, b=1, c=0, d=1).positions == {"a": 1, "b": 1, "c": 0, "d": 1}


def test_an_alternative_that_does_not_apply_is_struck_out():
    """With c not applicable, only b can serve a."""
    framework = _framework(a=[_needs("b", "c")])
    assert _consistent(framework, a=1, b=0, c=NO).positions == {"a": 0, "b": 0}
    assert _consistent(framework, a=1, b=0, c=NO).unmet == {"a": [Rule(1, (("b", 1),))]}
    assert _consistent(framework, a=1, b=1, c=NO).positions["a"] == 1


def test_a_prerequisite_with_no_alternative_left_is_waived():
    """What a needs does not apply here, so nothing caps a, and the waiver is listed."""
    found = _consistent(_framework(a=[_needs("b", "c")]), a=1, b=NO, c=NO)
    assert found.positions == {"a": 1}
    assert (found.unmet, found.unverified) == ({}, {})
    assert found.waived == {"a": [Rule(1, (("b", 1), ("c", 1)))]}


@pytest.mark.parametrize("blank", [None, "unknown"])
def test_an_unrated_prerequisite_caps_nothing_but_is_unverified(blank):
    """It may hold, so a keeps its claim; the doubt is listed."""
    found = _consistent(_framework(a=[_needs("b")]), a=1, b=blank)
    assert found.positions == {"a": 1}
    assert (found.unmet, found.waived) == ({}, {})
    assert found.unverified == {"a": [Rule(1, (("b", 1),))]}


def test_an_unrated_alternative_leaves_no_doubt_where_another_holds():
    """Practice c holds, so it does not matter that nobody rated b."""
    found = _consistent(_framework(a=[_needs("b", "c")]), a=1, c=1)
    assert (found.positions["a"], found.unverified) == (1, {})


def test_an_unrated_alternative_keeps_a_failed_one_from_capping():
    """Practice c fails, but b may hold: no cap, only doubt."""
    found = _consistent(_framework(a=[_needs("b", "c")]), a=1, c=0)
    assert (found.positions["a"], set(found.unverified), found.unmet) == (1, {"a"}, {})


def test_a_prerequisite_not_pursued_counts_at_its_level():
    """Held at l1 it serves a; without a level it counts as not held."""
    framework = _framework(a=[_needs("b")])
    assert _consistent(framework, a=1, b={"level": 1, **DROPPED}).positions == {"a": 1, "b": 1}
    found = _consistent(framework, a=1, b=DROPPED)
    assert found.positions == {"a": 0}
    assert found.unmet == {"a": [Rule(1, (("b", 1),))]}


def test_only_rules_that_a_claim_reaches_are_looked_at():
    """At l1 a needs nothing of b; the rule for l2 is neither unmet nor unverified."""
    framework = _framework(3, a=[_needs("b", **{"from": 2}), _needs("c", **{"from": 2})])
    found = _consistent(framework, a=1, b=0)
    assert (found.positions["a"], found.unmet, found.unverified) == (1, {}, {})


def test_soft_prerequisites_cap_nothing():
    """They order a plan where they can; they do not doubt a claim."""
    found = _consistent(_framework(a=[_needs("b", kind="soft")]), a=1, b=0)
    assert (found.positions, found.unmet) == ({"a": 1, "b": 0}, {})


def test_a_prerequisite_without_levels_means_both_default_targets():
    """From its default target (l2 of four) upwards, a needs b at b's default target."""
    levels = [{"id": f"l{i}", "value": i / 3} for i in range(4)]
    scale = {"id": "s", "levels": levels, "default_target": 2}
    practices = [
        {"id": "a", "title": "A", "requires": [{"practice": "b", "why": "b first"}]},
        {"id": "b", "title": "B"},
    ]
    block = {"id": "x", "title": "X", "practices": practices}
    framework = Framework(id="mini", title="Mini", scale=scale, blocks=[block])
    held = {b: _consistent(framework, a=3, b=b).positions["a"] for b in range(4)}
    assert held == {0: 1, 1: 1, 2: 3, 3: 3}


def _evidence_framework(counts="listed", months=24):
    levels = [{"id": f"l{i}", "value": i / 3, "needs_evidence": i > 1} for i in range(4)]
    block = {"id": "x", "title": "X", "practices": [{"id": "a", "title": "A"}]}
    scoring = {"evidence_counts": counts, "evidence_max_age": months}
    return Framework(id="mini", title="Mini", scale={"id": "s", "levels": levels}, scoring=scoring, blocks=[block])


def _shown(*evidence, level=3, as_of=AS_OF, framework=None):
    framework = framework or _evidence_framework()
    ratings = {"a": {"level": level, "evidence": evidence}}
    assessment = Assessment(framework="mini", as_of=as_of, evidence=EVIDENCE, ratings=ratings)
    found = evidenced(framework, assessment, claimed_values(framework, assessment))
    return None if found is None else found["a"]


@pytest.mark.parametrize(
    ("evidence", "position"),
    [
        ((), 1),
        (("fresh",), 3),
        (("unchecked",), 3),
        (("reviewed",), 3),
        (("old",), 1),
        (("undated",), 1),
        (("to-come",), 1),
        (("old", "undated", "fresh"), 3),
        (("old", "undated", "to-come"), 1),
    ],
)
def test_a_claim_counts_in_full_only_with_current_evidence(evidence, position):
    """One current item is enough; old, undated and later ones leave the highest level that needs none."""
    assert _shown(*evidence) == position


@pytest.mark.parametrize("level", [0, 1])
def test_a_level_that_needs_no_evidence_counts_without(level):
    """What needs no proof stands as claimed."""
    assert _shown(level=level) == level


def test_a_claim_falls_to_the_nearest_level_below_that_needs_no_evidence():
    """Of l0 (none), l1 (needs), l2 (none), l3 (needs) a claim of l3 without evidence counts as l2."""
    levels = [{"id": f"l{i}", "value": i / 3, "needs_evidence": i in (1, 3)} for i in range(4)]
    block = {"id": "x", "title": "X", "practices": [{"id": "a", "title": "A"}]}
    framework = Framework(id="mini", title="Mini", scale={"id": "s", "levels": levels}, blocks=[block])
    assert [_shown(level=level, framework=framework) for level in range(4)] == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("day", "position"),
    [("2024-06-29", 1), ("2024-06-30", 3), ("2026-06-30", 3), ("2026-07-01", 1)],
)
def test_the_window_includes_both_its_ends(day, position):
    """Twenty-four months before 2026-06-30 is 2024-06-30: that day and the date itself are current."""
    ratings = {"a": {"level": 3, "evidence": "item"}}
    evidence = {"item": {"title": "Item", "date": day}}
    framework = _evidence_framework()
    assessment = Assessment(framework="mini", as_of="2026-06-30", evidence=evidence, ratings=ratings)
    assert evidenced(framework, assessment, claimed_values(framework, assessment)) == {"a": position}


def test_the_newest_of_date_and_review_decides():
    """A review after the date of the assessment makes the item a later one, whatever its own date."""
    evidence = {"item": {"title": "Item", "date": "2026-01-01", "reviewed": "2026-07-01"}}
    framework = _evidence_framework()
    ratings = {"a": {"level": 3, "evidence": "item"}}
    assessment = Assessment(framework="mini", as_of="2026-06-30", evidence=evidence, ratings=ratings)
    assert evidenced(framework, assessment, claimed_values(framework, assessment)) == {"a": 1}


def test_a_framework_sets_how_old_evidence_may_be():
    """At zero months only the day itself is current."""
    assert _shown("reviewed", framework=_evidence_framework(months=0)) == 3
    assert _shown("fresh", framework=_evidence_framework(months=0)) == 1


def test_where_only_checked_evidence_counts_somebody_must_have_checked_it():
    """The same item counts only with the name of who verified it."""
    framework = _evidence_framework(counts="checked")
    assert _shown("fresh", framework=framework) == 3
    assert _shown("unchecked", framework=framework) == 1


def test_without_a_date_there_is_no_evidenced_reading():
    """Nothing can be current without a day to count from: the lens is null, not 0."""
    assert _shown("fresh", as_of=None) is None
    framework = _evidence_framework()
    card = score(framework, Assessment(framework="mini", ratings={"a": 3}))
    assert (card.score.value, card.score.evidenced, card.practices["a"].evidenced_level) == (1.0, None, None)


def test_the_evidenced_lens_ignores_prerequisites():
    """Practice a lacks b, but what it claims is shown."""
    framework = _framework(a=[_needs("b")])
    assessment = Assessment(framework="mini", as_of=AS_OF, ratings={"a": 1, "b": 0})
    said = claimed_values(framework, assessment)
    assert evidenced(framework, assessment, said) == {"a": 1, "b": 0}
    assert consistent(framework, said).positions["a"] == 0


@fewer
@given(cases())
def test_evidenced_positions_lie_between_the_lowest_level_and_the_claim(case):
    """A claim is never raised; a fall ends on a level that needs no evidence, or at the lowest."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    found = evidenced(framework, assessment, said)
    assert set(found) == {name for name, claim in said.items() if claim.position is not None}
    for name, position in found.items():
        assert 0 <= position <= said[name].position
        if position < said[name].position:
            levels = framework.scale_of(name).levels
            assert levels[said[name].position].needs_evidence
            assert position == 0 or not levels[position].needs_evidence


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 6, 30), 24, date(2024, 6, 30)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
        (date(2, 1, 1), 24, date.min),
    ],
)
def test_months_are_calendar_months(day, months, expected):
    """A day that the month lacks becomes its last; before the calendar begins there is only its first day."""
    assert months_before(day, months) == expected


def test_every_month_goes_back_to_the_month_before():
    """Twelve steps of a month, and one of twelve, end in the same month a year earlier."""
    for month, day in product(range(1, 13), (1, 28, 31)):
        start = months_before(date(2025, 12, 31), 12 - month).replace(day=min(day, 28))
        assert months_before(start, 12) == start.replace(year=start.year - 1)
