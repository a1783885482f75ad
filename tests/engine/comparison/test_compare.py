import json
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import (
    Assessment,
    Framework,
    InvalidDataError,
    UnsuitableError,
    compare,
    load_assessment,
    load_framework,
    load_framework_of,
    migrate,
    score,
)
from equity_blocks.engine.comparison.compare import CAUSES, percent_of_change
from strategies import assessments, fewer, frameworks

CASES = json.loads((Path(__file__).parents[2] / "cases" / "published.json").read_text(encoding="utf-8"))["cases"]
PEEK = next(case for case in CASES if case["id"] == "peek2012_acic")
SCALE = ["no", "partly", "mostly", "half", "yes"]


def _framework(*names, **more):
    practices = [name if isinstance(name, dict) else {"id": name, "title": name.upper()} for name in names]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    return Framework(**{"id": "f", "title": "F", "scale": SCALE, "blocks": blocks, **more})


def _said(**ratings):
    return Assessment(framework="f", ratings=ratings)


def _answered(**answers):
    return {"answers": answers}


def _asked(ratings):
    return Assessment(framework="f", respondents=[{"id": who} for who in ("ann", "ben", "cleo")], ratings=ratings)


def _parts(made):
    return {part.cause: part.change for part in made.split}


def test_peek_2012_changes_in_percent():
    """Peek 2012, table 3: seven areas of the ACIC on 0 to 11, June 2010 to June 2011, as whole percent."""
    areas, expected = PEEK["areas"], PEEK["expect"]
    practices, before, after = [], {}, {}
    for i, (title, means) in enumerate(areas.items()):
        name, values = f"a{i}", sorted({0.0, 11.0, *means})
        levels = [{"id": f"v{10 * value:.0f}", "value": value / 11} for value in values]
        practices.append({"id": name, "title": title, "scale": {"id": name, "levels": levels}})
        before[name], after[name] = (f"v{10 * means[k]:.0f}" for k in (0, 2))
    made = compare(_framework(*practices), _said(**before), _said(**after))
    assert [round(practice.percent) for practice in made.practices.values()] == expected["delta_pct"]
    assert [round(11 * p.change, 1) for p in made.practices.values()] == expected["delta"]
    assert 11 * made.score.before == pytest.approx(expected["overall"][0], abs=PEEK["tolerance"])
    assert 11 * made.score.after == pytest.approx(expected["overall"][2], abs=PEEK["tolerance"])


def test_peek_2012_overall_from_the_printed_means():
    """5.0 to 6.7 is printed as 34 percent; the unrounded means give 35."""
    first, _, last = PEEK["expect"]["overall"]
    assert round(percent_of_change(first, last)) == PEEK["expect"]["overall_delta_pct"]


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.5), (None, 0.5), (0.5, None), (0.0, 0.0)])
def test_percent_of_nothing_is_nothing(before, after):
    """There is no percent of 0 and none of a value that is missing."""
    assert percent_of_change(before, after) is None


@st.composite
def _pairs(draw):
    framework = draw(frameworks(most=4, rules=2))
    return framework, draw(assessments(framework)), draw(assessments(framework))


@fewer
@given(_pairs())
def test_the_parts_sum_to_the_change(pair):
    """Whatever happens between two assessments, nothing is lost and nothing counted twice."""
    framework, before, after = pair
    made = compare(framework, before, after)
    assert [part.cause for part in made.split] == list(CAUSES)
    values = [score(framework, each).score.value for each in (before, after)]
    assert (made.score.before, made.score.after) == tuple(values)
    if None in values:
        assert made.score.change is None
    changes = [part.change for part in made.split]
    if None in changes:
        assert set(changes) == {None}
    else:
        assert fsum(changes) == made.score.change
        assert made.split[0].change == 0.0
    for block in _all(made.blocks):
        changes = [part.change for part in block.split]
        assert None in changes or fsum(changes) == block.change
    replayed = [name for part in made.split for name in part.practices]
    assert len(replayed) == len(set(replayed))


