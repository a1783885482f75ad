"""Checks that an assessment fits the framework it names: editions, practices, levels, criteria, blocks, audiences."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.did_you_mean import did_you_mean, meant, unknown_name
from equity_blocks.model.framework import Framework
from equity_blocks.model.framework_checks import twice
from equity_blocks.model.phrases import to_read_by
from equity_blocks.model.practice import PARTNERSHIP
from equity_blocks.model.rating import Answer, Carried, Rating
from equity_blocks.model.scale import RESERVED
from equity_blocks.model.shared_levels import target_problems
from equity_blocks.model.spelling import spelt
from equity_blocks.model.targets import aim_problem


def misfits(framework: Framework, assessment: Assessment) -> tuple[Problem, ...]:
    """Find every reason why this assessment cannot be read with this framework.

    Returns:
        Problems with key paths into the assessment; empty when it fits.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Vision"}]}])
        >>> print(misfits(framework, Assessment(framework="mini", ratings={"vison": "yes"}))[0])
        ratings.vison: mini has no practice 'vison' (did you mean 'vision'?)
    """
    problems = _misfits(framework, assessment)
    if not problems:
        return ()
    read = spelt(framework, assessment)  # titles and other spellings are looked at only where something is wrong
    if read.assessment is assessment:
        return problems
    problems_in_ids = _misfits(framework, read.assessment)
    return tuple(replace(problem, key_path=read.as_written(problem.key_path)) for problem in problems_in_ids)


def _misfits(framework: Framework, assessment: Assessment) -> tuple[Problem, ...]:
    if assessment.framework != framework.id:
        message = f"this assessment rates '{assessment.framework}', not '{framework.id}'"
        data = {"found": framework.id, "allowed": (assessment.framework,)}
        return (Problem("wrong_framework", message, "open the framework that it names", ("framework",), data=data),)
    checks = (_edition, _organization, _asked, _targets, _profiles, _pointers, _narrative, _ratings, _refused)
    problems = (problem for check in checks for problem in check(framework, assessment))
    return (*(_with_revision(framework, assessment, problem) for problem in problems), *_loose_ends(assessment))


def require_fit(framework: Framework, assessment: Assessment) -> Assessment:
    """Make sure that an assessment can be read with a framework.

    Returns:
        The assessment with the ids of the framework, where people wrote titles, or spelt otherwise.

    Raises:
        InvalidDataError: It cannot; every reason is listed.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Vision"}]}])
        >>> require_fit(framework, Assessment(framework="mini", ratings={"vision": "Yes"})).ratings["vision"].level
        'yes'
    """
    if not _misfits(framework, assessment):
        return assessment
    problems = misfits(framework, assessment)
    if problems:
        raise InvalidDataError(problems)
    return spelt(framework, assessment).assessment


def _with_revision(framework: Framework, assessment: Assessment, problem: Problem) -> Problem:
    """Where another revision was rated and nothing better is known, say what to do about it."""
    rated = assessment.revision
    if rated is None or rated == framework.revision or problem.hint:
        return problem
    return replace(problem, hint=f"revision {rated} was rated: {to_read_by(rated, framework.revision)}")


def _edition(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    if assessment.edition and assessment.edition != framework.edition:
        message = f"edition '{assessment.edition}' was rated, but this is edition '{framework.edition}'"
        hint = "open the framework file of that edition, or carry the ratings over with `migrate`"
        data = {"found": assessment.edition, "allowed": (framework.edition,)}
        yield Problem("wrong_edition", message, hint, ("edition",), data=data)


def _organization(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    kind = assessment.organization_type
    allowed = (*framework.audiences, PARTNERSHIP)
    if kind and framework.audiences and kind not in allowed:
        message = f"'{kind}' is not one of {', '.join(allowed)}"
        yield unknown_name("unknown_audience", message, kind, allowed, ("organization", "type"))


def _asked(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    """What respondents were asked about has to be there; what a tailoring took out may still be spoken of."""
    if not any(respondent.asked for respondent in assessment.respondents):
        return
    known = {*framework.all_blocks, *framework.practices, *framework.taken_out}
    for i, respondent in enumerate(assessment.respondents):
        for j, name in enumerate(respondent.asked):
            if name not in known:
                yield _not_to_be_asked(framework, name, known, ("respondents", i, "asked", j))


def _not_to_be_asked(framework: Framework, name: str, known: set[str], path: Path) -> Problem:
    if any(name in practice.was for practice in framework.practices.values()):
        return unknown(framework, "practice", name, known, path)
    message = framework.vocabulary.fill(f"{framework.id} has no {{block}} or {{practice}} ") + f"'{name}'"
    return unknown_name("unknown_block", message, name, known, path)


def _targets(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    aside = {name for name, rating in assessment.ratings.items() if rating.target is not None}
    return target_problems(framework, [assessment.targets, framework.targets], ("targets",), aside)


def _profiles(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    """Kinds of contracts that evidence states, and that the framework does not tell apart."""
    kinds = {statement.id: statement for statement in framework.about if statement.choices}
    for name, item in assessment.evidence.items():
        for key, chosen in item.profile.items():
            path = ("evidence", name, "profile", key)
            if key not in kinds:
                message, hint = f"{framework.id} tells no kinds of '{key}' apart", _listed("it tells apart", kinds)
                yield unknown_name("unknown_statement", message, key, kinds, path, hint=hint)
                continue
            choices = {choice.id: choice for choice in kinds[key].choices}
            if chosen not in choices:
                message, hint = f"'{key}' has no choice '{chosen}'", _listed("there are", choices)
                yield unknown_name("unknown_choice", message, chosen, choices, path, hint=hint)


def _listed(start: str, names: Iterable[str]) -> str:
    return f"{start} {', '.join(names) or 'nothing'}"


def _pointers(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    for i, goal in enumerate(assessment.goals):
        for j, cause in enumerate(goal.root_causes):
            yield from _practices(framework, cause.practices, ("goals", i, "root_causes", j, "practices"))
    for i, initiative in enumerate(assessment.initiatives):
        yield from _practices(framework, initiative.practices, ("initiatives", i, "practices"))
    for name in assessment.actions:
        if _is_foreign(framework, name):
            yield unknown(framework, "practice", name, framework.practices, ("actions", name))


def _narrative(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    """Words about blocks that the framework does not have; what a tailoring took out may still be spoken of."""
    if assessment.narrative is None:
        return
    for name in assessment.narrative.blocks:
        if name not in framework.all_blocks and _is_foreign(framework, name):
            yield unknown(framework, "block", name, framework.all_blocks, ("narrative", "blocks", name))


def _practices(framework: Framework, names: tuple[str, ...], path: Path) -> Iterator[Problem]:
    for i, name in enumerate(names):
        if _is_foreign(framework, name):
            yield unknown(framework, "practice", name, framework.practices, (*path, i))


def _ratings(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    for name, rating in assessment.ratings.items():
        if _is_foreign(framework, name):
            yield unknown(framework, "practice", name, framework.practices, ("ratings", name))
        elif name in framework.practices and not _is_plain(rating, framework.scale_of(name).ids):
            yield from _rating(framework, name, rating)


def _refused(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    """Whoever answers that a practice does not apply, where the framework refuses that answer."""
    for name, rating in assessment.ratings.items():
        practice = framework.practices.get(name)
        if practice is None or practice.not_applicable == "allowed":
            continue
        message = f"'{name}' always applies: the framework refuses the answer that it does not"
        hint, data = "rate it, leave it unanswered, or say why it is left out: {not_pursued: ...}", {"found": name}
        for path, part in _with_answers(rating):
            if part.not_applicable:
                yield Problem("must_apply", message, hint, ("ratings", name, *path, "not_applicable"), data=data)


def _is_foreign(framework: Framework, name: str) -> bool:
    """Whether the framework has no such practice; what a tailoring took out may still be spoken of."""
    return name not in framework.practices and name not in framework.taken_out


def _is_plain(rating: Rating, levels: tuple[str, ...]) -> bool:
    """Most ratings only name a level of the scale; there is nothing more to look at."""
    return rating.level in levels and rating.target is None


def _with_answers(rating: Rating) -> list[tuple[Path, Rating | Answer]]:
    """A rating and the answers in it, each with its place in the rating."""
    return [((), rating), *((("answers", who), answer) for who, answer in rating.answers.items())]


def _rating(framework: Framework, name: str, rating: Rating) -> Iterator[Problem]:
    scale, place = framework.scale_of(name), ("ratings", name)
    if off := aim_problem(scale, rating.target, (*place, "target")):
        yield off
    if rating.carried:
        yield from _carried(framework, name, rating.carried)
    parts = _with_answers(rating)
    by_criteria = [((*path, "criteria", key), level) for path, part in parts for key, level in part.criteria.items()]
    levels = [*(((*path, "level"), part.level) for path, part in parts), *by_criteria]
    levels += [(("agreed", "level"), rating.agreed.level)] if rating.agreed else []
    for path, level in levels:
        if not (level == RESERVED or scale.is_missing(level) or scale.holds(level)):
            yield _not_a_level(framework, name, level, (*place, *path))
    known = {criterion.id for criterion in framework.practices[name].criteria}
    for path, _ in by_criteria:
        if path[-1] not in known:
            yield _no_criterion(framework, name, str(path[-1]), (*place, *path))


def _carried(framework: Framework, name: str, carried: Carried) -> Iterator[Problem]:
    scale, place = framework.scale_of(name), ("ratings", name, "carried")
    off = [(key, level) for key, level in carried.levels.items() if not scale.holds(level)]
    for key, level in off:
        yield _not_a_level(framework, name, level, (*place, key))
    least, most = carried.at_least, carried.at_most
    if off or least is None or most is None or scale.value(least) <= scale.value(most):
        return
    message, hint = f"at_least '{least}' lies above at_most '{most}'", "exchange them, or remove what was carried"
    yield Problem("contradiction", message, hint, (*place, "at_least"), data={"found": (least, most)})


def _not_a_level(framework: Framework, name: str, level: str | float | None, path: Path) -> Problem:
    """Say so, with what people often mean who write something else."""
    scale = framework.scale_of(name)
    problem = scale.problem(level, path)
    if str(level).lower().replace("_", " ") in _NOT_APPLICABLE:
        if framework.practices[name].not_applicable == "refused":
            return replace(problem, hint="and the framework refuses the answer that this does not apply: rate it")
        return replace(problem, hint='write {not_applicable: "why"} where the practice does not apply')
    return problem if problem.hint else replace(problem, hint=did_you_mean(level, (*scale.ids, RESERVED)))


_NOT_APPLICABLE = frozenset(("n/a", "na", "not applicable", "none"))


def _loose_ends(assessment: Assessment) -> Iterator[Problem]:
    """Names inside the assessment that lead nowhere, or to two places."""
    respondents = {respondent.id for respondent in assessment.respondents}
    for name, rating in assessment.ratings.items():
        for i, item in enumerate(rating.evidence):
            if item not in assessment.evidence:
                message, path = f"no evidence in the register is called '{item}'", ("ratings", name, "evidence", i)
                yield unknown_name("unknown_evidence", message, item, assessment.evidence, path)
        for who in rating.answers:
            if who not in respondents:
                message = f"no respondent is called '{who}'"
                yield unknown_name("unknown_respondent", message, who, respondents, ("ratings", name, "answers", who))
    for part in ("respondents", "goals", "initiatives"):
        yield from twice(part, ((item.id, (part, i)) for i, item in enumerate(getattr(assessment, part))))


def unknown(
    framework: Framework,
    what: Literal["practice", "block", "audience"],
    name: str,
    known: Iterable[str],
    path: Path,
    *,
    if_split: str = "`migrate` keeps what was said of it",
    if_renamed: str = "write '{}', or let `migrate` do it",
) -> Problem:
    """Say that a framework has no such thing, with the nearest match, or the id that it has now.

    Args:
        framework: The framework.
        what: What it has not.
        name: How it was called.
        known: The names that there are.
        path: Where it was called so.
        if_split: What to do where several practices came of it.
        if_renamed: What to do where it has another id, which stands for `{}`.
    """
    called = getattr(framework.vocabulary, what, what)
    now = [p.id for p in framework.practices.values() if name in p.was] if what == "practice" else []
    if now:
        became = f"was split into {', '.join(now)}" if len(now) > 1 else "has another id now"
        hint = if_split if len(now) > 1 else if_renamed.format(now[0])
        data = {"found": name, "nearest": now}
        return Problem("unknown_practice", f"the {called} '{name}' {became}", hint, path, data=data)
    within = _prefix(framework, name) if what == "practice" and not meant(name, known) else None
    problem = unknown_name(f"unknown_{what}", f"{framework.id} has no {called} '{name}'", name, known, path)
    return replace(problem, hint=f"'{within}' is one, {_criteria_of(framework, within)}") if within else problem


def _prefix(framework: Framework, name: str) -> str | None:
    """The practice whose id a name goes on from, as a part of it would: `ac-2` for `ac-2.1`."""
    starts = (i for i in range(len(name) - 1, 0, -1) if name[i] in ".-_/ ")
    return next((name[:i] for i in starts if name[:i] in framework.practices), None)


def _no_criterion(framework: Framework, practice: str, key: str, path: Path) -> Problem:
    criteria = {criterion.id: criterion for criterion in framework.practices[practice].criteria}
    message = f"the {framework.vocabulary.practice} '{practice}' has no criterion '{key}'"
    problem = unknown_name("unknown_criterion", message, key, criteria, path)
    hints = (problem.hint, f"it is rated {_criteria_of(framework, practice)}")
    return replace(problem, hint="; ".join(filter(None, hints)))


def _criteria_of(framework: Framework, practice: str) -> str:
    """What a practice has to be rated by, for a sentence."""
    names = [criterion.id for criterion in framework.practices[practice].criteria]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"with the criteria {', '.join(names[:_MOST])}{more}" if names else "without criteria"


_MOST = 20
"""Most criteria that a sentence lists."""
