import json

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from equity_blocks.engine.graph import to_networkx
from equity_blocks.engine.lint import lint
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.revision.migrate import migrate
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.targets import target_positions
from equity_blocks.engine.sharing.share import share
from equity_blocks.errors import InvalidDataError
from equity_blocks.files.loading import load_assessment, load_framework, load_tailoring
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import misfits
from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring
from strategies import cases, fewer


def _framework(**changes):
    q_first = {"practice": "q", "why": "q first"}
    return Framework.model_validate(
        {
            "id": "mini",
            "title": "Mini",
            "revision": 2,
            "scale": ["no", "partly", "yes"],
            "audiences": ["provider", "health-plan"],
            "terms": {"block": "Part"},
            "enablers": [{"id": "e", "title": "E", "kind": "challenge", "practices": ["q", "r"]}],
            "blocks": [
                {
                    "id": "a",
                    "title": "A",
                    "practices": [
                        {
                            "id": "p",
                            "title": "P",
                            "horizon": "long",
                            "question": {"default": "P?", "provider": "P here?"},
                            "requires": [q_first, {"any_of": [{"practice": "r"}, {"practice": "s"}], "why": "r or s"}],
                        },
                        {"id": "q", "title": "Q", "effort": "S"},
                    ],
                },
                {"id": "b", "title": "B", "practices": [{"id": "r", "title": "R"}]},
                {"id": "c", "title": "C", "practices": [{"id": "s", "title": "S"}]},
            ],
            **changes,
        }
    )


def _tailored(practices=None, **said):
    return tailor(_framework(), Tailoring(framework="mini", practices=practices or {}, **said))


def _kinds(framework):
    return [(change.kind, change.practice or change.block) for change in framework.tailored.changes]


def test_weights_effort_terms_titles_and_questions_replace_those_of_the_framework():
    """What the source calls it is kept beside the new title, and every change is listed in the framework's order."""
    found = _tailored(
        {"p": {"title": "Ours", "weight": 2, "question": "Do we?"}, "q": {"effort": "L"}},
        blocks={"a": {"title": "First", "weight": 0.5}},
        terms={"practice": "Act"},
        effort_days={"L": 75},
    )

    p, block = found.practices["p"], found.blocks[0]
    assert (p.title, p.source_title, p.weight, dict(p.question)) == ("Ours", "P", 2, {"default": "Do we?"})
    assert (block.title, block.source_title, block.weight) == ("First", "A", 0.5)
    assert (found.practices["q"].effort, found.effort_days.L) == ("L", 75)
    assert dict(found.terms) == {"block": "Part", "practice": "Act"}
    assert _kinds(found) == [
        ("term", None), ("effort_days", None), ("title", "a"), ("weight", "a"),
        ("title", "p"), ("weight", "p"), ("question", "p"), ("effort", "q"),
    ]  # fmt: skip
    assert {change.title for change in found.tailored.changes if change.practice == "p"} == {"P"}


def test_texts_for_some_audiences_leave_the_others():
    """Without a text for everybody, only those named change."""
    found = _tailored({"p": {"question": {"health-plan": "P in the plan?"}}})
    assert dict(found.practices["p"].question) == {
        "default": "P?",
        "provider": "P here?",
        "health-plan": "P in the plan?",
    }


def test_what_is_so_already_is_no_change():
    """A tailoring that says what the framework says gives the framework itself."""
    framework = _framework()
    same = Tailoring(
        framework="mini", id="same", terms={"block": "Part"}, effort_days={"M": 30}, blocks={"a": {"weight": 1}},
        practices={"p": {"title": "P", "question": {"provider": "P here?"}}, "q": {"effort": "S", "weight": 1}},
    )  # fmt: skip
    assert tailor(framework, same) is framework


