"""Reading a cohort: how it stands, what it lacks, what holds it back, how it moved, and where one of it sits."""

from collections.abc import Iterator, Sequence
from typing import Any

from equity_blocks.argument_kinds import checks_nouns, library, require_kind
from equity_blocks.engine.argument_checks import required_whole
from equity_blocks.engine.portfolio.cohort import Cohort, Rows, cohort
from equity_blocks.engine.portfolio.distributions import Grain, Scores, group, least_shown
from equity_blocks.engine.portfolio.held_back import common_gaps, missing_prerequisites
from equity_blocks.engine.portfolio.program import compiled
from equity_blocks.engine.portfolio.published import Grains, Release, released
from equity_blocks.engine.portfolio.standing import among_quantiles, changes, standings
from equity_blocks.engine.sharing.share import AUDIENCES
from equity_blocks.engine.sharing.suppression import MINIMUM, require_minimum
from equity_blocks.errors import UnsuitableError, visible
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.did_you_mean import nearest
from equity_blocks.model.framework import Framework
from equity_blocks.model.portfolio import CohortGroup, Portfolio, Standing
from equity_blocks.model.privacy import Audience
from equity_blocks.model.result import ref
from equity_blocks.model.tree import TOP
from equity_blocks.version import VERSION

RESAMPLES = 400


