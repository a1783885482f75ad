"""The head of every result: whose it is, of which framework, and how far it may be trusted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, Protocol, TypedDict, TypeVar

from pydantic import Field

from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.assessment import Assessment, Organization
from equity_blocks.model.figures import edges_of
from equity_blocks.model.framework import Framework, Terms
from equity_blocks.model.noun import Id, Noun, StrictDate, Text, schema_field
from equity_blocks.model.privacy import WITHHELD, Audience, NoteText, PublicText, SharedWith
from equity_blocks.model.tree import Nested, walk
from equity_blocks.model.vocabulary import Vocabulary, Word, vocabulary
from equity_blocks.version import VERSION

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


class Nesting(Nested, Protocol[P_co]):
    """A block of a result: practices, and blocks in it."""

    @property
    def practices(self) -> tuple[P_co, ...]:
        """The practices that stand directly in it."""


def by_id(blocks: Iterable[Nesting[P_co]]) -> dict[str, P_co]:
    """Collect the practices of nested blocks by their ids, in source order."""
    return {practice.id: practice for block in walk(blocks) for practice in block.practices}


class FrameworkRef(Noun):
    """Names the framework that a result was made with.

    Example:
        >>> FrameworkRef(id="hcplan-apm", edition="2024-11", revision=1).id
        'hcplan-apm'
    """

    id: Id = Field(description="Its id in the catalogue.")
    edition: PublicText = Field(description="The source's own edition; empty where it names none.")
    revision: int = Field(description="Our revision of it, from 1.")
    fingerprint: PublicText = Field(
        default="",
        description="Hash of what decides its figures; frameworks that share it score and plan alike, whatever their "
        "words. Empty: not told.",
    )
    tailored: Tailored | None = Field(default=None, description="What a tailoring changed; null where nothing was.")


class Made(Noun):
    """A result, with the version of the library that made it.

    Example:
        >>> Made(made_with="1.4").made_with
        '1.4'
    """

    schema_: PublicText = schema_field("")
    notice: PublicText = Field(default=NOTICE, description="How far the figures may be trusted; ends every output.")
    made_with: PublicText = Field(default="", description="The version of equity-blocks that made it; empty: not told.")


class Result(Made):
    """The head of every result of one assessment.

    Example:
        >>> Result(framework=FrameworkRef(id="f", edition="1", revision=1)).final
        False
    """

    framework: FrameworkRef = Field(description="The framework that was rated, or that a translation is read in.")
    named_revision: int | None = Field(
        default=None,
        description="The revision that the assessment names, where it was read by another one, that of `framework`: "
        "`migrate` carries the answers over. null: it names that one, or none.",
    )
    assessment: Annotated[Id | None, SharedWith("client", None)] = Field(
        default=None, description="The id of the assessment that it was made from; null: it has none."
    )
    organization: Organization | None = Field(default=None, description="Whose result it is; null: not told.")
    as_of: StrictDate | None = Field(default=None, description="The date of the assessment; null: it has none.")
    final: bool = Field(default=False, description="Whether the ratings were final; else it is a draft.")
    audience: Audience = Field(default="owner", description="Who may read it; the owner has all of it.")
    withheld: tuple[PublicText, ...] = Field(
        default=(),
        description="Where something was left out for this audience: key paths such as `actions.owner`, without the "
        "positions in lists and the keys of mappings.",
    )
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
        >>> ref(Framework(id="mini", title="Mini", edition="2", scale=["no", "yes"], blocks=[])).edition
        '2'
    """
    return FrameworkRef.trusted(
        id=framework.id,
        edition=framework.edition,
        revision=framework.revision,
        fingerprint=framework.fingerprint,
        tailored=framework.tailored,
    )


class Head(TypedDict):
    """The fields of a `Result` that a framework and an assessment decide."""

    made_with: str
    framework: FrameworkRef
    named_revision: int | None
    assessment: str | None
    organization: Organization | None
    as_of: date | None
    final: bool
    terms: Mapping[Word, str]
    edges: tuple[float, ...]
    has_total: bool


def head(framework: Framework, assessment: Assessment) -> Head:
    """Give the fields of a result's head.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> head(framework, Assessment(framework="mini", id="mini-2026"))["assessment"]
        'mini-2026'
    """
    is_read_by_another = assessment.framework == framework.id and assessment.revision not in (None, framework.revision)
    return {
        "made_with": VERSION,
        "framework": ref(framework),
        "named_revision": assessment.revision if is_read_by_another else None,
        "assessment": assessment.id,
        "organization": assessment.organization,
        "as_of": assessment.as_of,
        "final": assessment.final,
        "terms": framework.terms,
        "edges": edges_of(framework.policy),
        "has_total": framework.scoring.overall,
    }


NoteKind = Literal[
    "rating", "answer", "agreed", "not_applicable", "not_pursued", "evidence", "progress", "goal", "initiative"
]


class Note(Noun):
    """A note that somebody wrote about a practice, or what goes with it. It stays with its owner, and is never shared.

    Example:
        >>> Note(kind="answer", by="cmo", level="partial", text="two clinics").of
        ''
    """

    kind: NoteKind = Field(description="Where it stands in the assessment.")
    by: NoteText = Field(default="", description="The respondent, or who agreed; empty where nobody is named.")
    of: NoteText = Field(
        default="", description="The title of the evidence, the goal or the initiative that it is about."
    )
    level: Id | None = Field(default=None, description="What was answered or agreed; null for all else.")
    text: Annotated[Text, SharedWith("owner", WITHHELD)] = Field(description="What was written.")