@fewer
@given(_pairs())
def test_nothing_changes_from_an_assessment_to_itself(pair):
    """All changes are 0 or null, and nothing fell."""
    framework, said, _ = pair
    made = compare(framework, said, said)
    assert made.score.change in (0.0, None)
    assert {change for part in made.split if (change := part.change) is not None} <= {0.0}
    assert {practice.cause for practice in made.practices.values()} == {None}
    assert (made.regressions, made.lost_evidence, made.gone) == ((), (), ())


@fewer
@given(_pairs())
def test_there_and_back_is_the_opposite(pair):
    """Changes of practices, blocks and the score turn their signs; what rose has fallen."""
    framework, before, after = pair
    there, back = compare(framework, before, after), compare(framework, after, before)
    for name, practice in there.practices.items():
        change = back.practices[name].change
        assert change == (None if practice.change is None else -practice.change)
    if there.score.change is not None:
        assert back.score.change == -there.score.change
    fell = {item.id for item in there.regressions}
    assert fell.isdisjoint(item.id for item in back.regressions)


def _all(blocks):
    for block in blocks:
        yield block
        yield from _all(block.blocks)


def test_each_block_has_its_own_split():
    """In one block a practice comes in, in the other one rises; the whole has half of each."""
    blocks = [
        {"id": name, "title": name, "practices": [{"id": f"{name}{i}", "title": "P"} for i in (1, 2)]} for name in "ab"
    ]
    before = _said(a1="yes", b1="no", b2="no")
    made = compare(
        _framework(blocks=blocks), before, before.replace(ratings={**before.ratings, "a2": "no", "b1": "yes"})
    )
    splits = {block.id: {part.cause: part.change for part in block.split} for block in made.blocks}
    assert splits["a"] == {"framework": 0.0, "scope": -0.5, "respondents": 0.0, "ratings": 0.0}
    assert splits["b"] == {"framework": 0.0, "scope": 0.0, "respondents": 0.0, "ratings": 0.5}
    assert _parts(made) == {"framework": 0.0, "scope": -0.25, "respondents": 0.0, "ratings": 0.25}
    assert [part.practices for part in made.blocks[0].split] == [(), ("a2",), (), ()]


def test_both_sides_say_what_they_rest_on():
    """Scope and coverage before and after, and the policy of now."""
    made = compare(_framework("p", "q"), _said(p="yes"), _said(p="yes", q={"not_pursued": "later"}))
    assert (made.before.scope.rated, made.before.scope.unanswered, made.before.coverage) == (1, 1, 0.5)
    assert (made.scope.rated, made.scope.not_pursued, made.coverage) == (1, 1, 1.0)
    assert made.policy_in_words[0] == "The value is the weighted mean of its parts."


def test_what_an_older_revision_changed_is_not_known_without_it():
    """Its part is null, not 0, and the other parts make the change; with the older framework it is known."""
    newer = _framework("p", "q", revision=2)
    before, after = _said(p="no", q="no").replace(revision=1), _said(p="yes", q="no").replace(revision=2)
    made = compare(newer, before, after)
    assert (made.before.framework.revision, made.framework.revision) == (1, 2)
    assert _parts(made) == {"framework": None, "scope": 0.0, "respondents": 0.0, "ratings": 0.5}
    assert _parts(compare(newer, before, after, _framework("p", "q")))["framework"] == 0.0


def test_what_was_given_made_the_figure_of_then():
    """Also where the assessment names another revision than the one that was given for it."""
    newer, older = _framework("p", "q", revision=3), _framework("p", "q")
    before, after = _said(p="no", q="no").replace(revision=2), _said(p="yes", q="no").replace(revision=3)
    assert compare(newer, before, after, older).before.framework.revision == 1
    for present in (None, newer.replace(scoring={"unanswered": "zero"})):  # as it is, or tailored otherwise
        made = compare(newer, before, after, present)
        assert (made.before.framework.revision, made.reread, _parts(made)["framework"]) == (2, None, None)


