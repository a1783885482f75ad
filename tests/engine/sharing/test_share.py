from functools import cache
from typing import Any

import pytest
from hypothesis import given

from canaries import FRAMEWORK, assessment, found, free_texts, marked, nouns_in, planted, texts
from equity_blocks import (
    Assessment,
    UnsuitableError,
    compare,
    explain,
    load_assessment,
    load_framework,
    plan,
    reach,
    respondents,
    review_evidence,
    score,
    share,
    stability,
    trend,
)
from equity_blocks.engine.sharing import share as sharing
from equity_blocks.engine.sharing.share import UNDECIDED, marks
from equity_blocks.engine.what_if import what_if
from equity_blocks.exchange.records import to_records
from equity_blocks.exchange.tables import tables_of
from equity_blocks.model.comparison import Comparison
from equity_blocks.model.evidence_review import EvidenceReview
from equity_blocks.model.explanation import Explanation
from equity_blocks.model.noun import Map
from equity_blocks.model.plan import Plan
from equity_blocks.model.reach import Reach
from equity_blocks.model.reasons import CODES
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.stability import Stability
from equity_blocks.model.translation import Translation
from equity_blocks.model.trend import Trend
from equity_blocks.model.what_if import WhatIf
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.views import describe, draw, view_of
from strategies import cases, fewer

LONG = "b" * 99
SHAREABLE = (
    Assessment, ScoreCard, Plan, Comparison, EvidenceReview, Explanation, Stability, Reach, Respondents, Translation,
    Trend, WhatIf,
)  # fmt: skip
NOUNS = {name: noun for shareable in SHAREABLE for name, noun in nouns_in(shareable).items()}


def _mark(kind, name):
    return marks(NOUNS[kind])[name]


@pytest.mark.parametrize("model", SHAREABLE, ids=lambda model: model.__name__)
def test_every_text_has_been_decided_on(model):
    """A field that somebody adds says who may read it: its JSON Schema allows a text, so its annotation has a mark."""
    assert {field for field in texts(model) if not _mark(*field) or _mark(*field) is UNDECIDED} == set()


class _Sneaky(Result):
    """A result whose author forgot that texts need a mark."""

    hint: str
    hints: tuple[str, ...]
    data: Map[Any]
    maybe: str | None = None


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_a_text_without_a_mark_is_left_out(audience):
    """Nobody but the owner gets what nobody has decided on."""
    sneaky = _Sneaky(
        framework={"id": "f", "edition": "1", "revision": 1}, hint="Ann", hints=["Ann"], data={"by": "Ann"}, maybe="Ann"
    )
    assert [name for name, mark in marks(_Sneaky).items() if mark is UNDECIDED] == ["hint", "hints", "data", "maybe"]
    shared = share(sneaky, audience)
    assert (shared.hint, shared.hints, shared.data, shared.maybe) == ("withheld", (), {}, "withheld")
    assert share(sneaky, "owner") is sneaky


def test_the_facts_of_reasons_have_been_decided_on():
    """These are known to carry free text, and these facts of others are known to carry none."""
    assert {"required_by", "serves_goal", "carried_by"} <= CODES
    assert set(sharing._PLAIN).isdisjoint({"duties", *sharing._GENERAL})


def _written(noun):
    """Give a noun in every format it is written in."""
    texts = [noun.model_dump_json(), repr(noun), *draw(noun).values()]
    if view_of(type(noun)):
        texts.append(as_markdown(describe(noun, FRAMEWORK)))
    return "\n".join([*texts, *(str(to_records(noun, of=of)) for of in tables_of(type(noun)))])


def _results(said):
    return {
        "assessment": said,
        "score": score(FRAMEWORK, said),
        "plan": plan(FRAMEWORK, said),
        "all": plan(FRAMEWORK, said, everything=True),
        "dated": plan(FRAMEWORK, said, everything=True, periods=1, capacity=5, start="2027-Q4", since=said, band=None),
        "what_if": what_if(FRAMEWORK, said, {"w": "yes"}, instead={"delays": {"p": 1}}),
        "comparison": compare(FRAMEWORK, said.replace(as_of="2022-01-01"), said),
        "trend": trend(FRAMEWORK, [said.replace(as_of="2022-01-01"), said]),
        "evidence": review_evidence(FRAMEWORK, said),
        "explanation": explain(FRAMEWORK, said),
        "why": explain(FRAMEWORK, said, "t"),
        "stability": stability(FRAMEWORK, said),
        "reach": reach(FRAMEWORK, said, "far"),
        "respondents": respondents(FRAMEWORK, said),
    }


