"""An empty assessment to fill in with an editor: every practice with its question, nothing rated."""

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from equity_blocks.errors import visible
from equity_blocks.files.writing import HEADER, as_yaml
from equity_blocks.model import Framework, Practice, Scale
from equity_blocks.model.goal_template import GoalTemplate
from equity_blocks.model.noun import EMPTY
from equity_blocks.model.phrases import counted, enumerated, worded
from equity_blocks.model.practice import TO_BE_CONFIRMED, for_audience

_WIDTH = 100
_HOW = (
    "Write a level after each colon, or its number counted from 0. Leave it empty where nobody has answered yet; write "
    '`unknown` where nobody could say; or say why not: {not_applicable: "..."} or {not_pursued: "..."}.'
)

_CALENDAR = "planning: {start: 2027-Q1, capacity: 60}   (quarters with so many person-days each, which `plan` keeps to)"


_GOALS = (
    "Goals of the library, each no more than a start. While `confirmed: false` stands there, a goal chooses nothing in "
    "a plan. Find out what is listed above it, with the people named; say whom it is for; add your own figures; change "
    "or remove causes. Then remove that line."
)
_CARRIED = (
    "Carried over from last time: whose assessment it is, who is asked, targets, evidence, goals, initiatives, and "
    "work that is planned or under way. Levels are not: each stands above its practice to be read, and counts nowhere."
)
_TO_FILL_IN = "To be filled in"
_FIGURES = (
    'Then add `baseline: {{value: ..., unit: {unit}, period: "..."}}` and `target: {{value: ..., by: YYYY-MM-DD}}`.'
)


