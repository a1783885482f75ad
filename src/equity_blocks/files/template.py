"""An empty assessment to fill in with an editor: every practice with its question, nothing rated."""

import datetime as dt
import textwrap
from collections.abc import Iterator
from typing import Any

from equity_blocks.errors import visible
from equity_blocks.files.writing import HEADER, as_yaml
from equity_blocks.model import Framework, Practice, Scale
from equity_blocks.model.phrases import enumerated, worded
from equity_blocks.model.practice import TO_BE_CONFIRMED, for_audience

_WIDTH = 100
_HOW = (
    "Write a level after each colon, or its number counted from 0. Leave it empty where nobody has answered yet; write "
    '`unknown` where nobody could say; or say why not: {not_applicable: "..."} or {not_pursued: "..."}.'
)

_CALENDAR = "planning: {start: 2027-Q1, capacity: 60}   (quarters with so many person-days each, which `plan` keeps to)"


def template(
    framework: Framework, audience: str | None = None, as_of: dt.date | None = None, *, plain: bool = False
) -> str:
    """Write an assessment without ratings, with questions and levels as comments.

    Args:
        framework: What will be rated.
        audience: Whose wording of questions and levels to use, and the organization's type; what is not meant for it
            is written as not applicable, to be confirmed. Default: the common wording, and nothing is left out.
        as_of: The date to write. Default: today.
        plain: Whether to ask in plain language where the framework has such wording. Default: in the field's words.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "Block",
        ...     "practices": [{"id": "p", "title": "Practice", "question": "Do you?"}]}])
        >>> print(template(framework, as_of=dt.date(2026, 9, 30)).rsplit("ratings:", 1)[1])
        <BLANKLINE>
        <BLANKLINE>
          # == Block ==
        <BLANKLINE>
          # Practice
          # Do you?
          p:
        <BLANKLINE>
    """
    lines = [
        *HEADER.splitlines(),
        *_comment(f"{framework.title}: assessment", 0),
        *_comment(_HOW, 0),
        "",
        *as_yaml(_head(framework, audience, as_of or dt.date.today())).splitlines(),  # noqa: DTZ011 - the user's own day
        "",
        *_comment(_CALENDAR, 0),
        "",
        *_levels(framework.scale),
        "ratings:",
        *_ratings(framework, audience, plain=plain),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _head(framework: Framework, audience: str | None, as_of: dt.date) -> dict[str, Any]:
    organization = {"id": "your-organization", "name": "Your organization"} | ({"type": audience} if audience else {})
    edition = {"edition": framework.edition} if framework.edition else {}
    ref = {"framework": framework.id, **edition, "revision": framework.revision}
    return {**ref, "organization": organization, "as_of": as_of.isoformat(), "final": False}


def _levels(scale: Scale) -> Iterator[str]:
    yield "# Levels:"
    if scale.range:
        yield from _comment(_scores(scale), 0, "  ")
    for level in scale.levels:
        yield from _comment(f"{level.id}: {level.description or level.title}", 0, "  ")


def _scores(scale: Scale) -> str:
    low, high = scale.range or (0, 0)
    return f"any score from {low:g} to {high:g}, such as {low + (high - low) * 0.6:g}{scale.codes}; these have names:"


def _ratings(framework: Framework, audience: str | None, *, plain: bool) -> Iterator[str]:
    for block, around, _ in framework.walk():
        titles = " / ".join(b.title for b in (*around, block))
        yield ""
        yield from _comment(f"== {titles} ==", 2)
        for practice in block.practices:
            yield ""
            horizon = f" ({practice.horizon} term)" if practice.horizon else ""
            yield from _comment(f"{practice.title}{horizon}", 2)
            question = practice.question_for(audience, plain=plain) or practice.summary
            for line in (question, *_about(practice, framework, audience)):
                yield from _comment(line, 2)
            yield from _key(practice, audience).splitlines()


def _about(practice: Practice, framework: Framework, audience: str | None) -> Iterator[str]:
    """What whoever rates a practice should know besides the question."""
    scale = framework.scale_of(practice.id)
    if scale != framework.scale:
        yield f"Levels here: {', '.join(scale.ids)}"
        if scale.range:
            yield f"Or {_scores(scale).partition(';')[0]}"
    for level in practice.levels:
        if meaning := practice.meaning_of(level, audience):
            yield f"{level} here: {meaning}"
    if roles := for_audience(practice.ask, audience):
        yield f"Who can answer: {enumerated([framework.roles[role] for role in roles])}"
    if practice.applies_to:
        yield f"This is meant for: {_meant_for(practice)}."
    if practice.not_applicable == "refused":
        yield "This applies to everybody: {not_applicable: ...} is refused here."
    if practice.criteria:
        names = ", ".join(f"{criterion.id} ({criterion.title})" for criterion in practice.criteria)
        yield f"Or rate its parts, {{criteria: {{...}}}}: {names}"
    yield from (f"Caution, {caution.in_words}" for caution in practice.cautions)


def _key(practice: Practice, audience: str | None) -> str:
    """The practice's key with nothing after it, or with why it may not apply."""
    if practice.is_meant_for(audience):
        return "  " + as_yaml({practice.id: None}).replace(" null", "").rstrip()
    reason = f"meant for {_meant_for(practice)} ({TO_BE_CONFIRMED})"
    return textwrap.indent(as_yaml({practice.id: {"not_applicable": reason}}), "  ")


def _meant_for(practice: Practice) -> str:
    return enumerated([worded(audience) for audience in practice.applies_to])


def _comment(text: str, indent: int, hang: str = "") -> list[str]:
    """Comment lines; white space is folded, so that no text can end the comment it stands in."""
    start = " " * indent + "# "
    folded = " ".join(visible(text).split())
    return textwrap.wrap(
        folded, _WIDTH, initial_indent=start + hang, subsequent_indent=start + hang * 2, break_on_hyphens=False
    )
