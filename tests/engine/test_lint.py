import pytest
from hypothesis import given

from equity_blocks.engine.lint import lint
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.errors import InvalidDataError
from equity_blocks.files.catalogue import frameworks as shipped
from equity_blocks.files.loading import load_assessment, load_framework, load_framework_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import misfits
from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring
from strategies import cases, fewer, frameworks

FRAMEWORKS = [entry.id for entry in shipped()]
SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")


def _needs(*practices, kind="hard", **more):
    return {
        "any_of": [{"practice": practice} for practice in practices],
        "kind": kind,
        "why": "first things first",
        **more,
    }


def _practice(name, *requires, **data):
    return {"id": name, "title": name.upper(), "question": "Do you?", "requires": requires, **data}


def _framework(*practices, blocks=(), **more):
    block = {"id": "x", "title": "X", "practices": practices}
    data = {"id": "mini", "title": "Mini", "scale": ["no", "partly", "yes"], **more}
    return Framework.model_validate({**data, "blocks": [block, *blocks]})


A_NEEDS_B = (_practice("a", _needs("b")), _practice("b"))


def _found(framework, **assessment):
    """Codes and places of what is doubtful in a framework, or in an assessment of it."""
    given = Assessment(framework="mini", **assessment) if assessment else None
    found = lint(framework) if given is None else lint(framework, given)
    # Of two or three practices, each that does not apply leaves a narrow base; that has its own tests.
    return [(finding.code, finding.key_path) for finding in found if finding.code != "narrow_base"]


def test_a_sound_framework_gives_no_finding():
    """Two practices with questions, an edge between them, and even weights leave nothing to doubt."""
    assert _found(_framework(*A_NEEDS_B)) == []


@pytest.mark.parametrize(("weight", "is_uneven"), [(20.0, True), (10.0, True), (9.0, False), (0.0, False)])
def test_weights_ten_times_those_of_siblings_are_uneven(weight, is_uneven):
    """The lightest hardly counts; a weight of 0 is a decision, not a slip."""
    found = _found(_framework(_practice("a", _needs("b"), weight=weight), _practice("b")))
    assert found == ([("uneven_weights", ("blocks", 0, "practices"))] if is_uneven else [])


def test_a_tailoring_that_is_named_but_not_applied_is_found():
    """Python does not apply it by itself."""
    framework = _framework(*A_NEEDS_B)
    assert ("tailoring_not_applied", ("tailoring",)) in _found(framework, tailoring="ours.yaml")
    ours = tailor(framework, Tailoring(framework="mini", practices={"a": {"weight": 2}}))
    assert "tailoring_not_applied" not in [code for code, _ in _found(ours, tailoring="ours.yaml")]
    assert "tailoring_not_applied" not in [code for code, _ in _found(framework, final=False)]


def test_uneven_weights_of_blocks_are_found_at_every_depth():
    """Among the blocks of the framework, and among those inside a block."""
    inner = [{"id": "i", "title": "I", "weight": 0.1}, {"id": "j", "title": "J"}]
    heavy = {"id": "y", "title": "Y", "weight": 12, "blocks": inner}
    assert _found(_framework(*A_NEEDS_B, blocks=[heavy])) == [
        ("uneven_weights", ("blocks",)),
        ("uneven_weights", ("blocks", 1, "blocks")),
    ]


def test_a_practice_without_a_question_is_found():
    """A respondent has only the title to go by; what is not assessed needs no question."""
    silent = [practice | {"question": {}} for practice in A_NEEDS_B]
    assert _found(_framework(*silent)) == [("no_question", ("blocks", 0, "practices", i)) for i in (0, 1)]
    assert _found(_framework(*silent, use="guidance")) == []


def test_a_question_for_one_audience_alone_is_no_question_for_the_others():
    """Only the default, or one for everybody, asks everybody."""
    for question, count in (({"provider": "Do you?"}, 1), ({"default": "Do you?", "provider": "Does it?"}, 0)):
        asked = _practice("a", _needs("b"), question=question)
        assert len(_found(_framework(asked, _practice("b"), audiences=["provider"]))) == count


def test_a_practice_that_no_prerequisite_touches_is_found():
    """Neither needing nor needed; soft edges count, and guidance needs none."""
    alone = (*A_NEEDS_B, _practice("c"))
    assert _found(_framework(*alone)) == [("unconnected_practice", ("blocks", 0, "practices", 2))]
    assert _found(_framework(*A_NEEDS_B, _practice("c", _needs("a", kind="soft")))) == []
    assert _found(_framework(*alone, use="guidance")) == []


