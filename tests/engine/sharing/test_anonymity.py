from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import (
    Assessment,
    Framework,
    compare,
    explain,
    load_assessment,
    load_framework,
    plan,
    respondents,
    review_evidence,
    score,
    share,
    stability,
)
from equity_blocks.engine.sharing.anonymity import anonymous, without_respondents
from equity_blocks.errors import UnsuitableError
from equity_blocks.exchange.records import to_records
from equity_blocks.exchange.tables import tables_of
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.respondents import describe_respondents
from equity_blocks.reports.views import draw
from strategies import dice, fewer

LEAST = 3
FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "partly", "yes"],
    scoring={"min_coverage": 0.0},
    blocks=[
        {
            "id": "outer",
            "title": "Outer",
            "practices": [{"id": "p", "title": "P"}],
            "blocks": [{"id": "inner", "title": "Inner", "practices": [{"id": "q", "title": "Q"}]}],
        },
        {"id": "other", "title": "Other", "practices": [{"id": "r", "title": "R"}]},
    ],
)
KINDS = ("role", "organization")


@st.composite
def partnerships(draw):
    """Draw up to 14 people of few roles and organizations, and what some of them say, with notes."""
    count = draw(st.integers(2, 14))
    drawn = draw(dice(8 + 12 * count))
    people = [
        {
            "id": f"zx-who-{i:02}",
            "role": drawn.pick((None, "zx-role-a", "zx-role-a", "zx-role-b", "zx-role-c")),
            "organization": drawn.pick((None, "zx-home-a", "zx-home-a", "zx-home-b")),
        }
        for i in range(count)
    ]
    ratings = {}
    for name in "pqr":
        said = [drawn.pick((None, 0, 1, 2, 2, "unknown")) for _ in people]
        given = {
            who["id"]: {"level": level, "note": f"ZxNote{who['id']}"}
            for who, level in zip(people, said, strict=True)
            if level is not None
        }
        if given:
            ratings[name] = {"answers": given, "note": "ZxNote of all", "owner": "ZxOwner"}
            if drawn.number(3) == 2:
                ratings[name]["agreed"] = {"level": 1, "by": "ZxSome", "why": "ZxNote why"}
    data = {
        "framework": "f",
        "as_of": "2026-06-30",
        "organization": {"id": "acme", "name": "ZxAcme"},
        "respondents": people,
        "respondents_told": drawn.pick(("attributed", "confidential")),
        "role_weights": {"zx-role-c": 1},
        "ratings": ratings,
    }
    return Assessment.model_validate(data)


def _view(said, audience="client"):
    view = respondents(FRAMEWORK, said, draws=20)
    return share(view, audience, min_respondents=LEAST, min_organizations=LEAST)


def _results(said):
    """Everything that is shared of an assessment but the assessment itself."""
    return (
        score(FRAMEWORK, said),
        explain(FRAMEWORK, said),
        plan(FRAMEWORK, said),
        stability(FRAMEWORK, said),
        review_evidence(FRAMEWORK, said),
        compare(FRAMEWORK, said.replace(as_of="2025-06-30"), said),
        respondents(FRAMEWORK, said, draws=20),
    )


def _written(noun):
    texts = [noun.model_dump_json(), repr(noun), *draw(noun).values()]
    if noun.model_dump().get("schema") == "equity-blocks/respondents/1":
        texts += [as_markdown(describe_respondents(noun, FRAMEWORK))]
        texts += [str(to_records(noun, of=of)) for of in tables_of(type(noun))]
    return "\n".join(texts)


@fewer
@given(partnerships(), st.sampled_from(("client", "cohort")))
def test_no_result_names_a_respondent_or_a_small_group(said, audience):
    """No id, no note, and no role or organization of fewer people than the minimum, in any format."""
    sizes = Counter(name for who in said.respondents for name in (who.role, who.organization) if name)
    for result in _results(said):
        written = _written(share(result, audience, min_respondents=LEAST, min_organizations=LEAST))
        assert "zx-who" not in written
        assert "Zx" not in written
        assert not [name for name, size in sizes.items() if size < LEAST and name in written]