def test_each_cause_by_hand():
    """Four practices: one comes in at 0, one is answered by another at 1, one rises by a half, one stays."""
    framework = _framework("p", "q", "r", "s")
    before = _asked({"q": _answered(ann="no"), "r": "no", "s": "yes"})
    after = _asked({"p": "no", "q": _answered(ann="no", ben="yes", cleo="yes"), "r": "mostly", "s": "yes"})
    made = compare(framework, before, after)
    assert made.score.before == pytest.approx(1 / 3)
    assert _parts(made) == pytest.approx(
        {"framework": 0, "scope": 1 / 4 - 1 / 3, "respondents": 1 / 4, "ratings": 1 / 8}
    )
    assert [practice.cause for practice in made.practices.values()] == ["scope", "respondents", "ratings", None]
    like = made.like_for_like
    assert (like.before, like.after, like.practices, like.coverage) == (0.5, 0.75, 2, 0.5)
    assert like.percent == 50


@pytest.mark.parametrize("status", [None, "unknown", {"not_applicable": "x"}, {"not_pursued": "x"}])
def test_practices_that_leave_are_scope(status):
    """Dropping a weak practice raises the score, and the split says so."""
    made = compare(_framework("p", "q"), _said(p="no", q="yes"), _said(p=status, q="yes"))
    assert _parts(made)["scope"] == made.score.change == 0.5
    assert made.practices["p"].change is None
    assert made.like_for_like.change in (0.0, None)


def test_the_same_respondents_who_think_better_of_it_are_ratings():
    """Blank answers are no answers; a level that nobody is named for was given by nobody in particular."""
    framework = _framework("p")
    first, again = _asked({"p": _answered(ann="no", ben=None)}), _asked({"p": _answered(ann="yes")})
    assert compare(framework, first, again).practices["p"].cause == "ratings"
    assert compare(framework, _said(p="no"), again).practices["p"].cause == "respondents"
    agreed = {"agreed": {"level": "yes", "by": "all"}}
    made = compare(framework, first, _asked({"p": {**_answered(ann="no"), **agreed}}))
    assert (made.practices["p"].cause, made.like_for_like.change) == ("ratings", 1.0)


def test_a_new_revision_is_told_apart():
    """Heavier weight for what is in place: half of the change is the framework's, none of it anybody's work."""
    older = _framework("p", "q")
    newer = _framework({"id": "p", "title": "P", "weight": 3}, "q", revision=2)
    before, after = _said(p="yes", q="no"), _said(p="yes", q="yes")
    made = compare(newer, before, after, older)
    assert (made.before.framework.revision, made.framework.revision) == (1, 2)
    assert _parts(made) == {"framework": 0.25, "scope": 0.0, "respondents": 0.0, "ratings": 0.25}
    assert made.like_for_like.before == 0.75
    assert (made.score.before, made.reread.before, made.reread.after, made.reread.change) == (0.5, 0.75, 1.0, 0.25)
    assert [(block.before, block.reread, block.after) for block in made.blocks] == [(0.5, 0.75, 1.0)]
    assert compare(newer, before, after).reread is None


def test_a_renamed_practice_is_the_same_and_a_dropped_one_is_gone():
    """`was` leads from the new id to the old one; what has no successor is listed with what it was."""
    older = _framework("old", "dropped", "kept")
    newer = _framework({"id": "new", "title": "NEW", "was": ["old"]}, "kept", "added")
    made = compare(newer, _said(old=2, dropped="yes", kept="no"), _said(new="yes", kept="no"), older)
    new, added = made.practices["new"], made.practices["added"]
    assert (new.level.start, new.level.to, new.cause, new.like_for_like) == ("mostly", "yes", "ratings", True)
    assert (added.status.start, added.status.to, added.cause) == (None, "unanswered", None)
    assert [(item.id, item.before, item.after, item.cause) for item in made.gone] == [
        ("dropped", 1.0, None, "framework")
    ]
    assert fsum(_parts(made).values()) == pytest.approx(made.score.change)


def test_a_practice_that_was_split_is_compared_with_none_of_its_parts():
    """Its rating counts once, in the score before; what the parts add is scope."""
    older, newer = _framework("r", "q"), _framework(*({"id": n, "title": "R", "was": ["r"]} for n in ("r1", "r2")), "q")
    made = compare(newer, _said(r="yes", q="no"), _said(r1="yes", r2="yes", q="no"), older)
    assert (made.score.before, made.score.after) == (0.5, pytest.approx(2 / 3))
    assert [(item.id, item.before) for item in made.gone] == [("r", 1.0)]
    assert [made.practices[name].before for name in ("r1", "r2")] == [None, None]
    assert made.like_for_like.practices == 1
    assert _parts(made) == pytest.approx({"framework": -0.5, "scope": 2 / 3, "respondents": 0.0, "ratings": 0.0})


