"""Reaching a band: which practices to raise, and how far, with the least effort."""

from collections.abc import Callable
from typing import Any

from equity_blocks.engine.graph import StepGraph, waves
from equity_blocks.engine.planning.cheapest import ReachProblem, cheapest
from equity_blocks.engine.planning.situation import Situation, situation
from equity_blocks.engine.scoring.score import ScoringRun, band_of, require_scorable
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.fit import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.reach import Reach
from equity_blocks.model.result import head
from equity_blocks.model.rules import is_met, reachable
from equity_blocks.model.scoring import Band, Scoring


def reach(framework: Framework, assessment: Assessment, band: str) -> Reach:
    r"""Find the cheapest way into a band: which practices to raise, and what they need first.

    Least $$\sum_p \sum_{i=s_p+1}^{l_p} e_{p,i}$$ over the levels `l` that can be climbed to from the present state `s`
    without breaking a hard prerequisite, and whose score lies in the band or above; `e_{p,i}` are the person-days of
    the step of practice `p` to position `i`. As in plans, unanswered and unknown count as the lowest level, and a
    practice that is not pursued does not rise. Targets are ignored here.

    Up to 12 practices that can rise are searched through. For more, packages (a raise with everything it needs) are
    taken by gain over effort, and what turns out not to be needed is dropped again.

    Args:
        framework: A framework with `use: assessment` and bands.
        assessment: Ratings of that framework.
        band: Id of the band.

    Returns:
        The raises, none where the band is reached already or cannot be. `is_least` says whether a search has shown
        that no way takes less.

    Raises:
        UnsuitableError: The framework is guidance, has no bands, or has no such band; the nearest one is named.
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
    require_fit(framework, assessment)
    here = situation(framework, assessment)
    said = ScoringRun(framework, assessment).grounds()
    return Reach.model_validate({**head(framework, assessment), **said, **_found(_ascent(here, wanted), wanted)})


def levels_of_band(here: Situation, band: str) -> dict[str, int]:
    """Give the least levels found that lead into a band, for the practices that must rise.

    Where the band is out of reach, they are the highest that can be reached.

    Raises:
        UnsuitableError: The framework has no such band.
    """
    ascent = _ascent(here, band_called(here.framework, band))
    top = reachable(here.graph.tops, here.graph.rules, here.state)
    if ascent.is_there(ascent.here.score(here.state)):
        return {}
    levels = cheapest(ascent, top).levels if ascent.is_there(ascent.here.score(top)) else top
    return {name: to for name, to in levels.items() if to > here.state[name]}


def leads_into(scoring: Scoring, wanted: Band) -> Callable[[float | None], bool]:
    """Give a test that says whether a score lies in a band or above."""
    rank = {item.id: i for i, item in enumerate(scoring.bands)}

    def is_there(score: float | None) -> bool:
        found = band_of(scoring, score)
        return found is not None and rank[found] >= rank[wanted.id]

    return is_there


def _ascent(here: Situation, wanted: Band) -> ReachProblem:
    return ReachProblem(here, leads_into(here.framework.scoring, wanted), wanted.start)


def band_called(framework: Framework, name: str) -> Band:
    """Give a band by its id.

    Raises:
        UnsuitableError: The framework has no bands, or no such band; the nearest one is named.
    """
    bands = {band.id: band for band in framework.scoring.bands}
    if not bands:
        raise UnsuitableError(f"{framework.id} has no bands: name ranges of the score under scoring.bands")
    if name not in bands:
        hints = [did_you_mean(name, bands), f"there are {', '.join(bands)}"]
        raise UnsuitableError(f"{framework.id} has no band '{name}' ({'; '.join(filter(None, hints))})")
    return bands[name]


def _found(ascent: ReachProblem, band: Band) -> dict[str, Any]:
    here = ascent.here
    scoring = here.framework.scoring
    top = reachable(here.graph.tops, here.graph.rules, here.state)
    now, highest = ascent.here.score(here.state), ascent.here.score(top)
    found: dict[str, Any] = {"band": band, "score_now": now, "band_now": band_of(scoring, now), "highest": highest}
    if ascent.is_there(now):
        return {**found, "status": "reached", "score_after": now, "is_least": True, "bound": 0.0}
    if not ascent.is_there(highest):
        stuck = [n for n, position in top.items() if position < here.framework.scale_of(n).top]
        dropped = [name for name, claim in here.said.items() if claim.status == "not_pursued"]
        blocked = [name for name in stuck if name not in dropped]
        return {**found, "status": "out_of_reach", "held_back": dropped, "blocked": blocked}
    way = cheapest(ascent, top)
    return {
        **found,
        "status": "reachable",
        "score_after": ascent.here.score(way.levels),
        "effort": ascent.effort(way.levels),
        "is_least": way.is_least,
        "bound": way.bound,
        "raises": _raises(ascent, way.levels),
    }


def _raises(ascent: ReachProblem, levels: dict[str, int]) -> list[dict[str, Any]]:
    here = ascent.here
    raised = [name for name, to in levels.items() if to > here.state[name]]
    taken = waves(StepGraph(levels, here.graph.rules), here.state)
    wave = {name: i for i, steps in enumerate(taken, 1) for name, _ in steps}
    after = ascent.here.score(levels) or 0.0
    found = []
    for name in raised:
        ids = here.framework.scale_of(name).ids
        without = ascent.here.score({**levels, name: here.state[name]}) or 0.0
        found.append(
            {
                "practice": name,
                "title": here.framework.practices[name].title,
                "block": here.framework.chains[name][-1].id,
                "from": ids[here.state[name]] if here.said[name].status == "rated" else None,
                "to": ids[levels[name]],
                "effort": ascent.effort({**here.state, name: levels[name]}),
                "gain": after - without,
                "wave": wave[name],
                "needed_by": [other for other in raised if other != name and _needs(ascent, levels, other, name)],
            }
        )
    return sorted(found, key=lambda item: item["wave"])


def _needs(ascent: ReachProblem, levels: dict[str, int], practice: str, needed: str) -> bool:
    """Whether some rule of the one holds afterwards only through the raise of the other."""
    here = ascent.here
    before = {**levels, needed: here.state[needed]}
    return any(
        is_met(rule, levels) and not is_met(rule, before) for rule in here.graph.needs(practice, levels[practice])
    )
