import heapq
import os
import subprocess
import sys
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.scoring.score import score
from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.files.loading import load_assessment, load_framework
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.reasons import CODES
from equity_blocks.model.result import NOTICE
from strategies import STATUSES, cases, fewer, frameworks, rearranged

SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")
OPEN = ("rated", "unanswered", "unknown")


class _Facts:
    """What an independent reader makes of a framework and an assessment, before any plan."""

    def __init__(self, framework, assessment):
        self.framework = framework
        self.card = score(framework, assessment)
        said = self.card.practices
        self.ids = {name: framework.scale_of(name).ids for name in said}
        applies = [name for name in said if said[name].status != "not_applicable"]
        self.start = {n: self.ids[n].index(said[n].level) if said[n].level else 0 for n in applies}
        self.open = {name for name in applies if said[name].status in OPEN}
        self.tops = {n: len(self.ids[n]) - 1 if n in self.open else self.start[n] for n in applies}
        self.targets = {name: self.ids[name].index(said[name].target) for name in self.open}
        self.below = {name for name in self.open if self.start[name] < self.targets[name]}
        self.rules = {name: list(self._hard(name, set(applies))) for name in applies}

    def _hard(self, name, applies):
        for entry in self.framework.practices[name].requires:
            options = [(n.practice, self._at(n.practice, n.level)) for n in entry.any_of if n.practice in applies]
            if entry.kind == "hard" and options:
                yield self._at(name, entry.before), options

    def _at(self, name, level):
        """Give a position, the default target where no level is named."""
        scale = self.framework.scale_of(name)
        if level is None:
            level = scale.top if scale.default_target is None else scale.default_target
        return scale.position(level)

    def allows(self, held, name):
        """Say whether the next step of a practice breaks no rule."""
        due = [options for before, options in self.rules[name] if before <= held[name] + 1]
        return held[name] < self.tops[name] and all(any(held[q] >= m for q, m in options) for options in due)

    def furthest(self):
        """Climb as far as anything allows, step by step."""
        held = dict(self.start)
        while ready := [name for name in held if self.allows(held, name)]:
            held[ready[0]] += 1
        return held

    def cheapest(self, wanted, effort):
        """Dijkstra over whole level vectors."""
        names = list(self.start)
        heap, done = [(0.0, tuple(self.start.values()))], set()
        while heap:
            cost, vector = heapq.heappop(heap)
            held = dict(zip(names, vector, strict=True))
            if all(held[name] >= level for name, level in wanted.items()):
                return cost
            if vector in done:
                continue
            done.add(vector)
            for i, name in enumerate(names):
                if self.allows(held, name):
                    after = (*vector[:i], vector[i] + 1, *vector[i + 1 :])
                    heapq.heappush(heap, (cost + effort(name, vector[i] + 1), after))
        return None

    def span(self, action):
        """Positions of an action's start and end."""
        ids = self.ids[action.practice]
        return 0 if action.start_level is None else ids.index(action.start_level), ids.index(action.to)


def _ends(made, facts):
    """Where every practice stands once the plan is done."""
    return facts.start | {action.practice: facts.span(action)[1] for action in made.actions}


def _raised(framework, assessment, to):
    """Rate practices at positions above what they hold; the unanswered and unknown others at the lowest level."""
    facts = _Facts(framework, assessment)
    said = {
        name: {"level": to.get(name, 0)}
        for name in facts.open
        if to.get(name, 0) > facts.start[name] or facts.card.practices[name].status != "rated"
    }
    return assessment.replace(ratings={**assessment.ratings, **said})


def _framework(scale=("no", "yes"), **practices):
    """One block; each practice is given by its prerequisites, or by its own data."""
    found = [
        {"id": name, "title": name.upper(), "effort": "M", **(data if isinstance(data, dict) else {"requires": data})}
        for name, data in practices.items()
    ]
    block = {"id": "x", "title": "X", "practices": found}
    return Framework(id="mini", title="Mini", scale=scale, blocks=[block])


def _needs(*options, kind="hard", before=1):
    pairs = [(option, 1) if isinstance(option, str) else option for option in options]
    any_of = [{"practice": practice, "level": level} for practice, level in pairs]
    return {"any_of": any_of, "from": before, "kind": kind, "why": "first things first"}