def test_of_each_kind_of_target_the_assessment_comes_first():
    """Its rating, then the practice's; blocks; horizons; defaults; at last the scale."""
    found = _tailored(
        {"q": {"target": "partly"}}, targets={"default": "partly", "long": "no", "blocks": {"b": "partly"}}
    )

    def aims(**said):
        return "".join(str(at) for at in target_positions(found, Assessment(framework="mini", **said)).values())

    assert target_positions(_framework(), Assessment(framework="mini")) == {"p": 2, "q": 2, "r": 2, "s": 2}
    assert aims() == "0111"  # p by horizon, q by itself, r by its block, s by default
    assert aims(targets={"default": "yes"}) == "0112"
    assert aims(targets={"long": "yes", "blocks": {"b": "yes"}}) == "2121"
    assert aims(ratings={"q": {"level": "no", "target": "yes"}}) == "0211"


def test_a_waived_prerequisite_stays_and_does_not_bind():
    """It is in the framework with its reason, and in no rule, graph or lens."""
    found = _tailored({"p": {"waive": {"q": "hurry", "s": "hurry"}}})
    said = Assessment(framework="mini", ratings={"p": "yes", "q": "no", "r": "no", "s": "no"})

    assert [entry.waived for entry in found.practices["p"].requires] == ["hurry", "hurry"]
    assert [entry.kind for entry in found.practices["p"].requires] == ["hard", "hard"]
    assert found.rules()["p"] == ()
    assert {(a[0], b[0]) for a, b in to_networkx(found).edges} <= {(n, n) for n in "pqrs"}
    assert score(_framework(), said).practices["p"].consistent_level == "partly"
    assert score(found, said).practices["p"].consistent_level == "yes"


def test_a_plan_names_the_risk_of_going_ahead():
    """With what does not hold, and the organization's reason; client and cohort do not see the reason."""
    found = _tailored({"p": {"waive": {"q": "the state audits in spring."}}})
    said = Assessment(framework="mini", ratings={"p": {"level": "no", "decision": "pursue"}, "r": "yes", "q": "no"})

    (action,) = plan(found, said).actions
    (reason,) = [reason for reason in action.reasons if reason.code == "waived_prerequisite"]
    assert reason.data == {"without": ("Q (yes)",), "why": ("the state audits in spring.",)}
    risk = "Risk: goes ahead without Q (yes), which would come first"
    assert f"{risk} (the state audits in spring)." in action.reason

    (shared,) = share(plan(found, said), "client").actions
    assert f"{risk}." in shared.reason
    assert "audits" not in share(plan(found, said), "client").model_dump_json()


def test_no_risk_where_the_plan_does_it_first_anyway():
    """What is done by then is not missing."""
    found = _tailored({"p": {"waive": {"q": "hurry"}}, "q": {"weight": 100}})
    said = Assessment(framework="mini", ratings={"p": "no", "r": "yes", "q": "no", "s": "yes"})
    actions = plan(found, said, everything=True).actions
    assert [action.practice for action in actions] == ["q", "p"]
    assert "waived_prerequisite" not in {reason.code for action in actions for reason in action.reasons}


def test_added_prerequisites_bind_and_are_editorial():
    """Whatever the file says of their basis: the source did not say so."""
    requires = [{"practice": "r", "level": "partly", "from": "partly", "basis": "source", "why": "r first"}]
    found = _tailored({"q": {"requires": requires}})
    (entry,) = found.practices["q"].requires
    assert (entry.basis, entry.why) == ("editorial", "r first")
    assert found.rules()["q"] == ((1, (("r", 1),)),)
    assert found.tailored.changes[0].after == "R (partly)"


def test_what_is_taken_out_is_gone():
    """From blocks, alternatives, enablers and the score; a hard prerequisite with nothing left is dropped."""
    found = _tailored({"q": {"out": "not ours"}, "r": {"out": "not ours either"}})

    assert [*found.practices] == ["p", "s"]
    assert [block.id for block in found.blocks] == ["a", "c"]
    assert [[need.practice for need in entry.any_of] for entry in found.practices["p"].requires] == [["s"]]
    assert found.enablers[0].practices == ()
    assert _kinds(found) == [("dropped", "p"), ("out", "q"), ("out", "r"), ("out", "b")]
    assert found.tailored.changes[0].why == "not ours"


