import datetime as dt

import pytest

import planned
from equity_blocks import UnsuitableError
from equity_blocks.engine.sharing.share import share
from equity_blocks.exchange.planned_work import Link, days_of, required_days, works


def test_an_action_becomes_a_task_with_days():
    """From the first day of the period it begins in to the last of the one it ends in; each level has its own."""
    task, *_ = works(planned.small())
    assert (task.practice, task.title, task.owner, task.progress) == ("a", "A: yes", "Owner of a", None)
    assert (task.first, task.last) == (dt.date(2027, 1, 1), dt.date(2027, 2, 28))
    assert [(step.title, step.effort, step.first, step.last) for step in task.steps] == [
        ("some", 5, dt.date(2027, 1, 1), dt.date(2027, 1, 31)),
        ("yes", 5, dt.date(2027, 2, 1), dt.date(2027, 2, 28)),
    ]


def test_its_text_says_why_and_how_far_it_may_be_trusted():
    """The last line is the notice; a draft says that it is one, and a final plan does not."""
    plan = planned.small()
    task, *_ = works(plan)
    assert task.text.splitlines() == ["Unlocks C.", "From: no. To: yes. About 10 person-days.", f"Draft. {plan.notice}"]
    assert works(plan.model_copy(update={"final": True}))[0].text.splitlines()[-1] == plan.notice


def test_one_of_two_alternatives_is_linked_to_what_waits_for_it():
    """The one that holds first, by its rank where both do; to the level that is planned after it."""
    assert [task.links for task in works(planned.small())] == [(), (), (Link(step=1, rank=1, other=0),)]


def test_a_prerequisite_outside_the_plan_is_no_link():
    """What nobody works on cannot be waited for."""
    plan = planned.small()
    alone = plan.model_copy(update={"actions": plan.actions[2:]})
    assert works(alone)[0].links == ()


def test_links_of_the_sample_lead_from_what_has_to_be_over():
    """Each of them ends before what waits for it begins."""
    plan, _ = planned.riverbend()
    tasks = {task.rank: task for task in works(plan)}
    links = {(tasks[link.rank].practice, task.practice) for task in tasks.values() for link in task.links}
    assert links == {
        ("trust-building", "rel-sogi-data-collection"),
        ("education-for-data-collectors", "rel-sogi-data-collection"),
        ("stakeholder-involvement", "care-redesign"),
    }
    for task in tasks.values():
        for link in task.links:
            assert tasks[link.rank].steps[link.other].last < task.steps[link.step].first


def test_what_requires_it_is_told_with_its_day():
    """One without a day is no milestone."""
    plan, _ = planned.riverbend()
    required = {task.practice: task.required for task in works(plan) if task.required}
    assert required == {
        "rel-sogi-data-collection": (("State Medicaid contract, member data section", dt.date(2027, 6, 30)),)
    }


def test_a_plan_that_is_shared_names_no_owner():
    """Nor what the organization calls its goals."""
    plan, _ = planned.riverbend()
    told = share(plan, "client")
    assert {task.owner for task in works(plan)} > {"Chief medical officer"}
    assert {task.owner for task in works(told)} == {""}
    assert not any("Chief" in task.text or "HEDIS" in task.text for task in works(told))


@pytest.mark.parametrize(
    ("dates", "said"), [({}, "this plan has no calendar"), ({"capacity": 20}, "periods that are only numbered")]
)
def test_a_plan_without_days_says_what_to_do(dates, said):
    """Its tasks have none; what needs them is refused."""
    plan = planned.small(dates)
    assert {(task.first, task.last) for task in works(plan)} == {(None, None)}
    with pytest.raises(UnsuitableError, match=said) as caught:
        required_days(plan, "a calendar file")
    assert caught.value.code == "no_dates"
    assert "(start, such as 2027-Q1)" in str(caught.value)


def test_days_of_fiscal_quarters_are_those_of_the_calendar():
    """The first quarter of a year that begins in July is over in September."""
    plan = planned.small({"start": "SFY27-Q1", "fiscal_year_start": 7, "periods": 4, "capacity": 60})
    assert days_of(plan, "SFY27-Q1", "SFY27-Q1") == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert required_days(plan, "a project file") == (dt.date(2026, 7, 1), dt.date(2027, 6, 30))
