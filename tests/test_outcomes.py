"""Outcomes never stand without their doubt: whatever is still answered lies in what was said to be possible."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import load_assessment, load_framework, share
from equity_blocks.engine.lint import lint
from equity_blocks.engine.scoring.score import score
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Outcome, VerdictOutcome
from equity_blocks.reports.score import describe_score
from strategies import Dice, assessments, fewer, governed, rearranged

PUBLIC = Path(__file__).parent / "cases" / "public"
BANDS = [{"id": f"from-{edge}", "title": f"From {edge}", "from": edge / 8} for edge in range(8)]
VERDICTS = [
    {"id": "failed", "title": "Failed", "when": {"must_pass_failed": 2}},
    {"id": "weak", "title": "Weak", "when": {"any_block": {"below": 0.25}, "overall": {"at_most": 0.125}}},
    {"id": "strong", "title": "Strong", "when": {"overall": {"above": 0.75}, "must_pass_failed": 5}},
    {"id": "mixed", "title": "Mixed", "when": {"any_block": {"at_least": 0.5, "below": 0.625}}},
    {"id": "plain", "title": "Plain"},
]


def _card(case, name):
    framework = load_framework(str(PUBLIC / case / "framework.yaml"))
    return score(framework, load_assessment(str(PUBLIC / case / f"{name}.yaml")))


@pytest.mark.parametrize(
    ("name", "value", "band", "verdict"),
    [
        ("all", 0.45, ("hold", "hold", "hold"), ("held", ("held",))),
        ("left-out", 0.75, ("ship", "hold", "ship"), ("shipped", ("held", "shipped"))),
    ],
)
def test_what_is_left_out_may_still_take_the_band(name, value, band, verdict):
    """A score over three of five practices names Ship, and says that it may still be Hold."""
    card = _card("p11", name)
    assert card.score.value == pytest.approx(value)
    assert card.score.band == Outcome(value=band[0], low=band[1], high=band[2])
    assert card.blocks[0].band == card.score.band
    assert card.verdict == VerdictOutcome(value=verdict[0], possible=verdict[1])


def test_the_doubt_of_a_band_stands_in_the_json():
    """As the contract writes it, and nothing else."""
    data = json.loads(_card("p11", "left-out").model_dump_json())
    assert data["score"]["band"] == {"value": "ship", "low": "hold", "high": "ship"}
    assert data["verdict"] == {"value": "shipped", "possible": ["held", "shipped"]}


def _gate65(**ratings):
    framework = load_framework(str(PUBLIC / "p11" / "framework.yaml"))
    return score(framework, Assessment(framework="gate65", ratings=ratings))


def test_what_is_not_pursued_and_would_decide_is_said():
    """Four at 75 % are Ship for sure; with the fifth counted as none, it is 60 %, which is Hold."""
    card = _gate65(**dict.fromkeys("abcd", "l3"), e={"level": "l0", "not_pursued": "not this year"})
    assert (card.score.value, card.score.whole) == (0.75, pytest.approx(0.6))
    assert card.score.band == Outcome(value="ship", low="ship", high="ship")
    (remark,) = [remark for remark in card.remarks if remark.code == "not_pursued_decides"]
    assert remark.message == "Counting what is not pursued, too: band Hold and verdict Held."
    assert remark.data == {"band": "hold", "verdict": "held"}


def test_a_dropped_practice_and_an_open_one():
    """Three at 75 %, one open, one dropped: from 56 % to 81 %, and 56 % with the dropped one counted."""
    card = _gate65(**dict.fromkeys("abc", "l3"), e={"not_pursued": "not this year"})
    assert (card.score.low, card.score.high, card.score.whole) == (0.5625, 0.8125, 0.5625)
    assert card.score.band == Outcome(value="ship", low="hold", high="ship")
    assert [remark.code for remark in card.remarks] == ["not_pursued_decides"]


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [("section", 0.8, []), ("handful", 1.0, [(None, 1, 10), ("b1", 1, 5)]), ("all", None, [])],
)
def test_what_does_not_apply_neither_lowers_nor_buys_a_score(name, value, held):
    """A block that does not apply has no value, and a score that rests on one practice of ten says so."""
    card = _card("p12", name)
    assert card.score.value == (None if value is None else pytest.approx(value))
    assert card.blocks[1].value is None
    assert [(r.data["block"], r.data["held"], r.data["practices"]) for r in card.remarks] == held
    found = lint(
        load_framework(str(PUBLIC / "p12" / "framework.yaml")), load_assessment(str(PUBLIC / "p12" / f"{name}.yaml"))
    )
    assert [finding.code for finding in found if finding.code == "narrow_base"] == ["narrow_base"] * len(held)


def test_where_nothing_applies_there_is_no_outcome():
    """Null everywhere, said in words."""
    card = _card("p12", "all")
    assert (card.score.value, card.score.low, card.score.band, card.verdict) == (None, None, None, None)
    assert describe_score(card).parts[0].text == "No score: no practice is in scope."


def test_a_withheld_score_keeps_what_it_may_be():
    """Under half is answered: no band and no verdict are shown, but between which they lie."""
    card = _gate65(a="l3", b="l3")
    assert card.score.value is None
    assert card.score.band == Outcome(value=None, low="hold", high="ship")
    assert card.verdict == VerdictOutcome(value=None, possible=("held", "shipped"))


def _asked(**answers):
    people = [{"id": who} for who in ("ann", "ben", "cleo")]
    framework = load_framework(str(PUBLIC / "p11" / "framework.yaml"))
    return score(framework, Assessment(framework="gate65", respondents=people, ratings=answers))


def test_raters_who_differ_are_part_of_the_doubt():
    """All five are answered, by two who differ about two of them."""
    apart = {"answers": {"ann": "l0", "ben": "l4", "cleo": "l4"}}
    card = _asked(**dict.fromkeys("abc", "l3"), d=apart, e=apart)
    assert (card.score.value, card.score.low, card.score.high) == (0.85, 0.85, 0.85)
    assert card.score.raters == (pytest.approx(0.45), pytest.approx(0.85))
    assert card.score.band == Outcome(value="ship", low="hold", high="ship")
    assert (card.heard, card.verdict.possible) == (3, ("held", "shipped"))


def test_raters_and_gaps_are_read_together():
    """Neither the gap alone nor the raters alone reach below 65 %; together they do."""
    apart = {"answers": {"ann": "l2", "ben": "l4"}}
    sure = dict.fromkeys("bc", "l3")
    gap, raters, both = (
        _asked(**sure, **more)
        for more in ({"a": "l4", "d": "l3"}, {"a": apart, "d": "l3", "e": "l3"}, {"a": apart, "d": "l4"})
    )
    assert (gap.score.low, gap.score.band.low) == (pytest.approx(0.65), "ship")
    assert (raters.score.raters[0], raters.score.band.low) == (pytest.approx(0.7), "ship")
    assert (both.score.low, both.score.band.low) == (pytest.approx(0.6), "hold")


def test_an_agreed_level_outside_the_answers_belongs_to_the_doubt():
    """They said 0 and agreed on 4: what was said may still count, and what was agreed does."""
    agreed = {"answers": {"ann": "l0", "ben": "l0"}, "agreed": {"level": "l4", "by": "all"}}
    card = _asked(**dict.fromkeys("abc", "l3"), d=agreed, e=agreed)
    assert (card.score.value, card.score.band) == (0.85, Outcome(value="ship", low="hold", high="ship"))


@st.composite
def _doubtful(draw):
    """A framework of any policies with every kind of outcome, and an assessment of it."""
    framework = draw(governed())
    drawn = draw(st.binary(min_size=16, max_size=16).map(Dice))
    framework = rearranged(framework, practice=lambda data: data | {"must_pass": drawn.pick((None, 1, 0))})
    policy = {"bands": BANDS, "stages": drawn.pick(({}, {"empty_stage": "unmet"})), "verdicts": VERDICTS}
    scoring = framework.scoring.model_dump(by_alias=True, exclude_unset=True) | policy
    framework = framework.replace(scoring=scoring | {"min_coverage": drawn.pick((0.0, 0.5))})
    assert isinstance(framework, Framework)
    return framework, draw(assessments(framework))


def _completed(framework, assessment, drawn):
    """Answer what is open, and take one rater's word where several gave theirs."""
    ratings = {}
    for name, practice in framework.practices.items():
        rating, top = assessment.rating(name), framework.scale_of(name).top
        if rating.status in ("unanswered", "unknown"):
            ratings[name] = {"level": drawn.number(top + 1)}
        elif rating.status != "rated":
            ratings[name] = rating
        elif rating.answers or rating.criteria:
            answers = [*rating.answers.values(), *([rating.agreed] if rating.agreed else [])]
            ratings[name] = _closed(drawn.pick(answers) if answers else rating, practice, top, drawn)
        else:
            ratings[name] = rating
    return assessment.replace(ratings=ratings)


