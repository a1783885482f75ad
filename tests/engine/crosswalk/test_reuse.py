import pytest

from equity_blocks import Assessment, Crosswalk, Framework, Scale, translate
from equity_blocks.engine.crosswalk.intervals import Interval
from equity_blocks.engine.crosswalk.reuse import open_levels, reused

OLD, MIDDLE, NEW = (
    Framework(
        id=name,
        title=name,
        scale=["no", "partly", "yes"],
        blocks=[{"id": "b", "title": "B", "practices": [{"id": f"{name}-{p}", "title": p.upper()} for p in "pqr"]}],
    )
    for name in ("old", "middle", "new")
)
SAID = Assessment(
    framework="old",
    evidence={"charter": {"title": "Charter"}, "minutes": {"title": "Minutes"}},
    ratings={
        "old-p": {"level": "partly", "evidence": ["minutes", "charter"]},
        "old-q": {"evidence": ["charter"]},
        "old-r": {"level": "no"},
    },
)


def _crosswalk(start, end, *pairs):
    ends = {"from": {"framework": start}, "to": {"framework": end}}
    mappings = [
        {"from": f"{start}-{a}", "to": f"{end}-{b}", "relation": "part-of", "share": 0.4, "why": "half"}
        for a, b in pairs
    ]
    return Crosswalk.model_validate({"id": f"{start}--{end}", "title": "T", **ends, "mappings": mappings})


@pytest.mark.parametrize(
    ("low", "high", "left"),
    [
        (0.0, 1.0, ("no", "partly", "yes")),
        (0.0, 0.0, ("no",)),
        (0.5, 0.5, ("partly",)),
        (0.49, 0.5, ("no", "partly")),
        (0.5, 0.74, ("partly",)),
        (0.5, 0.75, ("partly", "yes")),
        (1.0, 1.0, ("yes",)),
    ],
)
def test_levels_that_an_interval_leaves_open(low, high, left):
    """Rated down at the lower end, and to the nearer level at the upper one."""
    assert open_levels(Scale.model_validate(["no", "partly", "yes"]), Interval(low, high)) == left


def test_levels_that_count_the_same_are_all_open():
    """Nothing tells which of them it is."""
    levels = [{"id": name, "value": value} for name, value in (("a", 0), ("b", 0.5), ("c", 0.5), ("d", 1))]
    scale = Scale(id="s", levels=levels)
    assert open_levels(scale, Interval(0.5, 0.5)) == ("b", "c")
    assert open_levels(scale, Interval(0.5, 0.6)) == ("b", "c")


def test_a_last_bit_does_not_open_a_level():
    """A mean of levels may fall a last bit short."""
    scale = Scale.model_validate(["no", "partly", "yes"])
    assert open_levels(scale, Interval(0.5 - 1e-16, 0.5 + 1e-16)) == ("partly",)


def test_answers_come_with_their_level_and_the_evidence_listed_with_them():
    """Only those that are rated and speak for something, each once."""
    made = translate(OLD, SAID, _crosswalk("old", "new", "pp", "pq", "qq", "qr"), NEW)
    (item,) = made.reuse
    assert (item.practice, item.title, item.level, item.low, item.high) == ("old-p", "P", "partly", 0.5, 0.5)
    assert item.speaks_for == ("new-p", "new-q")
    assert [entry.title for entry in item.evidence] == ["Minutes", "Charter"]


def test_an_answer_with_open_criteria_holds_no_level_for_sure():
    """Its range is told instead."""
    parts = [{"id": name, "title": name} for name in "ab"]
    framework = OLD.replace(
        blocks=[{"id": "b", "title": "B", "practices": [{"id": "old-p", "title": "P", "criteria": parts}]}]
    )
    said = Assessment(framework="old", ratings={"old-p": {"criteria": {"a": "yes"}}})
    (item,) = reused(framework, said, {"new-p": ["old-p"]})
    assert (item.level, item.low, item.high) == (None, 0.5, 1.0)


def test_over_a_chain_the_answers_at_its_far_end_are_told():
    """What lies in between was not answered by anybody."""
    ways = [_crosswalk("old", "middle", "pp", "rp"), _crosswalk("middle", "new", "pq")]
    made = translate(OLD, SAID, ways, NEW)
    assert [(item.practice, item.speaks_for) for item in made.reuse] == [
        ("old-p", ("new-q",)), ("old-r", ("new-q",)),
    ]  # fmt: skip


def test_what_does_not_arrive_is_not_reused():
    """A practice of which a small part is used, at half, says nothing."""
    vague = _crosswalk("old", "new", "pp")
    vague = vague.replace(mappings=[vague.mappings[0].replace(relation="overlaps", uses=0.2)])
    made = translate(OLD, SAID, vague, NEW)
    assert made.practices["new-p"].is_conflict is False
    assert {item.practice for item in made.reuse} == (
        {"old-p"} if made.practices["new-p"].status == "carried" else set()
    )


def test_what_is_rated_directly_tells_what_speaks_for_it_too():
    """The evidence may serve there as well."""
    direct = Assessment(framework="new", ratings={"new-p": "yes"})
    made = translate(OLD, SAID, _crosswalk("old", "new", "pp"), NEW, direct=direct)
    assert made.practices["new-p"].levels == ("yes",)
    assert [item.practice for item in made.reuse] == ["old-p"]
