import pytest

from equity_blocks import Assessment, Framework, Tailoring, plan, tailor
from equity_blocks.engine.planning.actions import waivers


def _framework(**fields):
    practices = [
        {"id": "p", "title": "P", "effort": "M", "requires": [{"practice": "q", "from": "yes", "why": "q first"}]},
        {"id": "q", "title": "Q", "effort": "S", **fields},
    ]
    block = {"id": "b", "title": "B", "practices": practices}
    scale, audiences = ["no", "some", "yes"], ["payer", "provider"]
    return Framework(id="mini", title="Mini", scale=scale, audiences=audiences, blocks=[block])


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
    """And with what comes first; where it does not get there at all, without an end."""
    ratings = {"q": {"level": "no", "required_by": [{"title": "Law", "due": "2027-03-31"}]}, "p": "yes"}
    late = _actions(ratings, capacity=60, start="2027-Q1")["q"]
    missed = "Due 2027-03-31, and cannot be done before the end of 2027-Q2."
    assert f"Required by Law (due 2027-03-31). {missed}" in late.reason
    never = _actions(ratings, capacity=60, start="2027-Q1", periods=1)["q"]
    assert "Due 2027-03-31, and cannot be done within this calendar." in never.reason


def _facts(action, code):
    return next(reason.data for reason in action.reasons if reason.code == code)


@pytest.mark.parametrize(
    ("due", "as_of", "kind"),
    [("2027-05-15", None, "inside_period"), ("2027-03-31", None, "late"), ("2026-06-30", "2026-12-31", "past")],
)
def test_a_missed_date_is_named_for_what_it_is(due, as_of, kind):
    """Q takes two quarters, so it ends in 2027-Q2: in the quarter of the first date, after the others."""
    ratings = {"q": {"level": "no", "required_by": [{"title": "Law", "due": due}]}, "p": "yes"}
    assessment = Assessment(framework="mini", ratings=ratings, as_of=as_of)
    (action,) = plan(_framework(), assessment, everything=True, capacity=60, start="2027-Q1").actions
    facts = _facts(action, "deadline_missed")
    assert (facts["kind"], facts["due"], facts["finish"]) == (kind, due, "2027-Q2")


def test_what_comes_before_a_missed_date_is_named():
    """P is late because q takes the first two quarters."""
    ratings = {"p": {"level": "no", "required_by": [{"title": "Law", "due": "2027-03-31"}]}, "q": "no"}
    late = _actions(ratings, capacity=60, start="2027-Q1")["p"]
    assert list(_facts(late, "deadline_missed")["chain"]) == ["q"]
    assert ": Q comes first." in late.reason


def test_what_is_waited_for_has_its_level_and_period():
    """In the words of the plan too; without a calendar there is no period."""
    dated = _actions(NO, periods=6, capacity=60, start="2027-Q1")["p"]
    ((option,),) = _facts(dated, "waits_for")["options"]
    assert dict(option) == {"practice": "q", "level": "yes", "period": "2027-Q2"}
    assert "Waits for Q to reach yes (2027-Q2)." in dated.reason
    assert "Waits for Q to reach yes." in _actions(NO)["p"].reason


def test_what_is_waited_for_is_not_called_far_enough():
    """A practice that holds one level and lacks the next would be both."""
    data = _framework().model_dump(by_alias=True)
    some = {"practice": "q", "level": "some", "from": "some", "why": "some q"}
    data["blocks"][0]["practices"][0]["requires"] += (some,)
    found = _actions({"p": "no", "q": "some"}, Framework.model_validate(data))["p"]
    assert found.builds_on == ("q",)
    assert "builds_on" not in _codes(found)


def test_a_gain_of_nothing_is_no_best_ratio():
    """Two parts of a minimum: the first alone changes nothing."""
    data = _framework().model_dump(by_alias=True)
    data["blocks"][0]["practices"][0]["requires"] = []
    data["blocks"][0]["scoring"] = {"aggregate": "minimum"}
    found = _actions(NO, Framework.model_validate(data))
    idle = [action for action in found.values() if not action.gain]
    assert idle
    assert all("best_ratio" not in _codes(action) for action in idle)


@pytest.mark.parametrize("effort", ["S", None])
def test_a_quick_win_takes_less_than_most_and_somebody_said_so(effort):
    """Of three, s takes the least; where nobody gave its effort, nothing is said."""
    practices = [{"id": name, "title": name.upper(), "effort": size} for name, size in (("l", "L"), ("m", "M"))]
    practices.append({"id": "s", "title": "S", **({"effort": effort} if effort else {})})
    block = {"id": "b", "title": "B", "practices": practices}
    framework = Framework(id="mini", title="Mini", scale=["no", "some", "yes"], blocks=[block])
    ratings = {"l": "no", "m": "no", "s": {"level": "no", "importance": "low"}}
    found = _actions(ratings, framework)["s"]
    assert ("quick_win" in _codes(found)) == (found.quadrant == "quick-win") == bool(effort)


