"""A plan in words and tables: what a board adopts, on two pages."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.plan import Action, Plan
from equity_blocks.model.tree import nodes_of
from equity_blocks.model.words import period_named
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    counted,
    enumerated,
    lowered,
    percent,
    signed_points,
    worded,
)
from equity_blocks.reports.heading import framed
from equity_blocks.reports.plan_details import describe_details
from equity_blocks.reports.plan_gaps import describe_left_open
from equity_blocks.reports.plan_offers import describe_offers
from equity_blocks.reports.plan_resources import describe_resources
from equity_blocks.reports.plan_views import Grouping, grouped, leader_of, span

_SELECTION = {
    "decided": "These are the practices marked to be pursued, and what they need first.",
    "proposed": "Nothing is marked to be pursued, so this is a proposed shortlist: important and feasible first, then "
    "up to two quick wins, then important ones that take more. Mark your own choice with `decision: pursue`.",
    "all": "This raises every practice that stands below its target.",
    "band": "This is the least effort found that leads into the band asked for.",
}
_HEADINGS = {
    "needs": "Where we stand",
    "actions": "What to do",
    "resources": "What it takes",
    "people": "Who takes part",
}


def describe_plan(
    plan: Plan,
    framework: Framework | None = None,
    *,
    top: int | None = None,
    by: Grouping | None = None,
    details: bool = False,
) -> Document:
    """Say what a plan says.

    Args:
        plan: The plan.
        framework: Gives roles, levels and the framework their titles. Default: their ids are shown.
        top: How many actions to show. Default: all.
        by: Show groups of actions instead of single ones. Default: single ones.
        details: Say of each action too when it is done, what shows it, and what material there is. Default: two pages.

    Returns:
        Where things stand, the actions in order, what they take by period, who takes part, and what is left open.
    """
    teller = _Teller(plan, framework)
    parts: list[Part] = [*teller.past(), *teller.needs(), *teller.actions(top, by)]
    if plan.actions:
        parts += [*describe_resources(plan, teller.headings["resources"], framework), *teller.people()]
    parts += describe_left_open(plan, framework)
    parts += describe_offers(plan)
    if details and plan.actions:
        parts += describe_details(plan, framework, top)
    return framed("Action plan", plan, framework, parts)


class _Teller:
    """Words for one plan; each part of it by itself."""

    def __init__(self, plan: Plan, framework: Framework | None) -> None:
        self.plan = plan
        self.framework = framework
        self.is_dated = bool(plan.periods)
        steps = framework.steps if framework else ()
        named: dict[str, str] = {step.part: step.title for step in steps if step.part}
        self.headings = _HEADINGS | named

    def past(self) -> Iterator[Part]:
        if not self.plan.past:
            return
        columns = (
            Column("Planned before", is_wide=True),
            Column("From → to"),
            Column("Now"),
            Column("Outcome"),
        )
        rows = (
            (
                past.title,
                f"{_level(past.start_level)} → {worded(past.to)}",
                _level(past.now),
                _became(past.outcome, past.progress),
            )
            for past in self.plan.past
        )
        yield Heading("Since the last plan")
        yield Table(columns, tuple(rows))

    def needs(self) -> Iterator[Part]:
        plan = self.plan
        yield Heading(self.headings["needs"])
        if plan.score_now is None:
            yield Paragraph("Nothing applies, so there is no score to raise.")
            return
        yield Paragraph(" ".join(filter(None, (self._change(), *self._band(), *self._unrated()))))
        served = [goal for goal in plan.goals if goal.actions]
        if served:
            yield Bullets(tuple(f"{goal.title}{_aim(goal.aim)}: {_numbered(goal.actions)}." for goal in served))

    def _change(self) -> str:
        plan = self.plan
        if not plan.actions:
            return f"The score is {percent(plan.score_now)}."
        days, most = sum(action.effort.likely for action in plan.actions), sum(p.capacity or 0 for p in plan.periods)
        of = f" of the {most:.0f} person-days available" if most else " person-days"
        when = f", {_throughout(plan)}" if plan.periods else ""
        one = len(plan.actions) == 1
        these = f"{'This action' if one else f'These {len(plan.actions)} actions'} {'raises' if one else 'raise'}"
        change = f"from {percent(plan.score_now)} to {percent(plan.score_after)}{_too_little_to_see(plan)}"
        return f"{these} the score {change}. {'It takes' if one else 'They take'} about {days:.0f}{of}{when}."

    def _band(self) -> Iterator[str]:
        """Whether and when the band asked for is reached."""
        band = self.plan.band
        if band is None:
            return
        edge = f"{band.title} begins at {percent(band.start)}"
        if not band.is_reached:
            where = f" by the end of {period_named(self.plan.periods[-1].id)}" if self.plan.periods else ""
            yield f"{edge} and is not reached{where}."
        elif band.period:
            yield f"{edge} and is reached at the end of {period_named(band.period)}."
        else:
            yield f"{edge} and is reached." if self.plan.actions else f"{edge}: that is reached already."

    def _unrated(self) -> Iterator[str]:
        """Why the score may be another than that of the score card."""
        if self.plan.unrated:
            one = self.plan.unrated == 1
            card = f"; the score card leaves {'it' if one else 'them'} out" if _leaves_out(self.framework) else ""
            yield f"The plan counts {counted(self.plan.unrated, 'unrated practice')} as not started{card}."

    def actions(self, top: int | None, by: Grouping | None) -> Iterator[Part]:
        plan = self.plan
        yield Heading(self.headings["actions"])
        yield Paragraph(self._selection())
        if not plan.actions:
            yield Paragraph(_nothing(plan))
            return
        if by:
            yield grouped(plan, by, self.framework)
            return
        last = Column("When", is_narrow=True) if self.is_dated else Column("Wave", "right", is_narrow=True)
        columns = (
            Column("#", "right", is_narrow=True),
            Column("Action and reason", is_wide=True),
            Column("From → to", is_narrow=True),
            Column("Effort", is_narrow=True),
            last,
        )
        shown = plan.actions[:top]
        yield Table(columns, tuple(self._row(action) for action in shown))
        first = "This is the first" if len(shown) == 1 else f"These are the first {len(shown)}"
        more = f"{first} of {len(plan.actions)} actions. " if len(shown) < len(plan.actions) else ""
        yield Paragraph(more + self._legend())

    def _selection(self) -> str:
        plan = self.plan
        cut = (
            [left for left in plan.later if left.reasons[0].code == "not_picked"] if plan.selection == "decided" else []
        )
        if not cut:
            return _SELECTION[plan.selection]
        return f"{_SELECTION['decided']} Left for later by --pick: {enumerated([left.title for left in cut])}."

    def _row(self, action: Action) -> tuple[str, ...]:
        said = " ".join(filter(None, (action.reason, self._firm(action), self._who(action))))
        return (
            str(action.rank),
            f"{action.title}\n{said}",
            f"{_level(action.start_level)} →\n{worded(action.to)}",
            _effort(action),
            span(action.start, action.finish) if self.is_dated else str(action.wave),
        )

    def _firm(self, action: Action) -> str:
        share, found = action.p_top, self.plan.confidence
        if share is None or found is None or action.practice not in found.first:
            return ""
        return (
            f"Among the first {share.k} in {share.p * 100:.0f} of 100 variations "
            f"(± {share.half_width * 100:.0f}): {share.firmness}."
        )

    def _who(self, action: Action) -> str:
        leader = leader_of(action, self.framework)
        involved = enumerated([lowered(who) for who in action.involve])
        said = (f"Lead: {leader}." if leader else "", f"With {involved}." if involved else "")
        return " ".join(filter(None, said))

    def _legend(self) -> str:
        days = self.framework.effort_days.model_dump() if self.framework else {}
        sizes = ", ".join(f"{size} up to {value:.0f}" for size, value in days.items())
        said = [f"Effort is the size of what this action adds{f' (person-days: {sizes})' if sizes else ''}, editorial"]
        own = [action.effort for action in self.plan.actions if action.effort.basis == "organization"]
        if any(effort.low is None for effort in own):
            said[0] += "; with * from the organization's own estimate"
        if any(effort.low is not None for effort in own):
            said[0] += "; days (d) are the organization's own"
        if not self.is_dated:
            said.append("actions of one wave can start together")
        assumed = any(action.effort.basis == "assumed" for action in self.plan.actions)
        said.append("high importance counts four times, long-term practices half")
        return "; ".join(said) + "." + (" A question mark means that no effort was given." if assumed else "")

    def people(self) -> Iterator[Part]:
        leads: dict[str, list[int]] = {}
        for action in self.plan.actions:
            leader = leader_of(action, self.framework) or "no lead yet"
            leads.setdefault(leader, []).append(action.rank)
        yield Heading(self.headings["people"])
        led = "; ".join(f"{who} {_ranks(ranks)}" for who, ranks in leads.items())
        yield Paragraph(f"Leads: {led}.")
        carried = [item for item in self.plan.initiatives if item.actions]
        if carried:
            said = "; ".join(f"{item.title} ({item.status}) {_ranks(item.actions)}" for item in carried)
            yield Paragraph(f"Work that carries them: {said}.")


def _nothing(plan: Plan) -> str:
    """Why a plan is empty."""
    if plan.score_now is None:
        return "There is nothing to do: nothing applies."
    if not plan.later and not plan.unscheduled:
        return "There is nothing to do: everything is at its target already."
    if any(reason.code in ("no_room", "over_budget") for left in plan.unscheduled for reason in left.reasons):
        return "Nothing that was selected fits into these periods."
    return "There is nothing to do: nothing that was selected can be raised."


def _throughout(plan: Plan) -> str:
    first, last = plan.periods[0].id, plan.periods[-1].id
    if first == last:
        return f"in {period_named(first)}"
    return f"in periods {first} to {last}" if first.isdecimal() else f"from {first} to {last}"


def _too_little_to_see(plan: Plan) -> str:
    """The change in points, where whole percents show none."""
    change = (plan.score_after or 0.0) - (plan.score_now or 0.0)
    return f" ({signed_points(change)} points)" if percent(plan.score_now) == percent(plan.score_after) else ""


def _leaves_out(framework: Framework | None) -> bool:
    """Whether some part of the score leaves out what nobody has rated."""
    return framework is not None and any(node.unanswered == "exclude" for node in nodes_of(framework.tree))


_BECAME = {
    "reached": "reached", "raised": "raised, not there yet", "unchanged": "unchanged", "fallen": "fell",
    "not_rated": "not rated now", "left_out": "left out now",
}  # fmt: skip


def _became(outcome: str, progress: str | None) -> str:
    return _BECAME[outcome] + (f" (reported as {progress})" if progress else "")


def _level(level: str | None) -> str:
    return worded(level) if level else "not rated"


def _aim(aim: str) -> str:
    return f", {aim}" if aim else ""


def _numbered(ranks: tuple[int, ...]) -> str:
    return f"{'action' if len(ranks) == 1 else 'actions'} {_ranks(ranks)}"


def _ranks(ranks: tuple[int, ...] | list[int]) -> str:
    return enumerated([str(rank) for rank in ranks])


def _effort(action: Action) -> str:
    if action.effort.basis == "organization" and action.effort.low is not None:
        return f"{action.effort.low:.0f}-{action.effort.high:.0f} d"
    mark = {"assumed": "?", "organization": "*"}.get(action.effort.basis, "")
    return f"{action.effort.size}{mark}"
