"""Hypothesis strategies for scales, frameworks with prerequisites, and assessments of them.

Everything is small, so that the naive oracles of the tests can try all there is. Weights and values are binary
fractions unless a test asks for others: sums of them are exact, and a tie on paper is a tie in the machine.
"""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from equity_blocks.engine.graph import StepGraph
from equity_blocks.model import aggregates
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.schedule import ScheduleProblem

AS_OF = date(2026, 6, 30)
EVIDENCE = {
    "fresh": {"title": "Fresh", "date": AS_OF - timedelta(days=40), "checked": {"by": "Internal audit"}},
    "unchecked": {"title": "Fresh, but nobody looked at it", "date": AS_OF - timedelta(days=40)},
    "reviewed": {"title": "Old, found still true", "date": date(2020, 1, 1), "reviewed": AS_OF},
    "old": {"title": "Old", "date": date(2024, 6, 29)},
    "undated": {"title": "Undated"},
    "to-come": {"title": "To come", "date": AS_OF + timedelta(days=1)},
}
RESPONDENTS = ("ann", "ben", "cleo")
STATUSES = ("rated", "unanswered", "unknown", "not_applicable", "not_pursued")
EXACT = (1.0, 1.0, 0.5, 2.0, 3.0, 0.0)
POSITIVE = (1.0, 0.1, 0.7, 1 / 3, 2.9, 123.4)
"""Weights to choose from."""