def test_a_plan_names_the_risk_of_what_was_taken_out():
    """A dropped prerequisite is no safer than a waived one."""
    found = _tailored(blocks={"b": {"out": "no"}, "c": {"out": "we have none"}})
    (action,) = plan(found, Assessment(framework="mini", ratings={"p": "no", "q": "yes"})).actions
    assert "Risk: goes ahead without R (yes) or S (yes), which would come first (no)." in action.reason


def test_one_assessment_serves_with_the_tailoring_and_without():
    """What it says of practices and blocks that were taken out is passed over."""
    said = Assessment.model_validate(
        {
            "framework": "mini",
            "respondents": [{"id": "ann"}, {"id": "ben"}],
            "targets": {"blocks": {"b": "partly"}},
            "goals": [
                {"id": "g", "population": "P", "measure": "M", "root_causes": [{"title": "C", "practices": ["r"]}]}
            ],
            "initiatives": [{"id": "i", "title": "I", "practices": ["r", "p"]}],
            "actions": {"r": {"progress": "started"}},
            "ratings": {
                "p": "partly",
                "q": "yes",
                "r": {"answers": {"ann": "no", "ben": "yes"}, "decision": "pursue"},
                "s": "yes",
            },
        }
    )
    found = _tailored({"r": {"out": "not ours"}})

    assert misfits(_framework(), said) == misfits(found, said) == ()
    assert score(found, said).scope.practices == 3
    assert score(found, said).score.value == pytest.approx((0.75 + 1) / 2)
    assert plan(found, said).selection == "proposed"


def test_other_unknown_names_are_still_refused():
    """Only what was taken out may still be spoken of."""
    found = _tailored({"r": {"out": "not ours"}})
    said = Assessment(framework="mini", ratings={"r": "yes", "rr": "yes"})
    assert [problem.code for problem in misfits(found, said)] == ["unknown_practice"]


def test_results_say_how_the_framework_was_tailored():
    """In the reference to the framework; without a tailoring nothing stands there."""
    said = Assessment(framework="mini", ratings={"p": "yes"})
    plain, found = (score(f, said) for f in (_framework(), _tailored({"p": {"weight": 2}}, id="ours", revision=1)))
    assert json.loads(plain.model_dump_json())["framework"]["tailored"] is None
    tailored = json.loads(found.model_dump_json())["framework"]["tailored"]
    assert (tailored["id"], tailored["revision"], tailored["changes"][0]["kind"]) == ("ours", 1, "weight")


def test_a_cohort_does_not_see_who_tailored_and_why():
    """Reasons, title and id are the organization's own words."""
    said = Assessment(framework="mini", organization={"id": "acme"}, ratings={"p": "yes"})
    found = _tailored({"r": {"out": "Acme has none"}}, id="acme-tailoring", title="Acme's group")
    shared = share(score(found, said), "cohort", secret="key").model_dump_json()
    assert "cme" not in shared
    assert share(score(found, said), "client").framework.tailored.id == "acme-tailoring"


def test_a_loop_is_told_where_it_was_closed():
    """All practices of the tailoring that take part are linked."""
    requires = [{"practice": "p", "from": "partly", "why": "p first"}]
    with pytest.raises(InvalidDataError, match=r"practices\.q: .*can never be reached") as caught:
        _tailored({"q": {"requires": requires}})
    (problem,) = caught.value.problems
    assert (problem.code, problem.key_path) == ("unreachable_level", ("practices", "q"))


def test_taking_out_the_way_around_a_loop_is_told():
    """A level that only an alternative made reachable is lost with it."""
    practices = [
        {"id": "p", "title": "P", "requires": [{"any_of": [{"practice": "q"}, {"practice": "r"}], "why": "w"}]},
        {"id": "q", "title": "Q", "requires": [{"practice": "p", "why": "w"}]},
        {"id": "r", "title": "R"},
    ]
    framework = _framework(blocks=[{"id": "a", "title": "A", "practices": practices}], enablers=[])
    with pytest.raises(InvalidDataError, match="can never be reached"):
        tailor(framework, Tailoring(framework="mini", practices={"r": {"out": "no"}}))