@pytest.mark.parametrize(
    ("needing", "needed", "is_found"),
    [("short", "long", True), ("short", "short", False), ("long", "long", False), ("short", None, False)],
)
def test_a_short_horizon_practice_that_needs_a_long_one_is_found(needing, needed, is_found):
    """What can be done soon should not wait for what takes years."""
    found = _found(_framework(_practice("a", _needs("b"), horizon=needing), _practice("b", horizon=needed)))
    assert found == ([("short_needs_long", ("blocks", 0, "practices", 0, "requires", 0))] if is_found else [])


def test_one_short_alternative_is_enough():
    """A short practice that may rest on a short one does not wait for the long one."""
    practices = [_practice("a", _needs("b", "c"), horizon="short"), _practice("b", horizon="long")]
    assert _found(_framework(*practices, _practice("c", horizon="short"))) == []


def test_a_prerequisite_that_follows_from_others_is_redundant():
    """Practice a needs b, b needs c: that a needs c says nothing new."""
    practices = (_practice("a", _needs("b"), _needs("c")), _practice("b", _needs("c")), _practice("c"))
    assert _found(_framework(*practices)) == [("redundant", ("blocks", 0, "practices", 0, "requires", 1))]


def test_a_prerequisite_at_a_higher_level_is_not_redundant():
    """Practice b needs some of c, but a needs all of it."""
    some = {"any_of": [{"practice": "c", "level": "partly"}], "from": "partly", "why": "some first"}
    practices = (_practice("a", _needs("b"), _needs("c")), _practice("b", some), _practice("c"))
    assert _found(_framework(*practices)) == []


def test_what_only_one_alternative_brings_is_not_redundant():
    """Practice a may rest on d instead of b, and then c does not follow."""
    a, b = _practice("a", _needs("b", "d"), _needs("c")), _practice("b", _needs("c"))
    assert _found(_framework(a, b, _practice("c"), _practice("d"))) == []


def test_a_prerequisite_given_twice_is_redundant():
    """Either of the two may go."""
    practices = (_practice("a", _needs("b"), _needs("b")), _practice("b"))
    assert {code for code, _ in _found(_framework(*practices))} == {"redundant"}


def _states(tops, rules):
    """Every state that some order of single steps builds up from nothing."""
    names = list(tops)
    reached = {(0,) * len(names)}
    agenda = list(reached)
    while agenda:
        state = agenda.pop()
        held = dict(zip(names, state, strict=True))
        for i, name in enumerate(names):
            due = [rule for rule in rules if rule[0] == name and rule[1] <= held[name] + 1]
            after = (*state[:i], state[i] + 1, *state[i + 1 :])
            free = all(any(held[q] >= least for q, least in options) for _, _, options in due)
            if held[name] < tops[name] and free and after not in reached:
                reached.add(after)
                agenda.append(after)
    return reached


@fewer
@given(frameworks(most=4, rules=5, soft=False))
def test_redundant_means_that_leaving_it_out_allows_nothing_more(framework):
    """Without a redundant prerequisite the same states can be built up from nothing, without another one more can."""
    found = {finding.key_path for finding in lint(framework) if finding.code == "redundant"}
    tops = {name: framework.scale_of(name).top for name in framework.practices}
    rules = {}
    for block, _, path in framework.walk():
        for i, practice in enumerate(block.practices):
            for j, entry in enumerate(practice.requires):
                options = tuple((need.practice, need.level) for need in entry.any_of)
                rules[(*path, "practices", i, "requires", j)] = (practice.id, entry.before, options)
    every = _states(tops, rules.values())
    for path, rule in rules.items():
        others = [other for other in rules.values() if other != rule]
        if len(rule[2]) == 1 and len(others) == len(rules) - 1:
            assert (path in found) == (_states(tops, others) == every)


def test_a_loop_with_a_way_around_is_found():
    """Practices a and b need each other, but c serves a too: legal, and worth a look."""
    practices = (_practice("a", _needs("b", "c")), _practice("b", _needs("a")), _practice("c"))
    assert _found(_framework(*practices)) == [("loop", ("blocks", 0, "practices", 0))]


def test_a_loop_closed_by_a_soft_prerequisite_is_found():
    """The message names each step of it."""
    framework = _framework(_practice("a", _needs("b")), _practice("b", _needs("a", kind="soft")))
    (finding,) = lint(framework)
    assert (finding.code, finding.key_path) == ("loop", ("blocks", 0, "practices", 0))
    assert "a@yes needs b@yes needs a@yes" in finding.message


