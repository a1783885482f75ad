import pytest

from equity_blocks import (
    Assessment,
    Framework,
    UnsuitableError,
    compare,
    load_assessment,
    load_framework_of,
    score,
    share,
    trend,
)

THEN, NOW = (load_assessment(f"assessments/riverbend-{year}.yaml") for year in (2025, 2026))
OLDER, NEWER = load_framework_of(THEN), load_framework_of(NOW)
EARLIEST = THEN.replace(as_of="2024-09-30", id="earliest")
MINI = Framework(
    id="mini",
    title="Mini",
    scale=["no", "some", "yes"],
    blocks=[
        {
            "id": "outer",
            "title": "Outer",
            "practices": [{"id": "p", "title": "P"}],
            "blocks": [{"id": "inner", "title": "Inner", "practices": [{"id": "q", "title": "Q"}]}],
        }
    ],
)


def _said(day, **ratings):
    return Assessment(framework="mini", as_of=day, ratings=ratings)


def test_each_round_is_shown_as_it_was_published():
    """By the score card of then, and read again as `compare` does."""
    made = trend(NEWER, [EARLIEST, THEN, NOW], [OLDER, OLDER])
    cards = [score(OLDER, EARLIEST), score(OLDER, THEN), score(NEWER, NOW)]
    assert [(r.value, r.low, r.high, r.coverage) for r in made.rounds] == [
        (c.score.value, c.score.low, c.score.high, c.score.coverage) for c in cards
    ]
    assert [r.number for r in made.rounds] == [1, 2, 3]
    assert [r.framework.revision for r in made.rounds] == [1, 1, 2]
    last = compare(NEWER, THEN, NOW, OLDER)
    assert (made.rounds[1].reread, made.rounds[2].reread) == (last.reread.before, None)
    assert [b.reread for b in made.rounds[1].blocks] == [b.reread for b in last.blocks]
    assert (made.as_of, made.scope, made.coverage) == (NOW.as_of, cards[2].scope, cards[2].score.coverage)


def test_each_change_is_like_for_like_since_the_round_before():
    """By the framework of the later of the two."""
    made = trend(NEWER, [EARLIEST, THEN, NOW], [OLDER, OLDER])
    assert made.rounds[0].since is None
    assert made.rounds[1].since == compare(OLDER, EARLIEST, THEN).like_for_like
    assert made.rounds[2].since == compare(NEWER, THEN, NOW, OLDER).like_for_like


def test_blocks_stand_at_every_depth():
    """In source order, the same in every round."""
    made = trend(MINI, [_said("2025-01-01", p="no", q="yes"), _said("2026-01-01", p="yes", q="yes")])
    assert [[(b.id, b.value, b.reread) for b in r.blocks] for r in made.rounds] == [
        [("outer", 0.5, None), ("inner", 1.0, None)],
        [("outer", 1.0, None), ("inner", 1.0, None)],
    ]
    assert not made.is_reread


def test_two_rounds_of_one_framework_need_no_others():
    """The framework is the same where none is given."""
    said = [_said("2025-01-01", p="no"), _said("2026-01-01", p="some")]
    assert trend(MINI, said) == trend(MINI, said, [None, None])


def test_one_assessment_is_no_trend():
    """It says how many it takes."""
    with pytest.raises(UnsuitableError, match="at least 2 assessments") as caught:
        trend(MINI, [_said("2025-01-01", p="no")])
    assert (caught.value.code, caught.value.data) == ("too_few", {"found": 1, "least": 2})


def test_the_oldest_comes_first():
    """As in a comparison."""
    with pytest.raises(UnsuitableError, match="give the older one first"):
        trend(MINI, [_said("2026-01-01", p="no"), _said("2025-01-01", p="no"), _said("2027-01-01", p="no")])


def test_what_is_shared_names_no_assessment():
    """Other organizations see figures and days, and neither ids nor names."""
    shared = share(trend(NEWER, [THEN, NOW], [OLDER]), "cohort", secret="a long key")
    assert {(r.assessment, r.organization.name) for r in shared.rounds} == {(None, "")}
    assert len({r.organization.id for r in shared.rounds}) == 1
    assert "riverbend" not in shared.model_dump_json().lower()
    assert "rounds.assessment" in shared.withheld
