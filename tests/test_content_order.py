"""What HCPLAN's prerequisites make of situations that people know: sound practice holds, and harm waits for rules."""

import pytest

import equity_blocks as eb
from equity_blocks.model.practice import PARTNERSHIP

FRAMEWORK = eb.load_framework("hcplan-apm")
EVERYBODY = (*FRAMEWORK.audiences, PARTNERSHIP)
STAKEHOLDERS = ("stakeholder-involvement", "stakeholder-engagement")


def _read(practice, level, *without, audience=None, rest="in-place"):
    """The level at which a practice counts by its prerequisites, where all others are in place but some not started."""
    others = dict.fromkeys(FRAMEWORK.practices, rest) | dict.fromkeys(without, "not-started")
    organization = {"id": "us", "type": audience} if audience else None
    said = eb.Assessment(framework="hcplan-apm", organization=organization, ratings=others | {practice: level})
    return eb.score(FRAMEWORK, said).practices[practice].consistent_level


@pytest.mark.parametrize("audience", EVERYBODY)
@pytest.mark.parametrize(
    ("practice", "level", "without"),
    [
        pytest.param(
            "financial-incentives", "in-place", ("baseline-inequities", "measure-selection"),
            id="money up front before stratified measures",
        ),
        pytest.param(
            "baseline-inequities", "partial", ("rel-sogi-data-collection",), id="a first baseline from estimates"
        ),
        pytest.param(
            "reporting-requirements", "in-place", ("performance-management-systems",),
            id="public reporting before a management system",
        ),
        pytest.param(
            "stakeholder-involvement", "in-place", ("steering-or-advisory-committees",),
            id="seats for members on an existing body",
        ),
        pytest.param(
            "measure-patient-perspectives", "in-place", ("measurement-tools",), id="a member survey without new tools"
        ),
    ],
)  # fmt: skip
def test_sound_practice_is_not_called_overclaimed(practice, level, without, audience):
    """Each of five normal situations stands as it is rated, by its prerequisites, too."""
    assert _read(practice, level, *without, audience=audience) == level
    assert _read(practice, "partial", audience=audience, rest="not-started") == "partial"


@pytest.mark.parametrize(
    ("practice", "level", "without", "capped"),
    [
        pytest.param(
            "rel-sogi-data-collection", "partial", ("data-governance-frameworks",), "planned",
            id="no identity data without rules, not even in a pilot",
        ),
        pytest.param(
            "rel-sogi-data-collection", "in-place", ("trust-building",), "partial",
            id="no collection everywhere before people are told why",
        ),
        pytest.param(
            "rel-sogi-data-collection", "in-place", ("education-for-data-collectors",), "partial",
            id="no collection everywhere before those who ask are trained",
        ),
        pytest.param("care-redesign", "partial", STAKEHOLDERS, "planned", id="no pilot without members"),
        pytest.param(
            "care-redesign", "in-place", ("baseline-inequities",), "partial", id="no roll-out before gaps are known"
        ),
        pytest.param(
            "data-integration", "partial", ("data-governance-frameworks",), "planned",
            id="no joined records without rules",
        ),
        pytest.param(
            "interoperability", "partial", ("data-governance-frameworks",), "planned", id="no exchange without rules"
        ),
        pytest.param(
            "data-capability-advancements", "partial", ("data-governance-frameworks",), "planned",
            id="no data leave the house without rules",
        ),
    ],
)  # fmt: skip
def test_what_can_harm_people_waits(practice, level, without, capped):
    """From the level where harm can begin, the prerequisite binds."""
    assert _read(practice, level, *without) == capped
    assert _read(practice, level) == level


@pytest.mark.parametrize("held", STAKEHOLDERS)
def test_either_way_of_hearing_members_lets_a_pilot_begin(held):
    """Seats or engagement: one of them at partial is enough."""
    (other,) = {*STAKEHOLDERS} - {held}
    assert _read("care-redesign", "partial", other) == "partial"
