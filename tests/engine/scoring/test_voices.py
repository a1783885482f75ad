import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, compare, plan, score
from equity_blocks.engine.respondents.summary import respondents
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.voices import (
    answered,
    asked_about,
    member_respondents,
    member_roles,
    member_voice,
    silent_voices,
    with_silence_counted,
)
from strategies import cases, fewer

FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "partly", "yes"],
    blocks=[
        {
            "id": "outer",
            "title": "Outer",
            "practices": [{"id": "p", "title": "P"}],
            "blocks": [{"id": "inner", "title": "Inner", "practices": [{"id": "q", "title": "Q"}]}],
        },
        {
            "id": "scored",
            "title": "Scored",
            "practices": [{"id": "r", "title": "R", "scale": {"id": "s", "range": [1, 5]}}],
        },
    ],
)
PEOPLE = [{"id": "ann"}, {"id": "ben", "asked": ["inner"]}, {"id": "cleo", "asked": ["p", "scored"]}]


def _said(silent="exclude", people=PEOPLE, **ratings):
    given = {name: {"answers": answers} for name, answers in ratings.items()}
    return Assessment(framework="f", respondents=people, silent=silent, ratings=given)


def _value(said, name="p"):
    return score(FRAMEWORK, said).practices[name].value


def test_who_was_asked_about_a_practice():
    """By itself, or with any block around it; by default about everything."""
    said = _said()
    asked = {name: [who.id for who in asked_about(FRAMEWORK, said, name)] for name in "pqr"}
    assert asked == {"p": ["ann", "cleo"], "q": ["ann", "ben"], "r": ["ann", "cleo"]}


def test_silent_is_who_was_asked_and_says_nothing():
    """To say `unknown`, or that it does not apply, is to say something; a note is not. Others must have spoken."""
    out = {"not_applicable": "not ours"}
    assert silent_voices(FRAMEWORK, _said(p={"ann": 2})) == {"p": ("cleo",)}
    assert silent_voices(FRAMEWORK, _said(p={"ann": 2, "cleo": {"note": "ask ben"}})) == {"p": ("cleo",)}
    assert silent_voices(FRAMEWORK, _said(p={"ann": "unknown", "cleo": out})) == {}
    assert silent_voices(FRAMEWORK, _said(p={"ben": 2})) == {"p": ("ann", "cleo")}
    assert silent_voices(FRAMEWORK, _said(p={"ann": None}, q={})) == {}
    assert silent_voices(FRAMEWORK, Assessment(framework="f", respondents=PEOPLE, ratings={"p": 1})) == {}


def test_silence_counts_nothing_unless_that_is_said():
    """One of three says yes: yes. With silence at the lowest level the two others outvote it."""
    people = [{"id": "ann"}, {"id": "ben"}, {"id": "cleo"}]
    assert _value(_said(people=people, p={"ann": 2})) == 1
    assert _value(_said("lowest", people, p={"ann": 2})) == 0
    assert _value(_said("lowest", people, p={"ann": 2, "ben": 1})) == 0.5
    assert _value(_said("lowest", people, p={"ann": 2, "ben": 2})) == 1


def test_silence_speaks_only_of_those_who_were_asked():
    """Ben was not asked about p, and whoever answers unasked is heard."""
    assert _value(_said("lowest", p={"ann": 2, "cleo": 2})) == 1
    assert _value(_said("lowest", p={"ben": 2, "ann": 2, "cleo": None})) == 1
    assert _value(_said("lowest", q={"ann": 2}), "q") == 0


def test_the_lowest_is_that_of_the_practices_own_scale():
    """On a range of scores its lower end."""
    said = _said("lowest", r={"ann": 5})
    assert with_silence_counted(FRAMEWORK, said).rating("r").answers["cleo"].level == 1
    assert _value(said.replace(combine="mean"), "r") == 0.5


def test_silence_is_a_vote_on_whether_a_practice_applies():
    """One of three says that it does not: with silence counted that is no majority."""
    people = [{"id": "ann"}, {"id": "ben"}, {"id": "cleo"}]
    out = {"ann": {"not_applicable": "not ours"}}
    assert claimed_values(FRAMEWORK, _said(people=people, p=out))["p"].status == "not_applicable"
    assert claimed_values(FRAMEWORK, _said("lowest", people, p=out))["p"].value == 0
    assert claimed_values(FRAMEWORK, _said("lowest", people, p={"ann": "unknown"}))["p"].value == 0


def test_where_nobody_speaks_nobody_is_silent():
    """A practice without answers is unanswered, whatever silence counts; what was agreed stands."""
    assert claimed_values(FRAMEWORK, _said("lowest", p={"ann": None}))["p"].status == "unanswered"
    agreed = {"p": {"answers": {"ann": 2}, "agreed": {"level": "yes", "by": "all"}}}
    said = _said("lowest").replace(ratings=agreed)
    assert (_value(said), silent_voices(FRAMEWORK, said)) == (1, {"p": ("cleo",)})


