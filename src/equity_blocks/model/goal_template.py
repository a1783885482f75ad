"""Goals of the library: common disparity measures with usual root causes, to be confirmed by whoever takes one over."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.errors import Problem
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import LONGEST_LEAD, Priority
from equity_blocks.model.noun import NO_ITEMS, Id, Many, Noun, Text, keyed


class UsualCause(Noun):
    """A cause that is often behind a disparity, and the practices that bear on it. Editorial.

    Example:
        >>> UsualCause(title="Visits are hard to fit around work", practices=["care-redesign"]).feasibility
        'normal'
    """

    title: Text = Field(description="The cause, in a sentence: what gets in people's way, not what is wrong with them.")
    importance: Priority = Field(
        default="normal", description="high or low only where that can be defended for most organizations."
    )
    feasibility: Priority = Field(
        default="normal", description="high or low only where that can be defended for most organizations."
    )
    why: str = Field(default="", description="Why its importance or feasibility is not normal.")
    practices: Annotated[Many[Id], Field(min_length=1)] = Field(description="Ids of the practices that bear on it.")


class ToConfirm(Noun):
    """Something to find out before a goal is confirmed, and with whom.

    Example:
        >>> ToConfirm(**{"what": "Which visits were missed, and why.", "with": ["members"]}).with_whom
        ('members',)
    """

    what: Text = Field(description="What has to be known, in a sentence.")
    with_whom: Annotated[Many[Text], Field(min_length=1)] = keyed(
        key="with", description="Who knows it: people, groups, or whoever keeps the data."
    )


class GoalTemplate(Noun):
    """A disparity that many organizations work on, as a start for a goal of one's own.

    It asserts no figure: who is behind, by how much and why is for local data and the people concerned to say. What
    `init` writes of it is unconfirmed, and chooses nothing in a plan.

    Example:
        >>> template = GoalTemplate(id="g", framework="f", title="Visits after birth", measure="Postpartum visit",
        ...     population="Which members?", unit="percent", lead_why="Births take a year.", basis="editorial",
        ...     root_causes=[{"title": "Hours", "practices": ["p"]}],
        ...     confirm=[{"what": "Whether it is so here.", "with": ["members"]}])
        >>> template.lead, template.root_causes[0].practices
        (4, ('p',))
    """

    id: Id = Field(description="Names it in the library, and the goal that is made of it; stays for ever.")
    framework: Id = Field(description="The framework whose practices it names.")
    title: Text = Field(description="What people call it.")
    measure: Text = Field(description="What is measured, by the measure's public name.")
    known_from: Many[Text] = Field(
        default=NO_ITEMS, description="Public names of the measure sets that have it, or something like it."
    )
    population: Text = Field(description="A question that leads to the people concerned; local data answer it.")
    unit: Text = Field(description="What the measure is counted in, such as percent.")
    lead: Annotated[int, Field(ge=0, le=LONGEST_LEAD, strict=True)] = Field(
        default=4, description="Quarters from a practice in place to a measure that can move. Editorial."
    )
    lead_why: Text = Field(description="Why it takes so long.")
    root_causes: Annotated[Many[UsualCause], Field(min_length=1)] = Field(
        description="Causes that are often behind it. Editorial."
    )
    confirm: Annotated[Many[ToConfirm], Field(min_length=1)] = Field(
        description="What to find out before it is confirmed, and with whom."
    )
    basis: Literal["editorial"] = Field(description="Whose word it is: ours, and no publisher's.")


def template_misfits(framework: Framework, template: GoalTemplate) -> tuple[Problem, ...]:
    """Find every reason why a goal of the library cannot be used with a framework.

    Returns:
        Problems with key paths into the goal; empty when it fits.

    Example:
        >>> framework = Framework(id="f", title="F", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Vision"}]}])
        >>> template = GoalTemplate(id="g", framework="f", title="G", measure="Visits", population="Who?",
        ...     unit="percent", lead_why="So.", basis="editorial", confirm=[{"what": "Who.", "with": ["members"]}],
        ...     root_causes=[{"title": "Hours", "practices": ["vison"]}])
        >>> print(template_misfits(framework, template)[0])
        root_causes[0].practices[0]: f has no practice 'vison' (did you mean 'vision'?)
    """
    if template.framework != framework.id:
        message = f"this goal names practices of '{template.framework}', not of '{framework.id}'"
        data = {"found": framework.id, "allowed": (template.framework,)}
        return (Problem("wrong_framework", message, "open the framework that it names", ("framework",), data=data),)
    named = (
        (("root_causes", i, "practices", j), name)
        for i, cause in enumerate(template.root_causes)
        for j, name in enumerate(cause.practices)
    )
    called = framework.vocabulary.practice
    return tuple(
        unknown_name("unknown_practice", f"{framework.id} has no {called} '{name}'", name, framework.practices, path)
        for path, name in named
        if name not in framework.practices and name not in framework.taken_out
    )


def nothing_called_so(name: str, templates: Iterable[GoalTemplate]) -> Problem:
    """Say that the library has no goal of this id, with the nearest one.

    Example:
        >>> str(nothing_called_so("visits", ()))
        "no goal of the library is called 'visits'"
    """
    known = {template.id: template.title for template in templates}
    return unknown_name("unknown_goal", f"no goal of the library is called '{name}'", name, known, ())
