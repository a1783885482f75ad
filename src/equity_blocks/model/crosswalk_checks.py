"""Checks that a crosswalk fits the two frameworks that it joins."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from equity_blocks.errors import Finding, InvalidDataError, Path, Problem
from equity_blocks.model.assessment_checks import unknown
from equity_blocks.model.crosswalk import Crosswalk, End, Unmatched
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import to_read_by


def crosswalk_misfits(crosswalk: Crosswalk, framework: Framework) -> tuple[Problem, ...]:
    """Find every reason why a crosswalk cannot be read with a framework at one of its ends.

    Args:
        crosswalk: The crosswalk as it stands in its file.
        framework: The framework at one end, told by its id.

    Returns:
        Problems with key paths into the crosswalk; empty when it fits.

    Example:
        >>> framework = Framework(id="a", title="A", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Vision"}]}])
        >>> crosswalk = Crosswalk(id="a--b", title="A in B", source={"framework": "a"}, target={"framework": "b"},
        ...     mappings=[{"from": "vison", "to": "q", "relation": "equal", "why": "the same thing"}])
        >>> print(crosswalk_misfits(crosswalk, framework)[0])
        mappings[0].from: a has no practice 'vison' (did you mean 'vision'?)
    """
    end = end_of(crosswalk, framework)
    if end is None:
        ends = f"{crosswalk.source.framework} and {crosswalk.target.framework}"
        message = f"this crosswalk joins {ends}, not {framework.id}"
        data = {"found": framework.id, "allowed": (crosswalk.source.framework, crosswalk.target.framework)}
        hint = "open a framework that it joins"
        return (Problem("wrong_framework", message, hint, ("from", "framework"), data=data),)
    # What a tailoring took out is still a practice of the source, of which nothing is said here.
    known, hints = {*framework.practices, *framework.taken_out}, ("judge each of them anew", "write '{}'")
    problems = (
        unknown(framework, "practice", name, framework.practices, path, if_split=hints[0], if_renamed=hints[1])
        for path, name in _named(crosswalk, end)
        if name not in known
    )
    return tuple(_with_revision(crosswalk, framework, problem) for problem in problems)


def _with_revision(crosswalk: Crosswalk, framework: Framework, problem: Problem) -> Problem:
    """Where another revision was judged and nothing better is known, say what to do about it."""
    judged, used = _end(crosswalk, framework).revision, framework.revision
    if judged is None or judged == used or problem.hint:
        return problem
    hint = f"revision {judged} was judged, and this is revision {used}: {to_read_by(judged, used)}"
    return replace(problem, hint=hint)


def require_crosswalk_fit(crosswalk: Crosswalk, framework: Framework) -> None:
    """Make sure that a crosswalk can be read with a framework at one of its ends.

    Raises:
        InvalidDataError: It cannot; every reason is listed.
    """
    problems = crosswalk_misfits(crosswalk, framework)
    if problems:
        raise InvalidDataError(problems)


def crosswalk_findings(crosswalk: Crosswalk, framework: Framework) -> Iterator[Finding]:
    """Say what is doubtful at one end: another edition was judged, too much follows, or practices were not judged.

    Example:
        >>> framework = Framework(id="a", title="A", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "vision", "title": "Vision"}]}])
        >>> crosswalk = Crosswalk(id="a--b", title="A in B", source={"framework": "a", "revision": 9},
        ...     target={"framework": "b"}, mappings=[])
        >>> [finding.code for finding in crosswalk_findings(crosswalk, framework)]
        ['other_revision', 'unmapped_practice']
    """
    key = end_of(crosswalk, framework)
    if key is None:
        return
    yield from other_versions(crosswalk, framework)
    yield from _unmet(crosswalk, framework, key)
    judged = {name for _, name in _named(crosswalk, key)}
    left = [name for name in framework.practices if name not in judged]
    if left:
        of = f"{len(left)} of {len(framework.practices)} {framework.vocabulary.practices} of {framework.id}"
        message = f"{of} are neither mapped nor listed"
        hint = f"under unmapped.{key}, say why there is no counterpart: {', '.join(left)}"
        yield Finding("unmapped_practice", message, hint, ("unmapped", key))


def _unmet(crosswalk: Crosswalk, framework: Framework, key: str) -> Iterator[Finding]:
    """On a scale of two levels the lower one says "not wholly", from which nothing follows for a part alone."""
    for i, mapping in enumerate(crosswalk.mappings if key == "from" else ()):
        if mapping.uses == 1 or mapping.speaks == "up" or mapping.source not in framework.practices:
            continue
        scale = framework.scale_of(mapping.source)
        if scale.range is None and len(scale.levels) == len(("met", "unmet")):
            message = f"'{scale.ids[0]}' of '{mapping.source}' counts as nothing of '{mapping.target}'"
            hint = "it may mean only that not all of it is done: then write speaks: up"
            yield Finding("unmet_speaks", message, hint, ("mappings", i))


def other_versions(crosswalk: Crosswalk, framework: Framework) -> Iterator[Finding]:
    """Say when another edition or revision of a framework at one end was judged."""
    key, end = end_of(crosswalk, framework), _end(crosswalk, framework)
    if key and end.edition and end.edition != framework.edition:
        message = f"edition '{end.edition}' of {framework.id} was judged, but this is edition '{framework.edition}'"
        yield Finding("other_edition", message, "look the mappings over", (key, "edition"))
    if key and end.revision not in (None, framework.revision):
        message = f"revision {end.revision} of {framework.id} was judged, but this is revision {framework.revision}"
        hint = f"look over the {framework.vocabulary.practices} that changed"
        yield Finding("other_revision", message, hint, (key, "revision"))


def end_of(crosswalk: Crosswalk, framework: Framework) -> str | None:
    """Say at which end a framework stands, `from` or `to`; `None` where at neither."""
    ends = {crosswalk.source.framework: "from", crosswalk.target.framework: "to"}
    return ends.get(framework.id)


def _end(crosswalk: Crosswalk, framework: Framework) -> End:
    return crosswalk.source if end_of(crosswalk, framework) == "from" else crosswalk.target


def joins_one(crosswalk: Crosswalk, framework: Framework, others: Iterable[Framework]) -> bool:
    """Say whether a crosswalk joins a framework with one of some others, in either direction.

    Example:
        >>> a, b, c = (Framework(id=name, title=name, scale=["no", "yes"], blocks=[]) for name in "abc")
        >>> ends = {"source": {"framework": "a"}, "target": {"framework": "b"}}
        >>> crosswalk = Crosswalk(id="a--b", title="T", **ends, mappings=[])
        >>> joins_one(crosswalk, b, [c, a]), joins_one(crosswalk, b, [c])
        (True, False)
    """
    return end_of(crosswalk, framework) is not None and any(end_of(crosswalk, other) for other in others)


def _named(crosswalk: Crosswalk, key: str) -> Iterator[tuple[Path, str]]:
    """Every practice that the file names at one end, with its place."""
    for i, mapping in enumerate(crosswalk.mappings):
        yield ("mappings", i, key), mapping.source if key == "from" else mapping.target
    listed: tuple[Unmatched, ...] = crosswalk.unmapped.source if key == "from" else crosswalk.unmapped.target
    for i, entry in enumerate(listed):
        for j, name in enumerate(entry.practices):
            yield ("unmapped", key, i, "practices", j), name
