"""Facts of what is shipped: counted in the sources by hand, and looked for in the YAML."""

import re
from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model import misfits
from equity_blocks.model.crosswalk_checks import crosswalk_findings, crosswalk_misfits

ROOT = Path(__file__).resolve().parent.parent
FRAMEWORKS = {name: eb.load_framework(name) for name in (listing.id for listing in eb.frameworks())}
RATED = ("ahe-roadmap", "hcplan-apm", "rise-to-health-payers")
GUIDANCE = ("chcs-acap", "ric-iccop")
SAMPLES = sorted((ROOT / "assessments").glob("*.yaml"))


def _sizes(name):
    return {block.id: len(block.practices) for block in FRAMEWORKS[name].blocks}


def test_there_are_five_frameworks():
    """Three are rated and two go with plans."""
    assert {name: framework.use for name, framework in FRAMEWORKS.items()} == {
        **dict.fromkeys(RATED, "assessment"),
        **dict.fromkeys(GUIDANCE, "guidance"),
    }


def test_hcplan_has_its_49_practices():
    """Five building blocks, 34 short-term and 15 long-term practices, and four next steps."""
    framework = FRAMEWORKS["hcplan-apm"]
    assert _sizes("hcplan-apm") == {
        "organizational-commitment": 9,
        "data-collection-and-sharing": 11,
        "payment-incentives": 10,
        "care-delivery": 12,
        "oversight-and-accountability": 7,
    }
    horizons = [practice.horizon for practice in framework.practices.values()]
    assert (horizons.count("short"), horizons.count("long"), len(horizons)) == (34, 15, 49)
    assert len(framework.steps) == 4


def test_rise_to_health_has_its_40_activities():
    """In six steps; the source gives them no horizon."""
    sizes = _sizes("rise-to-health-payers")
    assert (len(sizes), sum(sizes.values())) == (6, 40)
    assert {practice.horizon for practice in FRAMEWORKS["rise-to-health-payers"].practices.values()} == {None}


def test_the_roadmap_has_its_parts():
    """2 activities, 7 components and 3 elements make 12; 11 facilitators and 2 challenges go with them."""
    assert _sizes("ahe-roadmap") == {"foundational-activities": 2, "components": 7, "essential-elements": 3}
    kinds = [enabler.kind for enabler in FRAMEWORKS["ahe-roadmap"].enablers]
    assert (kinds.count("facilitator"), kinds.count("challenge"), len(kinds)) == (11, 2, 13)


def test_the_spotlight_and_the_lessons_have_their_parts():
    """Five approaches; five lessons, and the three steps that close the post."""
    assert _sizes("ric-iccop") == {"key-approaches": 5}
    assert _sizes("chcs-acap") == {"lessons": 5}
    assert len(FRAMEWORKS["chcs-acap"].steps) == 3


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_framework_says_where_it_comes_from_and_whose_it_is(name):
    """Citation, rights, edition, publisher, audiences, and what the source calls things."""
    framework = FRAMEWORKS[name]
    assert framework.id == name
    assert framework.source.citation
    assert framework.rights.holder
    assert framework.rights.notice
    assert framework.edition
    assert framework.publisher
    assert framework.summary
    assert framework.audiences
    assert set(framework.terms) >= {"block", "practice"}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_revision_that_was_published_still_ships(name):
    """What was rated with it can be read again as it was; practices keep their ids for ever."""
    framework = FRAMEWORKS[name]
    assert framework.revision > 1
    for revision in range(1, framework.revision):
        earlier = eb.load_framework(ROOT / "frameworks" / "earlier" / f"{name}@{revision}" / "framework.yaml")
        assert (earlier.id, earlier.edition, earlier.revision) == (name, framework.edition, revision)
        assert list(earlier.practices) == list(framework.practices)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_practice_is_complete(name):
    """Question, summary, place in the source, two to four artifacts, who does it, and how much work it is."""
    lacking = {
        practice.id: [key for key, has in _needed(practice).items() if not has]
        for practice in FRAMEWORKS[name].practices.values()
    }
    assert {practice: keys for practice, keys in lacking.items() if keys} == {}


