import pytest

from equity_blocks import Assessment, Crosswalk, Framework, load_assessment, load_framework, score, translate
from equity_blocks import crosswalks as all_crosswalks
from equity_blocks.engine.crosswalk.drafting import draft
from equity_blocks.model import misfits

OLD, NEW = (
    Framework(
        id=name,
        title=name,
        edition=f"{name} edition",
        audiences=["provider"] if name == "new" else ["health-plan"],
        scale=["no", "partly", "yes"],
        blocks=[
            {"id": "b", "title": "B", "practices": [{"id": p, "title": p}, {"id": "both", "title": "In both"}]},
        ],
    )
    for name, p in (("old", "p"), ("new", "r"))
)
HALF = Crosswalk.model_validate(
    {
        "id": "old--new",
        "title": "T",
        "from": {"framework": "old"},
        "to": {"framework": "new"},
        "mappings": [{"from": "p", "to": "r", "relation": "part-of", "share": 0.5, "why": "half"}],
    }
)
SAID = Assessment(
    framework="old",
    id="said",
    as_of="2026-06-30",
    final=True,
    organization={"id": "acme", "type": "health-plan"},
    goals=[
        {"id": g, "population": "Members", "measure": "M", "root_causes": [{"title": "C", "practices": practices}]}
        for g, practices in (("here", ["both"]), ("there", ["both", "p"]))
    ],
    ratings={"p": {"level": "yes", "note": "all of it"}},
)


def _drafted(direct=None):
    return draft(translate(OLD, SAID, HALF, NEW, direct=direct), SAID, NEW, direct=direct)


def test_a_draft_carries_levels_and_rates_nothing():
    """Every practice is mentioned, and the score has nothing to go by."""
    made = _drafted()
    assert list(made.ratings) == ["r", "both"]
    carried = made.rating("r").carried
    assert (carried.level, carried.at_least, carried.at_most) == (None, "partly", None)
    assert (carried.framework, carried.source) == ("old", ("p",))
    card = score(NEW, made)
    assert (card.scope.rated, card.scope.unanswered, card.score.value) == (0, 2, None)
    assert misfits(NEW, made) == ()


def test_the_head_goes_along_as_far_as_it_fits():
    """Organization and date do; the id, notes and being final do not, and neither does a foreign kind."""
    made = _drafted()
    assert (made.framework, made.edition, made.revision) == ("new", "new edition", 1)
    assert (made.organization.id, made.organization.type, made.as_of) == ("acme", None, SAID.as_of)
    assert (made.id, made.final) == (None, False)


def test_a_goal_goes_along_if_all_its_practices_exist_there():
    """Half a root cause would be another one."""
    assert [goal.id for goal in _drafted().goals] == ["here"]


def test_direct_ratings_stay_as_they_are():
    """With their notes and evidence; a practice that they leave open gets its carried level beside what is there."""
    direct = Assessment(
        framework="new",
        evidence={"e": {"title": "E"}},
        ratings={"both": {"level": "yes", "evidence": ["e"], "note": "mine"}, "r": {"target": "yes"}},
    )
    made = _drafted(direct)
    assert made.rating("both") == direct.rating("both")
    assert (made.rating("r").target, made.rating("r").carried.at_least) == ("yes", "partly")
    assert made.evidence == direct.evidence
    assert misfits(NEW, made) == ()


@pytest.mark.parametrize("name", ["ahe-roadmap", "rise-to-health-payers", "ric-iccop"])
def test_a_draft_of_the_sample_fits(name):
    """The carried levels are on the other framework's scales."""
    said, target = load_assessment("assessments/riverbend-2026.yaml"), load_framework(name)
    made = draft(translate(load_framework("hcplan-apm"), said, all_crosswalks(), target), said, target)
    assert misfits(target, made) == ()
    assert any(rating.carried for rating in made.ratings.values())
    assert {rating.status for rating in made.ratings.values()} == {"unanswered"}


