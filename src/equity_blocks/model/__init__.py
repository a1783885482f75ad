"""Nouns: frozen models of frameworks and assessments, and what each must keep true of itself.

Results have modules of their own, `scorecard` and `plan`, so that who needs one does not wait for the other.
"""

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
    Block,
    Criterion,
    Enabler,
    Framework,
    NextStep,
    Practice,
    Resource,
    Rights,
    Source,
)
from equity_blocks.model.noun import Noun
from equity_blocks.model.prerequisite import Need, Prerequisite
from equity_blocks.model.result import NOTICE, FrameworkRef, Result
from equity_blocks.model.scale import Level, Scale
from equity_blocks.model.scoring import Band, Output, Rollup, Rounding, Scoring

__all__ = [
    "NOTICE", "Agreed", "Answer", "Aspect", "Assessment", "Band", "Baseline",
    "Block", "Check", "Criterion", "Duty", "Effort", "Enabler", "Evidence", "Framework", "FrameworkRef",
    "Goal", "GoalTarget", "Initiative", "Level", "Need", "NextStep", "Noun", "Organization", "Output",
    "Practice", "Prerequisite",
    "Progress", "Rating", "Resource", "Respondent", "Result", "Rights", "Rollup", "RootCause", "Rounding", "Scale",
    "Scoring", "Source", "Targets", "misfits", "require_fit",
]  # fmt: skip