def _needed(practice):
    return {
        "summary": practice.summary,
        "question": practice.question_for().endswith("?"),
        "source": practice.source,
        "evidence": 2 <= len(practice.evidence) <= 4,
        "roles": practice.roles,
        "effort": practice.effort,
    }


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_texts_are_single_sentences_without_stray_space(name):
    """Folded YAML leaves neither line breaks nor double spaces behind."""
    texts = [
        text
        for practice in FRAMEWORKS[name].practices.values()
        for text in (practice.title, practice.summary, practice.source, *practice.question.values(), *practice.evidence)
    ]
    assert [text for text in texts if text != " ".join(text.split())] == []


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_no_question_is_asked_twice(name):
    """Two practices with one question would be one practice."""
    asked = [practice.question_for() for practice in FRAMEWORKS[name].practices.values()]
    assert len(set(asked)) == len(asked)


def _written_prerequisites():
    """Every prerequisite as it stands in the files, so that defaults do not fill in what is missing."""
    for path in (path for name in FRAMEWORKS for path in sorted((ROOT / "frameworks" / name).glob("*.yaml"))):
        data = read_yaml(path.read_bytes(), path.name).data
        blocks = [data] if "practices" in data else [block for block in data["blocks"] if isinstance(block, dict)]
        for block in blocks:
            for practice in block["practices"]:
                for entry in practice.get("requires", ()):
                    yield path.parent.name, practice["id"], entry


def test_every_prerequisite_says_whose_word_it_is_and_why():
    """Basis and reason are written out, never left to a default."""
    entries = list(_written_prerequisites())
    assert len(entries) > 40
    assert [(name, practice) for name, practice, entry in entries if entry.get("basis") not in _BASES] == []
    assert [(name, practice) for name, practice, entry in entries if len(entry.get("why", "")) < 20] == []


_BASES = ("source", "editorial")


def test_the_prerequisites_of_hcplan_are_editorial():
    """The summary states none, so none may be presented as its word."""
    bases = [entry["basis"] for name, _, entry in _written_prerequisites() if name == "hcplan-apm"]
    assert set(bases) == {"editorial"}


