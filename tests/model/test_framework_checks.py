"""What every framework keeps true of itself: a passing and a failing example of each rule."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.errors import Problem
from equity_blocks.model import Framework
from equity_blocks.model.framework_checks import contradictions
from equity_blocks.model.input_problems import problems_of

CASES = json.loads((Path(__file__).parents[1] / "cases" / "dependencies.json").read_text(encoding="utf-8"))["cases"]
WHY = "First things first."


def practice(name: str, **more: object) -> dict:
    """Build the data of a practice."""
    return {"id": name, "title": name.capitalize(), **more}


def block(name: str, *practices: dict, **more: object) -> dict:
    """Build the data of a block."""
    return {"id": name, "title": name.capitalize(), "practices": list(practices), **more}


def framework(*blocks: dict, **more: object) -> dict:
    """Build the data of a framework on a scale of three levels."""
    scale = {"id": "steps", "levels": [{"id": name, "value": i / 2} for i, name in enumerate(("no", "half", "yes"))]}
    return {"id": "mini", "title": "Mini", "scale": scale, "blocks": list(blocks), **more}


def needs(name: str, **more: object) -> dict:
    """Build the data of a prerequisite on one practice."""
    return {"practice": name, "why": WHY, **more}


def problems_in(data: dict) -> tuple[Problem, ...]:
    """Give the problems that a framework is refused for; none when it is sound."""
    try:
        Framework.model_validate(data)
    except ValidationError as error:
        return problems_of(error)
    return ()


A, B = practice("a"), practice("b")
BANDS = [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 0.5}]
STEP = {"id": "plan", "title": "Plan"}
ENABLER = {"id": "data", "title": "Data", "kind": "challenge", "practices": ["a"]}
CRITERION = {"id": "heard", "title": "Heard"}
P0 = ("blocks", 0, "practices", 0)

RULES = {
    "blocks-have-ids-of-their-own": (
        framework(block("x", A), block("y", B, blocks=[block("z")])),
        framework(block("x", A), block("y", B, blocks=[block("x")])),
        "duplicate_id",
        ("blocks", 1, "blocks", 0, "id"),
    ),
    "practices-have-ids-of-their-own-in-the-whole-framework": (
        framework(block("x", A), block("y", B)),
        framework(block("x", A), block("y", B, A)),
        "duplicate_id",
        ("blocks", 1, "practices", 1, "id"),
    ),
    "a-block-and-a-practice-may-share-an-id": (
        framework(block("a", A)),
        framework(block("a", A, A)),
        "duplicate_id",
        ("blocks", 0, "practices", 1, "id"),
    ),
    "criteria-have-ids-of-their-own-in-their-practice": (
        framework(block("x", practice("a", criteria=[CRITERION]), practice("b", criteria=[CRITERION]))),
        framework(block("x", practice("a", criteria=[CRITERION, CRITERION]))),
        "duplicate_id",
        (*P0, "criteria", 1, "id"),
    ),
    "steps-have-ids-of-their-own": (
        framework(steps=[STEP, {**STEP, "id": "act"}]),
        framework(steps=[STEP, {**STEP, "title": "Act"}]),
        "duplicate_id",
        ("steps", 1, "id"),
    ),
    "enablers-have-ids-of-their-own": (
        framework(block("x", A), enablers=[ENABLER, {**ENABLER, "id": "plan"}], steps=[STEP]),
        framework(block("x", A), enablers=[ENABLER, ENABLER]),
        "duplicate_id",
        ("enablers", 1, "id"),
    ),
    "aspects-have-ids-of-their-own": (
        framework(aspects=[STEP], steps=[STEP]),
        framework(aspects=[STEP, STEP]),
        "duplicate_id",
        ("aspects", 1, "id"),
    ),
    "bands-rise": (
        framework(scoring={"bands": BANDS}),
        framework(scoring={"bands": BANDS[::-1]}),
        "bands_not_rising",
        ("scoring", "bands", 1, "from"),
    ),
    "bands-differ": (
        framework(scoring={"bands": BANDS[:1]}),
        framework(scoring={"bands": [BANDS[0], {**BANDS[0], "id": "other"}]}),
        "bands_not_rising",
        ("scoring", "bands", 1, "from"),
    ),
    "words-for-levels-belong-to-levels": (
        framework(block("x", practice("a", levels={"half": "Some of it."}))),
        framework(block("x", practice("a", levels={"most": "Most of it."}))),
        "unknown_level",
        (*P0, "levels", "most"),
    ),
    "words-for-levels-belong-to-levels-of-the-practice's-own-scale": (
        framework(block("x", practice("a", scale=["none", "most"], levels={"most": "Most of it."}))),
        framework(block("x", practice("a", scale=["none", "most"], levels={"half": "Some of it."}))),
        "unknown_level",
        (*P0, "levels", "half"),
    ),
    "roles-are-listed": (
        framework(block("x", practice("a", roles=["board"])), roles={"board": "Board"}),
        framework(block("x", practice("a", roles=["board", "staff"])), roles={"board": "Board"}),
        "unknown_role",
        (*P0, "roles", 1),
    ),
    "questions-are-for-audiences": (
        framework(block("x", practice("a", question={"default": "Do you?", "plan": "Does it?"})), audiences=["plan"]),
        framework(block("x", practice("a", question={"default": "Do you?", "clinic": "Does it?"})), audiences=["plan"]),
        "unknown_audience",
        (*P0, "question", "clinic"),
    ),
    "enablers-point-at-practices": (
        framework(block("x", A), enablers=[ENABLER]),
        framework(block("x", B), enablers=[ENABLER]),
        "unknown_practice",
        ("enablers", 0, "practices", 0),
    ),
    "prerequisites-name-practices": (
        framework(block("x", practice("a", requires=[needs("b")]), B)),
        framework(block("x", practice("a", requires=[needs("c")]), B)),
        "unknown_practice",
        (*P0, "requires", 0, "any_of", 0, "practice"),
    ),
    "alternatives-name-practices": (
        framework(block("x", practice("a", requires=[{"any_of": [{"practice": "b"}], "why": WHY}]), B)),
        framework(
            block("x", practice("a", requires=[{"any_of": [{"practice": "b"}, {"practice": "c"}], "why": WHY}]), B)
        ),
        "unknown_practice",
        (*P0, "requires", 0, "any_of", 1, "practice"),
    ),
    "prerequisites-name-levels-of-the-other-practice": (
        framework(
            block("x", practice("a", requires=[needs("b", level="most")]), practice("b", scale=["none", "most"]))
        ),
        framework(
            block("x", practice("a", requires=[needs("b", level="half")]), practice("b", scale=["none", "most"]))
        ),
        "unknown_level",
        (*P0, "requires", 0, "any_of", 0, "level"),
    ),
    "prerequisites-name-positions-of-the-other-practice": (
        framework(block("x", practice("a", requires=[needs("b", level=2)]), B)),
        framework(block("x", practice("a", requires=[needs("b", level=3)]), B)),
        "unknown_level",
        (*P0, "requires", 0, "any_of", 0, "level"),
    ),
    "prerequisites-stand-before-levels-of-the-practice's-own": (
        framework(block("x", practice("a", scale=["none", "most"], requires=[needs("b", before="most")]), B)),
        framework(block("x", practice("a", scale=["none", "most"], requires=[needs("b", before="half")]), B)),
        "unknown_level",
        (*P0, "requires", 0, "from"),
    ),
    "the-lowest-level-needs-nothing": (
        framework(block("x", practice("a", requires=[needs("b", before=1)]), B)),
        framework(block("x", practice("a", requires=[needs("b", before=0)]), B)),
        "needless_prerequisite",
        (*P0, "requires", 0, "from"),
    ),
    "no-practice-waits-for-itself": (
        framework(block("x", practice("a", requires=[needs("a", before="yes", level="half")]))),
        framework(block("x", practice("a", requires=[needs("a", before="half", level="half")]))),
        "unreachable_level",
        (*P0, "requires"),
    ),
    "two-practices-may-wait-for-each-other-in-turn": (
        framework(
            block(
                "x",
                practice("a", requires=[needs("b", before="yes", level="half")]),
                practice("b", requires=[needs("a", before="half", level="half")]),
            )
        ),
        framework(
            block(
                "x",
                practice("a", requires=[needs("b", before="half", level="half")]),
                practice("b", requires=[needs("a", before="half", level="half")]),
            )
        ),
        "unreachable_level",
        (*P0, "requires"),
    ),
    "an-alternative-breaks-a-loop": (
        framework(
            block(
                "x",
                practice("a", requires=[{"any_of": [{"practice": "b"}, {"practice": "c"}], "why": WHY}]),
                practice("b", requires=[needs("a")]),
                practice("c"),
            )
        ),
        framework(
            block(
                "x",
                practice("a", requires=[{"any_of": [{"practice": "b"}, {"practice": "c"}], "why": WHY}]),
                practice("b", requires=[needs("a")]),
                practice("c", requires=[needs("a")]),
            )
        ),
        "unreachable_level",
        (*P0, "requires"),
    ),
    "soft-prerequisites-block-nothing": (
        framework(block("x", practice("a", requires=[needs("b")]), practice("b", requires=[needs("a", kind="soft")]))),
        framework(block("x", practice("a", requires=[needs("b")]), practice("b", requires=[needs("a", kind="hard")]))),
        "unreachable_level",
        (*P0, "requires"),
    ),
    "soft-prerequisites-name-practices-too": (
        framework(block("x", practice("a", requires=[needs("b", kind="soft")]), B)),
        framework(block("x", practice("a", requires=[needs("c", kind="soft")]), B)),
        "unknown_practice",
        (*P0, "requires", 0, "any_of", 0, "practice"),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_data_that_keeps_the_rule_makes_a_framework(name: str):
    """The passing example of each rule is accepted."""
    assert problems_in(RULES[name][0]) == ()


@pytest.mark.parametrize("name", RULES)
def test_data_that_breaks_the_rule_makes_none(name: str):
    """The failing example of each rule gives one problem, with its code and its key path."""
    _, broken, code, path = RULES[name]

    (problem,) = problems_in(broken)

    assert (problem.code, problem.key_path) == (code, path)


def test_all_problems_are_told_together():
    """Mistakes of different kinds do not hide each other."""
    data = framework(
        block(
            "x", practice("a", roles=["board"], levels={"most": "Most."}, requires=[needs("c"), needs("b", level=9)])
        ),
        block("x", B),
        enablers=[{**ENABLER, "practices": ["d"]}],
        scoring={"bands": BANDS[::-1]},
    )

    assert sorted(problem.code for problem in problems_in(data)) == [
        "bands_not_rising",
        "duplicate_id",
        "unknown_level",
        "unknown_level",
        "unknown_practice",
        "unknown_practice",
        "unknown_role",
    ]


def framework_of(tops: dict[str, int], requires: dict[str, list[dict]]) -> dict:
    """Turn rules over positions into the data of a framework, each practice with a scale of its own."""
    return framework(
        block(
            "x",
            *(
                practice(
                    name,
                    scale=[f"l{i}" for i in range(top + 1)],
                    requires=[
                        {
                            "any_of": [{"practice": other, "level": least} for other, least in one["any_of"]],
                            "from": one["from_level"],
                            "why": WHY,
                        }
                        for one in requires[name]
                    ],
                )
                for name, top in tops.items()
            ),
        )
    )


def climbed(tops: dict[str, int], requires: dict[str, list[dict]]) -> dict[str, int]:
    """Climb from nothing by looking at every practice again and again."""
    level = dict.fromkeys(tops, 0)
    for _ in range(sum(tops.values())):
        for name, top in tops.items():
            active = [one for one in requires[name] if one["from_level"] <= level[name] + 1]
            if level[name] < top and all(
                any(level[other] >= least for other, least in one["any_of"]) for one in active
            ):
                level[name] += 1
    return level


def test_a_deadlock_cannot_be_built_and_its_loop_is_named():
    """The worked example d14, in which two practices wait for each other, names both."""
    case = next(case for case in CASES if case["id"] == "d14")["framework"]

    (problem,) = problems_in(framework_of(case["max"], case["requires"]))

    assert problem.code == "unreachable_level"
    assert problem.message == "p0@l1 can never be reached: p0@l1 needs p1@l1 needs p0@l1"
    assert problem.links == ((*P0, "requires"), ("blocks", 0, "practices", 1, "requires"))


@pytest.mark.parametrize("case", [case for case in CASES if case["id"] != "d14"], ids=lambda case: case["id"])
def test_the_other_worked_examples_can_be_built(case: dict):
    """Where every level can be reached from nothing, prerequisites may even go round."""
    tops, requires = case["framework"]["max"], case["framework"]["requires"]

    assert climbed(tops, requires) == tops
    assert problems_in(framework_of(tops, requires)) == ()


def puzzle_of(seed: int) -> tuple[dict[str, int], dict[str, list[dict]]]:
    """Build a few practices with prerequisites that may go round."""
    chance = random.Random(seed)
    tops = {f"p{i}": chance.randint(1, 3) for i in range(chance.randint(1, 5))}

    def rule(top: int) -> dict:
        others = chance.choices(sorted(tops), k=chance.randint(1, 2))
        return {
            "from_level": chance.randint(1, top),
            "any_of": [(name, chance.randint(0, tops[name])) for name in others],
        }

    return tops, {name: [rule(top) for _ in range(chance.randint(0, 2))] for name, top in tops.items()}


@given(st.integers(0, 2**32).map(puzzle_of))
def test_a_framework_exists_exactly_when_every_level_can_be_reached(puzzle: tuple):
    """What climbing from nothing cannot reach is refused, and nothing else; each loop is named by what is stuck."""
    tops, requires = puzzle
    level = climbed(tops, requires)
    stuck = {name for name in tops if level[name] < tops[name]}

    found = problems_in(framework_of(tops, requires))

    assert bool(found) == bool(stuck)
    assert {problem.code for problem in found} <= {"unreachable_level"}
    for problem in found:
        named = [step.split("@") for step in problem.message.split(": ")[1].split(" needs ")]
        assert named[0] == named[-1]
        assert {name for name, _ in named} <= stuck
        assert all(position == f"l{level[name] + 1}" for name, position in named)


BLOCKS = [
    {"id": "a", "title": "A", "practices": [{"id": "p", "title": "P"}, {"id": "light", "title": "L", "weight": 0}]},
    {"id": "b", "title": "B", "practices": [{"id": "q", "title": "Q"}]},
]


def _found(own=None, **scoring):
    """Find contradictions, in a framework that is not refused for them."""
    blocks = [{**BLOCKS[0], "scoring": own}, BLOCKS[1]]
    sound = Framework.model_validate({"id": "f", "title": "F", "scale": ["no", "yes"], "blocks": blocks})
    said = sound.scoring.replace(**scoring)
    unsound = sound.model_copy(update={"scoring": said})
    for name in ("tree", "policy"):
        unsound.__dict__.pop(name, None)
    return [(problem.code, ".".join(map(str, problem.key_path))) for problem in contradictions(unsound)]


@pytest.mark.parametrize(
    "scoring",
    [
        {},
        {"overall": False},
        {"stages": {"asks": [{"of": "a"}, {"of": ["q"], "share": 0.5}, {}]}},
        {"top": {"aggregate": "gate", "over": "practices", "asks": [{"of": "a"}, [{"of": "b"}, {"of": "p"}]]}},
        {"aggregate": "gate", "asks": [{"of": ["a", "b"]}], "top": {"aggregate": "mean"}},
        {"verdicts": [{"id": "v", "title": "V", "when": {"any_block": {"below": 0.5}}}], "overall": False},
    ],
)
def test_what_goes_together_is_no_contradiction(scoring):
    """A policy that several nodes share speaks of those that are gates."""
    assert _found(**scoring) == []


@pytest.mark.parametrize(
    ("scoring", "found"),
    [
        ({"overall": False, "top": {}}, ("contradiction", "scoring.top")),
        ({"asks": [{"of": "a"}]}, ("contradiction", "scoring.asks")),
        ({"top": {"aggregate": "gate", "asks": [{"of": "a"}]}}, ("contradiction", "scoring.top.asks")),
        ({"stages": {"asks": [{}, {"of": "light"}]}}, ("contradiction", "scoring.stages.asks.1.of")),
        ({"stages": {"asks": [{"of": ["a", "aa"]}]}}, ("unknown_block", "scoring.stages.asks.0.of")),
    ],
)
def test_what_does_not_is_told_where_it_stands(scoring, found):
    """One problem each."""
    assert _found(**scoring) == [found]


def test_a_block_asks_only_for_what_counts_in_it():
    """What stands elsewhere cannot be asked for there."""
    gate = {"aggregate": "gate", "asks": [{"of": "p"}, {"of": "q"}]}
    with pytest.raises(ValueError, match="nothing of 'q' counts here, so stage 2 could not ask for it"):
        _found(own=gate)
