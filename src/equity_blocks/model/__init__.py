"""Nouns: frozen models of frameworks, assessments and results, and what each must keep true of itself."""

from equity_blocks.model.assessment import (
    Agreed,
    Answer,
    Assessment,
    Baseline,
    Check,
    Duty,
    Evidence,
    Goal,
    GoalTarget,
    Initiative,
    Organization,
    Progress,
    Rating,
    Respondent,
    RootCause,
    Targets,
)
from equity_blocks.model.effort import Effort
from equity_blocks.model.fit import misfits, require_fit
from equity_blocks.model.framework import (
    Aspect,
    Band,
    Block,
    Criterion,
    Enabler,
    Framework,
    NextStep,
    Practice,
    Resource,
    Rights,
    Scoring,
    Source,
)
from equity_blocks.model.noun import Noun
from equity_blocks.model.plan import Action, Activity, Left, Package, Period, Plan, PlannedEffort, PlannedStep, Reason
from equity_blocks.model.prerequisite import Need, Prerequisite
from equity_blocks.model.result import NOTICE, FrameworkRef, Result
from equity_blocks.model.scale import Level, Scale
from equity_blocks.model.scorecard import Alternatives, BlockScore, HeldNeed, PracticeScore, Reading, Scope, ScoreCard

__all__ = [
    "NOTICE", "Action", "Activity", "Agreed", "Alternatives", "Answer", "Aspect", "Assessment", "Band", "Baseline",
    "Block", "BlockScore", "Check", "Criterion", "Duty", "Effort", "Enabler", "Evidence", "Framework", "FrameworkRef",
    "Goal", "GoalTarget", "HeldNeed", "Initiative", "Left", "Level", "Need", "NextStep", "Noun", "Organization",
    "Package", "Period", "Plan", "PlannedEffort", "PlannedStep", "Practice", "PracticeScore", "Prerequisite",
    "Progress", "Rating", "Reading", "Reason", "Resource", "Respondent", "Result", "Rights", "RootCause", "Scale",
    "Scope", "ScoreCard", "Scoring", "Source", "Targets", "misfits", "require_fit",
]  # fmt: skip
