"""Nouns: frozen models of frameworks and assessments, and what each must keep true of itself.

Results, crosswalks and tailorings have modules of their own, so that who needs one does not wait for the others.
"""

from equity_blocks.model.applied_tailoring import Tailored, TailoringChange
from equity_blocks.model.assessment import Assessment, Check, Evidence, Organization, Progress, Respondent, Retired
from equity_blocks.model.assessment_checks import misfits, require_fit
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.effort import Effort
from equity_blocks.model.framework import Framework
from equity_blocks.model.framework_checks import problems_in
from equity_blocks.model.goal import Baseline, Goal, GoalTarget, Initiative, Observed, RootCause
from equity_blocks.model.noun import Noun
from equity_blocks.model.practice import Block, Criterion, Practice, Resource
from equity_blocks.model.prerequisite import Need, Prerequisite
from equity_blocks.model.publishing import Output, Rounding
from equity_blocks.model.rating import Agreed, Answer, Duty, Rating
from equity_blocks.model.result import NOTICE, FrameworkRef, Result
from equity_blocks.model.scale import Level, Scale
from equity_blocks.model.scoring import Band, Rollup, Scoring
from equity_blocks.model.source import Aspect, Enabler, NextStep, Rights, Source
from equity_blocks.model.targets import Targets

Framework.checks = problems_in  # here, since each of the two has to know the other

__all__ = [
    "NOTICE",
    "Agreed",
    "Answer",
    "Aspect",
    "Assessment",
    "Band",
    "Baseline",
    "Block",
    "Calendar",
    "Check",
    "Criterion",
    "Duty",
    "Effort",
    "Enabler",
    "Evidence",
    "Framework",
    "FrameworkRef",
    "Goal",
    "GoalTarget",
    "Initiative",
    "Level",
    "Need",
    "NextStep",
    "Noun",
    "Observed",
    "Organization",
    "Output",
    "Practice",
    "Prerequisite",
    "Progress",
    "Rating",
    "Resource",
    "Respondent",
    "Result",
    "Retired",
    "Rights",
    "Rollup",
    "RootCause",
    "Rounding",
    "Scale",
    "Scoring",
    "Source",
    "Tailored",
    "TailoringChange",
    "Targets",
    "misfits",
    "require_fit",
]  # fmt: skip
