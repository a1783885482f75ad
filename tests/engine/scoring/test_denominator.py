"""What leaves the denominator is questioned."""

import pytest

from equity_blocks.engine.scoring.claimed_values import claims
from equity_blocks.engine.scoring.denominator import must_pass_left_out, narrow_bases, silences
from equity_blocks.engine.scoring.score import score
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework

BANDS = [{"id": "low", "title": "Low", "from": 0}]
NA, OUT = {"not_applicable": "not ours"}, {"not_pursued": "not now"}


def _framework(*sizes, weights=None, **scoring):
    """Blocks b0, b1, ... of so many practices, p0, p1, ... all through."""
    blocks, count = [], 0
    for i, size in enumerate(sizes):
        names = [f"p{count + j}" for j in range(size)]
        practices = [{"id": name, "title": name, "weight": (weights or {}).get(name, 1)} for name in names]
        blocks.append({"id": f"b{i}", "title": f"B{i}", "practices": practices})
        count += size
    return Framework(id="f", title="F", scale=["no", "yes"], scoring=scoring, blocks=blocks)


def _narrow(framework, ratings):
    card = score(framework, Assessment(framework="f", ratings=ratings))
    return [(r.data["block"], r.data["held"], r.data["practices"]) for r in card.remarks if r.code == "narrow_base"]


def _rated(count, of, rest):
    return {f"p{i}": "yes" if i < count else rest for i in range(of)}


@pytest.mark.parametrize("rest", [NA, OUT])
@pytest.mark.parametrize(
    ("count", "of", "is_narrow"),
    [(5, 10, False), (4, 10, True), (3, 6, False), (2, 4, True), (2, 2, False), (3, 3, False)],
)
def test_under_half_or_under_three_is_narrow(count, of, is_narrow, rest):
    """Half is enough, two are not; and where nothing has left, a framework is as small as it is."""
    assert _narrow(_framework(of), _rated(count, of, rest)) == ([(None, count, of)] if is_narrow else [])


def test_weight_decides_what_half_is():
    """Three of four practices, and a third of the weight: the message says what it is about."""
    framework = _framework(4, weights={"p3": 6})
    ratings = _rated(3, 4, NA)
    assert _narrow(framework, ratings) == [(None, 3, 4)]
    said = claims(framework, Assessment(framework="f", ratings=ratings))
    (remark,) = narrow_bases(framework, said, {"": 1.0})
    assert (
        remark.message == "The score rests on 3 of 4 practices, and on less than half of the weight: 1 does not apply."
    )
    assert remark.data["share"] == pytest.approx(1 / 3)


def test_what_counts_although_it_does_not_apply_holds_nothing_up():
    """The policy gives it full marks, and the score is as narrow as without them."""
    assert _narrow(_framework(10, not_applicable="full"), _rated(1, 10, NA)) == [(None, 1, 10)]


def test_missing_answers_alone_are_told_by_coverage():
    """They make a score narrow only where they leave under half; where they count as none, nothing has left."""
    assert _narrow(_framework(5, min_coverage=0.0), _rated(2, 5, None)) == [(None, 2, 5)]
    assert _narrow(_framework(4, min_coverage=0.0), _rated(2, 4, None)) == []
    assert _narrow(_framework(5, min_coverage=0.0, unanswered="zero"), _rated(2, 5, None)) == []


def test_a_withheld_score_is_not_questioned():
    """Nothing stands there that could mislead."""
    assert _narrow(_framework(10), {"p0": "yes", "p9": NA}) == []


def test_blocks_are_questioned_where_they_have_an_outcome():
    """A band, or a part in a verdict; one that is all of the framework is not told twice."""
    ratings = {**_rated(6, 6, None), "p1": NA, "p2": NA}
    verdicts = [{"id": "v", "title": "V", "when": {"any_block": {"below": 0.5}}}, {"id": "w", "title": "W"}]
    assert _narrow(_framework(3, 3), ratings) == []
    assert _narrow(_framework(3, 3, bands=BANDS), ratings) == [("b0", 1, 3)]
    assert _narrow(_framework(3, 3, verdicts=verdicts), ratings) == [("b0", 1, 3)]
    assert _narrow(_framework(3, bands=BANDS), _rated(1, 3, NA)) == [(None, 1, 3)]


def test_must_pass_practices_that_do_not_apply_are_listed():
    """Those that are not pursued count at their level, and so are no way out."""
    practices = [{"id": name, "title": name.upper(), "must_pass": "yes"} for name in "pqr"]
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    said = claims(framework, Assessment(framework="f", ratings={"p": NA, "q": OUT, "r": NA}))
    (remark,) = must_pass_left_out(framework, said)
    assert (remark.data, remark.message) == ({"practices": ["p", "r"]}, "Must-pass, and said not to apply: P and R.")


def test_silence_counts_what_others_answered():
    """Ann answers all, ben nothing, and cleo was asked about the second block only."""
    people = [{"id": "ann"}, {"id": "ben"}, {"id": "cleo", "asked": ["b1"]}]
    ratings = {f"p{i}": {"answers": {"ann": "yes"}} for i in range(3)}
    said = Assessment(framework="f", respondents=people, ratings=ratings)
    framework = _framework(2, 2)
    assert silences(framework, said) == {"ben": ["p0", "p1", "p2"], "cleo": ["p2"]}
    told = [r.message for r in score(framework, said).remarks if r.code == "silent_voices"]
    assert told == ["2 of 3 respondents are silent on 3 practices that others answered; silence does not count."]
    lowest = score(framework, said.replace(silent="lowest"))
    assert [r.message.rpartition("; ")[2] for r in lowest.remarks] == ["silence counts as the lowest level."]