def _closed(said, practice, top, drawn):
    """Take what one rater says, with a level drawn for each criterion that is left open."""
    if said.level is not None:
        return {"level": said.level}
    parts = {criterion.id: said.criteria.get(criterion.id) for criterion in practice.criteria}
    return {"criteria": {name: drawn.number(top + 1) if level is None else level for name, level in parts.items()}}


def _nodes(card):
    blocks = list(card.blocks)
    for block in blocks:
        blocks += block.blocks
    return [card.score, *blocks]


def _rank(band):
    return -1 if band is None else [item["id"] for item in BANDS].index(band)


@fewer
@given(_doubtful(), st.binary(min_size=40, max_size=40).map(Dice))
def test_whatever_is_still_said_lies_in_the_doubt(case, drawn):
    """Every aggregate and policy: each band and stage lies between its ends, and each verdict among the possible."""
    framework, assessment = case
    card, later = score(framework, assessment), score(framework, _completed(framework, assessment, drawn))
    for now, then in zip(_nodes(card), _nodes(later), strict=True):
        for found in (now, then):
            if found.band and found.band.value is not None:
                assert _rank(now.band.low) <= _rank(found.band.value) <= _rank(now.band.high)
            if found.stage and found.stage.value is not None:
                assert now.stage.low <= found.stage.value <= now.stage.high
    for found in (card, later):
        assert found.verdict is None or found.verdict.value is None or found.verdict.value in card.verdict.possible


