"""Health-equity guidance as a self-assessment that an organization can score, explain and act on.

A tour of what stands here:

* **Open**: `load_framework`, `load_assessment`, `load_crosswalk`, `load_scale`, `frameworks`, `crosswalks`; **save**:
  `save_assessment`.
* **Adapt**: `tailor` changes a framework for one organization as a `Tailoring` says, opened by `load_tailoring`.
* **Ask**: `score` gives a `ScoreCard`, `plan` a `Plan`, `lint` findings, `to_networkx` the step graph.
* **Ask why**: `explain` adds a value up, `stability` scores under other rules, `reach` finds the cheapest way up.
* **Bring people together**: `merge` their files; `respondents` shows who differs, `krippendorff_alpha` how far.
* **Assess once**: `translate` reads an assessment in another framework, `coverage` says what is spoken for already;
  `add_offers` puts beside the actions of a plan what other frameworks offer for them.
* **Schedule** anything: `solve` takes a `ScheduleProblem` and gives a `Schedule`.
* **Ask what if**: `what_if` scores and plans an assessment as it is and as it would be.
* **Ask how firm**: `rank_acceptability` ranks alternatives under many weights of their criteria.
* **Look again**: `compare` two assessments, `review_evidence`; `share` leaves out what others must not see.
* **Look back**: `adopt` keeps what a board decides of a plan as an `AdoptedPlan`, `save_adopted_plan` and
  `load_adopted_plan` take it to a file and back, and `plan` says with `since` what became of it.
* **When the framework changes**: `diff` two revisions of it, `migrate` an assessment to the newer one.
* **Nouns**: `Framework`, `Assessment` and the results; frozen, changed by `replace`, and written as JSON by
  `model_dump_json()`. A noun that is the last line of a notebook cell shows itself.
* **Errors**: everything raised on purpose is an `EquityBlocksError`, but for nouns built in Python from wrong data, for
  which Pydantic raises its `ValidationError`; `InvalidDataError.problems` holds the reasons as data, whose codes are
  stable. The wording of messages is not promised.

Example:
    >>> import equity_blocks as eb
    >>> framework = eb.load_framework("hcplan-apm")
    >>> assessment = eb.Assessment(framework="hcplan-apm", ratings={"vision-setting": "partial"})
    >>> eb.score(framework, assessment).scope.rated
    1
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from equity_blocks.engine.comparison.adoption import adopt as adopt
    from equity_blocks.engine.comparison.compare import compare as compare
    from equity_blocks.engine.crosswalk.coverage import coverage as coverage
    from equity_blocks.engine.crosswalk.offers import add_offers as add_offers
    from equity_blocks.engine.crosswalk.translate import translate as translate
    from equity_blocks.engine.graph import to_networkx as to_networkx
    from equity_blocks.engine.lint import lint as lint
    from equity_blocks.engine.planning.plan import plan as plan
    from equity_blocks.engine.reach.reach import reach as reach
    from equity_blocks.engine.respondents.agreement import krippendorff_alpha as krippendorff_alpha
    from equity_blocks.engine.respondents.merge import merge as merge
    from equity_blocks.engine.respondents.summary import respondents as respondents
    from equity_blocks.engine.revision.diff import diff as diff
    from equity_blocks.engine.revision.migrate import migrate as migrate
    from equity_blocks.engine.revision.tailor import tailor as tailor
    from equity_blocks.engine.robustness.acceptability import rank_acceptability as rank_acceptability
    from equity_blocks.engine.scheduling.solve import solve as solve
    from equity_blocks.engine.scoring.evidence import review_evidence as review_evidence
    from equity_blocks.engine.scoring.explain import explain as explain
    from equity_blocks.engine.scoring.score import score as score
    from equity_blocks.engine.scoring.stability import stability as stability
    from equity_blocks.engine.sharing.share import share as share
    from equity_blocks.engine.what_if import what_if as what_if
    from equity_blocks.errors import CatalogueWarning as CatalogueWarning
    from equity_blocks.errors import EquityBlocksError as EquityBlocksError
    from equity_blocks.errors import FileAccessError as FileAccessError
    from equity_blocks.errors import Finding as Finding
    from equity_blocks.errors import InvalidDataError as InvalidDataError
    from equity_blocks.errors import NotFoundError as NotFoundError
    from equity_blocks.errors import Problem as Problem
    from equity_blocks.errors import UnsuitableError as UnsuitableError
    from equity_blocks.errors import WouldOverwriteError as WouldOverwriteError
    from equity_blocks.files.catalogue import crosswalks as crosswalks
    from equity_blocks.files.catalogue import frameworks as frameworks
    from equity_blocks.files.loading import load_adopted_plan as load_adopted_plan
    from equity_blocks.files.loading import load_assessment as load_assessment
    from equity_blocks.files.loading import load_crosswalk as load_crosswalk
    from equity_blocks.files.loading import load_framework as load_framework
    from equity_blocks.files.loading import load_scale as load_scale
    from equity_blocks.files.loading import load_tailoring as load_tailoring
    from equity_blocks.files.writing import save_adopted_plan as save_adopted_plan
    from equity_blocks.files.writing import save_assessment as save_assessment
    from equity_blocks.model.acceptability import RankAcceptability as RankAcceptability
    from equity_blocks.model.adopted_plan import AdoptedPlan as AdoptedPlan
    from equity_blocks.model.assessment import Assessment as Assessment
    from equity_blocks.model.assessment import Rating as Rating
    from equity_blocks.model.comparison import Comparison as Comparison
    from equity_blocks.model.coverage import Coverage as Coverage
    from equity_blocks.model.crosswalk import Crosswalk as Crosswalk
    from equity_blocks.model.difference import Difference as Difference
    from equity_blocks.model.evidence_review import EvidenceReview as EvidenceReview
    from equity_blocks.model.explanation import Explanation as Explanation
    from equity_blocks.model.framework import Framework as Framework
    from equity_blocks.model.migration import Migration as Migration
    from equity_blocks.model.plan import Plan as Plan
    from equity_blocks.model.reach import Reach as Reach
    from equity_blocks.model.respondents import Respondents as Respondents
    from equity_blocks.model.scale import Scale as Scale
    from equity_blocks.model.schedule import Schedule as Schedule
    from equity_blocks.model.schedule import ScheduleProblem as ScheduleProblem
    from equity_blocks.model.scorecard import ScoreCard as ScoreCard
    from equity_blocks.model.stability import Stability as Stability
    from equity_blocks.model.tailoring import Tailoring as Tailoring
    from equity_blocks.model.translation import Translation as Translation
    from equity_blocks.model.what_if import WhatIf as WhatIf

_HOMES = {
    "AdoptedPlan": "model.adopted_plan",
    "Assessment": "model.assessment",
    "CatalogueWarning": "errors",
    "Comparison": "model.comparison",
    "Coverage": "model.coverage",
    "Crosswalk": "model.crosswalk",
    "Difference": "model.difference",
    "EquityBlocksError": "errors",
    "EvidenceReview": "model.evidence_review",
    "Explanation": "model.explanation",
    "FileAccessError": "errors",
    "Finding": "errors",
    "Framework": "model.framework",
    "InvalidDataError": "errors",
    "Migration": "model.migration",
    "NotFoundError": "errors",
    "Plan": "model.plan",
    "Problem": "errors",
    "RankAcceptability": "model.acceptability",
    "Rating": "model.assessment",
    "Reach": "model.reach",
    "Respondents": "model.respondents",
    "Scale": "model.scale",
    "Schedule": "model.schedule",
    "ScheduleProblem": "model.schedule",
    "ScoreCard": "model.scorecard",
    "Stability": "model.stability",
    "Tailoring": "model.tailoring",
    "Translation": "model.translation",
    "UnsuitableError": "errors",
    "WhatIf": "model.what_if",
    "WouldOverwriteError": "errors",
    "add_offers": "engine.crosswalk.offers",
    "adopt": "engine.comparison.adoption",
    "compare": "engine.comparison.compare",
    "coverage": "engine.crosswalk.coverage",
    "crosswalks": "files.catalogue",
    "diff": "engine.revision.diff",
    "explain": "engine.scoring.explain",
    "frameworks": "files.catalogue",
    "krippendorff_alpha": "engine.respondents.agreement",
    "lint": "engine.lint",
    "load_adopted_plan": "files.loading",
    "load_assessment": "files.loading",
    "load_crosswalk": "files.loading",
    "load_framework": "files.loading",
    "load_scale": "files.loading",
    "load_tailoring": "files.loading",
    "merge": "engine.respondents.merge",
    "migrate": "engine.revision.migrate",
    "plan": "engine.planning.plan",
    "rank_acceptability": "engine.robustness.acceptability",
    "reach": "engine.reach.reach",
    "respondents": "engine.respondents.summary",
    "review_evidence": "engine.scoring.evidence",
    "save_adopted_plan": "files.writing",
    "save_assessment": "files.writing",
    "score": "engine.scoring.score",
    "share": "engine.sharing.share",
    "solve": "engine.scheduling.solve",
    "stability": "engine.scoring.stability",
    "tailor": "engine.revision.tailor",
    "to_networkx": "engine.graph",
    "translate": "engine.crosswalk.translate",
    "what_if": "engine.what_if",
}

__all__ = [*_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562), so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'equity_blocks' has no attribute '{name}'")
    from importlib import import_module

    found = getattr(import_module(f"equity_blocks.{_HOMES[name]}"), name)
    _fill_the_slot()
    globals()[name] = found
    return found


def _fill_the_slot() -> None:
    """Let nouns show themselves in notebooks, once there are any."""
    import sys

    nouns = sys.modules.get("equity_blocks.model.noun")
    if nouns is not None:
        nouns.Noun.renderer = _draw


def _draw(noun: object) -> dict[str, str]:
    from equity_blocks.reports.jupyter_display import draw

    return draw(noun)


def __dir__() -> list[str]:
    return __all__
