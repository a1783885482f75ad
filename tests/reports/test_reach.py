import pytest

from equity_blocks import Assessment, reach
from equity_blocks.reports.document import Paragraph
from equity_blocks.reports.reach import describe_reach


@pytest.fixture
def found(framework):
    """Give a function that finds the way from some ratings to the farther band."""

    def finding(ratings, band="far"):
        organization = {"id": "acme", "name": "Acme Health (fictional)"}
        said = Assessment(framework="mini", as_of="2026-06-30", organization=organization, ratings=ratings)
        return reach(framework, said, band)

    return finding


def _paragraphs(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def test_a_way_in_the_terminal(found, framework, drawn, golden):
    """What it takes, how sure that is, and the raises with what needs them."""
    way = found({"vision": "no", "training": "some", "data-basis": "no", "council": "some", "pay": "no"})
    assert drawn(describe_reach(way, framework)) == golden("reach.txt")


def test_what_is_reached_is_said_so(found, framework):
    """Without a table."""
    document = describe_reach(found(dict.fromkeys(framework.practices, "yes")), framework)
    assert _paragraphs(document)[0] == "Reached already: the score is 100% (Far along), and Far along begins at 50%."
    assert document.tables == ()


def test_out_of_reach_says_what_holds_back(found, framework):
    """The practice not pursued, and the one that waits for it."""
    dropped = {"vision": {"not_pursued": "no"}, "data-basis": "no", "council": {"not_pursued": "no"}, "training": "no"}
    way = found({**dropped, "pay": "no"}).replace(status="out_of_reach", blocked=["pay"], held_back=["council"])
    text = _paragraphs(describe_reach(way, framework))[0]
    assert text.startswith(
        "Out of reach: Far along begins at 50%. With every practice as high as it can get, the score is "
    )
    assert "Practices that cannot get to their highest level: Pay for Results." in text
    assert text.endswith("In reach with what was decided against: Member Council.")
    nothing = describe_reach(way.replace(highest=None))
    assert _paragraphs(nothing)[0].endswith("No practice counts in the score.")


@pytest.mark.parametrize(
    ("limit", "is_least", "words"),
    [
        ("targets", True, "No practice rises above its target. No other such way takes less effort: all were searched"),
        ("targets", False, "a cheaper such way may exist, but none takes less than 12.5 person-days."),
        (
            "default_target",
            True,
            "to the default target of the scale. No other way goes less far above it, in days;",
        ),
        ("top", True, "and above the default target of the scale. No other way goes less far above it, in days;"),
        ("top", False, "a way that goes less far above it, or takes less, may exist."),
    ],
)
def test_what_is_not_proven_is_not_claimed(found, limit, is_least, words):
    """How far practices may rise, and whether no way takes less; else the bound, where it speaks of all."""
    way = found(dict.fromkeys(("vision", "training"), "no")).replace(limit=limit, is_least=is_least, bound=12.5)
    assert any(words in text for text in _paragraphs(describe_reach(way)))


def test_another_figure_than_the_score_card_is_explained(found, framework):
    """In one line, where they differ; nothing is said where they do not, or the card shows none."""
    way = found({"vision": "yes", "training": "yes"}).replace(score_now=0.36, score_card=0.4)
    missing = way.scope.unanswered + way.scope.unknown
    line = f"36%, not 40%: the {missing} unanswered practices count as zero here."
    assert _paragraphs(describe_reach(way, framework))[1] == line
    for card in (0.36, None):
        assert line[:8] not in " ".join(_paragraphs(describe_reach(way.replace(score_card=card), framework)))


def test_a_raise_that_others_need_says_for_whom(found, framework):
    """By title where the framework is known; an unrated practice has no level to start from."""
    needed = {"practice": "vision", "title": "Vision", "block": "people", "to": "yes", "effort": 10.0, "gain": 0.1}
    way = found({}).replace(raises=[{**needed, "wave": 1, "needed_by": ["training"], "above_target": True}])
    assert describe_reach(way, framework).tables[0].rows == (
        ("1", "Vision\nneeded by Training\nabove its target", "\N{EN DASH} (not rated)", "yes", "10", "+10.0"),
    )
    assert describe_reach(way).tables[0].rows[0][1] == "Vision\nneeded by training\nabove its target"
