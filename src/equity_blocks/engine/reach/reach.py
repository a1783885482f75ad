"""Reaching a band: which practices to raise, and how far; to their targets first, and with the least effort."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Literal, Required, TypedDict

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.benefit.standing import Standing, standing_of
from equity_blocks.engine.graph import StepGraph, steps_above, waves
from equity_blocks.engine.reach.search import Ascent, Levels, Way
from equity_blocks.engine.scoring.outcomes import band_of
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.engine.scoring.targets import target_positions
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.did_you_mean import did_you_mean, meant, nearest
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import is_met, reachable
from equity_blocks.model.reach import Limit, Raise, Reach
from equity_blocks.model.result import head
from equity_blocks.model.scoring import Band, Scoring
from equity_blocks.model.spelling import node_meant
from equity_blocks.model.tree import TOP, way_to

Test = Callable[[float | None], bool]


@checks_nouns
def reach(framework: Framework, assessment: Assessment, band: str, block: str | None = None) -> Reach:
    r"""Find the way into a band: which practices to raise, to their targets before any beyond, and what they need.

    Least $$\sum_p \sum_{i=s_p+1}^{l_p} e_{p,i}$$ over the levels `l` that can be climbed to from the present state `s`
    without breaking a hard prerequisite, and whose score lies in the band or above; `e_{p,i}` are the person-days of
    the step of practice `p` to position `i`. No practice rises above its target. Only where the band cannot be reached
    so, practices may rise to the default target of their scales, and only where that is not enough either, to the top:
    then the days above what the limit before allows are the least there can be, and of the ways with these raises the
    one with the least effort is taken.

    As in plans, unanswered and unknown count as the lowest level, and what was decided against does not rise.

    Args:
        framework: A framework with `use: assessment` and bands.
        assessment: Ratings of that framework.
        band: Id of the band.
        block: Id of the block whose value shall lie in the band. Default: the framework as a whole; one without a total
            needs a block.

    Returns:
        The raises, none where the band is reached already or cannot be. `limit` says how far practices may rise on this
        way, and `is_least` whether a search has shown that within it no way takes less.

    Raises:
        UnsuitableError: The framework is guidance, has no bands, or has no such band; the nearest one is named. Or it
            has no total, and no block is given.
        NotFoundError: There is no such block; the nearest one is named.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: a knapsack with precedence; branch and bound with the bound of Dantzig (1957); docs/methods/explain.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     scoring={"bands": [{"id": "far", "title": "Far", "from": 0.5}]},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "effort": "L"},
        ...         {"id": "q", "title": "Q", "effort": "S"}]}])
        >>> found = reach(framework, Assessment(framework="mini", ratings={"p": "no", "q": "no"}), "far")
        >>> [(raised.practice, raised.to) for raised in found.raises], found.effort, found.is_least
        ([('q', 'yes')], 10.0, True)
    """
    require_scorable(framework)
    wanted = band_called(framework, band)
    node = _place(framework, block)
    assessment = require_fit(framework, assessment)
    run, standing = ScoringRun(framework, assessment), replace(standing_of(framework, assessment), node=node)
    search = _BandSearch(standing, wanted)
    score_card = run.figures.values[node] if run.is_shown(node) else None
    score_now = standing.score(standing.state)
    return Reach.trusted(
        **head(framework, assessment),
        **run.grounds(),
        band=wanted,
        block=node or None,
        score_card=score_card,
        score_card_band=run.band(node, score_card),
        score_now=score_now,
        band_now=run.band(node, score_now),
        highest=standing.score(search.reached["top"]),
        **search.outcome(),
    )


def _place(framework: Framework, block: str | None) -> str:
    """Give the node whose band is asked for."""
    if block is not None:
        name = node_meant(framework, block)
        if not way_to(framework.tree, name):
            raise UnsuitableError(
                f"'{name}' is a practice: a band is reached by a block or by the whole",
                code="not_a_block",
                data={"found": name},
            )
        return name
    if not framework.scoring.overall:
        blocks = ", ".join(block.id for block in framework.blocks)
        raise UnsuitableError(
            f"{framework.id} has no total (overall: false): name the block to bring there ({blocks})",
            code="no_total",
            data={"allowed": tuple(block.id for block in framework.blocks)},
        )
    return TOP


def toward_band(standing: Standing, band: str) -> Standing:
    """Aim for the way into a band instead of the targets: for its levels, and for nothing above them.

    Where the band is out of reach, the aims are the highest levels that can be reached.

    Raises:
        UnsuitableError: The framework has no such band, or no total.
    """
    if not standing.framework.scoring.overall:
        obstacle = f"{standing.framework.id} has no total (overall: false), so no plan can be made for a band of it"
        raise UnsuitableError(f"{obstacle}; reach() finds the way into a band of one block", code="not_reachable_alone")
    search = _BandSearch(standing, band_called(standing.framework, band))
    if search.is_high_enough(standing.score(standing.state)):
        levels = standing.state
    else:
        route = search.route()
        levels = route[1].levels if route else search.reached["top"]
    aims = {name: to for name, to in levels.items() if to > standing.state[name]}
    return replace(standing, aims=aims, graph=StepGraph(levels, standing.graph.rules))


def decided_against(assessment: Assessment, names: Iterable[str]) -> list[str]:
    """List the practices that shall not rise: not pursued, dropped, or for later unless work on them has started.

    Example:
        >>> ratings = {"a": {"not_pursued": "no"}, "b": {"level": 0, "decision": "later"}, "c": 0}
        >>> decided_against(Assessment(framework="f", ratings=ratings, actions={"c": {"progress": "dropped"}}), "abcd")
        ['a', 'b', 'c']
    """

    def is_out(name: str) -> bool:
        rating, progress = assessment.rating(name), assessment.progress_on(name)
        is_later = rating.decision == "later" and progress != "started"
        return rating.status == "not_pursued" or progress == "dropped" or is_later

    return list(filter(is_out, names))


def leads_into(scoring: Scoring, wanted: Band) -> Test:
    """Give a test that says whether a score lies in a band or above."""
    rank = {item.id: i for i, item in enumerate(scoring.bands)}

    def is_high_enough(score: float | None) -> bool:
        band = band_of(scoring, score)
        return band is not None and rank[band] >= rank[wanted.id]

    return is_high_enough


def _edge(policy: Scoring, wanted: Band) -> float:
    """The least score that may lie in a band: where the published figure decides, one that is rounded up to it."""
    if policy.bands_in == "share" or policy.published is None or policy.rounds is None:
        return wanted.start
    return wanted.start - policy.published.share(policy.published.low + 10.0**-policy.rounds.digits)


def band_called(framework: Framework, name: str) -> Band:
    """Give a band by its id or title, beginning at a share, in whatever the framework says it.

    Raises:
        UnsuitableError: The framework has no bands, or no such band; the nearest one is named.
    """
    policy = framework.policy
    bands = {band.id: band.replace(start=edge) for band, edge in zip(policy.bands, policy.edges, strict=True)}
    if not bands:
        raise UnsuitableError(
            f"{framework.id} has no bands: name ranges of the score under scoring.bands", code="no_bands"
        )
    matches = meant(name, bands)
    if len(matches) != 1:
        hints = [did_you_mean(name, bands), f"there are {', '.join(bands)}"]
        raise UnsuitableError(
            f"{framework.id} has no band '{name}' ({'; '.join(filter(None, hints))})",
            code="unknown_band",
            data={"found": name, "allowed": tuple(bands), "nearest": nearest(name, bands)},
        )
    return bands[matches[0]]


class _Outcome(TypedDict, total=False):
    """What a search says of a band, as fields of its result."""

    status: Required[Literal["reached", "reachable", "out_of_reach"]]
    limit: Limit
    effort: float
    bound: float
    is_least: bool
    score_after: float | None
    raises: tuple[Raise, ...]
    held_back: tuple[str, ...]
    blocked: tuple[str, ...]


class _BandSearch:
    """The search for a way into a band.

    Args:
        standing: Where every practice stands.
        band: The band, beginning at a share.
    """

    def __init__(self, standing: Standing, band: Band) -> None:
        self.standing, self.band = standing, band
        self.is_high_enough = leads_into(standing.framework.policy, band)

    @cached_property
    def reached(self) -> dict[Limit, Levels]:
        """How far all can be raised within each limit, the narrowest first; what was decided against stays."""
        standing, state, framework = self.standing, self.standing.state, self.standing.framework
        against = dict.fromkeys(decided_against(standing.assessment, state), 0)
        targets = target_positions(framework, standing.assessment)
        defaults = {name: max(target, framework.scale_of(name).target) for name, target in targets.items()}
        limits: dict[Limit, Mapping[str, int]] = {
            "targets": targets,
            "default_target": defaults,
            "top": standing.graph.tops,
        }
        reached: dict[Limit, Levels] = {}
        for limit, levels in limits.items():
            most = {**levels, **against}
            tops = {name: max(state[name], min(top, most[name])) for name, top in standing.graph.tops.items()}
            reached[limit] = reachable(tops, standing.graph.rules, state)
        return reached

    def route(self) -> tuple[Limit, Way] | None:
        """Find the first limit that is enough, and the way within it; `None` where none is.

        What it takes beyond the limit before is settled first, from the highest levels within that; so on down to the
        present state, each time with no more raised than was settled. The bound is that of the last; all have to be
        proven.
        """
        standing, reached = self.standing, self.reached
        enough = [limit for limit, levels in reached.items() if self.is_high_enough(standing.score(levels))]
        if not enough:
            return None
        levels, ways, edge = reached[enough[0]], [], _edge(standing.framework.policy, self.band)
        for floor in (*(reached[limit] for limit in reversed(reached) if limit not in enough), standing.state):
            rising = replace(standing, state=floor, graph=StepGraph(levels, standing.graph.rules))
            ways.append(Ascent(rising, self.is_high_enough, edge).cheapest())
            levels = ways[-1].levels
        return enough[0], ways[-1]._replace(is_least=all(way.is_least for way in ways))

    def outcome(self) -> "_Outcome":
        """Say what became of the search."""
        standing = self.standing
        now = standing.score(standing.state)
        if self.is_high_enough(now):
            return {"status": "reached", "score_after": now, "is_least": True, "bound": 0.0}
        route = self.route()
        if route is None:
            against = decided_against(standing.assessment, standing.state)
            highest = self.reached["top"].items()
            stuck = [name for name, position in highest if position < standing.framework.scale_of(name).top]
            blocked = tuple(name for name in stuck if name not in against)
            return {"status": "out_of_reach", "held_back": self._held_back(against), "blocked": blocked}
        limit, way = route
        return {
            "status": "reachable", "limit": limit, "effort": float(way.effort), "bound": float(way.bound),
            "is_least": way.is_least, "score_after": standing.score(way.levels),
            "raises": _raises(standing, way.levels),
        }  # fmt: skip

    def _held_back(self, against: list[str]) -> tuple[str, ...]:
        """Name what was decided against and would have to be taken up; nothing where that is no help."""
        standing, assessment = self.standing, self.standing.assessment
        taken_up = {name: assessment.rating(name).replace(not_pursued=None, decision=None) for name in against}
        freed = assessment.replace(ratings={**assessment.ratings, **taken_up})
        free = replace(standing_of(standing.framework, freed), node=standing.node)

        def is_enough(held: set[str]) -> bool:
            tops = {**free.graph.tops, **{name: free.state[name] for name in held}}
            return self.is_high_enough(free.score(reachable(tops, free.graph.rules, free.state)))

        if not is_enough(set()):
            return ()
        held: set[str] = set()
        for name in against:
            if is_enough({*held, name}):
                held.add(name)
        return tuple(name for name in against if name not in held)


def _raises(standing: Standing, levels: Levels) -> tuple[Raise, ...]:
    raised = [name for name, to in levels.items() if to > standing.state[name]]
    in_waves = waves(StepGraph(levels, standing.graph.rules), standing.state)
    wave = {name: i for i, steps in enumerate(in_waves, 1) for name, _ in steps}
    after = standing.score(levels) or 0.0

    def written(name: str) -> Raise:
        start, to, ids = standing.state[name], levels[name], standing.framework.scale_of(name).ids
        return Raise.trusted(
            practice=name,
            title=standing.framework.practices[name].title,
            block=standing.framework.chains[name][-1].id,
            start_level=ids[start] if standing.claimed[name].status == "rated" else None,
            to=ids[to],
            above_target=to > standing.aims.get(name, start),
            effort=float(sum(standing.figures.effort(*step) for step in steps_above(standing.state, {name: to}))),
            gain=after - (standing.score({**levels, name: start}) or 0.0),
            wave=wave[name],
            needed_by=tuple(other for other in raised if other != name and _needs(standing, levels, other, name)),
        )

    return tuple(sorted(map(written, raised), key=lambda item: item.wave))


def _needs(standing: Standing, levels: Levels, practice: str, needed: str) -> bool:
    """Whether some rule of the one holds afterwards only through the raise of the other."""
    before = {**levels, needed: standing.state[needed]}
    return any(
        is_met(rule, levels) and not is_met(rule, before) for rule in standing.graph.needs(practice, levels[practice])
    )