def test_the_raters_reading_and_the_outcomes_hold_silence_that_counts():
    """The lowest rater of p is then a silent one."""
    people = [{"id": "ann"}, {"id": "ben"}, {"id": "cleo"}]
    card = score(FRAMEWORK, _said("lowest", people, p={"ann": 2, "ben": 2}))
    assert card.blocks[0].raters == (0.0, 1.0)
    assert score(FRAMEWORK, _said(people=people, p={"ann": 2, "ben": 2})).blocks[0].raters == (1.0, 1.0)


def test_notes_of_the_silent_stay():
    """Only the level is made."""
    said = with_silence_counted(FRAMEWORK, _said("lowest", p={"ann": 2, "cleo": {"note": "ask ben"}}))
    assert (said.rating("p").answers["cleo"].level, said.rating("p").answers["cleo"].note) == ("no", "ask ben")


def test_a_comparison_and_a_plan_read_silence_as_the_score_does():
    """Whoever is listed only now was not silent then."""
    before = _said("lowest", [{"id": "ann"}], p={"ann": 2}, q={"ann": 2}).replace(as_of="2025-01-01")
    after = _said("lowest", [{"id": "ann"}, {"id": "zoe"}], p={"ann": 2}, q={"ann": 2, "zoe": 2}).replace(
        as_of="2026-01-01"
    )
    change = compare(FRAMEWORK, before, after)
    assert (change.score.before, change.score.after) == (1.0, score(FRAMEWORK, after).score.value)
    assert {part.cause: part.change for part in change.split}["respondents"] == pytest.approx(-0.5)
    assert [action.practice for action in plan(FRAMEWORK, after, everything=True).actions][:1] == ["p"]


@fewer
@given(cases(), st.data())
def test_counting_silence_once_is_counting_it(case, data):
    """The assessment with silence written out scores the same; twice changes nothing."""
    framework, said = case
    asked = data.draw(st.lists(st.sampled_from([*framework.practices]), max_size=3, unique=True))
    people = [who.replace(asked=asked if i % 2 else ()) for i, who in enumerate(said.respondents)]
    said = said.replace(respondents=people, silent="lowest")
    counted = with_silence_counted(framework, said)
    assert score(framework, counted).score == score(framework, said).score
    assert with_silence_counted(framework, counted) == counted


PERCENTS = {"id": "percents", "range": [0, 100], "missing": [99, -999]}
PARTS = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
PRACTICES = [{"id": "p", "title": "P", "criteria": PARTS}, {"id": "q", "title": "Q"}]
FRAMEWORK_BY_CODE = Framework(
    id="mini", title="Mini", scale=PERCENTS, blocks=[{"id": "b", "title": "B", "practices": PRACTICES}]
)
ANN, BEN = {"id": "ann"}, {"id": "ben"}


def said(rating, *, people=(ANN, BEN), **more):
    """Rate the first practice."""
    return Assessment(framework="mini", respondents=people, ratings={"p": rating, "q": 50}, **more)


@pytest.mark.parametrize("code", [99, 99.0, -999])
@pytest.mark.parametrize(
    "rating",
    [
        lambda code: code,
        lambda code: {"level": code, "note": "not asked"},
        lambda code: {"criteria": {"x": code, "y": None}},
        lambda code: {"answers": {"ann": code, "ben": code}},
    ],
)
def test_a_rating_of_such_a_score_is_unanswered(rating, code):
    """It has no value, its range is open, and it is counted among what nobody answered."""
    card = score(FRAMEWORK_BY_CODE, said(rating(code)))
    practice = card.blocks[0].practices[0]

    assert (practice.status, practice.level, practice.value) == ("unanswered", None, None)
    assert (practice.low, practice.high) == (0.0, 1.0)
    assert (card.score.value, card.score.low, card.score.high, card.score.coverage) == (0.5, 0.25, 0.75, 0.5)
    assert (card.scope.rated, card.scope.unanswered) == (1, 1)


def test_a_choice_stays_a_choice():
    """What is left out by choice is not unanswered; it has no level."""
    claim = claimed_values(FRAMEWORK_BY_CODE, said({"level": 99, "not_pursued": "not this year"}))["p"]
    assert (claim.status, claim.value) == ("not_pursued", None)


