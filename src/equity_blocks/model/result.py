"""What every result carries: whose it is, of which framework, and how far it may be trusted."""

from equity_blocks.model.assessment import Assessment, Organization
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Day, Id, Noun

NOTICE = (
    "Self-reported and not validated; not an accreditation, audit or benchmark; not endorsed by the source's "
    "publisher; prerequisites, weights and effort are editorial."
)
"""The line that ends every output."""


class FrameworkRef(Noun):
    """Names the framework that a result was made with.

    Example:
        >>> FrameworkRef(id="hcplan-apm", edition="2024-11", revision=1).id
        'hcplan-apm'
    """

    id: Id
    edition: str
    revision: int


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


def head(framework: Framework, assessment: Assessment) -> dict[str, object]:
    """Give the fields of a result's head.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> sorted(head(framework, Assessment(framework="mini")))
        ['as_of', 'final', 'framework', 'organization']
    """
    return {
        "framework": {"id": framework.id, "edition": framework.edition, "revision": framework.revision},
        "organization": assessment.organization,
        "as_of": assessment.as_of,
        "final": assessment.final,
    }