@pytest.mark.parametrize("capacity", [None, 60])
def test_a_waived_prerequisite_is_a_risk(capacity):
    """With a calendar too, as long as it is not done before."""
    data = _framework().model_dump(by_alias=True)
    data["blocks"][0]["practices"][0]["requires"][0]["waived"] = "no time"
    framework = Framework.model_validate(data)
    ratings = {"p": {"level": "no", "importance": "high"}, "q": "no"}
    found = _actions(ratings, framework, capacity=capacity)["p"]
    assert "waived_prerequisite" in _codes(found)


BOUND = Framework.model_validate(
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
WAIVED = tailor(BOUND, Tailoring(framework="mini", practices={"p": {"waive": {"q": "hurry", "soft": "hurry"}}}))
DROPPED = tailor(BOUND, Tailoring(framework="mini", practices={"q": {"out": "not ours"}, "soft": {"out": "no"}}))


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
    assert waivers(BOUND, "p", 2, {"q": 0}) == []


def test_the_size_of_an_action_is_that_of_its_days_before_the_organization_counts():
    """M is 30 days and half of it 15; by 1.6 for a large organization 24, which is M as 15 is, though 48 would be L."""
    framework = _framework().replace(effort_by_size={"large": 1.6})
    us = {"id": "us", "size": "large"}
    ratings = {"q": "yes", "p": {"level": "no", "effort": {"low": 31, "likely": 31, "high": 50}}}
    for rated, days, size in (
        ({"p": "no", "q": "yes"}, 48, "M"),
        ({"p": "some", "q": "yes"}, 24, "M"),
        (ratings, 31, "L"),
    ):
        said = Assessment(framework="mini", organization=us, ratings=rated)
        (action,) = plan(framework, said, everything=True).actions
        assert (action.effort.likely, action.effort.size) == (pytest.approx(days), size)
        assert sum(step.effort for step in action.steps) == pytest.approx(days)


def test_a_size_without_a_factor_plans_as_no_size_does():
    """The same days, the same order; the organization is the only difference."""
    for framework, size in ((_framework(), "large"), (_framework().replace(effort_by_size={"large": 2}), "medium")):
        plain = Assessment(framework="mini", ratings=NO)
        sized = plain.replace(organization={"id": "us", "size": size})
        assert plan(framework, sized, everything=True).actions == plan(_framework(), plain, everything=True).actions


def _of_payers(**said):
    """Give the reasons of q, which the framework holds important for payers and not for providers."""
    audience, rating = said.pop("audience", "payer"), said.pop("rating", {})
    framework = _framework(importance={"payer": "high", "provider": "low"})
    organization = {"id": "us", "type": audience} if audience else None
    ratings = {"p": "no", "q": {"level": "no", **rating}}
    assessment = Assessment(framework="mini", organization=organization, ratings=ratings, **said)
    (action,) = (a for a in plan(framework, assessment, everything=True).actions if a.practice == "q")
    return {reason.code: dict(reason.data) for reason in action.reasons}, action.reason


def test_a_lever_of_such_an_organization_is_named_as_one():
    """In words that say whose word it is; for others, whom it matters less, nothing is said."""
    codes, words = _of_payers()
    assert codes["own_lever"] == {"audience": "payer"}
    assert "Among the levers that a payer holds itself (editorial)." in words
    for audience in ("provider", "partnership", None):
        assert "own_lever" not in _of_payers(audience=audience)[0]


def test_what_the_organization_says_itself_is_no_lever_of_the_framework():
    """Its mark, high or not, its duties, and the root causes of its goals speak for themselves."""
    goal = {"id": "g", "population": "Members", "measure": "Visits"}
    cause = {"title": "Hours", "importance": "high", "practices": ["q"]}
    for said in (
        {"rating": {"importance": "high"}},
        {"rating": {"importance": "normal"}},
        {"rating": {"required_by": [{"title": "Law"}]}},
        {"goals": [{**goal, "root_causes": [cause]}]},
    ):
        assert "own_lever" not in _of_payers(**said)[0]
    assert "own_lever" in _of_payers(goals=[{**goal, "root_causes": [cause], "confirmed": False}])[0]


def test_what_is_important_for_everybody_is_a_lever_of_whoever_asks():
    """There is no type to name."""
    framework = _framework(importance="high")
    found = _actions(NO, framework)["q"]
    assert dict(_facts(found, "own_lever")) == {"audience": None}
    assert "Among the levers that the organization holds itself (editorial)." in found.reason