def _plan(framework, ratings=None, targets=None, **how):
    assessment = Assessment(framework="mini", ratings=ratings or {}, targets=targets or {})
    return plan(framework, assessment, **how)


def _runs(made):
    return [(action.practice, action.start_level, action.to) for action in made.actions]


def _codes(item):
    return [reason.code for reason in item.reasons]


DROPPED = {"not_pursued": "not now"}
NO = {"not_applicable": "not ours"}
THREE = ("none", "some", "all")

blocking = (*STATUSES, "not_pursued", "not_pursued")
tangled = cases(frameworks(least=3, rules=10), statuses=blocking)
selections = st.sampled_from(({"everything": True}, {}, {"pick": 1}, {"pick": 2, "everything": True}))


def _walk(facts, made):
    """Take every step of a plan, one level up from where its practice stands, and check every rule."""
    held = dict(facts.start)
    for action in made.actions:
        ids = facts.ids[action.practice]
        assert facts.span(action)[0] == held[action.practice]
        assert action.steps
        for step in action.steps:
            assert facts.allows(held, action.practice)
            assert ids.index(step.start_level) == held[action.practice]
            held[action.practice] += 1
            assert step.to == ids[held[action.practice]]
        assert action.to == ids[held[action.practice]]
    return held


@fewer
@given(tangled, selections)
def test_no_step_stands_before_a_step_it_needs(case, how):
    """Walk the plan step by step: whatever a step needs holds when its turn comes."""
    facts = _Facts(*case)
    made = plan(*case, **how)
    assert _walk(facts, made) == _ends(made, facts)


@fewer
@given(cases(), selections)
def test_gains_add_up_and_rescoring_follows_the_plan(case, how):
    """After each action, rate what the plan has raised so far, score again, and the sum of gains is there."""
    framework, assessment = case
    facts = _Facts(framework, assessment)
    made = plan(framework, assessment, **how)
    assert made.score_now == score(framework, _raised(framework, assessment, {})).score.value
    reached, sofar = {}, 0.0
    for action in made.actions:
        assert action.gain == pytest.approx(fsum(step.gain for step in action.steps), abs=1e-12)
        sofar += action.gain
        reached[action.practice] = facts.span(action)[1]
        again = score(framework, _raised(framework, assessment, reached)).score.value
        assert (again or 0.0) == pytest.approx((made.score_now or 0.0) + sofar, abs=1e-12)
    assert made.score_after == score(framework, _raised(framework, assessment, reached)).score.value


@fewer
@given(tangled)
def test_every_chosen_practice_reaches_its_target_or_is_unscheduled(case):
    """With everything chosen, each one below its target gets there, or as far as it can, and then it is listed."""
    facts = _Facts(*case)
    made = plan(*case, everything=True)
    ends, furthest = _ends(made, facts), facts.furthest()
    stuck = {name for name in facts.below if furthest[name] < facts.targets[name]}
    assert (made.selection, made.later) == ("all", ())
    assert {left.practice for left in made.unscheduled} == stuck
    assert all(ends[name] >= facts.targets[name] for name in facts.below - stuck)
    assert all(ends[name] >= furthest[name] for name in stuck)
    assert {action.practice for action in made.actions} <= facts.open


@fewer
@given(tangled, selections)
def test_waves_are_the_earliest_in_which_needs_are_served(case, how):
    """What an action needs is served by actions of earlier waves, and one wave earlier it would not be."""
    facts = _Facts(*case)
    actions = plan(*case, **how).actions

    def served(i, wave):
        held = dict(facts.start)
        for action in actions[:i]:
            if action.wave < wave:
                held[action.practice] = max(held[action.practice], facts.span(action)[1])
        start, end = facts.span(actions[i])
        return held[actions[i].practice] == start and all(
            facts.allows(held | {actions[i].practice: position}, actions[i].practice) for position in range(start, end)
        )

    for i, action in enumerate(actions):
        assert served(i, action.wave)
        assert action.wave == 1 or not served(i, action.wave - 1)


