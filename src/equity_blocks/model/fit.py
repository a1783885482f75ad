"""Whether an assessment fits the framework it names: editions, practices, levels, criteria, blocks, audiences."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.framework import Framework
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.soundness import target_problems


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
    if assessment.framework != framework.id:
        message = f"this assessment rates '{assessment.framework}', not '{framework.id}'"
        return (Problem("wrong_framework", message, "open the framework that it names", ("framework",)),)
    checks = (_edition, _organization, _targets, _pointers, _ratings)
    found = (problem for check in checks for problem in check(framework, assessment))
    return (*(_with_revision(framework, assessment, problem) for problem in found), *_loose_ends(assessment))


def require_fit(framework: Framework, assessment: Assessment) -> None:
    """Make sure that an assessment can be read with a framework.

    Raises:
        InvalidDataError: It cannot; every reason is listed.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> require_fit(framework, Assessment(framework="mini"))
    """
    problems = misfits(framework, assessment)
    if problems:
        raise InvalidDataError(problems)


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


def _targets(framework: Framework, assessment: Assessment) -> Iterator[Problem]:
    return target_problems(framework, assessment.targets, ("targets",))


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
    given: list[tuple[Path, str | float | None]] = [(("target",), rating.target)]
    given += [(("carried", "level"), rating.carried.level)] if rating.carried else []
    said: list[tuple[Path, str | float | None]] = [(("level",), rating.level)]
    said += [(("answers", who, "level"), answer.level) for who, answer in rating.answers.items()]
    said += [(("criteria", key), level) for key, level in rating.criteria.items()]
    if rating.agreed:
        said.append((("agreed", "level"), rating.agreed.level))
    for path, level in [*given, *((path, level) for path, level in said if level != RESERVED)]:
        if not scale.holds(level):
            yield _not_a_level(scale, level, ("ratings", name, *path))
    known = {criterion.id for criterion in framework.practices[name].criteria}
    for key in rating.criteria:
        if key not in known:
            yield unknown(framework, "criterion", key, known, ("ratings", name, "criteria", key))


def _not_a_level(scale: Scale, level: str | float | None, path: Path) -> Problem:
    """Say so, with what people often mean who write something else."""
    problem = scale.problem(level, path)
    if str(level).lower().replace("_", " ") in _NOT_APPLICABLE:
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
    if what == "practice" and len(now) > 1:
        message, hint = f"the practice '{name}' was split into {', '.join(now)}", "`migrate` keeps what was said of it"
        return Problem("unknown_practice", message, hint, path)
    if what == "practice" and now:
        hint = f"write '{now[0]}', or let `migrate` do it"
        return Problem("unknown_practice", f"the practice '{name}' has another id now", hint, path)
    return Problem(f"unknown_{what}", f"{framework.id} has no {what} '{name}'", did_you_mean(name, known), path)
