"""What constructors take in short, and what reading it gives; where an `ignore` stands, a type checker must refuse."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, assert_type

import equity_blocks as eb


def give_in_short() -> None:
    """A level for a rating or an answer, a list for a tuple, text for a date, and one text for one of several."""
    rating = eb.Rating(evidence=["he-plan"], required_by=[eb.Duty(title="Contract", due="2027-06-30")], effort="L")
    assert_type(rating.evidence, tuple[str, ...])
    assert_type(rating.required_by[0].due, date | None)
    agreed = eb.Agreed(level="partial", by="board", date="2026-05-01", earlier=[eb.Settled(level=1, by="board")])
    assert_type(agreed.date, date | None)
    assert_type(agreed.earlier, tuple[eb.Settled, ...])
    assert_type(eb.Imported(source="survey.xlsx", date="2026-05-01").date, date | None)
    assert_type(eb.Rating(evidence="he-plan", answers={"cmo": "partial"}).evidence, tuple[str, ...])
    assessment = eb.Assessment(
        framework="hcplan-apm",
        as_of="2026-09-30",
        organization=eb.Organization(id="riverbend", lines_of_business=["medicaid"]),
        respondents=[eb.Respondent(id="cmo", asked=("care-delivery",))],
        targets={"default": "in-place", "long": 2, "blocks": {"payment-incentives": "partial"}},
        evidence={"he-plan": eb.Evidence(title="Health equity plan", date=date(2025, 2, 1), reviewed="2026-02-01")},
        goals=[eb.Goal(id="g", population="Members", measure="Visits", root_causes=[eb.RootCause(title="Hours")])],
        ratings={"vision-setting": "partial", "trust-building": 2, "data-standards": rating, "measure-selection": None},
    )
    assert_type(assessment.as_of, date | None)
    assert_type(assessment.respondents, tuple[eb.Respondent, ...])
    assert_type(assessment.respondents[0].asked, tuple[str, ...])
    assert_type(assessment.targets, eb.Targets)
    assert_type(assessment.evidence, Mapping[str, eb.Evidence])
    assert_type(assessment.ratings["vision-setting"], eb.Rating)
    assert_type(assessment.goals[0].root_causes[0].practices, tuple[str, ...])


def make_a_framework() -> eb.Framework:
    """Nested nouns are built as nouns; whole nested mappings go through `read_framework`."""
    needs = [eb.Prerequisite(any_of=[eb.Need(practice="trust", level="yes")], before="yes", why="Trust comes first.")]
    vision = eb.Practice(id="vision", title="Vision", question="Is there one?", evidence=["Minutes"], requires=needs)
    trust = eb.Practice(
        id="trust", title="Trust", question={"default": "Is there?"}, effort=eb.Effort(low=1, likely=2, high=3)
    )
    by_audience = eb.Practice(
        id="data",
        title="Data",
        levels={"yes": {"default": "It is there", "provider": "The clinic has it"}, "no": "It is not"},
        roles={"default": ["data"], "provider": ("clinic",)},
        ask=["data"],
        evidence_template="One page.",
        importance={"provider": "high"},
        min_periods={"yes": 2},
        cautions=[eb.Caution(kind="legal", text="Rules differ.", as_of="2026-11-01")],
    )
    assert_type(by_audience.levels["yes"], Mapping[str, str])
    assert_type(by_audience.roles, Mapping[str, tuple[str, ...]])
    assert_type(by_audience.cautions[0].as_of, date)
    assert_type(by_audience.evidence_template, Mapping[str, str])
    assert_type(by_audience.importance_for("provider"), Literal["low", "normal", "high"] | None)
    assert_type(by_audience.least_periods("yes"), int)
    eb.Practice(id="all", title="All", importance="high", min_periods=2)
    eb.Practice(id="all", title="All", importance="urgent")  # type: ignore[arg-type]
    assert_type(vision.question, Mapping[str, str])
    assert_type(vision.requires, tuple[eb.Prerequisite, ...])
    framework = eb.Framework(
        id="mini",
        title="Mini",
        scale=["no", "yes"],
        targets=eb.Targets(default=eb.LevelShare(share=0.5)),
        blocks=[eb.Block(id="block", title="Block", practices=[trust, vision])],
    )
    assert_type(framework.scale, eb.Scale)
    assert_type(framework.blocks[0].practices, tuple[eb.Practice, ...])
    levels = [eb.Level(id="no", value=0), eb.Level(id="yes", value=1)]
    assert_type(eb.Scale(id="s", levels=levels).levels, tuple[eb.Level, ...])
    assert_type(eb.Scale(id="points", range=[0, 50], missing=[99]).range, tuple[float, float] | None)
    assert_type(eb.Band(id="low", title="Low", start=0.25).start, float)
    return framework


def schedule() -> None:
    """Lists for steps, and one number for the capacity of all periods."""
    problem = eb.ScheduleProblem(T=3, cap=5, gain=[2, 9], effort=[5, 5], all_of=[[], [0]])
    assert_type(problem.cap, tuple[float, ...])
    assert_type(problem.all_of, tuple[tuple[int, ...], ...])


def refuse(assessment: eb.Assessment) -> None:
    """What is wrong when it runs is wrong before."""
    eb.Assessment(ratings={})  # type: ignore[call-arg]
    eb.Assessment(framework="hcplan-apm", as_of=2026)  # type: ignore[arg-type]
    eb.Assessment(framework="hcplan-apm", goals="a goal")  # type: ignore[arg-type]
    eb.Rating(importance="urgent")  # type: ignore[arg-type]
    eb.Rating(levle="partial")  # type: ignore[call-arg]
    assessment.final = True  # type: ignore[misc]
    assessment.ratings["vision-setting"] = eb.Rating(level="partial")  # type: ignore[index]