EVERY = (
    "assessment",
    "score",
    "plan",
    "all",
    "dated",
    "what_if",
    "comparison",
    "trend",
    "evidence",
    "explanation",
    "why",
    "stability",
    "reach",
    "respondents",
)


def test_the_marks_fill_every_free_text():
    """What is looked for is there to be found, in each field of an assessment that holds free text."""
    planted_marks = {marked(kind, name) for kind, name in free_texts(Assessment)}
    assert planted_marks - set(found(_written(assessment()))) == set()
    assert len(found(_written(plan(FRAMEWORK, assessment())))) > 10
    assert len(found(_written(respondents(FRAMEWORK, assessment())))) > 10


@cache
def _all():
    return _results(assessment())


AUDIENCES = ("steering", "client", "cohort")
PEOPLE = {"zx-ann", "zx-ben", "zx-dan", "zx-nurse"}
FOR_OWNERS = {
    marked(kind, name)
    for kind, noun in NOUNS.items()
    for name, mark in marks(noun).items()
    if mark and mark.audience == "owner"
} | {marked("Retired", "why")}
"""What a board of the organization itself does not get."""


def _must_not_leave(audience, marks):
    """Which of these an audience must not see."""
    if audience == "steering":
        return sorted(set(marks) & (PEOPLE | FOR_OWNERS))
    allowed = {"client": {marked("Organization", "state"), "zx-org", "zx-id", "zx-home"}, "cohort": set()}
    return sorted(set(marks) - allowed[audience])


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_free_text_survives(name, audience):
    """In no format of anything that is shared; and a cohort gets no id that the organization made up."""
    shared = share(_all()[name], audience, framework=FRAMEWORK)
    assert _must_not_leave(audience, found(_written(shared))) == []


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_free_text_survives_wherever_it_stands(name, audience):
    """A mark is put into every free text of the result itself, whatever made it."""
    result = _all()[name]
    free = free_texts(type(result))
    whole = planted(result, free)
    written = _written(share(whole, audience, framework=FRAMEWORK))
    assert _must_not_leave(audience, found(written)) == []


def test_a_board_of_the_organization_keeps_its_own_words():
    """Owners, reasons, evidence, goals and initiatives stay; who said what, and notes, do not."""
    shared = share(assessment(), "steering", framework=FRAMEWORK)
    seen = set(found(shared.model_dump_json()))
    assert seen >= {
        marked("Rating", "owner"), marked("Rating", "not_pursued"), marked("Evidence", "title"), "zx-goal", "zx-id",
        marked("Goal", "measure"), marked("Initiative", "title"), marked("Duty", "title"),
        marked("Organization", "name"),
    }  # fmt: skip
    assert (shared.respondents, shared.rating("u").answers, shared.rating("u").level) == ((), {}, "no")
    made = share(plan(FRAMEWORK, assessment()), "steering")
    assert marked("Rating", "owner") in _written(made)
    assert made.goals
    assert score(FRAMEWORK, shared).score.value == score(FRAMEWORK, assessment()).score.value


@pytest.mark.parametrize("name", EVERY)
def test_the_owner_sees_all(name):
    """Nothing is even copied."""
    result = _all()[name]
    assert share(result, "owner") is result


@fewer
@given(cases())
def test_sharing_keeps_every_number(case):
    """What is shared scores the same, and shares the same once more."""
    framework, said = case
    for audience in ("client", "cohort"):
        shared = share(said, audience, framework=framework)
        assert share(shared, audience, framework=framework).ratings == shared.ratings
        card, after = score(framework, said), score(framework, shared)
        assert after.score.replace(raters=None) == card.score.replace(raters=None)
        assert share(card, audience).blocks == share(after, audience).blocks


def test_reasons_are_told_again():
    """Codes and dates stay, the organization's words go, and the sentence says as much as may be said."""
    shared = share(plan(FRAMEWORK, assessment().replace(planning=None)), "client")
    (action,) = (item for item in shared.actions if item.practice == "p")
    assert [reason.code for reason in action.reasons[:2]] == ["started", "required_by"]
    assert action.reason.startswith(
        "Already under way. Required by an outside requirement (due 2027-06-30). Serves the goal: one"
    )
    assert action.reason.endswith(
        "Carried by work of the organization's own. No effort was given, so it counts as medium."
    )
    assert (action.goals, action.initiatives) == ((), ())
    (told,) = (item for item in share(shared, "cohort").actions if item.practice == "p")
    assert (told.reason, told.goals, told.initiatives) == (action.reason, (), ())


