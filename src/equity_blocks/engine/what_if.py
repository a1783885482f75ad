"""The what-if: one assessment, scored and planned as it is and as it is supposed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.argument_checks import required_whole, wrong
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.graph import frontier
from equity_blocks.engine.planning.options import PlanOptions, calendar_of
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.targets import target_values
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.calendar import DATING, Calendar
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import worded
from equity_blocks.model.plan import Plan
from equity_blocks.model.publishing import figure_at
from equity_blocks.model.result import head
from equity_blocks.model.scorecard import BlockScore, Reading, ScoreCard
from equity_blocks.model.spelling import level_meant, practice_meant
from equity_blocks.model.what_if import BlockBeforeAfter, Supposition, WhatIf

_EMPTIED: Mapping[str, Any] = {
    "criteria": {}, "answers": {}, "agreed": None, "not_applicable": None, "not_pursued": None,
}  # fmt: skip


@checks_nouns
def what_if(
    framework: Framework,
    assessment: Assessment,
    levels: Mapping[str, str | float | None] | None = None,
    *,
    instead: PlanOptions | None = None,
    slips: Mapping[str, int] | None = None,
    **options: Unpack[PlanOptions],
) -> WhatIf:
    """Score and plan an assessment as it is, and as it would be.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        levels: Practice -> the level it would hold, by id or position, on a range of scores the score; `None` for its
            target. Default: as rated.
        instead: Options of `plan` that would differ, such as `{"capacity": 80}`. Default: none.
        slips: Practice -> how many periods after its start in the plan as it is it can start, from 1. Where these have
            no room for it, it starts later still. Default: none.
        options: Options of `plan` for both plans; they override the calendar of the assessment.

    Returns:
        Both readings and both plans, and which practices could start only then.

    Raises:
        UnsuitableError: The framework is guidance, an option makes no sense or does not exist, nothing would change, or
            what slips is not in the plan.
        NotFoundError: There is no such practice or level; the nearest is named.
        InvalidDataError: The assessment does not fit the framework.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "q first"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> seen = what_if(framework, Assessment(framework="mini", ratings={"p": "no", "q": "no"}), {"q": "yes"})
        >>> seen.before.value, seen.after.value, seen.opened
        (0.0, 0.5, ('p',))
    """
    levels, instead, slips = levels or {}, instead or {}, slips or {}
    _require_change(levels, instead, slips, options)
    options = _dated(assessment, instead, slips, options)
    known = _known(assessment, options)
    same = [name for name, value in instead.items() if name in known and _in_words(known[name]) == _in_words(value)]
    if same:
        raise UnsuitableError(f"nothing would change: {' and '.join(same)} would be as it is", code="nothing_changes")
    assessment = require_fit(framework, assessment)
    levels = {practice_meant(framework, name): level for name, level in levels.items()}
    slips = {practice_meant(framework, name): by for name, by in slips.items()}
    held = {name: _level(framework, assessment, name, level) for name, level in levels.items()}
    other = _with(assessment, held)
    cards = score(framework, assessment), score(framework, other)
    before = plan(framework, assessment, **options)
    changed: PlanOptions = {**options, **instead}
    if slips:
        changed["delays"] = {**(changed.get("delays") or {}), **_delays(framework, before, slips)}
    after = plan(framework, _lifted(other, instead), **changed)
    return WhatIf.trusted(
        **head(framework, assessment),
        supposed=_supposed(framework, assessment, held),
        conditions=(*_differing(framework, instead, known), *_slipped(framework, slips)),
        heard=max(card.heard or 0 for card in cards),
        before=cards[0].score,
        after=cards[1].score,
        blocks=_blocks(*cards),
        opened=_opened(framework, assessment, other),
        plan_before=before,
        plan_after=after,
    )


def _supposed(
    framework: Framework, assessment: Assessment, levels: Mapping[str, str | float]
) -> tuple[Supposition, ...]:
    claimed = claimed_values(framework, assessment)
    suppositions = []
    for name, level in levels.items():
        scale, value, title = framework.scale_of(name), claimed[name].value, framework.practices[name].title
        start = None if value is None else scale.named(value)
        to = scale.named(scale.value(level))
        suppositions.append(Supposition.trusted(practice=name, title=title, start_level=start, to=to))
    return tuple(suppositions)


def _require_change(levels: Any, instead: Any, slips: Any, options: PlanOptions) -> None:
    """Something is supposed, in mappings, and of options that there are."""
    for name, given in {"levels": levels, "instead": instead, "slips": slips}.items():
        if not isinstance(given, Mapping):
            kind = type(given).__name__
            raise wrong(name, f"a mapping, such as a dict, not {given!r}", code="wrong_kind", found=kind)
    _require_options(instead)
    _require_options(options)
    if not levels and not instead and not slips:
        raise UnsuitableError(
            "nothing would change: name a practice's level, a slip, or in `instead` an option of the plan that differs",
            code="nothing_changes",
        )


def _require_options(instead: PlanOptions) -> None:
    for name in instead:
        if name not in PlanOptions.__annotations__:
            hint = did_you_mean(name, PlanOptions.__annotations__)
            raise UnsuitableError(
                f"plan has no option '{name}'{f' ({hint})' if hint else ''}",
                code="unknown_option",
                data={"found": name, "allowed": tuple(PlanOptions.__annotations__)},
            )


def _dated(assessment: Assessment, instead: PlanOptions, slips: Mapping[str, int], options: PlanOptions) -> PlanOptions:
    """Give both plans a calendar where what differs needs one, with as many periods as capacities that are supposed."""
    needs_one = bool(slips) or "delays" in instead or any(key in instead for key in DATING)
    if not needs_one or calendar_of(assessment.planning, options).calendar:
        return options
    supposed = calendar_of(None, {"capacity": instead.get("capacity")}).calendar or Calendar()
    return {**options, "periods": supposed.count}


def _known(assessment: Assessment, options: PlanOptions) -> dict[str, Any]:
    """What holds for the plan as it is: the options, and what the assessment says of the calendar."""
    calendar, origins = calendar_of(assessment.planning, options)
    given = [name for name, origin in origins.items() if origin != "default"]
    return {**options, **{name: getattr(calendar, name) for name in given}}


def _lifted(assessment: Assessment, instead: PlanOptions) -> Assessment:
    """Take out of the assessment's calendar what is supposed to have no limit."""
    lifted = [name for name, value in instead.items() if value is None]
    planning = assessment.planning.said if assessment.planning else {}
    if not any(name in planning for name in lifted):
        return assessment
    return assessment.replace(planning={name: value for name, value in planning.items() if name not in lifted})


