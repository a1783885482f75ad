"""Whether an assessment fits the framework it names: editions, practices, levels, criteria, blocks, audiences."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.did_you_mean import did_you_mean, meant
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import RESERVED, Scale
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
    found = _misfits(framework, read.assessment)
    return tuple(replace(problem, key_path=read.as_written(problem.key_path)) for problem in found)


def _misfits(framework: Framework, assessment: Assessment) -> tuple[Problem, ...]:
    if assessment.framework != framework.id:
        message = f"this assessment rates '{assessment.framework}', not '{framework.id}'"
        return (Problem("wrong_framework", message, "open the framework that it names", ("framework",)),)
    checks = (_edition, _organization, _asked, _targets, _pointers, _ratings, _refused)
    found = (problem for check in checks for problem in check(framework, assessment))
    return (*(_with_revision(framework, assessment, problem) for problem in found), *_loose_ends(assessment))


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
    if assessment.revision in (None, framework.revision) or problem.hint:
        return problem
    return replace(problem, hint=f"revision {assessment.revision} was rated: `migrate` carries the answers over")


def _edition(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    if assessment.edition and assessment.edition != framework.edition:
        message = f"edition '{assessment.edition}' was rated, but this is edition '{framework.edition}'"
        hint = "open the framework file of that edition, or carry the ratings over with `migrate`"
        yield Problem("wrong_edition", message, hint, ("edition",))


def _organization(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    kind = assessment.organization.type if assessment.organization else None
    allowed = (*framework.audiences, "partnership")
    if kind and framework.audiences and kind not in allowed:
        message = f"'{kind}' is not one of {', '.join(allowed)}"
        yield Problem("unknown_audience", message, did_you_mean(kind, allowed), ("organization", "type"))


def _asked(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    """What respondents were asked about has to be there; what a tailoring took out may still be spoken of."""
    if not any(respondent.asked for respondent in assessment.respondents):
        return
    known = {*(block.id for block, _, _ in framework.walk()), *framework.practices}
    known.update(framework.tailored.taken_out if framework.tailored else ())
    for i, respondent in enumerate(assessment.respondents):
        for j, name in enumerate(respondent.asked):
            if name not in known:
                yield _not_to_be_asked(framework, name, known, ("respondents", i, "asked", j))


def _not_to_be_asked(framework: Framework, name: str, known: set[str], path: Path) -> Problem:
    if any(name in practice.was for practice in framework.practices.values()):
        return unknown(framework, "practice", name, known, path)
    message = framework.vocabulary.said(f"{framework.id} has no {{block}} or {{practice}} ") + f"'{name}'"
    return Problem("unknown_block", message, did_you_mean(name, known), path)


def _targets(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    aside = {name for name, rating in assessment.ratings.items() if rating.target is not None}
    return target_problems(framework, [assessment.targets, framework.targets], ("targets",), aside)


def _pointers(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    for i, goal in enumerate(assessment.goals):
        for j, cause in enumerate(goal.root_causes):
            yield from _practices(framework, cause.practices, ("goals", i, "root_causes", j, "practices"))
    for i, initiative in enumerate(assessment.initiatives):
        yield from _practices(framework, initiative.practices, ("initiatives", i, "practices"))
    for name in assessment.actions:
        if _is_foreign(framework, name):
            yield unknown(framework, "practice", name, framework.practices, ("actions", name))


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
        hint = "rate it, leave it unanswered, or say why it is left out: {not_pursued: ...}"
        if rating.not_applicable:
            yield Problem("must_apply", message, hint, ("ratings", name, "not_applicable"))
        for who, answer in rating.answers.items():
            if answer.not_applicable:
                yield Problem("must_apply", message, hint, ("ratings", name, "answers", who, "not_applicable"))


def _is_foreign(framework: Framework, name: str) -> bool:
    """Whether the framework has no such practice; what a tailoring took out may still be spoken of."""
    if name in framework.practices:
        return False
    return framework.tailored is None or name not in framework.tailored.taken_out


def _is_plain(rating: Rating, levels: tuple[str, ...]) -> bool:
    """Most ratings only name a level of the scale; there is nothing more to look at."""
    return rating.level in levels and rating.target is None


def _rating(framework: Framework, name: str, rating: Rating) -> Iterator[Problem]:
    scale = framework.scale_of(name)
    if off := aim_problem(scale, rating.target, ("ratings", name, "target")):
        yield off
    given: list[tuple[Path, str | float | None]]
    given = [(("carried", "level"), rating.carried.level)] if rating.carried else []
    said: list[tuple[Path, str | float | None]] = [(("level",), rating.level)]
    said += [(("answers", who, "level"), answer.level) for who, answer in rating.answers.items()]
    said += [(("criteria", key), level) for key, level in rating.criteria.items()]
    if rating.agreed:
        said.append((("agreed", "level"), rating.agreed.level))
    for path, level in [*given, *((path, level) for path, level in said if not _is_no_answer(scale, level))]:
        if not scale.holds(level):
            yield _not_a_level(framework, name, level, ("ratings", name, *path))
    known = {criterion.id for criterion in framework.practices[name].criteria}
    for key in rating.criteria:
        if key not in known:
            yield _no_criterion(framework, name, key, ("ratings", name, "criteria", key))


def _is_no_answer(scale: Scale, level: str | float | None) -> bool:
    return level == RESERVED or scale.is_missing(level)


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
                message, hint = (
                    f"no evidence in the register is called '{item}'",
                    did_you_mean(item, assessment.evidence),
                )
                yield Problem("unknown_evidence", message, hint, ("ratings", name, "evidence", i))
        for who in rating.answers:
            if who not in respondents:
                message, hint = f"no respondent is called '{who}'", did_you_mean(who, respondents)
                yield Problem("unknown_respondent", message, hint, ("ratings", name, "answers", who))
    for part in ("respondents", "goals", "initiatives"):
        seen: set[str] = set()
        for i, item in enumerate(getattr(assessment, part)):
            if item.id in seen:
                message = f"two {part} have the id '{item.id}'"
                yield Problem("duplicate_id", message, "ids must be unique", (part, i, "id"))
            seen.add(item.id)


def unknown(framework: Framework, what: str, name: str, known: Iterable[str], path: Path) -> Problem:
    """Say that a framework has no such thing, with the nearest match, or the id that it has now."""
    now = [practice.id for practice in framework.practices.values() if name in practice.was]
    called = getattr(framework.vocabulary, what, what)
    if what == "practice" and len(now) > 1:
        message, hint = f"the {called} '{name}' was split into {', '.join(now)}", "`migrate` keeps what was said of it"
        return Problem("unknown_practice", message, hint, path)
    if what == "practice" and now:
        hint = f"write '{now[0]}', or let `migrate` do it"
        return Problem("unknown_practice", f"the {called} '{name}' has another id now", hint, path)
    within = _prefix(framework, name) if what == "practice" and not meant(name, known) else None
    hint = f"'{within}' is one, {_criteria_of(framework, within)}" if within else did_you_mean(name, known)
    return Problem(f"unknown_{what}", f"{framework.id} has no {called} '{name}'", hint, path)


def _prefix(framework: Framework, name: str) -> str | None:
    """The practice whose id a name goes on from, as a part of it would: `ac-2` for `ac-2.1`."""
    starts = (i for i in range(len(name) - 1, 0, -1) if name[i] in ".-_/ ")
    return next((name[:i] for i in starts if name[:i] in framework.practices), None)


def _no_criterion(framework: Framework, practice: str, key: str, path: Path) -> Problem:
    criteria = {criterion.id: criterion for criterion in framework.practices[practice].criteria}
    hints = [did_you_mean(key, criteria), f"it is rated {_criteria_of(framework, practice)}"]
    message = f"the {framework.vocabulary.practice} '{practice}' has no criterion '{key}'"
    return Problem("unknown_criterion", message, "; ".join(filter(None, hints)), path)


def _criteria_of(framework: Framework, practice: str) -> str:
    """What a practice has to be rated by, for a sentence."""
    names = [criterion.id for criterion in framework.practices[practice].criteria]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"with the criteria {', '.join(names[:_MOST])}{more}" if names else "without criteria"


_MOST = 20
"""Most criteria that a sentence lists."""