def test_an_answer_of_such_a_score_has_no_vote():
    """The others decide, and who gave it said nothing."""
    assessment = said({"answers": {"ann": 99, "ben": 40}})
    assert claimed_values(FRAMEWORK_BY_CODE, assessment)["p"].value == 0.4
    assert silent_voices(FRAMEWORK_BY_CODE, assessment) == {"p": ("ann",)}
    (voices,) = [p for p in respondents(FRAMEWORK_BY_CODE, assessment).practices if p.id == "p"]
    assert [(voice.respondent, voice.status, voice.level) for voice in voices.answers] == [
        ("ann", "unanswered", None),
        ("ben", "rated", "40"),
    ]
    assert not voices.contested


def test_a_criterion_of_such_a_score_leaves_the_value_to_the_others():
    """It is open, like one that nobody rated."""
    claim = claimed_values(FRAMEWORK_BY_CODE, said({"criteria": {"x": 99, "y": 40}}))["p"]
    assert (claim.value, claim.low, claim.high) == (0.4, 0.2, 0.7)


def test_a_group_that_agreed_on_such_a_score_could_not_say():
    """The answers do not speak against it."""
    claim = claimed_values(FRAMEWORK_BY_CODE, said({"answers": {"ann": 40}, "agreed": {"level": 99, "by": "all"}}))["p"]
    assert claim.status == "unknown"


def test_what_is_no_such_score_stays_as_it_is():
    """An assessment without any is not even copied, and on other scales 99 is no code."""
    plain = said(98)
    assert answered(FRAMEWORK_BY_CODE, plain) is plain
    other = Framework(id="mini", title="Mini", scale={"id": "s", "range": [0, 100]}, blocks=FRAMEWORK_BY_CODE.blocks)
    assert claimed_values(other, said(99))["p"].value == 0.99
    assert answered(other, said(99)).rating("p").level == 99


def test_each_scale_has_its_own():
    """A practice on another scale may be rated so."""
    own = [{"id": "p", "title": "P", "scale": {"id": "own", "range": [0, 100]}}, {"id": "q", "title": "Q"}]
    framework = Framework(id="mini", title="Mini", scale=PERCENTS, blocks=[{"id": "b", "title": "B", "practices": own}])
    found = claimed_values(framework, Assessment(framework="mini", ratings={"p": 99, "q": 99}))
    assert (found["p"].value, found["q"].status) == (0.99, "unanswered")


def test_scores_that_mean_no_answer_are_none_for_criteria_either():
    """Also in one respondent's answer."""
    parts = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
    scale = {"id": "s", "range": [0, 100], "missing": [99]}
    practices = [{"id": "p", "title": "P", "criteria": parts}]
    framework = Framework(
        id="mini", title="Mini", scale=scale, blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    answers = {"ann": {"criteria": {"a": 99, "b": 40}}, "ben": {"criteria": {"a": 99}}, "cleo": 50}
    people = [{"id": who} for who in answers]
    given = Assessment(framework="mini", respondents=people, ratings={"p": {"answers": answers}})
    found = answered(framework, given).rating("p").answers
    assert dict(found["ann"].criteria) == {"a": None, "b": 40}
    assert found["cleo"] == given.rating("p").answers["cleo"]
    assert silent_voices(framework, given) == {"p": ("ben",)}


PEOPLE = [{"id": "ann", "role": "board"}, {"id": "ben", "role": "members"}]


def _framework(*roles):
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}]
    return Framework(id="f", title="F", scale=["no", "yes"], roles={role: role for role in roles}, blocks=blocks)


@pytest.mark.parametrize(
    ("answers", "is_heard"),
    [
        ({}, True),
        ({"ann": 1}, False),
        ({"ann": 1, "ben": None}, False),
        ({"ann": 1, "ben": {"note": "We were not asked."}}, True),
        ({"ben": {"not_applicable": "not ours"}}, True),
    ],
)
def test_only_who_says_something_has_a_voice(answers, is_heard):
    """Where nobody's answers are kept apart, being listed is enough; a blank answer is none."""
    said = Assessment(framework="f", respondents=PEOPLE, ratings={"p": {"answers": answers}})
    assert member_voice(_framework("board", "members"), said) is is_heard


def test_without_such_a_role_or_respondents_nobody_can_tell():
    """It is not held against an assessment that lists nobody, nor against a framework of other roles."""
    assert member_voice(_framework("board"), Assessment(framework="f", respondents=PEOPLE)) is None
    assert member_voice(_framework("members"), Assessment(framework="f")) is None


def test_community_partners_speak_too():
    """Either of the two roles will do, where the framework has it."""
    framework = _framework("community-partners", "members")
    said = Assessment(framework="f", respondents=[{"id": "cleo", "role": "community-partners"}, *PEOPLE])
    assert member_roles(framework) == ("members", "community-partners")
    assert [who.id for who in member_respondents(framework, said)] == ["cleo", "ben"]
    assert member_voice(framework, said.replace(respondents=said.respondents[:2])) is True