@fewer
@given(_doubtful())
def test_where_nothing_is_open_and_nobody_differs_nothing_is_in_doubt(case):
    """What remains is what is."""
    framework, assessment = case
    settled = _completed(framework, assessment, Dice(b""))
    for node in _nodes(score(framework, settled)):
        assert node.band is None or node.band.value is None or node.band.is_sure
        assert node.stage is None or node.stage.value is None or node.stage.low == node.stage.high


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_what_single_people_say_leaves_no_trace_in_what_is_shared(audience):
    """The ends come of single answers then; the outcome stays, and so does the interval of what is open."""
    apart = {"answers": {"ann": "l0", "ben": "l4", "cleo": "l4"}}
    card = _asked(**dict.fromkeys("abc", "l3"), d=apart, e=apart)
    shared = share(card, audience, secret="a long key")
    assert shared.score.band == Outcome(value="ship") == shared.blocks[0].band
    assert (shared.verdict, shared.heard) == (VerdictOutcome(value="shipped"), None)
    assert (shared.score.raters, shared.score.low) == (None, card.score.low)
    assert "may still be" not in " ".join(part.text for part in describe_score(shared).parts if hasattr(part, "text"))


def test_without_raters_the_doubt_is_shared():
    """What is open is no secret."""
    card = _card("p11", "left-out")
    assert share(card, "client").score.band == card.score.band
    assert share(card, "client").verdict == card.verdict


def test_who_is_silent_is_counted_for_the_owner_only():
    """A count of one or two is a person."""
    card = _asked(**{name: {"answers": {"ann": "l3", "ben": "l3"}} for name in "abcde"})
    assert [remark.code for remark in card.remarks] == ["silent_voices"]
    assert share(card, "client").remarks == ()
