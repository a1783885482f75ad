from math import fsum

import pytest
from hypothesis import given

from equity_blocks.engine.benefit.step_benefit import Importance, effort_of, importances, size_factor, step_figures
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring
from strategies import cases, fewer

SCALE = {"id": "s", "levels": [{"id": f"l{i}", "value": value} for i, value in enumerate((0, 0.25, 0.5, 0.75, 1))]}


BY_SIZE = {"small": 0.5, "large": 1.6}
DAYS = {"low": 2, "likely": 5, "high": 9}


def _framework(scale=SCALE, **practice):
    inner = {"id": "inner", "title": "Inner", "weight": 3, "practices": [{"id": "p", "title": "P", **practice}]}
    block = {"id": "outer", "title": "Outer", "weight": 2, "blocks": [inner]}
    return Framework(id="mini", title="Mini", scale=scale, audiences=["payer", "provider"], blocks=[block])


def _effort(framework, size=None, **rating):
    organization = {"id": "us", "size": size} if size else None
    return effort_of(framework, Assessment(framework="mini", organization=organization, ratings={"p": rating}), "p")


def _figures(framework, rating):
    assessment = Assessment(framework="mini", ratings={"p": rating})
    return step_figures(framework, assessment, claimed_values(framework, assessment))


def test_benefit_of_a_worked_example():
    """Raise 1/4, weight 1/2, blocks 2 and 3, high importance 4, long horizon 1/2: 1/4 * 1/2 * 6 * 4 * 1/2 = 1.5."""
    found = _figures(_framework(weight=0.5, horizon="long"), {"level": 1, "importance": "high"})
    assert found.benefit("p", 2) == 1.5


@pytest.mark.parametrize(
    ("said", "horizon", "benefit"),
    [
        ({"importance": "low"}, "short", 0.375),
        ({}, "short", 1.5),
        ({}, None, 1.5),
        ({}, "long", 0.75),
        ({"importance": "high"}, None, 6.0),
        ({"required_by": [{"title": "Contract"}]}, None, 6.0),
        ({"required_by": [{"title": "Contract"}], "importance": "low"}, None, 6.0),
    ],
)
def test_benefit_follows_importance_horizon_and_duties(said, horizon, benefit):
    """A quarter of the scale in blocks of 2 and 3 is 1.5, times 1/4, 1 or 4, times 1 or 1/2; a duty means high."""
    assert _figures(_framework(horizon=horizon), {"level": 1, **said}).benefit("p", 2) == benefit


def test_effort_of_a_worked_example():
    """From 1/4 to 1/2 of a scale from 0 to 1 is a quarter of 90 days: 22.5."""
    assert _figures(_framework(effort="L"), 1).effort("p", 2) == 22.5


def test_effort_counts_the_span_of_the_scale():
    """On a scale from 1/4 to 3/4, one of two even steps is half of the 30 days."""
    levels = [{"id": "a", "value": 0.25}, {"id": "b", "value": 0.5}, {"id": "c", "value": 0.75}]
    found = _figures(_framework({"id": "s", "levels": levels}, effort="M"), 0)
    assert [found.effort("p", i) for i in range(3)] == [0.0, 15.0, 15.0]
    assert found.benefit("p", 1) == 0.25 * 6


def test_a_step_from_between_two_levels_is_shorter():
    """Criteria at 1/4 and 1/2 average 3/8: to 1/2 it takes an eighth of 240 days, then a quarter."""
    criteria = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
    found = _figures(_framework(effort="XL", criteria=criteria), {"criteria": {"a": 1, "b": 2}})
    assert [found.effort("p", i) for i in range(5)] == [0.0, 0.0, 30.0, 60.0, 60.0]
    assert found.benefit("p", 2) == 0.125 * 6


@pytest.mark.parametrize("rating", [None, "unknown", 0])
def test_what_nobody_rated_takes_all_the_days(rating):
    """Unanswered counts as the lowest level."""
    found = _figures(_framework(effort="S"), rating)
    assert fsum(found.effort("p", i) for i in range(5)) == 10.0


@pytest.mark.parametrize(
    ("practice", "rating", "likely", "size", "basis"),
    [
        ({}, {}, 30.0, "M", "assumed"),
        ({"effort": "L"}, {}, 90.0, "L", "framework"),
        ({"effort": "L"}, {"effort": "S"}, 10.0, "S", "organization"),
        ({"effort": {"low": 2, "likely": 5, "high": 9}}, {}, 5.0, None, "framework"),
        ({"effort": "L"}, {"effort": {"low": 1, "likely": 1, "high": 2}}, 1.0, None, "organization"),
    ],
)
def test_the_organizations_own_effort_goes_first(practice, rating, likely, size, basis):
    """Its figure, else the framework's, else M; and the result says which."""
    found = _effort(_framework(**practice), **rating)
    assert (found.likely, found.size, found.basis) == (likely, size, basis)