@fewer
@given(partnerships(), st.sampled_from(("client", "cohort")))
def test_an_assessment_names_only_large_groups_that_were_told(said, audience):
    """Whoever is named shares role and organization with enough others who answered the same practice."""
    shared = share(said, audience, framework=FRAMEWORK, min_respondents=LEAST)
    written = _written(shared)
    assert "Zx" not in written
    if audience == "cohort" or said.respondents_told == "confidential":
        assert "zx-" not in written
    people = {who.id: (who.role, who.organization) for who in shared.respondents}
    assert {who.id for who in said.respondents if who.id in written} == set(people)
    for rating in shared.ratings.values():
        assert all(size >= LEAST for size in Counter(people[who] for who in rating.answers).values())


def _shown(view, name):
    """The groups whose level of a practice is shown, by role and by organization."""
    return [
        {group.id for group in groups for entry in group.practices if entry.practice == name}
        for groups in (view.roles, view.organizations)
    ]


def _alike(view, said, name):
    """Those who rated a practice, by the visible groups they are in."""
    found = {}
    shown = _shown(view, name)
    for who in said.respondents:
        answer = said.rating(name).answers.get(who.id)
        if answer and answer.level not in (None, "unknown"):
            key = tuple(
                getattr(who, kind) if getattr(who, kind) in ids else "" for kind, ids in zip(KINDS, shown, strict=True)
            )
            found.setdefault(key, []).append(who.id)
    return found


@fewer
@given(partnerships())
def test_no_smaller_group_can_be_made_of_those_shown(said):
    """Whatever is added and taken away of what is shown about a practice is nobody, or enough people."""
    view = _view(said)
    for practice in view.practices:
        alike = _alike(view, said, practice.id)
        shown = set(chain(*_shown(view, practice.id)))
        if practice.raters is None:
            assert shown == set()
            assert sum(map(len, alike.values())) < LEAST
            continue
        sets = {frozenset(chain(*alike.values()))}
        sets |= {frozenset(who for key, ids in alike.items() if group in key for who in ids) for group in shown}
        while True:
            more = {made for a in sets for b in sets for made in (a - b, a & b) if made} - sets
            if not more:
                break
            sets |= more
        assert min(map(len, sets)) >= LEAST


@fewer
@given(partnerships(), st.data())
def test_who_of_them_said_it_cannot_be_told(said, data):
    """Two who are in the same visible groups may swap what they say of a practice, and nothing shared changes."""
    view = _view(said)
    practices = [(p.id, alike) for p in view.practices for alike in _alike(view, said, p.id).values() if len(alike) > 1]
    if not practices:
        return
    name, alike = data.draw(st.sampled_from(practices))
    one, two = data.draw(st.permutations(alike))[:2]
    rating = said.rating(name)
    answers = {**rating.answers, one: rating.answers[two], two: rating.answers[one]}
    swapped = said.replace(ratings={**said.ratings, name: rating.replace(answers=answers)})
    assert _view(swapped) == view


@fewer
@given(partnerships())
def test_figures_of_few_raters_are_left_out(said):
    """Of a practice, of the blocks around it, and of the whole; and the order tells nothing of them."""
    view, own = _view(said), respondents(FRAMEWORK, said, draws=20)
    few = {p.id for p in own.practices if p.raters < LEAST}
    for practice in view.practices:
        assert (practice.answers, practice.lowest, practice.highest, practice.range, practice.note) == (
            (),
            None,
            None,
            None,
            "",
        )
        figures = (practice.raters, practice.spread, practice.contested, practice.combined)
        assert (figures == (None,) * 4) is (practice.id in few)
    hidden = [practice.id for practice in view.practices if practice.id in few]
    assert hidden == sorted(few)
    assert [practice.id for practice in view.practices[len(view.practices) - len(few) :]] == hidden
    pairs = {p.id for p in own.practices if p.raters == LEAST - 1}
    around = {"p": {"outer"}, "q": {"outer", "inner"}, "r": {"other"}}
    gone = set().union(*(around[name] for name in pairs))
    assert all(block.spread is None for block in view.blocks if block.id in gone)
    assert view.agreement.spread is None or not pairs
    kept = [block for block in view.blocks if block.id not in gone]
    assert kept == [block for block in own.blocks if block.id not in gone]


