"""Frameworks: their tree, their scales, and their prerequisites with the defaults filled in."""

import pytest
from pydantic import ValidationError

import equity_blocks as eb
from equity_blocks.errors import NotFoundError
from equity_blocks.model import Block, Framework, Practice, Scoring
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.tree import TOP

WHY = "First things first."
SCALE = {
    "id": "steps",
    "levels": [{"id": name, "value": i / 3} for i, name in enumerate(("no", "some", "most", "all"))],
    "default_target": "most",
}
NESTED = Framework(
    id="mini",
    title="Mini",
    scale=SCALE,
    blocks=[
        {
            "id": "outer",
            "title": "Outer",
            "scale": ["off", "on"],
            "weight": 2,
            "practices": [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "scale": ["x", "y", "z"], "weight": 3}],
            "blocks": [
                {
                    "id": "inner",
                    "title": "Inner",
                    "practices": [{"id": "c", "title": "C"}],
                    "blocks": [
                        {"id": "core", "title": "Core", "scale": SCALE, "practices": [{"id": "d", "title": "D"}]}
                    ],
                },
                {"id": "empty", "title": "Empty"},
            ],
        },
        {"id": "last", "title": "Last", "practices": [{"id": "e", "title": "E"}]},
    ],
)


def of_two(*requires: dict) -> Framework:
    """Build a framework of a practice with prerequisites and a practice without, on scales of their own."""
    practices = [
        {"id": "a", "title": "A", "requires": list(requires)},
        {"id": "b", "title": "B", "scale": ["off", "on"]},
    ]
    return Framework(id="mini", title="Mini", scale=SCALE, blocks=[{"id": "x", "title": "X", "practices": practices}])


def test_blocks_are_visited_in_source_order_with_their_places():
    """A block comes before the blocks inside it, and says what is around it and how to get there."""
    visited = [(block.id, [b.id for b in around], path) for block, around, path in NESTED.walk()]

    assert visited == [
        ("outer", [], ("blocks", 0)),
        ("inner", ["outer"], ("blocks", 0, "blocks", 0)),
        ("core", ["outer", "inner"], ("blocks", 0, "blocks", 0, "blocks", 0)),
        ("empty", ["outer"], ("blocks", 0, "blocks", 1)),
        ("last", [], ("blocks", 1)),
    ]


def test_practices_are_found_by_id_in_source_order():
    """Every practice of the tree is listed once, with the blocks it stands in."""
    assert list(NESTED.practices) == ["a", "b", "c", "d", "e"]
    assert NESTED.practice("d") is NESTED.practices["d"]
    assert {name: [block.id for block in chain] for name, chain in NESTED.chains.items()} == {
        "a": ["outer"],
        "b": ["outer"],
        "c": ["outer", "inner"],
        "d": ["outer", "inner", "core"],
        "e": ["last"],
    }


def test_the_tree_holds_names_and_weights():
    """Those who only add up need not look at the texts."""
    tree = NESTED.tree

    assert (tree.name, tree.leaves) == (TOP, ())
    ((weight, outer), (_, last)) = tree.blocks
    assert (weight, outer.name, [leaf[:2] for leaf in outer.leaves]) == (2, "outer", [(1, "a"), (3, "b")])
    assert [inner.name for _, inner in outer.blocks] == ["inner", "empty"]
    assert [leaf[:2] for leaf in last.leaves] == [(1, "e")]


def test_a_practice_is_rated_on_the_nearest_scale():
    """Its own, else that of the nearest block around it, else the framework's."""
    assert {name: NESTED.scale_of(name).ids for name in NESTED.practices} == {
        "a": ("off", "on"),
        "b": ("x", "y", "z"),
        "c": ("off", "on"),
        "d": ("no", "some", "most", "all"),
        "e": ("no", "some", "most", "all"),
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [("zzz", "mini has no practice 'zzz'$"), ("A", r"mini has no practice 'A' \(did you mean 'a'\?\)")],
)
def test_a_practice_that_is_not_there_is_told(name: str, words: str):
    """The error names the framework, and the nearest practice if there is one."""
    with pytest.raises(NotFoundError, match=words):
        NESTED.practice(name)


def test_a_framework_may_be_empty():
    """No blocks are no mistake: a framework may be written step by step."""
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])

    assert (list(framework.practices), list(framework.walk()), framework.rules()) == ([], [], {})


def test_a_prerequisite_without_levels_means_the_default_targets():
    """The practice that needs it does so at its own target, the one needed at that of its own scale."""
    framework = of_two({"practice": "b", "why": WHY})

    assert framework.rules() == {"a": (Rule(2, (("b", 1),)),), "b": ()}


def test_a_prerequisite_names_levels_by_id_or_position():
    """Both ways make the same rule."""
    by_id = of_two({"practice": "b", "level": "off", "from": "all", "why": WHY})
    by_position = of_two({"practice": "b", "level": 0, "from": 3, "why": WHY})

    assert by_id.rules() == by_position.rules() == {"a": (Rule(3, (("b", 0),)),), "b": ()}


def test_hard_and_soft_prerequisites_are_kept_apart():
    """Only hard ones are rules by default; alternatives stay together in one rule."""
    either = {"any_of": [{"practice": "b"}, {"practice": "b", "level": "off"}], "why": WHY}
    framework = of_two(either, {"practice": "b", "kind": "soft", "from": 1, "why": WHY})

    assert framework.rules() == {"a": (Rule(2, (("b", 1), ("b", 0))),), "b": ()}
    assert framework.rules("hard") is framework.rules()
    assert framework.rules("soft") == {"a": (Rule(1, (("b", 1),)),), "b": ()}


