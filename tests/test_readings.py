"""One assessment in all other frameworks: what is stated is checked against the mappings, one by one."""

from math import fsum

import pytest

import equity_blocks as eb

HCPLAN = eb.load_framework("hcplan-apm")
RIVERBEND = eb.load_assessment("assessments/riverbend-2026.yaml")
CARD = eb.score(HCPLAN, RIVERBEND)
OTHERS = ("ahe-roadmap", "chcs-acap", "ric-iccop", "rise-to-health-payers")
ASSESSED = ("ahe-roadmap", "rise-to-health-payers")
"""Guidance has no total."""


@pytest.fixture(params=OTHERS)
def other(request):
    """Give each of the other frameworks."""
    return eb.load_framework(request.param)


def _read(other, **more):
    return eb.translate(HCPLAN, RIVERBEND, eb.crosswalks(), other, **more)


def _said(name):
    """What the sample says of a practice: its value, what missing criteria leave open, or anything.

    What is not pursued counts in no value, so it says nothing.
    """
    practice = CARD.practices[name]
    return (practice.low, practice.high) if practice.status == "rated" else (0.0, 1.0)


def _bounds(crosswalk, target):
    """The formula of the methods page for mappings that do not overlap, from the file."""
    lows, highs, shares = [], [], []
    for mapping in crosswalk.mappings:
        if mapping.target == target:
            low, high = _said(mapping.source)
            lows.append(mapping.share * max(0.0, (low - 1 + mapping.uses) / mapping.uses))
            highs.append(mapping.share * min(1.0, high / mapping.uses))
            shares.append(mapping.share)
    return fsum(lows), fsum(highs) + 1 - fsum(shares), fsum(shares)


def test_the_sample_reads_in_each(other):
    """Coverage is stated and neither nothing nor everything; guidance has no total."""
    made = _read(other)
    assert 0 < made.score.coverage < 1
    assert [each.crosswalk for each in made.passages] == [f"hcplan-apm--{other.id}"]
    assert made.scope.carried > 0
    assert made.scope.carried + made.scope.silent == made.scope.practices == len(other.practices)
    assert (made.score.low is None) == (other.use == "guidance")


def test_every_bound_follows_from_the_mappings(other):
    """Worked out from the crosswalk's own figures, where the parts of a practice are told apart."""
    crosswalk = eb.load_crosswalk(f"hcplan-apm--{other.id}")
    checked = 0
    for name, practice in _read(other).practices.items():
        low, high, total = _bounds(crosswalk, name)
        assert 0 <= practice.low <= practice.high <= 1
        parts = [mapping.part for mapping in crosswalk.mappings if mapping.target == name]
        if total <= 1 and not any(parts):
            assert (practice.low, practice.high) == pytest.approx((low, high), abs=1e-12)
            checked += 1
        assert practice.coverage <= min(1.0, total) + 1e-12
    assert checked > len(other.practices) / 2


@pytest.mark.parametrize("name", ASSESSED)
def test_the_whole_lies_between_what_its_practices_allow(name):
    """Each end of the total is the score with every practice at that end."""
    other = eb.load_framework(name)
    made = _read(other)
    for end in ("low", "high"):
        blocks = [_mean([(p.weight, getattr(made.practices[p.id], end)) for p in b.practices]) for b in other.blocks]
        weights = [block.weight for block in other.blocks]
        assert getattr(made.score, end) == pytest.approx(_mean(list(zip(weights, blocks, strict=True))), abs=1e-12)


def _mean(pairs):
    return fsum(weight * value for weight, value in pairs) / fsum(weight for weight, _ in pairs)


@pytest.mark.parametrize("name", ASSESSED)
def test_an_answer_never_widens_the_whole(name):
    """Every practice answered in turn, at the lowest and the highest level."""
    other = eb.load_framework(name)
    made = _read(other)
    width = made.score.high - made.score.low
    for item in made.ask[:6]:
        for level in (0, -1):
            said = eb.Assessment(framework=other.id, ratings={item.practice: other.scale_of(item.practice).ids[level]})
            after = _read(other, direct=said).score
            assert after.high - after.low <= width + 1e-12
            assert after.coverage >= made.score.coverage
