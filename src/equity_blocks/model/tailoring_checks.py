"""Checks that a tailoring fits its framework: editions, blocks, practices, prerequisites, levels, audiences."""

from collections.abc import Iterator

from pydantic import ValidationError

from equity_blocks.errors import Path, Problem
from equity_blocks.model.assessment_checks import unknown
from equity_blocks.model.effort import EffortDays
from equity_blocks.model.framework import Framework
from equity_blocks.model.framework_checks import need_problems
from equity_blocks.model.shared_levels import target_problems
from equity_blocks.model.tailoring import PracticeTailoring, Tailoring
from equity_blocks.model.targets import aim_problem


def tailoring_misfits(framework: Framework, tailoring: Tailoring) -> tuple[Problem, ...]:
    """Find every reason why this framework cannot be changed in this way.

    Returns:
        Problems with key paths into the tailoring; empty when it fits. Loops that only the changes together make are
        found by `tailor`.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Vision"}]}])
        >>> print(tailoring_misfits(framework, Tailoring(framework="mini", practices={"vison": {"weight": 2}}))[0])
        practices.vison: mini has no practice 'vison' (did you mean 'vision'?)
    """
    if tailoring.framework != framework.id:
        message = f"this tailoring is for '{tailoring.framework}', not for '{framework.id}'"
        data = {"found": framework.id, "allowed": (tailoring.framework,)}
        return (Problem("wrong_framework", message, "open the framework that it names", ("framework",), data=data),)
    checks = (_edition, _effort_days, _blocks, _practices)
    problems = (problem for check in checks for problem in check(framework, tailoring))
    return (*problems, *_targets(framework, tailoring))


def _targets(framework: Framework, tailoring: Tailoring) -> Iterator[Problem]:
    """What the tailoring says of shared targets is on the scale of whoever is left to use it."""
    own = {name for name, change in tailoring.practices.items() if change.target is not None}
    named, merged = dict(tailoring.targets.named()), tailoring.targets.over(framework.targets)
    for problem in target_problems(framework, [merged], ("targets",), own | taken_out(framework, tailoring)):
        if problem.key_path[1:] in named:
            yield problem


def _edition(framework: Framework, tailoring: Tailoring) -> Iterator[Problem]:
    if tailoring.edition and tailoring.edition != framework.edition:
        message = f"it was made for edition '{tailoring.edition}', but this is edition '{framework.edition}'"
        hint = "open the framework file of that edition, or look the changes over and change the edition"
        data = {"found": tailoring.edition, "allowed": (framework.edition,)}
        yield Problem("wrong_edition", message, hint, ("edition",), data=data)


def _effort_days(framework: Framework, tailoring: Tailoring) -> Iterator[Problem]:
    days = framework.effort_days.model_dump() | tailoring.effort_days.given
    try:
        EffortDays.model_validate(days)
    except ValidationError:
        listed = ", ".join(f"{size} {value:g}" for size, value in days.items())
        message = f"the days must not fall from S to XL, but would be {listed}"
        yield Problem("effort_not_ordered", message, "", ("effort_days",), data={"found": tuple(days.values())})


def _blocks(framework: Framework, tailoring: Tailoring) -> Iterator[Problem]:
    for name in tailoring.blocks:
        if name not in framework.all_blocks:
            yield unknown(framework, "block", name, framework.all_blocks, ("blocks", name))


def _practices(framework: Framework, tailoring: Tailoring) -> Iterator[Problem]:
    out = taken_out(framework, tailoring)
    if out and out == framework.practices.keys():
        message = f"every {framework.vocabulary.practice} is taken out, so nothing is left to rate"
        yield Problem("contradiction", message, "", ("practices",) if tailoring.practices else ("blocks",))
    for name, change in tailoring.practices.items():
        path = ("practices", name)
        if name in framework.practices:
            yield from _practice(framework, name, change, path)
            yield from _needs_what_is_gone(change, out, path)
        else:
            yield unknown(framework, "practice", name, framework.practices, path)


def _practice(framework: Framework, name: str, change: PracticeTailoring, path: Path) -> Iterator[Problem]:
    practice, scale = framework.practices[name], framework.scale_of(name)
    if off := aim_problem(scale, change.target, (*path, "target")):
        yield off
    for audience in change.question:
        if audience not in ("default", *framework.audiences):
            yield unknown(framework, "audience", audience, framework.audiences, (*path, "question", audience))
    needed = {need.practice for entry in practice.requires for need in entry.any_of}
    for other in change.waive:
        if other not in framework.practices:
            yield unknown(framework, "practice", other, framework.practices, (*path, "waive", other))
        elif other not in needed:
            message = f"'{name}' does not need '{other}'"
            hint = f"it needs {', '.join(sorted(needed))}" if needed else "it needs nothing"
            data = {"found": other, "allowed": sorted(needed)}
            yield Problem("no_prerequisite", message, hint, (*path, "waive", other), data=data)
    yield from need_problems(framework, practice.replace(requires=change.requires), path)


def _needs_what_is_gone(change: PracticeTailoring, out: frozenset[str], path: Path) -> Iterator[Problem]:
    for i, entry in enumerate(change.requires):
        for j, need in enumerate(entry.any_of):
            if need.practice in out:
                message, data = f"'{need.practice}' is taken out, so nothing can wait for it", {"found": need.practice}
                yield Problem("contradiction", message, "", (*path, "requires", i, "any_of", j, "practice"), data=data)


def taken_out(framework: Framework, tailoring: Tailoring) -> frozenset[str]:
    """Name the practices that a tailoring takes out, by themselves or with a block around them.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> taken_out(framework, Tailoring(framework="mini", blocks={"b": {"out": "we hold no contracts"}}))
        frozenset({'p'})
    """
    blocks = {name for name, change in tailoring.blocks.items() if change.out}
    practices = {name for name, change in tailoring.practices.items() if change.out}
    return frozenset(
        name
        for name, chain in framework.chains.items()
        if name in practices or any(block.id in blocks for block in chain)
    )