fewer = settings(max_examples=max(1, settings().max_examples * 2 // 5))
"""For properties whose every example is a whole framework: less than half as many examples as the profile asks for."""


class Dice:
    """Choices read off drawn bytes: one draw serves many, and bytes shrink towards each choice's first option."""

    def __init__(self, thrown):
        self._thrown = iter(thrown)

    def number(self, below):
        """Choose a number from 0 up to, not including, `below`."""
        return next(self._thrown, 0) % below

    def pick(self, options):
        """Choose one of several options, the simplest first."""
        return options[self.number(len(options))]

    def shuffled(self, items):
        """Put items into some order."""
        left = list(items)
        return [left.pop(self.number(len(left))) for _ in range(len(left))]


def dice(size):
    """Draw dice for about `size` choices."""
    return st.binary(min_size=size, max_size=size).map(Dice)


@st.composite
def frameworks(
    draw,
    *,
    least=1,
    most=5,
    weights=EXACT,
    rules=8,
    soft=True,
    criteria=True,
    full=False,
    scoring=None,
    own_scales=True,
):
    """Draw a sound framework: nested blocks, uneven weights, own scales, prerequisites that leave all in reach.

    Prerequisites may form loops over steps: each has one option that comes earlier in some order of work, and others
    that may stand anywhere. None needs its own practice.

    Args:
        draw: Given by Hypothesis.
        least: Fewest practices.
        most: Most practices.
        weights: What to choose weights from.
        rules: Most prerequisites.
        soft: Whether some prerequisites are soft.
        criteria: Whether some practices have criteria.
        full: Whether every scale runs from 0 to 1.
        scoring: The policy. Default: nothing is withheld for lack of answers.
        own_scales: Whether some practices have a scale of their own.
    """
    count, entries = draw(st.tuples(st.integers(least, most), st.integers(0, rules)))
    drawn = draw(dice(24 + 9 * count + 8 * entries))
    scales = {"common": _scale(drawn, "common", full=full), "own": _scale(drawn, "own", full=full)}
    practices, tops = {}, {}
    for name in [f"p{i}" for i in range(count)]:
        practice = practices[name] = {"id": name, "title": name.upper(), "weight": drawn.pick(weights), "requires": []}
        practice["horizon"] = drawn.pick((None, "short", "long"))
        practice["effort"] = drawn.pick((None, "S", "M", "L", {"low": 2, "likely": 4, "high": 12}))
        parts, rule = drawn.pick((0, 0, 0, 2, 3)), drawn.pick(("all", "any"))
        if criteria:
            practice["criteria"] = [{"id": f"c{i}", "title": "C"} for i in range(parts)]
            practice["criteria_rule"] = rule
        scale = drawn.pick(("common", "common", "common", "own")) if own_scales else "common"
        if scale == "own":
            practice["scale"] = scales[scale]
        tops[name] = len(scales[scale]["levels"]) - 1
    for name, entry in _prerequisites(drawn, tops, entries, ("hard", "hard", "hard", "soft") if soft else ("hard",)):
        practices[name]["requires"].append(entry)
    policy = {"min_coverage": 0.0} if scoring is None else scoring
    blocks = _blocks(drawn, list(practices.values()), weights)
    data = {"id": "drawn", "title": "Drawn", "scale": scales["common"], "scoring": policy, "blocks": blocks}
    return Framework.model_validate(data)


def _scale(drawn, name, *, full):
    """Two to five levels."""
    low, high = (0, 16) if full else drawn.pick(((0, 16), (0, 12), (2, 16), (3, 13)))
    values = sorted({low, high, *(drawn.pick((inner, high)) for inner in (8, 4, 11))})
    evidence = drawn.number(2 ** len(values))
    levels = [
        {"id": f"{name}-{i}", "value": value / 16, "needs_evidence": bool(evidence >> i & 1)}
        for i, value in enumerate(values)
    ]
    return {"id": name, "levels": levels, "default_target": drawn.pick((None, *range(1, len(values))))}


def _blocks(drawn, practices, weights):
    """Up to four blocks, nested and perhaps empty, with each practice in one of them."""
    count = 1 + drawn.number(4)
    blocks = [
        {"id": f"b{i}", "title": f"B{i}", "weight": drawn.pick(weights), "practices": [], "blocks": []}
        for i in range(count)
    ]
    for practice in practices:
        drawn.pick(blocks)["practices"].append(practice)
    top = []
    for i, block in enumerate(blocks):
        drawn.pick([top, *(around["blocks"] for around in blocks[:i])]).append(block)
    return top


def _prerequisites(drawn, tops, count, kinds):
    by_level, by_name = drawn.pick(((1, 0), (1, 1), (1, 9), (2, 1)))
    places = {
        (name, level): by_level * level + by_name * i
        for i, name in enumerate(drawn.shuffled(tops))
        for level in range(1, tops[name] + 1)
    }
    order = sorted(places, key=lambda step: (places[step], step))
    earlier = {step: [o for o in order if o[0] != step[0] and places[o] < places[step]] for step in order}
    late = [step for step in order if earlier[step]]
    for _ in range(count if late else 0):
        name, before = drawn.pick(late)
        others = [step for step in order if step[0] != name]
        options = [drawn.pick(others) for _ in range(drawn.pick((0, 1, 2)))]
        options.insert(drawn.number(len(options) + 1), drawn.pick(earlier[name, before]))
        needs = [{"practice": other, "level": level} for other, level in options]
        yield name, {"any_of": needs, "from": before, "kind": drawn.pick(kinds), "why": "first things first"}


@st.composite
def assessments(
    draw, framework, *, statuses=STATUSES, plain=False, as_of=AS_OF, decisions=(None, None, "later", "pursue")
):
    """Draw an assessment of a framework.

    Args:
        draw: Given by Hypothesis.
        framework: What is rated.
        statuses: Which statuses may occur; without `unanswered`, every criterion is rated too.
        plain: Levels only: no criteria, answers, evidence or wishes.
        as_of: The date, or `None`.
        decisions: What may be decided about a practice.
    """
    drawn = draw(dice(16 + 16 * len(framework.practices)))
    weighted = ("rated",) * 4 * ("rated" in statuses) + tuple(statuses)
    ratings = {}
    for name, practice in framework.practices.items():
        top = framework.scale_of(name).top
        status = drawn.pick(weighted)
        rating = _said(drawn, practice, top, status, plain=plain, gaps="unanswered" in statuses)
        if not plain:
            rating |= _wishes(
                drawn, top, decisions if status not in {"not_pursued", "not_applicable"} else (None, "later")
            )
        if rating or drawn.pick((True, False)):
            ratings[name] = rating
    head = {"framework": framework.id, "as_of": as_of, "ratings": ratings}
    if not plain:
        first = next(iter(framework.practices))
        cause = {"title": "Hours nobody can keep", "practices": [first]}
        low = (None, None, 0, 1)
        blocks = {block.id: drawn.number(2) for block, _, _ in framework.walk() if drawn.pick((False, False, True))}
        head |= {
            "evidence": EVIDENCE,
            "respondents": [{"id": who} for who in RESPONDENTS],
            "goals": [{"id": "g", "population": "Members", "measure": "Visits", "root_causes": [cause]}],
            "initiatives": [{"id": "i", "title": "Board", "practices": [first]}],
            "targets": {
                "default": drawn.pick(low),
                "short": drawn.pick(low),
                "long": drawn.pick(low),
                "blocks": blocks,
            },
        }
    return Assessment.model_validate(head)


def _said(drawn, practice, top, status, *, plain, gaps):
    level = drawn.number(top + 1)
    match status:
        case "unanswered":
            return {}
        case "unknown":
            return {"level": "unknown"}
        case "not_applicable":
            return {"not_applicable": "not ours"}
        case "not_pursued":
            return {"not_pursued": "not now", **drawn.pick(({}, {"level": level}))}
    if plain:
        return {"level": level}
    if practice.criteria:
        parts = _parts(drawn, practice, top, gaps=gaps)
        if set(parts.values()) == {None}:
            return {"level": level}
        others = {who: {"criteria": _parts(drawn, practice, top, gaps=gaps)} for who in RESPONDENTS[1:]}
        others = {"answers": {RESPONDENTS[0]: {"criteria": parts}, **others}}
        return drawn.pick(({"criteria": parts}, {"criteria": parts}, others))
    answers = {who: drawn.number(top + 1) for who in RESPONDENTS[: 1 + drawn.number(3)]}
    earlier = [{"level": "begun", "by": "steering group", "date": "2025-01-31"}]
    agreed = {"level": level, "by": "steering group", **drawn.pick(({}, {"earlier": earlier}))}
    return drawn.pick(({"level": level}, {"answers": answers}, {"answers": answers, "agreed": agreed}))


def _parts(drawn, practice, top, *, gaps):
    said = {criterion.id: drawn.number(top + 1 + gaps) for criterion in practice.criteria}
    return {name: None if part > top else part for name, part in said.items()}


def _wishes(drawn, top, decisions):
    """What an organization wants, and what it can show."""
    shown = ((), ("fresh",), ("unchecked",), ("old", "reviewed"), ("undated", "to-come"), ("old",))
    wishes = {
        "importance": drawn.pick(("normal", "normal", "low", "high")),
        "feasibility": drawn.pick(("normal", "normal", "low", "high")),
        "decision": drawn.pick(decisions),
        "effort": drawn.pick((None, None, "S", {"low": 1, "likely": 8, "high": 8})),
        "target": drawn.pick((None, None, *range(top + 1))),
        "evidence": drawn.pick(shown),
        "required_by": drawn.pick(((), (), (), ({"title": "Contract", "due": "2027-06-30"},))),
    }
    return {key: value for key, value in wishes.items() if value not in (None, "normal", ())}


@st.composite
def cases(draw, framework=None, **how):
    """Draw a framework and an assessment of it, which `how` describes."""
    drawn = draw(frameworks() if framework is None else framework)
    return drawn, draw(assessments(drawn, **how))


def rearranged(framework, block=dict, practice=dict):
    """Build a framework again, each block and each practice changed by a function of its data."""

    def visit(node):
        return node | {
            "blocks": [visit(block(inner)) for inner in node["blocks"]],
            "practices": [practice(inner) for inner in node.get("practices", ())],
        }

    data = framework.model_dump(by_alias=True)
    return Framework.model_validate({**data, "blocks": visit({"blocks": data["blocks"]})["blocks"]})


AGGREGATES = tuple(aggregates.AGGREGATES)
ADDITIVE = frozenset(name for name, rule in aggregates.AGGREGATES.items() if rule.is_additive)


def rollups(*, unanswered=("exclude", "zero", "void", "fail"), aggregates=AGGREGATES, lows=(0, 1)):
    """Draw what a node says of its policy; it may say nothing. `lows` is where published ranges may begin."""
    said = {
        "aggregate": st.sampled_from(aggregates),
        "over": st.sampled_from(("children", "grandchildren", "practices")),
        "unanswered": st.sampled_from(unanswered),
        "not_applicable": st.sampled_from(("exclude", "full", "target")),
        "minimum_share": st.sampled_from((0.0, 0.25, 1.0)),
        "level": st.just(1),
        "empty_stage": st.sampled_from(("met", "unmet")),
        "output": st.sampled_from([{"low": low, "high": high} for low in lows for high in (4, 100)]),
    }
    return st.fixed_dictionaries({}, optional=said)


@st.composite
def governed(draw, framework=None, **how):
    """Draw a framework in which the whole, the top and every block may have a policy of their own, as `how` says."""
    drawn = draw(frameworks() if framework is None else framework)
    said = {name: draw(rollups(**how)) for name in ("", *(block.id for block, _, _ in drawn.walk()))}
    shared = {"min_coverage": 0.0, "top": said[""], **draw(rollups(**how))}
    return rearranged(drawn, block=lambda block: block | {"scoring": said[block["id"]]}).replace(scoring=shared)


@st.composite
def plain_cases(draw, shared, **how):
    """Draw a framework of mixed policies and ratings of it, its practices of equal importance and horizon.

    Args:
        draw: Given by Hypothesis.
        shared: What to choose the aggregate from of the nodes that have none of their own.
        how: What their own policies may be, as in `rollups`.
    """
    drawn = draw(governed(frameworks(least=2, most=4, criteria=False, soft=False), **how))
    alike = rearranged(drawn, practice=lambda practice: practice | {"horizon": None})
    framework = alike.replace(scoring=alike.scoring.replace(aggregate=draw(st.sampled_from(shared))))
    return framework, draw(assessments(framework, plain=True))


@st.composite
def schedule_problems(draw, most=5):
    """Draw a schedule problem of a few steps: circles, zeros, windows, budgets, open lengths, dates, started work."""
    drawn = draw(dice(160))
    count, periods = drawn.number(most) + 1, drawn.number(4) + 1
    lag = drawn.pick((1, 0, 1, 2))
    steps = range(count)

    def some(most_of_them):
        return tuple(drawn.number(count) for _ in range(drawn.number(most_of_them + 1)))

    return ScheduleProblem(
        T=periods,
        cap=[drawn.pick((4, 6, 0, 2.5, 9)) for _ in range(periods)],
        budget=drawn.pick((None, None, 3, 6, 0)),
        lag=lag,
        gain=[drawn.pick((1, 2, 3, 5, 8, 0, 0.5)) for _ in steps],
        effort=[drawn.pick((2, 1, 3, 4, 0, 1.5, 7)) for _ in steps],
        cost=[drawn.pick((1, 0, 2, 4)) for _ in steps],
        dur=[drawn.pick((1, 1, 2, 3)) for _ in steps],
        all_of=[some(1) for _ in steps],
        any_of=[[group] if len(group := some(2)) > 1 else [] for _ in steps],
        window=[drawn.pick((None, None, None, (1, 2), (2, 9), (2, 1))) for _ in steps],
        stretch=drawn.pick((None, None, 1, 3, 0)),
        due=[{"last": drawn.number(6) - 1, "steps": some(2)} for _ in range(drawn.pick((0, 0, 0, 1, 2)))],
        started=some(drawn.pick((0, 0, 1, 2))),
        completions=[{"gain": drawn.pick((4, 0.5)), "steps": group} for _ in range(2) if (group := some(2))],
    )


def _least_periods(drawn, framework, name):
    by_level = {framework.scale_of(name).ids[-1]: 1 + drawn.number(2)}
    return drawn.pick((1, 1, 1, 2, by_level))


@st.composite
def dated(draw, **how):
    """Draw a framework whose work takes time, an assessment with money, dates and work under way, and terms to keep to.

    Returns:
        The framework, the assessment, and options of `plan`; `how` describes the case.
    """
    framework, assessment = draw(cases(framework=frameworks(**how)))
    drawn = draw(dice(24 + 9 * len(framework.practices)))
    framework = rearranged(
        framework, practice=lambda data: data | {"min_periods": _least_periods(drawn, framework, data["id"])}
    )
    ratings, actions = {}, {}
    for name, rating in assessment.ratings.items():
        due = drawn.pick((None, None, None, None, "2027-03-31", "2027-06-30", "2028-01-31", "2026-01-01"))
        duties = [{"title": "Contract", "due": due}] if due else ()
        if not (rating.not_applicable or rating.not_pursued):
            ratings[name] = rating.replace(cost=drawn.pick((None, None, 0, 10, 25)), required_by=duties)
            if progress := drawn.pick((None, None, None, "started", "dropped", "done", "planned")):
                actions[name] = {"progress": progress}
        else:
            ratings[name] = rating
    periods = 1 + drawn.number(7)
    options = {
        "periods": periods,
        "capacity": drawn.pick((60, None, 20, 1000, 5, 0, [drawn.pick((30, 0, 90, 5)) for _ in range(periods)])),
        "start": drawn.pick(("2027-Q1", None, "2027-01", "2026-Q4")),
        "budget": drawn.pick((None, None, None, 30, 0)),
        "lag": drawn.pick((1, 1, 0)),
        "delays": {name: 1 + drawn.number(3) for name in framework.practices if not drawn.number(5)},
        "everything": drawn.pick((True, True, False)),
    }
    return framework, assessment.replace(ratings=ratings, actions=actions), options


def step_graph_of(case):
    """Read the step graph of a dependency case."""
    data = case["framework"]
    rules = {
        name: [Rule(rule["from_level"], tuple(map(tuple, rule["any_of"]))) for rule in found]
        for name, found in data["requires"].items()
    }
    return StepGraph(data["max"], rules)


@st.composite
def graphs(draw):
    """Draw any graph of a few practices, in reach or not, with a state, wanted levels and whole efforts."""
    drawn = draw(dice(72))
    tops = {f"p{i}": drawn.pick((1, 2, 1, 3)) for i in range(drawn.pick((4, 3, 5, 2, 1)))}
    steps = [(name, position) for name, top in tops.items() for position in range(1, top + 1)]
    rules = {name: [] for name in tops}
    for _ in range(drawn.number(9)):
        name, before = drawn.pick(steps)
        others = [step for step in steps if step[0] != name] or steps
        options = tuple(drawn.pick(others) for _ in range(drawn.pick((1, 2, 2, 3))))
        rules[name].append(Rule(before, options))
    state = {name: drawn.pick((0, 0, 0, *range(top + 1))) for name, top in tops.items()}
    wanted = dict(drawn.pick(steps) for _ in range(drawn.pick((1, 1, 2))))
    effort = {step: drawn.number(6) for step in steps}
    return StepGraph(tops, rules), state, wanted, effort