def test_an_interval_that_says_nothing_is_not_carried():
    """A practice of which half is used, at half, leaves all open."""
    vague = HALF.replace(mappings=[HALF.mappings[0].replace(relation="overlaps", uses=0.5)])
    said = SAID.replace(ratings={"p": "partly"})
    made = translate(OLD, said, vague, NEW)
    assert (made.practices["r"].status, made.practices["r"].low, made.practices["r"].high) == ("carried", 0.0, 1.0)
    assert draft(made, said, NEW).rating("r").carried is None


def test_what_direct_ratings_leave_open_is_filled_in():
    """What they say themselves known."""
    made = _drafted(Assessment(framework="new", ratings={"both": "yes"}))
    alone = _drafted()
    for key in ("organization", "as_of", "edition", "revision", "goals"):
        assert getattr(made, key) == getattr(alone, key) != Assessment(framework="new").__dict__[key]
    own = Assessment(framework="new", revision=1, as_of="2026-09-30", organization={"id": "other"})
    assert (_drafted(own).as_of, _drafted(own).organization) == (own.as_of, own.organization)


@pytest.mark.parametrize(("framework", "stays"), [("old", False), ("another", True), (None, True)])
def test_what_an_earlier_draft_carried_goes_when_nothing_speaks_for_it_any_more(framework, stays):
    """Only what came from the same framework; what stands beside it stays."""
    carried = {"level": "partly", "low": 0.5, "high": 1, "framework": framework, "from": ["p"]}
    made = _drafted(Assessment(framework="new", ratings={"both": {"carried": carried, "note": "mine"}}))
    assert (made.rating("both").carried is not None, made.rating("both").note) == (stays, "mine")
    assert made.rating("r").carried.at_least == "partly"


def test_a_draft_into_final_ratings_is_not_final():
    """What was carried has not been looked at."""
    assert _drafted(Assessment(framework="new", final=True, ratings={"both": "yes"})).final is False


@pytest.mark.parametrize("said", [{"level": "yes"}, {"not_applicable": "no such people"}])
def test_what_was_carried_stays_beside_what_is_said_directly(said):
    """Sources may still speak for the practice; they are only not needed."""
    carried = {"level": "partly", "low": 0.5, "high": 1, "framework": "old", "from": ["p"]}
    made = _drafted(Assessment(framework="new", ratings={"both": {**said, "carried": carried}}))
    assert made.rating("both").carried.low == 0.5


@pytest.mark.parametrize(
    ("share", "said", "written"),
    [
        (1, "partly", {"level": "partly"}),
        (0.9, "yes", {"at_least": "mostly"}),
        (0.9, "no", {"level": "no"}),
        (0.6, "no", {"at_most": "partly"}),
        (0.6, "partly", {"at_least": "hardly", "at_most": "mostly"}),
        (0.2, "no", {"at_most": "mostly"}),
        (0.1, "no", None),
    ],
)
def test_a_level_is_written_only_where_no_other_is_left(share, said, written):
    """The ends of the scale say nothing; a value between two levels is rated down, or to the nearer one.

    Where every level is left open, nothing is carried.
    """
    target = NEW.replace(scale=["no", "hardly", "partly", "mostly", "yes"])
    relation = "equal" if share == 1 else "part-of"
    way = HALF.replace(mappings=[HALF.mappings[0].replace(relation=relation, share=share)])
    from_half = SAID.replace(ratings={"p": said})
    carried = draft(translate(OLD, from_half, way, target), from_half, target).rating("r").carried
    if written is None:
        assert carried is None
        return
    assert {key: getattr(carried, key) for key in ("level", "at_least", "at_most") if getattr(carried, key)} == written
    assert (carried.low, carried.high) == (None, None)


def test_scores_are_rounded_outward_to_two_digits():
    """On a range there are no levels to name."""
    target = NEW.replace(
        scale={"id": "s", "range": [1, 5], "levels": [{"id": "low", "value": 0}, {"id": "high", "value": 1}]}
    )
    way = HALF.replace(mappings=[HALF.mappings[0].replace(share=1 / 3)])
    made = draft(translate(OLD, SAID, way, target), SAID, target)
    carried = made.rating("r").carried
    assert (carried.level, carried.at_least, carried.at_most) == (None, 2.33, None)
    assert misfits(target, made) == ()
