import pytest

from equity_blocks import load_assessment, load_framework, plan, score
from equity_blocks.engine.what_if import what_if
from equity_blocks.errors import NotFoundError, UnsuitableError


@pytest.fixture(scope="module")
def riverbend():
    """Give the sample and its framework."""
    return load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")


def test_before_is_as_it_is_and_after_as_if_rated_so(riverbend):
    """Scores, blocks and plans are those of the two assessments."""
    framework, assessment = riverbend
    seen = what_if(framework, assessment, {"trust-building": "in-place"})
    ratings = assessment.ratings
    other = assessment.replace(
        ratings={**ratings, "trust-building": ratings["trust-building"].replace(level="in-place")}
    )
    assert (seen.before, seen.after) == (score(framework, assessment).score, score(framework, other).score)
    assert (seen.plan_before, seen.plan_after) == (plan(framework, assessment), plan(framework, other))
    changed = {block.id for block in seen.blocks if block.before != block.after}
    assert changed == {framework.chains["trust-building"][0].id}


def test_a_practice_alone_is_worth_its_way_to_the_target(riverbend):
    """Answers, criteria and agreement give way to the supposed level; all else that was said stays."""
    framework, assessment = riverbend
    for name in ("vision-setting", "stakeholder-involvement", "data-equity"):
        seen = what_if(framework, assessment, {name: None})
        (item,) = seen.supposed
        assert item.to == score(framework, assessment).practices[name].target
        assert seen.after.value > seen.before.value
    assert what_if(framework, assessment, {"data-equity": 0}).supposed[0].start_level is None


def test_what_did_not_apply_may_be_supposed(riverbend):
    """It then counts."""
    seen = what_if(*riverbend, {"ehr-investment-strategy": "in-place"})
    assert seen.supposed[0].start_level is None
    assert seen.after != seen.before


def test_what_opens_is_named(riverbend):
    """Practices below target whose next step waits only for it."""
    framework, assessment = riverbend
    seen = what_if(framework, assessment, {"rel-sogi-data-collection": "in-place"})
    assert set(seen.opened) <= set(framework.practices)


def test_other_terms_change_the_plan_only(riverbend):
    """More capacity, or a delay; both plans have a calendar then."""
    more = what_if(*riverbend, instead={"capacity": 80.0}, capacity=40.0, start="2027-Q1")
    assert more.before == more.after
    assert more.conditions == ("capacity: 80 instead of 40",)
    assert {period.capacity for period in more.plan_after.periods} == {80}
    late = what_if(*riverbend, instead={"delays": {"trust-building": 2}})
    assert late.conditions == ("Trust Building starts in period 3 or later",)
    assert _starts(late, "trust-building")[1] >= 3
    assert len(late.plan_before.periods) == len(late.plan_after.periods) == 8


def _starts(seen, practice):
    """The period in which a practice begins in either plan, from 1."""
    return [
        next([q.id for q in made.periods].index(a.start) + 1 for a in made.actions if a.practice == practice)
        for made in (seen.plan_before, seen.plan_after)
    ]


@pytest.mark.parametrize("practice", ["trust-building", "care-redesign", "performance-management-systems"])
def test_what_slips_starts_so_many_periods_later_than_planned(riverbend, practice):
    """Later than in the plan as it is, wherever it stands there."""
    seen = what_if(*riverbend, slips={practice: 2}, capacity=60, start="2027-Q1", periods=10)
    before, after = _starts(seen, practice)
    assert after >= before + 2
    assert seen.conditions == (f"{riverbend[0].practices[practice].title} starts at least 2 periods later",)


def test_a_slip_goes_before_a_delay(riverbend):
    """And adds to where the delay has put it."""
    seen = what_if(*riverbend, slips={"trust-building": 1}, delays={"trust-building": 2}, capacity=60)
    before, after = _starts(seen, "trust-building")
    assert before >= 3
    assert after >= before + 1