@fewer
@given(cases(frameworks(most=4, rules=6, criteria=False)))
def test_a_package_is_the_least_that_an_action_takes(case):
    """With one practice to raise, packages equal Dijkstra over all states, and its own package is the whole plan."""
    framework, assessment = case
    facts = _Facts(framework, assessment)
    made = plan(framework, assessment, everything=True, pick=1)
    if "required_beside_pick" in {remark.code for remark in made.remarks}:
        return  # more than one is raised

    def effort(name, position):
        values = framework.scale_of(name).values
        own = assessment.rating(name).effort or framework.practices[name].effort or "M"
        likely = framework.effort_days.days(own) if isinstance(own, str) else own.likely
        return likely * (values[position] - values[position - 1]) / (values[-1] - values[0])

    last = {action.practice: action for action in made.actions}
    for name, action in last.items():
        assert action.package.effort == pytest.approx(facts.cheapest({name: facts.span(action)[1]}, effort))
    for action in last.values():
        if "needed_by" not in _codes(action):
            assert action.package.effort == pytest.approx(fsum(part.effort.likely for part in made.actions))
            assert action.package.benefit == pytest.approx(fsum(part.benefit for part in made.actions))
            assert set(action.package.practices) == set(last)


@fewer
@given(cases())
def test_an_action_takes_the_days_of_its_steps(case):
    """Effort, and its range where there is one, is the share of the practice's days that its steps climb."""
    for action in plan(*case, everything=True).actions:
        effort = action.effort
        assert effort.likely == pytest.approx(fsum(step.effort for step in action.steps))
        assert (effort.low is None) == (effort.high is None)
        assert effort.low is None or effort.low <= effort.likely <= effort.high


@fewer
@given(cases(), selections)
def test_an_action_says_why_and_what(case, how):
    """Known codes with words, ranks from 1, the practice's own title and block, and null where nobody rated it."""
    framework, assessment = case
    facts = _Facts(framework, assessment)
    made = plan(framework, assessment, **how)
    seen = set()
    for rank, action in enumerate(made.actions, 1):
        practice = framework.practices[action.practice]
        block = framework.chains[practice.id][-1].id
        assert (action.rank, action.title, action.block) == (rank, practice.title, block)
        assert action.reasons
        assert set(_codes(action)) <= CODES
        assert action.reason.endswith(".")
        blank = facts.card.practices[practice.id].status != "rated" and practice.id not in seen
        assert (action.start_level is None) == blank == ("not_rated" in _codes(action))
        assert (action.effort.basis == "assumed") == ("effort_assumed" in _codes(action))
        assert practice.id in action.package.practices
        assert action.benefit >= 0
        seen.add(practice.id)
    for left in (*made.later, *made.unscheduled):
        assert left.title == framework.practices[left.practice].title
        assert set(_codes(left)) <= CODES
        assert left.reason.endswith(".")
    assert (made.notice, made.planner, made.bound, made.gap) == (NOTICE, "greedy", None, None)


@fewer
@given(tangled, selections)
def test_waiting_and_opening_are_told_as_they_are(case, how):
    """An action waits for the rules of its levels that do not hold at the start, and opens nothing that is done."""
    facts = _Facts(*case)
    held = dict(facts.start)
    for action in plan(*case, **how).actions:
        due = [options for before, options in facts.rules[action.practice] if before <= facts.span(action)[1]]
        unmet = [options for options in due if not any(facts.start[q] >= m for q, m in options)]
        told = [[(o.practice, facts.ids[o.practice].index(o.level)) for o in rule.any_of] for rule in action.waits_for]
        assert told == unmet
        assert ("waits_for" in _codes(action)) == bool(unmet)
        assert bool(action.unlocks) >= ("unlocks" in _codes(action))
        assert action.unlocks == () or {"unlocks", "needed_by"} & set(_codes(action))
        assert all(held[name] < facts.targets[name] for name in action.unlocks)
        held[action.practice] = facts.span(action)[1]