def test_a_reason_that_cannot_be_told_again_is_not_told():
    """Where a sentence is not as expected, silence is safe."""
    made = plan(FRAMEWORK, assessment())
    (action,) = (item for item in made.actions if item.practice == "p")
    odd = made.replace(actions=(action.replace(reason="Our secret reason."),))
    assert share(odd, "client").actions[0].reason == ""


def _answered(roles, answers, told="attributed", **more):
    people = [{"id": f"r{i}", "role": role} for i, role in enumerate(roles)]
    given = {who["id"]: answer for who, answer in zip(people, answers, strict=True)}
    rating = {"answers": given, **more}
    return Assessment(framework="f", respondents=people, respondents_told=told, ratings={"p": rating})


def test_answers_of_a_large_group_that_was_told_stay():
    """Five of one role, who knew."""
    said = _answered(["a"] * 5, ["no", "yes", "yes", "no", "yes"])
    assert share(said, "client") == said


@pytest.mark.parametrize(
    ("roles", "told"), [(["a"] * 4, "attributed"), (["a"] * 5, "confidential"), (["a"] * 5 + ["b"], "attributed")]
)
def test_one_level_stands_for_other_answers(roles, told):
    """Nobody is named, and the score stays."""
    said = _answered(roles, (["yes", "no"] * 3)[: len(roles)], told)
    shared = share(said, "client", framework=FRAMEWORK)
    assert (shared.respondents, shared.rating("p").answers) == ((), {})
    before, after = (score(FRAMEWORK, each).score for each in (said, shared))
    assert (after, after.raters) == (before.replace(raters=None, band=after.band), None)
    with pytest.raises(UnsuitableError, match=r"the answers to 'p' differ and must not be shown: give the framework"):
        share(said, "client")


def test_answers_that_agree_need_no_framework():
    """There is nothing to combine."""
    assert share(_answered("ab", ["yes", "yes"]), "client").rating("p").level == "yes"
    assert share(_answered("ab", ["unknown", None]), "client").rating("p").level == "unknown"
    assert share(_answered("ab", [None, None]), "client").rating("p").status == "unanswered"
    out = {"not_applicable": "not ours"}
    assert share(_answered("ab", [out, out], decision="pursue"), "client").rating("p").not_applicable == "withheld"
    agreed = share(_answered("ab", ["yes", "no"], agreed={"level": "no", "by": "us"}), "client").rating("p")
    assert (agreed.status, agreed.agreed.level, agreed.answers) == ("rated", "no", {})


def test_small_groups_need_a_flag():
    """The number of people is the owner's choice, but not below three by accident."""
    said = _answered("aaa", ["yes", "no", "yes"])
    assert share(said, "client", min_respondents=3) == said
    with pytest.raises(UnsuitableError, match="groups of 2 can identify their members: use 3 or more"):
        share(said, "client", min_respondents=2)
    pair = _answered("aa", ["yes", "no"])
    assert share(pair, "client", min_respondents=2, allow_small=True) == pair


def test_a_pseudonym_is_stable_and_depends_on_the_secret():
    """The same organization has the same one in all results, also where its people are a group."""
    said = Assessment(
        framework="f",
        organization={"id": "acme", "type": "partnership", "lines_of_business": ["medicaid"]},
        respondents=[{"id": f"r{i}", "organization": "acme"} for i in range(5)],
        ratings={"p": {"answers": {f"r{i}": "yes" for i in range(5)}}},
    )
    names = {
        secret: share(said, "cohort", framework=FRAMEWORK, secret=secret).organization.id for secret in ("", "a", LONG)
    }
    assert len(set(names.values())) == 3
    shared = share(said, "cohort", secret="a")
    assert (shared.respondents, shared.rating("p").answers, shared.rating("p").level) == ((), {}, "yes")
    view = respondents(FRAMEWORK, said)
    (group,) = share(view, "cohort", secret="a", min_organizations=1, allow_small=True).organizations
    assert (group.id, group.title, group.size) == (names["a"], names["a"], 5)
    assert share(view, "cohort", secret="a").organizations == ()
    assert share(score(FRAMEWORK, said), "cohort", secret="a").organization == shared.organization
    assert (shared.organization.type, shared.organization.lines_of_business) == ("partnership", ("medicaid",))
    assert "acme" not in shared.model_dump_json() + share(view, "cohort").model_dump_json()


def test_what_is_made_up_is_numbered():
    """References still lead to what they led to."""
    shared = share(assessment(), "cohort", framework=FRAMEWORK)
    assert (list(shared.evidence), shared.goals[0].id, shared.initiatives[0].id) == (
        ["evidence-1"], "goal-1", "initiative-1",
    )  # fmt: skip
    assert shared.rating("p").evidence == ("evidence-1",)
    assert shared.id is None


