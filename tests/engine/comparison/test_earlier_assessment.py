import pytest
from hypothesis import given

from equity_blocks import Assessment, Framework, compare, score, tailor
from equity_blocks.engine.comparison.earlier_assessment import (
    LEFT_OUT,
    UNSAID,
    read_in_revision,
    require_comparable,
    rescored,
    with_ratings,
)
from equity_blocks.engine.revision.migrate import migrate
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.tailoring import Tailoring
from equity_blocks.model.targets import Targets
from equity_blocks.model.tree import TOP
from strategies import cases, fewer


def _of_edition(edition="", name="f"):
    block = {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}
    return Framework(id=name, title="F", edition=edition, scale=["no", "yes"], blocks=[block])


def test_different_frameworks_are_refused():
    """Whichever of them is the odd one; the message says what to do instead."""
    one, other = Assessment(framework="f"), Assessment(framework="g")
    for before, after, older in ((other, one, None), (one, other, None), (one, one, _of_edition(name="g"))):
        with pytest.raises(UnsuitableError, match=r"are not one framework.*translate .*framework_before"):
            require_comparable(_of_edition(), before, after, older)


def test_another_edition_needs_its_framework():
    """Nobody guesses what an edition said that is not there."""
    before, after = Assessment(framework="f", edition="2024"), Assessment(framework="f")
    with pytest.raises(UnsuitableError, match=r"edition '2024', but this is '2026': .*framework_before"):
        require_comparable(_of_edition("2026"), before, after)
    with pytest.raises(UnsuitableError, match=r"edition '2024', but this is '2026': migrate it"):
        require_comparable(_of_edition("2026"), before, after, remedy="migrate it")
    require_comparable(_of_edition("2026"), before, after, _of_edition("2024"))


def test_the_older_one_comes_first():
    """Swapped files would make every success a regression; one without a date may be either."""
    earlier, later = (Assessment(framework="f", as_of=day) for day in ("2025-09-30", "2026-09-30"))
    with pytest.raises(UnsuitableError, match="before is of 2026-09-30 and after of 2025-09-30"):
        require_comparable(_of_edition(), later, earlier)
    require_comparable(_of_edition(), earlier, later)
    require_comparable(_of_edition(), later, Assessment(framework="f"))


def test_ids_that_may_have_been_those_of_others_need_the_older_framework():
    """Ratings are never compared under an id that changed hands since; all other ids are what they were."""

    def framework(revision, **was):
        practices = [{"id": name, "title": "T", "was": former} for name, former in was.items()]
        block = {"id": "b", "title": "B", "practices": practices}
        return Framework(id="f", title="F", revision=revision, scale=["no", "yes"], blocks=[block])

    old, new = framework(1, p=[], q=[], r=[]), framework(2, p=["q"], q=["p"], r=[])
    after = Assessment(framework="f", revision=2)
    for names in ("pq", "q"):
        before = Assessment(framework="f", revision=1, ratings=dict.fromkeys(names, "yes"))
        told = f"before rated revision 1, where {' and '.join(names)} may be other practices than in this one: give"
        with pytest.raises(UnsuitableError, match=told):
            require_comparable(new, before, after)
        require_comparable(new, before, after, old)
        require_comparable(new, before.replace(revision=2), after)
    require_comparable(new, Assessment(framework="f", revision=1, ratings={"r": "yes"}), after)


def _framework(scale=("no", "some", "yes"), **practice):
    practices = [{"id": "p", "title": "P", **practice}]
    return Framework(id="f", title="F", scale=list(scale), blocks=[{"id": "b", "title": "B", "practices": practices}])


def _carried(older, newer, rating, **more):
    said = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben"}], ratings={"p": rating}, **more)
    return read_in_revision(older, newer, said).assessment


@fewer
@given(cases())
def test_into_the_same_framework_nothing_moves(case):
    """The score stays to the last bit."""
    framework, said = case
    carried = read_in_revision(framework, framework, said)
    assert score(framework, carried.assessment).score == score(framework, said).score
    assert carried.names == {name: name for name in framework.practices}


def test_a_position_is_read_on_the_scale_it_was_given_on():
    """1 was `some`, and stays so where another level has come in below."""
    newer = _framework(("no", "planned", "some", "yes"))
    assert _carried(_framework(), newer, 1).rating("p").level == "some"


def test_a_level_that_is_gone_leaves_the_practice_unanswered():
    """Nobody guesses what would be said today."""
    assert _carried(_framework(), _framework(("no", "yes")), "some").rating("p").status == "unanswered"
    agreed = {"answers": {"ann": "yes"}, "agreed": {"level": "some", "by": "all"}}
    assert _carried(_framework(), _framework(("no", "yes")), agreed).rating("p").agreed is None


def test_unknown_stays_unknown():
    """It is no level."""
    assert _carried(_framework(), _framework(("no", "yes")), "unknown").rating("p").status == "unknown"


def test_one_answer_that_is_gone_takes_the_others_with_it():
    """What is left of two would be one person's level, and nobody said that."""
    said = {"answers": {"ann": "some", "ben": 2}}
    assert _carried(_framework(), _framework(("no", "yes")), said).rating("p").status == "unanswered"
    answers = _carried(_framework(), _framework(("no", "planned", "some", "yes")), said).rating("p").answers
    assert {who: answer.level for who, answer in answers.items()} == {"ann": "some", "ben": "yes"}