@fewer
@given(cases(), selections)
def test_the_plan_raises_what_was_chosen_and_what_that_needs(case, how):
    """Decided: only what is marked; proposed: nothing put off; and whatever else rises is needed by one of them."""
    framework, assessment = case
    facts = _Facts(framework, assessment)
    made = plan(framework, assessment, **how)
    decisions = {name: assessment.rating(name).decision for name in facts.below}
    marked = any(rating.decision == "pursue" for rating in assessment.ratings.values())
    kind = "all" if how.get("everything") else "decided" if marked else "proposed"
    chosen = {
        "all": facts.below,
        "decided": {name for name in facts.below if decisions[name] == "pursue"},
        "proposed": {name for name in facts.below if decisions[name] != "later"},
    }[kind]
    assert made.selection == kind
    own = {action.practice for action in made.actions if "needed_by" not in _codes(action)}
    blocked = {left.practice for left in made.unscheduled}
    if "pick" in how:
        assert own <= chosen
        assert len(own) <= how["pick"]
    else:
        assert own <= chosen == (own | blocked)
    ends = _ends(made, facts)
    reached = {name for name in facts.below if ends[name] >= facts.targets[name]}
    later = {left.practice: _codes(left) for left in made.later}
    assert set(later) == facts.below - reached - own - blocked
    for name, codes in later.items():
        put_off = "not_decided" if kind == "decided" and decisions[name] != "pursue" else "not_picked"
        assert codes == ["decided_later" if decisions[name] == "later" else put_off]


@fewer
@given(cases(), selections, st.randoms(use_true_random=False))
def test_the_order_of_the_source_does_not_change_the_plan(case, how, random):
    """Practices and blocks shuffled: the same actions in the same order, since ties are broken by id."""
    framework, assessment = case

    def shuffled(block):
        parts = {key: random.sample(block[key], len(block[key])) for key in ("practices", "blocks")}
        return block | parts

    again = rearranged(framework, block=shuffled)
    again = again.replace(blocks=random.sample(again.blocks, len(again.blocks)))
    one, other = plan(framework, assessment, **how), plan(again, assessment, **how)
    assert _runs(one) == _runs(other)
    for left, right in zip(one.actions, other.actions, strict=True):
        assert (left.wave, left.quadrant, left.effort, left.benefit) == (
            right.wave,
            right.quadrant,
            right.effort,
            right.benefit,
        )
        assert left.gain == pytest.approx(right.gain, abs=1e-12)
        assert set(left.package.practices) == set(right.package.practices)
        assert set(left.unlocks) == set(right.unlocks)
    for key in ("later", "unscheduled"):
        assert {left.practice for left in getattr(one, key)} == {left.practice for left in getattr(other, key)}


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_plan_without_breaking_a_prerequisite(name):
    """Each shipped sample gives a sound plan, and the same one twice, for its choice, for all and for three."""
    assessment = load_assessment(f"assessments/{name}.yaml")
    framework = load_framework(assessment.framework)
    for how in ({}, {"everything": True}, {"pick": 3}):
        made = plan(framework, assessment, **how)
        assert made.actions
        _walk(_Facts(framework, assessment), made)
        assert plan(framework, assessment, **how) == made


