"""Privacy: who may read a field outside the owner's hands, declared where the field stands.

`engine/sharing` reads these marks. A text without one is nobody's but the owner's.
"""

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

Audience = Literal["owner", "steering", "client", "cohort"]
"""Who reads something, from the narrowest to the widest: the owner; a board of the organization itself; a client;
other organizations. What one of them may read, those before it may, too."""

WITHHELD = "withheld"
"""Stands where a text has to."""

PSEUDONYM = "a pseudonym"
"""As `instead`: a name that is the same for the same organization under the same secret."""

NUMBER = "a number"
"""As `instead`: names are numbered, wherever they stand."""


class SharedWith(NamedTuple):
    """Marks, in the annotation of a field, the widest audience that may read it.

    Args:
        audience: The widest audience that gets the field as it is.
        instead: What wider ones get in its place, where something stands there. Default: an empty text.
        if_heard: Whether all of them may read it unless single respondents make what it says.

    Example:
        >>> from equity_blocks.model.noun import Noun
        >>> class Work(Noun):
        ...     owner: Annotated[str, SharedWith("steering")] = ""
        >>> Work.model_fields["owner"].metadata
        [SharedWith(audience='steering', instead='', if_heard=False)]
    """

    audience: Audience
    instead: Any = ""
    if_heard: bool = False


PublicText = Annotated[str, SharedWith("cohort")]
"""A text of the framework, or one made from the calendar, figures and names of the framework."""

PublicName = Annotated[PublicText, Field(min_length=1)]
"""The same where it has to stand."""

OwnText = Annotated[str, SharedWith("steering")]
"""A text of the organization, which may be empty."""

OwnName = Annotated[str, Field(min_length=1), SharedWith("steering", WITHHELD)]
"""A text of the organization that has to stand where it stands."""

NoteText = Annotated[str, SharedWith("owner")]
"""What somebody wrote beside an answer, a goal or a piece of work."""