def test_a_prerequisite_from_the_source_says_where_it_stands():
    """Whoever doubts it can look it up."""
    entries = [(name, entry) for name, _, entry in _written_prerequisites() if entry["basis"] == "source"]
    assert entries
    for name, entry in entries:
        assert FRAMEWORKS[name].source.citation
        assert re.search(r"step|source|paper|section|roadmap|article|text|page|\d", entry["why"], re.IGNORECASE)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_lint_finds_only_practices_that_stand_alone(name):
    """No redundant edge, no loop, no short-term practice that needs a long-term one, no missing question."""
    assert {finding.code for finding in eb.lint(FRAMEWORKS[name])} <= {"unconnected_practice"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_fits_its_framework(path):
    """It loads clean, in the edition and revision that it names, with its id as the file's name or its start."""
    assessment = eb.load_assessment(path)
    framework = eb.load_framework_of(assessment)
    assert misfits(framework, assessment) == ()
    assert (assessment.edition, assessment.revision) == (framework.edition, framework.revision)
    assert assessment.id.startswith(path.stem.rpartition("-")[0])
    assert set(assessment.ratings) <= set(framework.practices)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_marked_as_an_illustration(path):
    """At the top, before anybody reads a rating: it is an illustration, and the organization is not real."""
    text = path.read_text(encoding="utf-8")
    head = " ".join(line for line in text.partition("\nframework:")[0].splitlines() if line.startswith("# "))
    assert "An illustration" in head
    assert re.search(r"fictional|does not exist", head)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_can_be_scored_and_planned(path):
    """There is a score to show, and something to do."""
    assessment = eb.load_assessment(path)
    framework = FRAMEWORKS[assessment.framework]
    assert 0 < eb.score(framework, assessment).score.value < 1
    plan = eb.plan(framework, assessment)
    assert plan.actions
    assert plan.score_now < plan.score_after


def test_every_rated_framework_has_a_sample():
    """Whoever opens one sees how it is filled in."""
    assert {eb.load_assessment(path).framework for path in SAMPLES} == set(RATED)


def test_riverbend_shows_what_an_assessment_can_say():
    """Every status, a goal with causes, initiatives, several respondents, evidence, a duty and progress."""
    assessment = eb.load_assessment(ROOT / "assessments" / "riverbend-2026.yaml")
    statuses = [assessment.rating(name).status for name in FRAMEWORKS["hcplan-apm"].practices]
    assert statuses.count("unanswered") >= 1
    assert statuses.count("unknown") >= 1
    assert statuses.count("not_applicable") == 1
    assert statuses.count("not_pursued") == 1
    assert assessment.final is False
    assert assessment.goals
    assert all(goal.root_causes and goal.target and goal.baseline for goal in assessment.goals)
    assert {initiative.status for initiative in assessment.initiatives} >= {"existing", "planned"}
    assert len(assessment.respondents) >= 3
    assert assessment.evidence
    assert any(item.checked for item in assessment.evidence.values())
    ratings = assessment.ratings.values()
    assert any(rating.answers and rating.agreed for rating in ratings)
    assert any(rating.criteria for rating in ratings)
    assert any(rating.required_by for rating in ratings)
    assert {rating.decision for rating in ratings} == {"pursue", "later", None}
    assert assessment.actions


def test_riverbend_moves_between_its_two_years():
    """The sample for comparing is one organization at two dates."""
    before, after = (eb.load_assessment(ROOT / "assessments" / f"riverbend-{year}.yaml") for year in (2025, 2026))
    assert before.organization == after.organization
    assert before.as_of < after.as_of
    assert (before.final, after.final) == (True, False)
    assert before.ratings != after.ratings


def test_the_partnership_has_respondents_of_three_organizations():
    """The Roadmap is for partners who rate together."""
    assessment = eb.load_assessment(ROOT / "assessments" / "three-partners-ahe.yaml")
    assert assessment.organization.type == "partnership"
    assert len({respondent.organization for respondent in assessment.respondents}) >= 3


def test_the_shared_scales_have_their_levels():
    """The default after the stages of implementation, and the Roadmap's own three levels."""
    implementation, progress = eb.load_scale("implementation"), eb.load_scale("ahe-progress")
    assert dict(zip(implementation.ids, implementation.values, strict=True)) == {
        "not-started": 0, "planned": 0.25, "partial": 0.5, "in-place": 0.75, "sustained": 1,
    }  # fmt: skip
    assert [level.needs_evidence for level in implementation.levels] == [False, False, True, True, True]
    assert (implementation.default_target, implementation.levels[-1].after_months) == ("in-place", 12)
    assert dict(zip(progress.ids, progress.values, strict=True)) == {
        "not-started": 0, "actively-working": 0.5, "in-place": 1,
    }  # fmt: skip
    assert {FRAMEWORKS[name].scale.id for name in ("ahe-roadmap", "rise-to-health-payers")} == {"ahe-progress"}
    assert FRAMEWORKS["hcplan-apm"].scale.id == "implementation"


@pytest.mark.parametrize("crosswalk", eb.crosswalks(), ids=lambda crosswalk: crosswalk.id)
def test_every_practice_at_both_ends_of_a_crosswalk_was_judged(crosswalk):
    """It is mapped, or listed with the reason why it has no counterpart; the present editions were looked at."""
    for end in (crosswalk.source, crosswalk.target):
        framework = FRAMEWORKS[end.framework]
        assert crosswalk_misfits(crosswalk, framework) == ()
        assert list(crosswalk_findings(crosswalk, framework)) == []
        assert (end.edition, end.revision) == (framework.edition, framework.revision)