def test_a_size_leaves_the_range_open():
    """Only a range in days has a low and a high."""
    found = _effort(_framework(effort="S"))
    assert (found.low, found.high) == (None, None)
    found = _effort(_framework(effort=DAYS))
    assert (found.low, found.high) == (2.0, 9.0)


def test_a_framework_sets_what_its_sizes_mean():
    """With other days for S, S takes other days."""
    framework = _framework(effort="S").replace(effort_days={"S": 4})
    assert _effort(framework).likely == 4.0


def test_days_by_size_of_a_worked_example():
    """L is 90 days; by 1.6 for a large organization 144, and from 1/4 to 1/2 a quarter of these: 36."""
    framework = _framework(effort="L").replace(effort_by_size=BY_SIZE)
    assessment = Assessment(framework="mini", organization={"id": "us", "size": "large"}, ratings={"p": 1})
    assert effort_of(framework, assessment, "p").likely == pytest.approx(144)
    assert step_figures(framework, assessment, claimed_values(framework, assessment)).effort("p", 2) == 36


@pytest.mark.parametrize(
    ("practice", "rating", "days"),
    [
        ({}, {}, {"small": 15, "medium": 30, "large": 48, None: 30}),
        ({"effort": "S"}, {}, {"small": 5, "medium": 10, "large": 16, None: 10}),
        ({"effort": DAYS}, {}, {"small": 2.5, "medium": 5, "large": 8, None: 5}),
        ({"effort": "S"}, {"effort": "L"}, {"small": 45, "medium": 90, "large": 144, None: 90}),
        ({"effort": "S"}, {"effort": DAYS}, dict.fromkeys(("small", "medium", "large", None), 5)),
    ],
)
def test_days_go_by_the_size_of_the_organization_but_for_its_own(practice, rating, days):
    """Assumed sizes, given sizes and the framework's ranges; what nobody says a factor for stays as it is."""
    framework = _framework(**practice).replace(effort_by_size=BY_SIZE)
    assert {size: _effort(framework, size, **rating).likely for size in days} == pytest.approx(days)
    assert {_effort(_framework(**practice), size, **rating).likely for size in days} == {days[None]}


def test_low_and_high_are_multiplied_too_and_the_size_stays():
    """A range keeps its shape, and a letter is the letter that was given."""
    found = _effort(_framework(effort=DAYS).replace(effort_by_size=BY_SIZE), "large")
    assert (found.low, found.likely, found.high, found.size) == (3.2, 8.0, 14.4, None)
    assert _effort(_framework(effort="S").replace(effort_by_size=BY_SIZE), "large").size == "S"


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"practices": {"p": {"effort": DAYS}}}, 5),
        ({"effort_days": {"M": 40}}, 40),
        ({"effort_days": {"S": 8}}, 48),
        ({"practices": {"p": {"effort": "S"}}}, 16),
        ({"practices": {"p": {"effort": "S"}}, "effort_days": {"S": 8}}, 8),
        ({"practices": {"p": {"title": "Ours"}}}, 48),
    ],
)
def test_days_that_a_tailoring_gives_are_the_organizations_own(changes, days):
    """M is 30 days and assumed, 48 for a large organization, unless that says by itself how many."""
    ours = tailor(_framework().replace(effort_by_size=BY_SIZE), Tailoring(framework="mini", **changes))
    assert _effort(ours, "large").likely == days


def test_own_days_have_no_factor():
    """What they are multiplied by is asked for by itself, too."""
    framework = _framework().replace(effort_by_size=BY_SIZE)
    said = Assessment(framework="mini", organization={"id": "us", "size": "small"}, ratings={"p": {"effort": DAYS}})
    assert (size_factor(framework, said, "p"), size_factor(framework, said.replace(ratings={}), "p")) == (1, 0.5)


def _importance(rating, *causes, says=None, audience=None):
    """Give the importance of a practice that root causes of two goals name with these priorities.

    Args:
        rating: What the organization says of it.
        causes: The importance of each root cause that names it.
        says: What the framework says.
        audience: The organization's type.
    """
    goals = [
        {
            "id": f"g{i}",
            "population": "Members",
            "measure": "Visits",
            "root_causes": [{"title": "Hours", "importance": each, "practices": ["p"]}],
        }
        for i, each in enumerate(causes)
    ]
    organization = {"id": "us", "type": audience} if audience else None
    assessment = Assessment(framework="mini", organization=organization, ratings={"p": rating}, goals=goals)
    return importances(_framework(importance=says or {}), assessment)["p"]


DUTY = [{"title": "Law"}]


