"""What other frameworks offer for an action: activities, and what helps or gets in the way."""

from pydantic import Field

from equity_blocks.model.noun import Id, Noun


class Activity(Noun):
    """A practice of another framework that does a part of what an action is about.

    Example:
        >>> Activity(framework="rise-to-health-payers", practice="a", title="A").serves
        1
    """

    framework: Id
    practice: Id
    title: str
    kind: str = Field(default="practice", description="What its framework calls its practices, such as activity.")
    uses: float = Field(
        default=1.0, gt=0, le=1, description="How much of the action's practice it speaks of, above 0 up to 1."
    )
    serves: int = Field(default=1, ge=1, description="How many actions of the plan it serves.")


class Help(Noun):
    """Something that another framework found to help, or to get in the way.

    Example:
        >>> Help(framework="ahe-roadmap", id="e", title="Train staff", kind="facilitator").summary
        ''
    """

    framework: Id
    id: Id
    title: str
    kind: str = Field(description="facilitator, challenge, or what a guidance framework calls its practices.")
    summary: str = ""