def test_a_sound_assessment_gives_no_finding():
    """Consistent claims without a date, of the current revision."""
    assert _found(_framework(*A_NEEDS_B), ratings={"a": "yes", "b": "yes"}) == []


@pytest.mark.parametrize(("revision", "is_found"), [(None, False), (2, False), (1, True), (3, True)])
def test_another_revision_is_found(revision, is_found):
    """An absent one means the current."""
    found = _found(_framework(*A_NEEDS_B, revision=2), revision=revision, ratings={"a": "no"})
    assert found == ([("other_revision", ("revision",))] if is_found else [])


def test_a_role_that_the_framework_lacks_is_found():
    """Respondents without a role are fine, and so is any role where the framework names none."""
    people = [{"id": "ann", "role": "board"}, {"id": "ben", "role": "bored"}, {"id": "cleo"}]
    framework = _framework(*A_NEEDS_B, roles={"board": "Board"})
    assert _found(framework, respondents=people) == [("unknown_role", ("respondents", 1, "role"))]
    assert _found(_framework(*A_NEEDS_B), respondents=people) == []
    weighed = {"respondents": people[:1], "role_weights": {"board": 2, "bored": 3}}
    assert _found(framework, **weighed) == [("unknown_role", ("role_weights", "bored"))]


def test_respondents_without_a_member_voice_are_found():
    """Where the framework has such a role, somebody should have it; without respondents nobody was asked yet."""
    framework = _framework(*A_NEEDS_B, roles={"board": "Board", "members": "Members", "community-partners": "Partners"})
    board = {"id": "a", "role": "board"}
    assert _found(framework, respondents=[board, {"id": "b"}]) == [("no_member_voice", ("respondents",))]
    for role in ("members", "community-partners"):
        assert _found(framework, respondents=[board, {"id": "b", "role": role}]) == []
    assert _found(framework, ratings={"b": "no"}) == []
    assert _found(_framework(*A_NEEDS_B, roles={"board": "Board"}), respondents=[board]) == []
    silent = {"respondents": [board, {"id": "b", "role": "members"}], "ratings": {"b": {"answers": {"a": "no"}}}}
    finding, asked = lint(framework, Assessment(framework="mini", **silent))
    assert asked.code == "silent_voices"
    assert (finding.code, finding.message) == (
        "no_member_voice", "who speaks for the community has answered nothing: b",
    )  # fmt: skip


def test_a_score_that_rests_on_few_practices_is_found():
    """One of four applies: that is legal, and has to be looked at."""
    framework = _framework(*(_practice(name, *([_needs("a")] if name != "a" else [])) for name in "abcd"))
    left = {"not_applicable": "not ours"}
    found = lint(framework, Assessment(framework="mini", ratings={"a": "yes", "b": left, "c": left, "d": left}))
    assert [(finding.code, finding.key_path, finding.message) for finding in found] == [
        ("narrow_base", ("ratings",), "The score rests on 1 of 4 practices: 3 do not apply")
    ]


def test_a_must_pass_practice_that_does_not_apply_is_found_where_that_is_said():
    """It cannot fail any more, whoever says so."""
    framework = _framework(_practice("a", must_pass="yes"), _practice("b", must_pass="yes"))
    people = [{"id": "ann"}, {"id": "ben"}]
    ratings = {"a": {"not_applicable": "no"}, "b": {"answers": {"ann": {"not_applicable": "no"}, "ben": None}}}
    found = _found(framework, respondents=people, ratings=ratings)
    assert [place for code, place in found if code == "must_pass_not_applicable"] == [
        ("ratings", "a"),
        ("ratings", "b"),
    ]


def test_silent_voices_are_found_one_by_one():
    """Ben was asked about b, and cleo about a only, which she answers; what was agreed needs nobody's voice."""
    people = [{"id": "ann"}, {"id": "ben", "asked": ["b"]}, {"id": "cleo", "asked": ["a"]}]
    ratings = {name: {"answers": {"ann": "no"}} for name in "ab"}
    ratings["a"]["answers"]["cleo"] = "unknown"
    assert _found(_framework(*A_NEEDS_B), respondents=people, ratings=ratings) == [
        ("silent_voices", ("respondents", 1))
    ]
    ratings["b"]["agreed"] = {"level": "no", "by": "all"}
    assert _found(_framework(*A_NEEDS_B), respondents=people, ratings=ratings) == []