def test_the_same_input_gives_the_same_plan_in_every_process():
    """Hash seeds differ from process to process; the JSON does not, not even in a byte."""
    code = (
        "import equity_blocks as eb;"
        "a = eb.load_assessment('assessments/riverbend-2026.yaml');"
        "print(eb.plan(eb.load_framework(a.framework), a, everything=True).model_dump_json())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_gains_of_a_worked_example():
    """Two of four practices in one block: each step from 0 to 1 raises the mean by 1/4, from 1/4 to 3/4."""
    made = _plan(_framework(a={}, b={}, c={}, d={}), {"a": 1, "b": 0, "c": 0, "d": {"level": 0, "target": 0}})
    assert (made.score_now, made.score_after) == (0.25, 0.75)
    assert [action.gain for action in made.actions] == [0.25, 0.25]


def test_a_package_goes_by_its_total_benefit_over_its_total_effort():
    """Practice c brings 1/90 a day, a with b 2/250, b alone 1/240: so c comes first, then what a needs, then a."""
    made = _plan(_framework(a={"effort": "S", "requires": [_needs("b")]}, b={"effort": "XL"}, c={"effort": "L"}))
    assert [action.practice for action in made.actions] == ["c", "b", "a"]
    assert (made.actions[2].package.benefit, made.actions[2].package.effort) == (2.0, 250.0)
    assert made.actions[2].package.practices == ("a", "b")
    assert [action.wave for action in made.actions] == [1, 1, 2]


def test_a_second_action_opens_where_a_later_step_needs_something_between():
    """Practice b needs a at some, and a needs b before it is held by all: a, then b, then a again."""
    framework = _framework(THREE, a=[_needs("b", before=2)], b=[_needs("a")])
    made = _plan(framework, {"a": 0, "b": {"level": 0, "target": 1}}, everything=True)
    assert _runs(made) == [("a", "none", "some"), ("b", "none", "some"), ("a", "some", "all")]
    assert [action.wave for action in made.actions] == [1, 2, 3]


def test_a_second_action_does_not_open_again_what_the_first_opened():
    """The first action of a opens the way for b; once b is done, the second opens nothing."""
    framework = _framework(THREE, a=[_needs("b", before=2)], b=[_needs("a")])
    made = _plan(framework, {"a": 0, "b": {"level": 0, "target": 1}}, everything=True)
    assert [action.unlocks for action in made.actions] == [("b",), ("a",), ()]


def test_an_alternative_that_is_done_later_opens_nothing():
    """Practice a needs b or c: once b has served, c comes for its own sake."""
    made = _plan(_framework(a=[_needs("b", "c")], b={}, c={}), {"a": 0, "b": 0, "c": 0})
    assert [(action.practice, action.unlocks) for action in made.actions] == [("b", ("a",)), ("a", ()), ("c", ())]


def test_of_alternatives_in_the_plan_the_earliest_makes_the_wave():
    """Practice a could rest on b (wave 1) or c (wave 2, after d): with unlimited capacity it starts in wave 2."""
    cheap = {"effort": "S"}
    a, c = {"effort": "XL", "requires": [_needs("c", "b")]}, {"effort": "S", "requires": [_needs("d")]}
    made = _plan(_framework(a=a, b=cheap, c=c, d=cheap))
    assert [(action.practice, action.wave) for action in made.actions] == [("b", 1), ("d", 1), ("c", 2), ("a", 2)]


def test_an_action_that_grows_counts_for_all_that_follow_it():
    """Practice a is extended to all for y; x, planned in between, would have missed that, but now follows it."""
    framework = _framework(
        THREE,
        a={"effort": "S"},
        x=[_needs(("a", 2), kind="soft")],
        y={"effort": "XL", "requires": [_needs(("a", 2))]},
    )
    made = _plan(framework, {"a": 0, "x": 0, "y": 0}, targets={"default": 1})
    assert _runs(made) == [("a", "none", "all"), ("x", "none", "some"), ("y", "none", "some")]
    assert "before_soft" not in _codes(made.actions[1])


def test_what_was_split_is_whole_again_once_an_earlier_action_grew():
    """Practice d rests on b at first, but a grows afterwards and serves as well: so d rises in one action."""
    split = {"effort": "S", "requires": [_needs("a", before=1), _needs(("a", 2), "b", before=2)]}
    framework = _framework(THREE, a={}, b={}, c={}, d=split)
    made = _plan(framework, dict.fromkeys("abcd", 0), everything=True)
    assert [run for run in _runs(made) if run[0] in "ad"] == [("a", "none", "all"), ("d", "none", "all")]


def test_steps_run_together_where_nothing_stands_between():
    """Practice a rises in one action, although b needed only its first step."""
    made = _plan(_framework(THREE, a={}, b=[_needs("a")]), {"a": 0, "b": 0}, everything=True)
    assert _runs(made) == [("a", "none", "all"), ("b", "none", "all")]


def test_what_nobody_rated_starts_from_null():
    """Unanswered counts as the lowest level, but the plan does not claim to know; a second action does."""
    framework = _framework(THREE, a=[_needs("b", before=2)], b=[_needs("a")])
    made = _plan(framework, {"b": {"level": 0, "target": 1}}, everything=True)
    assert _runs(made) == [("a", None, "some"), ("b", "none", "some"), ("a", "some", "all")]
    assert ["not_rated" in _codes(action) for action in made.actions] == [True, False, False]


def test_a_prerequisite_that_is_not_pursued_blocks():
    """Practice a cannot be reached without b, and the plan says that b is not pursued."""
    made = _plan(_framework(a=[_needs("b")], b={}, c={}), {"a": 0, "b": DROPPED, "c": 0})
    assert _runs(made) == [("c", "no", "yes")]
    assert [left.practice for left in made.unscheduled] == ["a"]
    assert _codes(made.unscheduled[0]) == ["blocked"]
    assert made.unscheduled[0].reasons[0].data == {"level": "yes", "practices": ("b",)}


def test_a_prerequisite_that_is_not_pursued_but_held_serves():
    """Practice b stays at yes, so a can rise."""
    made = _plan(_framework(a=[_needs("b")], b={}), {"a": 0, "b": {"level": 1, **DROPPED}})
    assert _runs(made) == [("a", "no", "yes")]


def test_a_blocked_practice_still_rises_as_far_as_it_can():
    """Only the second step of a needs b, so the first is planned and the rest is unscheduled."""
    made = _plan(_framework(THREE, a=[_needs("b", before=2)], b={}), {"a": 0, "b": DROPPED})
    assert _runs(made) == [("a", "none", "some")]
    assert [left.practice for left in made.unscheduled] == ["a"]


def test_a_block_further_down_is_named():
    """Practice a needs b, b needs c, and c is not pursued."""
    made = _plan(_framework(a=[_needs("b")], b=[_needs("c")], c={}), {"a": 0, "b": 0, "c": DROPPED})
    assert made.actions == ()
    assert [left.practice for left in made.unscheduled] == ["a", "b"]
    assert all(left.reasons[0].data["practices"] == ("c",) for left in made.unscheduled)


def test_a_block_behind_a_second_way_to_the_same_practice_is_named():
    """Practice a needs b at some, and c, which needs b at all; b gets there only with d, which is not pursued."""
    framework = _framework(THREE, a=[_needs("b"), _needs("c")], b=[_needs("d", before=2)], c=[_needs(("b", 2))], d={})
    made = _plan(framework, {"a": 0, "b": 0, "c": 0, "d": DROPPED}, targets={"default": 1})
    assert _runs(made) == [("b", "none", "some")]
    assert [left.practice for left in made.unscheduled] == ["a", "c"]
    assert all(left.reasons[0].data["practices"] == ("d",) for left in made.unscheduled)


def test_a_loop_whose_way_around_is_not_pursued_is_blocked():
    """Practices a and b need each other, or c instead of b; with c not pursued, neither can begin."""
    made = _plan(_framework(a=[_needs("b", "c")], b=[_needs("a")], c={}), {"a": 0, "b": 0, "c": DROPPED})
    assert made.actions == ()
    assert [left.practice for left in made.unscheduled] == ["a", "b"]
    assert all(_codes(left) == ["blocked"] for left in made.unscheduled)
    assert all(left.reasons[0].data["practices"] == ("c",) for left in made.unscheduled)


def test_a_loop_whose_way_around_does_not_apply_is_unscheduled():
    """With c not applicable, a and b are left needing each other: they cannot be planned, and the plan says so."""
    made = _plan(_framework(a=[_needs("b", "c")], b=[_needs("a")], c={}), {"a": 0, "b": 0, "c": NO})
    assert made.actions == ()
    assert [left.practice for left in made.unscheduled] == ["a", "b"]
    assert all(_codes(left) == ["unreachable"] for left in made.unscheduled)


def test_a_prerequisite_on_what_does_not_apply_is_waived():
    """There is no b to wait for."""
    assert _runs(_plan(_framework(a=[_needs("b")], b={}), {"a": 0, "b": NO})) == [("a", "no", "yes")]


def test_a_practice_may_need_its_own_lower_level():
    """Needless but legal: every practice holds its lower levels before its higher ones."""
    made = _plan(_framework(THREE, a=[_needs(("a", 1), before=2)]), {"a": 0})
    assert _runs(made) == [("a", "none", "all")]


def test_what_is_needed_rises_though_it_was_not_chosen():
    """Only a is marked; b is planned for it, and says so."""
    made = _plan(_framework(a=[_needs("b")], b={}), {"a": {"level": 0, "decision": "pursue"}, "b": 0})
    assert (made.selection, _runs(made)) == ("decided", [("b", "no", "yes"), ("a", "no", "yes")])
    assert "needed_by" in _codes(made.actions[0])
    assert made.actions[0].reasons[_codes(made.actions[0]).index("needed_by")].data == {"practices": ("a",)}


def test_what_the_plan_brings_to_its_target_is_not_left_for_later():
    """Practice b was not chosen, but a needs it in full: it stands in the plan, so not beside it."""
    made = _plan(_framework(a=[_needs("b")], b={}, c={}), {"a": {"level": 0, "decision": "pursue"}, "b": 0, "c": 0})
    assert [action.practice for action in made.actions] == ["b", "a"]
    assert [left.practice for left in made.later] == ["c"]


def test_an_action_may_go_above_its_target_where_another_needs_it():
    """Practice b aims for some, but a needs all of it."""
    made = _plan(_framework(THREE, a=[_needs(("b", 2))], b={}), {"a": 0, "b": {"level": 0, "target": 1}})
    assert _runs(made)[0] == ("b", "none", "all")
    assert "above_target" in _codes(made.actions[0])
    assert "above_target" not in _codes(made.actions[1])


def test_a_package_holds_all_steps_of_its_action():
    """Practice a is placed for its own sake up to some, then extended to all for b: its package grows with it."""
    framework = _framework(THREE, a={"effort": "S"}, b={"effort": "XL", "requires": [_needs(("a", 2))]})
    made = _plan(framework, {"a": 0, "b": 0}, targets={"default": 1}, everything=True)
    assert _runs(made) == [("a", "none", "all"), ("b", "none", "some")]
    assert made.actions[0].effort.likely == 10.0
    assert made.actions[0].package.effort == 10.0


def test_pick_takes_the_first_of_the_choice():
    """The best package first: high importance counts four times as much; the rest is not picked."""
    ratings = {"a": 0, "b": {"level": 0, "importance": "high"}, "c": 0}
    made = _plan(_framework(a={}, b={}, c={}), ratings, pick=1)
    assert (made.selection, _runs(made)) == ("proposed", [("b", "no", "yes")])
    assert [(left.practice, _codes(left)) for left in made.later] == [("a", ["not_picked"]), ("c", ["not_picked"])]


def test_pick_among_the_marked_leaves_the_other_marked_ones_for_later():
    """They were decided on, only not picked; what was never marked says so."""
    marked = {"level": 0, "decision": "pursue"}
    made = _plan(_framework(a={}, b={}, c={}), {"a": marked, "b": marked, "c": 0}, pick=1)
    assert (made.selection, _runs(made)) == ("decided", [("a", "no", "yes")])
    assert [(left.practice, _codes(left)) for left in made.later] == [("b", ["not_picked"]), ("c", ["not_decided"])]


def test_pick_wastes_no_place_on_what_is_blocked():
    """Practice a needs what is not pursued, so the one place goes to b."""
    marked = {"level": 0, "decision": "pursue"}
    made = _plan(_framework(a=[_needs("c")], b={}, c={}), {"a": marked, "b": marked, "c": DROPPED}, pick=1)
    assert _runs(made) == [("b", "no", "yes")]


def test_a_soft_prerequisite_breaks_a_tie():
    """Practices a and b are worth the same; a would go easier after b, so b comes first despite its id."""
    made = _plan(_framework(a=[_needs("b", kind="soft")], b={}), {"a": 0, "b": 0})
    assert [action.practice for action in made.actions] == ["b", "a"]
    assert "before_soft" not in _codes(made.actions[1])
    assert made.actions[1].waits_for == ()


def test_an_action_before_its_soft_prerequisite_says_so():
    """A day on a brings more, so it comes before b although b would help."""
    made = _plan(_framework(a={"effort": "S", "requires": [_needs("b", kind="soft")]}, b={}), {"a": 0, "b": 0})
    assert [action.practice for action in made.actions] == ["a", "b"]
    reason = made.actions[0].reasons[_codes(made.actions[0]).index("before_soft")]
    assert reason.data == {"practices": (("b",),)}


def test_ties_are_broken_by_id():
    """Three practices worth the same come in the order of their ids, wherever they stand in the source."""
    assert [action.practice for action in _plan(_framework(c={}, a={}, b={})).actions] == ["a", "b", "c"]


def test_an_action_carries_what_the_assessment_says_about_it():
    """Owner, goals, initiatives and duties stand beside the action, and among its reasons."""
    cause = {"title": "Hours nobody can keep", "practices": ["a"]}
    duty = {"title": "Contract", "due": "2027-06-30"}
    assessment = Assessment(
        framework="mini",
        goals=[{"id": "g", "title": "Visits", "population": "Members", "measure": "PPC", "root_causes": [cause]}],
        initiatives=[{"id": "i", "title": "Board", "practices": ["a"]}],
        ratings={
            "a": {"level": 0, "owner": "CIO", "required_by": [duty]},
            "b": 1,
        },
    )
    practice = {"involve": "members", "evidence": ["minutes"], "requires": [_needs("b")]}
    (action,) = plan(_framework(a=practice, b={}), assessment).actions
    assert (action.owner, action.goals, action.initiatives) == ("CIO", ("g",), ("i",))
    assert (action.involve, action.evidence, action.builds_on) == (("members",), ("minutes",), ("b",))
    assert _codes(action) == ["required_by", "serves_goal", "builds_on", "carried_by"]
    assert all(fact in action.reason for fact in ("Contract", "2027-06-30", "Visits", "Board"))


def test_with_nothing_to_raise_there_is_an_empty_plan():
    """At every target the score after is the score now."""
    made = _plan(_framework(a={}, b={}), {"a": 1, "b": DROPPED})
    assert (made.actions, made.later, made.unscheduled) == ((), (), ())
    assert made.score_now == made.score_after == 1.0


def test_where_nothing_applies_there_is_no_score_to_raise():
    """Null, not 0."""
    made = _plan(_framework(a={}), {"a": NO})
    assert (made.actions, made.score_now, made.score_after) == ((), None, None)


@pytest.mark.parametrize("pick", [0, -1])
def test_picking_nothing_is_refused(pick):
    """A plan for no practice is a slip of the keyboard."""
    with pytest.raises(UnsuitableError, match=f"pick must be at least 1, not {pick}"):
        _plan(_framework(a={}), pick=pick)


def test_guidance_has_no_plan_of_its_own():
    """It goes with the plans of others."""
    framework = Framework(id="lessons", title="Lessons", use="guidance", scale=["no", "yes"], blocks=[])
    with pytest.raises(UnsuitableError, match="lessons is guidance"):
        plan(framework, Assessment(framework="lessons"))


def test_a_plan_of_something_else_is_refused():
    """Ratings of practices that the framework lacks are named, not dropped."""
    with pytest.raises(InvalidDataError, match="mini has no practice 'z'"):
        _plan(_framework(a={}), {"z": 1})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"certify": True}, "certify needs capacity, periods, start or budget"),
        ({"seed": 3}, "seed needs confidence, or capacity, periods, start or budget"),
        ({"delays": {"a": 1}}, "delays needs"),
        ({"capacity": 60, "fiscal_year_start": 7}, "fiscal_year_start needs start"),
        ({"planner": "exakt"}, "'exakt' is not a planner; choose greedy or exact .did you mean 'exact'"),
        ({"planner": "exakt", "capacity": 60}, "did you mean 'exact'"),
        ({"everything": "yes"}, "everything must be True or False, not 'yes'"),
        ({"capacity": 60, "certify": 1}, "certify must be True or False, not 1"),
        ({"seed": None}, "seed must be a whole number, not None"),
        ({"confidence": 10**10}, "confidence must be at most 1,000,000"),
        ({"capacity": 60, "delays": {"a": None}}, "the delay of a must be a whole number, not None"),
        ({"capacity": 60, "delays": {"a": 5_000}}, "the delay of a must be at most 1,200"),
        ({"budget": 1e300}, r"budget must be at most 1e\+12; leave it out where there is no limit"),
        ({"since": "x"}, "since must be an Assessment or an AdoptedPlan, not the text 'x'"),
        ({"capacity": 60, "time_limit": 5}, "time_limit needs planner='exact'"),
        ({"capacity": 60, "planner": "exact", "certify": True}, "certify is for the greedy planner"),
        ({"start": "2027-01", "fiscal_year_start": 7}, "'2027-01' is a month: write a quarter"),
    ],
)
def test_options_that_make_no_sense_or_would_do_nothing_are_refused(options, words):
    """With what they need."""
    with pytest.raises(UnsuitableError, match=words):
        _plan(_framework(a={}), {"a": 0}, **options)


def test_practices_without_a_rating_are_counted():
    """Unanswered and unknown ones in scope, whether the plan raises them or not."""
    ratings = {"a": 1, "b": {"level": "unknown", "decision": "later"}, "c": NO}
    assert _plan(_framework(a={}, b={}, c={}, d={}), ratings).unrated == 2