def test_criteria_that_are_gone_are_left_out():
    """The rest still count."""
    older = _framework(criteria=[{"id": "c", "title": "C"}, {"id": "d", "title": "D"}])
    newer = _framework(criteria=[{"id": "c", "title": "C"}])
    assert _carried(older, newer, {"criteria": {"c": "yes", "d": "no"}}).rating("p").criteria == {"c": "yes"}


def test_targets_are_kept_where_they_still_stand_for_something():
    """A block that is gone, or a level, is passed over."""
    older, newer = _framework(), _framework(("no", "yes"))
    older = older.replace(blocks=[*older.blocks, {"id": "gone", "title": "G"}])
    targets = {"default": 2, "short": 1, "long": "some", "blocks": {"b": "yes", "gone": "yes"}}
    read = _carried(older, newer, {"level": "yes", "target": "some"}, targets=targets)
    assert read.targets == Targets(default="yes", blocks={"b": "yes"})
    assert read.rating("p").target is None


def test_a_score_is_carried_where_the_range_is_the_same():
    """In another range the same number would mean something else."""
    levels = [{"id": "no", "value": 0}, {"id": "half", "value": 0.5}, {"id": "yes", "value": 1}]
    tens = {"id": "tens", "levels": levels, "range": (0, 10)}
    older = _framework().replace(scale=tens)
    assert _carried(older, older, 7.5).rating("p").level == 7.5
    assert _carried(older, older.replace(scale={**tens, "range": (0, 5)}), 7.5).rating("p").status == "unanswered"


def _framework_of(*practices):
    listed = [{"title": "P", **(item if isinstance(item, dict) else {"id": item})} for item in practices]
    blocks = [{"id": "b", "title": "B", "practices": listed}]
    return Framework(id="f", title="F", scale=["no", "some", "yes"], blocks=blocks)


SPLIT = _framework_of({"id": "r1", "was": ["r"]}, {"id": "r2", "was": ["r"]}, "q")
MERGED = _framework_of({"id": "m", "was": ["p", "q"]}, "t")


@pytest.mark.parametrize(
    ("older", "newer", "ratings", "expected"),
    [
        (("r", "q"), SPLIT, {"r": "yes", "q": "no"}, ({"q": "no"}, {"q": "q"}, ("r",))),
        (("r", "q"), _framework_of("r", {"id": "s", "was": ["r"]}), {"r": "yes"}, ({"r": "yes"}, {"r": "r"}, ("q",))),
        (("p", "q", "t"), MERGED, {"p": "yes", "q": "yes"}, ({"m": "yes"}, {"m": "p", "t": "t"}, ())),
        (("p", "q", "t"), MERGED, {"p": "yes", "q": "no"}, ({}, {"t": "t"}, ("p", "q"))),
        (("p", "q", "t"), MERGED, {"p": "yes"}, ({}, {"t": "t"}, ("p", "q"))),
    ],
    ids=["split", "split off", "merged alike", "merged apart", "merged, half said"],
)
def test_no_answer_counts_twice(older, newer, ratings, expected):
    """The same ratings live on as in a migration."""
    rated, *told = expected
    older, said = _framework_of(*older), Assessment(framework="f", ratings=ratings)
    carried = read_in_revision(older, newer, said)
    migrated = migrate(newer, said, older).migrated
    for read in (carried.assessment, migrated):
        levels = {name: read.rating(name).level for name in newer.practices if read.rating(name).level is not None}
        assert levels == rated
    assert [carried.names, carried.gone] == told


def test_the_revision_that_a_file_names_does_not_matter():
    """It is read in the one that was given."""
    assert _carried(_framework(), _framework(), "yes", revision=7).rating("p").level == "yes"


def test_what_a_tailoring_takes_out_or_brings_back_is_gone_or_new():
    """Of two tailorings of one framework, ratings of the one are read in the other."""
    plain = Framework(
        id="f", title="F", scale=["no", "yes"],
        blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pqr"]}],
    )  # fmt: skip
    said = Assessment(framework="f", ratings={"p": "yes", "q": "yes", "r": "no"})
    without = {
        name: tailor(plain, Tailoring(framework="f", practices={name: {"out": "none here"}})) for name in ("p", "q")
    }
    read = read_in_revision(without["p"], without["q"], said)
    assert (read.names, read.gone) == ({"r": "r"}, ("q",))
    assert [practice.id for practice in compare(without["q"], said, said, without["p"]).gone] == ["q"]


FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pqr"]}],
)


@fewer
@given(cases())
def test_without_changes_it_is_the_score(case):
    """The drawn frameworks withhold nothing."""
    values, card = rescored(*case), score(*case)
    assert values[TOP] == card.score.value
    assert [values[block.id] for block in card.blocks] == [block.value for block in card.blocks]


def test_nothing_is_withheld():
    """One of three is too little to show, and enough to compute with."""
    said = Assessment(framework="f", ratings={"p": "yes"})
    assert score(FRAMEWORK, said).score.value is None
    assert rescored(FRAMEWORK, said)[TOP] == 1.0


def test_what_is_left_out_or_unsaid_does_not_count():
    """The one leaves the coverage, too."""
    said = Assessment(framework="f", ratings={"p": "yes", "q": "no"})
    assert rescored(FRAMEWORK, said, {"q": LEFT_OUT})[TOP] == rescored(FRAMEWORK, said, {"q": UNSAID})[TOP] == 1.0
    assert score(FRAMEWORK, with_ratings(said, {"q": LEFT_OUT})).score.coverage == 0.5
    assert rescored(FRAMEWORK, said, {"p": LEFT_OUT, "q": LEFT_OUT})[TOP] is None
