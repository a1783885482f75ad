"""Reaching a band: which practices to raise, and how far; to their targets first, and with the least effort."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from equity_blocks.engine.benefit.standing import Standing, standing_of
from equity_blocks.engine.graph import StepGraph, waves
from equity_blocks.engine.reach.search import Ascent, Levels, Way
from equity_blocks.engine.scoring.outcomes import band_of
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.engine.scoring.targets import target_positions
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.did_you_mean import did_you_mean, meant
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import is_met, reachable
from equity_blocks.model.reach import Limit, Reach
from equity_blocks.model.result import head
from equity_blocks.model.scoring import Band, Scoring
from equity_blocks.model.spelling import node_meant
from equity_blocks.model.tree import TOP, way_to

Test = Callable[[float | None], bool]


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
    run = ScoringRun(framework, assessment)
    card = run.made.values[node] if run.is_shown(node) else None
    said = {**run.grounds(), "score_card": card, "score_card_band": run.band(node, card), "block": node or None}
    found = _found(replace(standing_of(framework, assessment), node=node), wanted)
    found["band_now"] = run.band(node, found["score_now"])
    return Reach.model_validate({**head(framework, assessment), **said, **found})


def _place(framework: Framework, block: str | None) -> str:
    """Give the node whose band is asked for."""
    if block is not None:
        name = node_meant(framework, block)
        if not way_to(framework.tree, name):
            raise UnsuitableError(f"'{name}' is a practice: a band is reached by a block or by the whole")
        return name
    if not framework.scoring.overall:
        blocks = ", ".join(found.id for found in framework.blocks)
        raise UnsuitableError(f"{framework.id} has no total (overall: false): name the block to bring there ({blocks})")
    return TOP


def toward_band(standing: Standing, band: str) -> Standing:
    """Aim for the way into a band instead of the targets: for its levels, and for nothing above them.

    Where the band is out of reach, the aims are the highest levels that can be reached.

    Raises:
        UnsuitableError: The framework has no such band, or no total.
    """
    if not standing.framework.scoring.overall:
        said = f"{standing.framework.id} has no total (overall: false), so no plan can be made for a band of it"
        raise UnsuitableError(f"{said}; reach() finds the way into a band of one block")
    is_there = leads_into(standing.framework.policy, wanted := band_called(standing.framework, band))
    if is_there(standing.score(standing.state)):
        levels = standing.state
    else:
        route = _route(standing, is_there, _edge(standing.framework.policy, wanted))
        levels = route[1].levels if route else _reached(standing)["top"]
    aims = {name: to for name, to in levels.items() if to > standing.state[name]}
    return replace(standing, aims=aims, graph=StepGraph(levels, standing.graph.rules))


def decided_against(assessment: Assessment, names: Iterable[str]) -> list[str]:
    """List the practices that shall not rise: not pursued, dropped, or for later unless work on them has started.

    Example:
        >>> ratings = {"a": {"not_pursued": "no"}, "b": {"level": 0, "decision": "later"}, "c": 0}
        >>> decided_against(Assessment(framework="f", ratings=ratings, actions={"c": {"progress": "dropped"}}), "abcd")
        ['a', 'b', 'c']
    """
    work = {name: action.progress for name, action in assessment.actions.items()}
    ratings = {name: assessment.rating(name) for name in names}
    return [
        name
        for name, rating in ratings.items()
        if rating.status == "not_pursued"
        or work.get(name) == "dropped"
        or (rating.decision == "later" and work.get(name) != "started")
    ]


def leads_into(scoring: Scoring, wanted: Band) -> Test:
    """Give a test that says whether a score lies in a band or above."""
    rank = {item.id: i for i, item in enumerate(scoring.bands)}

    def is_there(score: float | None) -> bool:
        found = band_of(scoring, score)
        return found is not None and rank[found] >= rank[wanted.id]

    return is_there


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
        raise UnsuitableError(f"{framework.id} has no bands: name ranges of the score under scoring.bands")
    found = meant(name, bands)
    if len(found) != 1:
        hints = [did_you_mean(name, bands), f"there are {', '.join(bands)}"]
        raise UnsuitableError(f"{framework.id} has no band '{name}' ({'; '.join(filter(None, hints))})")
    return bands[found[0]]


def _reached(standing: Standing) -> dict[Limit, Levels]:
    """How far all can be raised within each limit, the narrowest first; what was decided against stays where it is."""
    state, framework = standing.state, standing.framework
    against = dict.fromkeys(decided_against(standing.assessment, state), 0)
    targets = target_positions(framework, standing.assessment)
    defaults = {name: max(target, framework.scale_of(name).target) for name, target in targets.items()}
    limits: dict[Limit, Mapping[str, int]] = {
        "targets": targets,
        "default_target": defaults,
        "top": standing.graph.tops,
    }
    found: dict[Limit, Levels] = {}
    for limit, levels in limits.items():
        most = {**levels, **against}
        tops = {name: max(state[name], min(top, most[name])) for name, top in standing.graph.tops.items()}
        found[limit] = reachable(tops, standing.graph.rules, state)
    return found


def _route(standing: Standing, is_there: Test, edge: float) -> tuple[Limit, Way] | None:
    """Find the first limit that is enough, and the way within it; `None` where none is.

    What it takes beyond the limit before is settled first, from the highest levels within that; so on down to the
    present state, each time with no more raised than was settled. The bound is that of the last; all have to be proven.
    """
    reached = _reached(standing)
    enough = [limit for limit, levels in reached.items() if is_there(standing.score(levels))]
    if not enough:
        return None
    levels, ways = reached[enough[0]], []
    for floor in (*(reached[limit] for limit in reversed(reached) if limit not in enough), standing.state):
        rising = replace(standing, state=floor, graph=StepGraph(levels, standing.graph.rules))
        ways.append(Ascent(rising, is_there, edge).cheapest())
        levels = ways[-1].levels
    return enough[0], ways[-1]._replace(is_least=all(way.is_least for way in ways))


def _found(standing: Standing, band: Band) -> dict[str, Any]:
    policy = standing.framework.policy
    is_there = leads_into(policy, band)
    highest, now = _reached(standing)["top"], standing.score(standing.state)
    found: dict[str, Any] = {"band": band, "score_now": now, "highest": standing.score(highest)}
    if is_there(now):
        return {**found, "status": "reached", "score_after": now, "is_least": True, "bound": 0.0}
    route = _route(standing, is_there, _edge(policy, band))
    if route is None:
        against = decided_against(standing.assessment, standing.state)
        stuck = [name for name, position in highest.items() if position < standing.framework.scale_of(name).top]
        blocked = [name for name in stuck if name not in against]
        held_back = _held_back(standing, is_there, against)
        return {**found, "status": "out_of_reach", "held_back": held_back, "blocked": blocked}
    limit, way = route
    return {
        **found, "status": "reachable", "limit": limit, "effort": way.effort, "bound": way.bound,
        "is_least": way.is_least, "score_after": standing.score(way.levels), "raises": _raises(standing, way.levels),
    }  # fmt: skip


def _held_back(standing: Standing, is_there: Test, against: list[str]) -> list[str]:
    """Name what was decided against and would have to be taken up to reach the band; nothing where that is no help."""
    said = standing.assessment
    taken_up = {name: said.rating(name).replace(not_pursued=None, decision=None) for name in against}
    free = replace(
        standing_of(standing.framework, said.replace(ratings={**said.ratings, **taken_up})), node=standing.node
    )

    def is_enough(held: set[str]) -> bool:
        tops = {**free.graph.tops, **{name: free.state[name] for name in held}}
        return is_there(free.score(reachable(tops, free.graph.rules, free.state)))

    if not is_enough(set()):
        return []
    held: set[str] = set()
    for name in against:
        if is_enough({*held, name}):
            held.add(name)
    return [name for name in against if name not in held]


def _raises(standing: Standing, levels: Levels) -> list[dict[str, Any]]:
    raised = [name for name, to in levels.items() if to > standing.state[name]]
    taken = waves(StepGraph(levels, standing.graph.rules), standing.state)
    wave = {name: i for i, steps in enumerate(taken, 1) for name, _ in steps}
    after = standing.score(levels) or 0.0
    found = []
    for name in raised:
        ids = standing.framework.scale_of(name).ids
        steps = range(standing.state[name] + 1, levels[name] + 1)
        found.append(
            {
                "practice": name,
                "title": standing.framework.practices[name].title,
                "block": standing.framework.chains[name][-1].id,
                "from": ids[standing.state[name]] if standing.said[name].status == "rated" else None,
                "to": ids[levels[name]],
                "above_target": levels[name] > standing.aims.get(name, standing.state[name]),
                "effort": sum(standing.worth.effort(name, position) for position in steps),
                "gain": after - (standing.score({**levels, name: standing.state[name]}) or 0.0),
                "wave": wave[name],
                "needed_by": [other for other in raised if other != name and _needs(standing, levels, other, name)],
            }
        )
    return sorted(found, key=lambda item: item["wave"])


def _needs(standing: Standing, levels: Levels, practice: str, needed: str) -> bool:
    """Whether some rule of the one holds afterwards only through the raise of the other."""
    before = {**levels, needed: standing.state[needed]}
    return any(
        is_met(rule, levels) and not is_met(rule, before) for rule in standing.graph.needs(practice, levels[practice])
    )