@pytest.mark.parametrize(
    ("rating", "causes", "factor", "source"),
    [
        ({}, (), 1.0, "none"),
        ({"importance": "low"}, (), 0.25, "rating"),
        ({"importance": "normal"}, (), 1.0, "rating"),
        ({"importance": "high"}, (), 4.0, "rating"),
        ({}, ("low",), 1.0, "goal"),
        ({}, ("normal",), 2.0, "goal"),
        ({}, ("high",), 4.0, "goal"),
        ({}, ("normal", "high"), 4.0, "goal"),
        ({}, ("high", "low"), 4.0, "goal"),
        ({"importance": "low"}, ("high",), 0.25, "rating"),
        ({"importance": "normal"}, ("high",), 1.0, "rating"),
        ({"importance": "low", "required_by": DUTY}, ("low",), 4.0, "required"),
    ],
)
def test_importance_is_its_own_mark_else_that_of_the_root_causes(rating, causes, factor, source):
    """What is required counts 4 whatever else was said; the most important cause decides where there is no mark."""
    assert _importance(rating, *causes) == Importance(factor, source)


@pytest.mark.parametrize(
    ("rating", "causes", "factor", "source"),
    [
        ({"required_by": DUTY, "importance": "low"}, ("low",), 4.0, "required"),
        ({"importance": "normal"}, ("high",), 1.0, "rating"),
        ({"importance": "low"}, (), 0.25, "rating"),
        ({}, ("low",), 1.0, "goal"),
        ({}, ("normal",), 2.0, "goal"),
        ({}, (), 4.0, "framework"),
    ],
)
def test_the_framework_speaks_last_of_importance(rating, causes, factor, source):
    """A requirement, the own mark and root causes go before it, in this order, also where they say less."""
    assert _importance(rating, *causes, says={"payer": "high"}, audience="payer") == Importance(factor, source)


@pytest.mark.parametrize(
    ("says", "audience", "factor", "source"),
    [
        ("high", None, 4.0, "framework"),
        ("high", "provider", 4.0, "framework"),
        ("low", "payer", 0.25, "framework"),
        ("normal", "payer", 1.0, "framework"),
        ({"payer": "high"}, "payer", 4.0, "framework"),
        ({"payer": "high"}, "provider", 1.0, "none"),
        ({"payer": "high"}, "partnership", 1.0, "none"),
        ({"payer": "high"}, None, 1.0, "none"),
        ({"default": "low", "payer": "high"}, "payer", 4.0, "framework"),
        ({"default": "low", "payer": "high"}, "provider", 0.25, "framework"),
        ({"default": "low", "payer": "high"}, None, 0.25, "framework"),
        ({"partnership": "high"}, "partnership", 4.0, "framework"),
        ({}, "payer", 1.0, "none"),
    ],
)
def test_the_framework_says_what_is_important_for_whom(says, audience, factor, source):
    """For an audience, else for everybody; another audience's is nobody else's."""
    assert _importance({}, says=says, audience=audience) == Importance(factor, source)


def test_what_the_framework_says_multiplies_the_benefit():
    """A quarter of the scale in blocks of 2 and 3 is 1.5; high is four times that, low a quarter."""
    for says, benefit in (("high", 6.0), ("low", 0.375), ("normal", 1.5)):
        assert _figures(_framework(importance=says), 1).benefit("p", 2) == benefit


def test_what_a_named_practice_needs_inherits_no_importance():
    """Only p is named; q, which p needs, is of normal importance."""
    practices = [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "q"}]}, {"id": "q", "title": "Q"}]
    framework = Framework(
        id="m", title="M", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    causes = [{"title": "Hours", "importance": "high", "practices": ["p"]}]
    goal = {"id": "g", "population": "Members", "measure": "Visits", "root_causes": causes}
    found = importances(framework, Assessment(framework="m", goals=[goal]))
    assert {name: each.factor for name, each in found.items()} == {"p": 4.0, "q": 1.0}


def test_a_root_cause_of_normal_importance_doubles_the_benefit():
    """A quarter of the scale in blocks of 2 and 3 is 1.5, and twice that is 3."""
    framework, causes = _framework(), [{"title": "Hours", "practices": ["p"]}]
    goal = {"id": "g", "population": "Members", "measure": "Visits", "root_causes": causes}
    assessment = Assessment(framework="mini", ratings={"p": 1}, goals=[goal])
    assert step_figures(framework, assessment, claimed_values(framework, assessment)).benefit("p", 2) == 3.0


@fewer
@given(cases())
def test_steps_share_out_what_is_missing(case):
    """Raises add up from the present value to the top, efforts to the same share of the practice's days."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    found = step_figures(framework, assessment, said)
    for name, claim in said.items():
        values = framework.scale_of(name).values
        present = values[0] if claim.value is None else claim.value
        steps = range(len(values))
        missing = values[-1] - present
        assert fsum(found.raises[name][i] for i in steps) == pytest.approx(missing, abs=1e-12)
        days = found.days[name] * missing / (values[-1] - values[0])
        assert fsum(found.effort(name, i) for i in steps) == pytest.approx(days, abs=1e-9)
        assert all(found.effort(name, i) >= 0 and found.benefit(name, i) >= 0 for i in steps)
        assert all(found.raises[name][i] == 0 for i in range((claim.position or 0) + 1))
