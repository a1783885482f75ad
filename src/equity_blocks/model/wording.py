"""What a framework says to one audience alone: its questions, levels, roles and templates, and what is meant for it."""

from collections.abc import Mapping
from typing import Any

from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import FrozenDict
from equity_blocks.model.practice import AUDIENCE_OF_ALL, Block, Practice, for_audience

COMMUNITY = "community"
"""The people whom the practices are for: they are asked in plain words, and only what they can know."""

COMMUNITY_ROLES = ("members", "community-partners")
"""Roles that the community has, where a framework has them: people themselves, and groups that speak for them."""

NEIGHBOR = "neighbor"
"""The id of the respondent in the community's file, until whoever fills it in puts a short name in its place."""

_WORDINGS = ("question", "plain", "evidence_template", "roles", "ask")


def practice_for(practice: Practice, audience: str) -> Practice:
    """Give a practice with an audience's own wordings alone, which then hold for everybody.

    Example:
        >>> practice = Practice(id="p", title="P", question={"default": "Do you?", "provider": "Does the clinic?"})
        >>> dict(practice_for(practice, "provider").question), dict(practice_for(practice, "purchaser").question)
        ({'default': 'Does the clinic?'}, {'default': 'Do you?'})
    """
    own: dict[str, Any] = {name: _own(getattr(practice, name), audience) for name in _WORDINGS}
    levels = {level: _own(texts, audience) for level, texts in practice.levels.items()}
    return practice.model_copy(update={**own, "levels": FrozenDict({k: v for k, v in levels.items() if v})})


def _own(by_audience: Mapping[str, Any], audience: str) -> FrozenDict[Any]:
    said = for_audience(by_audience, audience)
    return FrozenDict({AUDIENCE_OF_ALL: said} if said else {})


def framework_for(framework: Framework, audience: str) -> Framework:
    """Give a framework with an audience's own wordings alone; what is not meant for it stays, and says so.

    Example:
        >>> practice = {"id": "p", "title": "P", "question": {"provider": "Does it?"}}
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], audiences=["provider"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [practice]}])
        >>> framework_for(framework, "provider").practice("p").question_for()
        'Does it?'
    """

    def worded(block: Block) -> Block:
        practices = tuple(practice_for(practice, audience) for practice in block.practices)
        return block.model_copy(update={"practices": practices, "blocks": tuple(map(worded, block.blocks))})

    return framework.replace(blocks=tuple(map(worded, framework.blocks)))


def asked_in_plain_words(framework: Framework, audience: str | None = None) -> tuple[str, ...]:
    """List the practices that the community is asked about: those with a plain wording that are meant for an audience.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P", "plain": "Do you feel heard?"}, {"id": "q", "title": "Q"}]}])
        >>> asked_in_plain_words(framework)
        ('p',)
    """
    return tuple(
        name
        for name, practice in framework.practices.items()
        if for_audience(practice.plain, audience) and practice.is_meant_for(audience)
    )
