"""What every result carries: whose it is, of which framework, and how far it may be trusted."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.assessment import Assessment, Organization
from equity_blocks.model.figures import edges_of
from equity_blocks.model.framework import Framework, Terms
from equity_blocks.model.noun import Day, Id, Noun
from equity_blocks.model.vocabulary import Vocabulary, vocabulary

NOTICE = (
    "Self-reported and not validated; not an accreditation, audit or benchmark; not endorsed by the source's "
    "publisher; prerequisites, weights and effort are editorial."
)
"""The line that ends every output."""


class Named(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """Its name."""


P_co = TypeVar("P_co", bound=Named, covariant=True)


class Nesting(Protocol[P_co]):
    """A block of a result: practices, and blocks in it."""

    @property
    def blocks(self) -> "tuple[Nesting[P_co], ...]":
        """The blocks in it."""

    @property
    def practices(self) -> tuple[P_co, ...]:
        """The practices that stand directly in it."""


def by_id(blocks: "Iterable[Nesting[P_co]]") -> dict[str, P_co]:
    """Collect the practices of nested blocks by their ids, in source order."""
    found: dict[str, P_co] = {}
    for block in blocks:
        found.update((practice.id, practice) for practice in block.practices)
        found.update(by_id(block.blocks))
    return found


class FrameworkRef(Noun):
    """Names the framework that a result was made with.

    Example:
        >>> FrameworkRef(id="hcplan-apm", edition="2024-11", revision=1).id
        'hcplan-apm'
    """

    id: Id
    edition: str
    revision: int
    tailored: Tailored | None = Field(
        default=None, description="What a tailoring changed; absent in JSON where nothing was."
    )

    @model_serializer(mode="wrap")
    def _without_nothing(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        found: dict[str, Any] = handler(self)
        if self.tailored is None:
            found.pop("tailored", None)
        return found


class Result(Noun):
    """The head of every result.

    Example:
        >>> Result(framework=FrameworkRef(id="f", edition="1", revision=1)).final
        False
    """

    notice: str = NOTICE
    framework: FrameworkRef
    organization: Organization | None = None
    as_of: Day | None = None
    final: bool = False
    terms: Terms = Field(
        default={}, validate_default=True, description="What the framework calls a block and a practice."
    )
    edges: tuple[float, ...] = Field(
        default=(),
        description="Shares at which a figure changes its name, rising: where bands begin and verdicts turn, and the "
        "least that has to be answered. Who writes a figure rounded must not write it over one of them.",
    )

    has_total: bool = Field(
        default=True,
        description="false: the framework has no total, by design; what would be a score of the whole is null.",
    )

    @property
    def vocabulary(self) -> Vocabulary:
        """The words for a block and a practice in sentences."""
        return vocabulary(self.terms)


def ref(framework: Framework) -> FrameworkRef:
    """Name a framework, with what a tailoring changed in it.

    Example:
        >>> ref(Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])).model_dump()
        {'id': 'mini', 'edition': '', 'revision': 1}
    """
    return FrameworkRef.model_construct(  # what a framework holds is sound already
        id=framework.id, edition=framework.edition, revision=framework.revision, tailored=framework.tailored
    )


def head(framework: Framework, assessment: Assessment) -> dict[str, object]:
    """Give the fields of a result's head.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> sorted(head(framework, Assessment(framework="mini")))
        ['as_of', 'edges', 'final', 'framework', 'has_total', 'organization', 'terms']
    """
    return {
        "framework": ref(framework),
        "organization": assessment.organization,
        "as_of": assessment.as_of,
        "final": assessment.final,
        "terms": framework.terms,
        "edges": edges_of(framework.policy),
        "has_total": framework.scoring.overall,
    }