def test_claims_above_their_prerequisites_are_found_with_their_points():
    """Practice a counts partly at most: the mean falls from 1/2 to 1/4, which is 25 points."""
    inconsistent, gap = lint(_framework(*A_NEEDS_B), Assessment(framework="mini", ratings={"a": "yes", "b": "no"}))
    assert (inconsistent.code, inconsistent.key_path) == ("inconsistent", ("ratings", "a"))
    assert "b at yes" in inconsistent.message
    assert (gap.code, gap.key_path) == ("lens_gap", ("ratings",))
    assert gap.message.startswith("25.0 points")


def test_claims_of_what_is_not_pursued_are_not_counted_as_inconsistent():
    """It makes no points, so none rest on it."""
    assert _found(_framework(*A_NEEDS_B), ratings={"a": {"level": "yes", "not_pursued": "no"}, "b": "no"}) == []


def _evidence_framework():
    levels = [
        {"id": "no", "value": 0},
        {"id": "partly", "value": 0.5},
        {"id": "yes", "value": 1, "needs_evidence": True},
    ]
    return _framework(*A_NEEDS_B, scale={"id": "s", "levels": levels})


@pytest.mark.parametrize(
    ("evidence", "what"), [((), "with no evidence"), (("plan",), "only outdated, undated or unchecked evidence")]
)
def test_claims_without_current_evidence_are_found(evidence, what):
    """The plan has no date, so it shows nothing; what claims less needs nothing."""
    ratings = {"a": "partly", "b": {"level": "yes", "evidence": evidence}}
    register = {name: {"title": "Plan"} for name in evidence}
    assessment = Assessment(framework="mini", as_of="2026-06-30", ratings=ratings, evidence=register)
    (finding,) = lint(_evidence_framework(), assessment)
    assert (finding.code, finding.key_path) == ("unevidenced", ("ratings", "b"))
    assert what in finding.message


def test_current_evidence_or_no_date_leaves_nothing_to_find():
    """Shown as of that day, or with no day to count from."""
    ratings = {"a": "partly", "b": {"level": "yes", "evidence": "plan"}}
    register = {"plan": {"title": "Plan", "date": "2026-06-01"}}
    assert _found(_evidence_framework(), as_of="2026-06-30", ratings=ratings, evidence=register) == []
    assert _found(_evidence_framework(), ratings={"a": "partly", "b": "yes"}) == []


def test_a_choice_that_rests_on_what_is_not_pursued_is_found():
    """Practice a is to be pursued, but b is not; if b holds already, or a is not marked, all is well."""
    framework, dropped = _framework(*A_NEEDS_B), {"not_pursued": "no"}
    marked = {"level": "no", "decision": "pursue"}
    assert _found(framework, ratings={"a": marked, "b": dropped}) == [("blocked_choice", ("ratings", "a"))]
    assert _found(framework, ratings={"a": marked, "b": {"level": "yes", **dropped}}) == []
    assert _found(framework, ratings={"a": "no", "b": dropped}) == []


def test_an_alternative_that_is_pursued_unblocks_a_choice():
    """One way is enough."""
    framework = _framework(_practice("a", _needs("b", "c")), _practice("b"), _practice("c"))
    marked = {"level": "no", "decision": "pursue"}
    assert _found(framework, ratings={"a": marked, "b": {"not_pursued": "no"}}) == []


def test_an_alternative_that_does_not_apply_unblocks_nothing():
    """With c struck out only b is left, and b is not pursued."""
    framework = _framework(_practice("a", _needs("b", "c")), _practice("b"), _practice("c"))
    marked, out = {"level": "no", "decision": "pursue"}, {"not_applicable": "not ours"}
    found = _found(framework, ratings={"a": marked, "b": {"not_pursued": "no"}, "c": out})
    assert found == [("blocked_choice", ("ratings", "a"))]


def test_what_lies_above_the_target_blocks_no_choice():
    """Practice a is to be partly in place, and only all of it needs b."""
    marked = {"level": "no", "decision": "pursue", "target": "partly"}
    assert _found(_framework(*A_NEEDS_B), ratings={"a": marked, "b": {"not_pursued": "no"}}) == []


def test_evidence_that_no_rating_points_at_is_found():
    """It lies in the register for nothing."""
    register = {"plan": {"title": "Plan"}, "minutes": {"title": "Minutes"}}
    found = _found(_framework(*A_NEEDS_B), evidence=register, ratings={"b": {"level": "no", "evidence": "plan"}})
    assert found == [("unused_evidence", ("evidence", "minutes"))]