def test_a_level_worth_less_in_a_new_revision_is_no_regression():
    """The organization holds what it held; only the scale counts it for less."""
    levels = [{"id": "no", "value": 0}, {"id": "some", "value": 0.5}, {"id": "yes", "value": 1}]
    older = _framework("p", scale={"id": "s", "levels": levels})
    newer = older.replace(
        revision=2, scale={"id": "s", "levels": [levels[0], {"id": "some", "value": 0.25}, levels[2]]}
    )
    made = compare(newer, _said(p="some"), _said(p="some"), older)
    assert (made.practices["p"].cause, made.practices["p"].change, made.regressions) == ("framework", -0.25, ())


def test_regressions_come_worst_first():
    """Also where a practice is left out now: what fell still fell."""
    made = compare(
        _framework("p", "q", "r"),
        _said(p="half", q="yes", r="no"),
        _said(p="mostly", q={"level": "no", "not_pursued": "later"}, r="yes"),
    )
    assert [(item.id, item.level.start, item.level.to, item.change) for item in made.regressions] == [
        ("q", "yes", "no", -1.0),
        ("p", "half", "mostly", -0.25),
    ]


def test_evidence_is_lost_by_age_and_by_leaving_it_off():
    """One charter grew old, one is not listed any more, one was old before."""
    register = {
        "charter": {"title": "Charter", "date": "2024-01-01"},
        "minutes": {"title": "Minutes", "date": "2025-06-01"},
        "old": {"title": "Old", "date": "2020-01-01"},
    }
    listing = {"p": ["charter"], "q": ["minutes"], "r": ["old"], "s": ["minutes"]}
    ratings = {name: {"level": "yes", "evidence": items} for name, items in listing.items()}
    before = Assessment(framework="f", as_of="2025-12-31", evidence=register, ratings=ratings)
    after = before.replace(as_of="2026-12-31", ratings={**ratings, "q": "yes"})
    framework = _framework("p", "q", "r", "s")
    made = compare(framework, before, after)
    assert [(item.id, item.evidence) for item in made.lost_evidence] == [("p", ("charter",)), ("q", ("minutes",))]
    assert compare(framework, before.replace(as_of=None), after).lost_evidence is None


def test_parts_of_a_split_practice_lose_no_evidence():
    """What showed the whole need not show a part."""
    older, newer = _framework("r", "q"), _framework(*({"id": n, "title": "R", "was": ["r"]} for n in ("r1", "r2")), "q")
    shown = {"level": "yes", "evidence": ["minutes"]}
    before = Assessment(
        framework="f",
        as_of="2025-12-31",
        evidence={"minutes": {"title": "Minutes", "date": "2025-06-01"}},
        ratings={"r": shown, "q": shown},
    )
    after = before.replace(as_of="2026-06-30", ratings=dict.fromkeys(("r1", "r2", "q"), "yes"))
    assert [item.id for item in compare(newer, before, after, older).lost_evidence] == ["q"]


def test_too_little_answered_is_no_change():
    """A score that is withheld is not split either, and like for like keeps to the same rule."""
    made = compare(_framework("p", "q", "r"), _said(p="no"), _said(p="yes", q="yes", r="yes"))
    assert (made.score.before, made.score.after, made.score.change, made.score.percent) == (None, 1.0, None, None)
    assert {part.change for part in made.split} == {None}
    like = made.like_for_like
    assert (like.practices, like.change) == (1, None)
    assert like.coverage == pytest.approx(1 / 3)


def test_both_have_to_be_final():
    """A comparison with a draft is a draft."""
    framework, said = _framework("p"), _said(p="yes")
    final = said.replace(final=True)
    assert [compare(framework, *pair).final for pair in ((final, final), (final, said), (said, final))] == [
        True, False, False,
    ]  # fmt: skip