def test_another_revision_is_a_finding():
    """It may still fit; somebody should look."""
    framework = _framework()
    (finding,) = lint(framework, Tailoring(framework="mini", revision=1))
    assert (finding.code, finding.key_path) == ("other_revision", ("revision",))
    assert (
        lint(framework, Tailoring(framework="mini", revision=2)) == lint(framework, Tailoring(framework="mini")) == ()
    )
    with pytest.raises(InvalidDataError, match="no practice 'x'"):
        lint(framework, Tailoring(framework="mini", practices={"x": {"weight": 1}}))


def test_a_second_tailoring_adds_to_the_first():
    """The source's title stays the source's, and the changes of both are listed."""
    once = _tailored({"p": {"title": "Ours"}})
    twice = tailor(once, Tailoring(framework="mini", id="again", practices={"p": {"title": "Mine"}}))
    assert (twice.practices["p"].source_title, twice.tailored.id) == ("P", "again")
    assert [change.after for change in twice.tailored.changes] == ["Ours", "Mine"]


def test_the_sample_shows_a_risk_in_the_plan():
    """The illustration fits its framework and its assessment."""
    framework, said = load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")
    found = tailor(framework, load_tailoring("assessments/tailoring/riverbend.yaml"))
    risks = [a.practice for a in plan(found, said).actions if "Risk:" in a.reason]
    assert risks == ["rel-sogi-data-collection"]
    assert len(found.practices) == 47


def _waiving(framework, chosen):
    waive = {
        name: {"waive": {need.practice: "why not" for entry in practice.requires for need in entry.any_of}}
        for name, practice in framework.practices.items()
        if name in chosen and practice.requires
    }
    return tailor(framework, Tailoring(framework=framework.id, practices=waive))


@given(cases())
@fewer
def test_an_empty_tailoring_changes_nothing(case):
    """Not even the object."""
    framework, _ = case
    assert tailor(framework, Tailoring(framework=framework.id)) is framework


@given(cases(), st.data())
@fewer
def test_waiving_never_lowers_the_consistent_lens(case, data):
    """Fewer prerequisites can only leave more of the claims standing; the claims themselves stay."""
    framework, said = case
    chosen = data.draw(st.sets(st.sampled_from([*framework.practices])))
    before, after = score(framework, said), score(_waiving(framework, chosen), said)
    assert after.score.value == before.score.value
    for name, practice in before.practices.items():
        levels = framework.scale_of(name).ids
        if practice.consistent_level is not None:
            assert levels.index(after.practices[name].consistent_level) >= levels.index(practice.consistent_level)


@given(cases(), st.sampled_from((0.25, 2.0, 8.0)))
@fewer
def test_only_ratios_of_weights_matter(case, factor):
    """All siblings heavier by the same factor give the same score."""
    framework, said = case
    practices = {name: {"weight": factor * practice.weight} for name, practice in framework.practices.items()}
    blocks = {block.id: {"weight": factor * block.weight} for block, _, _ in framework.walk()}
    found = tailor(framework, Tailoring(framework=framework.id, practices=practices, blocks=blocks))
    one, other = score(framework, said).score, score(found, said).score
    assert (other.value, other.low, other.high, other.consistent) == pytest.approx(
        (one.value, one.low, one.high, one.consistent), nan_ok=True
    )


@given(cases(), st.data())
@fewer
def test_what_is_taken_out_counts_like_what_does_not_apply(case, data):
    """Taking a practice out of the framework, and rating it not applicable, give one score in every reading."""
    framework, said = case
    names = [*framework.practices]
    gone = data.draw(st.sets(st.sampled_from(names), max_size=len(names) - 1))
    said = said.replace(targets={})  # a level of a scale that only practices had that are gone fits nothing
    out = Tailoring(framework=framework.id, practices={name: {"out": "no"} for name in gone})
    found = _unless_out_of_reach(framework, out)
    beside = said.replace(ratings={**said.ratings, **{name: {"not_applicable": "no"} for name in gone}})
    one, other = score(found, said), score(framework, beside)
    for reading in ("value", "low", "high", "consistent", "evidenced", "whole", "target"):
        assert getattr(one.score, reading) == pytest.approx(getattr(other.score, reading)), reading
    assert one.scope.counted == other.scope.counted