def test_an_assessment_that_does_not_fit_is_refused():
    """What cannot be read cannot be doubted."""
    with pytest.raises(InvalidDataError, match="mini has no practice 'z'"):
        _found(_framework(*A_NEEDS_B), ratings={"z": "yes"})


@fewer
@given(cases())
def test_every_finding_has_a_place(case):
    """Each key path leads to something in the data that was looked at."""
    framework, assessment = case
    for noun, found in ((framework, lint(framework)), (assessment, lint(framework, assessment))):
        for finding in found:
            place = noun.model_dump(by_alias=True)
            for key in finding.key_path:
                place = place[key]
            assert finding.message
            assert finding.code


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_shipped_frameworks_have_nothing_doubtful_in_their_structure(name):
    """No uneven weight, missing question, loop, redundant edge, or short practice that needs a long one."""
    assert {finding.code for finding in lint(load_framework(name))} <= {"unconnected_practice"}


@pytest.mark.parametrize("name", SAMPLES)
def test_shipped_samples_fit_and_show_only_what_samples_should(name):
    """They are of the revision that they name; gaps between the lenses are there to be seen."""
    assessment = load_assessment(f"assessments/{name}.yaml")
    framework = load_framework_of(assessment)
    assert misfits(framework, assessment) == ()
    told = {"inconsistent", "lens_gap", "unevidenced", "no_member_voice", "silent_voices"}
    assert {finding.code for finding in lint(framework, assessment)} <= told


def test_a_framework_without_practices_is_found():
    """It passes for sound, but nothing can be rated."""
    empty = Framework(id="f", title="F", scale=["no", "yes"], blocks=[])
    assert [(finding.code, finding.key_path) for finding in lint(empty)] == [("no_practices", ("blocks",))]


@pytest.mark.parametrize(
    ("practices", "places"),
    [
        ([{"id": "a", "was": ["gone"]}, {"id": "b"}], []),
        ([{"id": "a", "was": ["b"]}, {"id": "b", "was": ["a"]}], [(0, 0), (1, 0)]),
        ([{"id": "a"}, {"id": "b", "was": ["gone", "a"]}], [(1, 1)]),
        ([{"id": "a", "was": ["a"]}, {"id": "b", "was": ["a"]}], []),
    ],
    ids=["never used again", "changed places", "lives on or not", "says that it lives on"],
)
def test_an_id_in_use_that_another_practice_had_is_found(practices, places):
    """What is said of it may be meant for either."""
    listed = [{"title": "T", "question": "Q?", **practice} for practice in practices]
    framework = Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "x", "title": "X", "practices": listed}]
    )
    found = [finding.key_path for finding in lint(framework) if finding.code == "reused_id"]
    assert found == [("blocks", 0, "practices", i, "was", j) for i, j in places]


def test_what_a_template_left_out_is_to_be_confirmed():
    """Until somebody gives a reason of their own."""
    framework = _framework(_practice("p"))
    left_out = {"p": {"not_applicable": "meant for provider (to be confirmed)"}}
    expected = ("to_be_confirmed", ("ratings", "p", "not_applicable"))
    assert expected in _found(framework, ratings=left_out)
    assert expected not in _found(framework, ratings={"p": {"not_applicable": "we have no clinics"}})


def test_what_is_not_meant_for_an_organization_is_told_while_nobody_says_anything():
    """It is either rated, or does not apply."""
    framework = _framework(_practice("p", applies_to=["provider"]), _practice("q"), audiences=["provider", "purchaser"])
    us = {"organization": {"id": "us", "type": "purchaser"}}
    told = ("not_meant_for", ("ratings",))
    assert told in _found(framework, **us)
    for said in (1, {"not_applicable": "we have no clinics"}):
        assert told not in _found(framework, **us, ratings={"p": said})
    assert told not in _found(framework, organization={"id": "us", "type": "partnership"})


def test_a_goal_that_nobody_confirmed_is_a_finding():
    """At the line that says so; a confirmed one is none."""
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
    goal = {"id": "g", "population": "Members", "measure": "Visits"}
    said = Assessment(framework="mini", goals=[goal, {**goal, "id": "h", "confirmed": False}])
    found = [finding for finding in lint(framework, said) if finding.code == "goal_unconfirmed"]
    assert [finding.key_path for finding in found] == [("goals", 1, "confirmed")]