def _delays(framework: Framework, before: Plan, slips: Mapping[str, int]) -> dict[str, int]:
    """Say how many periods pass before what slips can start: those before its start in the plan, and its slip."""
    place = {period.id: i for i, period in enumerate(before.periods)}
    delays = {}
    for name, by in slips.items():
        title = framework.practice(name).title
        starts = [place[action.start] for action in before.actions if action.practice == name and action.start]
        if not starts:
            raise UnsuitableError(
                f"{title} is not in the plan, so it cannot slip", code="not_in_plan", data={"found": name}
            )
        delays[name] = min(starts) + (required_whole(f"the slip of {name}", by, 1))
    return delays


def _level(framework: Framework, assessment: Assessment, name: str, level: str | float | None) -> str | float:
    """The level as a rating says it: an id; on a range, the score."""
    scale = framework.scale_of(name)
    level = level_meant(scale, level)
    value = target_values(framework, assessment)[name] if level is None else scale.value(level)
    return figure_at(*scale.range, value) if scale.range else scale.ids[scale.held(value)]


def _with(assessment: Assessment, levels: Mapping[str, str | float]) -> Assessment:
    """Rate practices otherwise; all else that is said of them stays."""
    rated = {name: assessment.rating(name).replace(**_EMPTIED, level=level) for name, level in levels.items()}
    return assessment.replace(ratings={**assessment.ratings, **rated})


def _differing(framework: Framework, instead: PlanOptions, known: Mapping[str, Any]) -> Iterator[str]:
    """What differs between the plans besides levels, in words."""
    for name, value in instead.items():
        if name == "delays":
            for practice, by in (instead.get("delays") or {}).items():
                yield f"{framework.practice(practice).title} starts in period {by + 1} or later"
        else:
            before = known.get(name)
            rest = "" if before in (None, False) else f" instead of {_in_words(before)}"
            yield f"{worded(name)}: {_in_words(value)}{rest}"


def _slipped(framework: Framework, slips: Mapping[str, int]) -> list[str]:
    return [
        f"{framework.practice(name).title} starts at least {by} period{'' if by == 1 else 's'} later"
        for name, by in slips.items()
    ]


def _in_words(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "yes" if value else "no" if value is False else "no limit"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_in_words, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _blocks(before: ScoreCard, after: ScoreCard) -> tuple[BlockBeforeAfter, ...]:
    return tuple(
        BlockBeforeAfter.trusted(id=then.id, title=then.title, before=_reading(then), after=_reading(now))
        for then, now in zip(before.blocks, after.blocks, strict=True)
    )


def _reading(block: BlockScore) -> Reading:
    return Reading.trusted(**{name: getattr(block, name) for name in Reading.model_fields})


def _opened(framework: Framework, before: Assessment, after: Assessment) -> tuple[str, ...]:
    """The practices below target whose next level no prerequisite holds back any more."""
    was, now = standing_of(framework, before), standing_of(framework, after)
    ready = frontier(was.graph, was.state)
    return tuple(name for name in frontier(now.graph, now.state) if name in now.aims and name not in ready)
