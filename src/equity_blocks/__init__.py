"""Health-equity guidance as a self-assessment that an organization can score, explain and act on.

A tour of what stands here:

* **Open**: `load_framework`, `load_assessment`, `frameworks`; **save**: `save_assessment`.
* **Ask**: `score` gives a `ScoreCard`, `plan` a `Plan`, `lint` findings, `to_networkx` the step graph.
* **Ask why**: `explain` adds a value up, `stability` scores under other rules, `reach` finds the cheapest way up.
* **Bring people together**: `merge` their files; `respondents` shows who differs, `krippendorff_alpha` how far.
* **Look again**: `compare` two assessments, `review_evidence`; `share` leaves out what others must not see.
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
    from equity_blocks.engine.agreement import krippendorff_alpha as krippendorff_alpha
    from equity_blocks.engine.comparing import compare as compare
    from equity_blocks.engine.evidence import review_evidence as review_evidence
    from equity_blocks.engine.explaining import explain as explain
    from equity_blocks.engine.graph import to_networkx as to_networkx
    from equity_blocks.engine.lint import lint as lint
    from equity_blocks.engine.merging import merge as merge
    from equity_blocks.engine.planning import plan as plan
    from equity_blocks.engine.reaching import reach as reach
    from equity_blocks.engine.respondents import respondents as respondents
    from equity_blocks.engine.scoring import score as score
    from equity_blocks.engine.sharing import share as share
    from equity_blocks.engine.stability import stability as stability
    from equity_blocks.errors import EquityBlocksError as EquityBlocksError
    from equity_blocks.errors import Finding as Finding
    from equity_blocks.errors import InvalidDataError as InvalidDataError
    from equity_blocks.errors import NotFoundError as NotFoundError
    from equity_blocks.errors import Problem as Problem
    from equity_blocks.errors import UnsuitableError as UnsuitableError
    from equity_blocks.errors import WouldOverwriteError as WouldOverwriteError
    from equity_blocks.files.catalogue import frameworks as frameworks
    from equity_blocks.files.loading import load_assessment as load_assessment
    from equity_blocks.files.loading import load_framework as load_framework
    from equity_blocks.files.loading import load_scale as load_scale
    from equity_blocks.files.writing import save_assessment as save_assessment
    from equity_blocks.model.assessment import Assessment as Assessment
    from equity_blocks.model.assessment import Rating as Rating
    from equity_blocks.model.comparison import Comparison as Comparison
    from equity_blocks.model.evidence_review import EvidenceReview as EvidenceReview
    from equity_blocks.model.explanation import Explanation as Explanation
    from equity_blocks.model.framework import Framework as Framework
    from equity_blocks.model.plan import Plan as Plan
    from equity_blocks.model.reach import Reach as Reach
    from equity_blocks.model.respondents import Respondents as Respondents
    from equity_blocks.model.scale import Scale as Scale
    from equity_blocks.model.scorecard import ScoreCard as ScoreCard
    from equity_blocks.model.stability import Stability as Stability

_HOMES = {
    "Assessment": "model.assessment",
    "Comparison": "model.comparison",
    "EquityBlocksError": "errors",
    "EvidenceReview": "model.evidence_review",
    "Explanation": "model.explanation",
    "Finding": "errors",
    "Framework": "model.framework",
    "InvalidDataError": "errors",
    "NotFoundError": "errors",
    "Plan": "model.plan",
    "Problem": "errors",
    "Rating": "model.assessment",
    "Reach": "model.reach",
    "Respondents": "model.respondents",
    "Scale": "model.scale",
    "ScoreCard": "model.scorecard",
    "Stability": "model.stability",
    "UnsuitableError": "errors",
    "WouldOverwriteError": "errors",
    "compare": "engine.comparing",
    "explain": "engine.explaining",
    "frameworks": "files.catalogue",
    "krippendorff_alpha": "engine.agreement",
    "lint": "engine.lint",
    "load_assessment": "files.loading",
    "load_framework": "files.loading",
    "load_scale": "files.loading",
    "merge": "engine.merging",
    "plan": "engine.planning",
    "reach": "engine.reaching",
    "respondents": "engine.respondents",
    "review_evidence": "engine.evidence",
    "save_assessment": "files.writing",
    "score": "engine.scoring",
    "share": "engine.sharing",
    "stability": "engine.stability",
    "to_networkx": "engine.graph",
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
    from equity_blocks.reports.notebook import draw

    return draw(noun)


def __dir__() -> list[str]:
    return __all__
