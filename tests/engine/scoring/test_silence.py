import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, compare, plan, score
from equity_blocks.engine.scoring.claims import claims
from equity_blocks.engine.scoring.silence import asked_about, heard, silent_voices, with_silence_counted
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
    assert claims(FRAMEWORK, _said(people=people, p=out))["p"].status == "not_applicable"
    assert claims(FRAMEWORK, _said("lowest", people, p=out))["p"].value == 0
    assert claims(FRAMEWORK, _said("lowest", people, p={"ann": "unknown"}))["p"].value == 0


def test_where_nobody_speaks_nobody_is_silent():
    """A practice without answers is unanswered, whatever silence counts; what was agreed stands."""
    assert claims(FRAMEWORK, _said("lowest", p={"ann": None}))["p"].status == "unanswered"
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
    """The assessment with silence written out scores the same, and heard gives its ratings; twice changes nothing."""
    framework, said = case
    asked = data.draw(st.lists(st.sampled_from([*framework.practices]), max_size=3, unique=True))
    people = [who.replace(asked=asked if i % 2 else ()) for i, who in enumerate(said.respondents)]
    said = said.replace(respondents=people, silent="lowest")
    counted = with_silence_counted(framework, said)
    assert score(framework, counted).score == score(framework, said).score
    assert heard(framework, said) == counted.ratings
    assert with_silence_counted(framework, counted) == counted
