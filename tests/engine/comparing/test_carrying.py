from hypothesis import given

from equity_blocks import Assessment, Framework, score
from equity_blocks.engine.comparing.carrying import carry
from strategies import cases, fewer


def _framework(scale=("no", "some", "yes"), **practice):
    practices = [{"id": "p", "title": "P", **practice}]
    return Framework(id="f", title="F", scale=list(scale), blocks=[{"id": "b", "title": "B", "practices": practices}])


def _carried(older, newer, rating, **more):
    said = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben"}], ratings={"p": rating}, **more)
    return carry(older, newer, said).assessment


@fewer
@given(cases())
def test_into_the_same_framework_nothing_moves(case):
    """The score stays to the last bit."""
    framework, said = case
    carried = carry(framework, framework, said)
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


def test_answers_are_carried_one_by_one():
    """One of two may be left."""
    answers = (
        _carried(_framework(), _framework(("no", "yes")), {"answers": {"ann": "some", "ben": 2}}).rating("p").answers
    )
    assert {who: answer.level for who, answer in answers.items()} == {"ann": None, "ben": "yes"}


def test_criteria_that_are_gone_are_left_out():
    """The rest still count."""
    older = _framework(criteria=[{"id": "c", "title": "C"}, {"id": "d", "title": "D"}])
    newer = _framework(criteria=[{"id": "c", "title": "C"}])
    assert _carried(older, newer, {"criteria": {"c": "yes", "d": "no"}}).rating("p").criteria == {"c": "yes"}


def test_targets_are_kept_where_they_still_stand_for_something():
    """A block that is gone, or a level, is passed over."""
    older, newer = _framework(), _framework(("no", "yes"))
    targets = {"default": 1, "long": "some", "blocks": {"b": "yes", "gone": "yes"}}
    read = _carried(older, newer, {"level": "yes", "target": "some"}, targets=targets)
    assert (read.targets.default, read.targets.long, read.targets.blocks) == (1, None, {"b": "yes"})
    assert read.rating("p").target is None


def test_a_score_is_carried_where_the_range_is_the_same():
    """In another range the same number would mean something else, so the level it reaches is carried."""
    levels = [{"id": "no", "value": 0}, {"id": "half", "value": 0.5}, {"id": "yes", "value": 1}]
    tens = {"id": "tens", "levels": levels, "range": (0, 10)}
    older = _framework().replace(scale=tens)
    assert _carried(older, older, 7.5).rating("p").level == 7.5
    assert _carried(older, older.replace(scale={**tens, "range": (0, 5)}), 7.5).rating("p").level == "half"
