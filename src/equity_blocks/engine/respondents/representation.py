"""Whose voices are heard: whether anybody speaks for the people whom the practices are for."""

from equity_blocks.model.assessment import Assessment, Respondent
from equity_blocks.model.framework import Framework

MEMBER_VOICES = ("members", "community-partners")
"""Roles, where a framework has them, of those whom its practices are for."""


def member_voice(framework: Framework, assessment: Assessment) -> bool | None:
    """Say whether somebody who speaks for members or community partners has a say.

    Where ratings hold answers, only who answered has one; else everybody who is listed.

    Returns:
        `None` where nobody can tell: the framework has no such role, or no respondent is listed.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], roles={"members": "Members"}, blocks=[])
        >>> people = [{"id": "ann", "role": "members"}, {"id": "ben"}]
        >>> member_voice(framework, Assessment(framework="mini", respondents=people))
        True
        >>> member_voice(framework, Assessment(framework="mini", respondents=people[1:]))
        False
    """
    if not (assessment.respondents and member_roles(framework)):
        return None
    heard = {who for rating in assessment.ratings.values() for who, a in rating.answers.items() if not a.is_blank}
    return any(not heard or who.id in heard for who in member_respondents(framework, assessment))


def member_roles(framework: Framework) -> tuple[str, ...]:
    """Give the roles of a framework that speak for members or community partners."""
    return tuple(role for role in MEMBER_VOICES if role in framework.roles)


def member_respondents(framework: Framework, assessment: Assessment) -> tuple[Respondent, ...]:
    """Give the respondents who are listed with such a role."""
    return tuple(who for who in assessment.respondents if who.role in member_roles(framework))
