"""The plan: chosen practices, each with everything still missing before it, in order or over periods."""

from collections.abc import Mapping, Sequence

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.argument_checks import ANY, MOST_DRAWS, optional_text, required_whole, switch, whole_number
from equity_blocks.engine.benefit.completions import benefits_of
from equity_blocks.engine.benefit.standing import Standing, standing_of
from equity_blocks.engine.comparison.adoption import adopt, looking_back, require_earlier
from equity_blocks.engine.planning.confidence import places
from equity_blocks.engine.planning.options import calendar_of, delays_of, require_meant
from equity_blocks.engine.planning.ordering import Run, order, regrouped, steps_of
from equity_blocks.engine.planning.plan_builder import PlanBuilder
from equity_blocks.engine.planning.selection import Selection, first_of, select
from equity_blocks.engine.planning.timetable import Search, Timetable, timetable
from equity_blocks.engine.reach.reach import toward_band
from equity_blocks.engine.scheduling.solve import TIME_LIMIT
from equity_blocks.engine.scoring.score import require_scorable
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Plan
from equity_blocks.model.schedule import Planner


@checks_nouns
def plan(
    framework: Framework,
    assessment: Assessment,
    *,
    pick: int | None = None,
    everything: bool = False,
    band: str | None = None,
    periods: int | None = None,
    capacity: float | Sequence[float] | None = None,
    start: str | None = None,
    fiscal_year_start: int | None = None,
    budget: float | None = None,
    lag: int | None = None,
    planner: Planner = "greedy",
    seed: int = 0,
    time_limit: float = TIME_LIMIT,
    certify: bool = False,
    delays: Mapping[str, int] | None = None,
    confidence: int | None = None,
    since: Assessment | AdoptedPlan | None = None,
) -> Plan:
    """Plan which practices to raise, in which order, and with periods or capacity, when.

    The calendar is that of the assessment's `planning`; what is given here of `periods`, `capacity`, `start`,
    `fiscal_year_start`, `budget` and `lag` overrides it, one by one. `None` says nothing.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        pick: Plan only for the first so many of the choice, from 1; a proposed shortlist is that long. Default: all of
            it.
        everything: Plan for every practice below its target, whatever was decided. Default: for those marked
            `pursue`, and where none is, for a proposed shortlist.
        band: Plan the least effort that leads into this band of the score instead.
        periods: How many periods the schedule has, from 1 to 1,200. Default: 8, or as many as there are capacities;
            where neither this nor capacity, start or budget is said, there is no schedule but an order.
        capacity: Person-days in each period, >= 0: one number, or one for each period. Default: unlimited.
        start: The first period: a quarter (`2027-Q1`, `Q1 2027`) or a month (`2027-01`). Default: periods are
            numbered.
        fiscal_year_start: The month, from 1 to 12, in which the fiscal year begins; with 7, `2027-Q1` is SFY27-Q1, from
            July 2026. Default: 1, the calendar year.
        budget: Money for all periods, >= 0. Default: unlimited.
        lag: Periods from the end of what a step needs to its start, from 0 to 1,200. 1: it is done in an earlier
            period; 0: in the same one at the latest. Default: 1.
        planner: `greedy` (always the same), or `exact` (the optimum or the best found in time; extra `optimize`).
        seed: Of the greedy planner's local search.
        time_limit: Seconds, > 0, for all that the exact planner does.
        certify: Bound a greedy schedule too (extra `optimize`). Default: only the exact planner does.
        delays: Practice -> periods before it can start, from 0 to 1,200. Default: none.
        confidence: In how many variations to rank the actions anew, from 1 to 1,000,000; 1,000 leaves a half-width of 3
            points. Default: none.
        since: A plan that was adopted, to say what became of it; or an earlier assessment, to say what became of the
            plan that is made from it now, in the same way and without a calendar. Default: none.

    Returns:
        The plan. No step stands before a step that it needs, and no period is over its capacity.

    Raises:
        UnsuitableError: The framework is guidance or has no such band; `pick` or `confidence` is below 1; the calendar
            makes no sense (`periods`, `capacity`, `start`, `fiscal_year_start`, `budget`, `lag`, `delays`,
            `time_limit`); there is no such planner, or HiGHS, which `exact` and `certify` need, is not installed;
            `band` stands beside `pick` or `everything`; an argument is of the wrong kind; or something would
            do nothing: `lag`, `planner`, `time_limit`, `certify` and `delays` without a calendar, `fiscal_year_start`
            without `start`, `seed` without a calendar and without `confidence`; or `since` is of another framework or
            later, or an assessment of another edition.
        NotFoundError: There is no practice of a name in `delays`; the nearest is named.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/methods/plan.md and docs/methods/schedule.md.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "q first"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> assessment = Assessment(framework="mini", ratings={"p": "no", "q": "no"})
        >>> made = plan(framework, assessment)
        >>> [(action.practice, action.wave) for action in made.actions], made.score_now, made.score_after
        ([('q', 1), ('p', 2)], 0.0, 1.0)
        >>> made = plan(framework, assessment, periods=2, capacity=30, start="2027-Q1")
        >>> [(action.practice, action.finish) for action in made.actions]
        [('q', '2027-Q1'), ('p', '2027-Q2')]
    """
    pick, confidence = whole_number("pick", pick, 1), whole_number("confidence", confidence, 1, MOST_DRAWS)
    everything, certify = switch("everything", everything), switch("certify", certify)
    seed, band = required_whole("seed", seed, ANY), optional_text("band", band)
    if band is not None and (pick is not None or everything):
        raise UnsuitableError(
            "band selects the practices: leave out pick and everything", code="contradiction", data={"argument": "band"}
        )
    asked = {
        "start": start, "periods": periods, "capacity": capacity, "fiscal_year_start": fiscal_year_start,
        "budget": budget, "lag": lag,
    }  # fmt: skip
    used = calendar_of(assessment.planning, asked)
    require_meant(
        used.calendar, planner=planner, seed=seed, time_limit=time_limit, certify=certify, delays=delays, lag=lag,
        fiscal_year_start=fiscal_year_start, confidence=confidence,
    )  # fmt: skip
    require_scorable(framework)
    assessment = require_fit(framework, assessment)
    if since is not None:
        require_earlier(framework, since, assessment)
    standing = standing_of(framework, assessment)
    if band is not None:
        standing = toward_band(standing, band)
    selection, runs = _chosen(standing, pick, everything=everything or band is not None)
    in_order, dates = runs, None
    if used.calendar is not None:
        search = Search(planner, seed, time_limit, certify=certify)
        dates = _scheduled(standing, runs, used.calendar, search, delays_of(framework, delays))
        runs = regrouped(standing, runs, dates.in_order)
    ranked = places(standing, selection.chosen, in_order, draws=confidence, seed=seed) if confidence else None
    made = PlanBuilder(standing, selection, runs, dates=dates, band=band, places=ranked).plan(planner, seed, used)
    if since is None:
        return made
    if isinstance(since, AdoptedPlan):
        return looking_back(framework, since, assessment, made)
    then = plan(framework, since.replace(planning=None), pick=pick, everything=everything, band=band)
    return looking_back(framework, adopt(then), assessment, made, then=then)


def _chosen(standing: Standing, pick: int | None, *, everything: bool) -> tuple[Selection, list[Run]]:
    """The choice and its actions; with `pick`, the first so many that can be raised, and those that cannot."""
    selection = select(standing, everything=everything, pick=pick)
    runs = order(standing, selection)
    if pick is None:
        return selection, runs
    selection = first_of(standing, selection, pick, [run.practice for run in runs])
    return selection, order(standing, selection)


def _scheduled(
    standing: Standing, runs: Sequence[Run], calendar: Calendar, search: Search, delays: Mapping[str, int]
) -> Timetable:
    """The timetable of all steps of the actions, by what they are worth in their order."""
    steps = steps_of(runs)
    return timetable(standing, steps, calendar, benefits_of(standing, steps), search=search, delays=delays)
