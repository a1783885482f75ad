"""Reading an assessment of one framework in another one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum
from typing import NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.crosswalk.intervals import (
    NOTHING_KNOWN,
    Interval,
    KnownValue,
    Loss,
    MappedSource,
    carry_over,
    intersect,
)
from equity_blocks.engine.crosswalk.paths import Hop, route
from equity_blocks.engine.crosswalk.reuse import open_levels, reused
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.coverage import covered
from equity_blocks.engine.scoring.rollup import roll_up
from equity_blocks.engine.scoring.targets import target_values, values_beside
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.crosswalk_checks import require_crosswalk_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.result import head, ref
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.translation import (
    Conflict,
    Headcount,
    How,
    Link,
    Origin,
    Passage,
    Question,
    Range,
    TranslatedBlock,
    TranslatedPractice,
    Translation,
)
from equity_blocks.model.tree import TOP, Node


@checks_nouns
def translate(
    framework: Framework,
    assessment: Assessment,
    crosswalks: Crosswalk | Iterable[Crosswalk],
    target: Framework,
    *,
    direct: Assessment | None = None,
) -> Translation:
    """Read an assessment in another framework, as intervals in which the true values lie if the crosswalks are right.

    Args:
        framework: What was rated.
        assessment: Ratings of it. A rated practice speaks with its value, or with the interval that unrated criteria
            leave. All others say nothing, also one that is not pursued but has a level: `value` leaves it out.
        crosswalks: One, or all that there are: the fewest that lead to `target` are taken, each read from either end.
        target: What to read it in. Guidance gets no overall value, for it is never totaled.
        direct: Ratings of `target` itself. They win over what is carried: where the two have values in common, these
            are what stays, and a direct answer outside what is carried stands and is listed as a conflict.

    Returns:
        An interval and the coverage for each practice and block and overall, what each practice's interval rests on,
        conflicts, and what to ask directly, most worth asking first.

    Raises:
        UnsuitableError: No crosswalk leads from the one to the other.
        InvalidDataError: The assessment, the direct one, or a crosswalk does not fit; every reason is listed.

    Source: docs/methods/crosswalk.md.

    Example:
        >>> old, new = (Framework(id=name, title=name, scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": f"{name}-p", "title": "P"}]}])
        ...     for name in ("old", "new"))
        >>> crosswalk = Crosswalk(id="old--new", title="T", source={"framework": "old"}, target={"framework": "new"},
        ...     mappings=[{"from": "old-p", "to": "new-p", "relation": "part-of", "share": 0.5, "why": "half of it"}])
        >>> made = translate(old, Assessment(framework="old", ratings={"old-p": "yes"}), crosswalk, new)
        >>> made.score.low, made.score.high, made.score.coverage, made.ask[0].practice
        (0.5, 1.0, 0.5, 'new-p')
    """
    if framework.id == target.id:
        raise UnsuitableError(
            f"the assessment is one of {target.id} already", code="same_framework", data={"found": target.id}
        )
    assessment = require_fit(framework, assessment)
    if direct is not None:
        direct = require_fit(target, direct)
    known = (crosswalks,) if isinstance(crosswalks, Crosswalk) else tuple(crosswalks)
    hops = route(known, framework.id, target.id)
    require_crosswalk_fit(hops[0].crosswalk, framework)
    require_crosswalk_fit(hops[-1].crosswalk, target)
    journey = travel(known_values_of(framework, assessment), hops)
    return _Reading(target, direct, journey).translation(framework, assessment)


class Leg(NamedTuple):
    """One crosswalk of the way, and what is known at its far end."""

    hop: Hop
    known: dict[str, KnownValue]

    @property
    def sources(self) -> list[MappedSource]:
        """Every mapping whose source says something."""
        return [source for value in self.known.values() for source in value.sources if source.is_known]

    @property
    def loss(self) -> float | None:
        """The mean width that its mappings add."""
        losses = [source.loss for source in self.sources]
        return fsum(losses) / len(losses) if losses else None


def known_values_of(framework: Framework, assessment: Assessment) -> dict[str, KnownValue]:
    """Give what an assessment says: the practices that are rated, as they count in `value`; nothing of all others.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> known_values_of(framework, Assessment(framework="mini", ratings={"p": "yes"}))["p"].interval
        Interval(low=1.0, high=1.0)
    """
    claimed = claimed_values(framework, assessment)
    rated = {name: claim for name, claim in claimed.items() if claim.status == "rated" and claim.value is not None}
    return {name: KnownValue(_interval(claim), origins=(name,)) for name, claim in rated.items()}


def _interval(claim: ClaimedValue) -> Interval:
    return Interval(claim.low or 0.0, 1.0 if claim.high is None else claim.high)


def travel(known: dict[str, KnownValue], hops: Iterable[Hop]) -> tuple[Leg, ...]:
    """Carry what is known over one crosswalk after the other."""
    legs = []
    for hop in hops:
        known = carry_over(hop.crosswalk, known)
        legs.append(Leg(hop, known))
    return tuple(legs)


class _Reading:
    """One translation: what is carried and what is said directly, seen in every way that the result shows."""

    def __init__(self, target: Framework, direct: Assessment | None, legs: tuple[Leg, ...]) -> None:
        self.target = target
        self.legs = legs
        self.carried = legs[-1].known
        self.claimed = claimed_values(target, direct or Assessment(framework=target.id))
        self.counts = weights_of(target)
        self.intervals: dict[str, Interval] = {}
        self.conflicts = [
            _conflict(leg.hop.crosswalk.target.framework, name, value)
            for leg in legs
            for name, value in leg.known.items()
            if not value.agree
        ]
        for name, claim in self.claimed.items():
            if claim.in_scope:
                self.intervals[name] = self._interval(name, claim)
        self.beside = values_beside(self.claimed, target_values(target, direct or Assessment(framework=target.id)))
        self.low, self.high = (self._roll({n: interval[i] for n, interval in self.intervals.items()}) for i in (0, 1))
        self.coverage = covered(target, {name: self._covered(name) for name in self.intervals}, self.beside)

    def _roll(self, values: dict[str, float]) -> dict[str, float | None]:
        return roll_up(self.target, values, beside=self.beside) if self.target.use == "assessment" else {}

    def _interval(self, name: str, claim: ClaimedValue) -> Interval:
        carried = self.carried.get(name)
        if claim.status != "rated":
            return carried.interval if carried else NOTHING_KNOWN
        own = _interval(claim)
        if carried is None:
            return own
        common = intersect([carried.interval, own])
        if common.agree and own.width:
            return common.interval
        if not common.agree:
            says = ((carried.interval.low, carried.interval.high), (own.low, own.high))
            self.conflicts.append(
                Conflict.trusted(
                    framework=self.target.id, practice=name, kind="direct", low=own.low, high=own.high, says=says
                )
            )
        return own

    def _covered(self, name: str) -> float:
        if self.claimed[name].status == "rated":
            return 1.0
        return self.carried[name].coverage if name in self.carried else 0.0

    def translation(self, framework: Framework, assessment: Assessment) -> Translation:
        losses = [(leg.loss, leg.hop.crosswalk.id) for leg in self.legs if leg.loss is not None]
        return Translation.trusted(
            **head(self.target, assessment),
            source=ref(framework),
            passages=tuple(map(_passage, self.legs)),
            weakest=max(losses)[1] if len(self.legs) > 1 and losses else None,
            scope=self._scope(),
            score=Range.trusted(low=self.low.get(TOP), high=self.high.get(TOP), coverage=self.coverage[TOP]),
            blocks=tuple(map(self._block, self.target.blocks)),
            conflicts=tuple(self.conflicts),
            ask=questions(self.target, self.intervals, self.counts),
            reuse=reused(framework, assessment, self._spoken_for()),
        )

    def _spoken_for(self) -> dict[str, tuple[str, ...]]:
        """Practice -> the rated ones that speak for it, where anything arrives."""
        return {name: value.origins for name, value in self.carried.items() if self._is_spoken_for(name)}

    def _is_spoken_for(self, name: str) -> bool:
        return name in self.intervals and self.carried[name].is_known

    def _how(self, name: str) -> How:
        status = self.claimed[name].status
        if status == "rated":
            return "direct"
        if status in ("not_applicable", "not_pursued"):
            return status
        return "carried" if name in self.carried and self.carried[name].is_known else "silent"

    def _scope(self) -> Headcount:
        counts = Counter(map(self._how, self.claimed))
        return Headcount.trusted(
            practices=len(self.claimed),
            direct=counts["direct"],
            carried=counts["carried"],
            silent=counts["silent"],
            not_applicable=counts["not_applicable"],
            not_pursued=counts["not_pursued"],
        )

    def _block(self, block: Block) -> TranslatedBlock:
        return TranslatedBlock.trusted(
            id=block.id,
            title=block.title,
            low=self.low.get(block.id),
            high=self.high.get(block.id),
            coverage=self.coverage[block.id],
            blocks=tuple(map(self._block, block.blocks)),
            practices=tuple(map(self._practice, block.practices)),
        )

    def _practice(self, practice: Practice) -> TranslatedPractice:
        name, status, scale = practice.id, self._how(practice.id), self.target.scale_of(practice.id)
        interval = self.intervals.get(name)
        carried = self.carried.get(name) if status != "silent" else None
        crosswalk = self.legs[-1].hop.crosswalk.id
        return TranslatedPractice.trusted(
            id=name,
            title=practice.title,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            coverage=self._covered(name) if interval else None,
            status=status,
            level=scale.ids[scale.held(interval.low)] if interval and status != "silent" else None,
            levels=self._levels(name, interval) if interval and status != "silent" else (),
            counts=self.counts[name],
            origins=carried.origins if carried else (),
            sources=tuple(_origin(source, crosswalk) for source in carried.sources) if carried else (),
            weakest=_link(carried.weakest) if carried else None,
            is_conflict=(self.target.id, name) in {(each.framework, each.practice) for each in self.conflicts},
        )

    def _levels(self, name: str, interval: Interval) -> tuple[str, ...]:
        """The levels left open; a direct rating whose value lies between two levels holds the lower one."""
        position = self.claimed[name].position
        if position is not None and interval.width <= EDGE:
            return (self.target.level_id(name, position),)
        return open_levels(self.target.scale_of(name), interval)


def _passage(leg: Leg) -> Passage:
    crosswalk = leg.hop.crosswalk
    return Passage.trusted(
        crosswalk=crosswalk.id,
        revision=crosswalk.revision,
        start=crosswalk.source.framework,
        end=crosswalk.target.framework,
        backwards=leg.hop.is_backwards,
        mappings=len(leg.sources),
        loss=leg.loss,
    )


def _conflict(framework: str, name: str, value: KnownValue) -> Conflict:
    says = tuple((source.says.low, source.says.high) for source in value.sources if source.is_known)
    low, high = value.interval
    return Conflict.trusted(framework=framework, practice=name, kind="sources", low=low, high=high, says=says)


def _link(loss: Loss | None) -> Link | None:
    if loss is None:
        return None
    mapping = loss.mapping
    return Link.trusted(crosswalk=loss.crosswalk, source=mapping.source, target=mapping.target, loss=loss.width)


def _origin(source: MappedSource, crosswalk: str) -> Origin:
    mapping = source.mapping
    return Origin.trusted(
        practice=mapping.source,
        low=source.source.low,
        high=source.source.high,
        crosswalk=crosswalk,
        relation=mapping.relation,
        share=mapping.share,
        uses=mapping.uses,
        speaks=mapping.speaks,
        is_known=source.is_known,
        basis=mapping.basis,
        why=mapping.why,
        says_low=source.says.low,
        says_high=source.says.high,
    )


def weights_of(framework: Framework) -> dict[str, float]:
    """Give each practice its share of all weights, whatever the aggregates; 0 where it does not count.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]},
        ...     {"id": "c", "title": "C", "practices": [{"id": "r", "title": "R"}]}])
        >>> weights_of(framework)
        {'p': 0.25, 'q': 0.25, 'r': 0.5}
    """
    shares = dict.fromkeys(framework.practices, 0.0)

    def visit(node: Node, share: float) -> None:
        blocks = [(weight, block) for weight, block in node.counted if _holds_something(block)]
        total = fsum([*(leaf.weight for leaf in node.leaves), *(weight for weight, _ in blocks)])
        if not total:
            return
        for leaf in node.leaves:
            shares[leaf.name] = share * leaf.weight / total
        for weight, block in blocks:
            visit(block, share * weight / total)

    visit(framework.tree, 1.0)
    return shares


def _holds_something(node: Node) -> bool:
    return any(leaf.weight > 0 for leaf in node.leaves) or any(w > 0 and _holds_something(b) for w, b in node.counted)


def questions(
    framework: Framework, intervals: Mapping[str, Interval], counts: Mapping[str, float]
) -> tuple[Question, ...]:
    """List the practices whose value is not known for sure, by width times what they count, largest first.

    However many of them one asks, no other list of that length takes more off the weighted width. Practices that count
    the same stay in source order.

    Args:
        framework: What is asked about.
        intervals: Practice -> what is known; practices out of scope are absent.
        counts: Practice -> its share of all weights.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> asked = questions(framework, {"p": Interval(0.5, 1.0), "q": Interval(0.0, 1.0)}, weights_of(framework))
        >>> [(question.practice, question.width, question.left) for question in asked]
        [('q', 0.5, 0.25), ('p', 0.25, 0.0)]
    """
    whole = fsum(counts[name] for name in intervals) or 1.0  # what is out of scope leaves its weight to the others
    widths = {
        name: interval.width * counts[name] / whole for name, interval in intervals.items() if interval.width > EDGE
    }
    order = sorted(widths, key=lambda name: (-widths[name], -intervals[name].width))
    return tuple(
        Question.trusted(
            practice=name,
            title=framework.practices[name].title,
            block=framework.chains[name][-1].id,
            low=intervals[name].low,
            high=intervals[name].high,
            counts=counts[name],
            width=widths[name],
            left=fsum(widths[other] for other in order[i:]),
        )
        for i, name in enumerate(order, 1)
    )