def test_another_edition_is_compared_with_its_framework():
    """What the older one rated is read as that edition had it."""
    before = Assessment(framework="f", edition="2024", ratings={"p": "yes"})
    made = compare(_framework("p", edition="2026"), before, _said(p="yes"), _framework("p", edition="2024"))
    assert (made.before.framework.edition, made.score.change) == ("2024", 0.0)


def test_what_cannot_be_scored_cannot_be_compared():
    """Guidance has no score, ratings have to fit, and both are of one framework."""
    with pytest.raises(UnsuitableError, match="not one framework"):
        compare(_framework("p"), Assessment(framework="g"), _said())
    with pytest.raises(UnsuitableError, match="f is guidance"):
        compare(_framework("p", use="guidance"), _said(), _said())
    with pytest.raises(InvalidDataError, match="f has no practice 'x'"):
        compare(_framework("p"), _said(x="yes"), _said())


@pytest.mark.parametrize("current", ["hcplan-apm", "hcplan-apm@1"])
def test_what_is_read_again_is_what_migrate_leads_to(current):
    """As published by its own revision; read again as its migration scores, also where too little is then rated."""
    before, newer = load_assessment("assessments/riverbend-2025.yaml"), load_framework(current)
    blocks = [block.replace(weight=1.0 + i) for i, block in enumerate(newer.blocks)]
    newer = newer.replace(revision=newer.revision + 1, blocks=tuple(blocks))
    older = load_framework_of(before)
    carried = migrate(newer, before, older).migrated
    made = compare(newer, before, carried.replace(as_of="2026-09-30"), older)
    assert made.score.before == score(older, before).score.value
    assert made.reread.before == score(newer, carried).score.value == made.score.after
    assert made.score.before != made.reread.before
    assert made.reread.change == made.like_for_like.change == 0


def test_riverbend_a_year_later():
    """The two samples: the score nearly doubles, one practice falls, and two lose their evidence."""
    before, after = (load_assessment(f"assessments/riverbend-{year}.yaml") for year in (2025, 2026))
    made = compare(load_framework_of(after), before, after, load_framework_of(before))
    assert [round(value, 3) for value in (made.score.before, made.score.after)] == [0.213, 0.397]
    assert fsum(_parts(made).values()) == pytest.approx(made.score.change, abs=1e-12)
    assert [item.id for item in made.regressions] == ["continuous-education-and-awareness"]
    assert [item.id for item in made.lost_evidence] == [
        "continuous-education-and-awareness", "data-governance-frameworks",
    ]  # fmt: skip
    assert (made.final, made.like_for_like.practices) == (False, 32)


def test_what_people_count_is_part_of_who_answered():
    """Another weight or rule is not a changed framework, and like for like nothing has changed."""
    framework = _framework("p", "q", scale=["no", "some", "yes"])
    ratings = {"p": {"answers": {"ann": "no", "ben": "yes"}}, "q": "some"}
    before = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben"}], ratings=ratings)
    heavier = before.replace(respondents=[{"id": "ann"}, {"id": "ben", "weight": 3}])
    noted = {"ann": {"level": "no", "date": "2026-06-01"}, "ben": {"level": "yes", "note": "still so"}}
    asked_again = heavier.replace(ratings={**ratings, "p": {"answers": noted}})
    for after in (heavier, before.replace(combine="highest"), asked_again):
        made = compare(framework, before, after)
        assert {part.cause: part.change for part in made.split} == {
            "framework": 0.0, "scope": 0.0, "respondents": 0.5, "ratings": 0.0,
        }  # fmt: skip
        assert made.practices["p"].cause == "respondents"
        assert made.like_for_like.change == 0.0


def test_goals_are_compared_as_they_stand_in_both():
    """What is said of each is told in test_goal_change.py."""
    goal = {"id": "g", "population": "Members", "measure": "Visits", "baseline": {"value": 58}}
    before, after = (Assessment(framework="f", goals=[goal], ratings={"p": said}) for said in ("no", "yes"))
    (told,) = compare(_framework("p"), before, after).goals
    assert (told.id, told.then, told.now) == ("g", 58, 58)
