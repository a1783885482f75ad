"""The questions for the community: a file in plain words, for members, patients, families and neighbors to fill in."""

from collections.abc import Iterator

from equity_blocks.files.template import comment
from equity_blocks.files.writing import HEADER, as_yaml
from equity_blocks.model import Framework, Level
from equity_blocks.model.practice import for_audience
from equity_blocks.model.wording import COMMUNITY_ROLES, NEIGHBOR, asked_in_plain_words

_WELCOME = (
    "Thank you for taking part. You see things that the people in charge cannot see. No answer is right or wrong. Ask "
    "whoever gave you this page who will read it, and if your name will stand beside your words."
)
_HOW = "Below each question is a short name with a colon. After the colon, write one of these:"
_NO_ANSWER = "Write unknown if you do not know. Write nothing if you would rather not say."
_OWN_WORDS = 'To add words of your own, write it like this: {{level: {level}, note: "Your words"}}'
_WHO = (
    f"Who you are: change {NEIGHBOR} to a short name for you or your group, in small letters and with no spaces. If "
    "you answer as a group, change 1 to how many you are."
)
_GROUPS = "If you speak for a local group, change members to community-partners."


def community_pack(framework: Framework, audience: str | None = None) -> str:
    """Write the questions that the community is asked, as a file that `merge` adds to the organization's own.

    It names no organization and no date, so that those of the organization's own file hold.

    Args:
        framework: What is rated; its practices with a plain wording are asked about, and no others.
        audience: Whose members and neighbors are asked: their wording, and what is meant for such an organization.
            Default: the common wording.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "Block",
        ...     "practices": [{"id": "p", "title": "Practice", "plain": "Do you feel heard?"},
        ...     {"id": "q", "title": "Other"}]}])
        >>> print(community_pack(framework).rsplit("ratings:", 1)[1])
        <BLANKLINE>
        <BLANKLINE>
          # Do you feel heard?
          p:
        <BLANKLINE>
    """
    names = asked_in_plain_words(framework, audience)
    role = next(({"role": role} for role in COMMUNITY_ROLES if role in framework.roles), {})
    who = {"id": NEIGHBOR, **role, "people": 1, "asked": list(names)}
    edition = {"edition": framework.edition} if framework.edition else {}
    ref = {"framework": framework.id, **edition, "revision": framework.revision}
    lines = [
        *HEADER.splitlines(),
        *comment(_WELCOME, 0),
        "#",
        *_levels(framework.scale.levels),
        "#",
        *comment(_WHO if len(role) == 0 or COMMUNITY_ROLES[1] not in framework.roles else f"{_WHO} {_GROUPS}", 0),
        "",
        *as_yaml({**ref, "respondents": [who]}).splitlines(),
        "",
        "ratings:",
        *_questions(framework, names, audience),
    ]
    return "\n".join(lines) + "\n"


def _levels(levels: tuple[Level, ...]) -> Iterator[str]:
    yield from comment(_HOW, 0)
    for level in levels:
        yield from comment(f"{level.id}: {level.plain or level.description or level.title}", 0, "  ")
    yield from comment(_NO_ANSWER, 0)
    yield from comment(_OWN_WORDS.format(level=levels[-1].id), 0)


def _questions(framework: Framework, names: tuple[str, ...], audience: str | None) -> Iterator[str]:
    for name in names:
        practice = framework.practices[name]
        yield ""
        yield from comment(for_audience(practice.plain, audience) or "", 2)
        if framework.scale_of(name) != framework.scale:
            yield from comment(f"Write one of these: {', '.join(framework.scale_of(name).ids)}", 2)
        yield "  " + as_yaml({name: None}).replace(" null", "").rstrip()