def test_only_some_things_are_shared():
    """A framework is public anyway, and an audience has to be known."""
    with pytest.raises(
        UnsuitableError,
        match=r"Framework cannot be shared; share\(\) takes an Assessment, or a result made from one, such as",
    ):
        share(FRAMEWORK, "client")
    with pytest.raises(UnsuitableError, match="there is no audience 'public': use owner, steering, client, cohort"):
        share(assessment(), "public")


def test_riverbend_for_a_client():
    """The sample keeps its score and its plan, and loses every name."""
    framework, said = load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")
    shared = share(said, "client", framework=framework)
    assert score(framework, shared).score.value == score(framework, said).score.value
    assert [a.practice for a in plan(framework, shared).actions] == [a.practice for a in plan(framework, said).actions]
    assert "Riverbend" not in shared.model_dump_json()
    assert "Director" not in share(plan(framework, said), "client").model_dump_json()


def test_one_score_stands_for_scores_that_differ():
    """On a scale with a range it is the number that counts, not the level it reaches."""
    levels = [{"id": "no", "value": 0}, {"id": "yes", "value": 1}]
    tens = FRAMEWORK.replace(scale={"id": "tens", "levels": levels, "range": (0, 10)})
    said = _answered("ab", [5, 8]).replace(combine="mean")
    assert share(said, "client", framework=tens).rating("p").level == 6.5


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_nothing_that_is_retired_is_shared(audience):
    """Answers to an earlier revision hold notes and who said them, and count nowhere."""
    said = Assessment(framework="f", retired={"p": {"why": "gone", "rating": {"level": "yes", "note": "Ann is tired"}}})
    assert share(said, audience).retired == {}
    assert share(said, "owner") == said


def test_a_plan_leaves_without_goals_and_initiatives():
    """Neither their names nor how many there are; remarks that quote them or count respondents go, others stay."""
    made = plan(FRAMEWORK, assessment())
    assert made.goals
    assert made.initiatives
    shared = share(made, "client")
    assert (shared.goals, shared.initiatives) == ((), ())
    assert {remark.code for remark in shared.remarks} == {
        remark.code for remark in made.remarks if not {"goal", "respondents"} & remark.data.keys()
    }


def test_silence_that_counts_is_told_by_nobody():
    """One level stands for all answers and all silence: the score stays, and nobody is named who said nothing."""
    people = [{"id": f"r{i}", "role": "a", "asked": ["b"]} for i in range(9)]
    ratings = {
        "p": {"answers": {f"r{i}": "yes" for i in range(5)}},
        "q": {"answers": {f"r{i}": "yes" for i in range(9)}},
    }
    for silent, level in (("exclude", "yes"), ("lowest", "yes")):
        said = Assessment(framework="f", silent=silent, respondents=people, ratings=ratings)
        shared = share(said, "client", framework=FRAMEWORK)
        assert score(FRAMEWORK, shared).practices["p"].level == score(FRAMEWORK, said).practices["p"].level == level
        assert len(shared.rating("p").answers) == (5 if silent == "exclude" else 0)
        assert len(shared.rating("q").answers) == 9
        assert not any(who.asked for who in shared.respondents)
    few = said.replace(ratings={"p": {"answers": {f"r{i}": "yes" for i in range(4)}}})
    shared = share(few, "client", framework=FRAMEWORK)
    assert (shared.rating("p").level, shared.silent, shared.respondents) == ("no", "exclude", ())
    with pytest.raises(UnsuitableError, match="silence counts in this assessment: give the framework"):
        share(few, "client")


def test_a_result_says_what_was_left_out():
    """Whom it is for, and the key paths at which something stood; what leaves it twice keeps the wider audience."""
    shared = share(plan(FRAMEWORK, assessment()), "client")
    assert shared.audience == "client"
    assert {"goals", "initiatives", "organization.name", "actions.owner"} <= set(shared.withheld)
    assert not {"assessment", "organization.state", "actions.title"} & set(shared.withheld)
    again = share(share(shared, "cohort"), "steering")
    assert again.audience == "cohort"
    assert {"assessment", "organization.state", *shared.withheld} <= set(again.withheld)
    view = share(respondents(FRAMEWORK, assessment()), "steering")
    assert {"respondents", "practices.answers"} <= set(view.withheld)
    assert "practices.title" not in view.withheld
    supposed = share(what_if(FRAMEWORK, assessment(), {"w": "yes"}), "client")
    assert supposed.plan_before.audience == "client"
    assert score(FRAMEWORK, assessment()).audience == "owner"
