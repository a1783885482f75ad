"""Coverage: the practices of each framework that the present assessments speak for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.crosswalk.intervals import KnownValue
from equity_blocks.engine.crosswalk.paths import routes
from equity_blocks.engine.crosswalk.translate import known_values_of, travel
from equity_blocks.engine.scoring.coverage import covered
from equity_blocks.errors import NotFoundError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.crosswalk_checks import require_crosswalk_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.translation import Coverage, FrameworkCoverage, Route
from equity_blocks.model.tree import TOP
from equity_blocks.version import VERSION


@checks_nouns
def coverage(
    frameworks: Sequence[Framework], assessments: Sequence[Assessment], crosswalks: Iterable[Crosswalk]
) -> Coverage:
    """Say for each framework how many practices the present assessments speak for, and which are left.

    A practice is spoken for if it is rated itself, or if mappings that lead to it from a practice that is spoken for
    let something be known of it: an interval narrower than [0, 1], or a part that is surely spoken for.
    Its share is 1 if it is rated; else how much of it is surely spoken for. Where several assessments speak for a
    practice, the one that speaks for most of it counts.

    Args:
        frameworks: What to look at; those that the assessments rate must be among them. Of a tailored one the result
            says what was changed.
        assessments: What there is.
        crosswalks: What there is. From each assessment the fewest that lead to a framework are taken.

    Raises:
        NotFoundError: The framework of an assessment is not among `frameworks`.
        InvalidDataError: An assessment does not fit its framework, or a crosswalk on the way one of those it joins;
            every reason is listed.

    Source: docs/methods/crosswalk.md.

    Example:
        >>> old, new = (Framework(id=name, title=name, scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": f"{name}-p", "title": "P"}, {"id": f"{name}-q", "title": "Q"}]}])
        ...     for name in ("old", "new"))
        >>> crosswalk = Crosswalk(id="old--new", title="T", source={"framework": "old"}, target={"framework": "new"},
        ...     mappings=[{"from": "old-p", "to": "new-p", "relation": "part-of", "share": 0.5, "why": "half of it"}])
        >>> found = coverage((old, new), [Assessment(framework="old", ratings={"old-p": "yes"})], [crosswalk])
        >>> [(each.id, each.spoken_for, each.share, each.not_covered) for each in found.frameworks]
        [('old', 1, 0.5, ('old-q',)), ('new', 1, 0.25, ('new-q',))]
    """
    known = {framework.id: framework for framework in frameworks}
    available = tuple(crosswalks)
    shares: dict[str, dict[str, float]] = {name: {} for name in known}
    paths: dict[str, list[Route]] = {name: [] for name in known}
    for assessment in assessments:
        for name, ids, values in _reached(known, assessment, available):
            present = {p: value for p, value in values.items() if p in known[name].practices and value.is_known}
            for practice, value in present.items():
                shares[name][practice] = max(value.coverage, shares[name].get(practice, 0.0))
            start, count = assessment.framework, len(present)
            paths[name].append(Route.trusted(assessment=assessment.id, start=start, crosswalks=ids, practices=count))
    rows = tuple(_row(framework, shares[framework.id], paths[framework.id]) for framework in frameworks)
    owners = dict.fromkeys(assessment.organization.id for assessment in assessments if assessment.organization)
    return Coverage.trusted(made_with=VERSION, organizations=tuple(owners), frameworks=rows)


def _require_fit(crosswalk: Crosswalk, known: Mapping[str, Framework]) -> None:
    """Make sure that a crosswalk names only practices that the frameworks at its ends have."""
    for end in (crosswalk.source.framework, crosswalk.target.framework):
        if end in known:
            require_crosswalk_fit(crosswalk, known[end])


def _reached(
    known: Mapping[str, Framework], assessment: Assessment, crosswalks: tuple[Crosswalk, ...]
) -> Iterator[tuple[str, tuple[str, ...], Mapping[str, KnownValue]]]:
    """Every framework that an assessment speaks to: its id, the crosswalks on the way, and what is known there."""
    if assessment.framework not in known:
        raise NotFoundError(
            f"the framework '{assessment.framework}' of an assessment is not among those given",
            code="unknown_framework",
            data={"found": assessment.framework, "allowed": tuple(known)},
        )
    framework = known[assessment.framework]
    assessment = require_fit(framework, assessment)
    start = known_values_of(framework, assessment)
    for name, hops in routes(crosswalks, framework.id).items():
        if name in known:
            for hop in hops:
                _require_fit(hop.crosswalk, known)
            legs = travel(start, hops)
            yield name, tuple(hop.crosswalk.id for hop in hops), legs[-1].known if legs else start


def _row(framework: Framework, shares: Mapping[str, float], paths: Iterable[Route]) -> FrameworkCoverage:
    answered = {name: shares.get(name, 0.0) for name in framework.practices}
    return FrameworkCoverage.trusted(
        id=framework.id,
        title=framework.title,
        practices=len(framework.practices),
        spoken_for=len(shares),
        share=covered(framework, answered)[TOP] or 0.0,
        routes=tuple(paths),
        not_covered=tuple(name for name in framework.practices if name not in shares),
        tailored=framework.tailored,
    )