def _said(*answers, people):
    given = [dict(zip((p["id"] for p in people), row, strict=True)) for row in answers]
    ratings = {name: {"answers": row} for name, row in zip("pqr", given, strict=False)}
    return Assessment(framework="f", respondents=people, ratings=ratings)


def test_a_mean_that_holds_a_hidden_level_is_left_out():
    """Of five of the board one practice is rated by all, another by two: the mean would tell what those two say."""
    people = [{"id": f"a{i}", "role": "board"} for i in range(5)]
    view = respondents(FRAMEWORK, _said((2, 2, 2, 2, 0), (0, 0, None, None, None), people=people))
    (board,) = anonymous(view, 5).roles
    assert [(entry.practice, entry.level) for entry in board.practices] == [("p", "yes")]
    assert (board.size, board.value, board.difference) == (5, None, None)
    assert {block.id: block.value for block in board.blocks} == {"outer": None, "inner": None, "other": None}
    full = anonymous(respondents(FRAMEWORK, _said((2, 2, 2, 2, 0), people=people)), 5).roles[0]
    assert (full.value, full.difference, full.blocks[0].value, full.respondents) == (1.0, 0.0, 1.0, ())


def test_roles_and_organizations_cannot_be_taken_from_one_another():
    """All of the board are of acme, which has one more: acme less the board would be that one."""
    people = [{"id": f"a{i}", "role": "board", "organization": "acme"} for i in range(5)]
    people += [{"id": "one", "role": "staff", "organization": "acme"}]
    people += [{"id": f"b{i}", "role": "staff", "organization": "oak"} for i in range(5)]
    view = anonymous(respondents(FRAMEWORK, _said((2,) * 5 + (0,) + (1,) * 5, people=people)), 5)
    assert [group.id for group in view.roles] == ["board", "staff"]
    assert view.organizations == ()


def test_few_organizations_do_not_stand_side_by_side_in_a_cohort():
    """Two are known by their sizes, whatever they are called."""
    people = [{"id": f"{home}{i}", "organization": home} for home in ("acme", "oak") for i in range(5)]
    view = respondents(FRAMEWORK, _said((1,) * 10, people=people))
    assert [group.id for group in share(view, "client").organizations] == ["acme", "oak"]
    assert share(view, "cohort").organizations == ()
    assert len(share(view, "cohort", min_organizations=2, allow_small=True).organizations) == 2


@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_the_three_partners_are_not_named(audience):
    """Seven people in groups of one and two: nobody is named, and what enough people rated keeps its spread."""
    framework, said = load_framework("ahe-roadmap"), load_assessment("assessments/three-partners-ahe.yaml")
    shared = share(respondents(framework, said), audience)
    written = shared.model_dump_json() + as_markdown(describe_respondents(shared, framework))
    homes = {who.organization for who in said.respondents}
    notes = [answer.note for rating in said.ratings.values() for answer in rating.answers.values() if answer.note]
    for words in (*(who.id for who in said.respondents), *homes, *notes, "steering group", "settle the scope"):
        assert words not in written
    assert not any(f'"{who.role}"' in written for who in said.respondents)
    assert (shared.roles, shared.organizations, shared.agreement.alpha, shared.people) == ((), (), None, 7)
    assert {p.id: p.raters for p in shared.contested} == {
        "identifying-a-health-equity-focus": 6,
        "obtaining-stakeholder-buy-in": 6,
        "designing-payment-mechanisms": 5,
    }


@pytest.mark.parametrize("rule", ["lowest", "highest"])
def test_the_answer_of_a_single_person_is_not_called_combined(rule):
    """However many answered, such a rule tells one of them; what the group agreed on does not."""
    people = [{"id": f"r{i}"} for i in range(6)]
    answers = {person["id"]: "no" if i else "yes" for i, person in enumerate(people)}
    framework = Framework(
        id="f", title="F", scale=["no", "partly", "yes"],
        blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
    )  # fmt: skip
    rating = {"answers": answers, "agreed": {"level": "partly", "by": "all"}}
    said = Assessment(framework="f", combine=rule, respondents=people, ratings={"p": rating})
    practice = anonymous(respondents(framework, said), 5).practices[0]
    assert (practice.combined, practice.level, practice.raters) == (None, "partly", 6)


