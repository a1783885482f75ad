"""Offers: what other frameworks offer for the actions of a plan: activities, what helps, what to watch out for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.action import Action, Activity, Help
from equity_blocks.model.crosswalk import Crosswalk, Mapping
from equity_blocks.model.crosswalk_checks import require_crosswalk_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Plan
from equity_blocks.model.practice import Practice, Resource
from equity_blocks.model.source import Enabler


@checks_nouns
def add_offers(plan: Plan, frameworks: Iterable[Framework], crosswalks: Iterable[Crosswalk]) -> Plan:
    """Add to each action of a plan what other frameworks offer for it.

    * Activities: the mapped practices of frameworks that are assessed, those that serve several actions of the plan
      first, then those that speak of more of what the action is about.
    * Helps: facilitators and challenges that bear on these activities, and the mapped practices of frameworks that are
      guidance: lessons and approaches. Those that speak of more of it come first.
    * Resources: those of all mapped practices, after the action's own, each title once.

    Args:
        plan: The plan.
        frameworks: The other frameworks; none twice.
        crosswalks: Those that are known, such as `crosswalks()`. For each framework the first that joins it to the
            plan's framework is read, in either direction; chains are not.

    Returns:
        The same plan with `activities`, `helps` and `resources` filled in. Order, dates and scores stay: which level
        the other frameworks' practices have is not known here.

    Raises:
        UnsuitableError: No crosswalk joins one of the frameworks, or it is the plan's own; what can be given is listed.
        InvalidDataError: A crosswalk names practices that its framework does not have; every one is listed.

    Source: docs/how-to/translate.md.

    Example:
        >>> from equity_blocks import Assessment, crosswalks, load_framework, plan
        >>> made = plan(load_framework("hcplan-apm"), Assessment(framework="hcplan-apm"), pick=1)
        >>> rise = load_framework("rise-to-health-payers")
        >>> offered = add_offers(made, [rise], crosswalks())
        >>> all(activity.framework == rise.id for action in offered.actions for activity in action.activities)
        True
    """
    known = tuple(crosswalks)
    mapped = [(framework, _mappings(plan.framework.id, framework, known)) for framework in frameworks]
    offers = [[_Offer(action, *each) for each in mapped] for action in plan.actions]
    serves = Counter(key for of_action in offers for offer in of_action for key in offer.keys)
    actions = [_with(action, of_action, serves) for action, of_action in zip(plan.actions, offers, strict=True)]
    return plan.replace(actions=tuple(actions))


def _mappings(planned: str, framework: Framework, crosswalks: Sequence[Crosswalk]) -> tuple[Mapping, ...]:
    """The mappings from the plan's framework to another one, of the first crosswalk that joins the two."""
    if framework.id == planned:
        raise UnsuitableError(
            f"the plan already uses {planned}; give another framework", code="same_framework", data={"found": planned}
        )
    joined: list[str] = []
    for crosswalk in crosswalks:
        for each in (crosswalk, crosswalk.backwards()):
            ends = (each.source.framework, each.target.framework)
            if ends == (planned, framework.id):
                require_crosswalk_fit(crosswalk, framework)
                return each.mappings
            joined += ends[1:] if ends[0] == planned else ()
    others = f"those that join {planned} lead to {', '.join(dict.fromkeys(joined)) or 'nothing'}"
    raise UnsuitableError(
        f"no crosswalk joins {planned} and {framework.id} ({others}); docs/how-to/translate.md tells how",
        code="no_crosswalk",
        data={"found": framework.id},
    )


class _Offer:
    """What one framework offers for one action."""

    def __init__(self, action: Action, framework: Framework, mappings: Iterable[Mapping]) -> None:
        self.framework = framework
        own = [mapping for mapping in mappings if mapping.source == action.practice]
        self.mappings = sorted(own, key=lambda mapping: -mapping.uses)
        self.practices = [framework.practices[mapping.target] for mapping in self.mappings]
        self.keys = [(framework.id, practice.id) for practice in self.practices]
        self.is_guidance = framework.use == "guidance"

    def activities(self, serves: Counter[tuple[str, str]]) -> Iterator[Activity]:
        if self.is_guidance:
            return
        for practice, mapping in zip(self.practices, self.mappings, strict=True):
            yield Activity.trusted(
                framework=self.framework.id,
                practice=practice.id,
                title=practice.title,
                kind=self.framework.vocabulary.practice,
                uses=mapping.uses,
                serves=serves[self.framework.id, practice.id],
            )

    def helps(self) -> Iterator[Help]:
        if self.is_guidance:
            yield from (self._help(practice, self.framework.vocabulary.practice) for practice in self.practices)
            return
        bearing = {
            enabler.id: enabler
            for practice in self.practices
            for enabler in self.framework.enablers
            if practice.id in enabler.practices
        }
        yield from (self._help(enabler, enabler.kind) for enabler in bearing.values())

    def _help(self, item: Practice | Enabler, kind: str) -> Help:
        return Help.trusted(framework=self.framework.id, id=item.id, title=item.title, kind=kind, summary=item.summary)


def _with(action: Action, offers: Sequence[_Offer], serves: Counter[tuple[str, str]]) -> Action:
    activities = [activity for offer in offers for activity in offer.activities(serves)]
    activities.sort(key=lambda activity: (-activity.serves, -activity.uses))
    return action.replace(
        activities=tuple(activities),
        helps=tuple(item for offer in offers for item in offer.helps()),
        resources=_resources(action, offers),
    )


def _resources(action: Action, offers: Sequence[_Offer]) -> tuple[Resource, ...]:
    resources = {resource.title: resource for resource in action.resources}
    for offer in offers:
        for practice in offer.practices:
            for resource in offer.framework.resources_of(practice.id):
                resources.setdefault(resource.title, resource)
    return tuple(resources.values())
