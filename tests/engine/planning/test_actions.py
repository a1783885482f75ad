import pytest

from equity_blocks import Assessment, Framework, plan


def _framework(**fields):
    practices = [
        {"id": "p", "title": "P", "effort": "M", "requires": [{"practice": "q", "from": "yes", "why": "q first"}]},
        {"id": "q", "title": "Q", "effort": "S", **fields},
    ]
    block = {"id": "b", "title": "B", "practices": practices}
    return Framework(id="mini", title="Mini", scale=["no", "some", "yes"], blocks=[block])


def _actions(ratings, framework=None, **options):
    actions = options.pop("actions", {})
    assessment = Assessment(framework="mini", ratings=ratings, actions=actions)
    return {a.practice: a for a in plan(framework or _framework(), assessment, everything=True, **options).actions}


def _codes(action):
    return [reason.code for reason in action.reasons]


NO = {"p": "no", "q": "no"}


def test_an_action_carries_its_share_of_the_money():
    """Half of the way costs half; none given is null, not 0."""
    found = _actions({"p": {"level": "some", "cost": 100}, "q": "no"})
    assert (found["p"].cost, found["q"].cost) == (50, None)


def test_an_action_carries_the_progress_reported():
    """What has been started comes first among the reasons."""
    found = _actions(NO, actions={"q": {"progress": "started"}, "p": {"progress": "planned"}})
    assert (found["q"].progress, found["p"].progress) == ("started", "planned")
    assert _codes(found["q"])[0] == "started"
    assert "started" not in _codes(found["p"])


def test_times_are_those_of_the_first_and_the_last_step():
    """Each step has its own; an action without a calendar has none."""
    found = _actions(NO, periods=6, capacity=60, start="2027-Q1")
    q = found["q"]
    assert (q.start, q.finish) == (q.steps[0].start, q.steps[-1].finish) == ("2027-Q1", "2027-Q2")
    assert (found["p"].finish, found["p"].slack) == ("2027-Q3", 0)
    free = _actions(NO)["q"]
    assert (free.start, free.finish, free.slack) == (None, None, None)


def test_a_missed_deadline_is_told_with_its_end():
    """And where it does not get there at all, without one."""
    ratings = {"q": {"level": "no", "required_by": [{"title": "Law", "due": "2027-03-31"}]}, "p": "yes"}
    late = _actions(ratings, capacity=60, start="2027-Q1")["q"]
    assert "Required by Law (due 2027-03-31). Cannot be done in time: it ends in 2027-Q2." in late.reason
    never = _actions(ratings, capacity=60, start="2027-Q1", periods=1)["q"]
    assert "Cannot be done in time." in never.reason


@pytest.mark.parametrize("capacity", [None, 60])
def test_a_waived_prerequisite_is_a_risk(capacity):
    """With a calendar too, as long as it is not done before."""
    data = _framework().model_dump(by_alias=True)
    data["blocks"][0]["practices"][0]["requires"][0]["waived"] = "no time"
    framework = Framework.model_validate(data)
    ratings = {"p": {"level": "no", "importance": "high"}, "q": "no"}
    found = _actions(ratings, framework, capacity=capacity)["p"]
    assert "waived_prerequisite" in _codes(found)
