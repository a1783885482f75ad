"""Remarks in words: one sentence for each code, so that the engine makes codes with data and no sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, enumerated, listed, period_kind, period_named, worded
from equity_blocks.model.scorecard import Remark

Data = Mapping[str, Any]
"""The facts of a remark."""


def remark(code: str, framework: Framework, **data: Any) -> Remark:
    """Make a remark, with its sentence.

    Args:
        code: One of `CODES`.
        framework: Gives practices, blocks and bands their titles.
        data: The facts that fill the sentence.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> remark("tailoring_not_applied", framework).message
        'The assessment names a tailoring, but this plan is of the framework as it was published.'
    """
    return Remark(code=code, message=_REMARKS[code](data, framework), data=data)


def _title(framework: Framework, name: str) -> str:
    practice = framework.practices.get(name)  # a tailoring may have taken it out
    return practice.title if practice else worded(name)


def _practices(data: Data, framework: Framework) -> str:
    return listed([_title(framework, name) for name in data["practices"]], most=6)


def _named(before: str, after: str = "") -> Callable[[Data, Framework], str]:
    """A sentence around the titles of some practices."""
    return lambda data, framework: f"{before}{_practices(data, framework)}.{after}"


_LEFT_OUT = {
    "not_applicable": ("does not apply", "do not apply"),
    "not_pursued": ("is not pursued", "are not pursued"),
    "unanswered": ("is unanswered", "are unanswered"),
    "unknown": ("is unknown", "are unknown"),
}


def _narrow_base(data: Data, framework: Framework) -> str:
    practices = counted(data["practices"], framework.vocabulary.practice, framework.vocabulary.practices)
    subject = framework.title_of(data["block"]) if data["block"] else "The score"
    left = data["left"]
    why = enumerated(
        [f"{left[status]} {verbs[left[status] > 1]}" for status, verbs in _LEFT_OUT.items() if status in left]
    )
    light = ", and on less than half of the weight" if data["light"] else ""
    return f"{subject} rests on {data['held']} of {practices}{light}: {why}."


def _must_pass(data: Data, framework: Framework) -> str:
    return f"Must-pass, and said not to apply: {enumerated([_title(framework, name) for name in data['practices']])}."


def _outcome_decided(data: Data, framework: Framework) -> str:
    policy = framework.scoring
    titles = {"band": {b.id: b.title for b in policy.bands}, "verdict": {v.id: v.title for v in policy.verdicts}}
    outcomes = [f"{kind} {titles[kind].get(name or '', 'none')}" for kind, name in data.items()]
    return f"Counting what is not pursued, too: {enumerated(outcomes)}."


def _silent(data: Data, framework: Framework) -> str:
    number, vocabulary = data["respondents"], framework.vocabulary
    who = f"{number} of {counted(data['of'], 'respondent')} {'is' if number == 1 else 'are'} silent"
    practices = counted(data["practices"], vocabulary.practice, vocabulary.practices)
    return f"{who} on {practices} that others answered; {silence_in_words(data['counts_as'])}."


def silence_in_words(counts_as: str) -> str:
    """Put into words what silence counts as.

    Args:
        counts_as: `lowest` or another word of `Assessment.silent`.

    Example:
        >>> silence_in_words("lowest")
        'silence counts as the lowest level'
    """
    return "silence counts as the lowest level" if counts_as == "lowest" else "silence does not count"


def _band_not_reached(data: Data, framework: Framework) -> str:
    title = next(band.title for band in framework.scoring.bands if band.id == data["band"])
    limits = "within this calendar and these means" if data["dated"] else "whatever is raised"
    return f"The plan does not reach {title} {limits}."


def _pursued_but_dropped(data: Data, framework: Framework) -> str:
    needed = [name for name in data["practices"] if name in data["needed"]]
    idle = [name for name in data["practices"] if name not in needed]
    outcomes = {"so not planned": idle, "planned only as far as others need it": needed}
    return " ".join(
        f"Marked to be pursued, but reported as dropped, and {outcome}: {_practices({'practices': names}, framework)}."
        for outcome, names in outcomes.items()
        if names
    )


def _without_action(data: Data, framework: Framework) -> str:
    if not data["causes"]:
        return f"No root cause of '{data['title']}' is named, so no action serves it."
    why = dict.fromkeys(_cause(cause, framework) for cause in data["causes"])
    return f"No action serves the goal '{data['title']}'. {' '.join(why)}"


def _cause(data: Data, framework: Framework) -> str:
    """Say why no action serves a root cause."""
    # Who scores is not to wait for all that a plan is made of.
    from equity_blocks.model.action import Reason
    from equity_blocks.model.reasons import reasons_by_practice

    reasons = [Reason.model_validate(reason) for reason in data["reasons"]]
    return reasons_by_practice(reasons, lambda name: _title(framework, name))


def _goal_late(data: Data, framework: Framework) -> str:
    late = []
    for action in data["actions"]:
        finish, periods = action["finish"], counted(action["periods"], period_kind(action["finish"]))
        late.append(f"{_title(framework, action['practice'])} ends in {period_named(finish)} ({periods} late)")
    lead = f", {data['lead']} quarters before its target" if data["lead"] else ""
    return f"'{data['title']}' needs its actions done by {data['due']}{lead}: {listed(late, most=6)}."


_LIMITS = {"own_target": "its own target", "over_budget": "no money left"}


def _goal_below(data: Data, framework: Framework) -> str:
    practices, levels = data["practices"], []
    for each in practices:
        limit = _LIMITS.get(each["why"], worded(each["why"]))
        levels.append(f"{_title(framework, each['practice'])} at {worded(each['to'])} ({limit})")
    below = " or ".join(dict.fromkeys(worded(each["below"]) for each in practices))
    return f"'{data['title']}': below {below}, so its measure may not move: {listed(levels, most=6)}."


def _no_goal(data: Data, framework: Framework) -> str:
    return f"{_practices(data, framework)} {'serves' if len(data['practices']) == 1 else 'serve'} no goal directly."


def _always(sentence: str) -> Callable[[Data, Framework], str]:
    return lambda _data, _framework: sentence


_REMARKS: dict[str, Callable[[Data, Framework], str]] = {
    "narrow_base": _narrow_base,
    "must_pass_not_applicable": _must_pass,
    "not_pursued_decides": _outcome_decided,
    "silent_voices": _silent,
    "band_not_reached": _band_not_reached,
    "deadline_missed": _named("Not on time: "),
    "dates_unchecked": _named(
        "These have due dates, which cannot be checked against numbered periods: ", " Set the first period (start)."
    ),
    "starts_in_the_past": lambda data, _: (
        f"The first period, {data['period']}, is over on the date of the assessment, {data['as_of']}."
    ),
    "not_additive": _always(
        "What a step adds to this score depends on the order, so no bound of the schedule is given."
    ),
    "duties_unproven": _always(
        "The time was over before it was proven that dates and work under way cannot do better."
    ),
    "goal_unconfirmed": lambda data, _: (
        f"'{data['title']}' is not confirmed, so it chooses nothing: confirm it with your own data and the people "
        "concerned."
    ),
    "goal_without_action": _without_action,
    "cause_without_action": lambda data, framework: (
        f"'{data['title']}': no action for the root cause '{data['cause']}'. {_cause(data, framework)}"
    ),
    "goal_late": _goal_late,
    "goal_below_in_place": _goal_below,
    "small_count": lambda data, _: (
        f"'{data['title']}' has a figure from 1 to 10: if it counts members, it may identify them."
    ),
    "serves_no_goal": _no_goal,
    "important_left_out": _named("Important or required, but not selected: "),
    "required_beside_pick": _named("Required from outside, and so in the plan beside those picked: "),
    "pursued_but_dropped": _pursued_but_dropped,
    "done_but_below_target": _named("Reported as done, but rated below target: ", " Rate again, or lower the target."),
    "tailoring_not_applied": _always(
        "The assessment names a tailoring, but this plan is of the framework as it was published."
    ),
}

CODES = frozenset(_REMARKS)
"""Every code a remark may have."""