def _unless_out_of_reach(framework, tailoring):
    """Tailor; an example in which the way around a loop is taken out is no example."""
    try:
        return tailor(framework, tailoring)
    except InvalidDataError:
        reject()


@st.composite
def _drawn_tailorings(draw):
    """Change each practice and block of the small framework in some of the ways there are."""
    reason = st.sampled_from(["no such members", "we have no contracts"])
    shared = {"title": st.sampled_from(["Ours", "P"]), "weight": st.sampled_from([0.0, 0.5, 2.0])}
    own = {
        **shared,
        "question": st.sampled_from(["Do we?", {"provider": "Do you?"}]),
        "effort": st.sampled_from(["L", {"low": 1, "likely": 2, "high": 3}]),
        "target": st.sampled_from(["partly", 1, {"share": 0.5}]),
    }
    taken_out = st.fixed_dictionaries({"out": reason})
    practices = {name: st.one_of(taken_out, st.fixed_dictionaries({}, optional=own)) for name in "pqrs"}
    blocks = {name: st.one_of(taken_out, st.fixed_dictionaries({}, optional=shared)) for name in "abc"}
    more = {
        "practices": st.fixed_dictionaries({}, optional=practices),
        "blocks": st.fixed_dictionaries({}, optional=blocks),
        "terms": st.sampled_from([{}, {"practice": "Act"}]),
        "effort_days": st.sampled_from([{}, {"L": 75}]),
        "targets": st.sampled_from([{}, {"default": "partly"}, {"blocks": {"b": "no"}}, {"default": {"share": 0.4}}]),
    }
    return Tailoring.model_validate({"framework": "mini", **draw(st.fixed_dictionaries(more))})


@given(_drawn_tailorings())
def test_a_tailoring_and_what_it_makes_can_be_written_and_read_again(tailoring):
    """As data and as JSON, whatever was changed; and an assessment is carried over to the next revision of it."""
    assert Tailoring.model_validate(tailoring.model_dump()) == tailoring
    assert Tailoring.model_validate_json(tailoring.model_dump_json()) == tailoring
    try:
        made = tailor(_framework(), tailoring)
    except InvalidDataError:
        reject()
    assert Framework.model_validate(made.model_dump()) == made
    assert Framework.model_validate_json(made.model_dump_json()) == made
    said = Assessment(framework="mini", revision=2, ratings=dict.fromkeys("pqrs", "partly"))
    for old, new in ((made, made), (made, _framework()), (_framework(), made)):
        found = migrate(new.replace(revision=3), said, old)
        assert (found.migrated.ratings, found.migrated.retired) == (said.ratings, {})


def test_what_a_stage_asks_cannot_be_taken_out():
    """It is told where the tailoring takes something out, and nothing crashes."""
    stages = {"level": "yes", "asks": [{"of": ["a"]}]}
    framework = _framework(scoring={"stages": stages})
    with pytest.raises(InvalidDataError, match="has no block or practice 'a'") as caught:
        tailor(framework, Tailoring(framework="mini", blocks={"a": {"out": "not ours"}}))
    (problem,) = caught.value.problems
    assert (problem.code, problem.key_path) == ("unknown_block", ("practices",))


def test_a_question_of_its_own_is_asked_in_its_own_words():
    """The framework's plain wording is that of another question."""
    framework = _framework()
    (block, *others) = framework.blocks
    (practice, *rest) = block.practices
    asked = practice.replace(question="Do you?", plain="Is it done?")
    plain = framework.replace(blocks=(block.replace(practices=(asked, *rest)), *others))
    made = tailor(plain, Tailoring(framework="mini", practices={practice.id: {"question": "Do we?"}}))
    assert made.practice(practice.id).question_for(plain=True) == "Do we?"