@pytest.mark.parametrize(
    ("question", "audience", "asked"),
    [
        ("Do you?", None, "Do you?"),
        ("Do you?", "provider", "Do you?"),
        ({"default": "Do you?", "provider": "Does the clinic?"}, "provider", "Does the clinic?"),
        ({"default": "Do you?", "provider": "Does the clinic?"}, "purchaser", "Do you?"),
        ({"provider": "Does the clinic?"}, "purchaser", ""),
        ({}, None, ""),
    ],
)
def test_a_question_is_asked_as_its_audience_understands_it(question: object, audience: str | None, asked: str):
    """An audience without wording of its own gets the common one; without a common one, none."""
    assert Practice(id="p", title="P", question=question).question_for(audience) == asked


def test_a_framework_is_built_from_nouns_as_from_data():
    """Blocks and practices that exist already are taken as they are."""
    block = Block(id="x", title="X", practices=[Practice(id="p", title="P")])

    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[block])

    assert framework.blocks == (block,)
    assert framework == Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[block.model_dump()])


def test_what_the_files_say_by_default():
    """The defaults that the documentation names."""
    practice = Practice(id="p", title="P")

    assert (practice.weight, practice.min_periods, practice.effort, practice.title_source) == (1, 1, None, "official")
    assert (NESTED.revision, NESTED.use) == (1, "assessment")
    assert (Scoring().aggregate, Scoring().unanswered, Scoring().not_applicable) == ("mean", "exclude", "exclude")
    assert (Scoring().min_coverage, Scoring().evidence_max_age) == (0.5, 24)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"revision": 0}, "revision\n"),
        ({"use": "scored"}, "use\n"),
        ({"edition": 2024}, "edition\n"),
        ({"effort_days": {"S": 5, "XXL": 900}}, "effort_days.XXL\n"),
        ({"scoring": {"min_coverage": 1.5}}, "scoring.min_coverage\n"),
        ({"scoring": {"evidence_max_age": -1}}, "scoring.evidence_max_age\n"),
        ({"blocks": [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "stage": 0}]}]}, "stage\n"),
        ({"blocks": ["b"]}, r"blocks.0\n"),
    ],
)
def test_what_does_not_belong_is_refused(changes: dict, words: str):
    """A value outside its bounds is told at its key."""
    with pytest.raises(ValidationError, match=words):
        NESTED.replace(**changes)


def test_resources_of_a_practice_are_its_own_and_those_around_it():
    """The nearest block first; what stands under another theme belongs to others."""
    framework = Framework(
        id="f",
        title="F",
        scale=["no", "yes"],
        blocks=[
            {
                "id": "outer",
                "title": "Outer",
                "resources": [{"title": "Outer"}, {"title": "Outer pay", "theme": "Pay"}],
                "blocks": [
                    {
                        "id": "inner",
                        "title": "Inner",
                        "resources": [{"title": "Inner"}, {"title": "Inner data", "theme": "Data"}],
                        "practices": [
                            {"id": "p", "title": "P", "theme": "Data", "resources": [{"title": "Own"}]},
                            {"id": "q", "title": "Q"},
                        ],
                    }
                ],
            }
        ],
    )
    assert [found.title for found in framework.resources_of("p")] == ["Own", "Inner", "Inner data", "Outer"]
    assert [found.title for found in framework.resources_of("q")] == ["Inner", "Outer"]
    with pytest.raises(NotFoundError, match="f has no practice 'r'"):
        framework.resources_of("r")


def test_what_depends_on_the_framework_alone_is_made_once():
    """Asked for again, it is the very same; a changed copy makes its own, and a dump has nothing of it."""

    def title_in_capitals(framework: Framework) -> list[str]:
        return [framework.title.upper()]

    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
    assert framework.once(title_in_capitals) is framework.once(title_in_capitals)
    assert framework.replace(title="Other").once(title_in_capitals) == ["OTHER"]
    assert not any("title_in_capitals" in name for name in framework.model_dump())


def test_other_weights_are_those_of_a_tailoring():
    """The very framework that a tailoring makes which says the same, with another fingerprint."""
    framework = eb.load_framework("hcplan-apm")
    block, practice = next(iter(framework.all_blocks)), next(iter(framework.practices))
    ours = framework.reweighted({practice: 3, block: 2})
    changes = {"practices": {practice: {"weight": 3}}, "blocks": {block: {"weight": 2}}}
    assert ours == eb.tailor(framework, eb.Tailoring(framework=framework.id, **changes))
    assert ours.fingerprint != framework.fingerprint
    assert len(ours.reweighted({practice: 4}).tailored.changes) == 3


def test_the_same_weights_change_nothing():
    """It is the framework itself."""
    framework = eb.load_framework("hcplan-apm")
    practice = framework.practice(next(iter(framework.practices)))
    assert framework.reweighted({practice.id: practice.weight}) is framework


def test_a_weight_of_nothing_is_refused():
    """The nearest id is named; a weight is a number of 0 or more."""
    framework = eb.load_framework("hcplan-apm")
    with pytest.raises(eb.NotFoundError, match="no promising practice or building block 'vision-seting'"):
        framework.reweighted({"vision-seting": 2})
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        framework.reweighted({"vision-setting": -1})