def test_what_is_not_in_the_plan_cannot_slip(riverbend):
    """It is named; so is what is no practice."""
    with pytest.raises(UnsuitableError, match="Interoperability is not in the plan"):
        what_if(*riverbend, slips={"interoperability": 1}, capacity=60)
    with pytest.raises(NotFoundError, match="trust-building"):
        what_if(*riverbend, slips={"trust-bilding": 1})
    with pytest.raises(UnsuitableError, match="the slip of trust-building must be at least 1"):
        what_if(*riverbend, slips={"trust-building": -1})


def test_what_is_supposed_may_be_what_gives_an_option_a_meaning(riverbend):
    """A lag needs a calendar, and the capacity that is supposed gives both plans one; a level does not."""
    seen = what_if(*riverbend, instead={"capacity": 80}, lag=0)
    assert (seen.plan_before.lag, seen.plan_after.lag) == (0, 0)
    with pytest.raises(UnsuitableError, match="lag needs capacity, periods, start or budget"):
        what_if(*riverbend, {"trust-building": None}, lag=0)


def test_the_calendar_of_the_assessment_holds_for_both_plans(riverbend):
    """What is supposed is told against it, and what has no limit is taken out of it."""
    framework, assessment = riverbend
    planned = assessment.replace(planning={"start": "2027-Q1", "periods": 3, "capacity": 60, "budget": 90_000})
    seen = what_if(framework, planned, instead={"capacity": 80, "budget": None})
    assert seen.conditions == ("capacity: 80 instead of 60", "budget: no limit instead of 90000")
    assert [made.budget for made in (seen.plan_before, seen.plan_after)] == [90_000, None]
    assert [made.calendar.capacity for made in (seen.plan_before, seen.plan_after)] == [60, 80]
    assert [period.id for period in seen.plan_after.periods] == ["2027-Q1", "2027-Q2", "2027-Q3"]
    slipped = what_if(framework, planned, slips={"trust-building": 1})
    assert len(slipped.plan_before.periods) == 3
    with pytest.raises(UnsuitableError, match="nothing would change: capacity and periods would be as it is"):
        what_if(framework, planned, instead={"capacity": 60, "periods": 3})


def test_supposing_nothing_is_refused(riverbend):
    """There would be nothing to see."""
    with pytest.raises(UnsuitableError, match="nothing would change"):
        what_if(*riverbend)


def test_what_does_not_exist_cannot_be_supposed(riverbend):
    """The nearest name is told."""
    with pytest.raises(NotFoundError, match="trust-building"):
        what_if(*riverbend, {"trust-bilding": "in-place"})
    with pytest.raises(NotFoundError, match="in-place"):
        what_if(*riverbend, {"trust-building": "inplace"})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"levels": ["vision-setting"]}, "levels must be a mapping, such as a dict, not"),
        ({"instead": ["capacity"]}, "instead must be a mapping"),
        ({"slips": "vision-setting"}, "slips must be a mapping"),
        ({"instead": {"capacty": 80}}, r"plan has no option 'capacty' \(did you mean 'capacity'\?\)"),
    ],
)
def test_what_is_supposed_has_a_form(riverbend, said, words):
    """What was meant is named."""
    with pytest.raises(UnsuitableError, match=words):
        what_if(*riverbend, **said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"instead": {"capacity": 60}, "capacity": 60}, "nothing would change: capacity would be as it is"),
        ({"slips": {"care-redesign": 0}}, "the slip of care-redesign must be at least 1, not 0"),
        ({"levels": {"vision-setting": None}, "capcity": 3}, "did you mean 'capacity'"),
    ],
)
def test_what_would_change_nothing_or_is_no_option_is_refused(riverbend, said, words):
    """As in the plan itself."""
    with pytest.raises(UnsuitableError, match=words):
        what_if(*riverbend, **said)


def test_what_differs_is_told_in_words(riverbend):
    """No budget is no limit, and a switch is a yes or a no."""
    seen = what_if(*riverbend, instead={"budget": None, "everything": True}, budget=5_000)
    assert seen.conditions == ("budget: no limit instead of 5000", "everything: yes")


def test_a_list_of_capacities_says_how_many_periods_there_are(riverbend):
    """For both plans, where nothing else gives them a calendar."""
    seen = what_if(*riverbend, instead={"capacity": [60, 40, 20]})
    assert [len(made.periods) for made in (seen.plan_before, seen.plan_after)] == [3, 3]
