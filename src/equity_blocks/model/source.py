"""What a framework takes over from its source beside practices: the document, its rights, what it says of itself."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import NO_ITEMS, NULL, Id, Many, MaybeDay, Noun, Text


class NextStep(Noun):
    """One of the steps that a source tells its readers to take, in order.

    Example:
        >>> NextStep(id="plan", title="Develop a strategic plan").title
        'Develop a strategic plan'
    """

    id: Id = Field(description="Unique among the steps.")
    title: Text = Field(description="The source's own words for it.")
    source: str = Field(default="", description="Where in the source it stands.")
    summary: str = Field(default="", description="What it asks for, in our own words.")
    part: Literal["needs", "actions", "resources", "people"] | None = Field(
        default=None, description="The part of a plan that answers this step; its heading there. Default: none."
    )


class Enabler(Noun):
    """A facilitator or a challenge that a source reports, with the practices it helps or hinders.

    Example:
        >>> Enabler(id="e", title="Use data", kind="facilitator", practices=["focus"]).practices
        ('focus',)
    """

    id: Id = Field(description="Unique among the enablers.")
    title: Text = Field(description="What it is called.")
    kind: Literal["facilitator", "challenge"] = Field(description="Whether it helps or hinders.")
    source: str = Field(default="", description="Where in the source it stands.")
    summary: str = Field(default="", description="What the source reports, in our own words.")
    practices: Many[Id] = Field(
        default=NO_ITEMS, description="Ids of the practices that it helps or hinders. Default: none in particular."
    )


class Aspect(Noun):
    """A quality that a source sees in all its practices and that is not rated by itself.

    Example:
        >>> Aspect(id="sustainability", title="Planning for sustainability").title
        'Planning for sustainability'
    """

    id: Id = Field(description="Unique among the aspects.")
    title: Text = Field(description="The source's own words for it.")
    source: str = Field(default="", description="Where in the source it stands.")
    summary: str = Field(default="", description="What it is about, in our own words.")


class Choice(Noun):
    """One of the things among which something that a source describes can be told.

    Example:
        >>> Choice(id="capitation", title="Capitated payment").title
        'Capitated payment'
    """

    id: Id = Field(description="Unique among the choices.")
    title: Text = Field(description="What it is called.")
    summary: str = Field(default="", description="What it means, in our own words.")


class Statement(Noun):
    """A statement of a source about itself: for whom it is, how far it goes, what it rests on.

    Example:
        >>> Statement(id="voluntary", title="Voluntary", summary="Nobody has to do it.").choices
        ()
    """

    id: Id = Field(description="Unique among the statements.")
    title: Text = Field(description="What it is about, in a few words.")
    source: str = Field(default="", description="Where in the source it stands.")
    summary: str = Field(default="", description="What the source says, in our own words.")
    choices: Many[Choice] = Field(
        default=NO_ITEMS,
        description="What a contract can be, where the source tells kinds apart; evidence states one under `profile`.",
    )


class Source(Noun):
    """The document that a framework comes from.

    Example:
        >>> Source(citation="Summary of Promising Practices, November 2024.").url
        ''
    """

    citation: Text = Field(description="The document, as it is cited.")
    url: str = Field(default="", description="Where it can be read.")
    date: MaybeDay = Field(default=NULL, description="When it was published.")


class Rights(Noun):
    """The rights in the source: who holds them, and what that means for readers.

    Example:
        >>> Rights(holder="HCPLAN").notice
        ''
    """

    holder: Text = Field(description="Who holds the rights.")
    notice: str = Field(default="", description="What that means for readers.")