RULES = ("median_low", "mean", "mode", "lowest", "highest")


def _weighed(weights, answers, roles, combine="median_low"):
    """People of some roles and weights, and what they say of `p`."""
    people = [
        {"id": f"r{i}", "role": role, "weight": weight}
        for i, (role, weight) in enumerate(zip(roles, weights, strict=True))
    ]
    return _said(answers, people=people).replace(combine=combine)


def _figures_of(view):
    """Every figure of a group, and what the answers make of a practice."""
    levels = {group.id: [entry.level for entry in group.practices] for group in (*view.roles, *view.organizations)}
    values = [group.value for group in (*view.roles, *view.organizations)]
    return levels, [value for value in values if value is not None], [practice.combined for practice in view.practices]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_a_voice_that_decides_is_not_a_group(rule, audience):
    """Six answers, one of weight 5 in a group of five: nothing that is shown of groups is that person's answer."""
    said = _weighed((5, 1, 1, 1, 1, 1), (0, 2, 2, 2, 2, 2), ("board",) * 5 + ("staff",), rule)
    own = respondents(FRAMEWORK, said, draws=20)
    if rule == "median_low":
        assert [entry.level for entry in own.roles[0].practices] == ["no"]
    assert _figures_of(share(own, audience)) == ({}, [], [None])


@fewer
@given(st.lists(st.sampled_from((1, 1, 1, 2, 3, 5, 9)), min_size=3, max_size=12), st.sampled_from(RULES), st.data())
def test_whoever_knows_the_weights_learns_nobodys_answer(weights, rule, data):
    """Whatever one person says, others could have said something by which every figure of their group differs."""
    roles = data.draw(st.lists(st.sampled_from("ab"), min_size=len(weights), max_size=len(weights)))
    own = data.draw(st.lists(st.sampled_from((0, 1, 2)), min_size=len(weights), max_size=len(weights)))
    view = anonymous(respondents(FRAMEWORK, _weighed(weights, own, roles, rule), draws=5), LEAST)
    for group in view.roles:
        for entry in group.practices:
            members = [i for i, role in enumerate(roles) if role == group.id]
            for one in members:
                against = 0 if own[one] else 2
                others = [own[i] if i == one or i not in members else against for i in range(len(weights))]
                shown = anonymous(respondents(FRAMEWORK, _weighed(weights, others, roles, rule), draws=5), LEAST)
                (other,) = (found for found in shown.roles if found.id == group.id)
                assert other.practices[0].value != own[one] / 2
            assert max(weights[i] for i in members) * LEAST <= sum(weights[i] for i in members)
            assert rule not in ("lowest", "highest")
            assert entry.value in {0, 0.5, 1} or rule == "mean"


def test_the_weights_of_roles_count_too():
    """Where one of a role that counts five times stands among others, they decide; among their like nobody does."""
    people = [{"id": f"m{i}", "role": "members", "organization": "oak"} for i in range(1)]
    people += [{"id": f"s{i}", "role": "staff", "organization": "oak"} for i in range(4)]
    people += [{"id": f"n{i}", "role": "staff", "organization": "elm"} for i in range(6)]
    said = _said((0,) + (2,) * 10, people=people)
    assert [group.id for group in anonymous(respondents(FRAMEWORK, said), 5).organizations] == ["oak", "elm"]
    heavy = respondents(FRAMEWORK, said.replace(role_weights={"members": 5}))
    assert anonymous(heavy, 5).organizations == ()
    assert heavy.policy.role_weights == {"members": 5}
    assert anonymous(heavy, 5).policy.role_weights == {}
    alike = respondents(FRAMEWORK, said.replace(role_weights={"members": 5, "staff": 5}))
    assert len(anonymous(alike, 5).organizations) == 2