@checks_nouns
def portfolio(
    framework: Framework,
    rows: Rows,
    *,
    by: str | Sequence[str] = (),
    organization: str | None = None,
    earlier: Rows = (),
    min_organizations: int = MINIMUM,
    audience: Audience = "owner",
    first: int = 5,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Portfolio:
    """Read a cohort of assessments: spread, gaps, missing prerequisites, change, and where one organization sits.

    Every organization counts with what is assured: what is unanswered, unknown, or not pursued at no level counts 0, so
    leaving practices out wins nothing. Of whom nothing is rated, nothing is told.

    Args:
        framework: A framework with `use: assessment`.
        rows: A frame of pandas, Polars or PyArrow as `score_frame` takes it, with a column `organization` and any
            others; or assessments. One row for each organization.
        by: Columns that tell groups apart; of assessments `type`, `size` or `state`. Default: no groups.
        organization: Whose standing is told, though never to a cohort. Default: nobody's.
        earlier: The round before, or all rounds before in a list, the oldest first. Default: there is none. What is
            published needs every round that was published before.
        min_organizations: Least organizations in whatever others than the owner may read, >= 3.
        audience: Who reads it: the owner has every figure; all others have what is published.
        first: Among how many first ones a missing prerequisite has to be to count as stable, >= 1.
        resamples: How often the cohort is drawn again for that, from 0 to 10,000.
        seed: Of these draws, >= 0.

    Returns:
        The portfolio. For others than the owner quantiles are means of at least five organizations in steps of 5
        points, other shares are whole points, practices are counted in steps of five, groups of fewer than 20 have
        counts per band only, and small groups and who would give them away are left out, also between rounds.

    Raises:
        UnsuitableError: An argument is out of range, a column or the organization is missing, an organization has
            several rows, or rows of several rounds do not say whose they are.
        InvalidDataError: An assessment or a cell does not fit the framework.

    Source: docs/methods/portfolio.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = [Assessment(framework="mini", organization={"id": name}, ratings=ratings) for name, ratings in
        ...     [("oak", {"p": 1, "q": 1}), ("elm", {"p": 1, "q": 0}), ("fir", {"q": 0})]]
        >>> read = portfolio(framework, said, organization="elm")
        >>> read.groups[0].score.q50, read.standing[0].rank, read.standing[0].peers, read.gaps[0].practice
        (0.5, 2, 2, 'q')
    """
    _check(audience, min_organizations)
    required_whole("first", first, 1)
    required_whole("resamples", resamples, 0, 10_000)
    required_whole("seed", seed)
    for name in ("numpy", "narwhals"):
        library(name)
    columns = (by,) if isinstance(by, str) else tuple(by)
    _require_groups(framework, columns, audience)
    rounds = _rounds(earlier)
    for name, each in (("rows", rows), *((f"earlier[{i}]", before) for i, before in enumerate(rounds))):
        _require_rows(name, each)
    given = [cohort(framework, each, columns) for each in (*rounds, rows)]
    _require_names(given, organization)
    rated = [_rated(each) for each in given]
    draws = first, resamples, seed
    whose = None if audience == "cohort" else organization
    is_own = audience == "owner"
    told = _of_owner(rated, whose, draws) if is_own else _of_others(rated, whose, draws, min_organizations)
    return Portfolio.trusted(
        made_with=VERSION,
        framework=ref(framework),
        audience=audience,
        min_organizations=min_organizations,
        rounds=len(given),
        unrated=len(given[-1].names) - len(rated[-1].names) if audience == "owner" else None,
        organization=whose,
        first=first,
        resamples=resamples,
        has_total=framework.scoring.overall,
        terms=framework.terms,
        **told,
    )


def _check(audience: Any, min_organizations: int) -> None:
    if audience not in AUDIENCES:
        message = f"there is no audience '{audience}': use {', '.join(AUDIENCES)}"
        data = {"argument": "audience", "found": audience, "allowed": AUDIENCES}
        raise UnsuitableError(message, code="not_listed", data=data)
    required_whole("min_organizations", min_organizations, 1)
    require_minimum(min_organizations, allow_small=None)


def _require_groups(framework: Framework, columns: Sequence[str], audience: str) -> None:
    """Refuse groups of one each, and for others than the owner groups that would tell who answered what."""
    figures = {figure.name for figure in compiled(framework).figures}
    for column in columns:
        if column in ("organization", "assessment"):
            message = f"'{column}' would make a group of each: group by what several have in common, such as 'state'"
        elif audience != "owner" and (column in figures or column.partition(":")[0] in framework.practices):
            message = (
                f"'{visible(column)}' holds answers, and groups by it would tell who gave which: for others than the "
                "owner, group by what organizations are, such as their state"
            )
        else:
            continue
        raise UnsuitableError(message, code="not_listed", data={"argument": "by", "found": column})


def _rounds(earlier: Rows) -> list[Rows]:
    """List the rounds before: of assessments and of a frame that stands alone, there is one."""
    if not isinstance(earlier, Sequence) or isinstance(earlier, str | bytes):
        return [] if earlier is None else [earlier]
    return [earlier] if earlier and isinstance(earlier[0], Assessment) else list(earlier)


def _require_rows(name: str, rows: Any) -> None:
    """Make sure that a list is one of assessments; a frame is looked at when it is read."""
    if isinstance(rows, str | bytes | Assessment):
        require_kind(name, rows, list)
    for i, each in enumerate(rows) if isinstance(rows, Sequence) else ():
        require_kind(f"{name}[{i}]", each, Assessment)


def _require_names(given: Sequence[Cohort], organization: str | None) -> None:
    if len(given) > 1 and not all(each.is_named for each in given):
        message = "rows of several rounds need a column 'organization' that says whose each of them is"
        raise UnsuitableError(message, code="unnamed_rows")
    if organization is not None and organization not in given[-1].names:
        near = nearest(organization, given[-1].names)
        message = f"there is no organization '{visible(organization)}' among the {len(given[-1].names)} of the cohort"
        message += f": did you mean '{visible(near[0])}'?" if near else ""
        raise UnsuitableError(message, code="not_listed", data={"argument": "organization", "found": organization})


def _rated(of: Cohort) -> Cohort:
    """Leave out organizations of whom nothing is rated: there is no figure of them, which is not 0."""
    import numpy as np

    from equity_blocks.engine.portfolio.cohort import claims

    is_rated = np.zeros(len(of.names), dtype=bool)
    for cells in of.cells.values():
        is_rated |= claims(cells).status == 0
    return of if is_rated.all() else of.rows(np.flatnonzero(is_rated).tolist())


def _of_owner(rounds: Sequence[Cohort], organization: str | None, draws: tuple[int, int, int]) -> dict[str, Any]:
    last, grain = rounds[-1], Grain()
    groups = tuple(_groups(last, {name: frozenset(said) - {""} for name, said in last.labels.items()}, grain))
    return {
        "groups": groups,
        "standing": tuple(_standings(last, organization, groups, with_ranks=True)),
        "gaps": common_gaps(last),
        "held_back": missing_prerequisites(last, *draws),
        "change": tuple(changes(rounds[-2], last, grain)) if len(rounds) > 1 else (),
    }


def _of_others(
    rounds: Sequence[Cohort], organization: str | None, draws: tuple[int, int, int], minimum: int
) -> dict[str, Any]:
    release, own = released(rounds, minimum), rounds[-1]
    if not release.is_shown:
        return {"suppressed": tuple(own.labels)}
    grain = Grain(is_coarse=True, neighbours=least_shown(minimum))
    panel = release.panel
    groups = tuple(_groups(panel, release.groups, grain, minimum))
    told: dict[str, Any] = {
        "groups": groups,
        "suppressed": tuple(_suppressed(release)),
        "standing": tuple(_standings(own, organization, groups, with_ranks=False)),
    }
    if grain.tells_figures(len(panel.names)):
        told["gaps"] = common_gaps(panel, grain)
        told["held_back"] = missing_prerequisites(panel, *draws, grain)
    if len(rounds) > 1:
        told["change"] = tuple(changes(released(rounds[:-1], minimum).panel, panel, grain))
    return told


def _suppressed(release: Release) -> Iterator[str]:
    for name, said in release.panel.labels.items():
        if frozenset(said) - {""} - release.groups[name]:
            yield name


def _groups(of: Cohort, shown: Any, grain: Grain, minimum: int = MINIMUM) -> Iterator[CohortGroup]:
    import numpy as np

    if not of.names:
        return
    scores = Scores.made(of)
    yield group(scores, np.ones(len(of.names), dtype=bool), grain)
    grains = Grains.made(scores, grain, minimum)
    for name, said in of.labels.items():
        says = np.array(said, dtype=object)
        for value in sorted(shown[name]):
            finely = grains.of(name, value)
            yield group(scores, says == value, finely[TOP], (name, value), finely)


def _standings(
    of: Cohort, organization: str | None, groups: Sequence[CohortGroup], *, with_ranks: bool
) -> Iterator[Standing]:
    if organization in of.names and organization is not None:
        for each in standings(of, of.names.index(organization)):
            if each.node or of.framework.scoring.overall:
                yield among_quantiles(each, groups[0], with_ranks=with_ranks)
