import pytest

from equity_blocks.engine.revision.lineage import lineage, lineage_of_ids
from equity_blocks.engine.revision.pointers import Pointers
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.model.assessment import Respondent
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import Goal, Initiative
from equity_blocks.model.tailoring import Tailoring
from equity_blocks.model.targets import Targets


def _framework(revision, scale=("no", "some", "yes"), **blocks):
    """Make blocks of practices; a practice may name the id that it had, after a colon."""
    listed = []
    for name, (was, practices) in blocks.items():
        pairs = (text.partition(":") for text in practices.split())
        inside = [{"id": now, "title": "P", "was": [then] if then else []} for now, _, then in pairs]
        listed.append({"id": name, "title": "B", "was": was.split(), "practices": inside})
    return Framework(id="f", title="F", revision=revision, scale=list(scale), blocks=listed)


OLD = _framework(1, one=("", "a b"), two=("", "c"), three=("", "d"))
NEW = _framework(2, two=("one", "a b1:b b2:b"), one=("two", "c"), four=("", "e:d"))


def _pointers(old, new):
    return Pointers(old, new, "first", lineage(old, new))


@pytest.mark.parametrize("old", [OLD, None], ids=["old at hand", "was alone"])
def test_goals_and_initiatives_point_at_all_that_comes_from_a_practice(old):
    """Once each; what names nothing goes on doing so."""
    pointers = Pointers(old, NEW, "first", lineage(OLD, NEW) if old else lineage_of_ids("abd", NEW, "first"))
    causes = [{"title": "C", "practices": ["b", "a"]}, {"title": "D"}]
    goal = Goal(id="g", population="P", measure="M", root_causes=causes)
    assert [cause.practices for cause in pointers.goal(goal).root_causes] == [("b1", "b2", "a"), ()]
    assert pointers.initiative(Initiative(id="i", title="I", practices=["d", "d"])).practices == ("e",)
    assert pointers.initiative(Initiative(id="i", title="I")).practices == ()


def test_respondents_are_asked_about_the_same():
    """Under the new names; about the practices of a block that is gone; never about everything all of a sudden."""
    pointers = _pointers(OLD, NEW)
    for asked, now in ((["one"], ("two",)), (["three"], ("e",)), (["b", "two"], ("b1", "b2", "one")), ([], ())):
        assert pointers.respondent(Respondent(id="ann", asked=asked)).asked == now
    assert pointers.notes == []
    gone = _pointers(OLD, _framework(2, one=("", "a")))
    assert gone.respondent(Respondent(id="ann", asked=["two", "one"])).asked == ("one",)
    assert gone.respondent(Respondent(id="ben", asked=["two"])).asked == ("two",)
    assert gone.notes == [
        "The respondent 'ann' was asked about two, of which nothing lives on.",
        "The respondent 'ben' was asked about two, of which nothing lives on: name what is asked instead.",
    ]


def test_targets_of_blocks_follow_them():
    """To all parts of one; of two that became one the first decides, and the other target is dropped."""
    pointers = _pointers(OLD, _framework(2, x=("one", "a"), y=("one", "b"), z=("two three", "c d")))
    given = Targets(default="yes", long={"share": 0.4}, blocks={"one": "some", "two": "no", "three": "yes"})
    assert pointers.targets(given) == {
        "default": "yes",
        "long": given.long,
        "blocks": {"x": "some", "y": "some", "z": "no"},
    }
    assert [(dropped.name, dropped.target) for dropped in pointers.dropped] == [("three", "yes")]


def test_targets_that_no_scale_has_are_dropped_once():
    """Also where their block has several parts; a position is the level that it stood for."""
    pointers = _pointers(OLD, _framework(2, ("no", "yes"), x=("one", "a"), y=("one", "b")))
    given = Targets(default=2, short=1, blocks={"one": "some", "two": "yes"})
    assert pointers.targets(given) == {"default": "yes"}
    assert [(dropped.name, dropped.target) for dropped in pointers.dropped] == [
        ("targets.short", 1),
        ("one", "some"),
        ("two", "yes"),
    ]


def test_a_block_that_was_taken_out_is_still_one():
    """Its target waits for it, and whoever was asked about it is."""
    tailored = tailor(OLD, Tailoring(framework="f", blocks={"two": {"out": "none here"}}))
    for old, new in ((tailored, tailored), (OLD, tailored), (tailored, OLD)):
        pointers = _pointers(old, new.replace(revision=2))
        assert pointers.targets(Targets(blocks={"two": "some"})) == {"blocks": {"two": "some"}}
        assert pointers.respondent(Respondent(id="ann", asked=["two", "c"])).asked == ("two", "c")
        assert (pointers.notes, pointers.dropped) == ([], [])