def test_a_weighted_mean_is_no_code_for_single_answers():
    """Whoever knows that the weights are 1, 1.1, 1.01 ... could read each answer from the digits of a mean."""
    weights = [1 + 10.0**-i for i in range(1, 8)]
    said = _weighed(weights, (0, 1, 2, 0, 1, 2, 0), ("board",) * 7, "mean")
    assert [group.practices for group in anonymous(respondents(FRAMEWORK, said), LEAST).roles] == [()]
    alike = _weighed((2,) * 7, (0, 1, 2, 0, 1, 2, 0), ("board",) * 7, "mean")
    assert len(anonymous(respondents(FRAMEWORK, alike), LEAST).roles[0].practices) == 1


def test_what_is_left_of_the_whole_is_not_one_voice_either():
    """Without the board the whole is its heaviest voice and few others: the board goes, though it is large itself."""
    said = _weighed((1,) * 6 + (9,) + (1,) * 5, (1,) * 6 + (0,) + (2,) * 5, ("board",) * 6 + (None,) * 6)
    assert anonymous(respondents(FRAMEWORK, said), 5).roles == ()
    plain = _weighed((1,) * 12, (1,) * 6 + (0,) + (2,) * 5, ("board",) * 6 + (None,) * 6)
    assert [group.id for group in anonymous(respondents(FRAMEWORK, plain), 5).roles] == ["board"]


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_who_is_silent_is_not_told(audience):
    """Nor what each was asked; what silence counts is a rule, and stays."""
    people = [{"id": f"zx-who-{i}", "asked": ["outer"]} for i in range(7)]
    said = _said((2, 2, 2, 2, 2, None, None), people=people).replace(silent="lowest")
    own = respondents(FRAMEWORK, said)
    assert own.practices[0].silent == ("zx-who-5", "zx-who-6")
    shared = share(own, audience)
    assert (shared.practices[0].silent, shared.policy.silent, shared.practices[0].raters) == ((), "lowest", 5)
    assert "zx-who" not in _written(shared)


PARTS = [{"id": name, "title": name.upper()} for name in "ab"]
BY_PARTS = Framework(id="f", title="F", scale=["no", "partly", "yes"], blocks=[
    {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "criteria": PARTS}]}])  # fmt: skip


def _by_parts(people, **answers):
    return Assessment(framework="f", respondents=people, ratings={"p": {"answers": answers}})


def test_criteria_stand_for_answers_by_criteria():
    """One level for each, and the same score; those who agree need no framework."""
    people = [{"id": "ann"}, {"id": "ben"}]
    said = _by_parts(people, ann={"criteria": {"a": "yes"}}, ben={"criteria": {"a": "partly", "b": "yes"}})
    shared = without_respondents(said, BY_PARTS, None)
    assert (dict(shared.rating("p").criteria), shared.respondents) == ({"a": "partly", "b": "yes"}, ())
    assert score(BY_PARTS, shared).score.value == score(BY_PARTS, said).score.value
    with pytest.raises(UnsuitableError, match="give the framework"):
        without_respondents(said, None, None)
    alike = _by_parts(people, ann={"criteria": {"a": "yes"}}, ben={"criteria": {"a": "yes"}})
    assert dict(without_respondents(alike, None, None).rating("p").criteria) == {"a": "yes"}


@pytest.mark.parametrize(
    ("sizes", "is_shown"),
    [((5,), True), ((4,), False), ((12, 1), False), ((12, 6), True), ((3, 3), True), ((1, 1), False)],
)
def test_a_group_is_shown_by_the_people_behind_its_voices(sizes, is_shown):
    """A council of twelve that answers as one may be shown; not beside somebody who would be told by it."""
    people = [{"id": f"r{i}", "role": "members", "people": size} for i, size in enumerate(sizes)]
    view = respondents(FRAMEWORK, Assessment(framework="f", respondents=people, ratings={
        "p": {"answers": {who["id"]: "yes" for who in people}}}))  # fmt: skip
    shared = anonymous(view, 5)
    assert [group.id for group in shared.roles] == (["members"] if is_shown else [])
    assert (shared.practices[0].combined is not None, shared.people is not None) == (is_shown, is_shown)
