import pytest

from equity_blocks.engine.planning.waivers import waivers
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring

FRAMEWORK = Framework.model_validate(
    {
        "id": "mini",
        "title": "Mini",
        "scale": ["no", "partly", "yes"],
        "blocks": [
            {
                "id": "b",
                "title": "B",
                "practices": [
                    {
                        "id": "p",
                        "title": "P",
                        "requires": [
                            {"practice": "q", "level": "partly", "from": "yes", "why": "q first"},
                            {"practice": "soft", "kind": "soft", "why": "easier"},
                        ],
                    },
                    {"id": "q", "title": "Q"},
                    {"id": "soft", "title": "Soft"},
                ],
            }
        ],
    }
)
WAIVED = tailor(FRAMEWORK, Tailoring(framework="mini", practices={"p": {"waive": {"q": "hurry", "soft": "hurry"}}}))
DROPPED = tailor(FRAMEWORK, Tailoring(framework="mini", practices={"q": {"out": "not ours"}, "soft": {"out": "no"}}))


@pytest.mark.parametrize(("framework", "why"), [(WAIVED, "hurry"), (DROPPED, "not ours")])
def test_what_goes_ahead_without_a_hard_prerequisite_takes_a_risk(framework, why):
    """Waived, or dropped with what it needs; a soft one never was a condition."""
    assert waivers(framework, "p", 2, {"q": 0, "soft": 0}) == [("Q (partly)", why)]


@pytest.mark.parametrize("framework", [WAIVED, DROPPED])
def test_below_the_level_there_is_no_risk(framework):
    """The prerequisite is for `yes`."""
    assert waivers(framework, "p", 1, {"q": 0}) == []


def test_what_holds_is_no_risk():
    """A waived prerequisite that is met anyway."""
    assert waivers(WAIVED, "p", 2, {"q": 1}) == []


def test_a_prerequisite_that_binds_is_no_risk():
    """Nothing goes ahead without it."""
    assert waivers(FRAMEWORK, "p", 2, {"q": 0}) == []
