"""What a plan leaves open: what is not planned, what is doubtful, and how firm the order is."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.confidence import Confidence
from equity_blocks.model.phrases import counted, enumerated, lowered
from equity_blocks.model.plan import NotPlanned, Plan
from equity_blocks.model.reasons import NO_ROOM, listed, room_in_words
from equity_blocks.model.scorecard import DOUBTS, Remark
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Part, worded

_LEFT = {
    (True, True): "Not planned, and points to review",
    (True, False): "Not planned",
    (False, True): "Points to review",
}
FEW_GOALS = 2
"""So many goals are told one by one in the headline; more are counted there, and told below it."""
_CLOSE = 0.1
"""How near to half a share is called a toss-up. Editorial."""


def describe_left_open(plan: Plan, framework: Framework | None = None, *, details: bool = False) -> Iterator[Part]:
    """Say what a plan leaves open, each under its heading, where there is something to say.

    Args:
        plan: The plan.
        framework: Gives practices their titles. Default: their ids are shown.
        details: Say too which actions make a goal late that the headline says is late. Default: not.
    """
    left = (*_alike(plan.unscheduled), *_room(plan), *_later(plan))
    remarks = tuple(remark.message for remark in (_with_details(plan) if details else to_review(plan)))
    if left or remarks:
        yield Heading(_LEFT[bool(left), bool(remarks)])
        yield Bullets((*left, *remarks))
    if plan.confidence:
        yield Heading("How firm the order is")
        yield Paragraph(_firm(plan.confidence, framework))


def to_review(plan: Plan) -> list[Remark]:
    """List the remarks on a plan that its headline does not tell already."""
    told = (*DOUBTS, "goal_late") if plan.actions and len(plan.goals) <= FEW_GOALS else DOUBTS
    return [remark for remark in plan.remarks if remark.code not in told]


def _with_details(plan: Plan) -> list[Remark]:
    """All but what stands beside the score in any case."""
    return [remark for remark in plan.remarks if remark.code not in DOUBTS]


def _alike(left: tuple[NotPlanned, ...]) -> Iterator[str]:
    """Name practices with the same reason together."""
    titles: dict[str, list[str]] = {}
    for item in left:
        titles.setdefault(item.reason, []).append(item.title)
    for reason, found in titles.items():
        yield f"{enumerated(found)}: {reason}"


def _room(plan: Plan) -> Iterator[str]:
    """What would make room for all that found none, where these are several."""
    cramped = [left for left in plan.unscheduled if {reason.code for reason in left.reasons} & NO_ROOM]
    if plan.room and len(cramped) > 1:
        said = room_in_words(plan.periods[-1].id, plan.room.periods, plan.room.days)
        yield f"For all {len(cramped)} that find no room: {lowered(said)}"


def _firm(found: Confidence, framework: Framework | None) -> str:
    def title(name: str) -> str:
        return framework.practices[name].title if framework else worded(name)

    close = [pair for pair in found.before if abs(pair.p - 0.5) < _CLOSE]
    names = dict.fromkeys(name for pair in close for name in (pair.first, pair.second))
    toss = f"No clear order among {enumerated([title(name) for name in names])}: pairs of them are close to a toss-up."
    how = "weights, ratings, level values and effort"
    said = f"Actions were re-ranked by benefit per person-day in {found.draws:,} variations of {how}."
    return f"{said} {toss if names else 'No pair of the first actions is a toss-up.'}"


def _later(plan: Plan) -> Iterator[str]:
    later, selection, called = plan.later, plan.selection, plan.vocabulary
    decided = [item.title for item in later if item.reasons[0].code in ("decided_later", "dropped")]
    if decided:
        yield f"Decided for later: {enumerated(decided)}."
    # Of a proposal, what --pick leaves out stands with all else that was not proposed.
    beyond = [item.title for item in later if selection == "decided" and item.reasons[0].code == "not_picked"]
    if beyond:
        yield f"Decided, but beyond --pick: {listed(beyond)}."
    others = len(later) - len(decided) - len(beyond)
    if others:
        verb = "is" if others == 1 else "are"
        practices = counted(others, f"other {called.practice}", f"other {called.practices}")
        yield f"{practices} {verb} below target and not in this plan (--all plans them)."