def template(
    framework: Framework,
    audience: str | None = None,
    as_of: dt.date | None = None,
    *,
    plain: bool = False,
    goals: Sequence[GoalTemplate] = (),
    carried: Mapping[str, Any] = EMPTY,
    notes: Mapping[str, Sequence[str]] = EMPTY,
) -> str:
    """Write an assessment without levels, with questions and levels as comments.

    Args:
        framework: What will be rated.
        audience: Whose wording of questions and levels to use, and the organization's type; what is not meant for it
            is written as not applicable, to be confirmed. Default: the common wording, and nothing is left out.
        as_of: The date to write. Default: today.
        plain: Whether to ask in plain language where the framework has such wording. Default: in the field's words.
        goals: Goals of the library to begin with; written as unconfirmed. Default: none.
        carried: Plain data that holds from last time, as an assessment's file has it. Default: nothing.
        notes: Practice -> what else to write above it, such as its level of last time. Default: nothing.

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
        *comment(f"{framework.title}: assessment", 0),
        *comment(_HOW, 0),
        "",
        *(comment(_CARRIED, 0) if carried else ()),
        *as_yaml(_head(framework, audience, as_of or dt.date.today(), carried)).splitlines(),  # noqa: DTZ011 - the user's own day
        "",
        *_goals(goals),
        *comment(_CALENDAR, 0),
        "",
        *_levels(framework.scale),
        "ratings:",
        *_ratings(framework, audience, carried.get("ratings", EMPTY), notes, plain=plain),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def annotated(
    text: str, framework: Framework, audience: str | None = None, *, notes: Mapping[str, Sequence[str]] | None = None
) -> str:
    r"""Write what a template says in comments into the text of an assessment that has every practice already.

    Args:
        text: The assessment as YAML, as `written` gives it.
        framework: What it rates.
        audience: Whose wording of questions and levels to use. Default: the common wording.
        notes: Practice -> what else to write above it. Default: nothing.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "Block",
        ...     "practices": [{"id": "p", "title": "Practice", "question": "Do you?"}]}])
        >>> text = "framework: mini\nratings:\n  p: null\n"
        >>> print(annotated(text, framework, notes={"p": ["Look at the charter."]}).split("ratings:")[1].lstrip())
        # == Block ==
        <BLANKLINE>
          # Practice
          # Do you?
          # Look at the charter.
          p:
        <BLANKLINE>
    """
    lines, places = text.splitlines(), _places(text)
    comments = {0: [*comment(f"{framework.title}: assessment", 0), *comment(_HOW, 0), ""]}
    if "ratings" in places:
        comments[places["ratings"]] = ["", *_levels(framework.scale)]
    for block, around, _ in framework.walk():
        head = ["", *comment(f"== {' / '.join(b.title for b in (*around, block))} ==", 2)]
        for practice in block.practices:
            if (place := places.get(("ratings", practice.id))) is not None:
                said = (line for note in (notes or {}).get(practice.id, ()) for line in comment(note, 2))
                comments[place] = [*head, "", *_comments(practice, framework, audience), *said]
                head = []
                lines[place] = lines[place].removesuffix(" null")
    return "\n".join(line for i, own in enumerate(lines) for line in (*comments.get(i, ()), own)) + "\n"


def _places(text: str) -> dict[object, int]:
    """The line of every key at the top, and of every rating."""
    places: dict[object, int] = {}
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, value in top.value if top else ():
        places[key.value] = key.start_mark.line
        if key.value == "ratings":
            places |= {("ratings", name.value): name.start_mark.line for name, _ in value.value}
    return places


def _head(framework: Framework, audience: str | None, as_of: dt.date, carried: Mapping[str, Any]) -> dict[str, Any]:
    organization = {"id": "your-organization", "name": "Your organization"} | ({"type": audience} if audience else {})
    edition = {"edition": framework.edition} if framework.edition else {}
    ref = {"framework": framework.id, **edition, "revision": framework.revision}
    head = {**ref, "organization": organization, "as_of": as_of.isoformat(), "final": False}
    return head | {key: value for key, value in carried.items() if key != "ratings"}


def _goals(goals: Sequence[GoalTemplate]) -> Iterator[str]:
    """The goals as an assessment has them, each below what has to be confirmed and with whom."""
    if not goals:
        return
    yield from comment(_GOALS, 0)
    yield "goals:"
    for goal in goals:
        yield ""
        for line in _of_goal(goal):
            yield from comment(line, 2)
        yield from as_yaml({"goals": [_goal(goal)]}).splitlines()[1:]
    yield ""


def _of_goal(goal: GoalTemplate) -> Iterator[str]:
    """What whoever takes a goal over has to know."""
    yield " ".join([f"{goal.title}.", *([f"Known from: {'; '.join(goal.known_from)}."] if goal.known_from else [])])
    yield f"For whom? {goal.population}"
    yield from (f"To confirm: {each.what} Ask: {'; '.join(each.with_whom)}." for each in goal.confirm)
    yield _FIGURES.format(unit=goal.unit)
    yield f"The lead is {counted(goal.lead, 'quarter', 'quarters')}: {goal.lead_why}"


def _goal(goal: GoalTemplate) -> dict[str, Any]:
    marks = ("importance", "feasibility")
    causes = [
        {"title": cause.title}
        | {mark: said for mark in marks if (said := getattr(cause, mark)) != "normal"}
        | {"practices": list(cause.practices)}
        for cause in goal.root_causes
    ]
    head = {"id": goal.id, "title": goal.title, "population": _TO_FILL_IN}
    return {**head, "measure": goal.measure, "confirmed": False, "lead": goal.lead, "root_causes": causes}


def _levels(scale: Scale) -> Iterator[str]:
    yield "# Levels:"
    if scale.range:
        yield from comment(_scores(scale), 0, "  ")
    for level in scale.levels:
        yield from comment(f"{level.id}: {level.description or level.title}", 0, "  ")


def _scores(scale: Scale) -> str:
    low, high = scale.range or (0, 0)
    return f"any score from {low:g} to {high:g}, such as {low + (high - low) * 0.6:g}{scale.codes}; these have names:"


def _ratings(
    framework: Framework,
    audience: str | None,
    carried: Mapping[str, Any],
    notes: Mapping[str, Sequence[str]],
    *,
    plain: bool,
) -> Iterator[str]:
    for block, around, _ in framework.walk():
        titles = " / ".join(b.title for b in (*around, block))
        yield ""
        yield from comment(f"== {titles} ==", 2)
        for practice in block.practices:
            yield ""
            yield from _comments(practice, framework, audience, plain=plain)
            yield from (line for note in notes.get(practice.id, ()) for line in comment(note, 2))
            yield from _key(practice, audience, carried.get(practice.id)).splitlines()


def _comments(practice: Practice, framework: Framework, audience: str | None, *, plain: bool = False) -> Iterator[str]:
    horizon = f" ({practice.horizon} term)" if practice.horizon else ""
    yield from comment(f"{practice.title}{horizon}", 2)
    question = practice.question_for(audience, plain=plain) or practice.summary
    for line in (question, *_about(practice, framework, audience)):
        yield from comment(line, 2)


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
    if roles := practice.asked_of(audience):
        yield f"Who can answer: {'; '.join(framework.roles[role] for role in roles)}"
    if practice.applies_to:
        yield f"This is meant for: {_meant_for(practice)}."
    if practice.not_applicable == "refused":
        yield "This applies to everybody: {not_applicable: ...} is refused here."
    if practice.criteria:
        names = ", ".join(f"{criterion.id} ({criterion.title})" for criterion in practice.criteria)
        yield f"Or rate its parts, {{criteria: {{...}}}}: {names}"
    if shown := for_audience(practice.evidence_template, audience):
        yield f"What could show it: {shown}"
    yield from (f"Caution, {caution.in_words}" for caution in practice.cautions)


def _key(practice: Practice, audience: str | None, carried: Any = None) -> str:
    """The practice's key with nothing after it but what is carried, or with why it may not apply."""
    if carried:
        return textwrap.indent(as_yaml({practice.id: {"level": None, **carried}}).replace(" null\n", "\n", 1), "  ")
    if practice.is_meant_for(audience):
        return "  " + as_yaml({practice.id: None}).replace(" null", "").rstrip()
    reason = f"meant for {_meant_for(practice)} ({TO_BE_CONFIRMED})"
    return textwrap.indent(as_yaml({practice.id: {"not_applicable": reason}}), "  ")


def _meant_for(practice: Practice) -> str:
    return enumerated([worded(audience) for audience in practice.applies_to])


def comment(text: str, indent: int, hang: str = "") -> list[str]:
    """Write comment lines; white space is folded, so that no text can end the comment it stands in.

    Args:
        text: What they say.
        indent: Spaces before the sign of a comment.
        hang: What stands before the text; once more before its further lines.

    Example:
        >>> comment("Who?", 2)
        ['  # Who?']
    """
    start = " " * indent + "# "
    folded = " ".join(visible(text).split())
    return textwrap.wrap(
        folded, _WIDTH, initial_indent=start + hang, subsequent_indent=start + hang * 2, break_on_hyphens=False
    )
