"""The public API as a user's type checker sees it; mypy reads this file, and nothing runs it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import assert_type

import networkx as nx

import equity_blocks as eb
from equity_blocks import Assessment, Framework
from equity_blocks.files.catalogue import Listing
from equity_blocks.model.action import Action, Activity, Help
from equity_blocks.model.adopted_plan import PastAction
from equity_blocks.model.practice import Practice
from equity_blocks.model.respondents import PracticeAnswers
from equity_blocks.model.scorecard import PracticeScore, Reading


def open_and_save(folder: Path) -> None:
    """Files become nouns and nouns files; paths are text or Path."""
    assert_type(eb.frameworks(), tuple[Listing, ...])
    assert_type(eb.load_framework("hcplan-apm"), Framework)
    assert_type(eb.load_framework(folder / "framework.yaml"), eb.Framework)
    assert_type(eb.load_framework_of(eb.load_assessment("a.yaml")), eb.Framework)
    assert_type(eb.load_assessment("a.yaml"), Assessment)
    assert_type(eb.load_tailoring(folder / "t.yaml"), eb.Tailoring)
    assert_type(eb.load_branding(folder / "branding.yaml"), eb.Branding)
    assert_type(eb.load_scale("implementation"), eb.Scale)
    assert_type(eb.load_crosswalk("hcplan-apm--ahe-roadmap"), eb.Crosswalk)
    assert_type(eb.crosswalks(), tuple[eb.Crosswalk, ...])
    assert_type(eb.goal_templates(), tuple[eb.GoalTemplate, ...])
    assert_type(eb.load_goal_template("postpartum-visit"), eb.GoalTemplate)
    assert_type(eb.save_assessment(eb.load_assessment(folder / "a.yaml"), folder / "b.yaml", overwrite=True), Path)


def collect_answers(framework: eb.Framework, assessment: eb.Assessment, folder: Path) -> None:
    """Questions go out, answers come back, and what is undecided is listed."""
    asked = eb.questionnaire(framework, assessment, respondent="ann")
    assert_type(asked, eb.Questionnaire)
    assert_type(asked.items[0].question, str)
    assert_type(eb.save_questionnaire(asked, folder / "ann.xlsx", framework=framework, overwrite=True), Path)
    replies = eb.read_replies(b"", framework, name="ann.xlsx", respondent="ann")
    assert_type(replies, tuple[eb.Reply, ...])
    made = eb.collect(framework, assessment, replies)
    assert_type(made, eb.Collected)
    assert_type(made.assessment, Assessment)
    assert_type(made.notes, tuple[str, ...])
    assert_type(eb.save_decisions(made.conflicts, folder / "decide.csv", framework), Path)
    assert_type(eb.save_into("mine.yaml", made.assessment, framework), Path)
    assert_type(eb.save_plan(eb.plan(framework, assessment), folder / "plan.ics", framework), Path)


def look_back(framework: eb.Framework, assessment: eb.Assessment, folder: Path) -> None:
    """What was adopted goes to a file and comes back, and a plan looks back on it or on an assessment."""
    adopted = eb.adopt(eb.plan(framework, assessment))
    assert_type(adopted, eb.AdoptedPlan)
    assert_type(eb.save_adopted_plan(adopted, folder / "adopted.yaml", overwrite=True), Path)
    assert_type(eb.load_adopted_plan("adopted.yaml"), eb.AdoptedPlan)
    assert_type(eb.plan(framework, assessment, since=adopted).past, tuple[PastAction, ...])
    assert_type(eb.plan(framework, assessment, since=assessment), eb.Plan)


def ask(framework: eb.Framework, assessment: eb.Assessment) -> None:
    """Verbs take nouns and give nouns."""
    card = eb.score(framework, assessment)
    assert_type(card, eb.ScoreCard)
    assert_type(card.score, Reading)
    assert_type(card.score.value, float | None)
    assert_type(card.practices, dict[str, PracticeScore])
    assert_type(card.as_of, date | None)
    assert_type(card.model_dump_json(), str)

    plan = eb.plan(framework, assessment, pick=3, everything=False)
    assert_type(plan, eb.Plan)
    assert_type(plan.actions, tuple[Action, ...])
    assert_type(plan.actions[0].start_level, str | None)
    assert_type(plan.score_now, float | None)

    view = eb.respondents(framework, assessment, combine="mode", seed=1)
    assert_type(view, eb.Respondents)
    assert_type(view.contested, tuple[PracticeAnswers, ...])
    assert_type(view.agreement.alpha, float | None)
    assert_type(eb.krippendorff_alpha([[1, None], [1, 2]], "interval"), float | None)
    table = eb.rank_acceptability([[0.9, 0.2], [0.4, 0.6]], [2, 1], draws=100, seed=1, kappa=5.0)
    assert_type(table, eb.RankAcceptability)
    assert_type(table.top(1), tuple[float, ...])
    assert_type(eb.merge([assessment, assessment], ["a.yaml", "b.yaml"]), Assessment)


def look_again(framework: eb.Framework, assessment: eb.Assessment) -> None:
    """Verbs that take two of a kind, or what is known besides."""
    difference = eb.diff(framework, framework)
    assert_type(difference, eb.Difference)
    assert_type(difference.is_same, bool)
    assert_type(eb.migrate(framework, assessment, framework), eb.Migration)
    assert_type(eb.migrate(framework, assessment).migrated, Assessment)
    assert_type(eb.CatalogueWarning("left out"), eb.CatalogueWarning)

    comparison = eb.compare(framework, assessment, assessment, framework)
    assert_type(comparison, eb.Comparison)
    assert_type(comparison.score.percent, float | None)
    assert_type(eb.share(comparison, "client"), eb.Comparison)
    course = eb.trend(framework, [assessment, assessment], [framework])
    assert_type(course, eb.Trend)
    assert_type(course.rounds[0].comparable, float | None)
    page = eb.report(framework, assessment, comparison, one_page=True)
    assert_type(page, eb.Report)
    assert_type(page.html, str)
    assert_type(eb.share(assessment, "cohort", framework=framework, min_respondents=11, secret="key"), Assessment)
    why = eb.explain(framework, assessment, "vision-setting")
    assert_type(why, eb.Explanation)
    assert_type(why.practices[0].gain, float | None)
    assert_type(eb.reach(framework, assessment, "established"), eb.Reach)
    assert_type(eb.stability(framework, assessment), eb.Stability)

    problem = eb.ScheduleProblem(T=2, cap=(3.0, 3.0), gain=(1.0,), effort=(2.0,))
    schedule = eb.solve(problem, "exact", seed=1, time_limit=None)
    assert_type(schedule, eb.Schedule)
    assert_type(schedule.finish, tuple[int | None, ...])
    assert_type(schedule.gap, float | None)
    assert_type(eb.review_evidence(framework, assessment), eb.EvidenceReview)

    made = eb.translate(framework, assessment, eb.crosswalks(), framework, direct=assessment)
    assert_type(made, eb.Translation)
    assert_type(eb.translate(framework, assessment, eb.crosswalks()[0], framework), eb.Translation)
    assert_type(made.practices["p"].low, float | None)
    told = eb.add_offers(eb.plan(framework, assessment), [framework], eb.crosswalks())
    assert_type(told, eb.Plan)
    assert_type(told.actions[0].activities, tuple[Activity, ...])
    assert_type(told.actions[0].helps, tuple[Help, ...])
    assert_type(eb.coverage([framework], [assessment], eb.crosswalks()), eb.Coverage)

    assert_type(eb.lint(framework), tuple[eb.Finding, ...])
    assert_type(eb.lint(framework, assessment), tuple[eb.Finding, ...])
    terms = eb.plan(framework, assessment, periods=8, capacity=[60, 40], start="2027-Q1", budget=1e5, lag=0)
    assert_type(terms.score_after, float | None)
    seen = eb.what_if(framework, assessment, {"vision-setting": "in-place"}, instead={"capacity": 80}, periods=8)
    assert_type(seen, eb.WhatIf)
    assert_type(seen.plan_after, eb.Plan)


def read_and_list(framework: eb.Framework, assessment: eb.Assessment) -> None:
    """What comes without files, what was kept, and results as tables."""
    assert_type(eb.read_framework("id: mini", name="tenant-7", scales={}), eb.Framework)
    assert_type(eb.read_assessment({"framework": "mini"}), eb.Assessment)
    assert_type(eb.read_tailoring(b"framework: mini"), eb.Tailoring)
    assert_type(eb.read_branding({"name": "Acme"}), eb.Branding)
    assert_type(eb.read_crosswalk("{}"), eb.Crosswalk)
    card = eb.score(framework, assessment)
    assert_type(eb.read_result(card.model_dump_json(), eb.ScoreCard), eb.ScoreCard)
    assert_type(card.block("people"), eb.BlockScore)
    assert_type(card.practice("vision-setting"), eb.PracticeScore)
    records = eb.to_records(card, of="practices")
    assert_type(records, list[dict[str, str | float | int | bool | date | None]])
    columns = eb.record_columns(eb.ScoreCard)
    assert_type(columns, tuple[eb.RecordColumn, ...])
    eb.to_frame(card, of="blocks", backend="polars")
    assert_type(eb.problems_of(ValueError()), tuple[eb.Problem, ...])


def look_inside(framework: eb.Framework, assessment: eb.Assessment) -> None:
    """Nouns know their parts, and changed copies have the same type."""
    assert_type(framework.practice("vision-setting"), Practice)
    assert_type(eb.tailor(framework, eb.Tailoring(framework="hcplan-apm")), Framework)
    assert_type(framework.practices["vision-setting"].question_for("provider"), str)
    assert_type(framework.scale_of("vision-setting"), eb.Scale)
    assert_type(framework.replace(revision=2), eb.Framework)
    assert_type(assessment.rating("vision-setting"), eb.Rating)
    assert_type(assessment.rating("vision-setting").replace(note="asked again"), eb.Rating)
    assert_type(assessment.ratings, Mapping[str, eb.Rating])


def read_a_cohort(framework: eb.Framework, assessments: list[eb.Assessment], folder: Path) -> None:
    """Frames are whatever the caller has; the reading of a cohort is a noun, of which a report is made."""
    eb.score_frame(framework, eb.score_many(framework, assessments, backend="polars"))
    eb.draws(framework, assessments[0], 100, seed=1)
    assert_type(eb.sensitivity(framework, assessments[0], 64), eb.Sensitivity)
    read = eb.portfolio(framework, assessments, by="state", earlier=[assessments], audience="cohort")
    assert_type(read, eb.Portfolio)
    assert_type(read.groups[0].blocks, tuple[eb.CohortBlock, ...])
    assert_type(read.standing, tuple[eb.Standing, ...])
    assert_type(eb.portfolio_report(framework, read, one_page=True).save(folder / "cohort.html"), Path)
    eb.charts.spread(read)


def draw_charts(card: eb.ScoreCard) -> None:
    """Charts are Altair's; where one is saved is told."""
    assert_type(eb.charts.save(eb.charts.blocks(card), "blocks.svg"), Path)


def draw_a_graph(framework: eb.Framework) -> None:
    """The step graph is one of networkx."""
    assert_type(eb.to_networkx(framework), nx.DiGraph[tuple[str, int]])


def catch() -> eb.EquityBlocksError | None:
    """One root catches all; problems are data."""
    try:
        eb.load_framework("nowhere")
    except eb.InvalidDataError as error:
        assert_type(error.problems, tuple[eb.Problem, ...])
        assert_type(error.problems[0].key_path, tuple[str | int, ...])
        assert_type(error.problems[0].line, int)
    except (eb.FileAccessError, eb.NotFoundError, eb.UnsuitableError, eb.WouldOverwriteError) as error:
        return error
    return None
